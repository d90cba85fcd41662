"""Assessments: the verdict on every post for every interval on which the zones do not change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from threading import local
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd

from geo.encirclement.assessment import Battlefield, Encirclement
from geo.encirclement.supply import Supply
from geo.threads import side_by_side
from layers.assessment.probability import Shares
from layers.assessment.snapshots import Snapshot, Tracker
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
    """One post's verdict from `start` on and before `end`."""

    post: Any
    start: date
    end: date
    verdict: Encirclement


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
    dossier: Dossier, snapshots: Sequence[Snapshot], supplies: Supplies, track: Tracker[Snapshot]
) -> dict[str, list[Assessment]]:
    """Assess all posts over the whole period.

    Parameters
    ----------
    dossier : Dossier
        The posts.
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
    found: dict[str, list[Assessment]] = {post.post.post_id: [] for post in standing}

    def assessed(snapshot: Snapshot) -> list[Assessment]:
        return list(_assessed(dossier, snapshot, standing, supplies))

    tracked = track(list(snapshots), "assessing posts")
    for _, assessments in zip(tracked, side_by_side(assessed, snapshots), strict=True):
        for assessment in assessments:
            found[assessment.post.post_id].append(assessment)
    return found


def _assessed(
    dossier: Dossier, snapshot: Snapshot, standing: Sequence[_Standing], supplies: Supplies
) -> Iterator[Assessment]:
    """Assess the posts that stand in the interval of a snapshot."""
    fields: dict[str, Battlefield] = {}
    for post, start, end in standing:
        first, after = max(start, snapshot.start), min(end, snapshot.end)
        if first >= after:
            continue
        if post.side not in fields:
            fields[post.side] = battlefield(dossier, snapshot.zones, post.side, supplies[post.side])
        yield Assessment(post, first, after, verdict_on(fields[post.side], post, dossier))


def battlefield(dossier: Dossier, zones: gpd.GeoDataFrame, side: str, supply: Supply) -> Battlefield:
    """Prepare zones that the model of control made for assessing the posts of a side."""
    return Battlefield(zones, friendly=dossier.settings.passable(side), supply=supply, tiled=True)


def verdict_on(field: Battlefield, post: Any, dossier: Dossier) -> Encirclement:  # noqa: ANN401 - a row of a table
    """Assess one post with the distances that a dossier sets."""
    settings = dossier.settings
    return field.verdict(
        post.geometry, hold_km=settings.hold_km, uncertainty_km=post.uncertainty_km, narrow_km=settings.narrow_km
    )


def states(verdict: Encirclement) -> tuple[str, str, str]:
    """Return the key by which intervals of one verdict are joined: state, and state in the strict and lenient view."""
    return verdict.state, verdict.state_strict, verdict.state_lenient


def daily_table(assessments: dict[str, list[Assessment]], shares: Shares) -> pd.DataFrame:
    """Return the state of every post on every day, with the probability that it is cut off: the table `daily.csv`."""
    rows = [
        (post_id, day, verdict.state, verdict.state_strict, verdict.state_lenient, shares.get((post_id, day)),
         verdict.corridor_km, verdict.open_arc_deg, finite(verdict.friendly_km))
        for post_id, found in assessments.items()
        for assessment in found
        for verdict in [assessment.verdict]
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
