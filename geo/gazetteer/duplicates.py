"""Duplicates: entries of one place in several joined gazetteers; the entry of the first gazetteer replaces them."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from geo.gazetteer.candidates import Candidates
from geo.gazetteer.place import Place
from geo.gazetteer.place_columns import code_of, is_area
from geo.gazetteer.place_index import PlaceIndex
from geo.geometry.sphere import bounds_around, distance_km
from geo.names.romanisation import similarity
from geo.names.spelling import normalise_all

# two entries of one place lie this near each other (90 % of OCHA's points within 0.75 km of GeoNames')
_SAME_PLACE_KM = 5.0
# and their names are this similar
_SAME_NAME = 0.85
# distance in km within which a place has the country of its neighbour
_NEIGHBOUR_KM = 25.0
# number of entries kept in memory
_CACHED = 50_000


class Duplicates:
    """Duplicates among joined gazetteers.

    Parameters
    ----------
    indexes : tuple of PlaceIndex
        The joined gazetteers, in order.
    """

    def __init__(self, indexes: tuple[PlaceIndex, ...]) -> None:
        self._indexes = indexes
        self._first = lru_cache(_CACHED)(self._first_entry)
        self._country = lru_cache(_CACHED)(self._country_of)

    def merged(self, found: Candidates) -> Candidates:
        """Replace candidates by the entries of the first gazetteer, and fill in their countries."""
        later = np.flatnonzero((found.rank > 0) & ~is_area(found.places)) if len(self._indexes) > 1 else ()
        if len(later):
            rank, row, places = found.rank.copy(), found.row.copy(), found.places.copy()
            for i in map(int, later):
                first = self._first(int(rank[i]), int(row[i]))
                if first != (rank[i], row[i]):
                    rank[i], row[i] = first
                    places[i] = self._indexes[first[0]].columns[first[1]]
            found = replace(found, rank=rank, row=row, places=places)
        without_country = np.flatnonzero((found.places["country"] == 0) & ~is_area(found.places))
        if len(without_country):
            places = found.places.copy()
            for i in without_country.tolist():
                places["country"][i] = self._country(int(found.rank[i]), int(found.row[i]))
            found = replace(found, places=places)
        return found

    def _first_entry(self, rank: int, row: int) -> tuple[int, int]:
        """Return index and row of the same place in the first gazetteer that has it."""
        here = self._indexes[rank].columns[row]
        for earlier, index in enumerate(self._indexes[:rank]):
            near = index.around(float(here["lat"]), float(here["lon"]), _SAME_PLACE_KM)
            alike = {other: _same_name(index.place(other), self._indexes[rank].place(row)) for other in near}
            same = max(alike, key=lambda other: alike[other], default=-1)
            if alike.get(same, 0.0) >= _SAME_NAME:
                return earlier, same
        return rank, row

    def _country_of(self, rank: int, row: int) -> int:
        """Return the code of the country of the nearest place whose country is known; 0 if none is near."""
        place = self._indexes[rank].columns[row]
        lat, lon = float(place["lat"]), float(place["lon"])
        bounds = bounds_around(lat, lon, _NEIGHBOUR_KM)
        known = [
            (float(distance_km(lat, lon, other_lat, other_lon)), country)
            for index in self._indexes
            for other_lon, other_lat, country in index.positions(*bounds)
            if country
        ]
        return code_of(min(known)[1]) if known else 0


def _same_name(first: Place, second: Place) -> float:
    """Measure the similarity of the names of two places: 1 if they share a name."""
    if not set(normalise_all(first.names)).isdisjoint(normalise_all(second.names)):
        return 1.0
    return similarity(first.name, second.name)
