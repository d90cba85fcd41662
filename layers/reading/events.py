"""Find the events that a report proposes for review, by the words that report them.

Source of truth for types, precision and numbers: the codebook of ACLED (https://acleddata.com).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from layers.reading.dates.when import MONTH
from layers.reading.document import Clause, Document, Sentence
from layers.reading.event import ReportedEvent, proposed
from layers.reading.event_types import CROWDS, reporting, type_and_roles
from layers.reading.fatalities.by_event import by_place, of_event_before, take
from layers.reading.fatalities.fatalities import Fatalities
from layers.reading.places import places_of
from layers.reading.same_attack import ATTACKS, earlier, joined
from layers.reading.statements import statements
from layers.reading.times import continued, interval, is_dated, is_history, time_of
from layers.reading.triggers import STATEMENT, Trigger, is_condition, is_retold
from layers.reading.words import expression

# a month or year that ended longer ago than this is background
_BACKGROUND = timedelta(92)


def find_events(document: Document) -> list[ReportedEvent]:
    """Find the events of a report; events of the headline are left out if the story reports them as well.

    Examples
    --------
    >>> from datetime import date
    >>> document = Document("Rebels shelled Turkish troops on Monday.", [], date(2020, 2, 6))
    >>> [(event.event_type, event.actor1, event.actor2) for event in find_events(document)]
    [('Explosions/Remote violence', 'rebels', 'Turkey')]
    """
    headline: list[ReportedEvent] = []
    found: list[ReportedEvent] = []
    last: list[ReportedEvent] = []
    for sentence in document.sentences:
        new = _without_parts(_of_sentence(sentence, found[-1] if found else None))
        if counted := of_event_before(sentence, new, last):
            found[found.index(counted[0])] = counted[1]
            last, new = [counted[1]], []
        if sentence.is_headline:
            headline += new
            continue
        before, happened = len(found), []
        for event in new:
            number = earlier(event, sentence, found, before)
            if number is None:
                found.append(event)
            else:
                event = found[number] = joined(found[number], event, sentence)  # noqa: PLW2901 - the same event
            happened += [event] if event.event_type != STATEMENT else []
        last = happened or (last if not new else [])
    events = [*(event for event in headline if not _is_in_story(event, found)), *found]
    # without a day of publication, nothing is known to be long past
    return _distinct(_without_background(events, document.published) if document.is_dated else events)


def undated(found: Sequence[ReportedEvent], again: Document) -> list[ReportedEvent]:
    """Return the events of a text without a day of publication: days that depend on it are None.

    What a text says of a day depends on publication if it changes with publication; `again` has another day of it.
    """
    fixed = {(one.start, one.event_type, one.mention, one.start_date, one.end_date) for one in find_events(again)}
    return [
        one
        if (one.start, one.event_type, one.mention, one.start_date, one.end_date) in fixed
        else replace(one, start_date=None, end_date=None, time_precision=None)
        for one in found
    ]


def _without_background(events: Sequence[ReportedEvent], published: date) -> Sequence[ReportedEvent]:
    """Leave out events of months or years long past, which a report of news tells as background."""

    def is_past(event: ReportedEvent) -> bool:
        last = event.end_date or event.start_date
        return event.time_precision == MONTH and last is not None and published - last > _BACKGROUND

    news = [event for event in events if not is_past(event)]
    return news if any(event.event_type != STATEMENT for event in news) else events


def _of_sentence(sentence: Sentence, before: ReportedEvent | None) -> list[ReportedEvent]:
    """Find the events of a sentence, given the event before; questions and conditions report none."""
    if sentence.text.rstrip().endswith(("?", "؟", '?"', "?”")):
        return []
    return list(_happened(sentence, before)) or statements(sentence)


def _happened(sentence: Sentence, before: ReportedEvent | None) -> Iterator[ReportedEvent]:
    found = [
        (clause, trigger) for clause in sentence.clauses for trigger in reporting(clause, they=_they(clause, before))
    ]
    if not found or is_condition(sentence.text) or is_retold(sentence.text):
        return
    found = [one for one in found if not _is_alongside(*one, found)]
    published, certainty = sentence.document.published, _certainty(sentence)
    reporting_clauses = {clause for clause, _ in found}
    left = [clause for clause in sentence.clauses if clause.fatalities != Fatalities()]
    for clause, trigger in found:
        when = time_of(trigger, clause)
        if clause.is_summary or is_history(trigger, clause):
            continue
        time = interval(when, published, unknown=2) if when else continued(sentence, before)
        event_type, (first, second) = type_and_roles(trigger, clause)
        is_generic = trigger.is_death or bool(expression("{types.attack}").match(clause.words, trigger.start))
        if first is None and event_type not in CROWDS:
            first = _they(clause, before)
        shares = by_place(clause)
        places = [*shares] or [*places_of(trigger, clause)] or [None]
        for place in places:
            yield proposed(
                clause,
                event_type,
                time,
                place=place,
                roles=(first, second),
                fatalities=shares[place] if place in shares else take(left, reporting_clauses, clause, places),
                certainty=certainty,
                speaker=sentence.speaker,
                is_dated=when is not None and is_dated(clause),
                is_generic=is_generic,
            )


def _is_alongside(clause: Clause, trigger: Trigger, found: Sequence[tuple[Clause, Trigger]]) -> bool:
    """Return True for an arrest or looting in the attack that the sentence tells before it, at no place of its own."""
    if not expression("{types.alongside}").match(clause.words, trigger.start):
        return False
    here = clause.start + trigger.start
    attacks = [
        (other, attack) for other, attack in found if attack.event_type in ATTACKS and other.start + attack.start < here
    ]
    return any(other is clause or not clause.places for other, _ in attacks)


def _they(clause: Clause, before: ReportedEvent | None) -> str | None:
    """Return the party that a clause calls "they": the one that acted in the event before."""
    return before.actor1 if before and expression(r"\W*{roles.they}").match(clause.words) else None


def _certainty(sentence: Sentence) -> str:
    if expression("{certainty.hearsay+certainty.unsure}").search(sentence.text):
        return "claimed"
    if sentence.speaker is None:
        return "reported"
    return "confirmed" if expression("{certainty.confirmed}").search(sentence.text) else "claimed"


def _without_parts(events: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Leave out events that another event of the sentence includes, with the same type, place and day."""
    alike: dict[tuple[object, ...], list[ReportedEvent]] = {}
    for event in events:
        alike.setdefault(_occasion(event), []).append(event)
    return [
        event
        for event in events
        if not any(_is_part(event, other) for other in alike[_occasion(event)] if other is not event)
    ]


