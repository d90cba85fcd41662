"""The page at every width, upright and across: nothing lies over a control, and no control is too small to use."""

import re
from collections.abc import Sequence

import pytest
from page_browser import Open
from page_faults import CONTROLS, FAULTS
from page_sample import sample
from playwright.sync_api import Page, expect

from maps import SituationMap

pytestmark = pytest.mark.browser
WIDTHS = range(320, 1601, 40)
# 1280 x 1024 at 200 and at 400 %
ZOOMED = [{"width": 640, "height": 512}, {"width": 320, "height": 256}]


def faults_at_all_widths(
    page: Page, height: int, controls: str = CONTROLS, widths: Sequence[int] = WIDTHS
) -> dict[int, list[str]]:
    found = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        found[width] = page.evaluate(FAULTS, controls)
    return {width: faults for width, faults in found.items() if faults}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("height", "widths"), [(844, WIDTHS), (390, WIDTHS), (512, [640]), (256, [320])])
def test_every_control_can_be_clicked_where_it_is_drawn(
    opened: Open, height: int, widths: Sequence[int], language: str
) -> None:
    page, _, _ = opened(SituationMap(sample(), language=language), "#compare=2020-02-02")
    assert faults_at_all_widths(page, height, widths=widths) == {}
    # an open menu lies over other controls
    for menu in ("save", "day"):
        page.evaluate("menu => { document.getElementById(menu).open = true; }", menu)
        assert faults_at_all_widths(page, height, f"#{menu} :is(button, input, select)", widths) == {}
        page.evaluate("menu => { document.getElementById(menu).open = false; }", menu)
    page.fill("#search-box", "tell")
    expect(page.locator("#found li").first).to_be_visible()
    assert faults_at_all_widths(page, height, "#found li", widths) == {}


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_name_in_a_table_never_breaks_inside_of_a_word(opened: Open, language: str) -> None:
    layers = sample()
    layers["posts"]["name"] = "Velykokostromka Volnovakha garrison"
    layers["places"]["name"] = "Nyzhnopokrovka-Velyka"
    page, _, _ = opened(SituationMap(layers, language=language), "#compare=2020-02-02")
    broken = {}
    for width in (320, 390, 800, 1001, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        broken[width] = page.evaluate(
            """() => {
              const lines = (node, word) => {
                const range = document.createRange();
                range.setStart(node, word.index);
                range.setEnd(node, word.index + word[0].length);
                return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
              };
              const nodes = [...document.querySelectorAll("tbody th[scope=row] bdi")]
                .filter((name) => name.checkVisibility()).map((name) => name.firstChild);
              const parts = nodes.flatMap((node) => [...node.data.matchAll(/[^\\s-]+/g)].map((word) => [node, word]));
              const sideways = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
              return parts.filter(([node, word]) => lines(node, word) > 1).map(([, word]) => word[0]).concat(sideways);
            }"""
        )
    assert not any(broken.values()), broken


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [320, 600, 900, 1010, 1280, 1600])
def test_a_popup_lies_beside_the_key_and_the_buttons(opened: Open, width: int, language: str) -> None:
    page, _, _ = opened(SituationMap(sample(), language=language), viewport={"width": width, "height": 800})
    page.locator("#posts-table button").first.click()
    popup = page.locator(".leaflet-popup-content-wrapper")
    expect(popup).to_be_visible()
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    overlapping = page.evaluate(
        """() => {
          const box = (element) => element.getBoundingClientRect();
          const popup = box(document.querySelector(".leaflet-popup-content-wrapper"));
          const stage = box(document.getElementById("stage"));
          const over = ({ left, right, top, bottom }) =>
            left < popup.right - 1 && right > popup.left + 1 && top < popup.bottom - 1 && bottom > popup.top + 1;
          const parts = [...document.querySelectorAll("#key, .leaflet-control-zoom, #tools > *")];
          const seen = parts.filter((part) => part.checkVisibility({ checkVisibilityCSS: true }) && over(box(part)));
          const names = seen.map((part) => part.id || part.className);
          return popup.left < stage.left || popup.right > stage.right ? [...names, "the edge"] : names;
        }"""
    )
    assert overlapping == []


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 844, "height": 390}])
def test_comparing_leaves_no_blank_to_scroll_into(opened: Open, viewport: dict[str, int]) -> None:
    page, _, _ = opened(SituationMap(sample()), "#compare=2020-02-02", viewport=viewport)
    end = page.evaluate(
        "Math.max(...[...document.querySelectorAll('#panel, #time')].map(e => e.getBoundingClientRect().bottom))"
    )
    assert page.evaluate("document.documentElement.scrollHeight") <= max(end, viewport["height"]) + 1


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}, *ZOOMED])
def test_the_tab_key_never_moves_the_map_and_no_bar_lies_over_the_focus(opened: Open, viewport: dict[str, int]) -> None:
    fragment = "#zoom=11&lat=35.6&lon=36.3"
    page, _, _ = opened(SituationMap(sample()), fragment, viewport=viewport)
    where = "location.hash + getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"
    scrolled = "(({ scrollLeft, scrollTop }) => scrollLeft + scrollTop)(document.querySelector('.leaflet-container'))"
    expect(page).to_have_url(re.compile("date="))
    before, covered = page.evaluate(where), []
    for _ in range(60):
        page.keyboard.press("Tab")
        covered.append(
            page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const [own, bar] = [at, document.getElementById("time")].map((e) => e.getBoundingClientRect());
                  const above = own.bottom <= bar.top + 1 || own.top >= bar.bottom - 1;
                  const apart = above || own.left >= bar.right || own.right <= bar.left;
                  return apart || at.closest("#time") || at === document.body ? null : at.textContent;
                }"""
            )
        )
    assert page.evaluate(where) == before
    assert page.evaluate(scrolled) == 0
    assert [text for text in covered if text] == []
