"""The verdicts layer: the state of every post, for as long as it lasts, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import shapely

from geo.clearance import WIDEST_M
from geo.control_model import ControlModel
from geo.encirclement import lonlat_text
from layers.assessments import Assessment, finite, states
from layers.decisive import decisive_reports
from layers.dossier import Dossier
from layers.frames import frame
from layers.period import DAY, Run, holds, runs

COLUMNS = (
    "post_id", "name", "side", "start_date", "end_date", "state", "state_strict", "state_lenient", "probability",
    "corridor_km", "roads_open", "roads_cut", "open_arc_deg", "friendly_km", "pocket_km2", "reasons", "decisive",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """A post's state from `run.start` on and before `run.end`, how it came about, and by which reports."""

    run: Run[Assessment]
    since: str
    decisive: Sequence[str]


class Verdicts:
    """All verdicts on all posts.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    model : ControlModel
        Zones with some reports left out, to find those that decided.
    assessments : dict
        Assessments in order of time, by post id.
    """

    def __init__(self, dossier: Dossier, model: ControlModel, assessments: dict[str, list[Assessment]]) -> None:
        found = assessments.values()
        self._verdicts = [verdict for one in found for verdict in _verdicts(dossier, model, one)]
        self._since = {(one.run.items[0].post.post_id, one.run.start): one.since for one in self._verdicts}

    def since(self, post_id: str, start: date) -> str:
        """Say since when a post is in the state of the interval that starts on a day, and what brought it there."""
        return self._since[post_id, start]

    def layer(self) -> gpd.GeoDataFrame:
        """One row a post and interval: widths are the smallest, what else may change is as on the last day."""
        rows = [_row(verdict, verdict.run.items[-1], verdict.run.end - DAY) for verdict in self._verdicts]
        for row, verdict in zip(rows, self._verdicts, strict=True):
            found = [item.verdict for item in verdict.run.items]
            row["corridor_km"] = min(one.corridor_km for one in found)
            row["friendly_km"] = finite(min(one.friendly_km for one in found))
        return frame(rows, COLUMNS)

    def on(self, day: date) -> gpd.GeoDataFrame:
        """One row a post that stands on a day: everything as on that day, and how long its state lasts."""
        rows = [
            _row(verdict, item, day)
            for verdict in self._verdicts
            for item in verdict.run.items
            if holds(item.start, item.end, day)
        ]
        return frame(rows, COLUMNS)


def _verdicts(dossier: Dossier, model: ControlModel, found: list[Assessment]) -> Iterator[Verdict]:
    before: Assessment | None = None
    since = ""
    for run in runs(((item.start, item.end, item) for item in found), alike=lambda item: states(item.verdict)):
        first = run.items[0]
        decisive = decisive_reports(dossier, model, first, before) if before else []
        if before is None or before.verdict.state != first.verdict.state:
            since = _since(dossier, first, before, decisive)
        yield Verdict(run, since, decisive)
        before = run.items[-1]


def _row(verdict: Verdict, item: Assessment, day: date) -> dict[str, object]:
    """Tell a verdict by the values of one day."""
    post, found = item.post, item.verdict
    reasons = [verdict.since, f"On {_day(day)}:", *found.reasons]
    return {
        "post_id": post.post_id,
        "name": post.name,
        "side": post.side,
        "start_date": verdict.run.start,
        "end_date": verdict.run.end,
        "state": found.state,
        "state_strict": found.state_strict,
        "state_lenient": found.state_lenient,
        "probability": found.cut_share,
        "corridor_km": found.corridor_km,
        "roads_open": "; ".join(found.roads_open) or None,
        "roads_cut": "; ".join(found.roads_cut) or None,
        "open_arc_deg": found.open_arc_deg,
        "friendly_km": finite(found.friendly_km),
        "pocket_km2": found.pocket_km2,
        "reasons": " ".join(reasons),
        "decisive": "; ".join(verdict.decisive) or None,
        "geometry": post.geometry,
    }


def _since(dossier: Dossier, first: Assessment, before: Assessment | None, decisive: Sequence[str]) -> str:
    """Say since when a post is in its state, and what brought it there."""
    state = first.verdict.state.capitalize()
    if before is None:
        return f"{state} since {_day(first.start)}, the first day on which it is assessed."
    told = f"{state} since {_day(first.start)}"
    if decisive:
        told += f", when {_taken(dossier, decisive)}"
    width = before.verdict.corridor_km
    if first.verdict.corridor_km == 0 and width:
        told += f". The day before, its last corridor was {_wide(width, before.verdict.pinch)}"
    return told + "."


def _wide(width_km: float, pinch: shapely.Point | None) -> str:
    """Say how wide a corridor is, and where it is tightest."""
    if pinch is None or width_km * 1000 >= WIDEST_M:
        return f"{WIDEST_M / 1000:g} km wide or wider"
    return f"{width_km:.1f} km wide, tightest at {lonlat_text(pinch)}"


def _taken(dossier: Dossier, decisive: Sequence[str]) -> str:
    """Say what the decisive reports say, in words."""
    sides = {side.id: side.name for side in dossier.sides}
    reports = dossier.control[dossier.control["id"].isin(decisive)]
    told = []
    for side, rows in reports.groupby("side", sort=True):
        names = [f"{row.place_name} ({row.id})" for row in rows.itertuples()]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        told.append(f"{listed} {'was' if len(names) == 1 else 'were'} reported held by {sides[str(side)]}")
    return " and ".join(told)


def _day(day: date) -> str:
    """Write a date as one reads it: no leading zero, the month in words."""
    return f"{day.day} {day:%B %Y}"
