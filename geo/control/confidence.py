"""Confidence in control reports: grades, their log-odds, and the doubt that captures nearby cast.

A report is not doubted for its age by the calendar, nor for news elsewhere.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist

from geo.arrays import Floats, Ints
from geo.control.covariance import FEW

if TYPE_CHECKING:
    from geo.control.reported_places import PlaceStates

# an analyst's grade as the share of such reports that are right
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.55}

# certainty has no log-odds
_SUREST = 0.999
# a place is doubted by what other blocs have taken around it since: how much by each after the first, and from how far
_DOUBT, _NEWS_M = 4.0, 25_000.0
# of many places, captures farther away than this are left out, and so many places are looked at together
_FARTHEST_M, _TOGETHER = 4 * _NEWS_M, 256


def log_odds(confidence: float) -> float:
    """Log-odds that a report is right; 0 if it is more probably wrong.

    Examples
    --------
    >>> round(log_odds(0.75), 2), log_odds(0.3)
    (1.1, 0.0)
    """
    sure = min(max(confidence, 0.5), _SUREST)
    return math.log(sure / (1 - sure))


def probability(odds: float) -> float:
    """Probability of log-odds."""
    return 1 / (1 + math.exp(-odds))


def steepness(places_m: Floats, states: "PlaceStates", some: Ints | None = None) -> Floats:
    """How sharply places tell one bloc from the other.

    By their trust, and less the more places around have been taken by other blocs since their last report. A single
    capture casts no doubt: the neighbours of a lost village would bend the front elsewhere. Nor do reports that repeat
    who holds a place, and a place that a later report confirms is not doubted.

    Parameters
    ----------
    places_m : array (k, 2)
        Positions of the known places.
    states : PlaceStates
        Their states.
    some : array of int, optional
        Numbers of the places that are sought, in these arrays; all by default.
    """
    some = np.arange(len(places_m)) if some is None else some
    captures = np.zeros(len(some))
    if len(places_m) <= FEW:
        captures[:] = _captures(places_m, states, some, np.arange(len(places_m)))
    else:
        # places that are near each other are looked at together, with those whose capture counts for any of them
        for rows in np.array_split(cKDTree(places_m[some]).indices, len(some) // _TOGETHER + 1):
            around_m = places_m[some[rows]]
            middle = around_m.mean(axis=0)
            reach_m = np.hypot(*(around_m - middle).T).max() + _FARTHEST_M
            since = (states.bloc >= 0) & (states.taken > states.last_reported[some[rows]].min())
            others = since & (((places_m - middle) ** 2).sum(axis=1) < reach_m**2)
            captures[rows] = _captures(places_m, states, some[rows], np.flatnonzero(others), _FARTHEST_M)
    trust = np.maximum(2 * states.trust[some] - 1, 0.0)
    captures = np.where(states.is_confirmed[some], 0.0, np.maximum(captures - 1, 0.0))
    return np.asarray(trust / np.sqrt(1 + _DOUBT * captures))


def _captures(places_m: Floats, states: "PlaceStates", some: Ints, others: Ints, within_m: float = np.inf) -> Floats:
    """Count what other blocs have taken around some places since their last report, each by its distance."""
    away = cdist(places_m[some], places_m[others], "sqeuclidean")
    weight = np.exp(away / (-2 * _NEWS_M**2))
    contrary = (states.bloc[others] != states.bloc[some, None]) & (states.bloc[others] >= 0)
    since = states.taken[others] > states.last_reported[some, None]
    return np.asarray((weight * (contrary & since & (away <= within_m**2))).sum(axis=1))
