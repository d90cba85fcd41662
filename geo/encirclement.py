"""Encirclement: whether a post is still connected to what supplies it, how well, and why.

A force is encircled when the opponent controls all its ground lines of communication and reinforcement (US Army
FM 3-90). That is a property of connection, not of being surrounded on most sides.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.clearance import WIDEST_M, Way
from geo.errors import GeometryError
from geo.ground import Ground, check_polygons, open_arc_deg, passable
from geo.projection import WGS84, around, flatten, joined, local_crs, lonlat, project, transformer
from geo.roads import lines_of_communication

CONTESTED = frozenset({"contested", "unknown"})
_KM = 1000.0
_ARC_REACH_KM = 10.0
# a post whose position is uncertain is cut off if it is from most of the places where it may stand
_MOST = 0.5

G = TypeVar("G", shapely.Point, shapely.LineString)


@dataclass(frozen=True, slots=True)
class Encirclement:
    """The verdict on one post on one day.

    Parameters
    ----------
    state : str
        ``encircled`` (no way to an anchor, even lenient), ``contested`` (no way strictly, a way leniently),
        ``constricted`` (a way strictly, but a narrow one) or ``open``.
    state_strict, state_lenient : str
        ``encircled``, ``constricted`` or ``open`` with contested and unknown ground blocked, or passable.
    corridor_km : float
        Width of the widest way, strictly: diameter of the largest disc that can be moved along it, at most 20.0; 0.0 if
        there is no way.
    corridor : LineString or None
        That way, from the post to the anchor, EPSG:4326; across the antimeridian its longitudes go on beyond 180.
    pinch : Point or None
        Where it is tightest, EPSG:4326.
    roads_open, roads_cut : tuple of str
        Named roads near the post that still lead to supplied ground, and those that do not.
    open_arc_deg, gap_deg : float
        Bearings on which all ground within 10 km is passable, and the largest gap between them. Never decisive.
    friendly_km : float
        Straight way from the post to the nearest passable ground that is not merely its own holding; infinite if
        there is none.
    pocket_km2 : float
        Passable area that is cut off together with the post; 0.0 if it is not cut off.
    cut_share : float
        Share of the places where the post may stand from which there is no way strictly.
    reasons : tuple of str
        The verdict's reasons, in sentences.
    anchor : str
        Name of the anchor that the corridor leads to, empty if there is none.
    """

    state: str
    state_strict: str
    state_lenient: str
    corridor_km: float
    corridor: shapely.LineString | None
    pinch: shapely.Point | None
    roads_open: tuple[str, ...]
    roads_cut: tuple[str, ...]
    open_arc_deg: float
    gap_deg: float
    friendly_km: float
    pocket_km2: float
    cut_share: float
    reasons: tuple[str, ...]
    anchor: str = ""


def assess(  # noqa: PLR0913 - the contract of the verdict names each of them
    point: shapely.Point,
    zones: gpd.GeoDataFrame,
    *,
    friendly: Collection[str],
    anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry,
    roads: gpd.GeoDataFrame | None = None,
    contested: Collection[str] = CONTESTED,
    hold_km: float = 0.5,
    uncertainty_km: float = 0.0,
    narrow_km: float = 5.0,
) -> Encirclement:
    """Assess whether a post is encircled on the day of some zones.

    Parameters
    ----------
    point : Point
        The post, lon/lat degrees.
    zones : GeoDataFrame
        One day's zones of control: columns side, geometry; EPSG:4326. What no zone covers is blocked.
    friendly : collection of str
        Every side whose ground is passable, the post's own included.
    anchors : GeoDataFrame, GeoSeries or geometry
        Ground that the post is supplied from, lon/lat; a column `name` names the anchors.
    roads : GeoDataFrame, optional
        Lines of communication: columns name, geometry.
    contested : collection of str
        What may stand in the zones' column `side` without being a party: blocked strictly, passable leniently.
    hold_km, uncertainty_km : float
        Radius that the post holds around itself, and radius within which it stands.
    narrow_km : float
        A corridor narrower than this makes a post ``constricted``.

    Returns
    -------
    Encirclement
        The verdict, with its reasons.

    Raises
    ------
    GeometryError
        If the point is not one on earth, the anchors are empty or invalid, or a zone is not a valid polygon.

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
    if "side" not in zones:
        raise GeometryError(f"zones need a column 'side'; these have {', '.join(map(str, zones.columns))}")
    if min(hold_km, uncertainty_km, narrow_km) < 0:
        raise GeometryError("hold_km, uncertainty_km and narrow_km are distances of zero or more")
    # a name alone is a collection of letters
    friendly, contested = ({given} if isinstance(given, str) else given for given in (friendly, contested))
    check_polygons(zones)
    crs = local_crs(*_lat_lon(point))
    field = Battlefield(zones, friendly=friendly, anchors=anchors, roads=roads, contested=contested, crs=crs)
    return field.verdict(point, hold_km=hold_km, uncertainty_km=uncertainty_km, narrow_km=narrow_km)


