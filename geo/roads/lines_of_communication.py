"""Lines of communication: the roads near a post, open or cut, with the places where they are cut.

Ground lines of communication connect a force with its supply (US Army FM 3-90). The number of independent roads is the
least number of stretches that have to be cut to close all of them: a minimum cut, computed as the maximum flow (Ford
and Fulkerson 1956). All coordinates and lengths are metres on a plane.
"""

from typing import NamedTuple

import numpy as np
import shapely
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from geo.arrays import Flags, Floats, Geometries, Ints
from geo.roads.graph import RoadGraph
from geo.roads.network import NEAR_M, ROUNDING_M, RoadNetwork

# distance beyond a cut at which the side that holds the blocked ground is determined
_BEYOND_M = 50.0


class Cut(NamedTuple):
    """The cut of a road: the first place that is not passable, and a point on the blocked ground beyond."""

    road: str
    place: shapely.Point
    beyond: shapely.Point


class Lines(NamedTuple):
    """Lines of communication of one day: names of open and of cut roads, cuts, number of independent roads."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    cuts: tuple[Cut, ...]
    independent: int


class _Road(NamedTuple):
    """A road near a post: its part in the neighbourhood, its exits, its goals, and the paths searched for cuts."""

    name: str
    inside: BaseGeometry
    exits: list[int]
    goals: Flags
    to_anchors: bool
    paths: list[shapely.LineString]


class Approaches:
    """Roads near a post and their shortest paths to the anchors with all ground passable; the same on every day.

    A road is near if it enters the post's neighbourhood, a disc of 10 km (`geo.roads.network.NEAR_M`). A road is open
    if a path over supplied ground leads from the road's stretch nearest to the post, along this road and roads
    connected to it, to within 10 km of an anchor. If the road would not lead to an anchor even with all ground
    passable, a path to a dead end is enough. A road that does not leave the neighbourhood is open if it is passable
    from end to end. All other roads are cut.

    The cut is the first blocked place on the shortest path that the road has with all ground passable.

    Parameters
    ----------
    network : RoadNetwork
        All roads.
    post : Point
        The post.

    Examples
    --------
    >>> import geopandas as gpd
    >>> road, other = shapely.LineString([(0, 0), (50_000, 0)]), shapely.LineString([(40_000, -30_000), (40_000, 0)])
    >>> roads = gpd.GeoDataFrame({"name": ["M4", "M5"]}, geometry=[road, other])
    >>> approaches = Approaches(RoadNetwork(roads, anchors=shapely.Point(0, 0)), shapely.Point(40_000, 0))
    >>> ground = shapely.box(-5000, -5000, 60_000, 5000)
    >>> lines = approaches.lines(ground, ground, shapely.Polygon())
    >>> lines.opened, lines.closed, lines.independent
    (('M4',), ('M5',), 1)
    >>> lines.cuts[0].place
    <POINT (40000 -5000)>
    """

    def __init__(self, network: RoadNetwork, post: shapely.Point) -> None:
        self._post, self._network = post, network
        disc = post.buffer(NEAR_M)
        edges, stretch = shapely.get_parts(shapely.difference(network.stretches, disc), return_index=True)
        some = shapely.length(edges) > 0
        self._graph = RoadGraph(edges[some], disc)
        self._tested = _without_ends(edges[some])
        at_anchors = shapely.dwithin(self._graph.nodes, network.at_anchors, ROUNDING_M) & ~self._graph.leaving
        self._roads = self._near_roads(network.carries[:, stretch[some]], disc, at_anchors)
        to_anchors = any(road.to_anchors for road in self._roads)
        self._goals: Flags = at_anchors if to_anchors else self._graph.dead_ends

    def lines(self, supplied: BaseGeometry, passable: BaseGeometry, holding: BaseGeometry) -> Lines:
        """Find the open and the cut roads of a day.

        Parameters
        ----------
        supplied : geometry
            Passable ground that is connected to the post and to an anchor; empty for a post that is cut off.
        passable : geometry
            All passable ground.
        holding : geometry
            Ground held by the post itself.

        Returns
        -------
        Lines
            Names in alphabetical order. A road that is passable, but cut off together with the post, has no cut.
        """
        opened: set[str] = set()
        independent = 0
        if self._roads and not supplied.is_empty:
            opened, independent = self._open_roads(supplied)
        closed = [road for road in self._roads if road.name not in opened]
        cuts = (_first_blocked(road, passable, holding) for road in closed)
        return Lines(
            tuple(sorted(opened)), tuple(road.name for road in closed), tuple(cut for cut in cuts if cut), independent
        )

    def _open_roads(self, supplied: BaseGeometry) -> tuple[set[str], int]:
        """Find the names of the open roads, and the number of independent roads."""
        usable = shapely.covers(supplied, self._tested) | shapely.is_empty(self._tested)
        group = self._graph.groups(usable)
        opened, reached, there = set(), set(), 0
        for road in self._roads:
            near = self._near_stretch(road, supplied)
            at_anchor = shapely.intersects(near, self._network.at_anchors)
            there += int(at_anchor)
            exits = [edge for edge in road.exits if usable[edge] and self._leads_to(near, edge)]
            reached.update(exits)
            leads_on = np.isin(group[[self._graph.exits[edge][1] for edge in exits]], group[road.goals]).any()
            whole = not road.exits and shapely.difference(road.inside, supplied).length <= ROUNDING_M
            if at_anchor or leads_on or whole:
                opened.add(road.name)
        return opened, there + self._graph.flow(usable, frozenset(reached), self._goals)

    def _near_stretch(self, road: _Road, supplied: BaseGeometry) -> BaseGeometry:
        """Find the supplied stretch of a road nearest to the post: the connected component of its nearest point."""
        if shapely.covers(supplied, road.inside):
            return road.inside
        parts = shapely.get_parts(shapely.intersection(road.inside, supplied))
        parts = parts[shapely.length(parts) > ROUNDING_M]
        if not len(parts):
            return shapely.LineString()
        _, group = connected_components(shapely.dwithin(parts[:, None], parts, ROUNDING_M), directed=False)
        nearest = group[shapely.distance(parts, self._post).argmin()]
        return shapely.multilinestrings(parts[group == nearest])

    def _leads_to(self, near: BaseGeometry, edge: int) -> bool:
        """Decide if a stretch in the neighbourhood leads to an exit."""
        return bool(shapely.dwithin(near, self._graph.nodes[self._graph.exits[edge][0]], ROUNDING_M))

    def _near_roads(self, carries: Flags, disc: BaseGeometry, at_anchors: Flags) -> list[_Road]:
        """Find all roads near the post, with their paths to the anchors or ends with all ground passable."""
        graph, roads = self._graph, []
        to_anchors, to_ends = (graph.distances(goals) for goals in (at_anchors, graph.dead_ends))
        for number in np.flatnonzero(shapely.dwithin(self._network.lines, self._post, NEAR_M)):
            inside = shapely.line_merge(shapely.intersection(self._network.lines[number], disc))
            exits = [edge for edge in graph.exits if carries[number, edge]]
            leads_there = any(np.isfinite(to_anchors[0][graph.exits[edge][1]]) for edge in exits)
            goals, found = (at_anchors, to_anchors) if leads_there else (graph.dead_ends, to_ends)
            path = self._path(inside, exits, *found)
            paths = [path, *self._beside(path, to_anchors=leads_there)] if path else self._within(inside)
            roads.append(_Road(self._network.names[number], inside, exits, goals, leads_there, paths))
        return roads

    def _path(
        self, inside: BaseGeometry, exits: list[int], distances: Floats, following: Ints
    ) -> shapely.LineString | None:
        """Find the shortest path from a road's point nearest to the post out of the neighbourhood and on to a goal."""
        graph, pieces = self._graph, shapely.get_parts(inside)
        found = []
        for edge in exits:
            place, node = graph.exits[edge]
            if np.isfinite(distances[node]):
                piece = pieces[shapely.distance(pieces, graph.nodes[place]).argmin()]
                inner = substring(piece, piece.project(self._post), piece.project(graph.nodes[place]))
                found.append((inner.length + graph.edges[edge].length + distances[node], edge, inner))
        if not found:
            return None
        _, edge, inner = min(found)
        return shapely.LineString(np.vstack([shapely.get_coordinates(inner), graph.path(edge, following)]))

    def _beside(self, path: shapely.LineString, *, to_anchors: bool) -> list[shapely.LineString]:
        """Return straight lines from the post to the start of a path, and from its end to an anchor."""
        onto = shapely.LineString([self._post, shapely.get_point(path, 0)])
        return [onto, shapely.shortest_line(shapely.get_point(path, -1), self._network.anchors)][: 1 + to_anchors]

    def _within(self, inside: BaseGeometry) -> list[shapely.LineString]:
        """Split each piece of a road in the neighbourhood at its point nearest to the post; sort pieces by distance."""
        pieces = shapely.get_parts(inside)
        halves = []
        for piece in pieces[np.argsort(shapely.distance(pieces, self._post), kind="stable")]:
            nearest = piece.project(self._post)
            halves += [substring(piece, nearest, end) for end in (0, piece.length)]
        return [half for half in halves if half.length > ROUNDING_M]


def _first_blocked(road: _Road, passable: BaseGeometry, holding: BaseGeometry) -> Cut | None:
    """Find the cut of a road: the first blocked place on the first of its paths with a blocked place."""
    for line in road.paths:
        blocked = shapely.get_parts(shapely.difference(shapely.difference(line, passable), holding))
        blocked = blocked[shapely.length(blocked) > ROUNDING_M]
        if len(blocked):
            ends = shapely.line_locate_point(line, [shapely.get_point(blocked, end) for end in (0, -1)]).min(axis=0)
            first = int(ends.argmin())
            beyond = ends[first] + min(_BEYOND_M, blocked[first].length / 2)
            return Cut(road.name, line.interpolate(ends[first]), line.interpolate(beyond))
    return None


def _without_ends(lines: Geometries) -> Geometries:
    """Shorten lines by the rounding of coordinates (`ROUNDING_M`) at both ends."""
    ends = shapely.union(shapely.get_point(lines, 0), shapely.get_point(lines, -1))
    return np.asarray(shapely.difference(lines, shapely.buffer(ends, ROUNDING_M, quad_segs=2)))
