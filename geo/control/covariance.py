"""Likeness: how alike the ground at two points is, and how sure one may be of ground at a distance from all reports.

The covariance is that of a Matern process of smoothness 3/2 (Rasmussen and Williams 2006, Gaussian Processes for
Machine Learning, section 4.2), with a linear trend so that one end of a country can be one side's. Its reach grows with
the spacing of the places, so that the model is the same on any scale. The constants are measured on fronts of known
truth (`tests/benchmarks/bench_control.py`), not on one war.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import gamma, ndtr, ndtri

from geo.arrays import Floats

# the neighbour by which the spacing of places is measured: hamlets often come in pairs, and villages in rows
_NEIGHBOUR = 4
# reach of likeness in spacings of the places
_REACH = 7.0
# how sure one may become of ground amid one side's places, in standard deviations; and by the trend alone
_AMPLITUDE, _TREND = 20.0, 5.0
# by how much a spacing away from all places makes less sure, in the same measure
_AWAY = 5.0


@dataclass(frozen=True)
class Likeness:
    """Covariance of ground, by the spread of the places that are reported on.

    Parameters
    ----------
    spacing_m : float
        Mean distance between neighbouring places.
    centre_m : array (2,)
        Their middle.
    spread_m : float
        Standard deviation of their coordinates.
    """

    spacing_m: float
    centre_m: Floats
    spread_m: float

    @classmethod
    def of(cls, places_m: Floats, alone_m: float) -> "Likeness":
        """Measure the likeness that suits some places, (n, 2) in metres; `alone_m` is the spacing of a single one.

        Examples
        --------
        >>> square = np.array([[x, y] for x in range(0, 9000, 1000) for y in range(0, 9000, 1000)], dtype=float)
        >>> round(Likeness.of(square, alone_m=5000).spacing_m)
        1090
        """
        if len(places_m) < 2:  # noqa: PLR2004 - it takes two
            return cls(alone_m, places_m.mean(axis=0) if len(places_m) else np.zeros(2), alone_m)
        rank = min(_NEIGHBOUR, len(places_m) - 1)
        away, _ = cKDTree(places_m).query(places_m, k=[rank + 1])
        # that of points strewn at random, of which one comes to a square of one spacing (Thompson 1956, Ecology 37)
        spacing = float(away.mean() * gamma(rank) / gamma(rank + 0.5) * np.sqrt(np.pi))
        spread = float(np.sqrt(places_m.var(axis=0).mean()))
        return cls(spacing, places_m.mean(axis=0), max(spread, spacing))

    def covariance(self, some_m: Floats, others_m: Floats) -> Floats:
        """Covariance of points (..., n, 2) with others (..., m, 2): an array (..., n, m)."""
        # in place, since these are the largest arrays there are
        gap = some_m @ np.swapaxes(others_m, -1, -2)
        gap *= -2
        gap += (some_m**2).sum(axis=-1)[..., :, None]
        gap += (others_m**2).sum(axis=-1)[..., None, :]
        np.sqrt(np.maximum(gap, 0.0, out=gap), out=gap)
        gap *= np.sqrt(3.0) / (_REACH * self.spacing_m)
        covariance = np.exp(-gap)
        gap += 1
        covariance *= gap
        covariance *= _AMPLITUDE**2
        slope = (_TREND / self.spread_m) ** 2
        covariance += slope * (some_m - self.centre_m) @ np.swapaxes(others_m - self.centre_m, -1, -2)
        covariance += _TREND**2
        return np.asarray(covariance, dtype=np.float64)

    def probability(self, field: Floats, away_m: Floats) -> Floats:
        """Probability that ground is a side's, by its field there and the distance to the nearest place."""
        return np.asarray(ndtr(field / self._doubt(away_m)), dtype=np.float64)

    def field(self, probability: float, away_m: Floats) -> Floats:
        """Field at which ground is a side's with a probability; see `probability`."""
        return np.asarray(ndtri(probability) * self._doubt(away_m), dtype=np.float64)

    def _doubt(self, away_m: Floats) -> Floats:
        return np.asarray(np.sqrt(1 + _AWAY * (away_m / self.spacing_m) ** 2), dtype=np.float64)
