"""The text of a report, and how it is decoded from bytes."""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from layers.errors import NoTextError, ReportFileError

LONGEST_RUN = 300
"""The most characters without a space that are read."""
_RUN = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
# Word documents are archives
_ZIP = b"PK\x03\x04"
ENCODING = "a text in UTF-8, or in UTF-16 with a byte order mark"
"""The encodings of texts."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """The report in a file.

    Parameters
    ----------
    name : str
        The file's name.
    text : str
        The text of the report, without menus, advertisements and the lines at its head.
    published : date, optional
        The day of publication, if the file names the day.
    publisher, url : str, optional
        The publisher and the address, if the file names them.
    left_out : tuple of str
        The kinds of text in the file that are left out.
    modified : date, optional
        The day on which the file says that it was last changed, which is no day of publication.
    """

    name: str
    text: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    left_out: tuple[str, ...] = ()
    modified: date | None = None


def without_runs(text: str) -> str:
    """Blank out what is no word: runs of more than 300 characters without a space; all offsets stay the same.

    Expressions that search a text for words take time that grows with the square of such a run.

    Examples
    --------
    >>> len(without_runs("dots " + 400 * ".")), without_runs("a word")
    (405, 'a word')
    """
    return _RUN.sub(lambda run: " " * len(run[0]), text)


@contextmanager
def refusing(name: str, kind: str) -> Iterator[None]:
    """Refuse a damaged file, on which the library that reads its format fails with errors of any class.

    Raises
    ------
    ReportFileError
        In place of the library's error.
    """
    try:
        yield
    except (ReportFileError, MemoryError):
        raise
    except Exception as error:
        raise ReportFileError(f"{name}: not {kind} that can be read: {str(error) or type(error).__name__}") from error


def decoded(raw: bytes) -> str:
    r"""Decode a text in UTF-8, or in UTF-16 (called Unicode by Windows programs) with a byte order mark.

    Raises
    ------
    NoTextError
        If the bytes are neither.

    Examples
    --------
    >>> decoded("a\r\nb".encode("utf-16"))
    'a\nb'
    """
    if raw.startswith(_ZIP):
        raise NoTextError(1, "PK", ENCODING, is_binary=True)
    is_wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in raw and not is_wide:
            raise NoTextError(raw[: raw.index(b"\0")].count(b"\n") + 1, "\0", ENCODING, is_binary=True) from error
        raise NoTextError(raw[: error.start].count(b"\n") + 1, f"byte {raw[error.start]:#x}", ENCODING) from error
    if "\0" in text:
        raise NoTextError(text[: text.index("\0")].count("\n") + 1, "\0", ENCODING, is_binary=True)
    return text.replace("\r\n", "\n")
