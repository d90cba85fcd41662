"""Ways of posts: how probable it is on a day that a post still has a way to an anchor, and where it is weakest."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np

from geo.arrays import Floats, Ints
from geo.control.mesh import Mesh
from geo.control.model import ControlModel
from geo.control.shore import Ground
from geo.control.ways import Surroundings, WidestWays, widest_ways
from geo.encirclement.supply import Supply
from geo.geometry.sphere import KM
from geo.store import digest
from layers.assessment.road_ways import RoadGraph, RoadWay
from layers.assessment.states import LENIENT, Way
from layers.dossier.dossier import Dossier

T = TypeVar("T")
# bearings of the places where a post may stand, and their distances as shares of its uncertainty
_BEARINGS, _RINGS = 12, (0.5, 1.0)
# fields of ways that are kept, one a day, side and set of reports left out; and surroundings, of ten times the size
_KEPT, _AT_ONCE = 24, 8
_DIGITS = 4


class Route(NamedTuple):
    """What is known of the way of a post on a day beside its probability.

    Parameters
    ----------
    has_anchor : bool
        True if the side has an anchor by land on that day.
    weakest_m : array (2,) or None
        Where the ground on the best way is weakest, on the plane of the mesh; None where no ground leads to an anchor.
    at_anchor : bool
        True if that ground is an anchor's own.
    roads : tuple of RoadWay
        The ways along the roads near the post.
    supplied_by : tuple of str
        Names of anchors by sea or air that ground connects with the post, if only leniently.
    """

    has_anchor: bool
    weakest_m: Floats | None
    at_anchor: bool
    roads: tuple[RoadWay, ...]
    supplied_by: tuple[str, ...]

    @property
    def road_way(self) -> float | None:
        """The best way along roads alone; None if no road near the post leads to an anchor."""
        return max((road.way for road in self.roads), default=None)


class _Field(NamedTuple):
    """Ways from all nodes of a day's mesh, over all ground and with room for a corridor that counts as open."""

    mesh: Mesh
    ground: Ground
    share: Floats
    anchors: Ints
    widest: WidestWays
    narrow: Floats


