"""The model that weighs candidates: how a name fits, what kind of place it is, its size, and the company of all names.

Every candidate gets a sum of weighted features in log-odds; a softmax over the candidates of a name and over "none of
these" makes probabilities of them. The company of a name is what was stated beforehand (`geo.geocoding.context`)
and the most probable places of all other names, each with its probability; it is found by a few rounds from the names
alone (mean field). The weights are those of a conditional logit, see `geo.geocoding.weights`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.name_table import is_new
from geo.gazetteer.place_columns import code_of, codes_of, country_of
from geo.gazetteer.place_index import CHOSEN
from geo.geocoding.context import AROUND_DEG, Company, reach_km
from geo.geocoding.features import AT, features_of
from geo.geocoding.relations import Pairs
from geo.geocoding.weights import FEATURES, WEIGHTS
from geo.geometry.sphere import Bounds, widened

Term = Literal["name", "own", "kind", "size", "near", "country", "within"]
TERMS: tuple[Term, ...] = ("name", "own", "kind", "size", "near", "country", "within")
"""The features in groups that a person can follow; what reasons are made of."""
_GROUPS: dict[Term, tuple[str, ...]] = {
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
_TERM_OF = np.array([[name in _GROUPS[term] for term in TERMS] for name in FEATURES], dtype=np.float64)
# features that tell which areas a candidate lies in that are named too: country, province, district, directly after
# its name, directly before
_WITHIN = [AT[name] for name in ("named_country", "named_province", "named_district", "next_within", "before_within")]

# names judge one another until none changes its mind, and no longer than this
_ROUNDS = 8
_SURE = 0.8
_SHARE_OF_NAMES = 0.1
# closeness and share of the company that speak neither for nor against a candidate
_USUAL_CLOSENESS, _USUAL_SHARE = 0.2, 0.3
# names' worth of company at which it counts half
_DOUBT = 0.5
# the size of a city of a million, as the feature of that name has it
_METROPOLIS = 7.6
# before anybody knows, how likely each candidate is
_UNTOLD = 0.3


@dataclass(frozen=True, slots=True)
class Order:
    """Which names of a text follow one another: `first` is followed directly by `second`, both by their numbers."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]

    @classmethod
    def of(cls, names: Sequence[str], text: Sequence[str]) -> "Order":
        """Take the order of a text, of which some names are weighed; a name that follows itself tells nothing."""
        number = {name: i for i, name in enumerate(names)}
        given = [number.get(name) for name in text]
        pairs = {(one, two) for one, two in pairwise(given) if one is not None and two is not None and one != two}
        kept = np.array(sorted(pairs), dtype=np.intp).reshape(-1, 2)
        return cls(kept[:, 0], kept[:, 1])


