"""Layers as GeoJSON (RFC 7946): lon/lat to six decimals, right-hand rule, stable ids, dates as ISO text or null."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geometry.antimeridian import on_the_map
from layers.frames import attribute_names, each, plain
from layers.schema.layers import schema_of

_DECIMALS = 6
_EDGE = 180.0
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
# GEOS type ids of a single and of a multi-part geometry, and the function that makes the latter from parts
_MULTIPLE = (
    (0, 4, shapely.multipoints),
    (1, 5, shapely.multilinestrings),
    (3, 6, shapely.multipolygons),
)


def write_geojson(
    table: gpd.GeoDataFrame, name: str, path: Path, about: Mapping[str, object] = MappingProxyType({})
) -> Path:
    """Write one layer.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, EPSG:4326; geometries that cross the antimeridian are cut there.
    name : str
        Name of the layer; the schema has the key of its features.
    path : Path
        The file, which is replaced.
    about : mapping
        Members of the collection itself, such as its licence: JSON values by name.
    """
    geometries = rfc_geometries(table)
    head = {"type": "FeatureCollection", "name": name, **about} | lonlat_bounds(geometries)
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "features": ['
    path.write_text(text + "\n" + ",\n".join(feature_lines(table, name, geometries)) + "\n]}\n", encoding="utf-8")
    return path


def write_geojson_lines(table: gpd.GeoDataFrame, name: str, path: Path) -> Path:
    """Write one layer as newline-delimited GeoJSON: one feature per line, for programs that read line by line.

    Parameters
    ----------
    table, name, path
        As for `write_geojson`.
    """
    path.write_text(
        "".join(f"{line}\n" for line in feature_lines(table, name, rfc_geometries(table))), encoding="utf-8"
    )
    return path


def ids(table: pd.DataFrame, name: str) -> list[str]:
    """Return the ids of a layer's features: the values of its key columns, joined by dots; nulls are left out."""
    parts = zip(*(each(table[column], plain) for column in schema_of(name).key), strict=True)
    return [".".join(str(part) for part in key if part is not None) for key in parts]


def feature_lines(table: gpd.GeoDataFrame, name: str, geometries: npt.NDArray[np.object_]) -> Iterator[str]:
    """Yield the features of one layer as JSON, one line each.

    Parameters
    ----------
    table : GeoDataFrame
        The layer, or some of its rows and columns; the columns of its key must be among them.
    name : str
        Name of the layer.
    geometries : array of geometry
        Geometries of the rows, by `rfc_geometries`.
    """
    # GEOS writes a geometry about a hundred times as fast as Python
    shapes = shapely.to_geojson(geometries)
    # for one number in a thousand GEOS does not find the shortest form: .3330958999999996 for .3330959
    too_long = re.compile(rf"\.\d{{{_DECIMALS + 1},}}")
    for head, properties, shape in zip(ids(table, name), _properties(table), shapes, strict=True):
        exact = too_long.sub(lambda part: f"{float(part[0]):.{_DECIMALS}f}"[1:].rstrip("0"), shape)
        yield f'{{"type": "Feature", "id": {_json(head)}, "properties": {{{properties}}}, "geometry": {exact}}}'


def rfc_geometries(table: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return geometries as in RFC 7946: cut at the antimeridian, to six decimals, of one type, right-hand rule."""
    shapes = on_the_map(table.geometry.to_numpy())
    rounded = shapely.transform(shapes, lambda lonlat: lonlat.round(_DECIMALS))
    # slivers may cross themselves when rounded
    crossed = ~shapely.is_valid(rounded)
    rounded[crossed] = shapely.set_precision(shapes[crossed], 10.0**-_DECIMALS)
    return _of_one_type(shapely.orient_polygons(rounded))


def _of_one_type(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Convert all geometries to multi-part if one of them is multi-part: programs expect one type per layer."""
    types = shapely.get_type_id(shapes)
    for single, multiple, gather in _MULTIPLE:
        if (types == multiple).any():
            for row in np.flatnonzero(types == single):
                shapes[row] = gather([shapes[row]])
    return shapes


def lonlat_bounds(geometries: npt.NDArray[np.object_]) -> dict[str, list[float]]:
    """Return the member `bbox`; across the antimeridian, west is greater than east. Empty if there is no geometry."""
    present = geometries[~(shapely.is_missing(geometries) | shapely.is_empty(geometries))]
    if not len(present):
        return {}
    west, south, east, north = shapely.total_bounds(present)
    if west <= -_EDGE and east >= _EDGE:
        # parts on both sides of the antimeridian: the box begins to its west and ends to its east
        lon = shapely.bounds(shapely.get_parts(present))[:, [0, 2]]
        after = lon.mean(axis=1) < 0
        if lon[after, 1].max() < lon[~after, 0].min():
            west, east = lon[~after, 0].min(), lon[after, 1].max()
    return {"bbox": [round(float(value), _DECIMALS) for value in (west, south, east, north)]}


def _properties(table: gpd.GeoDataFrame) -> Iterator[str]:
    """Yield the properties of features as JSON, without the braces."""
    columns = [each(table[column], lambda value: _json(plain(value))) for column in attribute_names(table)]
    # one template of all names is faster than a text for each cell
    names = (f"{_json(column)}: %s".replace("%", "%%").replace("%%s", "%s") for column in attribute_names(table))
    yield from map(", ".join(names).__mod__, zip(*columns, strict=True))
