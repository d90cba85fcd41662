"""The store of the server: an SQLite file with the features of all layers, finished as GeoJSON and indexed for queries.

Each layer is three tables. `NAME` has its columns; `NAME_features` the finished features and their geometries as WKB;
`NAME_box`, an R*Tree, the bounding box of each and the days on which it holds. `verdicts_of_day` has the verdicts as on
each day of the period (`layers.at`).
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geometry.projection import WGS84
from layers.collection import Layers
from layers.formats.geojson import feature_lines, ids, lonlat_bounds, rfc_geometries
from layers.frames import attribute_names, each, plain
from layers.period import DAY, days
from layers.schema.column import Column, Type
from layers.schema.layer import LayerSchema, Validity
from layers.schema.layers import LAYERS

# days in the R*Tree are ordinals of `date`; a row that holds on no day, or lies nowhere, stands outside of all queries
FIRST_DAY, LAST_DAY, NEVER = 0, 4_000_000, 9_000_000
OF_DAY = "verdicts_of_day"
# from so many rows on all columns are indexed, but for texts that are longer
_MANY, _SHORT = 10_000, 100
_BOX = ("west", "east", "south", "north", "first", "last")


def write_store(layers: Layers, path: Path) -> dict[str, Any]:
    """Write the features of all layers.

    Parameters
    ----------
    layers : Layers
        The layers.
    path : Path
        The file, which must not exist.

    Returns
    -------
    dict
        For each layer as JSON values: `rows`, `columns`, and the extent of its features: `bbox`, `interval`.
    """
    with closing(sqlite3.connect(path)) as database, database:
        # the file is made anew for each build, so that nothing is lost where this is broken off
        database.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;")
        described = {
            name: write_layer(database, name, table, LAYERS[name], list(held_days(table, LAYERS[name], layers.end)))
            for name, table in layers.items()
        }
        each_day = [(day, layers.verdicts.on(day)) for day in days(layers.start, layers.end)]
        of_day = gpd.GeoDataFrame(pd.concat([table for _, table in each_day], ignore_index=True), crs=WGS84)
        of_day["end_date"] = of_day["end_date"].astype(object).where(of_day["end_date"] != layers.end, None)
        held = [(day.toordinal(), day.toordinal()) for day, table in each_day for _ in range(len(table))]
        write_layer(database, OF_DAY, of_day, LAYERS["verdicts"], held)
    return described


def write_layer(
    database: sqlite3.Connection,
    name: str,
    table: gpd.GeoDataFrame,
    layer: LayerSchema,
    held: Sequence[tuple[int, int]],
) -> dict[str, Any]:
    """Write one layer under a name.

    Parameters
    ----------
    database : sqlite3.Connection
        The store.
    name : str
        Name of its tables.
    table : GeoDataFrame
        The layer, EPSG:4326.
    layer : LayerSchema
        Its schema.
    held : sequence of (int, int)
        The first and the last day on which each row holds, by `held_days`.

    Returns
    -------
    dict
        As `write_store`.
    """
    columns = [layer.column(column) for column in attribute_names(table)]
    shapes = rfc_geometries(table)
    keys = ids(table, layer.name)
    _create(database, name, columns)
    numbers = range(1, len(table) + 1)
    cells = [each(table[column.name], plain) for column in columns]
    _fill(database, name, zip(numbers, keys, *cells, strict=True), len(columns) + 2)
    for column, values in zip(columns, cells, strict=True):
        is_usual = column.type is Type.DATE or column.values or column.name in layer.key  # noqa: PD011 - an enumeration
        if is_usual or (
            len(table) >= _MANY and all(not isinstance(cell, str) or len(cell) <= _SHORT for cell in values)
        ):
            database.execute(f'CREATE INDEX "{name} {column.name}" ON "{name}" ("{column.name}")')
    lines = feature_lines(table, layer.name, shapes)
    _fill(database, f"{name}_features", zip(numbers, lines, shapely.to_wkb(shapes), strict=True), 3)
    bounds = np.nan_to_num(shapely.bounds(shapes)[:, [0, 2, 1, 3]], nan=NEVER) if len(table) else []
    boxes = ((number, *map(float, box), *day) for number, box, day in zip(numbers, bounds, held, strict=True))
    _fill(database, f"{name}_box", boxes, 7)
    known = [days_ for days_ in held if days_[0] < NEVER]
    return {
        "rows": len(table),
        "columns": [column.name for column in columns],
        "bbox": lonlat_bounds(shapes).get("bbox") if len(table) else None,
        "interval": _interval(known) if layer.interval[0] and known else None,
    }


def _create(database: sqlite3.Connection, name: str, columns: Sequence[Column]) -> None:
    quoted = [f'"{column.name}"' for column in columns]
    database.execute(f'CREATE TABLE "{name}" (n INTEGER PRIMARY KEY, feature_id TEXT, {", ".join(quoted)})')
    database.execute(f'CREATE TABLE "{name}_features" (n INTEGER PRIMARY KEY, feature TEXT, geom BLOB)')
    database.execute(f'CREATE VIRTUAL TABLE "{name}_box" USING rtree(n, {", ".join(_BOX)})')
    database.execute(f'CREATE INDEX "{name}_id" ON "{name}" (feature_id)')


def _fill(database: sqlite3.Connection, table: str, rows: Iterator[tuple[Any, ...]], width: int) -> None:
    database.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', rows)  # noqa: S608 - our names


def held_days(table: gpd.GeoDataFrame, layer: LayerSchema, end: date | None) -> Iterator[tuple[int, int]]:
    """Yield the first and the last day on which each row holds, as `Layers.at` has it."""
    begins, ends = layer.interval
    if not begins:
        yield from [(FIRST_DAY, LAST_DAY)] * len(table)
        return
    open_end = end if layer.validity is Validity.PERIOD else None
    for start, after in zip(table[begins], table[ends] if ends else [None] * len(table), strict=True):
        if layer.lasts_a_day and start is None:
            yield NEVER, NEVER
            continue
        until = after or (start + DAY if layer.lasts_a_day else open_end)
        yield start.toordinal() if start else FIRST_DAY, until.toordinal() - 1 if until else LAST_DAY


def _interval(held: Sequence[tuple[int, int]]) -> list[str | None]:
    """Return the first and the last day of an extent as ISO text, None where it is open."""
    first, last = min(day for day, _ in held), max(day for _, day in held)
    return [date.fromordinal(day).isoformat() if FIRST_DAY < day < LAST_DAY else None for day in (first, last)]
