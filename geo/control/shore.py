"""The land to be divided, and how the nodes, edges and triangles of meshes lie on it.

Meshes of one area have most of their nodes in common from day to day, so that each is looked at once.
"""

from threading import Lock
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries, Ints
from geo.control.mesh import Mesh
from geo.control.triangulation import Numbers
from geo.geometry.projection import project, unwrapped
from geo.geometry.sphere import DEGREE_M

# so many steps from the shore, a triangle is inland
_FAR = 1.5
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
