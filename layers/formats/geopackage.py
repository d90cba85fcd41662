"""Layers as a GeoPackage (OGC 12-128r17, version 1.3) that carries styles, titles of its columns and metadata.

Version 1.3 is the newest that QGIS 3.22 and GDAL 3.6 read without a warning.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio

from geo.atomic_write import draft
from layers.formats.ogr import write_table
from layers.formats.styles.style import TITLES, document, layer_style
from layers.period import DAY
from layers.schema import FIELDS, columns_of

if TYPE_CHECKING:
    from layers.collection import Layers

_DUBLIN_CORE = "http://purl.org/dc/terms/"


def write_geopackage(layers: "Layers", path: str | Path) -> Path:
    """Write all layers into one file, whole or not at all; the same layers give the same bytes.

    Parameters
    ----------
    layers : Layers
        What to write.
    path : str or Path
        The file, which is replaced.
    """
    # the time that a file says it was written at must not change its bytes
    written = f"{layers.as_of.isoformat()}T00:00:00.000Z"
    with draft(Path(path)) as beside:
        with _written_at(written):
            for name, table in layers.items():
                described = {"DESCRIPTION": TITLES[name]}
                options = {"GEOMETRY_NAME": "geom", "FID": "fid", "SPATIAL_INDEX": "YES", **described}
                version = {"VERSION": "1.3"}
                write_table(table, name, beside, driver="GPKG", dataset_options=version, layer_options=options)
        with closing(sqlite3.connect(beside)) as database, database:
            database.executescript((files("layers.formats") / "geopackage.sql").read_text(encoding="utf-8"))
            _write_styles(database, layers, written)
            _write_titles(database, layers)
            _write_metadata(database, describe(layers), written)
    return Path(path)


def describe(layers: "Layers") -> Mapping[str, str]:
    """Describe layers in Dublin Core's terms, for the metadata of files."""
    dossier = layers.dossier
    publishers = sorted({str(name) for name in dossier.sources["publisher"].dropna()})
    return {
        "title": dossier.title,
        "description": " ".join([dossier.summary, f"Zones: {layers.control.method}"]),
        "temporal": f"{layers.start.isoformat()}/{layers.end.isoformat()} (the last day does not belong to it)",
        "license": "\n".join(dossier.licences),
        "source": "; ".join(publishers),
        "provenance": "\n".join(layers.warnings),
    }


@contextmanager
def _written_at(time: str) -> Iterator[None]:
    """Let GDAL take a time for the present, and not wait for the disk: a draft that is cut short is thrown away."""
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
    settings = layers.dossier.settings
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,"
        " styleQML, styleSLD, useAsDefault, description, owner, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '', ?)",
        [
            (
                name,
                name,
                document(layer_style(name, columns_of(table), settings, layers.end - DAY)),
                TITLES[name],
                written,
            )
            for name, table in layers.items()
        ],
    )


def _write_titles(database: sqlite3.Connection, layers: "Layers") -> None:
    """Tell programs that read the schema extension what columns are called."""
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)",
        [(name, key, key, FIELDS[key].title) for name, table in layers.items() for key in columns_of(table)],
    )


def _write_metadata(database: sqlite3.Connection, described: Mapping[str, str], written: str) -> None:
    """Keep what the data is and what it owes to others in the file itself, a row a term."""
    for term, text in described.items():
        row = ("dataset", f"{_DUBLIN_CORE}{term}", "text/plain", text)
        key = database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES (?, ?, ?, ?)", row
        ).lastrowid
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES ('geopackage', ?, ?)",
            (written, key),
        )
