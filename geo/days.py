"""Days as arguments and in columns of dates: one reader, which refuses every ambiguous value."""

import re
from datetime import date, datetime, time

from geo.errors import DayError


def parse_day(value: object) -> date:
    """Read a day.

    Parameters
    ----------
    value : date, datetime, numpy.datetime64 or str
        A text is ``YYYY-MM-DD``. A `datetime`, or the `pandas.Timestamp` that is one, is a day at midnight without a
        time zone; a `numpy.datetime64` has the unit of days.

    Raises
    ------
    DayError
        For every other value, which the message names: numbers, months, weeks, ``02/03/2020``.

    Examples
    --------
    >>> parse_day("2020-03-02")
    datetime.date(2020, 3, 2)
    >>> parse_day("02/03/2020")
    Traceback (most recent call last):
        ...
    geo.errors.DayError: '02/03/2020' is not a day; expected YYYY-MM-DD
    """
    day = value
    try:
        if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            day = date.fromisoformat(value)
        elif isinstance(value, datetime):
            # pandas counts nanoseconds, too; NaT is no day at all
            is_midnight = value == value and value.time() == time() and not getattr(value, "nanosecond", 0)  # noqa: PLR0124
            day = value.date() if is_midnight and value.tzinfo is None else None
        elif str(getattr(value, "dtype", "")) == "datetime64[D]" and not getattr(value, "ndim", 1):
            # recognised by its type's name: numpy need not be imported for a text
            day = getattr(value, "item", lambda: None)()
    except ValueError:
        day = None
    if isinstance(day, date):
        return day
    raise DayError(f"{value!r} is not a day; expected YYYY-MM-DD")
