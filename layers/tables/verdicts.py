"""The verdicts layer: the state of every post for every interval, and the reasons for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import geopandas as gpd
import pandas as pd

from geo.encirclement.assessment import Encirclement
from geo.threads import side_by_side
from layers.assessment.decisive import Counterfactuals
from layers.assessment.posts import Assessment, finite, state_names
from layers.assessment.verdict_text import day_text, since_text, sureness
from layers.assessment.ways import Ways, chances
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.period import Run, holds, runs
from layers.schema.layers import LAYERS

# an encirclement begins between the days from which P(no way) is over the first and over the second of these
_EARLIEST, _LATEST = 0.2, 0.8
_MEASURES = ("corridor_km", "open_arc_deg", "friendly_km", "pocket_km2")


@dataclass(frozen=True)
class Verdict:
    """A post's state from `run.start` on and before `run.end`, how it came about, and the reports that decide.

    `between` has the days between which an encirclement began.
    """

    run: Run[Assessment]
    since: str
    decisive: Sequence[str]
    between: tuple[date | None, date | None]


class Verdicts:
    """All verdicts on all posts.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    ways : Ways
        Ways of the posts by these reports.
    assessments : dict
        Assessments in order of time, by post id.
    """

    def __init__(
        self,
        dossier: Dossier,
        ways: Ways,
        assessments: dict[str, list[Assessment]],
    ) -> None:
        counterfactuals = Counterfactuals(dossier, ways)
        by_post = side_by_side(lambda found: list(_verdicts(dossier, counterfactuals, found)), assessments.values())
        self._verdicts = list(chain.from_iterable(by_post))
        self._since = {
            (verdict.run.items[0].post.post_id, verdict.run.start): verdict.since for verdict in self._verdicts
        }

    def since(self, post_id: str, start: date) -> str:
        """Return the sentence on how the state came about that a post has in the interval starting on a day."""
        return self._since[post_id, start]

    def reasons(self) -> Iterator[tuple[str, date, date, str]]:
        """Return post id, start, end and the reasons for its state, for every interval on which they do not change."""
        for verdict in self._verdicts:
            items = ((item.start, item.end, " ".join(item.verdict.reasons)) for item in verdict.run.items)
            for run in runs(items, alike=str):
                yield verdict.run.items[0].post.post_id, run.start, run.end, run.items[0]

    def layer(self) -> gpd.GeoDataFrame:
        """Return a row for each post and interval, with what holds for all of its days.

        `corridor_km` and `friendly_km` are the smallest, other measures the median of the days; roads and reasons are
        those of the first day.
        """
        return frame((self._interval_row(verdict) for verdict in self._verdicts), LAYERS["verdicts"].names)

    def on(self, day: date) -> gpd.GeoDataFrame:
        """Return a row for each post that stands on a day: values as on that day, dates of the whole interval."""
        rows = [
            self._row(verdict, item, day)
            for verdict in self._verdicts
            for item in verdict.run.items
            if holds(item.start, item.end, day)
        ]
        return frame(rows, LAYERS["verdicts"].names)

    def _interval_row(self, verdict: Verdict) -> dict[str, object]:
        """Make a row with the values of all days of an interval."""
        row = self._row(verdict, verdict.run.items[0], verdict.run.start)
        days = pd.DataFrame(
            [
                (chances(item.way).p_encircled, item.way.way, *_measures(item.verdict))
                for item in verdict.run.items
                for _ in range((item.end - item.start).days)
            ],
            columns=["probability", "way", *_MEASURES],
        )
        row |= {name: round(days[name].median(), 4) for name in ("probability", "way", "open_arc_deg", "pocket_km2")}
        row |= {"corridor_km": days["corridor_km"].min(), "friendly_km": finite(days["friendly_km"].min())}
        row |= {"probability_min": days["probability"].min(), "probability_max": days["probability"].max()}
        row |= {"corridor_km_median": days["corridor_km"].median(), "corridor_km_max": days["corridor_km"].max()}
        return row

    def _row(self, verdict: Verdict, item: Assessment, day: date) -> dict[str, object]:
        """Make a row with the values of one day."""
        post, found = item.post, item.verdict
        probability = chances(item.way).p_encircled
        reasons = [verdict.since, f"On {day_text(day)}:", *sureness(item.state, probability), *found.reasons]
        earliest, latest = verdict.between
        return {
            "post_id": post.post_id,
            "name": post.name,
            "side": post.side,
            "start_date": verdict.run.start,
            "end_date": verdict.run.end,
            "state": item.state.name,
            "state_strict": item.state.strict,
            "state_lenient": item.state.lenient,
            "probability": probability,
            "roads_open": "; ".join(found.roads_open) or None,
            "roads_cut": "; ".join(found.roads_cut) or None,
            **dict(zip(_MEASURES, _measures(found), strict=True)),
            "friendly_km": finite(found.friendly_km),
            "reasons": " ".join(reasons),
            "decisive": "; ".join(verdict.decisive) or None,
            "probability_min": probability,
            "probability_max": probability,
            "since_earliest": earliest,
            "since_latest": latest,
            "way": item.way.way,
            "corridor_km_median": found.corridor_km,
            "corridor_km_max": found.corridor_km,
            "geometry": post.geometry,
        }


def _measures(found: Encirclement) -> tuple[float, float, float, float]:
    return found.corridor_km, found.open_arc_deg, found.friendly_km, found.pocket_km2


def _verdicts(dossier: Dossier, counterfactuals: Counterfactuals, found: list[Assessment]) -> Iterator[Verdict]:
    before: Assessment | None = None
    since = ""
    for run in runs(((item.start, item.end, item) for item in found), alike=state_names):
        first = run.items[0]
        decisive = counterfactuals.decisive(before, first) if before else []
        if before is None or before.state.name != first.state.name:
            since = since_text(dossier, first, before, decisive)
        yield Verdict(run, since, decisive, _between(found, run))
        before = run.items[-1]


def _between(found: Sequence[Assessment], run: Run[Assessment]) -> tuple[date | None, date | None]:
    """First days of the unbroken runs with P(no way) over .2, and over .8, that lead into or lie in an interval."""
    if run.items[0].state.name != "encircled":
        return None, None
    return _first_day(found, run, _EARLIEST), _first_day(found, run, _LATEST)


def _first_day(found: Sequence[Assessment], run: Run[Assessment], over: float) -> date | None:
    """First day of the first run of assessments with a probability over a limit that reaches into an interval."""
    first: date | None = None
    for item in found:
        if chances(item.way).p_encircled <= over:
            first = None
        elif first is None:
            first = item.start
        if first and item.end > run.start:
            return first if item.start < run.end else None
    return None
