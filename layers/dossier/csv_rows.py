"""Read the tables of a dossier row by row; `geo.readers.row.Row` reads cells, `read_days` reads dates."""

import re
from difflib import get_close_matches
from pathlib import Path

from geo.errors import Problems
from geo.readers.row import Row
from geo.readers.sheet import Sheet
from layers.period import Days, parse_days
from layers.schema.dossier_tables import Table, TableColumn

# least similarity of names of columns, as a ratio of `difflib`
_ALIKE = 0.8


def read_days(row: Row, column: str, *, optional: bool = False) -> Days | None:
    """Read a date, which may be a month or a year, as an interval of days; an invalid date is recorded as a problem."""
    text = row.text(column)
    if text is None and optional:
        return None
    try:
        return parse_days(text or "")
    except ValueError:
        before = ", before 9999" if (text or "").startswith("9999") else ""
        row.wrong(column, f"a date that exists: YYYY-MM-DD, YYYY-MM or YYYY{before}")
        return None


def read_number(row: Row, column: TableColumn, *, optional: bool = False) -> float | None:
    """Read a number and check the bounds of its column."""
    return row.number(column.name, column.low, column.high, optional=optional)


def read_whole(row: Row, column: TableColumn) -> int | None:
    """Read a whole number and check the bounds of its column; None if the cell is empty."""
    return row.whole(column.name, int(column.low), int(column.high))


def read_rows(root: Path, table: Table, problems: Problems) -> tuple[Row, ...] | None:
    """Read a table row by row.

    Parameters
    ----------
    root : Path
        The folder of the dossier.
    table : Table
        The table, with the columns that its file must have; other columns are allowed.
    problems : Problems
        The list to which problems are added.

    Returns
    -------
    tuple of Row, or None
        Without rows whose first cell begins with `#`: examples, and rows that are commented out.
        None if the file cannot be read or lacks a required column.
    """
    path = root / table.file
    sheet = Sheet.read(path)
    problems.extend(sheet.problems)
    if not sheet.columns and sheet.problems:
        return None
    missing = [column for column in table.needed if column not in sheet.columns]
    for column in missing:
        problems.add(path.name, 1, column, "", f"this column; the header has {', '.join(sheet.columns) or 'nothing'}")
    if missing:
        return None
    _warn_of_spellings(path.name, sheet.columns, table, problems)
    return tuple(Row(path.name, line, cells, problems) for line, cells in sheet.records())


def _warn_of_spellings(file: str, columns: tuple[str, ...], table: Table, problems: Problems) -> None:
    """Warn of columns that are not read, and look like one that the table may have and does not."""
    absent = [column.name for column in table.columns if column.name not in columns]
    known = {column.name for column in table.columns}
    for name in columns:
        # further languages have columns of their own: name_fr
        if name in known or re.fullmatch(r"(name|summary|title|caption)_[a-z]{2,3}", name):
            continue
        near = get_close_matches(name.strip().lower(), absent, n=1, cutoff=_ALIKE)
        if near:
            problems.warn(file, 1, name, "", f"this column is not read; is {near[0]} meant?")
