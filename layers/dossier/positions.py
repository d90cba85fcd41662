"""Positions of posts and control reports against the area of a dossier: nothing is assessed outside of it."""

import shapely
from shapely.geometry.base import BaseGeometry

from geo.gazetteer.place import Place
from layers.dossier.evidence import Evidence
from layers.dossier.locations import Locations
from layers.dossier.records import Post
from layers.dossier.settings.area import bounds_text, outside_km

# the nearest reports hold for ground around them, and those just outside of the area for its margin
_FAR_KM = 50.0


def check_positions(evidence: Evidence, locations: Locations, area: BaseGeometry) -> None:
    """Record posts that cannot stand in the area, and control reports from far outside.

    Parameters
    ----------
    evidence : Evidence
        The dossier's tables, where problems are recorded.
    locations : Locations
        Where their places lie.
    area : Polygon or MultiPolygon
        Lon/lat, EPSG:4326.
    """
    posts = [(post, place) for post in evidence.posts if (place := _position(post, locations))]
    away = outside_km([shapely.Point(place.lonlat) for _, place in posts], area)
    for (post, place), km in zip(posts, away, strict=True):
        if km > max(post.uncertainty_km, place.uncertainty_km or 0.0):
            where = f"a position in the area, {bounds_text(area)}"
            told = f"lat {place.lat:g}, lon {place.lon:g} lies {max(km, 1):.0f} km outside; are lat and lon swapped?"
            post.row.wrong("place" if post.lat is None else "lat", f"{where}; {told}")
    reports = [report for report in evidence.control if report.located and report.place in locations]
    away = outside_km([shapely.Point(locations[report.place].lonlat) for report in reports], area)
    for report, km in zip(reports, away, strict=True):
        if km > _FAR_KM:
            report.row.warn("place", f"{report.id} lies {km:.0f} km outside of the area ({bounds_text(area)})")


def _position(post: Post, locations: Locations) -> Place | None:
    """Where a post stands, as a place, or None where that is told as an error already."""
    if post.lat is not None and post.lon is not None:
        return Place(id=post.id, name=post.name, lat=post.lat, lon=post.lon)
    return locations[post.place] if post.place in locations and post.place else None
