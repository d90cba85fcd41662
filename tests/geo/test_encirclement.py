"""Verdicts on hand-drawn ground with known answers. Drawings are in km, x east and y north of a point on earth."""

from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box
from shapely.affinity import rotate, scale, translate
from shapely.geometry.base import BaseGeometry

from geo.encirclement.assessment import Battlefield, Encirclement, assess
from geo.encirclement.reasons import reasons_for
from geo.encirclement.sentences import sentences
from geo.encirclement.supply import Supply
from geo.encirclement.zone_union import passable
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, local_crs, project, transformer, unwrapped

LAT, LON = 35.8, 36.7
# a base with the anchor in the west, a room for the post in the east, 20 km apart
BASE, ROOM = box(-40, -15, -10, 15), box(10, -15, 40, 15)
ANCHOR, POST = box(-40, -15, -30, 15), Point(25, 0)


def on_earth(shape: BaseGeometry, lat: float = LAT, lon: float = LON) -> BaseGeometry:
    """Project a drawing to lon/lat degrees, with lines densified."""
    metres = shapely.transform(shapely.segmentize(shape, 0.5), lambda xy: xy * 1000)
    return unwrapped(project(metres, transformer(local_crs(lat, lon), WGS84)), lon)


def verdict(
    zones: dict[str, BaseGeometry],
    post: Point = POST,
    anchor: BaseGeometry = ANCHOR,
    *,
    at: tuple[float, float] = (LAT, LON),
    **options: Any,  # noqa: ANN401 - those of assess
) -> Encirclement:
    table = gpd.GeoDataFrame({"side": list(zones)}, geometry=[on_earth(zone, *at) for zone in zones.values()], crs=4326)
    return assess(on_earth(post, *at), table, friendly={"blue"}, anchors=on_earth(anchor, *at), **options)


