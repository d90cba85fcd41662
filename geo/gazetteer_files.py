"""Gazetteers in the formats that others publish: GeoNames' dumps, OCHA's P-codes, Who's On First, and plain CSV.

Sources of truth: https://download.geonames.org/export/dump/readme.txt, OCHA's Common Operational Datasets
(https://data.humdata.org/dashboards/cod) and https://whosonfirst.org/docs/.
"""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.countries import GEONAMES
from geo.errors import GazetteerError
from geo.gazetteer_csv import read_places
from geo.place import Place
from geo.sheet import Sheet, decimal
from geo.spelling import arabic_name

_OCHA, _WOF = "CC BY-IGO (OCHA)", "Who's On First, see whosonfirst.org/docs/licenses"
# columns of a dump: id, name, ascii name, other names, lat, lon, class, code, country, -, admin1, admin2, -, -, people
_DUMP_COLUMNS = 19
_BELOW_ALL = 9
_PCODE = re.compile(r"(?:adm(?:in)?_?(?P<level>\d)_?)?pcode", re.IGNORECASE)
_DIVISIONS = {"ADM1": "province", "ADM2": "district"}
_CLASSES = {"H": "water", "L": "region", "R": "road", "S": "spot", "T": "mountain", "U": "undersea", "V": "forest"}
_ALPHA_2 = re.compile("[A-Z]{2}")
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
    GazetteerError
        Naming the file and what is wrong with it.
    """
    ending = path.suffix.lower()
    if ending == ".zip":
        return _read_zip(path)
    if ending in {".geojson", ".json"}:
        return _distinct(path, _whos_on_first(path))
    if ending == ".txt":
        return _distinct(path, _geonames(path.name, _lines(path)))
    sheet = Sheet.read(path)
    columns = {name.lower() for name in sheet.columns}
    if not sheet.faults and "id" not in columns and any(_PCODE.fullmatch(name) for name in columns):
        return _distinct(path, _pcodes(path, sheet))
    if not sheet.faults and {"wof_id", "wof:id"} & columns:
        return _distinct(path, _wof_table(path, sheet))
    return read_places(path, sheet)


def _distinct(path: Path, places: Iterable[Place]) -> list[Place]:
    listed = list(places)
    twice = [place_id for place_id, times in Counter(place.id for place in listed).items() if times > 1]
    if twice:
        raise GazetteerError(f"{path}: {len(twice)} ids stand there more than once, such as {twice[0]!r}")
    return listed


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: cannot be read as UTF-8: {error}") from error


def _read_zip(path: Path) -> list[Place]:
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()), None)
            if name is None:
                raise GazetteerError(f"{path}: no .txt in this archive; expected a dump of GeoNames")
            text = archive.read(name).decode("utf-8")
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise GazetteerError(f"{path}: not a dump of GeoNames: {error}") from error
    return _distinct(path, _geonames(name, iter(text.split("\n"))))


def _geonames(name: str, lines: Iterator[str]) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != _DUMP_COLUMNS:
            raise GazetteerError(
                f"{name}, line {number}: {len(cells)} columns; expected {_DUMP_COLUMNS} of GeoNames' dump"
            )
        lat, lon = decimal(cells[4]), decimal(cells[5])
        if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the globe
            raise GazetteerError(f"{name}, line {number}: {cells[4]!r}, {cells[5]!r}; expected degrees")
        if cells[14] and not cells[14].isdecimal():
            raise GazetteerError(f"{name}, line {number}: {cells[14]!r}; expected a number of inhabitants")
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


def _arabic(aliases: tuple[str, ...]) -> str | None:
    return next((alias for alias in aliases if re.fullmatch("[\u0600-\u06ff ]+", alias)), None)


def _pcodes(path: Path, sheet: Sheet) -> Iterator[Place]:
    """Read a table whose rows are the finest division that it has: codes, names in several scripts, and a point."""
    levels = {name: found["level"] for name in sheet.columns if (found := _PCODE.fullmatch(name))}
    finest, level = max(levels.items(), key=lambda item: int(item[1] or _BELOW_ALL))
    kind = {"0": "country", "1": "province", "2": "district", "3": "region"}.get(str(level), "place")
    for line, cells in sheet.rows:
        row = dict(zip(sheet.columns, cells, strict=False))
        names = _named(row, level)
        lat, lon = (
            decimal(_cell(row, *options)) for options in (("lat", "latitude", "y"), ("lon", "longitude", "x", "long"))
        )
        if not names or not row[finest] or not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the globe
            raise GazetteerError(f"{path}, line {line}: expected a P-code, a name, a latitude and a longitude")
        latin = next((name for name in names if not _arabic((name,))), names[0])
        yield Place(
            id=row[finest],
            name=latin,
            lat=lat,
            lon=lon,
            name_ar=_arabic(tuple(names)),
            aliases=tuple(name for name in names if name != latin),
            kind=kind,
            country=row[finest][:2] if re.fullmatch("[A-Z]{2}[0-9]+", row[finest]) else None,
            admin1=_cell(row, "governorate_en", "admin1name_en", "adm1_en", "admin1pcode", "adm1_pcode") or None,
            admin2=_cell(row, "district_en", "admin2name_en", "adm2_en", "admin2pcode", "adm2_pcode") or None,
            licence=_OCHA,
        )


def _named(row: Mapping[str, str], level: str | None) -> list[str]:
    """Give the names of a row's own place, and not those of what it lies in."""
    own = re.compile(
        rf"adm(?:in)?_?{level}(?:_?name)?_?[a-z]{{0,3}}\d?" if level else r"name(?:_[a-z]{2,3}\d?)?", re.IGNORECASE
    )
    named = [cell.strip() for column, cell in row.items() if own.fullmatch(column) and not _PCODE.fullmatch(column)]
    return list(dict.fromkeys(name for name in named if name))


def _cell(row: Mapping[str, str], *columns: str) -> str:
    small = {name.lower(): cell.strip() for name, cell in row.items()}
    return next((small[column] for column in columns if small.get(column)), "")


def _wof_table(path: Path, sheet: Sheet) -> Iterator[Place]:
    for line, cells in sheet.rows:
        row = dict(zip(sheet.columns, cells, strict=False))
        name = _cell(row, "name", "wof_name", "wof:name")
        lat = decimal(_cell(row, "lat", "latitude", "geom_latitude", "geom:latitude"))
        lon = decimal(_cell(row, "lon", "longitude", "geom_longitude", "geom:longitude"))
        wof_id = _cell(row, "wof_id", "wof:id", "id")
        if not name or not wof_id or not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the globe
            raise GazetteerError(f"{path}, line {line}: expected an id, a name, a latitude and a longitude")
        country = _cell(row, "country", "iso_country", "wof_country", "wof:country").upper()
        if country and not _ALPHA_2.fullmatch(country):
            raise GazetteerError(f"{path}, line {line}: {country!r}; expected a country's code of two letters")
        yield Place(
            id=wof_id,
            name=name,
            lat=lat,
            lon=lon,
            kind=_WOF_KINDS.get(_cell(row, "placetype", "wof:placetype"), "place"),
            country=country or None,
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
        raise GazetteerError(f"{path}: expected GeoJSON of Who's On First: {type(error).__name__} {error}") from error


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
