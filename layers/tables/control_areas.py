"""The control_areas layer: polygons that somebody states to be a side's, as the dossier has them."""

import geopandas as gpd

from layers.dossier.dossier import Dossier
from layers.schema.layers import LAYERS


def control_areas_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the control areas; no rows if the dossier has none."""
    return dossier.control_areas.reindex(columns=[*LAYERS["control_areas"].names, "geometry"])
