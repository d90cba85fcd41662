"""Features that a dossier draws: GeoJSON files (RFC 7946) with names."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geometry.projection import WGS84
from layers.errors import Problems

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")

_COLLECTION = "a GeoJSON FeatureCollection"
# whatever JSON may hold where a geometry should be
_NO_GEOMETRY = (LookupError, TypeError, ValueError, AttributeError, RecursionError, shapely.errors.ShapelyError)


class _Feature:
    """One feature of a file, by its number there; records what cannot be used."""

    def __init__(self, file: str, number: int, problems: Problems) -> None:
        self._file, self.where, self._problems = file, f"feature {number}", problems

    def wrong(self, value: object, expected: str) -> None:
        self._problems.add(self._file, 0, self.where, value, expected)


def read_features(  # noqa: PLR0913 - each says what the features of a file are for
    path: Path,
    columns: tuple[str, ...],
    problems: Problems,
    *,
    kinds: Collection[str] = (),
    named: bool = False,
    needed: bool = False,
) -> gpd.GeoDataFrame:
    """Read a GeoJSON file; what cannot be used is recorded, and left out.

    Parameters
    ----------
    path : Path
        The file.
    columns : tuple of str
        Properties to keep, texts; None where a feature lacks one.
    problems : Problems
        Where problems are recorded.
    kinds : collection of str, optional
        Kinds of geometry that can be used; all of them by default.
    named : bool, optional
        Whether every feature needs a name of its own.
    needed : bool, optional
        Whether a file without any feature is an error.
    """
    features = _features(path, problems)
    if needed and features == []:
        problems.add(path.name, 0, "features", "", "at least one feature; there is none")
    rows = []
    seen: dict[object, str] = {}
    for number, feature in enumerate(features or (), 1):
        reader = _Feature(path.name, number, problems)
        properties, geometry = _properties(feature, columns, reader), _geometry(feature, kinds, reader)
        if named and properties is not None:
            _need_name(properties["name"], seen, reader)
        if properties is not None and geometry is not None:
            rows.append({**properties, "geometry": geometry})
    if not rows:
        return gpd.GeoDataFrame({name: [] for name in columns}, geometry=[], crs=WGS84)
    return gpd.GeoDataFrame(rows, columns=[*columns, "geometry"], geometry="geometry", crs=WGS84)


def _features(path: Path, problems: Problems) -> list[object] | None:
    """Features as the file has them, or None where it is no collection of features."""
    try:
        # JSON knows no NaN and no infinity, though Python's reader does
        content = json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        problems.add(path.name, 0, "", "", f"a file that can be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        problems.add(path.name, getattr(error, "lineno", 0), "", "", f"{_COLLECTION}; reading it failed: {error}")
    else:
        features = content.get("features") if isinstance(content, dict) else None
        if isinstance(features, list):
            return features
        problems.add(path.name, 0, "features", json.dumps(features), f"{_COLLECTION}, whose features are a list")
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _properties(feature: object, columns: tuple[str, ...], reader: _Feature) -> dict[str, Any] | None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = {} if properties is None else properties
    if not isinstance(properties, dict):
        reader.wrong(properties, 'properties as a GeoJSON feature has them: {"name": ...}')
        return None
    kept = {name: properties.get(name) for name in columns}
    for name, value in kept.items():
        if value is not None and not isinstance(value, str):
            reader.wrong(value, f"a {name} that is text in quotes, or null")
            kept[name] = str(value)
    return kept


def _need_name(name: str | None, seen: dict[object, str], reader: _Feature) -> None:
    if not (name or "").strip():
        reader.wrong(name, "a name; it has none")
    elif name in seen:
        reader.wrong(name, f"a name of its own; {seen[name]} has it already")
    seen.setdefault(name, reader.where)


def _geometry(feature: object, kinds: Collection[str], reader: _Feature) -> BaseGeometry | None:
    try:
        geometry = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))  # type: ignore[index]
        finite = bool(np.isfinite(shapely.get_coordinates(geometry)).all())
    except _NO_GEOMETRY as error:
        reader.wrong("", f"a GeoJSON feature with a geometry; reading it failed: {error}")
        return None
    for value, expected in _faults(geometry, kinds, finite=finite):
        reader.wrong(value, expected)
        return None
    return geometry


def _faults(geometry: BaseGeometry, kinds: Collection[str], *, finite: bool) -> Iterator[tuple[str, str]]:
    """Tell what is wrong with a geometry, the worst first."""
    if kinds and geometry.geom_type not in kinds:
        yield geometry.geom_type, f"a {' or '.join(kinds)}"
    if geometry.is_empty:
        yield "empty", "a valid geometry"
    if not finite:
        yield "infinite", "coordinates in degrees"
    if not geometry.is_valid:
        yield shapely.is_valid_reason(geometry), "a valid geometry"
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:  # noqa: PLR2004 - the globe
        yield f"{geometry.bounds}", "longitudes from -180 to 180 and latitudes from -90 to 90 (EPSG:4326)"
