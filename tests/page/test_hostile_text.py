"""Text of a dossier that would run or break the page if it could: it is shown as the text that it is."""

import re
from datetime import date
from pathlib import Path

import pytest
from hostile import spoilt_sample
from hostile_dossier import HostileDossier
from page_browser import Open, sides
from page_sample import sample
from playwright.sync_api import Page, expect

from layers import Dossier, build
from maps import SituationMap

pytestmark = pytest.mark.browser

# fields that the page does not show: they join tables, or another field has the same content
NOT_SHOWN = {
    *("control.confidence", "control.kind", "control.note", "events.archive-url", "events.event-id"),
    *("events.source-name", "events.source-url", "place-id", "places.candidates", "post-id", "roads.kind", "sources"),
    *("verdicts.name", "verdicts.reasons", "verdicts.roads-open", "zones.zone-id"),
    # of another language than the one in which the page opens
    *("roads.name-ar", "side.translated"),
}

NOT_SHOWN_OF_A_DOSSIER = {
    *("alias0", "alias1", "control-kind", "event", "place0", "place1", "post", "road-kind", "territory"),
}

# every text of the page, also of every popup, on the day shown
TEXT_OF_PAGE = """() => {
  const shown = [document.title, document.getElementById("page").textContent];
  const signs = ".post, .event, path:is(.place, .road, .contact, .corridor, .zone)";
  for (const sign of document.querySelectorAll(signs)) {
    sign.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: 300, clientY: 300 }));
    const popup = document.querySelector(".leaflet-popup");
    shown.push(sign.getAttribute("aria-label") ?? "", popup?.textContent ?? "");
    shown.push(...[...(popup?.querySelectorAll("a") ?? [])].map((link) => link.href));
  }
  return shown.join(" ").toWellFormed();
}"""


def shown(page: Page) -> str:
    days = int(page.locator("#date-slider").get_attribute("max") or 0)
    texts = []
    for day in (0, days):
        page.locator("#date-slider").fill(str(day))
        texts.append(str(page.evaluate(TEXT_OF_PAGE)))
    return " ".join(texts)


def check(page: Page, shown: str, marks: set[str], not_shown: set[str]) -> None:
    """Check that the page shows every field as text, none of which has become an element, a foreign address or code."""
    left = marks - set(re.findall(r"(?:«|%C2%AB)([\w.-]+)", shown)) - not_shown
    assert not left, " ".join(sorted(left))
    assert page.evaluate("window.ran") is None
    assert page.locator("#page :is(img, iframe, script, style, form, object)").count() == 0
    assert set(page.evaluate("[...document.links].map(a => a.protocol)")) <= {"https:", "file:"}
    assert page.locator("a[target=_blank]:not([rel='noopener noreferrer'][referrerpolicy=no-referrer])").count() == 0


def test_hostile_text_in_every_column_runs_nothing_and_is_shown_as_text(opened: Open) -> None:
    layers, marks = spoilt_sample()
    page, requests, complaints = opened(SituationMap(layers))
    check(page, shown(page), marks, NOT_SHOWN)
    assert len(requests) == 1
    assert complaints == []


def test_hostile_text_in_every_field_of_a_dossier_runs_nothing_and_is_shown_as_text(
    opened: Open, tmp_path: Path
) -> None:
    hostile = HostileDossier(tmp_path / "{{7*7}}<b>")
    layers = build(Dossier.open(hostile.folder), as_of=date(2021, 1, 1))
    page, requests, complaints = opened(SituationMap(layers))
    check(page, shown(page), hostile.marks, NOT_SHOWN_OF_A_DOSSIER)
    assert len(requests) == 1
    assert complaints == []


@pytest.mark.parametrize("name", ["x" * 1_000_000, "name " * 200_000], ids=["one word", "many words"])
def test_names_of_a_megabyte_leave_the_page_as_it_is(opened: Open, name: str) -> None:
    page, requests, complaints = opened(SituationMap(sample(text=name)), viewport={"width": 1280, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    for control in ("#date-slider", "#key summary", ".post", "#sentence"):
        expect(page.locator(control)).to_be_in_viewport()
    page.locator(".post").dispatch_event("click")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_be_in_viewport()
    box = popup.bounding_box()
    assert box
    assert box["height"] < 700
    page.locator("#date-slider").fill("0")
    assert sides(page) == ["north", "south"]
    assert len(requests) == 1
    assert complaints == []
