"""`sitmap corpus`: many reports, read by all processors or a cluster into tables of Parquet."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Self

import click

from geo.errors import MissingExtraError, counted
from geo.gazetteer.gazetteer import Gazetteer
from layers.corpus.corpus import TEXTS_A_PART, read_corpus
from layers.corpus.part import Settings
from maps.commands.options import Day
from maps.commands.progress import Preparing
from maps.commands.terminal import echo

# parts given out for each processor, so that none waits for the next
_AHEAD = 2


@click.command("corpus", epilog="Example: sitmap corpus reports.jsonl --out read --dossier my-dossier")
@click.argument("corpus", metavar="REPORTS", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder of the tables."
)
@click.option("--dossier", help="The dossier with places, area and sides.  [default: none, the world]")
@click.option("--published", type=Day(), help="The day of publication of texts that do not name it.")
@click.option("--processes", type=click.IntRange(1), help="Number of processes.  [default: one a processor]")
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="A scheduler of Dask, whose workers read.")
@click.option(
    "--part",
    "texts_a_part",
    default=TEXTS_A_PART,
    show_default=True,
    type=click.IntRange(1),
    help="Texts read together.",
)
def command(  # noqa: PLR0913 - one per option
    *,
    corpus: Path,
    out: Path,
    dossier: str | None,
    published: date | None,
    processes: int | None,
    scheduler: str | None,
    texts_a_part: int,
) -> None:
    """Read many REPORTS, a folder of files, .jsonl or .parquet with a field text, into tables of Parquet.

    The tables are mentions, events, control reports and copies, to be checked. A run that was stopped goes on where it
    was. What cannot be read is set aside in the table of reports, with the reason.
    """
    Gazetteer.load(Preparing())
    settings = Settings.of(dossier, published)
    began = time.monotonic()
    with _executor(scheduler, processes) as (executor, at_once), _Bar() as bar:
        counts = read_corpus(corpus, out, settings, executor, at_once=at_once, texts_a_part=texts_a_part, progress=bar)
    rate = f"{bar.texts / max(time.monotonic() - began, 1e-3):,.1f} a second" if bar.texts else "nothing new"
    rows = ", ".join(f"{counts[name]:,} {name}" for name in ("mentions", "events", "control", "copies"))
    echo(f"{out}: {counted(counts['read'], 'report')} read ({rate}), {rows}", err=True)
    if counts["repeated"]:
        echo(f"{counts['repeated']:,} repeat an earlier one", err=True)
    if counts["refused"]:
        echo(f"{counts['refused']:,} set aside: see status and reason in {out / 'reports'}", err=True)
    if not counts["read"]:
        raise click.ClickException("no report could be read")


@contextmanager
def _executor(scheduler: str | None, processes: int | None) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Yield an executor, and a function that returns the number of parts to give out."""
    if scheduler is None:
        number = processes or os.cpu_count() or 1
        # not forked: a database that is open in two processes is read wrongly
        with ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
            try:
                yield pool, lambda: _AHEAD * number
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return
    try:
        from distributed import Client  # noqa: PLC0415 - optional
    except ImportError as error:
        raise MissingExtraError("--scheduler needs Dask: pip install 'sitmap[cluster]'") from error
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{scheduler}: no scheduler of Dask answers: {error}") from error
    with client, client.get_executor(pure=False) as pool:
        yield pool, lambda: max(_AHEAD * sum(client.nthreads().values()), 1)


def _end_with_parent() -> None:
    """End this process when the one that began it ends, even if that is killed."""
    parent = parent_process()

    def wait() -> None:
        if parent:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


class _Bar:
    """Progress by the share of bytes, with texts a second, on a terminal; it counts the texts of this run."""

    def __init__(self) -> None:
        self.texts = 0
        self._bar = click.progressbar(
            length=1_000_000,
            label="reading",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
            item_show_func=self._rate,
        )
        self._share = 0.0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._bar.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(None, None, None)

    def __call__(self, texts: int, share: float) -> None:
        """Show that texts are done."""
        self.texts += texts
        self._share += share
        self._bar.update(round(self._share * 1_000_000) - self._bar.pos, texts)

    def _rate(self, _item: int | None) -> str:
        return f"{self.texts / max(time.monotonic() - self._began, 1e-3):,.1f} texts a second"
