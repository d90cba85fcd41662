"""The field of control: invariance to position and direction, accuracy of the leave-one-out field, blocs alike."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.arrays import Floats
from geo.control.field import Field
from geo.control.reported_places import NOBODY, PlaceStates

PLACES = 60


def front(seed: int, *, blocs: int = 2, places: int = PLACES) -> tuple[Floats, PlaceStates]:
    """Draw places and other points at random over 100 km; each place is held by the bloc of the nearest centre."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(0, 100_000, (places + 200, 2))
    centres = rng.uniform(0, 100_000, (blocs, 2))
    bloc = np.hypot(*(points[:places, None] - centres).transpose(2, 0, 1)).argmin(axis=1).astype(np.int64)
    states = PlaceStates(
        places=np.arange(places),
        bloc=bloc,
        side=bloc,
        trust=rng.choice([0.9, 0.75, 0.55], places),
        last_reported=rng.integers(700_000, 700_100, places),
        agreeing=np.ones(places, dtype=np.int64),
        is_confirmed=np.zeros(places, dtype=bool),
        taken=np.ones(places, dtype=np.int64),
        basis=np.full(places, -1),
    )
    return points, states


def shares_at(points: Floats, states: PlaceStates, blocs: int) -> Floats:
    return Field.of(points[: len(states.places)], states).probabilities(points, blocs)[0]


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    st.integers(0, 2**32 - 1),
    st.floats(-np.pi, np.pi),
    st.tuples(st.floats(-2e5, 2e5), st.floats(-2e5, 2e5)),
    st.sampled_from([1, -1]),
    st.sampled_from([2, 3]),
)
def test_the_field_is_the_same_when_the_world_is_moved_turned_or_mirrored(
    seed: int, angle: float, shift: tuple[float, float], mirrored: int, blocs: int
) -> None:
    points, states = front(seed, blocs=blocs)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    other = points @ turn * (mirrored, 1) + shift
    assert shares_at(points, states, blocs) == pytest.approx(shares_at(other, states, blocs), abs=1e-4)


@settings(max_examples=10, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_two_blocs_are_treated_alike(seed: int) -> None:
    points, states = front(seed)
    swapped = replace(states, bloc=1 - states.bloc)
    if len(np.unique(states.bloc)) == 2:
        assert shares_at(points, states, 2) == pytest.approx(shares_at(points, swapped, 2)[:, ::-1], abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("blocs", [2, 3])
def test_the_leave_one_out_field_is_that_of_a_fit_without_the_place(seed: int, blocs: int) -> None:
    points, states = front(seed, blocs=blocs)
    states = replace(states, last_reported=np.full(PLACES, 700_000))
    field = Field.of(points[:PLACES], states)
    quick = np.zeros((PLACES, blocs))
    quick[:, field.blocs] = field.left_out(np.arange(PLACES))
    exact = np.zeros_like(quick)
    for place in range(PLACES):
        others = replace(states, bloc=np.where(np.arange(PLACES) == place, NOBODY, states.bloc))
        exact[place] = Field.of(points[:PLACES], others).probabilities(points[[place]], blocs)[0]
    assert np.abs(quick - exact).mean() < 0.02
    assert (quick.argmax(axis=1) != exact.argmax(axis=1)).mean() <= 0.05


def test_no_bloc_is_more_probable_than_all_reports_on_its_places_make_it() -> None:
    points, states = front(0)
    alone = replace(states, bloc=np.where(np.arange(PLACES) == 0, 0, NOBODY), trust=np.full(PLACES, 0.75))
    shares = shares_at(points, alone, 2)
    assert shares.max() == pytest.approx(0.75)
