"""Gazetteers in published formats: GeoNames' dumps, OCHA's P-codes, Who's On First, and plain CSV."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from geo.errors import GazetteerError, PlacesFileError
from geo.gazetteer.files.geonames import read_dump, read_zip
from geo.gazetteer.files.pcodes import has_pcodes, read_pcodes
from geo.gazetteer.files.places_csv import read_places
from geo.gazetteer.files.whos_on_first import has_ids, read_features, read_table
from geo.gazetteer.place import Place
from geo.readers.sheet import Sheet

_EXPECTED = "a table of places (CSV), a dump of GeoNames (.txt, .zip) or GeoJSON of Who's On First"
# more people than there are
_MOST_PEOPLE = 20_000_000_000
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
    try:
        places = [_checked(path, place) for place in _places(path)]
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


def _checked(path: Path, place: Place) -> Place:
    """Return a place that is possible: with names that are texts, on the globe, with a number of inhabitants."""
    expected = {
        "an id and a name that are not empty": all(str(text).strip() for text in (place.id, place.name)),
        "texts, in UTF-8": all(map(_is_text, (place.id, place.name, *place.aliases, *_codes(place)))),
        "a latitude from -90 to 90 and a longitude from -180 to 180": abs(place.lat) <= 90 and abs(place.lon) <= 180,  # noqa: PLR2004
        f"a number of inhabitants up to {_MOST_PEOPLE:,}": 0 <= (place.population or 0) <= _MOST_PEOPLE,
    }
    for what, is_so in expected.items():
        if not is_so:
            value = f"{place.id!s:.40} {place.name!s:.40} at {place.lat:g}, {place.lon:g}"
            raise PlacesFileError.at(path, what, value.encode(errors="replace").decode())
    return place


def _codes(place: Place) -> list[str]:
    found = (place.name_ar, place.country, place.kind, place.admin1, place.admin2, place.licence)
    return [code for code in found if code is not None]


def _is_text(text: object) -> bool:
    return isinstance(text, str) and not any("\ud800" <= letter <= "\udfff" for letter in text)


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
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise PlacesFileError.at(path, _EXPECTED, "a page of HTML or XML")
