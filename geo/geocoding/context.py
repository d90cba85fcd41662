"""The context of names, given beforehand: an area, countries, a point; and the closeness of candidates to it."""

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

# an area, a point or countries given beforehand count as much as this many other names
_STATED = 3.0
# an area stands for the countries that have at least this share of its places
_SHARE_OF_AREA = 0.1
# distance, in km, at which texts still name a village; the distance doubles with ten times the population
_REACH_KM = 40.0
_VILLAGE = 10_000
_GROWTH = np.log10(2)
# a ring around an area or point holds the more places the wider it is: closeness falls faster than their number grows
_FALL = 2
# margin around a point, or around the towns resolved, within which an online service looks first
AROUND_DEG = 1.0


@dataclass(frozen=True)
class Context:
    """The area, countries and point to which the names are expected to belong, given beforehand.

    Parameters
    ----------
    area : shapely geometry, optional
        Area that the names belong to; longitude and latitude in degrees (EPSG:4326).
    countries : frozenset of str
        ISO 3166 two-letter codes of the countries that they belong to: those given by code and those of the area.
    near : tuple of float, optional
        Latitude and longitude, in degrees, of a point that they lie near.
    named : frozenset of str
        Codes of the countries that were given by code.
    """

    area: BaseGeometry | None = None
    countries: frozenset[str] = field(default_factory=frozenset)
    near: tuple[float, float] | None = None
    named: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(
        cls,
        gazetteer: Gazetteer,
        area: BaseGeometry | None,
        countries: Iterable[str],
        near: tuple[float, float] | None,
    ) -> Self:
        """Make a context, with the countries of the area.

        Raises
        ------
        GeometryError
            If the area is empty or `near` is no position.
        """
        if area is not None and (area.is_empty or not np.isfinite(area.bounds).all()):
            raise GeometryError("area: an empty geometry; expected one in longitude and latitude (EPSG:4326)")
        if near is not None and not (abs(near[0]) <= 90 and abs(near[1]) <= 180):  # noqa: PLR2004 - degrees
            raise GeometryError(f"near: {near!r}; expected latitude and longitude in degrees")
        stated = {country.upper() for country in countries}
        return cls(area, frozenset(stated | _countries_of(gazetteer, area)), near, frozenset(stated))

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east and north (degrees) of the area, or of the surroundings of the point."""
        if self.area is not None:
            return widened(self.area.bounds, 0.0, 0.0)
        return widened((*self.near[::-1], *self.near[::-1]), AROUND_DEG, AROUND_DEG) if self.near is not None else None

    @property
    def positions_given(self) -> str:
        """The positions given beforehand, in words: ``the area and the point``; empty if none was."""
        given = {"the area": self.area is not None, "the point": self.near is not None}
        return " and ".join(name for name, is_given in given.items() if is_given)

    def without_area(self) -> Self:
        """Return a copy without the area and its countries."""
        return replace(self, area=None, countries=self.named)

    def weight(self) -> float:
        """Return the weight of area and point, counted in names."""
        return _STATED * ((self.area is not None) + (self.near is not None))

    def closeness(self, lat: Floats, lon: Floats, reach_km: Floats) -> Floats:
        """Sum the closeness of candidates (degrees) to area and point; at most `weight`."""
        close = np.zeros(len(lat))
        if self.area is not None:
            # the nearest point in degrees, its distance on the sphere: exact enough, as it is never printed
            points = shapely.points(lon, lat)
            line = shapely.get_coordinates(shapely.shortest_line(self.area, points)).reshape(-1, 2, 2)
            close += _STATED * closeness(distance_km(lat, lon, line[:, 0, 1], line[:, 0, 0]), reach_km) ** _FALL
        if self.near is not None:
            close += _STATED * closeness(distance_km(lat, lon, *self.near), reach_km) ** _FALL
        return close

    def country_weight(self) -> float:
        """Return the weight of the countries, counted in names."""
        return _STATED if self.countries else 0.0


def closeness(distance: Floats, reach_km: Floats) -> Floats:
    """Return a closeness between 1 (distance 0) and 0 (far away); 0.5 at `reach_km`."""
    share: Floats = 1 / (1 + distance / reach_km)
    return share


def reach_km(places: PlaceColumns) -> Floats:
    """Return the distance in km at which texts still name places; it grows with population (gravity model)."""
    # the point of an area stands for all of it: distances within its radius are short
    radius = places["radius"] * is_area(places)
    reach: Floats = _REACH_KM * np.maximum(places["population"] / _VILLAGE, 1) ** _GROWTH + radius
    return reach


def _countries_of(gazetteer: Gazetteer, area: BaseGeometry | None) -> set[str]:
    """Return the countries with a large share of the places in an area."""
    if area is None:
        return set()
    found = [(lon, lat, country) for lon, lat, country in gazetteer.positions(*area.bounds) if country]
    if not found:
        return set()
    inside = shapely.intersects_xy(area, [lon for lon, _, _ in found], [lat for _, lat, _ in found])
    count = Counter(country for (_, _, country), within in zip(found, inside, strict=True) if within)
    return {country for country, places in count.items() if places >= _SHARE_OF_AREA * count.total()}
