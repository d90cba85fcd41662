"""The day and the view that a page opens with."""

from datetime import date, timedelta
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
from page_sample import DAYS, START, TURN, Sample, sample
from shapely import Point

from layers.dossier.settings.wording import Wording
from layers.period import opening_day
from maps.payload.opening import opening_bounds
from maps.payload.payload import payload


def situation(**settings: object) -> Sample:
    return sample(settings=SimpleNamespace(**{"opens_on": None, "wording": Wording(), "crs": "EPSG:32637", **settings}))


def test_a_page_opens_on_the_day_that_the_dossier_names() -> None:
    assert opening_day(situation(opens_on=START + timedelta(days=3))) == START + timedelta(days=3)
    assert payload(situation(opens_on=START + timedelta(days=3)))["about"]["opensOn"] == 3


def test_else_on_the_day_on_which_sides_gain_most_ground() -> None:
    layers = situation()
    later = TURN + timedelta(days=2)
    zones = [
        ("north", START, None, 5000.0),
        ("south", START, TURN, 5000.0),
        ("contested", TURN, later, 4000.0),
        ("south", TURN, later, 1000.0),
        ("north", later, None, 3000.0),
        ("south", later, None, 2000.0),
    ]
    columns = ["side", "start_date", "end_date", "area_km2"]
    layers["zones"] = gpd.GeoDataFrame(pd.DataFrame(zones, columns=columns, dtype=object), geometry=[Point(36, 35)] * 6)
    layers["zones"]["area_km2"] = layers["zones"]["area_km2"].astype(float)
    # on the turn ground is lost to nobody
    assert opening_day(layers) == later


def test_a_side_that_holds_all_in_the_end_does_not_make_the_last_gain_the_largest() -> None:
    layers = situation()
    later = TURN + timedelta(days=2)
    zones = [
        ("north", START, TURN, 5000.0),
        ("south", START, TURN, 5000.0),
        ("north", TURN, later, 9900.0),
        ("south", TURN, later, 100.0),
        ("north", later, None, 10_000.0),
    ]
    columns = ["side", "start_date", "end_date", "area_km2"]
    layers["zones"] = gpd.GeoDataFrame(pd.DataFrame(zones, columns=columns), geometry=[Point(36, 35)] * 5)
    assert opening_day(layers) == TURN


def test_without_any_gain_never_on_an_empty_last_day() -> None:
    layers = situation()
    layers["zones"] = layers["zones"].iloc[:1]
    assert opening_day(layers) == START + timedelta(days=DAYS - 1)  # the post stands
    layers["posts"] = layers["posts"].iloc[:0]
    last = max(day for day in layers["events"]["start_date"] if day)
    assert opening_day(layers) == last < START + timedelta(days=DAYS - 1)


@pytest.mark.parametrize("day", [START - timedelta(days=1), START + timedelta(days=DAYS), date(1999, 1, 1)])
def test_a_day_outside_of_what_is_shown_is_not_opened(day: date) -> None:
    assert START <= opening_day(situation(opens_on=day)) < START + timedelta(days=DAYS)


def test_a_small_part_of_the_area_is_shown_where_posts_and_reports_lie() -> None:
    layers = situation()
    layers["posts"] = layers["posts"].assign(geometry=[Point(36.3, 35.5)])
    layers.dossier.control = layers.dossier.control.set_geometry([Point(36.2, 35.5), Point(36.35, 35.45)])
    west, south, east, north = opening_bounds(layers, (36, 35, 37, 36))
    assert 36.1 < west < 36.2
    assert 36.35 < east < 36.42
    assert 35.35 < south < 35.45
    assert 35.5 < north < 35.6


def test_the_whole_area_is_shown_where_they_reach_over_most_of_it_or_there_are_none() -> None:
    layers = situation()
    area = (36, 35, 37, 36)
    layers["posts"] = layers["posts"].iloc[:0]
    assert opening_bounds(layers, area) == [36, 35, 37, 36]
    layers.dossier.control = layers.dossier.control.iloc[:0]
    assert opening_bounds(layers, area) == [36, 35, 37, 36]
    layers.dossier.control = sample().dossier.control.set_geometry([Point(10, 10), Point(11, 11)])
    assert opening_bounds(layers, area) == [36, 35, 37, 36]
