"""Sentences on verdicts: since when, by which control reports, how certain, and where the way is weakest."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from geo.arrays import Floats
from geo.control.model import ControlModel
from geo.encirclement.assessment import Encirclement
from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.reasons import connection, open_roads, position, remaining_ground
from geo.encirclement.sentences import sentences
from geo.geometry.sphere import KM
from geo.sides import CONTESTED
from layers.assessment.posts import Assessment
from layers.assessment.road_ways import RoadWay
from layers.assessment.states import LENIENT, STRICT, State
from layers.assessment.ways import Ways
from layers.dossier.dossier import Dossier

# a verdict that is wrong with this probability, or more, is called uncertain
UNCERTAIN = 0.2
# days whose holdings are kept, and places from which the nearest report is known
_DAYS, _NEAREST = 64, 4096


class NearestReports:
    """The reports on the place nearest to some ground that some sides do not hold, found once for all languages.

    Parameters
    ----------
    model : ControlModel
        Control by the reports.
    """

    def __init__(self, model: ControlModel) -> None:
        self._model, known = model, model.reported_places
        self._known = lru_cache(_DAYS)(lambda day: (known.states_on(day), known.holdings_on(day)))
        self._of = lru_cache(_NEAREST)(self._found)

    def of(self, where_m: Floats, on: date, friendly: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        """Return the distance of that place on a day, km, and the ids of the reports; infinite if there is none."""
        x, y = where_m.tolist()
        return self._of(x, y, self._model.unchanged_since(on), friendly)

    def _found(self, x: float, y: float, day: date, friendly: frozenset[str]) -> tuple[float, tuple[str, ...]]:
        states, held = self._known(day)
        passable = [number for number, side in enumerate(self._model.reported_places.sides) if side in friendly]
        hostile = states.places[~np.isin(states.side, passable)]
        if not len(hostile):
            return float("inf"), ()
        away = np.hypot(*(self._model.places_m[hostile] - (x, y)).T)
        holding = held[hostile[away.argmin()]]
        return float(away.min()) / KM, holding.reports if holding else ()


class VerdictText:
    """Sentences on the verdicts of a dossier in one language.

    Parameters
    ----------
    dossier : Dossier
        The control reports, sides and places.
    ways : Ways
        Ways of its posts.
    language : str
        Language code; see `geo.encirclement.sentences.languages`.
    nearest : NearestReports
        Those of the ways' model.
    """

    def __init__(self, dossier: Dossier, ways: Ways, language: str, nearest: NearestReports) -> None:
        self._dossier, self._model, self._say, self._nearest = dossier, ways.model, sentences(language), nearest
        self._sides = {side.id: getattr(side, f"name_{language}", None) or side.name for side in dossier.sides}
        self._reports = {row.id: row for row in dossier.control.itertuples()}
        self._places = {place.id: getattr(place, f"name_{language}", None) for place in dossier.places}

    def since(
        self,
        first: Assessment,
        before: Assessment | None,
        decisive: Sequence[str],
        between: tuple[date | None, date | None],
    ) -> str:
        """Return the sentence on since when a post is in its state, and how it came to be.

        Parameters
        ----------
        first, before : Assessment
            The first assessment of this state, and the last one of the state before, None if there is none.
        decisive : sequence of str
            Ids of the decisive reports.
        between : tuple of dates or None
            Days between which an encirclement began.
        """
        say = self._say
        opening = self._began(first, between).removesuffix(".")
        if before is None:
            return say("since", "period" if first.start == self._dossier.start else "stands", since=opening)
        change = self._change(first.verdict, before.verdict)
        key = "_".join(part for part in ("change" if change else "", "reports" if decisive else "") if part)
        return say("since", key, since=opening, change=change, reports=self._named(decisive)) if key else f"{opening}."

    def day(self, assessment: Assessment, probability: float) -> list[str]:
        """Return the sentences on one day, the decisive one first."""
        settings, verdict, say = self._dossier.settings, assessment.verdict, self._say
        return [
            self.sureness(assessment.state, probability),
            connection(say, verdict, settings.narrow_km),
            *self._weakest(assessment),
            *remaining_ground(say, verdict, assessment.post.hold_km),
            *self._roads(assessment),
            *position(say, verdict, assessment.post.uncertainty_km),
        ]

    def on(self, day: date) -> str:
        """Return the clause that opens the sentences on a day."""
        return self._say("verdict", "on", day=self._say.day(day))

    def sureness(self, state: State, probability: float) -> str:
        """Return the sentence on the chance of a state: that no way is left, or that one is."""
        clause, holds = ("no_way", probability) if state.no_strict else ("way", 1 - probability)
        return self._say.chance_that(clause, holds, state.name)

    def _began(self, first: Assessment, between: tuple[date | None, date | None]) -> str:
        """Return the sentence on the day on which a state began, with the days between which it may have."""
        say, (earliest, latest) = self._say, between
        values = {"state": say("state", first.state.name), "day": say.day(first.start)}
        if earliest is None or earliest == latest == first.start:
            return say("since", "state", **values)
        if latest is None or latest <= earliest:
            return (
                say("since", "from_first", first=say.day(earliest), **values)
                if earliest < first.start
                else say("since", "state", **values)
            )
        return say("since", "between", first=say.day(earliest), last=say.day(latest), **values)

    def _change(self, verdict: Encirclement, before: Encirclement) -> str:
        """Return a clause on the way to an anchor that opened or closed, empty if neither happened."""
        if not before.corridor_km and verdict.corridor_km:
            return self._say("since", "opened")
        if verdict.corridor_km or not before.corridor_km:
            return ""
        return self._say("since", "closed", width=self._width(before.corridor_km, before.pinch))

    def _width(self, width_km: float, pinch: shapely.Point | None) -> str:
        """Return a corridor's width and the position of its pinch point, in words."""
        if pinch is None or width_km * KM >= WIDEST_M:
            return self._say("since", "width_wide", km=WIDEST_M / KM)
        return self._say("since", "width", km=width_km, where=self._say.position(pinch))

    def _named(self, decisive: Sequence[str]) -> str:
        """Return the places and holders that the decisive reports name, in words."""
        clauses = []
        by_side: dict[str, list[str]] = {}
        for report in decisive:
            by_side.setdefault(self._reports[report].side, []).append(report)
        for side, reports in sorted(by_side.items()):
            names = [f"{self._place(self._reports[report])} [{report}]" for report in reports]
            key = ("reported_contested" if side == CONTESTED else "reported") + ("_many" if len(names) > 1 else "")
            clauses.append(self._say("since", key, places=self._say.listed(names), side=self._sides.get(side)))
        return self._say.joined(clauses, by="and")

    def _weakest(self, assessment: Assessment) -> Iterator[str]:
        """Return the sentence on where the best way is weakest, and on anchors; none if the way is nearly certain."""
        route, way = assessment.route, assessment.way.way
        if not route.has_anchor:
            yield self._say("verdict", "no_anchor")
        elif route.weakest_m is not None and way < 1 - UNCERTAIN:
            if route.at_anchor and way < STRICT:
                yield self._say("verdict", "anchor_not_held", chance=self._say.chance(way))
            yield self._located("weakest", route.weakest_m, assessment)
        if route.supplied_by:
            yield self._say("verdict", "supplied", names=self._say.joined(route.supplied_by))

    def _roads(self, assessment: Assessment) -> Iterator[str]:
        """Return the sentences on the roads near a post: cut, contested, and open."""
        passed = {road.name for road in assessment.route.roads}
        for road in assessment.route.roads:
            if road.way < STRICT:
                key = "road_cut" if road.way < LENIENT else "road_contested"
                yield self._located(key, road.weakest_m, assessment, road=road)
        verdict = assessment.verdict
        # roads that lead to no anchor are judged by the zones alone
        cut = [road for road in verdict.roads_cut if road not in passed]
        if cut:
            yield self._say("reason", "roads_cut", roads=self._say.joined(cut, by="semicolon"))
        yield from open_roads(self._say, verdict.roads_open, verdict.independent_roads)

    def _located(self, key: str, where_m: Floats | None, assessment: Assessment, road: RoadWay | None = None) -> str:
        """Return a sentence on a place, with the nearest report on ground that is not the post's side's."""
        values: dict[str, Any] = {"road": road.name} if road else {}
        if where_m is None:
            return self._say("verdict", key, **values)
        (lonlat,) = self._model.on_earth(where_m[None])
        values["where"] = self._say.position(shapely.Point(lonlat))
        friendly = self._dossier.settings.passable(assessment.post.side)
        km, reports = self._nearest.of(where_m, assessment.start, friendly)
        row = next((self._reports[report] for report in reports if report in self._reports), None)
        if row is None or not np.isfinite(km):
            return self._say("verdict", key, **values)
        values |= {"km": km, "place": self._place(row), "day": self._say.day(row.date), "report": row.id}
        # a report from which the holder of the time before is known speaks of that holder
        side = row.side if row.date <= assessment.start else row.from_side
        suffix = "contested" if side == CONTESTED else "report"
        return self._say("verdict", f"{key}_{suffix}", side=self._sides.get(side, side), **values)

    def _place(self, report: Any) -> str:  # noqa: ANN401 - a row of a table
        """Return the name of a report's place in the language, else as the dossier writes it."""
        return str(self._places.get(report.place_id) or report.place_name)
