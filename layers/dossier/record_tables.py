"""Records of a dossier as tables: posts, control reports and events, each with a point (lon/lat, EPSG:4326)."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.gazetteer.place import Place
from layers.dossier.evidence import Evidence
from layers.dossier.locations import Locations
from layers.dossier.records import ControlReport, Event, Post
from layers.dossier.settings.admin_areas import admin_columns
from layers.dossier.settings.settings import Settings
from layers.frames import frame, of_columns

# of `geo_precision`: only the unit of the first level is known
_PROVINCE = 3
_POST = ("name", "name_ar", "aliases", "side", "start_date", "end_date", "ended", "moved_on")
_REPORT = ("date", "date_end", "until", "side", "from_side", "kind", "confidence", "basis", "note")
_EVENT = (
    *("event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "geo_precision", "summary"),
    *("fatalities", "sources"),
)


def located_tables(evidence: Evidence, locations: Locations, settings: Settings) -> dict[str, Any]:
    """Return the matches, posts, control reports, reports without a place, and events of a dossier, by name."""
    events = events_table([event for event in evidence.events if event.located], locations)
    posts = posts_table(evidence.posts, locations, settings.hold_km, evidence.filled | locations.filled)
    units = partial(admin_columns, settings.admin, evidence.place_units)
    return {
        "matches": locations.matches,
        "posts": units(posts),
        "control": control_table([report for report in evidence.control if report.located], locations),
        "events": units(events, provinces_only=events["geo_precision"].eq(_PROVINCE).to_numpy(dtype=bool)),
        "unlocated": tuple(report for report in evidence.control if not report.located),
    }


def posts_table(
    posts: Iterable[Post], locations: Locations, hold_km: float, filled: Collection[str]
) -> gpd.GeoDataFrame:
    """Return posts as a table, each at its own position or that of its place, with its own or the usual `hold_km`.

    A post is as uncertain as its row and its place state; the extent that is `filled` in for a place is not the post's.
    """
    rows = []
    for post in posts:
        place = locations[post.place or ""] if post.lat is None or post.lon is None else None
        row = _row(
            post,
            _POST,
            place.lonlat if place else (post.lon, post.lat),
            post_id=post.id,
            place_id=locations.id_of(place),
            uncertainty_km=max(post.uncertainty_km, _stated_km(place, filled)),
            hold_km=hold_km if post.hold_km is None else post.hold_km,
            sources="; ".join(post.sources),
        )
        rows.append(row)
    return frame(rows, ("post_id", "place_id", *_POST, "uncertainty_km", "hold_km", "sources"))


def _stated_km(place: Place | None, filled: Collection[str]) -> float:
    return 0.0 if place is None or place.id in filled else place.uncertainty_km or 0.0


def control_table(reports: Iterable[ControlReport], locations: Locations) -> gpd.GeoDataFrame:
    """Return control reports as a table, each at its own position or else at that of its place."""
    rows = []
    for report in reports:
        place = locations.of(report)
        row = _row(
            report,
            _REPORT,
            place.lonlat,
            line=report.row.line,
            id=report.id,
            place_id=place.id,
            listed_id=locations.id_of(place),
            place_name=report.place_name or place.name,
            uncertainty_km=place.uncertainty_km,
            sources="; ".join(report.sources),
        )
        rows.append(row)
    columns = ("line", "id", "date", "place_id", "listed_id", "place_name", "uncertainty_km", *_REPORT[1:-1])
    return frame(rows, (*columns, "sources", "note"))


def events_table(events: Iterable[Event], locations: Locations) -> gpd.GeoDataFrame:
    """Return events as a table, each at its own position or else at that of its place."""
    events = list(events)
    places = [locations.of(event) for event in events]
    columns: dict[str, Iterable[object]] = {
        "line": [event.row.line for event in events],
        "event_id": [event.id for event in events],
        "place": places,
        "place_id": map(locations.id_of, places),
        "uncertainty_km": [place.uncertainty_km for place in places],
        **{name: map(attrgetter(name), events) for name in _EVENT},
    }
    order = ("line", "event_id", *_EVENT[:-2], "place", "place_id", "uncertainty_km", *_EVENT[-2:])
    points = shapely.points(np.array([place.lonlat for place in places]).reshape(-1, 2))
    return of_columns({name: columns[name] for name in order}, points)


def _row(record: Any, kept: Sequence[str], lonlat: Any, **others: object) -> dict[str, object]:  # noqa: ANN401 - by name
    """Make a row from some attributes of a record, other values and a point."""
    return {**{name: getattr(record, name) for name in kept}, **others, "geometry": shapely.Point(lonlat)}
