"""The page in Chromium: its size, how soon it can be used, and how long it takes to move by one day.

`make bench` prints the figures. Wall time depends on what else the machine does, so the processor time of the page's
own thread is printed too. Nothing here is a test of speed.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from page_crowds import crowd
from playwright.sync_api import Browser, CDPSession, Page

from layers import Dossier, build
from maps import SituationMap

pytestmark = pytest.mark.browser

# the last days of the period, where most happens
DAYS = 100
# to a day: milliseconds until it is laid out, and until it is painted
STEP = """async (day) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const { clock } = await sitmap.ready;
  const start = performance.now();
  clock.go(day);
  document.body.getBoundingClientRect();
  const laidOut = performance.now() - start;
  await painted();
  return [laidOut, performance.now() - start];
}"""


@dataclass(frozen=True)
class Measured:
    """Measurements of a page, times in milliseconds."""

    megabytes: float
    ready: float
    ready_cpu: float
    laid_out: list[float]
    shown: list[float]
    step_cpu: list[float]
    heap: tuple[float, float]

    def report(self, name: str, target: int) -> str:
        """One line a measure."""
        return (
            f"\n{name}: {self.megabytes:.2f} MB; can be used after {self.ready:.0f} ms; "
            f"processor: {self.ready_cpu:.0f} ms (under 1000)"
            f"\n{name}: a day's step, laid out: {_spread(self.laid_out)}; painted: {_spread(self.shown)}; "
            f"processor: {_spread(self.step_cpu)} (under {target})"
            f"\n{name}: heap before {self.heap[0]:.1f} MB, after all days {self.heap[1]:.1f} MB (under 1.2 times)"
        )


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    at = [ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95, 1)]
    return "median {:.0f}, 95 % under {:.0f}, longest {:.0f} ms".format(*at)


def _busy(session: CDPSession) -> float:
    """Processor time of the page's thread so far, in milliseconds."""
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")


def _heap(session: CDPSession) -> float:
    """Memory of the page's scripts after what is not needed is thrown away, in megabytes."""
    session.send("HeapProfiler.collectGarbage")
    return float(session.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def measured(browser: Browser, path: Path, slower: int = 1) -> Measured:
    """Open a page of the size of a laptop's screen on a processor slowed so many times; step through its last days.

    All days are played afterwards, for the memory that this takes.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    try:
        page: Page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(path.as_uri())
        ready = page.evaluate("sitmap.ready.then(() => performance.now())")
        ready_cpu = _busy(session)
        days = page.evaluate("sitmap.ready.then(({ store }) => store.about.days)")
        before = _heap(session)
        page.evaluate(STEP, max(0, days - 1 - DAYS))
        steps, busy = [], [_busy(session)]
        for day in range(max(1, days - DAYS), days):
            steps.append(page.evaluate(STEP, day))
            busy.append(_busy(session))
        for day in range(days):
            page.evaluate(STEP, day)
        heap = before, _heap(session)
    finally:
        context.close()
    laid_out, shown = ([step[which] for step in steps] for which in (0, 1))
    step_cpu = [after - before for before, after in pairwise(busy)]
    return Measured(path.stat().st_size / 1e6, ready, ready_cpu, laid_out, shown, step_cpu, heap)


def test_the_page_of_the_bundled_dossier(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    SituationMap(build(Dossier.open("idlib-2020"))).save(path)
    print(measured(browser, path).report("bundled dossier", 50))
    print(measured(browser, path, slower=4).report("bundled dossier, four times slower", 250))


@pytest.mark.parametrize("events", [10_000, 100_000])
def test_a_page_of_many_events_and_500_areas(browser: Browser, tmp_path: Path, events: int) -> None:
    path = tmp_path / "index.html"
    SituationMap(crowd(zones=500, events=events)).save(path)
    print(measured(browser, path).report(f"{events:,} events, 500 areas", 100))
