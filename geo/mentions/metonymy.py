"""Metonymy: capitals that stand for governments, as in *Moscow denied it*.

The distinction is made as in SemEval-2007, task 8 (Markert and Nissim): a place name is metonymic if the sentence can
only be true of the government. This is the case if the name is the subject of a verb of saying or governing, the object
of accusing or urging, or the owner of forces and ministries; events that happen in towns leave it literal. The grammar
is English.
"""

import re
from collections.abc import Sequence
from functools import cache

from geo.languages.verbs import Form, forms
from geo.languages.words import word_list, word_table

_AFTER, _BEFORE = 90, 60
# number of words behind a verb that are read
_PHRASE = 5
_ENDS = frozenset(".,;:!?)")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|\n\n|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s?\s+([^\W\d_][\w-]*)(?:\s+([^\W\d_][\w-]*))?(?:\s+([^\W\d_][\w-]*))?")


def stands_for_government(text: str, start: int, end: int) -> bool:
    """Return True if the capital between two offsets of a text stands for its government.

    Examples
    --------
    >>> stands_for_government("Moscow did not comment.", 0, 6), stands_for_government("Moscow was bombed.", 0, 6)
    (True, False)
    """
    before = _TOKEN.findall(text[max(0, start - _BEFORE) : start])
    after = _TOKEN.findall(text[end : end + _AFTER])
    return (
        _owns(text, end, after)
        or _is_object(before, after)
        or _is_party(before)
        or (not _is_governed(before) and _governs(after))
    )


def is_of_person(text: str, name: str, end: int) -> bool:
    """Return True if the name of a capital, as the subject of a verb, is rather a person's name: Victoria said.

    False if the name owns forces or ministries, which persons do not have.

    Examples
    --------
    >>> is_of_person("Sofia said yes.", "Sofia", 5), is_of_person("Sofia's troops left.", "Sofia", 5)
    (True, False)
    """
    return name.casefold() in word_list("given_capitals") and not _owns(
        text, end, _TOKEN.findall(text[end : end + _AFTER])
    )


def joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return True if a conjunction joins two names, by their offsets: ``Moscow and Ankara agreed``."""
    return bool(_conjunction().fullmatch(text, one[1], other[0]))


@cache
def _conjunction() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(word_list('coordinators'))})\s+")


def _owns(text: str, end: int, after: Sequence[str]) -> bool:
    """Return True if the capital owns forces or offices: Kyiv's forces, the Kabul government."""
    owned = _POSSESSIVE.match(text, end)
    if owned:
        return _is_owned_by_governments([word.casefold() for word in owned.groups() if word])
    return (
        bool(after) and after[0] in word_list("authorities") and _is_owned_by_governments(["government", *after[1:2]])
    )


def _is_owned_by_governments(owned: Sequence[str]) -> bool:
    """Return True if governments own the object; its last noun decides: *base* in *army base*."""
    rules = False
    for i, word in enumerate(owned):
        if word in word_list("facilities") and _is_elsewhere(owned[i + 1 :]):
            # Moscow's base in Tartus
            return rules or word in word_list("bases")
        if word in word_list("governments"):
            rules = True
        elif word in word_list("facilities") or word in word_list("seats"):
            rules = False
        elif rules:
            break
    return rules


def _is_elsewhere(following: Sequence[str]) -> bool:
    """Return True if some words name another place, and no month: in Tartus, not in March."""
    is_within = bool(following) and following[0] in word_list("elsewhere")
    return is_within and not any(word in word_list("months") for word in following)


def _is_object(before: Sequence[str], after: Sequence[str]) -> bool:
    """Return True if the capital is the object of a verb of address or blame: accused Baku, called on Khartoum to."""
    # if a noun follows, the noun is the object (told Kabul residents); if a verb follows, the name is its subject
    if not before or (after and after[0].isalnum() and after[0] not in word_list("after_objects")):
        return False
    last = before[-1].casefold()
    second = before[-2].casefold() if len(before) > 1 else ""
    if last == "by":
        return second in word_list("done_by")
    addressing = forms("addresses")
    return last in addressing or (last == "on" and second in forms("calls"))


def _is_party(before: Sequence[str]) -> bool:
    """Return True if others deal with the capital: talks with Moscow, sanctions against Tehran, loyal to Damascus."""
    if len(before) < 2:  # noqa: PLR2004 - a noun and a preposition
        return False
    noun, preposition = before[-2].casefold(), before[-1].casefold()
    nouns = word_table("dealings").get(preposition)
    return nouns is not None and noun in word_list(nouns)


def _is_governed(before: Sequence[str]) -> bool:
    """Return True if the capital depends on another word: residents of Moscow said, Mayor Paris said."""
    if not before:
        return False
    last = before[-1]
    small = last.casefold()
    named = last[0].isupper() and len(before) > 1 and small not in word_list("common", "months")
    return named or small in word_list("governing", "compass")


def _governs(after: Sequence[str]) -> bool:
    """Return True if the words after the capital make it the subject of a verb of governing, in the active voice."""
    if [word for word in after[:2] if word in {",", "which"}] == [",", "which"]:
        after = after[2:]
    # Moscow and its allies
    if after[:2] == ["and", "its"]:
        after = after[3:]
    helper = ""
    for i, word in enumerate(after):
        small = word.casefold()
        if small.endswith("ly") or small in word_list("adverbs", "months"):
            continue
        if small in word_list("auxiliaries"):
            # has been, is to: the last auxiliary governs the form of the verb
            helper = "be" if small in word_list("being") else "have" if small in word_list("having") else "do"
            continue
        following = after[i + 1].casefold() if i + 1 < len(after) else "."
        if helper == "be" and small in word_list("willing"):
            return following == "to"
        if helper == "do" and small in word_list("done"):
            # London must stop, Beijing did it
            return following in _ENDS
        if small in forms("longings") and following != "to":
            return _are_wanted_by_governments(after[i + 1 : i + _PHRASE]) and _has_government_as_subject(
                small, following, helper
            )
        return _has_government_as_subject(small, following, helper)
    return False


def _are_wanted_by_governments(phrase: Sequence[str]) -> bool:
    """Return True if governments want the object of wanting or planning: talks, weapons, not rain."""
    wanted = word_list("longed_for", "governments", "parties")
    return any(word.casefold() in wanted for word in phrase)


def _has_government_as_subject(verb: str, following: str, helper: str) -> bool:
    """Return True if a verb, by its form and its auxiliary, has a government as its subject."""
    form = forms("says").get(verb) or forms("acts").get(verb)
    if form is None and verb in forms("strikes"):
        # Kyiv hit by drones, Kabul attacked overnight: headlines leave out the verb to be; Kabul attacks are a noun
        is_active = following.isalnum() and following not in word_list("after_passives")
        form = forms("strikes")[verb] & ~Form.THIRD if is_active else None
    elif helper == "be" and forms("addresses").get(verb, Form.BASE) & Form.PAST:
        return True
    if form is None:
        return False
    wanted = {"": Form.FINITE, "have": Form.PAST, "do": Form.BASE, "be": Form.ING}[helper]
    return bool(form & wanted) and (following != "by" or verb in forms("answers"))
