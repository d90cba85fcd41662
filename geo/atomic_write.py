"""Atomic writes: a file is written under a temporary name and then renamed, so that readers never see half a file."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Yield the path of a temporary file, which replaces a file if the block succeeds, and is deleted if it fails.

    Parameters
    ----------
    path : Path
        The file to be written; a missing folder is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # in the same folder, since renaming is atomic only within one file system
    temporary_path = path.with_name(f".{os.getpid()}-{threading.get_ident()}.{path.name}")
    try:
        yield temporary_path
        temporary_path.replace(path)
    finally:
        temporary_path.unlink(missing_ok=True)
