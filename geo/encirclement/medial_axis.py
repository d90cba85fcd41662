"""The medial axis of a piece of ground, the centres of its largest inscribed discs, and the widest paths along it.

The axis (Blum 1967) is taken from the Voronoi diagram of points along the ground's border (Brandt and Algazi 1992): its
vertices are the circumcentres of the Delaunay triangles inside the ground, and its edges cross the sides that two
triangles share, the gates. The widest path to a goal is a maximum-bottleneck path, which runs in a maximum spanning
tree (Hu 1961). All coordinates and lengths are metres on a plane.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Floats, Ints
from geo.encirclement.border import Border

# widths are measured up to this limit
WIDEST_M = 20_000.0
# a narrower path is a rounding of coordinates
NARROWEST_M = 1.0
# tolerance within which a goal beside the ground touches it
_TOUCH_M = 0.1
# accuracy of the border: the centre of a disc may lie this far outside
_BORDER_M = 1.0
# widths that differ by less are equal
_SAME_M = 1e-6
# bisections of an edge of the axis, at most 10 km long where it matters, down to a centimetre
_HALVINGS = 20


# decides which discs, given as centres and radii, touch a target
_Touches = Callable[[Floats, Floats], Flags]


class AxisPath(NamedTuple):
    """A path along the axis.

    Attributes
    ----------
    line : array (n, 2)
        Its vertices.
    discs : array (m, 3)
        The narrowest disc (x, y, diameter) on each of its edges.
    width_m : float
        Diameter of the narrowest of them.
    room_m : float
        Diameter of the largest disc that touches the holding at its start.
    """

    line: Floats
    discs: Floats
    width_m: float
    room_m: float


class _Contacts(NamedTuple):
    """Contacts of discs with a target.

    Attributes
    ----------
    vertices : array (c,)
        Vertex of the axis that each contact leads to.
    centres : array (c, 2)
        Centres of the discs that touch the target.
    discs : array (c, 3)
        The narrowest disc (x, y, diameter) between each contact and its vertex.
    """

    vertices: Ints
    centres: Floats
    discs: Floats

    def widths(self) -> Floats:
        """Return the diameters of the discs, up to `WIDEST_M`."""
        return np.minimum(self.discs[:, 2], WIDEST_M)

    def widest(self) -> "_Contacts":
        """Keep the widest contact of each vertex."""
        order = np.lexsort([-self.discs[:, 2], self.vertices])
        first = order[np.flatnonzero(np.diff(self.vertices[order], prepend=-1))]
        return _Contacts(self.vertices[first], self.centres[first], self.discs[first])


class MedialAxis:
    """Largest discs inside some ground, and the widest paths along their centres to a goal.

    Parameters
    ----------
    border : Border
        The border of the ground.
    ground : Polygon or MultiPolygon
        Ground in which the discs have to stay.
    goal : geometry
        Geometry that a disc has to touch at the end.
    """

    def __init__(self, border: Border, ground: BaseGeometry, goal: BaseGeometry) -> None:
        points = border.points()
        # qhull is more exact with small numbers
        origin = points.mean(axis=0)
        mesh = Delaunay(points - origin)
        self._centres, self._radii = _circumcircles(points[mesh.simplices], origin)
        inside = _inside(ground, points[mesh.simplices], self._centres)
        self._inside = np.flatnonzero(inside)
        # edges of the axis, sorted so that a pair of vertices can be found by bisection
        self._edges, gates = _gates(mesh, inside, border.pieces())
        self._gates = points[gates]
        self._narrowest = self._narrowest_discs(self._edges, self._gates)
        self._goals = self._contacts(lambda xy, r: shapely.dwithin(goal, shapely.points(xy), r + _TOUCH_M)).widest()
        self._reached = self._widest_tree()
        self._shortest: dict[float, tuple[Floats, Ints]] = {}

    def widest_path(self, centre: shapely.Point, radius_m: float) -> AxisPath | None:
        """Find the shortest of the widest paths to the goal for discs that touch a circle at the start.

        Parameters
        ----------
        centre : Point
            Centre of the circle.
        radius_m : float
            Radius of the circle.

        Returns
        -------
        AxisPath or None
            None if no path is at least `NARROWEST_M` wide.
        """
        starts = self._contacts(lambda xy, r: np.hypot(*(xy - (centre.x, centre.y)).T) <= r + radius_m)
        widths = np.minimum(self._reached[starts.vertices], starts.widths())
        width = float(widths.max(initial=0.0))
        if width < NARROWEST_M:
            return None
        away, parent = self._shortest_tree(width)
        wide = np.flatnonzero(widths >= width - _SAME_M)
        start = int(wide[np.argmin(away[starts.vertices[wide]])])
        vertices = _path_to_root(int(starts.vertices[start]), parent)
        goal = int(np.searchsorted(self._goals.vertices, vertices[-1]))
        steps = np.sort(np.column_stack([vertices[:-1], vertices[1:]]), axis=1)
        line = [starts.centres[[start]], self._centres[vertices], self._goals.centres[[goal]]]
        discs = [starts.discs[[start]], self._narrowest[_find(steps, self._edges)], self._goals.discs[[goal]]]
        return AxisPath(np.vstack(line), np.vstack(discs), width, float(starts.discs[:, 2].max()))

    def _contacts(self, touches: _Touches) -> _Contacts:
        """Find the contacts of the largest discs with a target.

        A contact is a vertex whose disc touches the target, or lies on an edge from such a vertex to one whose disc
        does not touch.
        """
        touching = np.zeros(len(self._centres), dtype=bool)
        touching[self._inside] = touches(self._centres[self._inside], self._radii[self._inside])
        here = np.flatnonzero(touching)
        first, second = self._edges.T
        crossed = touching[first] != touching[second]
        near, far = np.where(touching[first], self._edges.T, self._edges.T[::-1])[:, crossed]
        gates = self._gates[crossed]
        between = self._last_touch(touches, near, far, gates)
        discs = _narrowest(between, _distance(between, gates[:, 0]), self._centres[far], self._radii[far], gates)
        return _Contacts(
            np.concatenate([here, far]),
            np.vstack([self._centres[here], between]),
            np.vstack([np.column_stack([self._centres[here], 2 * self._radii[here]]), discs]),
        )

    def _last_touch(self, touches: _Touches, near: Ints, far: Ints, gates: Floats) -> Floats:
        """Find the centre of the last disc that touches a target, on edges from a touching disc to one beyond."""
        touch, miss = self._centres[near], self._centres[far]
        for _ in range(_HALVINGS if len(near) else 0):
            middle = (touch + miss) / 2
            still = touches(middle, _distance(middle, gates[:, 0]))[:, None]
            touch, miss = np.where(still, middle, touch), np.where(still, miss, middle)
        return touch

    def _narrowest_discs(self, edges: Ints, gates: Floats) -> Floats:
        first, second = edges.T
        centres, radii = self._centres, self._radii
        return _narrowest(centres[first], radii[first], centres[second], radii[second], gates)

    def _graph(self, weights: Floats, goal_weights: Floats, edges: Ints, goals: Ints) -> coo_array:
        """Return the graph of the axis, with an additional last vertex for the goal."""
        root = len(self._centres)
        rows = np.concatenate([edges[:, 0], goals])
        columns = np.concatenate([edges[:, 1], np.full(len(goals), root)])
        return coo_array((np.concatenate([weights, goal_weights]), (rows, columns)), shape=(root + 1, root + 1)).tocsr()

    def _widest_tree(self) -> Floats:
        """Measure the width of the widest path from every vertex to the goal, 0 where there is none."""
        root = len(self._centres)
        widths = np.minimum(self._narrowest[:, 2], WIDEST_M)
        graph = self._graph(-widths, -self._goals.widths(), self._edges, self._goals.vertices)
        tree = minimum_spanning_tree(graph)
        tree += tree.T
        order, parent = breadth_first_order(tree, root, directed=False)
        order = order[1:]
        reached, following = np.zeros(root + 1), np.full(root + 1, root)
        reached[root] = WIDEST_M
        following[order] = parent[order]
        if len(order):
            reached[order] = -np.asarray(tree[order, parent[order]]).ravel()
        # minimum over each vertex's next 1, 2, 4, 8... edges in the tree
        step = following
        while (step[:root] != root).any():
            reached, step = np.minimum(reached, reached[step]), step[step]
        return reached[:root]

    def _shortest_tree(self, width: float) -> tuple[Floats, Ints]:
        """Find the shortest path of a width from every vertex to the goal: its length, and the next vertex on it."""
        # cached, since posts behind the same gate have the same width
        if width not in self._shortest:
            wide = self._narrowest[:, 2] >= width - _SAME_M
            edges = self._edges[wide]
            # a sparse graph has no edges of length 0
            lengths = np.maximum(_distance(self._centres[edges[:, 0]], self._centres[edges[:, 1]]), _SAME_M)
            goals = self._goals.vertices[self._goals.discs[:, 2] >= width - _SAME_M]
            graph = self._graph(lengths, np.full(len(goals), _SAME_M), edges, goals)
            root = len(self._centres)
            self._shortest[width] = dijkstra(graph, directed=False, indices=root, return_predecessors=True)
        return self._shortest[width]


def _inside(ground: BaseGeometry, corners: Floats, centres: Floats) -> Flags:
    """Decide which triangles lie inside the ground, with the centres of their circumcircles."""
    inside = shapely.contains_xy(ground, *corners.mean(axis=1).T) & np.isfinite(centres).all(axis=1)
    # along a straight border, triangles are so flat that rounding decides on which side they lie: there the centres of
    # their circumcircles decide
    doubtful = np.flatnonzero(inside)
    doubtful = doubtful[~shapely.contains_xy(ground, *centres[doubtful].T)]
    inside[doubtful] = shapely.dwithin(shapely.points(centres[doubtful]), ground, _BORDER_M)
    return np.asarray(inside)


def _circumcircles(corners: Floats, origin: Floats) -> tuple[Floats, Floats]:
    """Return centres and radii of the circumcircles of triangles; not finite where a triangle is flat."""
    a, b, c = (corners - origin).transpose(1, 0, 2)
    ab, ac = b - a, c - a
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.column_stack([(ab**2).sum(axis=1), (ac**2).sum(axis=1)]) / (2 * _cross(ab, ac))[:, None]
        x = ac[:, 1] * squares[:, 0] - ab[:, 1] * squares[:, 1]
        y = ab[:, 0] * squares[:, 1] - ac[:, 0] * squares[:, 0]
    return np.column_stack([x, y]) + a + origin, np.hypot(x, y)


def _gates(mesh: Delaunay, inside: Flags, border_pieces: Ints) -> tuple[Ints, Ints]:
    """Find pairs of triangles inside the ground with a common side off the border, and the ends of this side."""
    triangle = np.repeat(np.arange(len(mesh.simplices)), 3)
    neighbour = mesh.neighbors.ravel()
    sides = np.sort(mesh.simplices[:, [[1, 2], [2, 0], [0, 1]]].reshape(-1, 2), axis=1)
    known = inside[triangle] & inside[neighbour] & (triangle < neighbour)
    open_to_both = np.flatnonzero(known & ~np.isin(_key(sides), _key(border_pieces)))
    pairs = np.column_stack([triangle, neighbour])[open_to_both]
    order = np.argsort(_key(pairs))
    return pairs[order], sides[open_to_both][order]


def _narrowest(one: Floats, one_radius: Floats, other: Floats, other_radius: Floats, gates: Floats) -> Floats:
    """Find the narrowest disc (x, y, diameter) on the way from one place to another along each edge of the axis."""
    start, end = gates.transpose(1, 0, 2)
    along = end - start
    # all these discs touch the two ends of the gate, so that the narrowest is in the gate if the edge crosses the gate,
    # and at an end of the edge otherwise
    passed = _cross(along, one - start) * _cross(along, other - start) < 0
    smaller = np.where((one_radius < other_radius)[:, None], one, other)
    spot = np.where(passed[:, None], (start + end) / 2, smaller)
    diameter = np.where(passed, _distance(start, end), 2 * np.minimum(one_radius, other_radius))
    return np.column_stack([spot, diameter])


def _path_to_root(vertex: int, parent: Ints) -> Ints:
    """Return the vertices from a vertex to the last one before the root of a tree."""
    chain = []
    # the root has no parent
    while parent[vertex] >= 0:
        chain.append(vertex)
        vertex = int(parent[vertex])
    return np.array(chain)


def _find(pairs: Ints, among: Ints) -> Ints:
    """Return the positions of pairs among sorted pairs."""
    return np.asarray(np.searchsorted(_key(among), _key(pairs)))


def _key(pairs: Ints) -> Ints:
    """Encode pairs of numbers below 2**32 as one number each, in the same order."""
    return (pairs[:, 0].astype(np.int64) << 32) + pairs[:, 1]


def _distance(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.hypot(*(one - other).T), dtype=np.float64)


def _cross(u: Floats, v: Floats) -> Floats:
    return u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
