"""Filters in the Common Query Language (OGC 21-065r2) over the rows of a layer; pygeofilter reads and applies them."""

import geopandas as gpd
import pandas as pd
from pygeoapi.provider.base import ProviderInvalidQueryError
from pygeofilter.ast import Node
from pygeofilter.backends.geopandas.evaluate import GeoPandasEvaluator

# what pygeofilter raises where a filter does not fit the rows
_UNFIT = (LookupError, TypeError, ValueError, AttributeError, AssertionError, NotImplementedError)


def kept_by(filter_: Node, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep the rows that a filter takes.

    Parameters
    ----------
    filter_ : Node
        As pygeofilter parses it.
    table : GeoDataFrame
        The rows; dates are compared as ISO text is: ``start_date <= '2020-02-06'``.

    Raises
    ------
    ProviderInvalidQueryError
        If the filter names what the layer does not have, or compares what cannot be compared.
    """
    columns = {str(column): str(column) for column in table.columns}
    try:
        taken = GeoPandasEvaluator(table, columns, {}).evaluate(filter_)
    except _UNFIT as error:
        raise ProviderInvalidQueryError(user_msg=f"the filter does not fit this collection: {error}") from error
    if not isinstance(taken, pd.Series) or taken.dtype != bool:
        raise ProviderInvalidQueryError(user_msg="the filter is no condition on features of this collection")
    return table[taken]
