"""`sitmap new`: a dossier to fill in, or one that builds at once."""

import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import shapely

from geo.atomic_write import draft_folder
from geo.boundaries.world import box, country, country_name
from geo.errors import GeometryError, counted
from layers import Dossier, read_report
from layers.dossier.new_dossier import Outset, copy_template, fill_in, need_empty
from layers.dossier.sources import cite
from layers.errors import DossierError
from layers.period import DAY
from layers.reading.reading import Reading
from layers.reading.review import rows, save
from layers.schema.dossier_tables import CONTROL, EVENTS
from layers.texts.files import read_file
from layers.texts.text import ReportFile
from maps.commands.options import Country, Day
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo

# a period that neither options nor reports give
_LATELY = timedelta(days=90)
# ground around the places that reports speak of, degrees
_AROUND_DEG = 0.25
_REVIEW = "review.csv"


class Box(click.ParamType[list[float]]):
    """A bounding box, as ``WEST,SOUTH,EAST,NORTH`` in degrees."""

    name = "west,south,east,north"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[float]:  # noqa: ANN401 - click's
        """Read a bounding box."""
        if isinstance(value, list):
            return value
        try:
            west, south, east, north = sides = [float(side) for side in value.replace(",", " ").split()]
            box(west, south, east, north)
        except (ValueError, GeometryError):
            expected = "expected WEST,SOUTH,EAST,NORTH in degrees, such as 35.6,46.6,38.3,47.95"
            self.fail(f"{value!r} is no bounding box; {expected}", param, ctx)
        return sides


@click.command(
    "new", epilog='Example: sitmap new sudan --country SD --sides "army,RSF" --start 2023-04-15 --end 2023-06-01'
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--country", "code", type=Country(), help="The country that is the area, by any of its names or codes.")
@click.option("--bbox", type=Box(), help="The area, in degrees: its land, of --country only.")
@click.option("--sides", help="Names of the sides, joined with commas.")
@click.option("--start", type=Day(), help="The first day.  [default: by the reports, else 90 days ago]")
@click.option("--end", type=Day(), help="The first day after the period.  [default: by the reports, else today]")
@click.option(
    "--from",
    "reports",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A report: its events are proposed for review; may be given again.",
)
@click.option("--published", type=Day(), help="The day on which the reports were published, if they do not name it.")
def command(  # noqa: PLR0913 - one per option
    folder: Path,
    *,
    code: str | None,
    bbox: list[float] | None,
    sides: str | None,
    start: date | None,
    end: date | None,
    reports: tuple[Path, ...],
    published: date | None,
) -> None:
    """Start a dossier in a FOLDER.

    Without options, every file has commented examples to be replaced. With them, the dossier builds at once.
    """
    if start and end and start >= end:
        raise click.BadParameter(f"{end} is not after --start, {start}", param_hint="--end")
    need_empty(folder)
    if not any([code, bbox, sides, start, end, reports]):
        with draft_folder(folder) as draft:
            copy_template(draft)
        echo(f"A new dossier is in {folder}. Fill in its files, then: sitmap check {folder}")
        return
    found = [(path, _dated(read_file(path), published)) for path in reports]
    readings = [_reading(report, None) for _, report in track(found, "reading")]
    area = bbox or code or _around(readings)
    if area is None:
        raise click.UsageError("The area is not known: give --country or --bbox, or reports that speak of places.")
    if bbox and code and not box(*bbox).intersects(country(code)):
        raise click.BadParameter(f"there is no land of {country_name(code)} in it", param_hint="--bbox")
    first, after = _period(start, end, readings)
    parties = tuple(side.strip() for side in (sides or "Side A,Side B").split(",") if side.strip())
    where = f"{country_name(code)}: " if code else ""
    with draft_folder(folder) as draft:
        copy_template(draft)
        fill_in(draft, Outset(f"{where}{_listed(parties)}", area, first, after, parties, code if bbox else None))
        opened = _opened(draft)
        events = sum(_propose(path, report, opened) for path, report in found)
    echo(f"A new dossier is in {folder}: {opened.title}; sides {', '.join(side.id for side in opened.sides)}.")
    if found:
        review = f"{folder / _REVIEW}. Move those that hold to {folder / EVENTS.file}"
        echo(f"{counted(events, 'event')} for review: {review}.")
    echo(f"Write who holds which place to {folder / CONTROL.file}, then: sitmap build {folder}")


def _opened(draft: Path) -> Dossier:
    """Open the draft of a dossier; what is wrong with it is wrong with the options."""
    try:
        return Dossier.open(draft, progress=Preparing())
    except DossierError as error:
        found = (f"{problem.column}: {problem.value}: expected {problem.expected}" for problem in error.problems)
        raise click.ClickException("\n".join(["nothing was written", *found])) from error


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _dated(report: ReportFile, published: date | None) -> ReportFile:
    return replace(report, published=published or report.published)


def _reading(report: ReportFile, dossier: Dossier | None) -> Reading:
    return read_report(report.text, published=report.published, dossier=dossier)


def _propose(path: Path, report: ReportFile, dossier: Dossier) -> int:
    """Add a report to a dossier, and its events to the table for review; return their number."""
    shutil.copy(path, dossier.path / "reports" / path.name)
    found = rows(_reading(report, dossier), report.name, source=cite(report, dossier.path))
    return save(found, dossier.path / _REVIEW)


def _period(start: date | None, end: date | None, readings: Iterable[Reading]) -> tuple[date, date]:
    """Return the period of the options, or else that of the events in the reports, or else the last 90 days."""
    days = sorted(event.start_date for reading in readings for event in reading.events if event.start_date)
    today = datetime.now(UTC).date()
    after = end or (days[-1] + DAY if days else start + _LATELY if start else today)
    first = start or (days[0] if days and days[0] < after else after - _LATELY)
    return first, max(after, first + DAY)


def _around(readings: Iterable[Reading]) -> list[float] | None:
    """Return a box around the places of the events in the reports; None if there is none."""
    places = [reading.place(event.mention) for reading in readings for event in reading.events]
    points = [shapely.Point(place.lonlat) for place in places if place and place.is_settlement]
    if not points:
        return None
    west, south, east, north = shapely.total_bounds(points).round(2).tolist()
    return [west - _AROUND_DEG, max(south - _AROUND_DEG, -90), east + _AROUND_DEG, min(north + _AROUND_DEG, 90)]
