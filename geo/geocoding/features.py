"""Features of a candidate: fit of the name, kind and size of the place, size of its gazetteer; and their weights."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log
from typing import Literal

import numpy as np

from geo.arrays import Flags, Floats
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.name_table import How
from geo.gazetteer.place_columns import KINDS, codes_of, is_area
from geo.names.romanisation import similarity

Term = Literal["name", "own", "kind", "size", "near", "country", "within"]
TERMS: tuple[Term, ...] = ("name", "own", "kind", "size", "near", "country", "within")
"""Groups of features, from which the reasons of decisions are made."""
_FEATURES_OF: dict[Term, tuple[str, ...]] = {
    "name": ("id", "alias", "normalised", "short", "similar", "unlike", "qualified"),
    "own": ("own",),
    "kind": ("country", "province", "district", "continent", "region", "water", "meant", "not_meant", "eponym"),
    "size": ("capital", "size", "fame", "people", "known_abroad"),
    "near": ("near", "neighbours"),
    "country": ("same_country", "stated"),
    "within": (
        "same_province",
        "named_country",
        "named_province",
        "named_district",
        "next_within",
        "before_within",
        "holds",
    ),
}

# population assumed where it is unknown: the population of the smallest towns of the world gazetteer
_DEFAULT_POPULATION = 500.0
_MANY_NAMES = 10.0
# limits to which the sizes of gazetteers are clipped. All gazetteers are equally likely to contain the place of a name,
# so that each of the 300 places of a dossier is likelier than each place of the world
_LARGEST, _SMALLEST = 250_000, 300
# a place with this many times the inhabitants of its namesake, and this similar a first name, is not outnamed by it
_FAR_LARGER, _RESPELLED = 100, 0.8
# factor on `alias` for a place whose country has another one of that first name, and on `eponym` for a division whose
# main name differs from its town's
_NOT_ITS_NAME = 3.0


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of every feature in log-odds, in the order of the features, and last the weight of ``none``.

    Examples
    --------
    >>> list(weights())[0], list(weights())[-1]
    ('id', 'none')
    """
    return tomllib.loads(files("geo.geocoding").joinpath("weights.toml").read_text(encoding="utf-8"))


@cache
def feature_columns() -> Mapping[str, int]:
    """Return the column of every feature in an array of features."""
    return {name: i for i, name in enumerate(weights()) if name != "none"}


@cache
def features_by_term() -> Floats:
    """Return an array (features, terms) with 1 where a feature belongs to a term of `TERMS`."""
    return np.array([[name in _FEATURES_OF[term] for term in TERMS] for name in feature_columns()], dtype=np.float64)


@cache
def _features_by_how() -> Floats:
    return _rows_of([how.name.lower() for how in How])


@cache
def _features_by_kind() -> Floats:
    return _rows_of(KINDS)


def _rows_of(names: Sequence[str]) -> Floats:
    """Return one row of features for each name, with 1 in the column of the feature of that name."""
    return np.array([[float(feature == name) for feature in feature_columns()] for name in names])


def features_of(candidates: Candidates, kinds: Sequence[frozenset[str]], sizes: Sequence[int]) -> Floats:
    """Compute the features that do not depend on the context; all other columns are zero.

    Parameters
    ----------
    candidates : Candidates
        Candidates of all names.
    kinds : sequence of frozenset of str
        For each name, the kinds of place that the text states for it; empty if it states none.
    sizes : sequence of int
        Number of places in each of the joined gazetteers.

    Returns
    -------
    array (candidates, features)
        Columns in the order of `feature_columns`.
    """
    places, column = candidates.places, feature_columns()
    features: Floats = _features_by_how()[candidates.how] + _features_by_kind()[places["kind"]]
    features[:, column["alias"]] *= np.where(_outnamed(candidates), _NOT_ITS_NAME, 1.0)
    features[:, column["unlike"]] = 1 - candidates.similarity
    features[:, column["qualified"]] = candidates.qualified
    own = np.array([log(_LARGEST / min(max(size, _SMALLEST), _LARGEST)) for size in sizes])
    features[:, column["own"]] = own[candidates.rank]
    settled = ~is_area(places)
    size = np.log(np.maximum(places["population"], _DEFAULT_POPULATION) / _DEFAULT_POPULATION)
    features[:, column["size"]] = size * settled
    features[:, column["people"]] = size * ~settled
    features[:, column["fame"]] = np.log1p(places["names"] / _MANY_NAMES) * settled
    # the main name of an oblast is an adjective (Khersonska); texts use the name of its town only with the word oblast
    by_alias = np.where(candidates.how == How.ALIAS, _NOT_ITS_NAME, 1.0)
    features[:, column["eponym"]] = _eponyms(candidates) * by_alias
    for name in (name for name, meant in enumerate(kinds) if meant):
        _mark_meant(features, candidates, name, kinds[name])
    return features


def _outnamed(candidates: Candidates) -> Flags:
    """Mark places found by a further name that is the first name of another place of their country.

    A city is not outnamed by a village of its own name in another spelling.
    """
    countries, people = candidates.places["country"].tolist(), candidates.places["population"].tolist()
    pairs = list(zip(candidates.name.tolist(), countries, strict=True))
    exact = np.flatnonzero((candidates.how == How.EXACT) & ~is_area(candidates.places)).tolist()
    named = {pairs[i]: i for i in sorted(exact, key=people.__getitem__)}

    def is_outnamed(i: int) -> bool:
        other = named.get(pairs[i])
        if other is None or people[i] < _FAR_LARGER * max(people[other], 1):
            return other is not None
        return similarity(candidates.place(i).name, candidates.place(other).name) < _RESPELLED

    return np.array([is_outnamed(i) for i in range(len(pairs))], dtype=np.bool_)


def _eponyms(candidates: Candidates) -> Flags:
    """Mark divisions that contain a town among the candidates of the same name."""
    places = candidates.places
    areas = np.flatnonzero(places["own"])
    marked = np.zeros(len(candidates), dtype=np.bool_)
    if len(areas):
        towns = np.flatnonzero(~is_area(places))
        _, province, district, _ = codes_of(places[towns])
        area = places["own"][areas, None]
        namesakes = candidates.name[areas, None] == candidates.name[towns]
        marked[areas] = (namesakes & ((area == province) | (area == district))).any(axis=1)
    return marked


def _mark_meant(features: Floats, candidates: Candidates, name: int, meant: frozenset[str]) -> None:
    """Set the features of the candidates of a name for which the text states a kind."""
    some, column = candidates.of(name), feature_columns()
    part = slice(some.start, some.stop)
    kind = candidates.places["kind"][part]
    said = np.array([(one if one != "capital" else "place") in meant for one in KINDS], dtype=np.bool_)[kind]
    features[part, column["meant"]] = said
    features[part, column["not_meant"]] = ~said
    features[part, column["eponym"]] *= ~said
