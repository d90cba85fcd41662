"""The registry of formats: for each name the function that writes layers, and the path in the folder of a build."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo.readers.sheet import guarded
from layers.formats.flatgeobuf import write_flatgeobuf
from layers.formats.geojson import write_geojson, write_geojson_lines
from layers.formats.geopackage import describe, style_documents, write_geopackage
from layers.formats.geoparquet import write_geoparquet
from layers.formats.kml import write_kml
from layers.formats.styles.project import write_project
from layers.frames import attribute_names, each, plain

if TYPE_CHECKING:
    from layers.collection import Layers


# decimals of a degree in tables, about 0.1 m
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Format:
    """A format that layers are written in.

    Parameters
    ----------
    write : callable
        Writes layers to a file or folder, tables with a delimiter, and returns the files.
    path : str
        File or folder inside of the folder of a build, empty for that folder itself.
    """

    write: Callable[["Layers", Path, str], list[Path]]
    path: str


def _one_file_each(write: Callable[[gpd.GeoDataFrame, str, Path], Path], ending: str) -> Format:
    """Make a format with one file per layer, and tables without geometry as CSV."""

    def write_all(layers: "Layers", folder: Path, delimiter: str) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        written = [write(table, name, folder / f"{name}.{ending}") for name, table in layers.items()]
        records = layers.records.items()
        return [*written, *(write_csv(table, folder / f"{name}.csv", delimiter) for name, table in records)]

    return Format(write_all, "layers")


def _write_geojson(layers: "Layers", folder: Path, delimiter: str) -> list[Path]:
    """Write a GeoJSON file for each layer and, beside it, the style with which QGIS opens it."""
    described = describe(layers)
    about: dict[str, Any] = {term: described[term] for term in ("license", "temporal") if term in described}
    about["margin"] = layers.margin().record()
    write = _one_file_each(lambda table, name, path: write_geojson(table, name, path, about), "geojson").write
    files = write(layers, folder, delimiter)
    for name, style in style_documents(layers):
        files.append(folder / f"{name}.qml")
        files[-1].write_text(style, encoding="utf-8")
    return files


def _write_geopackage(layers: "Layers", path: Path, _: str) -> list[Path]:
    return [write_geopackage(layers, path)]


def _write_kml(layers: "Layers", path: Path, _: str) -> list[Path]:
    return [write_kml(layers, path)]


def _write_qgis(layers: "Layers", path: Path, _: str) -> list[Path]:
    """Write a QGIS project and, in the same folder, the GeoPackage of its layers."""
    geopackage = write_geopackage(layers, path.with_suffix(".gpkg"))
    return [write_project(layers, path, geopackage.name), geopackage]


def csv_tables(layers: "Layers") -> dict[str, pd.DataFrame]:
    """Return the tables that CSV files have, by the name of their schema; those of `records` lie beside the layers."""
    daily = layers["daily"].drop(columns=["id", "reasons"])
    admin = {} if layers.admin is None else {"admin": layers.admin}
    return {"verdicts": layers["verdicts"], "daily": daily, "ground": layers.ground, **admin, **layers.records}


def _write_tables(layers: "Layers", folder: Path, delimiter: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    tables = csv_tables(layers)
    return [write_csv(tables[name], folder / f"{name}.csv", delimiter) for name in tables if name not in layers.records]


def csv_columns(table: pd.DataFrame) -> dict[str, list[object]]:
    """Return the columns of a table as CSV has them: dates as ISO text, points as the columns lat and lon, and last."""
    columns = {name: each(table[name], lambda cell: guarded(plain(cell))).tolist() for name in attribute_names(table)}
    if "geometry" in table:
        points = gpd.GeoSeries(table["geometry"])
        columns |= {"lat": points.y.round(_DECIMALS).tolist(), "lon": points.x.round(_DECIMALS).tolist()}
    return columns


def write_csv(table: pd.DataFrame, path: Path, delimiter: str = ",") -> Path:
    """Write a table as CSV, with a byte order mark, by which spreadsheets recognise UTF-8; Arabic needs it."""
    path.write_text(csv_text(csv_columns(table), delimiter), encoding="utf-8-sig", newline="")
    return path


def csv_text(columns: Mapping[str, Sequence[object]], delimiter: str = ",") -> str:
    """Return columns as CSV; missing values are empty cells, and numbers have a decimal comma where `;` ends cells."""
    if delimiter == ";":
        columns = {name: list(map(_with_comma, values)) for name, values in columns.items()}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def _with_comma(value: object) -> object:
    return str(value).replace(".", ",") if isinstance(value, float) else value


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": Format(_write_geojson, "layers"),
        "gpkg": Format(_write_geopackage, "sitmap.gpkg"),
        "qgis": Format(_write_qgis, "sitmap.qgz"),
        "csv": Format(_write_tables, ""),
        "geojsonl": _one_file_each(write_geojson_lines, "geojsonl"),
        "parquet": _one_file_each(write_geoparquet, "parquet"),
        "fgb": _one_file_each(write_flatgeobuf, "fgb"),
        "kml": Format(_write_kml, "sitmap.kml"),
        "kmz": Format(_write_kml, "sitmap.kmz"),
    }
)
