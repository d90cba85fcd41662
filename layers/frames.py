"""Frames: rows made into a layer, with nulls that stay nulls."""

from collections.abc import Iterable, Mapping, Sequence

import geopandas as gpd
import pandas as pd

from geo.projection import WGS84


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> gpd.GeoDataFrame:
    """Make a layer of rows.

    Parameters
    ----------
    rows : iterable of mapping
        Each with all columns and a geometry in lon/lat degrees; None where a value is missing.
    columns : sequence of str
        The columns, in order; `geometry` follows them.

    Returns
    -------
    GeoDataFrame
        EPSG:4326. Columns of numbers without a gap are numbers; all others keep their values as they are.

    Examples
    --------
    >>> frame([{"name": None, "size": 2, "geometry": None}], ["name", "size"])["name"].tolist()
    [None]
    """
    table = pd.DataFrame(list(rows), columns=[*columns, "geometry"], dtype=object)
    for column in columns:
        if len(table) and all(type(value) in (int, float) for value in table[column]):
            table[column] = pd.to_numeric(table[column])
    return gpd.GeoDataFrame(table, geometry="geometry", crs=WGS84)
