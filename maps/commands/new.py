"""`sitmap new`: an empty dossier to fill in."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import click

from layers import DossierError, Problem
from maps.commands.terminal import echo


@click.command("new", epilog="Example: sitmap new my-dossier")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Start an empty dossier in a FOLDER, with commented examples in every file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DossierError(
            str(folder), (Problem(str(folder), 0, "", "", "a folder that does not exist yet, or an empty one"),)
        )
    with as_file(files("layers") / "template") as template:
        shutil.copytree(template, folder, dirs_exist_ok=True)
    echo(f"A new dossier is in {folder}. Fill in its files, then: sitmap check {folder}")
