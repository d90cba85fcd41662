"""Passable ground: one day's zones as one side sees them, with the part that is connected to a supply anchor.

Passable is the ground of a side and of sides friendly to it; contested and unknown ground is blocked in the strict view
and passable in the lenient one; what no zone covers is blocked in both (US Army FM 3-90, encirclement as control of all
ground lines of communication).
"""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.coverage import components
from geo.encirclement.corridor import WIDEST_M, Clearance, Way
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, flatten, joined, lonlat, transformer

# the line along which a disc could pass from ground to anchor has to be longer than a rounding of coordinates
_TOUCH_M = 1.0
# a post whose position is uncertain is cut off if it is from most of the places where it may stand
_MOST = 0.5
_ARC_REACH_M = 10_000.0
# borders that differ by some 5 cm are one: the same border drawn twice
_SNAP_DEG = 1e-6


class View(NamedTuple):
    """What a post finds in one view of the ground (strict or lenient), in metres.

    The share of the places where it may stand that are cut off, its widest way to an anchor and its state, whether it
    needs no corridor for it holds a piece of an anchor or has one in its own pocket, the bearings on which the ground
    is open and the largest gap between them, how far away the ground is, and how much of it is cut off with the post.
    """

    cut_share: float
    way: Way | None
    state: str
    at_anchor: bool
    own_anchor: bool
    arc_deg: float
    gap_deg: float
    friendly_m: float
    pocket_m2: float


