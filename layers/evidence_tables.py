"""Evidence as tables: posts, control reports and events, each with a point (lon/lat, EPSG:4326)."""

from collections.abc import Iterable

import geopandas as gpd
import shapely

from layers.evidence import ControlReport, Event, Post
from layers.frames import frame
from layers.locations import Locations


def posts_table(posts: Iterable[Post], locations: Locations) -> gpd.GeoDataFrame:
    """Tabulate posts where they stand: at their own position, else at that of their place."""
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


def control_table(reports: Iterable[ControlReport], locations: Locations) -> gpd.GeoDataFrame:
    """Tabulate control reports with their places."""
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


def events_table(events: Iterable[Event], locations: Locations) -> gpd.GeoDataFrame:
    """Tabulate events with their places."""
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
