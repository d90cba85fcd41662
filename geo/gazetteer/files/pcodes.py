"""Gazetteers of OCHA: tables of P-codes, whose rows are administrative divisions or places.

Source of truth: OCHA's Common Operational Datasets, https://data.humdata.org/dashboards/cod; their columns have been
spelled in several ways (``ADM2_EN``, ``admin2Name_en``, ``adm2_name`` and ``adm2_name1``).
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from geo.gazetteer.files.rows import LATITUDE, LONGITUDE, position, read_rows
from geo.gazetteer.place import Place
from geo.readers.row import Row
from geo.readers.sheet import Sheet

LICENCE = "CC BY-IGO (OCHA)"
_PCODE = re.compile(r"(?:adm(?:in)?_?(?P<level>\d)_?)?pcode", re.IGNORECASE)
_BELOW_ALL = "9"
_KINDS = {"0": "country", "1": "province", "2": "district", "3": "region"}
_ARABIC = re.compile("[\u0600-\u06ff ]+")
_ISO_2 = ("iso2", "adm0_pcode", "admin0pcode")
_ABOVE = (
    ("governorate_en", "adm1_name", "admin1name_en", "adm1_en", "admin1pcode", "adm1_pcode"),
    ("district_en", "adm2_name", "admin2name_en", "adm2_en", "admin2pcode", "adm2_pcode"),
)


def has_pcodes(columns: Iterable[str]) -> bool:
    """Return True if a table with these columns has P-codes.

    Examples
    --------
    >>> has_pcodes(["adm2_name", "adm2_pcode"]), has_pcodes(["id", "name"])
    (True, False)
    """
    return any(_PCODE.fullmatch(name) for name in columns)


def code_of(sheet: Sheet) -> str:
    """Return the column of the P-codes of the rows themselves, in small letters, and not of divisions above them."""
    levels = {name.lower(): found["level"] for name in sheet.columns if (found := _PCODE.fullmatch(name))}
    return max(levels.items(), key=lambda item: item[1] or _BELOW_ALL)[0]


def read_pcodes(path: Path, sheet: Sheet) -> Iterator[Place]:
    """Read a table with a column of P-codes: names in several scripts, and a point.

    Raises
    ------
    PlacesFileError
        One line for each problem: file, line, column, value, and the values expected.
    """
    code = code_of(sheet)
    found = _PCODE.fullmatch(code)
    level = found["level"] if found else None
    # columns with names of the row's own level, without names of the divisions above
    of_division = rf"adm(?:in)?_?{level}(?!_?id$)(?:_?name)?_?[a-z]{{0,3}}\d?"
    own = re.compile(of_division if level else r"name(?:_[a-z]{2,3}\d?)?")
    named = [name.lower() for name in sheet.columns if own.fullmatch(name.lower()) and not _PCODE.fullmatch(name)]
    usual = (f"adm{level}_name", f"adm{level}_en", f"admin{level}name_en") if level else ("name", "name_en")

    def read(row: Row) -> Place:
        names = list(dict.fromkeys(filter(None, map(row.text, named))))
        if not names:
            row.wrong("C106", tuple(named), "a name")
        latin = next((name for name in names if not _ARABIC.fullmatch(name)), names[0] if names else "")
        pcode, (lat, lon) = row.required(code, "a value"), position(row)
        return Place(
            id=pcode,
            name=latin,
            lat=lat,
            lon=lon,
            name_ar=next(filter(_ARABIC.fullmatch, names), None),
            aliases=tuple(name for name in names if name != latin),
            kind=_KINDS.get(level or "", "place"),
            country=_country(row, pcode),
            admin1=row.text(_ABOVE[0]),
            admin2=row.text(_ABOVE[1]),
            licence=LICENCE,
        )

    needed = (*(() if named else (usual,)), LATITUDE, LONGITUDE)
    return read_rows(path, sheet, needed, read)


def _country(row: Row, pcode: str) -> str | None:
    """Return the country code at the beginning of a P-code, or else in another column of its row."""
    begins = pcode[:2] if re.fullmatch("[A-Z]{2}[0-9]+", pcode) else row.text(_ISO_2) or ""
    return begins if re.fullmatch("[A-Z]{2}", begins) else None
