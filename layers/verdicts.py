"""The verdicts layer: the state of every post, for as long as it lasts, and why."""

from collections.abc import Iterator, Sequence
from datetime import date

import geopandas as gpd
import pandas as pd
import shapely

from geo.clearance import WIDEST_M
from geo.control import NearestReport
from geo.encirclement import lonlat_text
from geo.projection import WGS84
from layers.assessments import Assessment
from layers.decisive import decisive_reports
from layers.dossier import Dossier
from layers.period import Run, runs

COLUMNS = (
    "post_id", "name", "side", "start_date", "end_date", "state", "state_strict", "state_lenient", "probability",
    "corridor_km", "roads_open", "roads_cut", "open_arc_deg", "friendly_km", "pocket_km2", "reasons", "decisive",
)  # fmt: skip


def verdicts_layer(
    dossier: Dossier, model: NearestReport, assessments: dict[str, list[Assessment]]
) -> gpd.GeoDataFrame:
    """Tell every post's state: widths are the smallest of the interval; roads, arc, probability and pocket the last."""
    table = pd.DataFrame(
        [row for found in assessments.values() for row in _rows(dossier, model, found)],
        columns=[*COLUMNS, "geometry"],
    )
    return gpd.GeoDataFrame(table, geometry="geometry", crs=WGS84)


def _rows(dossier: Dossier, model: NearestReport, found: list[Assessment]) -> Iterator[dict[str, object]]:
    before: Assessment | None = None
    for run in runs(((item.start, item.end, item) for item in found), alike=_state):
        first, last = run.items[0], run.items[-1]
        decisive = decisive_reports(dossier, model, first, before) if before else []
        yield _row(dossier, run, before, decisive)
        before = last


def _state(assessment: Assessment) -> tuple[str, str, str]:
    verdict = assessment.verdict
    return verdict.state, verdict.state_strict, verdict.state_lenient


def _row(
    dossier: Dossier, run: Run[Assessment], before: Assessment | None, decisive: Sequence[str]
) -> dict[str, object]:
    post, verdict = run.items[-1].post, run.items[-1].verdict
    friendly = min(item.verdict.friendly_km for item in run.items)
    reasons = [_since(dossier, run, before, decisive), *run.items[0].verdict.reasons]
    return {
        "post_id": post.post_id,
        "name": post.name,
        "side": post.side,
        "start_date": run.start,
        "end_date": run.end,
        "state": verdict.state,
        "state_strict": verdict.state_strict,
        "state_lenient": verdict.state_lenient,
        "probability": verdict.cut_share,
        "corridor_km": min(item.verdict.corridor_km for item in run.items),
        "roads_open": "; ".join(verdict.roads_open) or None,
        "roads_cut": "; ".join(verdict.roads_cut) or None,
        "open_arc_deg": verdict.open_arc_deg,
        "friendly_km": friendly if friendly < float("inf") else None,
        "pocket_km2": verdict.pocket_km2,
        "reasons": " ".join(reasons),
        "decisive": "; ".join(decisive) or None,
        "geometry": post.geometry,
    }


def _since(dossier: Dossier, run: Run[Assessment], before: Assessment | None, decisive: Sequence[str]) -> str:
    """Since when a post is in its state, and what brought it there."""
    state = run.items[0].verdict.state.capitalize()
    if before is None:
        return f"{state} since {_day(run.start)}, the first day on which it is assessed."
    told = f"{state} since {_day(run.start)}"
    if decisive:
        told += f", when {_taken(dossier, decisive)}"
    width = before.verdict.corridor_km
    if run.items[0].verdict.corridor_km == 0 and width:
        told += f". The day before, its last corridor was {_wide(width, before.verdict.pinch)}"
    return told + "."


def _wide(width_km: float, pinch: shapely.Point | None) -> str:
    """How wide a corridor is, and where it is tightest."""
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
