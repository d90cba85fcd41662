"""The main job, as a user runs it: time, memory and size. `make bench` prints them; nothing here is a test of speed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from layers import Dossier, build
from layers.assessment.snapshots import control_model, snapshots
from maps import SituationMap

SITMAP = str(Path(sys.executable).with_name("sitmap"))


def measured(*arguments: str) -> tuple[float, float]:
    """Run the command in a process of its own: seconds of wall time, and its largest memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen([SITMAP, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - start, usage.ru_maxrss / 1000


def test_sitmap_build_of_the_bundled_dossier(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    runs = []
    benchmark.pedantic(lambda: runs.append(measured("build", "--out", str(tmp_path))), rounds=3)
    page_mb = (tmp_path / "index.html").stat().st_size / 1e6
    seconds, memory = min(run[0] for run in runs), max(run[1] for run in runs)
    print(f"\nsitmap build: {seconds:.1f} s (under 10), {memory:.0f} MB (under 1000); page {page_mb:.2f} MB (under 2)")


def test_sitmap_help(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(lambda: measured("--help"), rounds=5)
    print(f"\nsitmap --help: {benchmark.stats.stats.min:.2f} s (under 0.5)")


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return Dossier.open("idlib-2020")


def test_open_the_dossier(benchmark: BenchmarkFixture) -> None:
    benchmark.pedantic(Dossier.open, rounds=3)


def test_zones_of_the_whole_period(benchmark: BenchmarkFixture, dossier: Dossier) -> None:
    def zones() -> int:
        return len(
            list(snapshots(control_model(dossier), dossier.start, dossier.end, dossier.posts.geometry.to_numpy()))
        )

    assert benchmark.pedantic(zones, rounds=3) > 50


def test_all_layers(benchmark: BenchmarkFixture, dossier: Dossier) -> None:
    benchmark.pedantic(build, (dossier,), rounds=3)


def test_the_page(benchmark: BenchmarkFixture, dossier: Dossier, tmp_path: Path) -> None:
    layers = build(dossier)
    benchmark.pedantic(lambda: SituationMap(layers).save(tmp_path / "index.html"), rounds=3)
