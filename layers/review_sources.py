"""The source of proposed events in a dossier: the row of `sources.csv` that a report is, added where there is none."""

import csv
import hashlib
import io
from pathlib import Path

from geo.sheet import Sheet
from layers.evidence import SOURCES
from layers.report_files import ReportFile, ReportFileError
from layers.spreadsheet import guarded
from layers.whole import write_whole


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
    write_whole(path, _added(path, sheet.columns, told | {"key": key}))
    return key


def _added(path: Path, columns: tuple[str, ...], row: dict[str, str]) -> str:
    """Give the table with one more row at its end, written as its header is."""
    text = path.read_bytes().decode("utf-8")
    header = text.partition("\n")[0]
    line = io.StringIO()
    delimiter = ";" if header.count(";") > header.count(",") else ","
    csv.writer(line, delimiter=delimiter, lineterminator="\n").writerow(
        [guarded(row.get(name, "")) for name in columns]
    )
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{line.getvalue()}"
