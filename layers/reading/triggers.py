"""Words that tell of events, in English, Arabic and Turkish, and those that say that there was none, or not yet.

Source of truth for the types: the codebook of ACLED (https://acleddata.com).
"""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from geo.names.turkish import is_turkish
from layers.reading.words import either, whole, words

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
STRATEGIC, STATEMENT = "Strategic developments", "Statement"
PROTESTS, RIOTS = "Protests", "Riots"

_KINDS = {
    "battles": BATTLES,
    "remote": REMOTE,
    "civilians": CIVILIANS,
    "strategic": STRATEGIC,
    "protests": PROTESTS,
    "riots": RIOTS,
}
_Words = list[tuple[str, str, re.Pattern[str]]]


def _compiled(table: str) -> _Words:
    return [
        (_KINDS[kind], language, whole(told))
        for kind, languages in sorted(words(table).items(), key=lambda told: told[0] != "riots")
        for language, told in languages.items()
    ]


_TABLES = ("verbs", "nouns", "headlines")
_VERB, _NOUN, _TITLE = map(_compiled, _TABLES)
# most clauses tell no event: one look for all the words settles that
_ANY = whole(*(told for table in _TABLES for languages in words(table).values() for told in languages.values()))

# what has not happened, or not yet
_UNREAL = re.compile(
    rf"\b{either(words('unreal')['en'])}\s*{either(words('unreal')['between'])}*$|{either(words('unreal')['ar'])} $",
    re.IGNORECASE,
)
# nouns are also told of what is feared, asked for, denied, or known from before
_NO_NEWS = re.compile(
    rf"\b{either(words('no_news')['en'])}\b(?:\W+[\w’'-]+){{0,4}}\W*$|{either(words('no_news')['ar'])}\W+(?:\w+\W+){{0,3}}$",
    re.IGNORECASE,
)
_YEARS_AFTER = re.compile(r"\b(?:years?|months?|decades?) (?:after|since)\b[^,;]*$", re.IGNORECASE)
_YEARS_AGO = re.compile(r"[^,.;]{0,60}\b(?:(?:years?|months|decades?) (?:ago|earlier)|last year)\b", re.IGNORECASE)
# so far back is looked for what stands before a word
_LOOK = 200
_ACCIDENT = whole(words("accidents")["words"])
_FLOWN = re.compile(
    r"\b(?:drones?|UAVs?|missiles?|rockets?|jets|warplanes|shells?|bombs?) (?:\w+ ){0,3}?"
    r"(?:(?:crashed|slammed|smashed) into|flooded)\b",
    re.IGNORECASE,
)
# what nature did: a storm struck the town and killed twelve
_NATURAL = re.compile(
    rf"(?<![\w-]){either(words('accidents')['nature'])}(?:[ ,](?!by\b)[\w’'-]+){{0,8}}?[ ,]+"
    rf"{either(words('accidents')['natural'])}(?!\w)",
    re.IGNORECASE,
)
_DONE_BY_NATURE = whole(words("accidents")["natural"])
_MEANS = whole(*words("means").values())
_RETOLD = whole(words("unreal")["retold"])
_CONDITION = re.compile(r"[\s\"“•*-]*(?:If|Unless|إذا|لو|Eğer)\s")
_CONDITION_TR = re.compile(r"\b\w+(?:sa|se|[mM](?:ez|az)sek?)\b .*\b(?:\w+(?:ız|iz|uz|üz|acak|ecek))\b")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells an event: its type, where it stands, whether it is a verb, and its language (en, ar, tr).

    One that tells only that somebody died is a death.
    """

    kind: str
    start: int
    end: int
    is_verb: bool
    language: str = "en"
    is_death: bool = False


def triggers(clause: str, *, headline: bool = False) -> list[Trigger]:
    """Find what tells events in a clause: the first word of each type, and nouns only where no verb tells the same.

    Examples
    --------
    >>> [trigger.kind for trigger in triggers("Clashes erupted after rebels seized the town")]
    ['Battles']
    >>> triggers("They called for an end to the shelling"), triggers("Rebels have not captured it")
    ([], [])
    """
    found: dict[str, Trigger] = {}
    if not _ANY.search(clause):
        return []
    for known, is_verb, unreal in ((_VERB, True, _UNREAL), (_NOUN, False, _NO_NEWS), (_TITLE, True, _UNREAL)):
        if known is _TITLE and (found or not headline):
            continue
        for trigger in _first(clause, known, is_verb=is_verb, unreal=unreal):
            # an attack with missiles is told by the missiles, and one by a crowd by the crowd
            if trigger.kind == BATTLES and RIOTS in found:
                continue
            if trigger.kind not in found and (is_verb or not (trigger.kind == BATTLES and found)):
                found[trigger.kind] = trigger
    return sorted(found.values(), key=lambda trigger: trigger.start)


def _first(clause: str, known: _Words, *, is_verb: bool, unreal: re.Pattern[str]) -> Iterator[Trigger]:
    for kind, language, pattern in known:
        for match in pattern.finditer(clause):
            if not (
                unreal.search(clause[max(0, match.start() - _LOOK) : match.start()]) or _is_long_ago(clause, match)
            ):
                yield Trigger(kind, *match.span(), is_verb, language)
                break


def _is_long_ago(clause: str, match: re.Match[str]) -> bool:
    """Tell whether a word tells what happened years ago."""
    before = clause[max(0, match.start() - _LOOK) : match.start()]
    return bool(_YEARS_AFTER.search(before) or _YEARS_AGO.match(clause, match.end()))


def is_accident(clause: str) -> bool:
    """Tell whether what befell people was nobody's act of war.

    Examples
    --------
    >>> is_accident("A gas explosion killed five people"), is_accident("An explosion killed five people")
    (True, False)
    """
    return bool(_ACCIDENT.search(_FLOWN.sub("", clause)) or is_disaster(clause))


# all clauses of a sentence ask it
@lru_cache(maxsize=100)
def is_disaster(sentence: str) -> bool:
    """Tell whether a sentence tells what nature did to people.

    Examples
    --------
    >>> is_disaster("Lightning struck a house"), is_disaster("A rocket struck a house")
    (True, False)
    """
    natural = _NATURAL.search(sentence)
    # a strike that set off a blaze is no disaster
    return bool(natural and not _MEANS.search(sentence, 0, natural.start()))


def is_nature(trigger: Trigger, clause: str, sentence: str) -> bool:
    """Tell whether what a word tells was done by a storm or the like, of which the sentence told before.

    Examples
    --------
    >>> text = "A storm hit Hama and killed five"
    >>> is_nature(Trigger(REMOTE, text.index("killed"), 27, is_verb=True), text, text)
    True
    """
    return bool(is_disaster(sentence) and _DONE_BY_NATURE.match(clause, trigger.start))


def is_retold(sentence: str) -> bool:
    """Tell whether a sentence remembers or judges what happened long before.

    Examples
    --------
    >>> is_retold("A court sentenced a man who killed two people in an attack.")
    True
    """
    return bool(_RETOLD.search(sentence))


def is_condition(sentence: str) -> bool:
    """Tell whether a sentence says what would be, and not what is.

    Examples
    --------
    >>> is_condition("If rebels captured Hama, it would be a disaster.")
    True
    """
    return bool(_CONDITION.match(sentence) or (is_turkish(sentence) and _CONDITION_TR.match(sentence)))
