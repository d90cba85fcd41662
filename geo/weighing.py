"""The model that weighs candidates: how a name fits, what kind of place it is, its size, and the company of all names.

Every candidate gets a sum of weighted features in log-odds; a softmax over the candidates of a name and over "none of
these" makes probabilities of them. The company of a name is what was stated beforehand (`geo.company`) and the most
probable places of all other names, each with its probability; it is found by a few rounds from the names alone (mean
field). The weights are those of a conditional logit, fitted by `tests/benchmarks/fit_weights.py` on a corpus whose true
places are known, with the documents held out in turn.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.company import Company, closeness
from geo.lookup import Arrays, Lookup
from geo.sphere import distance_km
from geo.weights import FEATURES, WEIGHTS

Floats = NDArray[np.float64]
Term = Literal["name", "own", "kind", "size", "near", "country", "within"]
TERMS: tuple[Term, ...] = ("name", "own", "kind", "size", "near", "country", "within")
"""The features in groups that a person can follow; what reasons are made of."""
_GROUPS: dict[Term, tuple[str, ...]] = {
    "name": ("id", "alias", "normalised", "short", "similar", "unlike", "qualified"),
    "own": ("own",),
    "kind": ("country", "province", "district", "continent", "region", "water", "meant", "not_meant", "eponym"),
    "size": ("capital", "size", "fame"),
    "near": ("near", "neighbours"),
    "country": ("same_country", "stated"),
    "within": ("same_province", "named_country", "named_province", "named_district", "next_within", "before_within"),
}
_AT = {name: i for i, name in enumerate(FEATURES)}
_TERM_OF = np.array([[name in _GROUPS[term] for term in TERMS] for name in FEATURES], dtype=np.float64)

_ROUNDS = 4
# candidates times names whose distances are computed at once: 32 MB
_BLOCK = 4_000_000
_SURE = 0.8
_SHARE_OF_NAMES = 0.1
# around the towns that are known, in degrees, lies what else is meant
_AROUND_DEG = 1.0
# sizes of gazetteers between which a place wins the less the more it has beside it: each gazetteer is as likely to know
# what is meant, so that one place of the 300 of a dossier is likelier than one of the world's
_CROWD, _FEW = 250_000, 300
# what a place wins where it is one of a few thousand at the most
_CHOSEN = 3.0
# closeness and share of the company that speak neither for nor against a candidate
_USUAL_CLOSENESS, _USUAL_SHARE = 0.2, 0.3
# names' worth of company at which it counts half
_DOUBT = 0.5
# within about this, in km, places are neighbours
_NEIGHBOURS_KM = 50.0
# before anybody knows, how likely each candidate is
_UNTOLD = 0.3


@dataclass(frozen=True, slots=True)
class Order:
    """Which names of a text follow one another: `first` is followed directly by `second`, both by their numbers."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]]) -> "Order":
        """Take the pairs of a text; a name that follows itself tells nothing."""
        kept = np.array(sorted({pair for pair in pairs if pair[0] != pair[1]}), dtype=np.intp).reshape(-1, 2)
        return cls(kept[:, 0], kept[:, 1])


