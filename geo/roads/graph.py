"""Road graphs: stretches of road outside of a neighbourhood as edges, with shortest paths, components and flows.

All coordinates and lengths are metres on a plane.
"""

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra, maximum_flow
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Floats, Geometries, Ints
from geo.roads.network import ROUNDING_M

# nodes are snapped to a grid of this size
_GRID_M = 0.1
# added to lengths, since a sparse graph has no edges of length 0
_STEP_M = 1e-3
# more than the capacity of all edges together
_NO_LIMIT = 1_000_000


class RoadGraph:
    """Stretches of road as edges between nodes.

    Parameters
    ----------
    edges : array of LineString
        The stretches outside of the neighbourhood, which touch at their ends only.
    neighbourhood : Polygon
        Area from which the paths start.

    Attributes
    ----------
    nodes : array of Point
        The ends of the edges.
    leaving, dead_ends : array of bool
        Nodes on the border of the neighbourhood, and other nodes with only one edge.
    exits : dict
        Edges with exactly one end on the border of the neighbourhood, by number: (node on the border, other node).

    Examples
    --------
    >>> edges = [shapely.LineString([(9, 0), (50, 0)]), shapely.LineString([(50, 0), (50, 80)])]
    >>> graph = RoadGraph(np.array(edges), shapely.box(-9, -9, 9, 9))
    >>> graph.exits
    {0: (0, 1)}
    >>> distances, _ = graph.distances(graph.dead_ends)
    >>> distances[1].round(1)
    np.float64(80.0)
    """

    def __init__(self, edges: Geometries, neighbourhood: BaseGeometry) -> None:
        self.edges = edges
        ends = np.vstack([shapely.get_coordinates(shapely.get_point(edges, end)) for end in (0, -1)])
        xy, numbers = np.unique(np.round(ends / _GRID_M), axis=0, return_inverse=True)
        self._ends: Ints = numbers.reshape(2, -1).T
        self.nodes = shapely.points(xy * _GRID_M)
        self.leaving: Flags = shapely.dwithin(self.nodes, neighbourhood, ROUNDING_M)
        self.dead_ends: Flags = (np.bincount(numbers.ravel(), minlength=len(xy)) == 1) & ~self.leaving
        leaves = self.leaving[self._ends]
        self.exits: dict[int, tuple[int, int]] = {
            int(edge): (int(self._ends[edge, first]), int(self._ends[edge, 1 - first]))
            for edge, first in enumerate(leaves.argmax(axis=1))
            if leaves[edge].sum() == 1
        }
        self._beyond: Flags = ~leaves.any(axis=1)
        # cached, since the same edges are usable on many days
        self._groups: dict[bytes, Ints] = {}
        self._flows: dict[tuple[object, ...], int] = {}

    def distances(self, goals: Flags) -> tuple[Floats, Ints]:
        """Find the shortest paths from all nodes to the goals outside of the neighbourhood.

        Parameters
        ----------
        goals : array of bool
            Nodes that are goals.

        Returns
        -------
        lengths : array
            Length of the shortest path from each node, infinite where there is none.
        following : array of int
            Next node on the path from each node; the number of nodes for a goal.
        """
        away = np.flatnonzero(self._beyond)
        pairs, lengths = np.sort(self._ends[away], axis=1), shapely.length(self.edges[away]) + _STEP_M
        # keep the shorter of two edges between the same nodes
        order = np.lexsort([lengths, *pairs.T])
        kept = order[np.unique(pairs[order], axis=0, return_index=True)[1]]
        root, ends = len(self.nodes), np.flatnonzero(goals)
        rows, columns = np.concatenate([pairs[kept].T, [ends, np.full(len(ends), root)]], axis=1)
        weights = np.concatenate([lengths[kept], np.full(len(ends), _STEP_M)])
        graph = coo_array((weights, (rows, columns)), shape=(root + 1, root + 1)).tocsr()
        distances, following = dijkstra(graph, directed=False, indices=root, return_predecessors=True)
        return distances, following

    def path(self, edge: int, following: Ints) -> Floats:
        """Return the coordinates of the path along an exit and on to the goal, by the next nodes from `distances`."""
        node, other = self.exits[edge]
        xy = [self._from(edge, node)]
        node, other = other, int(following[other])
        while other < len(self.nodes):
            between = np.flatnonzero((np.sort(self._ends, axis=1) == sorted([node, other])).all(axis=1))
            xy.append(self._from(int(between[shapely.length(self.edges[between]).argmin()]), node))
            node, other = other, int(following[other])
        return np.vstack(xy)

    def groups(self, usable: Flags) -> Ints:
        """Label the nodes by connected components along usable edges outside of the neighbourhood."""
        key = usable.tobytes()
        if key not in self._groups:
            one, other = self._ends[usable & self._beyond].T
            graph = coo_array((np.ones(len(one)), (one, other)), shape=(len(self.nodes),) * 2)
            self._groups[key] = connected_components(graph, directed=False)[1]
        return self._groups[key]

    def flow(self, usable: Flags, exits: frozenset[int], goals: Flags) -> int:
        """Find the greatest number of paths without a common edge, along usable edges from some exits to the goals."""
        key = (usable.tobytes(), exits, goals.tobytes())
        if key not in self._flows:
            one, other = self._ends[usable & self._beyond].T
            first, last = [self.exits[edge][1] for edge in exits], np.flatnonzero(goals)
            source, sink = len(self.nodes), len(self.nodes) + 1
            rows = np.concatenate([one, other, np.full(len(first), source), last])
            columns = np.concatenate([other, one, first, np.full(len(last), sink)])
            limits = np.concatenate([np.ones(len(rows) - len(last)), np.full(len(last), _NO_LIMIT)])
            ends = rows.astype(np.int32), columns.astype(np.int32)
            graph = coo_array((limits.astype(np.int32), ends), shape=(sink + 1, sink + 1))
            self._flows[key] = int(maximum_flow(graph.tocsr(), source, sink).flow_value) if first else 0
        return self._flows[key]

    def _from(self, edge: int, node: int) -> Floats:
        """Return the coordinates of an edge, starting at one of its nodes."""
        xy: Floats = shapely.get_coordinates(self.edges[edge])
        return xy if self._ends[edge, 0] == node else xy[::-1]
