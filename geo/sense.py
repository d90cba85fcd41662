"""The sense of a name: whether the place itself is meant, and what kind of place the text calls it."""

from collections.abc import Sequence

from geo.area_names import areas, peoples
from geo.cues import Beside
from geo.gazetteer import Gazetteer
from geo.place import AREAL
from geo.words import words

_AREAS = frozenset(AREAL)


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
    """Tell what kinds of places a text calls a name: ``province of X``, ``X city``, and ``northern X`` an area.

    Examples
    --------
    >>> sorted(kinds_beside(Beside("of", "province", "", False, None)))
    ['province']
    >>> "place" in kinds_beside(Beside("northern", "in", "", False, None))
    False
    """
    # the Syrian capital is no place called Syrian
    after = {beside.after.casefold()} - {"capital", ""}
    called = kinds_of([*after, beside.second_before if beside.before == "of" else beside.before])
    return called or (_AREAS if is_part(beside) else called)


def is_part(beside: Beside) -> bool:
    """Tell whether a text speaks of a part of a place only: ``northern X``.

    Examples
    --------
    >>> is_part(Beside("eastern", "in", "", False, None)), is_part(Beside("of", "east", "", False, None))
    (True, False)
    """
    return beside.before in words("compass")


def is_aimed_at(beside: Beside) -> bool:
    """Tell whether what is done to a name is done to towns: shells hit X, troops withdrew from X or are near X.

    Who means the province about the town says so.
    """
    before, second = beside.before, beside.second_before
    return before in words("aimed") or (before in {"from", "of", "on"} and second in words("moving"))


def is_town(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is that of a town rather than of a country, or of a division without a town of its name.

    Examples
    --------
    >>> from geo.place import Place
    >>> known = Gazetteer.of(
    ...     [
    ...         Place("1", "Borno", 11.9, 13.1, kind="province", country="NG"),
    ...         Place("2", "Borno", 45.9, 10.2, country="IT"),
    ...         Place("3", "Idlib", 35.9, 36.6, country="SY"),
    ...         Place("4", "Idlib", 35.8, 36.7, kind="province", country="SY"),
    ...     ]
    ... )
    >>> is_town("Borno", known), is_town("Idlib", known)
    (False, True)
    """
    if name in areas():
        return False
    places = [fit.place for fit in gazetteer.find(name)]
    divided = {place.country for place in places if not place.is_settlement}
    return not divided or any(place.is_settlement and place.country in divided for place in places)


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
