"""Uncertainty of the position of a place by its extent; `geo.readers.numbers.rounding_km` tells that by its digits.

Chapman and Wieczorek (2020), Georeferencing Best Practices, GBIF Secretariat, https://doi.org/10.15468/doc-gg7h-s853.
"""

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import pi, sqrt
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.place import Place
from geo.geometry.sphere import distance_km


def extent_km(place: Place, outline: BaseGeometry | None = None) -> float:
    """Return the radius in km of the ground of a place around its point.

    Parameters
    ----------
    place : Place
        The place, with its population if known.
    outline : Polygon or MultiPolygon, optional
        The outline of the place, lon/lat, EPSG:4326; else its population tells its size, or else its kind.

    Examples
    --------
    >>> [round(extent_km(Place("1", "A", 36.2, 37.2, kind=kind)), 2) for kind in ("village", "city", "province")]
    [0.75, 3.09, 60.0]
    >>> round(extent_km(Place("1", "A", 36.2, 37.2, population=2_000_000)), 1)
    11.3
    """
    if outline is not None:
        lon, lat = shapely.get_coordinates(outline).T
        return float(distance_km(place.lat, place.lon, lat, lon).max())
    known = _usual()
    if place.kind in known["km"] and not (place.population and place.is_settlement):
        return float(known["km"][place.kind])
    people = place.population or known["people"].get(place.kind, 0)
    return float(max(sqrt(people / known["density_per_km2"] / pi), known["least_km"]))


def with_extent(place: Place, outline: BaseGeometry | None = None) -> Place:
    """Return a place whose uncertainty is not less than its extent; see `extent_km`."""
    return replace(place, uncertainty_km=round(max(extent_km(place, outline), place.uncertainty_km or 0.0), 2))


@cache
def _usual() -> dict[str, Any]:
    return tomllib.loads((files("geo.gazetteer") / "uncertainty.toml").read_text(encoding="utf-8"))
