"""A report as a document of sentences and clauses; places, dates, parties and counts of each part are found once."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from operator import attrgetter

from geo.mentions.mention import GOVERNMENT, Mention
from layers.dossier.settings.sides import Side
from layers.reading.dates.find import dates
from layers.reading.dates.when import SINCE, WEEK_LONG, When
from layers.reading.fatalities.fatalities import Fatalities, Group, groups, total
from layers.reading.parties.actors import Actor, Actors
from layers.reading.sentences import blanked, clause_spans, sentence_spans
from layers.reading.speakers import around_quotes, bare_span, speaker
from layers.reading.triggers import Trigger, triggers
from layers.reading.words import expression, whole, words

COUNTRY, UNDECIDED = "a country", "undecided"
"""The reasons of mentions whose place is a country, or is undecided."""


_start, _offset = attrgetter("start"), attrgetter("at")


@dataclass(frozen=True, eq=False)
class Document:
    """A report with its place names.

    Parameters
    ----------
    text : str
        The report.
    mentions : sequence of Mention
        The place names in order, literal or not; the reason of a literal name marks countries and undecided places.
    published : date
        The day from which relative dates count.
    sides : sequence of Side
        The sides of the dossier.
    is_dated : bool
        False if the day is a stand-in for one that is not known.

    Examples
    --------
    >>> document = Document("Gen. Smith said it fell on Nov. 8. He left.", [], date(2020, 2, 6))
    >>> [(sentence.text.strip(), sentence.speaker) for sentence in document.sentences]
    [('Gen. Smith said it fell on Nov. 8.', 'Gen. Smith'), ('He left.', None)]
    """

    text: str
    mentions: Sequence[Mention]
    published: date
    sides: Sequence[Side] = ()
    is_dated: bool = True

    @cached_property
    def places(self) -> list[Mention]:
        """The place names that are meant literally, in order."""
        return sorted((mention for mention in self.mentions if mention.literal), key=_start)

    @cached_property
    def towns(self) -> list[Mention]:
        """These place names without the countries."""
        return [place for place in self.places if place.reason != COUNTRY]

    @cached_property
    def names(self) -> frozenset[int]:
        """The offsets of all place names."""
        return frozenset(mention.start for mention in self.mentions)

    @cached_property
    def actors(self) -> Actors:
        """The words for parties in this report."""
        longer = [mention.name for mention in self.mentions if " " in mention.name and mention.reason != COUNTRY]
        governments = [mention.name for mention in self.mentions if mention.figure == GOVERNMENT]
        return Actors(self.sides, self.text, longer, governments)

    @cached_property
    def at_war(self) -> bool:
        """True if the text names fighters or arms; without them, the same verbs report thefts and fires."""
        return bool(
            whole("types.fighters+weapons.arms").search(self.text)
            or self.actors.fighting(self.text)
            or expression("{types.deadly}").search(self.text)
        )

    @cached_property
    def sentences(self) -> tuple["Sentence", ...]:
        """The sentences, in order."""
        found: list[Sentence] = []
        for start, end in sentence_spans(self.text):
            text = self.text[start:end]
            is_headline = start == 0 and text.endswith("\n") and not re.search(r"[.!?:؟]\W*$", text.rstrip())
            before = found[-1] if found else None
            found.append(Sentence(self, start, text, blanked(text), before=before, is_headline=is_headline))
        return tuple(found)

    @cached_property
    def speakers(self) -> dict[int, str | None]:
        """The speaker of each sentence, by its offset; a pronoun stands for the speaker named last."""
        found: dict[int, str | None] = {}
        around = around_quotes(self.text)
        named: str | None = None
        for sentence in self.sentences:
            who = speaker(around(sentence.start, sentence.end) or sentence.text)
            named = who if who and who.casefold() not in words("speech.pronouns") else named
            found[sentence.start] = named if who else None
        return found

    @cached_property
    def dates(self) -> list[When]:
        """The dates in the report; days that count from other days are resolved."""
        found: list[When] = []
        last_day: date | None = None
        for sentence in self.sentences:
            new, start = dates(sentence.text, self.published, last_day), sentence.start
            found += [replace(one, at=one.at + start, after=one.after + start * (one.after >= 0)) for one in new]
            last_day = next((one.start for one in reversed(new) if one.is_single_day), last_day)
        return sorted(found, key=_offset)


@dataclass(frozen=True, eq=False)
class Part:
    """A part of a report; `words` is its text with asides (speaker, dateline) and denials blanked out."""

    document: Document
    start: int
    text: str
    words: str

    @property
    def end(self) -> int:
        """The offset of the part's end in the report."""
        return self.start + len(self.text)

    @property
    def bare(self) -> tuple[int, int]:
        """The offsets of the part in the report, without leading bullets, commas and conjunction."""
        start, end = bare_span(self.text)
        return self.start + start, self.start + end

    @property
    def whole(self) -> "Part":
        """The sentence that the part belongs to."""
        return self

    @cached_property
    def named(self) -> list[Mention]:
        """The literal place names in the part."""
        first, last = (bisect_left(self.document.places, at, key=_start) for at in (self.start, self.end))
        return self.document.places[first:last]

    @cached_property
    def places(self) -> list[Mention]:
        """The literal place names at which an event may be: no countries, and none in asides and denials."""
        offset = self.start
        return [
            mention
            for mention in self.named
            if mention.reason != COUNTRY
            and self.words[mention.start - offset : mention.end - offset].strip()
            and not self._is_origin(mention)
        ]

    def _is_origin(self, mention: Mention) -> bool:
        """Return True for the place that fighters come from, which is not the place of their acts."""
        text = self.document.text
        before = expression("{where.origin_before}").search(text[max(0, mention.start - 60) : mention.start])
        return bool(before or expression("{where.origin_after}").match(text, mention.end))

    @cached_property
    def countries(self) -> list[Mention]:
        """The countries named as the place of an event: in Syria, all over Syria."""
        known = (mention for mention in self.named if mention.reason == COUNTRY)
        before = expression("{where.all_over}")
        return [
            one
            for one in known
            if before.search(self.document.text[max(0, one.start - 40) : one.start])
            and self.words[one.start - self.start : one.end - self.start].strip()
        ]

    @cached_property
    def all_dates(self) -> list[When]:
        """The dates in the part."""
        first, last = (bisect_left(self.document.dates, at, key=_offset) for at in (self.start, self.end))
        return self.document.dates[first:last]

    @cached_property
    def dates(self) -> list[When]:
        """The dates in the part, except those of a statement: said on Monday."""
        said_on, text = expression("{dates.said_on}"), self.document.text
        return [
            when
            for when in self.all_dates
            if self.words[when.at - self.start].strip() and not said_on.search(text, max(0, when.at - 60), when.at)
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """The groups of people counted in the part, without those counted since a war or a month began."""
        counted = self._counted
        dead = [group for group in counted if group.fate]
        running = self._running if dead else None
        if running is None:
            return counted
        total = min(dead, key=lambda group: abs(group.start - running))
        return [group for group in counted if group is not total]

    @cached_property
    def fatalities(self) -> Fatalities:
        """The number of fatalities that the part reports."""
        found = total(self.words, self.groups)
        is_running = found != Fatalities() and not self.groups and self._running is not None
        return Fatalities() if is_running else found

    @cached_property
    def _counted(self) -> list[Group]:
        return groups(self.words)

    @property
    def is_summary(self) -> bool:
        """True if the part sums up a war or months: its dead died in many events, none of which it dates."""
        return len(self.groups) < len(self._counted) and all(when.is_limit for when in self.dates)

    @cached_property
    def _running(self) -> int | None:
        """The offset of the words by which a toll is that of a war or of months, and not of an event."""
        since = (
            when for when in self.all_dates if when.role == SINCE and self.document.published - when.start > WEEK_LONG
        )
        limit = next(since, None)
        recent = any(when.role == SINCE for when in self.all_dates) and not limit
        named = None if recent else expression("{unreal.running}").search(self.words)
        return limit.at - self.start if limit else named.start() if named else None

    @cached_property
    def actors(self) -> list[Actor]:
        """The parties in the part."""
        return self.document.actors.find(self.words)

    @cached_property
    def fighting(self) -> list[Actor]:
        """The parties in the part that fight."""
        return self.document.actors.of_those_fighting(self.words, self.actors)


@dataclass(frozen=True, eq=False)
class Sentence(Part):
    """A sentence of a report, with the sentence before it."""

    before: "Sentence | None"
    is_headline: bool

    @property
    def speaker(self) -> str | None:
        """The speaker, if the sentence or its surroundings name one."""
        return self.document.speakers[self.start]

    @cached_property
    def clauses(self) -> tuple["Clause", ...]:
        """The clauses, in order."""
        spans = clause_spans(self.text, self.words)
        return tuple(
            Clause(self.document, self.start + start, self.text[start:end], self.words[start:end], sentence=self)
            for start, end in spans
        )


@dataclass(frozen=True, eq=False)
class Clause(Part):
    """A part of a sentence that reports one event at most."""

    sentence: Sentence

    @property
    def offset(self) -> int:
        """The offset of the clause in the sentence."""
        return self.start - self.sentence.start

    @property
    def whole(self) -> Part:
        """The sentence that the clause belongs to."""
        return self.sentence

    @cached_property
    def speaker(self) -> str | None:
        """The speaker that the clause itself names, else that of the sentence."""
        return speaker(self.text) or self.sentence.speaker

    @cached_property
    def triggers(self) -> list[Trigger]:
        """The words in the clause that report events."""
        return triggers(self.words, headline=self.sentence.is_headline)
