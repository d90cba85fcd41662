"""Atomic writes: a file is written under a temporary name and then renamed, so that readers never see half a file."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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
    temporary_path = path.with_name(f".{os.getpid()}-{threading.get_ident()}.{path.name}")
    try:
        yield temporary_path
        if path.exists():
            shutil.copymode(path, temporary_path)
            # only a privileged user may give files away
            with suppress(OSError, AttributeError):
                os.chown(temporary_path, path.stat().st_uid, path.stat().st_gid)
        temporary_path.replace(path)
    finally:
        temporary_path.unlink(missing_ok=True)
