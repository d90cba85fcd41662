"""The data package of a build (Frictionless, version 1, which readers of version 2 read): its tables and their fields.

It is written to `datapackage.json`, from the schema of the layers; fields beyond the standard's are those of the
Humanitarian Data Exchange (HDX).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from layers.collection import Layers
from layers.flow import flow, flow_sentence
from layers.formats.registry import csv_columns, csv_tables
from layers.frames import attribute_names
from layers.period import DAY
from layers.schema.column import Column, Type
from layers.schema.layer import LayerSchema
from layers.schema.layers import RELATIONS, schema_of

FILE = "datapackage.json"
_MEDIA = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "geojsonl": "application/geo+json-seq",
    "gpkg": "application/geopackage+sqlite3",
    "kml": "application/vnd.google-earth.kml+xml",
    "kmz": "application/vnd.google-earth.kmz",
    "parquet": "application/vnd.apache.parquet",
    "fgb": "application/vnd.flatgeobuf",
}
_METHOD = "A post's state is read off the best way through passable ground from it to a supply anchor of its side."
# of HDX: no interval is promised; and the terms are those of `license_other`
_AS_NEEDED, _OTHER = "-2", "hdx-other"


def data_package(layers: Layers, folder: Path, delimiter: str = ",") -> dict[str, Any]:
    """Return the data package of the outputs in a folder.

    Parameters
    ----------
    layers : Layers
        The layers, or those of a day, that were written into the folder.
    folder : Path
        The folder of the build.
    delimiter : str
        What separates the cells of its CSV files.

    Returns
    -------
    dict
        JSON values: one resource for each table in each file, with its fields; none if no file has a table.
    """
    margin, dossier = layers.margin(), layers.dossier
    publishers = sorted({str(name) for name in dossier.sources["publisher"].dropna()})
    licences = [*([margin.licence] if margin.licence else []), *margin.licences]
    resources = [found for path in sorted(folder.rglob("*.*")) for found in _resources(layers, folder, path, delimiter)]
    for name, resource in resources:
        if relations := list(_relations(name, resource, resources)):
            resource["schema"]["foreignKeys"] = relations
    first, last = layers.start.isoformat(), (layers.end - DAY).isoformat()
    package = {
        "profile": "data-package",
        "name": re.sub(r"[^a-z0-9._-]+", "-", dossier.name.lower()),
        "title": margin.title,
        "description": dossier.summary,
        "version": margin.version,
        "homepage": dossier.settings.wording.url,
        "created": f"{margin.made_on}T00:00:00Z",
        "contributors": [{"title": margin.author, "role": "author"}] if margin.author else [],
        "licenses": list(map(_licence, licences)),
        "sources": [{"title": name} for name in publishers],
        "temporal": {"start": first, "end": last},
        "dataset_date": f"[{first}T00:00:00 TO {last}T23:59:59]",
        "dataset_source": "; ".join(publishers),
        "methodology": "Other",
        "methodology_other": f"{layers.control.method} {_METHOD} {flow_sentence(flow(dossier))}",
        "caveats": "\n".join([margin.disclaimer, margin.boundary_note, *layers.warnings]),
        "data_update_frequency": _AS_NEEDED,
        "license_id": _OTHER,
        "license_other": "\n".join(licences) or "not stated",
        "resources": [resource for _, resource in resources],
    }
    # the standard allows no null and no empty list
    return {key: value for key, value in package.items() if value or key == "resources"}


def _licence(line: str) -> dict[str, str]:
    """Return a licence by its line, in which its name may stand in brackets: OCHA (CC BY-IGO)."""
    if line.startswith(("http://", "https://")):
        return {"path": line}
    named = re.search(r"\(([^()]*)\)\s*$", line)
    name = re.sub(r"[^A-Za-z0-9._]+", "-", named[1] if named else line).strip("-")
    return {"name": name or "other", "title": line}


def _resources(layers: Layers, folder: Path, path: Path, delimiter: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name of each table in a file, and its resource."""
    kind, name = path.suffix.removeprefix("."), path.relative_to(folder).as_posix()
    if kind not in _MEDIA:
        return
    content = path.read_bytes()
    file = {"path": name, "format": kind, "mediatype": _MEDIA[kind], "bytes": len(content)}
    file["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if kind == "csv":
        dialect = {"delimiter": delimiter, "lineTerminator": "\n", "doubleQuote": True}
        file |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": dialect}
        number = {"decimalChar": ","} if delimiter == ";" else {}
        columns = list(csv_columns(csv_tables(layers)[path.stem]))
        yield path.stem, {"name": name, **file, **_table(schema_of(path.stem), columns, number)}
    elif path.stem in layers:
        schema = schema_of(path.stem)
        yield path.stem, {"name": name, **file, **_shape(schema), **_table(schema, attribute_names(layers[path.stem]))}
    else:
        for layer, table in ({**layers, **layers.records} if kind == "gpkg" else layers).items():
            schema, whole = schema_of(layer), {"name": f"{name}/{layer}", **file, "layer": layer}
            yield layer, {**whole, **_shape(schema), **_table(schema, attribute_names(table))}


def _shape(schema: LayerSchema) -> dict[str, str]:
    return {"geometry": schema.geometry, "crs": "EPSG:4326"} if schema.geometry else {}


def _table(
    schema: LayerSchema, columns: Sequence[str], number: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """Return title and fields of a table with these columns; `number` is how its files write numbers."""
    fields = [_field(schema.column(column), number) for column in columns]
    key = ["id"] if "id" in columns else list(schema.key)
    return {"title": schema.title, "schema": {"fields": fields, "primaryKey": key}}


def _relations(
    name: str, resource: dict[str, Any], resources: Sequence[tuple[str, dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Yield the foreign keys of a table to others of its format: in its file, or beside it, or elsewhere."""
    columns = {field["name"] for field in resource["schema"]["fields"]}
    folder = resource["path"].rpartition("/")[0]
    for table, column, other, key in RELATIONS:
        found = [one for kind, one in resources if kind == other and one["format"] == resource["format"]]
        if table == name and column in columns and found:
            nearest = max(found, key=lambda one: (one["path"].rpartition("/")[0] == folder, -one["path"].count("/")))
            yield {"fields": column, "reference": {"resource": nearest["name"], "fields": key}}


def _field(column: Column, number: Mapping[str, str]) -> dict[str, Any]:
    """Return the field of a column, by Table Schema."""
    labels = "; ".join(f"{value}: {label}" for value, label in zip(column.values, column.labels, strict=False))
    return {
        "name": column.name,
        "type": column.type.value,
        "title": column.description,
        **({"description": labels} if labels else {}),
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": {"enum": list(column.values)}} if column.values else {}),
        **(number if column.type is Type.NUMBER else {}),
    }
