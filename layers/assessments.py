"""Assessments: the verdict on every post for every stretch of days on which nothing changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from geo.encirclement import Battlefield, Encirclement
from geo.supply import Supply
from layers.dossier import Dossier
from layers.period import days
from layers.probability import Shares
from layers.snapshots import Snapshot, Track

DAILY = (
    "post_id",
    "date",
    "state",
    "state_strict",
    "state_lenient",
    "probability",
    "corridor_km",
    "open_arc_deg",
    "friendly_km",
)


class Standing(NamedTuple):
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


def assess_all(dossier: Dossier, snapshots: Sequence[Snapshot], track: Track[Snapshot]) -> dict[str, list[Assessment]]:
    """Assess all posts over the whole period.

    Returns
    -------
    dict
        Assessments in order of time, by post id.
    """
    standing = [_standing(post, dossier) for post in dossier.posts.itertuples()]
    found: dict[str, list[Assessment]] = {post.post.post_id: [] for post in standing}
    supplies = {side: supply_of(dossier, side) for side in dossier.posts["side"].unique()}
    for snapshot in track(list(snapshots), "assessing posts"):
        fields: dict[str, Battlefield] = {}
        for post, start, end in standing:
            first, after = max(start, snapshot.start), min(end, snapshot.end)
            if first >= after:
                continue
            if post.side not in fields:
                fields[post.side] = battlefield(dossier, snapshot, post.side, supplies[post.side])
            verdict = verdict_on(fields[post.side], post, dossier)
            found[post.post_id].append(Assessment(post, first, after, verdict))
    return found


def battlefield(dossier: Dossier, snapshot: Snapshot, side: str, supply: Supply) -> Battlefield:
    """Make the zones of a snapshot ready for the posts of a side."""
    settings = dossier.settings
    return Battlefield(
        snapshot.zones,
        friendly=next(known.passable for known in settings.sides if known.id == side),
        supply=supply,
    )


def supply_of(dossier: Dossier, side: str) -> Supply:
    """Make ready what supplies the posts of a side, the same on every day."""
    anchors = dossier.settings.anchors
    return Supply(anchors[anchors["side"] == side], roads=dossier.roads, crs=dossier.settings.crs)


def verdict_on(field: Battlefield, post: Any, dossier: Dossier) -> Encirclement:  # noqa: ANN401 - a row of a table
    """Assess one post by the rules of a dossier."""
    settings = dossier.settings
    return field.verdict(
        post.geometry, hold_km=settings.hold_km, uncertainty_km=post.uncertainty_km, narrow_km=settings.narrow_km
    )


def states(verdict: Encirclement) -> tuple[str, str, str]:
    """Give what has to stay for a verdict to last: its state, and those in the strict and in the lenient view."""
    return verdict.state, verdict.state_strict, verdict.state_lenient


def daily_table(assessments: dict[str, list[Assessment]], shares: Shares) -> pd.DataFrame:
    """Verdicts of every post on every day, with the probability that it is cut off, in the columns of `daily.csv`."""
    rows = [
        (post_id, day, verdict.state, verdict.state_strict, verdict.state_lenient, shares.get((post_id, day)),
         verdict.corridor_km, verdict.open_arc_deg, finite(verdict.friendly_km))
        for post_id, found in assessments.items()
        for assessment in found
        for verdict in [assessment.verdict]
        for day in days(assessment.start, assessment.end)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(DAILY))


def finite(value: float) -> float | None:
    """Give a distance that there is, None for one that is infinite."""
    return value if value < float("inf") else None


def _standing(post: Any, dossier: Dossier) -> Standing:  # noqa: ANN401 - a row of the posts' table
    start = dossier.start if post.start_date is None else max(post.start_date, dossier.start)
    end = dossier.end if post.end_date is None else min(post.end_date, dossier.end)
    return Standing(post, start, end)
