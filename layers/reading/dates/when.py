"""A date found in a report: its role (day of the event, limit, background) and the interval that follows from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

DAY, WEEK, MONTH = 1, 2, 3
"""The precision of a time, as ACLED codes it."""
LIMIT, SINCE, BACKGROUND, PHRASE, LATER = "limit", "since", "background", "after", "after day"
"""The roles of a date other than the day of the event."""
WEEK_LONG = timedelta(7)
# longer-lasting events are no news
_NEWS = timedelta(31)
# talks are announced for days before this
_FAR = timedelta(60)


class Days(NamedTuple):
    """The first day, the first day after the last, and the precision as ACLED codes it."""

    start: date
    end: date
    precision: int


@dataclass(frozen=True, slots=True)
class When:
    """A date in a text.

    Parameters
    ----------
    start, end : date
        The first day, and the first day after it.
    precision : int
        As ACLED codes it: 1 the day is known, 2 the week, 3 the month.
    at : int
        Offset in the text.
    role : str
        Empty for the day of the event; ``limit`` if it must happen by that day, ``since`` if it has gone on since then,
        ``background`` if something else happened then, ``after`` and ``after day`` if the event came after something
        that happened on that day, or after the day itself.
    is_weekday : bool
        True if only the day of the week is named: the last one, or for the future the next one.
    after : int
        Offset of the word "after" for the last two roles; else -1.
    has_year : bool
        True if the text names the year; else the nearest is taken.
    """

    start: date
    end: date
    precision: int
    at: int
    role: str = ""
    is_weekday: bool = False
    after: int = -1
    has_year: bool = False

    @property
    def is_limit(self) -> bool:
        """True if the event did not happen on that day, but must by then or has gone on since."""
        return self.role in {LIMIT, SINCE}

    @property
    def is_single_day(self) -> bool:
        """True if "the next day" can count from it."""
        return self.precision == DAY and not self.is_limit

    def to_come(self, published: date) -> "When":
        """Return the same date for an event in the future: the next such day of the week."""
        late = self.is_weekday and self.start <= published
        return replace(self, start=self.start + WEEK_LONG, end=self.end + WEEK_LONG) if late else self

    def interval(self, at: int, text: str, published: date) -> "When | None":
        """Return the time of an event reported at an offset of a text; None if this date does not determine it.

        An event after a day happened between that day and the report; a limit of more than a month ago says nothing.
        """
        inside = 0 <= self.after <= at and (at < self.at or "," not in text[self.at : at])
        if self.start > published:
            return self._year_before(published)
        if self.role == BACKGROUND:
            return None
        if self.role == LATER and not inside:
            return self._until(published, self.end)
        if self.role == PHRASE and not inside:
            return replace(self, precision=max(self.precision, WEEK))
        if self.is_limit:
            return None if self.is_history(published) else self._until(published, self.start)
        return self

    def _year_before(self, published: date) -> "When | None":
        """Return a day without a year far in the future as that of the last year, since the event has happened."""
        if self.has_year or self.is_limit or self.precision != DAY or self.start - published < _FAR:
            return None
        try:
            day = self.start.replace(year=self.start.year - 1)
        except ValueError:
            return None
        return replace(self, start=day, end=day + timedelta(1))

    def is_history(self, published: date) -> bool:
        """Return True for a limit of long ago: an event since then is no news."""
        # since a month of the future: that of last year
        last_year = self.role == SINCE and self.start > published
        return self.is_limit and (last_year or published - self.start > _NEWS)

    def _until(self, published: date, first: date) -> "When":
        late = published + timedelta(1)
        long = WEEK if late - first <= WEEK_LONG + timedelta(1) else MONTH
        return replace(self, start=min(first, published), end=late, precision=long)
