"""The page of `sitmap review` in a browser: decided by keyboard, with hostile texts."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hostile import WRITTEN
from playwright.sync_api import Browser, Page, expect
from spoilt import BUNDLED

from layers import Dossier, read_report
from layers.review.session import Review
from layers.texts.text import ReportFile
from maps.server.review_server import ReviewServer

pytestmark = pytest.mark.browser

FIRST = f"""😀 Southern forces captured Hazelby on Saturday, killing five northern soldiers.

{WRITTEN}

Shells fell on Elmstead on Sunday, killing three civilians."""
SECOND = f"On Sunday, shells fell on Elmstead, where four civilians were killed. {WRITTEN}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED.parent / "northland", tmp_path / "northland"))


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    dossier, day = Dossier.open(folder), date(2001, 5, 7)
    reports = [ReportFile(f"one {WRITTEN}", FIRST, day, f"Courier {WRITTEN}"), ReportFile("two", SECOND, day)]
    read = [(one, read_report(one.text, published=day, dossier=dossier)) for one in reports]
    context = browser.new_context()
    with ReviewServer(Review(read, dossier)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        page = context.new_page()
        page.set_default_timeout(8000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(server.address)
        expect(page.locator("#state")).to_have_text("3 to decide on")
        yield page
        assert page.evaluate("window.ran") is None
        assert page.locator("body :is(img, iframe, style, object, embed)").count() == 0
        assert [url for url in requests if not url.startswith((server.address, "data:"))] == []
        # a refused row is answered with 409, which the browser notes
        assert [one for one in complaints if "409" not in one] == []
        context.close()
        server.shutdown()
        thread.join()


def events(folder: Path) -> list[str]:
    return [str(one) for one in Dossier.open(folder).events["summary"]]


def test_texts_are_shown_as_they_are_with_places_and_passages_marked(page: Page) -> None:
    shown = page.locator("#texts").evaluate("node => node.textContent")
    assert WRITTEN in shown
    assert page.locator("#texts mark.quoted.place").all_inner_texts() == ["Hazelby", "Elmstead", "Elmstead"]
    passage = "".join(page.locator("#texts mark.current").all_inner_texts())
    assert passage == "😀 Southern forces captured Hazelby on Saturday, killing five northern soldiers."
    assert page.locator("#map path").count() >= 2


def test_proposals_are_accepted_corrected_rejected_and_undone_by_keyboard(page: Page, folder: Path) -> None:
    before = events(folder)
    page.keyboard.press("j")
    expect(page.locator("#form h2")).to_contain_text("Control report")
    page.keyboard.press("x")
    expect(page.locator("#state")).to_contain_text("2 to decide on")
    page.keyboard.press("u")
    expect(page.locator("#state")).to_contain_text("3 to decide on")
    page.keyboard.press("a")
    expect(page.locator("#state")).to_contain_text("2 to decide on")
    assert str(Dossier.open(folder).control.iloc[-1].side) == "south"
    page.keyboard.press("j")
    expect(page.locator("#form h2")).to_contain_text("in 2 passages")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("2001-02-30")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#state.wrong")).to_contain_text("start_date")
    assert events(folder) == before
    page.locator("input[name=start_date]").fill("2001-05-05")
    page.locator("input[name=summary]").fill(f"ajx {WRITTEN}"[:200])
    page.locator("input[name=other]").fill("Poplar")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#state")).to_contain_text("1 to decide on")
    event = Dossier.open(folder).events.iloc[-1]
    assert (event.place.id, str(event.start_date), event.fatalities) == ("N15", "2001-05-05", (3, 4, 4))
    assert event.summary.startswith("ajx </script>")
    page.keyboard.press("x")
    expect(page.locator("#form")).to_contain_text("Everything is decided")
    assert len(events(folder)) == len(before) + 1


def test_a_candidate_is_chosen_by_its_number_and_the_page_holds_on_a_phone(page: Page) -> None:
    page.keyboard.press("1")
    assert page.locator("#place-0").is_checked()
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
