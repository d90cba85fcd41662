"""Layers as GeoJSON (RFC 7946): lon/lat, seven decimals, right-hand rule, stable ids, dates as ISO text or null."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geometry.antimeridian import on_the_map
from layers.frames import plain

_DECIMALS = 7
_LONG = re.compile(rf"\.\d{{{_DECIMALS + 1},}}")
_EDGE = 180.0
# GEOS's numbers for types of one part and of several, and what makes one into the other
_SEVERAL = (
    (0, 4, shapely.multipoints),
    (1, 5, shapely.multilinestrings),
    (3, 6, shapely.multipolygons),
)

# what makes a feature's id: a column, or several
KEYS: dict[str, tuple[str, ...]] = {
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
        The layer, EPSG:4326; what crosses the antimeridian is cut there.
    name : str
        Its name, which says what its features' ids are made of.
    path : Path
        The file, which is replaced.
    """
    geometries = _by_the_rfc(table)
    head = {"type": "FeatureCollection", "name": name} | _bounds(geometries)
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    path.write_text(text + "\n" + ",\n".join(_lines(table, name, geometries)) + "\n]}\n", encoding="utf-8")
    return path


def write_geojson_lines(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer as newline-delimited GeoJSON: a feature a line, for programs that read piece by piece.

    Parameters
    ----------
    table, name, path
        As of `write_geojson`.
    """
    path.write_text("".join(f"{line}\n" for line in _lines(table, name, _by_the_rfc(table))), encoding="utf-8")
    return path


def features(table: gpd.GeoDataFrame, name: str) -> list[dict[str, Any]]:
    """Give one layer's features as JSON has them.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, or some of its rows and columns; those that make its ids must be among them.
    name : str
        Its name.
    """
    return [json.loads(line) for line in _lines(table, name, _by_the_rfc(table))]


def ids(table: pd.DataFrame, name: str) -> list[str]:
    """Give the ids of a layer's features, made of the columns that `KEYS` names."""
    parts = ([str(plain(value)) for value in table[column]] for column in KEYS[name])
    return list(map("/".join, zip(*parts, strict=True)))


def _lines(table: gpd.GeoDataFrame, name: str, geometries: npt.NDArray[np.object_]) -> Iterator[str]:
    # GEOS writes a geometry some hundred times as fast as Python does
    shapes = shapely.to_geojson(geometries)
    for head, shape in zip(_heads(table, name), shapes, strict=True):
        # of one number in a thousand it does not find the shortest form: .3330958999999996 for .3330959
        exact = _LONG.sub(lambda part: f"{float(part[0]):.{_DECIMALS}f}"[1:].rstrip("0"), shape)
        yield f'{json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1]}, "geometry": {exact}}}'


def _by_the_rfc(table: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Geometries on the globe's map, to seven decimals, of one type, with rings by the right-hand rule."""
    shapes = on_the_map(table.geometry.to_numpy())
    rounded = shapely.transform(shapes, lambda lonlat: lonlat.round(_DECIMALS))
    return _of_one_type(shapely.orient_polygons(rounded))


def _of_one_type(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Let every geometry be one of several parts if one of them is: programs want one type for a layer."""
    types = shapely.get_type_id(shapes)
    for one, several, gather in _SEVERAL:
        if (types == several).any():
            for row in np.flatnonzero(types == one):
                shapes[row] = gather([shapes[row]])
    return shapes


def _bounds(geometries: npt.NDArray[np.object_]) -> dict[str, list[float]]:
    """Member `bbox`; over the antimeridian, west is greater than east. There is none of nothing."""
    here = geometries[~(shapely.is_missing(geometries) | shapely.is_empty(geometries))]
    if not len(here):
        return {}
    west, south, east, north = shapely.total_bounds(here)
    if west <= -_EDGE and east >= _EDGE:
        # parts on both sides of the antimeridian: from the west end of those before it to the east end of those after
        lon = shapely.bounds(shapely.get_parts(here))[:, [0, 2]]
        after = lon.mean(axis=1) < 0
        if lon[after, 1].max() < lon[~after, 0].min():
            west, east = lon[~after, 0].min(), lon[after, 1].max()
    return {"bbox": [round(float(value), _DECIMALS) for value in (west, south, east, north)]}


def _heads(table: gpd.GeoDataFrame, name: str) -> Iterator[dict[str, Any]]:
    """Give features as JSON has them, but for their geometries."""
    columns = [column for column in table.columns if column != table.geometry.name]
    rows = zip(*([plain(value) for value in table[column]] for column in columns), strict=True)
    for key, row in zip(ids(table, name), rows, strict=True):
        yield {"type": "Feature", "id": key, "properties": dict(zip(columns, row, strict=True))}
