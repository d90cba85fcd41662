"""Days as arguments and in columns of dates: one reader, which refuses every ambiguous value."""

import re
from datetime import date, datetime, time

from geo.errors import DayError


def parse_day(value: object) -> date:
    """Read a day.

    Parameters
    ----------
    value : date, datetime, numpy.datetime64 or str
        A text has the form ``YYYY-MM-DD``. A `datetime` or `pandas.Timestamp` must be at midnight and have no time
        zone; a `numpy.datetime64` must have the unit of days.

    Raises
    ------
    DayError
        For every other value, such as a number, a month, a week or ``02/03/2020``; the message quotes the value.

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
            # a pandas.Timestamp has nanoseconds as well; NaT, which is not a day, does not equal itself
            is_midnight = value == value and value.time() == time() and not getattr(value, "nanosecond", 0)  # noqa: PLR0124
            day = value.date() if is_midnight and value.tzinfo is None else None
        elif str(getattr(value, "dtype", "")) == "datetime64[D]" and not getattr(value, "ndim", 1):
            # recognised by the name of its dtype, so that numpy need not be imported for a text
            day = getattr(value, "item", lambda: None)()
    except ValueError:
        day = None
    if isinstance(day, date):
        return day
    raise DayError(f"{value!r} is not a day; expected YYYY-MM-DD")
