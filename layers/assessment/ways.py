"""Ways of posts: how probable it is on a day that a post still has a way to an anchor, and the state that follows."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from geo.arrays import Floats, Ints
from geo.control.holders import DECIDED
from geo.control.model import ControlModel
from geo.control.ways import Surroundings, probability_cut, widest_ways
from geo.geometry.sphere import KM
from layers.dossier.dossier import Dossier

# there is no way strictly below the first, none leniently below the second; a state is left clearly past that only
_STRICT, _LENIENT, _CLEARLY = DECIDED, 1 - DECIDED, 0.03
# bearings of the places where a post may stand, and their distances as shares of its uncertainty
_BEARINGS, _RINGS = 12, (0.5, 1.0)
# fields of ways that are kept, one a day, side and set of reports left out
_KEPT = 256
_DIGITS = 4


class Way(NamedTuple):
    """The best way of a post to an anchor on a day.

    Parameters
    ----------
    way : float
        Probability of the weakest ground on it, the mean over the places where the post may stand.
    narrow : float
        The same for ways of the width that counts as open.
    spread : float
        Difference of the largest and the smallest `way` over these places.
    """

    way: float
    narrow: float
    spread: float


class Chances(NamedTuple):
    """Probabilities of the states of a post; their sum is 1."""

    p_open: float
    p_constricted: float
    p_encircled: float


class State(NamedTuple):
    """The state of a post on a day, by the thresholds that its ways have passed.

    Parameters
    ----------
    no_strict, no_lenient : bool
        True if there is no way strictly, or leniently.
    narrow_strict, narrow_lenient : bool
        True if there is no way of the width that counts as open.
    """

    no_strict: bool
    no_lenient: bool
    narrow_strict: bool
    narrow_lenient: bool

    @property
    def strict(self) -> str:
        """State in the strict view."""
        return "encircled" if self.no_strict else "constricted" if self.narrow_strict else "open"

    @property
    def lenient(self) -> str:
        """State in the lenient view."""
        return "encircled" if self.no_lenient else "constricted" if self.narrow_lenient else "open"

    @property
    def name(self) -> str:
        """The state."""
        return "contested" if self.no_strict and not self.no_lenient else self.strict

    @classmethod
    def after(cls, before: "State | None", way: Way) -> "State":
        """Find the state of a day by its ways; that of the day before is left only when a way is clearly past.

        Examples
        --------
        >>> first = State.after(None, Way(0.66, 0.66, 0.0))
        >>> first.name, State.after(first, Way(0.63, 0.63, 0.0)).name, State.after(first, Way(0.6, 0.6, 0.0)).name
        ('open', 'open', 'contested')
        """
        limits = ((way.way, _STRICT), (way.way, _LENIENT), (way.narrow, _STRICT), (way.narrow, _LENIENT))
        if before is None:
            return cls(*(value < limit for value, limit in limits))
        return cls(
            *(
                value < limit + (_CLEARLY if was else -_CLEARLY)
                for (value, limit), was in zip(limits, before, strict=True)
            )
        )


class Ways:
    """Ways of all posts of a dossier.

    Parameters
    ----------
    dossier : Dossier
        Its posts, anchors and settings.
    model : ControlModel
        Control by its reports.
    """

    def __init__(self, dossier: Dossier, model: ControlModel) -> None:
        self._dossier, self.model = dossier, model
        self._fields = lru_cache(_KEPT)(self._field)
        self._anchors = lru_cache(_KEPT)(self._anchor_nodes)
        self._surroundings = lru_cache(_KEPT)(self._corridors_at)

    def of(self, post: Any, on: date, without: frozenset[str] = frozenset()) -> Way:  # noqa: ANN401 - a row of a table
        """Find the best way of a post on a day, some reports being taken as not yet made."""
        tree, way, narrow = self._fields(post.side, self.model.unchanged_since(on), without)
        (point,) = self.model.on_plane(np.array([[post.geometry.x, post.geometry.y]]))
        points = standing_places(point, (post.uncertainty_km or 0.0) * KM)
        hold_m, reach_m = (post.hold_km * KM, self._dossier.settings.narrow_km * KM / 2)
        best = _best(way, tree, points, hold_m)
        # a disc as wide as an open way need only touch what the post holds
        wide = _best(narrow, tree, points, hold_m + reach_m)
        return Way(
            round(float(best.mean()), _DIGITS), round(float(wide.mean()), _DIGITS), round(float(np.ptp(best)), _DIGITS)
        )

    def _anchor_nodes(self, side: str, on: date) -> Ints:
        """Nodes of a day's mesh that are supply anchors of a side."""
        anchors = self._dossier.settings.anchors
        return self.model.nodes_in(anchors.geometry[anchors["side"] == side].to_numpy(), on)

    def _corridors_at(self, on: date) -> Surroundings:
        """Nodes within a corridor's width of each node of a day's mesh."""
        return Surroundings(self.model.mesh_on(on).nodes_m, self._dossier.settings.narrow_km * KM)

    def _field(self, side: str, on: date, without: frozenset[str]) -> tuple[cKDTree, Floats, Floats]:
        """Find the ways from all nodes of a day's mesh."""
        settings, ends = self._dossier.settings, self._anchors(side, on)
        mesh, share = self.model.passable(settings.passable(side), on, without)
        narrow = self._surroundings(on).least(share)
        # at an anchor any width will do
        narrow[ends] = share[ends]
        return mesh.tree, widest_ways(mesh.edges, share, ends), widest_ways(mesh.edges, narrow, ends)


def _best(way: Floats, tree: cKDTree, points: Floats, radius_m: float) -> Floats:
    """Best way from the nodes around each point, or from the nearest node."""
    near = tree.query_ball_point(points, radius_m)
    return np.array(
        [way[nodes or [int(tree.query(point)[1])]].max() for point, nodes in zip(points, near, strict=True)]
    )


def standing_places(point_m: Floats, uncertainty_m: float) -> Floats:
    """Places where a post may stand, (p, 2) in metres: its position, and rings around it."""
    if not uncertainty_m:
        return point_m[None]
    bearings = np.linspace(0, 2 * np.pi, _BEARINGS, endpoint=False)
    ring = uncertainty_m * np.column_stack([np.sin(bearings), np.cos(bearings)])
    inner, outer = _RINGS
    # half as many on the inner ring, so that each place stands for about as much ground
    return np.vstack([point_m, point_m + inner * ring[::2], point_m + outer * ring])


def chances(way: Way) -> Chances:
    """Probabilities of the states by the ways of a day.

    Examples
    --------
    >>> chances(Way(0.9, 0.5, 0.0))
    Chances(p_open=0.65, p_constricted=0.294, p_encircled=0.056)
    """
    cut, narrow = probability_cut(np.array([way.way, min(way.narrow, way.way)])).round(3).tolist()
    return Chances(round(1 - narrow, 3), round(narrow - cut, 3), cut)


def states(ways: Iterable[Way]) -> Iterator[State]:
    """Find the states of a post from interval to interval."""
    before: State | None = None
    for way in ways:
        before = State.after(before, way)
        yield before
