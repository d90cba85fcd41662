"""The posts layer: fixed positions that are to be assessed."""

import geopandas as gpd
import numpy as np

from layers.dossier.dossier import Dossier

COLUMNS = ("post_id", "name", "name_ar", "side", "start_date", "end_date", "uncertainty_km", "sources")


def posts_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Give the posts that are set up before the end of the dossier's period."""
    told_of = np.array([start is None or start < dossier.end for start in dossier.posts["start_date"]], dtype=bool)
    return dossier.posts[told_of][[*COLUMNS, "geometry"]].reset_index(drop=True)
