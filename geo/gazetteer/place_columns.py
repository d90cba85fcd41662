"""Places in columns: of every place of an index what it is weighed by, in numbers."""

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.name_table import fingerprint
from geo.gazetteer.place import AREAL, Place

KINDS = ("place", "capital", *sorted(AREAL))
"""Kinds of places as the column `kind` numbers them; whatever is none of these is a ``place``."""
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
"""Position (degrees); codes of the country, of the divisions, and of what it is itself; inhabitants, radius (km) of an
area, number of names, number of the kind."""

_LONGEST_CODE = 7
_NO_CODE = 1 << 56
_MOST_NAMES = 2**16 - 1
_MOST_PEOPLE = 2**31 - 1

PlaceColumns = NDArray[np.void]


def columns_of(places: Sequence[Place]) -> PlaceColumns:
    """Give the columns of places."""
    return np.array([_row_of(place) for place in places], dtype=DTYPE)


class Codes(NamedTuple):
    """Where places lie: the codes of country, province and district, and of what each is itself; 0 for none."""

    country: NDArray[np.uint64]
    province: NDArray[np.uint64]
    district: NDArray[np.uint64]
    own: NDArray[np.uint64]


def codes_of(places: PlaceColumns) -> Codes:
    """Give the codes of places; an area lies in those above it, and not within itself."""
    own = places["own"]
    country, province, district = (places[name] * (places[name] != own) for name in ("country", "province", "district"))
    return Codes(country, province, district, own)


def is_area(columns: PlaceColumns) -> NDArray[np.bool_]:
    """Tell which of the places are areas that a point stands for."""
    areas: NDArray[np.bool_] = columns["kind"] >= FIRST_AREA
    return areas


def code_of(country: str | None) -> int:
    """Write the code of a country as a number; 0 for none.

    Examples
    --------
    >>> country_of(code_of("SY")), country_of(code_of(None))
    ('SY', None)
    """
    data = (country or "").encode()
    # what is no code of two letters is told apart all the same
    return int.from_bytes(data, "big") if len(data) <= _LONGEST_CODE else _NO_CODE | crc32(data)


def country_of(code: int) -> str | None:
    """Read the number that `code_of` wrote."""
    return int(code).to_bytes(_LONGEST_CODE, "big").lstrip(b"\0").decode() if 0 < code < _NO_CODE else None


def _row_of(place: Place) -> tuple[float, ...]:
    country = code_of(place.country)
    province, district = (fingerprint(code) if code else 0 for code in (place.admin1, place.admin2))
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
