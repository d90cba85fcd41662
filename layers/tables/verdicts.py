"""The verdicts layer: the state of every post for every interval, and the reasons for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import pandas as pd

from geo.encirclement.assessment import Encirclement
from geo.encirclement.chance import is_even
from geo.encirclement.sentences import languages
from layers.assessment.posts import Assessment, finite, state_names
from layers.assessment.remarks import Remarks
from layers.assessment.states import chances
from layers.assessment.verdict_text import NearestReports, VerdictText
from layers.assessment.ways import Ways
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.period import DAY, Run, holds, runs
from layers.schema.layers import LAYERS
from layers.schema.shared_columns import ADMIN_UNITS

# an encirclement begins between the days from which P(no way) is over the first and over the second of these
_EARLIEST, _LATEST = 0.2, 0.8
_PLACED = ("place_id", *(column.name for column in ADMIN_UNITS))
_MEASURES = ("corridor_km", "open_arc_deg", "friendly_km", "pocket_km2")


@dataclass(frozen=True)
class Verdict:
    """A post's state from `run.start` on and before `run.end`, and how it came about.

    The post has been in the state from `first` on; before `run.start` it was another one strictly or leniently.

    `since` has the sentence on how it came about in each language, `began` the same without the days between which an
    encirclement began, `between`: on its first days these are not known yet.
    """

    run: Run[Assessment]
    since: Mapping[str, str]
    began: Mapping[str, str]
    between: tuple[date | None, date | None]
    first: date


class Verdicts:
    """All verdicts on all posts.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    ways : Ways
        Ways of the posts by these reports.
    assessments : dict
        Assessments in order of time, by row of the posts.
    """

    def __init__(self, dossier: Dossier, ways: Ways, assessments: dict[int, list[Assessment]]) -> None:
        nearest = NearestReports(ways.model)
        self._texts = {language: VerdictText(dossier, ways, language, nearest) for language in languages()}
        self.remarks = Remarks(dossier)
        self._verdicts = [verdict for found in assessments.values() for verdict in _verdicts(self._texts, found)]
        # verdicts by post and first day of each of their assessments
        self._of = {
            (item.post.post_id, item.start): verdict for verdict in self._verdicts for item in verdict.run.items
        }
        self._sentences = {
            (item.post.post_id, item.start): self._of_day(item)
            for verdict in self._verdicts
            for item in verdict.run.items
        }

    def since(self, post_id: str, start: date) -> Mapping[str, str]:
        """Return the sentences on how the state came about of the interval that starts on a day, by language."""
        return self._of[post_id, start].since

    def reasons_on(self, item: Assessment, day: date) -> dict[str, str]:
        """Return the reasons for an assessment as of a day, by language, without what was known only later."""
        key = item.post.post_id, item.start
        verdict, of_day = self._of[key], self._sentences[key]
        latest = verdict.between[1]
        since = verdict.since if latest and latest <= day else verdict.began
        # an even chance stands before everything else
        first = 1 if is_even(chances(item.way).p_encircled) else 0
        return {
            language: " ".join([*of_day[language][:first], since[language], text.on(day), *of_day[language][first:]])
            for language, text in self._texts.items()
        }

    def reasons(self) -> Iterator[tuple[str, date, date, dict[str, str]]]:
        """Return post id, start, end and the reasons by language, for every interval on which they do not change."""
        for verdict in self._verdicts:
            post_id = verdict.run.items[0].post.post_id
            items = ((item.start, item.end, self._sentences[post_id, item.start]) for item in verdict.run.items)
            for run in runs(items, alike=str):
                joined = {language: " ".join(text) for language, text in run.items[0].items()}
                yield post_id, run.start, run.end, joined

    def _of_day(self, item: Assessment) -> dict[str, list[str]]:
        """Return the sentences on an assessment, by language."""
        probability = chances(item.way).p_encircled
        return {language: text.day(item, probability) for language, text in self._texts.items()}

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
        row |= self._remarked(verdict.run.items)
        return row

    def _row(self, verdict: Verdict, item: Assessment, day: date) -> dict[str, object]:
        """Make a row with the values of one day."""
        post, found = item.post, item.verdict
        probability = chances(item.way).p_encircled
        earliest, latest = verdict.between
        reasons = {
            "reasons" if language == "en" else f"reasons_{language}": text
            for language, text in self.reasons_on(item, day).items()
        }
        return {
            "id": f"{post.post_id}.{verdict.run.start.isoformat()}",
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
            **reasons,
            "decisive": "; ".join(verdict.run.items[0].decisive) or None,
            "probability_min": probability,
            "probability_max": probability,
            "since_earliest": earliest,
            "since_latest": latest,
            "since": verdict.first,
            "way": item.way.way,
            "corridor_km_median": found.corridor_km,
            "corridor_km_max": found.corridor_km,
            "road_way": item.route.road_way,
            **{column: getattr(post, column) for column in _PLACED},
            **self._remarked([replace(item, start=day, end=min(day + DAY, item.end))]),
            "geometry": post.geometry,
        }

    def _remarked(self, items: Sequence[Assessment]) -> dict[str, object]:
        """Make the columns of remarks of an interval, or of a day."""
        supplied = [name for item in items for name in self.remarks.supplied_by(item, item.start, item.end)]
        return {
            "remarks": "; ".join(self.remarks.of_most_days(items)) or None,
            "supplied_by": "; ".join(dict.fromkeys(supplied)) or None,
            "last_reported": self.remarks.last_reported(items[0].post, items[-1].end),
        }


def _measures(found: Encirclement) -> tuple[float, float, float, float]:
    return found.corridor_km, found.open_arc_deg, found.friendly_km, found.pocket_km2


def _verdicts(texts: Mapping[str, VerdictText], found: list[Assessment]) -> Iterator[Verdict]:
    before: Assessment | None = None
    start = date.min
    since: dict[str, str] = {}
    began: dict[str, str] = {}
    for run in runs(((item.start, item.end, item) for item in found), alike=state_names):
        first = run.items[0]
        between = _between(found, run)
        if before is None or before.state.name != first.state.name:
            start = run.start
            since, began = (
                {language: text.since(first, before, first.decisive, days) for language, text in texts.items()}
                for days in (between, (None, None))
            )
        yield Verdict(run, since, began, between, start)
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
