"""Read tables to import as rows of texts: CSV, Excel, and the vector formats that GDAL reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj.exceptions import CRSError

from geo.errors import Problem, Problems
from geo.geometry.projection import WGS84, lonlat
from geo.readers.sheet import Sheet
from layers.errors import DossierError
from layers.frames import plain
from layers.imports.vector_files import GEOJSON, check_file, read_geojson

_SHEETS = (".csv", ".tsv", ".txt")
_SPREADSHEETS = (".xlsx", ".ods")


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table to import. Each row has its line or number in the file; cells are texts, empty if a value is missing."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_foreign(path: Path, problems: Problems, *, layer: str | None = None) -> ForeignTable:
    """Read a table to import.

    Parameters
    ----------
    path : Path
        CSV as spreadsheets export it, an Excel workbook, or a vector file: GeoJSON, GeoPackage, KML and others. Points
        become the columns `lat` and `lon`, EPSG:4326.
    problems : Problems
        The list to which problems are added.
    layer : str, optional
        The layer to read from a file with several; by default the layer `events`.

    Raises
    ------
    DossierError
        If the file cannot be read at all.
    """
    if path.suffix.lower() in _SHEETS:
        sheet = Sheet.read(path)
        problems.extend(sheet.problems)
        columns = tuple(name.lower() for name in sheet.columns)
        rows = tuple((line, dict(zip(columns, map(str.strip, cells), strict=False))) for line, cells in sheet.rows)
        return ForeignTable(path.name, columns, rows)
    frame = _features(path, layer)
    cells = {str(name).lower(): [_text(value) for value in frame[name]] for name in frame.columns if name != "geometry"}
    if "geometry" in frame:
        cells |= _positions(frame["geometry"].to_numpy())
    values = zip(*cells.values(), strict=True) if cells else iter(())
    # the first row of a workbook is its heading; features are counted from 1
    first = 2 if path.suffix.lower() in _SPREADSHEETS else 1
    rows = tuple((number, dict(zip(cells, row, strict=True))) for number, row in enumerate(values, first))
    return ForeignTable(path.name, tuple(cells), rows)


def _features(path: Path, layer: str | None) -> pd.DataFrame:
    try:
        check_file(path)
        if path.suffix.lower() in GEOJSON:
            geojson: pd.DataFrame = lonlat(read_geojson(path))
            return geojson
        frame = _opened(path, layer)
    except DossierError:
        raise
    except (ValueError, CRSError) as error:
        raise DossierError(str(path), (Problem(path.name, 0, "", "", str(error)),)) from error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise DossierError(str(path), (Problem(path.name, 0, "", "", f"a table or features: {error}"),)) from error
    if "geometry" in frame and frame.crs is not None and not frame.crs.equals(WGS84):
        frame = frame.to_crs(WGS84)
    table: pd.DataFrame = frame
    return table


def _opened(path: Path, layer: str | None) -> Any:  # noqa: ANN401 - pyogrio publishes no types
    names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    usual = names if len(names) == 1 else [name for name in names if name.lower() == "events"]
    wanted = layer or next(iter(usual), "")
    if wanted not in names:
        expected = f"one of its layers, by --layer: {', '.join(names)}"
        raise DossierError(str(path), (Problem(path.name, 0, "", layer or "", expected),))
    options = {"HEADERS": "FORCE", "FIELD_TYPES": "STRING"} if path.suffix.lower() == ".xlsx" else {}
    return pyogrio.read_dataframe(path, layer=wanted, fid_as_index=False, **options)


def _text(value: Any) -> str:  # noqa: ANN401 - a cell can be anything
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat() if value == value.normalize() else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = plain(value)
    return "" if text is None else str(text).strip()


def _positions(geometries: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 - an array of geometries
    """Yield the columns lon and lat of points; cells of other geometries are empty."""
    points = shapely.get_type_id(geometries) == 0
    for name, values in (("lon", shapely.get_x(geometries)), ("lat", shapely.get_y(geometries))):
        texts = [f"{value:.7f}".rstrip("0").rstrip(".") for value in values]
        yield name, [text if point else "" for text, point in zip(texts, points, strict=True)]
