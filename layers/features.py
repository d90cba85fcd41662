"""Features that a dossier draws: GeoJSON files (RFC 7946) with names."""

import json
from pathlib import Path

import geopandas as gpd
import shapely

from geo.projection import WGS84
from layers.problems import Problems


def read_features(path: Path, columns: tuple[str, ...], problems: Problems) -> gpd.GeoDataFrame:
    """Read a GeoJSON file; what cannot be used is recorded, and left out.

    Parameters
    ----------
    path : Path
        The file.
    columns : tuple of str
        Properties to keep; None where a feature lacks one.
    problems : Problems
        Where problems are recorded.
    """
    empty = gpd.GeoDataFrame({name: [] for name in columns}, geometry=[], crs=WGS84)
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
    except OSError as error:
        problems.add(path.name, 0, "", "", f"a file that can be read: {error.strerror}")
        return empty
    except (ValueError, KeyError, TypeError) as error:
        line = getattr(error, "lineno", 0)
        problems.add(path.name, line, "", "", f"a GeoJSON FeatureCollection; reading it failed: {error}")
        return empty
    rows = [
        row
        for number, feature in enumerate(features, 1)
        if (row := _row(path.name, number, feature, columns, problems))
    ]
    return gpd.GeoDataFrame(rows, columns=[*columns, "geometry"], geometry="geometry", crs=WGS84) if rows else empty


def _row(
    file: str, number: int, feature: object, columns: tuple[str, ...], problems: Problems
) -> dict[str, object] | None:
    where = f"feature {number}"
    try:
        geometry = shapely.geometry.shape(feature["geometry"])  # type: ignore[index]
        properties = feature.get("properties") or {}  # type: ignore[attr-defined]
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        problems.add(file, 0, where, "", f"a GeoJSON feature with a geometry; reading it failed: {error}")
        return None
    if geometry.is_empty or not geometry.is_valid:
        problems.add(
            file, 0, where, "empty" if geometry.is_empty else shapely.is_valid_reason(geometry), "a valid geometry"
        )
        return None
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004 - the globe
        problems.add(
            file, 0, where, f"{geometry.bounds}", "longitudes from -180 to 180 and latitudes from -90 to 90 (EPSG:4326)"
        )
        return None
    return {**{name: properties.get(name) for name in columns}, "geometry": geometry}
