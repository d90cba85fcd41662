"""Pages of a dossier's layers in plain folium, for comparison only.

`slider` draws the zones with TimeSliderChoropleth and all else without time; `timestamped` draws all that is dated with
TimestampedGeoJson, each row once a day, since a feature of it has moments and no interval: of the last month only, as
the whole period of the bundled dossier comes to more than 300 MB. Neither has tiles.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import folium
from folium.plugins import TimeSliderChoropleth, TimestampedGeoJson

from layers import Layers

MONTH = 31

DATED = ("zones", "contact", "roads", "corridors", "verdicts", "events")
_SHOWN = {
    "zones": ["side", "confidence", "area_km2"],
    "contact": ["side_a", "side_b", "length_km"],
    "roads": ["name", "side", "open"],
    "corridors": ["post_id", "width_km", "anchor"],
    "verdicts": ["name", "state", "probability", "reasons"],
    "events": ["event_type", "location", "summary", "source_name"],
    "posts": ["name", "side", "sources"],
    "places": ["name", "kind"],
}


def slider_page(layers: Layers) -> folium.Map:
    """Return a page with zones in a TimeSliderChoropleth; all other layers are shown on every day."""
    made = _map(layers)
    zones = layers["zones"][["side", "geometry"]].reset_index(drop=True)
    styles = {str(number): _styles(layers, row) for number, row in enumerate(layers["zones"].itertuples())}
    TimeSliderChoropleth(zones.to_json(), styles, name="zones", init_timestamp=-1).add_to(made)
    for name in ("contact", "roads", "corridors"):
        rows = layers[name][[*_SHOWN[name], "geometry"]]
        folium.GeoJson(rows.to_json(), name=name, popup=folium.GeoJsonPopup(_SHOWN[name])).add_to(made)
    for name in ("places", "posts", "events"):
        group = folium.FeatureGroup(name).add_to(made)
        for row in layers[name].itertuples():
            if row.geometry is not None and not row.geometry.is_empty:
                at = (row.geometry.y, row.geometry.x)
                folium.CircleMarker(at, radius=4, popup=_popup(row, name), tooltip=_tooltip(row, name)).add_to(group)
    folium.LayerControl().add_to(made)
    return made


def timestamped_page(layers: Layers) -> folium.Map:
    """Return a page with the dated rows of the last month in a TimestampedGeoJson, one step for each day."""
    made = _map(layers)
    features = [feature for name in DATED for feature in _daily_features(layers, name)]
    data = {"type": "FeatureCollection", "features": features}
    TimestampedGeoJson(data, period="P1D", duration="P1D", auto_play=False, transition_time=1).add_to(made)
    return made


def _styles(layers: Layers, row: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - a row of any layer
    """Return the style of a zone for every day: on a day without a style the plugin keeps the style before."""
    colour = _colour(layers, row.side)
    return {_seconds(day): {"color": colour, "opacity": 0.4 if _holds(row, day) else 0} for day in _days(layers)}


def _map(layers: Layers) -> folium.Map:
    west, south, east, north = layers["zones"].total_bounds
    made = folium.Map(((south + north) / 2, (west + east) / 2), zoom_start=8, tiles=None)
    made.fit_bounds([(south, west), (north, east)])
    return made


def _daily_features(layers: Layers, name: str) -> Iterator[dict[str, Any]]:
    for row in layers[name].itertuples():
        if row.geometry is None or row.geometry.is_empty:
            continue
        geometry = row.geometry.__geo_interface__
        style = {"color": _colour(layers, getattr(row, "side", None)), "fillOpacity": 0.4, "weight": 1}
        for day in _days(layers)[-MONTH:]:
            if _holds(row, day, open_ended=name != "events"):
                properties = {"times": [day.isoformat()], "style": style, "icon": "circle", "popup": _popup(row, name)}
                yield {"type": "Feature", "geometry": geometry, "properties": properties}


def _days(layers: Layers) -> list[date]:
    return [layers.start + timedelta(days=day) for day in range((layers.end - layers.start).days)]


def _holds(row: Any, day: date, *, open_ended: bool = True) -> bool:  # noqa: ANN401 - a row of any layer
    start, end = row.start_date, row.end_date
    if start is None:
        return open_ended
    return bool(start <= day < (end or (date.max if open_ended else start + timedelta(days=1))))


def _seconds(day: date) -> str:
    return str((day - date(1970, 1, 1)).days * 86400)


def _colour(layers: Layers, side: str | None) -> str:
    return {one.id: one.colour for one in layers.dossier.sides}.get(str(side), "#888888")


def _popup(row: Any, name: str) -> str:  # noqa: ANN401 - a row of any layer
    return "<br>".join(f"<b>{column}</b>: {getattr(row, column)}" for column in _SHOWN[name]).replace("`", "'")


def _tooltip(row: Any, name: str) -> str:  # noqa: ANN401 - a row of any layer
    return str(getattr(row, _SHOWN[name][0])).replace("`", "'")
