"""States of posts: what follows from how probable it is that a post still has a way to an anchor."""

from typing import NamedTuple

import numpy as np

from geo.control.holders import DECIDED
from geo.control.ways import probability_cut

# there is no way strictly below the first, none leniently below the second; a state is left clearly past that only
STRICT, LENIENT, _CLEARLY = DECIDED, 1 - DECIDED, 0.03


class Way(NamedTuple):
    """The best way of a post to an anchor on a day.

    Parameters
    ----------
    way : float
        Probability of the weakest ground on it, the mean over the places where the post may stand.
    narrow : float
        The same for ways of the width that counts as open.
    spread : float
        Difference of the largest and the smallest `way` over these places.
    """

    way: float
    narrow: float
    spread: float


class Chances(NamedTuple):
    """Probabilities of the states of a post; their sum is 1."""

    p_open: float
    p_constricted: float
    p_encircled: float


class State(NamedTuple):
    """The state of a post on a day, by the thresholds that its ways have passed.

    Parameters
    ----------
    no_strict, no_lenient : bool
        True if there is no way strictly, or leniently.
    narrow_strict, narrow_lenient : bool
        True if there is no way of the width that counts as open.
    """

    no_strict: bool
    no_lenient: bool
    narrow_strict: bool
    narrow_lenient: bool

    @property
    def strict(self) -> str:
        """State in the strict view."""
        return "encircled" if self.no_strict else "constricted" if self.narrow_strict else "open"

    @property
    def lenient(self) -> str:
        """State in the lenient view."""
        return "encircled" if self.no_lenient else "constricted" if self.narrow_lenient else "open"

    @property
    def name(self) -> str:
        """The state."""
        return "contested" if self.no_strict and not self.no_lenient else self.strict

    @classmethod
    def after(cls, before: "State | None", way: Way) -> "State":
        """Find the state of a day by its ways; that of the day before is left only when a way is clearly past.

        Examples
        --------
        >>> first = State.after(None, Way(0.66, 0.66, 0.0))
        >>> first.name, State.after(first, Way(0.63, 0.63, 0.0)).name, State.after(first, Way(0.6, 0.6, 0.0)).name
        ('open', 'open', 'contested')
        """
        limits = ((way.way, STRICT), (way.way, LENIENT), (way.narrow, STRICT), (way.narrow, LENIENT))
        if before is None:
            return cls(*(value < limit for value, limit in limits))
        return cls(
            *(
                value < limit + (_CLEARLY if was else -_CLEARLY)
                for (value, limit), was in zip(limits, before, strict=True)
            )
        )


def chances(way: Way) -> Chances:
    """Probabilities of the states by the ways of a day.

    Examples
    --------
    >>> chances(Way(0.9, 0.5, 0.0))
    Chances(p_open=0.65, p_constricted=0.294, p_encircled=0.056)
    """
    cut, narrow = probability_cut(np.array([way.way, min(way.narrow, way.way)])).round(3).tolist()
    return Chances(round(1 - narrow, 3), round(narrow - cut, 3), cut)