def union(*shapes: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(shapes)


@pytest.mark.parametrize("width", [0.005, 0.05, 0.3, 1.4, 4.9, 7.0, 15.0])
def test_a_gap_is_as_wide_as_it_is_drawn(width: float) -> None:
    found = verdict({"blue": union(BASE, ROOM, box(-10, 0, 10, width))}, hold_km=0.5)
    assert found.corridor_km == pytest.approx(width, abs=max(0.01 * width, 0.02))
    assert found.state == ("constricted" if width < 5 else "open")
    assert found.pinch is not None
    assert found.pinch.distance(on_earth(box(-10.5, 0, 10.5, width))) == pytest.approx(0, abs=1e-4)


def test_a_bent_corridor_is_as_wide_as_its_narrowest_leg() -> None:
    legs = union(box(-10, 0, 0, 3), box(-2, 0, 0, 14), box(-2, 11, 10, 14))
    found = verdict({"blue": union(BASE, ROOM, legs)})
    assert found.corridor_km == pytest.approx(2, abs=0.02)
    assert found.corridor is not None
    assert found.corridor.within(on_earth(union(BASE, ROOM, legs)))


def test_of_two_corridors_the_wider_wins() -> None:
    narrow, wide = box(-10, -1, 10, 1), box(-10, 8, 10, 12)
    found = verdict({"blue": union(BASE, ROOM, narrow, wide)})
    assert found.corridor_km == pytest.approx(4, rel=0.01)
    assert found.corridor is not None
    assert found.corridor.intersects(on_earth(wide))


def test_a_disc_that_fits_nowhere_else_limits_a_room_with_a_pillar() -> None:
    # 30 km high, the pillar's 10 km in the middle leave 10 km on either side
    pillar = box(20, -5, 22, 5)
    found = verdict({"blue": box(-40, -15, 40, 15).difference(pillar)}, post=Point(35, 0))
    assert found.corridor_km == pytest.approx(10, rel=0.01)


def test_width_is_measured_up_to_20_km_only() -> None:
    found = verdict({"blue": box(-60, -40, 60, 40)})
    assert (found.state, found.corridor_km) == ("open", 20.0)


def test_a_corridor_narrower_than_the_threshold_is_constricted() -> None:
    ground = {"blue": union(BASE, ROOM, box(-10, 0, 10, 3))}
    assert verdict(ground, narrow_km=2.9).state == "open"
    assert verdict(ground, narrow_km=3.1).state == "constricted"


def test_a_salient_with_350_degrees_of_hostile_front_is_open() -> None:
    # a round holding of 8 km that hangs on a wedge of ten degrees to the west
    half = 30 * np.tan(np.radians(5))
    wedge = Polygon([(0, 0), (-30, -half), (-30, half)])
    found = verdict(
        {"blue": union(Point(0, 0).buffer(1), wedge)}, post=Point(0, 0), anchor=box(-31, -5, -29, 5), narrow_km=0.1
    )
    assert found.state == "open"
    assert found.open_arc_deg == pytest.approx(10, abs=1)
    assert found.gap_deg == pytest.approx(350, abs=1)


def test_a_pocket_that_the_enemy_faces_on_350_degrees_is_open_if_the_way_out_is_wide() -> None:
    # the front stands 40 km away all round, but for the ten degrees of a corridor in the west, 7 km wide
    half = 40 * np.sin(np.radians(5))
    found = verdict(
        {"blue": union(Point(0, 0).buffer(40, quad_segs=90), box(-80, -half, 0, half))},
        post=Point(0, 0),
        anchor=box(-80, -half, -70, half),
    )
    assert found.state == "open"
    assert found.corridor_km == pytest.approx(2 * half, rel=0.01)


def test_open_bearings_on_open_ground_are_all() -> None:
    found = verdict({"blue": box(-60, -40, 60, 40)})
    assert (found.open_arc_deg, found.gap_deg) == (360, 0)


@pytest.mark.parametrize(
    ("pocket", "post", "anchor"),
    [
        (ROOM, POST, Point(35, 5)),
        # too small for a disc of 5 km
        (box(0, 0, 4, 4), Point(1, 1), Point(2.5, 3)),
        (box(0, 0, 4, 4), Point(0.5, 0.5), Point(3.5, 3.5)),
        (box(0, 0, 4, 4), Point(1, 1), box(2, 2, 3, 3)),
        (Point(0, 0).buffer(1.5), Point(-1, 0), Point(1, 0)),
    ],
)
def test_a_pocket_that_holds_its_own_anchor_is_open(pocket: BaseGeometry, post: Point, anchor: BaseGeometry) -> None:
    found = verdict({"blue": union(BASE, pocket)}, post=post, anchor=union(ANCHOR, anchor))
    assert (found.state, found.state_lenient, found.pocket_km2) == ("open", "open", 0)
    # the width is that of the pocket nevertheless
    assert 0 < found.corridor_km <= 20
    assert found.own_anchor is (found.corridor_km < 5)


@pytest.mark.parametrize(
    ("pocket", "anchor", "width"),
    [
        # a strip with the anchor at its other end
        (box(0, 0, 30, 3), Point(28.5, 1.5), 3),
        # a neck between the post's room and the anchor's
        (union(box(0, 0, 4, 4), box(4, 1, 5, 2), box(5, 0, 9, 4)), Point(7, 2), 1),
        # a neck beside a room as wide as a country
        (union(box(-30, -30, 3, 30), box(3, -1, 4, 1), box(4, -1, 8, 1)), Point(5, 0), 2),
        # a strip beside the anchor, which is not in it
        (box(0, 0, 4, 3), box(4, -10, 14, 10), 3),
    ],
)
def test_a_neck_or_a_strip_between_a_post_and_an_anchor_is_a_corridor(
    pocket: BaseGeometry, anchor: BaseGeometry, width: float
) -> None:
    found = verdict({"blue": pocket}, post=Point(1.5, 1.5), anchor=anchor)
    assert (found.state, found.own_anchor) == ("constricted", False)
    assert found.corridor_km == pytest.approx(width, abs=0.02)


def test_a_post_that_holds_a_piece_of_an_anchor_needs_no_corridor() -> None:
    ground = {"red": box(-10, -15, 40, 15)}
    for post, hold_km in ((Point(-10.4, 0), 0.5), (Point(-9.6, 0), 0.5), (Point(-20, 0), 0)):
        found = verdict(ground, post=post, anchor=BASE, hold_km=hold_km)
        assert (found.state, found.at_anchor, found.cut_share, found.pocket_km2) == ("open", True, 0, 0)
        assert "needs no corridor" in found.reasons[0]
    assert verdict(ground, post=Point(-9.4, 0), anchor=BASE, hold_km=0.5).state == "encircled"
    # in a strip beside the anchor no corridor wider than the strip is needed either
    beside = {"blue": box(-10, 0, -8, 15), "red": box(-8, -15, 40, 15)}
    assert verdict(beside, post=Point(-9.6, 5), anchor=BASE, hold_km=0.5).state == "open"
    assert verdict(beside, post=Point(-9.4, 5), anchor=BASE, hold_km=0.5).state == "constricted"


def test_an_anchor_that_the_enemy_has_taken_supplies_nobody() -> None:
    taken = {"red": box(-50, -20, 40, 20)}
    assert verdict(taken, post=Point(-35, 0)).state == "encircled"
    assert verdict({"contested": box(-50, -20, 40, 20)}, post=Point(-35, 0)).state == "contested"
    # also across the antimeridian
    zones = gpd.GeoDataFrame({"side": ["red"]}, geometry=[on_earth(taken["red"], -17, 179.8)], crs=4326)
    place, anchor = (translate(on_earth(shape, -17, 179.8), -360) for shape in (Point(-35, 0), ANCHOR))
    assert assess(place, zones, friendly={"blue"}, anchors=anchor).state == "encircled"
    # except for the part of it that the enemy does not hold
    part = {"red": box(-34, -20, 40, 20)}
    assert verdict(part, post=Point(-33.8, 0)).state == "open"
    assert verdict(part, post=Point(-33.4, 0)).state == "encircled"


def test_a_pocket_without_a_way_out_is_encircled_whatever_its_size() -> None:
    found = verdict({"blue": union(BASE, ROOM), "red": box(-10, -15, 10, 15)})
    assert (found.state, found.corridor_km, found.cut_share, found.corridor, found.pinch) == (
        "encircled",
        0,
        1,
        None,
        None,
    )
    assert found.pocket_km2 == pytest.approx(900, rel=0.001)
    assert found.friendly_km == 0


def test_a_contested_strip_blocks_the_strict_view_only() -> None:
    found = verdict({"blue": union(BASE, ROOM), "contested": box(-10, -3, 10, 3)})
    assert (found.state, found.state_strict, found.state_lenient) == ("contested", "encircled", "open")
    unknown = verdict({"blue": union(BASE, ROOM), "unknown": box(-10, -1, 10, 1)})
    assert (unknown.state, unknown.state_lenient) == ("contested", "constricted")


def test_the_sides_that_count_as_contested_are_an_option() -> None:
    drawing = {"blue": union(BASE, ROOM), "unknown": box(-10, -3, 10, 3)}
    assert verdict(drawing, contested=set()).state == "encircled"
    assert verdict(drawing, contested="unknown").state == "contested"
    grey = {"blue": union(BASE, ROOM), "grey": box(-10, -3, 10, 3)}
    assert verdict(grey).state == "encircled"
    assert verdict(grey, contested={"grey"}).state == "contested"


def test_friendly_ground_is_passable_also_if_it_may_be_contested() -> None:
    zones = gpd.GeoDataFrame(
        {"side": ["blue", "unknown"]}, geometry=[on_earth(union(BASE, ROOM)), on_earth(box(-10, -3, 10, 3))], crs=4326
    )
    found = assess(on_earth(POST), zones, friendly={"blue", "unknown"}, anchors=on_earth(ANCHOR))
    assert found.state == found.state_lenient == "open"


def test_an_enclave_within_an_enclave_is_encircled() -> None:
    ring = box(10, -15, 40, 15).difference(box(18, -7, 32, 7))
    connected = union(BASE, box(-10, -2, 10, 2), ring)
    inner = box(22, -3, 28, 3)
    found = verdict({"blue": union(connected, inner)})
    assert found.state == "encircled"
    assert found.pocket_km2 == pytest.approx(36, rel=0.001)
    # the ring around it is connected
    assert verdict({"blue": union(connected, inner)}, post=Point(38, 0)).state == "constricted"


def test_a_corridor_along_the_edge_of_the_area_counts() -> None:
    found = verdict({"blue": union(BASE, ROOM, box(-10, 13, 10, 15)), "red": box(-10, -15, 10, 13)})
    assert found.corridor_km == pytest.approx(2, abs=0.02)


def test_a_corridor_along_the_coast_is_as_wide_as_the_land_between_the_bays_and_the_front() -> None:
    # headlands reach out to y = 12, bays in to y = 9; the sea is in no zone, and the front stands at y = 6
    x = np.arange(-10, 11, 2.5)
    coast = [(float(east), 9.0 if number % 2 else 12.0) for number, east in enumerate(x)]
    strip = Polygon([*coast, (10, 6), (-10, 6)])
    found = verdict({"blue": union(BASE, ROOM, strip), "red": box(-10, -15, 10, 6)})
    assert found.corridor_km == pytest.approx(3, abs=0.03)
    assert found.corridor is not None
    assert found.corridor.within(on_earth(union(BASE, ROOM, strip)))


def test_ground_that_no_zone_covers_is_blocked() -> None:
    found = verdict({"blue": union(BASE, ROOM)})
    assert (found.state_strict, found.state_lenient) == ("encircled", "encircled")


def test_zones_that_touch_in_one_point_are_not_connected() -> None:
    found = verdict({"blue": union(box(-40, -15, 0, 0), box(0, 0, 40, 15))}, post=Point(25, 8))
    assert found.state == "encircled"


def test_zones_that_share_a_stretch_of_border_without_its_corners_are_one_ground() -> None:
    # a long zone of the base, with two rooms beside it whose common corner is no corner of the base
    base = box(36, 35, 37, 36)
    rooms = [
        Polygon([(36, 36), (36.37, 36), (36.37, 37), (36, 37)]),
        Polygon([(36.37, 36), (37, 36), (37, 37), (36.37, 37)]),
    ]
    zones = gpd.GeoDataFrame({"side": ["blue", "blue", "red"]}, geometry=[base, *rooms], crs=4326)
    found = assess(Point(36.15, 36.5), zones, friendly={"blue"}, anchors=box(36, 35, 37, 35.1))
    assert (found.state, found.corridor_km) == ("open", 20.0)


@pytest.mark.parametrize(("seed", "cells"), [*((seed, 60) for seed in range(6)), (3, 2000), (5, 2000)])
def test_a_border_that_is_drawn_twice_leaves_no_crack(seed: int, cells: int) -> None:
    # a random tessellation; if it is a coarse one, each cell has corners of its own on the borders to its neighbours
    rng, whole = np.random.default_rng(seed), box(36, 35, 38, 37)
    sites = shapely.multipoints(rng.uniform((36, 35), (38, 37), (cells, 2)))
    drawn = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=whole))
    if cells < 100:
        drawn = shapely.segmentize(drawn, rng.uniform(0.02, 0.2, len(drawn)))
    zones = gpd.GeoDataFrame({"side": "blue"}, index=range(len(drawn)), geometry=drawn, crs=4326).clip(whole)
    crs = local_crs(36, 37)
    ground = passable(zones, {"blue"}, crs)
    assert ground.geom_type == "Polygon"
    assert len(ground.interiors) == 0
    assert ground.area == pytest.approx(
        project(shapely.segmentize(whole, 0.01), transformer(WGS84, crs)).area, rel=1e-5
    )


