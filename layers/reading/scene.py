"""Where and when what a sentence tells has happened: in its clause, in the rest of it, or where the text was before."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from geo.mentions.mention import Mention
from layers.reading.dates.find import dates
from layers.reading.dates.when import When
from layers.reading.parties.actors import Cast
from layers.reading.sentences import Clause, Sentence, sentences
from layers.reading.triggers import STRATEGIC, Trigger
from layers.reading.words import either, whole, words

# what the reason of a mention is where its place is one of these
COUNTRY, UNDECIDED = "a country", "undecided"

_WAR = whole(words("kinds")["fighters"], words("kinds")["arms"])
_DEADLY = re.compile(
    r"\bdeath toll (?:from|in|of) (?:[\w’'-]+ ){1,4}?(?:attack|bombing|assault|ambush|raid|massacre)\b"
    r"|\b(?:killed|died|dead) in (?:an?|the) (?:armed |militant |gun )?(?:attack|ambush|raid|bombing|massacre)\b"
    r"|\battack(?:ed)? (?:on )?(?:an?|the) (?:army|military|village|mosque|church|checkpoint|refugee)\b",
    re.IGNORECASE,
)
_SAID_ON = re.compile(
    rf"\b{either(words('speech')['en'])}(?: (?!that\b|had\b|it\b|they\b)[\w’'-]+){{0,2}}?"
    r" (?:on|late|early) (?:late |early )?$",
    re.IGNORECASE,
)
# what lies near a place, and not in it
_NEAR = re.compile(
    rf"(?<!\w){either(words('where')['near'])}(?: the)?(?: (?:city|town|village) of)? (?:مدينة |بلدة |قرية )?$",
    re.IGNORECASE,
)
_NEAR_AFTER = re.compile(
    r"(?:['’]s)? (?:countryside|outskirts)\b|['’]?\w{0,3} (?:yakın|civar|kırsal|çevre)", re.IGNORECASE
)
# names that are told in one breath: A, B and C
_TOGETHER = re.compile(
    r"\s*(?:,|and|&|،|و|ve|,\s*and|ile)\s*و?(?:the )?(?:(?:towns?|villages?|city|cities) of|(?:بلدة|مدينة|قرية))?\s*",
    re.IGNORECASE,
)
_ALL_OVER = re.compile(
    r"\b(?:in|across|throughout|all over|elsewhere in)(?: the)?(?: (?:north|south|east|west|central)[\w-]*)? $"
    r"|(?<!\w)(?:في|أنحاء) $",
    re.IGNORECASE,
)
_TO = re.compile(r"\b(?:to|towards?|into)\b|(?<!\w)(?:إلى|باتجاه)(?!\w)", re.IGNORECASE)
_WHERE = re.compile(r",?\s+where\b", re.IGNORECASE)
_AND = re.compile(r"\band\b|&|و|\bve\b|\bile\b")
# what points back to a place that was named before
_THERE = whole(words("where")["there"])
_GOES_ON = re.compile(rf"[\s\"“•*-]*{either(words('where')['goes_on'])}(?!\w)", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w,;:)] )[A-ZÇĞİÖŞÜ][\w’'-]+")
_ITEM = re.compile(r"\s*(?:[•*·▪●◾🔴🔵🟢🟥⭕🔻]|[-–—] |(?:[a-z]|\d{1,2})[.)] )")
_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True)
class Scene:
    """What all sentences of a text are read with: its place names, its day, and the parties.

    Parameters
    ----------
    text : str
        The report.
    mentions : sequence of Mention
        Its place names that are meant literally; the reason tells countries and what is undecided.
    names : frozenset of int
        Where any of its place names begins, literal or not.
    published : date
        The day from which relative dates count.
    cast : Cast
        The parties.
    """

    text: str
    mentions: Sequence[Mention]
    names: frozenset[int]
    published: date
    cast: Cast

    @cached_property
    def at_war(self) -> bool:
        """Whether the text tells of fighters or their arms at all: thefts and fires are told in the same words."""
        return bool(_WAR.search(self.text) or self.cast.fighting(self.text) or _DEADLY.search(self.text))

    def within(self, clause: Clause) -> list[Mention]:
        """Give the places of a clause that something can happen in: nothing happens all over a country."""
        return [
            mention
            for mention in self.mentions
            if clause.start <= mention.start < clause.end
            and mention.reason != COUNTRY
            # blanked out are who says it and where it was written
            and clause.words[mention.start - clause.start : mention.end - clause.start].strip()
        ]

    def where(self, trigger: Trigger, clause: Clause, sentence: Sentence, before: Sentence | None) -> list[Mention]:
        """Find where something happened; several places where they are told in one breath."""
        here = self.within(clause)
        # a name that nobody knows may be none
        here = [mention for mention in here if mention.reason != UNDECIDED] or here
        if not here:
            return self._elsewhere(clause, sentence, before)
        at = clause.start + trigger.start
        nearest = here.index(min(here, key=lambda m: abs(m.start - at)))
        gaps = [self.text[one.end : other.start] for one, other in pairwise(here)]
        first, last = nearest, nearest
        while last < len(gaps) and _TOGETHER.fullmatch(gaps[last]):
            last += 1
        while first and _TOGETHER.fullmatch(gaps[first - 1]):
            first -= 1
        # A, B and C are three places; of A, B the second tells where the first lies; and nobody withdraws to two
        moves = trigger.kind == STRATEGIC and _TO.search(self.text[at : here[first].start])
        together = not moves and any(_AND.search(gap) for gap in gaps[first:last])
        return here[first : last + 1] if together else [here[first if moves else nearest]]

    def _elsewhere(self, clause: Clause, sentence: Sentence, before: Sentence | None) -> list[Mention]:
        """Find where it happened if its clause names no known place: in a country, or at a place told around it."""
        if _WHERE.match(clause.words):
            return self._right_before(clause, sentence)
        rest = [m for part in sentence.clauses for m in self.within(part)]
        all_over = self.all_over(clause)
        # a headline leaves the place to the story
        if all_over and not rest and not sentence.is_headline:
            return all_over[:1]
        # a town that nobody knows is none of those that are
        if rest and clause.start != sentence.start and self._names_more(clause, said=True):
            return []
        return rest[:1] or self._there(sentence, before)

    def _right_before(self, clause: Clause, sentence: Sentence) -> list[Mention]:
        """Find what "where" looks back at: the last name before it, a country's too, but none that nobody knows."""
        named = [m for m in self.mentions if sentence.start <= m.start and m.end <= clause.start][-1:]
        between = self.text[named[0].end if named else sentence.start : clause.start]
        return [] if _CAPITAL.search(f"a {between.lstrip()}") else named

    def all_over(self, clause: Clause) -> list[Mention]:
        """Give the countries that a clause says something happened in."""
        known = (m for m in self.mentions if clause.start <= m.start < clause.end and m.reason == COUNTRY)
        return [m for m in known if _ALL_OVER.search(self.text[max(0, m.start - 40) : m.start])]

    def _there(self, sentence: Sentence, before: Sentence | None) -> list[Mention]:
        """Find the place that is meant without a name: the last one, where a sentence goes on with what was told."""
        earlier = [m for m in self.mentions if m.start < sentence.start and m.reason != COUNTRY][-1:]
        goes_on = before is not None and sentence.speaker == before.speaker and not _ITEM.match(sentence.text)
        return earlier if _THERE.search(sentence.words) or (goes_on and not self._names_more(sentence)) else []

    def _names_more(self, sentence: Clause, *, said: bool = False) -> bool:
        """Tell whether a part may name a place that nobody knows; in Arabic letters nothing tells a name."""
        known = {at for actor in self.cast.actors(sentence.words) for at in range(actor.at, actor.end)}
        foreign = (
            match
            for match in _CAPITAL.finditer(sentence.words)
            if sentence.start + match.start() not in self.names and not dates(match[0], self.published)
        )
        return any(match.start() not in known for match in foreign) or (
            not said and bool(_ARABIC.search(sentence.text))
        )

    def goes_on(self, sentence: Sentence) -> bool:
        """Tell whether a sentence goes on with what was told right before: they then moved on."""
        return bool(_GOES_ON.match(sentence.words))

    def is_near(self, mention: Mention) -> bool:
        """Tell whether the text speaks of what lies near a place, and not in it."""
        before = self.text[max(0, mention.start - 50) : mention.start]
        return bool(
            mention.is_part or _NEAR.search(before) or _NEAR_AFTER.match(self.text[mention.end : mention.end + 20])
        )

    @cached_property
    def _dates(self) -> list[When]:
        """All dates of the text, those that count from others resolved."""
        found: list[When] = []
        told: date | None = None
        for sentence in sentences(self.text):
            new = dates(sentence.text, self.published, told)
            late = sentence.start
            found += [replace(one, at=one.at + late, after=one.after + late * (one.after >= 0)) for one in new]
            told = next((one.start for one in reversed(new) if one.is_told_day), told)
        return found

    def dates(self, part: Clause, *, said: bool = False) -> list[When]:
        """Give the dates of a part of the text; when somebody said it only where asked."""
        known = [when for when in self._dates if part.start <= when.at < part.end]
        return [when for when in known if said or not self._is_of_speech(when, part)]

    @cached_property
    def _spoken(self) -> dict[int, bool]:
        """Which dates, by their offsets, are known to be those of what is said."""
        return {}

    def _is_of_speech(self, when: When, part: Clause) -> bool:
        """Tell whether a date is that of what is said, and not of what it tells."""
        if when.at not in self._spoken:
            self._spoken[when.at] = self._is_said(when, part)
        return self._spoken[when.at]

    def _is_said(self, when: When, part: Clause) -> bool:
        return not part.words[when.at - part.start].strip() or bool(
            _SAID_ON.search(self.text, max(0, when.at - 60), when.at)
        )

    def when(self, trigger: Trigger, clause: Clause, sentence: Sentence) -> When | None:
        """Find when something happened: the nearest day that the clause tells, or else the sentence."""
        at = clause.start + trigger.start
        # where nothing else is told, what is said on Monday is news of Monday
        for known in (self.dates(clause), self.dates(sentence), self.dates(sentence, said=True)):
            spans = [span for when in known if (span := when.span(at, self.text, self.published))]
            if spans:
                return min(spans, key=lambda when: (when.is_limit, when.after >= 0, self._apart(when.at, at)))
        return None

    def _apart(self, one: int, other: int) -> tuple[bool, int]:
        """Tell how far apart two offsets are: past a comma other things are told."""
        return "," in self.text[min(one, other) : max(one, other)], abs(one - other)

    def is_history(self, sentence: Sentence) -> bool:
        """Tell whether a sentence without a day of its own says since when something is known."""
        return any(when.is_history(self.published) for when in self.dates(sentence))

    def destination(self, sentence: Sentence) -> Mention | None:
        """Find where it is to be: where somebody visits, else the last place of the sentence, else its last country."""
        here = [m for m in self.mentions if sentence.start <= m.start < sentence.end]
        match = re.search(r"\bvisit(?:ing)? (?=[A-Z])", sentence.text)
        named = [m for m in here if match and m.start == sentence.start + match.end()]
        places = [m for m in here if m.reason != COUNTRY]
        return next(iter(named or places[-1:] or here[-1:]), None)
