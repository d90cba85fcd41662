"""Confidence in control reports: grades, their log-odds, and the doubt that captures nearby cast.

A report is not doubted for its age by the calendar, nor for news elsewhere.
"""

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial.distance import cdist

from geo.arrays import Floats

if TYPE_CHECKING:
    from geo.control.reported_places import PlaceStates

# an analyst's grade as the share of such reports that are right
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.55}

# certainty has no log-odds
_SUREST = 0.999
# a place is doubted by what other blocs have taken around it since: how much by each after the first, and from how far
_DOUBT, _NEWS_M = 4.0, 25_000.0


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


def steepness(places_m: Floats, states: "PlaceStates") -> Floats:
    """How sharply places tell one bloc from the other.

    By their trust, and less the more places around have been taken by other blocs since their last report. A single
    capture casts no doubt: the neighbours of a lost village would bend the front elsewhere. Nor do reports that repeat
    who holds a place, and a place that a later report confirms is not doubted.
    """
    weight = np.exp(cdist(places_m, places_m, "sqeuclidean") / (-2 * _NEWS_M**2))
    contrary = (states.bloc != states.bloc[:, None]) & (states.bloc >= 0)
    since = states.taken > states.last_reported[:, None]
    captures = np.where(states.is_confirmed, 0.0, (weight * (contrary & since)).sum(axis=1))
    return np.asarray(np.maximum(2 * states.trust - 1, 0.0) / np.sqrt(1 + _DOUBT * np.maximum(captures - 1, 0.0)))
