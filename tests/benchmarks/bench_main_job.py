"""The main job, as a user runs it: time, memory and size. `make bench` prints them; nothing here is a test of speed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from layers import Dossier, build
from layers.assessment.snapshots import control_model, snapshots
from maps import SituationMap

SITMAP = str(Path(sys.executable).with_name("sitmap"))


PEER = str(Path(__file__).with_name("plain_voronoi.py"))


def measured(*arguments: str, program: tuple[str, ...] = (SITMAP,)) -> tuple[float, float]:
    """Run a program in a process of its own: seconds of wall time, and its largest memory in megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen([*program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
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


@pytest.mark.parametrize("name", ["idlib-2020", "mariupol-2022", "northland"])
def test_beside_the_short_script(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    measured("geocode", "Idlib")  # makes the index of the world, which both read
    rows = [("plain_voronoi.py", *measured(name, str(tmp_path / "cut.csv"), program=(sys.executable, PEER)))]
    words = ("build", name, "--out", str(tmp_path / "out"), "--format", "csv")
    rows += [(said, *measured(*words)) for said in ("sitmap build, from nothing", "again, nothing changed")]
    daily = pd.read_csv(tmp_path / "out" / "daily.csv").merge(pd.read_csv(tmp_path / "cut.csv"), on=["post_id", "date"])
    alike = ((daily["state"] == "encircled") == daily["cut"]).mean()
    print(f"\n{name}: both say cut off, or not, on {alike:.1%} of {len(daily)} post-days with a report")
    for said, seconds, memory in rows:
        print(f"{said:28} {seconds:6.1f} s {memory:6.0f} MB")
    assert len(daily)


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
