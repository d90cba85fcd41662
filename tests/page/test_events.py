"""Events on the page: when, how exactly, from which sources."""

import pytest
import shapely
from page_browser import Open
from page_sample import sample
from playwright.sync_api import expect

from maps import SituationMap

pytestmark = pytest.mark.browser


def test_an_undated_event_is_listed_but_on_no_day(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-01")
    expect(page.locator(".event")).to_have_count(1)
    expect(page.locator("#sentence")).to_contain_text("1 event reported")
    expect(page.locator("#timeline .bar")).to_have_count(2)
    undated = page.locator("#undated")
    expect(undated.locator("summary")).to_have_text("Undated: on no day of the map (1)")
    undated.locator("summary").click()
    undated.get_by_role("button").click()
    expect(page.locator(".leaflet-popup .event-text header p")).to_have_text("undated")
    assert complaints == []


def test_an_event_far_from_the_area_can_be_flown_to(opened: Open) -> None:
    layers = sample()
    layers["events"].loc[1, "geometry"] = shapely.Point(49.89, 40.38)
    for viewport in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page, _, complaints = opened(SituationMap(layers), viewport=viewport)
        expect(page.locator(".event")).not_to_be_in_viewport()
        page.locator("#events-table").get_by_role("button", name="Tell").click()
        expect(page.locator(".event")).to_be_in_viewport()
        expect(page.locator(".leaflet-popup .event-text")).to_be_in_viewport()
        assert complaints == []


def test_an_event_of_a_layer_that_is_off_can_be_flown_to(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.get_by_role("checkbox", name="Events").uncheck()
    page.locator("#events-table").get_by_role("button", name="Tell").click()
    expect(page.locator(".leaflet-popup .event-text")).to_be_visible()


def test_an_event_says_how_exactly_its_day_is_known_only_where_it_is_judged(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-01")
    when = page.locator(".leaflet-popup .event-text header p")
    page.locator(".event").click()
    expect(when).to_have_text("1 February 2020, exact day")
    page.keyboard.press("Escape")
    page.locator("#date-slider").fill("9")
    page.locator(".event").click()
    expect(when).to_have_text("6 February 2020")


@pytest.mark.parametrize(("precision", "said"), [(2, "the day is not exact"), (3, "only roughly dated")])
def test_an_inexact_day_of_an_event_is_called_so(opened: Open, precision: int, said: str) -> None:
    layers = sample()
    layers["events"]["time_precision"] = precision
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-01")
    page.locator(".event").click()
    expect(page.locator(".leaflet-popup .event-text header p")).to_have_text(f"1 February 2020, {said}")


def test_each_source_of_an_event_has_its_own_links(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-01")
    sources = page.locator("#events-table .sources li")
    expect(sources).to_have_count(2)
    links = [source.locator("a").evaluate_all("links => links.map(link => link.href)") for source in sources.all()]
    report = "https://example.org/report"
    assert links == [[report], [f"{report}/2", f"{report}/2/archived"]]


def test_an_event_type_is_never_taken_for_a_text_of_the_interface(opened: Open) -> None:
    layers = sample()
    layers["events"]["event_type"] = ["posts", "unknown", "air_strike"]
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-07")
    expect(page.locator("#events-table strong")).to_have_text(["unknown", "posts"])
    expect(page.locator("#undated strong")).to_have_text("air strike")
