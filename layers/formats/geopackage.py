"""Layers as a GeoPackage (OGC 12-128r17, version 1.3) with styles, column titles and metadata.

Version 1.3 is the newest that QGIS 3.22 and GDAL 3.6 read without a warning.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio

from geo.atomic_write import draft
from layers.errors import FileInUseError
from layers.formats.ogr import write_table
from layers.formats.styles.metadata import layer_metadata
from layers.formats.styles.style import document, layer_style
from layers.formats.styles.time import Shown
from layers.frames import attribute_names
from layers.schema.column import Column
from layers.schema.layers import LAYERS, schema_of

if TYPE_CHECKING:
    from layers.collection import Layers

# tables that programs change without an edit
_HOUSEKEEPING = ("gpkg_contents", "gpkg_extensions", "gpkg_ogr_contents", "rtree_", "sqlite_")
_DUBLIN_CORE = "http://purl.org/dc/terms/"
_QGIS = "http://mrcc.com/qgis.dtd"


def write_geopackage(layers: "Layers", path: str | Path) -> Path:
    """Write all layers into one file, atomically; the same layers give the same bytes.

    Parameters
    ----------
    layers : Layers
        The layers, one table each.
    path : str or Path
        The file, which is replaced.
    """
    # GDAL would write the current time into the file, which would change its bytes
    written = f"{layers.as_of.isoformat()}T00:00:00.000Z"
    with draft(Path(path)) as beside:
        with _written_at(written):
            for name, table in [*layers.items(), *layers.records.items()]:
                options = {"GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES"} if name in layers else {}
                options |= {"FID": "fid", "DESCRIPTION": schema_of(name).title}
                version = {"VERSION": "1.3"}
                write_table(table, name, beside, driver="GPKG", dataset_options=version, layer_options=options)
        with closing(sqlite3.connect(beside)) as database, database:
            database.executescript((files("layers.formats") / "geopackage.sql").read_text(encoding="utf-8"))
            _write_styles(database, layers, written)
            _write_titles(database, layers)
            _write_metadata(database, layers, written)
    return Path(path)


def describe(layers: "Layers") -> Mapping[str, str]:
    """Return the metadata of the layers by term of Dublin Core."""
    dossier, margin = layers.dossier, layers.margin()
    publishers = sorted({str(name) for name in dossier.sources["publisher"].dropna()})
    measured = f"Distances and areas: {margin.crs}."
    terms = {
        "title": margin.title,
        "creator": "; ".join(filter(None, (margin.author, margin.contact))),
        "hasVersion": margin.version,
        "description": " ".join([dossier.summary, f"Zones: {layers.control.method}", measured]),
        "temporal": f"{margin.start.isoformat()}/{margin.end.isoformat()} (the last day does not belong to it)",
        "modified": margin.evidence_until and margin.evidence_until.isoformat(),
        "created": str(margin.made_on),
        "license": "\n".join(margin.terms),
        "rights": f"{margin.disclaimer}\n{margin.boundary_note}",
        "bibliographicCitation": margin.citation,
        "source": "; ".join(publishers),
        "provenance": "\n".join(layers.warnings),
    }
    return {term: text for term, text in terms.items() if text}


def settle(path: Path) -> None:
    """Bring a GeoPackage to rest: what a killed program left in a journal of it is written into it, or taken back.

    Parameters
    ----------
    path : Path
        The file; nothing is done if it does not exist, or is no database.

    Raises
    ------
    FileInUseError
        If another program has it open.
    """
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("BEGIN EXCLUSIVE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise FileInUseError(f"{path} is open in another program; close it there and build again") from error
    except sqlite3.DatabaseError:
        # no GeoPackage, or a broken one: its hash tells that it is not what was written
        return


def rows_hash(path: Path) -> str:
    """Return a hash over the tables of a GeoPackage and their rows; the bytes of the file if it is no database.

    Opening a layer for edits changes the bytes of the file, even if nothing is edited.
    """
    digest = hashlib.sha256()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            tables = database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
            ).fetchall()
            for name, sql in tables:
                if not name.startswith(_HOUSEKEEPING):
                    digest.update(f"{name}\0{sql}\0".encode())
                    for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table's own name
                        digest.update(repr(row).encode())
    except sqlite3.DatabaseError:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return digest.hexdigest()


@contextmanager
def _written_at(time: str) -> Iterator[None]:
    """Set the time that GDAL writes as current, and turn off SQLite's syncing: a broken draft is deleted anyway."""
    options = {"OGR_CURRENT_DATE": time, "OGR_SQLITE_SYNCHRONOUS": "OFF"}
    before = {name: pyogrio.get_gdal_config_option(name) for name in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _write_styles(database: sqlite3.Connection, layers: "Layers", written: str) -> None:
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of the layers, for QGIS', ?)",
        (written,),
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
        [(name, name, styled, LAYERS[name].title, written) for name, styled in style_documents(layers)],
    )


def style_documents(layers: "Layers") -> Iterator[tuple[str, str]]:
    """Yield the name of each layer and its style as a document of QGIS."""
    settings, shown = layers.dossier.settings, Shown.of(layers)
    for name, table in layers.items():
        yield name, document(layer_style(name, attribute_names(table), settings, shown))


def _write_titles(database: sqlite3.Connection, layers: "Layers") -> None:
    """Write the titles, units and enumerations of columns, for programs that read the schema extension."""
    columns = [
        (name, schema_of(name).column(column))
        for name, table in [*layers.items(), *layers.records.items()]
        for column in attribute_names(table)
    ]
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description, constraint_name)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (name, column.name, column.name, column.description, column.unit or None, _enumeration(name, column))
            for name, column in columns
        ],
    )
    database.executemany(
        "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, description)"
        " VALUES (?, 'enum', ?, ?)",
        [
            (_enumeration(name, column), str(value), label)
            for name, column in columns
            for value, label in zip_longest(column.values, column.labels)
        ],
    )


def _enumeration(name: str, column: Column) -> str | None:
    """Return the name of a column's enumeration; None if it has none."""
    return f"{name}_{column.name}" if column.values else None


def _write_metadata(database: sqlite3.Connection, layers: "Layers", written: str) -> None:
    """Write what the file says of itself, one row a term, and the metadata of each table, which QGIS reads."""
    rows: list[tuple[str, str | None, str, str, str]] = [
        ("geopackage", None, f"{_DUBLIN_CORE}{term}", "text/plain", text) for term, text in describe(layers).items()
    ]
    for name, table in [*layers.items(), *layers.records.items()]:
        rows.append(("table", name, _QGIS, "text/xml", document(layer_metadata(layers, name, table))))
    for scope, of_table, standard, kind, text in rows:
        key = database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES ('dataset', ?, ?, ?)",
            (standard, kind, text),
        ).lastrowid
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, table_name, timestamp, md_file_id)"
            " VALUES (?, ?, ?, ?)",
            (scope, of_table, written, key),
        )
