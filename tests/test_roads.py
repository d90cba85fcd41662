"""Lines of communication on a plane in km: which roads near a post lead on over supplied ground."""

import geopandas as gpd
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, box
from shapely.geometry.base import BaseGeometry

from geo.roads import is_open, lines_of_communication

POST = Point(0, 0)
SUPPLIED = box(-50_000, -2000, 3000, 2000)


def sort_roads(*roads: BaseGeometry, supplied: BaseGeometry = SUPPLIED) -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = gpd.GeoDataFrame({"name": [f"M{number}" for number in range(1, len(roads) + 1)]}, geometry=list(roads))
    return lines_of_communication(table, supplied, POST)


def test_a_road_that_leads_away_over_supplied_ground_is_open() -> None:
    assert sort_roads(LineString([(-40_000, 0), (40_000, 0)])) == (("M1",), ())


def test_a_road_that_is_cut_on_both_sides_is_cut() -> None:
    assert sort_roads(LineString([(0, -40_000), (0, 40_000)])) == ((), ("M1",))


def test_a_road_that_begins_at_the_post_and_is_cut_behind_it_is_cut() -> None:
    assert sort_roads(LineString([(0, 0), (40_000, 0)])) == ((), ("M1",))


def test_a_short_road_on_supplied_ground_throughout_is_open() -> None:
    assert sort_roads(LineString([(-5000, 0), (1000, 0)])) == (("M1",), ())


def test_roads_far_away_are_not_named() -> None:
    assert sort_roads(LineString([(-40_000, 10_100), (40_000, 10_100)])) == ((), ())


def test_a_name_with_an_open_road_is_open_and_names_are_in_order() -> None:
    roads = gpd.GeoDataFrame(
        {"name": ["M5", "M4", "M5"]},
        geometry=[LineString([(0, -40_000), (0, 40_000)]), *[LineString([(-40_000, 10), (40_000, 10)])] * 2],
    )
    assert lines_of_communication(roads, SUPPLIED, POST) == (("M4", "M5"), ())


def test_without_supplied_ground_every_road_is_cut_and_without_roads_there_is_none() -> None:
    road = LineString([(-40_000, 0), (40_000, 0)])
    assert sort_roads(road, supplied=shapely.Polygon()) == ((), ("M1",))
    assert lines_of_communication(None, SUPPLIED, POST) == ((), ())


@pytest.mark.parametrize(
    ("road", "passable"),
    [
        (LineString([(-50_000, 0), (3000, 0)]), True),
        (LineString([(-50_000, 0), (3002, 0)]), False),
        (MultiLineString([[(-9000, 0), (0, 0)], [(0, 0), (0, 2500)]]), False),
    ],
)
def test_a_road_is_passable_if_all_of_it_is(road: BaseGeometry, passable: bool) -> None:  # noqa: FBT001 - the answer
    assert is_open(road, SUPPLIED) is passable
