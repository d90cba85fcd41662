"""The model that weighs candidates: how well the name fits, whose gazetteer it is, size, and the company of all names.

Every candidate gets a sum of terms in log-odds; a softmax over the candidates of a name and over "none of these" makes
probabilities of them. The company of a name is what was stated beforehand (`geo.company`) and the most probable places
of all other names, each with its probability; it is found by a few rounds from the names alone (mean field).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from geo.company import Company, Floats, closeness, reach_km
from geo.gazetteer import NameFit
from geo.sphere import distance_km

Term = Literal["name", "own", "size", "near", "country"]
TERMS: tuple[Term, ...] = ("name", "own", "size", "near", "country")

_ROUNDS = 5
# candidates times names whose distances are computed at once: 32 MB
_BLOCK = 4_000_000
_SURE = 0.8
# what a place wins where it is one of a few thousand at the most
_CHOSEN = 3.0
_NAMES_OF_COUNTRY = 100
# log-odds that nothing else outweighs
_BEYOND_ALL = 50.0
_SHARE_OF_NAMES = 0.1


@dataclass(frozen=True, slots=True)
class Weights:
    """The parameters of the model, in log-odds; set by hand, to be calibrated on gold data.

    Parameters
    ----------
    spelled_otherwise : float
        Lost by a name that fits only after normalising.
    shortened : float
        Lost by a place whose full name goes on.
    qualified : float
        Won by a place that a qualifier beside the name confirms: its country, or a place nearby.
    similar, unlike : float
        Lost by a name that is only similar, and lost with the missing part of its similarity.
    crowd, few : int
        The sizes of gazetteers between which a place wins the less the more it has beside it: each gazetteer is as
        likely to know what is meant, so that one place of the 300 of a dossier is likelier than one of the world's.
    size, hamlet : float
        Won with each e-fold of inhabitants; the inhabitants of a place of which nobody knows the number.
    fame, many : float
        Won with each e-fold of names beyond so many: what the world speaks of has a name in many languages.
    near, country : float
        Won with each e-fold of closeness to the company, and of the company's share in the candidate's country.
    usual_closeness, usual_share : float
        The closeness and share that speak neither for nor against a candidate.
    doubt : float
        Names' worth of company at which it counts half.
    none : float
        The odds of "none of these".
    """

    spelled_otherwise: float = 1.2
    shortened: float = 2.5
    qualified: float = 5.0
    similar: float = 3.0
    unlike: float = 65.0
    crowd: int = 250_000
    few: int = 300
    size: float = 0.6
    hamlet: float = 500.0
    fame: float = 1.6
    many: float = 10.0
    near: float = 2.2
    country: float = 1.8
    usual_closeness: float = 0.2
    usual_share: float = 0.3
    doubt: float = 0.5
    none: float = 4.5


class Weighing:
    """Candidates of several names, weighed jointly.

    Parameters
    ----------
    found : sequence of sequences of NameFit
        The candidates of each name.
    company : Company
        What was stated beforehand.
    sizes : sequence of int
        How many places each of the joined gazetteers has.
    weights : Weights
        The parameters.

    Attributes
    ----------
    terms : array (candidates, terms)
        The terms of every candidate, in the order of `TERMS`, name after name.
    scores : array (candidates,)
        The probability of every candidate, name after name.
    """

    def __init__(
        self, found: Sequence[Sequence[NameFit]], company: Company, sizes: Sequence[int], weights: Weights
    ) -> None:
        self._company = company
        self._weights = weights
        self._fits = [fit for fits in found for fit in fits]
        self._owner = np.repeat(np.arange(len(found)), [len(fits) for fits in found])
        self._first = np.cumsum([0, *map(len, found)])
        places = [fit.place for fit in self._fits]
        self._lat = np.array([place.lat for place in places], dtype=np.float64)
        self._lon = np.array([place.lon for place in places], dtype=np.float64)
        self._reach = reach_km(places)
        self._country = np.array([fit.country or "" for fit in self._fits], dtype=np.str_)
        self.terms: Floats = np.zeros((len(places), len(TERMS)))
        self.terms[:, :3] = self._terms_alone(sizes)
        self.scores: Floats = np.zeros(len(places))
        self._settle()

    def of(self, name: int) -> slice:
        """Tell where the candidates of the n-th name stand in `terms` and `scores`."""
        return slice(int(self._first[name]), int(self._first[name + 1]))

    def evident_countries(self) -> set[str]:
        """Give the countries in which the company lies, by what was stated and by names that are surely resolved."""
        best, certainty = self._anchors()
        sure = [str(self._country[i]) for i, sure in zip(best, certainty, strict=True) if sure >= _SURE]
        often = {country for country, names in Counter(sure).items() if names >= _SHARE_OF_NAMES * len(sure)}
        return (often - {""}) | self._company.countries

    def _terms_alone(self, sizes: Sequence[int]) -> Floats:
        """Compute the terms that need no company: name, own, size."""
        weights = self._weights
        name = np.array([_name_term(fit, weights) for fit in self._fits])
        own = np.log(weights.crowd / np.clip(sizes, weights.few, weights.crowd))[[fit.rank for fit in self._fits]]
        population = np.array([fit.place.population for fit in self._fits], dtype=np.float64)
        names = np.array([_names_of(fit) for fit in self._fits], dtype=np.float64)
        size = weights.size * np.log(np.maximum(population, weights.hamlet)) + weights.fame * np.log1p(
            names / weights.many
        )
        return np.column_stack([name, own, size])

    def _settle(self) -> None:
        """Let the names judge one another until their choice no longer changes."""
        chosen: list[int] | None = None
        stated = self._company.closeness(self._lat, self._lon, self._reach)
        for _ in range(_ROUNDS):
            best, certainty = self._anchors()
            if chosen == best.tolist():
                break
            # in the first round nobody knows where the others are
            others = np.zeros(len(best)) if chosen is None else certainty
            near = self._near(stated, best, others)
            # whoever lists a few places lists them on purpose: that one of them lies far off says nothing against it
            self.terms[:, 3] = np.where(self.terms[:, 1] > _CHOSEN, np.maximum(near, 0.0), near)
            self.terms[:, 4] = self._same_country(best, others)
            self.scores = self._softmax(self.terms.sum(axis=1))
            chosen = best.tolist() if chosen is not None else []

    def _anchors(self) -> tuple[NDArray[np.intp], Floats]:
        """Give each name's most probable candidate and its probability, for the names that have candidates."""
        starts = [int(start) for start in self._first[:-1][np.diff(self._first) > 0]]
        ends = [int(end) for end in self._first[1:][np.diff(self._first) > 0]]
        best = np.array(
            [a + int(np.argmax(self.scores[a:b])) for a, b in zip(starts, ends, strict=True)], dtype=np.intp
        )
        return best, self.scores[best]

    def _near(self, stated: Floats, best: NDArray[np.intp], certainty: Floats) -> Floats:
        close = stated + self._closeness_of_others(best, certainty)
        total = self._company.weight() + self._weight_of_others(best, certainty, np.ones(len(best), dtype=np.bool_))
        mean = np.divide(close, total, out=np.full_like(close, self._weights.usual_closeness), where=total > 0)
        strength = total / (total + self._weights.doubt)
        near: Floats = self._weights.near * strength * np.log(np.maximum(mean, 1e-3) / self._weights.usual_closeness)
        return near

    def _same_country(self, best: NDArray[np.intp], certainty: Floats) -> Floats:
        known = self._country[best] != ""
        total = self._company.country_weight() + self._weight_of_others(best, certainty, known)
        weight = Counter[str]()
        for country, certain in zip(self._country[best].tolist(), certainty.tolist(), strict=True):
            weight[country] += certain
        of_country = np.array([weight[country] for country in self._country.tolist()])
        mine = self._own_anchor(best, certainty, self._country)
        stated = np.isin(self._country, sorted(self._company.countries)) * self._company.country_weight()
        share = np.divide(stated + of_country - mine, total, out=np.zeros_like(total), where=total > 0)
        strength = total / (total + self._weights.doubt)
        term = self._weights.country * strength * np.log((share + 0.05) / self._weights.usual_share)
        # a place of which nobody said the country is neither in it nor out of it
        return np.where(self._country == "", 0.0, term)

    def _closeness_of_others(self, best: NDArray[np.intp], certainty: Floats) -> Floats:
        close = np.zeros(len(self._fits))
        step = max(1, _BLOCK // max(len(best), 1))
        for start in range(0, len(close), step):
            some = slice(start, start + step)
            distance = distance_km(
                self._lat[some, None], self._lon[some, None], self._lat[None, best], self._lon[None, best]
            )
            share = closeness(distance, self._reach[some, None])
            share[self._owner[some, None] == self._owner[None, best]] = 0.0
            close[some] = share @ certainty
        return close

    def _weight_of_others(self, best: NDArray[np.intp], certainty: Floats, counts: NDArray[np.bool_]) -> Floats:
        weight = np.where(counts, certainty, 0.0)
        mine = np.zeros(len(self._first))
        mine[self._owner[best]] = weight
        others: Floats = np.maximum(weight.sum() - mine[self._owner], 0.0)
        return others

    def _own_anchor(self, best: NDArray[np.intp], certainty: Floats, country: NDArray[np.str_]) -> Floats:
        """Give what each candidate's own name has put into the weight of the candidate's country."""
        anchor = np.zeros(len(self._first), dtype=np.intp)
        sure = np.zeros(len(self._first))
        anchor[self._owner[best]], sure[self._owner[best]] = best, certainty
        return np.where(country[anchor[self._owner]] == country, sure[self._owner], 0.0)

    def _softmax(self, odds: Floats) -> Floats:
        top = np.full(len(self._first), self._weights.none)
        np.maximum.at(top, self._owner, odds)
        shifted = np.exp(odds - top[self._owner])
        total = np.exp(self._weights.none - top)
        np.add.at(total, self._owner, shifted)
        scores: Floats = shifted / total[self._owner]
        return scores


def _names_of(fit: NameFit) -> int:
    # the names of countries are not packaged, and there is no country that is not known in many languages
    return _NAMES_OF_COUNTRY if fit.place.kind == "country" else len(fit.place.names)


def _name_term(fit: NameFit, weights: Weights) -> float:
    return _how_term(fit, weights) + weights.qualified * fit.qualified


def _how_term(fit: NameFit, weights: Weights) -> float:
    match fit.how:
        case "id":
            return _BEYOND_ALL
        case "exact":
            return 0.0
        case "normalised":
            return -weights.spelled_otherwise
        case "short":
            return -weights.shortened
        case "similar":
            return -weights.similar - weights.unlike * (1 - fit.similarity)
