"""Gazetteers in published formats: GeoNames' dumps, OCHA's P-codes, Who's On First, and plain CSV."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from geo.errors import PlacesFileError
from geo.gazetteer.files.geonames import read_dump, read_zip
from geo.gazetteer.files.pcodes import has_pcodes, read_pcodes
from geo.gazetteer.files.places_csv import read_places
from geo.gazetteer.files.whos_on_first import has_ids, read_features, read_table
from geo.gazetteer.place import Place
from geo.readers.sheet import Sheet

_EXPECTED = "a table of places (CSV), a dump of GeoNames (.txt, .zip) or GeoJSON of Who's On First"
# number of bytes read to recognise HTML
_BEGINNING = 200


def read_gazetteer(path: Path) -> list[Place]:
    """Read a file of places; the format is recognised by the file's extension, or by the heading of a table.

    Parameters
    ----------
    path : Path
        A dump of GeoNames (``.txt``, or ``.zip`` with one), GeoJSON of Who's On First, a table of P-codes, or a CSV as
        `geo.Gazetteer.read` describes it.

    Raises
    ------
    PlacesFileError
        If the file cannot be used; the message lists its problems.
    """
    _refuse_markup(path)
    places = list(_places(path))
    twice = [place_id for place_id, times in Counter(place.id for place in places).items() if times > 1]
    if twice:
        value = f"{len(twice)} ids stand there more than once, such as {twice[0]!r}"
        raise PlacesFileError.at(path, "an id of its own for each place", value)
    return places


def _places(path: Path) -> Iterable[Place]:
    match path.suffix.lower():
        case ".zip":
            return read_zip(path)
        case ".geojson" | ".json":
            return read_features(path)
        case ".txt":
            return read_dump(path)
    sheet = Sheet.read(path)
    columns = {name.lower() for name in sheet.columns}
    if not sheet.problems and "id" not in columns and has_pcodes(columns):
        return read_pcodes(path, sheet)
    if not sheet.problems and has_ids(columns):
        return read_table(path, sheet)
    return read_places(path, sheet)


def _refuse_markup(path: Path) -> None:
    """Refuse HTML under any file name: servers send a page instead of a file that they do not have."""
    try:
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
    except OSError as error:
        raise PlacesFileError.at(path, f"a file that can be read: {error.strerror}") from error
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise PlacesFileError.at(path, _EXPECTED, "a page of HTML or XML")
