"""The page without scripts, and a copy of it that a browser has saved."""

import re
from pathlib import Path

import pytest
from page_browser import Open
from page_sample import sample
from playwright.sync_api import Browser, expect

from maps import SituationMap

pytestmark = pytest.mark.browser


def test_without_scripts_a_picture_and_the_verdicts_of_the_opening_day_stand_in_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    SituationMap(sample("Tell")).save(tmp_path / "index.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.locator("#panel table").first).to_contain_text("encircled")
    expect(page.locator("#panel")).to_contain_text("10 February 2020: 1 of 1 post encircled.")
    box = page.locator("#stage svg").first.bounding_box()
    assert box
    assert box["width"] > 500
    context.close()


def test_a_saved_copy_opens_whole_and_holds_everything_once(opened: Open, browser: Browser, tmp_path: Path) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-04")
    page.locator(".post").click()
    parts = ["#key-body .layer", ".leaflet-control-zoom", "#timeline .hand", "svg.patterns", ".leaflet-map-pane"]
    parts += ["#ground-more", ".post", "#posts-table tbody tr[data-post]"]
    counted = f"{parts}.map((part) => document.querySelectorAll(part).length)"
    before = page.evaluate(counted)
    assert min(before) > 0
    copy = tmp_path / "saved.html"
    copy.write_text(page.content(), encoding="utf-8")
    context = browser.new_context()
    saved = context.new_page()
    complaints: list[str] = []
    saved.on("pageerror", lambda error: complaints.append(str(error)))
    saved.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    saved.goto(copy.as_uri() + "#date=2020-02-04")
    saved.evaluate("sitmap.ready.then(() => null)")
    assert saved.evaluate(counted) == before
    assert complaints == []
    context.close()


def test_switched_off_layers_are_in_the_address(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#hide=roads&hide=events")
    boxes = page.locator("#key-body")
    expect(boxes.get_by_label("Roads")).not_to_be_checked()
    expect(boxes.get_by_label("Posts")).to_be_checked()
    expect(page.locator(".leaflet-roads-pane path")).to_have_count(0)
    boxes.get_by_label("Roads").check()
    boxes.get_by_label("Places").uncheck()
    expect(page).to_have_url(re.compile(r"^(?!.*hide=roads)(?=.*hide=places)(?=.*hide=events)"))


def test_the_ground_is_a_table_whose_reasons_are_one_key_away(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03")
    row = page.locator("#ground-table-body tbody tr").first
    expect(row).to_contain_text("South Tell")
    page.locator("#date-slider").fill("8")
    expect(row).to_contain_text("Contested")
    row.locator("button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("R002")
    page.keyboard.press("Escape")
    expect(row.locator("button")).to_be_focused()


def test_map_buttons_are_named_in_the_language_of_the_page(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample(), language="ar"))
    expect(page.locator(".leaflet-control-zoom-in")).to_have_attribute("aria-label", "تكبير")
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup-close-button")).to_have_attribute("aria-label", "إغلاق")


def test_the_preview_is_the_same_picture_every_time() -> None:
    first, second = (SituationMap(sample()).preview() for _ in range(2))
    assert first == second
    assert first.startswith(b"\x89PNG")
    assert int.from_bytes(first[16:20]) == 1200
    assert int.from_bytes(first[20:24]) == 630
    # ground, posts and text: more than one plain colour
    assert len(first) > 5_000
