"""The assessment of posts: connection to a supply anchor, width of the corridor, lines of communication, reasons.

A force is encircled when the opponent controls all its ground lines of communication and reinforcement (US Army FM
3-90). Encirclement is thus a matter of connection, and not of the share of directions in which the opponent stands.
"""

import warnings
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Geometries
from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.passable_ground import PassableGround, passable_sides
from geo.encirclement.reasons import mended_zones, reasons_for
from geo.encirclement.sentences import sentences
from geo.encirclement.slivers import Sliver
from geo.encirclement.supply import Supply
from geo.encirclement.verdict import Encirclement, RoadCut
from geo.encirclement.zone_union import bases, check_polygons, passable, passable_without_slivers
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, flatten, local_crs, lonlat, project, rejoined, transformer, unwrapped
from geo.geometry.sphere import KM
from geo.roads.lines_of_communication import Cut, Lines
from geo.sides import NOT_PARTIES

__all__ = ["Battlefield", "Encirclement", "RoadCut", "assess"]

# an anchor this near to the zones touches them
_REACH_M = 10.0
# zones are a cut-out of a larger map if every anchor is this many times their size away
_CUT_OUT = 10.0

G = TypeVar("G", shapely.Point, shapely.LineString)


def assess(  # noqa: PLR0913 - all of them define the verdict
    point: shapely.Point,
    zones: gpd.GeoDataFrame,
    *,
    friendly: Collection[str],
    anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry,
    roads: gpd.GeoDataFrame | None = None,
    contested: Collection[str] = NOT_PARTIES,
    hold_km: float = 0.5,
    uncertainty_km: float = 0.0,
    narrow_km: float = 5.0,
    sliver_km2: float = 0.25,
    sliver_m: float = 200.0,
) -> Encirclement:
    """Assess if a post is encircled, on the zones of one day.

    Parameters
    ----------
    point : Point
        The post, lon/lat degrees.
    zones : GeoDataFrame
        One day's zones of control: columns side, geometry; EPSG:4326. Ground that no zone covers is blocked.
    friendly : collection of str
        Every side whose ground is passable, the post's own included; `friendly` takes precedence over `contested`.
    anchors : GeoDataFrame, GeoSeries or geometry
        Ground that the post is supplied from, lon/lat; a column `name` names the anchors.
    roads : GeoDataFrame, optional
        Lines of communication: columns name, geometry; see `geo.roads.lines_of_communication.Approaches` for the
        definition of an open one.
    contested : collection of str
        Values of the zones' column `side` that are not parties: blocked in the strict view, passable in the lenient
        one.
    hold_km, uncertainty_km : float
        Radius that the post holds around itself, and radius of the disc of its possible positions. If `uncertainty_km`
        is over 0, the post is cut off if more than half of its possible positions are, and the corridor may start at
        any of them.
    narrow_km : float
        A corridor narrower than this makes a post ``constricted``, unless the post needs no corridor: its holding
        touches an anchor, or an anchor lies in its own pocket
        (`geo.encirclement.passable_ground.PassableGround.holds_anchor_of`).
    sliver_km2, sliver_m : float
        Holes, gaps and strips between the zones below both this area and this width are mended, and the reasons say
        so: they change no verdict.

    Returns
    -------
    Encirclement
        The verdict, with its reasons.

    Raises
    ------
    GeometryError
        If the position is not a point on earth, the anchors are empty or invalid or lie outside of all zones, a zone is
        not a valid polygon, a road is not a line with a name, a distance is not a number of zero or more, or no side is
        friendly.

    Warns
    -----
    UserWarning
        If the zones are a small cut-out, and every anchor lies more than ten times their size outside of them.

    Examples
    --------
    >>> zones = gpd.GeoDataFrame(
    ...     {"side": ["blue", "red"]}, geometry=[shapely.box(36, 35, 36.5, 36), shapely.box(36.5, 35, 37, 36)], crs=4326
    ... )
    >>> border = shapely.box(35.9, 35, 36, 36)
    >>> assess(shapely.Point(36.4, 35.5), zones, friendly={"blue"}, anchors=border).state
    'open'
    >>> assess(shapely.Point(36.6, 35.5), zones, friendly={"blue"}, anchors=border).state
    'encircled'
    """
    if not isinstance(zones, gpd.GeoDataFrame):
        raise GeometryError(f"zones must be a GeoDataFrame, not a {type(zones).__name__}")
    if "side" not in zones:
        raise GeometryError(f"zones need a column 'side'; these have {', '.join(map(str, zones.columns))}")
    distances = {"hold_km": hold_km, "uncertainty_km": uncertainty_km, "narrow_km": narrow_km}
    for name, given in (distances | {"sliver_km2": sliver_km2, "sliver_m": sliver_m}).items():
        if not 0 <= given < float("inf"):
            raise GeometryError(f"{name} must be a distance of zero or more, not {given}")
    # a single string would be taken as a collection of letters
    friendly, contested = ({given} if isinstance(given, str) else given for given in (friendly, contested))
    if not friendly:
        raise GeometryError("friendly must name every side whose ground is passable; it names none")
    check_polygons(zones)
    supply = Supply(anchors, roads=roads, crs=local_crs(*_lat_lon(point)))
    if supply.anchors.is_empty:
        raise GeometryError("there is no supply anchor: the table given has no rows")
    _check_reached(supply, zones)
    sliver = Sliver(sliver_km2, sliver_m)
    field = Battlefield(zones, friendly=friendly, supply=supply, contested=contested, sliver=sliver)
    verdict = field.verdict(point, hold_km=hold_km, uncertainty_km=uncertainty_km, narrow_km=narrow_km)
    reasons = reasons_for(verdict, hold_km=hold_km, uncertainty_km=uncertainty_km, narrow_km=narrow_km)
    if verdict.mended:
        reasons += (mended_zones(sentences("en"), verdict.mended, sliver_km2, sliver_m),)
    return replace(verdict, reasons=reasons)


