"""Gazetteers in the formats that others publish: GeoNames' dumps, OCHA's P-codes, Who's On First, and plain CSV.

Sources of truth: https://download.geonames.org/export/dump/readme.txt and https://whosonfirst.org/docs/; for the
others see `geo.gazetteer.files.pcodes` and `geo.gazetteer.files.places_csv`.
"""

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.errors import Fault, PlacesFileError
from geo.gazetteer.files.pcodes import has_pcodes, read_pcodes
from geo.gazetteer.files.places_csv import read_places
from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, PlaceRow, read_rows
from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES
from geo.names.spelling import arabic_name
from geo.readers.sheet import Sheet, decimal

_WOF = "Who's On First, see whosonfirst.org/docs/licenses"
_EXPECTED = "a table of places (CSV), a dump of GeoNames (.txt, .zip) or GeoJSON of Who's On First"
# columns of a dump: id, name, ascii name, other names, lat, lon, class, code, country, -, admin1, admin2, -, -, people
_DUMP_COLUMNS = 19
_DIVISIONS = {"ADM1": "province", "ADM2": "district"}
_CLASSES = {"H": "water", "L": "region", "R": "road", "S": "spot", "T": "mountain", "U": "undersea", "V": "forest"}
_WOF_ID, _WOF_NAME = ("wof_id", "wof:id"), ("name", "wof_name", "wof:name")
_WOF_LATITUDE = (*LATITUDE, "geom_latitude", "geom:latitude")
_WOF_LONGITUDE = (*LONGITUDE, "geom_longitude", "geom:longitude")
# so many bytes show what a file is
_BEGINNING = 200
_WOF_KINDS = {
    "continent": "continent",
    "country": "country",
    "region": "province",
    "county": "district",
    "macroregion": "region",
    "macrocounty": "region",
    "ocean": "water",
    "marinearea": "water",
}


def read_gazetteer(path: Path) -> list[Place]:
    """Read a file of places; what it is, is told by its heading or its ending.

    Parameters
    ----------
    path : Path
        A dump of GeoNames (``.txt``, or ``.zip`` with one), GeoJSON of Who's On First, a table of P-codes, or a CSV as
        `geo.Gazetteer.read` describes it.

    Raises
    ------
    PlacesFileError
        Naming the file and what is wrong with it.
    """
    _refuse_markup(path)
    ending = path.suffix.lower()
    if ending == ".zip":
        return _read_zip(path)
    if ending in {".geojson", ".json"}:
        return _distinct(path, _whos_on_first(path))
    if ending == ".txt":
        return _distinct(path, _geonames(path, _lines(path)))
    sheet = Sheet.read(path)
    columns = {name.lower() for name in sheet.columns}
    if not sheet.faults and "id" not in columns and has_pcodes(columns):
        return _distinct(path, read_pcodes(path, sheet))
    if not sheet.faults and columns & set(_WOF_ID):
        needed = (_WOF_NAME, _WOF_LATITUDE, _WOF_LONGITUDE)
        return _distinct(path, read_rows(path, sheet, needed, _wof_place))
    return read_places(path, sheet)


def _refuse_markup(path: Path) -> None:
    """Refuse a page of the web, whatever its name: servers give one in the stead of a file that they do not have."""
    try:
        with path.open("rb") as file:
            start = file.read(_BEGINNING)
    except OSError as error:
        raise PlacesFileError(path, [Fault(0, "", "", f"a file that can be read: {error.strerror}")]) from error
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise PlacesFileError(path, [Fault(0, "", "a page of HTML or XML", _EXPECTED)])


def _distinct(path: Path, places: Iterable[Place]) -> list[Place]:
    listed = list(places)
    twice = [place_id for place_id, times in Counter(place.id for place in listed).items() if times > 1]
    if twice:
        told = f"{len(twice)} ids stand there more than once, such as {twice[0]!r}"
        raise PlacesFileError(path, [Fault(0, "", told, "an id of its own for each place")])
    return listed


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise PlacesFileError(path, [Fault(0, "", str(error), "a file in UTF-8")]) from error


