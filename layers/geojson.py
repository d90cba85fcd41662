"""Layers as GeoJSON (RFC 7946): lon/lat, seven decimals, right-hand rule, stable ids, dates as ISO text or null."""

import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

_DECIMALS = 7

# what makes a feature's id: a column, or several
_IDS: dict[str, tuple[str, ...]] = {
    "places": ("place_id",),
    "posts": ("post_id",),
    "events": ("event_id",),
    "zones": ("zone_id",),
    "contact": ("side_a", "side_b", "start_date"),
    "verdicts": ("post_id", "start_date"),
    "corridors": ("post_id", "start_date"),
    "roads": ("name", "side", "start_date"),
}


def write_geojson(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326.
    name : str
        Its name, which says what its features' ids are made of.
    path : Path
        The file, which is replaced.
    """
    features = [json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in _features(table, _IDS[name])]
    head = f'{{"type": "FeatureCollection", "name": {json.dumps(name)}, "features": ['
    path.write_text(head + "\n" + ",\n".join(features) + "\n]}\n", encoding="utf-8")
    return path


def _features(table: gpd.GeoDataFrame, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column != table.geometry.name]
    cells = {column: [plain(value) for value in table[column]] for column in columns}
    geometries = shapely.orient_polygons(
        shapely.set_precision(table.geometry.to_numpy(), 10**-_DECIMALS, mode="pointwise")
    )
    features = []
    for row, geometry in enumerate(geometries):
        properties = {column: cells[column][row] for column in columns}
        key = "/".join(str(properties[part]) for part in keys)
        features.append({"type": "Feature", "id": key, "properties": properties, "geometry": _geometry(geometry)})
    return features


def _geometry(geometry: shapely.Geometry) -> dict[str, Any]:
    shape = shapely.geometry.mapping(geometry)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - coordinates nest to any depth
    if isinstance(coordinates, float | int):
        return round(coordinates, _DECIMALS)
    return [_rounded(part) for part in coordinates]


# values as JSON and CSV write them, by type
_PLAIN: dict[type, Callable[[Any], object]] = {
    date: date.isoformat,
    np.bool_: bool,
    np.int64: int,
    np.float64: float,
}


def plain(value: object) -> object:
    """Give a cell's value as JSON has it: dates as text, and null for whatever is missing.

    Examples
    --------
    >>> plain(date(2020, 2, 6)), plain(float("nan"))
    ('2020-02-06', None)
    """
    convert = _PLAIN.get(type(value))
    value = convert(value) if convert else value
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool) else None
