"""Worlds on small scenes with known answers: a front of reported places, posts behind it, and one doubtful place."""

from collections.abc import Sequence
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from geo.arrays import Floats
from geo.control.control_reports import ControlReport
from geo.control.covariance import MaternCovariance
from geo.control.laplace import LaplaceApproximation
from geo.control.model import ControlModel
from geo.control.reported_places import ReportedPlaces
from geo.worlds.components import as_bits, reached
from geo.worlds.draws import ReportDraws
from geo.worlds.ensemble import Ensemble
from geo.worlds.worlds import Watched, Worlds

# its borders keep within the first and the last place of each column, so that no way leads around them
AREA = shapely.box(36, 35.1, 37, 35.9)
# seven columns of ten places, some 11 km apart; blue is supplied in the first one
COLUMNS, ROWS = 36.1 + 0.12 * np.arange(7), 35.05 + 0.1 * np.arange(10)
WEST, EAST = (COLUMNS[1], 35.55), (COLUMNS[6], 35.55)
# two columns keep the east from the west; where blue holds the middle of the second, this place alone does
GATE, MIDDLE = (COLUMNS[3], ROWS[5]), [(COLUMNS[4], lat) for lat in ROWS[4:7]]
SUPPLY = np.array([shapely.Point(COLUMNS[0], 35.55)])
BEFORE, DAY = date(2020, 1, 10), date(2020, 2, 10)
DAYS = [DAY + timedelta(days) for days in range(-3, 4)]

Row = tuple[date, str, float, tuple[float, float]]


def front(red: Sequence[int]) -> list[Row]:
    """All places, sure since long ago; those in some columns are red."""
    return [
        (BEFORE, "red" if number in red else "blue", 1.0, (float(lon), float(lat)))
        for number, lon in enumerate(COLUMNS)
        for lat in ROWS
    ]


def gated(side: str, *later: Row) -> ControlModel:
    """The gate is first held by a side, sure since long ago."""
    held = [
        (day, side if at == GATE else "blue" if at in MIDDLE else other, sure, at)
        for day, other, sure, at in front((3, 4))
    ]
    return control([*held, *later])


def control(rows: Sequence[Row]) -> ControlModel:
    days, sides, confidences, places = zip(*rows, strict=True)
    columns = {"date": list(map(str, days)), "side": sides, "confidence": confidences}
    points = gpd.points_from_xy(*np.transpose(places))
    return ControlModel(gpd.GeoDataFrame(columns, geometry=points, crs=4326), AREA)


def worlds(
    model: ControlModel,
    *places: tuple[float, float],
    names: Sequence[str] = (),
    uncertainty_m: float = 500.0,
    count: int = 200,
    seed: int = 0,
) -> Worlds:
    posts = Watched(
        ids=names or [f"P{number}" for number in range(len(places))],
        points_m=model.on_plane(np.array(places).reshape(-1, 2)),
        uncertainty_m=np.full(len(places), uncertainty_m),
        hold_m=500.0,
    )
    shifts = np.full(len(model.places_m), 500.0)
    return Worlds(model, {"blue"}, model.nodes_at(SUPPLY), posts, shifts, count=count, seed=seed)


@pytest.fixture(scope="module")
def doubtful() -> ControlModel:
    """Everything in doubt: a front on which places change hands in February, by reports that are seldom sure."""
    rng = np.random.default_rng(5)
    taken = [
        (DAY + timedelta(int(rng.integers(-8, 8))), str(rng.choice(["red", "blue"])), float(rng.choice([0.9, 0.6])), at)
        for _, _, _, at in front(())[20:60]
    ]
    return control([*front((3, 4)), *taken])


@pytest.fixture(scope="module")
def around(doubtful: ControlModel) -> Floats:
    places = [WEST, GATE, EAST, (COLUMNS[4], 35.25), (COLUMNS[6], 35.85)]
    return worlds(doubtful, *places, uncertainty_m=4000).cut_shares(DAYS)


def test_a_post_amid_friendly_ground_is_never_cut_off_and_one_deep_in_hostile_ground_always() -> None:
    assert worlds(control(front((3, 4, 5, 6))), WEST, EAST).cut_shares([DAY]).tolist() == [[0.0, 1.0]]


def test_a_post_in_a_pocket_of_its_own_is_always_cut_off() -> None:
    assert worlds(control(front((3, 4))), EAST).cut_shares([DAY]).tolist() == [[1.0]]


