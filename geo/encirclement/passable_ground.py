"""Passable ground: one day's zones as one side sees them, with the part that is connected to a supply anchor.

Ground is passable if a side or its friendly sides hold it; contested and unknown ground is blocked in the strict view
and passable in the lenient one; ground that no zone covers is blocked in both (US Army FM 3-90, encirclement as control
of all ground lines of communication).
"""

from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Flags, Geometries
from geo.encirclement.corridor import WIDEST_M, Corridor, Corridors
from geo.encirclement.zone_union import components, open_arc_deg

# the common border of ground and anchor must be longer than a rounding of coordinates
_TOUCH_M = 1.0
# a post of uncertain position is cut off if more than this share of its possible positions are cut off
_MOST = 0.5
# radius within which bearings are examined
_ARC_REACH_M = 10_000.0


class View(NamedTuple):
    """The situation of a post in one view of the ground (strict or lenient), in metres.

    Attributes
    ----------
    cut_share : float
        Share of the possible positions of the post that are cut off.
    corridor : Corridor or None
        Widest corridor to an anchor, None if there is none.
    state : str
        ``encircled``, ``constricted`` or ``open``.
    at_anchor, own_anchor : bool
        True if the post's holding touches an anchor, or if an anchor lies in its own pocket: no corridor is needed.
    arc_deg, gap_deg : float
        Bearings on which all ground within 10 km is passable, and the largest gap between them.
    friendly_m : float
        Distance to the nearest passable ground, infinite if there is none.
    pocket_m2 : float
        Passable area that is cut off together with the post, 0 if the post is not cut off.
    """

    cut_share: float
    corridor: Corridor | None
    state: str
    at_anchor: bool
    own_anchor: bool
    arc_deg: float
    gap_deg: float
    friendly_m: float
    pocket_m2: float


