"""Draws: the state of reported places in each of many worlds, day after day.

A report of confidence p is taken as right in a share p of the worlds, and dated a day early or late in two thirds of
them. The reports that are right in a world are combined as in `geo.control.control_reports`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Flags, Floats, Ints
from geo.control.control_reports import ControlReport, holdings
from geo.control.reported_places import ReportedPlaces, month_number

# numbers of the reports on a place that are right in a world, and the days by which each is late
Version = tuple[tuple[int, int], ...]
# makes a random generator from a name
Chance = Callable[[str], np.random.Generator]

_LATEST_DAYS = 1
_CHANGE = np.dtype([
    ("day", int), ("world", int), ("place", int), ("sign", float), ("trust", float), ("last_month", float),
    ("is_reported", bool)
])  # fmt: skip


@dataclass
class ReportDraws:
    """State of the places in each world on a day, with all changes of later days.

    Parameters
    ----------
    sign : array (w, n)
        1 where a place is friendly, -1 where it is not, 0 where its holder is unknown.
    trust, last_month, is_reported : array (w, n)
        Probability of the holder by the reports on the place alone, number of the month of its newest report, and True
        if a report has been made by then; see `geo.control.reported_places.PlaceStates`.
    changes : structured array
        Changes of single places in single worlds, in order of time.
    """

    sign: Floats
    trust: Floats
    last_month: Floats
    is_reported: Flags
    changes: NDArray[np.void]
    _done: int = 0

    @classmethod
    def drawn(cls, places: ReportedPlaces, friendly: Collection[str], worlds: int, chance: Chance) -> "ReportDraws":
        """Draw the states of the places in some worlds, of each place independently of the others.

        Examples
        --------
        >>> taken = ControlReport(date(2020, 2, 5), "red", "blue", confidence=0.75, id="R1")
        >>> places = ReportedPlaces({(36.5, 35.5): [taken]})
        >>> draws = ReportDraws.drawn(places, {"blue"}, 1000, lambda name: np.random.default_rng(7))
        >>> len(draws.advance(date(2020, 2, 3))) / 1000, len(draws.advance(date(2020, 2, 7))) / 1000
        (0.747, 0.747)
        """
        rows: list[tuple[object, ...]] = []
        for place, (name, made) in enumerate(zip(places.positions.tolist(), places.reports, strict=True)):
            for version, alike in _versions(made, worlds, chance(f"reports on {name}")).items():
                for holding in holdings(_dated(made, version)):
                    sign = 1 if holding.side in friendly else -1
                    known = holding.since > date.min
                    row = (place, sign, holding.trust, month_number(holding.last_reported), known)
                    rows.extend((holding.since.toordinal(), world, *row) for world in alike)
        changes = np.array(rows, dtype=_CHANGE)
        shape = worlds, len(places.reports)
        none = np.zeros(shape), np.full(shape, 0.5), np.zeros(shape), np.zeros(shape, dtype=bool)
        return cls(*none, changes[np.argsort(changes["day"], kind="stable")])

    def begin(self, day: date) -> None:
        """Set the state of any day, also an earlier one."""
        for values, none in ((self.sign, 0.0), (self.trust, 0.5), (self.last_month, 0.0), (self.is_reported, False)):
            values[...] = none
        self._done = 0
        self.advance(day)

    def advance(self, day: date) -> Ints:
        """Advance to a later day; return the numbers of the worlds in which a place has changed."""
        until = int(np.searchsorted(self.changes["day"], day.toordinal(), side="right"))
        news = self.changes[self._done : until]
        where = news["world"], news["place"]
        for name in ("sign", "trust", "last_month", "is_reported"):
            getattr(self, name)[where] = news[name]
        self._done = until
        return np.unique(news["world"])


def _versions(made: Sequence[ControlReport], worlds: int, rng: np.random.Generator) -> dict[Version, list[int]]:
    """Draw which reports on a place are right and how late they are; versions with the worlds of each."""
    # report after report, so that a further one does not change the draws of those before it
    doubt, delay = rng.random((len(made), 2, worlds)).transpose(1, 2, 0)
    believed = doubt < [report.confidence for report in made]
    late = np.floor(delay * (2 * _LATEST_DAYS + 1)).astype(np.int64) - _LATEST_DAYS
    versions: dict[Version, list[int]] = {}
    for world, row in enumerate(np.where(believed, late, _LATEST_DAYS + 1).tolist()):
        version = tuple((number, days) for number, days in enumerate(row) if days <= _LATEST_DAYS)
        versions.setdefault(version, []).append(world)
    return versions


def _dated(made: Sequence[ControlReport], version: Version) -> list[ControlReport]:
    """Return the reports of a version with their drawn dates, in order of time."""
    dated = [replace(made[number], day=made[number].day + timedelta(days)) for number, days in version]
    return sorted(dated, key=lambda report: report.day)
