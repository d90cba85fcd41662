"""Dates in the text of a report, relative ones resolved by the day of its publication: English, Arabic and Turkish."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from layers.report_counts import number
from layers.report_when import BACKGROUND, DAY, LATER, LIMIT, MONTH, PHRASE, SINCE, WEEK, WEEK_LONG, When
from layers.report_words import either, folded, words

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
_MONTH_NAME = rf"(?:{_any(_MONTHS.keys() - set(_VERBS))}|(?-i:{either(f'{v.title()}|{v.upper()}' for v in _VERBS)}))"
_WEEKDAY = _any(_WEEKDAYS)
# in March 5 people were killed
_NO_DAY = re.compile(rf"\s+(?:{either(words('people')['counted'])}|{either(words('units')['words'])})\b", _FLAGS)
_ON, _IN = re.compile(r"\b(?:on|since|by|until|of|from) $", _FLAGS), re.compile(r"\b(?:in|during) $", _FLAGS)
_DATED = re.compile(rf",? (?:the )?(?:\d|{_MONTH_NAME}\b)", _FLAGS)
_LIMIT_BEFORE = re.compile(
    r"\b(?:by|before|until|till|since)(?: the| early| late)? $|(?:قبل|حتى|بحلول|منذ) (?:يوم |عام |سنة )?$"
)
_SINCE_BEFORE = re.compile(r"\bsince(?: the| early| late)? $|منذ (?:يوم |عام |سنة )?$", _FLAGS)
# the war that began in 2011
_BACKGROUND_BEFORE = re.compile(r"\b(?:which|who|(?:a|the) \w+ that) (?:[\w’'-]+ ){1,4}$", _FLAGS)
_SINCE_AFTER = re.compile(r"['’]?(?:\w{0,5}(?:den|dan|ten|tan))? (?:beri|bu yana)")
_PREPOSITION = re.compile(r"(?:since|after) ", _FLAGS)
# what comes after a day, or after what happened on it, happened later
_AFTER = re.compile(
    r"\b(?P<day>after|following)(?: the| early| late)? $"
    r"|\b(?:after|following|since|despite|in (?:response|retaliation) (?:to|for)|because of)\b[^,.;]{0,60}$"
    r"|(?<!\w)(?P<ar>بعد|عقب) (?:يوم )?$",
    _FLAGS,
)
_LIMIT_AFTER = re.compile(r"['’]?\w{0,3} (?:kadar|önce)")


def dates(text: str, published: date, told: date | None = None) -> list[When]:
    """Find the dates in a text.

    Parameters
    ----------
    text : str
        A sentence or so.
    published : date
        The day on which the text was published.
    told : date, optional
        The day that was told last before the text, which "the next day" counts from.

    Examples
    --------
    >>> day = date(2020, 2, 6)
    >>> [str(when.start) for when in dates("on Monday, yesterday, by the end of February and on 3 March", day)]
    ['2020-02-03', '2020-02-05', '2020-02-29', '2020-03-03']
    >>> [(str(when.start), when.precision) for when in dates("in 2014; the next day", day, date(2020, 2, 1))]
    [('2014-01-01', 3), ('2020-02-02', 1)]
    """
    found: dict[int, When] = {}
    # the next day: in Arabic today is a part of it
    taken = [match.span() for match in _FROM_TOLD.finditer(text)]
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            # a part of a date that is known already: February of "the end of February"
            if any(start <= match.start() < end for start, end in taken):
                continue
            span = resolve(match, published)
            if span:
                taken.append(match.span())
                found[match.start()] = _when(span, text, match, is_weekday=resolve is _weekday)
    found |= {when.at: when for when in _counted_on(text, list(found.values()), told)}
    ends = dict(taken)
    # of Sunday, April 13 the weekday says nothing more
    kept = [at for at in found if not (found[at].is_weekday and _DATED.match(text, ends[at]))]
    return [found[at] for at in sorted(kept)]


_Span = tuple[date, date, int]


def _when(span: _Span, text: str, match: re.Match[str], *, is_weekday: bool) -> When:
    # the preposition may be a part of the date: since March
    first = max(0, match.start() - 80)
    before = text[first : match.start()] + (_PREPOSITION.match(match[0]) or [""])[0]
    after = _AFTER.search(before)
    role = _role(text, match, before, after)
    if role == BACKGROUND and span[2] != MONTH:
        role = ""
    at = first + after.start() if after and role in {PHRASE, LATER} else -1
    has_year = bool(re.search(r"(?:19|20)\d\d", match[0]))
    return When(*span, match.start(), role, is_weekday, at, has_year)


def _role(text: str, match: re.Match[str], before: str, after: re.Match[str] | None) -> str:
    if _SINCE_BEFORE.search(before) or _SINCE_AFTER.match(text, match.end()):
        return SINCE
    if _is_limit(text, match):
        return LIMIT
    if after:
        return LATER if after["day"] or after["ar"] else PHRASE
    return BACKGROUND if _BACKGROUND_BEFORE.search(before) else ""


def _counted_on(text: str, known: list[When], told: date | None) -> Iterator[When]:
    """Find the days that count from the day that was told last: that day, the next day, a day earlier."""
    for match in _FROM_TOLD.finditer(text):
        before = [when for when in known if when.at < match.start() and when.is_told_day]
        last = max(before, key=lambda when: when.at).start if before else told
        if last:
            days = next(days for name, days in _TOLD_DAYS.items() if match[name])
            yield When(*_day(last + timedelta(days)), match.start())


def _is_limit(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 14) : match.start()].lower()
    after = text[match.end() : match.end() + 8].lower()
    said = match[0].lower().startswith(("by ", "until ", "before "))
    return bool(said or _LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after))


def _day(day: date) -> _Span:
    return day, day + timedelta(1), DAY


def _month(year: int, month: int) -> _Span:
    last = calendar.monthrange(year, month)[1]
    return date(year, month, 1), date(year, month, last) + timedelta(1), MONTH


def _nearest_year(month: int, day: int, published: date) -> int:
    """Take the year that brings a date without one nearest to the publication."""
    years = (published.year - 1, published.year, published.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - published).days))


def _day_and_month(match: re.Match[str], published: date) -> _Span | None:
    month, day = _MONTHS[folded(match["month"])], int(match["day"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, day, published)
    try:
        return _day(date(year, month, day))
    except ValueError:
        return None


def _month_and_day(match: re.Match[str], published: date) -> _Span | None:
    """Take a day after its month, unless the number counts people or things: in March 5 people were killed."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    counts = _NO_DAY.match(match.string, match.end()) and not _ON.search(before)
    if not match["year"] and (counts or _IN.search(before)):
        return None
    return _day_and_month(match, published)


