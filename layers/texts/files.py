"""Read files of reports by their formats: plain text, HTML pages, Word documents and messages.

A file of another format is refused by its name or its first bytes: nothing is "found" in a file that was not read.
"""

import sys
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePath

from geo.days import parse_day
from geo.errors import DayError
from geo.readers.contents import bounded, read_contents
from layers.errors import NoTextError, ReportFileError
from layers.texts.page import read_page
from layers.texts.reports import with_head
from layers.texts.text import ENCODING, ReportFile, decoded, refusing
from layers.texts.word import read_word

_PAGES = frozenset({".html", ".htm", ".xhtml"})
# formats that are not read, by ending and by first bytes
_REFUSED = {
    ".rtf": "Rich Text", ".pdf": "PDF", ".mht": "a saved web archive", ".mhtml": "a saved web archive",
    ".doc": "Word 97", ".odt": "OpenDocument", ".pages": "Pages", ".epub": "EPUB", ".msg": "Outlook",
}  # fmt: skip
_BEGINNINGS = {rb"{\rtf": ".rtf", b"%PDF-": ".pdf", b"\xd0\xcf\x11\xe0": ".doc"}
LARGEST_BYTES = 50_000_000
"""The size of the largest file of a report that is read."""


def read_file(path: Path) -> ReportFile:
    """Read a report in the format of the file's ending.

    Parameters
    ----------
    path : Path
        ``.html``, ``.htm`` and ``.xhtml`` for pages, ``.docx`` for Word, ``.eml`` for messages; every other ending for
        text in UTF-8, or in UTF-16 with a byte order mark, with or without ``key: value`` lines at its head.

    Raises
    ------
    ReportFileError
        If the file cannot be read whole; the message has its name and the fault.
    """
    try:
        raw = read_contents(path, LARGEST_BYTES)
    except OSError as error:
        raise ReportFileError(f"{path}: cannot be read: {error.strerror}") from error
    return report_of(path.name, raw)


def report_of(name: str, raw: bytes) -> ReportFile:
    """Read a report from the content of a file, in the format of its name's ending; see `read_file`."""
    ending = PurePath(name).suffix.lower()
    _refuse(name, raw, ending)
    if ending in _PAGES:
        return read_page(name, raw)
    if ending == ".docx":
        return _word(name, raw)
    return _message(name, raw) if ending == ".eml" else text_of(name, raw)


def standard_input() -> ReportFile:
    """Read a report from standard input, which may have no end.

    Raises
    ------
    ReportFileError
        If it is no text, or longer than a report can be.
    """
    name = "standard input"
    try:
        return text_of(name, bounded(sys.stdin.buffer, LARGEST_BYTES, name))
    except OSError as error:
        raise ReportFileError(f"{name}: cannot be read: {error.strerror}") from error


def text_of(name: str, raw: bytes) -> ReportFile:
    r"""Read a report from text, or from a page that begins as HTML does.

    Examples
    --------
    >>> text_of("story.txt", b"published: 2020-02-06\n\nThey met.").published
    datetime.date(2020, 2, 6)
    """
    _refuse(name, raw, "")
    try:
        text = decoded(raw)
    except NoTextError as error:
        if error.is_binary:
            raise ReportFileError(f"{name}: not a text; a Word document must end in .docx") from error
        raise ReportFileError(f"{name}, line {error.line}: {error.value}; expected {ENCODING}") from error
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        return read_page(name, raw)
    return _headed(name, text)


def _refuse(name: str, raw: bytes, ending: str) -> None:
    found = next((known for first, known in _BEGINNINGS.items() if raw.startswith(first)), ending)
    if found in _REFUSED:
        raise ReportFileError(f"{name}: {_REFUSED[found]} ({found}) is not read; save it as .docx, .html or .txt")


def _word(name: str, raw: bytes) -> ReportFile:
    found = read_word(name, raw)
    if not found.text.strip():
        left = f"; left out: {', '.join(found.left_out)}" if found.left_out else ""
        raise ReportFileError(f"{name}: no text is found in this document{left}")
    return replace(_headed(name, found.text), left_out=found.left_out, modified=found.modified)


def _message(name: str, raw: bytes) -> ReportFile:
    """Read the body of a message (RFC 5322), which is sent on its Date and published by its sender."""
    with refusing(name, "a message"):
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)  # noqa: S101 - for the type; the policy makes this class
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body else None
        sent, sender = message["Date"], message["From"]
        day = parsedate_to_datetime(str(sent)).date() if sent else None
        others = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if not isinstance(content, str) or not content.strip():
        raise ReportFileError(f"{name}: no text is found in this message")
    is_page = body is not None and body.get_content_type() == "text/html"
    text = read_page(name, content.encode()).text if is_page else content
    left_out = tuple(f"the attachment {other}" for other in others)
    return ReportFile(name, text, day, str(sender) if sender else None, left_out=left_out)


def _headed(name: str, text: str) -> ReportFile:
    report = with_head(name, text)
    published = report.head.get("published")
    try:
        # a time after the day is left out
        day = parse_day(published[:10]) if published else None
    except DayError as error:
        raise ReportFileError(f"{name}: published: {published!r}; expected a day as YYYY-MM-DD") from error
    return ReportFile(name, report.text, day, report.head.get("publisher"), report.head.get("url"))