class Ways:
    """Ways of all posts of a dossier.

    Parameters
    ----------
    dossier : Dossier
        Its posts, anchors, roads and settings.
    model : ControlModel
        Control by its reports.
    """

    def __init__(self, dossier: Dossier, model: ControlModel) -> None:
        self._dossier, self.model = dossier, model
        self._fields = lru_cache(_KEPT)(self._field)
        self._asked = lru_cache(None)(self._digest)
        self._anchors = lru_cache(4 * _KEPT)(self._anchor_nodes)
        self._surroundings = lru_cache(_AT_ONCE)(self._corridors_at)
        self._road_graphs = lru_cache(None)(self._road_graph)
        self._road_fields = lru_cache(_KEPT)(self._road_field)
        anchors = dossier.settings.anchors
        self._always = digest(anchors, dossier.roads, dossier.settings.narrow_km, str(dossier.settings.crs))
        self._turns = sorted({day for day in [*anchors["start"], *anchors["end"]] if day is not None})

    def changes(self, start: date, end: date) -> list[date]:
        """First day of a half-open period, and those on which ways may differ from the day before."""
        return sorted({*self.model.changes(start, end), *(day for day in self._turns if start < day < end)})

    def of(self, post: Any, on: date, without: frozenset[str] = frozenset()) -> Way:  # noqa: ANN401 - a row of a table
        """Find the best way of a post on a day, some reports being taken as not yet made."""
        return self.recall(post, on, "way", lambda: self._of(post, on, without), without)

    def recall(
        self,
        post: Any,  # noqa: ANN401 - a row of a table
        on: date,
        name: Hashable,
        find: Callable[[], T],
        without: frozenset[str] = frozenset(),
    ) -> T:
        """Read from the model's store what was found for a post on a day, or find it."""
        _, anchors = self._key(post.side, on)
        asked = self._asked(post.geometry.x, post.geometry.y, post.uncertainty_km, post.hold_km, post.side)
        return self.model.results.recall(on, (name, asked, anchors), find, without)

    def _digest(self, *post: float | str | None) -> str:
        """Digest all that the ways and the verdict of a post follow from beside control; its side is named last."""
        return digest(self._always, post, self._dossier.settings.passable(str(post[-1])))

    def _of(self, post: Any, on: date, without: frozenset[str]) -> Way:  # noqa: ANN401 - a row of a table
        field = self._fields(post.side, *self._key(post.side, on), without)
        points, hold_m = self._standing(post), post.hold_km * KM
        best = field.widest.way[_best(field.widest.way, field.ground, points, hold_m)]
        # a disc as wide as an open way need only touch what the post holds
        reach_m = hold_m + self._dossier.settings.narrow_km * KM / 2
        wide = field.narrow[_best(field.narrow, field.ground, points, reach_m)]
        return Way(
            round(float(best.mean()), _DIGITS), round(float(wide.mean()), _DIGITS), round(float(np.ptp(best)), _DIGITS)
        )

    def route(self, post: Any, on: date) -> Route:  # noqa: ANN401 - a row of a table
        """Find where the best way of a post is weakest on a day, its ways along roads, and supply by sea and air."""
        others = tuple(self._dossier.settings.anchors_on(post.side, on, by_land=False).index)
        return self.recall(post, on, ("route", others), lambda: self._route(post, on))

    def _route(self, post: Any, on: date) -> Route:  # noqa: ANN401 - a row of a table
        key = self._key(post.side, on)
        field = self._fields(post.side, *key, frozenset())
        hold_m = post.hold_km * KM
        (node,) = _best(field.widest.way, field.ground, self._standing(post)[:1], hold_m)
        weakest = int(field.widest.weakest[node])
        roads: tuple[RoadWay, ...] = ()
        graph = self._road_graphs(key[1])
        if graph is not None:
            way = round(float(field.widest.way[node]), _DIGITS)
            roads = graph.near(post.geometry, way, self._road_fields(post.side, *key))
        return Route(
            has_anchor=len(field.anchors) > 0,
            weakest_m=field.mesh.nodes_m[weakest] if weakest >= 0 else None,
            at_anchor=weakest in field.anchors,
            roads=roads,
            supplied_by=self._supplied_by(post, on, field, int(node)),
        )

    def _key(self, side: str, on: date) -> tuple[date, tuple[int, ...]]:
        """Return the first day with the same control, and the numbers of the anchors by land."""
        return self.model.unchanged_since(on), tuple(self._dossier.settings.anchors_on(side, on).index)

    def _standing(self, post: Any) -> Floats:  # noqa: ANN401 - a row of a table
        (point,) = self.model.on_plane(np.array([[post.geometry.x, post.geometry.y]]))
        return standing_places(point, (post.uncertainty_km or 0.0) * KM)

    def _supplied_by(self, post: Any, on: date, field: _Field, node: int) -> tuple[str, ...]:  # noqa: ANN401 - a row
        """Find the anchors by sea and air that passable ground connects with a node."""
        anchors = self._dossier.settings.anchors_on(post.side, on, by_land=False)
        names = []
        for anchor in anchors.itertuples() if len(anchors) else ():
            nodes = self.model.nodes_in(np.array([anchor.geometry]), self.model.unchanged_since(on))
            if widest_ways(field.ground.links, field.share, nodes).way[node] >= LENIENT:
                names.append(f"{anchor.name} ({anchor.means})")
        return tuple(names)

    def _anchor_nodes(self, on: date, anchors: tuple[int, ...]) -> Ints:
        """Nodes of a day's mesh that are supply anchors, by their numbers in the settings."""
        return self.model.nodes_in(self._dossier.settings.anchors.geometry.loc[list(anchors)].to_numpy(), on)

    def _corridors_at(self, on: date) -> Surroundings:
        """Nodes within a corridor's width of each node of a day's mesh."""
        return Surroundings(self.model.mesh_on(on).nodes_m, self._dossier.settings.narrow_km * KM)

    def _field(self, side: str, on: date, anchors: tuple[int, ...], without: frozenset[str]) -> _Field:
        """Find the ways from all nodes of a day's mesh."""
        ends = self._anchors(on, anchors)
        mesh, share = self.model.passable(self._dossier.settings.passable(side), on, without)
        narrow = self._surroundings(on).least(share)
        # at an anchor any width will do
        narrow[ends] = share[ends]
        ground = self.model.ground_on(on)
        widest = widest_ways(ground.links, share, ends)
        return _Field(mesh, ground, share, ends, widest, widest_ways(ground.links, narrow, ends).way)

    def _road_graph(self, anchors: tuple[int, ...]) -> RoadGraph | None:
        settings = self._dossier.settings
        if not anchors or self._dossier.roads.empty:
            return None
        network = Supply(settings.anchors.loc[list(anchors)], roads=self._dossier.roads, crs=settings.crs).network
        return RoadGraph(network, settings.crs, self.model) if network else None

    def _road_field(self, side: str, on: date, anchors: tuple[int, ...]) -> WidestWays:
        field, graph = self._fields(side, on, anchors, frozenset()), self._road_graphs(anchors)
        return graph.field(field.ground, field.share) if graph else WidestWays(np.zeros(0), np.zeros(0, dtype=np.int64))


def _best(way: Floats, ground: Ground, points: Floats, radius_m: float) -> Ints:
    """Find the nodes of the best way within a distance of each point, or the nearest node."""
    near = ground.tree.query_ball_point(points, radius_m, return_sorted=True)
    nodes = (
        ground.nodes[found or [int(ground.tree.query(point)[1])]] for point, found in zip(points, near, strict=True)
    )
    return np.array([some[way[some].argmax()] for some in nodes])


def standing_places(point_m: Floats, uncertainty_m: float) -> Floats:
    """Places where a post may stand, (p, 2) in metres: its position, and rings around it."""
    if not uncertainty_m:
        return point_m[None]
    bearings = np.linspace(0, 2 * np.pi, _BEARINGS, endpoint=False)
    ring = uncertainty_m * np.column_stack([np.sin(bearings), np.cos(bearings)])
    inner, outer = _RINGS
    # half as many on the inner ring, so that each place stands for about as much ground
    return np.vstack([point_m, point_m + inner * ring[::2], point_m + outer * ring])