class Weighing:
    """Candidates of several names, weighed jointly.

    Parameters
    ----------
    candidates : Candidates
        Of all names.
    kinds : sequence of frozenset of str
        The kinds of places that the text calls each name; empty where it says nothing.
    order : Order
        Which names follow one another in the text.
    company : Company
        What was stated beforehand.
    sizes : sequence of int
        How many places each of the joined gazetteers has.
    weights : array, optional
        One weight a feature of `geo.geocoding.weights.FEATURES`, and last that of "none of these"; the fitted ones
        without it.

    Attributes
    ----------
    features : array (candidates, features)
        What speaks for and against every candidate, name after name.
    scores : array (candidates,)
        The probability of every candidate, name after name.
    chosen : array (candidates,)
        Whether a candidate stands in a list of chosen places.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - all that a choice depends on
        self,
        candidates: Candidates,
        kinds: Sequence[frozenset[str]],
        order: Order,
        company: Company,
        sizes: Sequence[int],
        weights: Floats | None = None,
    ) -> None:
        self.candidates = candidates
        self.kinds = kinds
        self.company = company
        self._weights = WEIGHTS if weights is None else weights
        self._order = order
        self._owner = candidates.name
        is_first = is_new(self._owner)
        self._starts = np.flatnonzero(is_first)
        self._nth = np.cumsum(is_first) - 1
        self._lat, self._lon = candidates.places["lat"], candidates.places["lon"]
        self._reach = reach_km(candidates.places)
        self._codes = codes_of(candidates.places)
        self.features: Floats = features_of(candidates, kinds, sizes)
        self.chosen = np.array([size <= CHOSEN for size in sizes])[candidates.rank]
        self.scores: Floats = np.zeros(len(candidates))
        if len(candidates):
            self._pairs = Pairs(candidates, self._reach, self._codes)
            self._settle()

    def terms(self, name: int) -> Floats:
        """Tell what each group of features adds to the log-odds of a name's candidates, in the order of `TERMS`."""
        some = self.candidates.of(name)
        terms: Floats = (self.features[some.start : some.stop] * self._weights[:-1]) @ _TERM_OF
        return terms

    @cached_property
    def together(self) -> NDArray[np.bool_]:
        """Tell which candidates are entries of one place; see `geo.geocoding.relations.Pairs`."""
        return self._pairs.together()

    @property
    def evidence(self) -> float:
        """How well all names fit what was stated beforehand and one another, in log-odds: for comparing weighings."""
        if not len(self.candidates):
            return 0.0
        _, total, top = self._parts(self.features @ self._weights[:-1])
        return float((np.log(total) + top).sum())

    def distance_km(self, first: int, second: int) -> float:
        """Give the distance between two candidates."""
        return float(self._pairs.distance_km[first, second])

    def evident_countries(self) -> set[str]:
        """Give the countries in which the company lies, by what was stated and by names that are surely resolved."""
        best = self._best()
        sure = self.candidates.places["country"][best[self.scores[best] >= _SURE]].tolist()
        often = {country_of(code) for code, names in Counter(sure).items() if names >= _SHARE_OF_NAMES * len(sure)}
        return {country for country in often if country} | self.company.countries

    def evident_bounds(self) -> Bounds | None:
        """Give west, south, east and north (degrees) of the towns surely resolved; None where there are none."""
        best = self._best()
        sure = best[(self.scores[best] >= _SURE) & (self._codes.own[best] == 0)]
        if not len(sure):
            return None
        lat, lon = self._lat[sure], self._lon[sure]
        sides = float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
        return widened(sides, AROUND_DEG, AROUND_DEG)

    def _settle(self) -> None:
        """Let the names judge one another until their choice no longer changes."""
        self._state()
        # in the first round nobody knows where the others are
        best = np.zeros(0, dtype=np.intp)
        for turn in range(_ROUNDS):
            chance = np.sqrt(self.scores) if turn else np.full(len(self.scores), _UNTOLD)
            if len(best) or self._stated_weight.any():
                self._weigh_company(best)
            self._weigh_neighbours(chance)
            self._weigh_areas(chance)
            self.scores = self._softmax(self.features @ self._weights[:-1])
            before, best = best, self._best()
            if turn and np.array_equal(before, best):
                break

    def _best(self) -> NDArray[np.intp]:
        """Give each name's most probable candidate, for the names that have candidates."""
        return np.lexsort((-self.scores, self._owner))[self._starts]

    def _state(self) -> None:
        """Note what was stated beforehand: as company of a name's own, and as what was meant by it."""
        countries = self.candidates.places["country"]
        named, meant = (
            np.isin(countries, [code_of(country) for country in stated]) if stated else np.zeros(len(countries))
            for stated in (self.company.named, self.company.countries)
        )
        self.features[:, AT["stated"]] = named
        self._stated_weight = np.array([[self.company.weight()], [self.company.country_weight()], [0.0]])
        self._stated = np.zeros((3, len(countries)))
        self._stated[0] = self.company.closeness(self._lat, self._lon, self._reach)
        self._stated[1] = self.company.country_weight() * meant
        self._least_near = np.where(self.chosen, 0.0, -np.inf)
        self._is_capital = self.features[:, AT["capital"]] > 0
        self._located = np.array([np.ones(len(countries)), self._codes.country != 0, self._codes.province != 0])
        self._known = np.minimum(self.features[:, AT["size"]] / _METROPOLIS, 1.0) * self._located[1]
        self._inside = self._inside_areas()
        self._settled_starts = np.flatnonzero(is_new(self._owner[self._pairs.settled]))

    def _weigh_company(self, best: NDArray[np.intp]) -> None:
        """Compare with the most probable places of the other names, each by its probability."""
        certainty = self.scores[best] * self._located[:, best]
        total = certainty.sum(axis=1, keepdims=True) + self._stated_weight
        if len(best):
            total = np.maximum(total - certainty[:, self._nth], self._stated_weight)
        share = (self._pairs.company(best) @ certainty[:, :, None])[:, :, 0] + self._stated
        share /= np.maximum(total, 1e-9)
        close, country, province = share
        # the more company, the more it says
        strength = total / (total + _DOUBT)
        near = strength[0] * np.log(np.maximum(close, 1e-3) / _USUAL_CLOSENESS)
        # whoever lists a few places lists them on purpose: that one of them lies far off says nothing against it
        self.features[:, AT["near"]] = np.maximum(near, self._least_near)
        same = strength[1] * np.log((country + 0.05) / _USUAL_SHARE)
        # a capital stands for its country, and is spoken of everywhere, where no place at home has its name
        alone = np.maximum.reduceat(same, self._starts)[self._nth] <= 0
        same = np.maximum(same, same * np.where(alone & self._is_capital, 0.7, 1.0))
        # a place of which nobody said the country is neither in it nor out of it
        self.features[:, AT["same_country"]] = same * self._located[1]
        # and so is a large city
        self.features[:, AT["known_abroad"]] = self._known * alone * np.maximum(-same, 0.0)
        self.features[:, AT["same_province"]] = strength[2] * province

    def _weigh_neighbours(self, chance: Floats) -> None:
        """Count the other names that may mean a place in the neighbourhood, however well known that is by itself."""
        settled = self._pairs.settled
        if len(settled):
            near = np.maximum.reduceat(self._pairs.neighbouring * chance[settled], self._settled_starts, axis=1)
            self.features[:, AT["neighbours"]] = np.log1p(near.sum(axis=1))

    def _inside_areas(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Give the candidates and the areas they lie in, and as which of `_WITHIN` that counts: a row each."""
        names = int(self._owner[-1]) + 1
        follows = np.zeros((names, names), dtype=np.bool_)
        known = (self._order.first < names) & (self._order.second < names)
        follows[self._order.first[known], self._order.second[known]] = True
        kind, inside, area = np.nonzero(self._pairs.inside)
        area = self._pairs.areas[area]
        name, named = self._owner[inside], self._owner[area]
        after, before = np.flatnonzero(follows[name, named]), np.flatnonzero(follows[named, name])
        some = np.concatenate([np.arange(len(kind)), after, before])
        counts_as = np.concatenate([kind, np.full(len(after), 3), np.full(len(before), 4)])
        return inside[some], area[some], counts_as

    def _weigh_areas(self, chance: Floats) -> None:
        """See which countries and divisions are named themselves, and which directly beside a name."""
        inside, area, counts_as = self._inside
        if len(inside):
            holds, within = np.zeros(len(chance)), np.zeros(len(chance) * len(_WITHIN))
            np.maximum.at(holds, area, chance[inside])
            np.maximum.at(within, inside * len(_WITHIN) + counts_as, chance[area])
            self.features[:, AT["holds"]] = holds
            self.features[:, _WITHIN] = within.reshape(-1, len(_WITHIN))

    def _softmax(self, odds: Floats) -> Floats:
        shifted, total, _ = self._parts(odds)
        scores: Floats = shifted / total[self._nth]
        return scores

    def _parts(self, odds: Floats) -> tuple[Floats, Floats, Floats]:
        """Give the odds of candidates, name by name their sum with that of none, and the logarithm of their scale."""
        none = float(self._weights[-1])
        top = np.maximum(np.maximum.reduceat(odds, self._starts), none)
        shifted = np.exp(odds - top[self._nth])
        return shifted, np.add.reduceat(shifted, self._starts) + np.exp(none - top), top
