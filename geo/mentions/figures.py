"""The sense of a name: whether the place itself is meant, and what kind of place the text calls it."""

from collections.abc import Sequence
from typing import NamedTuple

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import AREAL, Place
from geo.languages.area_names import areas, peoples
from geo.languages.words import words
from geo.mentions.cues import Beside
from geo.mentions.mention import BACKER, GOVERNMENT, MOVEMENT, PART_OF_NAME, PEOPLE

_AREAS = frozenset(AREAL)
_CITY = 50_000
_TOWN = frozenset({"place"})


class Sense(NamedTuple):
    """What is meant by a name where it is not the place, as `Mention.figure` has it, and what tells so."""

    figure: str | None
    reason: str


LITERAL = Sense(None, "a place name")
RULERS = Sense(GOVERNMENT, "a government, by its capital")
A_PEOPLE = Sense(PEOPLE, "a people or what belongs to a country")


def part_of(longer: str) -> Sense:
    """Give the sense of a name that is part of a longer one."""
    return Sense(PART_OF_NAME, f"part of a longer name ({longer})")


def sense(name: str, beside: Beside, *, in_facility: bool = False) -> Sense:
    """Tell whether the place itself is meant, and why so; hospitals and bases are `in_facility` of their town.

    Examples
    --------
    >>> sense("Geneva", Beside("the", "of", "Convention", False, None))
    Sense(figure='part of a name', reason='the name of something called after it (Geneva Convention)')
    """
    after = beside.after.casefold()
    found = named_after(name)
    if found.figure:
        return found
    if beside.joined in words("behind"):
        return Sense(BACKER, f"who stands behind somebody ({name}-{beside.joined})")
    if in_facility:
        return LITERAL
    if after in words("processes"):
        return Sense(PART_OF_NAME, f"the name of something called after it ({name} {beside.after})")
    if beside.after[:1].isupper() and after in words("organisations") and not kinds_of([after]):
        return part_of(f"{name} {beside.after}")
    return LITERAL


def named_after(name: str) -> Sense:
    """Tell whether a name is that of a people or movement, whatever stands beside it."""
    if name.casefold() in words("movements"):
        return Sense(MOVEMENT, "a movement, not a place")
    return A_PEOPLE if name in peoples() else LITERAL


def kinds_beside(beside: Beside) -> frozenset[str]:
    """Tell what kinds of places a text calls a name: ``province of X``, ``X province``, ``X city``.

    Examples
    --------
    >>> sorted(kinds_beside(Beside("of", "province", "", False, None)))
    ['province']
    """
    # the Syrian capital is no place called Syrian
    after = {beside.after.casefold()} - {"capital", ""}
    return kinds_of([*after, beside.second_before if beside.before == "of" else beside.before])


def kinds_meant(name: str, beside: Beside, gazetteer: Gazetteer, *, in_facility: bool = False) -> frozenset[str]:
    """Tell what kinds of places a text means by a name without saying so: northern X is an area, X that is hit a town.

    Nothing is told where the gazetteer has no such place of the name in the country of the towns, or of the areas, of
    that name: of Borno in Nigeria the troops can only have entered the state.

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
    >>> entered, northern = Beside("entered", "", "", False, None), Beside("northern", "in", "", False, None)
    >>> [sorted(kinds_meant(name, entered, known)) for name in ("Borno", "Idlib")]
    [[], ['place']]
    >>> "province" in kinds_meant("Idlib", northern, known), "place" in kinds_meant("Idlib", northern, known)
    (True, False)
    """
    if in_facility and name in areas():
        return _TOWN
    if is_part(beside) and name in areas():
        return _AREAS
    if is_part(beside):
        towns, areal = _places_called(name, gazetteer)
        largest = max(towns, key=lambda place: place.population or 0, default=None)
        # a region lies in several countries
        within = {place.country for place in areal}
        is_area = areal and (largest is None or not within.isdisjoint({largest.country, None}))
        return _AREAS if is_area else frozenset()
    if (is_aimed_at(beside) or beside.dateline) and name not in areas():
        towns, areal = _places_called(name, gazetteer)
        within = {place.country for place in areal}
        return _TOWN if not areal or any(place.country in within for place in towns) else frozenset()
    return frozenset()


def is_town(name: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a name can be that of a town: of countries and states, where one of their cities has it as well."""
    if name not in areas():
        return True
    towns, areal = _places_called(name, gazetteer)
    within = {place.country for place in areal}
    return any(place.country in within and (place.population or 0) >= _CITY for place in towns)


def _places_called(name: str, gazetteer: Gazetteer) -> tuple[list[Place], list[Place]]:
    """Give the settlements and the areas of a name."""
    places = [fit.place for fit in gazetteer.find(name)]
    return [place for place in places if place.is_settlement], [place for place in places if not place.is_settlement]


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
