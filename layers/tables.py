"""Tables as spreadsheets write them: CSV in UTF-8, with `,` or `;`, decimal point or comma, any line end."""

import csv
import io
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from layers.period import Span, parse_span
from layers.problems import Problems

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. Its readers record what cannot be used and answer None for it."""

    file: str
    line: int
    cells: dict[str, str]
    problems: Problems

    def wrong(self, column: str, expected: str) -> None:
        """Record that the value of a column cannot be used."""
        self.problems.add(self.file, self.line, column, self.cells.get(column, ""), expected)

    def text(self, column: str) -> str | None:
        """Text of a cell, or None where it is empty."""
        return self.cells.get(column, "").strip() or None

    def required(self, column: str) -> str:
        """Text of a cell that must not be empty."""
        text = self.text(column)
        if text is None:
            self.wrong(column, "a value; the cell is empty")
        return text or ""

    def items(self, column: str) -> tuple[str, ...]:
        """Parts of a cell that holds a list, joined with semicolons."""
        return tuple(part.strip() for part in (self.text(column) or "").split(";") if part.strip())

    def choice(self, column: str, allowed: Collection[str], *, optional: bool = False) -> str | None:
        """Text of a cell that must be one of a few words."""
        text = self.text(column)
        if (text is None and not optional) or (text is not None and text not in allowed):
            self.wrong(column, f"one of {', '.join(allowed)}")
            return None
        return text

    def number(self, column: str, low: float, high: float, *, optional: bool = False) -> float | None:
        """Read a number within bounds; a decimal comma is a decimal point."""
        text = self.text(column)
        if text is None and optional:
            return None
        try:
            value = float((text or "").replace(",", "."))
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.wrong(column, f"a number from {low:g} to {high:g}")
            return None
        return value

    def count(self, column: str) -> int | None:
        """Read a whole number, zero or more, that may be missing."""
        value = self.number(column, 0, 1e9, optional=True)
        if value is not None and value != int(value):
            self.wrong(column, "a whole number")
            return None
        return None if value is None else int(value)

    def span(self, column: str, *, optional: bool = False) -> Span | None:
        """Days that a date stands for, a month and a year being dates too."""
        text = self.text(column)
        if text is None and optional:
            return None
        try:
            return parse_span(text or "")
        except ValueError:
            self.wrong(column, "a date that exists: YYYY-MM-DD, YYYY-MM or YYYY")
            return None


def read_rows(path: Path, columns: Collection[str], problems: Problems) -> Iterator[Row]:
    """Read a table row by row.

    Parameters
    ----------
    path : Path
        The file.
    columns : collection of str
        Columns that it must have; it may have more.
    problems : Problems
        Where all that cannot be read is recorded.
    """
    text = _decode(path, problems)
    if text is None:
        return
    header, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ",")
    names = [name.strip() for name in next(reader, [])]
    missing = [column for column in columns if column not in names]
    for column in missing:
        problems.add(path.name, 1, column, "", f"this column; the header has {', '.join(names) or 'nothing'}")
    if missing:
        return
    line = reader.line_num + 1
    for cells in reader:
        # a row that starts with # is a comment: an example, or a row set aside
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            if len(cells) > len(names):
                problems.add(path.name, line, "", ",".join(cells), f"{len(names)} cells; there are {len(cells)}")
            yield Row(path.name, line, dict(zip(names, cells, strict=False)), problems)
        line = reader.line_num + 1


def _decode(path: Path, problems: Problems) -> str | None:
    """Read a text file in UTF-8, with a byte order mark or without."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.add(path.name, 0, "", "", f"a file that can be read: {error.strerror}")
        return None
    encoding = _BOMS.get(raw[:2])
    if encoding is None and b"\0" in raw[:200]:
        encoding = "UTF-16 or binary"
    if encoding:
        problems.add(path.name, 0, "", encoding, "a CSV file in UTF-8")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(
            path.name,
            raw[: error.start].count(b"\n") + 1,
            "",
            repr(raw[error.start : error.start + 1])[2:-1],
            "a CSV file in UTF-8",
        )
        return None
