"""A deliberation: what was considered for a name, told when somebody asks, since of most names only the place is."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.geocoding.choice import Choice, in_order
from geo.geocoding.match import Candidate
from geo.geocoding.model import Weighing
from geo.geocoding.reasons import Grounds, reason_against, reason_for


@dataclass(frozen=True)
class Deliberation:
    """The candidates of a name, and why one of them was chosen, or none.

    Parameters
    ----------
    weighing : Weighing
        Of all names of the text.
    choice : Choice
        What was chosen for this one.
    qualifier : str, optional
        What stood beside the name and confirms the candidates.
    unconfirmed : str, optional
        A qualifier that confirms none of them.
    """

    weighing: Weighing
    choice: Choice
    qualifier: str | None
    unconfirmed: str | None

    @property
    def is_decided(self) -> bool:
        """Whether one of the candidates is taken."""
        return self.choice.is_made and not self.unconfirmed

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """All places considered, the chosen one first, and then the most probable."""
        considered, scores = self.weighing.candidates, self.weighing.scores
        return tuple(
            Candidate(considered.place(i), round(float(scores[i]), 4), considered.how_found(i)) for i in self._order
        )

    @cached_property
    def reason(self) -> str:
        """One sentence: what decided, or why nothing did."""
        start = self.weighing.candidates.of(self.choice.name).start
        terms = self.weighing.terms(self.choice.name)[[i - start for i in self._order]]
        if not self.is_decided:
            return reason_against(self.candidates, terms, self.unconfirmed)
        # entries of the same place are no rivals
        rivals = np.flatnonzero(~self.weighing.together[self.choice.first, self._order])
        considered = self.weighing.candidates
        others = bool((considered.name != self.choice.name).any())
        company = self.weighing.company
        grounds = Grounds(company.told, bool(company.named), others, self.qualifier)
        elsewhere = [self.candidates[i] for i in rivals]
        return reason_for(self.candidates[0], elsewhere, terms[[0, *rivals]], grounds)

    @cached_property
    def _order(self) -> list[int]:
        some = self.weighing.candidates.of(self.choice.name)
        order = in_order(self.weighing.scores[some.start : some.stop], self.choice.first - some.start)
        return [some.start + i for i in order]
