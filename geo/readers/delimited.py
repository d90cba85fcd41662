"""Delimited text of other programs: encoding, delimiter and heading are found, and rows are read one by one."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from geo.errors import SitmapError
from geo.readers.contents import need_few_cells
from geo.readers.foreign_table import ForeignRow, ForeignTable, Heading, is_comment, is_hxl, unique_names
from geo.readers.sheet import garbled

# code pages of Windows in the languages of conflicts; a detector that may choose from all of them guesses wrong
CODE_PAGES = ("cp1256", "cp1251", "cp1252")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = ",;\t|"
# number of lines in which the heading is looked for
_BEGINNING = 20
_CHUNK = 1 << 20
# the share of unlikely signs that the detector accepts in a sample of a few words
_FEW_WORDS = 0.5
_SAMPLE = 1 << 16
_MOST_REFUSED = 100
_LONGEST_CELL = 10_000_000
_QUOTE = 'a cell that ends with the quotation mark it begins with (a quotation mark within is doubled: "")'


def read_delimited(path: Path, file: str, encoding: str | None = None) -> ForeignTable:
    """Read a table of delimited text.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        The file's name for messages.
    encoding : str, optional
        Its encoding; found by default.

    Raises
    ------
    SitmapError
        If the file is empty, binary, or not in the encoding.
    """
    code = encoding or find_encoding(path, file)
    try:
        with path.open(encoding=code, newline="") as text:
            lines = [line for _ in range(_BEGINNING) if (line := text.readline(_LONGEST_CELL))]
    except (UnicodeError, LookupError) as error:
        raise SitmapError(f"{file}: expected text in {code}; name another by --encoding") from error
    if not "".join(lines).strip():
        raise SitmapError(f"{file}: expected a table; the file is empty")
    skipped = 1 if lines[0].lower().startswith("sep=") else 0
    body = lines[skipped:]
    delimiter = lines[0].strip()[4:5] if skipped else ""
    delimiter = delimiter or max(_DELIMITERS, key=lambda sign: max(line.count(sign) for line in body))
    with _long_cells():
        rows = list(csv.reader(body, delimiter=delimiter))
        heading, size = Heading(rows), path.stat().st_size
        start = skipped + len(list(_lines_of(body, delimiter, heading.line + 1)))
    need_few_cells(file, len(rows), len(rows[heading.line]), size)
    columns = unique_names(rows[heading.line])
    # a heading may span lines
    remarks = [] if code.startswith("utf-8") or encoding else [f"read as {code}; --encoding names another"]
    if heading.line:
        remarks.append(f"the heading is taken from line {start}; what stands above it is left out")
    read = partial(_rows, path, code, delimiter, start, (file, len(columns), size))
    return ForeignTable(file, columns, read, heading=tuple(rows[heading.line]), remarks=tuple(remarks))


def find_encoding(path: Path, file: str) -> str:
    """Find the encoding of a text file: UTF-8 or UTF-16, or else one of `CODE_PAGES`.

    Raises
    ------
    SitmapError
        If the file is binary, or its bytes fit none of them.
    """
    with path.open("rb") as raw:
        start = raw.read(_SAMPLE)
    for mark, code in _MARKS:
        if start.startswith(mark):
            return code
    if b"\0" in start:
        # of UTF-16 without a byte order mark, Latin letters and delimiters have one byte of zero
        half = max((start[0::2].count(0), "utf-16-be"), (start[1::2].count(0), "utf-16-le"))
        if half[0] * 4 > len(start):
            return half[1]
        raise SitmapError(f"{file}: expected a table of text; this is binary")
    try:
        with path.open(encoding="utf-8") as text:
            while text.read(_CHUNK):
                pass
    except UnicodeDecodeError:
        return guess_code_page(_foreign_lines(path), file)
    return "utf-8"


def guess_code_page(sample: bytes, file: str) -> str:
    """Guess which of `CODE_PAGES` bytes are written in.

    Raises
    ------
    SitmapError
        If they fit none.
    """
    found = from_bytes(sample, cp_isolation=list(CODE_PAGES)) or from_bytes(
        sample, cp_isolation=list(CODE_PAGES), threshold=_FEW_WORDS
    )
    likely = [match for match in found if match.chaos == found[0].chaos] if found else []
    if not likely:
        raise SitmapError(f"{file}: expected UTF-8; name the encoding by --encoding, such as {', '.join(CODE_PAGES)}")
    codes = {str(match.encoding): str(match) for match in likely}
    # of a few words, Arabic letters also read as Cyrillic ones, but then as capitals only
    if {"cp1251", "cp1256"} <= set(codes) and not any("\u0430" <= sign <= "\u044f" for sign in codes["cp1251"]):
        return "cp1256"
    return str(likely[0].encoding)


def _foreign_lines(path: Path) -> bytes:
    """Return lines with bytes that are not ASCII, up to the size of a sample."""
    found, size = [], 0
    with path.open("rb") as raw:
        for line in raw:
            if not line.isascii():
                found.append(line)
                size += len(line)
            if size > _SAMPLE:
                break
    return b"".join(found)


def _lines_of(lines: list[str], delimiter: str, records: int) -> Iterator[str]:
    """Yield the lines of the first records, of which a quoted cell may span several."""
    used = iter(lines)
    seen: list[str] = []

    def count() -> Iterator[str]:
        for line in used:
            seen.append(line)
            yield line

    reader = csv.reader(count(), delimiter=delimiter)
    for _ in islice(reader, records):
        pass
    return iter(seen)


def _rows(  # noqa: PLR0913, PLR0917 - how the file is written
    path: Path,
    code: str,
    delimiter: str,
    start: int,
    table: tuple[str, int, int],
    refuse: Callable[[int, str, str], None],
) -> Iterator[ForeignRow]:
    """Yield the rows below the heading; after a record that cannot be split, continue with its second line."""
    (file, width, size), number = table, 0
    refused, is_first = 0, True
    while refused < _MOST_REFUSED:
        with _long_cells(), path.open(encoding=code, newline="", errors="surrogateescape") as text:
            reader = csv.reader(islice(text, start, None), delimiter=delimiter, strict=True)
            done = 0
            try:
                for cells in reader:
                    line, done = start + done + 1, reader.line_num
                    cells = list(map(str.strip, cells))  # noqa: PLW2901 - the same cells, without spaces around them
                    is_hashtags, is_first = is_first and is_hxl(cells), False
                    if not any(cells) or is_hashtags or (cells[0][:1] == "#" and is_comment(cells)):
                        continue
                    if fault := _fault(cells, width, code):
                        refuse(line, *fault)
                    else:
                        number += 1
                        need_few_cells(file, number, width, size)
                        yield ForeignRow(line, cells)
            except csv.Error:
                start += done
                refuse(start + 1, "", _QUOTE)
                start, refused = start + 1, refused + 1
            else:
                return
    refuse(start, "", f"a table; reading stops after {_MOST_REFUSED} records that cannot be split into cells")


@contextmanager
def _long_cells() -> Iterator[None]:
    """Allow cells as long as geometries in WKT are; the limit is one for all of Python."""
    usual = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _fault(cells: list[str], width: int, code: str) -> tuple[str, str] | None:
    """Return the value and the values expected of a row that cannot be used; give a short row empty cells."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    if len(cells) > width:
        return ",".join(cells[width - 1 :]), f"{width} cells; there are {len(cells)}: is a cell not quoted?"
    # a file in UTF-8 has been read to its end before
    if not code.startswith("utf-8") and any(garbled(cell) for cell in cells if not cell.isascii()):
        return "", "text in the encoding of the rest of the file"
    cells += [""] * (width - len(cells))
    return None