class Weighing:
    """Candidates of several names, weighed jointly.

    Parameters
    ----------
    found : sequence of Lookup
        The candidates of each name.
    order : Order
        Which names follow one another in the text.
    company : Company
        What was stated beforehand.
    sizes : sequence of int
        How many places each of the joined gazetteers has.
    weights : array, optional
        One weight a feature of `geo.weights.FEATURES`, and last that of "none of these"; the fitted ones without it.

    Attributes
    ----------
    features : array (candidates, features)
        What speaks for and against every candidate, name after name.
    scores : array (candidates,)
        The probability of every candidate, name after name.
    """

    def __init__(
        self,
        found: Sequence[Lookup],
        order: Order,
        company: Company,
        sizes: Sequence[int],
        weights: Floats | None = None,
    ) -> None:
        self._company = company
        self._weights = WEIGHTS if weights is None else weights
        self._order = order
        counts = [len(lookup.fits) for lookup in found]
        self._owner = np.repeat(np.arange(len(found)), counts)
        self._first = np.cumsum([0, *counts])
        arrays = [lookup.arrays for lookup in found if lookup.fits]
        joined = Arrays.joined(arrays)
        self._lat, self._lon, self._reach = joined.lat, joined.lon, joined.reach
        self._country, self._province, self._district, self._area = joined.codes.T
        self.features: Floats = np.zeros((len(self._owner), len(FEATURES)))
        self.features[:, : joined.features.shape[1]] = joined.features
        self.features[:, _AT["own"]] = np.log(_CROWD / np.clip(sizes, _FEW, _CROWD))[joined.rank]
        self._countries = [fit.country or "" for lookup in found for fit in lookup.fits]
        self.scores: Floats = np.zeros(len(self._owner))
        if arrays:
            self._settle()

    def of(self, name: int) -> slice:
        """Tell where the candidates of the n-th name stand in `features`, `terms` and `scores`."""
        return slice(int(self._first[name]), int(self._first[name + 1]))

    @property
    def terms(self) -> Floats:
        """What each group of features adds to the log-odds of every candidate, in the order of `TERMS`."""
        terms: Floats = (self.features * self._weights[:-1]) @ _TERM_OF
        return terms

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """Which candidates stand in a list of few, chosen places."""
        return self.features[:, _AT["own"]] > _CHOSEN

    def evident_countries(self) -> set[str]:
        """Give the countries in which the company lies, by what was stated and by names that are surely resolved."""
        best = self._best()
        sure = [self._countries[i] for i in best if self.scores[i] >= _SURE]
        often = {country for country, names in Counter(sure).items() if names >= _SHARE_OF_NAMES * len(sure)}
        return (often - {""}) | self._company.countries

    def evident_bounds(self) -> tuple[float, float, float, float] | None:
        """Give west, south, east and north (degrees) of the towns surely resolved; None where there are none."""
        best = self._best()
        sure = best[(self.scores[best] >= _SURE) & (self._area[best] == 0)]
        if not len(sure):
            return None
        lat, lon = self._lat[sure], self._lon[sure]
        return (
            float(max(lon.min() - _AROUND_DEG, -180)),
            float(max(lat.min() - _AROUND_DEG, -90)),
            float(min(lon.max() + _AROUND_DEG, 180)),
            float(min(lat.max() + _AROUND_DEG, 90)),
        )

    def _settle(self) -> None:
        """Let the names judge one another until their choice no longer changes."""
        self._stated = self._company.closeness(self._lat, self._lon, self._reach)
        self.features[:, _AT["stated"]] = np.isin(self._countries, sorted(self._company.named))
        if self._company.near is not None:
            here = closeness(distance_km(self._lat, self._lon, *self._company.near), self._reach)
            self.features[:, _AT["stated"]] += np.log(here / _USUAL_CLOSENESS)
        self._containers = np.flatnonzero(self._area)
        chosen: list[int] | None = None
        for _ in range(_ROUNDS):
            best = self._best() if chosen is not None else np.zeros(0, dtype=np.intp)
            if chosen == best.tolist() and chosen:
                break
            # in the first round nobody knows where the others are
            self._weigh_company(best)
            self._weigh_neighbours()
            self._weigh_containers(known=chosen is not None)
            self.scores = self._softmax(self.features @ self._weights[:-1])
            chosen = best.tolist()

    def _best(self) -> NDArray[np.intp]:
        """Give each name's most probable candidate, for the names that have candidates."""
        order = np.lexsort((np.arange(len(self._owner)), -self.scores, self._owner))
        starts = self._first[:-1][np.diff(self._first) > 0]
        best: NDArray[np.intp] = order[starts]
        return best

    def _weigh_company(self, best: NDArray[np.intp]) -> None:
        certainty, lat, lon = self.scores[best], self._lat[best], self._lon[best]
        close = np.zeros(len(self._owner))
        step = max(1, _BLOCK // max(len(best), 1))
        for start in range(0, len(close) if len(best) else 0, step):
            some = slice(start, start + step)
            distance = distance_km(self._lat[some, None], self._lon[some, None], lat, lon)
            mine = self._owner[some, None] == self._owner[best]
            share = np.where(mine, 0.0, closeness(distance, self._reach[some, None]))
            close[some] = share @ certainty
        self._set_near(close, self._others(best, certainty))
        self._set_shares(best, certainty)

    def _weigh_neighbours(self) -> None:
        """Count the other names that may mean a place in the neighbourhood, however well known that is by itself."""
        settled = np.flatnonzero(self._area == 0)
        if not len(settled):
            return
        lat, lon, owner = self._lat[settled], self._lon[settled], self._owner[settled]
        chance = np.sqrt(self.scores[settled]) if self.scores.any() else np.full(len(settled), _UNTOLD)
        distance = distance_km(self._lat[:, None], self._lon[:, None], lat, lon)
        close = np.where(self._owner[:, None] != owner, np.exp(-distance / _NEIGHBOURS_KM) * chance, 0.0)
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        best = np.maximum.reduceat(close, starts, axis=1)
        self.features[:, _AT["neighbours"]] = np.log1p(best.sum(axis=1))

    def _set_near(self, close: Floats, others: Floats) -> None:
        total = self._company.weight() + others
        mean = np.divide(close + self._stated, total, out=np.full_like(close, _USUAL_CLOSENESS), where=total > 0)
        near = total / (total + _DOUBT) * np.log(np.maximum(mean, 1e-3) / _USUAL_CLOSENESS)
        # whoever lists a few places lists them on purpose: that one of them lies far off says nothing against it
        self.features[:, _AT["near"]] = np.where(self.chosen, np.maximum(near, 0.0), near)

    def _set_shares(self, best: NDArray[np.intp], certainty: Floats) -> None:
        stated = self._company.country_weight()
        of_stated: Floats = np.isin(self._countries, sorted(self._company.countries)) * np.float64(stated)
        self.features[:, _AT["stated"]] = np.isin(self._countries, sorted(self._company.named))
        share, total = self._share(self._country, best, certainty, of_stated, stated)
        strength = total / (total + _DOUBT)
        country = strength * np.log((share + 0.05) / _USUAL_SHARE)
        # a place of which nobody said the country is neither in it nor out of it
        self.features[:, _AT["same_country"]] = np.where(self._country == 0, 0.0, country)
        # a capital stands for its country, and is spoken of everywhere
        country = np.where(self.features[:, _AT["capital"]] > 0, np.maximum(country, 0.7 * country), country)
        self.features[:, _AT["same_country"]] = np.where(self._country == 0, 0.0, country)
        share, total = self._share(self._province, best, certainty, np.zeros(len(self._owner)), 0.0)
        self.features[:, _AT["same_province"]] = np.where(self._province == 0, 0.0, total / (total + _DOUBT) * share)

    def _share(
        self, code: NDArray[np.int64], best: NDArray[np.intp], certainty: Floats, more: Floats, of: float
    ) -> tuple[Floats, Floats]:
        """Give the share of the other names that lie in each candidate's division, and how much company there is."""
        known = np.where(code[best] != 0, certainty, 0.0)
        same = (code[:, None] == code[best][None, :]) & (self._owner[:, None] != self._owner[best][None, :])
        total = of + self._others(best, known)
        share = np.divide(more + same @ known, total, out=np.zeros_like(total), where=total > 0)
        return share, total

    def _others(self, best: NDArray[np.intp], certainty: Floats) -> Floats:
        """Sum the certainty of the names other than each candidate's own."""
        mine = np.zeros(len(self._first))
        mine[self._owner[best]] = certainty
        others: Floats = np.maximum(certainty.sum() - mine[self._owner], 0.0)
        return others

    def _weigh_containers(self, *, known: bool) -> None:
        """See which countries and divisions are named themselves, and which directly beside a name."""
        some = self._containers
        if not len(some):
            return
        scores = np.sqrt(self.scores[some]) if known else np.full(len(some), _UNTOLD)
        kinds = (
            ("named_country", self._country),
            ("named_province", self._province),
            ("named_district", self._district),
        )
        follows = np.zeros((len(self._first), len(self._first)), dtype=np.bool_)
        follows[self._order.first, self._order.second] = True
        beside = follows[self._owner[:, None], self._owner[some][None, :]]
        before = follows.T[self._owner[:, None], self._owner[some][None, :]]
        others = self._owner[:, None] != self._owner[some][None, :]
        within = np.zeros((len(self._owner), len(some)))
        for name, code in kinds:
            inside = (code[:, None] == self._area[some][None, :]) & others
            self.features[:, _AT[name]] = (inside * scores).max(axis=1)
            within = np.maximum(within, inside * scores)
        self.features[:, _AT["next_within"]] = (within * beside).max(axis=1)
        self.features[:, _AT["before_within"]] = (within * before).max(axis=1)

    def _softmax(self, odds: Floats) -> Floats:
        none = float(self._weights[-1])
        top = np.full(len(self._first), none)
        np.maximum.at(top, self._owner, odds)
        shifted = np.exp(odds - top[self._owner])
        total = np.exp(none - top)
        np.add.at(total, self._owner, shifted)
        scores: Floats = shifted / total[self._owner]
        return scores
