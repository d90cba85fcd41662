"""Make tables of layers from rows, and convert cells to values of JSON and CSV."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.geometry.projection import WGS84


def frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> gpd.GeoDataFrame:
    """Make a GeoDataFrame from rows.

    Parameters
    ----------
    rows : iterable of mapping
        Each with all columns and a geometry in lon/lat degrees; None where a value is missing.
    columns : sequence of str
        The columns, in order; `geometry` follows them.

    Returns
    -------
    GeoDataFrame
        EPSG:4326. A column of numbers without a missing value gets a numeric type; all others keep their objects.

    Examples
    --------
    >>> frame([{"name": None, "size": 2, "geometry": None}], ["name", "size"])["name"].tolist()
    [None]
    """
    table = pd.DataFrame(list(rows), columns=[*columns, "geometry"], dtype=object)
    return of_columns({column: table[column] for column in columns}, table["geometry"])


def of_columns(columns: Mapping[str, Iterable[object]], geometry: Iterable[object]) -> gpd.GeoDataFrame:
    """Make a GeoDataFrame from columns, typed as by `frame`, and geometries in lon/lat degrees."""
    table = pd.DataFrame({name: pd.Series(list(values), dtype=object) for name, values in columns.items()})
    for column in columns:
        if len(table) and set(map(type, table[column])) <= {int, float}:
            table[column] = pd.to_numeric(table[column])
    return gpd.GeoDataFrame(table, geometry=list(geometry), crs=WGS84)


def attribute_names(table: pd.DataFrame) -> list[str]:
    """Names of a table's columns, in order, without its geometry.

    Examples
    --------
    >>> attribute_names(frame([], ["name", "size"]))
    ['name', 'size']
    """
    return [str(column) for column in table.columns if column != "geometry"]


# conversions to JSON types, by Python type
_PLAIN: dict[type, Callable[[Any], object]] = {
    date: date.isoformat,
    np.bool_: bool,
    np.int64: int,
    np.float64: float,
}


def plain(value: object) -> object:
    """Convert a cell to a JSON value: dates and lists to text, missing values and empty text to None.

    Examples
    --------
    >>> plain(["R001", "R002"]), plain({"low": 1, "high": None})
    ('R001; R002', 'low: 1; high: ')
    >>> plain(date(2020, 2, 6)), plain(float("nan"))
    ('2020-02-06', None)
    """
    convert = _PLAIN.get(type(value))
    value = convert(value) if convert else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_inner(part)}" for key, part in value.items()) or None
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return "; ".join(map(_inner, value)) or None
    return (value or None) if isinstance(value, str) else value if isinstance(value, int | float | bool) else None


def each(column: pd.Series, convert: Callable[[Any], Any]) -> npt.NDArray[np.object_]:
    """Apply a function of a value to a column: once to each distinct value where all are of one simple type.

    Examples
    --------
    >>> each(pd.Series(["a", None, "a"], dtype=object), plain).tolist()
    ['a', None, 'a']
    """
    values = column.to_numpy(dtype=object)
    # values of two types may be equal: 1, 1.0 and True
    if len(types := set(map(type, values)) - {type(None)}) <= 1 and types <= {str, date, int, float, bool}:
        codes, values = pd.factorize(values, use_na_sentinel=False)
        return np.fromiter(map(convert, values), dtype=object, count=len(values))[codes]
    return np.fromiter(map(convert, values), dtype=object, count=len(values))


def _inner(value: object) -> str:
    converted = plain(value)
    return "" if converted is None else str(converted)
