"""`sitmap import`: add control reports and events of other tables to a dossier."""

import sys
from pathlib import Path

import click

from geo.errors import Problems, counted
from layers.imports.foreign_table import read_foreign
from layers.imports.plan import ImportPlan, plan_import
from maps.commands.terminal import echo


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
    Rows that the dossier has already are left out; a row that cannot be used is refused, with the reason.
    """
    problems = Problems()
    plan = plan_import(read_foreign(file, problems, layer=layer), folder, problems)
    for problem in plan.problems:
        echo(f"refused: {problem}", err=True)
    if dry_run:
        for ours, theirs in plan.mapping.items():
            echo(f"  {ours:16} from {theirs}")
        if plan.noted:
            echo(f"  {'note':16} keeps {', '.join(plan.noted)}")
    if not dry_run:
        plan.write()
    echo(_summary(plan, dry_run=dry_run))
    if plan.problems and not plan.known and not any(plan.added.values()):
        sys.exit(1)


def _summary(plan: ImportPlan, *, dry_run: bool) -> str:
    """Write the numbers of rows added, known and refused."""
    rows, places, sources = (plan.added[f"{name}.csv"] for name in (plan.words.table, "places", "sources"))
    noun = {"control": "control report", "events": "event"}[plan.words.table]
    refused = len(plan.table.rows) - len(rows) - plan.known
    done = "would be added" if dry_run else "added"
    counts = f"{counted(len(rows), noun)} {done}, {plan.known} there already, {refused} refused"
    more = f"{counted(len(places), 'place')} and {counted(len(sources), 'source')} {done} for them"
    then = "" if dry_run else f"\nNext: sitmap check {plan.folder}"
    return f"{plan.table.file}, read as {plan.words.name}: {counts}; {more}.{then}"
