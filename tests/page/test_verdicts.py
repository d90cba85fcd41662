"""What the page tells of ground and posts, and how sure it says that it is."""

import re

import pytest
from page_browser import Open
from page_sample import sample
from playwright.sync_api import Page, expect

from maps import SituationMap

pytestmark = pytest.mark.browser


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


def test_choosing_a_post_in_the_list_shows_it_on_the_map(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#posts-table button").click()
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Tell")


def test_a_zone_tells_what_was_reported_of_it_later(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03")
    page.locator("path.zone[data-side=south]").click(position={"x": 120, "y": 30})
    reports = page.locator(".leaflet-popup .reports > li")
    expect(reports.first).to_contain_text("South Tell, until reported as Tell for 6 Feb 2020")
    expect(reports.first).to_contain_text("reported 3 days later")


@pytest.mark.parametrize(
    ("side", "said"),
    [("unknown", "No report lies within reach of it."), ("contested", "Reports disagree about who holds it.")],
)
def test_ground_that_is_nobodys_says_why_and_has_no_grade(opened: Open, side: str, said: str) -> None:
    layers = sample()
    layers["zones"].loc[2, ["side", "evidence"]] = [side, None]
    page, _, _ = opened(SituationMap(layers))
    page.locator(f"path.zone[data-side={side}]").click(position={"x": 120, "y": 30})
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text(said)
    expect(popup).not_to_contain_text("throughout")
    expect(popup).not_to_contain_text("Probability")


def test_the_confidence_of_a_zone_is_called_a_probability(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("path.zone[data-side=north]").click(position={"x": 120, "y": 30})
    expect(page.locator(".leaflet-popup")).to_contain_text("That it is solikely (80 %)")
    expect(page.locator("#key")).to_contain_text("Stronger colour: more probably this side's")


def test_a_post_tells_the_probability_and_the_width_of_the_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    popup = page.locator(".leaflet-popup")
    page.locator(".post").click()
    expect(popup).to_contain_text("That no way is leftlikely (58 %)")
    page.keyboard.press("Escape")
    page.locator("#date-slider").fill("1")
    page.locator(".post").click()
    expect(popup).to_contain_text("leftalmost no chance (2 %)")
    expect(popup).to_contain_text("8 km")


def test_an_uncertain_verdict_does_not_read_like_a_certain_one(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    state, sentence = page.locator("#posts-table td.state"), page.locator("#sentence strong")
    expect(state).to_have_text(re.compile(r"encircled \(uncertain\) · likely \(58 %\)$"))
    expect(sentence).to_contain_text("1 of 1 post encircled, 1 of these uncertain.")
    page.locator("#date-slider").fill("9")
    expect(state).to_have_text(re.compile(r"encircled$"))
    expect(sentence).to_contain_text("1 of 1 post encircled.")
    page.locator("#date-slider").fill("4")
    expect(state).to_have_text(re.compile(r"open\s*no way: very unlikely \(5 %\)$"))


def test_the_page_says_how_the_zones_are_made_and_how_wrong_they_are(opened: Open) -> None:
    layers = sample()
    about = page_about(opened(SituationMap(layers))[0])
    assert "Every area is Tell's." in about
    assert "Judged by the others alone, 2 reported places come out wrong on 10.0 %" in about
    layers.errors = dict.fromkeys(layers.errors) | {"places": 1}
    about = page_about(opened(SituationMap(layers))[0])
    assert "How often this is wrong cannot be measured" in about


def page_about(page: Page) -> str:
    return page.locator("#about-body").inner_text()