class Battlefield:
    """One day's zones as one side sees them, prepared for the verdicts on all its posts.

    Parameters
    ----------
    zones, friendly, contested
        As in `assess`.
    supply : Supply
        Anchors and roads of the side, for all days.
    sliver : Sliver, optional
        The size below which gaps and strips are mended; by default the zones are known to be a clean coverage, as those
        of `geo.control_zones` are.
    """

    def __init__(
        self,
        zones: gpd.GeoDataFrame,
        *,
        friendly: Collection[str],
        supply: Supply,
        contested: Collection[str] = NOT_PARTIES,
        sliver: Sliver | None = None,
    ) -> None:
        self._zones, self._supply, self._sliver = zones, supply, sliver
        self._mended: tuple[shapely.Point, ...] = ()
        self._to_metres, self._to_degrees = transformer(WGS84, supply.crs), transformer(supply.crs, WGS84)
        strict, self._lenient = passable_sides(friendly, contested)
        self._contested = self._lenient - strict
        self.strict = self._ground(strict)

    @cached_property
    def lenient(self) -> PassableGround:
        """Passable ground of the lenient view; the same object as `strict` if there is no contested ground."""
        if not self._zones["side"].isin(list(self._contested)).any():
            return self.strict
        return self._ground(self._lenient)

    def verdict(self, point: shapely.Point, *, hold_km: float, uncertainty_km: float, narrow_km: float) -> Encirclement:
        """Assess one post, without reasons; see `assess`."""
        _lat_lon(point)
        post = project(point, self._to_metres)
        distances = hold_km * KM, uncertainty_km * KM, narrow_km * KM
        strict = lenient = self.strict.view(post, *distances)
        # a post that is open in the strict view is open in the lenient one, in which more ground is passable
        if strict.state != "open" and self.lenient is not self.strict:
            lenient = self.lenient.view(post, *distances)
        is_cut, corridor = strict.state == "encircled", strict.corridor
        lines = self._lines(post, distances[0], is_cut=is_cut)
        return Encirclement(
            state="contested" if is_cut and lenient.state != "encircled" else strict.state,
            state_strict=strict.state,
            state_lenient=lenient.state,
            corridor_km=round(corridor.width_m / KM, 3) if corridor else 0.0 if is_cut else WIDEST_M / KM,
            corridor=self._on_earth(corridor.line, point) if corridor else None,
            pinch=self._on_earth(corridor.pinch, point) if corridor else None,
            roads_open=lines.opened,
            roads_cut=lines.closed,
            open_arc_deg=strict.arc_deg,
            gap_deg=strict.gap_deg,
            friendly_km=round(strict.friendly_m / KM, 3),
            pocket_km2=round(strict.pocket_m2 / KM**2, 2),
            cut_share=round(strict.cut_share, 3),
            anchor="" if is_cut else self._supply.name_at(shapely.get_point(corridor.line, -1) if corridor else post),
            road_cuts=tuple(self._road_cut(cut, point) for cut in lines.cuts),
            independent_roads=lines.independent,
            at_anchor=strict.at_anchor,
            own_anchor=strict.own_anchor,
            mended=self._mended,
        )

    def _ground(self, sides: Collection[str]) -> PassableGround:
        crs, supply = self._supply.crs, self._supply
        if self._sliver is None:
            ground = passable(self._zones, sides, crs, tiled=True)
        else:
            ground, mended = passable_without_slivers(self._zones, sides, crs, self._sliver)
            places = (project(shapely.point_on_surface(piece), self._to_degrees) for piece in mended)
            self._mended = tuple(dict.fromkeys([*self._mended, *places]))
        return supply.ground(ground, bases(supply.lonlat, self._zones, sides, crs))

    def _lines(self, post: shapely.Point, hold_m: float, *, is_cut: bool) -> Lines:
        """Find the lines of communication of a post."""
        approaches = self._supply.approaches(post)
        if approaches is None:
            return Lines((), (), (), 0)
        supplied = shapely.Polygon() if is_cut else self.strict.supplied
        return approaches.lines(supplied, self.strict.passable, post.buffer(hold_m))

    def _road_cut(self, cut: Cut, point: shapely.Point) -> RoadCut:
        return RoadCut(cut.road, self._side_at(cut.beyond), self._on_earth(cut.place, point))

    def _side_at(self, place: shapely.Point) -> str:
        """Return the side of the zone at a place on the plane; empty outside of all zones."""
        point = project(place, self._to_degrees)
        # rejoined zones at the antimeridian have longitudes on one side of it only
        turns = shapely.multipoints([(point.x + turn, point.y) for turn in (-360, 0, 360)])
        found = np.flatnonzero(shapely.intersects(self._shapes, turns))
        return str(self._zones["side"].iloc[found[0]]) if len(found) else ""

    @cached_property
    def _shapes(self) -> Geometries:
        shapes = rejoined(lonlat(self._zones.geometry).to_numpy())
        shapely.prepare(shapes)
        return shapes

    def _on_earth(self, geometry: G, point: shapely.Point) -> G:
        """Project a geometry on the plane to lon/lat degrees, with longitudes next to those of a point."""
        return unwrapped(project(geometry, self._to_degrees), point.x)


