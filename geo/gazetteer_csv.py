"""Gazetteers as spreadsheets write them: CSV with a heading, checked cell by cell, all problems told at once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from geo.errors import GazetteerError
from geo.place import Place
from geo.sheet import Fault, Sheet, decimal

_SYNONYMS = {"name_en": "name", "latitude": "lat", "longitude": "lon"}
_REQUIRED = ("id", "name", "lat", "lon")
_LATITUDES = (-90.0, 90.0)
_LONGITUDES = (-180.0, 180.0)
# so many characters of a value show which one is meant
_TOLD = 80


class _BadCellError(ValueError):
    """A cell does not hold what its column asks for; the message says what was expected."""


def read_places(path: Path, sheet: Sheet) -> list[Place]:
    """Read the places of the sheet of a CSV file; the columns are described at `geo.Gazetteer.read`.

    Raises
    ------
    GazetteerError
        One line a problem: file, line, column, value, and what was expected.
    """
    problems: list[str] = []
    places: list[Place] = []
    seen: dict[str, int] = {}
    for line, row in _rows(path, sheet, problems):
        place = _place(row, f"{path}, line {line}", problems)
        if place is None:
            continue
        if place.id in seen:
            problems.append(f"{path}, line {line}, column id: {place.id!r}: line {seen[place.id]} has this id already")
        seen.setdefault(place.id, line)
        places.append(place)
    if problems:
        raise GazetteerError("\n".join(problems))
    return places


def _rows(path: Path, sheet: Sheet, problems: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    problems.extend(_told(path, fault) for fault in sheet.faults)
    columns = [_SYNONYMS.get(name.lower(), name.lower()) for name in sheet.columns]
    missing = [column for column in _REQUIRED if column not in columns]
    if missing:
        told = f"{path}, line 1: no column {' or '.join(missing)}; expected {', '.join(_REQUIRED)}"
        # a sheet that cannot be read lacks no column
        raise GazetteerError("\n".join(problems if problems and not columns else [*problems, told]))
    for line, cells in sheet.rows:
        # the first of two synonymous columns wins where both are filled
        row: dict[str, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            row[column] = row.get(column) or cell.strip()
        yield line, row


def _told(path: Path, fault: Fault) -> str:
    where = f"{path}, line {fault.line}" if fault.line else str(path)
    column = f", column {fault.column}" if fault.column else ""
    value = fault.value if fault.value.isprintable() else repr(fault.value)
    return f"{where}{column}: {value[:_TOLD]}{'; ' if value else ''}expected {fault.expected}"


def _place(row: dict[str, str], where: str, problems: list[str]) -> Place | None:
    values: dict[str, Any] = {}
    for column, read in _READERS.items():
        try:
            values[column] = read(row.get(column, ""))
        except _BadCellError as error:
            problems.append(f"{where}, column {column}: {row.get(column, '')!r}: expected {error}")
    return Place(**values) if len(values) == len(_READERS) else None


def _required(cell: str) -> str:
    if not cell:
        raise _BadCellError("a value")
    return cell


def _optional(cell: str) -> str | None:
    return cell or None


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in cell.split(";") if alias.strip())


def _country(cell: str) -> str | None:
    if cell and not (len(cell) == 2 and cell.isascii() and cell.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
        raise _BadCellError("a country code of two letters, such as SY")
    return cell.upper() or None


def _number(cell: str, expected: str, least: float, most: float) -> float:
    number = decimal(cell)
    if not least <= number <= most:
        raise _BadCellError(expected)
    return number


def _latitude(cell: str) -> float:
    return _number(cell, "a latitude from -90 to 90", *_LATITUDES)


def _longitude(cell: str) -> float:
    return _number(cell, "a longitude from -180 to 180", *_LONGITUDES)


def _population(cell: str) -> int:
    return int(_number(cell or "0", "a number of inhabitants", 0, 2e10))


def _uncertainty_km(cell: str) -> float | None:
    return _number(cell, "a distance in km", 0, 20_000) if cell else None


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _required,
    "name": _required,
    "lat": _latitude,
    "lon": _longitude,
    "name_ar": _optional,
    "aliases": _aliases,
    "kind": lambda cell: cell or "place",
    "country": _country,
    "admin1": _optional,
    "population": _population,
    "uncertainty_km": _uncertainty_km,
}
