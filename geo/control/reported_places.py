"""Reported places: the state of every place on a day by the reports on that place alone, as arrays over the places."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.arrays import Flags, Floats, Ints
from geo.control.control_reports import ControlReport, Holding, Position, holdings

# number of the side where the holder is unknown
NOBODY = -1


@dataclass(frozen=True)
class PlaceStates:
    """State of all reported places on one day.

    Parameters
    ----------
    side : array (n,)
        Number of the side that holds each place, `NOBODY` where it is unknown.
    trust : array (n,)
        Probability of that holder by the reports on the place alone; 0.5 is no information.
    silence_months : array (n,)
        Calendar months between the newest report on this holder and the newest report on any place. It grows only when
        there are new reports elsewhere; counted in calendar months, so that it changes at most once a month.
    age_months : array (n,)
        Calendar months between the newest report on this holder and the day.
    is_reported : array of bool (n,)
        True if a report on the place has been made by the day; False if its holder is known only from the `from_side`
        of a later one.
    """

    side: Ints
    trust: Floats
    silence_months: Floats
    age_months: Floats
    is_reported: Flags


class ReportedPlaces:
    """All reported places with their reports.

    Parameters
    ----------
    reports : mapping
        Reports in order of time, by position.

    Attributes
    ----------
    positions : array (n, 2)
        Longitude and latitude of the places in degrees (EPSG:4326).
    reports : list of list of ControlReport
        The reports on each place.
    sides : list of str
        All sides that hold a place at any time, in alphabetical order: their positions are the sides' numbers.
    days : list of date
        Days with reports, in order.
    """

    def __init__(self, reports: Mapping[Position, Sequence[ControlReport]]) -> None:
        self.positions = np.array(list(reports), dtype=np.float64).reshape(-1, 2)
        self.reports = list(reports.values())
        self._holdings = [holdings(one) for one in self.reports]
        self.sides = sorted({holding.side for one in self._holdings for holding in one})
        self._number = {side: number for number, side in enumerate(self.sides)}
        self.days = sorted({report.day for one in self.reports for report in one})

    def newest(self, day: date) -> date:
        """Day of the newest report made by a day; that day itself if there is none."""
        number = bisect_right(self.days, day)
        return self.days[number - 1] if number else day

    def holdings_on(self, day: date, without: Collection[str] = ()) -> list[Holding | None]:
        """Find the holding of each place on a day, None where the holder is unknown; see `states_on`."""
        by_place = self._holdings
        if without:
            by_place = [self._without(number, without) for number in range(len(self.reports))]
        return [_current(one, day) for one in by_place]

    def states_on(self, day: date, without: Collection[str] = ()) -> PlaceStates:
        """State of all places on a day.

        Parameters
        ----------
        day : date
            The day.
        without : collection of str
            Ids of reports to be left out, as if they had not been made yet.
        """
        held = self.holdings_on(day, without)
        newest = month_number(self.newest(day))
        reported = np.array([month_number(one.last_reported) if one else newest for one in held], dtype=np.int64)
        return PlaceStates(
            side=np.array([self._number[one.side] if one else NOBODY for one in held], dtype=np.int64),
            trust=np.array([one.trust if one else 0.5 for one in held]),
            silence_months=np.abs(newest - reported).astype(np.float64),
            age_months=np.abs(month_number(day) - reported).astype(np.float64),
            is_reported=np.array([one is not None and one.since > date.min for one in held], dtype=bool),
        )

    def _without(self, place: int, without: Collection[str]) -> list[Holding]:
        """Find the holdings of a place with some reports left out."""
        reports = self.reports[place]
        if not any(report.id in without for report in reports):
            return self._holdings[place]
        return holdings(reports, without)


def month_number(day: date) -> int:
    """Return the number of a day's calendar month, counted from year 0.

    Examples
    --------
    >>> month_number(date(2020, 1, 1)) - month_number(date(2019, 12, 31))
    1
    """
    return 12 * day.year + day.month


def _current(of_place: Sequence[Holding], day: date) -> Holding | None:
    """Find the holding that is valid on a day; the last one if several begin on the same day."""
    begun = [holding for holding in of_place if holding.since <= day]
    return begun[-1] if begun else None
