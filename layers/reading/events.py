"""What a report says has happened or is to happen: events proposed for review, found by the words that tell of them.

Source of truth for types, precision and numbers: the codebook of ACLED (https://acleddata.com).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from geo.mentions.mention import Mention
from layers.reading.event import ReportedEvent, time_span
from layers.reading.event_types import CROWDS, telling, who_and_what
from layers.reading.fatalities.by_event import counted, joined, shares, taken
from layers.reading.fatalities.fatalities import Toll
from layers.reading.parties.actors import Cast
from layers.reading.scene import Scene
from layers.reading.sentences import Clause, Sentence, sentences
from layers.reading.statements import announced
from layers.reading.triggers import STATEMENT, is_condition, is_retold

_THEY = re.compile(
    r"\W*(?:(?:and|but|while) )?(?:(?:then|later|afterwards|[\w ]{3,25}),? )?they (?!were\b|was\b)", re.IGNORECASE
)
_CONFIRMED = re.compile(r"(?<!not )(?<!be )(?<!un)\bconfirmed\b|(?<!\w)أكدت?(?!\w)|\bdoğrulad\w*", re.IGNORECASE)
_HEARSAY = re.compile(
    r"\b(?:reportedly|reports? of|allegedly|unconfirmed|unverified|claims?|(?:accus|blam)(?:ed|es|ing)|iddia)\b"
    r"|أنباء عن",
    re.IGNORECASE,
)
# not yet confirmed, could not confirm, has yet to confirm
_UNSURE = re.compile(
    r"\b(?:not|never|\w+n['\u2019]t|cannot|yet to|unable to|(?:refus|declin|fail)\w+ to) "
    r"(?:[\w-]+ ){0,2}?(?:confirm|verif)"
    r"|\bno (?:[\w-]+ )?confirmation\b",
    re.IGNORECASE,
)


def find_events(text: str, mentions: Sequence[Mention], published: date, cast: Cast) -> list[ReportedEvent]:
    """Find what a text tells of.

    Parameters
    ----------
    text : str
        The report.
    mentions : sequence of Mention
        Its place names.
    published : date
        The day from which relative dates count.
    cast : Cast
        The parties.
    """
    literal = [mention for mention in mentions if mention.literal]
    scene = Scene(text, literal, frozenset(mention.start for mention in mentions), published, cast)
    headline: list[ReportedEvent] = []
    found: list[ReportedEvent] = []
    before: Sentence | None = None
    last: list[ReportedEvent] = []
    for sentence in sentences(text):
        told = _once(_of_sentence(sentence, before, scene, found))
        if with_dead := joined(sentence, told, last, scene):
            found[found.index(with_dead[0])] = with_dead[1]
            told = []
        last = [event for event in told if event.event_type != STATEMENT]
        (headline if sentence.is_headline else found).extend(told)
        last = last if not sentence.is_headline else []
        before = sentence
    return _distinct([*(event for event in headline if not _is_told_by(event, found)), *found])


def _of_sentence(
    sentence: Sentence, before: Sentence | None, scene: Scene, earlier: Sequence[ReportedEvent]
) -> list[ReportedEvent]:
    # what is asked, and what would be, has not happened
    if sentence.text.rstrip().endswith(("?", "؟", '?"', "?”")):
        return []
    happened = (
        []
        if is_condition(sentence.text) or is_retold(sentence.text)
        else list(_happened(sentence, before, scene, earlier))
    )
    return happened or announced(sentence, scene)


def _happened(
    sentence: Sentence, before: Sentence | None, scene: Scene, earlier: Sequence[ReportedEvent]
) -> Iterator[ReportedEvent]:
    found = [
        (clause, trigger)
        for clause in sentence.clauses
        for trigger in telling(clause, sentence, scene, they=_they(clause, earlier))
    ]
    certainty = _certainty(sentence) if found else ""
    numbers = counted(sentence, [clause for clause, _ in found], scene)
    for clause, trigger in found:
        when = scene.when(trigger, clause, sentence)
        if when is None and scene.is_history(sentence):
            continue
        kind, sides = who_and_what(trigger, clause, sentence, scene)
        if sides[0] is None and kind not in CROWDS:
            sides = (_they(clause, earlier), sides[1])
        shared = shares(clause, scene)
        places: list[Mention | None] = [*(shared or scene.where(trigger, clause, sentence, before))]
        for mention in places or [None]:
            yield ReportedEvent(
                *(time_span(when, scene.published, unknown=2) if when else _carried(sentence, scene, earlier)),
                kind,
                mention,
                mention is not None and scene.is_near(mention),
                *sides,
                shared[mention] if mention in shared else taken(numbers, clause, mention),
                certainty,
                sentence.speaker,
                *clause.bare,
            )


def _carried(sentence: Sentence, scene: Scene, earlier: Sequence[ReportedEvent]) -> tuple[date, date | None, int]:
    """Take the day of the last event where a sentence goes on with it, and else that of the report."""
    last = earlier[-1] if earlier and scene.goes_on(sentence) else None
    if last is None or last.event_type == STATEMENT:
        return time_span(None, scene.published, unknown=2)
    return last.start_date, last.end_date, max(last.time_precision, 2)


def _they(clause: Clause, earlier: Sequence[ReportedEvent]) -> str | None:
    """Find the party that a clause calls they: who acted in the event before."""
    return earlier[-1].actor1 if earlier and _THEY.match(clause.words) else None


def _certainty(sentence: Sentence) -> str:
    if _HEARSAY.search(sentence.text) or _UNSURE.search(sentence.text):
        return "claimed"
    if sentence.speaker is None:
        return "reported"
    return "confirmed" if _CONFIRMED.search(sentence.text) else "claimed"


def _once(told: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Tell once what a sentence tells twice: fighting at a place, and who fought there."""
    return [event for event in told if not any(_is_part(event, other) for other in told if other is not event)]


def _is_part(event: ReportedEvent, other: ReportedEvent) -> bool:
    """Tell whether another event of the sentence says all that this one does, and more."""
    kind = (event.event_type, event.mention, event.start_date)
    if kind != (other.event_type, other.mention, other.start_date) or event.toll not in {Toll(), other.toll}:
        return False
    mine, others = {event.actor1, event.actor2} - {None}, {other.actor1, other.actor2} - {None}
    return mine < others or (mine == others and event.toll != other.toll)


def _distinct(found: Sequence[ReportedEvent]) -> list[ReportedEvent]:
    """Tell once what a text tells several times in the same words."""
    kept: dict[tuple[object, ...], ReportedEvent] = {}
    for event in found:
        place = event.mention.name if event.mention else None
        key = (event.start_date, event.event_type, place, event.actor1, event.actor2, event.attribution, event.toll)
        kept.setdefault(key, event)
    return list(kept.values())


def _is_told_by(event: ReportedEvent, others: Sequence[ReportedEvent]) -> bool:
    """Tell whether the story says what its headline does."""
    place = event.mention and event.mention.name
    return any(
        (event.toll != Toll() and event.toll == other.toll)
        or (event.event_type == other.event_type and (place is None or (other.mention and other.mention.name == place)))
        for other in others
    )
