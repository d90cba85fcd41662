"""Columns of a foreign table that hold positions, and the position of each row."""

import math
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.geometry.sphere import distance_km
from geo.readers.foreign_table import ForeignRow, ForeignTable, plain_name
from geo.readers.numbers import is_missing, written_number
from geo.readers.position import Position, position_of, read_degrees, read_geometry, read_position

# rows whose cells show whether a column holds positions
_SAMPLE = 50
# a geometry that lies farther from the position in the row's columns has been moved
_MOVED_KM = 0.1
_POINTS = ("Point", "MultiPoint")


@dataclass(frozen=True, slots=True)
class Located:
    """The position of a row; `fault` is what was expected where it cannot be used, `remark` what else is known."""

    position: Position | None = None
    fault: str = ""
    remark: str = ""


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads((files("geo.readers") / "position_columns.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class PositionColumns:
    """The columns of a table that hold positions, by their number; None where there is no such column."""

    lat: int | None = None
    lon: int | None = None
    cell: int | None = None
    accuracy: int | None = None
    names: tuple[str, ...] = ()

    @classmethod
    def find(
        cls, table: ForeignTable, given: Mapping[str, str] | None = None, claimed: Collection[str] = ()
    ) -> "PositionColumns":
        """Find the columns by their names, or by their cells where all that are filled read as positions.

        Parameters
        ----------
        table : ForeignTable
            The table.
        given : mapping of str to str, optional
            Columns named by the user: ``lat`` and ``lon``, or ``position``.
        claimed : collection of str
            Columns that hold something else.
        """
        given, words = given or {}, _names()
        number = {name: n for n, name in enumerate(table.columns)}
        plain = {plain_name(name): n for n, name in reversed(list(enumerate(table.columns)))}
        lat, lon = (
            number.get(given[ours])
            if ours in given
            else next((plain[one] for one in words[theirs] if one in plain), None)
            for ours, theirs in (("lat", "latitude"), ("lon", "longitude"))
        )
        if lat is None or lon is None:
            lat, lon = _pair_by_end(plain, words)
        cell = number.get(given.get("position", ""))
        if cell is None:
            cell = next((plain[one] for one in words["position"] if one in plain), None)
        if cell is None and lat is None:
            cell = _by_cells(table, claimed)
        accuracy = _accuracy(table.columns, plain, lat, words)
        used = tuple(table.columns[n] for n in (lat, lon, cell, accuracy) if n is not None)
        return cls(lat, lon, cell, accuracy, used)

    def read(self, row: ForeignRow) -> Located:
        """Read the position of a row: that of its geometry, which wins over columns, else that of its columns."""
        drawn = None if row.shape is None else position_of(row.shape)
        written = self._written(row)
        if drawn is None:
            empty = "an empty geometry" if row.shape is not None else ""
            return written if written.fault or not empty else replace(written, remark=empty)
        if row.shape is not None and not _is_point(row.shape):
            if written.position and row.shape.covers(Point(written.position.lon, written.position.lat)):
                return written
            return Located(drawn, remark=f"the middle of a {_kind(row.shape)}, with its radius as uncertainty")
        if written.position is not None and _apart_km(drawn, written.position) > _MOVED_KM:
            return Located(drawn, remark="its geometry, which differs from its columns of latitude and longitude")
        same = written.position and written.position.uncertainty_km
        return Located(replace(drawn, uncertainty_km=drawn.uncertainty_km or same or None))

    def shape(self, row: ForeignRow) -> BaseGeometry | None:
        """Return the geometry of a row: its own, or that of a column of WKT or WKB."""
        return row.shape if row.shape is not None or self.cell is None else read_geometry(row.cells[self.cell])

    def _written(self, row: ForeignRow) -> Located:
        cells = row.cells
        if self.lat is not None and self.lon is not None:
            lat, lon = cells[self.lat], cells[self.lon]
            missing = is_missing(lat), is_missing(lon)
            if missing == (False, False):
                found = Position(_coordinate(lat, "NS"), _coordinate(lon, "EW"), self._uncertainty_km(row))
                if found.is_on_earth:
                    return Located(found)
                return Located(fault="a latitude from -90 to 90 and a longitude from -180 to 180")
            if missing != (True, True):
                return Located(fault="both a latitude and a longitude, or neither")
        if self.cell is not None and not is_missing(cells[self.cell]):
            found_in_cell = read_position(cells[self.cell])
            if found_in_cell is None:
                return Located(remark="a position that cannot be read")
            shape = read_geometry(cells[self.cell])
            remark = "" if shape is None or _is_point(shape) else f"the middle of a {_kind(shape)}"
            accuracy = self._uncertainty_km(row)
            return Located(
                replace(found_in_cell, uncertainty_km=found_in_cell.uncertainty_km or accuracy), remark=remark
            )
        return Located()

    def _uncertainty_km(self, row: ForeignRow) -> float | None:
        metres = math.nan if self.accuracy is None else written_number(row.cells[self.accuracy])
        return metres / 1000 if metres > 0 else None


def _pair_by_end(plain: Mapping[str, int], words: Mapping[str, Any]) -> tuple[int | None, int | None]:
    for name, lat in plain.items():
        if name.endswith(words["latitude_end"]):
            start = name.removesuffix(words["latitude_end"])
            if start + words["longitude_end"] in plain:
                return lat, plain[start + words["longitude_end"]]
    return None, None


def _accuracy(
    columns: tuple[str, ...], plain: Mapping[str, int], lat: int | None, words: Mapping[str, Any]
) -> int | None:
    """Return the column of the accuracy that belongs to a pair of a form."""
    start = plain_name(columns[lat]).removesuffix(words["latitude_end"]) if lat is not None else ""
    return next((plain[start + end] for end in words["accuracy_end"] if start and start + end in plain), None)


def _by_cells(table: ForeignTable, claimed: Collection[str]) -> int | None:
    rows = list(islice(table.rows(lambda *_: None), _SAMPLE))
    for n, name in enumerate(table.columns):
        filled = [row.cells[n] for row in rows if not is_missing(row.cells[n])]
        if name not in claimed and filled and all(read_position(text) for text in filled):
            return n
    return None


@lru_cache(maxsize=1 << 16)
def _coordinate(text: str, letters: str) -> float:
    value = written_number(text) if "," not in text else math.nan
    return read_degrees(text, letters) if math.isnan(value) else value


def _is_point(shape: BaseGeometry) -> bool:
    parts = [part for part in getattr(shape, "geoms", [shape]) if not part.is_empty]
    return len(parts) == 1 and parts[0].geom_type in _POINTS


def _kind(shape: BaseGeometry) -> str:
    kinds = {"Polygon": "polygon", "LineString": "line", "LinearRing": "line", "Point": "group of points"}
    kind = shape.geom_type.removeprefix("Multi")
    return kinds.get(kind, "group of shapes")


def _apart_km(one: Position, other: Position) -> float:
    return float(distance_km(one.lat, one.lon, other.lat, other.lon))
