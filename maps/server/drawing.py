"""A small map of features as SVG, over packaged outlines of land and borders."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.boundaries.world import borders, land
from maps.server.snapshot import Snapshot

_WIDTH, _TALLEST, _MARGIN, _LEAST_DEG = 640.0, 480.0, 0.08, 0.05
_HALF, _FULL = 180.0, 360.0
_STEEPEST = 85.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A feature on the map: an SVG path, or the centre of a dot; its colour, and its name."""

    path: str
    dot: tuple[float, float] | None
    colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map of a given size, with land, borders and features."""

    width: float
    height: float
    land: str
    borders: str
    shapes: Sequence[Shape]


def drawn(features: Sequence[Mapping[str, Any]], content: Mapping[str, Any], snapshot: Snapshot) -> Drawing:
    """Draw features; without any, the extent of the collection."""
    if features:
        found = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    else:
        west, south, east, north = content.get("extent", {}).get("spatial", {}).get("bbox", [snapshot.about["area"]])[0]
        found = np.array([shapely.box(west, south, east + _FULL * (west > east), north)])
    shifted = _together(found)
    bounds = tuple(shapely.total_bounds(shifted)) if any(map(_is_drawn, shifted)) else tuple(snapshot.about["area"])
    view = _View.around(*bounds)
    colours = snapshot.about["colours"]
    shapes = []
    for shape, feature in zip(shifted, features or [{"properties": {}}], strict=True):
        properties = feature["properties"]
        if shape is not None and not shape.is_empty:
            colour = colours.get(properties.get("side"), "")
            name = str(properties.get("name") or feature.get("id", ""))
            is_point = shape.geom_type == "Point"
            dot = view.place(shape.x, shape.y) if is_point else None
            shapes.append(Shape("" if is_point else view.path(shape), dot, colour, name))
    return Drawing(_WIDTH, view.height, *_ground(view), shapes)


@dataclass(frozen=True, slots=True)
class _View:
    """Part of the globe, in degrees, and its scale: pixels for a degree of longitude and of latitude."""

    west: float
    south: float
    east: float
    north: float
    x: float
    y: float

    @classmethod
    def around(cls, west: float, south: float, east: float, north: float) -> "_View":
        wide, high = (max(size, _LEAST_DEG) * (1 + 2 * _MARGIN) for size in (east - west, north - south))
        lon, lat = (west + east) / 2, max(-_STEEPEST, min(_STEEPEST, (south + north) / 2))
        stretch = 1 / math.cos(math.radians(lat))
        x = min(_WIDTH / wide, _TALLEST / high / stretch)
        wide, high = _WIDTH / x, min(_TALLEST, max(high * x * stretch, _TALLEST / 2)) / x / stretch
        return cls(lon - wide / 2, lat - high / 2, lon + wide / 2, lat + high / 2, x, x * stretch)

    @property
    def height(self) -> float:
        return round((self.north - self.south) * self.y, 1)

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.x, 1), round((self.north - lat) * self.y, 1)

    def path(self, shape: BaseGeometry) -> str:
        seen = shapely.clip_by_rect(shape, self.west - 1, self.south - 1, self.east + 1, self.north + 1)
        pixels = shapely.transform(
            seen,
            lambda lonlat: np.column_stack([(lonlat[:, 0] - self.west) * self.x, (self.north - lonlat[:, 1]) * self.y]),
        )
        parts = shapely.get_parts(shapely.get_parts(shapely.simplify(pixels, 0.4)))
        lines = [
            ring for part in parts for ring in (shapely.get_rings(part) if part.geom_type == "Polygon" else [part])
        ]
        return " ".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line)) + "Z" * bool(line.is_ring)
            for line in lines
            if line.geom_type in {"LineString", "LinearRing"}
        )


@lru_cache(maxsize=64)
def _ground(view: _View) -> tuple[str, str]:
    """Return the paths of land and borders in a view."""
    south, north = max(view.south, -89.9), min(view.north, 89.9)
    grounds: list[BaseGeometry] = []
    lines: list[BaseGeometry] = []
    for turn in (-_FULL, 0.0, _FULL):
        west, east = max(view.west - turn, -_HALF), min(view.east - turn, _HALF)
        if west < east and south < north:
            bounds = [west, south, east, north]
            for kept, found in ((grounds, [land(bounds)]), (lines, borders(bounds).geometry)):
                kept += [
                    shapely.transform(shape, lambda lonlat, turn=turn: lonlat + np.array([turn, 0.0]))
                    for shape in found
                ]
    paths = ([view.path(shape) for shape in kept if not shape.is_empty] for kept in (grounds, lines))
    below, above = (" ".join(filter(None, found)) for found in paths)
    return below, above


def _together(shapes: Any) -> list[BaseGeometry | None]:  # noqa: ANN401 - an array
    """Return shapes on both sides of the antimeridian side by side."""
    known = [shape for shape in shapes if _is_drawn(shape)]
    if not known:
        return list(shapes)
    west, _, east, _ = shapely.total_bounds(np.array(known))
    lon = shapely.get_coordinates(np.array(known))[:, 0]
    turned = lon + _FULL * (lon < 0)
    if east - west <= _HALF or np.ptp(turned) >= east - west:
        return list(shapes)
    return [
        shape
        and shapely.transform(
            shape, lambda lonlat: lonlat + np.column_stack([_FULL * (lonlat[:, 0] < 0), 0 * lonlat[:, 1]])
        )
        for shape in shapes
    ]


def _is_drawn(shape: BaseGeometry | None) -> bool:
    return shape is not None and not shape.is_empty
