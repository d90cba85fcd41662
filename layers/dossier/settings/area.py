"""The area of a dossier: its ground, without the sea, and the distance of geometries from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.boundaries.outlines import Outlines, open_outlines
from geo.boundaries.world import box, country, country_name, land, polygonal
from geo.errors import GeometryError, OutlinesError, PlaceNotFoundError, Problems
from geo.geometry.projection import WGS84, crs_around, flatten, local_crs, project, rejoined, transformer
from geo.geometry.sphere import KM, distance_km
from layers.dossier.geojson_files import POLYGONS, read_features
from layers.dossier.settings.toml_file import Section, is_number

_BBOX = 4
# all lengths are measured in one projection, which is true to scale near its centre only
_WIDEST_DEG = 60.0
_TURNS_DEG = (-360.0, 0.0, 360.0)
BLOCKED, GROUND = "blocked", "ground"
_EXPECTED = (
    "[west, south, east, north] in degrees, south < north (west > east crosses 180 degrees), the code of a country "
    'such as SD, areas of a pack of outlines such as ["SY-ADM1/Idlib"], or the name of a GeoJSON file'
)
# a coastline drawn by hand has some sea in it
_MUCH_SEA = 0.1
# accuracy of the packaged coastline, and radius of the ground of a point at sea
_COAST_KM = 2.0
_LEAST_KM = 1.0


@dataclass(frozen=True)
class Area:
    """The area of a dossier.

    Parameters
    ----------
    features : GeoDataFrame
        The ground of the area, with the name of each part, EPSG:4326.
    outline : Polygon or MultiPolygon
        The area as it was given, with its sea; lon/lat, EPSG:4326.
    packs : mapping
        The packs of outlines that it names.
    """

    features: gpd.GeoDataFrame
    outline: BaseGeometry
    packs: Mapping[str, Outlines] = field(default_factory=dict)

    @property
    def ground(self) -> BaseGeometry:
        """The ground that the zones tile."""
        ground: BaseGeometry = shapely.union_all(self.features.geometry.to_numpy())
        return ground


def read_area(root: Path, top: Section, problems: Problems) -> Area | None:
    """Read the area; None if it is invalid.

    A bounding box, a country or areas of a pack are cut to the land in it, unless the dossier says ``sea = "ground"``;
    an area drawn in a GeoJSON file is taken as it is drawn.
    """
    packs: dict[str, Outlines] = {}
    features = _features(root, top, problems, packs)
    if features is None or features.empty:
        return None
    wide, high = _span_deg(features)
    if max(wide, high) > _WIDEST_DEG:
        spans = f"this one spans {wide:g} by {high:g}"
        top.wrong(
            "C141",
            "area",
            f"an area of at most {_WIDEST_DEG:g} degrees from end to end, in one part of the globe; {spans}",
        )
        return None
    outline: BaseGeometry = shapely.union_all(features.geometry.to_numpy())
    if top.choice("sea", (BLOCKED, GROUND), optional=True) == GROUND:
        return Area(features, outline, packs)
    ashore = land(outline)
    if _is_drawn(top):
        _warn_of_sea(top, outline, ashore)
    elif ashore.is_empty:
        top.wrong(
            "C141", "area", f'an area with land; this one is all sea (with sea = "{GROUND}", sea counts as ground)'
        )
        return None
    else:
        cut = [polygonal(shapely.intersection(ground, ashore)) for ground in features.geometry]
        features = features.assign(geometry=cut)
        features = features[~features.is_empty]
    return Area(features, outline, packs)


def _is_drawn(top: Section) -> bool:
    """Return True if the area is a GeoJSON file."""
    area = top.cells.get("area")
    return isinstance(area, str) and area.lower().endswith("json")


def _features(root: Path, top: Section, problems: Problems, packs: dict[str, Outlines]) -> gpd.GeoDataFrame | None:
    """Read the polygons of the area, with their names, sea included, and the packs; None if the area is invalid."""
    area = top.cells.get("area", "")
    if _is_drawn(top):
        return read_features(root / str(area), ("name",), problems, kinds=POLYGONS, needed=True)
    named = [area] if isinstance(area, str) and "/" in area else area
    if isinstance(named, list) and named and all(isinstance(name, str) for name in named):
        return _of_packs(named, top, packs)
    try:
        if isinstance(area, str) and area:
            return _table([country_name(area.upper())], [country(area)])
        if isinstance(area, list) and len(area) == _BBOX and all(map(is_number, area)):
            return _table([None], [box(*area)])
    except (GeometryError, PlaceNotFoundError):
        pass
    top.wrong("C141", "area", _EXPECTED)
    return None


def _of_packs(named: list[str], top: Section, packs: dict[str, Outlines]) -> gpd.GeoDataFrame | None:
    """Read areas of packs of outlines, each named as ``PACK/NAME``; None if one is not there."""
    outlines: list[BaseGeometry] = []
    for one in named:
        pack, _, name = one.partition("/")
        try:
            packs[pack] = packs.get(pack) or open_outlines(pack)
            outlines.append(packs[pack].area(name))
        except OutlinesError as error:
            top.wrong("C141", "area", str(error), one)
    return _table([one.partition("/")[2] for one in named], outlines) if len(outlines) == len(named) else None


def _table(names: Sequence[str | None], geometries: list[BaseGeometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"name": names}, geometry=geometries, crs=WGS84)


def _warn_of_sea(top: Section, outline: BaseGeometry, ashore: BaseGeometry) -> None:
    """Warn of sea in an area that is drawn, and which counts as ground."""
    crs = crs_around(gpd.GeoSeries([outline], crs=WGS84))
    whole, land_m2 = (flatten(ground, transformer(WGS84, crs)).area for ground in (outline, ashore))
    sea = 1 - land_m2 / whole
    if sea > _MUCH_SEA:
        drawn = "it counts as ground, which the zones cover, as it is drawn"
        top.wrong(
            "C216",
            "area",
            f"{sea:.0%} of this area is sea; {drawn}. Draw it along the coast, or give [west, south, east, "
            f'north] or a country code, which are cut to the land; sea = "{GROUND}" if it is meant',
        )


def with_own_ground(
    area: BaseGeometry, points: Sequence[shapely.Point], outline: BaseGeometry, hold_km: float
) -> BaseGeometry:
    """Add to an area the ground of points in its outline that lie at sea, as a port does on a rough coastline.

    Parameters
    ----------
    area, outline : Polygon or MultiPolygon
        The land, and the area as it was given, sea included; lon/lat, EPSG:4326.
    points : sequence of Point
        Posts and reported places, lon/lat.
    hold_km : float
        The radius that a post holds around itself.

    Returns
    -------
    Polygon or MultiPolygon
        The area with a disc around each such point, of `hold_km` or 1 km if that is more; if the shore is within
        2 km, which is how far the packaged coastline may be off, the disc reaches as far inland.

    Examples
    --------
    >>> coast, sea = shapely.box(30, 40, 31, 41), shapely.box(30, 40, 32, 41)
    >>> with_own_ground(coast, [shapely.Point(31.01, 40.5)], sea, 0.5).geom_type
    'Polygon'
    """
    shapely.prepare(outline)
    afloat = [point for point in points if shapely.intersects(outline, point) and not shapely.intersects(area, point)]
    if not afloat:
        return area
    discs = []
    for point, away in zip(afloat, outside_km(afloat, area), strict=True):
        radius = max(hold_km, _LEAST_KM) + (float(away) if away <= _COAST_KM else 0.0)
        plane = local_crs(point.y, point.x)
        discs.append(project(shapely.Point(0, 0).buffer(radius * KM), transformer(plane, WGS84)))
    return polygonal(shapely.union_all([area, *(shapely.intersection(disc, outline) for disc in discs)]))


def _span_deg(features: gpd.GeoDataFrame) -> tuple[float, float]:
    """Measure the extent from west to east and from south to north, also across the antimeridian."""
    ground = shapely.get_parts(features.geometry.to_numpy())
    widest = (shapely.bounds(ground)[:, 2] - shapely.bounds(ground)[:, 0]).max()
    west, south, east, north = shapely.total_bounds(rejoined(ground))
    return float(max(widest, east - west)), float(north - south)


def outside_km(points: Sequence[BaseGeometry], area: BaseGeometry) -> NDArray[np.float64]:
    """Measure how far outside of an area geometries lie, in km on the sphere; 0 within it.

    Parameters
    ----------
    points : sequence of geometries
        Lon/lat, EPSG:4326.
    area : Polygon or MultiPolygon
        Lon/lat, EPSG:4326.

    Examples
    --------
    >>> outside_km([shapely.Point(36, 35), shapely.Point(37, 36)], shapely.box(36, 35, 36.5, 36)).round()
    array([ 0., 45.])
    """
    shapely.prepare(area)
    shapes = np.array(points, dtype=object)
    away = np.zeros(len(shapes))
    outside = np.flatnonzero(~shapely.intersects(area, shapes))
    distances: list[NDArray[np.float64]] = []
    # across the antimeridian, longitudes differ by a whole turn
    for turn in _TURNS_DEG:
        moved = shapely.transform(shapes[outside], lambda lonlat, turn=turn: np.add(lonlat, [turn, 0.0]))
        ends = shapely.get_coordinates(shapely.shortest_line(area, moved)).reshape(-1, 2, 2)
        distances.append(distance_km(ends[:, 0, 1], ends[:, 0, 0], ends[:, 1, 1], ends[:, 1, 0]))
    away[outside] = np.min(distances, axis=0)
    return away


def bounds_text(area: BaseGeometry) -> str:
    """Format the bounds of an area, in degrees."""
    west, south, east, north = area.bounds
    return f"lat {south:.2f} to {north:.2f}, lon {west:.2f} to {east:.2f}"
