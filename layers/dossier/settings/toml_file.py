"""The file `dossier.toml` as it stands: its tables, their keys and the lines on which these are written."""

import math
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layers.errors import Problems

FILE = "dossier.toml"


@dataclass(frozen=True)
class Section:
    """One table of the file. Its readers record what cannot be used, and answer with the default for it.

    `first` and `last` are the lines on which it stands; `name` is empty for the top of the file.
    """

    name: str
    given: dict[str, Any]
    lines: list[str]
    first: int
    last: int
    problems: Problems

    def wrong(self, key: str, value: object, expected: str) -> None:
        """Record that the value of a key cannot be used, or is missing."""
        missing = "; it is missing" if key not in self.given else ""
        self.problems.add(FILE, self._line(key), key, value, f"{expected}{missing}")

    def warn(self, key: str, why: str) -> None:
        """Record what the reader should know of the value of a key."""
        self.problems.warn(FILE, self._line(key), key, self.given.get(key), why)

    def _line(self, key: str) -> int:
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        written = (n for n in range(self.first, self.last + 1) if pattern.match(self.lines[n - 1]))
        return next(written, self.first if self.name else 0)

    def only(self, known: Collection[str]) -> None:
        """Record the keys that nothing reads: mistyped ones would be overlooked otherwise."""
        where = f"of [[{self.name}]]" if self.name else "at the top of the file"
        for key in self.given.keys() - set(known):
            self.wrong(key, "", f"one of the keys {where}: {', '.join(known)}")

    def text(self, key: str, default: str = "") -> str:
        """Text of a key that may be missing."""
        value = self.given.get(key, default)
        if not isinstance(value, str):
            self.wrong(key, value, "text in quotes")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """List of texts of a key that may be missing."""
        value = self.given.get(key, [])
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            self.wrong(key, value, "a list of texts in quotes")
            return ()
        return tuple(value)

    def number(self, key: str, default: float, most: float) -> float:
        """Read a number from zero up that may be missing."""
        value = self.given.get(key, default)
        if not is_number(value) or not 0 <= value <= most:
            self.wrong(key, value, f"a number from 0 to {most:g}")
            return default
        return float(value)

    def whole(self, key: str, default: int, most: int) -> int:
        """Read a whole number from zero up that may be missing."""
        value = self.given.get(key, default)
        if not is_number(value) or value != int(value) or not 0 <= value <= most:
            self.wrong(key, value, f"a whole number from 0 to {most}")
            return default
        return int(value)


def is_number(value: object) -> bool:
    """Whether a value of TOML is a finite number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class HeadFile:
    """The file, read as far as it can be."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self._problems = problems
        self._lines: list[str] = []
        self._toml: dict[str, Any] | None = None
        try:
            text = (root / FILE).read_text(encoding="utf-8-sig")
            self._lines, self._toml = text.split("\n"), tomllib.loads(text)
        except OSError as error:
            problems.add(FILE, 0, "", "", f"a file that can be read: {error.strerror}")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.add(FILE, line, "", f"byte {error.object[error.start]:#x}", "a TOML file in UTF-8")
        except (ValueError, RecursionError) as error:
            # the line stands in the message only
            told = re.search(r"at line (\d+)", str(error))
            problems.add(FILE, int(told[1]) if told else 0, "", "", f"a TOML file; reading it failed: {error}")

    @property
    def readable(self) -> bool:
        """Whether it is a TOML file; where it is none, nothing in it is missing."""
        return self._toml is not None

    @property
    def top(self) -> Section:
        """What stands above all tables."""
        heads = (n for n, line in enumerate(self._lines, 1) if line.startswith("[["))
        last = next(heads, len(self._lines) + 1) - 1
        return Section("", self._toml or {}, self._lines, 1, last, self._problems)

    def sections(self, name: str) -> list[Section]:
        """All tables headed by a name, in order."""
        tables = (self._toml or {}).get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.top.wrong(name, tables, f"tables headed [[{name}]]")
            return []
        heads = [n for n, line in enumerate(self._lines, 1) if line.lstrip().startswith("[")]
        starts = [n for n in heads if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", self._lines[n - 1])]
        if len(starts) != len(tables):
            # written in another way that TOML allows: no telling which lines are whose
            starts = [1] * len(tables)
            heads = []
        ends = [next((n for n in heads if n > start), len(self._lines) + 1) - 1 for start in starts]
        return [
            Section(name, table, self._lines, start, end, self._problems)
            for table, start, end in zip(tables, starts, ends, strict=True)
        ]
