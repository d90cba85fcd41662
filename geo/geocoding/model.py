"""The joint model of all names of a text: a conditional logit over candidates, in mean-field rounds.

Every candidate gets a sum of weighted features in log-odds; a softmax over the candidates of a name and over "none of
these" turns them into probabilities. Some features measure the agreement of a candidate with the context given
beforehand (`geo.geocoding.context`) and with the most probable places of all other names, weighted by probability.
These probabilities are found in a few rounds, starting from the names alone (mean field). The weights are in
`weights.toml`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.arrays import Flags, Floats, Rows
from geo.gazetteer.candidates import Candidates
from geo.gazetteer.name_table import is_new
from geo.gazetteer.place_columns import code_of, codes_of, country_of
from geo.gazetteer.place_index import CHOSEN
from geo.geocoding.context import AROUND_DEG, Context, reach_km
from geo.geocoding.features import feature_columns, features_by_term, features_of, weights
from geo.geocoding.relations import Containment, Order, Relations
from geo.geometry.sphere import Bounds, widened

# features for the areas that contain a candidate and are named too, in the order of `Containment.relation`
_WITHIN = ("named_country", "named_province", "named_district", "next_within", "before_within")

# most rounds; they end when no choice changes
_ROUNDS = 8
_SURE = 0.8
_SHARE_OF_NAMES = 0.1
# neutral values of a candidate's closeness to the context, and of the share of the context in the candidate's country
_USUAL_CLOSENESS, _USUAL_SHARE = 0.2, 0.3
# weight of the context, counted in names, at which the strength of its evidence is one half
_DOUBT = 0.5
# the feature `size` of a city of a million
_METROPOLIS = 7.6
# log-odds of a place in the context given beforehand that no gazetteer has, compared with a village there whose name
# fits; less if a city has the name, by this much if it has a million people
_UNLISTED, _NAMESAKE_OF_CITY = -1.0, 8.0
# square root of a candidate's probability assumed in the first round
_UNKNOWN = 0.3


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Arrays of a model that stay the same in all rounds.

    Parameters
    ----------
    given_weight : array (3, 1)
        Weight of the positions and of the countries given beforehand, counted in names, and 0 for provinces.
    given : array (3, candidates)
        Agreement of the candidates with these positions and countries, at most `given_weight`.
    least_near : array (candidates,)
        Lower limit of the feature `near`.
    is_capital : array (candidates,)
        True for national capitals.
    located : array (3, candidates)
        1; 1 where the country is known; 1 where the province is.
    renown : array (candidates,)
        Size from 0 to 1, where 1 is a city of a million; 0 where the country is unknown.
    containment : Containment
        Candidates within areas that are candidates too.
    settled_starts : array
        Number of the first settlement of each name, among all settlements.
    """

    given_weight: Floats
    given: Floats
    least_near: Floats
    is_capital: Flags
    located: Floats
    renown: Floats
    containment: Containment
    settled_starts: Rows


