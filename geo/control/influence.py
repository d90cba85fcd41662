"""Influence: how much reported places weigh in what is told of the ground at a point.

A weight is the share of a place in the simple kriging estimate at the point, from the places around it (Chiles and
Delfiner 2012, Geostatistics, chapter 3): near places weigh more, places behind others and doubtful ones less.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import shapely
from scipy.spatial import cKDTree

from geo.arrays import Floats, Geometries, Ints
from geo.control.covariance import apart, at_distance
from geo.control.holdings import Holding
from geo.sides import BASES, NO_BASIS, UNKNOWN

# places around a point that are weighed, and how many of them are told
_AROUND, _WEIGHTIEST = 40, 10
# so many of the places that decide in the middle of an area are its evidence, if there is none in it
_EVIDENCE = 3
# a point this near a place is at it
_AT_PLACE_M = 10.0
# variance of the field at a place that is wholly trusted: that of 100 m of ground
_NUGGET = 0.2


class Influence(NamedTuple):
    """What the reports on one place have to do with a point."""

    report_id: str
    """Ids of the reports that tell who holds the place, the newest first, with "; " between them."""
    side: str
    weight: float
    distance_km: float
    age_days: int
    basis: str | None
    """The best of their bases; see `geo.sides.BASES`."""


def influences(
    points_m: Floats, places_m: Floats, held: Sequence[Holding], sharp: Callable[[Ints], Floats], on: date
) -> list[list[Influence]]:
    """Tell what decides at some points.

    Parameters
    ----------
    points_m : array (p, 2)
        Points, in metres on a plane.
    places_m : array (n, 2)
        Places, in metres on the same plane.
    held : sequence of Holding
        Who holds each of them.
    sharp : callable
        Takes numbers of places and returns how sharply each tells, above 0; see `geo.control.confidence.steepness`.
    on : date
        The day.

    Returns
    -------
    list of lists
        For each point the weightiest places around it, in order.

    Examples
    --------
    >>> row = np.array([[0.0, 0.0], [1000.0, 0.0], [2000.0, 0.0]])
    >>> days = [date(2020, 2, day) for day in (1, 2, 3)]
    >>> held = [Holding(day, day, day, 0, "red", 0.9, (f"R{day.day}",)) for day in days]
    >>> (found,) = influences(np.array([[-500.0, 0.0]]), row, held, np.ones_like, date(2020, 2, 6))
    >>> found[0]
    Influence(report_id='R1', side='red', weight=0.916, distance_km=0.5, age_days=5, basis=None)
    """
    if not len(held):
        return [[] for _ in points_m]
    away, near = cKDTree(places_m).query(points_m, k=range(1, min(_AROUND, len(held)) + 1))
    asked, at = np.unique(near, return_inverse=True)
    weights = _weights(points_m, places_m[near], sharp(asked)[at.reshape(near.shape)])
    found = []
    # at a reported place its own reports stand first, however doubtful they are
    ranked = np.lexsort((-weights, away > _AT_PLACE_M))
    for point, order in enumerate(ranked[:, :_WEIGHTIEST]):
        around = (near[point, order], weights[point, order].round(3), (away[point, order] / 1000).round(2))
        found.append(
            [
                Influence(
                    "; ".join(one.reports),
                    one.side,
                    weight,
                    far,
                    (on - one.last_reported).days,
                    BASES[one.basis] if one.basis != NO_BASIS else None,
                )
                for place, weight, far in zip(*(values.tolist() for values in around), strict=True)
                for one in [held[place]]
            ]
        )
    return found


def _weights(points_m: Floats, around_m: Floats, sharp: Floats) -> Floats:
    """Weigh the places around each point, (p, k, 2), so that the weights sum up to 1."""
    within = at_distance(apart(around_m, around_m))
    within += (_NUGGET / sharp**2)[:, :, None] * np.eye(sharp.shape[1])
    weights = np.abs(np.linalg.solve(within, at_distance(apart(around_m, points_m[:, None])))[..., 0])
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def evidence_of(
    areas: Geometries,
    sides: Sequence[str],
    nodes: Sequence[Ints],
    held: Sequence[Holding | None],
    decide: Callable[[Floats], list[list[Influence]]],
) -> list[str]:
    """Ids of the reports on the places in each area; where there are none, of those that decide in its middle.

    Of those that agree on a place, the first and the newest stand for all: confirmations go on for years.

    Parameters
    ----------
    areas : array of Polygon
        The areas, lon/lat.
    sides : sequence of str
        The side of each.
    nodes : sequence of array of int
        Numbers of the nodes of a mesh in each; the first nodes are the known places.
    held : sequence of Holding or None
        Holdings of the known places.
    decide : callable
        Finds the reports that decide at points (n, 2), lon/lat.
    """
    reported = [
        {
            report
            for place in members[members < len(held)].tolist()
            if (one := held[place])
            for report in (*one.reports[:1], *one.reports[-1:])
        }
        for members in nodes
    ]
    bare = [area for area, side in enumerate(sides) if not reported[area] and side != UNKNOWN]
    middles = shapely.get_coordinates(shapely.point_on_surface(areas[bare]))
    for area, found in zip(bare, decide(middles), strict=True):
        # reports against a side are no evidence for it
        own = [one for one in found if one.side == sides[area]] or found
        reported[area] = {one.report_id for one in own[:_EVIDENCE]}
    return ["; ".join(sorted(reports - {""})) for reports in reported]
