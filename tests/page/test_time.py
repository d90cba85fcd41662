"""The day shown on the page: what moves it, and what follows it."""

from datetime import timedelta

import pytest
from page_browser import Open, sides
from page_sample import START, sample
from playwright.sync_api import expect

from maps import SituationMap

pytestmark = pytest.mark.browser


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


def test_the_day_is_typed_picked_and_found_by_its_iso_date(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    now = page.locator("#current-date")
    page.locator("#day summary").focus()
    page.keyboard.press("Enter")
    page.locator("#date-input").fill("2020-02-03")
    expect(now).to_have_attribute("datetime", "2020-02-03")
    # the year is half typed: the field keeps what stands in it
    page.evaluate("""() => {
        const input = document.getElementById("date-input");
        input.value = "0002-02-04";
        input.dispatchEvent(new Event("change"));
    }""")
    expect(now).to_have_attribute("datetime", "2020-02-03")
    expect(page.locator("#date-input")).to_have_value("0002-02-04")
    page.keyboard.press("Escape")
    expect(page.locator("#date-input")).to_be_hidden()
    page.fill("#search-box", "2020-02-07")
    expect(page.locator("#found li").first).to_contain_text("7 February 2020")
    page.keyboard.press("Enter")
    expect(now).to_have_attribute("datetime", "2020-02-07")
    page.fill("#search-box", "2021-02-07")
    expect(page.locator("#found li")).to_have_count(0)


@pytest.mark.parametrize(("language", "day"), [("en", "2020-02-02"), ("ar", "2020-02-09")])
def test_a_click_on_the_histogram_sets_the_day(opened: Open, language: str, day: str) -> None:
    page, _, _ = opened(SituationMap(sample(), language=language), "#date=2020-02-05")
    box = page.locator("#timeline").bounding_box()
    assert box
    page.locator("#timeline").click(position={"x": box["width"] * 0.15, "y": 5})
    expect(page.locator("#current-date")).to_have_attribute("datetime", day)


def test_a_part_of_the_period_is_played_at_a_speed(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-09")
    page.locator("#day summary").click()
    page.locator("#play-from").fill("2020-02-02")
    page.locator("#play-to").fill("2020-02-04")
    page.locator("#play-speed").select_option("4")
    page.evaluate("window.seen = [], parts.clock.onDay((day) => seen.push(day))")
    page.locator("#play").click()
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#play")).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("seen") == [1, 2, 3]


def test_without_a_post_that_changes_the_jump_buttons_go_to_changes_of_the_ground(opened: Open) -> None:
    layers = sample()
    layers["verdicts"] = layers["verdicts"].iloc[:0]
    page, _, _ = opened(SituationMap(layers))
    page.locator("#earlier-change").click()
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")
    expect(page.locator("#timeline .turn")).to_have_count(0)


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
    expect(page.locator(".leaflet-popup h3 + p")).to_have_text("held since 4 February 2020 or before")
