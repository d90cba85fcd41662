"""Sheets: CSV files as spreadsheets write them (RFC 4180 and variants), read cell by cell.

UTF-8 with or without a byte order mark, `,` or `;` or tab between cells, any line end, decimal point or comma.
"""

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

from geo.errors import Problem
from geo.readers.contents import read_contents, too_many_cells

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = "a CSV file in UTF-8"
_QUOTE = 'a cell that ends with the quotation mark it begins with (a quotation mark within is doubled: "")'
# reading stops after this number of problems
_MOST_PROBLEMS = 100
# cells of any table; each becomes an entry of its row
_MOST_CELLS = 3_000_000
# beginnings of texts that spreadsheets run as formulas, full-width signs included; guards may stand before them
_FORMULA = "'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]"
# their first characters, of which an empty text has none
_STARTS = frozenset("'=+-@\t\r\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read from a CSV file.

    Parameters
    ----------
    columns : tuple of str
        Names of the columns; none if the file cannot be read.
    rows : tuple of (int, list of str)
        The first line of each row, and its cells without guards (see `guarded`). Empty rows are left out.
    problems : tuple of Problem
        The rows and bytes that cannot be read.
    delimiter, line_end : str
        Delimiter and line end of the first line.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    problems: tuple[Problem, ...]
    delimiter: str = ","
    line_end: str = "\n"

    @classmethod
    def read(cls, path: Path) -> "Sheet":
        """Read a file; cells that cannot be read are problems, and the rest of the sheet is read all the same."""
        problems: list[Problem] = []
        # only a line feed and a carriage return end a line; str.splitlines knows more
        text = _decode(path, problems)
        lines = list(io.StringIO(text, newline=""))
        delimiter = max(",;\t", key=lines[0].count) if lines else ","
        rows = list(_split_rows(path.name, lines, delimiter, problems))
        # if the heading cannot be split into cells there are no columns: the row below is not a heading
        columns = tuple(cell.strip() for cell in rows[0][1]) if rows and rows[0][0] == 1 else ()
        if expected := too_many_cells(len(rows), len(columns), len(text), _MOST_CELLS):
            problems.append(Problem("C101", path.name, 0, "", "", expected))
            columns, rows = (), []
        problems.extend(
            Problem("C105", path.name, 1, twice, "", "one column of this name; the header has several")
            for twice in sorted(name for name, times in Counter(columns).items() if name and times > 1)
        )
        problems.extend(
            Problem("C103", path.name, line, "", ",".join(cells), f"{len(columns)} cells; there are {len(cells)}")
            for line, cells in rows[1:]
            if len(cells) > len(columns) > 0 and not _is_comment(cells)
        )
        bare: Callable[[list[str]], list[str]] = (lambda cells: list(map(unguarded, cells))) if "'" in text else list
        filled = tuple((line, bare(cells)) for line, cells in rows[1:] if any(map(str.strip, cells)))
        end = lines[0][len(lines[0].rstrip("\r\n")) :] if lines else ""
        return cls(columns, filled, tuple(problems), delimiter, end or "\n")

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield the line and the cells by column of each row, without comments (rows that begin with ``#``)."""
        is_plain = len({*self.columns}) == len(self.columns)
        for line, cells in self.rows:
            if _is_comment(cells):
                continue
            if is_plain and len(cells) == len(self.columns):
                yield line, dict(zip(self.columns, cells, strict=True))
            else:
                # of two columns with one name, which are an error, the first is kept
                yield line, dict(reversed(list(zip_longest(self.columns, cells[: len(self.columns)], fillvalue=""))))


def _is_comment(cells: Sequence[str]) -> bool:
    """Return True for a row that begins with ``#``; it may have any number of cells."""
    return cells[0].lstrip().startswith("#")


def guarded(value: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run as a formula; numbers stay numbers.

    Source: OWASP, CSV injection, https://owasp.org/www-community/attacks/CSV_Injection.

    Examples
    --------
    >>> guarded("=1+1"), guarded("-76.5199"), guarded("'Ayn al-Arab")
    ("'=1+1", '-76.5199', "'Ayn al-Arab")
    """
    if isinstance(value, str) and value[:1] in _STARTS and re.match(_FORMULA, value) and math.isnan(decimal(value)):
        return f"'{value}"
    return value


def unguarded(text: str) -> str:
    """Remove the apostrophe that `guarded` puts before a text.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'Ayn al-Arab")
    ('=1+1', "'Ayn al-Arab")
    """
    return text[1:] if text[:1] == "'" and re.match(f"'{_FORMULA}", text) else text


def decimal(text: str) -> float:
    """Read a number with a decimal point or comma; NaN if the text is not a number.

    Examples
    --------
    >>> decimal("36,8"), decimal("3_5.2"), decimal("inf")
    (36.8, nan, nan)
    """
    try:
        # Python accepts underscores between digits; in a table, an underscore is a typing error
        value = math.nan if "_" in text else float(text.replace(",", "."))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def garbled(text: str) -> bool:
    r"""Return True if a text of a sheet contains bytes that are not UTF-8; `Sheet.read` reports them.

    Examples
    --------
    >>> garbled("caf\u00e9"), garbled(b"caf\xe9".decode(errors="surrogateescape"))
    (False, True)
    """
    return any("\udc80" <= character <= "\udcff" for character in text)


def _split_rows(
    file: str, lines: list[str], delimiter: str, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """Split lines into rows; after a line that cannot be split, continue with the next one."""
    start = 0
    while start < len(lines) and len(problems) < _MOST_PROBLEMS:
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
            problems.append(Problem("C103", file, line + 1, "", lines[line].strip(), expected))
            start = line + 1


def _decode(path: Path, problems: list[Problem]) -> str:
    """Decode a file; record the first byte that is not UTF-8, and keep all such bytes as surrogate escapes."""
    try:
        raw = read_contents(path)
    except OSError as error:
        problems.append(Problem("C101", path.name, 0, "", "", f"a file that can be read: {error.strerror}"))
        return ""
    is_binary = b"\0" in raw[:200]
    encoding = "UTF-16" if raw.startswith(_UTF_16) else "UTF-16 or binary" if is_binary else ""
    if encoding:
        problems.append(Problem("C102", path.name, 1, "", f"not UTF-8 but {encoding}", _ENCODING))
        return ""
    if b"\0" in raw:
        problems.append(
            Problem(
                "C102", path.name, raw[: raw.index(b"\0")].count(b"\n") + 1, "", "\0", f"{_ENCODING}, without NUL bytes"
            )
        )
        raw = raw.replace(b"\0", b"")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem("C102", path.name, line, "", f"not UTF-8: byte {raw[error.start]:#x}", _ENCODING))
        return raw.decode("utf-8-sig", errors="surrogateescape")
