"""Dumps of GeoNames: tables without a heading.

Source of truth: https://download.geonames.org/export/dump/readme.txt.
"""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.errors import PlacesFileError
from geo.gazetteer.place import Place
from geo.gazetteer.world.countries import GEONAMES
from geo.names.spelling import arabic_name
from geo.readers.contents import unpacks_to_too_much
from geo.readers.sheet import decimal

# columns of a dump: id, name, ascii name, other names, lat, lon, class, code, country, -, admin1, admin2, -, -, people
COLUMNS = 19
"""Number of columns of a dump."""
_MOST_DIGITS = 12
_DIVISIONS = {"ADM1": "province", "ADM2": "district"}
_CLASSES = {"H": "water", "L": "region", "R": "road", "S": "spot", "T": "mountain", "U": "undersea", "V": "forest"}


def read_dump(path: Path) -> Iterator[Place]:
    """Read a dump, UTF-8."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from _read(path, file)
    except (OSError, UnicodeDecodeError) as error:
        raise PlacesFileError.at(path, "a file in UTF-8", str(error)) from error


def read_zip(path: Path) -> Iterator[Place]:
    """Read the dump in a ZIP archive, and skip its readme."""
    try:
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()), None)
            if name is None:
                raise PlacesFileError.at(path, "a dump of GeoNames", "no .txt in this archive")
            problem = unpacks_to_too_much(archive, path.stat().st_size)
            if problem:
                raise PlacesFileError.at(path, "a dump of GeoNames", problem)
            text = archive.read(name).decode("utf-8")
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise PlacesFileError.at(path, "a dump of GeoNames", str(error)) from error
    return _read(Path(name), text.split("\n"))


def _read(path: Path, lines: Iterable[str]) -> Iterator[Place]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _place(path, number, line.rstrip("\r\n").split("\t"))


def _place(path: Path, line: int, cells: list[str]) -> Place:
    if len(cells) != COLUMNS:
        expected = f"the {COLUMNS} of GeoNames' dump; a table of places with a heading ends in .csv"
        raise PlacesFileError.at(path, expected, f"{len(cells)} columns", line)
    lat, lon = decimal(cells[4]), decimal(cells[5])
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the globe
        raise PlacesFileError.at(path, "degrees", f"{cells[4]}, {cells[5]}", line)
    if cells[14] and not (cells[14].isdecimal() and len(cells[14]) <= _MOST_DIGITS):
        raise PlacesFileError.at(path, "a number of inhabitants", cells[14], line, "population")
    country, first, second = cells[8], cells[10], cells[11]
    aliases = tuple(dict.fromkeys(alias for alias in (cells[2], *cells[3].split(",")) if alias and alias != cells[1]))
    return Place(
        id=cells[0],
        name=cells[1],
        lat=lat,
        lon=lon,
        name_ar=arabic_name(aliases),
        aliases=aliases,
        kind=kind_of(cells[6], cells[7]),
        country=country or None,
        admin1=f"{country}.{first}" if first else None,
        admin2=f"{country}.{first}.{second}" if first and second else None,
        population=int(cells[14] or 0),
        licence=GEONAMES,
    )


def kind_of(feature_class: str, feature_code: str) -> str:
    """Return the kind of a place by the class and code of its feature."""
    if feature_class == "A":
        return "country" if feature_code.startswith("PCL") else _DIVISIONS.get(feature_code, "region")
    return "capital" if feature_code == "PPLC" else _CLASSES.get(feature_class, "place")
