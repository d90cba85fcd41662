"""Files written whole: beside their place, and then moved there, so that no reader ever sees half of one."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Yield the path of a draft, which replaces a file if the block succeeds, and is removed if it fails.

    Parameters
    ----------
    path : Path
        The file to be written; a missing folder is made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # in the same folder, where moving a file is one step
    beside = path.with_name(f".{os.getpid()}-{threading.get_ident()}.{path.name}")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
