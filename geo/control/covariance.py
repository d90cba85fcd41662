"""The covariance function of the field of control, and the probability of control far from all reported places.

A Matern covariance of smoothness 3/2 plus a linear trend (Rasmussen and Williams 2006, Gaussian Processes for Machine
Learning, section 4.2). Its length scale is proportional to the spacing of the reported places, so that the
model does not depend on scale; the trend allows the two ends of an area to belong to different sides. The constants are
calibrated on simulated fronts with a known truth (`tests/benchmarks/bench_control.py`).
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import gamma, ndtr, ndtri

from geo.arrays import Floats

# rank of the neighbour by which spacing is measured: nearer ones are biased by pairs of hamlets and rows of villages
_NEIGHBOUR = 4
# length scale, in spacings
_LENGTH_SCALE = 7.0
# standard deviations of the Matern part and of the trend
_AMPLITUDE, _TREND = 20.0, 5.0
# growth of the noise variance with the squared distance to the nearest place, in spacings
_NOISE_GROWTH = 5.0


@dataclass(frozen=True)
class MaternCovariance:
    """Covariance function of the field of control, scaled to the reported places.

    Parameters
    ----------
    spacing_m : float
        Mean distance between neighbouring places.
    centre_m : array (2,)
        Mean of their coordinates.
    spread_m : float
        Standard deviation of their coordinates.
    """

    spacing_m: float
    centre_m: Floats
    spread_m: float

    @classmethod
    def of(cls, places_m: Floats, alone_m: float) -> "MaternCovariance":
        """Scale the covariance function to some places.

        Parameters
        ----------
        places_m : array (n, 2)
            Positions in metres.
        alone_m : float
            Spacing to be assumed for fewer than two places.

        Examples
        --------
        >>> square = np.array([[x, y] for x in range(0, 9000, 1000) for y in range(0, 9000, 1000)], dtype=float)
        >>> round(MaternCovariance.of(square, alone_m=5000).spacing_m)
        1090
        """
        if len(places_m) < 2:  # noqa: PLR2004 - no neighbours
            return cls(alone_m, places_m.mean(axis=0) if len(places_m) else np.zeros(2), alone_m)
        rank = min(_NEIGHBOUR, len(places_m) - 1)
        distance, _ = cKDTree(places_m).query(places_m, k=[rank + 1])
        # of random points with one point to a square of one spacing on average (Thompson 1956, Ecology 37)
        spacing = float(distance.mean() * gamma(rank) / gamma(rank + 0.5) * np.sqrt(np.pi))
        spread = float(np.sqrt(places_m.var(axis=0).mean()))
        return cls(spacing, places_m.mean(axis=0), max(spread, spacing))

    def matrix(self, some_m: Floats, others_m: Floats) -> Floats:
        """Covariance matrix of points (..., n, 2) with other points (..., m, 2): an array (..., n, m)."""
        # computed in place, since these are the largest arrays of the model
        distance = some_m @ np.swapaxes(others_m, -1, -2)
        distance *= -2
        distance += (some_m**2).sum(axis=-1)[..., :, None]
        distance += (others_m**2).sum(axis=-1)[..., None, :]
        np.sqrt(np.maximum(distance, 0.0, out=distance), out=distance)
        distance *= np.sqrt(3.0) / (_LENGTH_SCALE * self.spacing_m)
        covariance = np.exp(-distance)
        distance += 1
        covariance *= distance
        covariance *= _AMPLITUDE**2
        slope = (_TREND / self.spread_m) ** 2
        covariance += slope * (some_m - self.centre_m) @ np.swapaxes(others_m - self.centre_m, -1, -2)
        covariance += _TREND**2
        return np.asarray(covariance, dtype=np.float64)

    def probability(self, field: Floats, distance_m: Floats) -> Floats:
        """Probability that a side holds the ground: the probit of the field over its noise.

        Parameters
        ----------
        field : array
            Values of the field.
        distance_m : array
            Distance to the nearest place; the noise grows with it.
        """
        return np.asarray(ndtr(field / self._noise(distance_m)), dtype=np.float64)

    def field(self, probability: float, distance_m: Floats) -> Floats:
        """Value of the field at which a side holds the ground with a probability: the inverse of `probability`."""
        return np.asarray(ndtri(probability) * self._noise(distance_m), dtype=np.float64)

    def _noise(self, distance_m: Floats) -> Floats:
        return np.asarray(np.sqrt(1 + _NOISE_GROWTH * (distance_m / self.spacing_m) ** 2), dtype=np.float64)
