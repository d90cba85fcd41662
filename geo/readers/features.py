"""Features of vector files, read by GDAL: GeoPackage, Shapefile, FlatGeobuf, GPX, and file geodatabases.

GDAL chooses a driver by a file's content, and some drivers open other files or addresses: a file is handed to it only
if its first bytes are those of the format that its ending stands for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from geo.errors import SitmapError
from geo.readers.apart import read_apart
from geo.readers.delimited import guess_code_page
from geo.readers.foreign_table import ForeignRow, ForeignTable, cell_text

_SIGNS = {".gpkg": b"SQLite format 3\0", ".shp": b"\0\0\x27\x0a", ".fgb": b"fgb"}
ENDINGS = (*_SIGNS, ".gpx", ".gdb")
"""Endings of the files that GDAL reads."""
# name, columns, their cells, number of features, their shapes as WKB, and remarks
_Layer = tuple[str, list[str], list[list[str]], int, list[bytes | None] | None, tuple[str, ...]]
# bytes of a text that a Shapefile keeps; GDAL reads a text without spaces at its end
_MOST_BYTES = 254
_DEGREES = "OGC:CRS84"
# what a damaged file raises; pyogrio leaves a variable unbound where GDAL cannot write the file's reference system
_DAMAGE = (
    *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.ShapelyError, ValueError),
    UnboundLocalError,
)


def read_vector(path: Path, file: str, encoding: str | None = None) -> list[ForeignTable]:
    """Read the layers of a vector file that have features.

    Parameters
    ----------
    path : Path
        The file, or the folder of a file geodatabase.
    file : str
        The file's name for messages.
    encoding : str, optional
        Encoding of a Shapefile's texts; found by default if no .cpg names it.

    Raises
    ------
    SitmapError
        If the file is not what its ending says, or damaged.
    """
    if not _is_genuine(path):
        raise SitmapError(f"{file}: expected a file of the kind that its ending stands for")
    return [
        ForeignTable.of(
            file,
            names,
            list(shaped_rows(columns, count, shapes)),
            layer=shown,
            remarks=remarks,
        )
        for shown, names, columns, count, shapes, remarks in read_apart(
            "geo.readers.features:layers", path, file, encoding
        )
    ]


def layers(path: Path, file: str, encoding: str | None) -> list[_Layer]:
    """Return the layers that have features; see `read_apart`."""
    try:
        remarks, code = _encoding(path, file, encoding)
        names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        found = [_layer(path, name if len(names) > 1 else "", name, code, remarks) for name in names]
    except pyproj.exceptions.ProjError as error:
        raise SitmapError(f"{file}: expected a reference system that leads to degrees; save it as EPSG:4326") from error
    except _DAMAGE as error:
        raise SitmapError(f"{file}: expected a file that is whole; it is damaged or empty") from error
    return [layer for layer in found if layer is not None]


def _is_genuine(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix == ".gdb":
        return path.is_dir() and any(path.glob("*.gdbtable"))
    with path.open("rb") as file:
        start = file.read(4096)
    if suffix == ".gpx":
        return b"<gpx" in start and b"<!ENTITY" not in start
    return start.startswith(_SIGNS[suffix])


def _encoding(path: Path, file: str, encoding: str | None) -> tuple[tuple[str, ...], str | None]:
    """Return remarks and the encoding to ask GDAL for; None leaves it to GDAL."""
    table = next((one for one in path.parent.glob(f"{path.stem}.*") if one.suffix.lower() == ".dbf"), None)
    if path.suffix.lower() != ".shp" or encoding or table is None:
        return (), encoding
    if any(one.suffix.lower() == ".cpg" for one in path.parent.glob(f"{path.stem}.*")):
        return (), None
    raw = table.read_bytes()
    try:
        raw.decode()
    except UnicodeDecodeError:
        # a language id in the table's head says what GDAL reads
        if len(raw) > 29 and raw[29]:  # noqa: PLR2004 - where dBase keeps it
            return (), None
        records = raw[int.from_bytes(raw[8:10], "little") :]
        code = guess_code_page(b"\n".join(records.split()), file)
        return (f"read as {code}; --encoding names another",), code
    return (), "utf-8"


def _layer(path: Path, shown: str, layer: str, encoding: str | None, remarks: tuple[str, ...]) -> _Layer | None:
    frame: Any = pyogrio.read_dataframe(path, layer=layer, encoding=encoding, fid_as_index=False)
    if not len(frame):
        return None
    names = [str(name) for name in frame.columns if name != "geometry"]
    kept = [name for name in names if not frame[name].isna().all()]
    shapes = frame.geometry if "geometry" in frame else None
    if shapes is not None and shapes.crs is not None and not shapes.crs.is_geographic:
        shapes = shapes.to_crs(_DEGREES)
    columns = [[cell_text(value) for value in frame[name].tolist()] for name in kept]
    if path.suffix.lower() == ".shp":
        cut = {name: sum(map(_is_full, column)) for name, column in zip(kept, columns, strict=True)}
        listed = ", ".join(f"{name} ({count})" for name, count in cut.items() if count)
        remarks += (
            f"texts that fill the {_MOST_BYTES} bytes of a Shapefile, which cuts longer ones: {listed}",
        ) * bool(listed)
    plane = None if shapes is None else shapely.to_wkb(shapely.force_2d(np.asarray(shapes))).tolist()
    return shown, kept, columns, len(frame), plane, remarks


def _is_full(text: str) -> bool:
    """Return True if a text has so many bytes that a Shapefile may have cut it."""
    size = len(text.encode())
    return size >= _MOST_BYTES - 1 or (size > len(text) and size >= _MOST_BYTES - 4)


def shaped_rows(columns: list[list[str]], count: int, shapes: list[bytes | None] | None) -> Iterator[ForeignRow]:
    """Yield rows of columns of cells and, where they have some, of shapes as WKB."""
    cells = zip(*columns, strict=True) if columns else (() for _ in range(count))
    plane = [None] * count if shapes is None else shapely.from_wkb(shapes, on_invalid="ignore")
    for number, (row, shape) in enumerate(zip(cells, plane, strict=True), 1):
        yield ForeignRow(number, row, shape)
