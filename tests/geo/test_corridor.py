"""Widths on the plane, in metres: against drawings with known answers, and against brute force on random ground."""

import numpy as np
import pytest
import shapely
from random_ground import random_scene
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

from geo.encirclement.corridor import Corridors

POST, GOAL = Point(25_000, 0), Point(-20_000, 0)
WEST, EAST = box(-30_000, -12_000, 0, 12_000), box(10_000, -12_000, 40_000, 12_000)


def width_m(ground: BaseGeometry, post: Point = POST, goal: BaseGeometry = GOAL) -> float:
    corridor = Corridors(ground, goal).widest(post, 500)
    return corridor.width_m if corridor else 0.0


@pytest.mark.parametrize("width", [5, 20, 123, 400, 1000, 2500, 2900, 6000, 15_000])
@pytest.mark.parametrize("turn", [0, 30, 45])
def test_a_straight_gap_has_its_width_at_any_angle(width: float, turn: float) -> None:
    ground = shapely.union_all([WEST, EAST, box(-100, -width / 2, 10_100, width / 2)])
    turned = [shapely.affinity.rotate(shape, turn, origin=(0, 0)) for shape in (ground, POST, GOAL)]
    assert width_m(*turned) == pytest.approx(width, abs=max(0.01 * width, 20 if width > 20 else 1))


def test_a_gap_between_two_round_obstacles_is_measured_between_their_nearest_points() -> None:
    walls = shapely.union_all(
        [Point(5000, 7000).buffer(6000, quad_segs=64), Point(5000, -7000).buffer(6000, quad_segs=64)]
    )
    ground = box(-30_000, -7000, 40_000, 7000).difference(walls)
    corridor = Corridors(ground, GOAL).widest(POST, 500)
    assert corridor is not None
    assert corridor.width_m == pytest.approx(2000, rel=0.01)
    assert corridor.pinch.distance(Point(5000, 0)) < 300


def test_the_corridor_leads_from_the_post_to_the_goal_over_the_ground() -> None:
    ground = shapely.union_all([WEST, EAST, box(-100, 3000, 10_100, 4000)])
    corridor = Corridors(ground, GOAL).widest(POST, 500)
    assert corridor is not None
    assert corridor.line.within(ground)
    assert corridor.line.coords[0] == (25_000, 0)
    assert corridor.line.coords[-1] == (-20_000, 0)
    # straight on through the gap and back is 47 km; no detour
    assert corridor.line.length < 60_000


def test_a_goal_or_a_holding_that_no_disc_touches_gives_no_corridor() -> None:
    corridors = Corridors(WEST, Point(70_000, 0))
    assert corridors.widest(Point(-10_000, 0), 500) is None
    assert Corridors(WEST, Point(-20_000, 0)).widest(Point(70_000, 0), 500) is None


def test_separate_pieces_of_ground_are_not_connected() -> None:
    assert width_m(shapely.union_all([WEST, EAST])) == 0
    # nor where a corner of one is a corner of the other
    assert width_m(shapely.union_all([WEST, box(0, 12_000, 40_000, 30_000)]), post=Point(25_000, 20_000)) == 0


def test_flat_triangles_along_a_straight_border_open_no_corridor() -> None:
    # a border whose points are a millimetre off the line, as projected coordinates are
    rng = np.random.default_rng(0)
    x = np.arange(0, 10_001, 50)
    low, high = (
        np.column_stack([x, rng.uniform(-1e-3, 1e-3, x.size)]),
        np.column_stack([x, 300 + rng.uniform(0, 1e-3, x.size)]),
    )
    ground = shapely.Polygon(np.vstack([low, high[::-1]]))
    assert width_m(ground, post=Point(500, 150), goal=Point(9500, 150)) == pytest.approx(300, abs=20)


def test_a_disc_may_touch_between_two_vertices_of_the_axis() -> None:
    # a wedge of a right angle, its tip at the origin, and a point goal 1 km from the tip on the middle line:
    # the largest disc through the goal has its centre c with c - r = 1000 and r = c * sin(45 degrees)
    wedge = shapely.Polygon([(0, 0), (30_000, 30_000), (30_000, -30_000)])
    expected = 2 * 1000 * np.sin(np.pi / 4) / (1 - np.sin(np.pi / 4))
    assert width_m(wedge, post=Point(20_000, 0), goal=Point(1000, 0)) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("seed", range(60))
def test_widths_agree_with_brute_force(seed: int) -> None:
    scene = random_scene(seed)
    expected = scene.expected_m()
    # brute force stops at 2 m
    assert scene.found_m() == pytest.approx(expected, abs=max(0.01 * expected, 20) + 2)
