"""Layers as tables of PostGIS, with keys, indexes and comments. Needs SQLAlchemy and a driver: the extra `postgis`."""

from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from layers.formats.geojson import KEYS
from layers.formats.ogr import GEOMETRY
from layers.formats.styles.style import TITLES
from layers.schema import FIELDS, Kind, columns_of, typed

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from layers.collection import Layers

_TYPES = {
    Kind.TEXT: "text",
    Kind.DATE: "date",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "double precision",
    Kind.TRUTH: "boolean",
}


def write_postgis(layers: "Layers", engine: "Engine", *, schema: str) -> None:
    """Write all layers in one transaction: whatever fails, the tables of before are still there.

    Parameters
    ----------
    layers : Layers
        What to write.
    engine : sqlalchemy.Engine
        Of a PostgreSQL database with PostGIS.
    schema : str
        Where the tables go, which replace those of the same names.
    """
    quote = engine.dialect.identifier_preparer.quote
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}")
        for name, table in layers.items():
            _write(connection, table, name, f"{quote(schema)}.{quote(name)}", quote(f"{name}_geom"))


def _write(connection: "Connection", table: gpd.GeoDataFrame, name: str, place: str, index: str) -> None:
    """Replace one table."""
    columns = columns_of(table)
    kinds = [f'"{column}" {_TYPES[FIELDS[column].kind]}' for column in columns]
    key = ", ".join(f'"{column}"' for column in KEYS[name])
    body = ", ".join([
        "fid integer PRIMARY KEY",
        *kinds,
        f"geom geometry({GEOMETRY[name]}, 4326) NOT NULL",
        f"UNIQUE ({key})",
    ])  # fmt: skip
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {place}")
    connection.exec_driver_sql(f"CREATE TABLE {place} ({body})")
    _insert(connection, table, name, place)
    connection.exec_driver_sql(f"CREATE INDEX {index} ON {place} USING gist (geom)")
    if "start_date" in columns:
        connection.exec_driver_sql(f"CREATE INDEX ON {place} (start_date, end_date)")
    connection.exec_driver_sql(f"COMMENT ON TABLE {place} IS {_literal(TITLES[name])}")
    for column in columns:
        connection.exec_driver_sql(f'COMMENT ON COLUMN {place}."{column}" IS {_literal(FIELDS[column].title)}')


def _insert(connection: "Connection", table: gpd.GeoDataFrame, name: str, place: str) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - optional

    columns = columns_of(table)
    values, missing = typed(table, columns)
    cells = [
        [None if gap else value for value, gap in zip(array.tolist(), gaps, strict=True)]
        for array, gaps in zip(values, missing, strict=True)
    ]
    wkb = shapely.to_wkb(table.geometry.to_numpy())
    marks = ", ".join(f":{column}" for column in columns)
    shape = "ST_SetSRID(ST_GeomFromWKB(:geom), 4326)"
    if GEOMETRY[name].startswith("Multi"):
        shape = f"ST_Multi({shape})"
    rows = [
        dict(zip(["fid", *columns, "geom"], row, strict=True))
        for row in zip(range(1, len(table) + 1), *cells, wkb, strict=True)
    ]
    if rows:
        # a colon in a name is none of a parameter
        into = place.replace(":", r"\:")
        connection.execute(text(f"INSERT INTO {into} VALUES (:fid, {marks}, {shape})"), rows)  # noqa: S608 - quoted


def _literal(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"
