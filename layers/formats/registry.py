"""The registry of formats: for each name the function that writes layers, and the path in the folder of a build."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from geo.readers.sheet import guarded
from layers.formats.flatgeobuf import write_flatgeobuf
from layers.formats.geojson import write_geojson, write_geojson_lines
from layers.formats.geopackage import write_geopackage
from layers.formats.geoparquet import write_geoparquet
from layers.formats.kml import write_kml
from layers.formats.styles.project import write_project
from layers.frames import attribute_names, plain

if TYPE_CHECKING:
    from layers.collection import Layers


@dataclass(frozen=True, slots=True)
class Format:
    """A format that layers are written in.

    Parameters
    ----------
    write : callable
        Writes layers to a file or folder and returns the files.
    path : str
        File or folder inside of the folder of a build, empty for that folder itself.
    """

    write: Callable[["Layers", Path], list[Path]]
    path: str


def _one_file_each(write: Callable[[gpd.GeoDataFrame, str, Path], Path], ending: str) -> Format:
    """Make a format with one file per layer, and tables without geometry as CSV."""

    def write_all(layers: "Layers", folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        written = [write(table, name, folder / f"{name}.{ending}") for name, table in layers.items()]
        return [*written, *(write_csv(table, folder / f"{name}.csv") for name, table in layers.records.items())]

    return Format(write_all, "layers")


def _write_geopackage(layers: "Layers", path: Path) -> list[Path]:
    return [write_geopackage(layers, path)]


def _write_kml(layers: "Layers", path: Path) -> list[Path]:
    return [write_kml(layers, path)]


def _write_qgis(layers: "Layers", path: Path) -> list[Path]:
    """Write a QGIS project and, in the same folder, the GeoPackage of its layers."""
    geopackage = write_geopackage(layers, path.with_suffix(".gpkg"))
    return [write_project(layers, path, geopackage.name), geopackage]


def _write_tables(layers: "Layers", folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"verdicts.csv": layers["verdicts"], "daily.csv": layers.daily, "ground.csv": layers.ground}
    return [write_csv(table, folder / name) for name, table in tables.items()]


def write_csv(table: pd.DataFrame, path: Path) -> Path:
    """Write a table without its geometry as CSV; missing values are empty cells, dates ISO text.

    The file begins with a byte order mark, by which spreadsheets recognise UTF-8; Arabic needs it.
    """
    columns = attribute_names(table)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*([guarded(plain(value)) for value in table[column]] for column in columns), strict=True))
    return path


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "geojson": _one_file_each(write_geojson, "geojson"),
        "gpkg": Format(_write_geopackage, "sitmap.gpkg"),
        "qgis": Format(_write_qgis, "sitmap.qgz"),
        "csv": Format(_write_tables, ""),
        "geojsonl": _one_file_each(write_geojson_lines, "geojsonl"),
        "parquet": _one_file_each(write_geoparquet, "parquet"),
        "fgb": _one_file_each(write_flatgeobuf, "fgb"),
        "kml": Format(_write_kml, "sitmap.kml"),
    }
)
