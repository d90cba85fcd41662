"""Styles of the layers in a database: the table `layer_styles`, from which QGIS takes the style of a table it opens.

QGIS looks for the table along the search path. It is shared with others, so that only rows on our tables are replaced.
"""

from typing import TYPE_CHECKING

from layers.formats.geopackage import style_documents
from layers.schema.layers import LAYERS

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from layers.collection import Layers

# as QGIS makes it
_COLUMNS = (
    "id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar, "
    "f_geometry_column varchar, styleName text, styleQML xml, styleSLD xml, useAsDefault boolean, description text, "
    "owner varchar(63) DEFAULT CURRENT_USER, ui xml, update_time timestamp DEFAULT CURRENT_TIMESTAMP, type varchar"
)


def write_styles(connection: "Connection", layers: "Layers", schema: str) -> None:
    """Write a style for each layer, in the one table of styles that may be written.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        A transaction.
    layers : Layers
        The layers.
    schema : str
        Schema of their tables.
    """
    table = _table(connection, schema)
    names = ", ".join(literal(name) for name in layers)
    ours = f"f_table_catalog = current_database() AND f_table_schema = {literal(schema)} AND f_table_name IN ({names})"
    connection.exec_driver_sql(f"DELETE FROM {table} WHERE {ours}")  # noqa: S608 - quoted
    for name, document in style_documents(layers):
        connection.exec_driver_sql(
            f"INSERT INTO {table} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"  # noqa: S608
            " styleQML, useAsDefault, description, owner) VALUES (current_database(),"
            f" {literal(schema)}, {literal(name)}, 'geom', {literal(name)}, XMLPARSE(DOCUMENT {literal(document)}),"
            f" true, {literal(LAYERS[name].title)}, CURRENT_USER)"
        )


def _table(connection: "Connection", schema: str) -> str:
    """Return the table of styles on the search path if we may write it, else that of the schema; made if missing."""
    asked = (
        "SELECT found IS NOT NULL, has_table_privilege(found, 'INSERT') AND has_table_privilege(found, 'DELETE'),"
        " to_regnamespace('public') IS NOT NULL AND has_schema_privilege('public', 'CREATE')"
        " FROM to_regclass('layer_styles') found"
    )
    ((is_there, may_write, may_make),) = connection.exec_driver_sql(asked)
    if is_there and may_write:
        return "layer_styles"
    table = "public.layer_styles" if may_make and not is_there else f"{identifier(schema)}.layer_styles"
    connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {table} ({_COLUMNS})")
    return table


def identifier(name: str) -> str:
    """Quote a name of PostgreSQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote a text of PostgreSQL."""
    return "'" + text.replace("'", "''") + "'"
