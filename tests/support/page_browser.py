"""Fixtures for tests of the page: one browser without a network for the session, and pages closed after each test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import folium
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

Opened = tuple[Page, list[str], list[str]]
Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: the page was not tested in a browser (apt-get install chromium)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def without_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain install, without the extra that brings the files of folium's plugins."""
    monkeypatch.setattr("maps.page.packaged.plugin_files", dict)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Function that opens a map and returns page, requests and complaints; `without` names a missing feature."""
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
            # the data is unpacked after the page has loaded; tests ask the parts of the page by the name `parts`
            page.evaluate("sitmap.ready.then((made) => { window.parts = made; })")
        return page, requests, complaints

    yield open_map
    for context in contexts:
        context.close()


def sides(page: Page) -> list[str]:
    return sorted(page.eval_on_selector_all("path.zone[data-side]", "paths => paths.map(path => path.dataset.side)"))