def test_a_post_on_the_line_itself_holds_on_to_its_own_side() -> None:
    assert verdict({"blue": box(-40, -15, 0, 15), "red": box(0, -15, 40, 15)}, post=Point(0, 0)).state == "open"


@pytest.mark.parametrize(("away", "state"), [(0.4, "open"), (0.6, "encircled")])
def test_a_post_on_hostile_ground_reaches_as_far_as_it_holds(away: float, state: str) -> None:
    found = verdict({"blue": box(-40, -15, 0, 15), "red": box(0, -15, 40, 15)}, post=Point(away, 0), hold_km=0.5)
    assert found.state == state
    assert found.friendly_km == pytest.approx(away, abs=0.002)


@pytest.mark.parametrize(("x", "state"), [(-0.1, "open"), (0, "open"), (0.01, "encircled")])
def test_a_post_that_holds_nothing_stands_on_supplied_ground_or_is_encircled(x: float, state: str) -> None:
    found = verdict({"blue": box(-40, -15, 0, 15), "red": box(0, -15, 40, 15)}, post=Point(x, 0), hold_km=0)
    assert found.state == state
    assert found.pocket_km2 == 0


def test_a_post_that_holds_nothing_in_a_pocket_is_cut_off_with_the_pocket() -> None:
    found = verdict({"blue": union(BASE, ROOM)}, hold_km=0)
    assert (found.state, found.pocket_km2) == ("encircled", pytest.approx(900, rel=0.001))


