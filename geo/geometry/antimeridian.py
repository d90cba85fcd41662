"""The antimeridian: geometries with longitudes from -180 to 180, cut at 180 degrees as in RFC 7946, section 3.1.9.

The library `antimeridian` does the cutting.
"""

from typing import Any

import antimeridian
import numpy as np
import shapely

from geo.arrays import Floats, Geometries

_HALF, _FULL = 180.0, 360.0


def on_the_map(geometries: Geometries) -> Geometries:
    """Cut geometries that cross the antimeridian.

    Parameters
    ----------
    geometries : array of geometries
        Lon/lat degrees. A geometry crosses the antimeridian if longitudes exceed 180 degrees, or change by more than
        180 degrees from one vertex to the next.

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
    if isinstance(geometry, shapely.Point | shapely.MultiPoint):
        return shapely.transform(geometry, lambda lonlat: np.column_stack([_wrapped(lonlat[:, 0]), lonlat[:, 1]]))
    fixed: dict[str, Any] = antimeridian.fix_shape(geometry, great_circle=False)
    return shapely.geometry.shape(fixed)


def _wrapped(lon: Floats) -> Floats:
    return np.where(np.abs(lon) > _HALF, (lon + _HALF) % _FULL - _HALF, lon)
