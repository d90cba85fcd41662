"""Remarks on verdicts: what a state amounts to, how the post ended, and by what it is supplied or reported."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import geopandas as gpd

from geo.encirclement.reasons import is_isolated
from geo.geometry.sphere import distance_km
from layers.assessment.posts import Assessment
from layers.dossier.dossier import Dossier
from layers.schema.dossier_tables import ENDS

# a post is on the line if the ways from the places where it may stand differ by more than this
_ON_THE_LINE = 0.3
# types of events that supply a post
_SUPPLY = ("airdrop", "airlift", "resupply", "sealift", "supply")


class _Near(NamedTuple):
    """Control reports and events at a post, in order of time."""

    reports: Sequence[Any]
    events: Sequence[Any]


class Remarks:
    """Remarks on the verdicts of a dossier.

    Parameters
    ----------
    dossier : Dossier
        The posts, control reports and events.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._blocs = {side: bloc for bloc in dossier.settings.blocs for side in bloc}
        self._names = {
            side.id: [name.casefold() for name in (side.id, side.name, side.name_ar, *side.aliases) if name]
            for side in dossier.sides
        }
        self._tables = _InTime(dossier.control, "date"), _InTime(dossier.events, "start_date")
        self._near = {post.Index: self._at(post) for post in dossier.posts.itertuples()}

    def of(self, assessment: Assessment, end: date) -> Iterator[str]:
        """Return the remarks on the days of an assessment before `end`; how a post ended is one on its last day."""
        post = assessment.post
        if assessment.state.name == "encircled":
            yield "isolated" if is_isolated(assessment.verdict, post.hold_km) else "pocket"
        if assessment.way.spread > _ON_THE_LINE:
            yield "on the line"
        if self._is_overrun(post, assessment.start):
            yield "overrun"
        if post.ended and post.end_date == end:
            yield post.ended

    def of_most_days(self, assessments: Sequence[Assessment]) -> list[str]:
        """Return the remarks that hold on more than half of the days of some assessments, and how the post ended."""
        days: dict[str, int] = {}
        for assessment in assessments:
            for remark in self.of(assessment, assessment.end):
                days[remark] = days.get(remark, 0) + (assessment.end - assessment.start).days
        total = (assessments[-1].end - assessments[0].start).days
        return [remark for remark, count in days.items() if 2 * count > total or remark in ENDS]

    def supplied_by(self, assessment: Assessment, start: date, end: date) -> list[str]:
        """Return the anchors by sea or air, and the ids of events of supply from `start` on and before `end`."""
        events = [
            f"{event.event_id} ({event.event_type})"
            for event in self._near[assessment.post.Index].events
            if event.event_type in _SUPPLY and event.start_date < end and event.end_date > start
        ]
        return [*assessment.route.supplied_by, *events]

    def last_reported(self, post: Any, end: date) -> date | None:  # noqa: ANN401 - a row of a table
        """Return the newest day before `end` of which a row says that a post stands; None if none does."""
        near = self._near[post.Index]
        days = [row.date for row in near.reports if self._is_own(post, row.side)]
        days += [row.start_date for row in near.events if row.start_date is not None and self._acts(post, row)]
        days += [post.start_date] if post.start_date is not None else []
        return max((day for day in days if day < end), default=None)

    def _is_overrun(self, post: Any, day: date) -> bool:  # noqa: ANN401 - a row of a table
        """Return True if the newest report at a post by a day gives its place to an enemy."""
        made = [row for row in self._near[post.Index].reports if row.date <= day]
        if not made or (made[-1].until is not None and made[-1].until <= day):
            return False
        return made[-1].side in self._blocs and not self._is_own(post, made[-1].side)

    def _acts(self, post: Any, event: Any) -> bool:  # noqa: ANN401 - rows of tables
        """Return True if an actor of an event has a name of the post's side in it."""
        actors = " ".join(actor.casefold() for actor in (event.actor1, event.actor2) if isinstance(actor, str))
        return any(name in actors for name in self._names[post.side])

    def _is_own(self, post: Any, side: str) -> bool:  # noqa: ANN401 - a row of a table
        passable = self._dossier.settings.passable(post.side)
        return side in passable or side in self._blocs.get(post.side, ())

    def _at(self, post: Any) -> _Near:  # noqa: ANN401 - a row of a table
        """Find the rows at a post: on places within what it holds."""
        lon, lat = post.geometry.x, post.geometry.y
        return _Near(*(one.within(lat, lon, post.hold_km) for one in self._tables))


class _InTime:
    """The rows of a table in order of a day, to be found by place."""

    def __init__(self, table: gpd.GeoDataFrame, day: str) -> None:
        table = table.sort_values(day, kind="stable")
        self._rows, self._lat, self._lon = table, table.geometry.y.to_numpy(), table.geometry.x.to_numpy()

    def within(self, lat: float, lon: float, km: float) -> list[Any]:
        return list(self._rows[distance_km(self._lat, self._lon, lat, lon) <= km].itertuples())
