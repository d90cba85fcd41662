"""The antimeridian: geometries with longitudes from -180 to 180, cut at 180 degrees as in RFC 7946, section 3.1.9."""

import math
from typing import Any, cast

import numpy as np
import shapely
from shapely import affinity

from geo.arrays import Geometries

_HALF, _FULL = 180.0, 360.0


def on_the_map(geometries: Geometries) -> Geometries:
    """Cut geometries that cross the antimeridian.

    Parameters
    ----------
    geometries : array of geometries
        Lon/lat degrees, none around a pole. A geometry crosses the antimeridian if longitudes exceed 180 degrees, or
        change by more than 180 degrees from one vertex to the next.

    Examples
    --------
    >>> across = shapely.LineString([(179, 0), (-179, 0)])
    >>> on_the_map(np.array([across, shapely.Point(181, 5)])).tolist()
    [<MULTILINESTRING ((179 0, 180 0), (-180 0, -179 0))>, <POINT (-179 5)>]
    """
    west, _, east, _ = shapely.bounds(geometries).T
    # longitudes can change by more than 180 degrees only in geometries that are wider than this
    with np.errstate(invalid="ignore"):
        crossing = (west < -_HALF) | (east > _HALF) | (east - west > _HALF)
    if not crossing.any():
        return geometries
    result = geometries.copy()
    result[crossing] = [_cut(geometry) for geometry in geometries[crossing]]
    return result


def _cut(geometry: shapely.Geometry) -> shapely.Geometry:
    """Cut a geometry into those of its parts that lie on each turn around the globe, and turn these back."""
    joined: Any = shapely.transform(
        geometry, lambda lonlat: np.column_stack([np.unwrap(lonlat[:, 0], period=_FULL), lonlat[:, 1]])
    )
    west, _, east, _ = joined.bounds
    turns = range(math.floor((west + _HALF) / _FULL), max(math.ceil((east + _HALF) / _FULL), 1))
    pieces = [
        affinity.translate(joined & shapely.box(lon - _HALF, -90, lon + _HALF, 90), xoff=-lon)
        for lon in (turn * _FULL for turn in turns)
    ]
    # where a part only touches 180 degrees, its piece on the other side is a point or a line
    parts = shapely.get_parts(shapely.get_parts(pieces))
    parts = parts[(shapely.get_dimensions(parts) == shapely.get_dimensions(geometry)) & ~shapely.is_empty(parts)]
    return cast("shapely.Geometry", parts[0] if len(parts) == 1 else shapely.union_all(parts))
