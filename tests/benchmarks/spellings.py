"""Spellings with their places: variants in a gazetteer, and OCHA's names of Syria's communities."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from geo import Gazetteer, Place
from geo.geometry.sphere import distance_km
from geo.names.romanisation import similarity
from geo.names.spelling import normalise, normalise_all

COUNTRIES = ("SY", "IQ", "LB")
AROUND = ("SY", "IQ", "LB", "TR", "JO")
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652 ]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\s'\u2018\u2019\u02bb\u02bc\u02be\u02bf`.-]{4,}")
# difference of scores within which two spellings are equally good
_ALIKE = 1e-9


def variants(places: Sequence[Place], *, arabic: bool) -> list[tuple[str, Place, list[str]]]:
    """Return all spellings of places, each with its place and the place's other names in Latin letters."""
    found = []
    for place in places:
        latin = [name for name in place.names if _LATIN.fullmatch(name)]
        for name in place.names:
            others = [other for other in latin if other != name]
            if others and (_ARABIC if arabic else _LATIN).fullmatch(name):
                found.append((name, place, others))
    return found


def recall_at_one(gazetteer: Gazetteer, spellings: Sequence[tuple[str, Place, list[str]]]) -> float:
    """Return the share of spellings whose own place comes first among all, found without the spelling itself."""
    right = []
    for name, place, others in spellings:
        key = normalise(name)
        likeness: dict[str, float] = {}
        for fit in [*gazetteer.find(name), *gazetteer.similar(name, COUNTRIES, at_least=0.5)]:
            if fit.place.id == place.id or fit.country not in COUNTRIES or not fit.place.is_settlement:
                continue
            likeness[fit.place.id] = max(likeness.get(fit.place.id, 0.0), fit.similarity)
        same = key in normalise_all(others)
        own = 1.0 if same else max(similarity(name, other) for other in others)
        right.append(own >= max(likeness.values(), default=0.0) - _ALIKE)
    return float(np.mean(right))


def communities(path: Path, places: Sequence[Place]) -> Iterator[tuple[str, set[str]]]:
    """Yield OCHA's English names of communities that are in the gazetteer (near, similar in Arabic), with their ids."""
    lat, lon = np.array([place.lat for place in places]), np.array([place.lon for place in places])
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            near = np.flatnonzero(distance_km(float(row["lat"]), float(row["lon"]), lat, lon) < 3.0)
            same = {
                places[i].id
                for i in near
                if normalise(row["name_ar"]) in normalise_all(places[i].names)
                or similarity(row["name_ar"], places[i].name) > 0.75
            }
            if same:
                yield row["name_en"], same


def first(gazetteer: Gazetteer, name: str, countries: Sequence[str]) -> set[str]:
    """Return the ids of the settlements of a name, or else of the one with the most similar name."""
    exact = {fit.place.id for fit in gazetteer.find(name) if fit.country in countries and fit.place.is_settlement}
    if exact:
        return exact
    alike = [fit for fit in gazetteer.similar(name, countries, at_least=0.5) if fit.place.is_settlement]
    return {max(alike, key=lambda fit: fit.similarity).place.id} if alike else set()
