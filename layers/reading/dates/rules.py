"""The ways in which texts write days, weeks, months and years, in English, Arabic and Turkish, and what each means."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from layers.reading.dates.when import DAY, MONTH, WEEK, WEEK_LONG
from layers.reading.fatalities.numbers import number
from layers.reading.words import either, folded, words

Span = tuple[date, date, int]
"""The first day, the first day after it, and the precision as ACLED codes it."""
_FLAGS = re.IGNORECASE
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
_MONTH_NAMES = (_ENGLISH, _TURKISH, _LEVANTINE, _EGYPTIAN, [name[:3] for name in _ENGLISH])
_MONTHS = {folded(name): i for names in _MONTH_NAMES for i, name in enumerate(names, 1)}
_WEEKDAYS = {
    folded(name): i
    for names in (
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ["pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi", "pazar"],
        ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
        ["الإثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الاحد"],
    )
    for i, name in enumerate(names)
}


def _any(names: Iterable[str]) -> str:
    return either(sorted(map(re.escape, names), key=len, reverse=True))


# may and march are verbs as well, and a mar is a scratch
_VERBS = ("march", "may", "mar")
MONTH_NAME = rf"(?:{_any(_MONTHS.keys() - set(_VERBS))}|(?-i:{either(f'{v.title()}|{v.upper()}' for v in _VERBS)}))"
_WEEKDAY = _any(_WEEKDAYS)
# in March 5 people were killed
_NO_DAY = re.compile(rf"\s+(?:{either(words('people')['counted'])}|{either(words('units')['words'])})\b", _FLAGS)
_ON, _IN = re.compile(r"\b(?:on|since|by|until|of|from) $", _FLAGS), re.compile(r"\b(?:in|during) $", _FLAGS)


def day_of(day: date) -> Span:
    """Give one day as a span."""
    return day, day + timedelta(1), DAY


def _month(year: int, month: int) -> Span:
    last = calendar.monthrange(year, month)[1]
    return date(year, month, 1), date(year, month, last) + timedelta(1), MONTH


def _nearest_year(month: int, day: int, published: date) -> int:
    """Take the year that brings a date without one nearest to the publication."""
    years = (published.year - 1, published.year, published.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - published).days))


def _day_and_month(match: re.Match[str], published: date) -> Span | None:
    month, day = _MONTHS[folded(match["month"])], int(match["day"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, day, published)
    try:
        return day_of(date(year, month, day))
    except ValueError:
        return None


def _month_and_day(match: re.Match[str], published: date) -> Span | None:
    """Take a day after its month, unless the number counts people or things: in March 5 people were killed."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    counts = _NO_DAY.match(match.string, match.end()) and not _ON.search(before)
    if not match["year"] and (counts or _IN.search(before)):
        return None
    return _day_and_month(match, published)


def _end_of_month(match: re.Match[str], published: date) -> Span:
    month = _MONTHS[folded(match["month"])]
    year = int(match["year"]) if match["year"] else _nearest_year(month, 28, published)
    return day_of(date(year, month, calendar.monthrange(year, month)[1]))


def weekday(match: re.Match[str], published: date) -> Span:
    """Take the last such day of the week, or the next one where the text says so."""
    back = (published.weekday() - _WEEKDAYS[folded(match["weekday"])]) % 7
    which = folded(match["which"] or match["ar"] or "")
    if which in {"next", "gelecek", "المقبل", "القادم"}:
        return day_of(published + timedelta(7 - back if back else 7))
    return day_of(published - timedelta(back + (7 if which == "last" and back == 0 else 0)))


def _in_month(match: re.Match[str], published: date) -> Span:
    told = {name.removeprefix("ar_"): value for name, value in match.groupdict().items() if value}
    month = _MONTHS[folded(told.get("month") or told["ar"])]
    return _month(int(told["year"]) if "year" in told else _nearest_year(month, 15, published), month)


def _last_month(_: re.Match[str], published: date) -> Span:
    last = published.replace(day=1) - timedelta(1)
    return _month(last.year, last.month)


def _ago(match: re.Match[str], published: date) -> Span:
    return day_of(published - timedelta(int(number(match["days"] or match["ar"]))))


