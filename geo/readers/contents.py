"""The contents of files that a user names: read whole from regular files of bounded size, and recorded if asked."""

import errno
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO

from geo.errors import SitmapError

# reports, tables and outlines of a conflict have a few megabytes; a dump of GeoNames for the world has 1.7 GB
LARGEST_BYTES = 2_000_000_000
# tables are five to fifteen times larger than their archives; in memory they take ten times as much again
_LARGEST_RATIO, _SMALL_BYTES = 20, 16_000_000
# tables with few cells of many columns, such as tags of OpenStreetMap, have most of them empty
_MOST_CELLS, _MOST_COLUMNS = 20_000_000, 16_384
# bytes of memory that the parts of a file may take, of any file and for each of its own bytes
_MOST_MEMORY, _MEMORY_A_BYTE = 600_000_000, 12
_record: ContextVar[dict[Path, bytes] | None] = ContextVar("contents_read", default=None)
_replaced: ContextVar[Mapping[Path, bytes] | None] = ContextVar("contents_replaced", default=None)


def read_contents(path: Path, largest: int = LARGEST_BYTES) -> bytes:
    """Read a regular file.

    Parameters
    ----------
    path : Path
        The file; a link to a file is followed.
    largest : int
        The largest size that is read, in bytes.

    Raises
    ------
    OSError
        If the file cannot be read, is larger, or is a device, pipe or socket, which may have no end.
    """
    other = (_replaced.get() or {}).get(path.resolve())
    content = _read(path, largest) if other is None else other
    record = _record.get()
    if record is not None:
        record[path] = content
    return content


def _read(path: Path, largest: int) -> bytes:
    # a pipe without a writer would block the open itself
    with open(path, "rb", opener=_without_waiting) as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "a device, pipe or socket; expected a file", str(path))
        if state.st_size > largest:
            raise OSError(errno.EFBIG, f"a file of {state.st_size:,} bytes; at most {largest:,} are read", str(path))
        return bounded(file, largest, str(path))


def bounded(file: BinaryIO, largest: int, name: str) -> bytes:
    """Read a file or stream to its end, which may never come.

    Raises
    ------
    OSError
        If it is longer than `largest` bytes.
    """
    content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"more than {largest:,} bytes, the most that are read", name)
    return content


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


@contextmanager
def recorded() -> Iterator[dict[Path, bytes]]:
    """Yield a record of all files that `read_contents` reads in the block: their bytes by path."""
    record: dict[Path, bytes] = {}
    token = _record.set(record)
    try:
        yield record
    finally:
        _record.reset(token)


@contextmanager
def replaced(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """Let `read_contents` in the block return other bytes for some paths, as if the files had these."""
    token = _replaced.set({path.resolve(): content for path, content in contents.items()})
    try:
        yield
    finally:
        _replaced.reset(token)


def most_unpacked(packed: int, largest: int = LARGEST_BYTES) -> int:
    """Return the most bytes that an archive of a size may unpack to."""
    return min(largest, max(_LARGEST_RATIO * packed, _SMALL_BYTES))


def unpacks_to_too_much(archive: zipfile.ZipFile, packed: int, largest: int = LARGEST_BYTES) -> str:
    """Describe the size of an archive that unpacks to more than is plausible; return an empty text for others.

    Parameters
    ----------
    archive : ZipFile
        The archive.
    packed : int
        The size of its file, in bytes.
    largest : int
        The largest size that is unpacked, in bytes.
    """
    unpacked, most = sum(entry.file_size for entry in archive.infolist()), most_unpacked(packed, largest)
    return f"{packed:,} bytes that unpack to {unpacked:,}; at most {most:,} are read" if unpacked > most else ""


def too_many_cells(rows: int, columns: int, size: int, usual: int = _MOST_CELLS) -> str:
    """Return the limits of a table that has more columns than spreadsheets have, or almost only empty cells; else "".

    Parameters
    ----------
    rows, columns : int
        The size of the table.
    size : int
        The size of its file, in bytes, of which each cell that is written takes one at least.
    usual : int
        The number of cells that any file may have.
    """
    most = max(usual, size)
    if rows * columns <= most and columns <= _MOST_COLUMNS:
        return ""
    return f"a table of at most {most:,} cells and {_MOST_COLUMNS:,} columns; it has {rows:,} rows by {columns:,}"


def need_few_cells(file: str, rows: int, columns: int, size: int) -> None:
    """Refuse a table as `too_many_cells` describes it.

    Raises
    ------
    SitmapError
        With the limits.
    """
    if expected := too_many_cells(rows, columns, size):
        raise SitmapError(f"{file}: expected {expected}")


def need_memory(file: str, needed: int, size: int) -> None:
    """Refuse a file of far more parts than its size lets expect.

    Parameters
    ----------
    file : str
        The file's name.
    needed : int
        The memory that its parts take, in bytes.
    size : int
        The size of the file, in bytes.

    Raises
    ------
    SitmapError
        With the limit.
    """
    if needed > (most := max(_MOST_MEMORY, _MEMORY_A_BYTE * size)):
        raise SitmapError(f"{file}: its parts take {needed >> 20:,} MB of memory; at most {most >> 20:,} are read")
