"""Triangulations: Delaunay's, and the same whatever was triangulated before."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import ConvexHull, cKDTree

from geo.arrays import Floats, Ints
from geo.control.triangulation import Triangulations

SHAKEN_M = 1.0


def triangulated(points: Floats, triangulations: Triangulations) -> Ints:
    return triangulations.of(points, np.full(len(points), SHAKEN_M))


def days(seed: int, *, outside: bool) -> list[Floats]:
    """Draw sets of nodes: a lattice of 1 km that is halved here and there, with villages and, if wanted, far ones."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(12), np.arange(12))
    lattice = np.column_stack([(x + y % 2 / 2).ravel() * 1000.0, y.ravel() * 1000 * np.sqrt(3) / 2])
    halves = np.vstack([lattice + move for move in ([500.0, 0.0], [250, 250 * np.sqrt(3)], [-250, 250 * np.sqrt(3)])])
    villages = rng.uniform(*((-5000, 17_000) if outside else (2000, 8000)), (20, 2))
    sets = []
    for _ in range(4):
        middle = rng.uniform(2000, 8000, 2)
        finer = halves[np.hypot(*(halves - middle).T) < rng.uniform(300, 2500)]
        nodes = np.vstack([lattice, finer, villages[rng.random(20) < 0.7]])
        sets.append(rng.permutation(np.unique(nodes.round(6), axis=0)))
    return sets


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_a_triangulation_is_the_same_whatever_was_triangulated_before(seed: int, outside: bool) -> None:  # noqa: FBT001 - drawn
    warm = Triangulations()
    for points in days(seed, outside=outside):
        assert triangulated(points, warm).tolist() == triangulated(points, Triangulations()).tolist()


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_triangles_tile_the_hull_and_no_point_lies_within_a_circumcircle(seed: int, outside: bool) -> None:  # noqa: FBT001 - drawn
    warm = Triangulations()
    for points in days(seed, outside=outside):
        triangles = triangulated(points, warm)
        (x, y), (u, v) = ((points[triangles[:, corner]] - points[triangles[:, 0]]).T for corner in (1, 2))
        area = (x * v - y * u) / 2
        near, far = x * x + y * y, u * u + v * v
        with np.errstate(divide="ignore", invalid="ignore"):
            centre = np.column_stack([v * near - y * far, x * far - u * near]) / (4 * area[:, None])
        assert abs(area.sum() - ConvexHull(points).volume) < 20 * SHAKEN_M * 15_000
        solid = area > 20_000
        nearest, _ = cKDTree(points).query(points[triangles[solid, 0]] + centre[solid])
        assert (nearest > np.hypot(*centre[solid].T) - 10 * SHAKEN_M).all()


def test_of_two_points_at_one_position_the_second_is_left_out() -> None:
    points = np.array([[0.0, 0.0], [1000, 0], [0, 1000], [0, 0], [1500, 1500]])
    warm = Triangulations()
    assert triangulated(points, warm).tolist() == [[0, 1, 2], [1, 4, 2]]
    assert triangulated(points[[3, 1, 2, 4]], warm).tolist() == [[0, 1, 2], [1, 3, 2]]
