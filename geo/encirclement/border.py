"""Borders: the outline of a piece of ground as points that stand for it.

The points lie so close that the Delaunay triangulation of the points keeps to the outline: no piece between two
neighbours has a third point inside the circle over it (Ruppert 1995, A Delaunay refinement algorithm, section 3).
The circumcentres of the triangles inside the ground then lie inside it too. All coordinates and lengths are metres on a
plane.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Floats, Ints

SPACING_M = 800.0
# diameter of a disc that is overstated by a quarter of a percent at this spacing
_WIDE = SPACING_M / np.sqrt(2 * 0.0025)
# what is shorter is a rounding of coordinates, or the tip of a wedge, and stays as it is
_FINEST_M = 2.0
# coordinates are rounded to a millimetre, so that a point that two lines share is one point
_DECIMALS = 3


@dataclass
class Border:
    """The border of a piece of ground as short straight pieces from point to point, both of shape (n, 2)."""

    starts: Floats
    ends: Floats
    _points: cKDTree = field(init=False, repr=False)
    _numbers: Ints = field(init=False, repr=False)

    @classmethod
    def of(cls, ground: BaseGeometry) -> "Border":
        """Sample the border of a Polygon or MultiPolygon.

        Examples
        --------
        >>> len(Border.of(shapely.box(0, 0, 2000, 800)).points())
        8
        """
        # the union cuts lines where they touch, so that the point is on both
        lines = shapely.get_parts(shapely.union_all(shapely.get_parts(shapely.boundary(ground))))
        xy, line = shapely.get_coordinates(shapely.segmentize(lines, SPACING_M), return_index=True)
        xy = np.round(xy, _DECIMALS)
        joined = (line[1:] == line[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
        border = cls(xy[:-1][joined], xy[1:][joined])
        border.conform()
        return border

    def __post_init__(self) -> None:
        self._index()

    def points(self) -> Floats:
        """All points of the border, each once."""
        return np.asarray(self._points.data, dtype=np.float64)

    def pieces(self) -> Ints:
        """Numbers of the two points of each piece, the smaller first, by their place in `points`."""
        return np.sort(self._numbers.reshape(2, -1).T, axis=1)

    def lengths(self) -> Floats:
        """Length of each piece."""
        along = self.ends - self.starts
        return np.asarray(np.hypot(*along.T), dtype=np.float64)

    def conform(self) -> None:
        """Halve pieces until none has another point of the border inside the circle over it."""
        while True:
            lengths = self.lengths()
            nearest, _ = self._points.query((self.starts + self.ends) / 2)
            if not self._halve((nearest < lengths / 2 * (1 - 1e-6)) & (lengths > _FINEST_M)):
                return

    def error(self, discs: Floats) -> Floats:
        """By how much the diameter of discs (x, y, diameter) is overstated, the border being known at points only.

        A disc that rests on two points of a straight line reaches beyond the line between them, on either side.
        """
        diameter = discs[:, 2]
        error = np.zeros(len(discs))
        # beside wider discs no piece is long enough to matter
        narrow = np.flatnonzero(diameter < _WIDE)
        disc, _, away = self._near(discs[narrow])
        np.maximum.at(error, narrow[disc], diameter[narrow[disc]] - 2 * away)
        return error

    def refine(self, discs: Floats, enough_m: Floats) -> bool:
        """Halve the pieces that limit some discs (x, y, diameter); False if they are as short as they need to be."""
        refined = False
        while True:
            disc, piece, away = self._near(discs)
            lengths = self.lengths()
            limits = (lengths[piece] > enough_m[disc]) & (away < discs[disc, 2] / 2 + lengths[piece])
            if not self._halve(np.isin(np.arange(len(lengths)), piece[limits])):
                break
            refined = True
        if refined:
            self.conform()
        return refined

    def _near(self, discs: Floats) -> tuple[Ints, Ints, Floats]:
        """Pairs of discs and pieces near them, by number, and how far each piece is away from the disc's centre."""
        found = self._middles.query_ball_point(discs[:, :2], discs[:, 2] / 2 + 2 * SPACING_M)
        disc = np.repeat(np.arange(len(discs)), [len(pieces) for pieces in found])
        piece = np.concatenate([*found, []]).astype(np.int64)
        start, centre = self.starts[piece], discs[disc, :2]
        along = self.ends[piece] - start
        part = np.clip(((centre - start) * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
        return disc, piece, np.asarray(np.hypot(*(start + part[:, None] * along - centre).T))

    def _halve(self, which: Flags) -> bool:
        """Cut some pieces in two; False if there are none."""
        if not which.any():
            return False
        middles = np.round((self.starts[which] + self.ends[which]) / 2, _DECIMALS)
        self.starts, self.ends = (
            np.vstack([self.starts[~which], self.starts[which], middles]),
            np.vstack([self.ends[~which], middles, self.ends[which]]),
        )
        self._index()
        return True

    def _index(self) -> None:
        # as complex numbers, which sort many times faster than rows do
        both, self._numbers = np.unique(np.vstack([self.starts, self.ends]) @ (1, 1j), return_inverse=True)
        self._points = cKDTree(np.column_stack([both.real, both.imag]))
        # what is looked for less often is made when it is
        self.__dict__.pop("_middles", None)

    @cached_property
    def _middles(self) -> cKDTree:
        return cKDTree((self.starts + self.ends) / 2)
