"""The page in a real browser, without a network: how it opens, what is on it, and layers that are added."""

import re
from datetime import timedelta
from pathlib import Path

import folium
import pandas as pd
import pytest
import shapely
from page_browser import Open
from page_sample import DAYS, START, sample
from playwright.sync_api import expect

from maps import SituationMap

pytestmark = pytest.mark.browser


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened: Open) -> None:
    page, requests, complaints = opened(SituationMap(sample()))
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert [url.split("/")[-1] for url in requests] == ["index.html"]
    assert complaints == []


def test_a_browser_that_cannot_unpack_the_data_is_told_so(opened: Open) -> None:
    made = SituationMap(sample())
    folium.Marker([35.5, 36.5]).add_to(made)
    page, requests, complaints = opened(made, without="DecompressionStream")
    said = page.get_by_role("alert")
    expect(said).to_be_in_viewport()
    expect(said).to_contain_text("the browser is too old")
    expect(page.locator("img.leaflet-marker-icon")).to_be_visible()
    assert len(requests) == 1
    assert any("DecompressionStream" in complaint for complaint in complaints)


def test_a_browser_that_can_unpack_the_data_says_nothing_of_it(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    expect(page.locator("#unreadable")).to_be_hidden()


def test_data_that_is_damaged_is_called_so(opened: Open, tmp_path: Path) -> None:
    page, _, _ = opened(SituationMap(sample()))
    path = tmp_path / "index.html"
    html = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'(id="sitmap-data">.{400}).{40}', r"\1", html), encoding="utf-8")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("the file is damaged")


def test_a_script_of_the_author_finds_the_map_by_its_name(opened: Open) -> None:
    made = SituationMap(sample())
    name = made.get_name()
    script = f"<script>addEventListener('DOMContentLoaded', () => {{ window.zoom = {name}.getZoom(); }})</script>"
    made.get_root().html.add_child(folium.Element(script))
    page, _, complaints = opened(made)
    assert page.evaluate("window.zoom") > 0
    assert complaints == []


def test_layers_of_folium_join_the_map_and_its_key(opened: Open) -> None:
    made = SituationMap(sample())
    folium.Marker([35.5, 36.5], popup=folium.Popup("mine", show=True)).add_to(made)
    group = folium.FeatureGroup("Own <b>layer</b>").add_to(made)
    folium.GeoJson({"type": "Point", "coordinates": [36.6, 35.6]}).add_to(group)
    folium.Circle([35.4, 36.4], radius=5000).add_to(group)
    page, requests, complaints = opened(made)
    expect(page.locator(".leaflet-popup")).to_contain_text("mine")
    pins = page.locator("img.leaflet-marker-icon")
    expect(pins).to_have_count(2)
    assert pins.first.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Own <b>layer</b>").uncheck()
    expect(pins).to_have_count(1)
    assert len(requests) == 1
    assert complaints == []


def test_layers_can_be_switched_off_and_on(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    box = page.get_by_role("checkbox", name="Posts")
    box.uncheck()
    expect(page.locator(".post")).to_have_count(0)
    page.locator("#earlier").click()
    box.check()
    expect(page.locator(".post[data-state=encircled] svg")).to_be_visible()


def test_a_phone_shows_it_all_without_scrolling_sideways(opened: Open) -> None:
    long = "A very long name " * 6 + "x" * 80
    page, _, _ = opened(SituationMap(sample(text=long)), viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#date-slider")).to_be_in_viewport()
    page.locator("#key summary").click()
    expect(page.get_by_label("Who holds the ground")).to_be_visible()


def test_everything_that_can_be_used_has_a_name(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    nameless = page.eval_on_selector_all(
        "button, a[href], input, .post, .event",
        "all => all.filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length)).length",
    )
    assert nameless == 0
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_dossier_without_events_roads_and_posts_has_a_page(opened: Open) -> None:
    layers = sample()
    for name in ("events", "roads", "corridors", "posts", "verdicts", "places", "contact"):
        layers[name] = layers[name].iloc[:0]
    layers.daily = layers.daily.iloc[:0]
    page, _, complaints = opened(SituationMap(layers))
    expect(page.locator("#sentence")).to_contain_text("No post stands on this day")
    assert complaints == []
    assert page.locator("#date-slider").get_attribute("max") == str(DAYS - 1)


def test_outlines_that_are_no_areas_are_left_out(opened: Open) -> None:
    layers = sample()
    before = opened(SituationMap(layers))[0].locator("path.land").count()
    country = layers.dossier.context.iloc[[0]]
    beside = country.assign(geometry=[shapely.box(37.15, 34, 38, 37)])
    others = [shapely.Point(36, 35), shapely.LineString([(36, 35), (37, 36)]), shapely.Polygon()]
    odd = [country.assign(geometry=[geometry]) for geometry in others]
    layers.dossier.context = pd.concat([country, beside, *odd], ignore_index=True)
    page, _, complaints = opened(SituationMap(layers))
    expect(page.locator("path.land")).to_have_count(before + 1)
    assert complaints == []


def test_a_dossier_without_outlines_shows_land_sea_borders_and_towns(opened: Open) -> None:
    layers = sample()
    layers.dossier.context = layers.dossier.context.iloc[:0]
    page, _, complaints = opened(SituationMap(layers))
    expect(page.locator("path.sea")).to_have_count(1)
    assert page.locator("path.land").count() >= 2
    expect(page.locator("path.border.country")).not_to_have_count(0)
    expect(page.locator(".label.country").first).to_contain_text("Syria")
    towns = page.locator(".label.of-town").count()
    assert towns > 3
    assert page.locator("path.town").count() == towns
    page.locator("#language").click()
    expect(page.locator(".label.country").first).to_contain_text("سوريا")
    assert complaints == []


def test_a_fight_for_a_city_opens_with_the_city_and_an_inset_of_the_area(opened: Open) -> None:
    layers = sample()
    layers["posts"] = layers["posts"].assign(geometry=[shapely.Point(36.3, 35.5)])
    layers.dossier.control = layers.dossier.control.set_geometry(
        [shapely.Point(36.28, 35.5), shapely.Point(36.33, 35.45)]
    )
    page, _, complaints = opened(SituationMap(layers), viewport={"width": 1440, "height": 900})
    west, east = page.evaluate("[parts.map.getBounds().getWest(), parts.map.getBounds().getEast()]")
    assert 36 < west < east < 37
    frame = page.locator(".inset path.frame").bounding_box()
    inset = page.locator(".inset").bounding_box()
    assert frame
    assert inset
    assert inset["x"] < frame["x"] < frame["x"] + frame["width"] < inset["x"] + inset["width"]
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function("parts.map.getBounds().getWest() > " + str(west))
    assert page.locator(".inset path.frame").bounding_box()["width"] < frame["width"]
    assert complaints == []


def test_a_page_opens_on_the_day_of_the_dossier_and_without_an_inset_where_reports_fill_the_area(opened: Open) -> None:
    layers = sample()
    layers.dossier.settings.opens_on = START + timedelta(days=3)
    page, _, _ = opened(SituationMap(layers))
    expect(page.locator("#date-slider")).to_have_value("3")
    expect(page.locator(".inset")).to_have_count(0)
