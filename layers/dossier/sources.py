"""Find or add the row of `sources.csv` that stands for a report with proposed events."""

import hashlib
from pathlib import Path

from geo.readers.appendix import append_rows
from geo.readers.sheet import Sheet
from layers.errors import ReportFileError
from layers.schema.dossier_tables import SOURCES
from layers.texts.text import ReportFile


def cite(report: ReportFile, folder: Path) -> str | None:
    """Return the key of a report in the sources of a dossier; a missing row is added. See `source_of`."""
    key, row = source_of(report, folder)
    if row:
        append_rows(folder / SOURCES.file, [row])
    return key


def citable_url(report: ReportFile) -> str | None:
    """Return the address of a report, if it is one that a table of sources takes."""
    return report.url if (report.url or "").startswith(("http://", "https://")) else None


def source_of(report: ReportFile, folder: Path) -> tuple[str | None, dict[str, str | None] | None]:
    """Return the key of a report in the sources of a dossier, and the row that the table lacks, if it does.

    Parameters
    ----------
    report : ReportFile
        The report; without a publisher or an address it has no key, and both are None.
    folder : Path
        The dossier.

    Raises
    ------
    ReportFileError
        If the table of sources cannot be read.
    """
    url = citable_url(report)
    if not (url or report.publisher):
        return None, None
    path = folder / SOURCES.file
    sheet = Sheet.read(path)
    if sheet.problems or not {"key", "url", "publisher"} <= set(sheet.columns):
        raise ReportFileError(f"{path}: expected a table with the columns key, url and publisher")
    for _, row in sheet.records():
        if url in {row["url"], row.get("archive_url")} if url else row["publisher"] == report.publisher:
            return row["key"], None
    key = "R" + hashlib.sha256((url or report.publisher or "").encode()).hexdigest()[:8]
    return key, {"url": url, "publisher": report.publisher, "key": key}
