"""Places in columns: position, codes, size and kind of each place, as numbers for the geocoder."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Flags
from geo.gazetteer.name_table import fingerprint
from geo.gazetteer.place import AREAL, Place

KINDS = ("place", "capital", *sorted(AREAL))
"""Kinds of places as the column `kind` numbers them; every other kind is a ``place``."""
_KIND = {kind: i for i, kind in enumerate(KINDS)}
FIRST_AREA = 2

DTYPE = np.dtype(
    [
        ("lat", "f8"),
        ("lon", "f8"),
        ("country", "u8"),
        ("province", "u8"),
        ("district", "u8"),
        ("own", "u8"),
        ("population", "i4"),
        ("radius", "f4"),
        ("names", "u2"),
        ("kind", "u1"),
    ]
)
"""Position (degrees); codes of the country, of the divisions, and of the area itself; inhabitants, radius (km) of an
area, number of names, number of the kind."""

_LONGEST_CODE = 7
_NO_CODE = 1 << 56
# number of divisions whose codes are kept in memory
_CACHED = 1_000
_MOST_NAMES = 2**16 - 1
_MOST_PEOPLE = 2**31 - 1

PlaceColumns = NDArray[np.void]


def columns_of(places: Sequence[Place]) -> PlaceColumns:
    """Return the columns of places."""
    return np.array([_row_of(place) for place in places], dtype=DTYPE)


class Codes(NamedTuple):
    """Codes of the country, province and district that contain places, and of areas themselves; 0 for none."""

    country: NDArray[np.uint64]
    province: NDArray[np.uint64]
    district: NDArray[np.uint64]
    own: NDArray[np.uint64]


def codes_of(places: PlaceColumns) -> Codes:
    """Return the codes of places; an area is contained in those above it, not in itself."""
    own = places["own"]
    country, province, district = (places[name] * (places[name] != own) for name in ("country", "province", "district"))
    return Codes(country, province, district, own)


def is_area(columns: PlaceColumns) -> Flags:
    """Mark places that are areas represented by a point."""
    areas: Flags = columns["kind"] >= FIRST_AREA
    return areas


def code_of(country: str | None) -> int:
    """Return the code of a country as a number; 0 for none.

    Examples
    --------
    >>> country_of(code_of("SY")), country_of(code_of(None))
    ('SY', None)
    """
    data = (country or "").encode()
    # longer texts, which are not codes, get a number from their checksum
    return int.from_bytes(data, "big") if len(data) <= _LONGEST_CODE else _NO_CODE | crc32(data)


def country_of(code: int) -> str | None:
    """Return the code of a country by the number that `code_of` returned."""
    return int(code).to_bytes(_LONGEST_CODE, "big").lstrip(b"\0").decode() if 0 < code < _NO_CODE else None


@lru_cache(_CACHED)
def _division(code: str) -> int:
    return fingerprint(code)


def _row_of(place: Place) -> tuple[float, ...]:
    country = code_of(place.country)
    province, district = (_division(code) if code else 0 for code in (place.admin1, place.admin2))
    return (
        place.lat,
        place.lon,
        country,
        province,
        district,
        {"country": country, "province": province, "district": district}.get(place.kind, 0),
        min(place.population, _MOST_PEOPLE),
        place.uncertainty_km or 0.0,
        min(len(place.names), _MOST_NAMES),
        _KIND.get(place.kind, 0),
    )
