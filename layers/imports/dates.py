"""Dates as people write them in tables: forms, names of months in several languages, serial numbers, ranges."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from babel import Locale

from geo.readers.numbers import is_missing, plain_digits
from layers.period import parse_days

# languages whose names of months are read, with the regions whose names differ
_LOCALES = ("en", "fr", "es", "pt", "de", "it", "tr", "ru", "uk", "ar", "ar_SY", "ar_DZ", "fa", "he")
_EPOCH = date(1899, 12, 30)
# serial numbers of days of Excel, 1955 to 2064, and seconds from 1970 of those years that computers wrote
_SERIALS = range(20_000, 60_000)
_SECONDS = range(100_000_000, 4_102_444_800)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})(?:[T ,].*)?")
_RANGE = re.compile(r"(.*?)\s*(?:/| - | – | to |–)\s*(.*)")
DAY_FIRST, MONTH_FIRST = "day", "month"


@dataclass(frozen=True, slots=True)
class Span:
    """A date as a dossier writes it, and of a range the last day, which belongs to it."""

    start: str
    last: str = ""


class AmbiguousDateError(ValueError):
    """Nothing says whether the day or the month comes first."""


def order_of(texts: Iterable[str]) -> str:
    """Return `DAY_FIRST` or `MONTH_FIRST` if a date of a column proves it; an empty text if none does, or they differ.

    Examples
    --------
    >>> order_of(["05/01/2020", "25/01/2020"]), order_of(["05/01/2020"]), order_of(["1/25/2020"])
    ('day', '', 'month')
    """
    proofs = set()
    for text in texts:
        found = _NUMBERS.match(plain_digits(text).strip())
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            proofs |= {DAY_FIRST} if first > 12 >= second else {MONTH_FIRST} if second > 12 >= first else set()  # noqa: PLR2004 - months
    return proofs.pop() if len(proofs) == 1 else ""


@lru_cache(maxsize=1 << 16)
def read_date(text: str, order: str = "") -> Span:
    """Read a date; a missing one is an empty text.

    Parameters
    ----------
    text : str
        A day, month, year or range of days, in one of many forms; the time of a day and its offset to UTC are left out,
        for the day is the one that was written down.
    order : str
        What comes first in 02/03/2020: `DAY_FIRST` or `MONTH_FIRST`; or a pattern of `datetime.strptime`.

    Raises
    ------
    AmbiguousDateError
        If the text is such a date and the order is not known.
    ValueError
        If the text is no date.

    Examples
    --------
    >>> [read_date(text).start for text in ("25.01.2020", "6 Feb 2020", "January 10, 2020", "20200110", "43840")]
    ['2020-01-25', '2020-02-06', '2020-01-10', '2020-01-10', '2020-01-10']
    >>> read_date("2020-01-10T22:30:00Z").start, read_date("02/03/2020", "day").start, read_date("Jan 2020").start
    ('2020-01-10', '2020-03-02', '2020-01')
    >>> read_date("10-12 January 2020")
    Span(start='2020-01-10', last='2020-01-12')
    """
    plain = " ".join(plain_digits(text).replace("،", " ").split())
    if is_missing(plain):
        return Span("")
    if "%" in order:
        return Span(datetime.strptime(plain, order).replace(tzinfo=UTC).date().isoformat())
    if (day := _day(plain, order)) is not None:
        return Span(day)
    return _range(plain, order)


def _day(plain: str, order: str) -> str | None:
    """Read one day, month or year; None if the text is no such."""
    if found := _ISO.fullmatch(plain):
        return _iso(*map(int, found.groups()))
    if re.fullmatch(r"\d{4}(?:-\d{2})?", plain):
        parse_days(plain)
        return plain
    if plain.isdecimal() or re.fullmatch(r"\d+\.\d+", plain):
        return _number(plain)
    if found := _NUMBERS.fullmatch(plain):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or first == second:
            order = DAY_FIRST
        if not order:
            raise AmbiguousDateError(plain)
        return _iso(year, second, first) if order == DAY_FIRST else _iso(year, first, second)
    return _with_words(plain)


def _number(plain: str) -> str | None:
    whole = int(plain.partition(".")[0])
    if len(plain) == 8 and plain.isdecimal():  # noqa: PLR2004 - YYYYMMDD
        return _iso(whole // 10_000, whole // 100 % 100, whole % 100)
    if whole in _SERIALS:
        return (_EPOCH + timedelta(days=whole)).isoformat()
    seconds = whole if whole in _SECONDS else whole // 1000
    if seconds in _SECONDS and len(plain.partition(".")[0]) >= 9:  # noqa: PLR2004 - seconds since 1973
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return None


def _with_words(plain: str) -> str | None:
    """Read a date with the name of a month: the day may stand before it or behind it, or be missing."""
    text = plain.casefold()
    month = next((name for name in _months() if re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", text)), None)
    if month is None:
        return None
    before, _, after = text.partition(month)
    rest = re.sub(
        r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|(?<=\d)(?:st|nd|rd|th)\b",
        " ",
        f"{before} | {after}",
    )
    rest = re.sub(r"\bof\b|\bde\b|\d{1,2}:\d{2}.*|[,.\-]", " ", rest)
    numbers = re.findall(r"\d+", rest)
    others = re.sub(r"[\d|\s]|\u0433|\u0440\u043e\u043a\u0443|\u0440", "", rest)
    if others or len(numbers) not in (1, 2) or len(numbers[-1]) != len("2020"):
        return None
    if len(numbers) == 1:
        return f"{int(numbers[0]):04d}-{_months()[month]:02d}"
    return _iso(int(numbers[1]), _months()[month], int(numbers[0]))


def _range(plain: str, order: str) -> Span:
    if found := re.fullmatch(r"(\d{1,2})\s*[-–]\s*(\d{1,2})\s+(.*)", plain):
        first, last = (_day(f"{number} {found[3]}", order) for number in found.groups()[:2])
    elif found := _RANGE.fullmatch(plain):
        first, last = (_day(part, order) for part in found.groups())
    else:
        raise ValueError(plain)
    if not first or not last or last < first:
        raise ValueError(plain)
    return Span(first, last)


def _iso(year: int, month: int, day: int) -> str:
    return date(year, month, day).isoformat()


@cache
def _months() -> dict[str, int]:
    """Return the number of each month by its names in small letters, the longest name first."""
    names: dict[str, int] = {"sept": 9}
    for code in reversed(_LOCALES):
        months = Locale.parse(code).months
        for context in months.values():
            for width in ("wide", "abbreviated"):
                names |= {str(name).casefold().rstrip("."): number for number, name in context.get(width, {}).items()}
    known = {name: number for name, number in names.items() if not name.isdecimal() and len(name) > 2}  # noqa: PLR2004 - a name
    return dict(sorted(known.items(), key=lambda item: -len(item[0])))


def day_after(day: str) -> str:
    """Return the first day after a day, month or year.

    Examples
    --------
    >>> day_after("2020-01-31"), day_after("2020-01")
    ('2020-02-01', '2020-02-01')
    """
    return parse_days(day).end.isoformat()
