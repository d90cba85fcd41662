"""Checked rows: the cells of one record of a table or file, read as texts, numbers and lists.

One class serves the tables of a dossier, tables of places, the sections of `dossier.toml` and features of GeoJSON.
"""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from geo.errors import Problems
from geo.readers.sheet import decimal, garbled

Column = str | tuple[str, ...]
"""Name of a column, or all its accepted spellings; of these, the first one with a filled cell is read."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record. Its methods read cells; for a value that cannot be used, they record a problem and return None.

    Parameters
    ----------
    file : str
        Name of the file.
    line : int
        The line on which the record begins.
    cells : mapping
        Values by column.
    problems : Problems
        The list to which problems are added.
    names : mapping, optional
        The names of the columns as the file writes them, where they differ from the keys of `cells`.
    """

    file: str
    line: int
    cells: Mapping[str, Any]
    problems: Problems
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def wrong(self, check: str, column: Column, expected: str, value: object = None) -> None:
        """Record a problem in a column, except for bytes that are not UTF-8, which the sheet has reported already.

        Parameters
        ----------
        check : str
            Id of the check; see `geo.errors.Problem`.
        column : str or tuple of str
            The column.
        expected : str
            The values that can be used; the text of a warning.
        value : object, optional
            The value to report; the cell's by default.
        """
        key = self._key(column)
        value = self.cells.get(key, "") if value is None else value
        if not (isinstance(value, str) and garbled(value)):
            self.problems.add(check, self.file, self.line_of(key), self.name_of(key), value, expected)

    def line_of(self, key: str) -> int:  # noqa: ARG002 - subclasses for files with one line a value need the key
        """Return the line of a value."""
        return self.line

    def name_of(self, key: str) -> str:
        """Return the name of a column as the file writes it."""
        return self.names.get(key, key)

    @property
    def is_garbled(self) -> bool:
        """True if a cell contains bytes that are not UTF-8."""
        return any(garbled(value) for value in self.cells.values() if isinstance(value, str))

    def text(self, column: Column, expected: str = "text in quotes") -> str | None:
        """Read a text, without spaces around it; None if the cell is empty."""
        value = self.cells.get(column if type(column) is str else self._key(column))
        if isinstance(value, str):
            return value.strip() or None
        if value is not None:
            self.wrong("C110", column, expected)
        return None

    def in_languages(self, name: str) -> dict[str, str]:
        """Read the texts of the columns NAME_XX, by language code."""
        columns = (column for column in self.cells if re.fullmatch(f"{name}_[a-z]{{2,3}}", column))
        return {column[len(name) + 1 :]: text for column in columns if (text := self.text(column))}

    def required(self, column: Column, expected: str = "a value; the cell is empty") -> str:
        """Read a text that must not be empty."""
        text = self.text(column)
        if text is None:
            self.wrong("C106", column, expected)
        return text or ""

    def identifier(self, column: str = "id") -> str:
        """Read the id of a row; semicolons, line ends and control characters are errors."""
        text = self.required(column)
        if ";" in text or not text.isprintable():
            self.wrong("C111", column, "an id without semicolons, line ends and control characters")
        return text

    def items(self, column: str) -> tuple[str, ...]:
        """Read a list: the parts of a text between semicolons."""
        return tuple(part.strip() for part in (self.text(column) or "").split(";") if part.strip())

    def choice(self, column: str, allowed: Collection[str], *, optional: bool = False) -> str | None:
        """Read a text that must be one of the allowed values."""
        text = self.text(column)
        if text in allowed or (text is None and optional):
            return text
        self.wrong("C109", column, f"one of {', '.join(allowed)}")
        return None

    def number(
        self, column: Column, low: float, high: float, *, optional: bool = False, expected: str | None = None
    ) -> float | None:
        """Read a number from `low` to `high`, with a decimal point or comma."""
        value = self.cells.get(column if type(column) is str else self._key(column))
        if optional and ((not value and value != 0) or self.is_missing(value)):
            return None
        number = self.as_number(value)
        if low <= number <= high:
            return number
        self.wrong("C107", column, expected or f"a number from {low:g} to {high:g}")
        return None

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Read a whole number from `low` to `high` that may be missing."""
        if self.cells.get(column) in (None, ""):
            return None
        expected = f"a whole number from {low} to {high}"
        value = self.number(column, low, high, optional=True, expected=expected)
        if value is not None and value != int(value):
            self.wrong("C107", column, expected)
            return None
        return None if value is None else int(value)

    def is_missing(self, value: object) -> bool:
        """Return True if a cell is empty."""
        return value is None or not str(value).strip()

    def as_number(self, value: object) -> float:
        """Return the value of a cell as a number; NaN if it is not a number."""
        return decimal(value) if isinstance(value, str) else math.nan

    def _key(self, column: Column) -> str:
        if isinstance(column, str):
            return column
        present = [spelling for spelling in column if spelling in self.cells]
        return next((spelling for spelling in present if self.cells[spelling]), (present or column)[0])
