"""Read the GeoJSON files (RFC 7946) of a dossier."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problems
from geo.readers.contents import read_contents
from geo.readers.row import Row
from layers.frames import frame
from layers.schema.dossier_tables import CONTEXT_KINDS

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")

_CONTEXT, _BARRIERS = "context.geojson", "barriers.geojson"
_COLLECTION = "a GeoJSON FeatureCollection"
# errors raised by JSON that is not a geometry
_NO_GEOMETRY = (
    *(LookupError, TypeError, ValueError, AttributeError, RecursionError, OverflowError),
    shapely.errors.ShapelyError,
)


class _Feature(Row):
    """A feature of a file; its cells are its properties, and problems name the feature by its number."""

    def name_of(self, key: str) -> str:  # noqa: ARG002 - a feature has no columns
        """Return the name of the feature."""
        return self.names["feature"]


def read_features(  # noqa: PLR0913 - the requirements that differ by file
    path: Path,
    columns: tuple[str, ...],
    problems: Problems,
    *,
    kinds: Collection[str] = (),
    named: bool = False,
    needed: bool = False,
) -> gpd.GeoDataFrame:
    """Read a GeoJSON file; invalid features are recorded as problems and left out.

    Parameters
    ----------
    path : Path
        The file.
    columns : tuple of str
        Properties to keep, as texts; None where a feature lacks the property.
    problems : Problems
        The list to which problems are added.
    kinds : collection of str, optional
        Geometry types that are allowed; all by default.
    named : bool, optional
        True if every feature needs a unique name.
    needed : bool, optional
        True if a file without any feature is an error.
    """
    features = _features(path, problems)
    if needed and features == []:
        problems.add("C154", path.name, 0, "features", "", "at least one feature; there is none")
    rows = []
    seen: dict[object, str] = {}
    for number, feature in enumerate(features or (), 1):
        row = _Feature(path.name, 0, _properties(feature), problems, {"feature": f"feature {number}"})
        properties, geometry = _texts(row, feature, columns), _geometry(feature, kinds, row)
        if named and properties is not None:
            _need_name(row, properties["name"], seen)
        if properties is not None and geometry is not None:
            rows.append({**properties, "geometry": geometry})
    return frame(rows, columns)


def _features(path: Path, problems: Problems) -> list[object] | None:
    """Return the features of a file; None if the file is not a FeatureCollection."""
    try:
        # JSON has no NaN and no infinity, but Python's parser accepts them
        content = json.loads(read_contents(path).decode("utf-8-sig"), parse_constant=_refuse)
    except OSError as error:
        problems.add("C101", path.name, 0, "", "", f"a file that can be read: {error.strerror}")
    except (ValueError, RecursionError) as error:
        problems.add(
            "C151", path.name, getattr(error, "lineno", 0), "", "", f"{_COLLECTION}; reading it failed: {error}"
        )
    else:
        features = content.get("features") if isinstance(content, dict) else None
        if isinstance(features, list):
            return features
        problems.add(
            "C151", path.name, 0, "features", json.dumps(features), f"{_COLLECTION}, whose features are a list"
        )
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _properties(feature: object) -> dict[str, Any]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return properties if isinstance(properties, dict) else {}


def _texts(row: Row, feature: object, columns: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the properties to keep; None if the feature's `properties` are invalid."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if properties is not None and not isinstance(properties, dict):
        row.wrong("C153", "properties", 'properties as a GeoJSON feature has them: {"name": ...}', properties)
        return None
    for name in columns:
        row.text(name, f"a {name} that is text in quotes, or null")
    # a large number, which is reported above, fits into a table as a text only
    return {name: None if (value := row.cells.get(name)) is None else str(value) for name in columns}


def _need_name(row: Row, name: object, seen: dict[object, str]) -> None:
    if not str(name or "").strip():
        row.wrong("C106", "name", "a name; it has none")
    elif str(name) in seen:
        row.wrong("C112", "name", f"a name of its own; {seen[str(name)]} has it already")
    seen.setdefault(str(name), row.name_of("name"))


def _geometry(feature: object, kinds: Collection[str], row: Row) -> BaseGeometry | None:
    try:
        geometry = shapely.force_2d(shapely.geometry.shape(feature["geometry"]))  # type: ignore[index]
        finite = bool(np.isfinite(shapely.get_coordinates(geometry)).all())
    except _NO_GEOMETRY as error:
        row.wrong("C152", "geometry", f"a GeoJSON feature with a geometry; reading it failed: {error}", "")
        return None
    for value, expected in _unusable(geometry, kinds, finite=finite):
        row.wrong("C152", "geometry", expected, value)
        return None
    return geometry


def _unusable(geometry: BaseGeometry, kinds: Collection[str], *, finite: bool) -> Iterator[tuple[str, str]]:
    """Yield the faults of a geometry, the gravest first: the value found and the values expected."""
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


def read_roads(root: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Read the roads: lines, each with a name of its own."""
    return _optional(root, "roads.geojson", ("name", "name_ar", "kind"), problems, kinds=LINES, named=True)


def read_barriers(root: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Read the barriers: lines that no way leads across, and points of the kind ``crossing``."""
    barriers = _optional(root, _BARRIERS, ("kind", "name"), problems, kinds=(*LINES, "Point"))
    for row in barriers[(barriers.geom_type == "Point") & (barriers["kind"] != "crossing")].itertuples():
        problems.add("C155", _BARRIERS, 0, "kind", row.kind, "crossing: a point is a crossing of a barrier")
    return barriers


def read_context(root: Path, problems: Problems) -> gpd.GeoDataFrame:
    """Read the outlines of the basemap; a kind that is not drawn in its own way is a warning."""
    context = _optional(root, _CONTEXT, ("kind", "name"), problems, kinds=POLYGONS)
    for kind in sorted({str(kind) for kind in context["kind"]} - {*CONTEXT_KINDS}):
        problems.add(
            "C213", _CONTEXT, 0, "kind", kind, f"drawn like a district; the kinds are {', '.join(CONTEXT_KINDS)}"
        )
    return context


def _optional(  # noqa: PLR0913 - as `read_features`
    root: Path,
    file: str,
    columns: tuple[str, ...],
    problems: Problems,
    *,
    kinds: tuple[str, ...],
    named: bool = False,
) -> gpd.GeoDataFrame:
    """Read the features of an optional file; an empty table if there is no such file."""
    if (root / file).exists():
        return read_features(root / file, columns, problems, kinds=kinds, named=named)
    return frame([], columns)
