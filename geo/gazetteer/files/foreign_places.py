"""Tables of places by others, with their columns renamed to those of a table of places."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from geo.errors import PlacesFileError, Problem, Problems, SitmapError
from geo.gazetteer.files.geonames import kind_of
from geo.gazetteer.files.rows import LATITUDE, LONGITUDE
from geo.gazetteer.files.whos_on_first import KINDS
from geo.gazetteer.world.countries import codes_by
from geo.readers.foreign_files import foreign_tables
from geo.readers.foreign_table import ForeignTable
from geo.readers.position_columns import PositionColumns
from geo.readers.sheet import Sheet

Cells = dict[str, str]
_ISO_2 = 2
# columns with the class or code of a feature of GeoNames or GNS
_FEATURES = {"feature_class", "feature_code", "fc", "dsg", "desig_cd"}


def foreign_sheets(path: Path) -> list[Sheet]:
    """Read the tables of a file that imports read, as sheets with the columns ``lat`` and ``lon``.

    Raises
    ------
    PlacesFileError
        If the file cannot be read.
    """
    try:
        with foreign_tables(path) as tables:
            return [_sheet(path, table) for table in tables]
    except PlacesFileError:
        raise
    except SitmapError as error:
        message = str(error).removeprefix(f"{path.name}: ").removeprefix("expected ")
        raise PlacesFileError.at(path, message) from error


def _sheet(path: Path, table: ForeignTable) -> Sheet:
    positions, problems = PositionColumns.find(table), Problems()
    taken = {name for name in table.columns if name.lower() in (*LATITUDE, *LONGITUDE)} | set(positions.names)
    kept = [n for n, name in enumerate(table.columns) if name not in taken]
    rows = []
    has_positions = bool(positions.names)
    for row in table.rows(lambda line, value, expected: problems.add("C103", path.name, line, "", value, expected)):
        found = positions.read(row).position
        has_positions = has_positions or found is not None
        lat, lon = (f"{found.lat:.7g}", f"{found.lon:.7g}") if found else ("", "")
        rows.append((row.line, [*(row.cells[n] for n in kept), lat, lon]))
    columns = (*(table.columns[n] for n in kept), "lat", "lon")
    if not has_positions:
        columns, rows = columns[:-2], [(line, cells[:-2]) for line, cells in rows]
    return Sheet(columns, tuple(rows), tuple(problems))


def with_positions(sheet: Sheet, points: Mapping[str, tuple[str, str]], code: str) -> Sheet:
    """Return a sheet with the positions of its P-codes; a code without one leaves lat and lon empty."""
    number = [name.lower() for name in sheet.columns].index(code)
    rows = [(line, [*cells, *points.get(cells[number], ("", ""))]) for line, cells in sheet.rows]
    return replace(sheet, columns=(*sheet.columns, "lat", "lon"), rows=tuple(rows))


def renamed(file: str, sheet: Sheet, left_out: Problems) -> Sheet:
    """Rename the columns of a sheet that others call otherwise; rows that no longer hold are left out and recorded."""
    words, lower = _words(), [name.lower() for name in sheet.columns]
    names = dict(zip(lower, range(len(lower)), strict=False))
    columns = list(sheet.columns)
    for ours, theirs in words["columns"].items():
        is_there = ours in names or (ours == "name" and "name_en" in names)
        found = next((name for name in theirs if name in names), None)
        if found and not is_there:
            columns[names[found]] = ours
    others = [n for n, name in enumerate(lower) if _is_alias(name, columns[n])] if "aliases" not in names else []
    rows = []
    for line, cells in sheet.rows:
        texts = {name: cells[n] for name, n in names.items() if n < len(cells)}
        if past := next((name for name, values in words["past"].items() if texts.get(name) in values), None):
            left_out.add("C222", file, line, past, texts[past], "a row that no longer holds is left out")
            continue
        rows.append((line, _converted(cells, columns, others, texts)))
    has_kind = "kind" not in columns and bool(_FEATURES & names.keys())
    has_country = "country" not in columns and "cc1" in names
    more = ("aliases", bool(others)), ("kind", has_kind), ("country", has_country)
    heading = (*columns, *(name for name, is_added in more if is_added))
    kept = tuple(problem for problem in sheet.problems if not _is_unused(problem))
    return replace(sheet, columns=heading, rows=tuple(rows), problems=kept)


def _converted(cells: Sequence[str], columns: Sequence[str], others: Sequence[int], texts: Cells) -> list[str]:
    """Return the cells of a row with our kinds and codes of countries, its further names and kind behind them."""
    row = list(cells) + [""] * (len(columns) - len(cells))
    for n, name in enumerate(columns):
        if name == "kind":
            row[n] = KINDS.get(row[n], row[n])
        elif name == "country":
            row[n] = codes_by("iso3").get(row[n].upper(), row[n]) if len(row[n]) != _ISO_2 else row[n]
    if others:
        parts = [part.strip() for n in others for part in re.split("[,;]", row[n])]
        # of OpenStreetMap, `name` is in the local script
        if (english := texts.get("name:en")) and "name" in texts and english != texts["name"]:
            row[[*map(str.lower, columns)].index("name")] = english
            parts.append(texts["name"])
        row.append(";".join(dict.fromkeys(filter(None, parts))))
    if "kind" not in columns and _FEATURES & texts.keys():
        code = next((texts[name] for name in ("feature_code", "desig_cd", "dsg") if name in texts), "")
        row.append(kind_of(texts.get("feature_class") or texts.get("fc") or code[:1], code))
    if "country" not in columns and "cc1" in texts:
        row.append(codes_by("fips").get(texts["cc1"], ""))
    return row


def _is_alias(lower: str, renamed_to: str) -> bool:
    aliases = _words()["aliases"]
    is_one = lower in aliases["lists"] or re.fullmatch(aliases["one"], lower) is not None
    return is_one and renamed_to.lower() == lower


def _is_unused(problem: Problem) -> bool:
    """Return True for a column that the heading has twice, and that means nothing here."""
    return (
        problem.line == 1 and problem.expected.startswith("one column") and problem.column.startswith(("min_", "max_"))
    )


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("geo.gazetteer.files") / "place_columns.toml").read_text(encoding="utf-8"))
