"""`sitmap gazetteer`: add, list and remove packs of places."""

import json
import shlex
import sys
from pathlib import Path

import click

from geo.errors import Problems, counted
from geo.gazetteer.packs import SERVER, add, installed, remove
from maps.commands.options import Country
from maps.commands.terminal import echo

# number of rows that are left out of a file that are told
_LISTED = 20


@click.group("gazetteer", epilog="Example: sitmap gazetteer add SY, then sitmap geocode --gazetteer SY Surman")
def command() -> None:
    """Add packs of places, list those that were added, and remove them."""


@command.command("add", epilog="Example: sitmap gazetteer add places.csv --name camps --country SY")
@click.argument("source", metavar="COUNTRY|FILE")
@click.option(
    "--name",
    help="Name of the pack, which replaces any pack of that name; by default the country's code or the file's name.",
)
@click.option("--country", type=Country(), help="Country of the places of a file that have none: a name or code.")
@click.option(
    "--server", default=SERVER, show_default=True, help="Address from which GeoNames' dumps of countries are fetched."
)
@click.option(
    "--points",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with positions by P-code, for a table without positions.",
)
def add_pack(source: str, *, name: str | None, country: str | None, server: str, points: Path | None) -> None:
    """Fetch GeoNames' places of a COUNTRY (such as SY), or read a FILE of places.

    GeoNames, OCHA's P-codes, GNS, Who's On First, OpenStreetMap, and tables and features of all kinds that sitmap
    import reads. Rows that cannot be used are left out and told.
    """
    progress, left_out = _report if sys.stderr.isatty() else None, Problems()
    added, places = add(
        source, name=name, country=country, server=server, points=points, left_out=left_out, progress=progress
    )
    for problem in [*left_out][:_LISTED]:
        echo(f"left out: {problem}", err=True)
    if len(left_out) > _LISTED:
        echo(f"left out: and {len(left_out) - _LISTED} more", err=True)
    echo(
        f"{added}: {counted(places, 'place')}; sitmap geocode --gazetteer {shlex.quote(added)} NAME... looks there "
        f"first, and so does a dossier with gazetteers = [{json.dumps(added, ensure_ascii=False)}]"
    )


@command.command("remove", epilog="Example: sitmap gazetteer remove camps")
@click.argument("name")
def remove_pack(name: str) -> None:
    """Remove the pack of a NAME; dossiers that name it cannot be built until it is added again."""
    remove(name)
    echo(f"{name}: removed")


@command.command("list")
def list_packs() -> None:
    """List the packs that were added."""
    for name in installed():
        echo(name)


def _report(step: str) -> None:
    echo(step, err=True)