class Battlefield:
    """One day's zones as one side sees them, made ready for the verdicts on all its posts.

    Parameters are those of `assess`, and the metric CRS to measure in.
    """

    def __init__(  # noqa: PLR0913 - those of `assess`
        self,
        zones: gpd.GeoDataFrame,
        *,
        friendly: Collection[str],
        anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry,
        crs: CRS,
        roads: gpd.GeoDataFrame | None = None,
        contested: Collection[str] = CONTESTED,
    ) -> None:
        self._to_metres, self._to_degrees = transformer(WGS84, crs), transformer(crs, WGS84)
        named = _named(anchors)
        self._anchors = flatten(joined(named.geometry.to_numpy()), self._to_metres)
        self._anchor_names = named["name"].to_numpy()
        goal = shapely.union_all(self._anchors)
        self.strict = self.lenient = Ground(passable(zones, friendly, crs), goal)
        if zones["side"].isin(list(contested)).any():
            self.lenient = Ground(passable(zones, {*friendly, *contested}, crs), goal)
        self._roads = None
        if roads is not None:
            self._roads = roads.set_geometry(
                flatten(joined(lonlat(roads.geometry).to_numpy()), self._to_metres), crs=crs
            )

    def verdict(self, point: shapely.Point, *, hold_km: float, uncertainty_km: float, narrow_km: float) -> Encirclement:
        """Assess one post; see `assess`."""
        _lat_lon(point)
        post = project(point, self._to_metres)
        reach = hold_km * _KM, uncertainty_km * _KM
        cut, way = _way(self.strict, post, *reach)
        _, lenient = (cut, way) if self.lenient is self.strict else _way(self.lenient, post, *reach)
        state_strict, state_lenient = (_state(found, narrow_km) for found in (way, lenient))
        arc, gap = open_arc_deg(self.strict.passable, post, reach[0], _ARC_REACH_KM * _KM)
        opened, closed = lines_of_communication(self._roads, self.strict.supplied if way else shapely.Polygon(), post)
        verdict = Encirclement(
            state="contested" if way is None and lenient else state_strict,
            state_strict=state_strict,
            state_lenient=state_lenient,
            corridor_km=round(way.width_m / _KM, 3) if way else 0.0,
            corridor=self._on_earth(way.line, point) if way else None,
            pinch=self._on_earth(way.pinch, point) if way else None,
            roads_open=opened,
            roads_cut=closed,
            open_arc_deg=arc,
            gap_deg=gap,
            friendly_km=self._friendly_km(post),
            pocket_km2=0.0 if way else round(self.strict.pocket(post, reach[0]).area / _KM**2, 2),
            cut_share=cut,
            reasons=(),
            anchor=self._anchor_of(way),
        )
        return replace(verdict, reasons=_reasons(verdict, hold_km, uncertainty_km, narrow_km))

    def is_cut(self, point: shapely.Point, hold_km: float, uncertainty_km: float) -> bool:
        """Whether a post has no way strictly; far faster than its whole verdict."""
        return self.strict.cut_share(project(point, self._to_metres), hold_km * _KM, uncertainty_km * _KM) > _MOST

    def _on_earth(self, geometry: G, point: shapely.Point) -> G:
        """Carry what was found back to lon/lat, where the point is."""
        return around(project(geometry, self._to_degrees), point.x)

    def _friendly_km(self, post: shapely.Point) -> float:
        ground = self.strict.passable
        return float("inf") if ground.is_empty else round(post.distance(ground) / _KM, 3)

    def _anchor_of(self, way: Way | None) -> str:
        if way is None:
            return ""
        nearest = shapely.distance(self._anchors, shapely.get_point(way.line, -1)).argmin()
        return str(self._anchor_names[nearest])


