"""A dossier: the folder of evidence on one conflict, read, checked and located; the README lists its files."""

from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder, OnlineGeocoder
from geo.match import Match
from geo.place import Place
from geo.projection import WGS84
from geo.world import Progress
from layers.evidence import CONTROL, ControlReport, Event, Evidence, Post, Report
from layers.features import LINES, POLYGONS, read_features
from layers.frames import frame
from layers.locations import Locations, gazetteer_of
from layers.positions import check_positions
from layers.problems import DossierError, Problem, Problems
from layers.settings import Head, Settings
from layers.sides import Side

BUNDLED = "idlib-2020"
ROADS, CONTEXT = "roads.geojson", "context.geojson"


@dataclass(frozen=True)
class Dossier:
    """Everything that a dossier says, located.

    Open one with `Dossier.open`. Points are lon/lat, EPSG:4326; intervals of dates are half-open.
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
    reports: tuple[Report, ...] = field(repr=False)
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
        own = gazetteer_of(evidence, root.name)
        geocoder = Geocoder(own | Gazetteer.load(progress), area=head.area, online=online)
        locations = Locations(evidence, geocoder, area_known=head.area is not None)
        roads = _optional(root, ROADS, ("name", "kind"), problems, kinds=LINES, named=True)
        context = _optional(root, CONTEXT, ("kind", "name"), problems, kinds=POLYGONS)
        if head.area is not None:
            check_positions(evidence, locations, head.area)
        if settings is None or problems.errors:
            raise DossierError(name, problems.errors)
        _warn_unlocated(evidence, problems)
        return cls(
            path=root,
            settings=settings,
            gazetteer=own,
            places=evidence.places,
            place_sources=evidence.place_sources,
            matches=locations.matches,
            posts=_posts(evidence.posts, locations),
            control=_control([report for report in evidence.control if report.located], locations),
            events=_events(evidence.events, locations),
            sources=evidence.sources,
            roads=roads,
            context=context,
            reports=evidence.reports,
            unlocated=tuple(report for report in evidence.control if not report.located),
            warnings=problems.warnings,
        )

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
        """What its outputs owe to others: data, their owners and licences, a line each."""
        return self.settings.licences

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

    def files(self) -> list[Path]:
        """Its files, in order; folders other than that of the reports are not its own."""
        files = [*self.path.iterdir(), *(self.path / "reports").glob("*")]
        return sorted(path for path in files if path.is_file())


def _folder(path: str | Path) -> Path:
    """Find the folder of a dossier: where the path leads, else the bundled one of that name."""
    bundled = Path(str(files("layers"))) / "dossiers" / str(path)
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


def _posts(posts: tuple[Post, ...], locations: Locations) -> gpd.GeoDataFrame:
    kept = ("name", "name_ar", "aliases", "side", "start_date", "end_date")
    columns = ("post_id", *kept, "uncertainty_km", "sources")
    rows = []
    for post in posts:
        place = locations[post.place or ""] if post.lat is None or post.lon is None else None
        lonlat = place.lonlat if place else (post.lon, post.lat)
        rows.append(
            {
                **{name: getattr(post, name) for name in kept},
                "post_id": post.id,
                "uncertainty_km": max(post.uncertainty_km, (place.uncertainty_km or 0.0) if place else 0.0),
                "sources": "; ".join(post.sources),
                "geometry": shapely.Point(lonlat),
            }
        )
    return frame(rows, columns)


def _control(reports: list[ControlReport], locations: Locations) -> gpd.GeoDataFrame:
    columns = (
        "line",
        "id",
        "date",
        "place_id",
        "place_name",
        "side",
        "from_side",
        "kind",
        "confidence",
        "sources",
        "note",
    )
    rows = []
    for report in reports:
        place = locations[report.place]
        rows.append(
            {
                **{name: getattr(report, name) for name in ("date", "side", "from_side", "kind", "confidence", "note")},
                "line": report.row.line,
                "id": report.id,
                "place_id": place.id,
                "place_name": report.place_name or place.name,
                "sources": "; ".join(report.sources),
                "geometry": shapely.Point(place.lonlat),
            }
        )
    return frame(rows, columns)


def _events(events: tuple[Event, ...], locations: Locations) -> gpd.GeoDataFrame:
    kept = ("event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "geo_precision", "summary")
    columns = ("line", "event_id", *kept, "place", "fatalities", "sources")
    rows = []
    for event in events:
        place = locations[event.place]
        rows.append(
            {
                **{name: getattr(event, name) for name in kept},
                "line": event.row.line,
                "event_id": event.id,
                "place": place,
                "fatalities": event.fatalities,
                "sources": event.sources,
                "geometry": shapely.Point(place.lonlat),
            }
        )
    return frame(rows, columns)
