"""Rules that find days, weeks, months and years in a text, and resolve them by the day of publication."""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from layers.reading.dates.when import DAY, MONTH, WEEK, WEEK_LONG, Days
from layers.reading.fatalities.numbers import number
from layers.reading.words import by_language, calendar_names, codes, expression, expressions, folded

Rule = Callable[[re.Match[str], date], Days | None]
"""A function of a match and the day of publication that returns the days meant, or None if the match is no date."""

# a day of a month, not the minutes of a time or the end of a score
_DAY_NUMBER = r"(?<![\d:.])(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_YEAR = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_MONTH_NAME = "(?P<month>{calendar.months})"
_ORDINAL = "{dates.ordinal}?"
_RANGE = rf"(?P<first>{_DAY_NUMBER})\s?(?:-|–|{{dates.to}})\s?(?P<last>{_DAY_NUMBER})"


@by_language
def rules() -> list[tuple[re.Pattern[str], Rule]]:
    """Return expressions with their rules, in order of precedence."""

    def listed(name: str, rule: Rule) -> list[tuple[re.Pattern[str], Rule]]:
        return [(pattern, rule) for pattern in expressions(f"dates.{name}", year=_YEAR)]

    return [
        *listed("end_of_month", _end_of_month),
        *listed("night", _night),
        (expression(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b"), _numeric),
        # with dots the day comes first everywhere; with slashes only a number above 12 is certainly the day
        (expression(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>20\d\d)\b"), _numeric),
        (expression(r"\b(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{1,2})/(?P<year>20\d\d)\b"), _numeric),
        (expression(r"\b(?P<month>\d{1,2})/(?P<day>1[3-9]|2\d|3[01])/(?P<year>20\d\d)\b"), _numeric),
        (expression(rf"\b{_RANGE} {_MONTH_NAME}\w{{0,2}}\b{_YEAR}"), _several_days),
        (expression(rf"\b{_MONTH_NAME}\.? {_RANGE}\b{_YEAR}"), _several_days),
        (expression(rf"\b(?P<day>{_DAY_NUMBER}){_ORDINAL}{{dates.of}}? {_MONTH_NAME}\b{_YEAR}"), _day_and_month),
        (expression(rf"\b{_MONTH_NAME}\.? (?P<day>{_DAY_NUMBER}){_ORDINAL}\b{_YEAR}"), _month_and_day),
        *listed("weekday_of_last_week", _weekday_of_last_week),
        *listed("weekday", weekday),
        (expression(r"(?<!\w)(?P<weekday>{calendar.weekdays})(?!\w)"), weekday),
        *listed("ago", _ago),
        *listed("weeks_ago", _weeks_ago),
        (expression("{dates.days_ago}"), _some_days_ago),
        (expression("{dates.weekend}"), _weekend),
        (expression("{dates.day_before_yesterday}"), _days_before(2)),
        (expression("{dates.yesterday}"), _days_before(1)),
        (expression("{dates.today}"), _days_before(0)),
        (expression("{dates.tomorrow}"), _days_before(-1)),
        (expression("{dates.this_week}"), _week(0)),
        (expression("{dates.last_week}"), _week(-1)),
        (expression("{dates.next_week}"), _week(1)),
        (expression("{dates.last_month}"), _last_month),
        *listed("in_month", _in_month),
        *listed("year", _in_year),
    ]


@by_language
def _months() -> dict[str, int]:
    return {name: month for code in codes() for name, month in calendar_names(code, "months").items()}


@by_language
def _weekdays() -> dict[str, int]:
    return {name: day for code in codes() for name, day in calendar_names(code, "days").items()}


def day_of(day: date) -> Days:
    """Return one day as an interval."""
    return Days(day, day + timedelta(1), DAY)


def _month_and_year(match: re.Match[str], published: date, day: int) -> tuple[int, int]:
    """Return month and year of a match; without a year, take the one that puts the day nearest to publication."""
    month = _months()[folded(match["month"])]
    if match["year"]:
        return month, int(match["year"])
    years = (published.year - 1, published.year, published.year + 1)
    return month, min(years, key=lambda year: abs((date(year, month, min(day, 28)) - published).days))


def _valid(year: int, month: int, day: int) -> Days | None:
    try:
        return day_of(date(year, month, day))
    except ValueError:
        return None


def _day_and_month(match: re.Match[str], published: date) -> Days | None:
    day = int(match["day"])
    month, year = _month_and_year(match, published, day)
    return _valid(year, month, day)


def _month_and_day(match: re.Match[str], published: date) -> Days | None:
    """Read a day after its month, unless the number counts people or things: in March 5 people were killed."""
    before = match.string[max(0, match.start() - 10) : match.start()]
    counts = expression(r"\s+{people.counted+people.units}\b").match(match.string, match.end())
    if not match["year"] and (
        (counts and not expression("{dates.on_before}").search(before))
        or expression("{dates.in_before}").search(before)
    ):
        return None
    return _day_and_month(match, published)


def _end_of_month(match: re.Match[str], published: date) -> Days:
    month, year = _month_and_year(match, published, 28)
    return day_of(date(year, month, calendar.monthrange(year, month)[1]))


def weekday(match: re.Match[str], published: date) -> Days:
    """Return the last day with the weekday named, or the next such day if the text says "next" or a synonym."""
    back = (published.weekday() - _weekdays()[folded(match["weekday"])]) % 7
    named = match.groupdict()
    if named.get("next"):
        return day_of(published + timedelta(7 - back if back else 7))
    return day_of(published - timedelta(back + (7 if named.get("last") and back == 0 else 0)))


def _in_month(match: re.Match[str], published: date) -> Days:
    month, year = _month_and_year(match, published, 15)
    last = calendar.monthrange(year, month)[1]
    return Days(date(year, month, 1), date(year, month, last) + timedelta(1), MONTH)


def _last_month(_: re.Match[str], published: date) -> Days:
    first = published.replace(day=1)
    return Days((first - timedelta(1)).replace(day=1), first, MONTH)


def _ago(match: re.Match[str], published: date) -> Days:
    return day_of(published - timedelta(int(number(match["days"]))))


def _weeks_ago(match: re.Match[str], published: date) -> Days:
    """Return the week around the day so many weeks ago; a week is one, and a couple are two."""
    named = match.groupdict().get("weeks")
    day = published - int(number(named) if named else 1) * WEEK_LONG
    return Days(day - timedelta(3), day + timedelta(4), WEEK)


def _some_days_ago(_: re.Match[str], published: date) -> Days:
    return Days(published - timedelta(6), published, WEEK)


def _weekend(_: re.Match[str], published: date) -> Days:
    """Return the last Saturday and Sunday; on a Sunday, those that end on this day."""
    sunday = published - timedelta((published.weekday() + 1) % 7)
    return Days(sunday - timedelta(1), sunday + timedelta(1), WEEK)


def _weekday_of_last_week(match: re.Match[str], published: date) -> Days:
    """Return a day of the calendar week before that of publication."""
    return day_of(published - timedelta(published.weekday() + 7 - _weekdays()[folded(match["weekday"])]))


def _night(match: re.Match[str], published: date) -> Days | None:
    """Return the two days of a night: from 27 to 28 October, from Monday to Tuesday, overnight into Tuesday."""
    named = match.groupdict()
    if named.get("weekday"):
        last = weekday(match, published)
    else:
        month, year = _month_and_year(match, published, int(named["last"]))
        known = _valid(year, month, int(named["last"]))
        if known is None:
            return None
        last = known
    return Days(last.start - timedelta(1), last.end, DAY)


def _several_days(match: re.Match[str], published: date) -> Days | None:
    """Return an interval of days of one month: 3-5 March."""
    first, last = int(match["first"]), int(match["last"])
    month, year = _month_and_year(match, published, first)
    start, end = _valid(year, month, first), _valid(year, month, last)
    return Days(start.start, end.end, WEEK) if start and end and first < last else None


def _numeric(match: re.Match[str], _: date) -> Days | None:
    return _valid(int(match["year"]), int(match["month"]), int(match["day"]))


def _in_year(match: re.Match[str], published: date) -> Days | None:
    """Return a year, which ends at the day of publication at the latest; None for a year in the future."""
    first, last = date(int(match["year"]), 1, 1), date(int(match["year"]) + 1, 1, 1)
    return Days(first, min(last, published + timedelta(1)), MONTH) if first <= published else None


def _week(number: int) -> Rule:
    """Return a rule for the week `number` weeks after that of publication; the current week ends with publication."""

    def rule(_: re.Match[str], published: date) -> Days:
        monday = published - timedelta(published.weekday()) + number * WEEK_LONG
        return Days(monday, monday + WEEK_LONG if number else published + timedelta(1), WEEK)

    return rule


def _days_before(days: int) -> Rule:
    return lambda _, published: day_of(published - timedelta(days))
