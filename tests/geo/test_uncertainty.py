"""The extent of places without a stated uncertainty, against hand-made places and outlines."""

import pytest
from shapely import box

from geo.gazetteer.place import Place
from geo.gazetteer.uncertainty import extent_km, with_extent


def place(**values: object) -> Place:
    return Place(**{"id": "P1", "name": "Alpha", "lat": 0.0, "lon": 0.0, **values})


def test_an_outline_counts_before_people_and_people_before_the_kind() -> None:
    square = box(-0.1, -0.1, 0.3, 0.1)
    # the farthest corner, 0.3 and 0.1 degrees away
    assert extent_km(place(kind="city", population=9_000_000), square) == pytest.approx(35.2, abs=0.1)
    by_people = [extent_km(place(kind="city", population=people)) for people in (0, 20_000, 2_000_000)]
    assert by_people[1] < by_people[0] < by_people[2]
    assert extent_km(place(kind="province", population=2_000_000)) == 60


def test_a_place_reaches_four_times_as_far_with_sixteen_times_the_people() -> None:
    small, large = (extent_km(place(population=people)) for people in (100_000, 1_600_000))
    assert large == pytest.approx(4 * small)


def test_what_digits_tell_is_not_made_smaller() -> None:
    assert with_extent(place(uncertainty_km=7.15)).uncertainty_km == 7.15
    assert with_extent(place(uncertainty_km=0.1)).uncertainty_km == 0.75
