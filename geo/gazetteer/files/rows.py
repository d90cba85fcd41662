"""Rows of tables of places: cells by any spelling of their columns, checked, with all problems of a file at once."""

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from geo.errors import PlacesFileError, Problem, Problems
from geo.gazetteer.place import Place
from geo.readers.row import Column, Row
from geo.readers.sheet import Sheet

LATITUDE = ("lat", "latitude", "y", "latitude_y", "center_lat")
LONGITUDE = ("lon", "longitude", "long", "lng", "x", "longitude_x", "center_lon")


def position(
    row: Row, latitude: tuple[str, ...] = LATITUDE, longitude: tuple[str, ...] = LONGITUDE
) -> tuple[float, float]:
    """Read latitude and longitude in degrees; record a cell that cannot be used, and return NaN for it."""
    lat = row.number(latitude, -90, 90, expected="a latitude from -90 to 90")
    lon = row.number(longitude, -180, 180, expected="a longitude from -180 to 180")
    return math.nan if lat is None else lat, math.nan if lon is None else lon


def country(row: Row, column: Column) -> str | None:
    """Read the ISO 3166 code of a country, two letters, which may be missing."""
    code = row.text(column)
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004 - ISO 3166 alpha-2
        row.wrong("C156", column, "a country code of two letters, such as SY")
    return code.upper() if code else None


def read_rows(
    path: Path, sheet: Sheet, needed: Sequence[tuple[str, ...]], read: Callable[[Row], Place]
) -> Iterator[Place]:
    """Read the places of a sheet.

    Parameters
    ----------
    path : Path
        The file.
    sheet : Sheet
        The sheet read from it; a row that starts with ``#`` is a comment.
    needed : sequence
        The required columns, each as its accepted spellings in small letters, the usual one first.
    read : callable
        Returns the place of a row, whose cells are keyed by the names of the columns in small letters.

    Raises
    ------
    PlacesFileError
        If there are problems; the message lists all of them, with the accepted spellings of missing columns.
    """
    problems = Problems()
    problems.extend(sheet.problems)
    keys = [name.lower() for name in sheet.columns]
    # missing columns are not reported for a sheet that cannot be read
    if sheet.columns or not sheet.problems:
        problems.extend(_missing(path, column, sheet) for column in needed if not set(keys) & set(column))
        if len(problems) > len(sheet.problems):
            raise PlacesFileError(str(path), problems)
    names = dict(zip(keys, sheet.columns, strict=True))
    for line, cells in sheet.rows:
        # a comment, as in the tables of a dossier
        if cells[0].lstrip().startswith("#"):
            continue
        texts = dict.fromkeys(keys, "")
        for key, cell in zip(keys, cells, strict=False):
            texts[key] = texts[key] or cell.strip()
        before = len(problems)
        place = read(Row(path.name, line, texts, problems, names))
        if len(problems) == before:
            yield place
    if problems:
        raise PlacesFileError(str(path), problems)


def _missing(path: Path, spellings: tuple[str, ...], sheet: Sheet) -> Problem:
    there = ", ".join(filter(None, sheet.columns)) or "nothing"
    expected = f"one named {_either(spellings)}, in any case; there is {there}"
    return Problem("C104", path.name, 1, "", f"no column {spellings[0]}", expected)


def _either(spellings: Sequence[str]) -> str:
    """Write a choice of spellings.

    Examples
    --------
    >>> _either(("lat", "latitude", "y"))
    'lat, latitude or y'
    """
    *others, last = spellings
    return f"{', '.join(others)} or {last}" if others else last
