"""A date found in a report: its role (day of the event, limit, background) and the interval that follows from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

DAY, WEEK, MONTH = 1, 2, 3
"""The precision of a time, as ACLED codes it."""
LIMIT, SINCE, BACKGROUND, PHRASE, LATER = "limit", "since", "background", "after", "after day"
"""The roles of a date other than the day of the event."""
WEEK_LONG = timedelta(7)
# a limit that is older than this dates no news
_NEWS = timedelta(31)
# a day without a year that is further in the future than this is one of last year
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
        The first day, and the first day after the last.
    precision : int
        As ACLED codes it: 1 the day is known, 2 the week, 3 the month.
    at : int
        Offset in the text.
    role : str
        Empty for the day of the event; ``limit`` for a deadline; ``since`` for the day since which the event has gone
        on; ``background`` for the day of another event; ``after`` if the event came after another event on that day,
        ``after day`` if it came after the day itself.
    is_weekday : bool
        True if only a day of the week is named, which means the last such day, or the next one for future events.
    after : int
        Offset of the word "after" for the last two roles; else -1.
    has_year : bool
        True if the text names the year; otherwise the nearest year is taken.
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
        """True for the roles ``limit`` and ``since``: the date bounds the event, and is not its day."""
        return self.role in {LIMIT, SINCE}

    @property
    def is_single_day(self) -> bool:
        """True for a single day of an event, from which "the next day" can count."""
        return self.precision == DAY and not self.is_limit

    def to_come(self, published: date) -> "When":
        """Return the date for a future event: a weekday alone means the next such day."""
        late = self.is_weekday and self.start <= published
        return replace(self, start=self.start + WEEK_LONG, end=self.end + WEEK_LONG) if late else self

    def interval(self, at: int, text: str, published: date) -> "When | None":
        """Return the time of an event reported at an offset of a text; None if this date does not determine it.

        An event after a day happened between that day and publication; a limit of more than a month ago is ignored.
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
        """Move a day without a year from the far future to the year before, since the event has happened."""
        if self.has_year or self.is_limit or self.precision != DAY or self.start - published < _FAR:
            return None
        try:
            day = self.start.replace(year=self.start.year - 1)
        except ValueError:
            return None
        return replace(self, start=day, end=day + timedelta(1))

    def is_history(self, published: date) -> bool:
        """Return True for a limit of more than a month ago: an event since then is no news."""
        # "since" a future month: the month of last year is meant
        last_year = self.role == SINCE and self.start > published
        return self.is_limit and (last_year or published - self.start > _NEWS)

    def _until(self, published: date, first: date) -> "When":
        late = published + timedelta(1)
        long = WEEK if late - first <= WEEK_LONG + timedelta(1) else MONTH
        return replace(self, start=min(first, published), end=late, precision=long)
