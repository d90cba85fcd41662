"""`sitmap gazetteer`: packs of places that are added to those of the world."""

import sys

import click

from geo.packs import SERVER, add, installed


@click.group("gazetteer", epilog="Example: sitmap gazetteer add SY, then sitmap geocode --gazetteer SY Surman")
def command() -> None:
    """Add packs of places, and list those that were added."""


@command.command("add", epilog="Example: sitmap gazetteer add places.csv")
@click.argument("what", metavar="COUNTRY|FILE")
@click.option(
    "--server", default=SERVER, show_default=True, help="Where GeoNames' dumps of countries are fetched from."
)
def add_pack(what: str, server: str) -> None:
    """Fetch GeoNames' places of a COUNTRY (a code: SY), or read a FILE of GeoNames, OCHA, Who's On First or CSV."""
    name, places = add(what, server=server, progress=_tell if sys.stderr.isatty() else None)
    click.echo(f"{name}: {places:,} places; sitmap geocode --gazetteer {name} NAME... looks there first")


@command.command("list")
def list_packs() -> None:
    """List the packs that were added."""
    for name in installed():
        click.echo(name)


def _tell(doing: str) -> None:
    click.echo(doing, err=True)
