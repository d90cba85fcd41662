"""`sitmap read`: the places and events in reports, for review."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from geo.gazetteer.gazetteer import Gazetteer
from layers import Dossier
from layers.dossier.changes import changing
from layers.dossier.settings.toml_file import FILE as HEAD
from layers.dossier.sources import cite
from layers.errors import ReportLanguageError
from layers.reading.reading import Reading, read_report
from layers.reading.review import rows, save
from layers.schema.dossier_tables import EVENTS, SOURCES
from layers.texts.files import read_file, standard_input
from layers.texts.text import ReportFile
from maps.commands.options import Day, gazetteer_option, joined
from maps.commands.progress import Preparing, changed_alone, track
from maps.commands.terminal import echo


@click.command("read", epilog="Example: sitmap read story.txt --published 2020-02-06 --out review.csv")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--published", type=Day(), help="The day of publication, if the file does not name it.")
@click.option(
    "--dossier",
    help="The dossier with the places and sides.  [default: that of --out, if it is in one; else none, the world]",
)
@gazetteer_option
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="A .csv or .geojson file to add the events to."
)
@click.option("--quotes", is_flag=True, help="Give the reports' own words too; they are their publishers'.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(  # noqa: PLR0913 - one per option
    *,
    reports: tuple[Path, ...],
    published: date | None,
    dossier: str | None,
    gazetteers: tuple[str, ...],
    out: Path | None,
    quotes: bool,
    as_json: bool,
) -> None:
    """Find the places and events in REPORTS: text, HTML, Word or messages (.eml); - reads standard input."""
    if out and out.suffix not in {".csv", ".geojson"}:
        raise click.BadParameter(f"{out.name!r} ends in neither .csv nor .geojson", param_hint="--out")
    named = dossier or (str(out.parent) if out and (out.parent / HEAD).exists() else None)
    opened = Dossier.open(named, progress=Preparing()) if named else None
    known = joined(gazetteers, *([opened.gazetteer] if opened else []), Gazetteer.load(Preparing()))
    found: list[tuple[ReportFile, Reading]] = []
    for path in track(list(reports), "reading"):
        report = standard_input() if str(path) == "-" else read_file(path)
        day = published or report.published
        if day is None:
            changed = f"; the file was last changed on {report.modified}" if report.modified else ""
            echo(f"{report.name}: no day of publication: relative dates are left out{changed} (--published)", err=True)
        if report.left_out:
            echo(f"{report.name}: left out: {', '.join(report.left_out)}", err=True)
        try:
            reading = read_report(report.text, published=day, dossier=opened, gazetteer=known)
        except ReportLanguageError as error:
            raise click.ClickException(f"{report.name}: {error}") from error
        for remark in reading.remarks:
            echo(f"{report.name}: {remark}", err=True)
        found.append((report, reading))
    if out:
        new = _save(found, out, quotes=quotes)
        echo(f"{out}: {new} new events", err=True)
    if as_json:
        records = [reading.records(quotes=quotes) for _, reading in found]
        echo(json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False, indent=2))
    elif not out:
        echo("\n\n".join(_lines(report, reading, quotes=quotes) for report, reading in found))


def _save(found: list[tuple[ReportFile, Reading]], out: Path, *, quotes: bool) -> int:
    """Add the events to a file, in a dossier together with their sources; return their number."""
    if not (out.parent / HEAD).exists():
        return save(_rows(found, quotes=quotes), out)
    with (
        changed_alone(out.parent),
        changing(out.parent, "read --out", [out.name, SOURCES.file]) as staged,
    ):
        cited_in = staged if out.name == EVENTS.file else None
        return save(_rows(found, quotes=quotes, cited_in=cited_in), staged / out.name)


def _rows(
    found: list[tuple[ReportFile, Reading]], *, quotes: bool, cited_in: Path | None = None
) -> list[dict[str, Any]]:
    """Return rows for review; rows for the `events.csv` of a dossier cite the report as a source."""
    return [
        row
        for report, reading in found
        for row in rows(
            reading, report.name, quotes=quotes, source=cite(report, cited_in) if cited_in and reading.events else None
        )
    ]


def _lines(report: ReportFile, reading: Reading, *, quotes: bool) -> str:
    """Return the lines to print for one report."""
    lines = [f"{report.name}: places"]
    seen: dict[str, None] = {}
    for mention, record in zip(reading.mentions, reading.records()["mentions"], strict=True):
        place = record["place"]
        if place:
            where = f"{place['name']} ({place['kind']}, {place['country'] or 'no country'})"
            where += f" {place['lat']:.4f}, {place['lon']:.4f}"
            seen[f"  {mention.name}: {where}, score {record['score']:.2f}; {record['reason']}"] = None
        else:
            why = record["reason"] if mention.literal else f"not meant as a place: {record['reason']}"
            seen[f"  {mention.name}: {why}"] = None
    lines += [*seen, f"{report.name}: events"]
    for event in reading.records(quotes=quotes)["events"]:
        who = " / ".join(side for side in (event["actor1"], event["actor2"]) if side) or "nobody named"
        number = fatalities_text(*(event[f"fatalities_{bound}"] for bound in ("low", "best", "high")))
        by = f", {event['certainty']}" + (f" by {event['attribution']}" if event["attribution"] else "")
        quote = f"\n    {event['quote']}" if quotes else ""
        where = event["place"] or "no place"
        span = f"characters {event['start']} to {event['end']}"
        day = event["start_date"] or "no day"
        lines.append(f"  {day} {event['event_type']}, {where}: {who}{number}{by}; {span}{quote}")
    return "\n".join(lines)


def fatalities_text(low: int | None, best: int | None, high: int | None) -> str:
    """Write a number of fatalities: 31 dead, at least 21 dead, up to 40 dead, 10 to 15 dead."""
    least, most = best if low is None else low, high
    if least is None and most is None:
        return ""
    if least is None:
        return f", up to {most} dead"
    if most is None:
        return f", at least {least} dead"
    return f", {least} dead" if least == most else f", {least} to {most} dead"
