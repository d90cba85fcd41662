"""Roads of others, such as an extract of OpenStreetMap, become lines of a dossier's `roads.geojson`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems
from geo.readers.foreign_table import ForeignRow, ForeignTable, plain_name
from geo.readers.position_columns import PositionColumns
from layers.dossier.dossier import Dossier
from layers.dossier.geojson_files import LINES
from layers.imports.features_plan import FeaturesPlan
from layers.imports.mapping import ImportOptions
from layers.imports.tally import Tally

ROADS = "roads.geojson"
# names of columns with the name, the number and the kind of a road, in small letters, the best first
_NAMES = ("name_en", "tags_name_en", "name", "tags_name", "road", "road_name")
_REFS = ("ref", "tags_ref", "int_ref", "number", "route")
_KINDS = ("highway", "tags_highway", "kind", "fclass", "type", "class")


def plan_roads(
    tables: Sequence[ForeignTable], folder: Path, problems: Problems, options: ImportOptions
) -> FeaturesPlan:
    """Plan the import of roads; nothing is written.

    Segments of one name are joined to one road; those without a name have their number as name.

    Parameters
    ----------
    tables : sequence of ForeignTable
        Tables with lines.
    folder : Path
        The dossier.
    problems : Problems
        The list to which segments with neither name nor number are added.
    options : ImportOptions
        What the user says of the tables; `--map name=COLUMN` names the column of names.
    """
    dossier, tally = Dossier.open(folder), Tally()
    plan = FeaturesPlan(folder, ROADS, "road")
    segments: dict[str, list[BaseGeometry]] = {}
    kinds: dict[str, str] = {}
    for table in tables:
        for name, kind, shape in _segments(table, problems, options, tally):
            segments.setdefault(name, []).append(shape)
            kinds.setdefault(name, kind)
    there = set(dossier.roads["name"])
    for name, shapes in segments.items():
        joined = shapely.line_merge(shapely.unary_union(shapes))
        properties = {"name": name, "kind": kinds[name]}
        feature = {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(joined)}
        if name in there:
            plan.known += 1
        else:
            plan.added.append(feature)
    plan.told, plan.problems = tally.lines(), tuple(sorted(problems))
    return plan


def _segments(
    table: ForeignTable, problems: Problems, options: ImportOptions, tally: Tally
) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Yield the name, kind and line of each segment that has a name or number; the others are recorded."""
    given = (options.columns["name"],) if "name" in options.columns else ()
    names, numbers, kinds = (_columns(table, some) for some in ((*given, *_NAMES), _REFS, _KINDS))
    positions = PositionColumns.find(table)
    for row in table.rows(lambda *_: None):
        shape = positions.shape(row)
        if shape is None or shape.geom_type not in LINES:
            tally.add(f"a {'row without a geometry' if shape is None else shape.geom_type.lower()}, left out", row.line)
            continue
        if not shape.length:
            tally.add("a line without length, left out", row.line)
            continue
        named = _first(row, names)
        name = named or _first(row, numbers) or options.values.get("name", "")
        if not name:
            expected = "a name or number of the road; give it one, or --set name=NAME to all without one"
            problems.add("C106", table.file, row.line, "name", "", expected)
            continue
        if not named:
            tally.add("without a name, called by its number or the given name", row.line)
        yield name, options.values.get("kind") or _first(row, kinds) or "road", shape


def _columns(table: ForeignTable, names: Sequence[str]) -> list[int]:
    plain = {plain_name(name): n for n, name in reversed(list(enumerate(table.columns)))}
    return [plain[name] for name in map(plain_name, names) if name in plain]


def _first(row: ForeignRow, columns: Sequence[int]) -> str:
    return next((row.cells[n] for n in columns if row.cells[n]), "")
