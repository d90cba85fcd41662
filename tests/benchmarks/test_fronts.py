"""The simulated fronts of the benchmark, and their scores."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from bench_control import brier, linear_rbf, nearest_report, overlap, reliability, score, score_war, sides_at
from front_reports import Reporting
from fronts import DAY, SIDES, Front, Grid, MovingFront, front_distance_km, static_front
from pyproj import Geod
from wars import War, moving_war, posts, spread

EARTH = Geod(ellps="WGS84")
ALL_TRUE = Reporting(
    baseline=1, reported=1, late_days=0, confirmed=0, offset_km=0, right=(("high", 1), ("medium", 1), ("low", 1))
)


@pytest.fixture(scope="module")
def front() -> Front:
    return static_front(2, curved=True, sides=3)


@pytest.fixture(scope="module")
def war() -> War:
    return moving_war(5)


def points(grid: Grid, xy: np.ndarray) -> shapely.STRtree:
    return shapely.STRtree(shapely.points(grid.lonlat(xy)))


def test_a_km_of_the_grid_is_one_on_the_ground() -> None:
    grid = Grid(-40, 20, (100, 200))
    (lon, lat), (lon_east, lat_east), (lon_north, lat_north) = grid.lonlat(np.array([[0.0, 0], [200, 0], [0, 100]]))
    assert EARTH.inv(lon, lat, lon_east, lat_east)[2] == pytest.approx(200_000, rel=1e-3)
    assert EARTH.inv(lon, lat, lon_north, lat_north)[2] == pytest.approx(100_000, rel=1e-3)
    assert lat_north > lat
    assert lon_east > lon
    assert grid.xy(grid.lonlat(grid.centres)) == pytest.approx(grid.centres, abs=1e-3)


def test_true_zones_name_the_holder_of_every_cell_and_tile_the_area(front: Front) -> None:
    zones = front.grid.zones(front.held)
    estimated, confidence = sides_at(zones, points(front.grid, front.grid.centres))
    assert (estimated == front.held.ravel()).all()
    assert (confidence == 1).all()
    assert shapely.area(zones.geometry).sum() == pytest.approx(front.grid.area.area, rel=1e-6)


def test_a_front_has_its_settlements_within_40_km_and_three_sides(front: Front) -> None:
    assert len(front.places) == 530
    assert front.near.ravel()[front.grid.cells(front.places)].all()
    assert set(front.holders) == {0, 1, 2}


def test_the_seed_decides_all_and_another_one_makes_another_front() -> None:
    one, same, other = static_front(1), static_front(1), static_front(4)
    assert (one.held == same.held).all()
    assert (one.places == same.places).all()
    assert one.reports(0.5, wrong=0.2).equals(same.reports(0.5, wrong=0.2))
    assert (one.held != other.held).any()


def test_the_distance_from_the_front_is_that_from_the_next_side() -> None:
    held = np.repeat([[0, 0, 0, 1, 2]], 4, axis=0)
    assert front_distance_km(held, Grid(-40, 20, (4, 5), step_km=2))[0].tolist() == [6, 4, 2, 2, 2]


def test_reports_of_a_front_name_the_holder_but_for_the_wrong_ones(front: Front) -> None:
    true, doubtful = front.reports(0.5), front.reports(wrong=0.3)
    estimated, _ = sides_at(front.grid.zones(front.held), shapely.STRtree(true.geometry.to_numpy()))
    assert len(true) == 265
    assert [SIDES[side] for side in estimated] == true["side"].tolist()
    assert (doubtful["side"] != np.array(SIDES)[front.holders]).mean() == pytest.approx(0.3, abs=0.06)


def test_an_advance_goes_around_what_is_no_part_of_its_region() -> None:
    region = np.ones((3, 5), dtype=bool)
    region[:2, 2] = False
    sources = np.zeros_like(region)
    sources[0, 1] = True
    arrival = spread(sources, region, np.full(region.shape, 2.0))
    # straight down, and aslant through the gap at the bottom and up again: one step and four aslant, two apiece
    assert arrival[1, 1] == 2
    assert arrival[0, 3] == pytest.approx(2 * (2 + 2 * np.sqrt(2)))
    assert np.isinf(arrival[0, 2])
    assert np.isinf(spread(np.zeros_like(region), region, np.ones(region.shape))).all()


def ring_closes_on_day_2_and_opens_on_day_4() -> MovingFront:
    """A pocket of the north in the south's ground, surrounded by ground of the other sides."""
    held = np.ones((6, 14, 12), dtype=int)
    held[:, :5], held[:, :, 10:] = 0, 2
    held[1:, 5:10, 3], held[1:, 5:10, 7] = 0, 0
    held[2:, 9, 3:8] = 0
    held[4, 9, 5] = 1
    # held by the south on the last day, though still within the pocket
    held[5, 6, 5] = 0
    return MovingFront(Grid(-40, 20, (14, 12)), held, np.array([[5.5, 6.5], [5.5, 12.5]]))


def test_a_post_is_cut_off_while_its_pocket_is_closed_or_its_ground_is_lost() -> None:
    moving = ring_closes_on_day_2_and_opens_on_day_4()
    anchors, (besieged, free) = posts(np.random.default_rng(0), moving)
    assert besieged.cut_off.tolist() == [False, False, True, True, False, True]
    assert free.cut_off.tolist() == [False] * 6
    assert besieged.side == free.side == "north"
    assert sorted(anchors["side"]) == ["east", "north", "south"]


