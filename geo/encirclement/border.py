"""Borders: the outline of a piece of ground, sampled densely enough for its medial axis.

The Delaunay triangulation of the points conforms to the outline: no other point lies in the diametral circle of a piece
between two neighbouring points (Ruppert 1995, A Delaunay refinement algorithm, section 3). The circumcentres of the
triangles inside the ground then lie inside it too. All coordinates and lengths are metres on a plane.
"""

from dataclasses import dataclass, field

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Floats, Ints

SPACING_M = 800.0
# diameter of a disc whose error at this spacing is a quarter of a percent
_WIDE = SPACING_M / np.sqrt(2 * 0.0025)
# shorter pieces are roundings of coordinates, or tips of wedges, and are not halved
_FINEST_M = 2.0
# coordinates are rounded to a millimetre, so that two lines share a point exactly
_DECIMALS = 3


@dataclass
class Border:
    """The border of a piece of ground as short straight pieces.

    Parameters
    ----------
    starts, ends : array (n, 2)
        End points of each piece.
    """

    starts: Floats
    ends: Floats
    _points: cKDTree = field(init=False, repr=False)
    _numbers: Ints = field(init=False, repr=False)
    # spatial index of the midpoints of the pieces, made when it is needed
    _middles: cKDTree | None = field(init=False, repr=False)

    @classmethod
    def of(cls, ground: BaseGeometry) -> "Border":
        """Sample the border of a Polygon or MultiPolygon.

        Examples
        --------
        >>> len(Border.of(shapely.box(0, 0, 2000, 800)).points())
        8
        """
        # the union splits lines where they touch, so that both have the point as a vertex
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
        """Return all points of the border, each once: (p, 2)."""
        return np.asarray(self._points.data, dtype=np.float64)

    def pieces(self) -> Ints:
        """Return the numbers of the two points of each piece in `points`, the smaller first: (n, 2)."""
        return np.sort(self._numbers.reshape(2, -1).T, axis=1)

    def lengths(self) -> Floats:
        """Measure the length of each piece."""
        along = self.ends - self.starts
        return np.asarray(np.hypot(*along.T), dtype=np.float64)

    def conform(self) -> None:
        """Halve pieces until no diametral circle of a piece contains another point of the border."""
        while True:
            lengths = self.lengths()
            nearest, _ = self._points.query((self.starts + self.ends) / 2)
            if not self._halve((nearest < lengths / 2 * (1 - 1e-6)) & (lengths > _FINEST_M)):
                return

    def error(self, discs: Floats) -> Floats:
        """Measure the error of the diameter of discs (x, y, diameter) that comes from sampling the border.

        A disc that touches two points of a straight border reaches beyond the border between them.
        """
        diameter = discs[:, 2]
        error = np.zeros(len(discs))
        # the error of wider discs is negligible at the greatest length of a piece
        narrow = np.flatnonzero(diameter < _WIDE)
        disc, _, away = self._near(discs[narrow])
        np.maximum.at(error, narrow[disc], diameter[narrow[disc]] - 2 * away)
        return error

    def refine(self, discs: Floats, enough_m: Floats) -> bool:
        """Halve the pieces that limit some discs (x, y, diameter).

        Parameters
        ----------
        discs : array (d, 3)
            Centres and diameters.
        enough_m : array (d,)
            Length of a piece that is short enough for each disc.

        Returns
        -------
        bool
            False if all pieces are short enough already.
        """
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
        """Find pairs of a disc and a nearby piece: their numbers, and the distance from centre to piece."""
        if self._middles is None:
            self._middles = cKDTree((self.starts + self.ends) / 2)
        found = self._middles.query_ball_point(discs[:, :2], discs[:, 2] / 2 + 2 * SPACING_M)
        disc = np.repeat(np.arange(len(discs)), [len(pieces) for pieces in found])
        piece = np.concatenate([*found, []]).astype(np.int64)
        start, centre = self.starts[piece], discs[disc, :2]
        along = self.ends[piece] - start
        part = np.clip(((centre - start) * along).sum(axis=1) / (along**2).sum(axis=1), 0, 1)
        return disc, piece, np.asarray(np.hypot(*(start + part[:, None] * along - centre).T))

    def _halve(self, which: Flags) -> bool:
        """Cut some pieces in two; return False if there are none."""
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
        # as complex numbers, which are sorted many times faster than rows
        both, self._numbers = np.unique(np.vstack([self.starts, self.ends]) @ (1, 1j), return_inverse=True)
        self._points = cKDTree(np.column_stack([both.real, both.imag]))
        self._middles = None
