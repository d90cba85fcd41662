"""Sheets of workbooks: Excel by openpyxl, which knows hyperlinks and formulas; .xls and .ods by calamine."""

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from geo.errors import SitmapError
from geo.readers.foreign_table import ForeignRow, ForeignTable, Heading, cell_text, is_comment, is_hxl

# number of rows in which the heading is looked for
_BEGINNING = 20
_MOST_MEMORY = 3 << 30
_LONGEST_S = 300
_MOST_CELLS = 50_000_000
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a workbook have no time zone
HYPERLINK = "hyperlink"
"""Name of the column that is added for the hyperlinks of an Excel sheet."""


def read_workbook(path: Path, file: str) -> list[ForeignTable]:
    """Read the sheets of a workbook that have rows.

    Raises
    ------
    SitmapError
        If the file is damaged, protected by a password, or no workbook.
    """
    excel = path.suffix.lower() in (".xlsx", ".xlsm")
    try:
        sheets = list(_excel(path) if excel else _calamine(path))
    except Exception as error:
        # both libraries raise many classes for damaged files, none of which says more to the user
        if isinstance(error, MemoryError | SitmapError):
            raise
        raise SitmapError(f"{file}: expected a workbook that can be opened; it is damaged or protected") from error
    tables = [_table(file, name, rows, remarks) for name, rows, remarks in sheets if any(any(row) for row in rows)]
    return [table for table in tables if table.columns]


def _table(file: str, name: str, rows: list[list[str]], remarks: list[str]) -> ForeignTable:
    heading = Heading(rows[:_BEGINNING])
    below = [
        ForeignRow(line, row)
        for line, row in enumerate(rows[heading.line + 1 :], heading.line + 2)
        if any(row) and not is_comment(row) and not (line == heading.line + 2 and is_hxl(row))
    ]
    # columns that are empty from the heading down are the sheet's margin
    used = [n for n, cell in enumerate(rows[heading.line]) if cell or any(row.cells[n] for row in below)]
    kept = [ForeignRow(row.line, [row.cells[n] for n in used]) for row in below]
    return ForeignTable.of(file, [rows[heading.line][n] for n in used], kept, layer=name, remarks=tuple(remarks))


def _calamine(path: Path) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    """Read a workbook in a process of its own: of a damaged file, calamine may ask for all memory and abort."""
    done = subprocess.run(  # noqa: S603 - this module
        [sys.executable, "-m", __name__, str(path.absolute())], capture_output=True, check=True, timeout=_LONGEST_S
    )
    for name, rows in json.loads(done.stdout):
        yield name, rows, []


def print_sheets(path: str) -> None:
    """Print the sheets of a workbook as JSON, within a limit of memory."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - one kind of file needs it

    with suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has no such limit

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    book = CalamineWorkbook.from_path(path)
    found = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        _refuse_wide(path, sheet.total_height, sheet.total_width)
        rows = sheet.to_python(skip_empty_area=False)
        found.append((name, [[cell_text(value) for value in row] for row in rows]))
    sys.stdout.write(json.dumps(found))


def _excel(path: Path) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    import openpyxl  # noqa: PLC0415 - one kind of file needs it

    with warnings.catch_warnings():
        # openpyxl warns of parts of a workbook that it does not read, such as rules for valid cells
        warnings.simplefilter("ignore")
        # of a damaged file openpyxl leaves the handle open
        content = path.read_bytes()
        values = openpyxl.load_workbook(BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(BytesIO(content), read_only=True)
    is_1904 = values.epoch.year == 1904  # noqa: PLR2004 - the other day from which Excel counts
    try:
        for sheet in values.worksheets:
            _refuse_wide(path.name, sheet.max_row, sheet.max_column)
            rows = [[cell_text(cell.value) for cell in row] for row in sheet.iter_rows()]
            _fill_merged(sheet, rows)
            remarks = list(_formulas(formulas[sheet.title], rows))
            if is_1904:
                remarks.append("days are counted from 1904")
                _count_from_1900(sheet, rows)
            yield sheet.title, _with_hyperlinks(sheet, rows), remarks
    except BadZipFile as error:
        raise SitmapError(f"{path.name}: {error}") from error
    finally:
        formulas.close()


def _refuse_wide(file: str, rows: int, columns: int) -> None:
    """Refuse a sheet that is mostly empty: one cell far away from the others makes millions of empty ones."""
    if rows * columns > _MOST_CELLS:
        raise SitmapError(
            f"{file}: expected a sheet of at most {_MOST_CELLS:,} cells; it has {rows:,} rows by {columns:,}"
        )


def _fill_merged(sheet: Any, rows: list[list[str]]) -> None:  # noqa: ANN401 - openpyxl's sheet
    """Write the value of cells that are merged down a column into each of their rows."""
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row):
            rows[row][area.min_col - 1] = rows[area.min_row - 1][area.min_col - 1]


def _formulas(sheet: Any, rows: Sequence[Sequence[str]]) -> Iterator[str]:  # noqa: ANN401 - the same
    """Tell of formulas without a value: a program that does not calculate has written the workbook."""
    empty = [
        f"{cell.column_letter}{cell.row}"
        for row, texts in zip(sheet.iter_rows(), rows, strict=False)
        for cell, text in zip(row, texts, strict=False)
        if not text and isinstance(cell.value, str) and cell.value.startswith("=")
    ]
    if empty:
        more = f" and {len(empty) - 3} more" if len(empty) > 3 else ""  # noqa: PLR2004 - some stand for all
        yield f"formulas without a value in {', '.join(empty[:3])}{more}: open the workbook in a program and save it"


def _count_from_1900(sheet: Any, rows: list[list[str]]) -> None:  # noqa: ANN401 - the same
    """Rewrite dates that openpyxl leaves as numbers to the count from 1900, in which readers understand them."""
    for cells, texts in zip(sheet.iter_rows(), rows, strict=False):
        for n, cell in enumerate(cells):
            if isinstance(cell.value, int) and "date" in rows[0][n].casefold():
                texts[n] = (_EPOCH + timedelta(days=cell.value + 1462)).date().isoformat()


def _with_hyperlinks(sheet: Any, rows: list[list[str]]) -> list[list[str]]:  # noqa: ANN401 - the same
    """Add a column of the addresses that cells of a row lead to, where their text is no address."""
    links: dict[int, dict[str, None]] = {}
    for cells in sheet.iter_rows():
        for cell in cells:
            target = getattr(getattr(cell, "hyperlink", None), "target", None)
            if target and not str(cell.value).startswith(("http://", "https://")):
                links.setdefault(cell.row - 1, {})[target] = None
    if not links:
        return rows
    heading = Heading(rows[:_BEGINNING]).line
    return [[*row, HYPERLINK if n == heading else " ".join(links.get(n, ()))] for n, row in enumerate(rows)]


if __name__ == "__main__":
    print_sheets(sys.argv[1])
