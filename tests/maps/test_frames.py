"""Pages of GeoDataFrames, without a dossier: what is read of them, and what is refused with a reason."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from page_frames import frames
from page_sample import data_of
from shapely import Point, box

from geo.errors import SitmapError
from layers.schema.palette import palette
from maps import FramesError, SituationMap


def data(folder: Path, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - those of from_frames
    SituationMap.from_frames(**options).save(folder / "index.html")
    return data_of((folder / "index.html").read_text(encoding="utf-8"))


def rows(made: dict[str, Any], table: str) -> list[dict[str, Any]]:
    columns = made[table]["columns"]
    return [dict(zip(columns, row, strict=True)) for row in made[table]["rows"]]


def one(**columns: object) -> gpd.GeoDataFrame:
    known = {"side": "north", "start_date": "2031-05-01", "end_date": None} | columns
    return gpd.GeoDataFrame({name: [value] for name, value in known.items()}, geometry=[box(0, 0, 1, 1)], crs=4326)


def test_a_page_has_all_rows_of_the_frames_in_degrees_and_their_other_columns_as_text(tmp_path: Path) -> None:
    made = data(tmp_path, **frames(), title="Ama")
    assert (made["about"]["title"], made["about"]["start"], made["about"]["days"]) == ("Ama", "2031-04-30", 21)
    zones, posts, events = (rows(made, name) for name in ("zones", "posts", "events"))
    assert [(zone["start_date"], zone["end_date"]) for zone in zones][:4] == [(None, 1), (1, None), (1, 10), (10, 20)]
    assert zones[5]["side"] == "unknown"
    assert zones[1]["more"] == [["link", "javascript:alert(1)"], ["people", "4000"]]
    assert zones[2]["area_km2"] == pytest.approx(12_100, rel=0.01)
    assert [(post["name"], post["lon"], post["lat"]) for post in posts][1:] == [
        ("معبر الجسر", 30.6, 10.7),
        ("3", None, None),
    ]
    assert [event["event_type"] for event in events] == ["shelling", "event", "agreement"]
    assert made["verdicts"]["rows"] == made["control"]["rows"] == []
    assert made["about"]["warnings"] == [
        "zones: 1 row without geometry, not drawn",
        "posts: 1 row without geometry, not on the map, only in the lists",
    ]


def test_sides_have_their_own_colours_or_those_of_the_palette(tmp_path: Path) -> None:
    sides = data(tmp_path, **frames())["sides"]
    assert [side[3] for side in sides] == [next(iter(palette()["sides"].values())), "#aa3377"]


@pytest.mark.parametrize("name", ["zones", "events", "posts"])
def test_each_frame_alone_is_a_page_and_an_empty_one_is_none(name: str, tmp_path: Path) -> None:
    empty = {other: gpd.GeoDataFrame() for other in ("zones", "events", "posts")}
    made = data(tmp_path, **empty | {name: frames()[name]})
    west, south, east, north = made["area"]
    assert 29.9 <= west < east <= 32.1
    assert 9.4 <= south < north <= 11.5
    assert {other: bool(made[other]["rows"]) for other in empty} == {other: other == name for other in empty}


def test_a_page_of_frames_has_the_same_bytes_every_time(tmp_path: Path) -> None:
    for file in ("a.html", "b.html"):
        SituationMap.from_frames(**frames()).save(tmp_path / file)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert SituationMap.from_frames(**frames()).preview().startswith(b"\x89PNG")


Make = Callable[[], dict[str, Any]]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (dict, "no row of zones, events or posts has a date"),
        (lambda: {"zones": one(start_date=None)}, "no row of zones, events or posts has a date"),
        (lambda: {"zones": pd.DataFrame({"side": ["a"]})}, "zones: DataFrame; expected a GeoDataFrame with a geometry"),
        (
            lambda: {"zones": one().set_crs(None, allow_override=True)},
            "zones: no CRS; expected the CRS of the coordinat",
        ),
        (
            lambda: {"zones": one().drop(columns="end_date")},
            "zones: no column end_date; expected the day after the last",
        ),
        (lambda: {"zones": one().drop(columns="side")}, "zones: no column side; expected who holds the zone"),
        (lambda: {"zones": one(start_date="01/05/2031")}, "zones.iloc[0]: start_date: '01/05/2031' is not a day"),
        (lambda: {"zones": one(start_date=20310501)}, "zones.iloc[0]: start_date: 20310501 is not a day"),
        (
            lambda: {"zones": one(start_date=pd.Timestamp("2031-05-01T10:00", tz="Asia/Damascus"))},
            "is not a day; expected YYYY-MM-DD; .dt.date of the column has days only",
        ),
        (lambda: {"zones": one(end_date="2031-05-01")}, "end_date: 2031-05-01; expected a day after start_date"),
        (lambda: {"zones": one(end_date="9999-12-30")}, "an end that is not known is null"),
        (lambda: {"zones": one(colour="red")}, "zones.iloc[0]: colour: 'red'; expected #rrggbb"),
        (
            lambda: {"zones": pd.concat([one(colour="#000000"), one(colour="#ffffff")])},
            "zones.iloc[1]: colour: '#ffffff'; 'north' has #000000 already",
        ),
        (lambda: {"posts": one()}, "posts.iloc[0]: Polygon; expected a Point"),
        (lambda: {"zones": one().set_geometry([Point(0, 0)], crs=4326)}, "expected a Polygon or MultiPolygon"),
        (
            lambda: {"zones": one().set_geometry([box(0, 0, 5e5, 5e5)], crs=4326)},
            "not on the globe; expected coordinat",
        ),
        (lambda: {"events": one(uncertainty_km="near")}, "events.iloc[0]: uncertainty_km: 'near'; expected a number"),
        (lambda: {"events": one(geo_precision=7)}, "events.iloc[0]: geo_precision: 7; expected 1 or 2 or 3"),
        (lambda: {"events": pd.concat([one(event_id="A")] * 2)}, "event_id: 'A'; iloc[0] has it at the same time"),
        (lambda: {"posts": pd.concat([one(post_id="A")] * 2)}, "post_id: 'A'; iloc[0] has it at the same time"),
        (
            lambda: {"zones": pd.concat([one(side=f"s{n}") for n in range(11)])},
            "no colour is left; expected a column col",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_row_and_what_was_expected(make: Make, told: str) -> None:
    with pytest.raises(FramesError) as refused:
        SituationMap.from_frames(**make())
    assert told in str(refused.value)
    assert isinstance(refused.value, SitmapError)


def test_all_problems_are_told_at_once() -> None:
    bad = pd.concat([one(start_date="May", side=None, colour=np.nan)] * 30)
    with pytest.raises(FramesError) as refused:
        SituationMap.from_frames(zones=bad, posts=one().drop(columns="start_date"))
    lines = str(refused.value).splitlines()
    assert lines[:2] == [f"zones.iloc[{n}]: start_date: 'May' is not a day; expected YYYY-MM-DD" for n in range(2)]
    assert lines[-1] == "and 11 more"


def test_a_post_that_moves_is_one_post(tmp_path: Path) -> None:
    moved = pd.concat([one(post_id="A", end_date="2031-05-05"), one(post_id="A", start_date="2031-05-05")])
    made = data(tmp_path, posts=moved.set_geometry([Point(0, 0), Point(1, 1)], crs=4326))
    assert [post["post_id"] for post in rows(made, "posts")] == ["A", "A"]
