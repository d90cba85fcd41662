"""The opening day as a still picture and a table, for readers without scripts and for previews of links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries.world import borders, countries
from geo.geometry.projection import unwrapped
from geo.sides import CONTESTED, UNKNOWN
from geo.version import __version__
from layers.assessment.verdict_text import UNCERTAIN
from layers.schema.palette import palette
from maps.payload.basemap import globe_box
from maps.payload.columns import safe_colour
from maps.payload.opening import area_bounds, opening_bounds

if TYPE_CHECKING:
    from maps.payload.frames import Situation

WIDTH, HEIGHT = 1200, 630
# height of the part for title, day and key; a line is simplified by less than this many pixels
_HEAD, _TOLERANCE = 150, 0.4
_NO_WAY = ("encircled", "contested")
# ground that is nobody's, as on the page
_PATTERNS = {CONTESTED: "url(#still-hatch)", UNKNOWN: "url(#still-dots)"}


@dataclass(frozen=True)
class _Frame:
    """The view of the picture: Web Mercator, scaled to fill its width and height under the head."""

    centre: tuple[float, float]
    scale: float

    @classmethod
    def of(cls, bounds: Iterable[float]) -> "_Frame":
        west, south, east, north = bounds
        (x0, x1), (y0, y1) = np.radians([west, east]), _mercator(np.array([south, north]))
        scale = min(WIDTH / max(x1 - x0, 1e-9), (HEIGHT - _HEAD) / max(y1 - y0, 1e-9))
        return cls(((x0 + x1) / 2, (y0 + y1) / 2), scale)

    def pixels(self, lonlat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Carry lon/lat degrees (n, 2) to pixels."""
        x = (np.radians(lonlat[:, 0]) - self.centre[0]) * self.scale + WIDTH / 2
        y = (self.centre[1] - _mercator(lonlat[:, 1])) * self.scale + (HEIGHT + _HEAD) / 2
        return np.column_stack([x, y])

    def view(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of the picture, degrees."""
        across, high = WIDTH / 2 / self.scale, (HEIGHT - _HEAD) / 2 / self.scale
        south, north = np.degrees(2 * np.arctan(np.exp(self.centre[1] + np.array([-high, high]))) - np.pi / 2)
        west, east = np.degrees([self.centre[0] - across, self.centre[0] + across])
        return float(west), float(south), float(east), float(north)

    def path(self, geometry: shapely.Geometry) -> str:
        """Return the data of an SVG path, cut to the picture and simplified."""
        drawn = shapely.transform(geometry, self.pixels).simplify(_TOLERANCE)
        inside = shapely.clip_by_rect(drawn, -20, _HEAD - 20, WIDTH + 20, HEIGHT + 20)
        parts = []
        for part in shapely.get_parts(inside):
            rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
            for ring in rings:
                points = shapely.get_coordinates(ring).round().astype(int).tolist()
                if len(points) > 1:
                    parts.append("M" + "L".join(f"{x} {y}" for x, y in points))
        return "".join(parts)


def still(layers: "Situation") -> dict[str, Any]:
    """Return the opening day for the templates `still.svg.j2` and `page.html.j2`.

    Returns
    -------
    dict
        ``day`` (date), ``land``, ``borders``, ``contact``, ``roads`` (data of SVG paths, pixels of a picture of 1200 x
        630), ``zones`` (path, colour, pattern), ``posts`` (x, y, state), ``standing`` (number of posts), ``sides``
        (name, name_ar, colour) that hold ground, ``verdicts`` (name, state, since, uncertain), a row for each post,
        ``palette``, ``terms`` and ``version``.
    """
    day, margin = layers.opening_day, layers.margin()
    on = layers.at(day)
    frame = _Frame.of(opening_bounds(layers, area_bounds(layers)))
    sides = {side.id: side for side in layers.dossier.sides}
    zones = on["zones"]
    shapes = zones.geometry.to_numpy()
    drawn = [
        {
            "path": frame.path(shapely.union_all(shapely.make_valid(shapes[zones["side"] == side]))),
            "colour": safe_colour(getattr(sides.get(side), "colour", None)),
            "pattern": _PATTERNS.get(side),
        }
        for side in dict.fromkeys(zones["side"])
    ]
    held = {*zones["side"]}
    return {
        "day": day,
        "palette": palette(),
        **_ground(frame),
        "zones": drawn,
        "contact": frame.path(shapely.union_all([*on["contact"].get("geometry", ())])),
        "roads": frame.path(shapely.union_all([*on["roads"].get("geometry", ())])),
        "sides": [
            {"name": side.name, "name_ar": side.name_ar, "colour": safe_colour(side.colour)}
            for key, side in sides.items()
            if key in held
        ],
        "terms": [*filter(None, [margin.author, *margin.terms])],
        "version": __version__,
        "posts": _posts(on, frame),
        "standing": len(on["posts"]["post_id"].unique()),
        "verdicts": _verdicts(on),
    }


def _mercator(lat: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(np.log(np.tan(np.pi / 4 + np.radians(np.clip(lat, -85, 85)) / 2)))


def _ground(frame: _Frame) -> dict[str, str]:
    bounds = frame.view()
    view, middle = globe_box(bounds), (bounds[0] + bounds[2]) / 2
    shapes = {"land": countries(view), "borders": borders(view)}
    return {
        name: frame.path(shapely.union_all(unwrapped(table.geometry.to_numpy(), middle)))
        for name, table in shapes.items()
    }


def _verdicts(on: Mapping[str, gpd.GeoDataFrame]) -> list[dict[str, Any]]:
    rows = []
    for row in on["verdicts"].itertuples():
        known = row.probability is not None and row.probability == row.probability
        holds = (row.probability if row.state in _NO_WAY else 1 - row.probability) if known else 1.0
        rows.append(
            {
                "name": row.name,
                "state": row.state,
                "since": row.since,
                "uncertain": holds < 1 - UNCERTAIN,
            }
        )
    return rows


def _posts(on: Mapping[str, gpd.GeoDataFrame], frame: _Frame) -> list[dict[str, Any]]:
    """Return the posts inside of the picture, those that are open first: a graver state is drawn over them."""
    rows = []
    # a post without a verdict has no state
    order = [*palette()["states"], "none"]
    judged = on["verdicts"]
    others = on["posts"][~on["posts"]["post_id"].isin(judged["post_id"])]
    drawn = [*zip(judged["state"], judged.geometry, strict=True), *(("none", point) for point in others.geometry)]
    for state, point in drawn:
        if point is None or point.is_empty:
            continue
        ((x, y),) = frame.pixels(shapely.get_coordinates(point)).round().tolist()
        if 0 < x < WIDTH and _HEAD < y < HEIGHT:
            rows.append({"state": state, "x": int(x), "y": int(y)})
    return sorted(rows, key=lambda post: -order.index(post["state"]))
