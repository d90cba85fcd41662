"""Lines of communication on a plane in km: roads near a post that lead to an anchor, and the cuts of the others."""

from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo.roads.graph import RoadGraph
from geo.roads.lines_of_communication import Approaches, Lines
from geo.roads.network import RoadNetwork, is_open

POST, NOWHERE = Point(0, 0), shapely.Polygon()
# a strip of ground from the anchor in the west to just beyond the post
ANCHOR, STRIP = Point(-60, 0), box(-70, -2, 3, 2)


def line(*xy: tuple[float, float]) -> LineString:
    return LineString(xy)


def lines(
    *roads: BaseGeometry,
    supplied: BaseGeometry = STRIP,
    anchor: BaseGeometry = ANCHOR,
    hold: float = 0.5,
    **more: object,
) -> Lines:
    """Find the open and cut roads among M1, M2, ... drawn in km; the cuts are in km too."""
    shapes = shapely.transform(np.array([*roads, supplied, anchor, POST.buffer(hold)]), lambda km: km * 1000)
    names = [f"M{number}" for number in range(1, len(roads) + 1)]
    table = gpd.GeoDataFrame({"name": more.get("names", names)}, geometry=shapes[: len(roads)])
    supplied, anchor, holding = shapes[len(roads) :]
    passable = shapely.transform(more["passable"], lambda km: km * 1000) if "passable" in more else supplied
    found = Approaches(RoadNetwork(table, anchor), POST).lines(supplied, passable, holding)
    cuts = [cut._replace(place=shapely.transform(cut.place, lambda m: m / 1000)) for cut in found.cuts]
    return found._replace(cuts=tuple(cuts))


def test_a_road_that_leads_to_an_anchor_over_supplied_ground_is_open() -> None:
    found = lines(line((-60, 0), (40, 0)))
    assert (found.opened, found.closed, found.independent) == (("M1",), (), 1)


def test_a_road_is_cut_at_the_first_blocked_place_on_the_way_to_the_anchor() -> None:
    # its dead end in the east is blocked nearer to the post
    blocked = box(-70, -2, 1, 2).difference(box(-31, -2, -30, 2))
    found = lines(line((-60, 0), (40, 0)), supplied=box(-30, -2, 1, 2), passable=blocked)
    assert (found.opened, found.closed, found.independent) == ((), ("M1",), 0)
    assert found.cuts[0].place.equals_exact(Point(-30, 0), 0.02)
    # the ground of the side that cuts the road lies beyond
    assert -31_000 < found.cuts[0].beyond.x < -30_000


def test_a_road_that_begins_at_the_post_and_is_cut_behind_it_is_cut_there() -> None:
    found = lines(line((0, 0), (40, 0)))
    assert (found.opened, found.closed) == ((), ("M1",))
    assert found.cuts[0].place.equals_exact(Point(3, 0), 0.02)


def test_a_road_that_leads_to_no_anchor_on_any_ground_is_open_if_it_leads_to_an_end() -> None:
    assert lines(line((-45, 0), (40, 0))).opened == ("M1",)
    assert lines(line((-45, 0), (40, 0)), supplied=box(-44, -2, 3, 2)).closed == ("M1",)


def test_a_road_that_ends_within_10_km_of_an_anchor_leads_to_it() -> None:
    north = line((0, 0), (0, 30))
    ground = shapely.union_all([STRIP, box(-2, -2, 2, 40)])
    # the other road leads to an end only, not to the anchor
    found = lines(line((0, 0), (-50.5, 0)), north, supplied=ground)
    assert (found.opened, found.independent) == (("M1", "M2"), 1)
    assert lines(line((0, 0), (-49.5, 0)), north, supplied=ground).independent == 2


def test_a_road_that_stays_in_the_neighbourhood_is_open_if_all_of_it_is_supplied() -> None:
    assert lines(line((-5, 0), (1, 0))).opened == ("M1",)
    found = lines(line((-5, 0), (5, 0)))
    assert found.closed == ("M1",)
    assert found.cuts[0].place.equals_exact(Point(3, 0), 0.02)


def test_roads_far_away_are_not_named() -> None:
    assert lines(line((-40, 10.1), (40, 10.1))) == Lines((), (), (), 0)


def test_a_name_with_one_open_line_is_open_and_names_are_in_order() -> None:
    found = lines(
        line((0.5, -40), (0.5, 40)),
        line((-60, 0), (40, 0)),
        line((-60, 1), (40, 1)),
        names=["M5", "M4", "M5"],
    )
    assert (found.opened, found.closed) == (("M4", "M5"), ())


def test_a_road_may_lead_to_the_anchor_along_another_that_it_meets() -> None:
    ground = shapely.union_all([box(-70, 18, 2, 22), box(-2, -1, 2, 20)])
    found = lines(line((0, -40), (0, 40)), line((-60, 20), (40, 20)), supplied=ground)
    assert (found.opened, found.closed, found.independent) == (("M1",), (), 1)


def test_a_cut_road_that_meets_an_open_one_in_the_neighbourhood_stays_cut() -> None:
    found = lines(line((0, -40), (0, 40)), line((-60, 1), (40, 1)))
    assert (found.opened, found.closed) == (("M2",), ("M1",))


