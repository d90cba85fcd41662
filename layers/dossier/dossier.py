"""A dossier: the folder of evidence on one conflict, read, checked and located; the README lists its files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.days import parse_day
from geo.errors import DayError, Problem, Problems
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.world.index import Progress
from geo.geocoding.match import Match
from geo.readers.contents import recorded
from layers.dossier.changes import finish_change
from layers.dossier.control_areas import read_control_areas
from layers.dossier.evidence import Evidence
from layers.dossier.folder import BUNDLED, check_names, find_folder
from layers.dossier.gaps import silent_sides, unused_files
from layers.dossier.geojson_files import read_barriers, read_context, read_roads
from layers.dossier.locations import Locations, gazetteer_of, geocoder_of
from layers.dossier.positions import check_positions, land_with_ports
from layers.dossier.record_tables import located_tables
from layers.dossier.records import ControlReport
from layers.dossier.settings.settings import Settings, SettingsReader
from layers.dossier.settings.sides import Side, side_names
from layers.dossier.what_if import ControlReports, supposed_report, supposed_row
from layers.errors import DossierError
from layers.texts.reports import ReportText

if TYPE_CHECKING:
    from geo.geocoding.online.service import OnlineService


@dataclass(frozen=True)
class Dossier:
    """The evidence of a dossier, with positions.

    Open one with `Dossier.open`. Names are looked up in `gazetteer`: the dossier's own places, then the gazetteers
    that `dossier.toml` lists. Points are lon/lat, EPSG:4326; intervals of dates are half-open.
    """

    path: Path
    settings: Settings
    gazetteer: Gazetteer = field(repr=False)
    places: tuple[Place, ...] = field(repr=False)
    place_sources: dict[str, tuple[str, ...]] = field(repr=False)
    matches: dict[str, Match] = field(repr=False)
    posts: gpd.GeoDataFrame = field(repr=False)
    control: gpd.GeoDataFrame = field(repr=False)
    events: gpd.GeoDataFrame = field(repr=False)
    sources: pd.DataFrame = field(repr=False)
    roads: gpd.GeoDataFrame = field(repr=False)
    control_areas: gpd.GeoDataFrame = field(repr=False)
    context: gpd.GeoDataFrame = field(repr=False)
    barriers: gpd.GeoDataFrame = field(repr=False)
    reports: tuple[ReportText, ...] = field(repr=False)
    unlocated: tuple[ControlReport, ...] = field(repr=False)
    warnings: tuple[Problem, ...] = field(repr=False)
    evidence: Evidence = field(repr=False)
    contents: Mapping[str, bytes] = field(repr=False)
    online: "OnlineService | None" = field(default=None, repr=False)

    @classmethod
    def open(
        cls,
        path: str | Path = BUNDLED,
        *,
        online: "OnlineService | None" = None,
        progress: Progress | None = None,
    ) -> "Dossier":
        """Read a dossier.

        Parameters
        ----------
        path : str or Path
            The folder, or the name of a bundled dossier (``idlib-2020``).
        online : OnlineService, optional
            Looks up names that no local gazetteer has.
        progress : callable, optional
            Called with the number of places done and in all while the world's gazetteer is prepared, on first use.

        Returns
        -------
        Dossier

        Raises
        ------
        DossierError
            If anything in the dossier cannot be used; all problems are listed, each with file, line, column, value
            and the values expected.

        Examples
        --------
        >>> dossier = Dossier.open("idlib-2020")
        >>> len(dossier.posts), dossier.start.isoformat(), dossier.end.isoformat()
        (36, '2019-04-30', '2020-03-07')
        """
        root, problems = find_folder(path), Problems()
        finish_change(root)
        with recorded() as contents:
            # tables are checked even if the settings cannot be used: one run reports every problem
            reader = SettingsReader(root, problems)
            settings = reader.settings()
            roads, context, barriers = (read(root, problems) for read in (read_roads, read_context, read_barriers))
            evidence = Evidence(root, reader.sides, context, problems)
            reports = {report.id for report in evidence.control}
            areas = read_control_areas(root, side_names(reader.sides), problems, reports)
        check_names(contents, problems)
        reader.need_anchors({post.side for post in evidence.posts if post.side})
        gazetteer = gazetteer_of(evidence.places, root.resolve().name) | reader.gazetteers.gazetteer
        locations = Locations(
            evidence.places,
            evidence.named,
            geocoder_of(gazetteer | Gazetteer.load(progress), reader.area and reader.area.outline, online),
            unusable=evidence.unusable if reader.gazetteers.complete else None,
            area_known=reader.area is not None,
        )
        far = check_positions(evidence, locations, reader.area.outline) if reader.area else frozenset()
        unread = unused_files(root, reader.content)
        if settings is None or problems.errors:
            raise DossierError(str(path), problems.errors, tuple(sorted({*problems.warnings, *unread})))
        silent = silent_sides(settings, evidence.control)
        problems.extend((*unread, *silent))
        evidence = evidence.changed(derived=frozenset((*far, *unread, *silent)), unread=frozenset(unread))
        return cls(
            path=root,
            settings=replace(settings, area=land_with_ports(settings, evidence, locations)),
            gazetteer=gazetteer,
            places=evidence.places,
            place_sources=evidence.place_sources,
            sources=evidence.sources,
            roads=roads,
            control_areas=areas.assign(basis=evidence.claims.of_areas(areas)),
            context=context,
            barriers=barriers,
            reports=evidence.reports,
            warnings=problems.warnings,
            evidence=evidence.changed(land=settings.area),
            contents={Path(os.path.relpath(file, root)).as_posix(): content for file, content in contents.items()},
            online=online,
            **located_tables(evidence, locations, settings),
        )

    @property
    def name(self) -> str:
        """The name of the dossier's folder."""
        return self.path.resolve().name

    @property
    def title(self) -> str:
        """The title, one line."""
        return self.settings.title

    @property
    def summary(self) -> str:
        """The summary, a few sentences."""
        return self.settings.summary

    @property
    def language(self) -> str:
        """Language of the dossier's texts (BCP 47)."""
        return self.settings.language

    @property
    def licences(self) -> tuple[str, ...]:
        """The licences of the data in the outputs, a line each: of the settings, and of the gazetteers used."""
        stated = self.settings.licences
        owed = {match.place.licence for match in self.matches.values() if match.place.licence}
        # the owner stands in brackets: CC BY 4.0 (GeoNames)
        owners = {licence: licence.rpartition("(")[2].rstrip(")") for licence in owed}
        return (*stated, *sorted(new for new in owed if not any(owners[new] in line for line in stated)))

    @property
    def start(self) -> date:
        """First day of the period."""
        return self.settings.start

    @property
    def end(self) -> date:
        """First day after the period."""
        return self.settings.end

    @property
    def land(self) -> BaseGeometry:
        """The ground of the area, which the zones tile: the area without its sea, unless `sea` is ground."""
        return self.settings.area

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides of the conflict."""
        return self.settings.sides

    @cached_property
    def known(self) -> Gazetteer:
        """The places in which names are looked up: `gazetteer`, then the world's."""
        return self.gazetteer | Gazetteer.load()

    def without(self, *report_ids: str) -> "Dossier":
        """Return a copy of the dossier as if some control reports had been deleted; a warning names each.

        Parameters
        ----------
        *report_ids : str
            Ids of control reports, ``R190`` for example.

        Raises
        ------
        ReportNotFoundError
            If no control report has one of the ids; similar ids are listed.

        Examples
        --------
        >>> dossier = Dossier.open("idlib-2020")
        >>> changed = dossier.without("R185", "R187")
        >>> len(dossier.control), len(changed.control)
        (363, 361)
        >>> print(next(warning for warning in changed.warnings if warning.value == "R185"))
        control.csv:186: id: 'R185'; left out to see what if [C224]
        """
        return replace(self, **vars(self._control_reports().without(report_ids, self.name)))

    def with_report(  # noqa: PLR0913 - the columns of control.csv
        self,
        date: date | str,
        place: str,
        side: str,
        *,
        from_side: str | None = None,
        confidence: str = "medium",
        id: str | None = None,  # noqa: A002 - as the column is called
    ) -> "Dossier":
        """Return a copy of the dossier with a supposed control report, to see its effect.

        Parameters
        ----------
        date : date or str
            The day from which on the side holds the place, ``YYYY-MM-DD`` if a string.
        place : str
            A place in the area: its id, or any spelling of its name, geocoded like the names in the dossier's tables.
        side : str
            Id of the side that holds the place.
        from_side : str, optional
            Id of the side that held the place until then.
        confidence : str
            ``high``, ``medium`` or ``low``.
        id : str, optional
            A new id; by default the first free one of W1, W2, ...

        Returns
        -------
        Dossier
            The copy with one more control report, of the kind ``supposed``; a warning names the report.

        Raises
        ------
        DossierError
            If the report cannot be used; all problems are listed.

        Examples
        --------
        >>> changed = Dossier.open("idlib-2020").with_report("2020-02-05", "Saraqeb", "opposition")
        >>> changed.control.iloc[-1][["id", "place_name", "side", "kind"]].tolist()
        ['W1', 'Saraqib', 'opposition', 'supposed']
        """
        cells = {"date": _written(date), "place": place, "side": side, "confidence": confidence}
        reports = self._control_reports()
        row = supposed_row(cells | ({"from_side": from_side} if from_side else {}), id, reports.ids)
        area = self.settings.outline
        named = [(row, name) for name in [row.text("place")] if name]
        locations = Locations(self.places, named, geocoder_of(self.known, area), decided=self.matches)
        report = supposed_report(row, side_names(self.sides), locations, area, self.name)
        evidence = self.evidence.changed(
            control=(*self.evidence.control, replace(report, row=reports.last_row(report))),
            named=[*self.evidence.named, (reports.last_row(report), report.place)],
        )
        return replace(self, evidence=evidence, **vars(reports.with_report(report, locations)))

    def _control_reports(self) -> ControlReports:
        return ControlReports(self.control, self.unlocated, self.matches, self.warnings)

    def files(self) -> list[Path]:
        """Return the files that were read, sorted."""
        return sorted(self.path / name for name in self.contents)


def _written(day: object) -> str:
    """Format a day as ISO 8601; other values are left to the check of the report."""
    try:
        return parse_day(day).isoformat()
    except DayError:
        return str(day)
