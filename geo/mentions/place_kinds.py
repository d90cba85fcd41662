"""Kinds of place that a text states or implies for a name: a province, a district, a settlement."""

from collections.abc import Sequence

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import AREAL, Place
from geo.languages.area_names import areas
from geo.languages.words import word_list
from geo.mentions.beside import Beside

_AREAS = frozenset(AREAL)
_SETTLEMENT = frozenset({"place"})
# inhabitants of a city
_CITY = 50_000


def kinds_beside(beside: Beside) -> frozenset[str]:
    """Return the kinds of place that the words beside a name state: ``province of X``, ``X province``, ``X city``.

    Examples
    --------
    >>> sorted(kinds_beside(Beside(before="of", second_before="province")))
    ['province']
    """
    after = {beside.after.casefold()} - word_list("kinds_after_peoples")
    before = beside.second_before if beside.before in word_list("genitives") else beside.before
    return kinds_of([*after, before])


def kinds_meant(name: str, beside: Beside, gazetteer: Gazetteer, *, in_facility: bool = False) -> frozenset[str]:
    """Return the kinds of place that the words beside a name imply: an area in *northern X*, a town in *shells hit X*.

    If the gazetteer has settlements and areas of this name, a kind is implied only if both are in the same country.
    Troops that entered Borno entered the state, since Nigeria has no town of this name.

    Examples
    --------
    >>> from geo.gazetteer.place import Place
    >>> known = Gazetteer.of(
    ...     [
    ...         Place("1", "Borno", 11.9, 13.1, kind="province", country="NG"),
    ...         Place("2", "Borno", 45.9, 10.2, country="IT"),
    ...         Place("3", "Idlib", 35.9, 36.6, country="SY"),
    ...         Place("4", "Idlib", 35.8, 36.7, kind="province", country="SY"),
    ...     ]
    ... )
    >>> entered, northern = Beside(before="entered"), Beside(before="northern", second_before="in")
    >>> [sorted(kinds_meant(name, entered, known)) for name in ("Borno", "Idlib")]
    [[], ['place']]
    >>> "province" in kinds_meant("Idlib", northern, known), "place" in kinds_meant("Idlib", northern, known)
    (True, False)
    """
    if in_facility and name in areas():
        return _SETTLEMENT
    if is_part(beside):
        return _AREAS if name in areas() or _is_areal(name, gazetteer) else frozenset()
    if (is_aimed_at(beside) or beside.dateline) and name not in areas():
        towns, areal = _places_called(name, gazetteer)
        within = {place.country for place in areal}
        return _SETTLEMENT if not areal or any(place.country in within for place in towns) else frozenset()
    return frozenset()


def _is_areal(name: str, gazetteer: Gazetteer) -> bool:
    """Return True if an area has the name, in the country of the largest town of that name if there is one."""
    towns, areal = _places_called(name, gazetteer)
    largest = max(towns, key=lambda place: place.population or 0, default=None)
    # a region lies in several countries
    within = {place.country for place in areal}
    return bool(areal) and (largest is None or not within.isdisjoint({largest.country, None}))


def is_town(name: str, gazetteer: Gazetteer) -> bool:
    """Return True if a town can have a name; the name of a country or state only if one of its cities has this name."""
    if name not in areas():
        return True
    towns, areal = _places_called(name, gazetteer)
    within = {place.country for place in areal}
    return any(place.country in within and (place.population or 0) >= _CITY for place in towns)


def is_part(beside: Beside) -> bool:
    """Return True if a text speaks of a part of a place only: ``northern X``.

    Examples
    --------
    >>> is_part(Beside(before="eastern", second_before="in")), is_part(Beside(before="of", second_before="east"))
    (True, False)
    """
    return beside.before in word_list("compass")


def is_aimed_at(beside: Beside) -> bool:
    """Return True if the word before a name is used of towns: shells hit X, troops withdrew from X or are near X.

    Texts that mean the province around a town add the word province.
    """
    return beside.before in word_list("aimed") or beside.is_moved_from


def kinds_of(words: Sequence[str]) -> frozenset[str]:
    """Return the kinds of places that some words name.

    Examples
    --------
    >>> sorted(kinds_of(["governorate", "village", "war"]))
    ['place', 'province']
    """
    kinds: set[str] = set()
    for word in words:
        if word in word_list("province"):
            kinds.add("province")
        elif word in word_list("district"):
            kinds.add("district")
        elif word in word_list("town"):
            kinds.add("place")
    return frozenset(kinds)


def _places_called(name: str, gazetteer: Gazetteer) -> tuple[list[Place], list[Place]]:
    """Return the settlements and the areas of a name."""
    places = [fit.place for fit in gazetteer.find(name)]
    return [place for place in places if place.is_settlement], [place for place in places if not place.is_settlement]
