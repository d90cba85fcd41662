"""The layers of a situation map, as one read-only mapping that knows how to be narrowed to a day and written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.control.model import ControlModel, LeftOutError
from geo.days import parse_day
from geo.errors import DayError, counted
from layers.dossier.dossier import Dossier
from layers.formats.geojson import write_geojson
from layers.formats.geopackage import write_geopackage
from layers.formats.postgis import write_postgis
from layers.formats.styles.project import write_project
from layers.period import DAY, holds
from layers.tables.verdicts import Verdicts

if TYPE_CHECKING:
    from sqlalchemy import Engine


NAMES = ("places", "posts", "events", "zones", "contact", "verdicts", "corridors", "roads")


@dataclass(frozen=True, eq=False)
class Layers(Mapping[str, gpd.GeoDataFrame]):
    """Layers by name: places, posts, events, zones, contact, verdicts, corridors, roads.

    Parameters
    ----------
    tables : mapping
        The layers, EPSG:4326, with the columns that the README names.
    dossier : Dossier
        What they were built from, without what is under embargo.
    daily : DataFrame
        The verdict on every post on every day.
    control : ControlModel
        Whence the zones come.
    verdicts : Verdicts
        Whence the layer of verdicts comes, and that of a day.
    worlds : int
        How many plausible worlds stand behind the probabilities.
    errors : mapping
        How wrong the zones are: ``leave_one_place_out`` (share of days and places misjudged) and ``brier`` (of the
        probabilities), None if that cannot be told, and ``places`` behind it.
    withheld : int
        Events and control reports left out by the embargo.
    as_of : date
        The day that counted as today.
    day : date, optional
        The day that they are narrowed to.

    Examples
    --------
    >>> from layers import build
    >>> layers = build(Dossier.open("idlib-2020"))
    >>> layers.at("2020-02-06")["verdicts"].set_index("post_id").loc[["OP08", "OP11"], "state"].tolist()
    ['encircled', 'open']
    """

    tables: Mapping[str, gpd.GeoDataFrame] = field(repr=False)
    dossier: Dossier = field(repr=False)
    daily: pd.DataFrame = field(repr=False)
    control: ControlModel = field(repr=False)
    verdicts: Verdicts = field(repr=False)
    worlds: int
    errors: LeftOutError
    withheld: int
    as_of: date
    day: date | None = None

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was left out of the layers, and why."""
        told = tuple(str(problem) for problem in self.dossier.warnings)
        days = self.dossier.settings.embargo_days
        last = self.dossier.end - DAY
        embargo = (
            f"{counted(self.withheld, 'row')} of events.csv and control.csv withheld as younger than {days} days on "
            f"{self.as_of}; "
            f"nothing is told of the days after {last}"
        )
        return (*told, embargo) if self.withheld else told

    @property
    def start(self) -> date:
        """First day that the layers tell of."""
        return self.day or self.dossier.start

    @property
    def end(self) -> date:
        """First day after those that the layers tell of."""
        return self.day + DAY if self.day else self.dossier.end

    def at(self, on: date | str) -> "Layers":
        """Only what is true on a day; verdicts by the values of that day.

        Parameters
        ----------
        on : date or str
            The day, ``YYYY-MM-DD`` if a string.

        Raises
        ------
        DayError
            If the layers do not tell of that day.
        """
        day = self._day(on)
        tables = {name: _at(table, day, lasting=name != "events") for name, table in self.tables.items()}
        tables["verdicts"] = self.verdicts.on(day)
        daily = self.daily[self.daily["date"] == day].reset_index(drop=True)
        return replace(self, tables=tables, daily=daily, day=day)

    def explain(self, lat: float, lon: float, on: date | str | None = None) -> pd.DataFrame:
        """Tell which control reports decide who holds the ground at a point.

        Parameters
        ----------
        lat, lon : float
            The point in degrees.
        on : date or str, optional
            The day; the one that the layers are narrowed to, or else their last, by default.

        Returns
        -------
        DataFrame
            Columns report_id, side, weight, distance_km, age_days, the weightiest first. Age is below 0 where a later
            report tells of the time before it.

        Raises
        ------
        DayError
            If the layers do not tell of that day.

        Examples
        --------
        >>> from layers import build
        >>> layers = build(Dossier.open("idlib-2020"), worlds=0)
        >>> layers.explain(35.86, 36.81, on="2020-02-06").columns.tolist()
        ['report_id', 'side', 'weight', 'distance_km', 'age_days']
        """
        return self.control.explain(shapely.Point(lon, lat), self._day(on or self.end - DAY))

    def _day(self, on: date | str) -> date:
        """Read a day, which has to be one that the layers tell of."""
        day = parse_day(on)
        if not self.start <= day < self.end:
            told = f"{self.start} to {self.end - DAY}, both included"
            raise DayError(f"{day} is not among the days that can be told of: {told}")
        return day

    def to_geojson(self, folder: str | Path) -> list[Path]:
        """Write every layer as a GeoJSON file (RFC 7946) into a folder, and list the files."""
        Path(folder).mkdir(parents=True, exist_ok=True)
        return [write_geojson(table, name, Path(folder) / f"{name}.geojson") for name, table in self.tables.items()]

    def to_geopackage(self, path: str | Path) -> Path:
        """Write one GeoPackage (1.3) with all layers, styled and dated for QGIS.

        Parameters
        ----------
        path : str or Path
            The file; it appears whole or not at all, the same bytes for the same layers.
        """
        return write_geopackage(self, path)

    def to_qgis(self, path: str | Path) -> Path:
        """Write a QGIS project, and the GeoPackage that it shows beside it; the two can be moved together.

        Parameters
        ----------
        path : str or Path
            The project, ``.qgz``; the GeoPackage has its name, ending in ``.gpkg``.
        """
        geopackage = write_geopackage(self, Path(path).with_suffix(".gpkg"))
        return write_project(self, path, geopackage.name)

    def to_postgis(self, engine: "Engine", *, schema: str = "public") -> None:
        """Write every layer as a table of PostGIS, in one transaction; tables of the same names are replaced.

        Parameters
        ----------
        engine : sqlalchemy.Engine
            ``sqlalchemy.create_engine("postgresql+psycopg://...")``; the extra `postgis` installs what it needs.
        schema : str
            Where the tables go; it is made where there is none.
        """
        write_postgis(self, engine, schema=schema)


def _at(table: gpd.GeoDataFrame, day: date, *, lasting: bool) -> gpd.GeoDataFrame:
    """Rows that hold on a day; an event without an end lasts one day, and one without a date is on no day."""
    if "start_date" not in table:
        return table
    spans = zip(table["start_date"], table["end_date"], strict=True)
    if lasting:
        true = [holds(start, end, day) for start, end in spans]
    else:
        true = [start is not None and holds(start, end or start + DAY, day) for start, end in spans]
    return table[np.array(true, dtype=bool)].reset_index(drop=True)
