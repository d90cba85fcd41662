"""The decision on one name; candidates and reason are computed only when asked for."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.geocoding.choice import Choice
from geo.geocoding.lookup import Lookup
from geo.geocoding.match import Candidate
from geo.geocoding.model import JointModel
from geo.geocoding.reasons import Grounds, reason_against, reason_for


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
        if not self.choice.is_decided:
            return reason_against(self.candidates, terms, self.lookup.unconfirmed(name))
        # entries of the same place are no rivals
        rivals = np.flatnonzero(~self.model.together[self.choice.candidate, self._order])
        context = self.model.context
        grounds = Grounds(
            expected=context.positions_given,
            country=bool(context.named),
            others=bool((candidates.name != name).any()),
            qualifier=self.lookup.qualifiers[name],
        )
        return reason_for(self.candidates[0], [self.candidates[i] for i in rivals], terms[[0, *rivals]], grounds)

    @cached_property
    def _order(self) -> list[int]:
        """Numbers of the candidates: the chosen one, then the most probable."""
        some = self.model.candidates.of(self.choice.name)
        ranked = (np.argsort(-self.model.scores[some.start : some.stop], kind="stable") + some.start).tolist()
        return [self.choice.candidate, *(i for i in ranked if i != self.choice.candidate)]
