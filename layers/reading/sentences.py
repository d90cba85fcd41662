"""The sentences of a report and their clauses, and who says what they tell."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from layers.reading.denials import denied
from layers.reading.words import either, words

_NOT_SHORT = "".join(rf"(?<!\b{re.escape(word)})" for word in words("speech")["short"])
_END = re.compile(rf"(?=[.!?؟\n])(?:{_NOT_SHORT}[.!?؟]+[\"”’»]*(?=\s+[^\sa-z])|\n+)")
# what tells an event by itself
_TELLS = rf"(?:{either(*(told['en'] for told in words('verbs').values()), ['killed'])})(?!\w)"
_CLAUSE = re.compile(
    r", (?:and|but|while|as|whereas|where|after which)\s|\s(?:while|whereas)\s|;\s"
    # who did not do one thing but another is one
    rf"|\sbut\s(?!{_TELLS})"
    r"|(?<=\w)، (?:و|كما|فيما|بينما)|\s(?:فيما|بينما)\s"
)
# and government jets bombed another town: where the part before tells something as well
_TELLING = re.compile(rf"(?<![\w-]){_TELLS}", re.IGNORECASE)
_AND = re.compile(
    rf",? and (?!(?:then|later|also|subsequently|briefly|reportedly|have|has|had|were|was|others?)\b)"
    rf"(?:(?!and\b)[\w’'-]+ ){{1,5}}?(?=(?:were |was |have |has )?{_TELLS})",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^(?:[\s,;•*·\-–—▪●◾🔴🔵🟢🟥⭕🔻\ufe0f]|(?:[a-z]|\d{1,2})[.)]\s)+")
_LEAD = re.compile(r"^(?:(?:and|but|while|as|whereas|where) )")
_DATELINE = re.compile(r"^[^\n.]{2,60}?(?:\((?:[^()\n]{2,30})\)\s*[-–—:]*|\s[–—-]{1,2}\s|\s*/\s*\w+\s*[-–—])\s*")

_VERB = either(words("speech")["en"])
_WHEN = (
    r"(?:\s(?:later )?(?:on|late|early) \w+(?: (?:night|morning|evening))?"
    r"|\slater|\salso|\sin a \w+(?: \w+)?|\shas|\shave"
    # nor have they confirmed it
    r"|\s(?:has|have|had|could|can|did|is|are|was|were)(?:n['’]t|(?=\s(?:not|yet|unable))|(?=not\s))"
    r"|(?<=can)not|\s(?:not|yet|immediately|independently))*"
)
# who says it, before the verb: from the beginning of the clause, or after the last comma
_BEFORE = re.compile(
    r"(?:^|[,;:\"“”»]\s*|\)\s*[-–—]?\s*)(?P<who>[^,;:\"“”»\n]{2,100}?)(?<! was)(?<! were)(?<! been)(?<! is)(?<! are)"
    rf"(?<! be)(?P<when>{_WHEN}),?\s{_VERB}\b"
)
_AFTER = re.compile(
    r"\b(?:said|added|told reporters) (?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,4})(?=[.,]|$|\s(?:on|in)\s)"
)
_ACCORDING = re.compile(r"\b[Aa]ccording to (?P<who>[^,.;\"“”\n]{2,80})")
_ARABIC = re.compile(
    rf"(?<!\w)و?{either(words('speech')['ar'])}\s?(?P<who>\w+(?:\s\w+){{0,4}}?)"
    rf"(?=\s{either(words('speech')['ar_after'])}\b|[:،.\"])"
)
_TURKISH = re.compile(
    rf"(?P<who>(?:[A-ZÇĞİÖŞÜ][\w’']+\s?){{1,5}}),\s.*{either(words('speech')['tr'])}\b"
    r"|(?P<paper>Açıklama)da,?\s.*(?:denildi|belirtildi|ifade edildi)\b"
)
# words without which nobody is named: they are looked for first, as that takes a tenth of the time
_SIGNS = {
    _ACCORDING: re.compile("ccording to "),
    _BEFORE: re.compile(rf"\s{_VERB}\b"),
    _AFTER: re.compile("said|added|told reporters"),
    _ARABIC: re.compile("[\u0621-\u064a]"),
    _TURKISH: re.compile(rf"{either(words('speech')['tr'])}|denildi|belirtildi|ifade edildi"),
}
_NAME = re.compile(
    r"(?:[A-Z][\w’'.-]*)(?:(?: (?:of|for|the|al|bin|ibn|van|de|and(?= [A-Z]))){0,2} [A-Z][\w’'.-]*)*"
    r"(?:['’]s (?:[A-Z][\w-]+ ?)+)?$"
)
_PRONOUNS = frozenset(words("speech")["pronouns"])
_QUOTE_MARK = re.compile('["“”«»]')
# a sentence starts with the quotation mark before it
_OPENING = 2
# who says it is told this near to a quotation
_AROUND = 400
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that tells one thing, by its offset in the report.

    Parameters
    ----------
    start : int
        Its offset.
    text : str
        What stands there.
    words : str
        The same, who says it when, where the story was written, and what has not happened blanked out.
    """

    start: int
    text: str
    words: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def bare(self) -> tuple[int, int]:
        """The offsets of its words, without bullets, commas and the conjunction before them."""
        head = _BULLET.match(self.text)
        at = head.end() if head else 0
        lead = _LEAD.match(self.text[at:])
        return self.start + at + (lead.end() if lead else 0), self.start + len(self.text.rstrip())


