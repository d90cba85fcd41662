"""Decisions: which candidate a name means, if any; candidates and reasons are computed only when asked for.

A choice groups entries of one place, prefers one of them, and compares it with the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf

import numpy as np

from geo.gazetteer.name_table import is_new
from geo.gazetteer.place_columns import FIRST_AREA, KINDS
from geo.geocoding.lookup import Lookup
from geo.geocoding.match import Candidate
from geo.geocoding.model import JointModel
from geo.geocoding.reasons import Grounds, reason_against, reason_for
from geo.languages.area_names import areas

# least probability of an answer; on held-out texts, about half of the answers this likely are right, and one in five of
# less likely ones
_LEAST = 0.2
# least ratio to the probability of any place elsewhere
_CLEARLY = 1.2
# the same ratio between two places of lists of chosen places, which distinguish places of one name on purpose
_CLEARLY_CHOSEN = 3.0
# least probability of a place in none of the countries of the other names
_ABROAD = 0.35
# if a division and its chief town have one name, the town is chosen; a town with a smaller share of the division's
# people is no chief town
_SEAT_SHARE = 0.05
# but texts mean the state by New York, unless its point lies this near the town
_SEAT_KM = 100.0
# from this probability on, a reason speaks of a place that the gazetteers lack
_DOUBTFUL = 0.2
# entries of a name that lie this near one another, in km, are one position
_ONE_POSITION_KM = 30.0
_DIVISIONS = frozenset({KINDS.index("province"), KINDS.index("district")})


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate chosen for a name.

    Parameters
    ----------
    name : int
        Number of the name.
    candidate : int
        Number of the candidate.
    score : float
        Probability that the name means this candidate or another entry at its position (a town, its district).
    is_decided : bool
        True if the score suffices and the name's qualifier, if any, confirms a candidate.
    """

    name: int
    candidate: int
    score: float
    is_decided: bool


def choices(model: JointModel, lookup: Lookup) -> Iterator[Choice]:
    """Choose a candidate for every name that has candidates."""
    candidates = model.candidates
    if not len(candidates):
        return
    ranking, evident = _Ranking(model), model.evident_countries()
    starts = np.flatnonzero(is_new(candidates.name)).tolist()
    for start, end in pairwise([*starts, len(candidates)]):
        name = int(candidates.name[start])
        members, rivals = ranking.grouped(range(start, end))
        is_state = lookup.heads[name] in areas()
        first = ranking.preferred(
            members, is_kind_named=bool(lookup.kinds[name]), within_km=_SEAT_KM if is_state else inf
        )
        is_decided = ranking.is_clear(first, rivals, model.unlisted(name)) and not lookup.unconfirmed(name)
        # a place abroad must be likely
        is_abroad = len(evident) > 0 and candidates.country(first) not in evident
        is_decided &= not is_abroad or ranking.support[first] >= _ABROAD
        yield Choice(name, first, ranking.score(first, members), is_decided)


