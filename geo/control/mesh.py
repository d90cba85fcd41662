"""The mesh of the field of control: reported places and a triangular lattice between them, in a Delaunay triangulation.

The holder of a node holds the ground halfway to its neighbours. Coordinates are metres on a plane around the area.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Ints

# least and greatest number of lattice nodes; the step of the lattice is limited accordingly
_FEWEST_NODES, _MOST_NODES = 4_000, 15_000
# lattice nodes nearer than this to a place, in steps of the lattice, are left out
_CROWDED = 0.6
# nodes of a triangular lattice in a square of one step
_DENSITY = 2 / np.sqrt(3)


@dataclass(frozen=True)
class Mesh:
    """Nodes and the triangles between them; the nodes of the places come first, in their order.

    Parameters
    ----------
    nodes_m : array (n, 2)
        Positions of the nodes.
    triangles : array (t, 3)
        Numbers of the nodes of each triangle.
    step_m : float
        Step of the lattice.
    """

    nodes_m: Floats
    triangles: Ints
    step_m: float

    @classmethod
    def over(cls, area_m: BaseGeometry, places_m: Floats, step_m: float) -> "Mesh":
        """Make a mesh over an area and all places, with nodes up to a step beyond the area's border.

        Parameters
        ----------
        area_m : Polygon or MultiPolygon
            The area.
        places_m : array (p, 2)
            Positions of the places.
        step_m : float
            Step of the lattice, as far as its number of nodes allows.

        Examples
        --------
        >>> mesh = Mesh.over(shapely.box(0, 0, 9000, 9000), np.array([[4000.0, 4000.0]]), step_m=1000)
        >>> mesh.nodes_m[0].tolist(), len(mesh.edges) > 200
        ([4000.0, 4000.0], True)
        """
        finest, coarsest = (float(np.sqrt(area_m.area * _DENSITY / nodes)) for nodes in (_MOST_NODES, _FEWEST_NODES))
        step_m = min(max(step_m, finest), coarsest)
        lattice = _lattice(area_m.bounds, step_m)
        shapely.prepare(area_m)
        lattice = lattice[shapely.dwithin(area_m, shapely.points(lattice), step_m)]
        if len(places_m):
            distance, _ = cKDTree(places_m).query(lattice)
            lattice = lattice[distance > _CROWDED * step_m]
        nodes = np.vstack([places_m, lattice])
        triangles = Delaunay(nodes).simplices.astype(np.int64)
        return cls(nodes, triangles, step_m)

    @cached_property
    def edges(self) -> Ints:
        """Pairs of neighbouring nodes, each once, the smaller number first: (e, 2)."""
        return self._edges[0]

    @cached_property
    def triangle_edges(self) -> Ints:
        """Numbers of the edges of each triangle: (t, 3); edge k lies opposite to node k of the triangle."""
        return self._edges[1]

    @cached_property
    def _edges(self) -> tuple[Ints, Ints]:
        opposite = self.triangles[:, [[1, 2], [2, 0], [0, 1]]].reshape(-1, 2)
        edges, numbers = np.unique(np.sort(opposite, axis=1), axis=0, return_inverse=True)
        return edges, numbers.reshape(-1, 3)

    @cached_property
    def tree(self) -> cKDTree:
        """Spatial index of the nodes."""
        return cKDTree(self.nodes_m)


def _lattice(bounds: tuple[float, float, float, float], step_m: float) -> Floats:
    """Triangular lattice over a bounding box and two steps beyond; its origin is that of the plane."""
    west, south, east, north = (bound / step_m for bound in bounds)
    height = np.sqrt(3) / 2
    rows = np.arange(np.floor(south / height) - 2, np.ceil(north / height) + 3)
    columns = np.arange(np.floor(west) - 2, np.ceil(east) + 3)
    y, x = np.meshgrid(rows, columns, indexing="ij")
    return np.column_stack([((x + (y % 2) / 2) * step_m).ravel(), (y * height * step_m).ravel()])
