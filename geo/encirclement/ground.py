"""Passable ground: one day's zones as one side sees them, with the part that is connected to a supply anchor.

Passable is the ground of a side and of sides friendly to it; contested and unknown ground is blocked in the strict view
and passable in the lenient one; what no zone covers is blocked in both (US Army FM 3-90, encirclement as control of all
ground lines of communication).
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries
from geo.encirclement.corridor import WIDEST_M, Clearance, Way
from geo.encirclement.passable import components, open_arc_deg

# the line along which a disc could pass from ground to anchor has to be longer than a rounding of coordinates
_TOUCH_M = 1.0
# a post whose position is uncertain is cut off if it is from most of the places where it may stand
_MOST = 0.5
_ARC_REACH_M = 10_000.0


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


def _touching(parts: Geometries, anchors: BaseGeometry) -> Flags:
    """Which parts of the ground hold an anchor, or a piece of one, or share a stretch of border with one."""
    touching = np.asarray(shapely.dwithin(parts, anchors, _TOUCH_M), dtype=bool)
    # a point or a line has no border to share
    if shapely.get_dimensions(anchors) == 2:  # noqa: PLR2004 - the dimensions of an area
        fringe = shapely.buffer(anchors, _TOUCH_M)
        # more than what two corners share that touch
        touching[touching] = shapely.area(shapely.intersection(parts[touching], fringe)) > 2 * _TOUCH_M**2
    return touching