class _Ranking:
    """Candidates of all names with their probabilities.

    Attributes
    ----------
    support : list of float
        For each candidate, the probability that its name means it or another entry of the same place.
    """

    def __init__(self, model: JointModel) -> None:
        self._model = model
        self.support: list[float] = (model.together @ model.scores).tolist()
        self._scores: list[float] = model.scores.tolist()
        self._chosen: list[bool] = model.chosen.tolist()
        self._population: list[int] = model.candidates.places["population"].tolist()
        self._kinds: list[int] = model.candidates.places["kind"].tolist()

    def grouped(self, candidates: range) -> tuple[list[int], list[int]]:
        """Split a name's candidates into the entries of the best supported place and others, likeliest first."""
        ranked = sorted(candidates, key=lambda i: -self._scores[i])
        top = max(ranked, key=self.support.__getitem__)
        is_member = self._model.together[top, candidates.start : candidates.stop].tolist()
        members = [i for i in ranked if is_member[i - candidates.start]]
        return members, [i for i in ranked if not is_member[i - candidates.start]]

    def preferred(self, members: Sequence[int], *, is_kind_named: bool, within_km: float) -> int:
        """Choose an entry of a place; if the text states no kind, prefer chosen places, and towns to divisions.

        The town of a division's name must be its chief town, at most `within_km` from its point.
        """
        if is_kind_named:
            return members[0]
        first = next((i for i in members if self._chosen[i]), members[0])
        if self._kinds[first] not in _DIVISIONS:
            return first
        towns = (i for i in members if self._kinds[i] < FIRST_AREA)
        people = self._population[first]
        chief = (i for i in towns if self._population[i] >= _SEAT_SHARE * people)
        return next((i for i in chief if self._model.distance_km(first, i) <= within_km), first)

    def score(self, chosen: int, members: Sequence[int]) -> float:
        """Return the probability of the position of a candidate, with that of the other entries there."""
        radii = self._model.candidates.places["radius"]
        is_point = self._kinds[chosen] < FIRST_AREA

        def within_km(i: int) -> float:
            return _ONE_POSITION_KM if is_point else max(_ONE_POSITION_KM, float(radii[i]), float(radii[chosen]))

        return sum(self._scores[i] for i in members if self._model.distance_km(chosen, i) <= within_km(i))

    def is_clear(self, first: int, rivals: Sequence[int], unlisted: float) -> bool:
        """Decide if a candidate is likely enough, by itself, and compared with its rivals and a place without entry."""
        most = max(unlisted / _CLEARLY, *(self.support[i] for i in rivals), 0.0)
        if self._chosen[first]:
            listed = max((self.support[i] for i in rivals if self._chosen[i]), default=0.0)
            most = max(most, _CLEARLY_CHOSEN * listed)
        return self.support[first] >= max(_LEAST, _CLEARLY * most)


@dataclass(frozen=True)
class Decision:
    """The candidates of a name, and the reason why one of them, or none, was chosen.

    Parameters
    ----------
    model : JointModel
        The model of all names of the text.
    lookup : Lookup
        The names, with their qualifiers.
    choice : Choice
        The choice made for this name.
    """

    model: JointModel
    lookup: Lookup
    choice: Choice

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """All candidates: the chosen one first, then the most probable."""
        candidates, scores = self.model.candidates, self.model.scores
        return tuple(
            Candidate(candidates.place(i), round(float(scores[i]), 4), candidates.how_found(i)) for i in self._order
        )

    @cached_property
    def reason(self) -> str:
        """One sentence that says why this candidate was chosen, or why none was."""
        name, candidates = self.choice.name, self.model.candidates
        start = candidates.of(name).start
        terms = self.model.terms(name)[[i - start for i in self._order]]
        unlisted = self.model.unlisted(name)
        doubt = f"; it may also be a place that no gazetteer here has ({unlisted:.2f})" if unlisted >= _DOUBTFUL else ""
        if not self.choice.is_decided:
            return reason_against(self.candidates, terms, self.lookup.unconfirmed(name)) + doubt
        # entries of the same place are no rivals
        rivals = np.flatnonzero(~self.model.together[self.choice.candidate, self._order])
        context = self.model.context
        grounds = Grounds(
            expected=context.positions_given,
            country=bool(context.named),
            others=bool((candidates.name != name).any()),
            qualifier=self.lookup.qualifiers[name],
        )
        reason = reason_for(self.candidates[0], [self.candidates[i] for i in rivals], terms[[0, *rivals]], grounds)
        return reason + doubt

    @cached_property
    def _order(self) -> list[int]:
        """Numbers of the candidates: the chosen one, then the most probable."""
        some = self.model.candidates.of(self.choice.name)
        ranked = (np.argsort(-self.model.scores[some.start : some.stop], kind="stable") + some.start).tolist()
        return [self.choice.candidate, *(i for i in ranked if i != self.choice.candidate)]
