"""What speaks for a candidate by itself: how the name fits, what kind of place it is, how large, and who lists it."""

from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.name_table import How
from geo.gazetteer.place_columns import KINDS, codes_of, is_area
from geo.geocoding.weights import FEATURES

AT: Mapping[str, int] = {name: i for i, name in enumerate(FEATURES)}
"""Where each feature stands in a row."""

# inhabitants of a place of which nobody knows the number, and of a country's smallest towns in the world gazetteer
_HAMLET = 500.0
_MANY_NAMES = 10.0
# sizes of gazetteers between which a place wins the less the more it has beside it: each gazetteer is as likely to know
# what is meant, so that one place of the 300 of a dossier is likelier than one of the world's
_CROWD, _FEW = 250_000, 300
# by how much more its town is meant where a division's own name is another than that of the town
_NOT_ITS_NAME = 3.0


def _rows_of(names: Sequence[str]) -> Floats:
    """Give one row of features a name, with a one where the feature of that name stands."""
    return np.array([[float(feature == name) for feature in FEATURES] for name in names])


_BY_HOW = _rows_of([how.name.lower() for how in How])
_BY_KIND = _rows_of(KINDS)


def features_of(candidates: Candidates, kinds: Sequence[frozenset[str]], sizes: Sequence[int]) -> Floats:
    """Give the features that need no company; those that do are zero.

    Parameters
    ----------
    candidates : Candidates
        Of all names.
    kinds : sequence of frozenset of str
        The kinds of places that the text calls each name; empty where it says nothing.
    sizes : sequence of int
        How many places each of the gazetteers has.

    Returns
    -------
    array (candidates, features)
        In the order of `geo.geocoding.weights.FEATURES`.
    """
    places = candidates.places
    features: Floats = _BY_HOW[candidates.how] + _BY_KIND[places["kind"]]
    features[:, AT["unlike"]] = 1 - candidates.similarity
    features[:, AT["qualified"]] = candidates.qualified
    features[:, AT["own"]] = np.array([log(_CROWD / min(max(size, _FEW), _CROWD)) for size in sizes])[candidates.rank]
    settled = ~is_area(places)
    size = np.log(np.maximum(places["population"], _HAMLET) / _HAMLET)
    features[:, AT["size"]] = size * settled
    features[:, AT["people"]] = size * ~settled
    features[:, AT["fame"]] = np.log1p(places["names"] / _MANY_NAMES) * settled
    # an oblast has an adjective for its name (Khersonska) and is called like its town only with the word oblast
    features[:, AT["eponym"]] = _eponyms(candidates) * np.where(candidates.how == How.ALIAS, _NOT_ITS_NAME, 1.0)
    for name in (name for name, meant in enumerate(kinds) if meant):
        _mark_meant(features, candidates, name, kinds[name])
    return features


def _eponyms(candidates: Candidates) -> NDArray[np.bool_]:
    """Tell which divisions have a town of their own name in them, among the candidates of that name."""
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
    some = candidates.of(name)
    part = slice(some.start, some.stop)
    kind = candidates.places["kind"][part]
    said = np.array([(one if one != "capital" else "place") in meant for one in KINDS], dtype=np.bool_)[kind]
    features[part, AT["meant"]] = said
    features[part, AT["not_meant"]] = ~said
    features[part, AT["eponym"]] *= ~said
