"""Ways of posts: how probable it is on a day that a post still has a way to an anchor, and the state that follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.control.model import ControlModel
from geo.control.ways import narrowed, probability_cut, widest_ways
from layers.dossier.dossier import Dossier

Floats = NDArray[np.float64]

_M = 1000.0
# a way is sure above the first, impossible below the second; a state is left when the way is clearly past that
_STRICT, _LENIENT, _CLEARLY = 0.65, 0.35, 0.03
# bearings, and shares of the uncertainty, at which a post may stand
_BEARINGS, _RINGS = 12, (0.5, 1.0)


class Way(NamedTuple):
    """Ways of a post on a day.

    `way` is the probability of the weakest ground on its best way, the mean over the places where it may stand, `narrow`
    the same for a way of the width that counts as open, and `spread` by how much the way differs between these places.
    """

    way: float
    narrow: float
    spread: float


class Chances(NamedTuple):
    """Probabilities of the states; their sum is 1."""

    p_open: float
    p_constricted: float
    p_encircled: float


class State(NamedTuple):
    """A state, and those in the strict and in the lenient view."""

    state: str
    strict: str
    lenient: str


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
        self._dossier, self._model = dossier, model
        self._anchors = dossier.settings.anchors
        self._fields = lru_cache(64)(self._found)

    def of(self, post: Any, on: date, without: frozenset[str] = frozenset()) -> Way:  # noqa: ANN401 - a row of a table
        """Find the ways of a post on a day, some reports being taken as not yet made."""
        tree, way, narrow = self._fields(post.side, self._model.unchanged_since(on), without)
        hold_m = self._dossier.settings.hold_km * _M
        points = standing_places(self._model.on_plane(np.array([[post.geometry.x, post.geometry.y]]))[0],
                                 (post.uncertainty_km or 0.0) * _M)  # fmt: skip
        near = [held or [int(tree.query(point)[1])] for point, held in
                zip(points, tree.query_ball_point(points, hold_m), strict=True)]  # fmt: skip
        best = np.array([way[nodes].max() for nodes in near])
        wide = np.array([narrow[nodes].max() for nodes in near])
        return Way(round(float(best.mean()), 4), round(float(wide.mean()), 4), round(float(np.ptp(best)), 4))

    def _found(self, side: str, on: date, without: frozenset[str]) -> tuple[cKDTree, Floats, Floats]:
        settings = self._dossier.settings
        anchors = self._anchors.geometry[self._anchors["side"] == side].to_numpy()
        mesh, share, ends = self._model.passable(settings.passable(side), anchors, on, without)
        narrow = narrowed(mesh.nodes_m, share, settings.narrow_km * _M)
        # at an anchor any width will do
        narrow[ends] = share[ends]
        return mesh.tree, widest_ways(mesh.edges, share, ends), widest_ways(mesh.edges, narrow, ends)


def standing_places(point_m: Floats, uncertainty_m: float) -> Floats:
    """Places where a post may stand: its own, and those on rings around it, (p, 2) in metres."""
    if not uncertainty_m:
        return point_m[None]
    bearings = np.linspace(0, 2 * np.pi, _BEARINGS, endpoint=False)
    ring = np.column_stack([np.sin(bearings), np.cos(bearings)])
    # as many places as ground: the inner ring has half of the outer one's
    inner, outer = (point_m + share * uncertainty_m * ring[:: 2 if share < 1 else 1] for share in _RINGS)
    return np.vstack([point_m[None], inner, outer])


def chances(way: Way) -> Chances:
    """Probabilities of the states by the ways of a day."""
    cut, narrow = probability_cut(np.array([way.way, min(way.narrow, way.way)])).tolist()
    return Chances(round(1 - narrow, 3), round(round(narrow, 3) - round(cut, 3), 3), round(cut, 3))


def states(ways: Sequence[Way]) -> Iterator[State]:
    """Yield the states of a post, day by day; each is kept until the way is clearly past its threshold."""
    before: dict[str, bool] = {}
    for way in ways:
        is_cut = {
            "strict": _is_below(way.way, _STRICT, before.get("strict")),
            "lenient": _is_below(way.way, _LENIENT, before.get("lenient")),
            "narrow": _is_below(way.narrow, _STRICT, before.get("narrow")),
            "narrow, lenient": _is_below(way.narrow, _LENIENT, before.get("narrow, lenient")),
        }
        strict = "encircled" if is_cut["strict"] else "constricted" if is_cut["narrow"] else "open"
        lenient = "encircled" if is_cut["lenient"] else "constricted" if is_cut["narrow, lenient"] else "open"
        state = "contested" if is_cut["strict"] and not is_cut["lenient"] else strict
        yield State(state, strict, lenient)
        before = is_cut


def _is_below(value: float, threshold: float, was_below: bool | None) -> bool:  # noqa: FBT001 - None at first
    if was_below is None:
        return value < threshold
    return value < threshold + (_CLEARLY if was_below else -_CLEARLY)
