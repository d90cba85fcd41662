"""The sense of a name: whether the place itself is meant, and what kind of place the text calls it."""

from collections.abc import Sequence

from geo.area_names import peoples
from geo.cues import Beside
from geo.words import words


def sense(name: str, beside: Beside) -> tuple[bool, str]:
    """Tell whether the place itself is meant, and why so.

    Examples
    --------
    >>> sense("Geneva", Beside("the", "of", "Convention", False, None))
    (False, 'the name of something called after it (Geneva Convention)')
    """
    after = beside.after.casefold()
    literal, reason = named_after(name)
    if not literal:
        return literal, reason
    if after in words("processes"):
        return False, f"the name of something called after it ({name} {beside.after})"
    if beside.after[:1].isupper() and after in words("organisations") and not kinds_of([after]):
        return False, f"part of a longer name ({name} {beside.after})"
    return True, "a place name"


def named_after(name: str) -> tuple[bool, str]:
    """Tell whether a name is that of a people or movement, whatever stands beside it."""
    if name.casefold() in words("movements"):
        return False, "a movement, not a place"
    if name in peoples():
        return False, "a people or what belongs to a country"
    return True, "a place name"


def kinds_beside(beside: Beside) -> frozenset[str]:
    """Tell what kinds of places a text calls a name: ``province of X``, ``X province``, ``X city``.

    Examples
    --------
    >>> sorted(kinds_beside(Beside("of", "province", "", False, None)))
    ['province']
    """
    # the Syrian capital is no place called Syrian
    after = {beside.after.casefold()} - {"capital", ""}
    called = kinds_of([*after, beside.second_before if beside.before == "of" else beside.before])
    # shells hit a town; who means the province about it says so
    return called or (frozenset({"place"}) if beside.before in words("aimed") else called)


def kinds_of(beside: Sequence[str]) -> frozenset[str]:
    """Tell what kinds of places some words stand for."""
    kinds: set[str] = set()
    for word in beside:
        if word in words("province"):
            kinds |= {"province"}
        elif word in words("district"):
            kinds |= {"district"}
        elif word in words("town"):
            kinds |= {"place"}
    return frozenset(kinds)