def test_a_road_must_be_reached_where_it_is_nearest() -> None:
    # supplied at the post and from 8 km on, but cut in between
    ground = shapely.union_all([STRIP, box(-2, 8, 2, 40), box(-70, 35, 2, 40), box(-70, -2, -65, 40)])
    found = lines(line((0, 0), (0, 37), (-60, 37)), anchor=box(-70, -2, -60, 40), supplied=ground)
    assert found.closed == ("M1",)
    assert found.cuts[0].place.equals_exact(Point(0, 2), 0.02)


def test_without_supplied_ground_every_road_is_cut_and_without_roads_there_is_none() -> None:
    found = lines(line((-60, 0), (40, 0)), supplied=NOWHERE)
    assert (found.opened, found.closed, found.independent) == ((), ("M1",), 0)
    # the post's holding is passable
    assert found.cuts[0].place.equals_exact(Point(-0.5, 0), 0.02)


def test_a_road_off_the_post_is_cut_where_it_is_nearest() -> None:
    found = lines(line((-60, 6), (40, 6)), supplied=NOWHERE)
    assert found.cuts[0].place.equals_exact(Point(0, 6), 0.02)


def test_a_passable_road_is_cut_where_the_line_onto_it_is() -> None:
    # the post is cut off from supplied ground with a road on it
    found = lines(line((-60, 6), (40, 6)), supplied=NOWHERE, passable=box(-70, 4, 50, 8))
    assert found.closed == ("M1",)
    assert found.cuts[0].place.equals_exact(Point(0, 0.5), 0.02)


def test_a_passable_road_that_is_cut_off_together_with_the_post_has_no_cut() -> None:
    found = lines(line((-4, 0), (4, 0)), supplied=NOWHERE, passable=box(-5, -5, 5, 5))
    assert (found.closed, found.cuts) == (("M1",), ())


def test_both_directions_of_a_road_are_independent_if_both_lead_to_anchors() -> None:
    both = shapely.union_all([ANCHOR, Point(60, 0)])
    assert lines(line((-60, 0), (60, 0)), supplied=box(-70, -2, 70, 2), anchor=both).independent == 2


def test_roads_that_share_a_stretch_are_not_independent() -> None:
    everywhere = box(-90, -50, 50, 50)
    north, south = line((0, 0), (0, 9), (-20, 9), (-30, 0)), line((0, 0), (0, -9), (-20, -9), (-30, 0))
    found = lines(north, south, line((-30, 0), (-60, 0)), supplied=everywhere)
    assert (found.opened, found.independent) == (("M1", "M2"), 1)
    assert lines(north, south, line((-30, 0), (-60, 0)), line((-30, 0), (-60, 8)), supplied=everywhere).independent == 2


def test_roads_that_end_beside_each_other_meet() -> None:
    ground = shapely.union_all([box(-70, 18, 2, 22), box(-2, -1, 2, 20)])
    assert lines(line((0, -40), (0, 19.997)), line((-60, 20), (40, 20)), supplied=ground).opened == ("M1",)


def test_an_anchor_in_the_neighbourhood_is_reached_by_every_road_that_comes_near_it() -> None:
    found = lines(line((-60, 0), (40, 0)), line((-9, -40), (-9, 40)), anchor=Point(-9, 0))
    assert (found.opened, found.independent) == (("M1", "M2"), 2)


@pytest.mark.parametrize(
    ("road", "passable"),
    [
        (line((-70, 0), (3, 0)), True),
        (line((-70, 0), (3.002, 0)), False),
        (MultiLineString([[(-9, 0), (0, 0)], [(0, 0), (0, 2.5)]]), False),
    ],
)
def test_a_road_is_passable_if_all_of_it_is(road: BaseGeometry, passable: bool) -> None:  # noqa: FBT001 - the answer
    metres = shapely.transform(np.array([road, STRIP]), lambda km: km * 1000)
    assert is_open(*metres) is passable


NODES = 6


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sets(st.sampled_from(list(combinations(range(NODES), 2))), min_size=3, max_size=9), st.data())
def test_as_many_roads_are_independent_as_have_to_be_cut(pairs: set[tuple[int, int]], data: st.DataObject) -> None:
    # nodes on a circle around the neighbourhood; the first two are on its border, the last one is the goal
    angles = np.arange(NODES) * 2 * np.pi / NODES
    xy = np.column_stack([np.cos(angles), np.sin(angles)]) * np.where(np.arange(NODES) < 2, 100, 1000)[:, None]
    edges = sorted(pairs - {(0, 1)})
    usable = np.array(data.draw(st.lists(st.booleans(), min_size=len(edges), max_size=len(edges))))
    graph = RoadGraph(np.array([LineString(xy[list(edge)]) for edge in edges]), Point(0, 0).buffer(100.2))
    goals = shapely.dwithin(graph.nodes, Point(xy[-1]), 1)
    open_exits = frozenset(exit_ for exit_ in graph.exits if usable[exit_])
    left = [edge for edge, known in zip(edges, usable, strict=True) if known]
    assert graph.flow(usable, open_exits, goals) == least_cuts(left)


def least_cuts(edges: list[tuple[int, int]]) -> int:
    """Try all sets of edges, the small ones first, until no other leads from the first two nodes to the last."""
    for number in range(len(edges) + 1):
        for cut in combinations(edges, number):
            reached = {0, 1}
            for _ in edges:
                reached |= {node for edge in set(edges) - set(cut) if reached & {*edge} for node in edge}
            if NODES - 1 not in reached:
                return number
    raise AssertionError
