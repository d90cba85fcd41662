"""The area of a dossier, and the distance of geometries from it."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems
from geo.geometry.projection import WGS84, rejoined
from geo.geometry.sphere import distance_km
from layers.dossier.geojson_files import POLYGONS, read_features
from layers.dossier.settings.toml_file import Section, is_number

_BBOX = 4
# all lengths are measured in one projection, which is true to scale near its centre only
_WIDEST_DEG = 60.0
_TURNS_DEG = (-360.0, 0.0, 360.0)


def read_area(root: Path, top: Section, problems: Problems) -> gpd.GeoDataFrame:
    """Read the features that make up the area, with their names; an empty table if the area is invalid."""
    nothing = gpd.GeoDataFrame({"name": []}, geometry=[], crs=WGS84)
    area = top.cells.get("area", "")
    if isinstance(area, str) and area:
        features = read_features(root / area, ("name",), problems, kinds=POLYGONS, needed=True)
    elif isinstance(area, list) and len(area) == _BBOX and all(map(is_number, area)):
        west, south, east, north = area
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - the globe
            expected = "[west, south, east, north] in degrees, west < east and south < north, on the globe"
            top.wrong("area", f"{expected} (across the antimeridian: a GeoJSON file of two polygons)")
            return nothing
        features = gpd.GeoDataFrame({"name": [None]}, geometry=[shapely.box(*area)], crs=WGS84)
    else:
        top.wrong("area", "the name of a GeoJSON file, or [west, south, east, north] in degrees")
        return nothing
    if features.empty:
        return nothing
    wide, high = _span_deg(features)
    if max(wide, high) > _WIDEST_DEG:
        spans = f"this one spans {wide:g} by {high:g}"
        top.wrong("area", f"an area of at most {_WIDEST_DEG:g} degrees from end to end; {spans}")
        return nothing
    return features


def _span_deg(features: gpd.GeoDataFrame) -> tuple[float, float]:
    """Measure the extent from west to east and from south to north, also across the antimeridian."""
    ground = features.geometry.to_numpy()
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
    distances: list[NDArray[np.float64]] = []
    # across the antimeridian, longitudes differ by a whole turn
    for turn in _TURNS_DEG:
        moved = [affinity.translate(point, xoff=turn) for point in points]
        ends = shapely.get_coordinates(shapely.shortest_line(moved, area)).reshape(-1, 2, 2)
        distances.append(distance_km(ends[:, 0, 1], ends[:, 0, 0], ends[:, 1, 1], ends[:, 1, 0]))
    nearest: NDArray[np.float64] = np.min(distances, axis=0)
    return nearest


def bounds_text(area: BaseGeometry) -> str:
    """Format the bounds of an area, in degrees."""
    west, south, east, north = area.bounds
    return f"lat {south:.2f} to {north:.2f}, lon {west:.2f} to {east:.2f}"