def _read_zip(path: Path) -> list[Place]:
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()), None)
            if name is None:
                raise PlacesFileError(path, [Fault(0, "", "no .txt in this archive", "a dump of GeoNames")])
            text = archive.read(name).decode("utf-8")
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise PlacesFileError(path, [Fault(0, "", str(error), "a dump of GeoNames")]) from error
    return _distinct(path, _geonames(Path(name), iter(text.split("\n"))))


def _geonames(path: Path, lines: Iterator[str]) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _DUMP_COLUMNS:
            expected = f"the {_DUMP_COLUMNS} of GeoNames' dump; a table of places with a heading ends in .csv"
            raise PlacesFileError(path, [Fault(number, "", f"{len(cells)} columns", expected)])
        lat, lon = decimal(cells[4]), decimal(cells[5])
        if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the globe
            raise PlacesFileError(path, [Fault(number, "", f"{cells[4]}, {cells[5]}", "degrees")])
        if cells[14] and not cells[14].isdecimal():
            raise PlacesFileError(path, [Fault(number, "population", cells[14], "a number of inhabitants")])
        country, first, second = cells[8], cells[10], cells[11]
        aliases = tuple(
            dict.fromkeys(alias for alias in (cells[2], *cells[3].split(",")) if alias and alias != cells[1])
        )
        yield Place(
            id=cells[0],
            name=cells[1],
            lat=lat,
            lon=lon,
            name_ar=arabic_name(aliases),
            aliases=aliases,
            kind=_dump_kind(cells[6], cells[7]),
            country=country or None,
            admin1=f"{country}.{first}" if first else None,
            admin2=f"{country}.{first}.{second}" if first and second else None,
            population=int(cells[14] or 0),
            licence=GEONAMES,
        )


def _dump_kind(group: str, code: str) -> str:
    if group == "A":
        return "country" if code.startswith("PCL") else _DIVISIONS.get(code, "region")
    if code == "PPLC":
        return "capital"
    return _CLASSES.get(group, "place")


def _wof_place(row: PlaceRow) -> Place:
    lat, lon = row.position(_WOF_LATITUDE, _WOF_LONGITUDE)
    return Place(
        id=row.required(*_WOF_ID),
        name=row.required(*_WOF_NAME),
        lat=lat,
        lon=lon,
        kind=_WOF_KINDS.get(row.text("placetype", "wof:placetype"), "place"),
        country=row.country("country", "iso_country", "wof_country", "wof:country"),
        licence=_WOF,
    )


def _whos_on_first(path: Path) -> Iterator[Place]:
    """Read one feature or a collection of them."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        features = whole["features"] if whole.get("type") == "FeatureCollection" else [whole]
        for feature in features:
            yield _feature(feature["properties"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        told = f"{type(error).__name__} {error}"
        raise PlacesFileError(path, [Fault(0, "", told, "GeoJSON of Who's On First")]) from error


def _feature(told: Mapping[str, Any]) -> Place:
    names = [
        name for key, group in told.items() if key.startswith("name:") and isinstance(group, list) for name in group
    ]
    arabic = told.get("name:ara_x_preferred") or [None]
    return Place(
        id=str(told["wof:id"]),
        name=told["wof:name"],
        lat=float(told.get("lbl:latitude") or told["geom:latitude"]),
        lon=float(told.get("lbl:longitude") or told["geom:longitude"]),
        name_ar=arabic[0],
        aliases=tuple(dict.fromkeys(name for name in names if name not in {told["wof:name"], arabic[0]})),
        kind=_WOF_KINDS.get(told.get("wof:placetype", ""), "place"),
        country=told.get("wof:country") or None,
        population=int(told.get("wof:population") or 0),
        licence=_WOF,
    )
