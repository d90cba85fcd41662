"""Corridors: the widest path of a disc through a piece of ground to a goal.

The path is found on the medial axis of the ground. Where the ground is narrow, its border is sampled more densely until
the width is exact to 1 % or 20 m, whichever is larger. All coordinates and lengths are metres on a plane.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.encirclement.border import Border
from geo.encirclement.medial_axis import NARROWEST_M, WIDEST_M, AxisPath, MedialAxis

__all__ = ["NARROWEST_M", "WIDEST_M", "Corridor", "Corridors"]

# accepted error of widths, relative and absolute: half of the documented one
_RELATIVE, _ABSOLUTE_M = 0.005, 10.0
# factor by which an error counts more where a disc has to touch a target, in a corner of 30 degrees
_END_ERROR = 4.0


@dataclass(frozen=True, slots=True)
class Corridor:
    """The widest path from a holding to a goal, in metres.

    Parameters
    ----------
    width_m : float
        Diameter of the largest disc that can be moved along the path.
    line : LineString
        Path of the centre of the disc, extended by straight lines from the centre of the holding and to the goal.
    pinch : Point
        The narrowest place.
    moved_m : float
        Length over which the disc has to be moved.
    room_m : float
        Diameter of the largest disc that touches the holding.
    """

    width_m: float
    line: shapely.LineString
    pinch: shapely.Point
    moved_m: float
    room_m: float


class Corridors:
    """Corridors through one piece of ground to one goal, from any holding on that ground.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Ground in which the disc has to stay, in metres.
    goal : geometry
        Geometry that the disc has to touch at the end.

    Examples
    --------
    >>> room, gap, court = (shapely.box(*bounds) for bounds in [(0, 0, 9, 9), (9, 0, 9.5, 0.7), (9.5, 0, 19, 9)])
    >>> ground = shapely.transform(shapely.union_all([room, gap, court]), lambda km: km * 1000)
    >>> corridors = Corridors(ground, goal=shapely.Point(15_000, 4000))
    >>> corridors.widest(shapely.Point(4000, 4000), radius_m=500).width_m
    700.0
    """

    def __init__(self, ground: BaseGeometry, goal: BaseGeometry) -> None:
        shapely.prepare([ground, goal])
        self._ground, self._goal = ground, goal
        self._border = Border.of(ground)
        self._axis = MedialAxis(self._border, ground, goal)

    def widest(self, centre: shapely.Point, radius_m: float) -> Corridor | None:
        """Find the widest corridor from a disc that touches a round holding to a disc that touches the goal.

        Parameters
        ----------
        centre : Point
            Centre of the holding.
        radius_m : float
            Radius of the holding.

        Returns
        -------
        Corridor or None
            Its width is exact to 1 % or 20 m, whichever is larger, and at most `WIDEST_M`; None if the ground does not
            connect the holding to the goal.
        """
        while True:
            path = self._axis.widest_path(centre, radius_m)
            if path is None:
                return None
            if not self._refine(path):
                return self._corridor(path, centre)
            self._axis = MedialAxis(self._border, self._ground, self._goal)

    def _refine(self, path: AxisPath) -> bool:
        """Sample the border more densely where the width of a path depends on it; False if it is exact enough."""
        error = self._border.error(path.discs)
        allowed = np.full(len(error), max(_RELATIVE * path.width_m, _ABSOLUTE_M))
        # the contact of the first and the last disc with their targets is more sensitive, most of all in corners
        allowed[[0, -1]] /= _END_ERROR
        # discs that are wider than the path even after their error do not matter
        doubtful = np.flatnonzero((error > allowed) & (path.discs[:, 2] - error < path.width_m))
        if not len(doubtful):
            return False
        # length of a piece of border whose sagitta under such a disc is the allowed error
        diameter, allowed = np.maximum(path.discs[doubtful, 2] - error[doubtful], _ABSOLUTE_M), allowed[doubtful]
        enough = np.sqrt(np.maximum(2 * diameter - allowed, 0) * allowed)
        return self._border.refine(path.discs[doubtful], np.maximum(enough, _ABSOLUTE_M))

    def _corridor(self, path: AxisPath, centre: shapely.Point) -> Corridor:
        end = shapely.shortest_line(shapely.Point(path.line[-1]), self._goal)
        line = shapely.LineString([*centre.coords, *path.line, *end.coords])
        pinch = path.discs[int(np.argmin(path.discs[:, 2]))]
        return Corridor(
            width_m=min(path.width_m, WIDEST_M),
            line=shapely.remove_repeated_points(line),
            pinch=shapely.Point(pinch[:2]),
            moved_m=float(np.hypot(*np.diff(path.line, axis=0).T).sum()),
            room_m=path.room_m,
        )
