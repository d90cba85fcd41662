"""Decide whether two passages of a report tell of one attack, and join what they tell.

A story tells an attack several times: in its first sentence, in what witnesses say, in a count of the dead. One attack
is one event, at one place, on one day, by one party (codebook of ACLED, https://acleddata.com).
"""

from collections.abc import Sequence
from dataclasses import replace

from layers.reading.document import COUNTRY, Sentence
from layers.reading.event import ReportedEvent
from layers.reading.fatalities.by_event import spanned
from layers.reading.fatalities.fatalities import Fatalities
from layers.reading.triggers import BATTLES, CIVILIANS, REMOTE, STATEMENT
from layers.reading.words import expression, whole, words

# number of events before among which the same one is looked for
_RECENT = 12
ATTACKS = frozenset({BATTLES, CIVILIANS, REMOTE})
"""The event types of attacks."""


def earlier(event: ReportedEvent, sentence: Sentence, found: Sequence[ReportedEvent], until: int) -> int | None:
    """Return the number, below `until`, of the event that an event of a sentence tells again; None if it is new."""
    if event.event_type == STATEMENT or expression("{where.another}").search(sentence.words):
        return None
    refers = _refers(sentence)
    # what refers to an attack refers to the last one; what tells all of it again may stand anywhere
    is_last = refers
    for number in range(until - 1, max(until - _RECENT, 0) - 1, -1):
        other = found[number]
        if other.event_type == STATEMENT:
            continue
        if (is_last or (event.event_type == other.event_type and _is_told_again(event, other))) and _is_same(
            event, other
        ):
            return number
        is_last = False
    return None


def joined(first: ReportedEvent, again: ReportedEvent, sentence: Sentence) -> ReportedEvent:
    """Return an event with what a later passage adds: its place, day and parties, and the span of all tolls."""
    dated = again if again.is_dated and not first.is_dated else first
    is_vague = first.mention is None or (first.mention.reason == COUNTRY and again.mention is not None)
    placed = again if is_vague else first
    actor1 = first.actor1 or (again.actor1 if again.actor1 != first.actor2 else None)
    return replace(
        first,
        event_type=again.event_type if first.is_generic and not again.is_generic else first.event_type,
        is_generic=first.is_generic and again.is_generic,
        start_date=dated.start_date,
        end_date=dated.end_date,
        time_precision=dated.time_precision,
        is_dated=dated.is_dated,
        mention=placed.mention,
        other_end=placed.other_end,
        is_near=placed.is_near,
        region=placed.region,
        actor1=actor1,
        actor2=first.actor2 or (again.actor2 if again.actor2 != actor1 else None),
        fatalities=spanned(first.fatalities, again.fatalities, sentence),
    )


def _refers(sentence: Sentence) -> bool:
    """Return True if a sentence goes on with the attack before: the ambush, the gunmen, or in quotation marks."""
    return bool(
        expression(r"\W*(?:{where.again}|{where.dead_again})(?!\w)").match(sentence.words)
        or whole("where.again").search(sentence.words)
        or sentence.text.lstrip().startswith(('"', "“", "«"))
    )


def _is_same(event: ReportedEvent, other: ReportedEvent) -> bool:
    """Return True if type, place, day and parties of two events do not exclude that they are one attack."""
    kinds = {event.event_type, other.event_type}
    alike = len(kinds) == 1 or (kinds <= ATTACKS and (event.is_generic or other.is_generic))
    here, there = event.mention, other.mention
    placed = here is None or there is None or here.name == there.name or COUNTRY in {here.reason, there.reason}
    dated = event.start_date == other.start_date or not (event.is_dated and other.is_dated)
    anyone = {None, *words("parties.anaphoric")}
    parties = all(
        one == two or not anyone.isdisjoint({one, two})
        for one, two in ((event.actor1, other.actor1), (event.actor2, other.actor2))
    )
    return alike and placed and dated and parties


def _is_told_again(event: ReportedEvent, other: ReportedEvent) -> bool:
    """Return True if two events have the same place, and no day or number that tells them apart."""
    known = event.mention is not None and other.mention is not None
    tolls = {event.fatalities, other.fatalities} - {Fatalities()}
    return known and (len(tolls) < 2 or event.start_date == other.start_date)  # noqa: PLR2004 - two tolls
