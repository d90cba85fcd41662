"""Pairs: how the candidates of all names of a text lie to one another; the same however the names are decided."""

import numpy as np
from numpy.typing import NDArray

from geo.candidates import Candidates
from geo.company import closeness
from geo.place_columns import Codes

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_EARTH_RADIUS_KM = 6371.0088
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
    company : array (3, candidates, candidates)
        How close the other lies, by this one's reach; whether both lie in one country; whether in one province. It is
        0 for candidates of one name, as everything is but `together`.
    settled, areas : array
        The numbers of the settlements, and of countries and divisions.
    neighbouring : array (candidates, settled)
        How close the others lie that are settlements, by what counts as a neighbourhood.
    inside : array (3, candidates, areas)
        Whether this one lies in the country, the province, the district that the other is.
    """

    def __init__(self, candidates: Candidates, reach_km: Floats, codes: Codes) -> None:
        self._candidates, self._codes = candidates, codes
        self._distance = _distances_km(candidates)
        self._same_name = candidates.name[:, None] == candidates.name
        lies_in = np.array([codes.country, codes.province, codes.district])
        others = ~self._same_name
        self.company: Floats = np.empty((3, *others.shape))
        self.company[0] = closeness(self._distance, reach_km[:, None]) * others
        self.company[1:] = (lies_in[:2, :, None] == lies_in[:2, None]) & (lies_in[:2, :, None] != 0) & others
        self.settled = np.flatnonzero(codes.own == 0)
        self.areas = np.flatnonzero(codes.own)
        here = self._distance[:, self.settled]
        self.neighbouring: Floats = np.exp(here / -_NEIGHBOURS_KM) * others[:, self.settled]
        self.inside: Flags = (lies_in[:, :, None] == codes.own[self.areas]) & others[:, self.areas]

    def together(self) -> Flags:
        """Tell which candidates of a name lie in one place: near one another, or one in the other."""
        country, province, district, own = self._codes
        near = (self._distance <= _ONE_PLACE_KM) & (country[:, None] == country)
        if len(self.areas):
            area = own[self.areas, None]
            # a country hardly larger than a city
            small = self._candidates.places["radius"][self.areas, None] <= _ONE_PLACE_KM
            inside = (area == province) | (area == district) | ((area == country) & small)
            near[self.areas] |= inside
            near[:, self.areas] |= inside.T
        together: Flags = near & self._same_name
        return together


def _distances_km(candidates: Candidates) -> Floats:
    """Measure straight through the earth: near places as on its surface, the antipodes a third less."""
    lat, lon = np.radians(candidates.places["lat"]), np.radians(candidates.places["lon"])
    flat = np.cos(lat)
    unit = np.column_stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)])
    distance: Floats = _EARTH_RADIUS_KM * np.sqrt(np.maximum(2 - 2 * (unit @ unit.T), 0.0))
    return distance
