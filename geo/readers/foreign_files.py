"""Files of other programs, opened as tables: by their ending only, without reaching for other files or addresses."""

import gzip
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from geo.errors import MissingExtraError, SitmapError
from geo.readers.apart import read_apart
from geo.readers.contents import most_unpacked, need_few_cells, unpacks_to_too_much
from geo.readers.delimited import read_delimited
from geo.readers.features import ENDINGS as VECTORS
from geo.readers.features import read_vector, shaped_rows
from geo.readers.foreign_table import ForeignTable, cell_text
from geo.readers.json_tables import read_json
from geo.readers.kml import read_kml
from geo.readers.workbooks import read_workbook

_TEXTS = (".csv", ".tsv", ".txt", ".tab")
_BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_JSON = (".json", ".geojson", ".geojsonl", ".ndjson", ".jsonl", ".umap")
_PARQUET = (".parquet", ".geoparquet")
_ARCHIVES = (".zip", ".kmz")
ENDINGS = (*_TEXTS, *_BOOKS, *_JSON, ".kml", *VECTORS, *_PARQUET, ".gz", *_ARCHIVES)
"""Endings of all files that can be read."""
_CHUNK = 1 << 20


@contextmanager
def foreign_tables(
    path: Path, *, layers: Iterable[str] = (), encoding: str | None = None
) -> Iterator[list[ForeignTable]]:
    """Open a file and yield its tables; they can be read until the block ends.

    Parameters
    ----------
    path : Path
        A file whose ending is one of `ENDINGS`.
    layers : iterable of str
        Layers or sheets to read; by default the layer ``events`` if there is one, else all.
    encoding : str, optional
        The encoding of texts; found by default.

    Raises
    ------
    SitmapError
        If the file cannot be read, with what to do.
    """
    with tempfile.TemporaryDirectory() as folder:
        tables = _tables(path, path.name, encoding, Path(folder))
        yield _chosen(tables, path.name, list(layers))


def _chosen(tables: list[ForeignTable], file: str, layers: list[str]) -> list[ForeignTable]:
    known = [table.layer for table in tables]
    if missing := [name for name in layers if name not in known]:
        there = ", ".join(filter(None, known)) or "none has a name"
        raise SitmapError(f"{file}: no layer or sheet {missing[0]!r} that has rows; there is: {there}")
    usual = layers or ([name for name in known if name.casefold() == "events"] if len(known) > 1 else [])
    chosen = [table for table in tables if table.layer in usual] if usual else tables
    if not chosen:
        raise SitmapError(f"{file}: expected rows; there are none")
    return chosen


def _tables(path: Path, file: str, encoding: str | None, folder: Path) -> list[ForeignTable]:
    suffix = path.suffix.lower()
    if path.is_file() and not path.stat().st_size:
        raise SitmapError(f"{file}: the file is empty")
    if not (path.is_file() or suffix == ".gdb"):
        raise SitmapError(f"{file}: expected a file")
    if suffix == ".gz" and Path(path.stem).suffix.lower() not in (".gz", *_ARCHIVES):
        return _tables(_gunzip(path, file, folder), file, encoding, folder)
    if suffix in _ARCHIVES:
        return _unzipped(path, file, encoding, folder)
    for endings, read in _READERS:
        if suffix in endings:
            return read(path, file, encoding)
    raise SitmapError(f"{file}: expected a file that ends in one of {', '.join(ENDINGS)}")


def _gunzip(path: Path, file: str, folder: Path) -> Path:
    target, most = folder / path.stem, most_unpacked(path.stat().st_size)
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            while chunk := packed.read(_CHUNK):
                plain.write(chunk)
                if plain.tell() > most:
                    raise SitmapError(f"{file}: it unpacks to more than {most:,} bytes, the most that are read")
    except (OSError, EOFError, zlib.error) as error:
        raise SitmapError(f"{file}: expected a file packed by gzip that is whole") from error
    return target


def _unzipped(path: Path, file: str, encoding: str | None, folder: Path) -> list[ForeignTable]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
            if problem := unpacks_to_too_much(archive, path.stat().st_size):
                raise SitmapError(f"{file}: {problem}")
            for number, member in enumerate(members):
                # only the last part of a name is used: an archive writes nowhere else
                target = folder / str(number if not _is_shapefile(member.filename) else 0) / Path(member.filename).name
                target.parent.mkdir(exist_ok=True)
                with archive.open(member) as packed, target.open("wb") as plain:
                    shutil.copyfileobj(packed, plain)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise SitmapError(f"{file}: expected an archive that is whole and needs no password") from error
    inside = sorted(one for one in folder.glob("*/*") if one.suffix.lower() in ENDINGS[:-3])
    inside = [one for one in inside if "readme" not in one.name.lower() or len(inside) == 1]
    if not inside:
        raise SitmapError(f"{file}: expected a table in the archive; it has none of {', '.join(ENDINGS[:-3])}")
    return [table for one in inside for table in _tables(one, f"{file}/{one.name}", encoding, folder)]


def _is_shapefile(name: str) -> bool:
    return Path(name).suffix.lower() in (".shp", ".shx", ".dbf", ".prj", ".cpg")


def _parquet(path: Path, file: str) -> ForeignTable:
    if not find_spec("pyarrow"):
        raise MissingExtraError(f"{file}: reading Parquet needs pip install 'sitmap[parquet]'")
    names, columns, count, shapes = read_apart("geo.readers.foreign_files:parquet_columns", path, file)
    return ForeignTable.of(file, names, list(shaped_rows(columns, count, shapes)))


def parquet_columns(path: Path, file: str) -> tuple[list[str], list[list[str]], int, list[bytes | None] | None]:
    """Return the names of the columns, their cells, the number of rows and their shapes as WKB; see `read_apart`."""
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415 - the same

    try:
        with pq.ParquetFile(path) as opened:
            need_few_cells(file, opened.metadata.num_rows, opened.metadata.num_columns, path.stat().st_size)
            table = opened.read()
        columns = table.to_pydict()
    except (pa.ArrowException, OSError) as error:
        raise SitmapError(f"{file}: expected a Parquet file that is whole") from error
    kinds = zip(table.column_names, table.schema.types, strict=True)
    binary = (name for name, kind in kinds if pa.types.is_binary(kind) or pa.types.is_large_binary(kind))
    shapes = columns.pop(next(binary, None), None)
    texts = [[cell_text(value) for value in values] for values in columns.values()]
    return list(columns), texts, table.num_rows, shapes


_READERS: tuple[tuple[tuple[str, ...], Callable[[Path, str, str | None], list[ForeignTable]]], ...] = (
    (_TEXTS, lambda path, file, encoding: [read_delimited(path, file, encoding)]),
    (_BOOKS, lambda path, file, _: read_workbook(path, file)),
    (_JSON, lambda path, file, _: read_json(path, file)),
    ((".kml",), lambda path, file, _: read_kml(path, file)),
    (VECTORS, read_vector),
    (_PARQUET, lambda path, file, _: [_parquet(path, file)]),
)