class Ground:
    """Passable ground of one day in one view (strict or lenient), in metres.

    Parameters
    ----------
    passable : Polygon or MultiPolygon
        All passable ground.
    anchors : geometry
        All supply anchors, in one geometry.
    bases : geometry, optional
        The part of them that nobody hostile holds, passable or not: a post that holds a piece of it is supplied.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 9000, 9000), shapely.box(20000, 0, 29000, 9000)
    >>> ground = Ground(shapely.union_all([west, east]), anchors=shapely.Point(1000, 1000))
    >>> [ground.cut_share(shapely.Point(x, 4000), hold_m=500, uncertainty_m=0) for x in (5000, 25000)]
    [0.0, 1.0]
    """

    def __init__(self, passable: BaseGeometry, anchors: BaseGeometry, bases: BaseGeometry | None = None) -> None:
        self.passable, self.anchors = passable, anchors
        self._bases = shapely.Polygon() if bases is None else bases
        self._parts = components(passable)
        self._is_supplied = _touching(self._parts, anchors)
        self.supplied: BaseGeometry = shapely.union_all(self._parts[self._is_supplied])
        shapely.prepare(self.passable)
        shapely.prepare(self.supplied)
        shapely.prepare(self.anchors)
        shapely.prepare(self._bases)
        self._views: dict[tuple[float, ...], View] = {}

    @cached_property
    def _clearance(self) -> Clearance:
        return Clearance(self.supplied, self.anchors)

    def view(self, post: shapely.Point, hold_m: float, uncertainty_m: float, narrow_m: float) -> View:
        """Look from a post: it is connected if it is from most of the places where it may stand."""
        key = (post.x, post.y, hold_m, uncertainty_m, narrow_m)
        if key not in self._views:
            self._views[key] = self._view(post, hold_m, uncertainty_m, narrow_m)
        return self._views[key]

    def _view(self, post: shapely.Point, hold_m: float, uncertainty_m: float, narrow_m: float) -> View:
        cut = self.cut_share(post, hold_m, uncertainty_m)
        at_anchor = cut <= _MOST and bool(shapely.dwithin(self._bases, post, hold_m))
        way = self.widest_way(post, hold_m, uncertainty_m) if cut <= _MOST else None
        is_wide = way is not None and way.width_m >= narrow_m
        own_anchor = way is not None and not is_wide and self.holds_anchor_of(way, narrow_m)
        is_cut = way is None and not at_anchor
        return View(
            # a crack in hostile ground may connect, and yet be no way
            1.0 if is_cut and cut <= _MOST else cut,
            way,
            "encircled" if is_cut else "open" if is_wide or at_anchor or own_anchor else "constricted",
            at_anchor,
            own_anchor,
            *open_arc_deg(self.passable, post, hold_m, _ARC_REACH_M),
            friendly_m=float("inf") if self.passable.is_empty else post.distance(self.passable),
            pocket_m2=self.pocket(post, hold_m).area if is_cut else 0.0,
        )

    def is_cut(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> bool:
        """Whether a post is not connected; `view` knows better where only a crack connects it."""
        return self.cut_share(post, hold_m, uncertainty_m) > _MOST

    def cut_share(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> float:
        """Share of the places where a post may stand from which it holds neither supplied ground nor a base."""
        reach_m = uncertainty_m + hold_m
        supply = [ground for ground in (self.supplied, self._bases) if shapely.dwithin(ground, post, reach_m)]
        if not supply or not uncertainty_m:
            return float(not supply)
        standing = post.buffer(uncertainty_m)
        near = shapely.union_all(shapely.intersection(supply, post.buffer(reach_m).envelope))
        reach = shapely.intersection(standing, near.buffer(hold_m))
        return max(0.0, float(1.0 - reach.area / standing.area))

    def widest_way(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> Way | None:
        """Widest way to an anchor from the holding of a post, wherever that may be; None if there is no way."""
        reach_m = hold_m + uncertainty_m
        # what the post itself holds is passable too; but a disc that has left it never needs it again, so that this
        # matters only for a disc that touches both it and an anchor
        if hold_m and shapely.dwithin(self.anchors, post, reach_m + WIDEST_M):
            holding = post.buffer(hold_m)
            touching = shapely.intersects([self.supplied, self._bases], holding).any()
            if touching and not self.supplied.covers(holding):
                return Clearance(self.supplied.union(holding), self.anchors).widest_way(post, reach_m)
        return None if self.supplied.is_empty else self._clearance.widest_way(post, reach_m)

    def holds_anchor_of(self, way: Way, narrow_m: float) -> bool:
        """Whether the anchor that a way leads to lies in the post's own pocket, so that no corridor is needed.

        It does if three things are true: the post's ground is itself a narrow pocket (no disc of `narrow_m` touches its
        holding); an anchor lies in this ground as a whole; and the way is no corridor, being no longer than it is wide
        (the disc need not be moved farther than its own diameter). What is narrow then is the pocket, not a way out of
        it. A neck between the post's ground and the anchor's, and a long strip, remain corridors.
        """
        if way.room_m >= narrow_m or way.moved_m > way.width_m:
            return False
        parts = shapely.get_parts(self.anchors)
        nearest = parts[shapely.distance(parts, shapely.get_point(way.line, -1)).argmin()]
        return bool(self.supplied.covers(nearest))

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


def passable(zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS, *, tiled: bool = False) -> BaseGeometry:
    """Join the zones of some sides to one area in a metric CRS.

    Parameters
    ----------
    zones : GeoDataFrame
        One day's zones: columns side, geometry.
    sides : collection of str
        Sides whose ground is passable.
    crs : CRS
        Where the result is.
    tiled : bool
        Whether the zones are known to be a clean coverage of valid polygons, which is not looked at again then.

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
    if not tiled:
        check_polygons(chosen)
    # in lon/lat, where borders are straight
    shapes = joined(lonlat(chosen.geometry).to_numpy())
    return flatten(_union(shapes, tiled=tiled), transformer(WGS84, crs))


def _union(shapes: NDArray[np.object_], *, tiled: bool) -> BaseGeometry:
    """Join polygons in lon/lat; a border that is drawn twice leaves no crack."""
    if tiled or shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    ground = shapely.union_all(shapes, grid_size=_SNAP_DEG)
    # what is left of a crack where a corner lies on the neighbour's border is closed
    for away in (_SNAP_DEG, -_SNAP_DEG):
        ground = shapely.buffer(ground, away, join_style="mitre")
    return ground


def bases(anchors: BaseGeometry, zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS) -> BaseGeometry:
    """Ground of the anchors that is in no zone of other sides, in a metric CRS.

    Parameters
    ----------
    anchors : geometry
        All supply anchors, in lon/lat degrees.
    zones : GeoDataFrame
        One day's zones: columns side, geometry.
    sides : collection of str
        Sides whose ground is passable.
    crs : CRS
        Where the result is.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"side": ["red"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=4326)
    >>> bases(shapely.Point(36.5, 35.5), zones, {"blue"}, CRS.from_epsg(32637)).is_empty
    True
    """
    others = joined(lonlat(zones.geometry[~zones["side"].isin(list(sides)).to_numpy()]).to_numpy())
    if len(others):
        # on the same turn of the globe as the anchors
        west, _, east, _ = shapely.total_bounds(others)
        turn = 360 * round((anchors.centroid.x - (west + east) / 2) / 360)
        others = shapely.transform(others, lambda xy: xy + np.array([turn, 0])) if turn else others
    touching = others[shapely.intersects(anchors, others)]
    if len(touching):
        # borders that differ by a rounding are one
        anchors = shapely.difference(anchors, shapely.buffer(shapely.union_all(touching), _SNAP_DEG))
    return flatten(anchors, transformer(WGS84, crs))


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
