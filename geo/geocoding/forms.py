"""Forms in which texts write places: Kobani/Ain al-Arab, Goma airport, Gwoza LGA, 10 km north of Saraqib.

A form has a head, the name that is looked up, and says where its place lies from there, and how exactly.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from geo.gazetteer.place import Place
from geo.geometry.sphere import offset
from geo.languages.language_files import entries, languages

KM_PER_MILE = 1.609
# a direction has eight points: half of the angle between two of them, as a share of the distance
_ASIDE = 0.4
_LEAST_KM = 2.0
# length of text before a name in which a distance may stand
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Form:
    """A name as a text writes it.

    Parameters
    ----------
    head : str
        The name to look up.
    other : str, optional
        Another name of the same place: ``Ain al-Arab`` of ``Kobani/Ain al-Arab``.
    kinds : frozenset of str
        The kinds of place that the form states.
    radius_km : float
        Distance from the place of the head within which the place meant lies; 0 if it is the place of the head.
    km, bearing_deg : float
        Distance and direction from the place of the head, clockwise from north.

    Examples
    --------
    >>> form_of("Goma airport").head, form_of("10 km north of Saraqib").km, form_of("Saraqib")
    ('Goma', 10.0, None)
    """

    head: str
    other: str | None = None
    kinds: frozenset[str] = frozenset()
    radius_km: float = 0.0
    km: float = 0.0
    bearing_deg: float = 0.0

    def applied(self, place: Place) -> Place:
        """Return the place meant, given that of the head: moved, and with the radius within which it lies."""
        if not self.km and not self.radius_km:
            return place
        lat, lon = offset(place.lat, place.lon, bearing_deg=self.bearing_deg, km=self.km)
        radius = max(self.radius_km, place.uncertainty_km or 0.0)
        return replace(place, lat=round(lat, 5), lon=round(lon, 5), uncertainty_km=round(radius, 1))


@lru_cache(maxsize=2_000)
def form_of(name: str) -> Form | None:
    """Return the form of a name; None if it is a bare name."""
    distant = next((match for pattern in _offsets() if (match := pattern.fullmatch(name))), None)
    if distant:
        return _distant(distant)
    for word, radius in _facilities():
        if head := _without(name, word):
            return Form(head, radius_km=radius)
    for word, kind in _divisions():
        if head := _without(name, word):
            return Form(head, kinds=frozenset({kind}))
    one, slash, other = name.partition("/")
    if slash and one.strip() and other.strip():
        return Form(one.strip(), other=other.strip())
    return None


def offset_before(text: str, start: int, end: int) -> Form | None:
    """Return the form of a name between two offsets of a text if a distance and direction stand before it.

    Examples
    --------
    >>> form = offset_before("A base 20 km south of Kadugli was hit.", 22, 29)
    >>> form.head, form.km, form.bearing_deg
    ('Kadugli', 20.0, 180.0)
    """
    before = text[max(0, start - _LOOK_BACK) : end]
    if not any(map(str.isdigit, before)):
        return None
    found = (match for pattern in _offsets() if (match := pattern.search(before)))
    return next((_distant(match) for match in found if match["head"] == text[start:end]), None)


def _distant(match: re.Match[str]) -> Form:
    km = float(match["km"].replace(",", ".")) * (KM_PER_MILE if match["unit"].casefold().startswith("mil") else 1.0)
    bearing = _compass()[match["way"].casefold()]
    return Form(match["head"].strip(), km=km, bearing_deg=bearing, radius_km=max(_ASIDE * km, _LEAST_KM))


def _without(name: str, word: str) -> str | None:
    """Return a name without a word at its end or beginning; None if it does not have it."""
    small, size = name.casefold(), len(word)
    if small.endswith(f" {word}"):
        return name[: -size - 1].strip() or None
    return name[size + 1 :].strip() or None if small.startswith(f"{word} ") else None


@cache
def _offsets() -> tuple[re.Pattern[str], ...]:
    compass = "|".join(map(re.escape, sorted(_compass(), key=len, reverse=True)))
    templates = (one for section in languages("geocoding").values() for one in section.get("offsets", ()))
    return tuple(re.compile(template.replace("{compass}", f"(?:{compass})"), re.IGNORECASE) for template in templates)


@cache
def _compass() -> dict[str, float]:
    return {word: float(way) for one in languages("geocoding").values() for word, way in one["compass"].items()}


@cache
def _facilities() -> list[tuple[str, float]]:
    """Return the words for buildings and works, longest first, with the distance from their town in km."""
    listed = ((word, float(km)) for one in languages("geocoding").values() for word, km in one["facilities"].items())
    return sorted(listed, key=lambda pair: -len(pair[0]))


@cache
def _divisions() -> list[tuple[str, str]]:
    return sorted(_divisions_listed(), key=lambda pair: -len(pair[0]))


def _divisions_listed() -> Iterator[tuple[str, str]]:
    for section in languages("geocoding").values():
        for kind, words in section["kinds"].items():
            yield from ((word, kind) for word in entries(words))
