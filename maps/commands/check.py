"""`sitmap check`: every problem of a dossier, with file and line."""

import sys

import click

from geo.errors import Problem, counted
from layers import Dossier, DossierError
from maps.commands.progress import Preparing
from maps.commands.terminal import echo


@click.command("check", epilog="Example: sitmap check my-dossier")
@click.argument("dossier")
def command(dossier: str) -> None:
    """List every problem of a DOSSIER; exit with 1 if there is an error."""
    try:
        opened = Dossier.open(dossier, progress=Preparing())
    except DossierError as error:
        for problem in error.problems:
            echo(f"error: {problem}")
        for warning in error.warnings:
            echo(f"warning: {warning}")
        counts = counted(len(error.problems), "error")
        if error.warnings:
            counts += f", {counted(len(error.warnings), 'warning')}"
        echo(f"{dossier}: {counts}")
        sys.exit(1)
    warnings = [*opened.warnings, *_anchor_warnings(opened)]
    for warning in warnings:
        echo(f"warning: {warning}")
    rows = (
        counted(opened.posts["post_id"].nunique(), "post"),
        counted(len(opened.control), "control report"),
        counted(len(opened.events), "event"),
    )
    echo(f"{dossier}: no errors, {counted(len(warnings), 'warning')}; {', '.join(rows)}")


def _anchor_warnings(dossier: Dossier) -> list[Problem]:
    """Return the warnings on anchors; the model of control is loaded only where a dossier has reports and anchors."""
    if dossier.control.empty or dossier.settings.anchors.empty:
        return []
    from layers.assessment.anchors import anchor_warnings  # noqa: PLC0415 - slow to import
    from layers.assessment.snapshots import control_model  # noqa: PLC0415 - slow to import

    return list(anchor_warnings(dossier, control_model(dossier)))
