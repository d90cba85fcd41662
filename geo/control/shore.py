"""The land to be divided, territories and barriers, and how the nodes, edges and triangles of meshes lie on it.

Meshes of one area have most of their nodes in common from day to day, so that each is looked at once.
"""

from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries, Ints
from geo.control.mesh import Mesh
from geo.control.triangulation import Numbers
from geo.geometry.projection import WGS84, flatten, lonlat, project, transformer, unwrapped
from geo.geometry.sphere import DEGREE_M

# so many steps from the shore, a triangle is inland
_FAR = 1.5
# half the width of a barrier, and the distance from a crossing within which it blocks nothing
_BARRIER_M, _CROSSING_M = 2.0, 500.0
# numbers of nodes of which three make one key
_BITS = 21


class Ashore(NamedTuple):
    """Where a mesh lies on the land.

    Parameters
    ----------
    nodes : array of Point
        Its nodes, lon/lat.
    is_ashore : array (n,)
        True for those on the land.
    inland : array of int
        Numbers of the triangles that touch the land.
    inner : array of int
        Numbers of the edges that lie within the land.
    """

    nodes: Geometries
    is_ashore: Flags
    inland: Ints
    inner: Ints


class Shore:
    """The land, and what has been found about it.

    Parameters
    ----------
    to_degrees : Transformer
        From the metres of meshes to lon/lat degrees.
    land : Polygon or MultiPolygon
        Ground to be divided among nodes, lon/lat.
    beside : array of Polygon or MultiPolygon
        Ground next to the land that must share its vertices, lon/lat.
    """

    def __init__(self, to_degrees: Transformer, land: BaseGeometry, beside: Geometries) -> None:
        self._to_degrees = to_degrees
        centre = shapely.Point(0, 0) if land.is_empty else land.centroid
        self.lon, self.lat = centre.x, centre.y
        self.ground = np.array([land, *beside], dtype=object)
        self.borders = shapely.boundary(self.ground)
        # a copy: a geometry that GEOS has prepared is not safe to use in two threads
        self._land = shapely.from_wkb(shapely.to_wkb(land))
        shapely.prepare(self._land)
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._node_numbers, self._edge_numbers, self._triangle_numbers = Numbers(), Numbers(), Numbers()
        self._nodes = np.zeros(0, dtype=object)
        self._is_ashore, self._is_deep, self._is_inner, self._is_inland = (np.zeros(0, dtype=bool) for _ in range(4))

    def on_earth(self, geometries: Geometries) -> Geometries:
        """Carry geometries from the plane to lon/lat degrees."""
        return unwrapped(project(geometries, self._to_degrees), self.lon)

    def under(self, mesh: Mesh) -> Ashore:
        """Find where a mesh lies on the land."""
        far_deg = _FAR * mesh.step_m / DEGREE_M / np.cos(np.radians(self.lat))
        with self._lock:
            if len(self._nodes) + len(mesh.nodes_m) > 2**_BITS:
                self._forget()
            number = self._look_at_nodes(mesh, far_deg)
            nodes, is_ashore, deep = self._nodes[number], self._is_ashore[number], self._is_deep[number]
            positions = shapely.get_coordinates(nodes)
            # most triangles and edges are far from the shore, and so need no drawing
            is_inland = np.asarray(deep[mesh.triangles].any(axis=1))
            is_inland[~is_inland] = self._touching(number, positions, mesh.triangles[~is_inland])
            is_short = np.hypot(*(positions[mesh.edges[:, 1]] - positions[mesh.edges[:, 0]]).T) < far_deg
            is_inner = deep[mesh.edges].all(axis=1) & is_short
            is_inner[~is_inner] = self._within(number, positions, mesh.edges[~is_inner])
        return Ashore(nodes, is_ashore, np.flatnonzero(is_inland), np.flatnonzero(is_inner))

    def _look_at_nodes(self, mesh: Mesh, far_deg: float) -> Ints:
        """Find the numbers of the nodes of a mesh, and look at the new ones."""
        number, new = self._node_numbers.of(mesh.nodes_m[:, 0] + 1j * mesh.nodes_m[:, 1])
        nodes = self.on_earth(shapely.points(mesh.nodes_m[new]))
        is_ashore = shapely.intersects(self._land, nodes)
        is_deep = is_ashore.copy()
        is_deep[shapely.STRtree(nodes).query(self.borders[0], "dwithin", far_deg)] = False
        self._nodes = np.append(self._nodes, nodes)
        self._is_ashore, self._is_deep = np.append(self._is_ashore, is_ashore), np.append(self._is_deep, is_deep)
        return number

    def _touching(self, number: Ints, positions: Geometries, triangles: Ints) -> Flags:
        """Find out which triangles touch the land."""
        found, new = self._triangle_numbers.of(_keys(number[triangles]))
        looked = shapely.intersects(self._land, shapely.polygons(positions[triangles[new]]))
        self._is_inland = np.append(self._is_inland, looked)
        return self._is_inland[found]

    def _within(self, number: Ints, positions: Geometries, edges: Ints) -> Flags:
        """Find out which edges lie within the land."""
        found, new = self._edge_numbers.of(_keys(number[edges]))
        looked = shapely.contains_properly(self._land, shapely.linestrings(positions[edges[new]]))
        self._is_inner = np.append(self._is_inner, looked)
        return self._is_inner[found]


