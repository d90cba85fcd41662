"""`sitmap gazetteer` and `sitmap outlines`: add, list and remove packs of places, and of outlines of admin areas."""

import json
import shlex
import sys
from pathlib import Path

import click

from geo.boundaries.outlines import PACKS as OUTLINES
from geo.boundaries.outlines import SERVER as GEOBOUNDARIES
from geo.boundaries.outlines import add as add_outlines
from geo.boundaries.outlines import open_outlines
from geo.errors import Problems, counted
from geo.gazetteer.packs import PACKS, SERVER, add
from geo.gazetteer.world.countries import codes_by
from geo.packs import Packs
from maps.commands.options import Country
from maps.commands.terminal import echo

# number of rows that are left out of a file that are told
_LISTED = 20


@click.group("gazetteer", epilog="Example: sitmap gazetteer add SY, then sitmap geocode --gazetteer SY Surman")
def gazetteer() -> None:
    """Add packs of places, list those that were added, and remove them."""


@gazetteer.command("add", epilog="Example: sitmap gazetteer add places.csv --name camps --country SY")
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


@click.group(
    "outlines", epilog='Example: sitmap outlines add SY, then area = ["SY-ADM1/Idlib", "SY-ADM1/Hama"] in dossier.toml'
)
def outlines() -> None:
    """Add packs of outlines of admin areas, list those that were added, and remove them."""


@outlines.command("add", epilog="Example: sitmap outlines add SY --level 2")
@click.argument("country", type=Country())
@click.option(
    "--level", type=click.IntRange(0, 5), default=1, show_default=True, help="1 for the country's first divisions."
)
@click.option("--server", default=GEOBOUNDARIES, show_default=True, help="Address of geoBoundaries' API.")
def add_areas(country: str, *, level: int, server: str) -> None:
    """Fetch geoBoundaries' outlines of the admin areas of a COUNTRY."""
    iso3 = next(three for three, two in codes_by("iso3").items() if two == country)
    name = f"{country}-ADM{level}"
    pack = add_outlines(name, iso3, level, server=server, progress=_report if sys.stderr.isatty() else lambda _: None)
    first = json.dumps(f"{name}/{pack.areas['name'].iloc[0]}", ensure_ascii=False)
    echo(f"{name}: {counted(len(pack.areas), 'area')} of {pack.origin['year']}; {pack.origin['licence']}")
    echo(f"A dossier's area is one or more of them: area = [{first}]; sitmap outlines list {name} lists them.")


@outlines.command("list")
@click.argument("pack", required=False)
def list_outlines(pack: str | None) -> None:
    """List the packs that were added, or the areas of a PACK."""
    for name in OUTLINES.names() if pack is None else sorted(open_outlines(pack).areas["name"]):
        echo(name)


@gazetteer.command("list")
def list_packs() -> None:
    """List the packs that were added."""
    for name in PACKS.names():
        echo(name)


def _removing(group: click.Group, packs: Packs) -> None:
    """Add the command `remove` to a group."""

    @group.command("remove", epilog=f"Example: sitmap {group.name} remove SY")
    @click.argument("name")
    def remove(name: str) -> None:
        """Remove the pack of a NAME; dossiers that name it cannot be built until it is added again."""
        packs.remove(name)
        echo(f"{name}: removed")


_removing(gazetteer, PACKS)
_removing(outlines, OUTLINES)


def _report(step: str) -> None:
    echo(step, err=True)
