"""Fields of wars with many places: near the dense field, local, the same bytes in whatever order days are asked for."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import cKDTree

from geo.arrays import Floats
from geo.control.confidence import steepness
from geo.control.control_reports import ControlReport
from geo.control.covariance import FEW
from geo.control.field import Field
from geo.control.field_history import FieldHistory, LocalField
from geo.control.reported_places import PlaceStates, ReportedPlaces
from geo.control.vecchia import earlier_neighbours
from geo.threads import one_thread_each

START = date(2020, 1, 1)
PLACES, SIZE_M = 760, 165_000.0
DAYS = [START, *(START + timedelta(day) for day in (3, 4, 6, 9))]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with one_thread_each():
        yield


class War:
    """A war of two sides and in the end a third over places at random; the front moves to the east."""

    def __init__(self, seed: int = 0, *, later: int = 0, third: bool = True, north_km: float = 180) -> None:
        rng = np.random.default_rng(seed)
        self.points_m = rng.uniform(0, SIZE_M, (PLACES, 2))
        side = np.where(self.points_m[:, 0] < SIZE_M / 2, "west", "east")
        grade = rng.choice([0.9, 0.75, 0.55], PLACES)
        made = {
            place: [ControlReport(START, str(side[place]), None, grade[place], f"R{place}")] for place in range(PLACES)
        }
        ahead = np.argsort(np.abs(self.points_m[:, 0] - SIZE_M / 2 - 8000))
        ahead = ahead[self.points_m[ahead, 1] < 1000 * north_km][:40]
        for number, place in enumerate(ahead.tolist()):
            day = DAYS[1 + number % (3 + later)]
            taken = "third" if third and number % (3 + later) == 2 else "west"
            made[place].append(ControlReport(day, taken, None, 0.9, f"N{number}"))
        # two places are known later only
        for place in (5, 6):
            made[place] = [ControlReport(DAYS[2], str(side[place]), None, 0.9, f"L{place}")]
        positions = (self.points_m / 100_000 + (36, 35)).round(7)
        reports = {(*position, ""): made[place] for place, position in enumerate(positions.tolist())}
        self.reported = ReportedPlaces(reports)
        self.history = FieldHistory(self.reported, self.points_m)

    def states(self, day: date) -> PlaceStates:
        return self.reported.states_on(day)

    def field(self, day: date, without: tuple[str, ...] = ()) -> LocalField:
        field = self.history.on(day, self.reported.states_on(day, without), without)
        assert isinstance(field, LocalField)
        return field

    def dense(self, day: date) -> Field:
        states = self.states(day)
        return Field.of(self.points_m[states.places], states)


def grid() -> Floats:
    return np.stack(np.meshgrid(*[np.linspace(5000, SIZE_M - 5000, 32)] * 2), axis=-1).reshape(-1, 2)


def shares(field: Field | LocalField) -> Floats:
    return field.probabilities(grid(), 3)[0]


@pytest.fixture(scope="module")
def war() -> War:
    return War()


@pytest.mark.parametrize("day", [DAYS[0], DAYS[-1]])
def test_the_field_is_near_the_dense_one(war: War, day: date) -> None:
    local, dense = shares(war.field(day)), shares(war.dense(day))
    assert np.abs(local - dense).mean() < 0.003
    assert (local.argmax(axis=1) == dense.argmax(axis=1)).mean() > 0.995


def test_in_whatever_order_days_are_asked_for_the_bytes_are_the_same() -> None:
    forth, back = War(), War()
    in_turn = [shares(forth.field(day)) for day in DAYS]
    backwards = [shares(back.field(day)) for day in reversed(DAYS)]
    for one, other in zip(in_turn, reversed(backwards), strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_later_report_changes_no_day_before_it() -> None:
    war, other = War(), War(later=1)
    early = [report for made in war.reported.reports for report in made if report.day <= DAYS[0]]
    assert len(early) == PLACES - 2
    assert shares(war.field(DAYS[0])).tobytes() == shares(other.field(DAYS[0])).tobytes()


def test_a_change_moves_nothing_beyond_the_nearest_places() -> None:
    war = War(north_km=25)
    before, after = (shares(war.field(day)) for day in (DAYS[0], DAYS[1]))
    known = cKDTree(war.points_m[war.states(DAYS[0]).places])
    # a point hangs on the 30 places around it
    _, again = known.query(war.points_m[war.reported.changes[DAYS[1]]], k=300)
    _, around = known.query(grid(), k=30)
    far = ~np.isin(around, again).any(axis=1)
    assert 100 < far.sum() < 900
    assert before[far].tobytes() == after[far].tobytes()
    assert np.abs(before - after)[~far].max() > 0.3


def test_a_side_that_appears_later_has_a_field_from_then_on(war: War) -> None:
    third = war.reported.bloc_of["third"]
    assert not shares(war.field(DAYS[0]))[:, third].any()
    taken = war.points_m[[place for place in war.reported.changes[DAYS[3]] if place not in {5, 6}]]
    assert (war.field(DAYS[3]).probabilities(taken, 3)[0].argmax(axis=1) == third).mean() > 0.9


def test_a_field_without_some_reports_is_near_that_of_the_day_before_them() -> None:
    war = War(third=False)
    new = tuple(report.id for made in war.reported.reports for report in made if report.day == DAYS[1])
    before, after, without = (
        shares(war.field(day, left)) for day, left in ((DAYS[0], ()), (DAYS[1], ()), (DAYS[1], new))
    )
    assert np.abs(after - before).max() > 0.3
    assert np.abs(without - before).max() < 0.02


def test_the_left_out_field_is_near_the_dense_one(war: War) -> None:
    some = np.arange(0, PLACES - 10, 30)
    local, dense = war.field(DAYS[-1]).left_out(some), war.dense(DAYS[-1]).left_out(some)
    assert np.abs(local - dense).mean() < 0.02


def test_doubt_in_many_places_is_that_of_all_news(war: War) -> None:
    states = war.states(DAYS[-1])
    places_m = war.points_m[states.places]
    assert len(places_m) > FEW
    many = steepness(places_m, states)
    gap = ((places_m[:, None] - places_m) ** 2).sum(axis=-1)
    since = (states.taken > states.last_reported[:, None]) & (states.bloc != states.bloc[:, None])
    captures = (np.exp(gap / (-2 * 25_000.0**2)) * since).sum(axis=1)
    captures = np.where(states.is_confirmed, 0, np.maximum(captures - 1, 0))
    assert captures.max() > 1
    assert many == pytest.approx((2 * states.trust - 1) / np.sqrt(1 + 4 * captures), abs=5e-3)
    assert steepness(places_m, states, np.array([7, 300])) == pytest.approx(many[[7, 300]], abs=1e-9)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(1, 400), st.integers(1, 8), st.booleans())
def test_earlier_neighbours_are_the_nearest_of_those_before(seed: int, places: int, count: int, in_rows: bool) -> None:  # noqa: FBT001 - drawn
    points = np.random.default_rng(seed).uniform(0, 1, (places, 2))
    if in_rows:
        points = points[np.argsort(points[:, 0])]
    near = earlier_neighbours(points, count)
    gap = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    for place in range(places):
        nearest = np.argsort(gap[place, :place], kind="stable")[:count]
        assert near[place].tolist() == [*nearest.tolist(), *[-1] * (count - len(nearest))]
