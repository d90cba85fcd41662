"""Read files of reports: plain text, HTML pages and Word documents, with the day of publication if it is named."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from zipfile import BadZipFile

from geo.days import parse_day
from geo.errors import DayError
from geo.readers.contents import read_contents
from layers.errors import NoTextError, ReportFileError
from layers.texts.reports import with_head
from layers.texts.text import ENCODING, decoded


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
    """

    name: str
    text: str
    published: date | None = None
    publisher: str | None = None
    url: str | None = None


def read_file(path: Path) -> ReportFile:
    """Read a report in the format of the file's ending.

    Parameters
    ----------
    path : Path
        ``.html`` and ``.htm`` for pages, ``.docx`` for Word; every other ending for text in UTF-8, or in UTF-16 with a
        byte order mark, with or without ``key: value`` lines at its head.

    Raises
    ------
    ReportFileError
        If the file cannot be read; the message has its name and the fault.
    """
    try:
        raw = read_contents(path)
    except OSError as error:
        raise ReportFileError(f"{path}: cannot be read: {error.strerror}") from error
    match path.suffix.lower():
        case ".html" | ".htm":
            return _page(path.name, raw)
        case ".docx":
            return _word(path)
        case _:
            return text_of(path.name, raw)


def text_of(name: str, raw: bytes) -> ReportFile:
    r"""Read a report from text.

    Examples
    --------
    >>> text_of("story.txt", b"published: 2020-02-06\n\nThey met.").published
    datetime.date(2020, 2, 6)
    """
    try:
        return _headed(name, decoded(raw))
    except NoTextError as error:
        if error.is_binary:
            raise ReportFileError(f"{name}: not a text; a Word document must end in .docx") from error
        raise ReportFileError(f"{name}, line {error.line}: {error.value}; expected {ENCODING}") from error


def _page(name: str, raw: bytes) -> ReportFile:
    # imported here: the import takes half a second, and most reports are plain text
    from trafilatura import bare_extraction  # noqa: PLC0415

    found = bare_extraction(raw, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict) or not found.text:
        raise ReportFileError(f"{name}: no text is found in this page")
    day = date.fromisoformat(found.date) if found.date else None
    return ReportFile(name, found.text, day, found.sitename or None, found.url or None)


def _word(path: Path) -> ReportFile:
    from docx import Document  # noqa: PLC0415 - as above
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    try:
        document = Document(str(path))
    # lxml raises a SyntaxError of its own for broken XML
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise ReportFileError(f"{path.name}: not a Word document") from error
    parts = (
        part.text if isinstance(part, Paragraph) else "\n".join(cell.text for row in part.rows for cell in row.cells)
        for part in document.iter_inner_content()
    )
    report = _headed(path.name, "\n".join(parts))
    made = document.core_properties.created
    # a document that a program made from a template has the date of the template
    if report.published or made is None or made == Document().core_properties.created:
        return report
    return replace(report, published=made.date())


def _headed(name: str, text: str) -> ReportFile:
    report = with_head(name, text)
    published = report.head.get("published")
    try:
        # a time after the day is left out
        day = parse_day(published[:10]) if published else None
    except DayError as error:
        raise ReportFileError(f"{name}: published: {published!r}; expected a day as YYYY-MM-DD") from error
    return ReportFile(name, report.text, day, report.head.get("publisher"), report.head.get("url"))