class PassableGround:
    """Passable ground of one day in one view (strict or lenient), in metres.

    Parameters
    ----------
    passable : Polygon or MultiPolygon
        All passable ground.
    anchors : geometry
        All supply anchors, in one geometry.
    bases : geometry, optional
        The part of the anchors that no hostile side holds, passable or not: a post that holds a piece of it is
        supplied.

    Attributes
    ----------
    supplied : geometry
        The connected parts of the passable ground that touch an anchor.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 9000, 9000), shapely.box(20000, 0, 29000, 9000)
    >>> ground = PassableGround(shapely.union_all([west, east]), anchors=shapely.Point(1000, 1000))
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
    def _corridors(self) -> Corridors:
        return Corridors(self.supplied, self.anchors)

    def view(self, post: shapely.Point, hold_m: float, uncertainty_m: float, narrow_m: float) -> View:
        """Assess a post in this view; computed once for each post and set of distances.

        Parameters
        ----------
        post : Point
            Position of the post.
        hold_m, uncertainty_m, narrow_m : float
            As in `geo.assess`, in metres.
        """
        key = (post.x, post.y, hold_m, uncertainty_m, narrow_m)
        if key not in self._views:
            self._views[key] = self._view(post, hold_m, uncertainty_m, narrow_m)
        return self._views[key]

    def _view(self, post: shapely.Point, hold_m: float, uncertainty_m: float, narrow_m: float) -> View:
        cut = self.cut_share(post, hold_m, uncertainty_m)
        at_anchor = cut <= _MOST and bool(shapely.dwithin(self._bases, post, hold_m))
        corridor = self.widest(post, hold_m, uncertainty_m) if cut <= _MOST else None
        is_wide = corridor is not None and corridor.width_m >= narrow_m
        own_anchor = corridor is not None and not is_wide and self.holds_anchor_of(corridor, narrow_m)
        is_cut = corridor is None and not at_anchor
        arc_deg, gap_deg = open_arc_deg(self.passable, post, hold_m, _ARC_REACH_M)
        return View(
            # the post may be connected only by a crack that is too narrow for a corridor
            cut_share=1.0 if is_cut and cut <= _MOST else cut,
            corridor=corridor,
            state="encircled" if is_cut else "open" if is_wide or at_anchor or own_anchor else "constricted",
            at_anchor=at_anchor,
            own_anchor=own_anchor,
            arc_deg=arc_deg,
            gap_deg=gap_deg,
            friendly_m=float("inf") if self.passable.is_empty else post.distance(self.passable),
            pocket_m2=self.pocket(post, hold_m).area if is_cut else 0.0,
        )

    def cut_share(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> float:
        """Measure the share of a post's possible positions from which it holds neither supplied ground nor a base."""
        reach_m = uncertainty_m + hold_m
        supply = [ground for ground in (self.supplied, self._bases) if shapely.dwithin(ground, post, reach_m)]
        if not supply or not uncertainty_m:
            return float(not supply)
        positions = post.buffer(uncertainty_m)
        near = shapely.union_all(shapely.intersection(supply, post.buffer(reach_m).envelope))
        connected = shapely.intersection(positions, near.buffer(hold_m))
        return max(0.0, float(1.0 - connected.area / positions.area))

    def widest(self, post: shapely.Point, hold_m: float, uncertainty_m: float) -> Corridor | None:
        """Find the widest corridor to an anchor from the holding of a post at any of its possible positions."""
        reach_m = hold_m + uncertainty_m
        # the post's holding is passable too, but a path that has left it never returns: it widens a corridor only if
        # one disc can touch both the holding and an anchor
        if hold_m and shapely.dwithin(self.anchors, post, reach_m + WIDEST_M):
            holding = post.buffer(hold_m)
            touching = shapely.intersects([self.supplied, self._bases], holding).any()
            if touching and not self.supplied.covers(holding):
                return Corridors(self.supplied.union(holding), self.anchors).widest(post, reach_m)
        return None if self.supplied.is_empty else self._corridors.widest(post, reach_m)

    def holds_anchor_of(self, corridor: Corridor, narrow_m: float) -> bool:
        """Decide if the anchor of a corridor lies in the post's own pocket, so that no corridor is needed.

        True under three conditions: the post's ground is itself a narrow pocket (no disc of diameter `narrow_m` touches
        its holding); an anchor lies entirely in this ground; and the path is no longer than it is wide (the disc need
        not be moved farther than its own diameter). In this case the pocket itself is narrow. A neck between the post's
        ground and the anchor's, and a long strip, count as corridors.
        """
        if corridor.room_m >= narrow_m or corridor.moved_m > corridor.width_m:
            return False
        parts = shapely.get_parts(self.anchors)
        nearest = parts[shapely.distance(parts, shapely.get_point(corridor.line, -1)).argmin()]
        return bool(self.supplied.covers(nearest))

    def pocket(self, post: shapely.Point, hold_m: float) -> BaseGeometry:
        """Unite a post's holding with the unsupplied passable ground connected to it."""
        holding = post.buffer(hold_m)
        near = shapely.dwithin(self._parts, post, hold_m)
        pocket: BaseGeometry = shapely.union_all([holding, *self._parts[near & ~self._is_supplied]])
        return pocket


def _touching(parts: Geometries, anchors: BaseGeometry) -> Flags:
    """Mark parts of the ground that contain an anchor or a piece of one, or share a stretch of border with one."""
    touching = np.asarray(shapely.dwithin(parts, anchors, _TOUCH_M), dtype=bool)
    # points and lines have no border to share
    if shapely.get_dimensions(anchors) == 2:  # noqa: PLR2004 - the dimensions of an area
        fringe = shapely.buffer(anchors, _TOUCH_M)
        # a larger overlap than two touching corners have
        touching[touching] = shapely.area(shapely.intersection(parts[touching], fringe)) > 2 * _TOUCH_M**2
    return touching


def passable_sides(friendly: Collection[str], contested: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Sides whose ground is passable in the strict view, and in the lenient one.

    Contested ground is blocked in the strict view and passable in the lenient one; ground of all other sides is blocked
    in both.

    Examples
    --------
    >>> strict, lenient = passable_sides({"blue"}, {"contested", "unknown"})
    >>> sorted(strict), sorted(lenient)
    (['blue'], ['blue', 'contested', 'unknown'])
    """
    return frozenset(friendly), frozenset({*friendly, *contested})
