"""Clearance: how wide a disc can be moved through a piece of ground, and along which way.

The widest way is sought on the medial axis of the ground. Where it is narrow, the ground's border is sampled again more
densely until the width is right to 1 % or 20 m, whichever is larger. All coordinates and lengths are metres on a plane.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.encirclement.border import Border
from geo.encirclement.medial_axis import NARROWEST_M, WIDEST_M, MedialAxis, Track

__all__ = ["NARROWEST_M", "WIDEST_M", "Clearance", "Way"]

# how exact widths are made: twice as exact as promised
_RELATIVE, _ABSOLUTE_M = 0.005, 10.0
# how much more an error counts where a disc has to touch something, in a corner of 30 degrees
_END_ERROR = 4.0


@dataclass(frozen=True, slots=True)
class Way:
    """The widest way between two places, in metres.

    Parameters
    ----------
    width_m : float
        Diameter of the largest disc that can be moved along it.
    line : LineString
        The way of the disc's centre, with the straight ways from the one place to it and from it to the other.
    pinch : Point
        Where it is tightest.
    moved_m : float
        How far the disc has to be moved.
    room_m : float
        Diameter of the largest disc that touches the holding at all.
    """

    width_m: float
    line: shapely.LineString
    pinch: shapely.Point
    moved_m: float
    room_m: float


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
        allowed = np.full(len(error), max(_RELATIVE * track.width_m, _ABSOLUTE_M))
        # whether the first and the last disc still touch what they have to is more delicate, in corners above all
        allowed[[0, -1]] /= _END_ERROR
        # what is far wider than the tightest place may be known less well
        doubtful = np.flatnonzero((error > allowed) & (track.discs[:, 2] - error < track.width_m))
        if not len(doubtful):
            return False
        # what a disc may overlap a piece of this length by
        diameter, allowed = np.maximum(track.discs[doubtful, 2] - error[doubtful], _ABSOLUTE_M), allowed[doubtful]
        enough = np.sqrt(np.maximum(2 * diameter - allowed, 0) * allowed)
        return self._border.refine(track.discs[doubtful], np.maximum(enough, _ABSOLUTE_M))

    def _way(self, track: Track, centre: shapely.Point) -> Way:
        end = shapely.shortest_line(shapely.Point(track.line[-1]), self._goal)
        line = shapely.LineString([*centre.coords, *track.line, *end.coords])
        pinch = track.discs[int(np.argmin(track.discs[:, 2]))]
        return Way(
            width_m=min(track.width_m, WIDEST_M),
            line=shapely.remove_repeated_points(line),
            pinch=shapely.Point(pinch[:2]),
            moved_m=float(np.hypot(*np.diff(track.line, axis=0).T).sum()),
            room_m=track.room_m,
        )
