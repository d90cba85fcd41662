"""Progress bars of the commands, shown on a terminal only, and waiting for other commands."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

from layers.dossier.changes import locked
from maps.commands.terminal import echo

T = TypeVar("T")


def track(items: list[T], label: str) -> Iterable[T]:
    """Iterate over items, with a progress bar on a terminal."""
    return _barred(items, label) if sys.stderr.isatty() else items


def _barred(items: list[T], label: str) -> Iterator[T]:
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


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
