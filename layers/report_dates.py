"""Dates in the text of a report, relative ones resolved by the day of its publication: English, Arabic and Turkish."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY, _WEEK, _MONTH = 1, 2, 3
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_TURKISH = (
    *("ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz"),
    *("ağustos", "eylül", "ekim", "kasım", "aralık"),
)
_LEVANTINE = (
    *("كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز"),
    *("آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"),
)
_EGYPTIAN = (
    *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو"),
    *("أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
)
_MONTHS = {name: i for names in (_ENGLISH, _TURKISH, _LEVANTINE, _EGYPTIAN) for i, name in enumerate(names, 1)} | {
    name[:3]: i for i, name in enumerate(_ENGLISH, 1)
}
_WEEKDAYS = {
    name: i
    for names in (
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"],
        ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        ["الإثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الاحد"],
    )
    for i, name in enumerate(names)
}


def _any(names: object) -> str:
    return "(" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + ")"  # type: ignore[call-overload]


_MONTH_NAME, _WEEKDAY = _any(_MONTHS), _any(_WEEKDAYS)
_FLAGS = re.IGNORECASE


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
    is_limit : bool
        Whether it is a term that something must happen by.
    """

    start: date
    end: date
    precision: int
    at: int
    is_limit: bool = False


def dates(text: str, published: date) -> list[When]:
    """Find the dates in a text.

    Parameters
    ----------
    text : str
        A sentence or so.
    published : date
        The day on which the text was published.

    Examples
    --------
    >>> day = date(2020, 2, 6)
    >>> [str(when.start) for when in dates("on Monday, yesterday, by the end of February and on 3 March", day)]
    ['2020-02-03', '2020-02-05', '2020-02-29', '2020-03-03']
    """
    found: dict[int, When] = {}
    taken: list[tuple[int, int]] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            # a part of a date that is known already: February of "the end of February"
            if any(start <= match.start() < end for start, end in taken):
                continue
            span = resolve(match, published)
            if span:
                taken.append(match.span())
                found[match.start()] = When(*span, match.start(), _is_limit(text, match.start()))
    return [found[at] for at in sorted(found)]


_Span = tuple[date, date, int]


def _is_limit(text: str, at: int) -> bool:
    before = text[max(0, at - 12) : at].lower().split()
    return (
        "by" in before[-2:]
        or "before" in before[-1:]
        or "until" in before[-1:]
        or text[at : at + 6].lower() == "by the"
    )


def _day(day: date) -> _Span:
    return day, day + timedelta(1), _DAY


def _month(year: int, month: int) -> _Span:
    last = calendar.monthrange(year, month)[1]
    return date(year, month, 1), date(year, month, last) + timedelta(1), _MONTH


def _nearest_year(month: int, day: int, published: date) -> int:
    """Take the year that brings a date without one nearest to the publication."""
    years = (published.year - 1, published.year, published.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - published).days))


def _day_and_month(match: re.Match[str], published: date) -> _Span | None:
    month, day = _MONTHS[match["month"].lower()], int(match["day"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, day, published)
    try:
        return _day(date(year, month, day))
    except ValueError:
        return None


def _end_of_month(match: re.Match[str], published: date) -> _Span:
    month = _MONTHS[match["month"].lower()]
    year = int(match["year"]) if match["year"] else _nearest_year(month, 28, published)
    return _day(date(year, month, calendar.monthrange(year, month)[1]))


def _weekday(match: re.Match[str], published: date) -> _Span:
    back = (published.weekday() - _WEEKDAYS[match["weekday"].lower()]) % 7
    which = (match["which"] or "").lower()
    if which in {"next", "gelecek"}:
        return _day(published + timedelta(7 - back if back else 7))
    return _day(published - timedelta(back + (7 if which == "last" and back == 0 else 0)))


def _in_month(match: re.Match[str], published: date) -> _Span:
    month = _MONTHS[match["month"].lower()]
    return _month(int(match["year"]) if match["year"] else _nearest_year(month, 15, published), month)


def _ago(match: re.Match[str], published: date) -> _Span:
    return _day(published - timedelta(int(match["days"])))


def _this_week(_: re.Match[str], published: date) -> _Span:
    return published - timedelta(published.weekday()), published + timedelta(1), _WEEK


def _last_week(_: re.Match[str], published: date) -> _Span:
    monday = published - timedelta(published.weekday())
    return monday - timedelta(7), monday, _WEEK


def _fixed(days: int) -> Callable[[re.Match[str], date], _Span]:
    return lambda _, published: _day(published - timedelta(days))


def _iso(match: re.Match[str], _: date) -> _Span | None:
    try:
        return _day(date.fromisoformat(match[0]))
    except ValueError:
        return None


_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Span | None]]] = [
    (re.compile(rf"\bthe end of (?P<month>{_MONTH_NAME}){_YEAR}\b", _FLAGS), _end_of_month),
    (re.compile(rf"نهاية (?:شهر )?(?P<month>{_MONTH_NAME}){_YEAR}"), _end_of_month),
    (re.compile(rf"\b(?P<month>{_MONTH_NAME}){_YEAR}(?:'?[ıiuü]n)? sonuna", _FLAGS), _end_of_month),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), _iso),
    (
        re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH_NAME})\b{_YEAR}", _FLAGS),
        _day_and_month,
    ),
    (re.compile(rf"\b(?P<month>{_MONTH_NAME})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}", _FLAGS), _day_and_month),
    (re.compile(rf"\b(?:(?P<which>last|next|this|gelecek|geçen) )?(?P<weekday>{_WEEKDAY})\b", _FLAGS), _weekday),
    (re.compile(r"\b(?P<days>\d{1,2}) days ago\b", _FLAGS), _ago),
    (re.compile(r"\b(?:yesterday|dün)\b|(?<!\w)(?:أمس|البارحة)(?!\w)", _FLAGS), _fixed(1)),
    (re.compile(r"\b(?:today|now|bugün|şimdi)\b|(?<!\w)(?:اليوم|الآن)(?!\w)", _FLAGS), _fixed(0)),
    (re.compile(r"\b(?:earlier |later )?this week\b|\bbu hafta\b|هذا الأسبوع", _FLAGS), _this_week),
    (re.compile(r"\blast week\b|\bgeçen hafta\b|الأسبوع الماضي", _FLAGS), _last_week),
    (re.compile(rf"\b(?:in|since|during) (?P<month>{_MONTH_NAME})\b{_YEAR}", _FLAGS), _in_month),
]
