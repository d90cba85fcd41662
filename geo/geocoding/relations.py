"""Pairs: how the candidates of all names of a text lie to one another; the same however the names are decided."""

import numpy as np

from geo.arrays import Flags, Floats, Rows
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.place_columns import Codes, is_area
from geo.geocoding.context import closeness
from geo.geometry.sphere import EARTH_RADIUS_KM

# within about this, in km, places are neighbours
_NEIGHBOURS_KM = 50.0
# entries this near one another, in km, are one place: a city, and the district around it
_ONE_PLACE_KM = 30.0


class Pairs:
    """Relations of every candidate (row) to every other (column).

    Parameters
    ----------
    candidates : Candidates
        Of all names.
    reach_km : array
        How far each of them is spoken of.
    codes : Codes
        Where they lie.

    Attributes
    ----------
    distance_km : array (candidates, candidates)
        How far apart they lie.
    settled, areas : array
        The numbers of the settlements, and of countries and divisions.
    neighbouring : array (candidates, settled)
        How close the others lie that are settlements, by what counts as a neighbourhood; 0 for those of the same name.
    inside : array (3, candidates, areas)
        Whether this one lies in the country, the province, the district that the other is, under another name.
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

    def company(self, some: Rows) -> Floats:
        """Tell how much every candidate has in common with some of them.

        Returns
        -------
        array (3, candidates, some)
            How close the other lies, by this one's reach; whether both lie in one country; whether in one province. It
            is 0 for candidates of one name.
        """
        lies_in = self._lies_in[:2]
        company: Floats = np.empty((3, len(self.distance_km), len(some)))
        company[0] = closeness(self.distance_km[:, some], self._reach_km)
        company[1:] = (lies_in[:, :, None] == lies_in[:, None, some]) & (lies_in[:, :, None] != 0)
        company *= self._other_name[:, some]
        return company

    def together(self) -> Flags:
        """Tell which candidates of a name are one place: near one another, the one in the other, areas that overlap."""
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
    """Measure straight through the earth: near places as on its surface, the antipodes a third less."""
    lat, lon = np.radians(candidates.places["lat"]), np.radians(candidates.places["lon"])
    flat = np.cos(lat)
    unit = np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])
    distance: Floats = EARTH_RADIUS_KM * np.sqrt(np.maximum(2 - 2 * (unit @ unit.T), 0.0))
    return distance
