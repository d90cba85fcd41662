"""Covariance of ground, and how sure one may be of ground at a distance from all reported places.

The covariance is Matern's of smoothness 1/2 (Rasmussen and Williams 2006, Gaussian Processes for Machine Learning,
section 4.2), with a reach far beyond any area: the difference of the field at two points has a variance that grows in
proportion to their distance, 2 a km, so that there is no scale to choose, whether places lie 2 or 60 km apart. The
constants are chosen on generated wars (`tests/benchmarks`), not on one war.
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.special import ndtr

from geo.arrays import Floats, Ints

_REACH_M = 1_000_000.0
# half the variance of the difference of two points, a km
_SLOPE = 1.0
VARIANCE = _SLOPE * _REACH_M / 1000
# how fast doubt grows with the distance to the nearest place, in relation to the usual distance of places there
_AWAY = 8.0
# ranks of the places whose mean distance is the usual one
_FROM, _TO = 4, 6
# the field of more places than these is found from those around each; see `geo.control.vecchia`
FEW = 700
# ground is unknown beyond so many usual distances of the nearest place
_UNKNOWN = 3.0


def covariance(some_m: Floats, others_m: Floats) -> Floats:
    """Covariance of points (n, 2) with others (m, 2): an array (n, m).

    Examples
    --------
    >>> covariance(np.zeros((1, 2)), np.array([[0.0, 0.0], [1000.0, 0.0]])).round(1).tolist()
    [[1000.0, 999.0]]
    """
    return at_distance(cdist(some_m, others_m))


def at_distance(gap_m: Floats) -> Floats:
    """Covariance of points at some distances, which are overwritten."""
    np.exp(np.divide(gap_m, -_REACH_M, out=gap_m), out=gap_m)
    gap_m *= VARIANCE
    return gap_m


class Reach(NamedTuple):
    """How points relate to the known places, of which there is at least one.

    Parameters
    ----------
    near : array (m,)
        Numbers of the points within reach of any place.
    doubts : array (m,)
        Factors by which the field at them is to be divided; see `doubt`.
    across : array (m, k) or None
        Covariance of them with the places; None where it is not kept.
    """

    near: Ints
    doubts: Floats
    across: Floats | None

    @classmethod
    def of(cls, points_m: Floats, places_m: Floats, *, kept: bool = False) -> "Reach":
        """Measure how points (n, 2) relate to places (k, 2), in metres; `kept`, with the covariance of few places."""
        tree, count = cKDTree(places_m), len(places_m)
        own, _ = tree.query(places_m, k=range(1, min(_TO + 1, count) + 1))
        usual = _usual(own[:, 1:]) if count > 1 else np.full(1, np.inf)
        away, nearest = tree.query(points_m, k=range(1, min(_TO, count) + 1))
        near = np.flatnonzero(away[:, 0] <= _UNKNOWN * usual[nearest[:, 0]])
        return cls(near, doubt(away[near]), covariance(points_m[near], places_m) if kept and count <= FEW else None)


def apart(some_m: Floats, others_m: Floats) -> Floats:
    """Distances between points (p, n, 2) and (p, m, 2): an array (p, n, m)."""
    x, y = (some_m[:, :, None, axis] - others_m[:, None, :, axis] for axis in (0, 1))
    return np.asarray(np.sqrt(x * x + y * y))


def doubt(away_m: Floats) -> Floats:
    """Factor by which distance from the nearest places, (n, k) in order, flattens the field there.

    Examples
    --------
    >>> doubt(np.array([[0.0, 1.0, 2.0, 3.0, 3.0, 3.0], [3.0, 3.0, 3.0, 3.0, 3.0, 3.0]])).tolist()
    [1.0, 3.0]
    """
    return np.asarray(np.sqrt(1 + _AWAY * (away_m[:, 0] / np.maximum(_usual(away_m), 1e-6)) ** 2))


def probability(field: Floats, doubts: Floats) -> Floats:
    """Probability that ground is a bloc's, by its field (n, f) and the doubt (n,) there."""
    return np.asarray(ndtr(field / doubts[:, None]), dtype=np.float64)


def _usual(away_m: Floats) -> Floats:
    """Mean distance to the 4th to 6th place, or to the last if there are fewer."""
    ranks = away_m[:, _FROM - 1 : _TO]
    return np.asarray(ranks.mean(axis=1) if ranks.shape[1] else away_m[:, -1])
