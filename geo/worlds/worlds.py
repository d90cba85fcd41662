"""Worlds: the probability that posts are cut off, over many random versions of the same reports.

In each world reports are left out by their confidence, dated a day earlier or later, and the places and posts shifted
within their uncertainty (a Monte Carlo analysis; Heuvelink 1998, Error Propagation in Environmental Modelling with GIS,
chapter 4). Worlds are drawn from a seed: the same reports give the same result.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geo.arrays import Floats, Ints
from geo.control.field import steepness_of
from geo.control.mesh import Mesh
from geo.control.model import TRUSTED, ControlModel
from geo.control.reported_places import month_number
from geo.threads import one_thread_each, side_by_side
from geo.worlds.components import Bits, as_bits, reached
from geo.worlds.draws import Chance, ReportDraws
from geo.worlds.ensemble import Ensemble

# worlds that share one draw of the places' positions; each world is a bit of one integer
_GROUP = 50
# covariance with the mesh is computed in so many pieces, to save memory
_PIECES = 16
# edges longer than this many steps of the mesh cross ground outside of the area
_NEIGHBOURS = 2.0
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Watched:
    """Posts whose connection is followed, all of one side.

    Parameters
    ----------
    ids : sequence of str
        Ids of the posts, which seed their draws: the result of a post does not depend on the others.
    points_m : array (p, 2)
        Positions.
    uncertainty_m : array (p,)
        Radius of the disc of possible positions of each post.
    hold_m : float
        Radius that each post holds around itself.
    """

    ids: Sequence[str]
    points_m: Floats
    uncertainty_m: Floats
    hold_m: float


class Worlds:
    """Plausible worlds of one model of control.

    Parameters
    ----------
    model : ControlModel
        With the reports.
    friendly : collection of str
        Sides whose ground is passable.
    supplied : array of int
        Numbers of the mesh nodes at the supply anchors.
    posts : Watched
        The posts.
    uncertainty_m : array (n,)
        Radius within which each reported place lies.
    count : int
        Number of worlds.
    seed : int
        Seed of the random generators.

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> rows = {"date": "2020-02-05", "side": ["blue", "red"], "confidence": 1.0}
    >>> reports = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy([36.2, 36.8], [35.5, 35.5]), crs=4326)
    >>> model = ControlModel(reports, shapely.box(36, 35, 37, 36))
    >>> posts = Watched(["west", "east"], model.places_m, np.full(2, 1000.0), hold_m=500)
    >>> worlds = Worlds(model, {"blue"}, np.array([0]), posts, np.full(2, 500.0))
    >>> worlds.cut_shares([date(2020, 2, 7)]).tolist()
    [[0.0, 1.0]]
    """

    def __init__(  # noqa: PLR0913 - all of them make a world
        self,
        model: ControlModel,
        friendly: Collection[str],
        supplied: Ints,
        posts: Watched,
        uncertainty_m: Floats,
        *,
        count: int = 200,
        seed: int = 0,
    ) -> None:
        self._model, self._friendly, self._supplied = model, friendly, supplied
        self._posts, self._uncertainty_m = posts, uncertainty_m
        self._count, self._seed = count, seed
        self._groups = [self._group(first) for first in range(0, count, _GROUP)]

    def cut_shares(self, days: Sequence[date]) -> Floats:
        """Share of the worlds in which each post is cut off in the strict view: (days, posts).

        The shares of a day do not depend on the other days asked for.
        """
        asked, order = np.unique(np.array([day.toordinal() for day in days], dtype=np.int64), return_inverse=True)
        in_order = [date.fromordinal(day) for day in asked.tolist()]
        with one_thread_each():
            cut = list(side_by_side(lambda group: group.cut(in_order), self._groups))
        shares: Floats = np.sum(cut, axis=0) / self._count
        return shares[order]

    def _group(self, first: int) -> "_Group":
        """Draw a group of worlds, by the number of its first one."""

        def chance(name: str) -> np.random.Generator:
            return np.random.default_rng([self._seed, first, *name.encode()])

        model, size = self._model, min(_GROUP, self._count - first)
        names = [f"place {position}" for position in model.reported_places.positions.tolist()]
        return _Group(
            model,
            self._friendly,
            self._supplied,
            places_m=model.places_m + _shifts(names, self._uncertainty_m, 1, chance)[0],
            draws=ReportDraws.drawn(model.reported_places, self._friendly, size, chance),
            held=Held.drawn(model.mesh, self._posts, size, chance),
        )


class _Group:
    """Worlds with the same positions of the places.

    All fields are found anew on the first of each month, so that the result of a day does not depend on the days
    asked for. On other days the field of a world is updated if one of its places has changed.
    """

    def __init__(  # noqa: PLR0913 - those of `Worlds`, and the draws
        self,
        model: ControlModel,
        friendly: Collection[str],
        supplied: Ints,
        *,
        places_m: Floats,
        draws: ReportDraws,
        held: "Held",
    ) -> None:
        self._model, self._supplied, self._draws, self._held = model, supplied, draws, held
        # set by `_begin`
        self._ensemble: Ensemble
        self._field: np.ndarray[tuple[int, int], np.dtype[np.float32]]
        self._always, self._never = model.ground_of(friendly)
        one, other = model.mesh.nodes_m[model.mesh.edges.T]
        near = np.hypot(*(one - other).T) <= _NEIGHBOURS * model.mesh.step_m
        self._edges = model.mesh.edges[near]
        self._within = model.covariance.matrix(places_m, places_m)
        pieces = np.array_split(model.mesh.nodes_m, _PIECES)
        self._across = np.vstack([model.covariance.matrix(one, places_m).astype(np.float32) for one in pieces])

    def cut(self, days: Sequence[date]) -> Ints:
        """Count the worlds in which each post is cut off: (days, posts). Days must be in order."""
        cut = np.zeros((len(days), self._held.posts), dtype=np.int64)
        at = date.min
        for number, day in enumerate(days):
            news = number == 0
            if at < day.replace(day=1):
                at, news = day.replace(day=1), True
                self._begin(at)
            while at < day:
                at += _DAY
                news |= self._go_on(at)
            cut[number] = self._held.cut(self._reached()) if news else cut[number - 1]
        return cut

    def _begin(self, day: date) -> None:
        """Find the fields of a day from all draws."""
        self._draws.begin(day)
        self._ensemble = Ensemble(self._within, self._draws.sign, self._steepness(day))
        self._field = self._across @ self._ensemble.weights.T.astype(np.float32)

    def _go_on(self, day: date) -> bool:
        """Find the fields of the next day; return True if there is news in any world."""
        worlds = self._draws.advance(day)
        if len(worlds):
            self._ensemble.settle(worlds, self._draws.sign, self._steepness(day))
            self._field[:, worlds] = self._across @ self._ensemble.weights[worlds].T.astype(np.float32)
        return len(worlds) > 0

    def _steepness(self, day: date) -> Floats:
        """Steepness of the likelihood of each place in each world; 0 where its holder is unknown."""
        draws = self._draws
        silence = np.abs(month_number(self._model.reported_places.newest(day)) - draws.last_month)
        steepness: Floats = np.where(draws.sign, steepness_of(draws.trust, silence), 0.0)
        return steepness

    def _reached(self) -> Bits:
        """Worlds in which each node of the mesh is connected to an anchor."""
        draws = self._draws
        known = np.flatnonzero((draws.sign != 0).any(axis=0))
        passable = np.zeros(self._field.shape, dtype=bool)
        if len(known):
            passable = self._field > self._model.threshold(known)[:, None]
        # a trusted report decides at its own place, even against all others
        denied = draws.is_reported & (draws.trust >= TRUSTED) & (draws.sign < 0)
        passable[: denied.shape[1]] &= ~denied.T
        passable[self._always], passable[self._never] = True, False
        return reached(as_bits(passable), self._edges, self._supplied)


@dataclass(frozen=True)
class Held:
    """Nodes of a mesh whose ground the posts' holdings touch in each world.

    Parameters
    ----------
    posts, worlds : int
        Number of posts and of worlds.
    post, world, node : array of int
        Numbers of the post, world and node, one entry for each node that a holding touches.
    """

    posts: int
    worlds: int
    post: Ints
    world: Ints
    node: Ints

    @classmethod
    def drawn(cls, mesh: Mesh, posts: Watched, worlds: int, chance: Chance) -> "Held":
        """Draw where posts stand in some worlds."""
        names = [f"post {name}" for name in posts.ids]
        points = (posts.points_m + _shifts(names, posts.uncertainty_m, worlds, chance)).reshape(-1, 2)
        _, nearest = mesh.tree.query(points)
        near = mesh.tree.query_ball_point(points, posts.hold_m + mesh.step_m / 2)
        stand = np.repeat(np.arange(len(points)), [len(nodes) + 1 for nodes in near])
        node = np.array([one for nodes, at in zip(near, nearest.tolist(), strict=True) for one in (*nodes, at)], int)
        return cls(len(names), worlds, stand % len(names), stand // len(names), node)

    def cut(self, reached: Bits) -> Ints:
        """Count the worlds in which no node that a post holds is reached."""
        connected = np.zeros((self.posts, self.worlds), dtype=bool)
        bit = (reached[self.node] >> self.world.astype(np.uint64)) & np.uint64(1)
        np.logical_or.at(connected, (self.post, self.world), bit.astype(bool))
        return np.asarray((~connected).sum(axis=1))


def _shifts(names: Sequence[str], radius_m: Floats, worlds: int, chance: Chance) -> Floats:
    """Draw points uniformly from discs around the origin: (worlds, names, 2)."""
    draws = np.array([chance(name).random((worlds, 2)) for name in names]).reshape(-1, worlds, 2)
    angle, away = 2 * np.pi * draws[..., 0].T, np.sqrt(draws[..., 1].T) * radius_m
    return np.stack([np.cos(angle) * away, np.sin(angle) * away], axis=-1)