def test_a_post_with_nothing_but_its_own_holding_is_encircled() -> None:
    found = verdict({"blue": BASE, "red": box(-10, -15, 40, 15)}, hold_km=2)
    assert found.state == "encircled"
    assert found.pocket_km2 == pytest.approx(4 * np.pi, rel=0.01)


def test_a_post_may_stand_anywhere_within_its_uncertainty() -> None:
    # the line is 1 km west of the point, and the post holds 500 m: it is supplied from 0.5 km west of the point on
    ground = {"blue": box(-40, -15, 0, 15), "red": box(0, -15, 40, 15)}
    exact, vague = (verdict(ground, post=Point(1, 0), uncertainty_km=km) for km in (0, 2))
    assert exact.cut_share == 1
    # the part of a circle beyond a line at a quarter of its radius
    share = 1 - (np.arccos(0.25) - 0.25 * np.sqrt(1 - 0.25**2)) / np.pi
    assert vague.cut_share == pytest.approx(share, abs=0.01)
    assert vague.state == "encircled"
    # supplied ground is not cut off with the post
    near = verdict(ground, post=Point(0.6, 0), uncertainty_km=2)
    assert near.state == "encircled"
    assert near.pocket_km2 < 1
    assert verdict(ground, post=Point(0, 0), uncertainty_km=2).state == "open"


