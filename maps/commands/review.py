"""`sitmap review`: decide on what reports propose, on a page of this machine."""

import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.errors import counted
from layers import Dossier
from layers.errors import ReportFileError, ReportLanguageError
from layers.reading.reading import read_report
from layers.review.session import Review
from layers.texts.files import read_file
from maps.commands.options import Day, OwnDossier
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo
from maps.server.review_server import ReviewServer

if TYPE_CHECKING:
    from layers.review.proposals import ReadReport


@click.command("review", epilog="Example: sitmap review reports --dossier my-dossier")
@click.argument("reports", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--dossier",
    required=True,
    type=OwnDossier(),
    help="The dossier to which accepted rows are added.",
)
@click.option("--published", type=Day(), help="The day of publication of reports that do not name it.")
@click.option("--port", default=0, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one.")
def command(reports: tuple[Path, ...], *, dossier: Path, published: date | None, port: int) -> None:
    """Accept, correct or reject the events and control reports that REPORTS propose: files, or folders of them.

    The address of the page, which is in English, is printed and works on this machine only. Each decision is written at
    once; `sitmap undo` takes back the last one. What was decided is not asked again.
    """
    opened = Dossier.open(dossier, progress=Preparing())
    found: list[ReadReport] = []
    for path in track(_files(reports), "reading"):
        try:
            report = read_file(path)
            day = report.published or published
            if day is None:
                echo(f"{report.name}: no day of publication: relative dates are left out (--published)", err=True)
            reading = read_report(report.text, published=day, dossier=opened)
            for remark in reading.remarks:
                echo(f"{report.name}: {remark}", err=True)
            found.append((report, reading))
        except ReportFileError as error:
            echo(f"not read: {error}", err=True)
        except ReportLanguageError as error:
            echo(f"not read: {path.name}: {error}", err=True)
    if not found:
        raise click.ClickException("there is no report that could be read")
    review = Review(found, opened)
    pending = len(review.pending())
    if not pending:
        echo(f"{counted(len(found), 'report')} read; nothing to decide")
        return
    with ReviewServer(review, port) as server:
        # ended in order
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        echo(f"{counted(len(found), 'report')} read; {counted(pending, 'proposal')} to decide on")
        echo(f"Page: {server.address}\nStop with Ctrl+C.")
        server.serve_forever()


def _files(paths: tuple[Path, ...]) -> list[Path]:
    """Return files, and those of folders, each once and in the order of their names."""
    found = [
        file
        for path in paths
        for file in (sorted(path.iterdir()) if path.is_dir() else [path])
        if file.is_file() and not file.name.startswith(".") and file.name.lower() != "readme.md"
    ]
    return list(dict.fromkeys(found))
