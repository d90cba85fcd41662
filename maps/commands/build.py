"""`sitmap build`: the page and the layers of a dossier."""

from datetime import date
from pathlib import Path

import click

from layers import Dossier, build
from layers.collection import Layers
from layers.formats.registry import FORMATS
from maps.commands.options import Day, worlds_option
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo
from maps.outputs import ON_REQUEST, PAGE, USUAL, write_outputs


class _Formats(click.ParamType[tuple[str, ...]]):
    """Formats, separated by commas."""

    name = "formats"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",")))
        for name in names:
            if name not in (*USUAL, *ON_REQUEST):
                self.fail(f"{name!r} is not a format; there are {', '.join((*USUAL, *ON_REQUEST))}", param, ctx)
        return names


@click.command("build", epilog="Example: sitmap build my-dossier --out site --format html,geojson")
@click.argument("dossier", default="idlib-2020")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Folder to write to.",
)
@click.option("--on", type=Day(), help="Only what is true that day.")
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@click.option(
    "--format",
    "formats",
    type=_Formats(),
    default=",".join(USUAL),
    show_default=True,
    help=f"What to write, with commas, out of {', '.join((*USUAL, *ON_REQUEST))}.",
)
@click.option("--page-url", help="The address at which the page will stand, for previews of links.")
@worlds_option
def command(  # noqa: PLR0913 - one per option
    dossier: str, *, out: Path, on: date | None, as_of: date | None, formats: tuple[str, ...], page_url: str | None
) -> None:
    """Build the map and the layers of a DOSSIER: a folder, or a bundled one: idlib-2020, mariupol-2022, northland."""
    layers = build(Dossier.open(dossier, progress=Preparing()), as_of=as_of, track=track)
    for warning in layers.warnings:
        echo(f"warning: {warning}", err=True)
    shown = layers if on is None else layers.at(on)
    asked = {"on": on.isoformat() if on else None, "formats": list(formats)}
    write_outputs(shown, out, formats, asked, page_url=page_url)
    echo(_summary(shown, out, formats))


def _summary(layers: Layers, out: Path, formats: tuple[str, ...]) -> str:
    """Write the title, the error of the zones, and the paths of the outputs."""
    error, places = layers.errors["leave_one_place_out"], layers.errors["places"]
    lines = [layers.dossier.title]
    accuracy = (
        "too few places to tell how often they are wrong"
        if error is None
        else f"judged by all the others, the {places} reported places come out wrong on {error:.1%} of days on average"
    )
    lines.append(f"Zones:  {accuracy}.")
    if layers.warnings:
        lines.append(f"Warnings: {len(layers.warnings)}, listed above and in {out / 'manifest.json'}.")
    if "html" in formats:
        lines.append(f"Map:    {(out / PAGE).resolve()}")
    if "qgis" in formats:
        lines.append(f"QGIS:   {(out / FORMATS['qgis'].path).resolve()}")
    if "geojson" in formats:
        lines.append(f"Layers: {(out / FORMATS['geojson'].path).resolve()}")
    return "\n".join(lines)
