"""The verdicts layer: the state of every post for every interval, and the reasons for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd

from geo.control.model import ControlModel
from layers.assessment.decisive import Counterfactuals
from layers.assessment.posts import Assessment, Supplies, finite, states
from layers.assessment.probability import Shares
from layers.assessment.verdict_text import day_text, since_text, sureness
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.period import DAY, Run, holds, runs
from layers.schema.layers import LAYERS


@dataclass(frozen=True)
class Verdict:
    """A post's state from `run.start` on and before `run.end`, how it came about (`since`) and the decisive reports."""

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
        Control by these reports.
    supplies : Supplies
        Anchors and roads of the posts' sides.
    assessments : dict
        Assessments in order of time, by post id.
    shares : mapping
        Probabilities that posts are cut off, by post id and day.
    """

    def __init__(
        self,
        dossier: Dossier,
        model: ControlModel,
        supplies: Supplies,
        assessments: dict[str, list[Assessment]],
        shares: Shares,
    ) -> None:
        self._shares = shares
        counterfactuals = Counterfactuals(dossier, model, supplies)
        self._verdicts = [
            verdict for found in assessments.values() for verdict in _verdicts(dossier, counterfactuals, found)
        ]
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
        """Return a row for each post and interval: `corridor_km`, `friendly_km` smallest, others as on the last day."""
        rows = [self._row(verdict, verdict.run.items[-1], verdict.run.end - DAY) for verdict in self._verdicts]
        for row, verdict in zip(rows, self._verdicts, strict=True):
            found = [item.verdict for item in verdict.run.items]
            row["corridor_km"] = min(encirclement.corridor_km for encirclement in found)
            row["friendly_km"] = finite(min(encirclement.friendly_km for encirclement in found))
        return frame(rows, LAYERS["verdicts"].names)

    def on(self, day: date) -> gpd.GeoDataFrame:
        """Return a row for each post that stands on a day: values as on that day, dates of the whole interval."""
        rows = [
            self._row(verdict, item, day)
            for verdict in self._verdicts
            for item in verdict.run.items
            if holds(item.start, item.end, day)
        ]
        return frame(rows, LAYERS["verdicts"].names)

    def _row(self, verdict: Verdict, item: Assessment, day: date) -> dict[str, object]:
        """Make a row with the values of one day."""
        post, found = item.post, item.verdict
        probability = self._shares.get((post.post_id, day))
        reasons = [verdict.since, f"On {day_text(day)}:", *sureness(found, probability), *found.reasons]
        return {
            "post_id": post.post_id,
            "name": post.name,
            "side": post.side,
            "start_date": verdict.run.start,
            "end_date": verdict.run.end,
            "state": found.state,
            "state_strict": found.state_strict,
            "state_lenient": found.state_lenient,
            "probability": probability,
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


def _verdicts(dossier: Dossier, counterfactuals: Counterfactuals, found: list[Assessment]) -> Iterator[Verdict]:
    before: Assessment | None = None
    since = ""
    for run in runs(((item.start, item.end, item) for item in found), alike=lambda item: states(item.verdict)):
        first = run.items[0]
        decisive = counterfactuals.decisive(before, first) if before else []
        if before is None or before.verdict.state != first.verdict.state:
            since = since_text(dossier, first, before, decisive)
        yield Verdict(run, since, decisive)
        before = run.items[-1]
