"""Clearance: how wide a disc can be moved through a piece of ground, and along which way.

The widest way is sought on the medial axis of the ground. Where it is narrow, the ground's border is sampled again more
densely until the width is right to 1 % or 20 m, whichever is larger. All coordinates and lengths are metres on a plane.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.border import Border, Floats
from geo.medial_axis import NARROWEST_M, WIDEST_M, MedialAxis, Track

__all__ = ["NARROWEST_M", "WIDEST_M", "Clearance", "Way"]

# how exact widths are made: where they are small, twice as exact as promised
_RELATIVE, _ABSOLUTE_M = 0.01, 10.0
# how much more an error counts where a disc has to touch something, in a corner of 30 degrees
_END_ERROR = 4.0


@dataclass(frozen=True, slots=True)
class Way:
    """The widest way between two places: its width in metres, its line and where it is tightest."""

    width_m: float
    line: shapely.LineString
    pinch: shapely.Point


class Clearance:
    """Ways through one piece of ground to one goal; shared by everything that starts on that ground.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Where the disc may be, in metres.
    goal : geometry
        What the disc has to touch in the end.

    Examples
    --------
    >>> room, gap, court = (shapely.box(*bounds) for bounds in [(0, 0, 9, 9), (9, 0, 9.5, 0.7), (9.5, 0, 19, 9)])
    >>> ground = shapely.transform(shapely.union_all([room, gap, court]), lambda km: km * 1000)
    >>> clearance = Clearance(ground, goal=shapely.Point(15_000, 4000))
    >>> clearance.widest_way(shapely.Point(4000, 4000), radius_m=500).width_m
    700.0
    """

    def __init__(self, ground: BaseGeometry, goal: BaseGeometry) -> None:
        shapely.prepare([ground, goal])
        self._ground, self._goal = ground, goal
        self._border = Border.of(ground)
        self._axis = MedialAxis(self._border, ground, goal)

    def widest_way(self, centre: shapely.Point, radius_m: float) -> Way | None:
        """Find the widest way from where a disc touches a round holding to where it touches the goal.

        Parameters
        ----------
        centre : Point
            Centre of the holding.
        radius_m : float
            Its radius.

        Returns
        -------
        Way or None
            Width exact to 1 % or 20 m, whichever is larger, and at most `WIDEST_M`; None if there is no way.
        """
        while True:
            track = self._axis.track(centre, radius_m)
            if track is None:
                return None
            if not self._refine(track):
                return self._way(track, centre)
            self._axis = MedialAxis(self._border, self._ground, self._goal)

    def _refine(self, track: Track) -> bool:
        """Sample the border more densely where the width of a track depends on it; False if it is known well enough."""
        error = self._border.error(track.discs)
        # whether the first and the last disc still touch what they have to is more delicate, in corners above all
        error[[0, -1]] *= _END_ERROR
        allowed = max(_RELATIVE * track.width_m, _ABSOLUTE_M)
        # what is far wider than the tightest place may be known less well
        doubtful = track.discs[(error > allowed) & (track.discs[:, 2] - error < track.width_m)]
        return len(doubtful) > 0 and self._border.refine(doubtful, _shortest_piece_m(doubtful))

    def _way(self, track: Track, centre: shapely.Point) -> Way:
        end = shapely.shortest_line(shapely.Point(track.line[-1]), self._goal)
        line = shapely.LineString([*centre.coords, *track.line, *end.coords])
        pinch = track.discs[int(np.argmin(track.discs[:, 2]))]
        return Way(min(track.width_m, WIDEST_M), shapely.remove_repeated_points(line), shapely.Point(pinch[:2]))


def _shortest_piece_m(discs: Floats) -> Floats:
    """Length of border below which sampling more densely makes no disc (x, y, diameter) more exact than asked."""
    return np.maximum(discs[:, 2] * _RELATIVE, _ABSOLUTE_M)
