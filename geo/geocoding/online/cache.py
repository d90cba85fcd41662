"""The cache of all answers of online services: one SQLite file on disk."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo.gazetteer.place import Place
from geo.user_folders import cache_folder

# longest wait, in seconds, for another process that writes
_LOCKED_S = 10.0
_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (service TEXT, question TEXT, places TEXT, PRIMARY KEY (service, question))"
)


class AnswerCache:
    """Every answer of every service, kept on disk; empty answers too.

    Parameters
    ----------
    path : pathlib.Path, optional
        A SQLite file; by default ``answers.sqlite`` in the user's cache directory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or cache_folder() / "answers.sqlite"

    def get(self, service: str, question: str) -> list[Place] | None:
        """Return the places that a service answered with; None if it was never asked this question."""
        with closing(self._connect()) as connection:
            found = connection.execute(
                "SELECT places FROM answers WHERE service = ? AND question = ?", (service, question)
            ).fetchone()
        return None if found is None else [_place_of(values) for values in json.loads(found[0])]

    def put(self, service: str, question: str, places: Sequence[Place]) -> None:
        """Store an answer."""
        text = json.dumps([asdict(place) for place in places], ensure_ascii=False)
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (service, question, text))

    def _connect(self) -> sqlite3.Connection:
        # one connection per call: threads and processes share the file and nothing else
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_LOCKED_S)
        connection.execute(_TABLE)
        return connection


def _place_of(values: dict[str, Any]) -> Place:
    return Place(**{**values, "aliases": tuple(values["aliases"])})
