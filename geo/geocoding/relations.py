"""Distances and containment between all candidates of a text, and the order of its names; computed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.arrays import Flags, Floats, Rows
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.place_columns import Codes, is_area
from geo.geocoding.context import closeness
from geo.geometry.sphere import EARTH_RADIUS_KM

# distance in km at which the weight of a neighbour falls to 1/e
_NEIGHBOURS_KM = 50.0
# entries of one name that lie this near one another, in km, are one place: a city, and the district around it
_ONE_PLACE_KM = 30.0


@dataclass(frozen=True, slots=True)
class Order:
    """Pairs of names, by their numbers, that follow one another in a text: `second` directly follows `first`."""

    first: Rows
    second: Rows

    @classmethod
    def of(cls, names: Sequence[str], text: Sequence[str]) -> "Order":
        """Find the pairs of some names in the sequence of all names of a text; a name never follows itself."""
        number = {name: i for i, name in enumerate(names)}
        given = [number.get(name) for name in text]
        pairs = {(one, two) for one, two in pairwise(given) if one is not None and two is not None and one != two}
        kept = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
        return cls(kept[:, 0], kept[:, 1])

    def table(self, names: int) -> Flags:
        """Return an array (names, names): True where the column's name directly follows the row's name."""
        follows = np.zeros((names, names), dtype=np.bool_)
        known = (self.first < names) & (self.second < names)
        follows[self.first[known], self.second[known]] = True
        return follows


@dataclass(frozen=True, slots=True)
class Containment:
    """Pairs of a candidate and an area that contains it; the area is a candidate of another name.

    Parameters
    ----------
    inside : array
        Number of the candidate.
    area : array
        Number of the candidate that is the area.
    relation : array
        0, 1 or 2 if the area is the candidate's country, province or district. The pair is repeated with 3 if the
        area's name directly follows the candidate's in the text, and with 4 if it directly precedes it.
    """

    inside: Rows
    area: Rows
    relation: Rows


class Relations:
    """Relations of every candidate (row) to every other (column).

    Parameters
    ----------
    candidates : Candidates
        Candidates of all names.
    reach_km : array
        Distance at which texts still name each of them.
    codes : Codes
        Codes of the country and divisions of each.

    Attributes
    ----------
    distance_km : array (candidates, candidates)
        Distances.
    settled, areas : array
        Numbers of the settlements, and of the countries and divisions.
    neighbouring : array (candidates, settled)
        Closeness of the settlements within a neighbourhood, 0 to 1; 0 for candidates of the same name.
    inside : array (3, candidates, areas)
        True where the column is the country, the province, the district that contains the row, under another name.
    """

    def __init__(self, candidates: Candidates, reach_km: Floats, codes: Codes) -> None:
        self._candidates, self._codes = candidates, codes
        self.distance_km = _distances_km(candidates)
        self._reach_km = reach_km[:, None]
        self._other_name = candidates.name[:, None] != candidates.name
        self._lies_in = np.array([codes.country, codes.province, codes.district])
        self.settled = np.flatnonzero(codes.own == 0)
        self.areas = np.flatnonzero(codes.own)
        here = self.distance_km[:, self.settled]
        self.neighbouring: Floats = np.exp(here / -_NEIGHBOURS_KM) * self._other_name[:, self.settled]
        self.inside: Flags = (self._lies_in[:, :, None] == codes.own[self.areas]) & self._other_name[:, self.areas]

    def in_common(self, some: Rows) -> Floats:
        """Measure the relation of every candidate to some of them.

        Returns
        -------
        array (3, candidates, some)
            Closeness by the reach of the row; 1 where both lie in one country; 1 where both lie in one province. All
            are 0 for candidates of one name.
        """
        lies_in = self._lies_in[:2]
        common: Floats = np.empty((3, len(self.distance_km), len(some)))
        common[0] = closeness(self.distance_km[:, some], self._reach_km)
        common[1:] = (lies_in[:, :, None] == lies_in[:, None, some]) & (lies_in[:, :, None] != 0)
        common *= self._other_name[:, some]
        return common

    def containment(self, order: Order) -> Containment:
        """Find the pairs of a candidate and an area that contains it, and those whose names stand side by side."""
        owner = self._candidates.name
        follows = order.table(int(owner[-1]) + 1)
        relation, inside, area = np.nonzero(self.inside)
        area = self.areas[area]
        name, named = owner[inside], owner[area]
        after, before = np.flatnonzero(follows[name, named]), np.flatnonzero(follows[named, name])
        some = np.concatenate([np.arange(len(relation)), after, before])
        relation = np.concatenate([relation, np.full(len(after), 3), np.full(len(before), 4)])
        return Containment(inside[some], area[some], relation)

    def together(self) -> Flags:
        """Mark candidates of a name that are entries of one place: near one another, nested, or overlapping."""
        places, distance = self._candidates.places, self.distance_km
        together: Flags = distance <= _ONE_PLACE_KM
        areas = np.flatnonzero(is_area(places))
        if len(areas):
            _, province, district, own = self._codes
            area = own[areas, None]
            inside = (area != 0) & ((area == province) | (area == district))
            # a country hardly larger than a city
            radius = places["radius"][areas, None]
            inside |= (radius <= _ONE_PLACE_KM) & (area == self._codes.country) & (area != 0)
            # a region and the province that is most of it: Kashmir, Crimea
            inside |= (distance[areas] <= radius) & is_area(places)
            together[areas] |= inside
            together[:, areas] |= inside.T
        together &= ~self._other_name
        return together


def _distances_km(candidates: Candidates) -> Floats:
    """Measure chords through the earth: short chords nearly equal arcs, a chord to the antipodes is a third shorter."""
    lat, lon = np.radians(candidates.places["lat"]), np.radians(candidates.places["lon"])
    flat = np.cos(lat)
    unit = np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])
    distance: Floats = EARTH_RADIUS_KM * np.sqrt(np.maximum(2 - 2 * (unit @ unit.T), 0.0))
    return distance
