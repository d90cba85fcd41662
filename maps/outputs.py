"""Outputs of a build: written beside their place first and then put there, so that they appear whole or not at all."""

import errno
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import geopandas as gpd

from layers.collection import Layers
from layers.formats.flatgeobuf import write_flatgeobuf
from layers.formats.geojson import write_geojson_lines
from layers.formats.geoparquet import write_geoparquet
from layers.formats.kml import write_kml
from layers.formats.spreadsheet import write_csv
from layers.formats.styles.project import write_project
from layers.manifest import manifest
from maps.situation import SituationMap

PAGE, TABLES, GEOPACKAGE, PROJECT = "index.html", "layers", "sitmap.gpkg", "sitmap.qgz"
KML = "sitmap.kml"


def write_outputs(layers: Layers, folder: Path, formats: Sequence[str], parameters: dict[str, object]) -> None:
    """Write a build into a folder; files of other names that are there stay.

    Parameters
    ----------
    layers : Layers
        What was built.
    folder : Path
        Where to.
    formats : sequence of str
        Out of `FORMATS`.
    parameters : dict
        What the user asked for, for the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sitmap-", dir=folder) as beside:
        draft = Path(beside)
        for name in formats:
            FORMATS[name](layers, draft)
        text = json.dumps(manifest(layers, parameters), ensure_ascii=False, indent=2, allow_nan=False)
        (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
        _put(draft, folder)


def _put(draft: Path, folder: Path) -> None:
    """Move all files of a finished draft to their places, or none if one of them is taken by a folder."""
    moves = {path: folder / path.relative_to(draft) for path in sorted(draft.rglob("*")) if path.is_file()}
    for target in moves.values():
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder is in the way of an output; move it away", str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
    for path, target in moves.items():
        path.replace(target)


def _write_geojson(layers: Layers, folder: Path) -> None:
    layers.to_geojson(folder / TABLES)


def _each(write: Callable[[gpd.GeoDataFrame, str, Path], Path], ending: str) -> Callable[[Layers, Path], None]:
    """Make a format of files, one a layer."""

    def write_all(layers: Layers, folder: Path) -> None:
        (folder / TABLES).mkdir(exist_ok=True)
        for name, table in layers.items():
            write(table, name, folder / TABLES / f"{name}.{ending}")

    return write_all


def _write_kml(layers: Layers, folder: Path) -> None:
    write_kml(layers, folder / KML)


def _write_geopackage(layers: Layers, folder: Path) -> None:
    layers.to_geopackage(folder / GEOPACKAGE)


def _write_project(layers: Layers, folder: Path) -> None:
    # a project is nothing without its data
    if not (folder / GEOPACKAGE).exists():
        _write_geopackage(layers, folder)
    write_project(layers, folder / PROJECT, GEOPACKAGE)


def _write_tables(layers: Layers, folder: Path) -> None:
    write_csv(layers["verdicts"], folder / "verdicts.csv")
    write_csv(layers.daily, folder / "daily.csv")


def _write_page(layers: Layers, folder: Path) -> None:
    SituationMap(layers).save(folder / PAGE)


FORMATS: dict[str, Callable[[Layers, Path], None]] = {
    "geojson": _write_geojson,
    "gpkg": _write_geopackage,
    "qgis": _write_project,
    "csv": _write_tables,
    "html": _write_page,
    "geojsonl": _each(write_geojson_lines, "geojsonl"),
    "parquet": _each(write_geoparquet, "parquet"),
    "fgb": _each(write_flatgeobuf, "fgb"),
    "kml": _write_kml,
}
# written unless others are asked for
USUAL = ("geojson", "gpkg", "qgis", "csv", "html")
