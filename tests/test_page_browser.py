"""The page in a real browser, without a network."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import folium
import pandas as pd
import pytest
import shapely
from page_sample import DAYS, START, sample
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
    """Opens a map; gives the page, what it asked for and what it complained of. The browser can lack a thing."""
    contexts = []

    def open_map(made: folium.Map, fragment: str = "", *, without: str | None = None, **options: object) -> Opened:
        path = tmp_path / "index.html"
        made.save(path)
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(8000)
        requests: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
        if without:
            page.add_init_script(f"delete window.{without}")
        page.goto(path.as_uri() + fragment)
        if not without:
            # the data is unpacked after the page has loaded
            page.evaluate("sitmap.ready.then(() => null)")
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


def test_keys_that_scroll_the_page_leave_the_day_alone(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-05")
    for key in ("ArrowUp", "ArrowDown", "PageUp", "PageDown"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowRight")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")


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


def test_a_page_of_one_day_opens_on_it_and_has_nothing_to_play(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample().at(START)))
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-01")
    expect(page.locator("#kicker")).to_have_text("History, not live · 1 February 2020")
    for control in ("#date-slider", "#play", "#earlier"):
        expect(page.locator(control)).to_be_hidden()
    assert sides(page) == ["north", "south"]
    expect(page.locator(".post")).to_have_attribute("data-state", "open")
    expect(page.locator("#sentence")).to_contain_text("1 event reported on the day.")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-01")
    assert complaints == []


def test_a_page_of_one_later_day_tells_intervals_by_their_real_days(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample().at(START + timedelta(days=3))))
    expect(page.locator("#sentence")).to_contain_text("No event is recorded on this day.")
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup")).to_contain_text("1 February 2020")
    # the map stands still again before it is clicked
    page.locator(".leaflet-popup-close-button").click()
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    page.wait_for_timeout(500)
    page.locator("path.zone[data-side=south]").click(position={"x": 120, "y": 30})
    expect(page.locator(".leaflet-popup h3 + p")).to_have_text("1 February 2020 to 5 February 2020")


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


@pytest.mark.parametrize(("precision", "told"), [(2, "the day is not exact"), (3, "only roughly dated")])
def test_an_inexact_day_of_an_event_is_called_so(opened: Open, precision: int, told: str) -> None:
    layers = sample()
    layers["events"]["time_precision"] = precision
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-01")
    page.locator(".event").click()
    expect(page.locator(".leaflet-popup .event-text header p")).to_have_text(f"1 February 2020, {told}")


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


def test_a_zone_tells_what_was_reported_of_it_later(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03")
    page.locator("path.zone[data-side=south]").click(position={"x": 120, "y": 30})
    reports = page.locator(".leaflet-popup .reports > li")
    expect(reports.first).to_contain_text("reported 3 days later; until then South Tell")
    expect(reports.last).to_contain_text("2 days old")


@pytest.mark.parametrize(
    ("side", "told"),
    [("unknown", "No report lies within reach of it."), ("contested", "Reports disagree about who holds it.")],
)
def test_ground_that_is_nobodys_says_why_and_has_no_grade(opened: Open, side: str, told: str) -> None:
    layers = sample()
    layers["zones"].loc[2, ["side", "evidence"]] = [side, None]
    page, _, _ = opened(SituationMap(layers))
    page.locator(f"path.zone[data-side={side}]").click(position={"x": 120, "y": 30})
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text(told)
    expect(popup).not_to_contain_text("throughout")
    expect(popup).not_to_contain_text("Probability")


def test_the_confidence_of_a_zone_is_called_a_probability(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("path.zone[data-side=north]").click(position={"x": 120, "y": 30})
    expect(page.locator(".leaflet-popup")).to_contain_text("Probability that it is so80 %")
    expect(page.locator("#key")).to_contain_text("Stronger colour: more probably this side's")


def test_a_post_tells_the_probability_and_the_width_of_the_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    popup = page.locator(".leaflet-popup")
    page.locator(".post").click()
    expect(popup).to_contain_text("Probability of being cut off58 %")
    page.keyboard.press("Escape")
    page.locator("#date-slider").fill("1")
    page.locator(".post").click()
    expect(popup).to_contain_text("cut off2 %")
    expect(popup).to_contain_text("8 km")


def test_an_uncertain_verdict_does_not_read_like_a_certain_one(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    state, sentence = page.locator("#posts-table td.state"), page.locator("#sentence strong")
    expect(state).to_have_text(re.compile(r"encircled · 58 %$"))
    expect(sentence).to_contain_text("1 of 1 post encircled; 1 of them uncertain.")
    page.locator("#date-slider").fill("9")
    expect(state).to_have_text(re.compile(r"encircled$"))
    expect(sentence).to_contain_text("1 of 1 post encircled.")
    page.locator("#date-slider").fill("4")
    expect(state).to_have_text(re.compile(r"open\s*5 % no way$"))


def test_the_page_says_how_the_zones_are_made_and_how_wrong_they_are(opened: Open) -> None:
    layers = sample()
    about = page_about(opened(SituationMap(layers))[0])
    assert "Every area is Tell's. Judged by the others alone, 2 reported places come out wrong on 10.0 %" in about
    layers.errors = {"leave_one_place_out": None, "places": 1}
    about = page_about(opened(SituationMap(layers))[0])
    assert "Every area is Tell's. How often this is wrong cannot be measured" in about


def page_about(page: Page) -> str:
    return page.locator("#about-body").inner_text()


def test_outlines_that_are_no_areas_are_left_out(opened: Open) -> None:
    layers = sample()
    country = layers.dossier.context.iloc[[0]]
    beside = country.assign(geometry=[shapely.box(37.15, 34, 38, 37)])
    others = [shapely.Point(36, 35), shapely.LineString([(36, 35), (37, 36)]), shapely.Polygon()]
    odd = [country.assign(geometry=[geometry]) for geometry in others]
    layers.dossier.context = pd.concat([country, beside, *odd], ignore_index=True)
    page, _, complaints = opened(SituationMap(layers))
    expect(page.locator("path.land")).to_have_count(2)
    assert complaints == []


def test_the_bundled_dossier_opens_on_the_day_that_was_asked_for(opened: Open, layers: Layers) -> None:
    page, _, complaints = opened(SituationMap(layers.at("2020-02-06")))
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")
    expect(page.locator("#play")).to_be_hidden()
    expect(page.locator("#posts-table tr[data-post=OP08]")).to_have_attribute("data-state", "encircled")
    assert complaints == []


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


def test_before_the_first_event_the_page_says_that_none_are_listed_and_not_that_none_happened(
    opened: Open, layers: Layers
) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2019-08-23")
    expect(page.locator("#sentence")).to_contain_text("The dossier lists events from 1 February 2020 on only.")


def test_a_place_tells_its_sources_and_who_held_it(opened: Open, layers: Layers) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2020-03-06")
    number = list(layers["places"]["place_id"]).index("C3916")
    told = page.evaluate("(number) => sitmap.page.popups.place(sitmap.page.store.places[number]).innerText", number)
    assert "OCHA" in told
    assert "R384" in told
    assert "TASS" in told


def test_a_post_chosen_in_the_list_has_its_popup_inside_of_the_map(opened: Open, layers: Layers) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-06")
    for name in ("Surman", "Zaytouna", "Surman"):
        page.get_by_role("button", name=name).and_(page.locator("#posts-table button")).click()
        expect(page.locator(".leaflet-popup h3")).to_contain_text(name)
        page.wait_for_timeout(700)
        popup, frame = (page.locator(which).bounding_box() for which in (".leaflet-popup", ".leaflet-container"))
        assert popup is not None
        assert frame is not None
        assert popup["y"] >= frame["y"]
        assert popup["x"] >= frame["x"]
