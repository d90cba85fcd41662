"""The page of GeoDataFrames in a browser: everything of them is there, and nothing that only a dossier has."""

import json
from pathlib import Path

import pytest
from page_browser import Open, sides
from page_frames import HOSTILE, frames
from playwright.sync_api import expect

from maps import SituationMap

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_a_page_of_frames_shows_zones_posts_without_a_state_and_events(opened: Open, width: int) -> None:
    made = SituationMap.from_frames(**frames(), title="Ama")
    page, requests, complaints = opened(made, "#date=2031-05-09", viewport={"width": width, "height": 844})
    assert sides(page) == sorted(["Coast League", "unknown", "جيش الشمال"])
    expect(page.locator(".post[data-state=none]")).to_have_count(2)
    expect(page.locator("#sentence")).to_contain_text("9 May 2031: 3 posts.")
    expect(page.locator("#posts-table thead")).to_have_text("PostSince")
    expect(page.locator("#about-body")).to_contain_text("Nothing of it was checked or assessed")
    for word in ("encircled", "Corridor", "rests on 0", "null", "undefined", "NaN"):
        expect(page.locator("#page")).not_to_contain_text(word)
    page.locator(".post[data-post='1']").dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_contain_text(f"commander{HOSTILE}")
    page.locator("path.zone[data-side='Coast League']").dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_contain_text("12,108 km²")
    expect(page.locator(".leaflet-popup")).not_to_contain_text("report")
    page.evaluate("location.hash = '#date=2031-05-15&compare=2031-05-02'")
    expect(page.locator("#changes")).to_contain_text("Coast League12,108 km²0 km²\u221212,108")
    expect(page.locator("#side-ground-table")).to_contain_text("Coast League0 km²")
    expect(page).to_have_title("Ama")
    assert (len(requests), complaints) == (1, [])


def test_addresses_in_other_columns_are_links_and_all_columns_are_in_the_geojson_of_a_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap.from_frames(**frames()), "#date=2031-04-30")
    page.locator("path.zone[data-side='جيش الشمال']").dispatch_event("click")
    expect(page.locator(".leaflet-popup a[href='https://example.org/a?b=1&c=2']")).to_have_count(1)
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.locator("#save-geojson").click()
    found = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["features"]
    assert [feature["properties"].get("people") for feature in found if feature["properties"]["layer"] == "zones"] == [
        "1200"
    ]


@pytest.mark.parametrize(("name", "lacking"), [("events", "posts"), ("posts", "events"), ("zones", "posts")])
def test_what_a_page_has_nothing_of_is_not_there(opened: Open, name: str, lacking: str) -> None:
    page, _, complaints = opened(SituationMap.from_frames(**{name: frames()[name]}))
    expect(page.locator(f"#{lacking}-heading")).to_be_hidden()
    expect(page.locator("#key-body").get_by_label("Roads")).to_have_count(0)
    page.locator("#earlier").dispatch_event("click")
    assert complaints == []


def test_ten_years_later_the_page_is_the_same(opened: Open) -> None:
    made = SituationMap.from_frames(**frames())
    page, _, _ = opened(made)
    now = page.locator("#page").inner_text()
    page.clock.install(time="2041-12-01")
    page.reload()
    page.evaluate("sitmap.ready.then(() => null)")
    assert page.evaluate("new Date().getFullYear()") == 2041
    assert page.locator("#page").inner_text() == now
