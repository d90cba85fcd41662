"""Find the speaker of a sentence: named in the sentence, or around the quotation that contains the sentence."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from geo.languages.language_files import languages
from layers.reading.words import by_language, codes, expression, expressions, filled, remembered, whole

_BULLET = r"(?:[\s,;•*·\-–—▪●◾🔴🔵🟢🟥⭕🔻\ufe0f]|(?:[a-z]|\d{1,2})[.)]\s)+"
_DATELINE = r"[^\n.]{2,60}?(?:\((?:[^()\n]{2,30})\)\s*[-–—:]*|\s[–—-]{1,2}\s|\s*/\s*\w+\s*[-–—])\s*"
_NAME = r"(?-i:(?:[A-Z][\w’'.-]*)(?:(?: {speech.name_joints}){0,2} [A-Z][\w’'.-]*)*(?:['’]s (?:[A-Z][\w-]+ ?)+)?$)"
# a quotation that opens within this many characters of a sentence's start contains the sentence
_OPENING = 2
# length of text around a quotation in which its speaker is named
_AROUND = 400


@by_language
def _rules() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return pairs of expressions for speakers: a fast one that finds possible texts, and the exact one."""
    return [
        (re.compile(filled(rule["sign"], code)), re.compile(filled(rule["find"], code)))
        for code in codes()
        for rule in languages("reports")[code].get("speakers", ())
    ]


@remembered
def speaker(text: str) -> str | None:
    """Find the speaker of a sentence.

    Examples
    --------
    >>> speaker("The town fell on Monday, an activist group said."), speaker("Paris lies on the Seine.")
    ('an activist group', None)
    >>> speaker("Turkish President Recep Tayyip Erdogan on Wednesday urged Syria to withdraw")
    'Turkish President Recep Tayyip Erdogan'
    >>> speaker("Late on 16 April the RSF said it held the airport."), speaker("In March the army said it held Nyala.")
    ('RSF', 'army')
    """
    matches = (pattern.search(text) for sign, pattern in _rules() if sign.search(text))
    named = (_short(re.sub(r"\s+", " ", match["who"]).strip()) for match in matches if match)
    return next(filter(None, named), None)


def asides(text: str) -> Iterator[tuple[int, int]]:
    """Find the offsets of the asides in a sentence: the dateline, the speaker, and where a group is banned."""
    head = re.match(_DATELINE, text)
    # with a dash, or with the town in capitals and no words of a sentence: M23 fighters (ADF) are none
    is_named = head and head[0][:2].isupper() and not re.search(r"(?<![\w-])[a-z]", head[0])
    # a sentence with a dash has told something before it
    is_told = head and whole("verbs+nouns+fates_before").search(head[0])
    if head and not is_told and (is_named or head[0].rstrip()[-1] in "-–—"):
        yield head.span()
    for pattern in expressions("asides.spans"):
        yield from (match.span() for match in pattern.finditer(text))
    for sign, pattern in _rules():
        if "aside" in pattern.groupindex and sign.search(text):
            # "killing 12, according to": what is no speaker is no aside
            yield from (match.span("aside") for match in pattern.finditer(text) if _short(match["who"]))


def bare_span(text: str) -> tuple[int, int]:
    """Return the offsets of a clause without leading bullets, commas and conjunction."""
    head = re.match(_BULLET, text)
    at = head.end() if head else 0
    lead = expression("(?-i:{clauses.lead} )").match(text[at:])
    return at + (lead.end() if lead else 0), len(text.rstrip())


def _short(who: str) -> str | None:
    """Return a speaker without bullets, dateline and description."""
    who = re.sub(f"^{_DATELINE}", "", who)
    who = expression("^(?:{speech.leads},?\\s+)+").sub("", who[bare_span(who)[0] :])
    # a clause before a verb of speech is no speaker, nor is an adverb
    if expression("(?:{speech.no_speakers})(?!\\w)").match(who) or whole("verbs").search(who):
        return None
    name = expression(_NAME).search(who)
    if name and name.start() and not expression("(?-i:{speech.two_bodies})").match(who):
        who = name[0]
    return expression("^(?-i:{speech.article})").sub("", who) or None


def around_quotes(text: str) -> Callable[[int, int], str | None]:
    """Return a function of two offsets that finds the text around the quotation there; None without a quotation."""
    quotes = [
        (line.start() + opened.start(), line.start() + closed.start(), line.span())
        for line in re.finditer(r"[^\n]+", text)
        for opened, closed in zip(*[re.finditer('["“”«»]', line[0])] * 2, strict=False)
    ]
    starts = [opened for opened, *_ in quotes]

    def around(start: int, end: int) -> str | None:
        # the last quotation that opens before the sentence, and the one that opens with the sentence
        last = bisect_left(starts, start + _OPENING)
        for opened, closed, (line, stop) in quotes[max(0, last - 2) : last]:
            if line <= start < stop and (opened <= start < closed or end <= closed):
                return text[max(line, opened - _AROUND) : opened] + text[closed + 1 : min(stop, closed + _AROUND)]
        return None

    return around
