"""The same ground elsewhere on earth gives the same verdicts: along its parallel, across 180 degrees and beyond."""

import csv
import json
import math
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from tiny_dossier import TINY, write

from geo.geometry.antimeridian import on_the_map
from layers import Dossier, Layers, build

HEAD = """\
title = "Moved"
language = "en"
area = "area.geojson"
sea = "ground"
start = 2020-01-01
end = 2020-01-12
embargo_days = 0
"""
STATES = ("state", "state_strict", "state_lenient")
NUMBERS = ("probability", "corridor_km", "open_arc_deg", "friendly_km", "pocket_km2")


class Ground:
    """A random dossier: an area, places, posts, reports, roads and anchors, in kilometres around a point."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        half = float(rng.uniform(15, 60))
        angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
        square = shapely.box(-half, -half, half, half)
        self.area = square if seed % 2 else shapely.Polygon(half * 1.3 * np.c_[np.cos(angles), np.sin(angles)])
        if not self.area.buffer(-5).is_valid or self.area.buffer(-5).is_empty:
            self.area = square
        within = rng.uniform(-half, half, (400, 2))
        inner = within[shapely.contains_xy(self.area.buffer(-2), *within.T)]
        self.places, self.posts, self.anchors = inner[:8], inner[8:11], inner[11:13]
        self.road = inner[13:16]
        self.reports = [
            (int(rng.integers(1, 12)), int(place), "ab"[rng.integers(2)], ["high", "medium", "low"][rng.integers(3)])
            for place in rng.integers(0, len(self.places), 14)
        ]

    def written(self, folder: Path, lat: float, lon: float) -> Path:
        """Write the dossier around a point; east and north are scaled to degrees at its latitude."""
        scale = np.array([1 / (111.32 * math.cos(math.radians(lat))), 1 / 110.95])

        def degrees(xy: np.ndarray) -> np.ndarray:
            return np.asarray(xy) * scale + (lon, lat)

        def turned(value: float) -> float:
            return round((value + 180) % 360 - 180, 7)

        def table(columns: str, rows: list[tuple[object, ...]]) -> str:
            made = StringIO()
            csv.writer(made).writerows([columns.split(","), *rows])
            return made.getvalue()

        def features(geometry: object, **properties: str) -> str:
            feature = {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}
            return json.dumps({"type": "FeatureCollection", "features": [feature]})

        def on_map(geometry: BaseGeometry) -> BaseGeometry:
            return on_the_map(np.array([geometry], dtype=object))[0]

        def position(xy: np.ndarray) -> tuple[float, float]:
            east, north = degrees(xy)
            return round(float(north), 7), turned(float(east))

        head = HEAD
        for side in "ab":
            head += f'[[sides]]\nid = "{side}"\nname = "{side}"\ncolour = "#00720{"ab".index(side)}"\n'
        for side, xy in zip("ab", self.anchors, strict=True):
            head += '[[anchors]]\nside = "{}"\nname = "{}"\nwhere = "{},{}"\n'.format(side, side, *position(xy))
        files = {
            "dossier.toml": head,
            "area.geojson": features(on_map(shapely.transform(self.area, degrees))),
            "roads.geojson": features(on_map(shapely.LineString(degrees(self.road))), name="M1", kind="road"),
            "places.csv": table(
                "id,name_en,lat,lon,uncertainty_km",
                [(f"P{n}", f"Xq{n}", *position(xy), 1) for n, xy in enumerate(self.places)],
            ),
            "posts.csv": table(
                "id,name,side,lat,lon,uncertainty_km",
                [(f"A{n}", f"Post {n}", "aab"[n], *position(xy), n) for n, xy in enumerate(self.posts)],
            ),
            "control.csv": table(
                "id,date,place,side,confidence",
                [(f"R{n}", f"2020-01-{day:02}", f"P{at}", *rest) for n, (day, at, *rest) in enumerate(self.reports)],
            ),
            "events.csv": TINY["events.csv"].splitlines()[0] + "\n",
            "sources.csv": TINY["sources.csv"].splitlines()[0] + "\n",
        }
        return write(folder, files)


def built(ground: Ground, folder: Path, lat: float, lon: float) -> Layers:
    return build(Dossier.open(ground.written(folder / f"{lat}_{lon}", lat, lon)))


@settings(max_examples=3, deadline=None, derandomize=True)
@given(
    seed=st.integers(0, 10_000),
    lat=st.sampled_from([-62.0, -17.0, 0.0, 35.0, 66.0]),
    lon=st.sampled_from([-179.9, -60.0, 12.0, 179.6]),
)
@example(seed=1, lat=-17.0, lon=180.0)
@example(seed=2, lat=66.0, lon=-179.7)
def test_ground_moved_along_its_parallel_has_the_same_verdicts(
    tmp_path_factory: pytest.TempPathFactory, seed: int, lat: float, lon: float
) -> None:
    folder, ground = tmp_path_factory.mktemp("moved"), Ground(seed)
    here, there = built(ground, folder, lat, 36.0), built(ground, folder, lat, lon)
    one, other = (layers["verdicts"].drop(columns="geometry") for layers in (here, there))
    keys = ["post_id", "start_date", "end_date", *STATES]
    assert other[keys].to_dict("records") == one[keys].to_dict("records")
    for name in NUMBERS:
        expected, found = (table[name].astype(float).to_numpy() for table in (one, other))
        assert found == pytest.approx(expected, rel=0.01, abs=0.05, nan_ok=True), name
    areas = [layers["zones"].groupby(["side", "start_date"])["area_km2"].sum() for layers in (here, there)]
    assert areas[1].to_dict() == pytest.approx(areas[0].to_dict(), rel=1e-3, abs=0.5)


@pytest.mark.parametrize("lat", [-40.0, 5.0, 60.0])
def test_ground_moved_in_latitude_has_the_same_states(tmp_path: Path, lat: float) -> None:
    ground = Ground(4)
    here, there = built(ground, tmp_path, 35.0, 36.0), built(ground, tmp_path, lat, 36.0)
    keys = ["post_id", "date", *STATES]
    one, other = (layers["daily"][keys].to_dict("records") for layers in (here, there))
    differing = sum(a != b for a, b in zip(one, other, strict=True))
    # a degree of longitude is scaled as on a sphere: distances differ by up to 0.5 %
    assert differing <= len(one) // 20
