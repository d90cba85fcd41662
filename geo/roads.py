"""Lines of communication: which roads near a post still lead to ground that is supplied."""

import geopandas as gpd
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

    A road is open if a stretch of it near the post leads, over supplied ground all the way, 10 km away or to the road's end.

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
    """
    if roads is None:
        return (), ()
    lines = roads.geometry.to_numpy()
    near = shapely.dwithin(lines, post, _NEAR_M)
    names = roads["name"].to_numpy(dtype=str)[near]
    opened = {str(name) for name, road in zip(names, lines[near], strict=True) if _leads_on(road, supplied, post)}
    return tuple(sorted(opened)), tuple(sorted(set(names.tolist()) - opened))


def is_open(road: BaseGeometry, ground: BaseGeometry) -> bool:
    """Whether a road is passable from end to end."""
    return bool(shapely.difference(road, ground).length <= _ROUNDING_M)


def _leads_on(road: BaseGeometry, supplied: BaseGeometry, post: shapely.Point) -> bool:
    """Whether a stretch of the road that passes near the post is long enough, or ends where the road ends."""
    ends = shapely.boundary(road)
    stretches = shapely.get_parts(shapely.line_merge(shapely.intersection(road, supplied)))
    for stretch in stretches[shapely.dwithin(stretches, post, _NEAR_M)]:
        far = shapely.difference(stretch, post.buffer(_NEAR_M))
        if not far.is_empty or (not ends.is_empty and shapely.dwithin(stretch, ends, _ROUNDING_M)):
            return True
    return False
