"""Coverages: nothing is lost, nothing is covered twice, and borders are shared corner by corner."""

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from geo.coverage import components, partition


def test_two_seeds_share_a_square_and_its_neighbour_is_kept_whole() -> None:
    seeds = [box(0, 0, 1, 5), box(1, 0, 5, 5)]
    neighbour = box(2, -1, 3, 0)
    west, east, kept = partition(seeds, [box(0, 0, 2, 1), neighbour])
    assert west.equals(box(0, 0, 1, 1))
    assert east.equals(box(1, 0, 2, 1))
    assert kept.equals(neighbour)


def test_a_seed_that_covers_nothing_gets_an_empty_polygon() -> None:
    pieces = partition([box(0, 0, 1, 1), box(5, 5, 6, 6)], [box(0, 0, 1, 1)])
    assert [piece.area for piece in pieces] == [1, 0]
    assert pieces[1].is_empty


def test_ground_in_two_parts_and_with_a_hole_is_cut_in_all_of_it() -> None:
    ground = MultiPolygon([box(0, 0, 4, 4).difference(box(1, 1, 3, 3)), box(6, 0, 8, 4)])
    low, high = partition([box(0, 0, 9, 2), box(0, 2, 9, 4)], [ground])
    assert low.area == high.area == 10
    assert shapely.coverage_is_valid([low, high])


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
def test_pieces_tile_the_ground_exactly(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    ground = shapely.affinity.rotate(box(36, 35, 37.5, 36.5), rng.uniform(0, 90)).difference(
        Point(36.5, 35.5).buffer(0.2)
    )
    neighbour = shapely.affinity.rotate(box(36.9, 35.4, 37.3, 36.1), rng.uniform(0, 90))
    ground = shapely.set_precision(ground.difference(neighbour), 1e-7)
    sites = shapely.multipoints(rng.uniform((35.5, 34.5), (38, 37), (count, 2)))
    seeds = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=box(34, 33, 40, 39)))
    pieces = partition(list(seeds), [ground, neighbour])
    assert shapely.coverage_is_valid(pieces[~shapely.is_empty(pieces)])
    # to the rounding of corners on the grid
    grain = 1e-7 * (ground.length + neighbour.length)
    assert shapely.union_all(pieces).symmetric_difference(ground.union(neighbour)).area < grain
    assert shapely.area(pieces).sum() - shapely.union_all(pieces).area < 1e-12


def test_parts_that_touch_in_a_point_are_apart() -> None:
    assert len(components(shapely.union_all([box(0, 0, 1, 1), box(1, 1, 2, 2)]))) == 2
    assert len(components(shapely.union_all([box(0, 0, 1, 1), box(1, 0.5, 2, 2)]))) == 1
    assert len(components(Polygon())) == 0
