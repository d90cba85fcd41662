"""Sheets of workbooks: Excel by openpyxl, which knows hyperlinks and formulas; .xls and .ods by calamine."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

from geo.errors import SitmapError
from geo.readers.apart import read_apart
from geo.readers.contents import need_few_cells, unpacks_to_too_much
from geo.readers.foreign_table import ForeignRow, ForeignTable, Heading, cell_text, is_comment, is_hxl

# number of rows in which the heading is looked for
_BEGINNING = 20
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
    found = read_apart("geo.readers.workbooks:sheets", path, file)
    tables = [_table(file, name, rows, remarks) for name, rows, remarks in found if any(any(row) for row in rows)]
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


def sheets(path: Path, file: str) -> list[tuple[str, list[list[str]], list[str]]]:
    """Return the sheets of a workbook: name, rows of cells, and remarks; see `read_apart`."""
    excel = path.suffix.lower() in (".xlsx", ".xlsm")
    try:
        _need_little(path, file)
        return list(_excel(path, file) if excel else _calamine(path, file))
    except Exception as error:
        # both libraries raise many classes for damaged files, none of which says more to the user
        if isinstance(error, MemoryError | SitmapError):
            raise
        raise SitmapError(f"{file}: expected a workbook that can be opened; it is damaged or protected") from error


def _need_little(path: Path, file: str) -> None:
    if is_zipfile(path):
        with ZipFile(path) as archive:
            if problem := unpacks_to_too_much(archive, path.stat().st_size):
                raise SitmapError(f"{file}: {problem}")


def _calamine(path: Path, file: str) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - one kind of file needs it

    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        need_few_cells(file, sheet.total_height, sheet.total_width, path.stat().st_size)
        yield name, [[cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)], []


def _excel(path: Path, file: str) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    import openpyxl  # noqa: PLC0415 - one kind of file needs it

    # of a damaged file openpyxl leaves the handle open
    content = path.read_bytes()
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(BytesIO(content), read_only=True)
    is_1904 = values.epoch.year == 1904  # noqa: PLR2004 - the other day from which Excel counts
    for sheet in values.worksheets:
        need_few_cells(file, sheet.max_row, sheet.max_column, len(content))
        rows = [[cell_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        _fill_merged(sheet, rows)
        remarks = list(_formulas(formulas[sheet.title], rows))
        if is_1904:
            remarks.append("days are counted from 1904")
            _count_from_1900(sheet, rows)
        yield sheet.title, _with_hyperlinks(sheet, rows), remarks


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
