"""The data of a page, as JSON values: the one place that converts layers to data for the page's scripts."""

from itertools import chain
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd

from geo.encirclement.sentences import languages
from layers.comparison import agreement
from layers.schema.layers import LAYERS
from layers.schema.shared_columns import ADMIN_UNITS
from maps.page.packaged import marker_icons
from maps.payload.about import about
from maps.payload.basemap import basemap
from maps.payload.columns import Table, listed, positions, run_lengths, safe_colour, table
from maps.payload.frames import Frames
from maps.payload.labels import POLYGONS, label_points, ranks
from maps.payload.naming import admin_units, display_names, rename, translated
from maps.payload.opening import area_bounds, opening_bounds, story
from maps.payload.topology import encode

if TYPE_CHECKING:
    from geo.gazetteer.place import Place
    from maps.payload.frames import Situation

_UNITS = tuple(column.name for column in ADMIN_UNITS)
# columns of layers that the page does not show, or shows in another form: names of posts and sides, texts and lists
_LEFT_OUT = {
    "places": {"score", "candidates"},
    "posts": {"sources", "moved_on", "place_id", *_UNITS},
    "events": {"source_name", "source_url", "archive_url", *_UNITS},
    "zones": {"evidence", "since"},
    "verdicts": {
        *("name", "side", "place_id", *_UNITS, "reasons", "decisive", "probability_min", "probability_max"),
        *("since_earliest", "since_latest"),
        *("way", "corridor_km_median", "corridor_km_max", "reasons_ar", "road_way", "last_reported"),
    },
    "control_areas": {"source"},
}
# the layers whose rows the page has
_LAYERS = ("places", "posts", "events", "zones", "contact", "verdicts", "corridors", "roads", "control_areas")
# the control reports and the sources, as the dossier has them
_CONTROL = ["id", "date", "until", "place_id", "place_name", "side", "from_side", "kind", "confidence", "note", "basis"]
_SOURCES = ["url", "archive_url", "publisher", "leaning", "reliability", "published"]
_REASONS = ["post_id", "start_date", "end_date"]
# columns of the tables of days, in the order that the page's scripts expect
_DAILY = ["corridor_km", "probability", "open_arc_deg", "friendly_km", "way"]
_GROUND = ["area_km2", "low_km2", "high_km2"]

_AGREEMENT = ["start_date", "end_date", "compared_km2", "agreed_km2"]

_FRONT = ["percent", "start_date", "end_date"]
_WITH_SHAPES = ("zones", "contact", "roads", "corridors")
# outlines of others are drawn to about 20 m, finer than a pixel of a view of a region
_OUTLINE_DEG = 2e-4


def payload(layers: "Situation") -> dict[str, Any]:
    """Return the data of a page.

    Parameters
    ----------
    layers : layers.Layers or Frames
        The built layers and their dossier, or frames.

    Returns
    -------
    dict
        Of strings, finite numbers, lists and dicts only. Days count from the first day of the layers; positions are
        lon/lat degrees; ``shape`` columns index into ``topology.shapes``; ``evidence`` and ``decisive`` index into
        ``control``; ``sources`` are keys of ``sources``.

    Raises
    ------
    KeyError
        If a zone or verdict cites a control report or area that the dossier does not have.
    """
    dossier = layers.dossier
    # a dossier's outlines may include lines and points, which are not drawn
    context = dossier.context[dossier.context.geom_type.isin(POLYGONS) & ~dossier.context.is_empty]
    west, south, east, north = bounds = area_bounds(layers)
    shown = display_names(layers)
    ground = basemap((west, south, east, north), [*layers["places"].geometry, *layers["posts"].geometry])
    shapes = {"context": context.geometry, "land": ground.land.geometry, "borders": ground.borders.geometry}
    shapes |= {name: layers[name].geometry for name in _WITH_SHAPES}
    front = gpd.GeoDataFrame(columns=[*_FRONT, "geometry"]) if layers.front is None else layers.front
    units = admin_units(layers)
    shapes |= {"front": front.geometry, "admin": units.geometry}
    shapes["control_areas"] = _control_areas(layers).simplify(_OUTLINE_DEG)
    numbers = _numbered({name: len(column) for name, column in shapes.items()})
    topology = encode(chain.from_iterable(shapes.values()))
    data: dict[str, Any] = {
        "about": about(layers),
        "sides": [
            [side.id, side.name, side.name_ar, safe_colour(side.colour), sorted(side.friendly)]
            for side in dossier.sides
        ],
        "sources": _sources(dossier.sources),
        "markerIcons": marker_icons(),
        "area": list(bounds),
        "bounds": opening_bounds(layers, (west, south, east, north)),
        "view": list(ground.view),
        "topology": {"step": topology.step_deg, "arcs": topology.arcs, "shapes": topology.shapes},
        "context": table(
            context,
            ["kind", "name"],
            layers.start,
            shape=numbers["context"],
            **label_points(context.geometry, bounds),
        ),
        "land": table(
            ground.land,
            ["name", "name_ar"],
            layers.start,
            shape=numbers["land"],
            **label_points(ground.land.geometry, bounds),
        ),
        "borders": table(ground.borders, ["disputed"], layers.start, shape=numbers["borders"]),
        "towns": _towns(ground.towns),
        "front": table(front, _FRONT, layers.start, shape=numbers["front"]),
        "admin": table(units, ["name", "code"], layers.start, shape=numbers["admin"]),
        **_tables(layers, numbers, shown),
        "translated": translated(layers, shown),
        "daily": _by_day(layers, layers.daily, "post_id", _DAILY),
        "ground": _by_day(layers, layers.ground, "side", _GROUND),
        "story": story(layers),
    }
    for made in (data["context"], data["control"], data["towns"], *(data[name] for name in _LAYERS)):
        _shift((west + east) / 2, made)
    return data


