"""Find dates in the text of a report; relative dates count from the day of publication."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from layers.reading.dates.rules import day_of, rules, weekday
from layers.reading.dates.when import BACKGROUND, LATER, LIMIT, MONTH, PHRASE, SINCE, Days, When
from layers.reading.words import expression, remembered

_COUNTED_ON = (
    r"(?<!\w)(?:(?P<same>{dates.same_day})|(?P<earlier>{dates.day_before})|(?P<later>{dates.day_after}))(?!\w)"
)
_COUNTED_DAYS = {"same": 0, "earlier": -1, "later": 1}
# lengths of text that are searched before and behind a date
_BEFORE, _LIMIT_BEFORE, _BEHIND = 80, 14, 8


@remembered
def dates(text: str, published: date, last_day: date | None = None) -> list[When]:
    """Find the dates in a text; relative dates count from publication, "the next day" from the last day named before.

    Examples
    --------
    >>> day = date(2020, 2, 6)
    >>> [str(when.start) for when in dates("on Monday, yesterday, by the end of February and on 3 March", day)]
    ['2020-02-03', '2020-02-05', '2020-02-29', '2020-03-03']
    >>> [(str(when.start), when.precision) for when in dates("in 2014; the next day", day, date(2020, 2, 1))]
    [('2014-01-01', 3), ('2020-02-02', 1)]
    """
    found: dict[int, When] = {}
    counted = list(expression(_COUNTED_ON).finditer(text))
    # the Arabic words for "the next day" contain "today"
    taken = [match.span() for match in counted]
    for pattern, rule in rules():
        for match in pattern.finditer(text):
            # a part of a date that was found before: February of "the end of February"
            if any(start <= match.start() < end for start, end in taken):
                continue
            try:
                days = rule(match, published)
            except (ValueError, OverflowError):
                # a day beyond those that a calendar has, such as the day after 9999-12-31
                continue
            if days:
                taken.append(match.span())
                found[match.start()] = _when(days, text, match, is_weekday=rule is weekday)
    found |= {when.at: when for when in _counted_on(counted, list(found.values()), last_day)}
    ends = dict(taken)
    # in "Sunday, April 13" the weekday adds nothing
    dated = expression(r",? {dates.article}?(?=\d|{calendar.months}\b)")
    begins = {at: dated.match(text, ends[at]) for at in found if found[at].is_weekday}
    kept = [at for at in found if not ((behind := begins.get(at)) and behind.end() in found)]
    return [found[at] for at in sorted(kept)]


def _when(days: Days, text: str, match: re.Match[str], *, is_weekday: bool) -> When:
    # the preposition may be a part of the date: since March
    first = max(0, match.start() - _BEFORE)
    before = text[first : match.start()] + (expression("{dates.since_within}").match(match[0]) or [""])[0]
    after = expression("(?P<day>{dates.after_day})|{dates.after_event}").search(before)
    role = _role(text, match, before, after)
    return When(
        *days,
        at=match.start(),
        role="" if role == BACKGROUND and days.precision != MONTH else role,
        is_weekday=is_weekday,
        after=first + after.start() if after and role in {PHRASE, LATER} else -1,
        has_year=bool(re.search(r"(?:19|20)\d\d", match[0])),
    )


def _role(text: str, match: re.Match[str], before: str, after: re.Match[str] | None) -> str:
    since = expression("{dates.since_after}").match(text, match.end())
    if since or expression("{dates.since_before}").search(before):
        return SINCE
    shortly_before, behind = text[max(0, match.start() - _LIMIT_BEFORE) : match.start()], text[match.end() :][:_BEHIND]
    if (
        expression("{dates.limit_within}").match(match[0])
        or expression("{dates.limit_before}").search(shortly_before)
        or expression("{dates.limit_after}").match(behind)
    ):
        return LIMIT
    if after:
        return LATER if after["day"] else PHRASE
    return BACKGROUND if expression("{dates.background_before}").search(before) else ""


def _counted_on(counted: list[re.Match[str]], known: list[When], last_day: date | None) -> Iterator[When]:
    """Find days relative to the last day named before: that day, the next day, a day earlier."""
    for match in counted:
        before = [when for when in known if when.at < match.start() and when.is_single_day]
        last = max(before, key=lambda when: when.at).start if before else last_day
        if last:
            yield When(*day_of(last + timedelta(_COUNTED_DAYS[str(match.lastgroup)])), at=match.start())
