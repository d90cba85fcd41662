"""`sitmap build`: the page and the layers of a dossier."""

from datetime import date
from pathlib import Path

import click
import pandas as pd

from geo.store import Store
from layers import Dossier, build
from layers.collection import Layers
from layers.dossier.folder import find_folder
from layers.formats.registry import FORMATS
from maps.commands.options import Day, worlds_option
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo
from maps.kept import MANIFEST, listed
from maps.outputs import LAYERS_FOLDER, ON_REQUEST, PAGE, USUAL, write_outputs
from maps.unchanged import Record, file_hashes

# the format that is written to no file
_DATABASE = "postgis"
# days from one snapshot to the next; months are of the calendar
_STEPS = {"day": 1, "week": 7, "month": None}


class _Formats(click.ParamType[tuple[str, ...]]):
    """Formats, separated by commas."""

    name = "formats"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(name.strip() for name in value.split(",")))
        for name in names:
            if name not in (*USUAL, *ON_REQUEST, _DATABASE):
                known = ", ".join((*USUAL, *ON_REQUEST, _DATABASE))
                self.fail(f"{name!r} is not a format; there are {known}", param, ctx)
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
    help=f"What to write, with commas, out of {', '.join((*USUAL, *ON_REQUEST, _DATABASE))}.",
)
@click.option("--page-url", help="The address at which the page will stand, for previews of links.")
@click.option(
    "--every",
    type=click.Choice(list(_STEPS)),
    help="Also the layers as of one day a day, week or month, from the first of the period on: layers/2020-02-06/...",
)
@click.option("--dsn", help="The database of --format postgis: postgresql://user@host/database.")
@click.option(
    "--csv-delimiter",
    type=click.Choice([",", ";", "tab"]),
    default=",",
    show_default=True,
    help="What separates the cells of tables; with ; numbers have a decimal comma.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite outputs that were changed since they were written, and tables in the database of other columns.",
)
@click.option(
    "--restricted",
    is_flag=True,
    help="Use control areas whose licence is no-redistribution; every output is marked as not to be passed on.",
)
@worlds_option
@click.pass_obj
def command(  # noqa: PLR0913 - an option each
    record: Record | None,
    dossier: str,
    *,
    out: Path,
    on: date | None,
    as_of: date | None,
    formats: tuple[str, ...],
    every: str | None,
    dsn: str | None,
    csv_delimiter: str,
    force: bool,
    page_url: str | None,
    restricted: bool,
) -> None:
    """Build the map and the layers of a DOSSIER: a folder, or a bundled one: idlib-2020, mariupol-2022, northland."""
    if every and (on or not any(name in FORMATS and FORMATS[name].path == LAYERS_FOLDER for name in formats)):
        wanted = "without --on" if on else "with a format that has a file for each layer, such as geojson"
        raise click.UsageError(f"--every goes {wanted}")
    if (dsn is None) == (_DATABASE in formats):
        raise click.UsageError("--format postgis and --dsn go together")
    folders = {str(folder): file_hashes(folder) for folder in (Path(dossier), find_folder(dossier).resolve())}
    opened = Dossier.open(dossier, progress=Preparing())
    layers = build(opened, as_of=as_of, restricted=restricted, store=Store(), track=track)
    warnings = "\n".join(f"warning: {warning}" for warning in layers.warnings)
    if warnings:
        echo(warnings, err=True)
    shown = layers if on is None else layers.at(on)
    parameters: dict[str, object] = {"on": on.isoformat() if on else None, "every": every, "formats": list(formats)}
    files = [name for name in formats if name != _DATABASE]
    days = _snapshot_days(layers, every) if every else ()
    delimiter = "\t" if csv_delimiter == "tab" else csv_delimiter
    for path in write_outputs(
        shown, out, files, parameters, days, force=force, csv_delimiter=delimiter, page_url=page_url
    ):
        echo(f"kept: {path}, which was changed since it was written", err=True)
    if dsn:
        shown.to_postgis(dsn, force=force)
    echo(summary := _summary(shown, out, formats))
    if record and not dsn:
        read = {opened.path / name: content for name, content in opened.contents.items()}
        record.keep(folders, read, [out / name for name in (MANIFEST, *listed(out))], (warnings, summary))


def _snapshot_days(layers: Layers, every: str) -> list[date]:
    """Return the days of the period that lie a whole number of steps after its first."""
    step = pd.DateOffset(months=1) if every == "month" else f"{_STEPS[every]}D"
    return list(pd.date_range(layers.start, layers.end, freq=step, inclusive="left").date)


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
