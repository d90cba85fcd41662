"""`sitmap gazetteer`: add, list and remove packs of places."""

import json
import shlex
import sys

import click

from geo.gazetteer.packs import SERVER, add, installed, remove
from maps.commands.options import Country
from maps.commands.terminal import echo


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
def add_pack(source: str, *, name: str | None, country: str | None, server: str) -> None:
    """Fetch GeoNames' places of a COUNTRY (such as SY), or read a FILE of GeoNames, OCHA, Who's On First or CSV."""
    progress = _report if sys.stderr.isatty() else None
    added, places = add(source, name=name, country=country, server=server, progress=progress)
    echo(
        f"{added}: {places:,} places; sitmap geocode --gazetteer {shlex.quote(added)} NAME... looks there first, "
        f"and so does a dossier with gazetteers = [{json.dumps(added, ensure_ascii=False)}]"
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
