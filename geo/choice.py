"""The choice among the candidates of a name: which is likeliest, how likely, and whether that is enough to take it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.lookup import Lookup
from geo.sphere import distance_km

# of answers this likely about two in five are right, of less likely ones one in five (held out; see the benchmark)
TAKEN = 0.2
# and this many times as likely as any place elsewhere
_CLEARLY = 1.2
# more so where both stand in a list of a few hundred places
_LISTED = 3.0
# entries this near one another, in km, are one place: a city, and the district around it
_ONE_PLACE_KM = 30.0


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates in order.

    Parameters
    ----------
    order : array
        Their numbers, the likeliest first.
    score : float
        How likely it is that the name means the first, or what lies in the same place: a town, its district.
    is_made : bool
        Whether that is enough.
    """

    order: NDArray[np.intp]
    score: float
    is_made: bool

    @classmethod
    def of(cls, lookup: Lookup, scores: NDArray[np.float64], chosen: NDArray[np.bool_]) -> "Choice":
        """Choose by the probabilities of candidates, some of which stand in a list of few, chosen places."""
        if not len(scores):
            return cls(np.zeros(0, dtype=np.intp), 0.0, is_made=False)
        some = np.argsort(-scores, kind="stable")
        together = _together(lookup, some)
        support = together @ scores[some]
        first = int(np.argmax(support))
        # where entries lie together, the listed one unless the text says what it means, and else the likeliest of them
        members = np.flatnonzero(together[first])
        listed = members[chosen[some[members]]]
        first = int((members if lookup.kinds or not len(listed) else listed)[0])
        elsewhere = ~together[first]
        rest = float(support[elsewhere].max(initial=0.0))
        # whoever lists two places of one name wants them told apart
        rest = max(rest, _LISTED * float(support[elsewhere & chosen[some] & chosen[some[first]]].max(initial=0.0)))
        order = np.concatenate([some[first : first + 1], np.delete(some, first)])
        made = support[first] >= max(TAKEN, _CLEARLY * rest)
        return cls(order, float(support[first]), is_made=bool(made))


def _together(lookup: Lookup, some: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which candidates lie in one place: near one another, or one in the other."""
    arrays = lookup.arrays
    lat, lon, code = arrays.lat[some], arrays.lon[some], arrays.codes[some]
    near = distance_km(lat[:, None], lon[:, None], lat, lon) <= _ONE_PLACE_KM
    country, province, district, area = code.T
    inside = (area[:, None] != 0) & (
        (area[:, None] == province) | (area[:, None] == district) | ((area[:, None] == country) & _small(lookup, some))
    )
    together: NDArray[np.bool_] = near & (country[:, None] == country) | inside | inside.T
    return together


def _small(lookup: Lookup, some: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Tell which candidates are countries hardly larger than a city."""
    radius = np.array([lookup.fits[i].place.uncertainty_km or 0.0 for i in some])
    return np.broadcast_to((radius <= _ONE_PLACE_KM)[:, None], (len(some), len(some)))