@pytest.mark.parametrize(("confidence", "share"), [(0.75, 0.75), (0.9, 0.9), (1.0, 1.0)])
def test_a_way_over_one_place_is_lost_as_often_as_the_report_that_it_fell_is_believed(
    confidence: float, share: float
) -> None:
    fell = (BEFORE + timedelta(5), "red", confidence, GATE)
    found = worlds(gated("blue", fell), EAST).cut_shares([BEFORE + timedelta(2), DAY])
    # three standard deviations of a share of 200
    assert found[:, 0] == pytest.approx([0, share], abs=3 * np.sqrt(share * (1 - share) / 200))


def test_a_way_over_one_place_is_won_as_often_as_the_report_that_it_was_taken_is_believed() -> None:
    won = (BEFORE + timedelta(5), "blue", 0.75, GATE)
    found = worlds(gated("red", won), EAST).cut_shares([BEFORE + timedelta(2), DAY])
    assert found[:, 0] == pytest.approx([1, 0.25], abs=0.09)


def test_a_sure_report_is_a_day_early_in_a_third_of_the_worlds_and_a_day_late_in_another() -> None:
    found = worlds(gated("blue", (DAY, "red", 1.0, GATE)), EAST).cut_shares(DAYS)
    assert found[:, 0] == pytest.approx([0, 0, 1 / 3, 2 / 3, 1, 1, 1], abs=0.1)
    assert found[[1, 4], 0].tolist() == [0, 1]


def test_a_post_on_a_straight_front_is_cut_off_where_it_stands_beyond() -> None:
    model = control(front((4, 5, 6)))
    on_front = ((COLUMNS[3] + COLUMNS[4]) / 2, 35.5)
    # strewn over a disc of 25 km; its holding reaches friendly ground from up to half a step of the mesh farther
    reach = (500 + model.mesh.step_m / 2) / 25_000
    share = 0.5 - (np.arcsin(reach) + reach * np.sqrt(1 - reach**2)) / np.pi
    assert worlds(model, on_front, uncertainty_m=25_000).cut_shares([DAY])[0, 0] == pytest.approx(share, abs=0.1)


def test_the_same_seed_gives_the_same_answer_and_another_a_slightly_different_one(
    doubtful: ControlModel, around: Floats
) -> None:
    places = [WEST, GATE, EAST, (COLUMNS[4], 35.25), (COLUMNS[6], 35.85)]
    again, other = (worlds(doubtful, *places, uncertainty_m=4000, seed=seed).cut_shares(DAYS) for seed in (0, 1))
    assert again.tolist() == around.tolist()
    assert other.tolist() != around.tolist()
    assert np.abs(other - around).max() < 0.2


def test_a_post_asked_alone_or_in_another_order_gets_the_same_answer(doubtful: ControlModel, around: Floats) -> None:
    alone = worlds(doubtful, EAST, names=["P2"], uncertainty_m=4000).cut_shares(DAYS)
    assert alone[:, 0].tolist() == around[:, 2].tolist()
    turned = worlds(doubtful, EAST, GATE, WEST, names=["P2", "P1", "P0"], uncertainty_m=4000).cut_shares(DAYS)
    assert turned.tolist() == around[:, [2, 1, 0]].tolist()


def test_a_day_asked_alone_or_twice_or_in_another_order_gets_the_same_answer(
    doubtful: ControlModel, around: Floats
) -> None:
    drawn = worlds(doubtful, GATE, EAST, names=["P1", "P2"], uncertainty_m=4000)
    for day in (3, 6, 0):
        assert drawn.cut_shares([DAYS[day]])[0].tolist() == around[day, 1:3].tolist()
    later = DAY + timedelta(30)
    assert drawn.cut_shares([later, DAYS[6], DAYS[0], DAYS[6]])[1:].tolist() == around[[6, 0, 6], 1:3].tolist()


def test_the_doubtful_scene_is_in_doubt(around: Floats) -> None:
    assert ((around > 0.1) & (around < 0.9)).any()


def test_more_worlds_than_fit_one_group_are_all_counted(doubtful: ControlModel) -> None:
    (share,) = worlds(doubtful, GATE, names=["P1"], count=51).cut_shares([DAY])[:, 0] * 51
    assert share == pytest.approx(round(share))


def test_without_posts_or_days_there_are_no_shares(doubtful: ControlModel) -> None:
    assert worlds(doubtful, count=3).cut_shares(DAYS).shape == (7, 0)
    assert worlds(doubtful, GATE, count=3).cut_shares([]).shape == (0, 1)