def test_anchors_may_come_as_geometry_series_or_table() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[on_earth(union(BASE, ROOM, box(-10, 0, 10, 3)))], crs=4326)
    place = on_earth(Point(-35, 0))
    table = gpd.GeoDataFrame({"name": ["far", "port"]}, geometry=[on_earth(Point(-80, 0)), place], crs=4326)
    for anchors in (place, gpd.GeoSeries([place], crs=4326), gpd.GeoSeries([place]), table, table.to_crs(32637)):
        found = assess(on_earth(POST), zones, friendly={"blue"}, anchors=anchors)
        assert found.corridor_km == pytest.approx(3, rel=0.01)
    assert found.anchor == "port"
    assert found.reasons[0].startswith("Connected to port by a corridor that is 3.0 km wide")


def test_an_anchor_beside_the_zones_supplies_what_shares_its_border() -> None:
    assert verdict({"blue": box(-20, -10, 40, 10)}, anchor=box(-30, -10, -20, 10)).state == "open"
    assert verdict({"blue": box(-20, -10, 40, 10)}, anchor=box(-30, 10, -20, 20)).state == "encircled"


def test_an_anchor_outside_of_all_zones_is_an_error_and_never_a_silent_encirclement() -> None:
    with pytest.raises(GeometryError, match=r"no supply anchor: the nearest lies 0\.1 km outside"):
        verdict({"blue": box(-20, -10, 40, 10)}, anchor=box(-30, -10, -20.1, 10))
    # zones of a few km around a post are a cut-out of a map
    with pytest.warns(UserWarning, match="the verdict speaks of these zones alone"):
        verdict({"blue": box(-2, -1, 4, 1)}, anchor=Point(-90, 0))


def test_no_disc_reaches_a_point_anchor_in_a_corner() -> None:
    assert verdict({"blue": box(-20, -10, 40, 10)}, anchor=Point(-20, 10)).corridor_km == pytest.approx(0, abs=0.02)


BOWTIE = Polygon([(36, 35), (37, 36), (37, 35), (36, 36)])
SQUARE = box(36, 35, 37, 36)


@pytest.mark.parametrize(
    ("zone", "anchor", "post", "message"),
    [
        (BOWTIE, SQUARE, Point(36.5, 35.5), r"zone 0 \(blue\) must be a valid polygon, not one with Self-intersection"),
        (Polygon(), SQUARE, Point(36.5, 35.5), r"zone 0 \(blue\) must be a valid polygon, not an empty one"),
        (None, SQUARE, Point(36.5, 35.5), r"zone 0 \(blue\) must be a valid polygon, not an empty one"),
        (Point(36, 35), SQUARE, Point(36.5, 35.5), r"zone 0 \(blue\) must be a valid polygon, not Point"),
        (SQUARE, Polygon(), Point(36.5, 35.5), "there is no supply anchor: the geometry given is empty"),
        (
            SQUARE,
            gpd.GeoSeries([None], crs=4326),
            Point(36.5, 35.5),
            "there is no supply anchor: the geometry given is empty",
        ),
        (
            SQUARE,
            gpd.GeoSeries([], crs=4326),
            Point(36.5, 35.5),
            "there is no supply anchor: the table given has no rows",
        ),
        (SQUARE, BOWTIE, Point(36.5, 35.5), "a supply anchor must be a valid geometry; this one is not: Self-inter"),
        (SQUARE, SQUARE, Point(), "the post has no position"),
        (SQUARE, SQUARE, Point(36, 95), "a longitude and a latitude in degrees, not 36.0, 95.0"),
        (SQUARE, SQUARE, Point(float("nan"), 35), "a longitude and a latitude"),
        (SQUARE, SQUARE, SQUARE, "the position of a post must be a point"),
    ],
)
def test_unusable_geometry_is_an_error_that_names_the_fault(zone: Any, anchor: Any, post: Any, message: str) -> None:  # noqa: ANN401
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[zone], crs=4326)
    with pytest.raises(GeometryError, match=message):
        assess(post, zones, friendly={"blue"}, anchors=anchor)