def test_cells_that_share_a_corner_are_not_connected() -> None:
    moving = ring_closes_on_day_2_and_opens_on_day_4()
    held = moving.held.copy()
    held[4, 9, 5], held[4, 9, 3], held[4, 8, 3] = 0, 1, 0
    _, (besieged, _) = posts(np.random.default_rng(0), MovingFront(moving.grid, held, moving.places))
    assert besieged.cut_off[4]


def test_the_days_cut_off_are_those_on_which_true_polygons_are_not_connected_to_the_anchor(war: War) -> None:
    anchors = war.anchors.set_index("side").geometry
    assert sum(post.cut_off.any() for post in war.posts) == 6
    assert sum(not post.cut_off.any() for post in war.posts) == 6
    for day in range(0, len(war.held), 20):
        ground = war.grid.zones(war.held[day]).explode()
        for post in war.posts:
            own = ground[(ground["side"] == post.side) & ground.contains(post.point)]
            # a part overlaps the anchor's cells or is separate from them
            connected = any(part.intersection(anchors[post.side]).area > 0 for part in own.geometry)
            assert post.cut_off[day] != connected


def test_many_pockets_are_cut_off_relieved_and_cut_off_again() -> None:
    cut_off = np.array([post.cut_off for seed in range(4) for post in moving_war(seed).posts])
    spells = (np.diff(cut_off.astype(int), axis=1) == 1).sum(axis=1)
    assert (spells[spells > 0] >= 2).mean() > 0.4


def test_a_place_goes_back_and_forth_and_most_of_them_never_change_hands(war: War) -> None:
    changes = (np.diff(war.holders, axis=0) != 0).sum(axis=0)
    assert changes.max() >= 3
    assert 0.1 < (changes > 0).mean() < 0.5


def test_the_share_of_right_reports_is_that_of_their_grade(war: War) -> None:
    # computed again from the holders of the true places
    day = (pd.to_datetime(war.reports["date"]) - pd.Timestamp(DAY)).dt.days
    place = war.reports["place_id"].str[1:].astype(int)
    right = np.array(SIDES)[war.holders[day, place]] == war.reports["side"]
    assert (right == war.right).all()
    assert right.groupby(war.reports["confidence"]).mean().to_dict() == pytest.approx(
        {"high": 0.9, "medium": 0.75, "low": 0.5}, abs=0.02
    )


def test_positions_are_off_by_a_km_at_most_and_the_same_in_every_report_of_a_place(war: War) -> None:
    place = war.reports["place_id"].str[1:].astype(int)
    reported, true = shapely.get_coordinates(war.reports.geometry), war.grid.lonlat(war.places[place])
    off_m = EARTH.inv(*reported.T, *true.T)[2]
    assert 900 < off_m.max() < 1001
    assert war.reports.geometry.to_wkt().groupby(war.reports["place_id"]).nunique().max() == 1


def test_without_faults_every_change_of_hands_is_reported_on_its_day() -> None:
    war = moving_war(3, days=60, reporting=ALL_TRUE)
    assert war.right.all()
    assert len(war.reports) == len(war.places) + (np.diff(war.holders, axis=0) != 0).sum()
    places, _ = score_war(nearest_report, 1, [3], days=2, reporting=ALL_TRUE)
    # a place is wrong only if another one lies in its square km
    assert (places["estimated"] == places["held"]).mean() > 0.99


def test_a_share_of_the_places_keeps_all_its_reports_and_the_rest_none(war: War) -> None:
    some = war.reports_of(0.25)
    assert some["place_id"].nunique() == pytest.approx(war.reports["place_id"].nunique() / 4, abs=1)
    assert len(some) == war.reports["place_id"].isin(some["place_id"]).sum()


def test_overlap_is_the_mean_of_the_sides_and_contested_ground_is_nobodys() -> None:
    # the first side has one of its one and one too much, the second one of its three
    assert overlap(np.array([0, 0, 1, -1]), np.array([0, 1, 1, 1])) == pytest.approx((1 / 2 + 1 / 3) / 2)


def test_contested_unknown_and_missing_zones_are_undecided() -> None:
    zones = gpd.GeoDataFrame(
        {"side": ["north", "contested", "unknown"], "confidence": [0.8, None, 0.0]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(2, 0, 3, 1)],
        crs=4326,
    )
    estimated, confidence = sides_at(zones, shapely.STRtree(shapely.points([0.5, 1.5, 2.5, 9], 0.5)))
    assert estimated.tolist() == [SIDES.index("north"), -1, -1, -1]
    assert confidence[0] == 0.8


def test_the_truth_scores_1_and_the_known_simple_methods_what_they_do_on_real_fronts() -> None:
    truth = static_front(0)
    assert score(lambda *_: truth.grid.zones(truth.held), 1, [0])["iou"].item() == 1
    # on control maps of another war: from a quarter of the places 0.788 and 0.828
    nearest, rbf = (score(method, 0.25, range(2))["iou"].mean() for method in (nearest_report, linear_rbf))
    assert nearest == pytest.approx(0.788, abs=0.05)
    assert rbf == pytest.approx(0.828, abs=0.05)
    assert nearest < rbf


def test_brier_score_and_reliability_count_only_places_estimated_to_be_a_partys() -> None:
    places = pd.DataFrame(
        {"estimated": [0, 0, 1, 1, -1], "held": [0, 1, 1, 1, 1], "confidence": [0.84, 0.84, 1.0, 0.5, 0.99]}
    )
    assert brier(places) == pytest.approx((0.16**2 + 0.84**2 + 0 + 0.25) / 4)
    bins = reliability(places)
    assert bins["count"].to_dict() == {5: 1, 8: 2, 9: 1}
    assert bins.loc[8, ["predicted", "observed"]].tolist() == [0.84, 0.5]
