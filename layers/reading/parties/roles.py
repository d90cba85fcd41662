"""Decide who acts on whom in a clause: by the words between, and by word order, which differs by language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo.languages.language_files import languages
from layers.reading.parties.actors import Actor
from layers.reading.triggers import BATTLES, Trigger
from layers.reading.words import expression

if TYPE_CHECKING:
    from layers.reading.document import Clause

Roles = tuple[str | None, str | None]
"""The party that acts and the one acted on, as ids of sides or words of the text; None if nobody is named."""

_NEARBY = 40
# length of text before a clause in which its speaker is named
_SAID_WITHIN = 400


def roles(trigger: Trigger, clause: "Clause") -> Roles:
    """Find the party that acts and the one acted on, for a trigger in its clause."""
    text, is_svo = clause.words, _order(trigger) == "SVO"
    later = expression("(?-i:{roles.later})").search(text, trigger.end)
    before = [actor for actor in clause.fighting if actor.end <= trigger.start]
    behind = later.start() if later else len(text)
    after = [actor.party for actor in clause.fighting if trigger.end <= actor.start < behind]
    suffers = expression("{roles.suffers}").match(text, trigger.start)
    is_told_of = trigger.is_death or suffers
    if is_told_of and _order(trigger) == "VSO" and (killed := _killed_in_attack(trigger, clause, behind)):
        return killed
    # parties named as the dead do not act: soldiers killed in a strike, militants of whom troops killed ten
    dead = (
        []
        if trigger.is_death and _order(trigger) != "SOV"
        else [actor for actor in clause.fighting if _is_dead(text, actor, trigger)]
    )
    dead += [] if is_svo else _from_whom(trigger, clause)
    struck = [actor.party for actor in dead]
    # a ministry said its army had taken a town: the speaker's country acts
    about_speaker = clause.speaker is not None and _is_about_speaker(clause, trigger.start if is_svo else trigger.end)
    own = expression(r"(?<!\w){roles.own} $")
    acting = [
        actor for actor in before if actor not in dead and not (about_speaker and own.search(text, 0, actor.start))
    ]
    after = after if is_svo else [party for party in after if party not in struck]
    agree = expression("{roles.agreed}").match(text, trigger.start)
    named = _subjects_first(text, acting) if is_svo and not agree else [actor.party for actor in acting]
    first, second = (_killing if trigger.is_death else _acting)(trigger, text, named, after)
    is_active = not suffers and not (trigger.is_death and _is_passive(trigger, text))
    if first is None and is_active and about_speaker:
        speaker = clause.speaker or ""
        first = _first([actor.party for actor in clause.document.actors.find(speaker)]) or speaker
    if (
        first is None
        and is_svo
        and is_active
        and expression(r"\W*{roles.same_subject}\W*").fullmatch(text, 0, trigger.start)
    ):
        first = _first([actor.party for actor in _clause_before(clause)])
    if _order(trigger) == "VSO" and clause.sentence.speaker:
        said = [actor.party for actor in clause.document.actors.find(clause.sentence.speaker)]
        # the coalition said that it had raided X; the army announced the death of three of its soldiers
        if trigger.is_verb and not acting and expression(r"(?-i:{roles.itself})\W*$").search(text, 0, trigger.start):
            first, second = _first(said) or first, _first([party for party in after if party not in said])
        elif second is None and expression("{roles.own_dead}").search(text):
            second = _first(said)
    second = second or _first(struck)
    return first, second if second != first else None


def _killed_in_attack(trigger: Trigger, clause: "Clause", behind: int) -> Roles | None:
    """Return who killed and who died if the attack and its party stand behind the dead: killed in an attack by X."""
    attack = expression("{roles.in_attack}").search(clause.words, trigger.end)
    here = [actor for actor in clause.fighting if trigger.end <= actor.start < behind]
    killers = [actor.party for actor in here if attack and actor.start >= attack.end()]
    dead = [actor.party for actor in here if attack and actor.start < attack.start()]
    return (killers[0], _first(dead)) if killers else None


def _from_whom(trigger: Trigger, clause: "Clause") -> list[Actor]:
    """Return the parties behind a trigger from whom something was taken."""
    from_whom = expression("{roles.from_whom}")
    return [
        actor
        for actor in clause.fighting
        if actor.start >= trigger.end and from_whom.search(clause.words[: actor.start])
    ]


def _clause_before(clause: "Clause") -> list[Actor]:
    """Return the parties of the clause before, whose subject goes on: soldiers advanced and killed nine."""
    before = [other for other in clause.sentence.clauses if other.start < clause.start]
    return before[-1].fighting if before else []


def _subjects_first(text: str, actors: Sequence[Actor]) -> list[str]:
    """Return parties with the nearest subject last; of subjects joined by *and*, the first named is the subject."""
    parties = [actor.party for actor in actors]
    first = len(actors) - 1
    while first > 0 and expression("{roles.joined_subjects}").fullmatch(
        text, actors[first - 1].end, actors[first].start
    ):
        first -= 1
    return parties[:first] + parties[first:][::-1] if actors else []


def reporting_itself(clause: "Clause") -> list[Actor]:
    """Find the party that reports its own acts: rebels said they had captured a town."""
    about = _is_about_speaker(clause, len(clause.text))
    # an army's spokesman speaks for the army
    who = expression("{parties.voices}").sub("", clause.speaker or "")
    return clause.document.actors.fighting(who) if about else []


def _is_about_speaker(clause: "Clause", end: int) -> bool:
    start = max(0, clause.offset - _SAID_WITHIN)
    return bool(expression("(?-i:{roles.itself})").search(clause.sentence.text, start, clause.offset + end))


def _order(trigger: Trigger) -> str:
    """Return the order of subject, verb and object in the language of a trigger."""
    return str(languages("reports")[trigger.language].get("grammar", {}).get("order", "SVO"))


def _is_dead(text: str, actor: Actor, trigger: Trigger) -> bool:
    """Return True if a party is named as the one whose people died."""
    if _order(trigger) == "SOV":
        return bool(expression("{roles.died_after}").match(text, actor.end))
    if actor.end > trigger.start:
        return False
    if _order(trigger) == "VSO":
        # killed 20 of X in an ambush
        killed = "{fates_before.dead+fates_before.neutralised}.{0,40}{roles.from_whom}"
        return bool(expression(killed).search(text[: actor.start]))
    return bool(
        expression("(?-i:{roles.died_between})").match(text[actor.end : trigger.start])
        or (not trigger.is_verb and expression("{roles.killed_before}").search(text[: actor.start]))
    )


def _is_passive(trigger: Trigger, text: str) -> bool:
    """Return True for a participle behind a form of *be*; forms in -ing are active: troops are shelling a town."""
    is_progressive = expression("{roles.progressive}").match(text, trigger.start)
    return not is_progressive and bool(expression("{roles.passive_before}").search(text[: trigger.start]))


def _acting(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Roles:
    following = text[trigger.end :]
    # came under Russian fire: the subject is acted on; a bomb burst beside a patrol
    bursts = _order(trigger) == "VSO" and expression("{roles.bursts}").match(text, trigger.start)
    if bursts or expression("{roles.suffers}").match(text, trigger.start):
        return (None, _first([*after, *before[::-1]])) if bursts else (_first(after), _first(before[::-1]))
    is_passive = _order(trigger) == "SVO" and _is_passive(trigger, text)
    if expression("{roles.by}" if not is_passive else "{roles.by+roles.by_after_passive}").match(following) and after:
        is_active = trigger.is_verb and _order(trigger) == "SVO" and not _is_passive(trigger, text)
        if is_active and expression("{roles.object}").match(following):
            return _first(before[::-1]), after[0]
        return after[0], _first(before[::-1]) or _first(after[1:])
    if not trigger.is_verb and _order(trigger) == "SVO" and expression("{types.attack}").match(text, trigger.start):
        return _first(before[::-1]), _first(after)
    is_battle = trigger.event_type == BATTLES and not trigger.is_verb
    if is_battle or expression("{roles.between}").search(text[max(trigger.start - _NEARBY, 0) :]):
        both = list(dict.fromkeys(after if len(set(after)) > 1 else [*before, *after]))
        return _first(both), _first(both[1:])
    return _by_order(trigger, text, before, after)


def _killing(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Roles:
    """Separate the party that killed from the one whose people died."""
    word, following, order = text[trigger.start : trigger.end], text[trigger.end :], _order(trigger)
    if expression("{roles.by}").match(following) and after:
        return after[0], _first(before[::-1])
    if order == "VSO":
        counted = expression(r"\s*{roles.counted}").match(following)
        return (None, _first(after)) if counted else _by_order(trigger, text, before, after)
    if order == "SOV":
        acts = expression("{roles.kills_after}").search(text, trigger.start, trigger.end + _NEARBY)
        return _by_order(trigger, text, before, after) if acts else (None, _first(before[::-1]))
    # "killed in Homs": the people before it died
    has_object = not expression(r"\s*(?:$|[,.;]|{roles.no_object})").match(following)
    if expression("{roles.kills}").match(word) and has_object and not _is_passive(trigger, text):
        return _first(before[::-1]), _first(after)
    if after and expression("{roles.cause}").match(following):
        return after[0], _first(before[::-1])
    return None, _first(before[::-1]) or _first(after)


def _by_order(trigger: Trigger, text: str, before: list[str], after: list[str]) -> Roles:
    """Return subject and object by word order."""
    order = _order(trigger)
    if order == "VSO":
        # in headlines the subject stands first; of "Russian raids" Russian stands second
        subject = (before or after) if trigger.is_verb else (after or before)
        return _first(subject), _first([party for party in (*before, *after) if party != subject[0]])
    if order == "SOV":
        passive = expression("{roles.passive}").search(text, trigger.start, trigger.end)
        if passive and not expression("{roles.agent}").search(text, 0, trigger.start):
            return None, _first(before[::-1])
        return _first(before), _first(before[1:])
    if _is_passive(trigger, text):
        return None, _first(before[::-1])
    both = list(dict.fromkeys(before))
    if expression("{roles.agreed}").match(text, trigger.start) and len(both) > 1:
        return both[-2], both[-1]
    return _first(before[::-1]), _first(after)


def _first(parties: Sequence[str]) -> str | None:
    return parties[0] if parties else None
