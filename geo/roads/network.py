"""The road network: named lines, split where they meet and where they come near to a supply anchor.

All coordinates and lengths are metres on a plane.
"""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries

# distance from a road within which it serves a post or a supply anchor
NEAR_M = 10_000.0
# coordinates of one point differ by less than this
ROUNDING_M = 0.5
# roads whose ends are this near meet; less than the accuracy of road data
_MEET_M = 10.0


class RoadNetwork:
    """All roads as stretches, which end at junctions, at dead ends, and at the reach (`NEAR_M`) of an anchor.

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
        All lines of each name; like the stretches, snapped to the places where roads meet, by up to 10 m.
    stretches : array of LineString
        The stretches outside of the anchors' reach (`NEAR_M`).
    carries : array of bool, shape (names, stretches)
        True where a stretch is part of a name's line.

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
        # the coarse grid snaps the end of a road onto another road nearby
        stretches = _parts(shapely.union_all(given, grid_size=_MEET_M))
        self.lines = np.array(
            [shapely.multilinestrings(stretches[carried]) for carried in _carries(given, stretches)], dtype=object
        )
        self.stretches = _parts(shapely.difference(stretches, self.at_anchors))
        self.carries = _carries(self.lines, self.stretches)
        shapely.prepare([*self.lines, self.at_anchors])


def is_open(road: BaseGeometry, ground: BaseGeometry) -> bool:
    """Decide if a road is passable from end to end."""
    return bool(shapely.difference(road, ground).length <= ROUNDING_M)


def _parts(lines: BaseGeometry | Geometries) -> Geometries:
    """Return single lines, without those as short as the rounding of coordinates."""
    parts = shapely.get_parts(lines)
    return np.asarray(parts[shapely.length(parts) > ROUNDING_M])


def _carries(lines: Geometries, stretches: Geometries) -> Flags:
    """Decide which lines contain each stretch."""
    shapely.prepare(lines)
    middles = shapely.line_interpolate_point(stretches, 0.5, normalized=True)
    return np.asarray(shapely.dwithin(lines[:, None], middles, _MEET_M))
