"""Distances on the sphere, bounding boxes in degrees, and units of length.

Distances on the sphere differ from those on the ellipsoid by at most 0.6 %, which is exact enough to weigh places.
"""

import numpy as np
from numpy.typing import ArrayLike

from geo.arrays import Floats

# metres in a kilometre
KM = 1000.0
# mean radius of the earth (IUGG), and the length of a degree of latitude on it
EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195
DEGREE_M = KM_PER_DEGREE * KM

Bounds = tuple[float, float, float, float]
"""West, south, east and north, in degrees (EPSG:4326)."""


def distance_km(lat: ArrayLike, lon: ArrayLike, other_lat: ArrayLike, other_lon: ArrayLike) -> Floats:
    """Measure great-circle distances by the haversine formula; at most 0.6 % off the ellipsoid's.

    Parameters
    ----------
    lat, lon, other_lat, other_lon : array-like
        Degrees (EPSG:4326), of shapes that broadcast.

    Returns
    -------
    array
        Distances in km.

    Examples
    --------
    >>> round(float(distance_km(35.93, 36.63, 35.86, 36.81)), 1)
    18.0
    """
    phi, lam, other_phi, other_lam = map(np.radians, (lat, lon, other_lat, other_lon))
    chord = np.sin((phi - other_phi) / 2) ** 2 + np.cos(phi) * np.cos(other_phi) * np.sin((lam - other_lam) / 2) ** 2
    distance: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return distance


def bounds_around(lat: float, lon: float, km: float) -> Bounds:
    """Return the bounding box of a disc around a position; degrees (EPSG:4326), radius in km.

    Across the antimeridian, west is less than -180 or east is more than 180.

    Examples
    --------
    >>> [round(side, 2) for side in bounds_around(60.0, 20.0, 50.0)]
    [19.1, 59.55, 20.9, 60.45]
    >>> [round(side, 2) for side in bounds_around(0.0, 180.0, 111.195)]
    [179.0, -1.0, 181.0, 1.0]
    """
    south = km / KM_PER_DEGREE
    east = south / max(float(np.cos(np.radians(lat))), 0.01)
    return lon - east, max(lat - south, -90.0), lon + east, min(lat + south, 90.0)


def widened(bounds: Bounds, east: float, north: float) -> Bounds:
    """Widen a bounding box by degrees on all sides, within the limits of longitude and latitude.

    Examples
    --------
    >>> widened((179.5, -17.0, 179.5, -17.0), 1.0, 1.0)
    (178.5, -18.0, 180.0, -16.0)
    """
    west, south, *far = bounds
    return max(west - east, -180.0), max(south - north, -90.0), min(far[0] + east, 180.0), min(far[1] + north, 90.0)


def offset(lat: float, lon: float, *, bearing_deg: float, km: float) -> tuple[float, float]:
    """Return latitude and longitude (degrees) of the point at a distance and bearing from a point, on the sphere.

    Parameters
    ----------
    lat, lon : float
        The point, in degrees.
    bearing_deg : float
        Direction, clockwise from north.
    km : float
        Distance.

    Examples
    --------
    >>> [round(value, 2) for value in offset(36.0, 37.0, bearing_deg=90, km=10)]
    [36.0, 37.11]
    """
    here, way, bearing = np.radians(lat), km / EARTH_RADIUS_KM, np.radians(bearing_deg)
    there = np.arcsin(np.sin(here) * np.cos(way) + np.cos(here) * np.sin(way) * np.cos(bearing))
    east = np.arctan2(np.sin(bearing) * np.sin(way) * np.cos(here), np.cos(way) - np.sin(here) * np.sin(there))
    return float(np.degrees(there)), float((lon + np.degrees(east) + 180) % 360 - 180)


def midpoint(lat: float, lon: float, other_lat: float, other_lon: float) -> tuple[float, float]:
    """Return latitude and longitude (degrees) of the point halfway between two points, on the sphere.

    Examples
    --------
    >>> [round(value, 6) for value in midpoint(0, 170, 0, -170)]
    [0.0, 180.0]
    """
    lats, lons = np.radians([lat, other_lat]), np.radians([lon, other_lon])
    flat = np.cos(lats)
    x, y, z = float((flat * np.cos(lons)).sum()), float((flat * np.sin(lons)).sum()), float(np.sin(lats).sum())
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))
