"""Passable ground: one day's zones as one side sees them, with the part that is connected to a supply anchor.

Passable is the ground of a side and of sides friendly to it; contested and unknown ground is blocked in the strict view and
passable in the lenient one; what no zone covers is blocked in both (US Army FM 3-90, encirclement as control of all
ground lines of communication).
"""

from collections.abc import Collection
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.clearance import Clearance, Way
from geo.coverage import components
from geo.errors import GeometryError

# the line along which a disc could pass from ground to anchor has to be longer than a rounding of coordinates
_TOUCH_M = 1.0


class Ground:
    """Passable ground of one day in one view (strict or lenient), in metres.

    Parameters
    ----------
    passable : Polygon or MultiPolygon
        All passable ground.
    anchors : geometry
        All supply anchors, in one geometry.
    """

    def __init__(self, passable: BaseGeometry, anchors: BaseGeometry) -> None:
        self.passable, self.anchors = passable, anchors
        parts = components(passable)
        self.supplied: BaseGeometry = shapely.union_all([part for part in parts if touches(part, anchors)])
        shapely.prepare(self.passable)
        shapely.prepare(self.supplied)

    @cached_property
    def _clearance(self) -> Clearance:
        return Clearance(self.supplied, self.anchors)

    def cut_share(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> float:
        """Share of the places where a post may stand from which its holding does not touch supplied ground."""
        if self.supplied.is_empty:
            return 1.0
        if not uncertainty_m:
            return float(shapely.distance(post, self.supplied) > hold_m)
        standing = post.buffer(uncertainty_m)
        near = shapely.intersection(self.supplied, post.buffer(uncertainty_m + hold_m).envelope)
        reach = shapely.intersection(standing, near.buffer(hold_m))
        return max(0.0, float(1.0 - reach.area / standing.area))

    def widest_way(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> Way | None:
        """Widest way from the holding of a post to an anchor; None if there is no way."""
        if self.supplied.is_empty:
            return None
        holding = post.buffer(hold_m)
        if hold_m == 0 or self.supplied.covers(holding) or not self.supplied.intersects(holding):
            return self._clearance.widest_way(post, hold_m + uncertainty_m)
        # what the post itself holds is passable too
        return Clearance(self.supplied.union(holding), self.anchors).widest_way(post, hold_m + uncertainty_m)

    def pocket(self, post: shapely.Point, hold_m: float) -> BaseGeometry:
        """All passable ground that hangs together with what a post holds."""
        holding = post.buffer(hold_m)
        near = [part for part in components(self.passable) if part.distance(post) <= hold_m]
        return shapely.union_all([holding, *near])


def touches(part: BaseGeometry, anchors: BaseGeometry) -> bool:
    """Whether ground holds an anchor, or a part of one, or shares a stretch of border with one."""
    if not shapely.dwithin(part, anchors, _TOUCH_M):
        return False
    if shapely.get_dimensions(anchors) < 2:  # noqa: PLR2004 - a point or a line has no border to share
        return True
    shared = shapely.intersection(part, shapely.buffer(anchors, _TOUCH_M))
    return bool(shared.area > _TOUCH_M * _TOUCH_M * 2)


def passable(zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS) -> BaseGeometry:
    """Join the zones of some sides to one area in a metric CRS.

    Raises
    ------
    GeometryError
        If a zone is invalid.
    """
    chosen = zones.geometry[zones["side"].isin(list(sides))].to_crs(crs).to_numpy()
    chosen = chosen[~shapely.is_empty(chosen)]
    bad = chosen[~shapely.is_valid(chosen)]
    if len(bad):
        raise GeometryError(f"a zone is not a valid polygon: {shapely.is_valid_reason(bad[0])}")
    joined: BaseGeometry = shapely.union_all(shapely.get_parts(chosen), grid_size=None) if len(chosen) else shapely.Polygon()
    return joined


def open_arc_deg(ground: BaseGeometry, post: shapely.Point, hold_m: float, reach_m: float) -> tuple[float, float]:
    """Bearings on which all ground within reach is passable, and the widest run of bearings on which it is not.

    Parameters
    ----------
    ground : geometry
        Passable ground, in metres.
    post : Point
        Where one stands.
    hold_m, reach_m : float
        Radius that the post holds itself, and that is looked at.

    Returns
    -------
    tuple of float
        Degrees open, and degrees of the largest gap; they are counted in steps of one degree.
    """
    blocked = shapely.difference(shapely.difference(post.buffer(reach_m), ground), post.buffer(hold_m))
    shapely.prepare(blocked)
    bearings = np.radians(np.arange(360) + 0.5)
    tips = np.column_stack([post.x + reach_m * np.sin(bearings), post.y + reach_m * np.cos(bearings)])
    rays = shapely.linestrings(np.stack([np.broadcast_to((post.x, post.y), tips.shape), tips], axis=1))
    closed = shapely.intersects(blocked, rays)
    if closed.all():
        return 0.0, 360.0
    # go round from an open bearing, so that a gap across north is one gap
    turned = np.roll(closed, -int(np.argmin(closed)))
    edges = np.flatnonzero(np.diff(turned.astype(int), append=0))
    gaps = np.diff(edges)[::2]
    return float(360 - closed.sum()), float(gaps.max(initial=0))
