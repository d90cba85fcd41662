"""All that a page shows, as plain JSON: the one place that knows how layers become data for the scripts."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.version import __version__
from maps.page.packaged import marker_icons
from maps.payload.columns import Table, listed, positions, runs, table
from maps.payload.topology import encode

if TYPE_CHECKING:
    from layers import Layers

COLUMNS = {
    "zones": ["zone_id", "side", "start_date", "end_date", "confidence", "area_km2"],
    "contact": ["side_a", "side_b", "start_date", "end_date", "length_km"],
    "roads": ["name", "kind", "side", "start_date", "end_date", "open"],
    "corridors": ["post_id", "start_date", "end_date", "width_km", "pinch_lon", "pinch_lat", "anchor"],
    "places": [
        "place_id",
        "name",
        "name_ar",
        "kind",
        "country",
        "admin1",
        "uncertainty_km",
        "query",
        "geocoder",
        "reason",
    ],
    "posts": ["post_id", "name", "name_ar", "side", "start_date", "end_date", "uncertainty_km"],
    "events": [
        *("event_id", "event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "location"),
        *("geo_precision", "uncertainty_km", "fatalities_low", "fatalities_best", "fatalities_high", "summary"),
        *("reliability", "credibility"),
    ],
    "verdicts": [
        *("post_id", "start_date", "end_date", "state", "state_strict", "state_lenient", "probability", "corridor_km"),
        *("roads_open", "roads_cut", "open_arc_deg", "friendly_km", "pocket_km2"),
    ],
}
CONTROL = ["id", "date", "place_id", "place_name", "side", "from_side", "kind", "confidence", "note"]
REASONS = ["post_id", "start_date", "end_date", "text"]
SOURCES = ["url", "archive_url", "publisher", "leaning", "reliability"]
DAILY = ["corridor_km", "probability", "open_arc_deg", "friendly_km"]

_POLYGONS = ("Polygon", "MultiPolygon")
_WITH_SHAPES = ("zones", "contact", "roads", "corridors")
_HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_NEUTRAL = "#8a8f98"

# how much a place's kind says for labelling it before others
_KIND_RANK = {"capital": 60, "city": 50, "town": 30}
# these are no points: a name beside one would mislead
_AREAS = {"area", "country", "district", "governorate", "province", "region"}
# a road's vertex this near (about 2 km) marks a place that the road goes through
_ON_ROAD_DEG = 0.02


def payload(layers: "Layers") -> dict[str, Any]:
    """Plain data of a page.

    Parameters
    ----------
    layers : layers.Layers
        The built layers and their dossier.

    Returns
    -------
    dict
        Of strings, finite numbers, lists and dicts only. Days count from the first day that the layers speak of;
        positions are lon/lat degrees; ``shape`` columns index into ``topology.shapes``; ``evidence`` and ``decisive``
        index into ``control``; ``sources`` are keys of ``sources``.
    """
    dossier = layers.dossier
    # the ground is drawn of areas: a line or a point among the outlines is none
    context = dossier.context[dossier.context.geom_type.isin(_POLYGONS) & ~dossier.context.is_empty]
    shapes = {"context": context.geometry, **{name: layers[name].geometry for name in _WITH_SHAPES}}
    numbers = _numbered({name: len(column) for name, column in shapes.items()})
    topology = encode(chain.from_iterable(shapes.values()))
    data: dict[str, Any] = {
        "about": _about(layers),
        "sides": [
            [side.id, side.name, side.name_ar, _colour(side.colour), sorted(side.friendly)] for side in dossier.sides
        ],
        "sources": _sources(dossier.sources),
        "markerIcons": marker_icons(),
        "bounds": [float(value) for value in layers["zones"].total_bounds],
        "topology": {"step": topology.step_deg, "arcs": topology.arcs, "shapes": topology.shapes},
        "context": table(
            context,
            ["kind", "name"],
            layers.start,
            shape=numbers["context"],
            **_label_points(context.geometry, layers["zones"].total_bounds),
        ),
        **_tables(layers, numbers),
        "daily": _daily(layers),
    }
    west, _, east, _ = data["bounds"]
    for made in (data["context"], data["control"], *(data[name] for name in COLUMNS)):
        _beside((west + east) / 2, made)
    return data


def _beside(lon: float, made: Table) -> None:
    """Write points across the antimeridian from the area as beside it, as its ground is: a map has no other side."""
    for at, column in enumerate(made["columns"]):
        if column in {"lon", "pinch_lon"}:
            for row in made["rows"]:
                row[at] = row[at] and row[at] + 360 * round((lon - row[at]) / 360)


def _tables(layers: "Layers", shape_numbers: dict[str, range]) -> dict[str, Table]:
    """Make tables of the eight layers and the control reports, each with the columns that lead elsewhere."""
    start = layers.start
    control = layers.dossier.control
    report = {report_id: number for number, report_id in enumerate(control["id"])}
    added: dict[str, dict[str, Any]] = {name: {"shape": numbers} for name, numbers in shape_numbers.items()}
    for name in ("places", "posts", "events"):
        added[name] = dict(positions(layers[name].geometry))
    added["zones"]["evidence"] = _indexes(layers["zones"]["evidence"], report)
    spans = zip(layers["verdicts"]["post_id"], layers["verdicts"]["start_date"], strict=True)
    since = [layers.verdicts.since(post_id, start) for post_id, start in spans]
    added["verdicts"] = {"decisive": _indexes(layers["verdicts"]["decisive"], report), "since": since}
    added["posts"]["sources"] = [listed(keys) for keys in layers["posts"]["sources"]]
    sources = dict(zip(layers.dossier.events["event_id"], layers.dossier.events["sources"], strict=True))
    added["events"]["sources"] = [list(sources.get(event, ())) for event in layers["events"]["event_id"]]
    added["places"]["rank"] = _ranks(layers)
    named = {place.id: list(place.aliases) for place in layers.dossier.places}
    added["places"]["aliases"] = [named.get(key, []) for key in layers["places"]["place_id"]]
    posts = dict(zip(layers.dossier.posts["post_id"], layers.dossier.posts["aliases"], strict=True))
    added["posts"]["aliases"] = [list(posts.get(key, ())) for key in layers["posts"]["post_id"]]
    added["places"]["sources"] = [
        list(layers.dossier.place_sources.get(key, ())) for key in layers["places"]["place_id"]
    ]
    reports = table(
        control, CONTROL, start, sources=[listed(keys) for keys in control["sources"]], **positions(control.geometry)
    )
    return {name: table(layers[name], columns, start, **added[name]) for name, columns in COLUMNS.items()} | {
        "control": reports,
        "reasons": _reasons(layers),
    }


def _reasons(layers: "Layers") -> Table:
    """Why the state of a post is what it is, for as long as the reasons last, on the days that the page shows."""
    rows = [row for row in layers.verdicts.reasons() if row[1] < layers.end and layers.start < row[2]]
    frame = pd.DataFrame(rows, columns=REASONS, dtype=object)
    return table(frame, REASONS, layers.start)


def _about(layers: "Layers") -> dict[str, Any]:
    """Say what the page rests on, in figures and words."""
    dossier = layers.dossier
    wrong = layers.errors["leave_one_place_out"]
    return {
        "title": dossier.title,
        "summary": dossier.summary,
        "language": dossier.language,
        "start": layers.start.isoformat(),
        "holdKm": float(dossier.settings.hold_km),
        "days": (layers.end - layers.start).days,
        "asOf": layers.as_of.isoformat(),
        "withheld": int(layers.withheld),
        "warnings": [str(warning) for warning in layers.warnings],
        "reports": len(dossier.control),
        "sourceCount": len(dossier.sources),
        "licences": list(dossier.licences),
        "model": layers.control.method,
        "errorShare": None if wrong is None else float(wrong),
        "errorPlaces": int(layers.errors["places"] or 0),
        "version": __version__,
    }


def _numbered(lengths: dict[str, int]) -> dict[str, range]:
    """Consecutive shape numbers for each table."""
    numbers: dict[str, range] = {}
    first = 0
    for name, length in lengths.items():
        numbers[name] = range(first, first + length)
        first += length
    return numbers


def _indexes(joined: "pd.Series[str]", known: dict[str, int]) -> list[list[int]]:
    return [[known[report] for report in listed(ids) if report in known] for ids in joined]


def _colour(colour: object) -> str:
    """Let a colour pass that is one: anything else could be any style."""
    return colour.lower() if isinstance(colour, str) and _HEX_COLOUR.fullmatch(colour) else _NEUTRAL


def _sources(sources: pd.DataFrame) -> list[list[str | None]]:
    cells = sources[SOURCES].astype(object).where(sources[SOURCES].notna(), None)
    return [[str(key), *map(_text, row)] for key, row in zip(sources.index, cells.itertuples(index=False), strict=True)]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _label_points(outlines: gpd.GeoSeries, bounds: Iterable[float]) -> dict[str, list[float | None]]:
    """Where to write the name of each country and governorate: the middle of what the map first shows of it."""
    west, south, east, north = bounds
    view = shapely.box(west, south, east, north).buffer(max(east - west, north - south) * 0.15)
    seen = outlines.intersection(view)
    # an outline may touch the view along an edge only
    shown = seen.where(~seen.is_empty & seen.geom_type.isin(_POLYGONS), outlines)
    return positions(shapely.get_point(shapely.maximum_inscribed_circle(shown.values), 0))


def _ranks(layers: "Layers") -> list[int | None]:
    """Tell how much each place asks for a label: by kind, roads and reports; areas ask for none."""
    places = layers["places"]
    vertices = gpd.GeoSeries(gpd.points_from_xy(*shapely.get_coordinates(layers["roads"].geometry.values).T), crs=4326)
    on_road = Counter[int]()
    if len(vertices):
        near = places.sindex.query(vertices.drop_duplicates(), predicate="dwithin", distance=_ON_ROAD_DEG)
        on_road.update(near[1].tolist())
    reported = Counter(layers.dossier.control["place_id"]) + Counter(layers["events"]["location"])
    named = places[["place_id", "name", "kind"]].itertuples(index=False)
    return [
        None
        if kind in _AREAS
        else _KIND_RANK.get(kind, 0) + 10 * on_road[row] + min(reported[place_id] + reported[name], 8)
        for row, (place_id, name, kind) in enumerate(named)
    ]


def _daily(layers: "Layers") -> list[list[Any]]:
    """Of each post its id and, for every day of the period, the values of `DAILY` in runs."""
    days = pd.date_range(layers.start, layers.end, inclusive="left").date
    of_posts = []
    for post, rows in layers.daily.groupby("post_id", sort=True):
        by_day = rows.drop_duplicates("date").set_index("date")[DAILY].reindex(days).round(3)
        values = by_day.astype(object).where(by_day.notna(), None)
        of_posts.append([post, *(runs(values[column].tolist()) for column in DAILY)])
    return of_posts
