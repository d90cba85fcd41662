"""`sitmap cite`: the sources of a dossier, and how to cite the map."""

from datetime import UTC, date, datetime

import click

from layers import Dossier
from layers.citation import as_bibtex, as_csl, as_text, citations
from layers.dossier.release.embargo import release
from maps.commands.options import Day
from maps.commands.progress import Preparing
from maps.commands.terminal import echo

_FORMATS = {"text": as_text, "bibtex": as_bibtex, "csl": as_csl}


@click.command("cite", epilog="Example: sitmap cite idlib-2020 --format bibtex")
@click.argument("dossier")
@click.option("--format", "form", type=click.Choice([*_FORMATS]), default="text", show_default=True)
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
def command(dossier: str, *, form: str, as_of: date | None) -> None:
    """List the sources of a DOSSIER, and how to cite the map.

    Sources that only rows under embargo name are left out.
    """
    today = as_of or datetime.now(tz=UTC).date()
    released = release(Dossier.open(dossier, progress=Preparing()), today).dossier
    echo(_FORMATS[form](citations(released, today)))
