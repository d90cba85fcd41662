"""A store of results by content: what follows from the same evidence is found once, and read from then on.

A result lies under the digest of all that it follows from, of the code that found it and of the libraries below, so
that no result is ever another one than would be found anew. Files that cannot be read or written are left alone: the
store saves time and nothing else, and may be deleted at any time.
"""

import hashlib
import os
import pickle
import time
from collections.abc import Callable, Collection, Hashable, Iterable
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from threading import Lock, get_ident
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import UserFolderError
from geo.user_folders import cache_folder

T = TypeVar("T")
# libraries whose versions decide the last digits, and packages whose code finds what is stored
_LIBRARIES = ("numpy", "scipy", "pandas", "shapely", "pyproj", "geopandas")
_CODE = ("geo", "layers")
# days after which a file that nothing has read is deleted
_UNUSED_DAYS = 30
# shelves that are held in memory, and changed ones that are not written yet; digests of evidence
_OPEN, _UNWRITTEN, _DIGESTS = 128, 64, 16_384
_DIGEST = hashlib.sha256().digest_size


class Store:
    """Results in a folder, a file for each key.

    Parameters
    ----------
    folder : pathlib.Path, optional
        By default in the user's cache directory.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> folder = Path(mkdtemp())
    >>> store = Store(folder)
    >>> store.recall("2020-02-06", "sum", lambda: 1 + 1)
    2
    >>> store.save()
    >>> Store(folder).recall("2020-02-06", "sum", lambda: 0)
    2
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self._folder = folder or cache_folder() / "results"
        except UserFolderError:
            # nothing is read from there or written
            self._folder = Path(os.devnull, "results")
        self._changed: dict[str, dict[Hashable, Any]] = {}
        self._lock = Lock()
        self._shelf = lru_cache(_OPEN)(self._read)

    def recall(self, key: str, name: Hashable, find: Callable[[], T]) -> T:
        """Return what was found before under a key and a name, or find it.

        Parameters
        ----------
        key : str
            A digest of all that the result follows from.
        name : hashable
            Which result it is.
        find : callable
            Finds it.
        """
        shelf = self._changed.get(key) or self._shelf(key)
        if name not in shelf:
            found = find()
            with self._lock:
                shelf[name] = found
                self._changed[key] = shelf
            if len(self._changed) > _UNWRITTEN:
                self._flush()
        result: T = shelf[name]
        return result

    def save(self) -> None:
        """Write what was found since the last time, and delete what nothing has used for a month."""
        self._flush()
        old = time.time() - _UNUSED_DAYS * 86_400
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.stat().st_mtime < old:
                    path.unlink()

    def _flush(self) -> None:
        with self._lock:
            # another thread may add to a shelf meanwhile
            changed, self._changed = {key: dict(shelf) for key, shelf in self._changed.items()}, {}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for key, shelf in changed.items():
                self._write(key, shelf)

    def _write(self, key: str, shelf: dict[Hashable, Any]) -> None:
        content = pickle.dumps(shelf, protocol=5)
        beside = self._folder / f"{key}.{os.getpid()}-{get_ident()}"
        try:
            beside.write_bytes(hashlib.sha256(content).digest() + content)
            beside.replace(self._folder / key)
        finally:
            beside.unlink(missing_ok=True)

    def _read(self, key: str) -> dict[Hashable, Any]:
        path = self._folder / key
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            return {}
        if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
            return {}
        try:
            shelf: dict[Hashable, Any] = _Unpickler(BytesIO(content[_DIGEST:])).load()
        except (pickle.UnpicklingError, ImportError, AttributeError):
            return {}
        return shelf


class DayStore:
    """Results of days, under all the evidence that they follow from.

    Parameters
    ----------
    store : Store or None
        Where results lie; without one, all are found anew.
    evidence : callable
        Takes a day and ids of reports that are taken as not yet made, and digests all that is known on that day.
    """

    def __init__(self, store: Store | None, evidence: Callable[[date, frozenset[str]], str]) -> None:
        self._store, self._evidence = store, lru_cache(_DIGESTS)(evidence)

    def recall(self, on: date, name: Hashable, find: Callable[[], T], without: Collection[str] = ()) -> T:
        """Return what was found before for a day with the same evidence, or find it.

        Parameters
        ----------
        on : date
            The day.
        name : hashable
            Which result it is, with all that it follows from beside the evidence.
        find : callable
            Finds it.
        without : collection of str
            Ids of reports that are taken as not yet made.
        """
        if self._store is None:
            return find()
        if without:
            name = name, self._evidence(on, frozenset(without))
        return self._store.recall(self._evidence(on, frozenset()), name, find)


class _Unpickler(pickle.Unpickler):
    """Reader of results: of numbers, geometries and our own classes, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - any class
        if module.partition(".")[0] not in {"numpy", "shapely", "datetime", *_CODE}:
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


def digest(*parts: object) -> str:
    """Digest values of any type that results follow from: arrays, geometries, tables, texts, numbers, days.

    Examples
    --------
    >>> digest("a", 1.0) == digest("a", 1.0), digest("a", 1.0) == digest("a", 2.0)
    (True, False)
    """
    sha = hashlib.sha256()
    for content in _contents(parts):
        sha.update(len(content).to_bytes(8, "big"))
        sha.update(content)
    return sha.hexdigest()


def _contents(parts: Iterable[object]) -> Iterable[bytes]:
    for part in parts:
        if isinstance(part, gpd.GeoDataFrame):
            yield from _contents([*part.columns, *(part[column].to_numpy() for column in part.columns), str(part.crs)])
        elif isinstance(part, BaseGeometry):
            yield shapely.to_wkb(part)
        elif isinstance(part, np.ndarray) and part.dtype != object:
            yield part.tobytes()
        elif isinstance(part, np.ndarray) and shapely.is_geometry(part).all():
            yield str(len(part)).encode()
            yield from shapely.to_wkb(part)
        elif isinstance(part, list | tuple | np.ndarray):
            yield str(len(part)).encode()
            yield from _contents(part)
        elif isinstance(part, set | frozenset):
            yield repr(sorted(part, key=repr)).encode()
        else:
            yield repr(part).encode()


@cache
def code_digest() -> str:
    """Digest the code that finds results, and the versions of the libraries below it."""
    here = Path(__file__).resolve().parents[1]
    files = sorted(path for package in _CODE for path in (here / package).rglob("*.py"))
    versions = [version(name) for name in _LIBRARIES]
    return digest(versions, shapely.geos_version_string, *(path.read_bytes() for path in files))
