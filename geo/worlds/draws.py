"""Course of events: what reported places say in each of many worlds, day after day.

Each report is believed in as many worlds as its confidence says, and dated a day early or late in two thirds of them.
What is believed is weighed as ever (`geo.control.control_reports`).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Flags, Floats, Ints
from geo.control.control_reports import Report, holdings
from geo.control.reported_places import Testimony, month

# the reports on a place that are believed in a world, and by how many days each is late
Version = tuple[tuple[int, int], ...]
# where the chance of what bears a name begins
Chance = Callable[[str], np.random.Generator]

_LATEST_DAYS = 1
_CHANGE = np.dtype([
    ("day", int), ("world", int), ("place", int), ("sign", float), ("trust", float), ("told", float), ("made", bool)
])  # fmt: skip


@dataclass
class Course:
    """What places say in each world on a day, and what they will say later.

    Parameters
    ----------
    sign : array (w, n)
        1 where a place is friendly, -1 where it is not, 0 where nobody says.
    trust, told, made : array (w, n)
        How probable that is by the reports on the place alone, the month in which it was last said, and
        whether a report has been made by then; see `geo.control.reported_places.Told`.
    changes : structured array
        What changes, in order of its day.
    """

    sign: Floats
    trust: Floats
    told: Floats
    made: Flags
    changes: NDArray[np.void]
    _done: int = 0

    @classmethod
    def drawn(cls, testimony: Testimony, friendly: Collection[str], worlds: int, chance: Chance) -> "Course":
        """Draw what is told in some worlds, on each place whatever is told on others.

        Examples
        --------
        >>> taken = Report(date(2020, 2, 5), "red", "blue", confidence=0.75, id="R1")
        >>> testimony = Testimony({(36.5, 35.5): [taken]})
        >>> course = Course.drawn(testimony, {"blue"}, 1000, lambda name: np.random.default_rng(7))
        >>> len(course.advance(date(2020, 2, 3))) / 1000, len(course.advance(date(2020, 2, 7))) / 1000
        (0.747, 0.747)
        """
        rows: list[tuple[object, ...]] = []
        for place, (name, made) in enumerate(zip(testimony.positions.tolist(), testimony.reports, strict=True)):
            for version, alike in _versions(made, worlds, chance(f"reports on {name}")).items():
                for holding in holdings(_told(made, version)):
                    sign = 1 if holding.side in friendly else -1
                    known = holding.since > date.min
                    row = (place, sign, holding.trust, month(holding.told), known)
                    rows.extend((holding.since.toordinal(), world, *row) for world in alike)
        changes = np.array(rows, dtype=_CHANGE)
        shape = worlds, len(testimony.reports)
        nothing = np.zeros(shape), np.full(shape, 0.5), np.zeros(shape), np.zeros(shape, dtype=bool)
        return cls(*nothing, changes[np.argsort(changes["day"], kind="stable")])

    def begin(self, day: date) -> None:
        """Go to any day, be it an earlier one."""
        for values, nothing in ((self.sign, 0.0), (self.trust, 0.5), (self.told, 0.0), (self.made, False)):
            values[...] = nothing
        self._done = 0
        self.advance(day)

    def advance(self, day: date) -> Ints:
        """Go on to a later day; tell the worlds in which there is news."""
        until = int(np.searchsorted(self.changes["day"], day.toordinal(), side="right"))
        news = self.changes[self._done : until]
        where = news["world"], news["place"]
        for name in ("sign", "trust", "told", "made"):
            getattr(self, name)[where] = news[name]
        self._done = until
        return np.unique(news["world"])


def _versions(made: Sequence[Report], worlds: int, rng: np.random.Generator) -> dict[Version, list[int]]:
    """Draw what is believed of the reports on a place, and the worlds in which it is."""
    # report after report, so that one more does not change what is drawn of those before it
    doubt, delay = rng.random((len(made), 2, worlds)).transpose(1, 2, 0)
    believed = doubt < [report.confidence for report in made]
    late = np.floor(delay * (2 * _LATEST_DAYS + 1)).astype(np.int64) - _LATEST_DAYS
    versions: dict[Version, list[int]] = {}
    for world, row in enumerate(np.where(believed, late, _LATEST_DAYS + 1).tolist()):
        version = tuple((number, days) for number, days in enumerate(row) if days <= _LATEST_DAYS)
        versions.setdefault(version, []).append(world)
    return versions


def _told(made: Sequence[Report], version: Version) -> list[Report]:
    """Give the reports of a version, in order of time."""
    dated = [replace(made[number], day=made[number].day + timedelta(days)) for number, days in version]
    return sorted(dated, key=lambda report: report.day)
