"""Reported places: which bloc holds each place on a day, by all reports on it, as arrays over the places."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.control.control_reports import ControlReport, Position
from geo.control.holdings import Holding, holdings
from geo.sides import CONTESTED, UNKNOWN

# no bloc: contested, or not known
NOBODY = -1


@dataclass(frozen=True)
class PlaceStates:
    """The places of which anything is known on a day, k of them.

    Parameters
    ----------
    places : array (k,)
        Numbers of the places.
    bloc : array (k,)
        Number of the bloc that most probably holds each place, -1 if it is contested.
    side : array (k,)
        Number of the side of that bloc, -1 if it is contested.
    trust : array (k,)
        Probability that the bloc holds the place, by the reports on it alone.
    last_reported : array (k,)
        Day of the newest report that says so, as an ordinal; the day itself if a later report says so.
    agreeing : array (k,)
        Number of reports that say so.
    is_confirmed : array (k,)
        True if a later report says that the bloc held the place until then.
    taken : array (k,)
        Day on which the bloc took the place from another, as an ordinal; 1 if no report names a holder before it.
    """

    places: Ints
    bloc: Ints
    side: Ints
    trust: Floats
    last_reported: Ints
    agreeing: Ints
    is_confirmed: Flags
    taken: Ints


class ReportedPlaces:
    """All reports, place by place.

    Parameters
    ----------
    reports : mapping
        Reports in order of time, by place.
    blocs : collection of collections of str
        Sides that are taken together; a side in none of them is a bloc of its own.
    """

    def __init__(
        self, reports: Mapping[Position, Sequence[ControlReport]], blocs: Collection[Collection[str]] = ()
    ) -> None:
        self.positions = np.array([position[:2] for position in reports], dtype=np.float64).reshape(-1, 2)
        self.reports = list(reports.values())
        named = {side for one in self.reports for report in one for side in (report.side, report.from_side) if side}
        self.sides = sorted(named - {CONTESTED, UNKNOWN})
        self._side = {side: number for number, side in enumerate(self.sides)} | {CONTESTED: NOBODY, UNKNOWN: NOBODY}
        self.bloc_of = _numbered(self.sides, blocs)
        self.blocs = max(self.bloc_of.values(), default=-1) + 1
        self._holdings = [holdings(one, self.bloc_of) for one in self.reports]
        self._since = np.array([one.since.toordinal() for found in self._holdings for one in found], dtype=np.int64)
        self._first = np.cumsum([0, *map(len, self._holdings)])
        self.days = sorted(_days_of_change(self._holdings))

    def holdings_on(self, day: date, without: Collection[str] = ()) -> list[Holding | None]:
        """Return the holding of each place on a day, None where nothing is known; see `states_on`."""
        # a stable sum over the intervals of each place: those that have begun are its first
        begun = np.concatenate([[0], np.cumsum(self._since <= day.toordinal())])
        count = begun[self._first[1:]] - begun[self._first[:-1]]
        found = [
            one[number - 1] if number else None for one, number in zip(self._holdings, count.tolist(), strict=True)
        ]
        for place, reports in enumerate(self.reports) if without else ():
            if any(report.id in without for report in reports):
                past = [one for one in holdings(reports, self.bloc_of, without) if one.since <= day]
                found[place] = past[-1] if past else None
        return found

    def states_on(self, day: date, without: Collection[str] = ()) -> PlaceStates:
        """Return the states of the places on a day, some reports being taken as not yet made."""
        held = [
            (place, self._mixed(place, one, day, without))
            for place, one in enumerate(self.holdings_on(day, without))
            if one is not None and one.side != UNKNOWN
        ]
        today = day.toordinal()
        return PlaceStates(
            places=np.array([place for place, _ in held], dtype=np.int64),
            bloc=np.array([one.bloc for _, one in held], dtype=np.int64),
            side=np.array([self._side[one.side] for _, one in held], dtype=np.int64),
            trust=np.array([one.trust for _, one in held], dtype=np.float64),
            last_reported=np.array([min(one.last_reported.toordinal(), today) for _, one in held], dtype=np.int64),
            agreeing=np.array([one.agreeing for _, one in held], dtype=np.int64),
            is_confirmed=np.array([one.is_confirmed for _, one in held], dtype=bool),
            taken=np.array([one.taken.toordinal() for _, one in held], dtype=np.int64),
        )

    def _mixed(self, place: int, held: Holding, day: date, without: Collection[str]) -> Holding:
        """Spread a change of hands that is known to some days only over these days."""
        if held.last <= day or held.bloc == NOBODY:
            return held
        passed = ((day - held.since).days + 1) / ((held.last - held.since).days + 1)
        known = holdings(self.reports[place], self.bloc_of, without) if without else self._holdings[place]
        earlier = [one for one in known if one.since < held.since]
        before = earlier[-1] if earlier else None
        if before is None or before.bloc == NOBODY:
            return replace(held, trust=passed * held.trust + (1 - passed) / 2)
        if before.bloc == held.bloc:
            return replace(held, trust=passed * held.trust + (1 - passed) * before.trust)
        trust = passed * held.trust + (1 - passed) * (1 - before.trust)
        return replace(held, trust=trust) if trust > 1 / 2 else replace(before, trust=1 - trust)


def _numbered(sides: Sequence[str], blocs: Collection[Collection[str]]) -> dict[str, int]:
    """Assign numbers to the blocs in the order of the smallest of their sides."""
    number: dict[str, int] = {}
    for side in sides:
        if side not in number:
            together = next((bloc for bloc in blocs if side in bloc), (side,))
            number |= dict.fromkeys([one for one in sides if one in together], max(number.values(), default=-1) + 1)
    return number


def _days_of_change(held: Sequence[Sequence[Holding]]) -> set[date]:
    """Days on which the state of a place may differ from the day before."""
    return {
        date.fromordinal(day)
        for found in held
        for one in found
        if one.since > date.min
        for day in range(one.since.toordinal(), one.last.toordinal() + 1)
    }