def test_a_hostile_zone_that_is_invalid_is_an_error_too() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue", "red"]}, geometry=[SQUARE, BOWTIE], index=["a", "b"], crs=4326)
    with pytest.raises(GeometryError, match=r"zone b \(red\)"):
        assess(Point(36.5, 35.5), zones, friendly={"blue"}, anchors=SQUARE)


def test_a_day_without_zones_is_encircled() -> None:
    zones = gpd.GeoDataFrame({"side": []}, geometry=[], crs=4326)
    found = assess(Point(37.5, 35.5), zones, friendly={"blue"}, anchors=SQUARE)
    assert (found.state, found.friendly_km) == ("encircled", float("inf"))


def test_one_battlefield_gives_each_post_the_verdict_it_has_alone() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[on_earth(union(BASE, ROOM, box(-10, 0, 10, 0.3)))], crs=4326)
    supply = Supply(on_earth(ANCHOR), crs=local_crs(LAT, LON))
    field = Battlefield(zones, friendly={"blue"}, supply=supply)
    limits = {"hold_km": 0.5, "uncertainty_km": 0.0, "narrow_km": 5.0}
    widths = [field.verdict(on_earth(Point(x, 0)), **limits).corridor_km for x in (-25, 25, -20, 30)]
    assert widths == pytest.approx([20, 0.3, 20, 0.3], rel=0.01, abs=0.02)
    assert field.verdict(on_earth(Point(60, 0)), **limits).state == "encircled"


def test_ground_that_does_not_change_is_assessed_once() -> None:
    supply = Supply(on_earth(ANCHOR), crs=local_crs(LAT, LON))
    blue, red = on_earth(union(BASE, ROOM)), on_earth(box(-10, -15, 10, 15))
    days = [
        gpd.GeoDataFrame({"side": ["blue", side]}, geometry=[blue, red], crs=4326) for side in ("red", "green", "blue")
    ]
    first, second, third = (Battlefield(zones, friendly={"blue"}, supply=supply).strict for zones in days)
    assert first is second
    assert second is not third


def test_reasons_are_sentences_with_the_facts() -> None:
    found = verdict({"blue": union(BASE, ROOM), "red": box(-10, -15, 10, 15)})
    assert found.reasons == (
        "No way leads to a supply anchor, even over contested or unknown ground.",
        "900.0 km² of passable ground are cut off with it, its own holding included.",
    )


ROADS = gpd.GeoDataFrame(
    {"name": ["M1", "M2", "M3", "M4"]},
    geometry=[
        LineString(xy) for xy in ([(-40, 0), (25, 0)], [(-40, 4), (25, 4)], [(-40, 8), (25, 8)], [(25, -30), (25, 0)])
    ],
)
ACROSS = {
    "blue": union(BASE, ROOM, box(-10, -2, 10, 2)),
    "red": box(-10, 2, 10, 6),
    "contested": box(-10, 6, 10, 15),
}


def with_roads(zones: dict[str, BaseGeometry], **options: Any) -> Encirclement:  # noqa: ANN401 - those of assess
    at = options.get("at", (LAT, LON))
    roads = gpd.GeoDataFrame(
        {"name": ROADS["name"]}, geometry=[on_earth(road, *at) for road in ROADS.geometry], crs=4326
    )
    return verdict(zones, roads=roads, **options)


@pytest.mark.parametrize("at", [(LAT, LON), (-17.0, 180.0), (-17.0, -179.9)])
def test_roads_are_cut_at_the_zone_that_blocks_them_and_by_its_side(at: tuple[float, float]) -> None:
    found = with_roads(ACROSS, at=at)
    assert (found.roads_open, found.roads_cut, found.independent_roads) == (("M1",), ("M2", "M3", "M4"), 1)
    places = {cut.road: (cut.side, on_earth(place, *at).distance(cut.point)) for cut, place in zip(
        found.road_cuts, [Point(10, 4), Point(10, 8), Point(25, -15)], strict=True
    )}  # fmt: skip
    assert {road: side for road, (side, _) in places.items()} == {"M2": "red", "M3": "contested", "M4": ""}
    assert max(away for _, away in places.values()) < 2e-4