def _keys(numbers: Ints) -> Ints:
    """Join the numbers of two or three nodes, in any order, to one."""
    ordered = np.sort(numbers, axis=1)
    key = ordered[:, 0]
    for column in ordered.T[1:]:
        key = (key << _BITS) + column
    return np.asarray(key)


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


class Fixed(NamedTuple):
    """Ground that is a side's whatever reports say, as far as it lies in the area: territories, and areas for a time.

    Parameters
    ----------
    sides : array of str (f,)
        The side of each.
    shapes, shapes_m : array of Polygon or MultiPolygon (f,)
        The ground in lon/lat, and in metres on the plane of meshes.
    starts, ends : list of date
        First day of each, and first day after it.
    bases : list of str or None
        Whose word each is, one of `geo.sides.BASES`; None for territories.
    """

    sides: Sequence[str]
    shapes: Geometries
    shapes_m: Geometries
    starts: Sequence[date]
    ends: Sequence[date]
    bases: Sequence[str | None]

    @classmethod
    def of(
        cls,
        territories: gpd.GeoDataFrame | None,
        areas: gpd.GeoDataFrame | None,
        area: BaseGeometry,
        to_metres: Transformer,
    ) -> "Fixed":
        """Cut ground to an area.

        Parameters
        ----------
        territories : GeoDataFrame or None
            Columns side and geometry: ground for all days.
        areas : GeoDataFrame or None
            Columns side, start_date, end_date (None is open), mode and geometry: those of the mode ``fixed`` are ground
            for their days, of which a later one covers an earlier one.
        area : Polygon or MultiPolygon
            The area, lon/lat.
        to_metres : Transformer
            From lon/lat to the plane of meshes.
        """
        rows: list[tuple[str, date, date, BaseGeometry, str | None]] = []
        if territories is not None:
            held = zip(territories["side"], lonlat(territories.geometry), strict=True)
            rows = [(str(side), date.min, date.max, ground, None) for side, ground in held]
        given = [] if areas is None else list(areas[areas["mode"] == "fixed"].itertuples())
        for row in sorted(given, key=lambda row: row.start_date or date.min)[::-1]:
            start, end = row.start_date or date.min, row.end_date or date.max
            covered = shapely.union_all([shape for _, first, last, shape, _ in rows if first < end and start < last])
            basis = getattr(row, "basis", None)
            rows.append((str(row.side), start, end, shapely.difference(row.geometry, covered), basis))
        sides, starts, ends, shapes, bases = zip(*rows, strict=True) if rows else ((), (), (), (), ())
        cut = unwrapped(np.array(shapes, dtype=object), area.centroid.x)
        # cutting moves corners by a rounding, so that what needs no cutting is left as it is
        outside = ~shapely.covered_by(cut, area)
        cut[outside] = shapely.intersection(cut[outside], area)
        return cls(sides, cut, flatten(cut, to_metres), starts, ends, bases)

    def held_on(self, day: date) -> tuple[int, ...]:
        """Numbers of the ground that is fixed on a day."""
        days = enumerate(zip(self.starts, self.ends, strict=True))
        return tuple(number for number, (start, end) in days if start <= day < end)

    def some(self, numbers: tuple[int, ...]) -> "Fixed":
        """Return a part of the ground, by numbers."""
        rows = list(numbers)
        return Fixed(
            [self.sides[row] for row in rows],
            self.shapes[rows],
            self.shapes_m[rows],
            [self.starts[row] for row in rows],
            [self.ends[row] for row in rows],
            [self.bases[row] for row in rows],
        )
