"""The tables of a dossier: rows of CSV whose cells are read as texts, numbers, dates and lists."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from geo.readers.sheet import Sheet, decimal, garbled
from layers.errors import Problems
from layers.period import Span, parse_span


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. Its readers record what cannot be used and answer None for it."""

    file: str
    line: int
    cells: dict[str, str]
    problems: Problems

    def wrong(self, column: str, expected: str) -> None:
        """Record that the value of a column cannot be used; of one in another encoding that is told already."""
        value = self.cells.get(column, "")
        if not garbled(value):
            self.problems.add(self.file, self.line, column, value, expected)

    def warn(self, column: str, why: str) -> None:
        """Record what the reader should know of the value of a column."""
        self.problems.warn(self.file, self.line, column, self.cells.get(column, ""), why)

    @property
    def garbled(self) -> bool:
        """Whether it holds what is no UTF-8, which is told already."""
        return any(map(garbled, self.cells.values()))

    def text(self, column: str) -> str | None:
        """Text of a cell, or None where it is empty."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """Text of a cell that must not be empty."""
        text = self.text(column)
        if text is None:
            self.wrong(column, "a value; the cell is empty")
        return text or ""

    def identifier(self, column: str = "id") -> str:
        """Text of a cell that rows are known by: lists of such are joined with semicolons, and told in one line."""
        text = self.required(column)
        if ";" in text or not text.isprintable():
            self.wrong(column, "an id without semicolons, line ends and control characters")
        return text

    def items(self, column: str) -> tuple[str, ...]:
        """Parts of a cell that holds a list, joined with semicolons."""
        return tuple(part.strip() for part in (self.text(column) or "").split(";") if part.strip())

    def choice(self, column: str, allowed: Collection[str], *, optional: bool = False) -> str | None:
        """Text of a cell that must be one of a few words."""
        text = self.text(column)
        if (text is None and not optional) or (text is not None and text not in tuple(allowed)):
            self.wrong(column, f"one of {', '.join(allowed)}")
            return None
        return text

    def number(self, column: str, low: float, high: float, *, optional: bool = False) -> float | None:
        """Read a number within bounds; a decimal comma is a decimal point."""
        text = self.text(column)
        if text is None and optional:
            return None
        value = decimal(text or "")
        if not low <= value <= high:
            self.wrong(column, f"a number from {low:g} to {high:g}")
            return None
        return value

    def whole(self, column: str, low: int, high: int) -> int | None:
        """Read a whole number within bounds that may be missing."""
        value = self.number(column, low, high, optional=True)
        if value is not None and value != int(value):
            self.wrong(column, f"a whole number from {low} to {high}")
            return None
        return None if value is None else int(value)

    def count(self, column: str) -> int | None:
        """Read a whole number, zero or more, that may be missing."""
        return self.whole(column, 0, 1_000_000_000)

    def span(self, column: str, *, optional: bool = False) -> Span | None:
        """Days that a date stands for, a month and a year being dates too."""
        text = self.text(column)
        if text is None and optional:
            return None
        try:
            return parse_span(text or "")
        except ValueError:
            before = ", before 9999" if (text or "").startswith("9999") else ""
            self.wrong(column, f"a date that exists: YYYY-MM-DD, YYYY-MM or YYYY{before}")
            return None


def read_rows(path: Path, columns: Collection[str], problems: Problems) -> tuple[Row, ...] | None:
    """Read a table row by row.

    Parameters
    ----------
    path : Path
        The file.
    columns : collection of str
        Columns that it must have; it may have more.
    problems : Problems
        Where all that cannot be read is recorded.

    Returns
    -------
    tuple of Row, or None
        Rows whose first cell begins with `#` are left out: examples, or rows set aside.
        None if the file cannot be read at all, or lacks a column: nobody knows then what its rows are.
    """
    sheet = Sheet.read(path)
    for fault in sheet.faults:
        problems.add(path.name, fault.line, fault.column, fault.value, fault.expected)
    if not sheet.columns and sheet.faults:
        return None
    missing = [column for column in columns if column not in sheet.columns]
    for column in missing:
        problems.add(path.name, 1, column, "", f"this column; the header has {', '.join(sheet.columns) or 'nothing'}")
    if missing:
        return None
    return tuple(
        # of two columns with one name, which are an error, the first
        Row(path.name, line, dict(reversed(list(zip(sheet.columns, cells, strict=False)))), problems)
        for line, cells in sheet.rows
        if not cells[0].lstrip().startswith("#")
    )