@dataclass(frozen=True, slots=True)
class Sentence(Clause):
    """A sentence of a report, with who says what it tells, where anybody is named."""

    speaker: str | None = None
    is_headline: bool = False

    @property
    def clauses(self) -> list[Clause]:
        """Its clauses, in order."""
        cuts = [0]
        ends = sorted({match.start() for match in (*_CLAUSE.finditer(self.text), *_AND.finditer(self.words))})
        for end in ends:
            if _CLAUSE.match(self.text, end) or _TELLING.search(self.words, cuts[-1], end):
                cuts.append(end)
        cuts.append(len(self.text))
        return [
            Clause(self.start + start, self.text[start:end], self.words[start:end])
            for start, end in pairwise(cuts)
            if self.words[start:end].strip()
        ]


def sentences(text: str) -> Iterator[Sentence]:
    """Split a report; he and she are whoever was named last.

    Examples
    --------
    >>> [(one.text.strip(), one.speaker) for one in sentences("Gen. Smith said it fell on Nov. 8. He left.")]
    [('Gen. Smith said it fell on Nov. 8.', 'Gen. Smith'), ('He left.', None)]
    """
    named: str | None = None
    start = 0
    around = _around_quotes(text)
    ends = [*(match.end() for match in _END.finditer(text)), len(text)]
    for end in ends:
        told = text[start:end]
        if told.strip():
            said = speaker(around(start, end) or told)
            if said and said.casefold() not in _PRONOUNS:
                named = said
            headline = told.endswith("\n") and not re.search(r"[.!?:؟]\W*$", told.rstrip())
            yield Sentence(start, told, _blanked(told), named if said else None, headline and start == 0)
        start = end


def speaker(sentence: str) -> str | None:
    """Find who says a sentence.

    Examples
    --------
    >>> speaker("The town fell on Monday, an activist group said."), speaker("Paris lies on the Seine.")
    ('an activist group', None)
    >>> speaker("Turkish President Recep Tayyip Erdogan on Wednesday urged Syria to withdraw")
    'Turkish President Recep Tayyip Erdogan'
    """
    for pattern in (_ACCORDING, _BEFORE, _AFTER, _ARABIC, _TURKISH):
        match = pattern.search(sentence) if _SIGNS[pattern].search(sentence) else None
        who = match and (match["who"] or match.groupdict().get("paper"))
        if who:
            return _short(re.sub(r"\s+", " ", who).strip())
    return None


def _short(who: str) -> str | None:
    """Leave out what stands before a name: bullets, and a person's or body's description."""
    who = _LEAD.sub("", _BULLET.sub("", _DATELINE.sub("", who)))
    name = _NAME.search(who)
    if name and name.start() and not re.match(r"(?:state|the|a|an) \w+ and ", who):
        who = name[0]
    return who.removeprefix("The ").removeprefix("the ") or None


def _blanked(sentence: str) -> str:
    """Blank out who says it and when, and what is denied, keeping all offsets."""
    text = sentence
    head = _DATELINE.match(text)
    # with an agency's name in brackets, or with the town in capitals
    spans = [head.span()] if head and (head[0][:2].isupper() or head[0].rstrip()[-1] in "-–—") else []
    spans += [match.span() for match in _all(_ACCORDING, text)]
    spans += [(match.start("who"), match.end("when")) for match in _all(_BEFORE, text)]
    spans += [match.span("who") for match in _all(_ARABIC, text)]
    spans += denied(text)
    letters = list(text)
    for start, end in spans:
        letters[start:end] = re.sub(r"\S", " ", text[start:end])
    return "".join(letters)


def _all(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if _SIGNS[pattern].search(text) else iter(())


def _around_quotes(text: str) -> Callable[[int, int], str | None]:
    """Make a look at what stands around the quotation that a part of a text lies in: who says it is told there."""
    quotes = [
        (line.start() + opened.start(), line.start() + closed.start(), line.span())
        for line in _LINE.finditer(text)
        for opened, closed in _pairs([*_QUOTE_MARK.finditer(line[0])])
    ]
    starts = [opened for opened, *_ in quotes]

    def around(start: int, end: int) -> str | None:
        # the last that opens before the part, and the one that opens with it
        last = bisect_left(starts, start + _OPENING)
        for opened, closed, (line, stop) in quotes[max(0, last - 2) : last]:
            if line <= start < stop and (opened <= start < closed or end <= closed):
                return text[max(line, opened - _AROUND) : opened] + text[closed + 1 : min(stop, closed + _AROUND)]
        return None

    return around


def _pairs(marks: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    return zip(marks[::2], marks[1::2], strict=False)
