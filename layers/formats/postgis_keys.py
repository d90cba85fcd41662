"""Foreign keys between the tables in a database, and tables of links for columns that list keys.

A relation of which a row points nowhere is not declared: evidence is never changed to fit a key.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from layers.formats.postgis_styles import identifier, literal
from layers.schema.layers import LISTS, RELATIONS, schema_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREFIX = "sitmap_"


def links(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield name and rows of each table of links; keys that the other table lacks have no row."""
    for name, column, other, key in LISTS:
        keys = tables[name][column].fillna("").str.split("; ")
        listed = pd.DataFrame({"id": tables[name]["id"], key: keys}).explode(key, ignore_index=True)
        known = listed[listed[key].isin(tables[other][key])].drop_duplicates(ignore_index=True)
        yield f"{name}_{column}", known.astype(object)


def drop_broken_keys(connection: "Connection", tables: Mapping[str, pd.DataFrame], schema: str) -> None:
    """Drop the foreign keys of before that these tables do not hold to.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        A transaction.
    tables : mapping
        All tables that will be written, by name.
    schema : str
        Schema of the database.
    """
    there, whole = set(_declared(connection, schema)), {key[:2] for key in _relations(tables)}
    for name, column in sorted(there - whole):
        connection.exec_driver_sql(
            f"ALTER TABLE {_target(schema, name)} DROP CONSTRAINT {identifier(_PREFIX + column)}"
        )


def declare_keys(connection: "Connection", tables: Mapping[str, pd.DataFrame], schema: str) -> None:
    """Declare the foreign keys that are missing; parameters as for `drop_broken_keys`."""
    # a table cannot be altered while checks of its rows are due
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    there = set(_declared(connection, schema))
    for name, column, other, key in _relations(tables):
        if (name, column) not in there:
            target, column_ = _target(schema, name), identifier(column)
            connection.exec_driver_sql(
                f"ALTER TABLE {target} ADD CONSTRAINT {identifier(_PREFIX + column)} FOREIGN KEY ({column_})"
                f" REFERENCES {_target(schema, other)} ({identifier(key)}) DEFERRABLE INITIALLY DEFERRED"
            )
            connection.exec_driver_sql(f"CREATE INDEX ON {target} ({column_})")


def _relations(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, str, str, str]]:
    """Yield table, column, other table and its key of the relations that all rows hold to.

    The id of a post names no one row of `posts`, which has one for each of its positions.
    """
    of_links = [(f"{name}_{column}", "id", name, "id") for name, column, *_ in LISTS]
    of_links += [(f"{name}_{column}", key, other, key) for name, column, other, key in LISTS]
    for name, column, other, key in (*RELATIONS, *of_links):
        is_one = key == "id" or schema_of(other).key == (key,)
        if is_one and name in tables and set(tables[name][column].dropna()) <= set(tables[other][key]):
            yield name, column, other, key


def _declared(connection: "Connection", schema: str) -> Iterator[tuple[str, str]]:
    """Yield table and column of the foreign keys of ours that a schema has."""
    found = connection.exec_driver_sql(
        "SELECT relname, conname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid"  # noqa: S608 - quoted
        f" WHERE contype = 'f' AND starts_with(conname, {literal(_PREFIX)})"
        f" AND relnamespace = to_regnamespace({literal(identifier(schema))})"
    )
    yield from ((name, constraint.removeprefix(_PREFIX)) for name, constraint in found)


def _target(schema: str, name: str) -> str:
    return f"{identifier(schema)}.{identifier(name)}"
