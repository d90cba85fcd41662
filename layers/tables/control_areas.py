"""The control_areas layer: polygons that somebody states to be a side's, as the dossier has them."""

import geopandas as gpd

from layers.dossier.dossier import Dossier
from layers.schema.layers import LAYERS


def control_areas_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the control areas of a released dossier; no rows if the dossier has none."""
    areas = dossier.control_areas
    return areas.reindex(columns=[*LAYERS["control_areas"].names, "geometry"])
