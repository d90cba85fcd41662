"""Assign numbers of fatalities to events: by clause, by place, or to an event of the sentence before."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.mentions.mention import Mention
from layers.reading.fatalities.fatalities import Fatalities
from layers.reading.triggers import STATEMENT, is_accident
from layers.reading.words import expression, whole

if TYPE_CHECKING:
    from layers.reading.document import Clause, Sentence
    from layers.reading.event import ReportedEvent


def take(
    left: list["Clause"], reporting: Collection["Clause"], clause: "Clause", places: Sequence[Mention | None]
) -> Fatalities:
    """Return the fatalities of an event, and remove their clause from `left`, the clauses not yet assigned.

    The fatalities of a clause that reports no event go to the first event of the sentence that fits. A number for
    several places together is the most that any of them can have.
    """
    for counted in left:
        names = {mention.name for mention in counted.places}
        is_here = not names or any(place is None or place.name in names for place in places)
        if (counted is clause or counted not in reporting) and is_here:
            if len(places) > 1:
                return at_most(counted.fatalities)
            left.remove(counted)
            return counted.fatalities
    return Fatalities()


def at_most(fatalities: Fatalities) -> Fatalities:
    """Return the bound that a toll of several places together is for one of them."""
    return Fatalities(None, None, fatalities.high or fatalities.best)


def by_place(clause: "Clause") -> dict[Mention | None, Fatalities]:
    """Return the fatalities at each place if each number has a place of its own: three in one, two in another."""
    dead = [group for group in clause.groups if group.fate == "dead"]
    if len(dead) < 2:  # noqa: PLR2004 - one place has all of them
        return {}
    found: dict[Mention | None, Fatalities] = {}
    for group, ends in zip(dead, [*(group.start for group in dead[1:]), len(clause.words)], strict=True):
        here = [place for place in clause.places if group.end <= place.start - clause.start < ends]
        between = clause.words[group.end : here[0].start - clause.start] if here else ""
        if not here or not expression("(?-i:{where.toll_at})").fullmatch(between):
            return {}
        found[here[0]] = group.number
    return found


def spanned(first: Fatalities, again: Fatalities, sentence: "Sentence") -> Fatalities:
    """Join two tolls of one event: the first is the latest, as stories are written, unless the later one says so."""
    if Fatalities() in {first, again}:
        return again if first == Fatalities() else first
    if expression("{counts.further}").search(sentence.words):
        sums = ((one, two) for one, two in zip(_values(first), _values(again), strict=True))
        return Fatalities(*(None if None in pair else sum(filter(None, pair)) for pair in sums))
    latest = again if first.best is None or expression("{counts.updated}").search(sentence.words) else first
    low = [value for toll in (first, again) if (value := toll.low if toll.low is not None else toll.best) is not None]
    high = [toll.high for toll in (first, again)]
    return Fatalities(
        min(low, default=None), latest.best, None if None in high else max(value for value in high if value is not None)
    )


def _values(toll: Fatalities) -> tuple[int | None, int | None, int | None]:
    return toll.low, toll.best, toll.high


def of_event_before(
    sentence: "Sentence", events: Sequence["ReportedEvent"], last: Sequence["ReportedEvent"]
) -> "tuple[ReportedEvent, ReportedEvent] | None":
    """Return the event before and its copy with the fatalities of a sentence that only counts its dead; else None.

    Fatalities of several events in the sentence before belong to none of them alone.
    """
    if (
        len(last) != 1
        or sentence.fatalities == Fatalities()
        or whole("where.all_along").search(sentence.words)
        or is_accident(sentence.words)
    ):
        return None
    reports = any(clause.triggers for clause in sentence.clauses)
    continues = expression(r"\s*{where.again}\b").match(sentence.words) and len(events) <= 1
    if (reports and not continues) or _is_new(sentence, events, last):
        return None
    return last[0], replace(last[0], fatalities=spanned(last[0].fatalities, sentence.fatalities, sentence))


def _is_new(sentence: "Sentence", events: Sequence["ReportedEvent"], last: Sequence["ReportedEvent"]) -> bool:
    """Return True if a sentence names another place, day or party than the one before."""
    names = {event.mention.name for event in last if event.mention}
    happened = [event for event in events if event.event_type != STATEMENT]
    known = {party for event in last for party in (event.actor1, event.actor2)}
    return (
        any(place.name not in names for place in (*sentence.places, *sentence.countries))
        or any(event.actor1 not in known | {None} for event in happened)
        or any(event.start_date != last[0].start_date and event.time_precision == 1 for event in happened)
    )
