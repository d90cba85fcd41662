"""Which words of a clause tell an event, and of which type: by what was done, with what, by whom and to whom.

Source of truth for the types: the codebook of ACLED (https://acleddata.com).
"""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Sequence

from geo.names.turkish import is_turkish
from layers.reading.fatalities.fatalities import Toll, death, toll
from layers.reading.parties.actors import Actor
from layers.reading.parties.roles import Parties, is_itself, parties
from layers.reading.scene import Scene
from layers.reading.sentences import Clause, Sentence
from layers.reading.triggers import (
    BATTLES,
    CIVILIANS,
    PROTESTS,
    REMOTE,
    RIOTS,
    STRATEGIC,
    Trigger,
    is_accident,
    is_disaster,
    is_nature,
    triggers,
)
from layers.reading.words import whole, words

_FIGHTERS, _CIVIL = (whole(words("kinds")[name]) for name in ("fighters", "civilians"))
_MEANS, _CROWD = whole(*words("means").values()), whole(words("crowds")["words"])
_VISITORS, _ENTERED = whole(words("visitors")["words"]), re.compile("entered|girdi", re.IGNORECASE)
_EVERYDAY = whole(words("kinds")["everyday"])
_ARABIC = re.compile("[\u0621-\u064a]")
_ATTACK = re.compile(r"(?:in an? )?(?:\w+ )?(?:attack|ambush|هجوم|هاجم|saldır)", re.IGNORECASE)
_CLASH = re.compile("clash|fought|fighting|stormed|çatış|و?(?:اشتبك|اشتباك)", re.IGNORECASE)
CROWDS = {PROTESTS: "protesters", RIOTS: "rioters"}
"""The types of what crowds do, and what the crowds are called."""


def telling(clause: Clause, sentence: Sentence, scene: Scene, *, they: str | None) -> list[Trigger]:
    """Find the words of a clause that tell what happened; the dead alone tell it where nothing else does.

    Parameters
    ----------
    clause : Clause
        The clause.
    sentence : Sentence
        Where it stands.
    scene : Scene
        What the text is read with.
    they : str, optional
        The party that it calls they.
    """
    found, died = triggers(clause.words, headline=sentence.is_headline), toll(clause.words)
    # crowds gather in peace as well
    found = [one for one in found if scene.at_war or one.kind in {PROTESTS, RIOTS}]
    found = [one for one in found if not is_nature(one, clause.words, sentence.words)]
    # who died in a later clause of what nature did was nobody's victim, unless somebody acts there
    if is_accident(clause.words) or (not found and is_disaster(sentence.words)):
        found, died = [one for one in found if one.is_verb and one.kind != PROTESTS], Toll()
    if not (found or (scene.at_war and died != Toll())):
        return []
    places, fighting = scene.within(clause), scene.cast.fighting(clause.words)
    fighting = fighting or is_itself(clause, sentence, scene.cast)
    if found:
        # a title captured, a battle against cancer: words of war alone tell no event
        unnamed = places or died != Toll()
        found = [
            one
            for one in found
            if they or _is_party_outside(one, fighting) or (unnamed and not _needs_party(one, clause))
        ]
        looted = fighting and died != Toll() and all(one.kind == STRATEGIC for one in found)
        return [*_killings(clause.words), *found] if looted else found
    # the dead alone tell an event where a party or fighters die, at a place or on a day, and nothing else tells it
    placed = bool(places or scene.all_over(clause)) or any(not when.is_limit for when in scene.dates(clause))
    others = any(triggers(other.words) for other in sentence.clauses)
    at_war = fighting or _FIGHTERS.search(clause.words)
    return _killings(clause.words) if placed and at_war and not others else []


def _killings(text: str) -> list[Trigger]:
    """Make an event of the word that tells that somebody died."""
    at = death(text)
    kind = CIVILIANS if _CIVIL.search(text) else BATTLES
    return [Trigger(kind, *at, is_verb=True, language=_language(text), is_death=True)] if at else []


def who_and_what(trigger: Trigger, clause: Clause, sentence: Sentence, scene: Scene) -> tuple[str, Parties]:
    """Find the type of an event and its parties, as ACLED codes them."""
    kind, sides = _kind(trigger, clause), parties(trigger, clause, sentence, scene.cast)
    if kind in CROWDS:
        return kind, (CROWDS[kind], None)
    unarmed = not (sides[1] or _FIGHTERS.search(clause.words, trigger.end))
    # forces that killed people who did not fight
    return CIVILIANS if trigger.is_death and kind == BATTLES and sides[0] and unarmed else kind, sides


def _kind(trigger: Trigger, clause: Clause) -> str:
    """Tell an attack by its means, and then by those who are attacked; crowds fight no battles."""
    attacked = trigger.kind in {BATTLES, CIVILIANS} and (
        trigger.is_death or _ATTACK.match(clause.words[trigger.start :])
    )
    if attacked and _MEANS.search(clause.words):
        return REMOTE
    entered = trigger.kind == BATTLES and _ENTERED.match(clause.words, trigger.start)
    if entered and _VISITORS.search(clause.words):
        return STRATEGIC
    if trigger.kind == BATTLES and (
        _CROWD.search(clause.words) and (attacked or _CLASH.match(clause.words, trigger.start))
    ):
        # crowds that attack riot; crowds that are attacked are civilians
        acts = not attacked or (not trigger.is_death and _CROWD.search(clause.words[: trigger.start]))
        return RIOTS if acts else CIVILIANS
    return CIVILIANS if attacked and _CIVIL.search(clause.words) else trigger.kind


def _needs_party(trigger: Trigger, clause: Clause) -> bool:
    """Tell whether police do it as often as forces; missiles do not strike every day."""
    return bool(_EVERYDAY.match(clause.words, trigger.start)) and not _MEANS.search(clause.words[: trigger.start])


def _is_party_outside(trigger: Trigger, fighting: Sequence[Actor]) -> bool:
    """Tell whether a party fights that is no part of the words themselves: took Ireland from recession."""
    return any(not trigger.start <= actor.at < trigger.end for actor in fighting)


def _language(text: str) -> str:
    return "ar" if _ARABIC.search(text) else "tr" if is_turkish(text) else "en"
