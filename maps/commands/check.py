"""`sitmap check`: every problem of a dossier, with file and line."""

import sys

import click

from geo.errors import counted
from layers import Dossier, DossierError
from maps.commands.progress import Preparing
from maps.commands.terminal import echo


@click.command("check", epilog="Example: sitmap check my-dossier")
@click.argument("dossier")
def command(dossier: str) -> None:
    """List every problem of a DOSSIER; exit with 1 if there is an error."""
    try:
        opened = Dossier.open(dossier, progress=Preparing())
    except DossierError as error:
        for problem in error.problems:
            echo(f"error: {problem}")
        for warning in error.warnings:
            echo(f"warning: {warning}")
        counts = counted(len(error.problems), "error")
        if error.warnings:
            counts += f", {counted(len(error.warnings), 'warning')}"
        echo(f"{dossier}: {counts}")
        sys.exit(1)
    for warning in opened.warnings:
        echo(f"warning: {warning}")
    rows = (
        counted(len(opened.posts), "post"),
        counted(len(opened.control), "control report"),
        counted(len(opened.events), "event"),
    )
    echo(f"{dossier}: no errors, {counted(len(opened.warnings), 'warning')}; {', '.join(rows)}")
