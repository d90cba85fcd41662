"""What a report says has happened or is to happen: events proposed for review, found by the words that tell of them.

Source of truth for types, precision and numbers: the codebook of ACLED (https://acleddata.com).
"""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geo.mention import Mention
from geo.turkish import is_turkish
from layers.report_actors import Cast
from layers.report_dates import When
from layers.report_numbers import Toll, death, toll
from layers.report_parties import parties
from layers.report_scene import Scene
from layers.report_sentences import Clause, Sentence, sentences
from layers.report_triggers import (
    BATTLES,
    CIVILIANS,
    PROTESTS,
    REMOTE,
    RIOTS,
    STATEMENT,
    Trigger,
    is_accident,
    is_condition,
    triggers,
)
from layers.report_words import either, whole, words

_MEETING, _FUTURE, _DEMAND = (whole(words("future")[name]) for name in ("meetings", "signs", "demands"))
_FIGHTERS, _CIVIL = (whole(words("kinds")[name]) for name in ("fighters", "civilians"))
_MEANS, _CROWD = whole(*words("means").values()), whole(words("crowds")["words"])
_EVERYDAY = whole(words("kinds")["everyday"])
_ARABIC = re.compile("[\u0621-\u064a]")
_ATTACK = re.compile(r"(?:in an? )?(?:\w+ )?(?:attack|ambush|هجوم|هاجم|saldır)", re.IGNORECASE)
_AGREED = re.compile(
    rf"\b(?:{either(words('speech')['en'])}|agreed|decided|met|spoke)(?: \w+){{0,2}}? (?:on )?$", re.IGNORECASE
)
_CONFIRMED = re.compile(r"(?<!not )(?<!be )(?<!un)\bconfirmed\b|(?<!\w)أكدت?(?!\w)|\bdoğrulad\w*", re.IGNORECASE)
_HEARSAY = re.compile(r"\b(?:reportedly|allegedly|unconfirmed|unverified|claims?|iddia)\b|أنباء عن", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """An event that a report tells of, for a person to check.

    Parameters
    ----------
    start_date, end_date : date
        Its first day, and for more than a day the first day after it (else None).
    time_precision : int
        1 the day is known, 2 the week, 3 the month.
    event_type : str
        One of ACLED's, or ``Statement`` for what somebody says of the future.
    mention : Mention, optional
        The name of the place where it happened.
    is_near : bool
        Whether it happened near that place, and not in it.
    actor1, actor2 : str, optional
        Sides of the dossier by id, or what the text calls them.
    toll : Toll
        The dead.
    certainty : str
        ``claimed`` by whom the text names, ``reported`` as a fact, ``confirmed`` by somebody else.
    attribution : str, optional
        Who says so.
    start, end : int
        Offsets of the words that tell it.
    """

    start_date: date
    end_date: date | None
    time_precision: int
    event_type: str
    mention: Mention | None
    is_near: bool
    actor1: str | None
    actor2: str | None
    toll: Toll
    certainty: str
    attribution: str | None
    start: int
    end: int


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
    for sentence in sentences(text):
        told = _of_sentence(sentence, before, scene, found)
        (headline if sentence.is_headline else found).extend(told)
        before = sentence
    return _distinct([*(event for event in headline if not _is_told_by(event, found)), *found])


def _of_sentence(
    sentence: Sentence, before: Sentence | None, scene: Scene, earlier: Sequence[ReportedEvent]
) -> list[ReportedEvent]:
    # what is asked, and what would be, has not happened
    if sentence.text.rstrip().endswith(("?", "؟", '?"', "?”")):
        return []
    happened = [] if is_condition(sentence.text) else list(_happened(sentence, before, scene, earlier))
    return happened or _announced(sentence, scene)


def _happened(
    sentence: Sentence, before: Sentence | None, scene: Scene, earlier: Sequence[ReportedEvent]
) -> Iterator[ReportedEvent]:
    found = [(clause, trigger) for clause in sentence.clauses for trigger in _triggers(clause, sentence, scene)]
    counted = _counted(sentence, [clause for clause, _ in found], scene)
    for clause, trigger in found:
        when = scene.when(trigger, clause, sentence)
        if when is None and scene.is_history(sentence):
            continue
        places: list[Mention | None] = [*scene.where(trigger, clause, sentence, before)]
        for mention in places or [None]:
            yield ReportedEvent(
                *(_span(when, scene.published, unknown=2) if when else _carried(sentence, scene, earlier)),
                _kind(trigger, clause),
                mention,
                mention is not None and scene.is_near(mention),
                *parties(trigger, clause, sentence, scene.cast),
                _taken(counted, clause, mention),
                _certainty(sentence),
                sentence.speaker,
                *clause.bare,
            )


def _carried(sentence: Sentence, scene: Scene, earlier: Sequence[ReportedEvent]) -> tuple[date, date | None, int]:
    """Take the day of the last event where a sentence goes on with it, and else that of the report."""
    last = earlier[-1] if earlier and scene.goes_on(sentence) else None
    if last is None or last.event_type == STATEMENT:
        return _span(None, scene.published, unknown=2)
    return last.start_date, last.end_date, max(last.time_precision, 2)


def _counted(
    sentence: Sentence, telling: Sequence[Clause], scene: Scene
) -> list[tuple[Clause | None, frozenset[str], Toll]]:
    """Count the dead clause by clause; those of a clause that tells nothing else belong to any that does."""
    return [
        (clause if clause in telling else None, frozenset(m.name for m in scene.within(clause)), toll(clause.words))
        for clause in sentence.clauses
        if toll(clause.words) != Toll()
    ]


def _taken(counted: list[tuple[Clause | None, frozenset[str], Toll]], clause: Clause, mention: Mention | None) -> Toll:
    """Take the dead of an event out of those counted: nobody is counted twice."""
    for entry in counted:
        owner, names, number = entry
        here = mention is None or not names or mention.name in names
        if owner in {clause, None} and here:
            counted.remove(entry)
            return number
    return Toll()


def _triggers(clause: Clause, sentence: Sentence, scene: Scene) -> list[Trigger]:
    found, died = triggers(clause.words, headline=sentence.is_headline), toll(clause.words)
    # crowds gather in peace as well
    found = [one for one in found if scene.at_war or one.kind in {PROTESTS, RIOTS}]
    if is_accident(clause.words):
        found, died = [one for one in found if one.is_verb and one.kind != PROTESTS], Toll()
    if not (found or (scene.at_war and died != Toll())):
        return []
    places, fighting = scene.within(clause), scene.cast.fighting(clause.words)
    if found:
        # a title captured, a battle against cancer: words of war alone tell no event
        return [one for one in found if fighting or ((places or died != Toll()) and not _needs_party(one, clause))]
    # the dead alone tell an event where a party or fighters die, at a place or on a day, and nothing else tells it
    placed = bool(places) or any(not when.is_limit for when in scene.dates(clause))
    others = any(triggers(other.words) for other in sentence.clauses)
    kind = CIVILIANS if _CIVIL.search(clause.words) else BATTLES
    at_war = fighting or _FIGHTERS.search(clause.words)
    at = death(clause.words)
    return [Trigger(kind, *at, is_verb=True, language=_language(clause.words), is_death=True)] if placed and at_war and at and not others else []


def _language(text: str) -> str:
    return "ar" if _ARABIC.search(text) else "tr" if is_turkish(text) else "en"


def _needs_party(trigger: Trigger, clause: Clause) -> bool:
    """Tell whether police do it as often as forces."""
    return bool(_EVERYDAY.match(clause.words, trigger.start))


def _kind(trigger: Trigger, clause: Clause) -> str:
    """Tell an attack by its means, and then by those who are attacked; crowds fight no battles."""
    attacked = trigger.kind in {BATTLES, CIVILIANS} and (trigger.is_death or _ATTACK.match(clause.words[trigger.start :]))
    if attacked and _MEANS.search(clause.words):
        return REMOTE
    if trigger.kind == BATTLES and _CROWD.search(clause.words[: trigger.start]) and not trigger.is_death:
        return RIOTS
    return CIVILIANS if attacked and _CIVIL.search(clause.words) else trigger.kind


def _certainty(sentence: Sentence) -> str:
    if _HEARSAY.search(sentence.text):
        return "claimed"
    if sentence.speaker is None:
        return "reported"
    return "confirmed" if _CONFIRMED.search(sentence.text) else "claimed"


def _span(when: When | None, published: date, *, unknown: int) -> tuple[date, date | None, int]:
    """Give the first day, the first day after where there are several, and the precision; reports tell what is new."""
    if when is None:
        return published, None, unknown
    return when.start, when.end if when.end - when.start > timedelta(1) else None, when.precision


def _announced(sentence: Sentence, scene: Scene) -> list[ReportedEvent]:
    """Find what is said of the future: terms that are set, meetings and visits; and the dead that somebody counts."""
    text = sentence.text
    future = _FUTURE.search(text)
    if not (future or _DEMAND.search(text) or sentence.speaker):
        return []
    dead, speaker, demand = toll(sentence.words), sentence.speaker, _DEMAND.search(text)
    meeting = future and _MEETING.search(text)
    if not (demand or meeting or (dead.low and speaker)):
        return []
    days = [_to_come(when, sentence, scene) if future else when for when in scene.dates(sentence)]
    limit = next((when for when in days if when.is_limit and when.end > scene.published), None)
    coming = next((when for when in days if when.end > scene.published + timedelta(1) and not when.is_limit), None)
    if not ((limit and demand) or (meeting and (speaker or coming)) or (dead.low and speaker)):
        return []
    sides = [*dict.fromkeys(a.side for a in scene.cast.actors(text) if scene.cast.is_party(text, a)), None, None]
    mention = scene.destination(sentence)
    return [
        ReportedEvent(
            *_span(limit or coming, scene.published, unknown=1),
            STATEMENT,
            mention,
            mention is not None and scene.is_near(mention),
            sides[0],
            sides[1],
            dead,
            "claimed" if speaker else "reported",
            speaker,
            *sentence.bare,
        )
    ]


def _to_come(when: When, sentence: Sentence, scene: Scene) -> When:
    """Give the day that is meant; who agreed on Wednesday to meet did so last Wednesday."""
    past = _AGREED.search(sentence.text[: when.at - sentence.start])
    return when if past else when.to_come(scene.published)


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
