"""Tables of JSON files: GeoJSON (RFC 7946, and of GDAL's older kind with a CRS), umap, and lists of records."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import SitmapError
from geo.readers.contents import need_memory, read_contents
from geo.readers.foreign_table import ForeignTable, cell_text

_DEGREES = "OGC:CRS84"
_CRS_NAME = r"urn:ogc:def:crs:\w+:[\w.]*:\w+|\w+:\w+"
_DEEPEST = 4
# bytes of memory
_A_LIST, _AN_OBJECT, _A_ROW = 72, 240, 400
# what geometries that are none are read with
_NO_GEOMETRY = (LookupError, TypeError, ValueError, AttributeError, RecursionError, shapely.errors.ShapelyError)


def read_json(path: Path, file: str) -> list[ForeignTable]:
    """Read the tables of a file: each collection of features, or the longest list of records at the top.

    Raises
    ------
    SitmapError
        If the file is no JSON, or has no such list.
    """
    try:
        text = read_contents(path).decode("utf-8-sig")
        need_memory(file, _A_LIST * text.count("[") + _AN_OBJECT * text.count("{"), len(text))
        content = _content(text)
    except UnicodeDecodeError as error:
        raise SitmapError(f"{file}: expected JSON in UTF-8") from error
    except RecursionError as error:
        raise SitmapError(f"{file}: expected JSON that is not nested deeper than a thousand times") from error
    except ValueError as error:
        raise SitmapError(f"{file}: expected JSON; {'the file is empty' if not text.strip() else error}") from error
    collections = list(_collections(content))
    if collections:
        return [_features(path, file, one, several=len(collections) > 1) for one in collections]
    records = _records(content)
    if not records:
        raise SitmapError(f"{file}: expected features of GeoJSON, or a list of records; there is neither")
    return [ForeignTable.of_records(path, file, [(_flat(record), None) for record in records])]


def _content(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(text)
    except ValueError:
        lines = [line for line in text.replace("\x1e", "").splitlines() if line.strip()]
        if len(lines) > 1 and lines[0].strip().endswith("}"):
            # one feature or record a line
            return [json.loads(line) for line in lines]
        raise


def _collections(content: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Yield the collections of features: of GeoJSON the whole, of umap the layers."""
    if isinstance(content, list) and content and all(_is_feature(one) for one in content):
        yield {"features": content}
    elif isinstance(content, dict) and isinstance(content.get("features"), list):
        yield content
    elif isinstance(content, dict) and content.get("type") == "Feature":
        yield {"features": [content]}
    elif isinstance(content, dict) and isinstance(content.get("layers"), list):
        for layer in content["layers"]:
            yield from _collections(layer)


def _is_feature(value: object) -> bool:
    return isinstance(value, dict) and value.get("type") == "Feature"


def _features(path: Path, file: str, collection: dict[str, Any], *, several: bool) -> ForeignTable:
    options = collection.get("_umap_options") or collection.get("_storage") or {}
    name = str((options.get("name") if isinstance(options, dict) else None) or collection.get("name") or "")
    project = _projection(file, collection.get("crs"))
    need_memory(file, _A_ROW * len(collection["features"]), path.stat().st_size)
    records = []
    for feature in collection["features"]:
        feature = feature if isinstance(feature, dict) else {}  # noqa: PLW2901 - null is a feature without values
        properties = feature.get("properties")
        cells = _flat(properties) if isinstance(properties, dict) else {}
        if "id" in feature and "id" not in cells:
            cells["id"] = cell_text(feature["id"])
        records.append((cells, _geometry(feature.get("geometry"), project)))
    return ForeignTable.of_records(path, file, records, name if several else "")


def _projection(file: str, crs: Any) -> pyproj.Transformer | None:  # noqa: ANN401 - JSON
    """Return the transformation to degrees of a `crs` by name; one that is a link is refused, and never followed."""
    if not crs:
        return None
    name = crs.get("properties", {}).get("name") if isinstance(crs, dict) and crs.get("type") == "name" else None
    expected = f"{file}: crs: expected the name of a CRS, such as urn:ogc:def:crs:EPSG::32637"
    # other texts that pyproj reads may name files and addresses
    if not isinstance(name, str) or not re.fullmatch(_CRS_NAME, name):
        raise SitmapError(expected)
    try:
        known = pyproj.CRS.from_user_input(name)
    except pyproj.exceptions.CRSError as error:
        raise SitmapError(expected) from error
    if known.is_geographic and known.to_epsg() in (4326, None):
        return None
    return pyproj.Transformer.from_crs(known, _DEGREES, always_xy=True)


def _geometry(geometry: Any, project: pyproj.Transformer | None) -> BaseGeometry | None:  # noqa: ANN401 - JSON
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
    except _NO_GEOMETRY:
        return None
    return shapely.transform(shape, project.transform, interleaved=False) if project else shape


def _records(content: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Return the longest list of records in JSON: the whole, or the value of a key such as ``data``."""
    if isinstance(content, list):
        return content if content and all(isinstance(one, dict) for one in content) else []
    lists = [_records(value) for value in content.values()] if isinstance(content, dict) else []
    return max(lists, key=len, default=[])


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str]:
    """Return the values of a record as texts; those of inner records by the names joined with a dot."""
    found: dict[str, str] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            found |= _flat(value, f"{name}.", depth + 1)
        elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            inner: dict[str, list[Any]] = {}
            for part, one in ((part, one) for record in value for part, one in record.items()):
                inner.setdefault(part, []).append(one)
            # what some lack is None, in texts too
            found |= {
                f"{name}.{part}": cell_text(ones if len(ones) == len(value) else [*ones, None])
                for part, ones in inner.items()
            }
        else:
            found[name] = cell_text(value)
    return found
