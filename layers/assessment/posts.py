"""Assessments: the verdict on every post for every interval on which control does not change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from threading import local
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from geo.encirclement.assessment import Battlefield, Encirclement
from geo.encirclement.reasons import reasons_for
from geo.encirclement.supply import Supply
from geo.threads import side_by_side
from layers.assessment.snapshots import Snapshot, Tracker
from layers.assessment.ways import State, Way, Ways, chances, states
from layers.dossier.dossier import Dossier
from layers.period import days
from layers.schema.layers import DAILY


class _Standing(NamedTuple):
    """A post and the days of the period on which it stands."""

    post: Any
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Assessment:
    """One post's verdict from `start` on and before `end`.

    Its state is that of the post's ways over the map of probabilities; widths, roads and bearings are measured in the
    zones.
    """

    post: Any
    start: date
    end: date
    verdict: Encirclement
    way: Way
    state: State


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

    def __getitem__(self, side: str) -> Supply:
        prepared: dict[str, Supply] = self._of_thread.__dict__
        if side not in prepared:
            settings = self._dossier.settings
            anchors = settings.anchors[settings.anchors["side"] == side]
            prepared[side] = Supply(anchors, roads=self._dossier.roads, crs=settings.crs)
        return prepared[side]


def assess_all(
    dossier: Dossier, ways: Ways, snapshots: Sequence[Snapshot], supplies: Supplies, track: Tracker[Snapshot]
) -> dict[str, list[Assessment]]:
    """Assess all posts over the whole period.

    Parameters
    ----------
    dossier : Dossier
        The posts.
    ways : Ways
        Ways of the posts.
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    supplies : Supplies
        Anchors and roads of the posts' sides.
    track : callable
        Wraps the loop over snapshots.

    Returns
    -------
    dict
        Assessments in order of time, by post id.
    """
    standing = [_standing(post, dossier) for post in dossier.posts.itertuples()]
    found: dict[str, list[_Found]] = {post.post.post_id: [] for post in standing}

    def assessed(snapshot: Snapshot) -> list[_Found]:
        fields: dict[str, Battlefield] = {}
        results = []
        for post, start, end in standing:
            first, after = max(start, snapshot.start), min(end, snapshot.end)
            if first >= after:
                continue
            if post.side not in fields:
                fields[post.side] = battlefield(dossier, snapshot.zones, post.side, supplies[post.side])
            verdict = verdict_on(fields[post.side], post, dossier)
            # ways may change on days on which no zone does
            for day, until in pairwise([*ways.model.changes(first, after), after]):
                results.append(_Found(post, day, until, verdict, ways.of(post, day)))
        return results

    tracked = track(list(snapshots), "assessing posts")
    for _, results in zip(tracked, side_by_side(assessed, snapshots), strict=True):
        for result in results:
            found[result.post.post_id].append(result)
    return {post_id: list(_with_states(dossier, results)) for post_id, results in found.items()}


class _Found(NamedTuple):
    """What an interval has for a post: the verdict by the zones, and the ways."""

    post: Any
    start: date
    end: date
    verdict: Encirclement
    way: Way


def _with_states(dossier: Dossier, found: Sequence[_Found]) -> Iterator[Assessment]:
    """Put the states by a post's ways in the place of those by the zones, from interval to interval."""
    for one, state in zip(found, states(one.way for one in found), strict=True):
        yield Assessment(one.post, one.start, one.end, _with_state(dossier, one, state), one.way, state)


def _with_state(dossier: Dossier, found: _Found, state: State) -> Encirclement:
    """Write a state into a verdict, with the reasons that go with it."""
    verdict = replace(found.verdict, state=state.name, state_strict=state.strict, state_lenient=state.lenient)
    if state.no_strict:
        verdict = replace(verdict, corridor_km=0.0, corridor=None, pinch=None)
    if verdict == found.verdict:
        return verdict
    distances = {"hold_km": found.post.hold_km, "narrow_km": dossier.settings.narrow_km}
    return replace(verdict, reasons=reasons_for(verdict, **distances, uncertainty_km=found.post.uncertainty_km))


def battlefield(dossier: Dossier, zones: gpd.GeoDataFrame, side: str, supply: Supply) -> Battlefield:
    """Prepare zones that the model of control made for assessing the posts of a side."""
    return Battlefield(zones, friendly=dossier.settings.passable(side), supply=supply, tiled=True)


def verdict_on(field: Battlefield, post: Any, dossier: Dossier) -> Encirclement:  # noqa: ANN401 - a row of a table
    """Assess one post with the distances that a dossier sets."""
    narrow_km = dossier.settings.narrow_km
    return field.verdict(post.geometry, hold_km=post.hold_km, uncertainty_km=post.uncertainty_km, narrow_km=narrow_km)


def state_names(assessment: Assessment) -> tuple[str, str, str]:
    """Return the key by which intervals of one verdict are joined: state, and state in the strict and lenient view."""
    return assessment.state.name, assessment.state.strict, assessment.state.lenient


def daily_table(assessments: dict[str, list[Assessment]]) -> pd.DataFrame:
    """Return the state of every post on every day, with its probabilities: the table `daily.csv`."""
    rows = [
        (post_id, day, *state_names(assessment), chance.p_encircled, verdict.corridor_km, verdict.open_arc_deg,
         finite(verdict.friendly_km), *chance, assessment.way.way)
        for post_id, found in assessments.items()
        for assessment in found
        for verdict, chance in [(assessment.verdict, chances(assessment.way))]
        for day in days(assessment.start, assessment.end)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(DAILY.names))


def finite(value: float) -> float | None:
    """Return a distance, None if it is infinite."""
    return value if value < float("inf") else None


def _standing(post: Any, dossier: Dossier) -> _Standing:  # noqa: ANN401 - a row of the posts' table
    start = dossier.start if post.start_date is None else max(post.start_date, dossier.start)
    end = dossier.end if post.end_date is None else min(post.end_date, dossier.end)
    return _Standing(post, start, end)
