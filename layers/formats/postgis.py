"""Layers as tables of PostGIS, with keys, indexes, comments and styles. Needs SQLAlchemy and psycopg: extra `postgis`.

Rows are replaced by DELETE and INSERT in one transaction: readers see the old rows until it ends and wait for nothing,
and grants, views and indexes of the tables stay.
"""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from geo.errors import MissingExtraError
from layers.errors import DatabaseError
from layers.formats.ogr import typed_columns
from layers.formats.postgis_keys import declare_keys, drop_broken_keys, links
from layers.formats.postgis_styles import identifier, literal, write_styles
from layers.frames import attribute_names
from layers.schema.column import Type
from layers.schema.layer import LayerSchema
from layers.schema.layers import LINKS, schema_of

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
# ends the comment of each table of ours; tables without it are left alone
_MARK = "Written by sitmap, which replaces its rows."
_LONGEST = 63


def write_postgis(layers: "Layers", engine: "Engine | str", *, schema: str, force: bool) -> None:
    """Write all layers in one transaction: if any of them fails, the tables in the database stay as they were.

    Parameters
    ----------
    layers : Layers
        The layers, one table each.
    engine : sqlalchemy.Engine or str
        Engine of a PostgreSQL database with PostGIS, or its address: ``postgresql://user@host/database``.
    schema : str
        Schema of the database for the tables, created if missing.
    force : bool
        True if tables of ours with other columns are dropped and made anew.

    Raises
    ------
    DatabaseError
        If the database refuses, or a table is not ours, or has other columns and `force` is False.
    MissingExtraError
        If SQLAlchemy or psycopg is not installed.
    """
    try:
        from sqlalchemy import create_engine, make_url  # noqa: PLC0415 - optional
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - the same
        from sqlalchemy.pool import NullPool  # noqa: PLC0415 - the same

        if isinstance(engine, str):
            url = make_url(engine)
            driven = url if "+" in url.drivername else url.set(drivername="postgresql+psycopg")
            engine = create_engine(driven, poolclass=NullPool)
    except ImportError as error:
        raise MissingExtraError("PostGIS needs SQLAlchemy and psycopg: pip install 'sitmap[postgis]'") from error
    except SQLAlchemyError as error:
        raise DatabaseError(f"{error}; expected an address such as postgresql://user@host/database") from error
    if not 0 < len(schema.encode()) <= _LONGEST or "\0" in schema:
        raise DatabaseError(f"schema {schema!r}: expected a name of at most {_LONGEST} bytes")
    try:
        with engine.begin() as connection:
            # without it, a percent sign in a name would be read as the start of a parameter
            connection.execution_options(no_parameters=True)
            _write_all(connection, layers, schema, force=force)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        raise DatabaseError(f"the database refused, and nothing in it has changed: {reason}") from error


def _write_all(connection: "Connection", layers: "Layers", schema: str, *, force: bool) -> None:
    # a second run at the same time waits for the first
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(hashtext({literal('sitmap ' + schema)}))")
    if not connection.exec_driver_sql(f"SELECT to_regnamespace({literal(identifier(schema))})").scalar():
        connection.exec_driver_sql(f"CREATE SCHEMA {identifier(schema)}")
    frames: dict[str, pd.DataFrame] = {**layers, **layers.records}
    frames |= links(frames)
    tables = {name: (table, schema_of(name)) for name, table in frames.items()}
    targets = {name: f"{identifier(schema)}.{identifier(name)}" for name in tables}
    state = {name: _state(connection, targets[name], _columns(*found)) for name, found in tables.items()}
    changed = [f"{targets[name]} ({', '.join(columns)})" for name, columns in state.items() if columns]
    if changed and not force:
        raise DatabaseError(
            f"tables have other columns than this version writes: {'; '.join(changed)}; --force makes them anew"
        )
    there = [targets[name] for name in tables if state[name] is not None]
    if changed:
        # in one statement, since the tables refer to each other
        connection.exec_driver_sql(f"DROP TABLE {', '.join(there)}")
    else:
        drop_broken_keys(connection, frames, schema)
        for target in there:
            connection.exec_driver_sql(f"DELETE FROM {target}")  # noqa: S608 - quoted
    made = [name for name in tables if changed or state[name] is None]
    for name, (table, layer) in tables.items():
        if name in made:
            _create(connection, targets[name], _columns(table, layer), layer)
        _insert(connection, table, layer, targets[name])
    declare_keys(connection, frames, schema)
    write_styles(connection, layers, schema)


