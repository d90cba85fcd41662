"""Sheets: CSV as spreadsheets write it (RFC 4180 with their liberties), cut into cells, with all that is wrong in it.

UTF-8 with or without a byte order mark, `,` or `;` or tab between cells, any line end, decimal point or comma.
"""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from geo.errors import Fault

_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_ENCODING = "a CSV file in UTF-8"
_QUOTE = 'a cell that ends with the quotation mark it begins with (a quotation mark within is doubled: "")'
# of a sheet that is broken all over, so many faults tell it
_ENOUGH = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the names of its columns, its rows by their first line, and its faults. Unread, it has no columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    faults: tuple[Fault, ...]
    delimiter: str = ","
    line_end: str = "\n"

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """Read a file; what cannot be read is a fault, and the rest of the sheet is read all the same.

        Parameters
        ----------
        path : Path
            The file. Rows without anything in them are left out.
        """
        faults: list[Fault] = []
        # only a line feed and a carriage return end a line; str.splitlines knows more
        lines = list(io.StringIO(_decode(path, faults), newline=""))
        delimiter = max(",;\t", key=lines[0].count) if lines else ","
        rows = list(_cut(lines, delimiter, faults))
        # a heading that cannot be cut leaves no columns: the row below it is none
        columns = tuple(cell.strip() for cell in rows[0][1]) if rows and rows[0][0] == 1 else ()
        faults.extend(
            Fault(1, twice, "", "one column of this name; the header has several")
            for twice in sorted({name for name in columns if name and columns.count(name) > 1})
        )
        faults.extend(
            Fault(line, "", ",".join(cells), f"{len(columns)} cells; there are {len(cells)}")
            for line, cells in rows[1:]
            if len(cells) > len(columns) > 0
        )
        filled = tuple(row for row in rows[1:] if any(map(str.strip, row[1])))
        end = lines[0][len(lines[0].rstrip("\r\n")) :] if lines else ""
        return cls(columns, filled, tuple(faults), delimiter, end or "\n")


def decimal(text: str) -> float:
    """Read a number, a decimal comma being a decimal point; NaN where the text is none.

    Examples
    --------
    >>> decimal("36,8"), decimal("3_5.2"), decimal("inf")
    (36.8, nan, nan)
    """
    try:
        # Python's own notation allows underscores between digits; a table that has one is mistyped
        value = math.nan if "_" in text else float(text.replace(",", "."))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def garbled(text: str) -> bool:
    r"""Whether a text of a sheet holds bytes that are no UTF-8, which is told as a fault of the sheet.

    Examples
    --------
    >>> garbled("caf\u00e9"), garbled(b"caf\xe9".decode(errors="surrogateescape"))
    (False, True)
    """
    return any("\udc80" <= character <= "\udcff" for character in text)


def _cut(lines: list[str], delimiter: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Cut lines into rows; after one that cannot be cut, go on with the line below it."""
    start = 0
    while start < len(lines) and len(faults) < _ENOUGH:
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
        done = 0
        try:
            for cells in reader:
                yield start + done + 1, cells
                done = reader.line_num
            start = len(lines)
        except csv.Error as error:
            line = start + done
            # a quotation mark that is never closed swallows lines until a cell is too long, or the file ends
            long = "field limit" in str(error) and reader.line_num == done + 1
            expected = f"cells of at most {csv.field_size_limit()} characters" if long else _QUOTE
            faults.append(Fault(line + 1, "", lines[line].strip(), expected))
            start = line + 1


def _decode(path: Path, faults: list[Fault]) -> str:
    """Decode a file; what is not UTF-8 in it is told once, and the rest can be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        faults.append(Fault(0, "", "", f"a file that can be read: {error.strerror}"))
        return ""
    encoding = _BOMS.get(raw[:2], "UTF-16 or binary" if b"\0" in raw[:200] else "")
    if encoding:
        faults.append(Fault(1, "", f"not UTF-8 but {encoding}", _ENCODING))
        return ""
    if b"\0" in raw:
        faults.append(Fault(raw[: raw.index(b"\0")].count(b"\n") + 1, "", "\0", f"{_ENCODING}, without NUL bytes"))
        raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        faults.append(Fault(line, "", f"not UTF-8: byte {raw[error.start]:#x}", _ENCODING))
        return raw.decode("utf-8-sig", errors="surrogateescape")


def guarded(value: object) -> object:
    """Keep a text from being read as a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value
