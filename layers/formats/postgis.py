"""Layers as tables of PostGIS, with keys, indexes and comments. Needs SQLAlchemy and a driver: the extra `postgis`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from layers.formats.ogr import typed_columns
from layers.frames import attribute_names
from layers.schema.column import Type
from layers.schema.layer import LayerSchema
from layers.schema.layers import LAYERS

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from layers.collection import Layers

_TYPES: Mapping[Type, str] = MappingProxyType(
    {
        Type.TEXT: "text",
        Type.DATE: "date",
        Type.INTEGER: "integer",
        Type.NUMBER: "double precision",
        Type.BOOLEAN: "boolean",
    }
)


def write_postgis(layers: "Layers", engine: "Engine", *, schema: str) -> None:
    """Write all layers in one transaction: if any of them fails, the tables in the database stay as they were.

    Parameters
    ----------
    layers : Layers
        The layers, one table each.
    engine : sqlalchemy.Engine
        Engine of a PostgreSQL database with PostGIS.
    schema : str
        Schema of the database for the tables, created if missing; tables of the same names are replaced.
    """
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
        for name, table in layers.items():
            _write(connection, table, LAYERS[name], f"{quote(schema)}.{quote(name)}", quote(f"{name}_geom"))


def _write(connection: "Connection", table: gpd.GeoDataFrame, layer: LayerSchema, target: str, index: str) -> None:
    """Replace one table; `target` is its quoted name with the schema, `index` the name of its spatial index."""
    columns = [layer.column(name) for name in attribute_names(table)]
    key = ", ".join(f'"{name}"' for name in layer.key)
    body = ", ".join([
        "fid integer PRIMARY KEY",
        *(f'"{column.name}" {_TYPES[column.type]}' for column in columns),
        f"geom geometry({layer.geometry}, 4326) NOT NULL",
        f"UNIQUE ({key})",
    ])  # fmt: skip
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {target}")
    connection.exec_driver_sql(f"CREATE TABLE {target} ({body})")
    _insert(connection, table, layer, target)
    connection.exec_driver_sql(f"CREATE INDEX {index} ON {target} USING gist (geom)")
    if layer.is_dated:
        connection.exec_driver_sql(f"CREATE INDEX ON {target} (start_date, end_date)")
    connection.exec_driver_sql(f"COMMENT ON TABLE {target} IS {_literal(layer.title)}")
    for column in columns:
        connection.exec_driver_sql(f'COMMENT ON COLUMN {target}."{column.name}" IS {_literal(column.description)}')


def _insert(connection: "Connection", table: gpd.GeoDataFrame, layer: LayerSchema, target: str) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - optional

    columns = attribute_names(table)
    values, missing = typed_columns(table, layer.name)
    cells = [
        [None if gap else value for value, gap in zip(array.tolist(), gaps, strict=True)]
        for array, gaps in zip(values, missing, strict=True)
    ]
    wkb = shapely.to_wkb(table.geometry.to_numpy())
    parameters = ", ".join(f":{column}" for column in columns)
    geometry = "ST_SetSRID(ST_GeomFromWKB(:geom), 4326)"
    if layer.geometry.startswith("Multi"):
        geometry = f"ST_Multi({geometry})"
    rows = [
        dict(zip(["fid", *columns, "geom"], row, strict=True))
        for row in zip(range(1, len(table) + 1), *cells, wkb, strict=True)
    ]
    if rows:
        # SQLAlchemy would read a colon in a name as the start of a parameter
        into = target.replace(":", r"\:")
        connection.execute(text(f"INSERT INTO {into} VALUES (:fid, {parameters}, {geometry})"), rows)  # noqa: S608 - quoted


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