def _lat_lon(point: shapely.Point) -> tuple[float, float]:
    """Latitude and longitude of a post."""
    if not isinstance(point, shapely.Point):
        raise GeometryError(f"the position of a post must be a point, not {point!r}")
    if point.is_empty:
        raise GeometryError("the post has no position: its point is empty")
    if not (-90 <= point.y <= 90 and np.isfinite(point.x)):  # noqa: PLR2004 - the poles
        raise GeometryError(
            f"the position of a post must be a longitude and a latitude in degrees, not {point.x}, {point.y}"
        )
    return point.y, point.x


def _named(anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry) -> gpd.GeoDataFrame:
    """Anchors as a table with a name, whatever they came as."""
    if isinstance(anchors, BaseGeometry):
        anchors = gpd.GeoSeries([anchors], crs=WGS84)
    table = lonlat(anchors if isinstance(anchors, gpd.GeoDataFrame) else gpd.GeoDataFrame(geometry=anchors))
    shapes = table.geometry.to_numpy()
    if not len(shapes):
        raise GeometryError("there is no supply anchor: the table given has no rows")
    for shape in shapes:
        if shape is None or shape.is_empty:
            raise GeometryError("there is no supply anchor: the geometry given is empty")
        if not shape.is_valid:
            raise GeometryError(
                f"a supply anchor must be a valid geometry; this one is not: {shapely.is_valid_reason(shape)}"
            )
    return table if "name" in table else table.assign(name="")


def _way(ground: Ground, post: shapely.Point, hold_m: float, uncertainty_m: float) -> tuple[float, Way | None]:
    """In what share of the places where it may stand a post is cut off, and its way if it is connected in most."""
    cut = ground.cut_share(post, hold_m, uncertainty_m)
    way = ground.widest_way(post, hold_m, uncertainty_m) if cut <= _MOST else None
    # a crack in hostile ground may connect, and yet be no way
    return (1.0 if way is None and cut <= _MOST else round(cut, 3)), way


def _state(way: Way | None, narrow_km: float) -> str:
    if way is None:
        return "encircled"
    return "constricted" if way.width_m < narrow_km * _KM else "open"


def _reasons(verdict: Encirclement, hold_km: float, uncertainty_km: float, narrow_km: float) -> tuple[str, ...]:
    """Say why a verdict is what it is, in sentences."""
    reasons = [_connection(verdict, narrow_km)]
    if verdict.state in {"encircled", "contested"}:
        reasons.append(_left_to_it(verdict, hold_km))
        if 0 < verdict.friendly_km < float("inf"):
            reasons.append(f"The nearest friendly ground is {verdict.friendly_km:.1f} km away.")
    if verdict.roads_cut:
        reasons.append(f"Cut: {', '.join(verdict.roads_cut)}.")
    if verdict.roads_open:
        reasons.append(f"Open: {', '.join(verdict.roads_open)}.")
    if 0 < verdict.cut_share < 1:
        share = f"{verdict.cut_share:.0%} of the places where it may stand"
        reasons.append(f"Its position is known to {uncertainty_km:g} km; it is cut off from {share}.")
    return tuple(reasons)


def _left_to_it(verdict: Encirclement, hold_km: float) -> str:
    """Say what ground a post that is cut off has left."""
    if verdict.pocket_km2 <= 1.1 * np.pi * hold_km**2:
        return "No ground but what it holds itself is left to it."
    return f"{verdict.pocket_km2:,.1f} km² of passable ground are cut off with it, its own holding included."


def _connection(verdict: Encirclement, narrow_km: float) -> str:
    """Say in one sentence what decided."""
    if verdict.state == "encircled":
        return "No way leads to a supply anchor, even over contested or unknown ground."
    if verdict.state == "contested":
        return "The only ways to a supply anchor lead over contested or unknown ground."
    to = f" to {verdict.anchor}" if verdict.anchor else ""
    if verdict.corridor_km * _KM >= WIDEST_M or verdict.pinch is None:
        return f"Connected{to} by ground 20 km wide or wider."
    narrow = f", less than the {narrow_km:g} km that count as open" if verdict.state == "constricted" else ""
    where = lonlat_text(verdict.pinch)
    return f"Connected{to} by a corridor that is {verdict.corridor_km:.1f} km wide{narrow}; it is tightest at {where}."


def lonlat_text(point: shapely.Point) -> str:
    """Write a position as people read it.

    Examples
    --------
    >>> lonlat_text(shapely.Point(36.8, -35.607))
    '35.61 S 36.80 E'
    """
    return f"{abs(point.y):.2f} {'NS'[point.y < 0]} {abs(point.x):.2f} {'EW'[point.x < 0]}"