def _towns(towns: list["Place"]) -> Table:
    """Return names and positions of the towns, the largest first."""
    rows = [[town.name, town.name_ar, round(town.lon, 3), round(town.lat, 3)] for town in towns]
    return {"columns": ["name", "name_ar", "lon", "lat"], "rows": rows}


def _shift(lon: float, made: Table) -> None:
    """Shift longitudes by multiples of 360 degrees so that points lie next to the area, whose middle is at `lon`."""
    for at, column in enumerate(made["columns"]):
        if column in {"lon", "pinch_lon"}:
            for row in made["rows"]:
                row[at] = row[at] and row[at] + 360 * round((lon - row[at]) / 360)


def _tables(layers: "Situation", shape_numbers: dict[str, range], shown: dict[str, str]) -> dict[str, Table]:
    """Return the tables of the layers, the control reports and the reasons, with columns that refer to other tables.

    Places have the names by which they are shown.
    """
    control = _control(layers)
    report_numbers = {report_id: number for number, report_id in enumerate(control["id"])}
    added: dict[str, dict[str, Any]] = {name: {"shape": numbers} for name, numbers in shape_numbers.items()}
    added["zones"]["evidence"] = _numbers_of(layers["zones"]["evidence"], report_numbers)
    added["places"] = _place_columns(layers)
    added["posts"] = _post_columns(layers)
    added["events"] = _event_columns(layers)
    added["verdicts"] = _verdict_columns(layers, report_numbers)
    # of frames, columns that are none of the layer's
    for name, columns in added.items():
        if name in layers and "more" in layers[name]:
            columns["more"] = layers[name]["more"]
    areas = _control_areas(layers)
    added["control_areas"]["sources"] = [listed(keys) for keys in areas["source"]]
    nothing = pd.DataFrame(columns=_AGREEMENT)
    compared = nothing if isinstance(layers, Frames) or areas.empty else agreement(layers, areas)
    tables = {
        name: table(areas if name == "control_areas" else layers[name], _shown_columns(name), layers.start, **columns)
        for name, columns in added.items()
        if name in _LAYERS
    }
    sources = [listed(keys) for keys in control["sources"]]
    tables["control"] = table(control, _CONTROL, layers.start, sources=sources, **positions(control.geometry))
    for name, column in (("places", "name"), ("events", "location"), ("control", "place_name")):
        rename(tables[name], column, shown)
    return tables | {"reasons": _reasons(layers), "agreement": table(compared, _AGREEMENT, layers.start)}


def _control(layers: "Situation") -> pd.DataFrame:
    """Return the control reports and, after them, the control areas that zones rest on, which have no one position."""
    control: pd.DataFrame = layers.dossier.control
    areas = layers.dossier.control_areas
    areas = areas[(areas["mode"] == "evidence") & ~areas["area_id"].isin(control["id"])].drop_duplicates("area_id")
    if areas.empty:
        return control
    rows = areas.rename(columns={"area_id": "id", "start_date": "date", "source": "sources"})
    rows = rows.assign(kind="control area", geometry=None)
    reported: pd.DataFrame = pd.concat([control, rows.reindex(columns=control.columns)], ignore_index=True)
    return reported