def test_the_reasons_name_the_cut_roads_and_the_size_of_a_minimum_cut() -> None:
    assert with_roads(ACROSS).reasons[1:] == (
        (
            "Cut: M2 at 35.84 N 36.81 E (held by red); M3 at 35.87 N 36.81 E (on contested ground); "
            "M4 at 35.66 N 36.98 E (outside of all zones)."
        ),
        "Open: M1; 1 cut would close every road to an anchor.",
    )


def test_a_post_without_a_way_has_no_open_road() -> None:
    found = with_roads({"blue": union(BASE, ROOM), "red": box(-10, -15, 10, 15)})
    assert (found.roads_open, found.independent_roads) == ((), 0)
    assert [cut.side for cut in found.road_cuts] == ["red", "red", "red", ""]


def test_roads_that_are_no_lines_or_have_no_names_are_errors() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[SQUARE], crs=4326)
    line = gpd.GeoSeries([LineString([(36, 35), (37, 36)])], crs=4326)
    for roads, message in (
        (gpd.GeoDataFrame({"label": ["M5"]}, geometry=line), "roads need a column 'name'; these have label, geometry"),
        (gpd.GeoDataFrame({"name": ["M5"]}, geometry=[SQUARE], crs=4326), r"road 0 \(M5\) must be a line, not Polygon"),
        (
            gpd.GeoDataFrame({"name": ["M5"]}, geometry=[None], crs=4326),
            r"road 0 \(M5\) must be a line, not an empty one",
        ),
    ):
        with pytest.raises(GeometryError, match=message):
            assess(Point(36.5, 35.5), zones, friendly={"blue"}, anchors=SQUARE, roads=roads)


def test_positions_are_written_with_their_hemispheres() -> None:
    assert sentences("en").position(Point(-70.5, -33.456)) == "33.46 S 70.50 W"


ROAD = LineString([(-40, -8), (25, -8)])
MOVES = st.tuples(
    st.floats(-65, 65),
    st.floats(-180, 180),
    st.floats(0, 360),
    st.booleans(),
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(MOVES)
@example((-17.0, 180.0, 0.0, False))
@example((-33.0, -179.9, 77.0, True))
@example((65.0, 10.0, 45.0, True))
def test_the_verdict_survives_moving_turning_and_mirroring_the_world(move: tuple[float, float, float, bool]) -> None:
    lat, lon, turn, mirrored = move
    corridor = union(box(-10, 0, 0, 3), box(-2, 0, 0, 14), box(-2, 11, 10, 14))
    drawing = {"blue": union(BASE, ROOM, corridor), "contested": box(-10, -14, 10, -6)}

    def moved(shape: BaseGeometry) -> BaseGeometry:
        shape = scale(shape, -1 if mirrored else 1, 1, origin=(0, 0))
        return rotate(shape, turn, origin=(0, 0))

    zones = {side: moved(zone) for side, zone in drawing.items()}
    table = gpd.GeoDataFrame({"name": ["M1"]}, geometry=[on_earth(moved(ROAD), lat, lon)], crs=4326)
    found = verdict(zones, moved(POST), moved(ANCHOR), at=(lat, lon), roads=table)
    assert (found.state, found.state_lenient) == ("constricted", "open")
    assert (found.roads_cut, found.road_cuts[0].side) == (("M1",), "contested")
    place = project(on_earth(moved(Point(10, -8)), lat, lon), transformer(WGS84, local_crs(lat, lon)))
    cut = project(found.road_cuts[0].point, transformer(WGS84, local_crs(lat, lon)))
    assert place.distance(cut) < 20
    assert found.corridor_km == pytest.approx(2, abs=0.02)
    assert found.corridor is not None
    assert found.corridor.within(on_earth(zones["blue"], lat, lon).buffer(1e-6))


def test_zones_cut_at_the_antimeridian_are_connected() -> None:
    whole = on_earth(union(BASE, ROOM, box(-10, 0, 10, 3)), -17, 180)
    west = shapely.intersection(whole, box(170, -90, 180, 90))
    east = translate(shapely.intersection(whole, box(180, -90, 190, 90)), -360)
    zones = gpd.GeoDataFrame({"side": ["blue", "blue"]}, geometry=[west, east], crs=4326)
    post = translate(on_earth(POST, -17, 180), -360)
    found = assess(post, zones, friendly={"blue"}, anchors=on_earth(ANCHOR, -17, 180))
    assert found.corridor_km == pytest.approx(3, rel=0.01)
    assert found.corridor is not None
    assert found.corridor.length < 2


def test_a_side_given_as_text_is_one_side() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=4326)
    border = shapely.box(35.9, 35, 36, 36)
    assert assess(shapely.Point(36.5, 35.5), zones, friendly="blue", anchors=border).state == "open"


