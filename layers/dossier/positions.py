"""Positions and the area of a dossier: posts must lie in it, control reports near it; at sea they have own ground."""

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import Problem, Problems
from geo.gazetteer.place import Place
from layers.dossier.evidence import Evidence
from layers.dossier.locations import Locations
from layers.dossier.records import ControlReport, Post
from layers.dossier.settings.area import bounds_text, outside_km, with_own_ground
from layers.dossier.settings.settings import Settings

# a report counts for the ground around its place, so reports just outside of the area count for its edge
_FAR_KM = 50.0


def check_positions(evidence: Evidence, locations: Locations, area: BaseGeometry) -> frozenset[Problem]:
    """Record posts outside of the area as errors, and control reports far outside or in contradiction as warnings.

    Parameters
    ----------
    evidence : Evidence
        The tables of the dossier; problems are recorded at their rows.
    locations : Locations
        The places of the rows' names.
    area : Polygon or MultiPolygon
        Lon/lat, EPSG:4326.

    Returns
    -------
    frozenset of Problem
        The warnings.
    """
    found = Problems()
    posts = [(post, place) for post in evidence.posts if (place := _position(post, locations))]
    away = outside_km([shapely.Point(place.lonlat) for _, place in posts], area)
    for (post, place), km in zip(posts, away, strict=True):
        if km > max(post.uncertainty_km, place.uncertainty_km or 0.0):
            where = f"a position in the area, {bounds_text(area)}"
            why = f"lat {place.lat:g}, lon {place.lon:g} lies {max(km, 1):.0f} km outside; are lat and lon swapped?"
            post.row.wrong("C119", "place" if post.lat is None else "lat", f"{where}; {why}")
    reports = [report for report in evidence.control if report.located and locations.knows(report)]
    away = outside_km([shapely.Point(locations.of(report).lonlat) for report in reports], area)
    for report, km in zip(reports, away, strict=True):
        if km > _FAR_KM:
            row = replace(report.row, problems=found)
            row.wrong("C210", "place", f"{report.id} lies {km:.0f} km outside of the area ({bounds_text(area)})")
            report.row.problems.extend(found)
    _warn_of_contradictions(reports, locations, found)
    return frozenset(found)


def _warn_of_contradictions(reports: list[ControlReport], locations: Locations, found: Problems) -> None:
    """Warn of reports of one day on one place that name different sides."""
    first = {(one.date, one.date_end, locations.of(one).lonlat): one for one in reversed(reports)}
    for report in reports:
        other = first[report.date, report.date_end, locations.of(report).lonlat]
        if other.side != report.side:
            one = Problems()
            pair = " and ".join(f"{key} ({side})" for key, side in sorted((it.id, it.side) for it in (report, other)))
            why = f"{pair} contradict each other on one place; the more confident one counts, of equal ones neither"
            replace(report.row, problems=one).wrong("C211", "date", why)
            report.row.problems.extend(one)
            found.extend(one)


def land_with_ports(settings: Settings, evidence: Evidence, locations: Locations) -> BaseGeometry:
    """Return the ground of the area, with that of posts and reported places which the coastline leaves at sea."""
    if settings.area.equals(settings.outline):
        return settings.area
    posts = [place for post in evidence.posts if (place := _position(post, locations))]
    reported = [locations.of(report) for report in evidence.control if report.located and locations.knows(report)]
    points = [shapely.Point(place.lonlat) for place in {place.lonlat: place for place in (*posts, *reported)}.values()]
    return with_own_ground(settings.area, points, settings.outline, settings.hold_km)


def _position(post: Post, locations: Locations) -> Place | None:
    """Return the position of a post as a place; None if the place is unknown, which is reported elsewhere."""
    if post.lat is not None and post.lon is not None:
        return Place(id=post.id, name=post.name, lat=post.lat, lon=post.lon)
    return locations[post.place] if post.place in locations and post.place else None
