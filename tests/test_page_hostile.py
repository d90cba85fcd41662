"""Text of a dossier that would run or break the page if it could."""

import pytest
from page_browser import Open, sides
from page_sample import sample
from playwright.sync_api import expect

from maps import SituationMap

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><script>window.ran=1</script><img src=x onerror=window.ran=1>`${window.ran=1}`{{7*7}}{% raise %}"
    "\"'\\<!--<svg onload=window.ran=1>\u202e\u0000\ud800&lt;b&gt;\u2028😀"
)


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
