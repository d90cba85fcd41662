"""Tables of a page: names of columns and rows of JSON values, days counted from the first day shown."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import shapely

Table = dict[str, Any]
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NEUTRAL = "#8a8f98"


def table(frame: pd.DataFrame, columns: Sequence[str], start: date, **added: Iterable[Any]) -> Table:
    """Convert columns of a frame to a table.

    Parameters
    ----------
    frame : DataFrame
        Dates are `datetime.date`; missing values None or NaN.
    columns : sequence of str
        Columns to keep, in order.
    start : date
        First day shown: day 0.
    **added : iterable
        Further columns, a value for each row.

    Returns
    -------
    dict
        ``{"columns": [...], "rows": [[...], ...]}``.

    Examples
    --------
    >>> frame = pd.DataFrame({"name": ["Morek"], "end": [date(2020, 1, 3)], "km": [float("nan")]})
    >>> table(frame, ["name", "end", "km"], date(2020, 1, 1))["rows"]
    [['Morek', 2, None]]
    """
    values = [[_plain(value, start) for value in frame[column].tolist()] for column in columns]
    values += [list(column) for column in added.values()]
    return {"columns": [*columns, *added], "rows": [list(row) for row in zip(*values, strict=True)]}


def positions(points: Iterable[shapely.Point]) -> dict[str, list[float | None]]:
    """Return the columns lon and lat of points, degrees, rounded to about a metre."""
    geometries = np.array(list(points), dtype=object)
    geometries[shapely.is_empty(geometries)] = None
    return {"lon": _rounded(shapely.get_x(geometries)), "lat": _rounded(shapely.get_y(geometries))}


def listed(joined: object) -> list[str]:
    """Split a list joined by "; "; a missing list is empty.

    Examples
    --------
    >>> listed("R001; R002"), listed(None)
    (['R001', 'R002'], [])
    """
    return [part for part in joined.split("; ") if part] if isinstance(joined, str) else []


def run_lengths(values: Iterable[Any]) -> list[Any]:
    """Return the run-length code of a sequence: value, length, value, length, ...

    Examples
    --------
    >>> run_lengths([20.0, 20.0, 3.5])
    [20.0, 2, 3.5, 1]
    """
    code: list[Any] = []
    for value in values:
        if code and code[-2] == value:
            code[-1] += 1
        else:
            code += [value, 1]
    return code


def safe_colour(colour: object) -> str:
    """Return a colour ``#rrggbb``; grey for any other text, which could inject styles.

    Examples
    --------
    >>> safe_colour("#D55E00"), safe_colour("url(x)")
    ('#d55e00', '#8a8f98')
    """
    return colour.lower() if isinstance(colour, str) and HEX_COLOUR.fullmatch(colour) else _NEUTRAL


def _plain(value: Any, start: date) -> Any:  # noqa: ANN401 - a cell of a table can be anything
    if isinstance(value, list | tuple):
        return [_plain(part, start) for part in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, date):
        return (pd.Timestamp(value).date() - start).days
    if isinstance(value, float):
        return round(value, 4) if np.isfinite(value) else None
    return value if isinstance(value, bool | int | str) else str(value)


def _rounded(degrees: Iterable[float]) -> list[float | None]:
    return [round(float(value), 5) if np.isfinite(value) else None for value in degrees]
