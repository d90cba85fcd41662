"""A dossier on disk that a test spoils, and the problems that opening it lists."""

from pathlib import Path

import pytest

from geo.errors import Problem
from layers import Dossier, DossierError

BUNDLED = Dossier.open("idlib-2020").path


def replace(dossier: Path, file: str, old: str, new: str) -> None:
    """Replace a text once in a file; it has to be there."""
    text = (dossier / file).read_text(encoding="utf-8")
    assert old in text
    (dossier / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(dossier: Path, file: str, start: str) -> int:
    """Return the number of the first line that starts with a text."""
    lines = (dossier / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def problems(dossier: Path) -> list[str]:
    """Open a dossier that cannot be opened, and return its problems, a line each, without the ids of their checks."""
    with pytest.raises(DossierError) as raised:
        Dossier.open(dossier)
    return [without_check(problem) for problem in raised.value.problems]


def without_check(problem: Problem) -> str:
    """Return the line of a problem without the id of its check."""
    return str(problem).removesuffix(f" [{problem.check}]")
