"""The page of `sitmap review` and its data, as plain values for its script."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import shapely
from geopandas import GeoDataFrame
from markupsafe import Markup

from geo.gazetteer.place import Place
from layers.reading.reading import Reading
from layers.review.proposals import Proposal
from layers.review.session import EDITABLE, Review
from layers.schema.dossier_tables import CONFIDENCES, EVENT_TYPES
from maps.page.inline import encodable, script_text, shortened
from maps.page.packaged import library
from maps.page.page import templates
from maps.page.policy import policy
from maps.page.scripts import joined
from maps.page.texts import static

# outlines finer than this, in degrees, are not seen on a small map
_FINE_DEG = 0.005


def review_page(title: str) -> tuple[str, str]:
    """Return the HTML of the page, and its Content-Security-Policy: the map's, and requests to its own address."""
    scripts = [script_text(library("leaflet.js") or ""), script_text(joined("review/review.js"))]
    styles = [library("leaflet.css") or "", static("styles/review.css")]
    page = templates().get_template("review.html.j2")
    html = page.render(
        title=encodable(title),
        styles=[Markup(style) for style in styles],  # noqa: S704 - packaged
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - packaged
    )
    allowed = policy(scripts, (), network=False).replace("form-action 'none'", "form-action 'self'")
    return html, f"{allowed}; connect-src 'self'; frame-ancestors 'none'"


def fixed_parts(review: Review) -> dict[str, Any]:
    """Return what no decision changes: texts cut at their marks, outlines, sides, and words of columns."""
    passages = [passage for one in review.pending() for passage in one.passages]
    dossier = review.dossier
    return {
        "reports": [
            {
                "name": report.name,
                "published": report.published.isoformat() if report.published else "",
                "pieces": _pieces(reading, {(one.start, one.end) for one in passages if one.report == number}),
            }
            for number, (report, reading) in enumerate(review.reports)
        ],
        "outlines": _outlines(dossier.context),
        "bounds": [float(bound) for bound in dossier.settings.outline.bounds],
        "sides": [side.id for side in dossier.sides],
        "confidences": CONFIDENCES,
        "eventTypes": EVENT_TYPES,
        "editable": EDITABLE,
    }


def pending_parts(review: Review) -> dict[str, Any]:
    """Return the proposals without a decision."""
    pending = [_proposal(review, one) for one in review.pending()]
    return {"proposals": pending, "canUndo": review.can_undo}


def _proposal(review: Review, one: Proposal) -> dict[str, Any]:
    first = one.candidates[0] if one.candidates else None
    placed = None if "location_status" in one.cells else first
    return {
        "id": one.id,
        "table": one.table.name,
        "cells": shortened(one.cells),
        "passages": [
            {"report": passage.report, "start": passage.start, "end": passage.end} for passage in one.passages
        ],
        "candidates": [_candidate(place) for place in one.candidates],
        "place": 0 if placed else "",
        "far": bool(placed and not review.dossier.settings.outline.intersects(shapely.Point(placed.lonlat))),
        "known": review.known(one),
        "cites": review.cites(one),
    }


def _candidate(place: Place) -> dict[str, Any]:
    where = ", ".join(part for part in (place.admin1, place.country) if part)
    radius = "" if place.uncertainty_km is None else f", within {place.uncertainty_km:g} km"
    label = f"{place.name} ({where or place.source}; {place.kind}{radius}) {place.lat:.3f}, {place.lon:.3f}"
    return {"label": label, "lat": place.lat, "lon": place.lon, "uncertaintyKm": place.uncertainty_km}


def _pieces(reading: Reading, quotes: Iterable[tuple[int, int]]) -> list[dict[str, Any]]:
    """Cut a text at the ends of mentions and passages; offsets of JavaScript differ from those of Python."""
    mentions = [(one.start, one.end, one.literal) for one in reading.mentions]
    spans: Sequence[tuple[int, int]] = sorted(quotes)
    cuts = sorted({0, len(reading.text), *(at for start, end, *_ in (*mentions, *spans) for at in (start, end))})
    return [
        {
            "text": reading.text[start:end],
            "start": start,
            "mention": next(
                ("place" if literal else "other" for one, other, literal in mentions if one <= start < other), None
            ),
            "quoted": any(one <= start < other for one, other in spans),
        }
        for start, end in pairwise(cuts)
    ]


def _outlines(context: GeoDataFrame) -> list[list[list[list[float]]]]:
    """Return the rings of the dossier's outlines, as lists of latitude and longitude."""
    parts = shapely.get_parts(shapely.simplify(context.geometry.to_numpy(), _FINE_DEG))
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    return [
        [[[lat, lon] for lon, lat in ring.coords] for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in polygons
    ]
