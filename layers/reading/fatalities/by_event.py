"""Whose dead are told in a report: of which clause, of which place, and of which event that was told before."""

import re
from collections.abc import Sequence
from dataclasses import replace

from geo.mentions.mention import Mention
from layers.reading.event import ReportedEvent
from layers.reading.fatalities.fatalities import Toll, dead, toll
from layers.reading.scene import Scene
from layers.reading.sentences import Clause, Sentence
from layers.reading.triggers import STATEMENT, is_accident, triggers
from layers.reading.words import either, whole, words

_IN = re.compile(
    r"(?: (?:more|others|people|[\w-]+s))?,? (?:were killed |died )?(?:in|at|near)(?: the)?"
    r"(?: (?:town|city|village) of)? "
)
# those who have died for long died in more than what was told last
_ALL_ALONG = whole(words("where")["all_along"])
_AGAIN = re.compile(rf"\s*{either(words('where')['again'])}\b", re.IGNORECASE)
_Counted = list[tuple[Clause | None, frozenset[str], Toll]]


def counted(sentence: Sentence, telling: Sequence[Clause], scene: Scene) -> _Counted:
    """Count the dead clause by clause; those of a clause that tells nothing else belong to any that does."""
    return [
        (clause if clause in telling else None, frozenset(m.name for m in scene.within(clause)), toll(clause.words))
        for clause in sentence.clauses
        if toll(clause.words) != Toll()
    ]


def taken(known: _Counted, clause: Clause, mention: Mention | None) -> Toll:
    """Take the dead of an event out of those counted: nobody is counted twice."""
    for entry in known:
        owner, names, number = entry
        here = mention is None or not names or mention.name in names
        if owner in {clause, None} and here:
            known.remove(entry)
            return number
    return Toll()


def shares(clause: Clause, scene: Scene) -> dict[Mention | None, Toll]:
    """Find how many died at each place where every number has a place of its own: three in one, two in another."""
    groups, places = dead(clause.words), scene.within(clause)
    if len(groups) < 2:  # noqa: PLR2004 - one place has all of them
        return {}
    found: dict[Mention | None, Toll] = {}
    for group, ends in zip(groups, [*(group.start for group in groups[1:]), len(clause.words)], strict=True):
        here = [m for m in places if group.end <= m.start - clause.start < ends]
        if not here or not _IN.fullmatch(clause.words[group.end : here[0].start - clause.start]):
            return {}
        found[here[0]] = group.toll
    return found


def joined(
    sentence: Sentence, told: Sequence[ReportedEvent], last: Sequence[ReportedEvent], scene: Scene
) -> tuple[ReportedEvent, ReportedEvent] | None:
    """Give the event that a sentence counts the dead of, right after it was told, as it was and with its dead.

    Of several events in the sentence before, whose dead nobody tells apart, the first takes them all, so that the dead
    of the report are as many as it says.
    """
    died = toll(sentence.words)
    if (
        died == Toll()
        or not last
        or _ALL_ALONG.search(sentence.words)
        or any(event.toll != Toll() for event in last)
        or is_accident(sentence.words)
    ):
        return None
    tells = any(triggers(clause.words) for clause in sentence.clauses)
    goes_on = _AGAIN.match(sentence.words) and len(told) <= 1
    return (
        None
        if (tells and not goes_on) or _is_new(sentence, told, last, scene)
        else (last[0], replace(last[0], toll=died))
    )


def _is_new(sentence: Sentence, told: Sequence[ReportedEvent], last: Sequence[ReportedEvent], scene: Scene) -> bool:
    """Tell whether a sentence tells of another place, day or party than the one before."""
    names = {event.mention.name for event in last if event.mention}
    happened = [event for event in told if event.event_type != STATEMENT]
    known = {side for event in last for side in (event.actor1, event.actor2)}
    return (
        any(m.name not in names for part in sentence.clauses for m in (*scene.within(part), *scene.all_over(part)))
        or any(event.actor1 not in known | {None} for event in happened)
        or any(event.start_date != last[0].start_date and event.time_precision == 1 for event in happened)
    )
