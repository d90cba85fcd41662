"""The record of imports in a dossier's `.sitmap/imports`: file, hash, mapping, and line, hash and cells of each row.

It is no input of a dossier. A later import of the same source compares with it what a person changed since, what the
source changed, and which rows the source no longer has.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.readers.sheet import unguarded
from layers.dossier.changes import OWN
from layers.schema.dossier_tables import POSTS

FOLDER = f"{OWN}/imports"


@dataclass(frozen=True)
class ImportRecord:
    """The imports of a source into a table, as their rows were written.

    Parameters
    ----------
    paths : tuple of Path
        The files of the records, the first import first.
    """

    paths: tuple[Path, ...]

    @classmethod
    def of(cls, folder: Path, file: str, table: str) -> "ImportRecord":
        """Find the records of the imports of a file of this name into a table of a dossier."""
        found = []
        for path in sorted((folder / FOLDER).glob("*.jsonl")):
            with path.open(encoding="utf-8") as lines:
                head = json.loads(lines.readline())
            if (head["file"], head["table"]) == (file, table):
                found.append(path)
        return cls(tuple(found))

    def rows(self) -> dict[str, dict[str, str]]:
        """Return the rows as they were written last, by their keys."""
        found: dict[str, dict[str, str]] = {}
        for path in self.paths:
            with path.open(encoding="utf-8") as lines:
                head = json.loads(lines.readline())
                texts = (io.StringIO(json.loads(line)[2], newline="") for line in lines)
                cells = (next(csv.reader(text, delimiter=head["delimiter"])) for text in texts)
                rows = (dict(zip(head["columns"], map(unguarded, row), strict=True)) for row in cells)
                found |= {row_key(head["table"], row): row for row in rows}
        return found


def row_key(file: str, cells: Mapping[str, str]) -> str:
    """Return what identifies a row of a table of a dossier: its id, of a post that may move with its first day."""
    return f"{cells['id']} {cells.get('start_date', '')}".strip() if file == POSTS.file else cells["id"]


def record_name(folder: Path, file: str) -> str:
    """Return a name for the next record, which sorts behind those that are there."""
    number = len(list((folder / FOLDER).glob("*.jsonl"))) + 1
    return f"{FOLDER}/{number:05d}-{hashlib.sha256(file.encode()).hexdigest()[:8]}.jsonl"


def write_record(target: Path, head: Mapping[str, Any], rows: Iterable[tuple[int, str]]) -> None:
    """Write a record: its head, and of each row the line in the imported file and the cells as CSV."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(head, ensure_ascii=False) + "\n")
        for line, text in rows:
            digest = hashlib.sha256(text.encode()).hexdigest()[:16]
            file.write(json.dumps([line, digest, text], ensure_ascii=False) + "\n")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file; of a folder, that of the names and sizes of its files."""
    if path.is_dir():
        listed = sorted((one.name, one.stat().st_size) for one in path.iterdir())
        return hashlib.sha256(json.dumps(listed).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
