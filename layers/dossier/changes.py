"""Changes of a dossier's tables: all are written or none, and the last one can be taken back.

`.sitmap/` in the folder of a dossier is sitmap's own. A change is first staged there whole, with copies of the tables
as they were; `journal.json` appears when all is there, and from then on the change is finished, by the next command
if this one is killed. The copies stay for `undo`.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from geo.atomic_write import draft
from geo.errors import SitmapError

OWN = ".sitmap"
"""Name of sitmap's own folder in a dossier."""
_JOURNAL, _STAGED, _UNDO, _RECORD = "journal.json", "staged", "undo", "change.json"


def change_tables(folder: Path, writers: Mapping[str, Callable[[Path], object]], what: str) -> None:
    """Replace files of a dossier together.

    Parameters
    ----------
    folder : Path
        The dossier.
    writers : mapping of str to callable
        For each name of a file a function that writes the new file to a path.
    what : str
        The change, in the words in which `undo` names it.
    """
    finish_change(folder)
    staged = folder / OWN / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    for name, write in writers.items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        write(staged / name)
    _keep(folder, list(writers), staged / _UNDO)
    record = {"what": what, "files": {name: _sha256(staged / name) for name in writers}}
    (staged / _UNDO / _RECORD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    with draft(folder / OWN / _JOURNAL) as journal:
        journal.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    finish_change(folder)


def finish_change(folder: Path) -> None:
    """Finish a change that was staged whole when its command was killed; else do nothing."""
    journal = folder / OWN / _JOURNAL
    if not journal.exists():
        return
    staged = folder / OWN / _STAGED
    for name, after in json.loads(journal.read_text(encoding="utf-8"))["files"].items():
        if after is None:
            (folder / name).unlink(missing_ok=True)
        elif (staged / name).exists():
            with draft(folder / name) as table:
                shutil.copyfile(staged / name, table)
    if (staged / _UNDO).exists():
        shutil.rmtree(folder / OWN / _UNDO, ignore_errors=True)
        (staged / _UNDO).replace(folder / OWN / _UNDO)
    journal.unlink(missing_ok=True)
    shutil.rmtree(staged, ignore_errors=True)


@contextmanager
def undoable(folder: Path, names: Sequence[str], what: str) -> Iterator[None]:
    """Keep files of a dossier as they are before the block, so that `undo` takes back what the block does to them."""
    finish_change(folder)
    before = {name: _sha256(folder / name) for name in names}
    kept = folder / OWN / f"{_UNDO}.new"
    shutil.rmtree(kept, ignore_errors=True)
    _keep(folder, names, kept)
    yield
    record: dict[str, Any] = {"what": what, "files": {name: _sha256(folder / name) for name in names}}
    if record["files"] == before:
        shutil.rmtree(kept, ignore_errors=True)
        return
    (kept / _RECORD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(folder / OWN / _UNDO, ignore_errors=True)
    kept.replace(folder / OWN / _UNDO)


def undo(folder: Path) -> str:
    """Take back the last change, and return what it was.

    Raises
    ------
    SitmapError
        If there is none, or a table was changed since.
    """
    finish_change(folder)
    kept = folder / OWN / _UNDO
    if not (kept / _RECORD).exists():
        raise SitmapError(f"{folder}: nothing to take back; the last import, read --out or review can be, once")
    record = json.loads((kept / _RECORD).read_text(encoding="utf-8"))
    changed = [name for name, after in record["files"].items() if _sha256(folder / name) != after]
    if changed:
        raise SitmapError(f"{folder}: {record['what']} is not taken back: {', '.join(changed)} changed since")
    staged = folder / OWN / _STAGED
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir(parents=True)
    before: dict[str, str | None] = {}
    for name in record["files"]:
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(kept / name, staged / name)
        before[name] = _sha256(staged / name)
    with draft(folder / OWN / _JOURNAL) as journal:
        journal.write_text(json.dumps({"what": "undo", "files": before}), encoding="utf-8")
    finish_change(folder)
    shutil.rmtree(kept)
    return str(record["what"])


def _keep(folder: Path, names: Sequence[str], target: Path) -> None:
    target.mkdir(parents=True)
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name, target / name)


def _sha256(path: Path) -> str | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
