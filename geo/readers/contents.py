"""The contents of files that a user names: read whole from regular files of bounded size, and recorded if asked."""

import errno
import os
import stat
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

# reports, tables and outlines of a conflict have a few megabytes; a dump of GeoNames for the world has 1.7 GB
LARGEST_BYTES = 2_000_000_000
# texts and tables of the most repetitive kind are some fifty times larger than their archives
_LARGEST_RATIO, _SMALL_BYTES = 100, 10_000_000
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
        return file.read()


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
    unpacked = sum(entry.file_size for entry in archive.infolist())
    most = min(largest, max(_LARGEST_RATIO * packed, _SMALL_BYTES))
    return f"{packed:,} bytes that unpack to {unpacked:,}; at most {most:,} are read" if unpacked > most else ""
