"""Control maps of others: dated polygons become features of a dossier's `control_areas.geojson`."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems, SitmapError
from geo.readers.foreign_table import ForeignRow, ForeignTable, plain_name
from geo.readers.position_columns import PositionColumns
from layers.dossier.control_areas import COLUMNS, FILE
from layers.dossier.dossier import Dossier
from layers.dossier.records import with_contested
from layers.dossier.settings.sides import side_names
from layers.frames import frame
from layers.imports.dates import day_after, read_date
from layers.imports.features_plan import FeaturesPlan
from layers.imports.mapping import ImportOptions
from layers.imports.tally import Tally
from layers.period import parse_days
from layers.schema.dossier_tables import CONFIDENCES, MODES

_POLYGONS = ("Polygon", "MultiPolygon")
_SAMPLE = 20


def is_control_map(table: ForeignTable) -> bool:
    """Return True if the rows of a table are polygons, and a column says whose they are.

    Raises
    ------
    SitmapError
        If they are polygons, and no column says what they are.
    """
    rows = list(islice(table.rows(lambda *_: None), _SAMPLE))
    polygons = [row for row in rows if row.shape is not None and row.shape.geom_type in _POLYGONS]
    names, marks = set(map(plain_name, table.columns)), _words()["marks"]
    if len(polygons) * 2 <= len(rows) or names & set(marks["events"]):
        return False
    if not names & set(marks["columns"]):
        raise SitmapError(f"{table.file}: these are polygons: say --as control_areas, or --as events for their middles")
    return True


def plan_areas(
    tables: Sequence[ForeignTable], folder: Path, problems: Problems, options: ImportOptions
) -> FeaturesPlan:
    """Plan the import of control areas; nothing is written.

    Parameters
    ----------
    tables : sequence of ForeignTable
        Tables with polygons.
    folder : Path
        The dossier.
    problems : Problems
        The list to which problems of refused rows are added.
    options : ImportOptions
        What the user says of the tables; `--set source=...` names who drew the map.
    """
    dossier = Dossier.open(folder)
    plan, tally = FeaturesPlan(folder, FILE, "control area"), Tally()
    there = {str(area) for area in dossier.control_areas["area_id"]}
    for table in tables:
        reader = _AreaReader(table, dossier, options, problems)
        for row in table.rows(reader.refuse):
            feature = reader.feature(row, tally)
            if feature is None:
                continue
            if feature["properties"]["area_id"] in there:
                plan.known += 1
            else:
                there.add(feature["properties"]["area_id"])
                plan.added.append(feature)
    plan.told += tally.lines()
    plan.problems = tuple(sorted(problems))
    return plan


def areas_of(plan: FeaturesPlan) -> gpd.GeoDataFrame:
    """Return the control areas of a plan as `layers.Dossier.control_areas` has them."""
    rows = [one["properties"] | {"geometry": shapely.geometry.shape(one["geometry"])} for one in plan.added]
    areas = frame(rows, COLUMNS)
    for name in ("start_date", "end_date"):
        days = [parse_days(day).start if day else None for day in areas[name]]
        areas[name] = pd.Series(days, dtype=object)
    return areas


class _AreaReader:
    """Reader of the rows of one table."""

    def __init__(self, table: ForeignTable, dossier: Dossier, options: ImportOptions, problems: Problems) -> None:
        self._table, self._options, self._problems = table, options, problems
        names = {plain_name(name): n for n, name in reversed(list(enumerate(table.columns)))}
        given = {
            ours: table.columns.index(theirs) for ours, theirs in options.columns.items() if theirs in table.columns
        }
        found = {
            ours: next((names[one] for one in theirs if one in names), None)
            for ours, theirs in _words()["columns"].items()
        }
        self._columns: Mapping[str, int] = {ours: n for ours, n in (found | given).items() if n is not None}
        self._positions = PositionColumns.find(table)
        self._sides = with_contested(side_names(dossier.sides))
        self._known = ", ".join([*(side.id for side in dossier.sides), "contested"])

    def refuse(self, line: int, value: str, expected: str) -> None:
        """Record a row that cannot be split into cells."""
        self._problems.add("C103", self._table.file, line, "", value, expected)

    def feature(self, row: ForeignRow, tally: Tally) -> dict[str, Any] | None:
        """Return a row as a feature; None if it is refused or no polygon."""
        shape = self._positions.shape(row)
        if shape is None or shape.geom_type not in _POLYGONS:
            kind = shape.geom_type.lower() if shape is not None else "row without a geometry"
            tally.add(f"a {kind}, which is no polygon, left out", row.line)
            return None
        if not shape.is_valid:
            shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
            tally.add("a polygon that crosses itself, made valid", row.line)
        if not shape.area:
            tally.add("a polygon without area, left out", row.line)
            return None
        cells = {ours: row.cells[n] for ours, n in self._columns.items()} | dict(self._options.values)
        properties = {name: cells.get(name, "") or None for name in COLUMNS[1:]}
        before = len(self._problems)
        properties["side"] = self._side(properties["side"] or "", row.line)
        for name in ("start_date", "end_date"):
            properties[name] = self._day(properties[name] or "", name, row.line)
        if properties["source"] is None:
            properties["source"] = Path(self._table.file).stem
            tally.add("without a source, which is the file's name; --set source=NAME says who drew the map", row.line)
        if properties["start_date"] is None:
            tally.add("without a date: it holds from the first day on; --set start_date=DAY says since when", row.line)
        for name, words, usual in (("confidence", CONFIDENCES, "medium"), ("mode", MODES, "evidence")):
            properties[name] = properties[name] if properties[name] in words else usual
        if properties["licence"] is None:
            del properties["licence"]
        if len(self._problems) > before:
            return None
        return {
            "type": "Feature",
            "properties": _identified(properties, shape),
            "geometry": shapely.geometry.mapping(shape),
        }

    def _side(self, text: str, line: int) -> str | None:
        """Return the side of a name; of a name in several languages, parts are looked up too."""
        for part in (text, *re.split(r"\s*(?:///|/|\||;|:)\s*", text)):
            if part.strip().casefold() in self._sides and part.strip():
                return self._sides[part.strip().casefold()]
        hint = f"one of {self._known}; give the side this name as an alias in dossier.toml, or --set side=SIDE"
        self._wrong(line, "side", text, hint)
        return None

    def _day(self, text: str, name: str, line: int) -> str | None:
        try:
            span = read_date(text, self._options.date_format)
        except ValueError:
            self._wrong(line, name, text, "a date, such as 2020-01-25; --date-format says what comes first")
            return None
        if name == "end_date" and self._options.end == "inclusive" and span.start:
            return day_after(span.start)
        return span.start or None

    def _wrong(self, line: int, ours: str, value: str, expected: str) -> None:
        number = self._columns.get(ours)
        column = self._table.columns[number] if number is not None else ours
        self._problems.add("C157", self._table.file, line, column, value, expected)


def _identified(properties: dict[str, Any], shape: BaseGeometry) -> dict[str, Any]:
    values = [properties[name] for name in ("side", "start_date", "end_date", "source")]
    digest = hashlib.sha256(json.dumps(values).encode() + shapely.set_precision(shape, 1e-6).wkb).hexdigest()
    return {"area_id": f"A{digest[:10]}"} | properties


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("layers.imports") / "control_areas.toml").read_text(encoding="utf-8"))
