"""GeoDataFrames of zones, events and posts, read and checked as layers of a page."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.days import parse_day
from geo.errors import DayError, counted
from geo.geometry.projection import WGS84
from geo.geometry.sphere import KM
from geo.sides import NOT_PARTIES, UNKNOWN
from layers.dossier.settings.sides import Side
from layers.frames import plain
from layers.period import DAY
from layers.schema.column import Column, Type
from layers.schema.layers import LAYERS
from layers.schema.palette import palette
from maps.errors import FramesError
from maps.payload.columns import HEX_COLOUR

_DATES = ("start_date", "end_date")
# columns that a page reads of each frame; of the others, a popup shows all
_READ = {
    "zones": ("side", *_DATES),
    "posts": ("post_id", "name", "name_ar", "side", *_DATES, "uncertainty_km"),
    "events": (
        *("event_id", "event_type", *_DATES, "time_precision", "actor1", "actor2", "location", "geo_precision"),
        *("uncertainty_km", "fatalities_low", "fatalities_best", "fatalities_high", "summary"),
        *("reliability", "credibility"),
    ),
}
# an event without an end lasts a day
_NEEDED = {"zones": ("side", *_DATES), "posts": _DATES, "events": ("start_date",)}
_SHAPES = {"zones": ("Polygon", "MultiPolygon"), "posts": ("Point",), "events": ("Point",)}
# west, south, east and north at most, degrees; an area may reach over the antimeridian
_GLOBE = (360.0, 90.0, 360.0, 90.0)
_EQUAL_AREA = "EPSG:6933"
# an "end" such as 9999-12-31 makes a period that nobody can step through
_MOST_DAYS = 200 * 366
# problems of one message
_MOST = 20


class FrameReader:
    """Reads frames as layers. Problems are collected, so that `check` raises one error that lists them all.

    Attributes
    ----------
    warnings : list of str
        How many rows are not drawn, for want of a position.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._problems: list[str] = []
        self._colours: dict[str, str] = {}
        self._days: list[date] = []

    def read(self, name: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Read a frame as the layer of its name, with a column `more` of what else its rows tell; EPSG:4326."""
        if self._is_unusable(name, frame):
            return gpd.GeoDataFrame()
        shapes = self._degrees(name, frame)
        columns: dict[str, Any] = dict.fromkeys(LAYERS[name].names)
        for column in (LAYERS[name].column(one) for one in _READ[name] if one in frame):
            values = enumerate(frame[column.name].tolist())
            columns[column.name] = [self._value(f"{name}.iloc[{row}]", column, value) for row, value in values]
        table = gpd.GeoDataFrame(columns, index=range(len(frame)), geometry=shapes, crs=WGS84, dtype=object)
        table = _identified(name, table.set_geometry("geometry")).assign(more=_more(frame, [*_READ[name], "colour"]))
        self._check_days(name, table)
        if "colour" in frame and "side" in table:
            self._read_colours(name, table["side"], frame["colour"])
        lost = shapes.is_empty
        if lost.any():
            fate = "drawn" if name == "zones" else "on the map, only in the lists"
            self.warnings.append(f"{name}: {counted(int(lost.sum()), 'row')} without geometry, not {fate}")
        return table[~lost].reset_index(drop=True) if name == "zones" else table

    def period(self) -> tuple[date, date]:
        """Return the first day of all dates, and the day after the last.

        Raises
        ------
        FramesError
            If there is a problem in any frame, or nothing to draw.
        """
        days = self._days
        if not days:
            self._problems = self._problems or ["no row of zones, events or posts has a date; expected one at least"]
        elif (max(days) - min(days)).days > _MOST_DAYS:
            self._problems.append(f"dates from {min(days)} to {max(days)}; an end that is not known is null")
        if self._problems:
            rest = len(self._problems) - _MOST
            raise FramesError("\n".join([*self._problems[:_MOST], *([f"and {rest} more"] if rest > 0 else [])]))
        return min(days), max(days) + DAY

    def sides(self, given: Mapping[str, gpd.GeoDataFrame]) -> tuple[Side, ...]:
        """Return the sides of zones and posts in the order of their rows; those without a colour take the palette's.

        Raises
        ------
        FramesError
            If the palette has too few colours.
        """
        named = [side for name in ("zones", "posts") if name in given for side in given[name]["side"] if side]
        free = (colour for colour in palette()["sides"].values() if colour not in self._colours.values())
        made = []
        for side in dict.fromkeys(named):
            if side not in NOT_PARTIES:
                colour = self._colours.get(side) or next(free, None)
                if not colour:
                    raise FramesError(f"side {side!r}: no colour is left; expected a column colour, #rrggbb")
                made.append(Side(side, side, None, colour, ()))
        return tuple(made)

    def _is_unusable(self, name: str, frame: gpd.GeoDataFrame) -> bool:
        """Return True if a frame is no table of places with the columns that it needs."""
        before = len(self._problems)
        if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
            self._problems.append(f"{name}: {type(frame).__name__}; expected a GeoDataFrame with a geometry")
        elif frame.crs is None:
            expected = f"the CRS of the coordinates, such as {name}.set_crs(epsg=4326) for degrees"
            self._problems.append(f"{name}: no CRS; expected {expected}")
        else:
            lacking = [column for column in _NEEDED[name] if column not in frame]
            self._problems += [f"{name}: no column {column}; {_MEANS[column]}" for column in lacking]
            twice = frame.columns[frame.columns.duplicated()]
            self._problems += [f"{name}: two columns {column!r}; expected one" for column in twice]
        return len(self._problems) > before

    def _degrees(self, name: str, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
        """Return the geometry in EPSG:4326; empty where it is missing or of another type."""
        given = frame.geometry.reset_index(drop=True).force_2d()
        missing = given.isna() | given.is_empty
        other = ~missing & ~given.geom_type.isin(_SHAPES[name])
        nothing = shapely.Polygon() if name == "zones" else shapely.Point()
        shapes = given.where(~missing & ~other, nothing).to_crs(WGS84)
        # a comparison with what is not finite is false
        inside = (np.abs(shapes.bounds.to_numpy()) <= _GLOBE).all(axis=1)
        for row in np.flatnonzero(other):
            expected = " or ".join(_SHAPES[name])
            self._problems.append(f"{name}.iloc[{row}]: {given.geom_type[row]}; expected a {expected}")
        for row in np.flatnonzero(~shapes.is_empty & ~inside):
            self._problems.append(f"{name}.iloc[{row}]: not on the globe; expected coordinates in {frame.crs.name}")
        return shapes.where(inside, nothing)

    def _value(self, where: str, column: Column, value: Any) -> Any:  # noqa: ANN401 - a cell can be anything
        """Read a cell by the type of its column; None if it is missing or wrong."""
        if _is_missing(value) or column.type is Type.TEXT:
            return None if _is_missing(value) else str(value)
        try:
            if column.type is Type.DATE:
                return parse_day(value)
            number = float(value)
            allowed = column.values  # noqa: PD011 - of the schema
            if math.isfinite(number) and (not allowed or number in allowed):
                return int(number) if column.type is Type.INTEGER else number
            wrong = f"{value!r}; expected {' or '.join(map(str, allowed)) or 'a number'}"
        except DayError as error:
            timed = "; .dt.date of the column has days only" if isinstance(value, pd.Timestamp) else ""
            wrong = f"{error}{timed}"
        except (TypeError, ValueError):
            wrong = f"{value!r}; expected a number"
        self._problems.append(f"{where}: {column.name}: {wrong}")
        return None

    def _check_days(self, name: str, table: gpd.GeoDataFrame) -> None:
        """Check that ends lie after starts, and that no post or event is in two places at once."""
        key, last = f"{name[:-1]}_id", dict[str, tuple[int, date]]()
        starts, ends = (table[column].tolist() for column in _DATES)
        for row in sorted(range(len(table)), key=lambda row: starts[row] or date.min):
            start, end, id_ = starts[row], ends[row], table[key][row]
            self._days += [day for day in (start, end and end - DAY) if day]
            if start and end and end <= start:
                self._problems.append(f"{name}.iloc[{row}]: end_date: {end}; expected a day after start_date, {start}")
            before, until = last.get(id_, (0, date.min))
            if id_ in last and (name == "events" or (start or date.min) < until):
                self._problems.append(f"{name}.iloc[{row}]: {key}: {id_!r}; iloc[{before}] has it at the same time")
            last[id_] = row, end or date.max

    def _read_colours(self, name: str, sides: pd.Series, colours: pd.Series) -> None:
        for row, (side, colour) in enumerate(zip(sides, colours, strict=True)):
            if _is_missing(colour) or side is None:
                continue
            if not HEX_COLOUR.fullmatch(str(colour)):
                self._problems.append(f"{name}.iloc[{row}]: colour: {colour!r}; expected #rrggbb")
            elif self._colours.setdefault(side, colour.lower()) != colour.lower():
                known = self._colours[side]
                self._problems.append(f"{name}.iloc[{row}]: colour: {colour!r}; {side!r} has {known} already")


_MEANS = {
    "start_date": "expected the first day, null for what began before",
    "end_date": "expected the day after the last, null for what still holds",
    "side": "expected who holds the zone",
}


def _is_missing(value: Any) -> bool:  # noqa: ANN401 - a cell can be anything
    """Return True for None, NaN, NaT and text without letters."""
    return not value.strip() if isinstance(value, str) else bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _identified(name: str, table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Fill in what each row of a layer has: an id and a name, or side and area."""
    key, numbers = f"{name[:-1]}_id", pd.Series([str(row + 1) for row in table.index], dtype=object)
    table[key] = table[key].fillna(numbers)
    if name == "zones":
        km2 = table.geometry.to_crs(_EQUAL_AREA).area / KM**2
        return table.assign(side=table["side"].fillna(UNKNOWN), area_km2=km2)
    own = {"name": table[key]} if name == "posts" else {"event_type": "event"}
    return table.assign(**{column: table[column].fillna(value) for column, value in own.items()})


def _more(frame: gpd.GeoDataFrame, read: list[str]) -> list[list[list[str]]]:
    """Return for each row the names and values of the columns that a page does not read, as texts."""
    names = frame.columns.difference([*read, *frame.select_dtypes("geometry").columns], sort=False)
    cells = [[(str(name), value) for value in frame[name].tolist()] for name in names]
    rows: Iterator[Any] = zip(*cells, strict=True) if cells else iter([()] * len(frame))
    return [[[name, _text(value)] for name, value in row if not _is_missing(value)] for row in rows]


def _text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    # a column of whole numbers with a gap has floats
    made = int(value) if isinstance(value, float) and value.is_integer() else plain(value)
    return str(value if made is None else made)
