"""The command line run for a test: inside the test's process, or in a process of its own, as a user does."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from click.testing import CliRunner

from maps.cli import main

SITMAP = Path(sys.executable).with_name("sitmap")

Done = subprocess.CompletedProcess[str]


def run(*arguments: str | Path, cwd: Path | None = None, text: str = "") -> Done:
    """Run ``sitmap`` inside this process; pytest makes its warnings errors, and an exception fails the test.

    Parameters
    ----------
    *arguments : str or Path
        The words after ``sitmap``.
    cwd : Path, optional
        Folder to run in.
    text : str
        Standard input.
    """
    words = ["sitmap", *map(str, arguments)]
    code = 0
    with (
        contextlib.chdir(cwd or Path.cwd()),
        mock.patch.object(sys, "argv", words),
        CliRunner().isolation(input=text) as (out, err, _),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(words, code, out.getvalue().decode(), err.getvalue().decode())


def run_process(*arguments: str | Path, cwd: Path | None = None, text: str = "", seed: int | None = None) -> Done:
    """Run ``sitmap`` in a process of its own with warnings as errors, and hashes of texts by a seed."""
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    if seed is not None:
        environment["PYTHONHASHSEED"] = str(seed)
    command = [str(SITMAP), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment, input=text)  # noqa: S603 - our own
