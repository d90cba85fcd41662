"""`sitmap import`: control reports and events from what people have."""

import sys
from pathlib import Path

import click

from geo.errors import Problems, counted
from layers.imports.foreign_table import read_foreign
from layers.imports.plan import Intake, plan


@click.command("import", epilog="Example: sitmap import acled.csv --into my-dossier --dry-run")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The dossier, a folder.",
)
@click.option("--layer", help="Which layer of a file that has several.")
@click.option("--dry-run", is_flag=True, help="Show what would be imported and refused; write nothing.")
def command(file: Path, folder: Path, layer: str | None, *, dry_run: bool) -> None:
    """Add control reports or events of a FILE to a dossier.

    ACLED and UCDP GED exports, and tables with columns of their own, as CSV, Excel, GeoJSON, GeoPackage or KML.
    Rows that the dossier has already are left out; a row that cannot be used is refused and told.
    """
    problems = Problems()
    intake = plan(read_foreign(file, problems, layer=layer), folder, problems)
    for problem in intake.problems:
        click.echo(f"refused: {problem}", err=True)
    if dry_run:
        for ours, theirs in intake.mapping.items():
            click.echo(f"  {ours:16} from {theirs}")
        if intake.noted:
            click.echo(f"  {'note':16} keeps {', '.join(intake.noted)}")
    if not dry_run:
        intake.write()
    click.echo(_summary(intake, dry_run=dry_run))
    if intake.problems and not intake.known and not any(intake.added.values()):
        sys.exit(1)


def _summary(intake: Intake, *, dry_run: bool) -> str:
    """Say what was found, and what became of it."""
    rows, places, sources = (intake.added[f"{name}.csv"] for name in (intake.words.table, "places", "sources"))
    noun = {"control": "control report", "events": "event"}[intake.words.table]
    refused = len(intake.table.rows) - len(rows) - intake.known
    done = "would be added" if dry_run else "added"
    counts = f"{counted(len(rows), noun)} {done}, {intake.known} there already, {refused} refused"
    more = f"{counted(len(places), 'place')} and {counted(len(sources), 'source')} {done} for them"
    then = "" if dry_run else f"\nNext: sitmap check {intake.folder}"
    return f"{intake.table.file}, read as {intake.words.name}: {counts}; {more}.{then}"
