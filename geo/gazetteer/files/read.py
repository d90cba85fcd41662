"""Gazetteers in published formats: GeoNames' dumps, OCHA's P-codes, Who's On First, and plain CSV."""

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.errors import GazetteerError, PlacesFileError, Problems
from geo.gazetteer.files.foreign_places import foreign_sheets, renamed, with_positions
from geo.gazetteer.files.geonames import COLUMNS, read_dump, read_zip
from geo.gazetteer.files.pcodes import code_of, has_pcodes, read_pcodes
from geo.gazetteer.files.places_csv import read_places
from geo.gazetteer.files.rows import LATITUDE, LONGITUDE
from geo.gazetteer.files.whos_on_first import has_ids, read_features, read_table
from geo.gazetteer.place import Place
from geo.readers.foreign_table import plain_name
from geo.readers.sheet import Sheet

_EXPECTED = "a table of places (CSV), a dump of GeoNames (.txt, .zip) or GeoJSON of Who's On First"
# number of bytes read to recognise HTML
_BEGINNING = 200


def read_gazetteer(path: Path, left_out: Problems | None = None, points: Path | None = None) -> list[Place]:
    """Read a file of places; the format is recognised by the file's extension, or by the heading of a table.

    Parameters
    ----------
    path : Path
        A dump of GeoNames (``.txt``, or ``.zip`` with one), GeoJSON of Who's On First, a table of P-codes, a CSV as
        `geo.Gazetteer.read` describes it, or any table that imports read.
    left_out : Problems, optional
        The list to which rows that cannot be used are added; by default they are an error.
    points : Path, optional
        A file with the positions of the P-codes of a table without positions.

    Raises
    ------
    PlacesFileError
        If the file cannot be used; the message lists its problems.
    """
    _refuse_markup(path)
    places: list[Place] = []
    try:
        for some, is_table in _tables(path, Problems() if left_out is None else left_out, points):
            checked = (_checked(path, place) for place in some)
            places += _usable(checked, left_out) if is_table else checked
    except (GazetteerError, MemoryError):
        raise
    except Exception as error:
        # the libraries that read these formats fail on damaged files with errors of any class
        raise PlacesFileError.at(path, _EXPECTED, f"{type(error).__name__} {error}") from error
    twice = [place_id for place_id, times in Counter(place.id for place in places).items() if times > 1]
    if twice:
        value = f"{len(twice)} ids stand there more than once, such as {twice[0]!r}"
        raise PlacesFileError.at(path, "an id of its own for each place", value)
    return places


def _usable(some: Iterable[Place], left_out: Problems | None) -> list[Place]:
    """Return the places of a table; problems, which come when all is read, are an error unless a list is given."""
    found = []
    try:
        for place in some:
            found.append(place)  # noqa: PERF402 - the rows before an error are kept
    except PlacesFileError as error:
        if left_out is None or not found:
            raise
        left_out.extend(error.problems)
    return found


def _tables(path: Path, left_out: Problems, points: Path | None) -> Iterator[tuple[Iterable[Place], bool]]:
    """Yield the places of each table of a file; False for a dump or export that is whole or damaged."""
    suffix = path.suffix.lower()
    if suffix == ".zip" and _has_dump(path):
        yield read_zip(path), False
    elif suffix in (".geojson", ".json") and b'"wof:id"' in path.read_bytes():
        yield read_features(path), False
    elif suffix == ".txt" and _is_dump(path):
        yield read_dump(path), False
    else:
        sheets = [Sheet.read(path)] if suffix in ("", ".csv") else foreign_sheets(path)
        for sheet in sheets:
            yield _sheet_places(path, sheet, left_out, points), True


def _sheet_places(path: Path, sheet: Sheet, left_out: Problems, points: Path | None) -> Iterator[Place]:
    columns = {name.lower() for name in sheet.columns}
    if not sheet.problems and "id" not in columns and has_pcodes(columns):
        if not columns & {*LATITUDE, *LONGITUDE}:
            sheet = with_positions(sheet, _points(path, sheet, points), code_of(sheet))
        return read_pcodes(path, sheet)
    if not sheet.problems and has_ids(columns):
        return read_table(path, sheet)
    return read_places(path, renamed(path.name, sheet, left_out))


def _points(path: Path, sheet: Sheet, points: Path | None) -> dict[str, tuple[str, str]]:
    """Return latitude and longitude by P-code, of another file."""
    code = code_of(sheet)
    if points is None:
        raise PlacesFileError.at(
            path, f"positions: name a file that has them by {code}, by --points FILE", "no positions"
        )
    found: dict[str, tuple[str, str]] = {}
    for other in foreign_sheets(points):
        number = next((n for n, name in enumerate(other.columns) if plain_name(name) == plain_name(code)), None)
        if number is not None and other.columns[-2:] == ("lat", "lon"):
            found |= {cells[number]: (cells[-2], cells[-1]) for _, cells in other.rows}
    if not found:
        raise PlacesFileError.at(points, f"a column {code}, and positions")
    return found


def _has_dump(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return all(name.endswith(".txt") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return True


def _is_dump(path: Path) -> bool:
    """Return True if the first line of a file is a row of a dump of GeoNames, which has no heading."""
    with path.open("rb") as file:
        cells = file.readline().split(b"\t")
    return len(cells) == COLUMNS and cells[0].removeprefix(b"\xef\xbb\xbf").isdigit()


def _checked(path: Path, place: Place) -> Place:
    """Return a place that is possible."""
    if what := place.lacking():
        value = f"{place.id!s:.40} {place.name!s:.40} at {place.lat:g}, {place.lon:g}"
        raise PlacesFileError.at(path, what, value.encode(errors="replace").decode())
    return place


def _refuse_markup(path: Path) -> None:
    """Refuse HTML under any file name: servers send a page instead of a file that they do not have."""
    try:
        # a pipe or a device is no file, and may have no end
        if path.exists() and not path.is_file():
            raise PlacesFileError.at(path, "a file; this is a folder, a device or a pipe")
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
    except OSError as error:
        raise PlacesFileError.at(path, f"a file that can be read: {error.strerror}") from error
    is_markup = path.suffix.lower() in (".kml", ".gpx") and b"<html" not in start.lower()
    if not is_markup and start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise PlacesFileError.at(path, _EXPECTED, "a page of HTML or XML")
