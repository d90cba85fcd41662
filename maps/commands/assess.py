"""`sitmap assess`: the verdicts on posts on a day, with reasons, and their change under other reports."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import click

from geo.errors import PlaceNotFoundError
from geo.names.spelling import normalise
from geo.store import Store
from layers import Dossier, Layers, build
from layers.dossier.release.public import public
from layers.frames import plain
from maps.commands.options import Day, Supposed, SupposedReport, worlds_option
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo
from maps.commands.verdict_lines import Record, changed_keys, difference_lines, seen_changes, verdict_lines

_WEEK = timedelta(days=7)


@click.command(
    "assess", epilog="Example: sitmap assess idlib-2020 Surman OP09 --on 2020-02-06 --with 2020-02-05,Surman,opposition"
)
@click.argument("dossier")
@click.argument("posts", nargs=-1)
@click.option("--on", type=Day(), required=True, help="The day.")
@click.option("--as-of", type=Day(), help="The day that counts as today for the embargo.")
@click.option("--without", "left_out", multiple=True, metavar="ID", help="What if there were not this control report?")
@click.option("--with", "added", multiple=True, type=SupposedReport(), help="What if there were one more?")
@worlds_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(  # noqa: PLR0913 - click's
    dossier: str,
    posts: tuple[str, ...],
    *,
    on: date,
    as_of: date | None,
    left_out: tuple[str, ...],
    added: tuple[Supposed, ...],
    as_json: bool,
) -> None:
    """Assess if POSTs of a DOSSIER, by id or name, are encircled on a day, and why; all of them if none is named.

    With --without and --with, which may be repeated, the verdicts are those of the changed dossier, each with its
    difference from the dossier as it is.
    """
    # messages name posts too
    opened = public(Dossier.open(dossier, progress=Preparing()))
    chosen = opened.posts["post_id"].isin(_chosen(opened, posts))
    # no verdict depends on the other posts
    opened = replace(opened, posts=opened.posts[chosen].reset_index(drop=True))
    changed = opened.without(*left_out)
    for report in added:
        changed = changed.with_report(report.day, report.place, report.side)
    layers = build(changed, as_of=as_of, store=Store(), track=track)
    if layers.withheld:
        echo(f"warning: {layers.warnings[-1]}", err=True)
    verdicts, former = _records(layers, on), None
    if left_out or added:
        unchanged = build(opened, as_of=layers.as_of, store=Store(), track=track)
        former = _records(unchanged, on)
        changes = [f"without {_report_text(unchanged, key)}" for key in dict.fromkeys(left_out)]
        changes += [f"with {_report_text(layers, key)}" for key in changed.control["id"].tail(len(added))]
        echo(f"What if: {'; '.join(changes)}", err=as_json)
    if as_json:
        echo(json.dumps(_compared(verdicts, former), ensure_ascii=False, indent=2))
    else:
        for line in _lines(verdicts, former, on):
            echo(line)


def _chosen(dossier: Dossier, asked: tuple[str, ...]) -> list[str]:
    """Return the ids of the posts asked for, by id or by any spelling of a name in the dossier."""
    if not asked:
        return list(dossier.posts["post_id"])
    ids_by_name: dict[str, list[str]] = {}
    for post in dossier.posts.itertuples():
        for key in {normalise(name) for name in (post.post_id, post.name, post.name_ar, *post.aliases) if name}:
            ids_by_name.setdefault(key, []).append(post.post_id)
    ids = []
    for name in asked:
        if normalise(name) not in ids_by_name:
            known = ", ".join(f"{row.post_id} {row.name}" for row in dossier.posts.itertuples())
            known = f"there are {known}" if known else "it has none"
            raise PlaceNotFoundError(f"no post of {dossier.name} is called {name!r}; {known}")
        ids += ids_by_name[normalise(name)]
    return ids


def _records(layers: Layers, on: date) -> list[Record]:
    """Return the verdicts of a day, each as a JSON object with its position."""
    verdicts = layers.at(on)["verdicts"]
    points = verdicts.geometry
    columns = verdicts.drop(columns="geometry").to_dict("records")
    earlier = layers.daily[layers.daily["date"] == on - _WEEK].set_index("post_id")["way"]
    return [
        {
            **{column: plain(value) for column, value in row.items()},
            "way_week_before": earlier.get(row["post_id"]),
            "lat": point.y,
            "lon": point.x,
        }
        for row, point in zip(columns, points, strict=True)
    ]


def _report_text(layers: Layers, report_id: str) -> str:
    """Write the id of a control report, with its place, side and date unless it is withheld."""
    dossier = layers.dossier
    for row in dossier.control[dossier.control["id"] == report_id].itertuples():
        return f"{report_id} ({row.place_name} [{row.place_id}], {row.side}, {row.date})"
    if any(report.id == report_id for report in dossier.unlocated):
        return f"{report_id} (never used: nobody knows which place is meant)"
    return f"{report_id} (withheld: younger than {dossier.settings.embargo_days} days on {layers.as_of})"


def _compared(verdicts: list[Record], former: list[Record] | None) -> list[Record]:
    """Add to each verdict the verdict of the unchanged dossier and the keys that differ."""
    if former is None:
        return verdicts
    return [
        {**after, "without_change": before, "changed": changed_keys(before, after)}
        for before, after in zip(former, verdicts, strict=True)
    ]


def _lines(verdicts: list[Record], former: list[Record] | None, on: date) -> Iterator[str]:
    """Write the verdicts of a day, and their differences from the verdicts of the unchanged dossier."""
    if not verdicts:
        yield f"None of these posts stands on {on}."
    differ = []
    for number, verdict in enumerate(verdicts):
        yield from verdict_lines(verdict, on)
        if former is not None:
            yield from difference_lines(former[number], verdict)
            differ += [str(verdict["name"])] if seen_changes(former[number], verdict) else []
    if former is not None and len(verdicts) > 1:
        yield f"{len(differ)} of {len(verdicts)} verdicts differ{': ' if differ else ''}{', '.join(differ)}."
