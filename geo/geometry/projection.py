"""Metric projections: where distances, widths and areas are measured.

A transverse Mercator projection centred on the ground in question (Snyder 1987, Map Projections, chapter 8): it is
conformal, so that a disc on the ground stays a disc on the plane, true to scale within 0.05 % up to 200 km from its
centre, and knows neither zones nor an antimeridian.
"""

from functools import lru_cache
from typing import Any, TypeVar, cast

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries
from geo.errors import GeometryError

WGS84 = CRS.from_epsg(4326)

_TURN_DEG = 360.0
# a line of this length bends by 4 cm at most up to 60 degrees of latitude
_STRAIGHT_DEG = 0.01

G = TypeVar("G", BaseGeometry, shapely.Point, shapely.LineString, Geometries)
T = TypeVar("T", gpd.GeoSeries, gpd.GeoDataFrame)


def local_crs(lat: float, lon: float) -> CRS:
    """Metric CRS centred on a point.

    Parameters
    ----------
    lat, lon : float
        Centre in degrees, WGS 84.

    Returns
    -------
    CRS
        Transverse Mercator, in metres, origin at the point.

    Examples
    --------
    >>> local_crs(35.9, 36.6).axis_info[0].unit_name
    'metre'
    """
    return CRS.from_proj4(f"+proj=tmerc +lat_0={lat:.4f} +lon_0={lon:.4f} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m")


def crs_around(geometries: gpd.GeoSeries | gpd.GeoDataFrame) -> CRS:
    """Metric CRS centred on the ground that lon/lat geometries cover, also where that lies across the antimeridian.

    Examples
    --------
    >>> fiji = gpd.GeoSeries([shapely.Point(179.5, -17.0), shapely.Point(-179.5, -17.0)], crs=4326)
    >>> crs_around(fiji).srs.split()[1:3]
    ['+lat_0=-17.0000', '+lon_0=180.0000']
    """
    lon, lat = shapely.get_coordinates(geometries.geometry.to_numpy()).T
    # the middle of the widest stretch of longitudes without anything lies opposite to the ground's own middle
    around = np.sort(np.unique(lon % _TURN_DEG))
    gaps = np.diff(around, append=around[0] + _TURN_DEG)
    widest = int(np.argmax(gaps))
    centre = (around[widest] + gaps[widest] / 2 + _TURN_DEG / 2) % _TURN_DEG
    return local_crs(
        float(lat.min() + lat.max()) / 2,
        float(centre if centre <= _TURN_DEG / 2 else centre - _TURN_DEG),
    )


@lru_cache(maxsize=16)
def transformer(source: CRS, target: CRS) -> Transformer:
    """Make what carries coordinates from one CRS to another, x before y in both."""
    return Transformer.from_crs(source, target, always_xy=True)


def project(geometry: G, by: Transformer) -> G:
    """Carry one geometry over, or an array of them, point by point."""
    moved: Any = shapely.transform(geometry, lambda xy: np.column_stack(by.transform(xy[:, 0], xy[:, 1])))
    return cast("G", moved)


def flatten(geometry: G, by: Transformer) -> G:
    """Carry ground from lon/lat onto a plane, its lines staying where they are.

    What is straight in lon/lat (RFC 7946, section 3.1.1) is bent on the plane, by some 100 m where it is 100 km long;
    lines get points on the way, so that they are followed to 5 cm.

    Raises
    ------
    GeometryError
        If the ground is too far away from the centre of the plane.

    Examples
    --------
    >>> parallel = shapely.LineString([(36, 60), (38, 60)])
    >>> flat = flatten(parallel, transformer(WGS84, local_crs(60, 37)))
    >>> round(flat.distance(shapely.Point(0, 0)))
    0
    """
    flat: Any = project(shapely.segmentize(geometry, _STRAIGHT_DEG), by)
    if not np.isfinite(shapely.get_coordinates(flat)).all():
        bounds = shapely.total_bounds(geometry).tolist()
        raise GeometryError(f"ground with the bounds {bounds} is too far away to be measured on one plane")
    return cast("G", flat)


def lonlat(table: T) -> T:
    """Bring a table or a column of geometries to EPSG:4326, which it is taken to be in if it does not say."""
    if table.crs is None:
        return cast("T", table.set_crs(WGS84))
    return table if table.crs == WGS84 else cast("T", table.to_crs(WGS84))


def joined(geometries: Geometries) -> Geometries:
    """Let ground that was cut at the antimeridian hang together, longitudes exceeding 180 (RFC 7946, 3.1.9).

    Examples
    --------
    >>> joined(np.array([shapely.Point(179, 0), shapely.Point(-179, 0)])).tolist()
    [<POINT (179 0)>, <POINT (181 0)>]
    """
    lon = shapely.get_coordinates(geometries)[:, 0]
    if not len(lon) or np.ptp(lon) <= _TURN_DEG / 2:
        return geometries
    moved: Any = shapely.transform(geometries, lambda xy: xy + np.where(xy[:, :1] < 0, (_TURN_DEG, 0.0), (0.0, 0.0)))
    return cast("Geometries", moved)


def around(geometry: G, lon: float) -> G:
    """Write the longitudes of lon/lat ground as those nearest to one longitude, so that it hangs together there.

    Examples
    --------
    >>> around(shapely.LineString([(-179, 0), (179, 0)]), 180)
    <LINESTRING (181 0, 179 0)>
    """
    moved: Any = shapely.transform(
        geometry,
        lambda xy: xy + np.column_stack([np.round((lon - xy[:, 0]) / _TURN_DEG) * _TURN_DEG, np.zeros(len(xy))]),
    )
    return cast("G", moved)
