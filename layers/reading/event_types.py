"""Decide which triggers of a clause report an event, and the event's type: by verb, weapon, party and target.

Source of truth for the types: the codebook of ACLED (https://acleddata.com).
"""

import re
from collections.abc import Sequence

from geo.names.turkish import is_turkish
from layers.reading.document import Clause
from layers.reading.fatalities.fatalities import Fatalities, death
from layers.reading.parties.actors import Actor
from layers.reading.parties.roles import Roles, reporting_itself, roles
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
)
from layers.reading.words import expression, whole

# length of a noun behind a number
_NOUN = 15
CROWDS = {PROTESTS: "protesters", RIOTS: "rioters"}
"""Event types of crowds, each with the name of its party."""


def reporting(clause: Clause, *, they: str | None) -> list[Trigger]:
    """Find the triggers of a clause that report events; ``they`` is the party that the clause calls "they", if any.

    Fatalities alone report an event only if no trigger does.
    """
    document, sentence = clause.document, clause.sentence
    # protests and riots need no war
    found = [one for one in clause.triggers if document.at_war or one.event_type in CROWDS]
    if not (found or document.at_war):
        return []
    if not found and clause.fatalities == Fatalities():
        return []
    disaster = is_disaster(sentence.words)
    if disaster:
        found = [one for one in found if not whole("accidents.effects").match(clause.words, one.start)]
    # fatalities in a clause without a trigger belong to the disaster that the sentence reports
    is_harmless = is_accident(clause.words) or (not found and disaster)
    if is_harmless:
        found = [one for one in found if one.is_verb and one.event_type != PROTESTS]
    dead = Fatalities() if is_harmless else clause.fatalities
    if not (found or (document.at_war and dead != Fatalities())):
        return []
    fighting = clause.fighting or reporting_itself(clause)
    if found:
        # "a title captured", "a battle against cancer": words of war alone report no event
        is_specific = clause.places or dead != Fatalities()
        found = [
            one for one in found if they or _has_party(one, fighting) or (is_specific and not _needs_party(one, clause))
        ]
        is_deadly = fighting and dead != Fatalities() and all(one.event_type == STRATEGIC for one in found)
        return [*_killings(clause.words), *found] if is_deadly else found
    # fatalities alone report an event if a party or fighters die, at a place or on a day
    is_placed = clause.places or clause.countries or any(not when.is_limit for when in clause.dates)
    others = any(other.triggers for other in sentence.clauses)
    at_war = fighting or whole("types.fighters+weapons.means").search(sentence.words)
    return _killings(clause.words) if is_placed and at_war and not others else []


def _has_party(trigger: Trigger, fighting: Sequence[Actor]) -> bool:
    """Return True if a fighting party is named outside of the trigger: "took Ireland from recession" has none."""
    return any(not trigger.start <= actor.start < trigger.end for actor in fighting)


def _needs_party(trigger: Trigger, clause: Clause) -> bool:
    """Return True for an everyday act, such as an arrest, unless a weapon of war is named, or fighters before it."""
    everyday = whole("types.everyday").match(clause.words, trigger.start)
    if not everyday or whole("types.fighters").search(clause.words[: trigger.start]):
        return False
    return not whole("weapons.means").search(clause.words)


def _killings(text: str) -> list[Trigger]:
    """Return the first word for a death as the only trigger; empty if there is none."""
    at = death(text)
    language = "ar" if re.search("[\u0621-\u064a]", text) else "tr" if is_turkish(text) else "en"
    event_type = CIVILIANS if whole("types.civilians").search(text) else BATTLES
    return [Trigger(event_type, *at, is_verb=True, language=language, is_death=True)] if at else []


def type_and_roles(trigger: Trigger, clause: Clause) -> tuple[str, Roles]:
    """Find the type of an event and its parties, as ACLED codes them."""
    event_type, (first, second) = _type(trigger, clause), roles(trigger, clause)
    if event_type in CROWDS:
        return event_type, (CROWDS[event_type], None)
    struck = (group for group in clause.groups if group.fate in {"dead", "either", "neutralised"})
    # with the noun of a bare number: 17 farmers
    dead = " ".join(clause.words[group.start : group.end + _NOUN] for group in struck)
    is_killing = trigger.is_death or (expression("{types.attack}").match(clause.words, trigger.start) and dead)
    # "nine of them" are fighters if the sentence names fighters
    is_named = expression("{people.counted+people.one+people.two+people.persons}").search(dead)
    here = dead if is_named else clause.sentence.words if dead else clause.words[trigger.end :]
    unarmed = not (second or whole("types.fighters").search(here))
    # fire on forces is a battle
    if event_type == CIVILIANS and second and expression("{types.fire}").match(clause.words, trigger.start):
        event_type = CIVILIANS if whole("types.civilians").search(clause.words) else BATTLES
    # forces that killed people who did not fight
    if is_killing and event_type == BATTLES and first and unarmed:
        event_type = CIVILIANS
    return event_type, (first, second)


def _type(trigger: Trigger, clause: Clause) -> str:
    """Return the type of an attack by its weapon, else by its target; an attack by a crowd is a riot, not a battle."""
    words, start = clause.words, trigger.start
    crowd = whole("types.crowds")
    attacked = trigger.event_type in {BATTLES, CIVILIANS} and (
        trigger.is_death or expression("{types.attack}").match(words[start:])
    )
    if attacked and whole("weapons.means").search(words):
        return REMOTE
    if trigger.event_type == BATTLES:
        if expression("{types.entered}").match(words, start) and whole("types.visitors").search(words):
            return STRATEGIC
        if crowd.search(words) and (attacked or expression("{types.clash}").match(words, start)):
            # crowds that attack riot; crowds that are attacked are civilians
            acts = not attacked or (not trigger.is_death and crowd.search(words[:start]))
            return RIOTS if acts else CIVILIANS
    return CIVILIANS if attacked and whole("types.civilians").search(words) else trigger.event_type
