"""The source of proposed events in a dossier: the row of `sources.csv` that a report is, added where there is none."""

import csv
import hashlib
import io
from pathlib import Path

from geo.atomic_write import draft
from geo.readers.sheet import Sheet, guarded
from layers.dossier.evidence import SOURCES
from layers.texts.files import ReportFile, ReportFileError


def cite(report: ReportFile, folder: Path) -> str | None:
    """Give the key of a report among the sources of a dossier, and add it to them where it is not there yet.

    Parameters
    ----------
    report : ReportFile
        The report; one that names neither its publisher nor its address is no source.
    folder : Path
        The dossier.

    Raises
    ------
    ReportFileError
        Where the table of its sources cannot be read.
    """
    url = report.url if (report.url or "").startswith(("http://", "https://")) else None
    if not (url or report.publisher):
        return None
    path = folder / SOURCES
    sheet = Sheet.read(path)
    if sheet.faults or not {"key", "url", "publisher"} <= set(sheet.columns):
        raise ReportFileError(f"{path}: expected a table with the columns key, url and publisher")
    told = {"url": url or "", "publisher": report.publisher or ""}
    for _, cells in sheet.rows:
        row = dict(zip(sheet.columns, cells, strict=False))
        same = row.get("url") == url or row.get("archive_url") == url if url else row["publisher"] == report.publisher
        if same and not row["key"].startswith("#"):
            return row["key"]
    key = "R" + hashlib.sha256((url or report.publisher or "").encode()).hexdigest()[:8]
    text = _added(path, sheet, told | {"key": key})
    with draft(path) as beside:
        beside.write_bytes(text.encode("utf-8"))
    return key


def _added(path: Path, sheet: Sheet, row: dict[str, str]) -> str:
    """Give the table with one more row at its end, cut and ended as its others are."""
    text = path.read_bytes().decode("utf-8")
    line = io.StringIO()
    csv.writer(line, delimiter=sheet.delimiter, lineterminator=sheet.line_end).writerow(
        [guarded(row.get(name, "")) for name in sheet.columns]
    )
    ended = "" if text.endswith(("\n", "\r")) else sheet.line_end
    return f"{text}{ended}{line.getvalue()}"
