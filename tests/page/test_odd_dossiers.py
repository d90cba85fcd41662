"""Dossiers of other shapes: odd sides and colours, nothing of a kind, one of a kind, elsewhere on the globe."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from page_browser import Open, sides
from page_sample import Sample, sample
from playwright.sync_api import expect
from tiny_dossier import TINY, write

from layers import Dossier, build
from layers.dossier.settings.sides import Side
from maps import SituationMap

pytestmark = pytest.mark.browser

Spans = list[tuple[float, float]]
NEUTRAL = "rgb(138, 143, 152)"


def side(name: str, colour: Any = "#123456") -> Side:  # noqa: ANN401 - whatever a dossier has
    return Side(name, f"Side {name}", None, colour, ())


@pytest.mark.parametrize("name", ["__proto__", "constructor", "toString", "hasOwnProperty", "contested", "unknown", ""])
def test_odd_ids_of_sides_are_ids_and_no_more(opened: Open, name: str) -> None:
    layers = sample()
    layers.dossier.sides = (layers.dossier.sides[0], side(name))
    layers["zones"].loc[1, "side"] = name
    for layer, column in (("posts", "side"), ("contact", "side_b"), ("roads", "side")):
        layers[layer][column] = name
    layers.dossier.control["from_side"] = name
    page, _, complaints = opened(SituationMap(layers), "#date=2020-02-01")
    assert sides(page) == sorted([name, "north"])
    page.locator(".post").dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_contain_text(f"Side {name}")
    expect(page.locator("#key")).to_contain_text("Tell")
    assert complaints == []


def test_what_is_no_colour_is_drawn_in_a_neutral_one(opened: Open) -> None:
    bad = [None, float("nan"), "", "red", "#12345", "#gggggg", "url(x)", "#123456;}", 7, "#ABCDEF"]
    layers = strips([side(f"s{number}", colour) for number, colour in enumerate(bad)])
    page, requests, complaints = opened(SituationMap(layers))
    filled = page.eval_on_selector_all("path.zone", "paths => paths.map(path => getComputedStyle(path).fill)")
    assert sorted(filled) == sorted([NEUTRAL] * 9 + ["rgb(171, 205, 239)"])
    assert len(requests) == 1
    assert complaints == []


def test_twelve_sides_have_their_colours_and_their_names_in_the_key(opened: Open) -> None:
    made = [side(f"s{number:02}", f"#{20 * number:02x}80{255 - 20 * number:02x}") for number in range(12)]
    page, _, complaints = opened(SituationMap(strips(made)), viewport={"width": 390, "height": 844})
    assert sides(page) == [one.id for one in made]
    page.locator("#key summary").click()
    for one in made:
        name = page.locator("#key").get_by_text(one.name)
        name.scroll_into_view_if_needed()
        expect(name).to_be_in_viewport()
    assert complaints == []


def strips(of: list[Side]) -> Sample:
    """A sample whose ground is held by many sides, each a strip of it."""
    layers = sample()
    wide = 1 / len(of)
    ground = [shapely.box(36 + wide * number, 35, 36 + wide * (number + 1), 36) for number in range(len(of))]
    zones = pd.concat([layers["zones"].iloc[[0]]] * len(of), ignore_index=True)
    zones = zones.assign(zone_id=[f"Z{number}" for number in range(len(of))], side=[one.id for one in of])
    layers["zones"] = gpd.GeoDataFrame(zones, geometry=ground, crs=4326)
    layers.dossier.sides = tuple(of)
    return layers


@pytest.mark.parametrize("lacking", ["posts", "events", "roads", "places", "contact", "corridors"])
def test_a_dossier_that_lacks_a_kind_has_a_page(opened: Open, lacking: str) -> None:
    layers = sample()
    gone = {"posts": ("posts", "verdicts", "corridors")}.get(lacking, (lacking,))
    for name in gone:
        layers[name] = layers[name].iloc[:0]
    if lacking == "posts":
        layers.daily = layers.daily.iloc[:0]
    page, _, complaints = opened(SituationMap(layers))
    page.locator("#date-slider").fill("0")
    page.locator("#later-change").click()
    assert sides(page)
    assert complaints == []


HEAD = """\
title = "Elsewhere"
area = "area.geojson"
start = 2020-01-01
end = 2020-01-11

