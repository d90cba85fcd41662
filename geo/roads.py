"""Lines of communication: which roads near a post still lead to ground that is supplied."""

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

# roads that pass a post at most this far away are its lines of communication
_NEAR_M = 10_000.0
# coordinates on a common border differ by less
_ROUNDING_M = 0.5


def lines_of_communication(
    roads: gpd.GeoDataFrame | None,
    supplied: BaseGeometry,
    post: shapely.Point,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sort the roads near a post into those that are open to it and those that are cut.

    A road is open if a stretch of it near the post leads 10 km away over supplied ground all the way, or if all of the
    road does not reach that far and is on supplied ground.

    Parameters
    ----------
    roads : GeoDataFrame or None
        Roads with a name, in metres.
    supplied : geometry
        Passable ground that is connected to an anchor, in metres.
    post : Point
        The post, in metres.

    Returns
    -------
    tuple of tuple of str
        Names of the open and of the cut roads, in alphabetical order.

    Examples
    --------
    >>> east, north = shapely.LineString([(0, 0), (30_000, 0)]), shapely.LineString([(0, 0), (0, 30_000)])
    >>> roads = gpd.GeoDataFrame({"name": ["M4", "M5"]}, geometry=[east, north])
    >>> lines_of_communication(roads, shapely.box(-1000, -1000, 40_000, 1000), shapely.Point(0, 0))
    (('M4',), ('M5',))
    """
    if roads is None:
        return (), ()
    lines = roads.geometry.to_numpy()
    near = np.flatnonzero(shapely.dwithin(lines, post, _NEAR_M))
    names = [str(name) for name in roads["name"].to_numpy()[near]]
    around = post.buffer(_NEAR_M)
    opened = {name for name, road in zip(names, lines[near], strict=True) if _leads_on(road, supplied, post, around)}
    return tuple(sorted(opened)), tuple(sorted({*names} - opened))


def is_open(road: BaseGeometry, ground: BaseGeometry) -> bool:
    """Whether a road is passable from end to end."""
    return bool(shapely.difference(road, ground).length <= _ROUNDING_M)


def _leads_on(road: BaseGeometry, supplied: BaseGeometry, post: shapely.Point, around: BaseGeometry) -> bool:
    """Whether a stretch of the road that passes near the post leads away from it, or is all of the road."""
    if supplied.is_empty:
        return False
    stretches = shapely.get_parts(shapely.line_merge(shapely.intersection(road, supplied)))
    near = stretches[shapely.dwithin(stretches, post, _NEAR_M)]
    return bool((~shapely.is_empty(shapely.difference(near, around))).any()) or is_open(road, supplied)
