"""Accuracy of zones of control on simulated fronts, compared with simple methods. `make bench` prints the tables.

The Brier score and the reliability diagram follow Murphy (1973, A new vector partition of the probability score): a
zone's confidence is the probability that its side holds a place without a report.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from front_reports import Reporting
from fronts import DAY, NEAR_KM, SIDES, Front, Grid, front_distance_km, place_ids, static_front
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.interpolate import RBFInterpolator
from scipy.spatial import cKDTree
from wars import moving_war

from geo import control_zones
from geo.arrays import Flags, Floats, Ints

Sides = Ints
MakeZones = Callable[[gpd.GeoDataFrame, date, shapely.Polygon], gpd.GeoDataFrame]


def nearest_report(reports: gpd.GeoDataFrame, on: date, area: shapely.Polygon) -> gpd.GeoDataFrame:
    """Make zones by the nearest place that has a report."""
    return baseline(reports, on, area, lambda xy, sides, cells: sides[cKDTree(xy).query(cells)[1]])


def linear_rbf(reports: gpd.GeoDataFrame, on: date, area: shapely.Polygon) -> gpd.GeoDataFrame:
    """Make zones by linear radial basis functions: one a side, 1 where the side holds a place and -1 elsewhere."""

    def largest(xy: Floats, sides: Sides, cells: Floats) -> Sides:
        signs = 2.0 * (sides[:, None] == np.unique(sides)) - 1
        return np.unique(sides)[RBFInterpolator(xy, signs, kernel="linear")(cells).argmax(axis=1)]

    return baseline(reports, on, area, largest)


def baseline(
    reports: gpd.GeoDataFrame, on: date, area: shapely.Polygon, guess: Callable[[Floats, Sides, Floats], Sides]
) -> gpd.GeoDataFrame:
    """Make zones of cells of 1 km from the latest report on each place or its first former holder; confidence 1."""
    dated = reports.sort_values("date", kind="stable")
    past = dated[dated["date"] <= on.isoformat()].drop_duplicates("place_id", keep="last")
    future = dated[~dated["place_id"].isin(past["place_id"])].drop_duplicates("place_id")
    known = pd.concat([past, future.assign(side=future["from_side"]).dropna(subset="side")])
    names, sides = np.unique(known["side"].astype(str), return_inverse=True)
    centre = Grid(area.centroid.y, area.centroid.x, (0, 0))
    height, width = np.ceil(2 * np.abs(centre.xy(shapely.get_coordinates(area))).max(axis=0)[::-1]).astype(int)
    grid = Grid(centre.lat, centre.lon, (height, width))
    held = guess(grid.xy(shapely.get_coordinates(known.geometry)), sides, grid.centres)
    return grid.zones(held.reshape(grid.shape), tuple(names))


def sides_at(zones: gpd.GeoDataFrame, points: shapely.STRtree) -> tuple[Sides, Floats]:
    """Read zones at points: index of the side, -1 where it is no party, and the confidence."""
    sides, confidences = np.full(len(points.geometries), -1), np.full(len(points.geometries), np.nan)
    zone, point = points.query(zones.geometry.to_numpy(), predicate="intersects")
    codes = np.array([SIDES.index(side) if side in SIDES else -1 for side in zones["side"]])
    sides[point], confidences[point] = codes[zone], zones["confidence"].to_numpy(dtype=float)[zone]
    return sides, confidences


def overlap(estimated: Sides, held: NDArray[np.int8]) -> float:
    """Measure intersection over union with the true ground, the mean of all sides."""
    found, true = np.array([(estimated == side, held == side) for side in np.unique(held)]).transpose(1, 0, 2)
    return float(np.mean((found & true).sum(axis=1) / (found | true).sum(axis=1)))


@lru_cache(maxsize=32)
def scene(seed: int) -> tuple[Front, Flags, shapely.STRtree]:
    """Make a static front, every second one curved and every third with three sides; cells near it, their centres."""
    front = static_front(seed, curved=seed % 2 == 1, sides=3 if seed % 3 == 2 else 2)
    near = front.near.ravel()
    return front, near, shapely.STRtree(shapely.points(front.grid.lonlat(front.grid.centres[near])))


def score(
    make_zones: MakeZones,
    fraction: float,
    seeds: Iterable[int],
    *,
    confidence: str | None = "high",
    wrong: float = 0.0,
) -> pd.DataFrame:
    """Score zones of static fronts within 40 km of the front: a row per seed with iou and the share undecided.

    The fronts are those of `scene`; confidence and wrong as in `Front.reports`.
    """
    rows = []
    for seed in seeds:
        front, near, cells = scene(seed)
        reports = front.reports(fraction, seed=seed, confidence=confidence, wrong=wrong)
        estimated, _ = sides_at(make_zones(reports, DAY, front.grid.area), cells)
        sides = len(np.unique(front.held))
        rows.append((seed, seed % 2 == 1, sides, overlap(estimated, front.held.ravel()[near]), (estimated < 0).mean()))
    return pd.DataFrame(rows, columns=["seed", "curved", "sides", "iou", "undecided"])


def score_war(
    make_zones: MakeZones,
    fraction: float,
    seeds: Iterable[int],
    *,
    days: int = 8,
    reporting: Reporting | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score zones of moving wars on some days, from the reports of a share of the places.

    Returns
    -------
    DataFrame, DataFrame
        A row per seed, day and place: seed, day, held_out (there is no report on the place), estimated (index of the
        side, -1 if it is no party), held (index of the true holder), confidence. And a row per seed and day: seed, day,
        iou within 40 km of the front, undecided (share of the whole area).
    """
    at_places, on_ground = [], []
    for seed in seeds:
        war = moving_war(seed, reporting=reporting)
        reports = war.reports_of(fraction, seed=seed)
        spots, area = len(war.places), war.grid.area
        points = shapely.STRtree(shapely.points(war.grid.lonlat(np.vstack([war.places, war.grid.centres]))))
        held_out = ~np.isin(place_ids(range(spots)), reports["place_id"])
        for day in np.linspace(10, len(war.held) - 1, days).astype(int):
            estimated, confidence = sides_at(make_zones(reports, DAY + timedelta(days=int(day)), area), points)
            at_places.append(
                pd.DataFrame(
                    {
                        "seed": seed,
                        "day": day,
                        "held_out": held_out,
                        "estimated": estimated[:spots],
                        "held": war.holders[day],
                        "confidence": confidence[:spots],
                    }
                )
            )
            near = front_distance_km(war.held[day], war.grid).ravel() <= NEAR_KM
            iou = overlap(estimated[spots:][near], war.held[day].ravel()[near])
            on_ground.append((seed, day, iou, (estimated[spots:] < 0).mean()))
    return pd.concat(at_places, ignore_index=True), pd.DataFrame(on_ground, columns=["seed", "day", "iou", "undecided"])


