"""The wheel and the sdist of the files that git tracks."""

import shutil
import subprocess
import sys
from pathlib import Path

from checkout import ROOT

PACKAGES = ("geo", "layers", "maps")


def tracked() -> list[str]:
    """List the paths that git tracks, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S607
    return [path for path in listed.stdout.split("\0") if (ROOT / path).is_file()]


def distributions(folder: Path) -> tuple[Path, Path]:
    """Build wheel and sdist from a copy of the tracked files, and return their paths.

    The copy keeps old files of the checkout's ``build`` folder out of the wheel.
    """
    source = folder / "source"
    for path in tracked():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, target)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(source)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - ours
    (wheel,) = (folder / "dist").glob("*.whl")
    (sdist,) = (folder / "dist").glob("*.tar.gz")
    return wheel, sdist
