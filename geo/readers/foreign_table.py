"""Tables of other people's files as rows of texts, read again at each pass; `geo.readers.foreign_files` opens files."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.readers.contents import need_few_cells

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """A row of a foreign table.

    Parameters
    ----------
    line : int
        Line in a text file, row in a sheet, or number of a feature, from 1.
    cells : sequence of str
        Texts in the order of the table's columns; a missing value is an empty text.
    shape : geometry, optional
        The geometry of a feature; lon/lat, EPSG:4326.
    """

    line: int
    cells: Sequence[str]
    shape: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A table of a foreign file.

    Parameters
    ----------
    file : str
        Name of the file.
    columns : tuple of str
        Names of the columns, each once: a second ``lat`` is ``lat (2)``.
    rows : callable
        Returns an iterator of the rows, anew at each call; rows that cannot be read are given to its argument, as line,
        value and the values expected.
    layer : str
        Name of the layer or sheet, empty if the file has one only.
    heading : tuple of str
        The cells from which the names of the columns are made.
    remarks : tuple of str
        Assumptions made in reading, and parts of the file that are left out.
    """

    file: str
    columns: tuple[str, ...]
    rows: Callable[[Callable[[int, str, str], None]], Iterator[ForeignRow]]
    layer: str = ""
    heading: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, file: str, heading: Sequence[str], rows: Sequence[ForeignRow], **options: Any) -> "ForeignTable":  # noqa: ANN401 - as the class
        """Make a table of rows that are held in memory."""
        return cls(file, unique_names(heading), lambda _: iter(rows), heading=tuple(heading), **options)

    @classmethod
    def of_records(
        cls, path: Path, file: str, records: Sequence[tuple[dict[str, str], BaseGeometry | None]], layer: str = ""
    ) -> "ForeignTable":
        """Make a table of records, each with the columns that it has, and their shapes.

        Raises
        ------
        SitmapError
            If almost all cells would be empty.
        """
        columns = list(dict.fromkeys(name for cells, _ in records for name in cells))
        need_few_cells(file, len(records), len(columns), path.stat().st_size)
        rows = [
            ForeignRow(number, [cells.get(name, "") for name in columns], shape)
            for number, (cells, shape) in enumerate(records, 1)
        ]
        return cls.of(file, columns, rows, layer=layer)

    @property
    def repeated(self) -> frozenset[str]:
        """The columns whose name, in any case, the heading has more than once."""
        keys = [_key(name) for name in self.heading]
        return frozenset(name for name, key in zip(self.columns, keys, strict=False) if key and keys.count(key) > 1)

    def named(self, columns: Sequence[str]) -> "ForeignTable":
        """Return the table of a file without a heading: what was taken for one is its first row."""
        first = ForeignRow(1, self.heading)

        def rows(refuse: Callable[[int, str, str], None]) -> Iterator[ForeignRow]:
            yield first
            yield from self.rows(refuse)

        names = (*columns, *(f"column {n}" for n in range(len(columns) + 1, len(self.heading) + 1)))[
            : len(self.heading)
        ]
        return replace(self, columns=names, rows=rows, heading=names)


@dataclass
class Heading:
    """Finds the heading of a sheet among its first rows: the first row that is as wide as the rows below it."""

    rows: Sequence[Sequence[str]]
    line: int = field(init=False)

    def __post_init__(self) -> None:
        widths = [sum(map(bool, map(str.strip, row))) for row in self.rows]
        widest = max(widths, default=0)
        wide = [n for n, width in enumerate(widths) if width * 2 > widest]
        self.line = next((n for n in wide if not is_comment(self.rows[n])), wide[0] if wide else 0)


def is_comment(cells: Sequence[str]) -> bool:
    """Return True for a line that begins with ``#`` and has one cell only."""
    return cells[0].lstrip().startswith("#") and not any(cell.strip() for cell in cells[1:])


def is_hxl(cells: Sequence[str]) -> bool:
    """Return True for a row of HXL hashtags (https://hxlstandard.org), which stands below a heading."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 1 and all(re.fullmatch(r"#[a-z][a-z_]*(?:\s*\+.*)?", cell) for cell in filled)


def unique_names(heading: Sequence[str]) -> tuple[str, ...]:
    """Return the names of columns, numbered where a name, in any case, stands there again.

    Examples
    --------
    >>> unique_names(["Date", " date ", ""])
    ('Date', 'date (2)', 'column 3')
    """
    seen: dict[str, int] = {}
    names = []
    for number, raw in enumerate(heading, 1):
        name, key = " ".join(_MARKS.sub("", raw).split()) or f"column {number}", _key(raw)
        seen[key] = seen.get(key, 0) + 1
        names.append(name if not key or seen[key] == 1 else f"{name} ({seen[key]})")
    return tuple(names)


def _key(heading: str) -> str:
    return " ".join(_MARKS.sub("", heading).split()).casefold()


def cell_text(value: Any) -> str:  # noqa: ANN401 - a cell can be anything
    """Write a value of a workbook, database or JSON as the text that a CSV file would have.

    Examples
    --------
    >>> cell_text(3.0), cell_text(datetime(2020, 1, 10)), cell_text(None), cell_text(["a", 1])
    ('3', '2020-01-10', '', 'a; 1')
    """
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT differ from themselves
        return ""
    if isinstance(value, list | tuple):
        inner = ", " if all(isinstance(part, int | float) for part in value) else "; "
        return inner.join(filter(None, map(cell_text, value)))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, part in value.items() if (text := cell_text(part)))
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact as a float
        value = int(value)
    elif isinstance(value, datetime):
        value = value.date().isoformat() if value.time() == time() else value.isoformat()
    return str(value).strip()


def plain_name(column: str) -> str:
    """Return the name of a column for comparison: *From side*, *from-side* and *From side (id)* are ``from_side``.

    Examples
    --------
    >>> plain_name(" Date (dd/mm) "), plain_name("wof:name")
    ('date', 'wof_name')
    """
    name = re.sub(r"[(\[].*?[)\]]", "", _MARKS.sub("", column)).strip().casefold() or column.strip().casefold()
    return re.sub(r"[\s\-:./]+", "_", name).strip("_*")
