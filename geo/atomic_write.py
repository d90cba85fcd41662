"""Atomic writes: files and folders are written under temporary names and then renamed, so that nobody sees half of one.

What a process that was killed has left behind is removed by the next write to the same place.
"""

import ctypes
import errno
import glob
import os
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# renameat2 of Linux exchanges two names
_HERE, _EXCHANGE = -100, 2
# a folder with more files besides is not one of outputs; they would all have to be linked
_MOST_OTHERS = 10_000
_NOTES: list[list[Path]] = []


@contextmanager
def noted() -> Iterator[list[Path]]:
    """Yield a list that gets the path of each file and folder that takes its place during the block."""
    notes: list[Path] = []
    _NOTES.append(notes)
    try:
        yield notes
    finally:
        _NOTES.pop()


@contextmanager
def at_once(path: Path) -> Iterator[None]:
    """Hold back an interrupt (Ctrl-C) until a file or folder has taken its place in the block, and note its path."""
    before, waiting = signal.getsignal(signal.SIGINT), list[int]()
    # no other thread is interrupted
    is_held = callable(before) and threading.current_thread() is threading.main_thread()
    if is_held:
        signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
        for notes in _NOTES:
            notes.append(path)
    finally:
        if is_held:
            signal.signal(signal.SIGINT, before)
    if waiting and callable(before):
        before(waiting[0], None)


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Yield the path of a temporary file, which replaces a file if the block succeeds, and is deleted if it fails.

    Parameters
    ----------
    path : Path
        The file to be written; a missing folder is made. A file that is replaced keeps its mode and owner, and a link
        to it stays a link.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    # in the same folder, since renaming is atomic only within one file system
    temporary_path = path.with_name(_temporary(path.name))
    _remove_leftovers(path)
    try:
        yield temporary_path
        if path.exists():
            shutil.copymode(path, temporary_path)
            # only a privileged user may give files away
            with suppress(OSError, AttributeError):
                os.chown(temporary_path, path.stat().st_uid, path.stat().st_gid)
        with at_once(path):
            temporary_path.replace(path)
    finally:
        temporary_path.unlink(missing_ok=True)


@contextmanager
def draft_folder(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder, whose files take their places in a folder in one step if the block succeeds.

    Other files of the folder are kept. Where folders cannot be exchanged (the working directory, a mount point, systems
    other than Linux), the files are moved one by one instead; if one of them cannot be replaced, all are put back.

    Parameters
    ----------
    folder : Path
        The folder; a missing one is made.

    Raises
    ------
    IsADirectoryError
        If a folder is in the way of a file; nothing is changed then.
    PermissionError
        If a file may not be replaced, or is open in another program; nothing is changed then.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "a file is in the way of the folder of outputs", str(folder))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error
    for place in (folder, folder / "draft", folder / "before"):
        _remove_leftovers(place)
    draft = folder.with_name(_temporary(folder.name))
    try:
        draft.mkdir()
    except OSError:
        # the folder may be writable where the one above is not
        folder.mkdir(exist_ok=True)
        draft = folder / _temporary("draft")
        draft.mkdir()
    try:
        yield draft
        _need_free(draft, folder)
        with at_once(folder):
            if not _switch(draft, folder):
                _move(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _temporary(name: str) -> str:
    return f".{os.getpid()}-{threading.get_ident()}.{name}"


def _remove_leftovers(path: Path) -> None:
    """Remove the temporary files and folders for a path that processes have left which ended, or had this id before."""
    for other in path.parent.glob(f".*-*.{glob.escape(path.name)}") if path.parent.exists() else ():
        found = re.fullmatch(rf"\.(\d+)-\d+\.{re.escape(path.name)}", other.name)
        if found and other.name != _temporary(path.name) and not _is_running(int(found[1])):
            shutil.rmtree(other, ignore_errors=True) if other.is_dir() else other.unlink(missing_ok=True)
    with suppress(OSError):
        own = path.with_name(_temporary(path.name))
        shutil.rmtree(own) if own.is_dir() else own.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix":
        # elsewhere, this would be a signal that ends the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _need_free(draft: Path, folder: Path) -> None:
    for path in draft.rglob("*"):
        target = folder / path.relative_to(draft)
        if path.is_file() and target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder is in the way of an output; move it away", str(target))


def _switch(draft: Path, folder: Path) -> bool:
    """Exchange a folder with its draft, which gets links to all other files; return False where this cannot be done."""
    if not folder.exists():
        draft.rename(folder)
        return True
    working = Path.cwd()
    if draft.parent != folder.parent or working == folder or folder in working.parents:
        return False
    others = [path for path in folder.rglob("*") if not (draft / path.relative_to(folder)).exists()]
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if sys.platform == "linux" else None
    if exchange is None or len(others) > _MOST_OTHERS:
        return False
    try:
        for path in others:
            target = draft / path.relative_to(folder)
            if path.is_dir() and not path.is_symlink():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target, follow_symlinks=False)
        shutil.copymode(folder, draft)
    except OSError:
        return False
    return bool(exchange(_HERE, os.fsencode(draft), _HERE, os.fsencode(folder), _EXCHANGE) == 0)


def _move(draft: Path, folder: Path) -> None:
    """Move the files of a draft to their places, one by one; if one cannot be moved, put back those of before."""
    paths = sorted(path for path in draft.rglob("*") if path.is_file())
    moved: list[tuple[Path, Path, Path | None]] = []
    aside = folder / _temporary("before")
    aside.mkdir(parents=True)
    try:
        for number, path in enumerate(paths):
            target = folder / path.relative_to(draft)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists() and target.samefile(path):
                    continue
                before = aside / str(number) if target.exists() else None
                if before:
                    target.rename(before)
                moved.append((path, target, before))
                path.rename(target)
            except OSError as error:
                for source, place, former in reversed(moved):
                    if place.exists():
                        place.rename(source)
                    if former:
                        former.rename(place)
                if not isinstance(error, PermissionError):
                    raise
                why = "cannot be replaced; it may be open in another program. Nothing was changed"
                raise PermissionError(error.errno, why, str(target)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
