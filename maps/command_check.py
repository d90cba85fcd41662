"""`sitmap check`: every problem of a dossier, with file and line."""

import sys

import click

from layers import Dossier, DossierError
from maps.options import Preparing


@click.command("check", epilog="Example: sitmap check my-dossier")
@click.argument("dossier")
def command(dossier: str) -> None:
    """List every problem of a DOSSIER; exit with 1 if there is an error."""
    try:
        opened = Dossier.open(dossier, progress=Preparing())
    except DossierError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}")
        click.echo(f"{dossier}: {len(error.problems)} errors")
        sys.exit(1)
    for warning in opened.warnings:
        click.echo(f"warning: {warning}")
    counts = f"{len(opened.posts)} posts, {len(opened.control)} control reports, {len(opened.events)} events"
    click.echo(f"{dossier}: no errors, {len(opened.warnings)} warnings; {counts}")