def _end_of_month(match: re.Match[str], published: date) -> _Span:
    month = _MONTHS[folded(match["month"])]
    year = int(match["year"]) if match["year"] else _nearest_year(month, 28, published)
    return _day(date(year, month, calendar.monthrange(year, month)[1]))


def _weekday(match: re.Match[str], published: date) -> _Span:
    back = (published.weekday() - _WEEKDAYS[folded(match["weekday"])]) % 7
    which = folded(match["which"] or match["ar"] or "")
    if which in {"next", "gelecek", "المقبل", "القادم"}:
        return _day(published + timedelta(7 - back if back else 7))
    return _day(published - timedelta(back + (7 if which == "last" and back == 0 else 0)))


def _in_month(match: re.Match[str], published: date) -> _Span:
    told = {name.removeprefix("ar_"): value for name, value in match.groupdict().items() if value}
    month = _MONTHS[folded(told.get("month") or told["ar"])]
    return _month(int(told["year"]) if "year" in told else _nearest_year(month, 15, published), month)


def _last_month(_: re.Match[str], published: date) -> _Span:
    last = published.replace(day=1) - timedelta(1)
    return _month(last.year, last.month)


def _ago(match: re.Match[str], published: date) -> _Span:
    return _day(published - timedelta(int(number(match["days"] or match["ar"]))))


def _days(match: re.Match[str], published: date) -> _Span | None:
    """Take the first and the last of some days of one month."""
    month, first, last = _MONTHS[folded(match["month"])], int(match["first"]), int(match["last"])
    year = int(match["year"]) if match["year"] else _nearest_year(month, first, published)
    try:
        span = date(year, month, first), date(year, month, last) + timedelta(1), WEEK
    except ValueError:
        return None
    return span if first < last else None


def _numeric(match: re.Match[str], _: date) -> _Span | None:
    try:
        return _day(date(int(match["year"]), int(match["month"]), int(match["day"])))
    except ValueError:
        return None


def _year(match: re.Match[str], published: date) -> _Span | None:
    """Take all of a year; of the year of publication what there was of it, and nothing of what is yet to come."""
    year = int(match["year"] or match["late"] or match["ar"] or match["tr"])
    first, last = date(year, 1, 1), date(year + 1, 1, 1)
    return (first, min(last, published + timedelta(1)), MONTH) if first <= published else None