class JointModel:
    """The model of several names, with the probabilities of their candidates.

    Parameters
    ----------
    candidates : Candidates
        Candidates of all names.
    kinds : sequence of frozenset of str
        For each name, the kinds of place that the text states for it; empty if it states none.
    order : Order
        Names that follow one another in the text.
    context : Context
        Area, countries and point given beforehand.
    sizes : sequence of int
        Number of places in each of the joined gazetteers.
    parameters : array, optional
        One weight for each feature, and last the weight of "none of these"; by default
        `geo.geocoding.features.weights`.

    Attributes
    ----------
    features : array (candidates, features)
        Features of every candidate, name after name.
    scores : array (candidates,)
        Probability of every candidate, name after name.
    chosen : array (candidates,)
        True for candidates of a gazetteer that is a list of chosen places.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the inputs of the model
        self,
        candidates: Candidates,
        kinds: Sequence[frozenset[str]],
        order: Order,
        context: Context,
        sizes: Sequence[int],
        parameters: Floats | None = None,
    ) -> None:
        self.candidates = candidates
        self.context = context
        self._weights = np.array([*weights().values()]) if parameters is None else parameters
        self._column = feature_columns()
        self._within = [self._column[name] for name in _WITHIN]
        self._owner = candidates.name
        is_first = is_new(self._owner)
        self._starts = np.flatnonzero(is_first)
        self._nth = np.cumsum(is_first) - 1
        self._codes = codes_of(candidates.places)
        self.features: Floats = features_of(candidates, kinds, sizes)
        self.chosen = np.array([size <= CHOSEN for size in sizes])[candidates.rank]
        self.scores: Floats = np.zeros(len(candidates))
        if len(candidates):
            reach = reach_km(candidates.places)
            self._relations = Relations(candidates, reach, self._codes)
            self._fixed = self._prepared(reach, order)
            unlisted = self._unlisted()
            self._none = np.logaddexp(float(self._weights[-1]), unlisted)
            self._share_unlisted = np.exp(unlisted - self._none)
            self._settle()

    def terms(self, name: int) -> Floats:
        """Return the log-odds that each term of `geo.geocoding.features.TERMS` adds to each candidate of a name."""
        some = self.candidates.of(name)
        terms: Floats = (self.features[some.start : some.stop] * self._weights[:-1]) @ features_by_term()
        return terms

    def unlisted(self, name: int) -> float:
        """Return the probability that a name means a place in the given context that no gazetteer has."""
        some = self.candidates.of(name)
        none = 1 - float(self.scores[some.start : some.stop].sum())
        return none * float(self._share_unlisted[self._nth[some.start]])

    @cached_property
    def together(self) -> Flags:
        """Array (candidates, candidates): True for entries of one place; see `Relations.together`."""
        return self._relations.together()

    @property
    def evidence(self) -> float:
        """Fit of all names to the context and to one another, in log-odds; comparable between models of one text."""
        if not len(self.candidates):
            return 0.0
        # a place that no gazetteer has would fit any context
        _, total, top = self._parts(self.features @ self._weights[:-1], self._weights[-1:])
        return float((np.log(total) + top).sum())

    def distance_km(self, first: int, second: int) -> float:
        """Return the distance between two candidates."""
        return float(self._relations.distance_km[first, second])

    def evident_countries(self) -> set[str]:
        """Return the countries of the context, and those with at least a tenth of the surely resolved names."""
        best = self._best()
        sure = self.candidates.places["country"][best[self.scores[best] >= _SURE]].tolist()
        often = {country_of(code) for code, names in Counter(sure).items() if names >= _SHARE_OF_NAMES * len(sure)}
        return {country for country in often if country} | self.context.countries

    def evident_bounds(self) -> Bounds | None:
        """Return west, south, east and north (degrees) of the towns surely resolved; None if there are none."""
        best = self._best()
        sure = best[(self.scores[best] >= _SURE) & (self._codes.own[best] == 0)]
        if not len(sure):
            return None
        lat, lon = self.candidates.places["lat"][sure], self.candidates.places["lon"][sure]
        sides = float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
        return widened(sides, AROUND_DEG, AROUND_DEG)

    def _prepared(self, reach: Floats, order: Order) -> _Fixed:
        """Compute the arrays that no round changes, and the feature `stated`."""
        places, context = self.candidates.places, self.context
        named, meant = (
            np.isin(places["country"], [code_of(country) for country in given]) if given else np.zeros(len(places))
            for given in (context.named, context.countries)
        )
        self.features[:, self._column["stated"]] = named
        given_weight = np.array([[context.weight()], [context.country_weight()], [0.0]])
        given = np.zeros((3, len(places)))
        given[0] = context.closeness(places["lat"], places["lon"], reach)
        given[1] = context.country_weight() * meant
        located = np.array([np.ones(len(places)), self._codes.country != 0, self._codes.province != 0])
        return _Fixed(
            given_weight=given_weight,
            given=given,
            # distance from other places is no evidence against a place of a list of chosen places
            least_near=np.where(self.chosen, 0.0, -np.inf),
            is_capital=self.features[:, self._column["capital"]] > 0,
            located=located,
            renown=np.minimum(self.features[:, self._column["size"]] / _METROPOLIS, 1.0) * located[1],
            containment=self._relations.containment(order),
            settled_starts=np.flatnonzero(is_new(self._owner[self._relations.settled])),
        )

    def _unlisted(self) -> Floats:
        """Return for each name the log-odds of a place that no gazetteer has: it fits country, area and point fully.

        Without a context, such a place is one of none of the candidates, from anywhere.
        """
        fixed, context = self._fixed, self.context
        if not fixed.given_weight.any():
            return np.full(len(self._starts), -np.inf)
        near, country, _ = (fixed.given_weight / (fixed.given_weight + _DOUBT))[:, 0]
        weight = {name: float(self._weights[column]) for name, column in self._column.items()}
        fit = weight["near"] * near * np.log(1 / _USUAL_CLOSENESS)
        fit += weight["same_country"] * country * np.log((1 + 0.05) / _USUAL_SHARE)
        fit += weight["stated"] * bool(context.named)
        renown = np.maximum.reduceat(fixed.renown, self._starts)
        return np.asarray(_UNLISTED + fit - _NAMESAKE_OF_CITY * renown**6)

    def _settle(self) -> None:
        """Update features and probabilities in turn until no name's best candidate changes."""
        # the first round knows no places of other names
        best = np.zeros(0, dtype=np.intp)
        for turn in range(_ROUNDS):
            chance = np.sqrt(self.scores) if turn else np.full(len(self.scores), _UNKNOWN)
            if len(best) or self._fixed.given_weight.any():
                self._update_context(best)
            self._update_neighbours(chance)
            self._update_areas(chance)
            self.scores = self._softmax(self.features @ self._weights[:-1])
            before, best = best, self._best()
            if turn and np.array_equal(before, best):
                break

    def _best(self) -> Rows:
        """Return the number of the most probable candidate of each name that has any."""
        return np.lexsort((-self.scores, self._owner))[self._starts]

    def _update_context(self, best: Rows) -> None:
        """Update the features that compare candidates with the best ones of other names, weighted by probability."""
        fixed, column = self._fixed, self._column
        certainty = self.scores[best] * fixed.located[:, best]
        total = certainty.sum(axis=1, keepdims=True) + fixed.given_weight
        if len(best):
            total = np.maximum(total - certainty[:, self._nth], fixed.given_weight)
        share = (self._relations.in_common(best) @ certainty[:, :, None])[:, :, 0] + fixed.given
        share /= np.maximum(total, 1e-9)
        close, country, province = share
        # the more names, the stronger the evidence
        strength = total / (total + _DOUBT)
        near = strength[0] * np.log(np.maximum(close, 1e-3) / _USUAL_CLOSENESS)
        self.features[:, column["near"]] = np.maximum(near, fixed.least_near)
        same = strength[1] * np.log((country + 0.05) / _USUAL_SHARE)
        # a capital stands for its country, and is named everywhere, if no place in the context's countries has its name
        alone = np.maximum.reduceat(same, self._starts)[self._nth] <= 0
        same = np.maximum(same, same * np.where(alone & fixed.is_capital, 0.7, 1.0))
        # a place whose country is unknown counts neither as inside nor as outside
        self.features[:, column["same_country"]] = same * fixed.located[1]
        # and a large city is named everywhere as well
        self.features[:, column["known_abroad"]] = fixed.renown * alone * np.maximum(-same, 0.0)
        self.features[:, column["same_province"]] = strength[2] * province

    def _update_neighbours(self, chance: Floats) -> None:
        """Update the feature that counts other names with a candidate nearby, of any population."""
        settled = self._relations.settled
        if len(settled):
            close = self._relations.neighbouring * chance[settled]
            near = np.maximum.reduceat(close, self._fixed.settled_starts, axis=1)
            self.features[:, self._column["neighbours"]] = np.log1p(near.sum(axis=1))

    def _update_areas(self, chance: Floats) -> None:
        """Update the features of candidates within areas that are named too, and the features of these areas."""
        pairs = self._fixed.containment
        inside, area, relation = pairs.inside, pairs.area, pairs.relation
        if len(inside):
            holds, within = np.zeros(len(chance)), np.zeros(len(chance) * len(_WITHIN))
            np.maximum.at(holds, area, chance[inside])
            np.maximum.at(within, inside * len(_WITHIN) + relation, chance[area])
            self.features[:, self._column["holds"]] = holds
            self.features[:, self._within] = within.reshape(-1, len(_WITHIN))

    def _softmax(self, odds: Floats) -> Floats:
        shifted, total, _ = self._parts(odds, self._none)
        scores: Floats = shifted / total[self._nth]
        return scores

    def _parts(self, odds: Floats, none: Floats) -> tuple[Floats, Floats, Floats]:
        """Return scaled odds of candidates; for each name, the sum with the odds of none, and the log scale."""
        top = np.maximum(np.maximum.reduceat(odds, self._starts), none)
        shifted = np.exp(odds - top[self._nth])
        return shifted, np.add.reduceat(shifted, self._starts) + np.exp(none - top), top
