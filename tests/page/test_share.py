"""Links, previews of links, and the page in a frame of another page."""

import re

import pytest
from page_browser import Open
from page_sample import sample
from playwright.sync_api import expect

from layers.dossier.settings.wording import Wording
from maps import SituationMap

URL = "https://example.org/maps/idlib.html"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
FRAMES = [{"width": 320, "height": 400}, {"width": 700, "height": 450}, {"width": 1200, "height": 600}]


def test_the_page_names_its_address_and_picture_only_where_it_is_known() -> None:
    plain = SituationMap(sample("Tell")).get_root().render()
    assert '<meta property="og:title" content="Tell">' in plain
    assert "og:image" not in plain
    layers = sample("Tell")
    layers.dossier.settings.wording = Wording(url=URL)
    for html in (SituationMap(layers).get_root().render(), SituationMap(sample("Tell"), url=URL).get_root().render()):
        assert f'<meta property="og:url" content="{URL}">' in html
        assert '<meta property="og:image" content="https://example.org/maps/index.png">' in html


@pytest.mark.browser
def test_a_link_and_code_to_embed_are_copied(opened: Open) -> None:
    page, _, _ = opened(
        SituationMap(sample("Tell"), url=URL), "#date=2020-02-05", permissions=["clipboard-read", "clipboard-write"]
    )
    page.locator("#save summary").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("#shared-told")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{URL}#date=2020-02-05"
    page.get_by_role("button", name="Copy embed code").click()
    expect(page.locator("#shared-told")).to_have_text("Copied.")
    code = page.evaluate("navigator.clipboard.readText()")
    assert code.startswith(f'<iframe src="{URL}#embed&#38;date=2020-02-05" title="Tell"')


@pytest.mark.browser
@pytest.mark.parametrize(
    "viewport", [{"width": 320, "height": 400}, {"width": 700, "height": 450}, {"width": 1200, "height": 600}]
)
def test_in_a_frame_the_map_has_one_row_of_controls(opened: Open, viewport: dict[str, int]) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#embed&date=2020-02-05", viewport=viewport)
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#masthead")).to_be_hidden()
    bar, stage = page.locator("#time").bounding_box(), page.locator("#stage").bounding_box()
    assert bar
    assert stage
    assert bar["height"] < 60
    assert bar["y"] + bar["height"] <= viewport["height"] + 1
    assert stage["height"] > viewport["height"] * 0.55
    assert page.evaluate("document.documentElement.scrollHeight") <= viewport["height"]
    assert page.evaluate("parts.map.scrollWheelZoom.enabled()") is False
    page.locator("#play").click()
    expect(page).to_have_url(re.compile(r"#embed&date="))
    assert complaints == []


@pytest.mark.browser
def test_on_a_touch_screen_one_finger_does_not_move_an_embedded_map(opened: Open) -> None:
    page, _, _ = opened(
        SituationMap(sample()), "#embed", viewport={"width": 390, "height": 500}, has_touch=True, is_mobile=True
    )
    assert page.evaluate("[parts.map.dragging.enabled(), parts.map.touchZoom.enabled()]") == [False, True]
