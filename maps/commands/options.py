"""Option types of the commands: days, positions, countries, gazetteers and control reports."""

import csv
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

import click

from geo.days import parse_day
from geo.errors import DayError, PlaceNotFoundError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.world.countries import country_code
from layers.dossier.folder import find_folder
from layers.errors import DossierError
from maps.commands.terminal import echo


def _without_effect(_ctx: click.Context, _param: click.Parameter, value: int | None) -> None:
    if value is not None:
        echo("--worlds does nothing: probabilities are no longer drawn at random", err=True)


worlds_option = click.option(
    "--worlds",
    type=click.IntRange(min=0),
    expose_value=False,
    callback=_without_effect,
    help="Does nothing, and will be removed: probabilities are no longer drawn at random.",
)


gazetteer_option = click.option(
    "--gazetteer",
    "gazetteers",
    multiple=True,
    metavar="FILE|PACK",
    help="A file of places, or a pack added by sitmap gazetteer, looked up before the dossier's; may be given again, "
    "the first one first.",
)


def joined(gazetteers: Iterable[str], *known: Gazetteer) -> Gazetteer:
    """Open the gazetteers that a user names, and join them with others; the user's come first."""
    return reduce(or_, [*map(Gazetteer.open, dict.fromkeys(gazetteers)), *known])


class OwnDossier(click.Path):
    """The folder of a dossier that a command changes, which is none that comes with sitmap."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        """Read the path of a dossier."""
        with suppress(DossierError):
            if (folder := find_folder(value)) != Path(value):
                self.fail(f"{value} comes with sitmap and is not changed; copy its folder, {folder}", param, ctx)
        return super().convert(value, param, ctx)


class Day(click.ParamType[date]):
    """A day, as ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - click's
        """Read a day."""
        try:
            return parse_day(value)
        except DayError as error:
            self.fail(str(error), param, ctx)


class Country(click.ParamType[str]):
    """A country, by any name or code; converted to the ISO 3166 code of two letters."""

    name = "country"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's
        """Read a country."""
        try:
            return country_code(value)
        except PlaceNotFoundError as error:
            self.fail(str(error), param, ctx)


class LatLon(click.ParamType[tuple[float, float]]):
    """A position, as ``LAT,LON`` in degrees."""

    name = "lat,lon"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:  # noqa: ANN401 - click's
        """Read a position."""
        try:
            lat, lon = (float(part) for part in value.split(","))
        except ValueError:
            lat = lon = float("nan")
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - the globe
            self.fail(f"{value!r} is not a position; expected LAT,LON in degrees, such as 35.86,36.81", param, ctx)
        return lat, lon


class Supposed(NamedTuple):
    """A supposed control report, as typed."""

    day: date
    place: str
    side: str


class SupposedReport(click.ParamType[Supposed]):
    """A control report, as ``DATE,PLACE,SIDE``: a row of CSV, so that quotation marks hold a place with commas."""

    name = "date,place,side"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Supposed:  # noqa: ANN401 - click's
        """Read a report; its place and side are checked against the dossier later."""
        if isinstance(value, Supposed):
            return value
        try:
            (cells,) = csv.reader([value], skipinitialspace=True, strict=True)
            day, place, side = (cell.strip() for cell in cells)
        except (ValueError, csv.Error):
            expected = "expected DATE,PLACE,SIDE, such as 2020-02-05,Saraqib,opposition; a place with commas in quotes"
            self.fail(f"{value!r} is not a control report; {expected}", param, ctx)
        return Supposed(Day().convert(day, param, ctx), place, side)
