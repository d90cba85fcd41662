"""`sitmap undo`: take back the last change of a dossier's tables."""

from pathlib import Path

import click

from layers.dossier.changes import undo
from maps.commands.options import OwnDossier
from maps.commands.progress import changed_alone
from maps.commands.terminal import echo


@click.command("undo", epilog="Example: sitmap undo my-dossier")
@click.argument("dossier", type=OwnDossier())
def command(dossier: Path) -> None:
    """Take back the last import, read --out or review of a DOSSIER, if its tables were not changed since."""
    with changed_alone(dossier):
        what = undo(dossier)
    echo(f"{dossier}: {what} is taken back")