def _control_areas(layers: "Situation") -> gpd.GeoDataFrame:
    """Return the control areas that outputs have; no rows if there are none."""
    if "control_areas" in layers:
        return layers["control_areas"]
    return layers.dossier.control_areas.iloc[:0].reindex(columns=[*LAYERS["control_areas"].names, "geometry"])


def _place_columns(layers: "Situation") -> dict[str, list[Any]]:
    """Return positions, ranks, aliases and sources of the places; those of other gazetteers have no sources."""
    aliases = {place.id: list(place.aliases) for place in layers.dossier.places}
    ids = layers["places"]["place_id"]
    return {
        **positions(layers["places"].geometry),
        "rank": ranks(layers),
        "aliases": [aliases.get(key, []) for key in ids],
        "sources": [list(layers.dossier.place_sources.get(key, ())) for key in ids],
    }


def _post_columns(layers: "Situation") -> dict[str, list[Any]]:
    """Return positions, sources, aliases and own ground of the posts; one that moves has several rows, in order."""
    posts = layers["posts"]
    known = {key: list(rows.itertuples()) for key, rows in layers.dossier.posts.groupby("post_id")}
    rows = [known.get(k, [None])[n] for k, n in zip(posts["post_id"], posts.groupby("post_id").cumcount(), strict=True)]
    return {
        **positions(posts.geometry),
        "sources": [listed(keys) for keys in posts["sources"]],
        "aliases": [list(row.aliases) if row else [] for row in rows],
        "hold_km": [row.hold_km if row else None for row in rows],
    }


def _event_columns(layers: "Situation") -> dict[str, list[Any]]:
    """Return positions and sources of the events."""
    known, events = layers.dossier.events.set_index("event_id"), layers["events"]
    return {
        **positions(events.geometry),
        "sources": [list(known["sources"].get(key, ())) for key in events["event_id"]],
    }


def _verdict_columns(layers: "Situation", report_numbers: dict[str, int]) -> dict[str, list[Any]]:
    """Return the decisive reports of the verdicts, and the sentences on how their states came about."""
    verdicts = layers["verdicts"]
    keys = zip(verdicts["post_id"], verdicts["start_date"], strict=True)
    since = [layers.verdicts.since(post_id, start) for post_id, start in keys]
    return {
        "decisive": _numbers_of(verdicts["decisive"], report_numbers),
        **{f"since_{language}": [one[language] for one in since] for language in languages()},
    }


def _shown_columns(name: str) -> list[str]:
    """Return the columns of a layer that the page shows as they are."""
    return [column for column in LAYERS[name].names if column not in {"id", *_LEFT_OUT.get(name, ())}]


def _reasons(layers: "Situation") -> Table:
    """Return the reasons for every post's state, a row for each interval on which they do not change."""
    rows = [row for row in layers.verdicts.reasons() if row[1] < layers.end and layers.start < row[2]]
    frame = pd.DataFrame([row[:3] for row in rows], columns=_REASONS, dtype=object)
    texts = {f"text_{language}": [row[3][language] for row in rows] for language in languages()}
    return table(frame, _REASONS, layers.start, **texts)


def _numbered(lengths: dict[str, int]) -> dict[str, range]:
    """Return consecutive shape numbers for each table, by its length."""
    numbers: dict[str, range] = {}
    first = 0
    for name, length in lengths.items():
        numbers[name] = range(first, first + length)
        first += length
    return numbers


def _numbers_of(joined: "pd.Series[str]", known: dict[str, int]) -> list[list[int]]:
    """Convert lists of ids of reports to lists of their row numbers."""
    return [[known[report] for report in listed(ids)] for ids in joined]


def _sources(sources: pd.DataFrame) -> list[list[str | None]]:
    """Return key and columns of each source."""
    cells = sources[_SOURCES].astype(object).where(sources[_SOURCES].notna(), None)
    return [
        [str(key), *(None if value is None else str(value) for value in row)]
        for key, row in zip(sources.index, cells.itertuples(index=False), strict=True)
    ]


def _by_day(layers: "Situation", frame: pd.DataFrame, key: str, columns: list[str]) -> list[list[Any]]:
    """Return for each post or side its id and the run-length codes of its columns on every day of the period."""
    days = pd.date_range(layers.start, layers.end, inclusive="left").date
    coded = []
    for name, rows in frame.groupby(key, sort=True):
        by_day = rows.drop_duplicates("date").set_index("date")[columns].reindex(days).round(3)
        values = by_day.astype(object).where(by_day.notna(), None)
        coded.append([name, *(run_lengths(values[column].tolist()) for column in columns)])
    return coded
