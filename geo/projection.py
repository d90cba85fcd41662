"""Metric projections: where distances, widths and areas are measured.

A transverse Mercator projection centred on the ground in question (Snyder 1987, Map Projections, chapter 8): it is conformal, so
that a disc on the ground stays a disc on the plane, true to scale within 0.05 % up to 200 km from its centre, and knows
neither zones nor an antimeridian.
"""

from typing import Any, TypeVar, cast

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

WGS84 = CRS.from_epsg(4326)

G = TypeVar("G", bound=BaseGeometry)


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
    >>> "lon_0=180" in crs_around(fiji).to_proj4()
    True
    """
    lon, lat = shapely.get_coordinates(geometries.geometry.to_numpy()).T
    # the middle of the widest stretch of longitudes without anything lies opposite to the ground's own middle
    around = np.sort(np.unique(lon % 360.0))
    gaps = np.diff(around, append=around[0] + 360.0)
    widest = int(np.argmax(gaps))
    centre = (around[widest] + gaps[widest] / 2 + 180.0) % 360.0
    return local_crs(float(lat.min() + lat.max()) / 2, float(centre if centre <= 180.0 else centre - 360.0))  # noqa: PLR2004 - half a turn


def transformer(source: CRS, target: CRS) -> Transformer:
    """Make what carries coordinates from one CRS to another, x before y in both."""
    return Transformer.from_crs(source, target, always_xy=True)


def project(geometry: G, by: Transformer) -> G:
    """Carry one geometry over."""
    moved: Any = shapely.transform(geometry, lambda xy: np.column_stack(by.transform(xy[:, 0], xy[:, 1])))
    return cast("G", moved)