def _this_week(_: re.Match[str], published: date) -> _Span:
    return published - timedelta(published.weekday()), published + timedelta(1), WEEK


def _next_week(_: re.Match[str], published: date) -> _Span:
    monday = published - timedelta(published.weekday()) + WEEK_LONG
    return monday, monday + WEEK_LONG, WEEK


def _last_week(_: re.Match[str], published: date) -> _Span:
    monday = published - timedelta(published.weekday())
    return monday - WEEK_LONG, monday, WEEK


def _fixed(days: int) -> Callable[[re.Match[str], date], _Span]:
    return lambda _, published: _day(published - timedelta(days))


def _iso(match: re.Match[str], _: date) -> _Span | None:
    try:
        return _day(date.fromisoformat(match[0]))
    except ValueError:
        return None


_FROM_TOLD = re.compile(
    r"\b(?:(?P<same>(?:earlier |later )?(?:that(?: same)?|the same|that very) (?:day|morning|afternoon|evening|night)"
    r"|aynı gün)"
    r"|(?P<earlier>(?:a|one) day (?:earlier|before)|the (?:day before|previous day)|bir gün önce)"
    r"|(?P<later>the (?:next|following) (?:day|morning)|(?:a|one) day (?:later|after)|the day after|ertesi gün))\b"
    r"|(?<!\w)(?:(?P<same_ar>في اليوم (?:نفسه|ذاته))|(?P<earlier_ar>في اليوم السابق)|(?P<later_ar>في اليوم التالي))"
    r"(?!\w)",
    _FLAGS,
)
_TOLD_DAYS = {"same": 0, "earlier": -1, "later": 1, "same_ar": 0, "earlier_ar": -1, "later_ar": 1}
# a day of a month, and not the minutes of a time or the end of a score
_DAY_NUMBER = r"(?<![\d:.])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_PART_OF_YEAR, _THINGS = r"(?: early| late| mid-?)? ?", "(?:cases|places|villages|homes)"
_TO = r"\s?(?:-|–|to|and|until|ile|و|حتى|إلى)\s?"
_RULES: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], _Span | None]]] = [
    (re.compile(rf"\b(?:by )?the end of (?P<month>{_MONTH_NAME}){_YEAR}\b", _FLAGS), _end_of_month),
    (re.compile(rf"نهاية (?:شهر )?(?P<month>{_MONTH_NAME}){_YEAR}"), _end_of_month),
    (re.compile(rf"\b(?P<month>{_MONTH_NAME}){_YEAR}(?:'?[ıiuü]n)?(?: ayı)? sonun?a", _FLAGS), _end_of_month),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), _iso),
    # with dots the day comes first everywhere; with strokes nobody can tell, unless it can be no month
    (re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)\b"), _numeric),
    (re.compile(r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>20\d\d)\b"), _numeric),
    (re.compile(r"\b(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>20\d\d)\b"), _numeric),
    (
        re.compile(
            rf"\b(?P<first>{_DAY_NUMBER}){_TO}(?P<last>{_DAY_NUMBER}) (?P<month>{_MONTH_NAME})\w{{0,2}}\b{_YEAR}",
            _FLAGS,
        ),
        _days,
    ),
    (
        re.compile(
            rf"\b(?P<month>{_MONTH_NAME})\.? (?P<first>{_DAY_NUMBER}){_TO}(?P<last>{_DAY_NUMBER})\b{_YEAR}", _FLAGS
        ),
        _days,
    ),
    (
        re.compile(rf"\b(?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH_NAME})\b{_YEAR}", _FLAGS),
        _day_and_month,
    ),
    (
        re.compile(rf"\b(?P<month>{_MONTH_NAME})\.? (?P<day>{_DAY_NUMBER})(?:st|nd|rd|th)?\b{_YEAR}", _FLAGS),
        _month_and_day,
    ),
    (
        re.compile(
            rf"(?<!\w)(?:(?P<which>last|next|this|gelecek|geçen) )?(?P<weekday>{_WEEKDAY})(?!\w)"
            r"(?: (?P<ar>المقبل|القادم|الماضي))?",
            _FLAGS,
        ),
        _weekday,
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
    (re.compile(rf"\b(?:in|since|during|early|late|mid-?) ?(?P<month>{_MONTH_NAME})\b{_YEAR}", _FLAGS), _in_month),
    (
        re.compile(
            rf"\b(?P<month>{_MONTH_NAME}) ayında\b{_YEAR}"
            rf"|في (?:شهر )?(?P<ar>{_MONTH_NAME}){_YEAR.replace('year', 'ar_year')}",
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
