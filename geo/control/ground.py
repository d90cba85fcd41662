"""The ground of an area: territories, barriers, and where a mesh lies on it."""

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries, Ints
from geo.geometry.projection import WGS84, flatten, lonlat, project, transformer, unwrapped

# half the width of a barrier, and the distance from a crossing within which it blocks nothing
_BARRIER_M, _CROSSING_M = 2.0, 500.0


class Ground(NamedTuple):
    """The ground under a mesh.

    Parameters
    ----------
    nodes : array (n,)
        Numbers of the nodes in the area.
    links : array (e, 2)
        Edges that lie within the area and cross no barrier.
    tree : cKDTree
        Index of the nodes in the area, by their position.
    """

    nodes: Ints
    links: Ints
    tree: cKDTree


def without_barriers(area: BaseGeometry, barriers: gpd.GeoDataFrame | None, crs: CRS, step_m: float) -> BaseGeometry:
    """Cut barriers out of an area, but for their crossings.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        Lon/lat.
    barriers : GeoDataFrame or None
        Lines that no way leads across, such as rivers, and points of the `kind` ``crossing``; lon/lat.
    crs : CRS
        A metric CRS.
    step_m : float
        Step of the lattice: a crossing finer than that cannot be seen.
    """
    if barriers is None or barriers.empty:
        return area
    is_crossing = (barriers["kind"] == "crossing").to_numpy()
    shapes = flatten(unwrapped(lonlat(barriers.geometry).to_numpy(), area.centroid.x), transformer(WGS84, crs))
    crossings = shapely.union_all(shapely.buffer(shapes[is_crossing], max(_CROSSING_M, step_m)))
    lines = shapely.buffer(shapely.difference(shapely.union_all(shapes[~is_crossing]), crossings), _BARRIER_M)
    return shapely.difference(area, project(lines, transformer(crs, WGS84)))


def territories_in(territories: gpd.GeoDataFrame | None, area: BaseGeometry) -> tuple[list[str], Geometries]:
    """Territories and their sides, as far as they lie in the area."""
    if territories is None or territories.empty:
        return [], np.array([], dtype=object)
    shapes = unwrapped(lonlat(territories.geometry).to_numpy(), area.centroid.x)
    # cutting moves corners by a rounding, so that what needs no cutting is left as it is
    outside = ~shapely.covered_by(shapes, area)
    shapes[outside] = shapely.intersection(shapes[outside], area)
    return [str(side) for side in territories["side"]], shapes
