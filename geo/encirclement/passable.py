"""Passable area: the union of the zones of friendly sides, its connected parts, and the bearings on which it is open.

Zones are a coverage: polygons that share their borders exactly, without gaps or overlaps (OGC 06-103r4; JTS coverage
model).
"""

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, flatten, joined, lonlat, transformer

# borders that differ by some 5 cm are one: the same border drawn twice
_SNAP_DEG = 1e-6


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


def _union(shapes: Geometries, *, tiled: bool) -> BaseGeometry:
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


def components(geometry: BaseGeometry) -> Geometries:
    """Split an area into its connected parts, parts that touch in a point only being apart.

    Examples
    --------
    >>> len(components(shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])))
    2
    """
    return np.asarray(
        [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty],
        dtype=object,
    )