def _occasion(event: ReportedEvent) -> tuple[object, ...]:
    return event.event_type, event.mention, event.start_date


def _is_part(event: ReportedEvent, other: ReportedEvent) -> bool:
    """Return True if another event of the same type, place and day has more parties or fatalities."""
    if event.fatalities not in {Fatalities(), other.fatalities}:
        return False
    mine, others = {event.actor1, event.actor2} - {None}, {other.actor1, other.actor2} - {None}
    return mine < others or (mine == others and event.fatalities != other.fatalities)


def _distinct(events: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Leave out repeated events: same day, type, place, parties, speaker and fatalities."""
    kept: dict[tuple[object, ...], ReportedEvent] = {}
    for event in events:
        place = event.mention.name if event.mention else None
        key = (event.start_date, event.event_type, place, event.actor1, event.actor2, event.attribution)
        kept.setdefault((*key, event.fatalities), event)
    return list(kept.values())


def _is_in_story(event: ReportedEvent, story: Sequence[ReportedEvent]) -> bool:
    """Return True if the story reports the event of its headline."""
    place = event.mention and event.mention.name
    return any(
        (event.fatalities != Fatalities() and event.fatalities == other.fatalities)
        or (event.event_type == other.event_type and (place is None or (other.mention and other.mention.name == place)))
        for other in story
    )