def _days(match: re.Match[str], published: date) -> Span | None:
    """Take the first and the last of some days of one month."""
    month, first, last = _MONTHS[folded(match["month"])], int(match["first"]), int(match["last"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, first, published)
    try:
        span = date(year, month, first), date(year, month, last) + timedelta(1), WEEK
    except ValueError:
        return None
    return span if first < last else None


def _numeric(match: re.Match[str], _: date) -> Span | None:
    try:
        return day_of(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        return None


def _year(match: re.Match[str], published: date) -> Span | None:
    """Take all of a year; of the year of publication what there was of it, and nothing of what is yet to come."""
    year = int(match["year"] or match["late"] or match["ar"] or match["tr"])
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    return (first, min(last, published + timedelta(1)), MONTH) if first <= published else None


def _this_week(_: re.Match[str], published: date) -> Span:
    return published - timedelta(published.weekday()), published + timedelta(1), WEEK


def _next_week(_: re.Match[str], published: date) -> Span:
    monday = published - timedelta(published.weekday()) + WEEK_LONG
    return monday, monday + WEEK_LONG, WEEK


def _last_week(_: re.Match[str], published: date) -> Span:
    monday = published - timedelta(published.weekday())
    return monday - WEEK_LONG, monday, WEEK


def _fixed(days: int) -> Callable[[re.Match[str], date], Span]:
    return lambda _, published: day_of(published - timedelta(days))


def _iso(match: re.Match[str], _: date) -> Span | None:
    try:
        return day_of(date.fromisoformat(match[0]))
    except ValueError:
        return None


# a day of a month, and not the minutes of a time or the end of a score
_DAY_NUMBER = r"(?<![\d:.])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_PART_OF_YEAR, _THINGS = r"(?: early| late| mid-?)? ?", "(?:cases|places|villages|homes)"
_TO = r"\s?(?:-|–|to|and|until|ile|و|حتى|إلى)\s?"
RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Span | None]]] = [
    (re.compile(rf"\b(?:by )?the end of (?P<month>{MONTH_NAME}){_YEAR}\b", _FLAGS), _end_of_month),
    (re.compile(rf"نهاية (?:شهر )?(?P<month>{MONTH_NAME}){_YEAR}"), _end_of_month),
    (re.compile(rf"\b(?P<month>{MONTH_NAME}){_YEAR}(?:'?[ıiuü]n)?(?: ayı)? sonun?a", _FLAGS), _end_of_month),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), _iso),
    # with dots the day comes first everywhere; with strokes nobody can tell, unless it can be no month
    (re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)\b"), _numeric),
    (re.compile(r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>20\d\d)\b"), _numeric),
    (re.compile(r"\b(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>20\d\d)\b"), _numeric),
    (
        re.compile(
            rf"\b(?P<first>{_DAY_NUMBER}){_TO}(?P<last>{_DAY_NUMBER}) (?P<month>{MONTH_NAME})\w{{0,2}}\b{_YEAR}",
            _FLAGS,
        ),
        _days,
    ),
    (
        re.compile(
            rf"\b(?P<month>{MONTH_NAME})\.? (?P<first>{_DAY_NUMBER}){_TO}(?P<last>{_DAY_NUMBER})\b{_YEAR}", _FLAGS
        ),
        _days,
    ),
    (
        re.compile(rf"\b(?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTH_NAME})\b{_YEAR}", _FLAGS),
        _day_and_month,
    ),
    (
        re.compile(rf"\b(?P<month>{MONTH_NAME})\.? (?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?\b{_YEAR}", _FLAGS),
        _month_and_day,
    ),
    (
        re.compile(
            rf"(?<!\w)(?:(?P<which>last|next|this|gelecek|geçen) )?(?P<weekday>{_WEEKDAY})(?!\w)"
            r"(?: (?P<ar>المقبل|القادم|الماضي))?",
            _FLAGS,
        ),
        weekday,
    ),
    (
        re.compile(
            r"\b(?P<days>\d{1,2}|two|three|four|five|six) days (?:ago|earlier)\b|قبل (?P<ar>\d{1,2}) أيام", _FLAGS
        ),
        _ago,
    ),
    (re.compile(r"\b(?P<days>\d{1,2}|iki|üç|dört|beş) gün önce\b(?P<ar>)", _FLAGS), _ago),
    (re.compile(r"\b(?:yesterday|last night|dün)\b|(?<!\w)(?:أمس|البارحة|مساء أمس)(?!\w)", _FLAGS), _fixed(1)),
    (
        re.compile(
            r"\b(?:today|now|tonight|overnight|this (?:morning|afternoon|evening)|bugün|şimdi|bu sabah)\b"
            r"|(?<!\w)(?:اليوم|الآن|صباح اليوم|فجر اليوم)(?!\w)",
            _FLAGS,
        ),
        _fixed(0),
    ),
    (re.compile(r"\b(?:tomorrow|yarın)\b|(?<!\w)(?:غداً|غدا)(?!\w)", _FLAGS), _fixed(-1)),
    (re.compile(r"\b(?:earlier |later )?this week\b|\bbu hafta\b|هذا الأسبوع", _FLAGS), _this_week),
    (re.compile(r"\blast week\b|\bgeçen hafta\b|الأسبوع الماضي", _FLAGS), _last_week),
    (re.compile(r"\bnext week\b|\b(?:gelecek|önümüzdeki) hafta\b|الأسبوع (?:المقبل|القادم)", _FLAGS), _next_week),
    (re.compile(r"\blast month\b|\bgeçen ay\b|الشهر الماضي", _FLAGS), _last_month),
    (re.compile(rf"\b(?:in|since|during|early|late|mid-?) ?(?P<month>{MONTH_NAME})\b{_YEAR}", _FLAGS), _in_month),
    (
        re.compile(
            rf"\b(?P<month>{MONTH_NAME}) ayında\b{_YEAR}"
            rf"|في (?:شهر )?(?P<ar>{MONTH_NAME}){_YEAR.replace('year', 'ar_year')}",
            _FLAGS,
        ),
        _in_month,
    ),
    (
        re.compile(
            rf"\b(?:in|during|since|until){_PART_OF_YEAR}(?P<year>(?:19|20)\d\d)\b(?![-/.,]?\d| (?:[\w-]+ )?{_THINGS})"
            rf"|\b(?:before|after|by){_PART_OF_YEAR}(?P<late>(?:19|20)\d\d)\b"
            rf"(?![-/.,]?\d| (?:[\w-]+ )?(?:people|civilians|{_THINGS}))"
            r"|(?:عام|سنة|العام) (?P<ar>(?:19|20)\d\d)(?!\d)"
            r"|\b(?P<tr>(?:19|20)\d\d)(?: yılı\w*|['’](?:de|da|te|ta|den|dan|ten|tan)\b)",
            _FLAGS,
        ),
        _year,
    ),
]
"""What to look for, and what it means on a day of publication; the first that fits a part of the text holds."""
