"""The page in a real browser, without a network."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import folium
import pytest
from page_sample import DAYS, sample
from playwright.sync_api import Browser, Page, expect, sync_playwright

from layers import Layers
from maps import SituationMap

pytestmark = pytest.mark.browser

CHROMIUM = Path("/usr/bin/chromium")
HOSTILE = (
    "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>`${window.ran=1}`{{7*7}}{% raise %}"
    "\"'\\<!--<svg onload=window.ran=1>\u202e\u0000\ud800&lt;b&gt;\u2028😀"
)

Opened = tuple[Page, list[str], list[str]]
Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: the page was not tested in a browser (apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a map; gives the page, what it asked for, and what it complained of."""
    contexts = []

    def open_map(made: folium.Map, fragment: str = "", **options: object) -> Opened:
        path = tmp_path / "index.html"
        made.save(path)
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        page.goto(path.as_uri() + fragment)
        return page, requests, complaints

    yield open_map
    for context in contexts:
        context.close()


def sides(page: Page) -> list[str]:
    return sorted(page.eval_on_selector_all("path.zone[data-side]", "paths => paths.map(path => path.dataset.side)"))


def test_the_page_asks_for_nothing_and_complains_of_nothing(opened: Open) -> None:
    page, requests, complaints = opened(SituationMap(sample()))
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert [url.split("/")[-1] for url in requests] == ["index.html"]
    assert complaints == []


def test_a_click_on_a_post_tells_its_state_and_sources(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator(".post").click()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("encircled")
    expect(popup.locator("a[href='https://example.org/report']").first).to_have_attribute("rel", "noopener noreferrer")


def test_a_click_on_a_zone_lists_the_deciding_reports_nearest_first(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("path.zone[data-side=contested]").click(position={"x": 120, "y": 30})
    reports = page.locator(".leaflet-popup .reports > li")
    expect(reports).to_have_count(2)
    expect(reports.first).to_contain_text("R002")


def test_the_page_opens_on_the_last_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-10")


def test_the_slider_moves_zones_posts_and_words(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    assert sides(page) == ["contested", "north"]
    page.locator("#date-slider").fill("0")
    assert sides(page) == ["north", "south"]
    expect(page.locator(".post")).to_have_attribute("data-state", "open")
    expect(page.locator("#sentence")).to_contain_text("1 February 2020: None of 1 post encircled")
    expect(page.locator("#events-table tbody tr")).to_have_count(1)


def test_the_address_sets_the_day_and_follows_it(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-03")
    page.locator("#later").click()
    page.wait_for_url("**#date=2020-02-04")


def test_arrow_keys_step_by_a_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-09")
    page.locator("#date-slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-08")


def test_play_runs_to_the_end_and_stops(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-08")
    page.locator("#play").click()
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-10")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")


def test_the_jump_buttons_go_to_changes_of_state(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#earlier-change").click()
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")


def test_choosing_a_post_in_the_list_shows_it_on_the_map(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#posts-table button").click()
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Tell")


def test_hostile_text_runs_nothing_and_breaks_nothing(opened: Open) -> None:
    page, requests, complaints = opened(SituationMap(sample(text=HOSTILE, url="javascript:window.ran=1")))
    for symbol in (".post", ".event", "path.place", "path.road"):
        page.locator(symbol).first.dispatch_event("click")
        expect(page.locator(".leaflet-popup")).to_contain_text("</script>")
        page.keyboard.press("Escape")
    assert page.evaluate("window.ran") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("#page img").count() == 0
    assert len(requests) == 1
    assert complaints == []
    page.locator("#date-slider").fill("0")
    assert sides(page) == ["north", "south"]


def test_odd_ids_of_sides_are_ids_and_no_more(opened: Open) -> None:
    layers = sample()
    layers.dossier.sides[1].id = "__proto__"
    layers["zones"].loc[1, "side"] = "__proto__"
    layers["zones"].loc[2, "side"] = "constructor"
    page, _, complaints = opened(SituationMap(layers), "#date=2020-02-01")
    assert sides(page) == ["__proto__", "north"]
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


def test_the_bundled_dossier_tells_since_when_surman_is_cut_off(opened: Open, layers: Layers) -> None:
    page, requests, complaints = opened(SituationMap(layers), "#date=2020-01-10")
    page.get_by_role("button", name="Surman").and_(page.locator("#posts-table button")).click()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("encircled")
    expect(popup).to_contain_text("23 December 2019")
    for date in ("2019-04-30", "2020-02-06", "2020-03-06"):
        page.evaluate("date => { location.hash = `date=${date}` }", date)
        expect(page.locator("#current-date")).to_have_attribute("datetime", date)
        assert "government" in sides(page)
    assert len(requests) == 1
    assert complaints == []
