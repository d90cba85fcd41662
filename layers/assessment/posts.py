"""Assessments: the verdict on every post for every interval on which control does not change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from threading import local
from typing import Any, NamedTuple

import geopandas as gpd

from geo.encirclement.assessment import Battlefield, Encirclement
from geo.encirclement.supply import Supply
from geo.threads import side_by_side
from layers.assessment.decisive import Counterfactuals
from layers.assessment.snapshots import Snapshot
from layers.assessment.states import LENIENT, STRICT, State, Way
from layers.assessment.ways import Route, Ways
from layers.dossier.dossier import Dossier


class _Standing(NamedTuple):
    """A post and the days of the period on which it stands."""

    post: Any
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """One post's verdict from `start` on and before `end`.

    Its state, and which roads are open or cut, follow from the post's ways over the map of probabilities; widths and
    bearings are measured in the zones.
    """

    post: Any
    start: date
    end: date
    verdict: Encirclement
    way: Way
    route: Route
    state: State
    decisive: Sequence[str] = ()
    """Where the verdict is another one than before: reports of the first day without which it would not be."""


class Supplies:
    """Anchors and roads of the sides that have posts, prepared once in each thread and used for every day.

    Geometries that GEOS has prepared for queries are not safe to use in two threads.

    Parameters
    ----------
    dossier : Dossier
        The posts, anchors and roads.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._of_thread = local()

    def on(self, side: str, day: date) -> Supply:
        """Return the anchors that a side has on a day, and the roads to them."""
        prepared: dict[tuple[int, ...], Supply] = self._of_thread.__dict__.setdefault("prepared", {})
        settings = self._dossier.settings
        anchors = settings.anchors_on(side, day)
        key = tuple(anchors.index)
        if key not in prepared:
            prepared[key] = Supply(anchors, roads=self._dossier.roads, crs=settings.crs)
        return prepared[key]


def assess_all(
    dossier: Dossier, ways: Ways, snapshots: Iterable[Snapshot], supplies: Supplies
) -> dict[int, list[Assessment]]:
    """Assess all posts over the whole period.

    Parameters
    ----------
    dossier : Dossier
        The posts.
    ways : Ways
        Ways of the posts.
    snapshots : iterable of Snapshot
        Zones of the whole period, in order; each is asked for when those before are assessed.
    supplies : Supplies
        Anchors and roads of the posts' sides.

    Returns
    -------
    dict
        Assessments in order of time, by row of the posts: a post that moves has one for each of its positions.
    """
    standing = [_standing(post, dossier) for post in dossier.posts.itertuples()]
    found: dict[int, list[Assessment]] = {post.post.Index: [] for post in standing}
    counterfactuals = Counterfactuals(dossier, ways)

    def assessed(snapshot: Snapshot) -> list[_Found]:
        fields: dict[tuple[str, Supply], Battlefield] = {}

        def measured(post: Any, supply: Supply) -> Encirclement:  # noqa: ANN401 - a row of a table
            key = post.side, supply
            if key not in fields:
                fields[key] = battlefield(dossier, snapshot.zones, *key)
            return verdict_on(fields[key], post, dossier)

        results = []
        for post, start, end in standing:
            first, after = max(start, snapshot.start), min(end, snapshot.end)
            if first >= after:
                continue
            verdicts: dict[Supply, Encirclement] = {}
            # ways may change on days on which no zone does
            for day, until in pairwise([*ways.changes(first, after), after]):
                supply = supplies.on(post.side, day)
                if supply not in verdicts:
                    verdicts[supply] = ways.recall(
                        post, day, ("verdict", snapshot.marks), partial(measured, post, supply)
                    )
                results.append(_Found(post, day, until, verdicts[supply], ways.of(post, day), ways.route(post, day)))
        return results

    for results in side_by_side(assessed, snapshots):
        for result in results:
            of_post = found[result.post.Index]
            of_post.append(_assessment(result, of_post[-1].state if of_post else None, counterfactuals))
    return found


class _Found(NamedTuple):
    """What an interval has for a post: the verdict by the zones, and the ways."""

    post: Any
    start: date
    end: date
    verdict: Encirclement
    way: Way
    route: Route


def _assessment(one: _Found, before: State | None, counterfactuals: Counterfactuals) -> Assessment:
    """Put the state by a post's ways, and by the state before, in the place of that by the zones."""
    state = State.after(before, one.way)
    decisive: Sequence[str] = ()
    if before and _names(before) != _names(state):
        decisive = counterfactuals.decisive(one.post, one.start, before)
    return Assessment(one.post, one.start, one.end, _with_state(one, state), one.way, one.route, state, decisive)


def _with_state(found: _Found, state: State) -> Encirclement:
    """Write a state, and the roads by their ways, into a verdict by the zones."""
    verdict = replace(found.verdict, state=state.name, state_strict=state.strict, state_lenient=state.lenient)
    if state.no_strict:
        verdict = replace(verdict, corridor_km=0.0, corridor=None, pinch=None)
    passed = {road.name: road.way for road in found.route.roads}
    opened = {name for name in verdict.roads_open if name not in passed}
    opened |= {name for name, way in passed.items() if way >= STRICT}
    closed = {name for name in verdict.roads_cut if name not in passed}
    closed |= {name for name, way in passed.items() if way < LENIENT}
    return replace(
        verdict,
        roads_open=tuple(sorted(opened)),
        roads_cut=tuple(sorted(closed)),
        # a minimum cut of the zones' roads says nothing of others
        independent_roads=verdict.independent_roads if opened == set(verdict.roads_open) else 0,
    )


def battlefield(dossier: Dossier, zones: gpd.GeoDataFrame, side: str, supply: Supply) -> Battlefield:
    """Prepare zones that the model of control made for assessing the posts of a side."""
    return Battlefield(zones, friendly=dossier.settings.passable(side), supply=supply)


def verdict_on(field: Battlefield, post: Any, dossier: Dossier) -> Encirclement:  # noqa: ANN401 - a row of a table
    """Assess one post with the distances that a dossier sets."""
    narrow_km = dossier.settings.narrow_km
    return field.verdict(post.geometry, hold_km=post.hold_km, uncertainty_km=post.uncertainty_km, narrow_km=narrow_km)


def state_names(assessment: Assessment) -> tuple[str, str, str]:
    """Return the key by which intervals of one verdict are joined: state, and state in the strict and lenient view."""
    return _names(assessment.state)


def _names(state: State) -> tuple[str, str, str]:
    return state.name, state.strict, state.lenient


def finite(value: float) -> float | None:
    """Return a distance, None if it is infinite."""
    return value if value < float("inf") else None


def _standing(post: Any, dossier: Dossier) -> _Standing:  # noqa: ANN401 - a row of the posts' table
    start = dossier.start if post.start_date is None else max(post.start_date, dossier.start)
    end = dossier.end if post.end_date is None else min(post.end_date, dossier.end)
    return _Standing(post, start, end)
