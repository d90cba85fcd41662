"""Progress bars of the commands, shown on a terminal only, and waiting for other commands."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

from layers.dossier.changes import locked
from maps.commands.terminal import echo

T = TypeVar("T")


# seconds and rounds after which the time of a loop is estimated, and seconds from which on an estimate is told
_AFTER_S, _ROUNDS, _LONG_S = 5.0, 10, 60.0
# work on each day of a dossier, and what makes it shorter
_OF_DAYS = {"drawing zones and assessing posts"}
_SHORTER = "what is found is kept for the next time. A later start, or an earlier end, in dossier.toml makes it shorter"


def track(items: list[T], label: str) -> Iterable[T]:
    """Iterate over items, with a progress bar on a terminal; a loop of more than a minute says how long it will be."""
    if not sys.stderr.isatty():
        return _foretold(items, label)
    return _barred(items, label)


def _barred(items: list[T], label: str) -> Iterator[T]:
    with click.progressbar(_foretold(items, label), len(items), label, show_pos=True, file=sys.stderr) as bar:
        yield from bar


def _foretold(items: list[T], label: str) -> Iterator[T]:
    begun, is_told = time.monotonic(), False
    for done, item in enumerate(items, 1):
        yield item
        spent = time.monotonic() - begun
        if not is_told and done >= _ROUNDS and spent > _AFTER_S and (whole := spent / done * len(items)) > _LONG_S:
            is_told = True
            told = f"{label} will take about {whole / 60:.0f} min"
            echo(f"{told}; {_SHORTER}" if label in _OF_DAYS else told, err=True)


class Preparing:
    """A progress bar for the first use of the world's gazetteer, on a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Show how many places are done."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, label="preparing the world's places, once", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)
        if done >= total:
            self._bar.__exit__(None, None, None)


def changed_alone(dossier: Path) -> AbstractContextManager[None]:
    """Keep other commands from changing a dossier during a block, and say that one waits for another."""
    return locked(dossier, lambda: echo(f"waiting for another command that changes {dossier}", err=True))
