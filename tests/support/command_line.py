"""Runs the command line in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

SITMAP = Path(sys.executable).with_name("sitmap")


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``sitmap`` with warnings as errors, and return what it printed."""
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    command = [str(SITMAP), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)  # noqa: S603 - our own
