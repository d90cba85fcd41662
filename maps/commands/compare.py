"""`sitmap compare`: the zones of a dossier beside somebody else's map of control."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from geo.errors import Problems, SitmapError, counted
from geo.readers.foreign_files import foreign_tables
from layers import Dossier, build
from layers.comparison import Comparison, compare
from layers.dossier.control_areas import FILE
from layers.frames import plain
from layers.imports.control_areas import areas_of, plan_areas
from layers.imports.mapping import ImportOptions
from maps.commands.options import Day
from maps.commands.progress import Preparing, track
from maps.commands.terminal import echo


@click.command("compare", epilog="Example: sitmap compare my-dossier isw.geojson --on 2022-04-01")
@click.argument("dossier")
@click.argument("control_map", metavar="[MAP]", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--on", type=Day(), help="One day; by default each day on which the zones or the map change.")
@click.option("--set", "values", multiple=True, metavar="OURS=VALUE", help="A value for all rows of MAP.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the places that differ, as CSV.")
def command(  # noqa: PLR0913 - one per option
    *,
    dossier: str,
    control_map: Path | None,
    on: date | None,
    values: tuple[str, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare the zones of a DOSSIER with its control areas, or with a MAP of control: dated polygons of sides."""
    opened = Dossier.open(dossier, progress=Preparing())
    layers = build(opened, track=track)
    areas = layers.dossier.control_areas
    if control_map:
        problems = Problems()
        options = ImportOptions(values=dict(pair.partition("=")[::2] for pair in values), kind="control_areas")
        with foreign_tables(control_map) as tables:
            plan = plan_areas(tables, opened.path, problems, options)
        for problem in plan.problems:
            echo(f"refused: {problem}", err=True)
        areas = areas_of(plan)
    if not len(areas):
        raise SitmapError(f"{control_map or opened.path}: no control areas to compare with; add {FILE}, or name a MAP")
    found = compare(layers, areas, on)
    if out:
        found.places.to_csv(out, index=False, encoding="utf-8-sig")
    if as_json:
        echo(json.dumps(_records(found), ensure_ascii=False, indent=2))
    else:
        echo("\n".join(_lines(found)))


def _records(found: Comparison) -> dict[str, object]:
    tables = {"days": found.days, "grounds": found.grounds, "places": found.places}
    return {
        name: [{column: _plain(value) for column, value in row.items()} for row in table.to_dict("records")]
        for name, table in tables.items()
    }


def _plain(value: Any) -> object:  # noqa: ANN401 - a cell of a table
    return value.isoformat() if isinstance(value, date) else plain(value)


def _lines(found: Comparison) -> list[str]:
    lines = ["date        compared km2  agreed km2  agreement"]
    days: Any = found.days.itertuples()
    for day in days:
        share = f"{day.agreed_km2 / day.compared_km2:.1%}" if day.compared_km2 else "-"
        lines.append(f"{day.date}  {day.compared_km2:12,.1f}  {day.agreed_km2:10,.1f}  {share:>9}")
    lines.append(f"{counted(len(found.places), 'place')} held by another side in the control areas:")
    lines += [
        f"  {place.name}: {place.side}, there {place.their_side}, from {place.start_date} to before {place.end_date}"
        for place in found.places.itertuples()
    ]
    return lines
