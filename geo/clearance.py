"""Clearance: how wide a disc can be moved through a piece of ground, and along which way.

The centres of largest discs form the medial axis of the ground (Blum 1967). It is taken from the Voronoi diagram of points along
the ground's border (Brandt and Algazi 1992), and the widest way is a maximum-bottleneck path on it, which runs in a maximum
spanning tree (Hu 1961). Where a way is narrow, its border is sampled again more densely until the width is right to 1 % or
20 m, whichever is larger. All coordinates and lengths here are metres on a plane.
"""

from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# widths are told up to here; beyond, nothing depends on them
WIDEST_M = 20_000.0
# what is narrower than this is a rounding of coordinates, not a way
NARROWEST_M = 1.0
_SPACING_M = 400.0
_FINEST_M = 2.0
_RELATIVE, _ABSOLUTE_M = 0.01, 20.0


@dataclass(frozen=True, slots=True)
class Way:
    """The widest way between two places: its width in metres, its line and where it is tightest."""

    width_m: float
    line: shapely.LineString
    pinch: shapely.Point


class Clearance:
    """Ways through one piece of ground to one goal; shared by everything that starts on that ground.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Where the disc may be, in metres.
    goal : geometry
        What the disc has to touch in the end.
    """

    def __init__(self, ground: BaseGeometry, goal: BaseGeometry) -> None:
        shapely.prepare(ground)
        self._ground, self._goal = ground, goal
        self._border = _Border.of(ground)
        self._axis = _MedialAxis(self._border, ground, goal)

    def widest_way(self, centre: shapely.Point, radius_m: float) -> Way | None:
        """Widest way from where a disc touches a round holding to where it touches the goal.

        Parameters
        ----------
        centre : Point
            Centre of the holding.
        radius_m : float
            Its radius.

        Returns
        -------
        Way or None
            Width exact to 1 % or 20 m, whichever is larger, and at most `WIDEST_M`; None if there is no way.
        """
        while True:
            track = self._axis.track(centre, radius_m)
            if track is None:
                return None
            doubtful = self._doubtful(track)
            if not len(doubtful) or not self._border.refine(doubtful):
                return self._way(track, centre)
            self._axis = _MedialAxis(self._border, self._ground, self._goal)

    def _doubtful(self, track: "_Track") -> Floats:
        """Discs along a track (x, y, diameter) whose width is not yet known well enough, and matters."""
        # at the spacing that one starts with, wider discs are right already
        discs = track.discs[track.discs[:, 2] < _SPACING_M / np.sqrt(2 * _RELATIVE)]
        error = self._border.error(discs)
        allowed = np.maximum(_RELATIVE * track.width_m, _ABSOLUTE_M)
        return discs[(error > allowed) & (discs[:, 2] - error < track.width_m)]

    def _way(self, track: "_Track", centre: shapely.Point) -> Way:
        end = shapely.shortest_line(shapely.Point(track.centres[-1]), self._goal)
        line = shapely.LineString([*centre.coords, *track.centres, *end.coords])
        pinch = track.discs[int(np.argmin(track.discs[:, 2]))]
        return Way(min(track.width_m, WIDEST_M), line, shapely.Point(pinch[:2]))


