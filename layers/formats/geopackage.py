"""Layers as a GeoPackage (OGC 12-128r17, version 1.3) with styles, column titles and metadata.

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
from layers.formats.styles.style import document, layer_style
from layers.formats.styles.time import Shown
from layers.frames import attribute_names
from layers.schema.layers import LAYERS

if TYPE_CHECKING:
    from layers.collection import Layers

_DUBLIN_CORE = "http://purl.org/dc/terms/"


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
            for name, table in layers.items():
                options = {"GEOMETRY_NAME": "geom", "FID": "fid", "SPATIAL_INDEX": "YES"}
                options["DESCRIPTION"] = LAYERS[name].title
                version = {"VERSION": "1.3"}
                write_table(table, name, beside, driver="GPKG", dataset_options=version, layer_options=options)
        with closing(sqlite3.connect(beside)) as database, database:
            database.executescript((files("layers.formats") / "geopackage.sql").read_text(encoding="utf-8"))
            _write_styles(database, layers, written)
            _write_titles(database, layers)
            _write_metadata(database, describe(layers), written)
    return Path(path)


def describe(layers: "Layers") -> Mapping[str, str]:
    """Return the metadata of the layers by term of Dublin Core."""
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
    """Write the column titles, for programs that read the schema extension."""
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)",
        [
            (name, column, column, LAYERS[name].column(column).description)
            for name, table in layers.items()
            for column in attribute_names(table)
        ],
    )


def _write_metadata(database: sqlite3.Connection, described: Mapping[str, str], written: str) -> None:
    """Write title, licences, sources and warnings into the file, one row per term."""
    for term, text in described.items():
        row = ("dataset", f"{_DUBLIN_CORE}{term}", "text/plain", text)
        key = database.execute(
            "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata) VALUES (?, ?, ?, ?)", row
        ).lastrowid
        database.execute(
            "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id) VALUES ('geopackage', ?, ?)",
            (written, key),
        )
