"""The choice among the candidates of a name: which is likeliest, how likely, and whether that is enough to take it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer.name_table import is_new
from geo.gazetteer.place_columns import FIRST_AREA, KINDS
from geo.geocoding.model import Weighing

# of answers this likely about half are right, of less likely ones one in five (held out; see the benchmark)
TAKEN = 0.2
# and this many times as likely as any place elsewhere
_CLEARLY = 1.2
# more so where both are chosen places: whoever lists two of one name wants them told apart
_CLEARLY_CHOSEN = 3.0
# who names a division and its chief town by one name means the town, where that lies this near the division's point;
# farther off the point of a state that is larger than its town would be missed
_SEAT_KM = 100.0
_DIVISIONS = frozenset({KINDS.index("province"), KINDS.index("district")})


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen for a name.

    Parameters
    ----------
    name : int
        The number of the name.
    first : int
        The number of the candidate.
    score : float
        How likely it is that the name means this, or what lies in the same place: a town, its district.
    is_made : bool
        Whether that is enough.
    """

    name: int
    first: int
    score: float
    is_made: bool


def choices(weighing: Weighing) -> Iterator[Choice]:
    """Choose for every name that has candidates."""
    candidates = weighing.candidates
    if not len(candidates):
        return
    together = weighing.together
    support = (together @ weighing.scores).tolist()
    scores, chosen = weighing.scores.tolist(), weighing.chosen.tolist()
    kinds = candidates.places["kind"].tolist()
    names = np.flatnonzero(is_new(candidates.name))
    for start, end in zip(names.tolist(), [*names[1:].tolist(), len(candidates)], strict=True):
        name = int(candidates.name[start])
        ranked = sorted(range(start, end), key=lambda i: -scores[i])
        top = max(ranked, key=support.__getitem__)
        beside = together[top, start:end].tolist()
        members = [i for i in ranked if beside[i - start]]
        # where entries lie together, the listed one unless the text says what it means, and else the likeliest of them
        listed = [] if weighing.kinds[name] else [i for i in members if chosen[i]]
        first = (listed or members)[0]
        if kinds[first] in _DIVISIONS and not weighing.kinds[name]:
            towns = (i for i in members if kinds[i] < FIRST_AREA)
            first = next((i for i in towns if weighing.distance_km(first, i) <= _SEAT_KM), first)
        rest = max((support[i] for i in ranked if not beside[i - start]), default=0.0)
        if chosen[first]:
            others = (support[i] for i in ranked if not beside[i - start] and chosen[i])
            rest = max(rest, _CLEARLY_CHOSEN * max(others, default=0.0))
        yield Choice(name, first, support[first], is_made=support[first] >= max(TAKEN, _CLEARLY * rest))


def in_order(scores: NDArray[np.float64], first: int) -> list[int]:
    """Give the numbers of a name's candidates: what was chosen, and then the likeliest."""
    order = np.argsort(-scores, kind="stable").tolist()
    order.remove(first)
    return [first, *order]
