"""Files that appear whole or not at all: written beside, then renamed."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8; nobody ever sees half a file."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".review-") as folder:
        draft = Path(folder) / path.name
        draft.write_bytes(text.encode("utf-8"))
        os.replace(draft, path)  # noqa: PTH105 - the atomic one, by name
