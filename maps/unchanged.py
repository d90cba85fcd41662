"""The record of a build: where no byte has changed since, `sitmap build` has nothing to do.

It lies among the user's stored results, under what was typed, where, on which day, the code, the libraries and the
packs of places. It is looked at before any library is imported that takes long.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from geo.errors import UserFolderError
from geo.user_folders import cache_folder, data_folder

_PACKAGES = ("geo", "layers", "maps")
_ENDS = "-wal", "-shm", "-journal"


class Record:
    """The record of the build that some words ask for.

    Parameters
    ----------
    words : sequence of str
        What was typed after ``sitmap build``.
    """

    def __init__(self, words: Sequence[str]) -> None:
        try:
            self._path = cache_folder() / "results" / _key(words)
        except UserFolderError:
            # nothing is read from there or written
            self._path = Path(os.devnull, "results")

    def said(self) -> tuple[str, str] | None:
        """Return the warnings and the summary of the last build; None if anything has changed since."""
        try:
            record = json.loads(self._path.read_text(encoding="utf-8"))
            os.utime(self._path)
            same = all(file_hashes(Path(folder)) == files for folder, files in record["folders"].items())
            same = same and all(_hash(Path(path)) == value for path, value in record["files"].items())
            return (record["warnings"], record["summary"]) if same else None
        except (OSError, ValueError, KeyError):
            return None

    def keep(
        self,
        folders: Mapping[str, Mapping[str, str | None] | None],
        read: Mapping[Path, bytes],
        written: Iterable[Path],
        said: tuple[str, str],
    ) -> None:
        """Write the record of a build.

        Parameters
        ----------
        folders : mapping
            The hashes of the files in the dossier's folder, and in the one of that name, from before the build.
        read : mapping
            The files that the build has read, as they were then; of the folder or of others.
        written : iterable of Path
            The outputs.
        said : tuple of str
            The warnings and the summary.
        """
        files = {str(path.resolve()): hashlib.sha256(content).hexdigest() for path, content in read.items()}
        outputs = {path.resolve() for path in written}
        journals = {path.with_name(path.name + end) for path in outputs if path.suffix == ".gpkg" for end in _ENDS}
        files |= {str(path): _hash(path) or "" for path in outputs | journals}
        record = {"folders": folders, "files": files, "warnings": said[0], "summary": said[1]}
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            beside.write_text(json.dumps(record), encoding="utf-8")
            beside.replace(self._path)
        except OSError:
            return


def file_hashes(folder: Path) -> dict[str, str | None] | None:
    """Return the SHA-256 of each file of a dossier, and of a journal of a command that was killed; None if missing."""
    if not folder.exists():
        return None
    paths = [*folder.glob("*"), *folder.glob("reports/*"), *folder.glob(".sitmap/journal.json")]
    return {str(path): _hash(path) for path in paths if path.is_file()}


def _key(words: Sequence[str]) -> str:
    sha = hashlib.sha256()
    installed = sorted(path.name for entry in sys.path for path in Path(entry).glob("*-info"))
    today = datetime.now(tz=UTC).date()
    sha.update(json.dumps([words, str(Path.cwd()), str(today), sys.version, installed]).encode())
    here = Path(__file__).resolve().parents[1]
    for folder in (*(here / package for package in _PACKAGES), data_folder()):
        for path in sorted(folder.rglob("*")):
            if "__pycache__" not in path.parts and path.is_file():
                sha.update(f"{path}\n{_hash(path)}\n".encode(errors="surrogateescape"))
    return sha.hexdigest()


def _hash(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
