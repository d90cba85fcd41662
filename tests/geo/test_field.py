"""The field of control: invariance to position, direction and scale, and accuracy of the leave-one-out field."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import Delaunay

from geo.arrays import Floats
from geo.control.covariance import MaternCovariance
from geo.control.field import ControlField, informative
from geo.control.mesh import Mesh
from geo.control.reported_places import NOBODY, PlaceStates

PLACES = 60


def field_of(nodes_m: Floats, places: int = PLACES) -> ControlField:
    """Make the field on a mesh of some nodes, the first of which are the places."""
    covariance = MaternCovariance.of(nodes_m[:places], alone_m=1000)
    mesh = Mesh(nodes_m, Delaunay(nodes_m).simplices.astype(np.int64), covariance.spacing_m / 4)
    return ControlField(mesh, places, covariance)


def front(seed: int, *, sides: int = 2, places: int = PLACES) -> tuple[Floats, PlaceStates]:
    """Draw places and other nodes at random over 100 km; each place is held by the side of the nearest centre."""
    rng = np.random.default_rng(seed)
    nodes = rng.uniform(0, 100_000, (places + 200, 2))
    centres = rng.uniform(0, 100_000, (sides, 2))
    side = np.hypot(*(nodes[:places, None] - centres).transpose(2, 0, 1)).argmin(axis=1)
    states = PlaceStates(
        side=side.astype(np.int64),
        trust=rng.choice([0.9, 0.75, 0.55], places),
        silence_months=rng.integers(0, 10, places).astype(np.float64),
        age_months=rng.integers(10, 20, places).astype(np.float64),
        is_reported=np.ones(places, dtype=bool),
    )
    return nodes, states


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(-np.pi, np.pi),
    st.tuples(st.floats(-2e5, 2e5), st.floats(-2e5, 2e5)),
    st.sampled_from([1, -1]),
    st.sampled_from([2, 3]),
)
def test_the_field_is_the_same_when_the_world_is_moved_turned_or_mirrored(
    seed: int, angle: float, shift: tuple[float, float], mirrored: int, sides: int
) -> None:
    nodes, states = front(seed, sides=sides)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    other = nodes @ turn * (mirrored, 1) + shift
    (shares, aged, reached), (same, same_aged, too) = (
        field.probabilities(field.fit(states)) for field in (field_of(nodes), field_of(other))
    )
    assert (reached == too).all()
    assert shares == pytest.approx(same, abs=0.01)
    assert aged == pytest.approx(same_aged, abs=0.01)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 100))
def test_the_field_is_the_same_on_any_scale(seed: int, scale: float) -> None:
    nodes, states = front(seed)
    (shares, _, _), (same, _, _) = (
        field.probabilities(field.fit(states)) for field in (field_of(nodes), field_of(nodes * scale))
    )
    assert shares == pytest.approx(same, abs=0.01)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_sides_are_treated_alike(seed: int) -> None:
    nodes, states = front(seed)
    field = field_of(nodes)
    (shares, _, _), (same, _, _) = (
        field.probabilities(field.fit(one)) for one in (states, replace(states, side=1 - states.side))
    )
    if shares.shape[1] == 2:
        assert shares == pytest.approx(same[:, ::-1], abs=0.01)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("sides", [2, 3])
def test_the_leave_one_out_field_is_that_of_a_fit_without_the_place(seed: int, sides: int) -> None:
    nodes, states = front(seed, sides=sides)
    field = field_of(nodes)
    fit = field.fit(states)
    quick = field.left_out(fit)
    exact = np.zeros_like(quick)
    for place in range(PLACES):
        others = field.fit(replace(states, side=np.where(np.arange(PLACES) == place, NOBODY, states.side)))
        exact[place, np.isin(fit.sides, others.sides)] = field.probabilities(others)[1][place]
    assert np.abs(quick - exact).mean() < 0.01
    assert (quick.argmax(axis=1) != exact.argmax(axis=1)).mean() <= 0.05


def test_every_place_that_is_not_chosen_has_a_chosen_one_near_it() -> None:
    nodes, states = front(3, places=1500)
    places = nodes[:1500]
    chosen = informative(places, states.side)
    assert 100 < chosen.sum() < 1000
    away = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    to_others = np.where(states.side[:, None] != states.side, away, np.inf).min(axis=1)
    stands_for = (states.side[:, None] == states.side) & (away <= 0.25 * to_others[:, None])
    assert stands_for[:, chosen].any(axis=1).all()


def test_many_sure_places_are_all_on_their_own_side_of_the_border() -> None:
    nodes, states = front(3, places=1500)
    field = field_of(nodes, 1500)
    shares, _, reached = field.probabilities(
        field.fit(replace(states, trust=np.full(1500, 0.99), silence_months=np.zeros(1500)))
    )
    assert reached.all()
    assert (shares[:1500].argmax(axis=1) == states.side).mean() > 0.995
