"""Metonymy: capitals that stand for governments, as in *Moscow denied it*.

The distinction is that of SemEval-2007, task 8 (Markert and Nissim): a place name is metonymic where what the sentence
says of it can only be said of those who rule there. So it is where the name is the subject of a verb of saying or
governing, the object of accusing or urging, or owns forces and ministries; what happens to a town stays with the town.
"""

import re
from collections.abc import Sequence

from geo.languages.verbs import Form, forms
from geo.languages.words import words

_AFTER, _BEFORE = 90, 60
# so many words behind a verb are looked at
_PHRASE = 5
_ELSEWHERE = (["in"], ["at"], ["near"], ["outside"])
_BASES = frozenset({"base", "bases"})
_ENDS = frozenset(".,;:!?)")
_TOKEN = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*|\n\n|[^\w\s]")
_POSSESSIVE = re.compile(r"['\u2019]s?\s+([^\W\d_][\w-]*)(?:\s+([^\W\d_][\w-]*))?(?:\s+([^\W\d_][\w-]*))?")
_JOINED = re.compile(r"\s+(?:and|or)\s+")


def stands_for_government(text: str, start: int, end: int) -> bool:
    """Tell whether what a text says of the capital between two offsets can only be said of a government.

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
    """Tell whether the name of a capital that seems to say or do something is rather that of a person: Victoria said.

    Governments have forces and ministries, persons have not.

    Examples
    --------
    >>> is_of_person("Sofia said yes.", "Sofia", 5), is_of_person("Sofia's troops left.", "Sofia", 5)
    (True, False)
    """
    return name.casefold() in words("given_capitals") and not _owns(text, end, _TOKEN.findall(text[end : end + _AFTER]))


def joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether what is said of one of two names is said of both: ``Moscow and Ankara agreed``."""
    return bool(_JOINED.fullmatch(text, one[1], other[0]))


def _owns(text: str, end: int, after: Sequence[str]) -> bool:
    """Whether it has forces or offices: Kyiv's forces, Moscow's defence ministry, the Kabul government."""
    owned = _POSSESSIVE.match(text, end)
    if owned:
        return _is_of_rulers([word.casefold() for word in owned.groups() if word])
    return bool(after) and after[0] in words("authorities") and _is_of_rulers(["government", *after[1:2]])


def _is_of_rulers(owned: Sequence[str]) -> bool:
    """Whether the last of some words for what is owned is one that governments have: of an army base, the base."""
    rules = False
    for i, word in enumerate(owned):
        if word in words("facilities") and _is_elsewhere(owned[i + 1 :]):
            # Moscow's base in Tartus
            return rules or word in _BASES
        if word in words("governments"):
            rules = True
        elif word in words("facilities") or word in words("seats"):
            rules = False
        elif rules:
            break
    return rules


def _is_elsewhere(following: Sequence[str]) -> bool:
    """Whether the words behind what is owned tell that it lies in another place, and not that it was in March."""
    return following[:1] in _ELSEWHERE and not any(word in words("months") for word in following)


def _is_object(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether somebody addresses or blames it: accused Baku, called on Khartoum to."""
    # a noun that follows is what is meant (told Kabul residents), a verb has the name as its subject
    if not before or (after and after[0].isalnum() and after[0] not in words("after_objects")):
        return False
    last = before[-1].casefold()
    second = before[-2].casefold() if len(before) > 1 else ""
    if last == "by":
        return second in words("done_by")
    addressing = forms("addresses")
    return last in addressing or (last == "on" and second in {"call", "calls", "called", "calling"})


def _is_party(before: Sequence[str]) -> bool:
    """Whether others deal with it: talks with Moscow, sanctions against Tehran, loyal to Damascus."""
    if len(before) < 2:  # noqa: PLR2004 - what it is, and a preposition
        return False
    what, preposition = before[-2].casefold(), before[-1].casefold()
    dealings = {"with": "parties", "between": "parties", "against": "measures", "on": "measures", "to": "loyal"}
    return preposition in dealings and what in words(dealings[preposition])


def _is_governed(before: Sequence[str]) -> bool:
    """Whether it depends on another word: residents of Moscow said, Mayor Paris said."""
    if not before:
        return False
    last = before[-1]
    small = last.casefold()
    named = last[0].isupper() and len(before) > 1 and small not in words("common") and small not in words("months")
    # among them are compass words, by which a part of a town is called
    return named or small in words("governing") or small in words("compass")


def _governs(after: Sequence[str]) -> bool:
    """Whether it is the subject of a verb of saying or governing, in the active voice."""
    if [word for word in after[:2] if word in {",", "which"}] == [",", "which"]:
        after = after[2:]
    # and its allies
    if after[:2] == ["and", "its"]:
        after = after[3:]
    helper = ""
    for i, word in enumerate(after):
        small = word.casefold()
        if small.endswith("ly") or small in words("adverbs") or small in words("months"):
            continue
        if small in words("auxiliaries"):
            # has been, is to: the last one tells what form of the verb follows
            helper = "be" if small in words("being") else "have" if small in words("having") else "do"
            continue
        following = after[i + 1].casefold() if i + 1 < len(after) else "."
        if helper == "be" and small in words("willing"):
            return following == "to"
        if helper == "do" and small in words("done"):
            # London must stop, Beijing did it
            return following in _ENDS
        if small in forms("longings") and following != "to":
            return _are_longed_for(after[i + 1 : i + _PHRASE]) and _is_said_of_rulers(small, following, helper)
        return _is_said_of_rulers(small, following, helper)
    return False


def _are_longed_for(phrase: Sequence[str]) -> bool:
    """Whether some words behind wanting or planning are for what governments want: talks, weapons, not rain."""
    return any(word.casefold() in words(name) for word in phrase for name in ("longed_for", "governments", "parties"))


def _is_said_of_rulers(verb: str, following: str, helper: str) -> bool:
    form = forms("says").get(verb) or forms("acts").get(verb)
    if form is None and verb in forms("strikes"):
        # Kyiv hit by drones, Kabul attacked overnight: headlines leave out the verb to be; Kabul attacks are a noun
        is_active = following.isalnum() and following not in words("after_passives")
        form = forms("strikes")[verb] & ~Form.THIRD if is_active else None
    elif helper == "be" and forms("addresses").get(verb, Form.BASE) & Form.PAST:
        return True
    if form is None:
        return False
    wanted = {"": Form.FINITE, "have": Form.PAST, "do": Form.BASE, "be": Form.ING}[helper]
    return bool(form & wanted) and (following != "by" or verb in forms("answers"))
