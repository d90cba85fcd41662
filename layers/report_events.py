"""What a report says has happened or is to happen: events proposed for review, found by the words that tell of them.

Source of truth for types, precision and numbers: the codebook of ACLED (https://acleddata.com).
"""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.mention import Mention
from geo.turkish import is_turkish
from layers.report_actors import Actor, Cast
from layers.report_dates import When
from layers.report_numbers import Toll, dead, death, toll
from layers.report_parties import Parties, is_itself, parties
from layers.report_scene import COUNTRY, Scene
from layers.report_sentences import Clause, Sentence, sentences
from layers.report_triggers import (
    BATTLES,
    CIVILIANS,
    PROTESTS,
    REMOTE,
    RIOTS,
    STATEMENT,
    STRATEGIC,
    Trigger,
    is_accident,
    is_condition,
    triggers,
)
from layers.report_words import either, whole, words

_MEETING, _FUTURE, _DEMAND = (whole(words("future")[name]) for name in ("meetings", "signs", "demands"))
_THREAT = whole(words("future")["threats"])
_FIGHTERS, _CIVIL = (whole(words("kinds")[name]) for name in ("fighters", "civilians"))
_MEANS, _CROWD = whole(*words("means").values()), whole(words("crowds")["words"])
_VISITORS, _ENTERED = whole(words("visitors")["words"]), re.compile("entered|girdi", re.IGNORECASE)
_EVERYDAY = whole(words("kinds")["everyday"])
_CROWDS = {PROTESTS: "protesters", RIOTS: "rioters"}
_THEY = re.compile(r"\W*(?:(?:and|but|while) )?(?:(?:then|later|afterwards|[\w ]{3,25}),? )?they (?!were\b|was\b)", re.IGNORECASE)
_IN = re.compile(r"(?: (?:more|others|people|[\w-]+s))?,? (?:were killed |died )?(?:in|at|near)(?: the)?(?: (?:town|city|village) of)? ")
# who counts his own dead
_OWN = re.compile(r"\b(?:we|our|us|ours)\b|\bof (?:its|his|their) (?:own )?(?:soldiers|troops|fighters|men|forces)\b|(?<!\w)(?:شهداؤنا|جنودنا|لنا)(?!\w)|\b(?:askerimiz|şehidimiz)\w*", re.IGNORECASE)
_AGAIN = re.compile(r"\s*(?:the|that|this) (?:attacks?|strikes?|shelling|bombings?|blasts?|explosions?|fighting|clashes|assault|raid|ambush|battle|bombardment)\b", re.IGNORECASE)
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
    last: list[ReportedEvent] = []
    for sentence in sentences(text):
        told = _once(_of_sentence(sentence, before, scene, found))
        if joined := _joined(sentence, told, last, scene):
            found[found.index(joined[0])] = joined[1]
            told = []
        last = [event for event in told if event.event_type != STATEMENT]
        (headline if sentence.is_headline else found).extend(told)
        last = last if not sentence.is_headline else []
        before = sentence
    return _distinct([*(event for event in headline if not _is_told_by(event, found)), *found])


def _joined(
    sentence: Sentence, told: Sequence[ReportedEvent], last: Sequence[ReportedEvent], scene: Scene
) -> tuple[ReportedEvent, ReportedEvent] | None:
    """Give the event that a sentence counts the dead of, right after it was told, as it was and with its dead.

    Of several events in the sentence before, whose dead nobody tells apart, the first takes them all, so that the dead
    of the report are as many as it says.
    """
    died = toll(sentence.words)
    if died == Toll() or not last or any(event.toll != Toll() for event in last) or is_accident(sentence.words):
        return None
    tells = any(triggers(clause.words) for clause in sentence.clauses)
    goes_on = _AGAIN.match(sentence.words) and len(told) <= 1
    return None if (tells and not goes_on) or _is_new(sentence, told, last, scene) else (last[0], replace(last[0], toll=died))


def _is_new(sentence: Sentence, told: Sequence[ReportedEvent], last: Sequence[ReportedEvent], scene: Scene) -> bool:
    """Tell whether a sentence tells of another place, day or party than the one before."""
    names = {event.mention.name for event in last if event.mention}
    known = {side for event in last for side in (event.actor1, event.actor2)}
    return (
        any(m.name not in names for part in sentence.clauses for m in (*scene.within(part), *scene.all_over(part)))
        or any(event.actor1 not in known | {None} and event.event_type != STATEMENT for event in told)
        or any(event.start_date != last[0].start_date and event.time_precision == 1 for event in told)
    )


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
    found = [
        (clause, trigger)
        for clause in sentence.clauses
        for trigger in _triggers(clause, sentence, scene, they=_they(clause, earlier))
    ]
    counted = _counted(sentence, [clause for clause, _ in found], scene)
    for clause, trigger in found:
        when = scene.when(trigger, clause, sentence)
        if when is None and scene.is_history(sentence):
            continue
        kind, sides = _who_and_what(trigger, clause, sentence, scene)
        if sides[0] is None and kind not in _CROWDS:
            sides = (_they(clause, earlier), sides[1])
        shared = _shares(clause, scene)
        places: list[Mention | None] = [*(shared or scene.where(trigger, clause, sentence, before))]
        for mention in places or [None]:
            yield ReportedEvent(
                *(_span(when, scene.published, unknown=2) if when else _carried(sentence, scene, earlier)),
                kind,
                mention,
                mention is not None and scene.is_near(mention),
                *sides,
                shared[mention] if mention in shared else _taken(counted, clause, mention),
                _certainty(sentence),
                sentence.speaker,
                *clause.bare,
            )


