"""`sitmap check`: every problem of a dossier, with file and line."""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence

import click

from geo.errors import Problem, counted
from layers import Dossier, DossierError
from layers.dossier.release.sensitivity import Sensitivity
from layers.dossier.returns import return_warnings
from layers.dossier.settings.checks import silenced
from layers.dossier.settings.toml_file import FILE
from layers.texts.reports import FOLDER
from maps.commands.progress import Preparing
from maps.commands.terminal import echo

# what each source should tell, so that others can judge and find it
_RECORD = ("archive_url", "leaning", "reliability", "title", "author", "published")


@click.command("check", epilog="Example: sitmap check my-dossier")
@click.argument("dossier")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(dossier: str, *, as_json: bool) -> None:
    """List every problem of a DOSSIER; exit with 1 if there is an error."""
    opened, errors, silence = None, tuple[Problem, ...](), dict[str, str]()
    try:
        opened = Dossier.open(dossier, progress=Preparing())
        silence = dict(opened.settings.silence)
        warnings = (*opened.warnings, *Sensitivity(opened).warnings(), *return_warnings(opened))
        warnings += tuple(_anchor_warnings(opened))
    except DossierError as error:
        errors, warnings = tuple(error.problems), tuple(error.warnings)
    quiet = [_record(problem) | {"reason": silence[problem.check]} for problem in warnings if problem.check in silence]
    warnings, lines = silenced(warnings, silence)
    if as_json:
        found = {"errors": [*map(_record, errors)], "warnings": [*map(_record, warnings)]}
        echo(
            json.dumps(
                found | {"silenced": quiet, "sources": _sources(opened) if opened else None},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        for problem in (*errors, *warnings):
            echo(f"{'warning' if problem.warning else 'error'}: {problem}")
        for check, line in lines.items():
            echo(f"silenced: {line}: {silence[check]}")
        for line in _summary(dossier, opened, errors, warnings):
            echo(line)
    if errors:
        sys.exit(1)


def _record(problem: Problem) -> dict[str, object]:
    """Return a problem as a JSON object; `message` says what is expected, or what a warning is about."""
    where = {"file": problem.file, "line": problem.line or None, "column": problem.column or None}
    return {"check": problem.check, **where, "value": problem.value or None, "message": problem.expected}


def _summary(
    name: str, dossier: Dossier | None, errors: Sequence[Problem], warnings: Sequence[Problem]
) -> Iterator[str]:
    """Write the lines that sum a check up."""
    warned = counted(len(warnings), "warning")
    if dossier is None:
        yield f"{name}: {counted(len(errors), 'error')}" + (f", {warned}" if warnings else "")
        return
    counts = _sources(dossier)
    kept = f"{counts['opened']} with an address, {counts['kept']} kept (archive_url, or sha256 of a text of reports)"
    yield f"{counted(counts['sources'], 'source')}: {kept}"
    known = dossier.events["place"].map(lambda place: place.uncertainty_km).astype(float)
    better = ", ".join(f"{int((known < km).sum())} better than {km} km" for km in (1, 5))
    yield f"{counted(len(known), 'located event')}: {better}"
    wording = dossier.settings.wording
    lacking = [key for key in ("author", "version", "licence") if getattr(wording, key) is None]
    if lacking:
        yield f"{FILE} does not name: {', '.join(lacking)}; the margin of every map leaves these out"
    empty = [name for name in _RECORD if dossier.sources[name].isna().all()]
    if empty and len(dossier.sources):
        yield f"sources.csv has nothing in: {', '.join(empty)}"
    rows = {"post": dossier.posts["post_id"].unique(), "control report": dossier.control, "event": dossier.events}
    yield f"{name}: no errors, {warned}; {', '.join(counted(len(table), kind) for kind, table in rows.items())}"


def _sources(dossier: Dossier) -> dict[str, int]:
    """Count the sources, those that can be opened, and those that still can when their address is gone."""
    sources = dossier.sources
    texts = (content for name, content in dossier.contents.items() if name.startswith(f"{FOLDER}/"))
    kept = {hashlib.sha256(content).hexdigest() for content in texts}
    later = sources["archive_url"].notna() | sources["sha256"].str.lower().isin(kept)
    return {"sources": len(sources), "opened": int(sources["url"].notna().sum()), "kept": int(later.sum())}


def _anchor_warnings(dossier: Dossier) -> list[Problem]:
    """Return the warnings on anchors; the model of control is loaded only where a dossier has reports and anchors."""
    if dossier.control.empty or dossier.settings.anchors.empty:
        return []
    from layers.assessment.anchors import anchor_warnings  # noqa: PLC0415 - slow to import
    from layers.assessment.snapshots import control_model  # noqa: PLC0415 - slow to import

    return list(anchor_warnings(dossier, control_model(dossier)))