def reliability(places: pd.DataFrame) -> pd.DataFrame:
    """Sort confidences into ten bins: predicted (mean confidence), observed (share that is right), count."""
    decided = places[places["estimated"] >= 0]
    right = (decided["estimated"] == decided["held"]).astype(float)
    edges = np.clip((decided["confidence"] * 10).astype(int), 0, 9).rename("bin")
    bins = pd.DataFrame({"predicted": decided["confidence"], "observed": right}).groupby(edges)
    return bins.mean().assign(count=bins.size())


def brier(places: pd.DataFrame) -> float:
    """Mean squared difference of confidence and truth, over the places estimated to be a party's."""
    decided = places[places["estimated"] >= 0]
    return float(((decided["confidence"] - (decided["estimated"] == decided["held"])) ** 2).mean())


METHODS = {"nearest report": nearest_report, "linear RBF": linear_rbf, "control_zones": control_zones}


@pytest.mark.parametrize("method", METHODS)
def test_static_fronts(benchmark: BenchmarkFixture, method: str) -> None:
    def scores() -> list[str]:
        cells = []
        for fraction in (1, 0.25, 0.1):
            table = score(METHODS[method], fraction, range(12))
            cells.append(
                f"{table.iou.mean():.3f} ± {table.iou.sem():.3f} ({table.iou[~table.curved].mean():.3f}, "
                f"{table.iou[table.curved].mean():.3f}; {table.undecided.mean():.1%})"
            )
        return cells

    cells = benchmark.pedantic(scores, rounds=1)
    print("\nIoU within 40 km of static fronts ± standard error (straight, curved; undecided)")
    print(f"{'':16}{'all 530 places':38}{'a quarter':38}a tenth")
    print(f"{method:16}" + "".join(f"{cell:38}" for cell in cells))


@pytest.mark.parametrize("method", METHODS)
def test_moving_wars(benchmark: BenchmarkFixture, method: str) -> None:
    fractions = (1, 0.5)
    tables = benchmark.pedantic(
        lambda: [score_war(METHODS[method], fraction, range(3)) for fraction in fractions], rounds=1
    )
    print("\nmoving wars, wrong and undecided shares of places and days; Brier score where decided")
    head = "places  reported: wrong, undecided   held out: wrong, undecided, Brier   IoU ± error   undecided area"
    print(f"{'':16}{head}")
    for fraction, (places, ground) in zip(fractions, tables, strict=True):
        reported, out = places[~places.held_out], places[places.held_out]
        iou = ground.groupby("seed").iou.mean()
        print(
            f"{method:16}{fraction:6.0%}{wrong(reported):17.1%}{undecided(reported):11.1%}{wrong(out):18.1%}{undecided(out):11.1%}"
            f"{brier(out):7.3f}   {iou.mean():.3f} ± {iou.sem():.3f}{ground.undecided.mean():17.1%}"
        )
    print("\nreliability at places held out: confidence, share that is right, count")
    everything = pd.concat([places[places.held_out] for places, _ in tables])
    print(reliability(everything).to_string(float_format="{:.2f}".format))


def wrong(places: pd.DataFrame) -> float:
    """Share of places estimated to be held by a party that does not hold them."""
    return float(((places["estimated"] >= 0) & (places["estimated"] != places["held"])).mean())


def undecided(places: pd.DataFrame) -> float:
    """Share of places estimated to be contested or unknown."""
    return float((places["estimated"] < 0).mean())
