"""Confidence in control reports: grades, their log-odds, and the doubt that newer contrary reports nearby cast.

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
# a place is doubted by newer reports for other blocs around it: how much by each, and from how far
_DOUBT, _NEWS_M = 4.0, 15_000.0


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

    By their trust, and less the more newer reports for other blocs there are around; a place that a later report
    confirms is not doubted.
    """
    weight = np.exp(cdist(places_m, places_m, "sqeuclidean") / (-2 * _NEWS_M**2))
    contrary = (states.bloc != states.bloc[:, None]) & (states.bloc >= 0)
    newer = states.is_reported & (states.last_reported > states.last_reported[:, None])
    news = np.where(states.is_confirmed, 0.0, (weight * (contrary & newer)).sum(axis=1))
    return np.asarray(np.maximum(2 * states.trust - 1, 0.0) / np.sqrt(1 + _DOUBT * news))
