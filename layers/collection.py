"""The layers of a situation map: a read-only mapping that can be narrowed to a day and written to files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.control.cross_validation import LeftOutError
from geo.control.model import ControlModel
from geo.days import parse_day
from geo.errors import DayError, counted
from layers.dossier.dossier import Dossier
from layers.dossier.settings.checks import silenced
from layers.errors import FormatError
from layers.formats.geojson import ids
from layers.formats.postgis import write_postgis
from layers.formats.registry import FORMATS
from layers.margin import Margin
from layers.period import DAY, holds, opening_day
from layers.schema.layer import LayerSchema, Validity
from layers.schema.layers import LAYERS
from layers.tables.verdicts import Verdicts

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, eq=False)
class Layers(Mapping[str, gpd.GeoDataFrame]):
    """Layers by name, as `layers.schema.layers` describes them: places, posts, events, zones and others.

    Parameters
    ----------
    tables : mapping
        The layers, EPSG:4326, with the columns of their schema.
    dossier : Dossier
        The evidence, without rows under embargo.
    records : mapping
        The tables without geometry: sources, sides, returns.
    ground : DataFrame
        The ground of every side on every day.
    control : ControlModel
        The model of control that made the zones.
    verdicts : Verdicts
        The verdicts, from which the layer `verdicts` is made for the period or for a day.
    errors : mapping
        Error figures of the zones; see `geo.control.cross_validation.LeftOutError`.
    withheld : int
        Number of events and control reports left out by the embargo.
    as_of : date
        The day taken as today, for the embargo.
    admin : DataFrame, optional
        The shares of admin units that sides hold on every day, where the dossier names a file of such units.
    front : GeoDataFrame, optional
        The bands in which the front lies; see `layers.tables.front`.
    day : date, optional
        The day that the layers are narrowed to.
    is_cut : bool
        True if the embargo ends the period before that of the dossier.
    is_restricted : bool
        True if the map is not to be passed on, for control areas whose licence does not allow it.

    Examples
    --------
    >>> from layers import build
    >>> layers = build(Dossier.open("idlib-2020"))
    >>> layers.at("2020-02-06")["verdicts"].set_index("post_id").loc[["OP08", "OP11"], "state"].tolist()
    ['encircled', 'open']
    """

    tables: Mapping[str, gpd.GeoDataFrame] = field(repr=False)
    dossier: Dossier = field(repr=False)
    records: Mapping[str, pd.DataFrame] = field(repr=False)
    ground: pd.DataFrame = field(repr=False)
    control: ControlModel = field(repr=False)
    verdicts: Verdicts = field(repr=False)
    errors: LeftOutError
    withheld: int
    as_of: date
    admin: pd.DataFrame | None = field(default=None, repr=False)
    front: gpd.GeoDataFrame | None = field(default=None, repr=False)
    day: date | None = None
    is_cut: bool = False
    is_restricted: bool = False

    def __getitem__(self, name: str) -> gpd.GeoDataFrame:
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __len__(self) -> int:
        return len(self.tables)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Rows of the dossier that were left out, and the reasons; of silenced warnings the number only."""
        found, quiet = silenced(self.dossier.warnings, self.dossier.settings.silence)
        problems = (*map(str, found), *quiet.values())
        days = self.dossier.settings.embargo_days
        last = self.dossier.end - DAY
        # a sentence of its own for none would tell by the lengths of outputs that there is one
        embargo = (
            f"{counted(self.withheld, 'row')} of events.csv and control.csv withheld as younger than {days} days on "
            f"{self.as_of}, with posts and texts as young, and what only they name; lines are counted without them; "
            f"nothing is known of the days after {last}"
        )
        return (*problems, embargo) if self.is_cut or self.withheld else problems

    @property
    def daily(self) -> pd.DataFrame:
        """The state of every post on every day: the layer `daily` without its reasons, the table `daily.csv`."""
        return pd.DataFrame(self["daily"].drop(columns=["id", "reasons", "geometry"]))

    @property
    def start(self) -> date:
        """First day of the layers."""
        return self.day or self.dossier.start

    @property
    def end(self) -> date:
        """Day after the last one of the layers."""
        return self.day + DAY if self.day else self.dossier.end

    @cached_property
    def opening_day(self) -> date:
        """The day on which page and QGIS project open; see `layers.period.opening_day`."""
        return opening_day(self)

    def margin(self, language: str = "en") -> Margin:
        """Return the margin that every output has: makers, dates, terms, and how to cite the map."""
        return Margin.of(self, language)

    def at(self, on: date | str) -> "Layers":
        """Return the layers on a day: the rows that hold on that day, and its verdicts.

        Parameters
        ----------
        on : date or str
            The day, ``YYYY-MM-DD`` if a string.

        Raises
        ------
        DayError
            If the day lies outside of the period of the layers.
        """
        day = self._day(on)
        tables = {name: on_day(table, day, LAYERS[name]) for name, table in self.tables.items()}
        tables["verdicts"] = finished(self.verdicts.on(day), LAYERS["verdicts"], self.dossier.end)
        ground = self.ground[self.ground["date"] == day].reset_index(drop=True)
        admin = None if self.admin is None else self.admin[self.admin["date"] == day].reset_index(drop=True)
        front = self.front
        if front is not None:
            front = front[(front["start_date"] <= day) & (front["end_date"] > day)].reset_index(drop=True)
        return replace(self, tables=tables, ground=ground, admin=admin, front=front, day=day)

    def explain(self, lat: float, lon: float, on: date | str | None = None) -> pd.DataFrame:
        """Find the control reports that decide which side holds the ground at a point.

        Parameters
        ----------
        lat, lon : float
            The point in degrees.
        on : date or str, optional
            The day; by default the one that the layers are narrowed to, or else their last.

        Returns
        -------
        DataFrame
            Columns report_id, side, weight, distance_km, age_days, basis, in descending order of weight. The
            age of a later report, which counts for the former holder that it names, is negative.

        Raises
        ------
        DayError
            If the day lies outside of the period of the layers.

        Examples
        --------
        >>> from layers import build
        >>> layers = build(Dossier.open("idlib-2020"))
        >>> layers.explain(35.86, 36.81, on="2020-02-06").columns.tolist()
        ['report_id', 'side', 'weight', 'distance_km', 'age_days', 'basis']
        """
        return self.control.explain(shapely.Point(lon, lat), self._day(self.end - DAY if on is None else on))

    def _day(self, on: date | str) -> date:
        """Read a day and check that it lies in the period of the layers."""
        day = parse_day(on)
        if not self.start <= day < self.end:
            period = f"{self.start} to {self.end - DAY}, both included"
            raise DayError(f"{day} is not one of the days of the map: {period}")
        return day

    def write(self, path: str | Path, format: str, *, csv_delimiter: str = ",") -> list[Path]:  # noqa: A002 - usual
        """Write the layers in a format.

        Parameters
        ----------
        path : str or Path
            The file for ``gpkg``, ``qgis``, ``kml`` and ``kmz``; the folder of the files for ``geojson``, ``geojsonl``,
            ``parquet`` and ``fgb``, which have a file for each layer, and ``csv``.
        format : str
            Name of the format.
        csv_delimiter : str
            What separates the cells of tables; with ``;`` numbers have a decimal comma.

        Returns
        -------
        list of Path
            The files written.

        Raises
        ------
        FormatError
            If there is no such format.
        MissingExtraError
            If the format needs a package that is not installed.
        """
        if format not in FORMATS:
            raise FormatError(f"format {format!r}; expected one of {', '.join(FORMATS)}")
        return FORMATS[format].write(self, Path(path), csv_delimiter)

    def to_geojson(self, folder: str | Path) -> list[Path]:
        """Write every layer as a GeoJSON file (RFC 7946) into a folder, and return the files."""
        return self.write(folder, "geojson")

    def to_geopackage(self, path: str | Path) -> Path:
        """Write one GeoPackage (1.3) with all layers, styled and dated for QGIS.

        Parameters
        ----------
        path : str or Path
            The file, written atomically; the same layers give the same bytes.
        """
        return self.write(path, "gpkg")[0]

    def to_qgis(self, path: str | Path) -> Path:
        """Write a QGIS project and, in the same folder, the GeoPackage of its layers; the two can be moved together.

        Parameters
        ----------
        path : str or Path
            The project, ``.qgz``; the GeoPackage has the same name with the ending ``.gpkg``.
        """
        return self.write(path, "qgis")[0]

    def to_postgis(self, engine: "Engine | str", *, schema: str = "sitmap", force: bool = False) -> None:
        """Write every layer as a table of PostGIS, in one transaction; a second run replaces the rows of the first.

        Readers of the tables wait for nothing; grants and views stay. Tables that sitmap did not write are left alone.

        Parameters
        ----------
        engine : sqlalchemy.Engine or str
            ``sqlalchemy.create_engine("postgresql+psycopg://...")``, or the address; the extra `postgis` brings both
            packages.
        schema : str
            Schema of the database for the tables, created if missing.
        force : bool
            True if tables that sitmap has written with other columns are dropped and made anew.

        Raises
        ------
        DatabaseError
            If the database refuses, a table is not sitmap's, or its columns have changed and `force` is False.
        """
        write_postgis(self, engine, schema=schema, force=force)


def finished(table: gpd.GeoDataFrame, layer: LayerSchema, end: date) -> gpd.GeoDataFrame:
    """Add the ids, and remove the end date of rows that still hold at the end of the period; the table is changed."""
    if layer.validity is Validity.PERIOD:
        table["end_date"] = table["end_date"].astype(object).where(table["end_date"] != end, None)
    table["id"] = ids(table, layer.name)
    return table


def on_day(table: gpd.GeoDataFrame, day: date, layer: LayerSchema) -> gpd.GeoDataFrame:
    """Return the rows that hold on a day."""
    start_column, end_column = layer.interval
    if not start_column:
        return table
    ends = table[end_column] if end_column else [None] * len(table)
    intervals = zip(table[start_column], ends, strict=True)
    if layer.lasts_a_day:
        kept = [start is not None and holds(start, end or start + DAY, day) for start, end in intervals]
    else:
        kept = [holds(start, end, day) for start, end in intervals]
    return table[np.array(kept, dtype=bool)].reset_index(drop=True)
