"""A name as it is looked up: what of it is the name, what it may mean, and all of that in numbers to weigh it by."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.company import reach_km
from geo.gazetteer import NameFit
from geo.place import AREAL
from geo.weights import FEATURES

_AT = {name: i for i, name in enumerate(FEATURES)}
# the features that need no company come first
_ALONE = _AT["own"] + 1
# inhabitants of a place of which nobody knows the number, and of a country's smallest towns in the world gazetteer
_HAMLET = 500.0
_MANY_NAMES = 10.0


@dataclass(frozen=True, slots=True)
class Arrays:
    """The candidates of a name in numbers: positions in degrees, reach in km, hashed codes, features."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    reach: NDArray[np.float64]
    rank: NDArray[np.int64]
    codes: NDArray[np.int64]
    """Hashes of country, province, district, and of the code of what the candidate is itself; 0 where there is none."""
    features: NDArray[np.float64]

    @classmethod
    def joined(cls, arrays: Sequence["Arrays"]) -> "Arrays":
        """Put the candidates of several names in one row."""
        if not arrays:
            none, whole = np.zeros(0), np.zeros((0, 4), dtype=np.int64)
            return cls(none, none, none, whole[:, 0], whole, np.zeros((0, _ALONE)))
        return cls(*(np.concatenate([getattr(one, name) for one in arrays]) for name in cls.__slots__))


@dataclass(frozen=True)
class Lookup:
    """A name, its candidates, and what tells it from its namesakes.

    Parameters
    ----------
    head : str
        The name itself.
    fits : tuple of NameFit
        What it may mean.
    qualifier : str, optional
        What stood beside it in brackets or after a comma.
    kinds : frozenset of str
        The kinds of places that the text calls it (``"the province of Idlib"``); empty where it says nothing.
    """

    head: str
    fits: tuple[NameFit, ...]
    qualifier: str | None = None
    kinds: frozenset[str] = frozenset()

    @property
    def unconfirmed(self) -> str | None:
        """The qualifier, where it confirms none of the candidates."""
        return None if any(fit.qualified for fit in self.fits) else self.qualifier

    @cached_property
    def _eponyms(self) -> frozenset[str | None]:
        """The codes of the divisions that have a town of their own name among the candidates."""
        towns = [fit.place for fit in self.fits if fit.place.is_settlement]
        return frozenset(code for town in towns for code in (town.admin1, town.admin2) if code)

    @cached_property
    def arrays(self) -> Arrays:
        """The candidates in numbers."""
        places = [fit.place for fit in self.fits]
        return Arrays(
            np.array([place.lat for place in places], dtype=np.float64),
            np.array([place.lon for place in places], dtype=np.float64),
            reach_km(places),
            np.array([fit.rank for fit in self.fits], dtype=np.int64),
            np.array([_codes(fit) for fit in self.fits], dtype=np.int64).reshape(-1, 4),
            np.array([_features(fit, self.kinds, self._eponyms) for fit in self.fits]).reshape(-1, _ALONE),
        )


def _codes(fit: NameFit) -> tuple[int, int, int, int]:
    place = fit.place
    own = {"country": place.country, "province": place.admin1, "district": place.admin2}.get(place.kind)
    country, province, district = (hash(code) if code else 0 for code in (fit.country, place.admin1, place.admin2))
    # what is an area lies in those above it, and not within itself
    return (
        country if place.kind != "country" else 0,
        province if place.kind != "province" else 0,
        district if place.kind != "district" else 0,
        hash(own) if own else 0,
    )


def _features(fit: NameFit, kinds: frozenset[str], eponyms: frozenset[str | None]) -> list[float]:
    place = fit.place
    values = dict.fromkeys(FEATURES[:_ALONE], 0.0)
    if fit.how in values:
        values[fit.how] = 1.0
    if fit.how == "similar":
        values["unlike"] = 1 - fit.similarity
    values["alias"] = float(fit.how == "exact" and not fit.by_main_name)
    values["qualified"] = float(fit.qualified)
    if place.kind in AREAL:
        values[place.kind] = 1.0
    kind = place.kind if place.kind in AREAL else "place"
    values["meant"] = float(kind in kinds)
    values["not_meant"] = float(bool(kinds) and kind not in kinds)
    own = {"province": place.admin1, "district": place.admin2}.get(kind)
    values["eponym"] = float(own in eponyms and kind not in kinds)
    if kind == "place":
        values["capital"] = float(place.kind == "capital")
        values["size"] = float(np.log(max(place.population, _HAMLET) / _HAMLET))
        values["fame"] = float(np.log1p(len(place.names) / _MANY_NAMES))
    return list(values.values())
