"""Read the tables of a dossier row by row; `geo.readers.row.Row` reads cells, `read_days` reads dates."""

from collections.abc import Collection
from difflib import get_close_matches

from geo.errors import Problems
from geo.readers.numbers import rounding_km
from geo.readers.row import Row
from geo.readers.sheet import Sheet
from layers.period import Days, parse_days
from layers.schema.dossier_tables import Table, TableColumn

# names that differ by a letter or two, not by a word
_LIKENESS = 0.8


def read_days(row: Row, column: str, *, optional: bool = False) -> Days | None:
    """Read a date, which may be a month or a year, as an interval of days; an invalid date is recorded as a problem."""
    text = row.text(column)
    if text is None and optional:
        return None
    try:
        return parse_days(text or "")
    except ValueError:
        before = ", before 9999" if (text or "").startswith("9999") else ""
        row.wrong("C108", column, f"a date that exists: YYYY-MM-DD, YYYY-MM or YYYY{before}")
        return None


def read_number(row: Row, column: TableColumn, *, optional: bool = False) -> float | None:
    """Read a number and check the bounds of its column."""
    return row.number(column.name, column.low, column.high, optional=optional)


def read_uncertainty(row: Row, column: TableColumn) -> float | None:
    """Read the uncertainty of a row's position; less than the digits of its lat and lon tell is a warning."""
    stated, texts = read_number(row, column, optional=True), [row.text(name) or "" for name in ("lat", "lon")]
    least = rounding_km(*texts)
    if stated is not None and stated < least:
        row.wrong("C226", column.name, f"{least:.2g} km is what lat and lon tell, which are rounded")
    return stated


def read_whole(row: Row, column: TableColumn) -> int | None:
    """Read a whole number and check the bounds of its column; None if the cell is empty."""
    return row.whole(column.name, int(column.low), int(column.high))


def read_rows(sheet: Sheet, table: Table, problems: Problems) -> tuple[Row, ...] | None:
    """Read a table row by row.

    Parameters
    ----------
    sheet : Sheet
        The file of the table.
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
    problems.extend(sheet.problems)
    if not sheet.columns and sheet.problems:
        return None
    known = [column.name for column in table.columns]
    unused = [column for column in known if column not in sheet.columns]
    meant = {column: nearest(column, unused) for column in sheet.columns if column not in known}
    missing = [column for column in table.needed if column in unused]
    for column in missing:
        like = next((f", perhaps mistyped as {other}" for other, one in meant.items() if one == column), "")
        header = ", ".join(sheet.columns) or "nothing"
        problems.add("C104", table.file, 1, column, "", f"this column{like}; the header has {header}")
    if missing:
        return None
    for column, ours in meant.items():
        if ours:
            problems.add("C201", table.file, 1, column, "", f"this column is not read: is it {ours}?")
    return tuple(Row(table.file, line, cells, problems) for line, cells in sheet.records())


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the name that is most like a mistyped one; None if none is.

    Examples
    --------
    >>> nearest("confidance", ["confidence", "side"]), nearest("colour", ["side"])
    ('confidence', None)
    """
    spelt = {other.casefold(): other for other in known}
    found = get_close_matches(name.strip().casefold(), sorted(spelt), n=1, cutoff=_LIKENESS)
    return spelt[found[0]] if found else None