def test_without_reports_there_is_no_friendly_ground() -> None:
    reports = gpd.GeoDataFrame({"date": [], "side": []}, geometry=[], crs=4326)
    assert worlds(ControlModel(reports, AREA), GATE, count=3).cut_shares([DAY]).tolist() == [[1.0]]


def test_a_report_of_confidence_1_is_believed_in_every_world_and_one_of_0_in_none() -> None:
    sure, never = ControlReport(BEFORE, "red", None, 1.0, "R1"), ControlReport(BEFORE, "red", None, 0.0, "R2")
    places = ReportedPlaces({(36.0, 35.0): [sure], (36.5, 35.5): [never]})
    draws = ReportDraws.drawn(places, {"blue"}, 50, _chance)
    draws.begin(DAY)
    assert draws.sign.tolist() == [[-1, 0]] * 50


def test_the_draws_of_a_place_do_not_depend_on_other_places() -> None:
    one, other = (ControlReport(BEFORE, side, None, 0.6, "") for side in ("red", "blue"))
    all_draws = [
        ReportDraws.drawn(ReportedPlaces(reports), {"blue"}, 50, _chance)
        for reports in ({(36.5, 35.5): [one]}, {(36.0, 35.0): [other], (36.5, 35.5): [one]})
    ]
    for draws in all_draws:
        draws.begin(DAY)
    assert all_draws[0].sign[:, 0].tolist() == all_draws[1].sign[:, 1].tolist()
    assert len(set(all_draws[0].sign[:, 0])) == 2


def test_going_back_in_time_restores_the_states_of_that_day() -> None:
    made = [ControlReport(BEFORE, "blue", None, 1.0, "R1"), ControlReport(DAY, "red", "blue", 1.0, "R2")]
    draws = ReportDraws.drawn(ReportedPlaces({(36.0, 35.0): made}), {"blue"}, 5, _chance)
    for day, sign in ((DAY + timedelta(5), -1), (DAY - timedelta(5), 1), (BEFORE - timedelta(5), 0)):
        draws.begin(day)
        assert draws.sign.tolist() == [[sign]] * 5


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**16), places=st.integers(1, 60), many=st.integers(1, 12))
def test_fields_of_all_worlds_are_those_of_each_alone(seed: int, places: int, many: int) -> None:
    rng = np.random.default_rng(seed)
    at = rng.uniform(0, 50_000, (places, 2))
    covariance = MaternCovariance.of(at, alone_m=10_000).matrix(at, at)
    sign = np.where((at[:, 0] > 25_000) ^ (rng.random((many, places)) < 0.15), 1.0, -1.0)
    steepness = rng.uniform(0.3, 1, (many, places)) * (rng.random((many, places)) < 0.9)
    ensemble = Ensemble(covariance, sign, steepness)
    turned = rng.random(sign.shape) < 0.05
    ensemble.settle(np.arange(many), np.where(turned, -sign, sign), steepness)
    for world in range(many):
        alone = LaplaceApproximation.of(covariance, np.where(turned, -sign, sign)[world], steepness[world])
        # exact where sides meet; deep in one side's ground it does not matter how deep
        assert (np.abs(ensemble.field[world] - alone.field) < 0.1 + 0.5 * np.abs(alone.field)).all()
        assert covariance @ ensemble.weights[world] == pytest.approx(ensemble.field[world], abs=0.01)


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**16), nodes=st.integers(2, 60), many=st.sampled_from([1, 7, 50, 64]))
def test_the_nodes_connected_to_a_source_are_reached(seed: int, nodes: int, many: int) -> None:
    rng = np.random.default_rng(seed)
    edges = rng.integers(0, nodes, (2 * nodes, 2))
    passable = rng.random((nodes, many)) < rng.uniform(0.3, 1)
    sources = rng.integers(0, nodes, 2)
    bits = reached(as_bits(passable), edges, sources)
    for world in range(many):
        one, other = edges[passable[edges, world].all(axis=1)].T
        _, part = connected_components(
            coo_array((np.ones(len(one)), (one, other)), shape=(nodes, nodes)), directed=False
        )
        supplied = np.isin(part, part[sources[passable[sources, world]]]) & passable[:, world]
        assert ((bits >> np.uint64(world)) & np.uint64(1)).astype(bool).tolist() == supplied.tolist()


def _chance(name: str) -> np.random.Generator:
    return np.random.default_rng(list(name.encode()))
