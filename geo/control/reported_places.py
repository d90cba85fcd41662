"""Testimony: what all reported places say of a day, as arrays over the places."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.control.control_reports import Holding, Position, Report, holdings

# a side that nobody names
NOBODY = -1


@dataclass(frozen=True)
class Told:
    """What places say of one day.

    Parameters
    ----------
    side : array (n,)
        Number of the side that holds each place, -1 where nobody says.
    trust : array (n,)
        How probable that is by the reports on the place alone; 0.5 says nothing.
    silence : array (n,)
        Months from that of the newest report that says so to that of the newest report on any place: nothing has been
        said of this one while there was news. By the month, so that within one the ground changes where there is news.
    age : array (n,)
        Months from that of the newest report that says so to the day.
    made : array (n,)
        Whether a report on the place has been made by then; else only a later one tells who held it before.
    """

    side: Ints
    trust: Floats
    silence: Floats
    age: Floats
    made: Flags


class Testimony:
    """All reports, place by place.

    Parameters
    ----------
    reports : mapping
        Reports in order of time, by position.
    """

    def __init__(self, reports: Mapping[Position, Sequence[Report]]) -> None:
        self.positions = np.array(list(reports), dtype=np.float64).reshape(-1, 2)
        self.reports = list(reports.values())
        self._holdings = [holdings(one) for one in self.reports]
        self.sides = sorted({holding.side for one in self._holdings for holding in one})
        self._number = {side: number for number, side in enumerate(self.sides)}
        self.days = sorted({report.day for one in self.reports for report in one})

    def newest(self, day: date) -> date:
        """Day of the newest report by a day; that day if there is none."""
        number = bisect_right(self.days, day)
        return self.days[number - 1] if number else day

    def holdings_on(self, day: date, without: Collection[str] = ()) -> list[Holding | None]:
        """Who holds each place on a day; see `on`."""
        told = self._holdings
        if without:
            told = [self._without(number, without) for number in range(len(self.reports))]
        return [_on(one, day) for one in told]

    def on(self, day: date, without: Collection[str] = ()) -> Told:
        """Give what the places say of a day, some reports being taken as not yet made."""
        held = self.holdings_on(day, without)
        newest = month(self.newest(day))
        told = np.array([month(one.told) if one else newest for one in held], dtype=np.int64)
        return Told(
            side=np.array([self._number[one.side] if one else NOBODY for one in held], dtype=np.int64),
            trust=np.array([one.trust if one else 0.5 for one in held]),
            silence=np.abs(newest - told).astype(np.float64),
            age=np.abs(month(day) - told).astype(np.float64),
            made=np.array([one is not None and one.since > date.min for one in held], dtype=bool),
        )

    def _without(self, place: int, without: Collection[str]) -> list[Holding]:
        """Tell who held a place if some reports only told of the time before them."""
        reports = self.reports[place]
        if not any(report.id in without for report in reports):
            return self._holdings[place]
        return holdings(reports, without)


def month(day: date) -> int:
    """Tell the number of a day's month.

    Examples
    --------
    >>> month(date(2020, 1, 1)) - month(date(2019, 12, 31))
    1
    """
    return 12 * day.year + day.month


def _on(told: Sequence[Holding], day: date) -> Holding | None:
    """Give what holds on a day: of several from one day on the last."""
    made = [holding for holding in told if holding.since <= day]
    return made[-1] if made else None
