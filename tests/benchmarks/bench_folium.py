"""The page compared with plain folium pages of the same layers: size, time until usable, time of a step.

What folium's pages load from four hosts comes from npm packages on the disk (`make bench` installs them), at once: over
a network their figures are worse. Icon fonts and tiles are left out.
"""

import statistics
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from plain_folium import slider_page, timestamped_page
from playwright.sync_api import Browser, Page, Route

from layers import Dossier, Layers, build
from maps import SituationMap

PACKAGES = Path(__file__).parent / "node_modules"
# what the packages call what folium knows by another name
KNOWN_AS = {
    "jquery-3.7.1.min.js": "jquery.min.js",
    "d3.v4.min.js": "d3.min.js",
    "iso8601.min.js": "iso8601.js",
}
ROUNDS = 3
STEPS = 20
PATIENCE_MS = 300_000

# milliseconds since the page was asked for, when all is there and has been painted
READY = """async () => {
  if (window.sitmap) await sitmap.ready;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now();
}"""
# milliseconds of each step: until the new day is laid out, and until the frame after it has been painted
STEP = """async ({ steps }) => {
  const taken = [];
  for (let step = 1; step <= steps; step += 1) {
    const start = performance.now();
    MOVE
    document.body.getBoundingClientRect();
    const done = performance.now() - start;
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    taken.push([done, performance.now() - start]);
  }
  return taken;
}"""
SLIDE = "s.dispatchEvent(new Event('input', { bubbles: true }));"
MOVES = {
    "sitmap": f"const s = document.getElementById('date-slider'); s.value = Number(s.max) - 30 - step; {SLIDE}",
    "TimeSliderChoropleth": (
        f"const s = document.querySelector('[id^=slider_] input'); s.value = Number(s.max) - 30 - step; {SLIDE}"
    ),
    "TimestampedGeoJson, last month": (
        "const map = Object.values(window).find((value) => value instanceof L.Map).timeDimension;"
        "const times = map.getAvailableTimes(); map.setCurrentTime(times[times.length - 2 - step]);"
    ),
}


@dataclass
class Measured:
    """Measurements of a page: megabytes of the page and of the files that it loads; milliseconds."""

    size_mb: float
    loaded_mb: float = 0.0
    lacking: set[str] = field(default_factory=set)
    ready_ms: list[float] = field(default_factory=list)
    step_ms: list[float] = field(default_factory=list)
    frame_ms: list[float] = field(default_factory=list)

    def figures(self) -> tuple[float, float, float, float]:
        """Return size with loaded files, and median times until ready, of a step, and of a step with painting."""
        times = (statistics.median(taken) for taken in (self.ready_ms, self.step_ms, self.frame_ms))
        return (self.size_mb + self.loaded_mb, *times)  # type: ignore[return-value]


def measure(browser: Browser, path: Path, move: str) -> Measured:
    measured = Measured(path.stat().st_size / 1e6)
    for _ in range(ROUNDS):
        measured.loaded_mb = 0.0
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        serve(page, measured)
        page.goto(path.as_uri())
        measured.ready_ms.append(page.evaluate(READY))
        taken = page.evaluate(STEP.replace("MOVE", move), {"steps": STEPS})
        measured.step_ms += [done for done, _ in taken]
        measured.frame_ms += [painted for _, painted in taken]
        context.close()
    return measured


def serve(page: Page, measured: Measured) -> None:
    """Answer the requests of the page with files of the packages."""
    files = {path.name: path for path in PACKAGES.rglob("*.*") if path.suffix in {".js", ".css"}}
    files |= {known: files[name] for known, name in KNOWN_AS.items()}

    def answer(route: Route) -> None:
        name = route.request.url.split("?")[0].rsplit("/", 1)[-1]
        if name not in files:
            measured.lacking.add(name)
            route.fulfill(body="")
            return
        measured.loaded_mb += files[name].stat().st_size / 1e6
        route.fulfill(path=files[name])

    page.route(lambda url: not url.startswith("file:"), answer)


@pytest.fixture(scope="module")
def layers() -> Layers:
    return build(Dossier.open("idlib-2020"))


def test_against_plain_folium(browser: Browser, layers: Layers, tmp_path: Path) -> None:
    if not PACKAGES.is_dir():
        pytest.skip("what folium's pages load is not here: make bench installs it with npm")
    pages = (SituationMap, slider_page, timestamped_page)
    print("\npage                            size with all MB   ready ms   step ms   with paint ms")
    ours: tuple[float, ...] = ()
    for name, make in zip(MOVES, pages, strict=True):
        path = tmp_path / f"{name}.html"
        make(layers).save(str(path))
        measured = measure(browser, path, MOVES[name])
        figures = measured.figures()
        print("{:32}{:17.2f}{:11.0f}{:10.1f}{:16.1f}".format(name, *figures))
        if not ours:
            ours = figures
            continue
        ratios = [theirs / mine for theirs, mine in zip(figures, ours, strict=True)]
        print("{:32}{:17.1f}{:11.1f}{:10.1f}{:16.1f}".format("  times ours", *ratios))
        print(f"  not served: {', '.join(sorted(measured.lacking)) or 'nothing'}")
