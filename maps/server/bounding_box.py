"""Bounding boxes of requests in degrees, by OGC API - Features: west greater than east crosses 180 degrees."""

import math
from collections.abc import Callable, Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from maps.errors import RequestError

_FLAT, _WITH_HEIGHTS = 4, 6
_LON, _LAT = 180.0, 90.0


def box_of(numbers: Sequence[float]) -> BaseGeometry:
    """Return a bounding box as a geometry, cut at the antimeridian; a box without an extent is a line or a point.

    Parameters
    ----------
    numbers : sequence of float
        West, south, east, north; or west, south, bottom, east, north, top.

    Raises
    ------
    RequestError
        If these are no bounds on the globe.

    Examples
    --------
    >>> [part.bounds for part in box_of([178, -20, -178, -15]).geoms]
    [(178.0, -20.0, 180.0, -15.0), (-180.0, -20.0, -178.0, -15.0)]
    """
    bounds = [*numbers[:2], *numbers[3:5]] if len(numbers) == _WITH_HEIGHTS else list(numbers)
    if len(bounds) != _FLAT or not all(map(math.isfinite, numbers)):
        raise RequestError(f"bbox: {', '.join(map(str, numbers))}; expected four or six numbers")
    west, south, east, north = map(float, bounds)
    if max(abs(west), abs(east)) > _LON or not -_LAT <= south <= north <= _LAT:
        raise RequestError(
            f"bbox: {west:g},{south:g},{east:g},{north:g}; expected west,south,east,north in degrees, south below north"
        )
    if west <= east:
        return _flat(west, south, east, north)
    return shapely.GeometryCollection([_flat(west, south, _LON, north), _flat(-_LON, south, east, north)])


def _flat(west: float, south: float, east: float, north: float) -> BaseGeometry:
    return shapely.MultiPoint([(west, south), (east, north)]).envelope


def overlapping(shape: BaseGeometry, bind: Callable[[object], str], *, within: bool = False) -> str:
    """Return the condition that the box of a row, `b`, overlaps the box of one of a geometry's parts, or lies in it.

    Parameters
    ----------
    shape : geometry
        The geometry.
    bind : callable
        Returns the SQL of a parameter with a value.
    within : bool
        True if the row's box must lie within.
    """
    conditions = []
    for part in shape.geoms if isinstance(shape, shapely.GeometryCollection) else [shape]:
        west, south, east, north = map(bind, part.bounds)
        lon, lat = (f"b.west >= {west} AND b.east <= {east}", f"b.south >= {south} AND b.north <= {north}")
        if not within:
            lon, lat = (f"b.west <= {east} AND b.east >= {west}", f"b.south <= {north} AND b.north >= {south}")
        conditions.append(f"{lon} AND {lat}")
    return "(" + " OR ".join(conditions) + ")"
