"""The posts layer: fixed positions that are to be assessed."""

import geopandas as gpd

from layers.dossier import Dossier

COLUMNS = ("post_id", "name", "name_ar", "side", "start_date", "end_date", "uncertainty_km", "sources")


def posts_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Give the posts as the dossier has them."""
    return dossier.posts[[*COLUMNS, "geometry"]].reset_index(drop=True)
