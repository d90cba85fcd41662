"""Assessments: the verdict on every post for every stretch of days on which nothing changes."""

from collections.abc import Iterator, Mapping, Sequence
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
from layers.assessment.snapshots import Snapshot, Track
from layers.dossier.dossier import Dossier
from layers.period import days

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
    of_thread = local()

    def assessed(snapshot: Snapshot) -> list[Assessment]:
        # what GEOS has prepared for queries is no ground for two threads
        if not hasattr(of_thread, "supplies"):
            of_thread.supplies = supplies_of(dossier)
        return list(_assessed(dossier, snapshot, standing, of_thread.supplies))

    spans = list(snapshots)
    for _, assessments in zip(track(spans, "assessing posts"), side_by_side(assessed, spans), strict=True):
        for one in assessments:
            found[one.post.post_id].append(one)
    return found


def _assessed(
    dossier: Dossier, snapshot: Snapshot, standing: Sequence[Standing], supplies: Mapping[str, Supply]
) -> Iterator[Assessment]:
    """Assess the posts that stand while the zones are those of a snapshot."""
    fields: dict[str, Battlefield] = {}
    for post, start, end in standing:
        first, after = max(start, snapshot.start), min(end, snapshot.end)
        if first >= after:
            continue
        if post.side not in fields:
            fields[post.side] = battlefield(dossier, snapshot.zones, post.side, supplies[post.side])
        yield Assessment(post, first, after, verdict_on(fields[post.side], post, dossier))


def battlefield(dossier: Dossier, zones: gpd.GeoDataFrame, side: str, supply: Supply) -> Battlefield:
    """Make a day's zones, as the model of control makes them, ready for the posts of a side."""
    return Battlefield(zones, friendly=dossier.settings.passable(side), supply=supply, tiled=True)


def supplies_of(dossier: Dossier) -> dict[str, Supply]:
    """Make ready what supplies the posts, by side; the same on every day."""
    anchors = dossier.settings.anchors
    return {
        side: Supply(anchors[anchors["side"] == side], roads=dossier.roads, crs=dossier.settings.crs)
        for side in dossier.posts["side"].unique()
    }


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
