"""The file `dossier.toml`: its tables, their keys and values, and the line of each key."""

import math
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.errors import Problems
from geo.readers.contents import read_contents
from geo.readers.row import Column, Row

FILE = "dossier.toml"


@dataclass(frozen=True, slots=True)
class Section(Row):
    """A table of the file; its cells are the values by key.

    Parameters
    ----------
    name : str
        The name of the table; empty for the top of the file.
    lines : list of str
        All lines of the file.
    last : int
        The last line of the table; `line` is its first.
    """

    name: str = ""
    lines: list[str] = field(default_factory=list, repr=False)
    last: int = 0

    def wrong(self, check: str, column: Column, expected: str, value: object = None) -> None:
        """Record that the value of a key is invalid, or that the key is missing."""
        missing = "; it is missing" if column not in self.cells else ""
        # super() without arguments fails in a dataclass with slots
        Row.wrong(self, check, column, f"{expected}{missing}", value)

    def line_of(self, key: str) -> int:
        """Return the line of a key; for a missing key the line of the table's heading, or 0 at the top of the file."""
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        written = (n for n in range(self.line, self.last + 1) if pattern.match(self.lines[n - 1]))
        return next(written, self.line if self.name else 0)

    def only(self, known: Collection[str]) -> None:
        """Record unknown keys as errors, so that a mistyped key is not ignored."""
        where = f"of [[{self.name}]]" if self.name else "at the top of the file"
        for key in self.cells.keys() - set(known):
            self.wrong("C132", key, f"one of the keys {where}: {', '.join(known)}", "")

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts; empty if the key is missing."""
        value = self.cells.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.wrong("C133", key, "a list of texts in quotes")
            return ()
        return tuple(value)

    def is_missing(self, value: object) -> bool:
        """Return True if a key has no value; an empty text is a value."""
        return value is None

    def as_number(self, value: object) -> float:
        """Return a TOML value as a number; NaN for texts, true and false."""
        return float(value) if is_number(value) else math.nan  # type: ignore[arg-type] # checked


def is_number(value: object) -> bool:
    """Return True if a TOML value is a finite number; true and false are not numbers."""
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:
        return False


class TomlFile:
    """The file `dossier.toml`, read as far as possible.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    problems : Problems
        The list to which problems are added.
    """

    def __init__(self, root: Path, problems: Problems) -> None:
        self._problems = problems
        self._lines: list[str] = []
        self._toml: dict[str, Any] | None = None
        try:
            text = read_contents(root / FILE).decode("utf-8-sig")
            text = re.sub("\r\n?", "\n", text)
            self._lines, self._toml = text.split("\n"), tomllib.loads(text)
        except OSError as error:
            problems.add("C101", FILE, 0, "", "", f"a file that can be read: {error.strerror}")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.add("C102", FILE, line, "", f"byte {error.object[error.start]:#x}", "a TOML file in UTF-8")
        except (ValueError, RecursionError) as error:
            # only the message has the line
            found = re.search(r"at line (\d+)", str(error))
            problems.add(
                "C131", FILE, int(found[1]) if found else 0, "", "", f"a TOML file; reading it failed: {error}"
            )

    @property
    def readable(self) -> bool:
        """False if the file cannot be parsed; then no missing key is reported."""
        return self._toml is not None

    @property
    def content(self) -> dict[str, Any]:
        """All keys and values; empty if the file cannot be parsed."""
        return self._toml or {}

    @property
    def top(self) -> Section:
        """The keys above all tables."""
        headings = (n for n, line in enumerate(self._lines, 1) if line.lstrip().startswith("[["))
        last = next(headings, len(self._lines) + 1) - 1
        return Section(FILE, 1, self._toml or {}, self._problems, lines=self._lines, last=last)

    def table(self, name: str) -> Section:
        """Return the table headed [name]; it has no cells if there is none."""
        table = (self._toml or {}).get(name, {})
        if not isinstance(table, dict):
            self.top.wrong("C134", name, f"a table headed [{name}]", table)
            table = {}
        headings = [n for n, line in enumerate(self._lines, 1) if line.lstrip().startswith("[")]
        start = next((n for n in headings if re.match(rf"\s*\[\s*{re.escape(name)}\s*\]", self._lines[n - 1])), 1)
        last = next((n for n in headings if n > start), len(self._lines) + 1) - 1
        return Section(FILE, start, table, self._problems, name=name, lines=self._lines, last=last)

    def sections(self, name: str) -> list[Section]:
        """Return all tables of a name, in order."""
        tables = (self._toml or {}).get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.top.wrong("C134", name, f"tables headed [[{name}]]", tables)
            return []
        headings = [n for n, line in enumerate(self._lines, 1) if line.lstrip().startswith("[")]
        starts = [n for n in headings if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", self._lines[n - 1])]
        if len(starts) != len(tables):
            # another TOML syntax, such as inline tables: the lines of each table are not known
            starts, headings = [1] * len(tables), []
        ends = [next((n for n in headings if n > start), len(self._lines) + 1) - 1 for start in starts]
        return [
            Section(FILE, start, table, self._problems, name=name, lines=self._lines, last=end)
            for table, start, end in zip(tables, starts, ends, strict=True)
        ]