@dataclass
class _Border:
    """The border of a piece of ground as short straight pieces from point to point."""

    starts: Floats
    ends: Floats
    tree: cKDTree = field(init=False, repr=False)
    middles: cKDTree = field(init=False, repr=False)

    @classmethod
    def of(cls, ground: BaseGeometry) -> "_Border":
        """Sample a border so that the Delaunay triangulation of the points keeps to it."""
        lines = shapely.get_parts(shapely.union_all(shapely.get_parts(shapely.boundary(ground))))
        lines = shapely.segmentize(lines, _SPACING_M)
        xy, line = shapely.get_coordinates(lines, return_index=True)
        xy = np.round(xy, 3)
        joined = (line[1:] == line[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
        border = cls(xy[:-1][joined], xy[1:][joined])
        border.conform()
        return border

    def __post_init__(self) -> None:
        self._index()

    def _index(self) -> None:
        self.tree = cKDTree(self.points())
        self.middles = cKDTree((self.starts + self.ends) / 2)

    def points(self) -> Floats:
        """All points of the border, each once."""
        # as complex numbers, which sort many times faster than rows do
        both = np.unique(np.vstack([self.starts, self.ends]) @ (1, 1j))
        return np.column_stack([both.real, both.imag])

    def lengths(self) -> Floats:
        """Length of each piece."""
        return np.asarray(np.hypot(*(self.ends - self.starts).T), dtype=float)

    def conform(self) -> None:
        """Halve pieces until none has another point of the border inside the circle over it (Ruppert 1995)."""
        while True:
            lengths = self.lengths()
            nearest, _ = self.tree.query((self.starts + self.ends) / 2)
            if not self._halve((nearest < lengths / 2 * (1 - 1e-6)) & (lengths > _FINEST_M)):
                return

    def refine(self, discs: Floats) -> bool:
        """Halve the pieces that limit the width of some discs; False if they are as short as they get."""
        lengths = self.lengths()
        long = np.zeros(len(lengths), dtype=bool)
        for x, y, diameter in discs:
            near = self.middles.query_ball_point((x, y), diameter / 2 + 2 * _SPACING_M)
            long[near] |= lengths[near] > max(diameter * _RELATIVE, _ABSOLUTE_M)
        halved = self._halve(long)
        if halved:
            self.conform()
        return halved

    def error(self, discs: Floats) -> Floats:
        """By how much the diameter of each disc may be overstated, since the border is known at points only."""
        lengths = self.lengths()
        diameter = discs[:, 2]
        near = self.middles.query_ball_point(discs[:, :2], diameter / 2 + _SPACING_M)
        spacing = np.array([lengths[pieces].max() if pieces else _SPACING_M for pieces in near])
        return np.asarray(diameter - np.sqrt(np.maximum(diameter**2 - spacing**2, 0)), dtype=float)

    def _halve(self, which: NDArray[np.bool_]) -> bool:
        if not which.any():
            return False
        middles = np.round((self.starts[which] + self.ends[which]) / 2, 3)
        self.starts, self.ends = (
            np.vstack([self.starts[~which], self.starts[which], middles]),
            np.vstack([self.ends[~which], middles, self.ends[which]]),
        )
        self._index()
        return True


@dataclass(frozen=True)
class _Track:
    """A chain of discs along the medial axis."""

    centres: Floats
    discs: Floats
    width_m: float


class _MedialAxis:
    """Circumcircles of the triangles inside the ground, joined where a disc can pass from one to the next."""

    def __init__(self, border: _Border, ground: BaseGeometry, goal: BaseGeometry) -> None:
        points = border.points()
        # qhull wants small numbers
        origin = points.mean(axis=0)
        mesh = Delaunay(points - origin)
        corners = points[mesh.simplices]
        self.centres, self.radii = _circumcircles(corners, origin)
        inside = shapely.contains_xy(ground, *corners.mean(axis=1).T) & np.isfinite(self.radii)
        pairs, gates = _gates(mesh, inside)
        wall = _is_piece(points, border, gates)
        self._count = len(self.centres)
        # in an order in which a pair of neighbours is found by bisection
        keys = pairs @ (self._count, 1)
        order = np.argsort(keys)
        order = order[~wall[order]]
        self._keys, self._pairs = keys[order], pairs[order]
        self._widths, self._spots = self._gate_widths(points[gates[order]])
        reach = np.flatnonzero(inside)
        touching = shapely.distance(shapely.points(self.centres[reach]), goal) <= self.radii[reach] + 1e-6
        self._goals = reach[touching]
        self._inside = reach
        self._widest_tree()

    def _gate_widths(self, ends: Floats) -> tuple[Floats, Floats]:
        """Width of the tightest disc between each pair of neighbours (capped), and all of it: x, y, diameter."""
        (a, b), (p, q) = self._pairs.T, ends.transpose(1, 0, 2)
        along = q - p
        side_a, side_b = (_cross(along, self.centres[t] - p) for t in (a, b))
        # the way between two centres is tightest in the gate if it leads through it, else at its smaller end
        through = side_a * side_b < 0
        smaller = np.where(self.radii[a] < self.radii[b], a, b)
        width = np.where(through, np.hypot(*along.T), 2 * self.radii[smaller])
        spot = np.where(through[:, None], (p + q) / 2, self.centres[smaller])
        return np.minimum(width, WIDEST_M), np.column_stack([spot, width])

    def _widest_tree(self) -> None:
        """Width of the widest way from every triangle to the goal, as a tree rooted in the goal."""
        root = self._count
        rows = np.concatenate([self._pairs[:, 0], self._goals])
        columns = np.concatenate([self._pairs[:, 1], np.full(len(self._goals), root)])
        widths = np.concatenate([self._widths, np.minimum(2 * self.radii[self._goals], WIDEST_M)])
        graph = coo_array((-widths, (rows, columns)), shape=(root + 1, root + 1)).tocsr()
        tree = minimum_spanning_tree(graph)
        order, parent = breadth_first_order(tree + tree.T, root, directed=False)
        step = -np.asarray((tree + tree.T)[order[1:], parent[order[1:]]]).ravel()
        reached = np.zeros(root + 1)
        reached[root] = WIDEST_M
        for node, width in zip(order[1:], step, strict=True):
            reached[node] = min(reached[parent[node]], width)
        self.reached = reached[:root]

    def track(self, centre: shapely.Point, radius_m: float) -> _Track | None:
        """Shortest among the widest ways from a round holding to the goal."""
        inside = self._inside
        away = np.hypot(*(self.centres[inside] - (centre.x, centre.y)).T)
        starts = inside[away <= self.radii[inside] + radius_m]
        widths = np.minimum(self.reached[starts], 2 * self.radii[starts])
        if not len(starts) or widths.max() < NARROWEST_M:
            return None
        width = float(widths.max())
        nodes = self._shortest(starts[widths >= width - 1e-6], width)
        return _Track(self.centres[nodes], self._discs(nodes), width)

    def _shortest(self, starts: Ints, width: float) -> Ints:
        """Triangles along the shortest way that is as wide as asked."""
        wide = self._widths >= width - 1e-6
        a, b = self._pairs[wide].T
        length = np.hypot(*(self.centres[a] - self.centres[b]).T) + 1e-3
        root = self._count
        goals = self._goals[2 * self.radii[self._goals] >= width - 1e-6]
        graph = coo_array(
            (
                np.concatenate([length, np.full(len(goals), 1e-3)]),
                (np.concatenate([a, goals]), np.concatenate([b, np.full(len(goals), root)])),
            ),
            shape=(root + 1, root + 1),
        ).tocsr()
        away, parent = dijkstra(graph, directed=False, indices=root, return_predecessors=True)
        node = int(starts[np.argmin(away[starts])])
        nodes = []
        while node != root:
            nodes.append(node)
            node = int(parent[node])
        return np.array(nodes)

    def _discs(self, nodes: Ints) -> Floats:
        """All tightest discs along a chain of triangles, its ends' own included."""
        ends = nodes[[0, -1]]
        discs = [np.column_stack([self.centres[ends], 2 * self.radii[ends]])]
        if len(nodes) > 1:
            step = np.sort(np.column_stack([nodes[:-1], nodes[1:]]), axis=1) @ (self._count, 1)
            discs.append(self._spots[np.searchsorted(self._keys, step)])
        return np.vstack(discs)


def _cross(u: Floats, v: Floats) -> Floats:
    return u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]


def _circumcircles(corners: Floats, origin: Floats) -> tuple[Floats, Floats]:
    """Centres and radii of the circles through the corners of triangles; infinite where a triangle is flat."""
    a, b, c = (corners - origin).transpose(1, 0, 2)
    ab, ac = b - a, c - a
    twice = 2 * _cross(ab, ac)
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.column_stack([(ab**2).sum(axis=1), (ac**2).sum(axis=1)])
        x = (ac[:, 1] * squares[:, 0] - ab[:, 1] * squares[:, 1]) / twice
        y = (ab[:, 0] * squares[:, 1] - ac[:, 0] * squares[:, 0]) / twice
    return np.column_stack([x, y]) + a + origin, np.hypot(x, y)


def _gates(mesh: Delaunay, inside: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Neighbouring triangles inside the ground, and the two points of the side they share."""
    triangle = np.repeat(np.arange(len(mesh.simplices)), 3)
    neighbour = mesh.neighbors.ravel()
    shared = np.array([[1, 2], [2, 0], [0, 1]])
    sides = mesh.simplices[:, shared].reshape(-1, 2)
    keep = (triangle < neighbour) & inside[triangle] & inside[neighbour]
    return np.column_stack([triangle, neighbour])[keep], sides[keep]


def _is_piece(points: Floats, border: _Border, sides: Ints) -> NDArray[np.bool_]:
    """Which sides of triangles are pieces of the border, and so no gates."""
    count = len(points)
    _, starts = border.tree.query(border.starts)
    _, ends = border.tree.query(border.ends)
    pieces = np.sort(np.column_stack([starts, ends]), axis=1) @ (count, 1)
    return np.isin(np.sort(sides, axis=1) @ (count, 1), pieces)
