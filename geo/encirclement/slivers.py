"""Slivers: gaps and strips between drawn zones that are smaller than a drawing can mean, in metres on a plane.

They come from borders that are drawn twice; a way that such a gap closes, or such a strip opens, is none (Goodchild
1978, Statistical aspects of the polygon overlay problem).
"""

from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries

# a gap touches the polygons on its sides, but for a rounding of coordinates
_TOUCH_M = 0.5


class Sliver(NamedTuple):
    """The size from which on gaps and strips are real.

    Parameters
    ----------
    km2, m : float
        Area in km2 and width in metres; what is below both is a sliver.
    """

    km2: float = 0.25
    m: float = 200.0

    def among(self, polygons: Geometries) -> Flags:
        """Mark the polygons that are slivers.

        Examples
        --------
        >>> Sliver().among([shapely.box(0, 0, 100, 2000), shapely.box(0, 0, 100, 3000), shapely.box(0, 0, 300, 300)])
        array([ True, False, False])
        """
        small = np.asarray(shapely.area(polygons) < self.km2 * 1e6)
        small[small] = shapely.is_empty(shapely.buffer(np.asarray(polygons)[small], -self.m / 2))
        return small

    def gaps(self, ground: BaseGeometry, parts: Geometries, blocked: Geometries) -> Geometries:
        """Find the gaps in some ground: holes, and what lies between two of the polygons that it is made of.

        Parameters
        ----------
        ground : Polygon or MultiPolygon
            The ground.
        parts : array of Polygon
            The polygons whose union it is.
        blocked : array of Polygon
            Polygons of others; what is no sliver of them is no gap.

        Examples
        --------
        >>> parts = [shapely.box(0, 0, 900, 900), shapely.box(1000, 0, 1900, 900)]
        >>> [gap.area for gap in Sliver().gaps(shapely.union_all(parts), parts, np.array([]))]
        [90000.0]
        """
        if not self.m or not self.km2 or shapely.is_empty(ground):
            return np.array([], dtype=object)
        closed = shapely.buffer(ground, self.m / 2, join_style="mitre", cap_style="square")
        closed = shapely.buffer(closed, -self.m / 2, join_style="mitre", cap_style="square")
        real = blocked[~self.among(blocked)] if len(blocked) else blocked
        pieces = shapely.get_parts(shapely.difference(closed, shapely.union_all([ground, *real])))
        pieces = pieces[(shapely.get_dimensions(pieces) == 2) & (shapely.area(pieces) > 1.0)]  # noqa: PLR2004 - areas
        pieces = pieces[self.among(pieces)]
        beside = shapely.dwithin(np.asarray(parts)[:, None], pieces[None, :], _TOUCH_M).sum(axis=0)
        # the rim of a hole is all of its border
        rims = shapely.length(shapely.intersection(shapely.buffer(ground, _TOUCH_M), shapely.boundary(pieces)))
        holes = rims >= shapely.length(pieces) - _TOUCH_M
        return np.asarray(pieces[(beside > 1) | holes])