def test_zones_without_sides_and_negative_distances_are_errors() -> None:
    zones = gpd.GeoDataFrame({"party": ["blue"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=4326)
    point, border = shapely.Point(36.5, 35.5), shapely.box(35.9, 35, 36, 36)
    with pytest.raises(GeometryError, match="need a column 'side'; these have party"):
        assess(point, zones, friendly={"blue"}, anchors=border)
    sided = zones.rename(columns={"party": "side"})
    for wrong in (-1, float("nan"), float("inf")):
        with pytest.raises(GeometryError, match=f"uncertainty_km must be a distance of zero or more, not {wrong}"):
            assess(point, sided, friendly={"blue"}, anchors=border, uncertainty_km=wrong)
    with pytest.raises(GeometryError, match="friendly must name every side"):
        assess(point, sided, friendly=set(), anchors=border)
    with pytest.raises(GeometryError, match="zones must be a GeoDataFrame, not a DataFrame"):
        assess(point, pd.DataFrame(sided), friendly={"blue"}, anchors=border)


BETTER = ["encircled", "contested", "constricted", "open"]
CELLS = [box(x, y, x + 5, y + 5) for x in range(-20, 20, 5) for y in range(-10, 10, 5)]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(["blue", "contested", "red"]), min_size=len(CELLS), max_size=len(CELLS)), st.data())
def test_more_passable_ground_makes_no_verdict_worse(sides: list[str], data: st.DataObject) -> None:
    def found(sides: list[str]) -> Encirclement:
        cells = np.array(CELLS, dtype=object)
        zones = {side: union(*cells[np.array(sides) == side]) for side in sorted(set(sides))}
        return verdict(zones, post=Point(17, 3), anchor=box(-22, -10, -20, 10))

    gained = [data.draw(st.sampled_from(sorted({side, "blue"}))) for side in sides]
    before, after = found(sides), found(gained)
    assert BETTER.index(after.state) >= BETTER.index(before.state)
    assert after.corridor_km >= before.corridor_km - max(0.02 * before.corridor_km, 0.04)
    assert BETTER.index(before.state_lenient) >= BETTER.index(before.state_strict)


def test_ground_that_is_valid_in_degrees_only_is_assessed() -> None:
    # the vertices of one zone lie on edges of the other, to the rounding of its coordinates
    held = Polygon(
        [
            *((37.63774748426473, 47.091291247377455), (37.62691, 47.09294), (37.62262, 47.09662)),
            *((37.6232, 47.10328), (37.6375, 47.10273), (37.656, 47.10155889908257), (37.656, 47.09433333333333)),
        ]
    )
    area = Polygon([(37.57, 47.08), (37.556, 47.0744), (37.556, 47.147), (37.656, 47.147), (37.656, 47.09433333333333)])
    zones = gpd.GeoDataFrame({"side": ["red", "blue"]}, geometry=[held, area.difference(held)], crs=4326)
    verdict = assess(Point(37.606, 47.097), zones, friendly={"blue"}, anchors=Point(37.56, 47.1))
    assert verdict.state_lenient != "encircled"


def test_a_post_with_a_way_but_no_drawn_corridor_is_not_called_widely_connected() -> None:
    zones = gpd.GeoDataFrame({"side": ["blue"]}, geometry=[box(36, 35, 37, 36)], crs=4326)
    found = assess(Point(36.5, 35.5), zones, friendly={"blue"}, anchors=box(36, 35, 36.1, 36))
    narrow = replace(found, state="constricted", corridor_km=0.0, corridor=None, pinch=None)
    reason, *_ = reasons_for(narrow, hold_km=0.5, uncertainty_km=0.0, narrow_km=5.0)
    assert "20 km" not in reason
    assert "no corridor" in reason
