"""Dates in the text of a report, relative ones resolved by the day of its publication: English, Arabic and Turkish."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator
from datetime import date, timedelta

from layers.reading.dates.rules import MONTH_NAME, RULES, Span, day_of, weekday
from layers.reading.dates.when import BACKGROUND, LATER, LIMIT, MONTH, PHRASE, SINCE, When

_FLAGS = re.IGNORECASE
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
_DATED = re.compile(rf",? (?:the )?(?:\d|{MONTH_NAME}\b)", _FLAGS)
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
    for pattern, resolve in RULES:
        for match in pattern.finditer(text):
            # a part of a date that is known already: February of "the end of February"
            if any(start <= match.start() < end for start, end in taken):
                continue
            span = resolve(match, published)
            if span:
                taken.append(match.span())
                found[match.start()] = _when(span, text, match, is_weekday=resolve is weekday)
    found |= {when.at: when for when in _counted_on(text, list(found.values()), told)}
    ends = dict(taken)
    # of Sunday, April 13 the weekday says nothing more
    kept = [at for at in found if not (found[at].is_weekday and _DATED.match(text, ends[at]))]
    return [found[at] for at in sorted(kept)]


def _when(span: Span, text: str, match: re.Match[str], *, is_weekday: bool) -> When:
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
            yield When(*day_of(last + timedelta(days)), match.start())


def _is_limit(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 14) : match.start()].lower()
    after = text[match.end() : match.end() + 8].lower()
    said = match[0].lower().startswith(("by ", "until ", "before "))
    return bool(said or _LIMIT_BEFORE.search(before) or _LIMIT_AFTER.match(after))
