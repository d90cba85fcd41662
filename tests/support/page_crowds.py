"""Made-up situations of any size, for tests of the page: jagged areas that change hands, posts, many events."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from page_sample import START, Sample, sample

SIDES = ("north", "south", "contested")
TYPES = ("shelling", "capture", "convoy", "statement")
STATES = ("open", "constricted", "contested", "encircled")


def crowd(*, zones: int, events: int, posts: int = 36, days: int = 120, seed: int = 7) -> Sample:
    """Return a situation with the given numbers of areas on every day and of events over the period."""
    random = np.random.default_rng(seed)
    layers = sample()
    layers.start, layers.end = START, START + timedelta(days=days)
    layers["zones"] = _zones(random, zones, days)
    layers["events"] = _events(random, events, days, layers["events"])
    known = pd.DataFrame(layers["events"][["event_id", "start_date"]])
    layers.dossier.events = known.assign(sources=[("S1",)] * events)
    layers["posts"] = _posts(random, posts, layers["posts"])
    layers["verdicts"], layers.daily = _verdicts(random, layers["posts"], layers["verdicts"], days)
    return layers


def _zones(random: np.random.Generator, count: int, days: int) -> gpd.GeoDataFrame:
    """Return cells around random points, with jagged shared edges; the side of a cell changes about once a month."""
    seeds = shapely.multipoints(random.uniform([36, 35], [37, 36], (count, 2)))
    area = shapely.box(36, 35, 37, 36)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=area))
    cells = shapely.segmentize(shapely.intersection(cells, area), 0.002)
    cells = shapely.transform(cells, lambda xy: xy + 0.0007 * np.sin(xy[:, ::-1] * 4000))
    rows = []
    for number, cell in enumerate(cells):
        turns = [0, *sorted(random.choice(np.arange(1, days), size=days // 30, replace=False)), days]
        for turn, (first, after) in enumerate(pairwise(turns)):
            rows.append((number, (number + turn) % len(SIDES), first, None if after == days else after, cell))
    table = pd.DataFrame(rows, columns=["cell", "side", "first", "after", "geometry"])
    frame = pd.DataFrame(
        {
            "zone_id": [f"Z{number}" for number in range(len(table))],
            "side": [SIDES[side] for side in table["side"]],
            "start_date": _dates(table["first"]),
            "end_date": _dates(table["after"]),
            "confidence": random.uniform(0.5, 1, len(table)).round(2),
            "area_km2": 10.0,
            "evidence": "R001; R002",
            "basis": None,
        }
    )
    return gpd.GeoDataFrame(frame, geometry=table["geometry"].to_list(), crs=4326)


def _events(random: np.random.Generator, count: int, days: int, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    first = random.integers(0, days, count)
    frame = pd.DataFrame(like.drop(columns="geometry").iloc[[0] * count].reset_index(drop=True))
    frame["event_id"] = [f"E{number}" for number in range(count)]
    frame["event_type"] = random.choice(TYPES, count)
    frame["start_date"], frame["end_date"] = _dates(first), _dates(first + 1)
    points = shapely.points(random.uniform([36, 35], [37, 36], (count, 2)))
    return gpd.GeoDataFrame(frame, geometry=points, crs=4326)


def _posts(random: np.random.Generator, count: int, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = pd.DataFrame(like.drop(columns="geometry").iloc[[0] * count].reset_index(drop=True))
    frame["post_id"] = [f"P{number}" for number in range(count)]
    frame["name"] = [f"Post {number}" for number in range(count)]
    return gpd.GeoDataFrame(
        frame, geometry=shapely.points(random.uniform([36.1, 35.1], [36.9, 35.9], (count, 2))), crs=4326
    )


def _verdicts(
    random: np.random.Generator, posts: gpd.GeoDataFrame, like: gpd.GeoDataFrame, days: int
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    rows: list[dict[str, Any]] = []
    for post, point in zip(posts["post_id"], posts.geometry, strict=True):
        turns = [0, *sorted(random.choice(np.arange(1, days), size=4, replace=False)), days]
        for first, after in pairwise(turns):
            state = STATES[random.integers(len(STATES))]
            rows.append({"post_id": post, "state": state, "first": first, "after": after, "geometry": point})
    table = pd.DataFrame(rows)
    frame = pd.DataFrame(like.drop(columns="geometry").iloc[[0] * len(table)].reset_index(drop=True))
    frame["post_id"], frame["state"] = table["post_id"], table["state"]
    frame["start_date"], frame["end_date"] = _dates(table["first"]), _dates(table["after"].where(table["after"] < days))
    frame["since"] = frame["start_date"]
    daily = [
        (post, START + timedelta(days=day), "open", 0.5, width, 90.0, 1.0, 0.9)
        for post in posts["post_id"]
        for day, width in enumerate(random.uniform(0, 20, days).round(1))
    ]
    columns = ["post_id", "date", "state", "probability", "corridor_km", "open_arc_deg", "friendly_km", "way"]
    return gpd.GeoDataFrame(frame, geometry=table["geometry"].to_list(), crs=4326), pd.DataFrame(daily, columns=columns)


def _dates(numbers: Any) -> list[date | None]:  # noqa: ANN401 - a column or an array
    return [None if pd.isna(number) else START + timedelta(days=int(number)) for number in numbers]
