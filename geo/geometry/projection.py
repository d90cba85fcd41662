"""Metric projections, in which distances, widths and areas are measured.

A transverse Mercator projection centred on the area of interest (Snyder 1987, Map Projections, chapter 8): conformal,
so that a disc on the ground stays a disc on the plane, true to scale within 0.05 % up to 200 km from its centre, and
without zones or an antimeridian.
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
# a line of this length deviates by 4 cm at most up to 60 degrees of latitude
_STRAIGHT_DEG = 0.01

G = TypeVar("G", BaseGeometry, shapely.Point, shapely.LineString, Geometries)
T = TypeVar("T", gpd.GeoSeries, gpd.GeoDataFrame)


def local_crs(lat: float, lon: float) -> CRS:
    """Make a metric CRS centred on a point.

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
    """Make a metric CRS centred on lon/lat geometries, also across the antimeridian.

    Examples
    --------
    >>> fiji = gpd.GeoSeries([shapely.Point(179.5, -17.0), shapely.Point(-179.5, -17.0)], crs=4326)
    >>> crs_around(fiji).srs.split()[1:3]
    ['+lat_0=-17.0000', '+lon_0=180.0000']
    """
    lon, lat = shapely.get_coordinates(geometries.geometry.to_numpy()).T
    # the centre of the geometries lies opposite to the middle of the widest gap between their longitudes
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
    """Make a transformer from one CRS to another, with the order of axes x, y in both."""
    return Transformer.from_crs(source, target, always_xy=True)


def project(geometry: G, by: Transformer) -> G:
    """Transform the vertices of one geometry, or of an array of geometries."""
    moved: Any = shapely.transform(geometry, lambda xy: np.column_stack(by.transform(xy[:, 0], xy[:, 1])))
    return cast("G", moved)


def flatten(geometry: G, by: Transformer) -> G:
    """Project geometries from lon/lat degrees to a plane, with lines densified.

    A line that is straight in lon/lat (RFC 7946, section 3.1.1) is curved on the plane, by some 100 m at a length of
    100 km; it gets as many vertices as keep its deviation under 5 cm.

    Raises
    ------
    GeometryError
        If a geometry is too far from the centre of the plane.

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
    """Transform a table or a column of geometries to EPSG:4326, which is assumed if it has no CRS."""
    if table.crs is None:
        return cast("T", table.set_crs(WGS84))
    return table if table.crs == WGS84 else cast("T", table.to_crs(WGS84))


def rejoined(geometries: Geometries) -> Geometries:
    """Rejoin geometries that were cut at the antimeridian (RFC 7946, section 3.1.9): longitudes then exceed 180.

    Examples
    --------
    >>> rejoined(np.array([shapely.Point(179, 0), shapely.Point(-179, 0)])).tolist()
    [<POINT (179 0)>, <POINT (181 0)>]
    """
    lon = shapely.get_coordinates(geometries)[:, 0]
    if not len(lon) or np.ptp(lon) <= _TURN_DEG / 2:
        return geometries
    moved: Any = shapely.transform(geometries, lambda xy: xy + np.where(xy[:, :1] < 0, (_TURN_DEG, 0.0), (0.0, 0.0)))
    return cast("Geometries", moved)


def unwrapped(geometry: G, lon: float) -> G:
    """Shift longitudes by multiples of 360 degrees to within 180 degrees of one longitude.

    Geometries near that longitude are then connected across the antimeridian.

    Examples
    --------
    >>> unwrapped(shapely.LineString([(-179, 0), (179, 0)]), 180)
    <LINESTRING (181 0, 179 0)>
    """
    moved: Any = shapely.transform(
        geometry,
        lambda xy: xy + np.column_stack([np.round((lon - xy[:, 0]) / _TURN_DEG) * _TURN_DEG, np.zeros(len(xy))]),
    )
    return cast("G", moved)
