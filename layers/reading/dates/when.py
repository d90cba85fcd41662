"""A date in a report: what it is to what is told, and the time of an event that follows from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY, WEEK, MONTH = 1, 2, 3
"""As ACLED codes it, how well a time is known."""
LIMIT, SINCE, BACKGROUND, PHRASE, LATER = "limit", "since", "background", "after", "after day"
"""What a date may be to what is told, other than its day."""
WEEK_LONG = timedelta(7)
"""A week."""
# what has gone on for longer is no news
_NEWS = timedelta(31)
# no talks are announced for a day so far ahead
_FAR = timedelta(60)


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
        Offset in the text where it is said.
    role : str
        What the day is to what is told: empty where it happened then, ``limit`` where it must happen by then,
        ``since`` where it has gone on since, ``background`` where it is the day of something else, and ``after`` and
        ``after day`` where it came after what happened on that day, or after the day itself.
    is_weekday : bool
        Whether only the day of the week is told: the last one, or in what is to come the next one.
    after : int
        Offset of the word that says that something came after it; else -1.
    has_year : bool
        Whether its year is told, and not taken for the nearest.
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
        """Whether it is a term, and no day on which it happened."""
        return self.role in {LIMIT, SINCE}

    @property
    def is_told_day(self) -> bool:
        """Whether the next day can count from it."""
        return self.precision == DAY and not self.is_limit

    def to_come(self, published: date) -> "When":
        """Give the day that is meant where the text speaks of the future."""
        late = self.is_weekday and self.start <= published
        return replace(self, start=self.start + WEEK_LONG, end=self.end + WEEK_LONG) if late else self

    def span(self, at: int, text: str, published: date) -> "When | None":
        """Give the time of what is told at an offset of a text; None where this date does not tell it.

        What came after a day came until the report; what goes on since another month is known from before.
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
        """Give a day without a year that lies far ahead as that of the last year: what happened did so before."""
        if self.has_year or self.is_limit or self.precision != DAY or self.start - published < _FAR:
            return None
        try:
            day = self.start.replace(year=self.start.year - 1)
        except ValueError:
            return None
        return replace(self, start=day, end=day + timedelta(1))

    def is_history(self, published: date) -> bool:
        """Whether it is a term of long ago: what it is told with is no news."""
        # since a month that is yet to come: since that of last year
        last_year = self.role == SINCE and self.start > published
        return self.is_limit and (last_year or published - self.start > _NEWS)

    def _until(self, published: date, first: date) -> "When":
        late = published + timedelta(1)
        long = WEEK if late - first <= WEEK_LONG + timedelta(1) else MONTH
        return replace(self, start=min(first, published), end=late, precision=long)
