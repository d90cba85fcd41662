"""Speed of verdicts by number of posts and days, and accuracy of widths; `make bench` prints them. No test of speed."""

import time
from collections.abc import Callable, Sequence

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture
from random_ground import random_scene

from geo.encirclement.assessment import Battlefield, Encirclement
from geo.encirclement.supply import Supply
from geo.geometry.projection import local_crs
from geo.threads import one_thread_each
from layers import Dossier
from layers.assessment.posts import Assessment, Supplies, assess_all
from layers.assessment.snapshots import control_model, snapshots
from layers.assessment.ways import Ways

LAT, LON = 36.0, 37.5
PLACES, POSTS = 5000, 200
# length of the longest bar of a plot, in characters
COLUMNS = 60


def zones_of(places: int, day: int = 0) -> tuple[gpd.GeoDataFrame, list[shapely.Point]]:
    """Make zones as from scattered reports: Voronoi cells of places on the two sides of a moving front.

    Some cells near the front lie on the wrong side of it or are contested. The places that are not far behind the
    enemy's lines are returned with the zones, as posts.
    """
    rng = np.random.default_rng(7)
    area = shapely.box(LON - 1.5, LAT - 1, LON + 1.5, LAT + 1)
    xy = rng.uniform(*np.reshape(area.bounds, (2, 2)), (places, 2))
    lon, lat = xy.T
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=area, ordered=True))
    behind = np.sin(4 * lon) + np.cos(5 * lat) + lon - LON + rng.normal(0, 0.4, places) + 0.02 * day
    side = np.select([behind < -0.1, behind < 0.1], ["blue", "contested"], "red")
    ground = {one: shapely.get_parts(shapely.coverage_union_all(cells[side == one])) for one in np.unique(side)}
    zones = gpd.GeoDataFrame(
        {"side": np.repeat(list(ground), [len(parts) for parts in ground.values()])},
        geometry=shapely.intersection(np.concatenate(list(ground.values())), area),
        crs=4326,
    )
    return zones, list(shapely.points(xy[behind < 0.5]))


def supply() -> Supply:
    return Supply(shapely.box(LON - 1.6, LAT - 1, LON - 1.5, LAT + 1), crs=local_crs(LAT, LON))


def verdicts(zones: gpd.GeoDataFrame, posts: Sequence[shapely.Point], supplied_from: Supply) -> list[Encirclement]:
    """Assess posts, half of them with a position known to 2 km only."""
    field = Battlefield(zones, friendly={"blue"}, supply=supplied_from)
    return [
        field.verdict(post, hold_km=0.5, uncertainty_km=2.0 * (number % 2), narrow_km=5.0)
        for number, post in enumerate(posts)
    ]


def test_all_posts_and_days_of_the_bundled_dossier(benchmark: BenchmarkFixture) -> None:
    dossier = Dossier.open("idlib-2020")
    # one thread each, as in `build`
    with one_thread_each():
        model = control_model(dossier)
        days = list(snapshots(model, dossier.start, dossier.end, dossier.posts.geometry.to_numpy()))

        def assessed(_: object = None) -> dict[str, list[Assessment]]:
            return assess_all(dossier, Ways(dossier, model), days, Supplies(dossier))

        spent = timed(assessed, 0)
        found = benchmark.pedantic(assessed, rounds=3)
    period = (dossier.end - dossier.start).days
    number = sum(len(verdicts) for verdicts in found.values())
    print(
        f"\n{len(found)} posts x {period} days, {len(days)} different ones, {number} verdicts in both views with "
        f"corridors, roads and reasons: {benchmark.stats.stats.min:.1f} s (under 10), {spent:.1f} s of one processor"
    )


def test_many_posts_on_one_day(benchmark: BenchmarkFixture) -> None:
    zones, posts = zones_of(PLACES)
    spent = timed(lambda number: verdicts(zones, posts[:number], supply()), POSTS)
    found = benchmark.pedantic(lambda: verdicts(zones, posts[:POSTS], supply()), rounds=3)
    states = [verdict.state for verdict in found]
    counts = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
    print(
        f"\n{PLACES} places, {len(found)} posts ({counts}): {benchmark.stats.stats.min:.2f} s (under 3), "
        f"{spent:.2f} s of one processor"
    )


def test_growth_with_posts() -> None:
    zones, posts = zones_of(PLACES)
    numbers = [50, 100, 200, 400, 800]
    print("\n" + plot("posts on one day", numbers, lambda number: verdicts(zones, posts[:number], supply())))


def test_growth_with_days() -> None:
    days = [zones_of(1000, day) for day in range(16)]
    posts = days[0][1][:30]

    def period(number: int) -> None:
        supplied_from = supply()
        for zones, _ in days[:number]:
            verdicts(zones, posts, supplied_from)

    print("\n" + plot("days, each another one, with 30 posts", [1, 2, 4, 8, 16], period))


def plot(title: str, sizes: Sequence[int], job: Callable[[int], object]) -> str:
    """Time a job of several sizes and draw a bar for each, with a mark at the straight line through them."""
    # sizes in turns, so that other work on the machine slows all of them
    seconds = np.min([[timed(job, size) for size in sizes] for _ in range(3)], axis=0)
    # weighted by relative error, so that small sizes count
    slope, start = np.polyfit(sizes, seconds, 1, w=1 / seconds)
    straight = start + slope * np.array(sizes)
    scale = COLUMNS / max(seconds.max(), straight.max())
    rows = [f"{title}: {1000 * slope:.1f} ms each and {max(start, 0):.2f} s at the start; | is a straight line"]
    for size, spent, line in zip(sizes, seconds, straight, strict=True):
        bar = list(("=" * round(spent * scale)).ljust(COLUMNS + 1))
        bar[round(max(line, 0) * scale)] = "|"
        rows.append(f"{size:>6} {spent:7.2f} s  {''.join(bar)}".rstrip())
    away = np.abs(seconds / straight - 1).max()
    return "\n".join([*rows, f"       at most {away:.0%} off the line"])


def timed(job: Callable[[int], object], size: int) -> float:
    """Measure seconds of processor time, which other work on the machine affects less."""
    start = time.process_time()
    job(size)
    return time.process_time() - start


def test_widths_on_random_ground_against_brute_force(benchmark: BenchmarkFixture) -> None:
    scenes = [random_scene(seed) for seed in range(1000, 1200)]
    found = np.array(benchmark.pedantic(lambda: [scene.found_m() for scene in scenes], rounds=1))
    expected = np.array([scene.expected_m() for scene in scenes])
    wrong = np.abs(found - expected) / np.maximum(0.01 * expected, 20)
    print(
        f"\n{len(scenes)} random scenes, {(expected > 0).sum()} with a way: widths off by "
        f"{np.median(wrong[expected > 0]):.0%} of 1 % or 20 m in the middle, {wrong.max():.0%} at most"
    )
    # brute force stops at 2 m
    assert wrong.max() == pytest.approx(0, abs=1.1)