def _check_reached(supply: Supply, zones: gpd.GeoDataFrame) -> None:
    """Check that zones reach an anchor: where none does, no way can lead there, which says nothing of a post."""
    shapes = flatten(rejoined(lonlat(zones.geometry).to_numpy()), transformer(WGS84, supply.crs))
    if not len(shapes) or shapely.dwithin(shapes, supply.anchors, _REACH_M).any():
        return
    away_m = float(shapely.distance(shapes, supply.anchors).min())
    west, south, east, north = shapely.total_bounds(shapes)
    message = (
        f"the zones reach no supply anchor: the nearest lies {away_m / KM:.1f} km outside of them, and nothing is "
        "known of the ground between"
    )
    if away_m <= _CUT_OUT * np.hypot(east - west, north - south):
        raise GeometryError(f"{message}; give zones that reach it, or anchors in the zones (lon/lat)")
    warnings.warn(f"{message}: the verdict speaks of these zones alone", stacklevel=3)


def _lat_lon(point: shapely.Point) -> tuple[float, float]:
    """Check the position of a post, and return its latitude and longitude."""
    if not isinstance(point, shapely.Point):
        raise GeometryError(f"the position of a post must be a point, not {point!r}")
    if point.is_empty:
        raise GeometryError("the post has no position: its point is empty")
    if not (-90 <= point.y <= 90 and np.isfinite(point.x)):  # noqa: PLR2004 - the poles
        raise GeometryError(
            f"the position of a post must be a longitude and a latitude in degrees, not {point.x}, {point.y}"
        )
    return point.y, point.x
