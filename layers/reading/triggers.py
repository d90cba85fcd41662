"""Find words that report events; the words around them show events that did not happen, or not yet.

Source of truth for the event types: the codebook of ACLED (https://acleddata.com).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geo.languages.language_files import languages
from geo.names.turkish import is_turkish
from layers.reading.words import by_language, codes, expression, filled, remembered, whole

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, STATEMENT = "Strategic developments", "Statement"
PROTESTS, RIOTS = "Protests", "Riots"

# riots first: they have the verbs of battles, with a crowd as the subject
_TYPES = {
    "riots": RIOTS,
    "remote": REMOTE,
    "battles": BATTLES,
    "strategic": STRATEGIC,
    "civilians": CIVILIANS,
    "protests": PROTESTS,
}
# length of text that is searched before a trigger
_LOOK = 200


@dataclass(frozen=True, slots=True)
class Trigger:
    """A verb or noun that reports an event: its ACLED event type, its offsets in a clause, its language (ISO code).

    ``is_death`` is True if it reports only a death.
    """

    event_type: str
    start: int
    end: int
    is_verb: bool
    language: str = "en"
    is_death: bool = False


_Pattern = tuple[str, str, re.Pattern[str]]


@by_language
def _patterns(table: str) -> list[_Pattern]:
    """Return event type, language and expression for each list of a table of words."""
    known = [
        (name, code)
        for name in _TYPES
        for code, tables in languages("reports").items()
        if code in codes() and name in tables.get(table, ())
    ]
    return [
        (_TYPES[name], code, re.compile(filled(rf"(?<![\w-]){{{table}.{name}}}(?!\w)", code), re.IGNORECASE))
        for name, code in known
    ]


@remembered
def triggers(clause: str, *, headline: bool = False) -> list[Trigger]:
    """Find the words that report events in a clause: the first of each type, verbs before nouns.

    Examples
    --------
    >>> [trigger.event_type for trigger in triggers("Clashes erupted after rebels seized the town")]
    ['Battles']
    >>> triggers("They called for an end to the shelling"), triggers("Rebels have not captured it")
    ([], [])
    """
    # most clauses report no event: one search for all words decides that
    if not whole("verbs+nouns+headlines").search(clause):
        return []
    found: dict[str, Trigger] = {}
    for trigger in _first(clause, _patterns("verbs"), is_verb=True):
        # crowds that attack riot; raids by jets are no battles
        again = any(one.start < trigger.end and trigger.start < one.end for one in found.values())
        if not (trigger.event_type == BATTLES and (RIOTS in found or again)):
            found.setdefault(trigger.event_type, trigger)
    for trigger in _first(clause, _patterns("nouns"), is_verb=False):
        # in "an attack with missiles" only the missiles count
        if not (trigger.event_type == BATTLES and found):
            found.setdefault(trigger.event_type, trigger)
    if headline and not found:
        for trigger in _first(clause, _patterns("headlines"), is_verb=True):
            found.setdefault(trigger.event_type, trigger)
    return sorted(found.values(), key=lambda trigger: trigger.start)


def _first(clause: str, patterns: list[_Pattern], *, is_verb: bool) -> Iterator[Trigger]:
    unreal = expression("{unreal.before_verbs}" if is_verb else "{unreal.before_nouns}")
    for event_type, language, pattern in patterns:
        for match in pattern.finditer(clause):
            before = clause[max(0, match.start() - _LOOK) : match.start()]
            long_ago = expression("{unreal.years_after}").search(before) or expression("{unreal.years_ago}").match(
                clause, match.end()
            )
            if not (long_ago or unreal.search(before)):
                yield Trigger(event_type, *match.span(), is_verb=is_verb, language=language)
                break


@remembered
def is_accident(clause: str) -> bool:
    """Return True if a clause reports an accident or disaster, and no act of war.

    Examples
    --------
    >>> is_accident("A gas explosion killed five people"), is_accident("An explosion killed five people")
    (True, False)
    """
    return bool(whole("accidents.accidents").search(expression("{accidents.flown}").sub("", clause))) or is_disaster(
        clause
    )


@remembered
def is_disaster(sentence: str) -> bool:
    """Return True if a sentence reports effects of nature on people or places.

    Examples
    --------
    >>> is_disaster("Lightning struck a house"), is_disaster("A rocket struck a house")
    (True, False)
    """
    natural = expression(
        r"(?<![\w-]){accidents.nature}(?:[ ,](?!{accidents.agent}\b)[\w’'-]+){0,8}?[ ,]+{accidents.effects}(?!\w)"
    ).search(sentence)
    # a strike that set off a blaze is no disaster
    return bool(natural and not whole("weapons.means").search(sentence, 0, natural.start()))


def is_retold(sentence: str) -> bool:
    """Return True if a sentence remembers or judges an event of long ago: a court sentenced a man who killed two."""
    return bool(whole("unreal.retold").search(sentence))


def is_condition(sentence: str) -> bool:
    """Return True if a sentence reports a condition, and not an event.

    Examples
    --------
    >>> is_condition("If rebels captured Hama, it would be a disaster.")
    True
    """
    if expression(r"[\s\"“•*-]*(?-i:{unreal.conditions})\s").match(sentence):
        return True
    # an ending of Turkish verbs, which words of other languages may have
    return bool(is_turkish(sentence) and expression("(?-i:{unreal.conditional})").match(sentence))