[[sides]]
id = "north"
name = "North"
colour = "#0072B2"

[[sides]]
id = "south"
name = "South"
colour = "#D55E00"

[[anchors]]
side = "north"
name = "Port"
where = "{lat},{west}"
"""
TABLES = {
    "places.csv": ("id,name_en,lat,lon,uncertainty_km", "A,West,{lat},{west},1", "B,East,{lat},{east},1"),
    "posts.csv": ("id,name,side,place", "P1,Post,north,B"),
    "control.csv": ("id,date,place,side,from_side", "R1,2020-01-02,A,north,", "R2,2020-01-08,B,south,north"),
    "events.csv": ("id,start_date,place,event_type,summary", "E1,2020-01-08,B,battle,x"),
    "sources.csv": ("key,url,publisher",),
}


def elsewhere(folder: Path, lat: float, west: float, east: float, area: Spans) -> Dossier:
    at = {"lat": str(lat), "west": str(west), "east": str(east)}
    (folder / "dossier.toml").write_text(HEAD.format(**at), encoding="utf-8")
    for file, lines in TABLES.items():
        (folder / file).write_text("\n".join(lines).format(**at) + "\n", encoding="utf-8")
    boxes = [shapely.box(left, lat - 0.5, right, lat + 0.5) for left, right in area]
    features = [{"type": "Feature", "properties": {}, "geometry": box.__geo_interface__} for box in boxes]
    (folder / "area.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return Dossier.open(folder)


@pytest.mark.parametrize(
    "where",
    [
        (-34.0, 150.7, 151.3, [(150.5, 151.5)]),
        (-17.5, 179.6, -179.6, [(179.3, 180), (-180, -179.3)]),
        (69.0, -0.3, 0.3, [(-0.5, 0.5)]),
    ],
    ids=["in the south", "across the antimeridian", "across the meridian"],
)
def test_a_dossier_from_anywhere_on_the_globe_is_whole_on_its_map(
    opened: Open, tmp_path: Path, where: tuple[float, float, float, Spans]
) -> None:
    layers = build(elsewhere(tmp_path, *where), as_of=date(2021, 1, 1))
    page, _, complaints = opened(SituationMap(layers), viewport={"width": 1440, "height": 900})
    page.locator("#key summary").click()
    assert {"north", "south"} <= set(sides(page))
    for sign in (".post", ".event"):
        expect(page.locator(sign)).to_be_in_viewport()
    for number in range(2):
        expect(page.locator("path.place").nth(number)).to_be_in_viewport()
    expect(page.locator("#sentence")).to_contain_text("1 post")
    assert complaints == []


def test_a_post_that_moves_is_drawn_where_it_stands_on_the_day(opened: Open, tmp_path: Path) -> None:
    moves = "A1,Post One,,north,,35.5,36.5,2,,2020-01-05,S1\nA1,Post One,,north,,36.2,36.9,0.5,2020-01-08,,S1"
    posts = TINY["posts.csv"].replace("A1,Post One,,north,,35.5,36.5,2,,,S1", moves)
    layers = build(Dossier.open(write(tmp_path / "tiny", TINY | {"posts.csv": posts})), as_of="2021-01-01")
    page, _, complaints = opened(SituationMap(layers), "#date=2020-01-03")
    post = page.locator(".post[data-post=A1]")
    south = post.bounding_box()
    page.evaluate("location.hash = '#date=2020-01-12'")
    expect(page.locator("#posts-table tr[data-post=A1]")).to_have_count(1)
    page.wait_for_function(
        "y => document.querySelector('.post[data-post=A1]').getBoundingClientRect().y < y", arg=south["y"]
    )
    page.evaluate("location.hash = '#date=2020-01-06'")
    expect(post).to_have_count(0)
    assert complaints == []
