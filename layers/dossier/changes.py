"""Changes of a dossier's tables: all are written or none, and the last one can be taken back.

`.sitmap/` in the folder of a dossier is sitmap's own. A change is first staged there whole, with copies of the tables
as they were; `journal.json` appears when all is there, and from then on the change is finished, by the next command
if this one is killed. The copies stay for `undo`. One process changes a dossier at a time: `locked`.
"""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from geo.atomic_write import at_once, draft
from geo.errors import SitmapError

OWN = ".sitmap"
"""Name of sitmap's own folder in a dossier."""
_JOURNAL, _STAGED, _UNDO, _RECORD = "journal.json", "staged", "undo", "change.json"
_LOCK = "lock"


@contextmanager
def locked(folder: Path, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Keep other processes from changing a dossier while the block reads its tables and changes them.

    A change that was staged whole by a process that was killed is finished first. The lock ends with the process.

    Parameters
    ----------
    folder : Path
        The dossier.
    waiting : callable, optional
        Called before waiting for another process.
    """
    (folder / OWN).mkdir(exist_ok=True)
    with (folder / OWN / _LOCK).open("a") as file:
        _lock(file, waiting)
        _finish(folder)
        yield


def _lock(file: TextIO, waiting: Callable[[], object]) -> None:
    # Windows keeps files that are open from being replaced
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - a module of POSIX

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(file, fcntl.LOCK_EX)


def change_tables(folder: Path, writers: Mapping[str, Callable[[Path], object]], what: str) -> None:
    """Replace files of a dossier together; called with the dossier `locked`.

    Parameters
    ----------
    folder : Path
        The dossier.
    writers : mapping of str to callable
        For each name of a file a function that writes the new file to a path.
    what : str
        The change, in the words in which `undo` names it.
    """
    with changing(folder, what) as staged:
        for name, write in writers.items():
            (staged / name).parent.mkdir(parents=True, exist_ok=True)
            write(staged / name)


@contextmanager
def changing(folder: Path, what: str, copied: Sequence[str] = ()) -> Iterator[Path]:
    """Yield a folder whose files replace those of a dossier together if the block succeeds; see `change_tables`.

    Parameters
    ----------
    folder : Path
        The dossier.
    what : str
        The change, in the words in which `undo` names it.
    copied : sequence of str
        Names of files of the dossier that are in the folder from the beginning, where they exist.
    """
    with _staging(folder) as staged:
        _copy(folder, copied, staged)
        yield staged
        files = {path.relative_to(staged).as_posix(): _sha256(path) for path in staged.rglob("*") if path.is_file()}
        changed = {name: after for name, after in files.items() if after != _sha256(folder / name)}
        if changed:
            _copy(folder, list(changed), staged / _UNDO)
            text = json.dumps({"what": what, "files": changed}, ensure_ascii=False)
            (staged / _UNDO).mkdir(exist_ok=True)
            (staged / _UNDO / _RECORD).write_text(text, encoding="utf-8")
            with at_once(folder / OWN):
                with draft(folder / OWN / _JOURNAL) as journal:
                    journal.write_text(text, encoding="utf-8")
                _finish(folder)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Yield an empty folder, which is removed if the block fails or writes no journal: a full disk needs its space."""
    staged = folder / OWN / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    try:
        yield staged
    finally:
        if not (folder / OWN / _JOURNAL).exists():
            shutil.rmtree(staged, ignore_errors=True)


def finish_change(folder: Path) -> None:
    """Finish a change that was staged whole when its command was killed; else do nothing."""
    if (folder / OWN / _JOURNAL).exists():
        with locked(folder):
            pass


def _finish(folder: Path) -> None:
    journal = folder / OWN / _JOURNAL
    if not journal.exists():
        return
    staged = folder / OWN / _STAGED
    for name, after in json.loads(journal.read_text(encoding="utf-8"))["files"].items():
        if after is None:
            with at_once(folder / name):
                (folder / name).unlink(missing_ok=True)
        elif (staged / name).exists():
            with draft(folder / name) as table:
                shutil.copyfile(staged / name, table)
    if (staged / _UNDO).exists():
        shutil.rmtree(folder / OWN / _UNDO, ignore_errors=True)
        (staged / _UNDO).replace(folder / OWN / _UNDO)
    journal.unlink(missing_ok=True)
    shutil.rmtree(staged, ignore_errors=True)


def undo(folder: Path) -> str:
    """Take back the last change of a dossier that is `locked`, and return what the change was.

    Raises
    ------
    SitmapError
        If there is none, or a table was changed since.
    """
    kept = folder / OWN / _UNDO
    if not (kept / _RECORD).exists():
        raise SitmapError(f"{folder}: nothing to take back; the last import, read --out or review can be, once")
    record = json.loads((kept / _RECORD).read_text(encoding="utf-8"))
    changed = [name for name, after in record["files"].items() if _sha256(folder / name) != after]
    if changed:
        raise SitmapError(f"{folder}: {record['what']} is not taken back: {', '.join(changed)} changed since")
    with _staging(folder) as staged:
        _copy(kept, list(record["files"]), staged)
        before = {name: _sha256(staged / name) for name in record["files"]}
        with at_once(folder / OWN):
            with draft(folder / OWN / _JOURNAL) as journal:
                journal.write_text(json.dumps({"what": "undo", "files": before}), encoding="utf-8")
            _finish(folder)
            shutil.rmtree(kept)
    return str(record["what"])


def _copy(folder: Path, names: Sequence[str], target: Path) -> None:
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name, target / name)


def _sha256(path: Path) -> str | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
