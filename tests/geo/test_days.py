"""A day is written in one way, and whatever could mean another day is refused."""

import datetime as dt

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import SitmapError, control_zones
from geo.days import parse_day
from geo.errors import DayError, ReportError

DAY = dt.date(2020, 3, 2)
# without a zone on purpose: a day has none
AFTERNOON, MIDNIGHT = dt.datetime.fromisoformat("2020-03-02T14:00"), dt.datetime.fromisoformat("2020-03-02")
NO_DAYS = (
    *("02/03/2020", "2 March 2020", "2020-03", "2020", "20200302", "2020-W10-1", "2020-3-2", "2020-02-30"),
    *("2020-03-02T23:00:00Z", "2020-03-02 ", "", "٢٠٢٠-٠٣-٠٢", 20200302, 20200302.0, True, None, float("nan")),
    *(AFTERNOON, dt.datetime(2020, 3, 2, tzinfo=dt.UTC), pd.NaT, np.datetime64("2020-03")),
    *(pd.Timestamp("2020-03-02 00:00:00.000000001"), np.datetime64("NaT", "D"), dt.time(), ["2020-03-02"]),
)


@pytest.mark.parametrize(
    "value",
    ["2020-03-02", DAY, MIDNIGHT, pd.Timestamp("2020-03-02"), np.datetime64("2020-03-02")],
    ids=repr,
)
def test_a_day_is_read(value: object) -> None:
    assert parse_day(value) == DAY
    assert type(parse_day(value)) is dt.date


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
def test_whatever_is_no_day_is_refused_by_its_value(value: object) -> None:
    with pytest.raises(DayError) as caught:
        parse_day(value)
    assert str(caught.value) == f"{value!r} is not a day; expected YYYY-MM-DD"
    assert isinstance(caught.value, SitmapError | ValueError)


def reports(dates: object) -> gpd.GeoDataFrame:
    points = [shapely.Point(36, 36.5)] * 2
    return gpd.GeoDataFrame({"date": dates, "side": ["north", "south"]}, geometry=points, crs=4326)


def sides_on(dates: object, on: object) -> list[str]:
    zones = control_zones(reports(dates), on=on, area=shapely.box(35, 35, 37, 37))  # type: ignore[arg-type]
    return sorted(set(zones["side"]))


@pytest.mark.parametrize(
    "dates",
    [
        ["2020-02-05", "2020-03-02"],
        [dt.date(2020, 2, 5), dt.date(2020, 3, 2)],
        pd.to_datetime(["2020-02-05", "2020-03-02"]),
    ],
    ids=["texts", "dates", "timestamps"],
)
def test_zones_are_those_of_the_day_asked_about(dates: object) -> None:
    assert sides_on(dates, "2020-03-02") == sides_on(dates, pd.Timestamp("2020-03-02")) == ["south"]
    assert sides_on(dates, dt.date(2020, 3, 1)) == ["north"]


@pytest.mark.parametrize("on", ["02/03/2020", "2020-03", 20200302, None])
def test_zones_of_no_day_are_refused(on: object) -> None:
    with pytest.raises(DayError, match="is not a day; expected YYYY-MM-DD"):
        sides_on(["2020-02-05", "2020-03-02"], on)


@pytest.mark.parametrize("dates", [[20200205, 20200302], ["2020-02", "2020-03"], ["05/02/2020", "02/03/2020"]])
def test_reports_whose_dates_are_no_days_are_refused(dates: list[object]) -> None:
    with pytest.raises(ReportError, match=r"control report 0 has no usable date: .*0"):
        sides_on(dates, "2020-03-02")
