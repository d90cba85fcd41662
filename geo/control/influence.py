"""Influence: the weights of reported places in the estimate of control at a point.

A weight is the share of a place in the simple kriging estimate at the point from the places around it (Chiles and
Delfiner 2012, Geostatistics, chapter 3): near places weigh more, places behind others and doubtful ones less.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from geo.arrays import Floats
from geo.control.control_reports import Holding
from geo.control.covariance import MaternCovariance
from geo.geometry.sphere import KM

# places around a point that are weighed, and those that are returned
_NEIGHBOURS, _RETURNED = 40, 10
# noise variance of a place of steepness 1, as a share of the variance of the field
_NUGGET = 0.02


class Influence(NamedTuple):
    """Weight of one reported place at a point."""

    report_id: str
    """Ids of the reports that name the holder of the place, the newest first, with "; " between them."""
    side: str
    """The holder of the place."""
    weight: float
    distance_km: float
    age_days: int
    """Days since the newest of the reports; negative if it was made later."""


def influences(  # noqa: PLR0913, PLR0917 - arrays of places and of points
    covariance: MaternCovariance,
    points_m: Floats,
    places_m: Floats,
    held: Sequence[Holding],
    steepness: Floats,
    on: date,
) -> list[list[Influence]]:
    """Weigh the places around some points.

    Parameters
    ----------
    covariance : MaternCovariance
        Covariance function of the field of control.
    points_m : array (p, 2)
        Points, in metres on a plane.
    places_m : array (n, 2)
        Places, in metres on the same plane.
    held : sequence of Holding
        Holding of each place.
    steepness : array (n,)
        Steepness of each place's likelihood, above 0; see `geo.control.field.steepness_of`.
    on : date
        The day.

    Returns
    -------
    list of lists
        For each point the places of largest weight around it, in descending order.

    Examples
    --------
    >>> row = np.array([[0.0, 0.0], [1000.0, 0.0], [2000.0, 0.0]])
    >>> held = [Holding(date(2020, 2, day), date(2020, 2, day), "red", 0.9, (f"R{day}",)) for day in (1, 2, 3)]
    >>> covariance = MaternCovariance.of(row, alone_m=1000)
    >>> (found,) = influences(covariance, np.array([[-500.0, 0.0]]), row, held, np.ones(3), date(2020, 2, 6))
    >>> found[0]
    Influence(report_id='R1', side='red', weight=0.643, distance_km=0.5, age_days=5)
    """
    if not len(held):
        return [[] for _ in points_m]
    distance, near = cKDTree(places_m).query(points_m, k=range(1, min(_NEIGHBOURS, len(held)) + 1))
    weights = _weights(covariance, points_m, places_m[near], steepness[near])
    found = []
    for point, order in enumerate(np.argsort(-weights, axis=1, kind="stable")[:, :_RETURNED]):
        columns = (near[point, order], weights[point, order].round(3), (distance[point, order] / KM).round(2))
        found.append(
            [
                Influence("; ".join(one.reports), one.side, weight, distance_km, (on - one.last_reported).days)
                for place, weight, distance_km in zip(*(values.tolist() for values in columns), strict=True)
                for one in [held[place]]
            ]
        )
    return found


def _weights(covariance: MaternCovariance, points_m: Floats, around_m: Floats, steepness: Floats) -> Floats:
    """Kriging weights of the places around each point, (p, k, 2); absolute values, normalised to a sum of 1."""
    within = covariance.matrix(around_m, around_m)
    noise = _NUGGET * within.max(axis=(1, 2))[:, None] / steepness**2
    within += noise[:, :, None] * np.eye(noise.shape[1])
    weights = np.abs(np.linalg.solve(within, covariance.matrix(around_m, points_m[:, None]))[..., 0])
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
