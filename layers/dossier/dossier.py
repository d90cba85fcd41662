"""A dossier: the folder of evidence on one conflict, read, checked and located; the README lists its files."""

from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.world.index import Progress
from geo.geocoding.geocoder import Geocoder, OnlineGeocoder
from geo.geocoding.match import Match
from geo.geometry.projection import WGS84
from layers.dossier.evidence import CONTROL, ControlReport, Evidence, ReportText
from layers.dossier.geojson_files import LINES, POLYGONS, read_features
from layers.dossier.locations import Locations, gazetteer_of
from layers.dossier.positions import check_positions
from layers.dossier.record_tables import control_table, events_table, posts_table
from layers.dossier.settings.settings import Head, Settings
from layers.dossier.settings.sides import Side
from layers.dossier.what_if import with_report, without
from layers.errors import DossierError, Problem, Problems

BUNDLED = "idlib-2020"
ROADS, CONTEXT = "roads.geojson", "context.geojson"


@dataclass(frozen=True)
class Dossier:
    """Everything that a dossier says, located.

    Open one with `Dossier.open`. Names are looked up in its `gazetteer`, which has its own places first and then those
    of the gazetteers that it names. Points are lon/lat, EPSG:4326; intervals of dates are half-open.
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
    context: gpd.GeoDataFrame = field(repr=False)
    reports: tuple[ReportText, ...] = field(repr=False)
    unlocated: tuple[ControlReport, ...] = field(repr=False)
    warnings: tuple[Problem, ...] = field(repr=False)

    @classmethod
    def open(
        cls,
        path: str | Path = BUNDLED,
        *,
        online: OnlineGeocoder | None = None,
        progress: Progress | None = None,
    ) -> "Dossier":
        """Read a dossier.

        Parameters
        ----------
        path : str or Path
            The folder, or the name of a bundled dossier (``idlib-2020``).
        online : OnlineGeocoder, optional
            Asked for names that no gazetteer on this machine knows.
        progress : callable, optional
            Told the number of places done and of all, while the world's gazetteer is prepared for the first time.

        Returns
        -------
        Dossier

        Raises
        ------
        DossierError
            If anything in it cannot be used; it lists all problems, each with file, line, column, value and what was
            expected.

        Examples
        --------
        >>> dossier = Dossier.open("idlib-2020")
        >>> len(dossier.posts), dossier.start.isoformat(), dossier.end.isoformat()
        (36, '2019-04-30', '2020-03-07')
        """
        root = _folder(path)
        name = str(path)
        problems = Problems()
        if not root.is_dir():
            expected = (
                "a folder, and this is a file" if root.exists() else "a folder with a dossier; there is none here"
            )
            raise DossierError(name, (Problem(name, 0, "", "", expected),))
        # whatever is wrong with the head, the tables are checked too: one run tells everything
        head = Head(root, problems)
        settings = head.settings()
        evidence = Evidence(root, head.sides, problems)
        head.need_anchors({post.side for post in evidence.posts if post.side})
        # a dossier opened from inside its folder is called "."
        gazetteer = gazetteer_of(evidence.places, root.resolve().name) | head.gazetteers.gazetteer
        locations = Locations(
            evidence.places,
            evidence.named,
            Geocoder(gazetteer | Gazetteer.load(progress), area=head.area, online=online),
            faulty=evidence.known if head.gazetteers.complete else None,
            area_known=head.area is not None,
        )
        roads = _optional(root, ROADS, ("name", "kind"), problems, kinds=LINES, named=True)
        context = _optional(root, CONTEXT, ("kind", "name"), problems, kinds=POLYGONS)
        if head.area is not None:
            check_positions(evidence, locations, head.area)
        _warn_unlocated(evidence, problems)
        if settings is None or problems.errors:
            raise DossierError(name, problems.errors, problems.warnings)
        return cls(
            path=root,
            settings=settings,
            gazetteer=gazetteer,
            places=evidence.places,
            place_sources=evidence.place_sources,
            matches=locations.matches,
            posts=posts_table(evidence.posts, locations),
            control=control_table([report for report in evidence.control if report.located], locations),
            events=events_table(evidence.events, locations),
            sources=evidence.sources,
            roads=roads,
            context=context,
            reports=evidence.reports,
            unlocated=tuple(report for report in evidence.control if not report.located),
            warnings=problems.warnings,
        )

    @property
    def name(self) -> str:
        """What its folder is called."""
        return self.path.resolve().name

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        return self.settings.title

    @property
    def summary(self) -> str:
        """What it is about, in a few sentences."""
        return self.settings.summary

    @property
    def language(self) -> str:
        """Language of its texts (BCP 47)."""
        return self.settings.language

    @property
    def licences(self) -> tuple[str, ...]:
        """What its outputs owe to others, a line each: as it says, and to the gazetteers that its names are from."""
        told = self.settings.licences
        owed = {match.place.licence for match in self.matches.values() if match.place.licence}
        # the owner stands in brackets: CC BY 4.0 (GeoNames)
        owners = {licence: licence.rpartition("(")[2].rstrip(")") for licence in owed}
        return (*told, *sorted(new for new in owed if not any(owners[new] in line for line in told)))

    @property
    def start(self) -> date:
        """First day of its period."""
        return self.settings.start

    @property
    def end(self) -> date:
        """First day after its period."""
        return self.settings.end

    @property
    def sides(self) -> tuple[Side, ...]:
        """The parties."""
        return self.settings.sides

    def without(self, *report_ids: str) -> "Dossier":
        """Leave control reports out, to see what they change; the dossier itself stays as it is.

        Parameters
        ----------
        *report_ids : str
            Ids of control reports, ``R190`` for example.

        Returns
        -------
        Dossier
            As if the rows were not there, with all that they say: who held the place until then, too. A warning names
            each of them.

        Raises
        ------
        ReportNotFoundError
            If no control report has one of the ids; it lists those that are like it.

        Examples
        --------
        >>> dossier = Dossier.open("idlib-2020")
        >>> changed = dossier.without("R185", "R187")
        >>> len(dossier.control), len(changed.control)
        (363, 361)
        >>> print(next(warning for warning in changed.warnings if warning.value == "R185"))
        control.csv:186: id: 'R185'; left out to see what if
        """
        return without(self, report_ids)

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
        """Add a control report that nobody has made, to see what it would change; the dossier itself stays as it is.

        Parameters
        ----------
        date : date or str
            The day from which on the side holds the place, ``YYYY-MM-DD`` if a string.
        place : str
            A place in the area: its id, or any spelling of its name, read as those of the dossier's rows are.
        side : str
            Id of the side that holds it.
        from_side : str, optional
            Id of the side that held it until then.
        confidence : str
            ``high``, ``medium`` or ``low``.
        id : str, optional
            An id of its own; by default the first that is free of W1, W2, ...

        Returns
        -------
        Dossier
            With one more row of control reports, of the kind ``supposed``; a warning tells of it.

        Raises
        ------
        DossierError
            If the report cannot be used; it lists all that is wrong with it.

        Examples
        --------
        >>> changed = Dossier.open("idlib-2020").with_report("2020-02-05", "Saraqeb", "opposition")
        >>> changed.control.iloc[-1][["id", "place_name", "side", "kind"]].tolist()
        ['W1', 'Saraqib', 'opposition', 'supposed']
        """
        cells = {"date": str(date), "place": place, "side": side, "confidence": confidence}
        return with_report(self, cells | ({"from_side": from_side} if from_side else {}), id)

    def files(self) -> list[Path]:
        """Its files, in order; folders other than that of the reports are not its own."""
        files = [*self.path.iterdir(), *(self.path / "reports").glob("*")]
        return sorted(path for path in files if path.is_file())


def _folder(path: str | Path) -> Path:
    """Find the folder of a dossier: where the path leads, else the bundled one of that name."""
    bundled = Path(str(files("layers"))) / "bundled" / str(path)
    known = not Path(path).exists() and str(path) == Path(path).name and bundled.is_dir()
    return bundled if known else Path(path)


def _optional(  # noqa: PLR0913 - as `read_features`
    root: Path,
    file: str,
    columns: tuple[str, ...],
    problems: Problems,
    *,
    kinds: tuple[str, ...],
    named: bool = False,
) -> gpd.GeoDataFrame:
    """Features of a file that a dossier may lack."""
    if (root / file).exists():
        return read_features(root / file, columns, problems, kinds=kinds, named=named)
    return gpd.GeoDataFrame({name: [] for name in columns}, geometry=[], crs=WGS84)


def _warn_unlocated(evidence: Evidence, problems: Problems) -> None:
    for report in evidence.control:
        if not report.located:
            why = f"{report.id} is not used: nobody knows which place is meant"
            problems.warn(
                CONTROL, report.row.line, "place", report.place, f"{why} ({report.note})" if report.note else why
            )
