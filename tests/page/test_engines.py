"""The page in Firefox and WebKit, in five classes of width; what Chromium shows is tested at every width."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_engines import Engine, firefox, webkit
from page_faults import CONTROLS, FAULTS
from page_frames import frames
from page_sample import sample

from maps import SituationMap

pytestmark = pytest.mark.browser
WIDTHS = [(320, 700), (640, 900), (900, 640), (1280, 1024), (1600, 900)]
ENGINES = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as started:
        yield started


def show(engine: Engine, folder: Path, fragment: str = "", *, language: str = "en") -> None:
    path = folder / "index.html"
    SituationMap(sample(), language=language).save(path)
    engine.resize(1280, 1024)
    engine.open(path.as_uri() + fragment)
    # the data is unpacked after the page has loaded
    engine.evaluate("sitmap.ready.then((made) => { window.parts = made; })")


def test_a_page_of_frames_needs_no_network_and_no_clock(engine: Engine, tmp_path: Path) -> None:
    SituationMap.from_frames(**frames(), title="Ama").save(tmp_path / "index.html")
    engine.resize(1280, 1024)
    engine.open((tmp_path / "index.html").as_uri() + "#date=2031-05-09")
    engine.evaluate("sitmap.ready.then((made) => { window.parts = made; })")
    signs = "[...document.querySelectorAll('path.zone, .post, .event, #panel')]"
    drawn = f"(parts.clock.go(0), parts.clock.go(9), {signs}.map((one) => one.outerHTML))"
    assert len(now := engine.evaluate(drawn)) == 7
    engine.evaluate(
        """(() => {
          const real = Date;
          window.Date = class extends real {
            constructor(...given) { super(...(given.length ? given : [real.UTC(2041, 11, 1)])); }
            static now() { return real.UTC(2041, 11, 1); }
          };
        })()"""
    )
    assert engine.evaluate(drawn) == now
    assert engine.evaluate("performance.getEntriesByType('resource').map((one) => one.name)") == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_can_be_clicked_where_it_is_drawn(engine: Engine, language: str, tmp_path: Path) -> None:
    show(engine, tmp_path, "#compare=2020-02-02", language=language)
    found = {}
    for width, height in WIDTHS:
        engine.resize(width, height)
        engine.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert engine.evaluate("innerWidth") == width
        found[width] = engine.evaluate(f"({FAULTS})({CONTROLS!r})")
    assert {width: faults for width, faults in found.items() if faults} == {}


def test_both_days_of_a_comparison_are_drawn(engine: Engine, tmp_path: Path) -> None:
    show(engine, tmp_path, "#compare=2020-02-02")
    # the corners of the area, a little inside of it: at the top it is the south's, and contested on the later day
    found = engine.evaluate(
        """[...document.querySelectorAll("path.zone")].map((zone) => {
          const { left, right, top, bottom } = zone.getBoundingClientRect();
          return { side: zone.dataset.side, left, right, top, bottom };
        })"""
    )
    assert {zone["side"] for zone in found} == {"north", "south", "contested"}
    left, right = min(zone["left"] for zone in found), max(zone["right"] for zone in found)
    drawn = engine.picture()
    for zone in found:
        x = left + 20 if zone["side"] == "south" else right - 20
        rows = range(round(zone["top"]) + 10, round(zone["bottom"]) - 10)
        colours = {drawn.getpixel((round(x), y)) for y in rows}
        outside = drawn.getpixel((round(left) - 10, rows[0]))
        assert colours - {outside}, f"nothing is drawn of {zone['side']}"


def test_a_step_in_time_redraws_the_map_and_loads_nothing(engine: Engine, tmp_path: Path) -> None:
    show(engine, tmp_path)
    sides = "[...document.querySelectorAll('path.zone')].map((zone) => zone.dataset.side).sort()"
    assert engine.evaluate(sides) == ["contested", "north"]
    engine.evaluate(
        """(() => {
          const slider = document.getElementById("date-slider");
          slider.value = slider.min;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          return new Promise((done) => setTimeout(done, 300));
        })()"""
    )
    assert engine.evaluate(sides) == ["north", "south"]
    assert engine.evaluate("performance.getEntriesByType('resource').map((one) => one.name)") == []


def test_a_post_opens_from_the_list_and_a_picture_is_made(engine: Engine, tmp_path: Path) -> None:
    show(engine, tmp_path)
    engine.evaluate("document.querySelector('#posts-table button').click()")
    popup = engine.evaluate(
        """new Promise((done) => {
          const look = () => {
            const popup = document.querySelector(".leaflet-popup");
            if (popup) done(popup.textContent);
            else setTimeout(look, 50);
          };
          look();
        })"""
    )
    assert "encircled" in popup
    saved = engine.evaluate(
        """(() => {
          const made = new Promise((done) => {
            URL.createObjectURL = (blob) => (done(blob.type), "data:,");
          });
          document.getElementById("save-svg").click();
          return Promise.race([made, new Promise((done) => setTimeout(done, 5000, "nothing"))]);
        })()"""
    )
    assert saved.startswith("image/svg")
    moving = engine.evaluate(
        """(() => {
          const made = new Promise((done) => {
            URL.createObjectURL = (blob) => (blob.slice(0, 6).text().then(done), "data:,");
          });
          document.getElementById("gif-from").value = document.getElementById("gif-to").value = "2020-02-06";
          document.getElementById("save-gif").click();
          return Promise.race([made, new Promise((done) => setTimeout(done, 15000, "nothing"))]);
        })()"""
    )
    assert moving == "GIF89a"
