"""The posts layer: fixed positions that are to be assessed."""

import geopandas as gpd
import numpy as np

from layers.dossier.dossier import Dossier
from layers.schema.layers import LAYERS


def posts_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the posts that stand before the end of the dossier's period."""
    stand = np.array([start is None or start < dossier.end for start in dossier.posts["start_date"]], dtype=bool)
    return dossier.posts[stand].reindex(columns=[*LAYERS["posts"].names, "geometry"]).reset_index(drop=True)
