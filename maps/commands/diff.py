"""`sitmap diff`: what changed between two dossiers or outputs, and the rows behind it."""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from geo.atomic_write import draft
from geo.errors import SitmapError, counted, one_line
from geo.store import Store
from layers import Dossier, build
from layers.difference import Difference, Outputs, difference
from layers.dossier.settings.toml_file import FILE
from maps.commands.options import Day
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo
from maps.kept import MANIFEST
from maps.outputs import PAGE, write_outputs
from maps.page.page import templates

_STATE_CHANGED = 3
_MARKS = {"added": "+", "changed": "~", "withdrawn": "-"}
# longer values are cut
_LONGEST = 60


@click.command("diff", epilog="Example: sitmap diff out my-dossier --exit-code")
@click.argument("old")
@click.argument("new")
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo of dossiers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--html", "as_html", is_flag=True, help="Print one HTML page with both maps and nothing else.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Append the text to a file, once a pair.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 if the state of a post changed on a day.")
def command(  # noqa: PLR0913 - one per option
    old: str, new: str, *, as_of: date | None, as_json: bool, as_html: bool, log: Path | None, exit_code: bool
) -> None:
    """Tell what changed from OLD to NEW, each a dossier or a folder that build has written.

    Days that only one of them has are left out of states and ground. For each difference the rows are named that differ
    and on which either map says that it rests.
    """
    if as_json and as_html:
        raise click.UsageError("--json and --html do not go together")
    with TemporaryDirectory() as folder:
        formats = ["geojson", *(["html"] if as_html else [])]
        maps = [_outputs(name, Path(folder) / side, formats, as_of) for name, side in ((old, "old"), (new, "new"))]
        found = difference(*maps)
        text = "\n".join(map(one_line, _lines(found)))
        if as_json:
            echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        else:
            echo(_page(maps, text) if as_html else text)
    if log:
        _append(log, text)
    if exit_code and found.states:
        sys.exit(_STATE_CHANGED)


def _outputs(name: str, folder: Path, formats: list[str], as_of: date | None) -> Outputs:
    """Return the outputs in a folder, or those of a dossier, which are written to another folder."""
    if (Path(name) / MANIFEST).is_file() and not (Path(name) / FILE).exists():
        return Outputs.read(Path(name))
    layers = build(Dossier.open(name, progress=Preparing()), as_of=as_of, store=Store(), track=track)
    write_outputs(layers, folder, formats, {})
    return Outputs.read(folder)


def _lines(found: Difference) -> Iterator[str]:
    yield f"{found.old['id']} -> {found.new['id']}"
    for side, about in (("old", found.old), ("new", found.new)):
        yield f"{side}: {about['title']}, {about['start']} to before {about['end']}, sitmap {about['version']}"
    yield f"{counted(len(found.rows), 'row')} of evidence {'differs' if len(found.rows) == 1 else 'differ'}"
    for row in found.rows:
        cells = "; ".join(f"{name} {_cell(old)} -> {_cell(new)}" for name, (old, new) in row["columns"].items())
        yield f"  {_MARKS[row['change']]} {row['table']} {row['id']}{': ' if cells else ''}{cells}"
    yield f"{counted(sum(one['days'] for one in found.states), 'post-day')} with another state"
    for one in found.states:
        change = f"{one['old_state']} -> {one['new_state']}"
        yield f"  {one['post_id']} {one['name']}, {_interval(one)}: {change}; {', '.join(one['because'])}"
    yield f"{counted(len(found.ground), 'interval')} with ground of another side"
    for one in found.ground:
        change = f"{one['area_km2']:,.2f} km2 {one['old_side']} -> {one['new_side']}"
        yield f"  {_interval(one)}: {change}; {', '.join(one['because'])}"


def _interval(one: dict[str, object]) -> str:
    return f"{one['start_date']} to before {one['end_date']}"


def _cell(value: object) -> str:
    text = json.dumps(value["coordinates"]) if isinstance(value, dict) else "nothing" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _page(maps: list[Outputs], text: str) -> str:
    """Write one page with the text and both maps in frames, whose policy it has too."""
    try:
        pages = [(of.folder / PAGE).read_text(encoding="utf-8") for of in maps]
    except OSError as error:
        raise SitmapError(f"{error.filename} is missing: build it with --format html,geojson") from error
    policies = [unescape(found[1]) for page in pages if (found := re.search(r'Policy" content="([^"]*)"', page))]
    allowed: dict[str, dict[str, None]] = {}
    for directive in "; ".join(policies).split("; "):
        name, *sources = directive.split()
        allowed.setdefault(name, {}).update(dict.fromkeys(sources))
    policy = "; ".join(" ".join([name, *sources]) for name, sources in allowed.items())
    named = list(
        zip(
            (f"{of.about()['title']} ({side})" for of, side in zip(maps, ("old", "new"), strict=True)),
            pages,
            strict=True,
        )
    )
    title = f"{maps[1].about()['title']}: what changed"
    return templates().get_template("diff.html.j2").render(policy=policy, title=title, text=text, pages=named)


def _append(log: Path, text: str) -> None:
    """Append the text to a log, unless the log has this pair of maps."""
    known = log.read_text(encoding="utf-8") if log.exists() else ""
    if text.partition("\n")[0] not in known.splitlines():
        with draft(log) as path:
            path.write_text(f"{known}{text}\n\n", encoding="utf-8")
