"""Find the time of an event: the nearest date in its clause, else in its sentence."""

from datetime import date, timedelta

from layers.reading.dates.when import When
from layers.reading.document import Clause, Sentence
from layers.reading.event import ReportedEvent
from layers.reading.triggers import STATEMENT, Trigger
from layers.reading.words import expression


def time_of(trigger: Trigger, clause: Clause) -> When | None:
    """Find the time of the event that a trigger reports; None if no date determines it."""
    document, sentence, at = clause.document, clause.sentence, clause.start + trigger.start

    def distance(one: int) -> tuple[bool, int]:
        # beyond a comma, a date may belong to something else
        return "," in document.text[min(one, at) : max(one, at)], abs(one - at)

    # without any other date, the event is dated by the statement: said on Monday
    for known in (clause.dates, sentence.dates, sentence.all_dates):
        times = [time for when in known if (time := when.interval(at, document.text, document.published))]
        if times:
            return min(times, key=lambda when: (when.is_limit, when.after >= 0, distance(when.at)))
    return None


def is_dated(clause: Clause) -> bool:
    """Return True if a date in the sentence of a clause is that of an event, and not of a statement only."""
    return bool(clause.dates or clause.sentence.dates)


def is_history(trigger: Trigger, clause: Clause) -> bool:
    """Return True if the date nearest to a trigger, in its clause or else in its sentence, is no news."""
    at, published, text = clause.start + trigger.start, clause.document.published, clause.document.text
    known = clause.dates or clause.sentence.dates
    nearest = min(
        known, key=lambda when: ("," in text[min(when.at, at) : max(when.at, at)], abs(when.at - at)), default=None
    )
    return nearest is not None and nearest.is_history(published)


def interval(when: When | None, published: date, *, unknown: int) -> tuple[date, date | None, int]:
    """Return first day, first day after it (None for a single day) and precision of a time.

    Without a time, an event happened on the day of publication, with the precision ``unknown``.
    """
    if when is None:
        return published, None, unknown
    return when.start, when.end if when.end - when.start > timedelta(1) else None, when.precision


def continued(sentence: Sentence, before: ReportedEvent | None) -> tuple[date | None, date | None, int | None]:
    """Return the time of the event before if the sentence continues that event, else the day of publication."""
    continues = expression(r"[\s\"“•*-]*{where.goes_on}(?!\w)").match(sentence.words)
    if not continues or before is None or before.event_type == STATEMENT:
        return interval(None, sentence.document.published, unknown=2)
    return before.start_date, before.end_date, max(before.time_precision or 2, 2)
