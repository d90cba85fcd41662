"""Passable area: the union of the zones of friendly sides, its connected parts, and the bearings on which it is open.

Zones are a coverage: polygons that share their borders exactly, without gaps or overlaps (OGC 06-103r4; JTS coverage
model).
"""

from collections.abc import Collection
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries
from geo.encirclement.slivers import Sliver
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, flatten, lonlat, rejoined, transformer

# borders less than about 10 cm apart are one border drawn twice
_SNAP_DEG = 1e-6
# coordinates of ground that has to be mended are rounded to this
_GRID_M = 0.001
# filled gaps overlap the ground around them by a rounding of coordinates
_TOUCH_M = 0.1


class Ground(NamedTuple):
    """Passable ground in a metric CRS, and the slivers that were mended in it, the largest first."""

    area: BaseGeometry
    mended: Geometries


def passable_without_slivers(zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS, sliver: Sliver) -> Ground:
    """Unite the zones of some sides in a metric CRS; strips that are slivers are left out, and gaps filled.

    Parameters
    ----------
    zones, sides, crs
        As in `passable`.
    sliver : Sliver
        The size from which on gaps and strips are real.
    """
    chosen = zones["side"].isin(list(sides)).to_numpy()
    # side by side, so that all have longitudes of one turn
    every, row = shapely.get_parts(rejoined(lonlat(zones.geometry).to_numpy()), return_index=True)
    on_plane, is_passable = flatten(every, transformer(WGS84, crs)), chosen[row]
    shapes, parts = every[is_passable], on_plane[is_passable]
    strips = sliver.among(parts)
    united = flatten(_union(shapes[~strips], tiled=False), transformer(WGS84, crs))
    ground = united if united.is_valid else _mended(united)
    gaps = sliver.gaps(ground, parts[~strips], on_plane[~is_passable])
    if len(gaps):
        ground = shapely.union_all([ground, *shapely.buffer(gaps, _TOUCH_M, join_style="mitre")])
    left_out = parts[strips][~shapely.covers(shapely.buffer(ground, _TOUCH_M), parts[strips])]
    mended = np.concatenate([gaps, left_out])
    return Ground(ground, mended[np.argsort(-shapely.area(mended), kind="stable")])


def passable(zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS, *, tiled: bool = False) -> BaseGeometry:
    """Unite the zones of some sides in a metric CRS.

    Parameters
    ----------
    zones : GeoDataFrame
        One day's zones: columns side, geometry.
    sides : collection of str
        Sides whose ground is passable.
    crs : CRS
        Metric CRS of the result.
    tiled : bool
        True if the zones are known to be a clean coverage of valid polygons: they are not checked again.

    Raises
    ------
    GeometryError
        If one of these zones is empty or not a valid polygon.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"side": ["blue", "red"]}, geometry=[shapely.box(36, 35, 37, 36)] * 2, crs=4326)
    >>> round(passable(zones, {"blue"}, CRS.from_epsg(32637)).area / 1e6)
    10071
    """
    chosen = zones[zones["side"].isin(list(sides)).to_numpy()]
    if not tiled:
        check_polygons(chosen)
    # united in lon/lat degrees, where borders are straight
    shapes = rejoined(lonlat(chosen.geometry).to_numpy())
    ground = flatten(_union(shapes, tiled=tiled), transformer(WGS84, crs))
    # vertices that nearly lie on another edge may lie beyond it once they are projected
    return ground if ground.is_valid else _mended(ground)


def _mended(ground: BaseGeometry) -> BaseGeometry:
    """Make an area valid, without the lines and points that are left of its overlaps."""
    parts = shapely.get_parts(shapely.set_precision(shapely.make_valid(ground), _GRID_M))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])  # noqa: PLR2004 - areas


def _union(shapes: Geometries, *, tiled: bool) -> BaseGeometry:
    """Unite polygons in lon/lat degrees; a border that is drawn twice leaves no crack."""
    if tiled or shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    ground = shapely.union_all(shapes, grid_size=_SNAP_DEG)
    # close the remaining cracks, at corners that lie on a neighbour's border
    for away in (_SNAP_DEG, -_SNAP_DEG):
        ground = shapely.buffer(ground, away, join_style="mitre")
    return ground


