"""Passable ground: one day's zones as one side sees them, with the part that is connected to a supply anchor.

Passable is the ground of a side and of sides friendly to it; contested and unknown ground is blocked in the strict view
and passable in the lenient one; what no zone covers is blocked in both (US Army FM 3-90, encirclement as control of all
ground lines of communication).
"""

from collections.abc import Collection
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.clearance import WIDEST_M, Clearance, Way
from geo.coverage import components
from geo.errors import GeometryError
from geo.projection import WGS84, flatten, joined, lonlat, transformer

# the line along which a disc could pass from ground to anchor has to be longer than a rounding of coordinates
_TOUCH_M = 1.0
# borders that differ by some 5 cm are one: the same border drawn twice
_SNAP_DEG = 1e-6


class Ground:
    """Passable ground of one day in one view (strict or lenient), in metres.

    Parameters
    ----------
    passable : Polygon or MultiPolygon
        All passable ground.
    anchors : geometry
        All supply anchors, in one geometry.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 9000, 9000), shapely.box(20000, 0, 29000, 9000)
    >>> ground = Ground(shapely.union_all([west, east]), anchors=shapely.Point(1000, 1000))
    >>> [ground.cut_share(shapely.Point(x, 4000), hold_m=500, uncertainty_m=0) for x in (5000, 25000)]
    [0.0, 1.0]
    """

    def __init__(self, passable: BaseGeometry, anchors: BaseGeometry) -> None:
        self.passable, self.anchors = passable, anchors
        self._parts = components(passable)
        self._is_supplied = _touching(self._parts, anchors)
        self.supplied: BaseGeometry = shapely.union_all(self._parts[self._is_supplied])
        shapely.prepare(self.passable)
        shapely.prepare(self.supplied)
        shapely.prepare(self.anchors)

    @cached_property
    def _clearance(self) -> Clearance:
        return Clearance(self.supplied, self.anchors)

    def cut_share(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> float:
        """Share of the places where a post may stand from which its holding does not touch supplied ground."""
        if self.supplied.is_empty:
            return 1.0
        if not uncertainty_m:
            return float(not shapely.dwithin(self.supplied, post, hold_m))
        standing = post.buffer(uncertainty_m)
        near = shapely.intersection(self.supplied, post.buffer(uncertainty_m + hold_m).envelope)
        reach = shapely.intersection(standing, near.buffer(hold_m))
        return max(0.0, float(1.0 - reach.area / standing.area))

    def widest_way(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> Way | None:
        """Widest way to an anchor from the holding of a post, wherever that may be; None if there is no way."""
        if self.supplied.is_empty:
            return None
        reach_m = hold_m + uncertainty_m
        holding = post.buffer(hold_m)
        # what the post itself holds is passable too; but a disc that has left it never needs it again, so that this
        # matters only for a disc that touches both it and an anchor
        at_anchor = shapely.dwithin(self.anchors, post, reach_m + WIDEST_M)
        if not at_anchor or self.supplied.covers(holding) or not self.supplied.intersects(holding):
            return self._clearance.widest_way(post, reach_m)
        return Clearance(self.supplied.union(holding), self.anchors).widest_way(post, reach_m)

    def pocket(self, post: shapely.Point, hold_m: float) -> BaseGeometry:
        """All passable ground that hangs together with what a post holds and is cut off from supply."""
        holding = post.buffer(hold_m)
        near = shapely.dwithin(self._parts, post, hold_m)
        pocket: BaseGeometry = shapely.union_all([holding, *self._parts[near & ~self._is_supplied]])
        return pocket


def _touching(parts: NDArray[np.object_], anchors: BaseGeometry) -> NDArray[np.bool_]:
    """Which parts of the ground hold an anchor, or a piece of one, or share a stretch of border with one."""
    touching = np.asarray(shapely.dwithin(parts, anchors, _TOUCH_M), dtype=bool)
    # a point or a line has no border to share
    if shapely.get_dimensions(anchors) == 2:  # noqa: PLR2004 - the dimensions of an area
        fringe = shapely.buffer(anchors, _TOUCH_M)
        # more than what two corners share that touch
        touching[touching] = shapely.area(shapely.intersection(parts[touching], fringe)) > 2 * _TOUCH_M**2
    return touching


def passable(zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS) -> BaseGeometry:
    """Join the zones of some sides to one area in a metric CRS.

    Raises
    ------
    GeometryError
        If one of these zones is not a valid polygon, or has nothing in it.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"side": ["blue", "red"]}, geometry=[shapely.box(36, 35, 37, 36)] * 2, crs=4326)
    >>> round(passable(zones, {"blue"}, CRS.from_epsg(32637)).area / 1e6)
    10071
    """
    chosen = zones[zones["side"].isin(list(sides)).to_numpy()]
    check_polygons(chosen)
    # on one grid, so that a corner on a neighbour's border leaves no crack; in lon/lat, where that border is straight
    ground = shapely.union_all(joined(lonlat(chosen.geometry).to_numpy()), grid_size=_SNAP_DEG)
    return flatten(ground, transformer(WGS84, crs))


def check_polygons(zones: gpd.GeoDataFrame) -> None:
    """Make sure that zones are valid polygons.

    Raises
    ------
    GeometryError
        If one is not, or has nothing in it; the message names its row, its side, and what is wrong.
    """
    shapes = zones.geometry.to_numpy()
    areal = np.isin(shapely.get_type_id(shapes), [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    bad = np.flatnonzero(~areal | shapely.is_empty(shapes) | ~shapely.is_valid(shapes))
    if len(bad):
        shape, row = shapes[bad[0]], zones.iloc[bad[0]]
        raise GeometryError(f"zone {row.name} ({row['side']}) must be a valid polygon, not {_what_is_wrong(shape)}")


def _what_is_wrong(shape: BaseGeometry | None) -> str:
    if shape is None or shape.is_empty:
        return "an empty one"
    return shape.geom_type if shape.is_valid else f"one with {shapely.is_valid_reason(shape)}"


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
