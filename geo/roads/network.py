"""Roads: a network of named lines, cut where they meet and where they come near to a supply anchor.

All coordinates and lengths are metres on a plane.
"""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries

# a road serves whatever lies at most this far away from it: a post, or a supply anchor
NEAR_M = 10_000.0
# coordinates on a common border differ by less
ROUNDING_M = 0.5
# roads whose ends lie this near to each other meet; fewer than the metres by which roads are known
_MEET_M = 10.0


class RoadNetwork:
    """Roads as they are in peace: stretches from junction to junction, to an end, or to within reach of an anchor.

    Parameters
    ----------
    roads : GeoDataFrame
        Columns name and geometry (lines).
    anchors : geometry
        All supply anchors.

    Attributes
    ----------
    names : list of str
        The roads' names, each once, in alphabetical order.
    lines : array of MultiLineString
        All of each name; like the stretches, moved by up to 10 m to where roads meet.
    stretches : array of LineString
        The stretches outside of the anchors' reach (`NEAR_M`).
    carries : array of bool, shape (names, stretches)
        Which name's line each stretch is part of.

    Examples
    --------
    >>> roads = gpd.GeoDataFrame(
    ...     {"name": ["M4", "M5"]},
    ...     geometry=[shapely.LineString([(0, 0), (50_000, 0)]), shapely.LineString([(40_000, 0), (40_000, 9000)])],
    ... )
    >>> network = RoadNetwork(roads, anchors=shapely.Point(0, 0))
    >>> [round(stretch.length) for stretch in network.stretches]
    [30000, 10000, 9000]
    """

    def __init__(self, roads: gpd.GeoDataFrame, anchors: BaseGeometry) -> None:
        by_name = roads.geometry.groupby(roads["name"].fillna("").astype(str).to_numpy(), sort=True)
        self.names = [str(name) for name, _ in by_name]
        given = np.array([shapely.union_all(lines.to_numpy()) for _, lines in by_name], dtype=object)
        self.anchors = anchors
        self.at_anchors = shapely.buffer(anchors, NEAR_M)
        # on a coarse grid, where a road that ends beside another one is led onto it
        stretches = _parts(shapely.union_all(given, grid_size=_MEET_M))
        self.lines = np.array(
            [shapely.multilinestrings(stretches[carried]) for carried in _carries(given, stretches)], dtype=object
        )
        self.stretches = _parts(shapely.difference(stretches, self.at_anchors))
        self.carries = _carries(self.lines, self.stretches)
        shapely.prepare([*self.lines, self.at_anchors])


def is_open(road: BaseGeometry, ground: BaseGeometry) -> bool:
    """Whether a road is passable from end to end."""
    return bool(shapely.difference(road, ground).length <= ROUNDING_M)


def _parts(lines: BaseGeometry | Geometries) -> Geometries:
    """Single lines of some length."""
    parts = shapely.get_parts(lines)
    return np.asarray(parts[shapely.length(parts) > ROUNDING_M])


def _carries(lines: Geometries, stretches: Geometries) -> Flags:
    """Which lines each stretch is part of."""
    shapely.prepare(lines)
    middles = shapely.line_interpolate_point(stretches, 0.5, normalized=True)
    return np.asarray(shapely.dwithin(lines[:, None], middles, _MEET_M))