def _columns(table: pd.DataFrame, layer: LayerSchema) -> dict[str, str]:
    """Return the types of a table's columns, as PostgreSQL writes them."""
    typed = {name: _TYPES[layer.column(name).type] for name in attribute_names(table)}
    shaped = {"geom": f"geometry({layer.geometry},4326)"} if layer.geometry else {}
    return {"fid": "integer", **typed, **shaped}


def _state(connection: "Connection", target: str, columns: Mapping[str, str]) -> list[str] | None:
    """Return the columns of a table of ours that are not as wanted, None if there is no such table."""
    relation = f"to_regclass({literal(target)})"
    ((oid, comment),) = connection.exec_driver_sql(f"SELECT {relation}::oid, obj_description({relation}, 'pg_class')")
    if oid is None:
        return None
    if not str(comment).endswith(_MARK):
        raise DatabaseError(f"{target} was not written by sitmap and is left alone: rename it, or name another schema")
    found = connection.exec_driver_sql(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"  # noqa: S608 - a number
        f" WHERE attrelid = {oid} AND attnum > 0 AND NOT attisdropped"
    )
    return sorted({name for name, _ in {tuple(row) for row in found} ^ set(columns.items())})


def _create(connection: "Connection", target: str, columns: Mapping[str, str], layer: LayerSchema) -> None:
    # the id is one for each row, but for links, which are of rows by their ids
    keys = [layer.key] if layer.name in LINKS else [layer.key, ("id",)]
    body = ", ".join([
        *(f"{identifier(name)} {type_}" for name, type_ in columns.items()),
        "PRIMARY KEY (fid)",
        *(f"UNIQUE ({', '.join(map(identifier, key))})" for key in keys),
    ])  # fmt: skip
    connection.exec_driver_sql(f"CREATE TABLE {target} ({body})")
    if "geom" in columns:
        connection.exec_driver_sql(f"CREATE INDEX ON {target} USING gist (geom)")
    dates = [name for name in columns if columns[name] == "date"]
    if dates:
        connection.exec_driver_sql(f"CREATE INDEX ON {target} ({', '.join(map(identifier, dates[:2]))})")
    connection.exec_driver_sql(f"COMMENT ON TABLE {target} IS {literal(f'{layer.title}. {_MARK}')}")
    for name in columns:
        with suppress(KeyError):
            described = literal(layer.column(name).description)
            connection.exec_driver_sql(f"COMMENT ON COLUMN {target}.{identifier(name)} IS {described}")


def _insert(connection: "Connection", table: pd.DataFrame, layer: LayerSchema, target: str) -> None:
    from sqlalchemy import text  # noqa: PLC0415 - optional

    columns = attribute_names(table)
    values, missing = typed_columns(table, layer.name)
    cells = [
        [None if gap else value for value, gap in zip(array.tolist(), gaps, strict=True)]
        for array, gaps in zip(values, missing, strict=True)
    ]
    marks = [f":{column}" for column in columns]
    if layer.geometry:
        geometry = "ST_SetSRID(ST_GeomFromWKB(:geom), 4326)"
        marks.append(f"ST_Multi({geometry})" if layer.geometry.startswith("Multi") else geometry)
        columns, cells = [*columns, "geom"], [*cells, shapely.to_wkb(table["geometry"].to_numpy())]
    rows = [
        dict(zip(["fid", *columns], row, strict=True)) for row in zip(range(1, len(table) + 1), *cells, strict=True)
    ]
    if rows:
        # SQLAlchemy would read a colon in a name as the start of a parameter
        into = target.replace(":", r"\:")
        connection.execute(text(f"INSERT INTO {into} VALUES (:fid, {', '.join(marks)})"), rows)  # noqa: S608 - quoted