def _who_and_what(trigger: Trigger, clause: Clause, sentence: Sentence, scene: Scene) -> tuple[str, Parties]:
    """Find the type of an event and its parties, as ACLED codes them."""
    kind, sides = _kind(trigger, clause), parties(trigger, clause, sentence, scene.cast)
    if kind in _CROWDS:
        return kind, (_CROWDS[kind], None)
    unarmed = not (sides[1] or _FIGHTERS.search(clause.words, trigger.end))
    # forces that killed people who did not fight
    return CIVILIANS if trigger.is_death and kind == BATTLES and sides[0] and unarmed else kind, sides


def _shares(clause: Clause, scene: Scene) -> dict[Mention | None, Toll]:
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


def _they(clause: Clause, earlier: Sequence[ReportedEvent]) -> str | None:
    """Find the party that a clause calls they: who acted in the event before."""
    return earlier[-1].actor1 if earlier and _THEY.match(clause.words) else None


def _triggers(clause: Clause, sentence: Sentence, scene: Scene, *, they: str | None) -> list[Trigger]:
    found, died = triggers(clause.words, headline=sentence.is_headline), toll(clause.words)
    # crowds gather in peace as well
    found = [one for one in found if scene.at_war or one.kind in {PROTESTS, RIOTS}]
    if is_accident(clause.words):
        found, died = [one for one in found if one.is_verb and one.kind != PROTESTS], Toll()
    if not (found or (scene.at_war and died != Toll())):
        return []
    places, fighting = scene.within(clause), scene.cast.fighting(clause.words)
    fighting = fighting or is_itself(clause, sentence, scene.cast)
    if found:
        # a title captured, a battle against cancer: words of war alone tell no event
        unnamed = places or died != Toll()
        return [one for one in found if they or _is_party_outside(one, fighting) or (unnamed and not _needs_party(one, clause))]
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
    """Tell whether police do it as often as forces, and not with the arms of war."""
    return bool(_EVERYDAY.match(clause.words, trigger.start)) and not _MEANS.search(clause.words)


def _is_party_outside(trigger: Trigger, fighting: Sequence[Actor]) -> bool:
    """Tell whether a party fights that is no part of the words themselves: took Ireland from recession."""
    return any(not trigger.start <= actor.at < trigger.end for actor in fighting)


def _kind(trigger: Trigger, clause: Clause) -> str:
    """Tell an attack by its means, and then by those who are attacked; crowds fight no battles."""
    attacked = trigger.kind in {BATTLES, CIVILIANS} and (trigger.is_death or _ATTACK.match(clause.words[trigger.start :]))
    if attacked and _MEANS.search(clause.words):
        return REMOTE
    entered = trigger.kind == BATTLES and _ENTERED.match(clause.words, trigger.start)
    if entered and _VISITORS.search(clause.words):
        return STRATEGIC
    if trigger.kind == BATTLES and _CROWD.search(clause.words):
        # crowds that attack riot; crowds that are killed are civilians
        return CIVILIANS if trigger.is_death else RIOTS
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
    if not (future or _DEMAND.search(text) or sentence.speaker or _THREAT.search(text)):
        return []
    died, speaker, demand = toll(sentence.words), sentence.speaker, _DEMAND.search(text)
    # nobody dies in what is to come; and the dead that somebody counts belong to an event, unless they are his own
    own = died.low and speaker and _OWN.search(text)
    died = died if own else Toll()
    meeting = future and _MEETING.search(text)
    threat = scene.at_war and _THREAT.search(text) and scene.cast.actors(text)
    plan = scene.at_war and future and speaker and scene.cast.fighting(text)
    if not (demand or meeting or own or threat or plan):
        return []
    days = [_to_come(when, sentence, scene) if future else when for when in scene.dates(sentence)]
    limit = next((when for when in days if when.is_limit and when.end > scene.published), None)
    coming = next((when for when in days if when.end > scene.published + timedelta(1) and not when.is_limit), None)
    if not ((limit and (demand or plan)) or (meeting and (speaker or coming)) or own or threat):
        return []
    sides = [*dict.fromkeys(a.side for a in scene.cast.actors(text) if scene.cast.is_party(text, a)), None, None]
    mention = scene.destination(sentence)
    # a country that plans or threatens is not where it is to be
    mention = mention if demand or meeting or (mention and mention.reason != COUNTRY) else None
    return [
        ReportedEvent(
            *_span(limit or coming, scene.published, unknown=1),
            STATEMENT,
            mention,
            mention is not None and scene.is_near(mention),
            sides[0],
            sides[1],
            died,
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
