"""A mesh over an area: the known places and a lattice between them, joined to triangles; what control is computed on.

The lattice follows from the area alone, and is halved around places that have places of another bloc near. The
triangulation is Delaunay's. Whoever holds a node holds the ground halfway to its neighbours. Coordinates are metres on
a plane around the area.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Ints
from geo.control.triangulation import Triangulations

# nodes that the lattice of an area has
_NODES = 12_000
# a lattice node this near to a place, in its own steps, is left out
_CROWDED = 0.4
# a triangular lattice has so many nodes in a square of one step
_DENSITY = 2 / np.sqrt(3)
_HEIGHT = np.sqrt(3) / 2
# circles of nodes that are kept
_CIRCLES = 2**15
# steps of the lattice on the way to the nearest place of another bloc, the finest step, and how often it may be halved
_FINENESS, _FINEST_M, _HALVINGS = 4.0, 250.0, 6
# the lattice is halved within this share of that way
_HALVED = 0.6
# where four nodes lie on one circle, the triangulation goes by positions shaken by this share of a step; places less
_SHAKEN, _SHAKEN_PLACE_M = 1e-3, 1e-3


@dataclass(frozen=True)
class Lattice:
    """A triangular lattice over an area, whose nodes are counted in half steps of its finest level.

    Parameters
    ----------
    step_m : float
        Its step before it is halved anywhere.
    nodes : array (n, 2)
        Column and row of its nodes up to a step beyond the area's border.
    """

    step_m: float
    nodes: Ints

    @classmethod
    def over(cls, area_m: BaseGeometry, step_m: float | None = None) -> "Lattice":
        """Lay a lattice over an area, whose size chooses the step unless it is given."""
        step_m = step_m or float(np.sqrt(area_m.area * _DENSITY / _NODES))
        nodes = _box_nodes(area_m.bounds, step_m, 0)
        shapely.prepare(area_m)
        return cls(step_m, nodes[shapely.dwithin(area_m, shapely.points(_metres(nodes, step_m)), step_m)])

    def around(self, centre_m: Floats, radius_m: float, level: int) -> Ints:
        """Nodes of the lattice halved `level` times, within a circle."""
        x, y = centre_m.tolist()
        return self._circles(x, y, radius_m, level)

    @cached_property
    def _circles(self) -> Callable[[float, float, float, int], Ints]:
        """Nodes within circles, most of which are asked for again on the next day."""

        def nodes_within(x: float, y: float, radius_m: float, level: int) -> Ints:
            nodes = _box_nodes((x - radius_m, y - radius_m, x + radius_m, y + radius_m), self.step_m, level)
            return np.asarray(nodes[np.hypot(*(self.metres(nodes) - (x, y)).T) <= radius_m])

        return lru_cache(_CIRCLES)(nodes_within)

    def metres(self, nodes: Ints) -> Floats:
        """Positions of nodes."""
        return _metres(nodes, self.step_m)


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
        Step of the lattice where it is not halved.
    """

    nodes_m: Floats
    triangles: Ints
    step_m: float

    @classmethod
    def of(
        cls, lattice: Lattice, places_m: Floats, rivals_m: Floats, triangulations: Triangulations | None = None
    ) -> "Mesh":
        """Lay a mesh over an area and some places.

        Parameters
        ----------
        lattice : Lattice
            Of the area.
        places_m : array (k, 2)
            Positions of the known places.
        rivals_m : array (k,)
            Distance of each to the nearest place of another bloc; infinite if there is none.
        triangulations : Triangulations, optional
            Those of other meshes over the area; they make this one quicker, not different.

        Examples
        --------
        >>> lattice = Lattice.over(shapely.box(0, 0, 90_000, 90_000))
        >>> place = np.array([[40_000.0, 40_000.0]])
        >>> mesh, finer = (Mesh.of(lattice, place, np.array([away])) for away in (np.inf, 2000.0))
        >>> mesh.nodes_m[0].tolist(), len(finer.nodes_m) > len(mesh.nodes_m)
        ([40000.0, 40000.0], True)
        """
        nodes = [lattice.nodes]
        for place, away in zip(places_m, rivals_m.tolist(), strict=True):
            wanted = max(away / _FINENESS, _FINEST_M)
            # also the coarser levels, a ring of each, so that steps do not jump
            for level in range(1, _HALVINGS + 1):
                if lattice.step_m / 2 ** (level - 1) <= wanted:
                    break
                radius = max(_HALVED * away, 2 * wanted) + lattice.step_m / 2 ** (level - 1)
                nodes.append(lattice.around(place, radius, level))
        positions = lattice.metres(_unique(np.vstack(nodes)))
        if len(places_m):
            apart, near = cKDTree(places_m).query(positions)
            step = np.clip(rivals_m[near] / _FINENESS, _FINEST_M, lattice.step_m)
            positions = positions[apart > _CROWDED * step]
        nodes_m = np.vstack([places_m, positions])
        shaken_m = np.append(np.full(len(places_m), _SHAKEN_PLACE_M), np.full(len(positions), _SHAKEN * lattice.step_m))
        return cls(nodes_m, (triangulations or Triangulations()).of(nodes_m, shaken_m), lattice.step_m)

    @cached_property
    def edges(self) -> Ints:
        """Pairs of neighbouring nodes, each once, the smaller number first: (e, 2)."""
        return self._edges[0]

    @cached_property
    def triangle_edges(self) -> Ints:
        """Numbers of the edges of each triangle, each opposite to the node of the same place: (t, 3)."""
        return self._edges[1]

    @cached_property
    def _edges(self) -> tuple[Ints, Ints]:
        opposite = self.triangles[:, [[1, 2], [2, 0], [0, 1]]].reshape(-1, 2)
        # a pair as one number: sorting these is far faster than sorting pairs
        count = len(self.nodes_m)
        keys, numbers = np.unique(opposite.min(axis=1) * count + opposite.max(axis=1), return_inverse=True)
        return np.column_stack(np.divmod(keys, count)), numbers.reshape(-1, 3)

    @cached_property
    def tree(self) -> cKDTree:
        """Index of the nodes by their position."""
        return cKDTree(self.nodes_m)


def _unique(nodes: Ints) -> Ints:
    """Leave one of several equal nodes, sorted by row and column."""
    low = nodes.min(axis=0)
    columns = np.ptp(nodes[:, 0]) + 1
    keys = np.unique((nodes[:, 1] - low[1]) * columns + nodes[:, 0] - low[0])
    rows, column = np.divmod(keys, columns)
    return np.asarray(np.column_stack([column, rows]) + low)


def _box_nodes(bounds: tuple[float, float, float, float], step_m: float, level: int) -> Ints:
    """Nodes over a box and somewhat beyond; the origin does not depend on the box."""
    unit = 2 ** (_HALVINGS - level)
    west, south, east, north = (bound / step_m * 2**level for bound in bounds)
    rows = np.arange(np.floor(south / _HEIGHT) - 2, np.ceil(north / _HEIGHT) + 3).astype(np.int64)
    columns = np.arange(np.floor(west) - 2, np.ceil(east) + 3).astype(np.int64)
    y, x = np.meshgrid(rows, columns, indexing="ij")
    return np.column_stack([((2 * x + y % 2) * unit).ravel(), (y * unit).ravel()])


def _metres(nodes: Ints, step_m: float) -> Floats:
    finest = step_m / 2**_HALVINGS
    return np.column_stack([nodes[:, 0] * (finest / 2), nodes[:, 1] * (finest * _HEIGHT)])