def bases(anchors: BaseGeometry, zones: gpd.GeoDataFrame, sides: Collection[str], crs: CRS) -> BaseGeometry:
    """Cut the zones of other sides out of the anchors.

    Parameters
    ----------
    anchors : geometry
        All supply anchors, in lon/lat degrees.
    zones : GeoDataFrame
        One day's zones: columns side, geometry.
    sides : collection of str
        Sides whose ground is passable.
    crs : CRS
        Metric CRS of the result.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame({"side": ["red"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=4326)
    >>> bases(shapely.Point(36.5, 35.5), zones, {"blue"}, CRS.from_epsg(32637)).is_empty
    True
    """
    others = rejoined(lonlat(zones.geometry[~zones["side"].isin(list(sides)).to_numpy()]).to_numpy())
    if len(others) and not anchors.is_empty:
        # shift longitudes by a multiple of 360 degrees next to the anchors
        west, _, east, _ = shapely.total_bounds(others)
        turn = 360 * round((anchors.centroid.x - (west + east) / 2) / 360)
        others = shapely.transform(others, lambda xy: xy + np.array([turn, 0])) if turn else others
    touching = others[shapely.intersects(anchors, others)]
    if len(touching):
        # borders that differ by a rounding of coordinates are the same
        anchors = shapely.difference(anchors, shapely.buffer(shapely.union_all(touching), _SNAP_DEG))
    return flatten(anchors, transformer(WGS84, crs))


def check_polygons(zones: gpd.GeoDataFrame) -> None:
    """Check that zones are valid polygons.

    Raises
    ------
    GeometryError
        If one is empty or not a valid polygon; the message names its row, its side and the fault.
    """
    shapes = zones.geometry.to_numpy()
    areal = np.isin(shapely.get_type_id(shapes), [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    bad = np.flatnonzero(~areal | shapely.is_empty(shapes) | ~shapely.is_valid(shapes))
    if len(bad):
        shape, row = shapes[bad[0]], zones.iloc[bad[0]]
        raise GeometryError(f"zone {row.name} ({row['side']}) must be a valid polygon, not {_fault(shape)}")


def _fault(shape: BaseGeometry | None) -> str:
    if shape is None or shape.is_empty:
        return "an empty one"
    return shape.geom_type if shape.is_valid else f"one with {shapely.is_valid_reason(shape)}"


def open_arc_deg(ground: BaseGeometry, post: shapely.Point, hold_m: float, reach_m: float) -> tuple[float, float]:
    """Measure the bearings on which all ground within reach is passable, and the widest gap between them.

    Parameters
    ----------
    ground : geometry
        Passable ground, in metres.
    post : Point
        Position of the post.
    hold_m, reach_m : float
        Radius that the post holds around itself, and radius within which ground is examined.

    Returns
    -------
    tuple of float
        Degrees open, and degrees of the widest gap, both in steps of one degree.
    """
    blocked = shapely.difference(shapely.difference(post.buffer(reach_m), ground), post.buffer(hold_m))
    shapely.prepare(blocked)
    bearings = np.radians(np.arange(360) + 0.5)
    tips = np.column_stack([post.x + reach_m * np.sin(bearings), post.y + reach_m * np.cos(bearings)])
    rays = shapely.linestrings(np.stack([np.broadcast_to((post.x, post.y), tips.shape), tips], axis=1))
    closed = shapely.intersects(blocked, rays)
    if closed.all():
        return 0.0, 360.0
    # start at an open bearing, so that a gap across north is one gap
    turned = np.roll(closed, -int(np.argmin(closed)))
    edges = np.flatnonzero(np.diff(turned.astype(int), append=0))
    gaps = np.diff(edges)[::2]
    return float(360 - closed.sum()), float(gaps.max(initial=0))


def components(geometry: BaseGeometry) -> Geometries:
    """Split an area into its connected parts; parts that touch only in a point are separate.

    Examples
    --------
    >>> len(components(shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])))
    2
    """
    return np.asarray(
        [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty],
        dtype=object,
    )
