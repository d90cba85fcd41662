"""The page for everyone: what axe-core finds by WCAG 2.1 A and AA, keyboard, focus, names, motion, direction."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from page_browser import Open
from page_sample import sample
from playwright.sync_api import Page, expect

from maps import SituationMap

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "js" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    # advice only: the popups on the map stand before the panel, whose headings are above theirs
    "rules": {"heading-order": {"enabled": False}},
}


@cache
def axe() -> str:
    if not AXE.exists():
        missing = "axe-core is missing: nobody judged whether everyone can use the page (make test-js installs it)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return AXE.read_text(encoding="utf-8")


def popup_in_view(page: Page) -> None:
    """Wait until the map has moved its popup into view: before that its close button is a link outside of the map."""
    expect(page.locator(".leaflet-popup")).to_be_visible()
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    inside = """() => {
      const [button, map] = [".leaflet-popup-close-button", ".leaflet-container"]
        .map((part) => document.querySelector(part).getBoundingClientRect());
      const across = button.left >= map.left && button.right <= map.right;
      return across && button.top >= map.top && button.bottom <= map.bottom;
    }"""
    page.wait_for_function(inside)


def violations(page: Page) -> list[str]:
    """What axe-core finds, in words; the page's own policy holds meanwhile."""
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, rules).then(found => found.violations)", RULES
    )
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


STATES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "phone, dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "high contrast": {"forced_colors": "active"},
    "Arabic": {"fragment": "#lang=ar"},
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(opened: Open, state: str) -> None:
    page, _, complaints = opened(SituationMap(sample()), **STATES[state])
    page.locator("#key").evaluate("key => { key.open = true }")
    page.locator("#undated summary").click()
    for opens in ("day", "reports"):
        page.evaluate("id => { document.getElementById(id).open = true }", opens)
    expect(page.locator("#reports-list li").first).to_be_visible()
    assert violations(page) == []
    page.locator(".post").dispatch_event("click")
    popup_in_view(page)
    assert violations(page) == []
    assert complaints == []


@pytest.mark.parametrize("sign", ["path.place", "path.road", "path.zone", ".event"])
def test_axe_finds_nothing_in_a_popup(opened: Open, sign: str) -> None:
    page, _, complaints = opened(SituationMap(sample()), color_scheme="dark")
    page.locator(sign).first.dispatch_event("click")
    popup_in_view(page)
    assert violations(page) == []
    assert complaints == []


def test_contrast_is_judged_and_not_left_open(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.evaluate(axe())
    judged = page.evaluate(
        "axe.run(document, { runOnly: ['color-contrast'] }).then(found => found.passes[0].nodes.length)"
    )
    assert judged > 40


# what is focused, whether that is to be seen, and whether anything lies over it
FOCUSED = """() => {
  const at = document.activeElement;
  const { left, right, top, bottom } = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  const seen = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const name = at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent || at.title;
  return {
    key: at.id || at.dataset.post || `${at.tagName} ${name.trim().slice(0, 40)}`,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen,
    name: name.trim(),
  };
}"""
FOCUSABLE = "a[href], button, input, summary, [tabindex='0']"


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_the_tab_key_reaches_all_that_can_be_used_and_shows_where_it_is(opened: Open, viewport: dict[str, int]) -> None:
    page, _, _ = opened(SituationMap(sample()), viewport=viewport)
    page.locator("#key").evaluate("key => { key.open = true }")
    reached = []
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.append(page.evaluate(FOCUSED))
    assert [at["key"] for at in reached if not at["outlined"]] == []
    assert [at["key"] for at in reached if not at["seen"]] == []
    assert [at["key"] for at in reached if not at["name"]] == []
    visible = page.locator(FOCUSABLE).filter(visible=True).count()
    assert len(reached) >= visible


def test_a_post_is_opened_read_and_left_by_keyboard(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator(".post").focus()
    page.keyboard.press("Enter")
    popup = page.get_by_role("dialog")
    expect(popup).to_be_focused()
    expect(popup).to_have_accessible_name("Tell Tell")
    page.keyboard.press("Tab")
    assert popup.evaluate("popup => popup.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(page.locator(".post")).to_be_focused()


def test_a_post_of_the_list_is_opened_and_left_by_keyboard(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#posts-table button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#posts-table button")).to_be_focused()


def test_the_first_key_skips_the_map(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#posts-heading")).to_be_focused()


def test_layers_and_details_are_switched_by_keyboard(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.get_by_role("checkbox", name="Posts").focus()
    page.keyboard.press("Space")
    expect(page.locator(".post")).to_have_count(0)
    page.locator("#key summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name="Posts")).to_be_hidden()


def test_the_slider_tells_its_day_in_words(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    slider = page.get_by_role("slider", name="Day shown")
    expect(slider).to_have_attribute("aria-valuetext", "10 February 2020")
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "9 February 2020")
    expect(page.locator("#sentence")).to_have_attribute("aria-live", "polite")


def test_who_wants_no_motion_sees_none(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#posts-table button").click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("parts.map.options.zoomAnimation || parts.map.options.fadeAnimation") is False


def test_the_page_says_its_language_and_direction_and_those_of_what_is_in_others(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    directions = page.eval_on_selector_all("[lang=ar]", "all => all.map(one => getComputedStyle(one).direction)")
    assert set(directions) == {"rtl"}


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, {"width": 640, "height": 512}])
def test_a_page_at_four_times_its_size_or_half_of_that_scrolls_one_way_only(
    opened: Open, viewport: dict[str, int]
) -> None:
    page, _, _ = opened(SituationMap(sample()), viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    expect(page.locator("#date-slider")).to_be_in_viewport()
