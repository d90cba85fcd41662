"""Rows to be added to a CSV file: lines that are there keep their bytes, new ones are written as the file is."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from geo.atomic_write import draft
from geo.errors import SitmapError
from geo.readers.sheet import Sheet, guarded, unguarded

_BOM = b"\xef\xbb\xbf"


class Appendix:
    """Rows to be added to a CSV file, each checked to read back as it was meant.

    Parameters
    ----------
    path : Path
        The file. A missing one is made, with a byte order mark, without which spreadsheets misread Arabic.
    columns : sequence of str, optional
        Columns of a new file. Those that an existing file lacks are added at the end of its heading.

    Raises
    ------
    SitmapError
        If the file is there and cannot be read, has no heading, or needs columns behind a heading of several lines.
    """

    def __init__(self, path: Path, columns: Sequence[str] = ()) -> None:
        sheet = Sheet.read(path) if path.exists() else Sheet((), (), ())
        if sheet.problems and not sheet.columns:
            raise SitmapError("\n".join(map(str, sheet.problems)))
        if not sheet.columns and path.exists() and path.read_bytes().strip(_BOM + b"\r\n"):
            raise SitmapError(f"{path}: expected a heading in the first line, which is blank")
        self.added = tuple(column for column in columns if column not in sheet.columns)
        if self.added and any(set(column) & set("\r\n") for column in sheet.columns):
            raise SitmapError(f"{path}: expected a heading of one line, to which {', '.join(self.added)} can be added")
        self.path, self.columns = path, (*sheet.columns, *self.added)
        self.delimiter, self._end, self._had = sheet.delimiter, sheet.line_end, len(sheet.columns)
        self._lines: list[str | None] = []
        self._replaced: dict[int, str] = {}

    def reserve(self) -> int:
        """Keep the place of a row that is put later, and return its number."""
        self._lines.append(None)
        return len(self._lines) - 1

    def add(self, row: Mapping[str, object]) -> int:
        """Add a row, and return its number; see `put`."""
        number = self.reserve()
        self.put(number, row)
        return number

    def put(self, number: int, row: Mapping[str, object]) -> None:
        """Write a row of values by column to its place; None is an empty cell, further columns are left out.

        Raises
        ------
        SitmapError
            If the row would not read back as it is, such as one whose first cell makes it a comment.
        """
        self._lines[number] = self.line(row)

    def replace(self, line: int, row: Mapping[str, object]) -> None:
        """Write a row that begins on a line of the file anew; all other lines keep their bytes."""
        self._replaced[line] = self.line(row)

    @property
    def is_changed(self) -> bool:
        """True if a row is added or replaced."""
        return bool(self._replaced) or len(self) > 0

    def line(self, row: Mapping[str, object]) -> str:
        """Return a row as a line of CSV, as it is written."""
        texts = ["" if (value := row.get(column)) is None else str(value) for column in self.columns]
        cells = [str(guarded(text)) for text in texts]
        line = _written(cells, self.delimiter)
        # a line without quotation marks is split at its delimiters
        back = cells if '"' not in line and line == self.delimiter.join(cells) else _cells(line, self.delimiter)
        is_same = back == texts or list(map(unguarded, back)) == texts
        if not is_same or texts[0].lstrip().startswith("#"):
            raise SitmapError(f"{self.path.name}: {texts[0]!r} begins a row that would not read back as it is")
        return line

    def drop(self, number: int) -> None:
        """Leave out a row that was added."""
        self._lines[number] = None

    def __len__(self) -> int:
        return sum(line is not None for line in self._lines)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Yield the rows, by column."""
        lines = (line for line in self._lines if line is not None)
        for line in lines:
            yield dict(zip(self.columns, map(unguarded, _cells(line, self.delimiter)), strict=True))

    def text(self, number: int) -> str | None:
        """Return a row as a line of CSV; None if it was dropped."""
        return self._lines[number]

    def lines(self) -> Iterator[str]:
        """Yield the rows as lines of CSV, without their line ends."""
        return (line for line in self._lines if line is not None)

    def write(self, target: Path) -> None:
        """Write the file with its new rows to another path."""
        content = self.path.read_bytes() if self._had else _BOM + self._end.encode()
        end = self._end.encode()
        if self.added:
            heading, line_end, below = content.partition(end)
            names = _written([*([""] if self._had else []), *self.added], self.delimiter)
            content = heading + names.encode() + line_end + below
        if self._replaced:
            content = self._with_replaced(content)
        with target.open("wb") as file:
            file.write(content if content.endswith((b"\n", b"\r")) else content + end)
            file.writelines(f"{line}{self._end}".encode() for line in self.lines())

    def _with_replaced(self, content: bytes) -> bytes:
        lines = list(io.StringIO(content.decode(), newline=""))
        for start, new in sorted(self._replaced.items(), reverse=True):
            reader = csv.reader(lines[start - 1 :], delimiter=self.delimiter)
            next(reader)
            lines[start - 1 : start - 1 + reader.line_num] = [new + self._end]
        return "".join(lines).encode()


def append_rows(path: Path, rows: Iterable[Mapping[str, object]], columns: Sequence[str] = ()) -> None:
    """Append rows to a CSV file, which is replaced at once; see `Appendix`."""
    appendix = Appendix(path, columns)
    for row in rows:
        appendix.add(row)
    with draft(path) as temporary_path:
        appendix.write(temporary_path)


class _Echo:
    """A file whose `write` returns the text, which `csv.writer` returns in turn."""

    @staticmethod
    def write(text: str) -> str:
        return text


@cache
def _writer(delimiter: str) -> Any:  # noqa: ANN401 - csv has no public type for it
    # with this line end, the writer quotes cells that contain a carriage return or a line feed
    return csv.writer(_Echo(), delimiter=delimiter, lineterminator="\r\n")


def _written(cells: Sequence[object], delimiter: str) -> str:
    line: str = _writer(delimiter).writerow(cells)
    return line.removesuffix("\r\n")


def _cells(line: str, delimiter: str) -> list[str]:
    has_breaks = "\n" in line or "\r" in line
    lines = io.StringIO(line, newline="") if has_breaks else [line]
    return next(csv.reader(lines, delimiter=delimiter, strict=True), [])
