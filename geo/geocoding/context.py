"""The company a name keeps: the area, the countries and the other places by which its meaning is judged."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats
from geo.errors import GeometryError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place_columns import PlaceColumns, is_area
from geo.geometry.sphere import Bounds, distance_km, widened

# what was stated beforehand (an area, a point, countries) counts as much as this many names of the company
_STATED = 3.0
# a country is meant by an area when it has this share of the area's places
_SHARE_OF_AREA = 0.1
# how far, in km, a village is spoken of; larger places reach farther: ten times the people, twice as far
_REACH_KM = 40.0
_VILLAGE = 10_000
_GROWTH = np.log10(2)
# so far around a point, or around the towns that are known, a service is asked to look first
AROUND_DEG = 1.0


@dataclass(frozen=True)
class Company:
    """What is known of where the names belong before they are read.

    Parameters
    ----------
    area : shapely geometry, optional
        Where the names belong; longitude and latitude in degrees (EPSG:4326).
    countries : frozenset of str
        ISO 3166 two-letter codes of the countries they belong to.
    near : tuple of float, optional
        Latitude and longitude, in degrees, of a point they lie near.
    """

    area: BaseGeometry | None = None
    countries: frozenset[str] = field(default_factory=frozenset)
    near: tuple[float, float] | None = None
    named: frozenset[str] = field(default_factory=frozenset)
    """Of the countries those that were named as such, and not only touched by the area."""

    @classmethod
    def of(
        cls,
        gazetteer: Gazetteer,
        area: BaseGeometry | None,
        countries: Iterable[str],
        near: tuple[float, float] | None,
    ) -> Self:
        """State the company, with the countries that the area stands for.

        Raises
        ------
        GeometryError
            Where the area is empty or the point is none.
        """
        if area is not None and (area.is_empty or not np.isfinite(area.bounds).all()):
            raise GeometryError("area: an empty geometry; expected one in longitude and latitude (EPSG:4326)")
        if near is not None and not (abs(near[0]) <= 90 and abs(near[1]) <= 180):  # noqa: PLR2004 - degrees
            raise GeometryError(f"near: {near!r}; expected latitude and longitude in degrees")
        stated = {country.upper() for country in countries}
        return cls(area, frozenset(stated | _countries_of(gazetteer, area)), near, frozenset(stated))

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east and north (degrees) of the area that was stated, or of the surroundings of the point."""
        if self.area is not None:
            return widened(self.area.bounds, 0.0, 0.0)
        return widened((*self.near[::-1], *self.near[::-1]), AROUND_DEG, AROUND_DEG) if self.near is not None else None

    @property
    def told(self) -> str:
        """What was stated of the position, in a few words; empty where nothing was."""
        stated = {"the area": self.area is not None, "the point": self.near is not None}
        return " and ".join(name for name, is_stated in stated.items() if is_stated)

    def without_area(self) -> Self:
        """Give the same without the area and the countries that it stands for."""
        return replace(self, area=None, countries=self.named)

    def weight(self) -> float:
        """Tell how much has been stated, in names' worth."""
        return _STATED * ((self.area is not None) + (self.near is not None))

    def closeness(self, lat: Floats, lon: Floats, reach_km: Floats) -> Floats:
        """Sum how close candidates (degrees) lie to what was stated: `weight` is the most."""
        close = np.zeros(len(lat))
        if self.area is not None:
            # nearest in degrees, measured on the sphere: exact enough to weigh evidence by, and never put out
            points = shapely.points(lon, lat)
            line = shapely.get_coordinates(shapely.shortest_line(self.area, points)).reshape(-1, 2, 2)
            close += _STATED * closeness(distance_km(lat, lon, line[:, 0, 1], line[:, 0, 0]), reach_km)
        if self.near is not None:
            close += _STATED * closeness(distance_km(lat, lon, *self.near), reach_km)
        return close

    def country_weight(self) -> float:
        """Tell how much has been stated of countries, in names' worth."""
        return _STATED if self.countries else 0.0


def closeness(distance: Floats, reach_km: Floats) -> Floats:
    """Turn a distance in km into a share between 1 (here) and 0 (at the world's end)."""
    share: Floats = 1 / (1 + distance / reach_km)
    return share


def reach_km(places: PlaceColumns) -> Floats:
    """Tell how far places are spoken of, in km: by the gravity model, a larger place is known farther away."""
    # an area's point stands for all of it, so that a distance is small as long as the area's own radius
    radius = places["radius"] * is_area(places)
    reach: Floats = _REACH_KM * np.maximum(places["population"] / _VILLAGE, 1) ** _GROWTH + radius
    return reach


def _countries_of(gazetteer: Gazetteer, area: BaseGeometry | None) -> set[str]:
    if area is None:
        return set()
    found = [(lon, lat, country) for lon, lat, country in gazetteer.positions(*area.bounds) if country]
    if not found:
        return set()
    inside = shapely.intersects_xy(area, [lon for lon, _, _ in found], [lat for _, lat, _ in found])
    count = Counter(country for (_, _, country), within in zip(found, inside, strict=True) if within)
    return {country for country, places in count.items() if places >= _SHARE_OF_AREA * count.total()}
