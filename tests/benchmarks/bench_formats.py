"""Formats at the size of a country's whole event data: a million rows, against what pyogrio and pyarrow alone need.

Each measurement runs in a process of its own, since memory is part of it.
"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from layers import Dossier, Layers, build

ROWS = 1_000_000
# makes a large events layer: the bundled one over and over, each event with an id and a place of its own
MAKE = """
import sys, time
from datetime import date
from pathlib import Path
import geopandas as gpd, numpy as np, pandas as pd, pyogrio
from layers import Dossier, build
from layers.tables.events import events_layer
from layers.formats.geoparquet import write_geoparquet
from layers.formats.ogr import write_table
rows, path = int(sys.argv[1]), Path(sys.argv[2])
some = events_layer(Dossier.open("idlib-2020"))
events = some.iloc[np.arange(rows) % len(some)].reset_index(drop=True)
events["event_id"] = np.char.add("E", np.arange(rows).astype(str)).astype(object)
lon, lat = np.random.default_rng(1).uniform([[35], [34]], [[38], [37]], (2, rows))
events = events.set_geometry(gpd.points_from_xy(lon, lat, crs=4326))
plain = events.assign(**{name: pd.to_datetime(events[name]) for name in ("start_date", "end_date")})
numbers = [name for name in events if name.startswith("fatal") or name == "uncertainty_km"]
plain = plain.assign(**{name: pd.to_numeric(events[name]) for name in numbers})
start = time.perf_counter()
"""
WAYS = {
    "gpkg": 'write_table(events, "events", path, driver="GPKG", dataset_options={"VERSION": "1.3"})',
    "gpkg-alone": 'pyogrio.write_dataframe(plain, path, layer="events", driver="GPKG", VERSION="1.3")',
    "parquet": 'write_geoparquet(events, "events", path)',
    "parquet-alone": 'plain.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)',
}
READ = """
import sys, time
import geopandas as gpd
start = time.perf_counter()
read = gpd.read_parquet(sys.argv[2]) if sys.argv[2].endswith("parquet") else gpd.read_file(sys.argv[2])
assert len(read) == int(sys.argv[1])
"""
TELL = "\nprint(time.perf_counter() - start)\n"


def measured(code: str, path: Path) -> tuple[float, float]:
    """Run code in a process of its own: seconds that it tells, and its largest memory in megabytes."""
    process = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-c", code + TELL, str(ROWS), str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    told = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return float(told), usage.ru_maxrss / 1000


@pytest.mark.parametrize("ending", ["gpkg", "parquet"])
def test_a_million_events(benchmark: BenchmarkFixture, tmp_path: Path, ending: str) -> None:
    paths = {way: tmp_path / f"{way}.{ending}" for way in (ending, f"{ending}-alone")}
    runs: dict[str, list[float]] = {way: [] for way in paths}
    reads: dict[str, list[float]] = {way: [] for way in paths}
    memory = 0.0

    def both() -> None:
        nonlocal memory
        # in turns, so that a busy machine is as unkind to one as to the other
        for way, path in paths.items():
            path.unlink(missing_ok=True)
            seconds, megabytes = measured(f"{MAKE}\n{WAYS[way]}", path)
            runs[way].append(seconds)
            reads[way].append(measured(READ, path)[0])
            if way == ending:
                memory = max(memory, megabytes)

    benchmark.pedantic(both, rounds=2)
    own, alone = (min(runs[way]) for way in paths)
    read, read_alone = (min(reads[way]) for way in paths)
    print(
        f"\n{ROWS:,} events, {ending}: written in {own:.1f} s, {own / alone:.2f} of {alone:.1f} s alone (under 1.3); "
        f"read in {read:.1f} s, {read / read_alone:.2f} of {read_alone:.1f} s (under 1.3); {memory:.0f} MB (under 3000)"
    )


@pytest.fixture(scope="module")
def layers() -> Layers:
    return build(Dossier.open("idlib-2020"), as_of=date(2026, 1, 1))


def test_geopackage_and_project_of_the_bundled_dossier(
    benchmark: BenchmarkFixture, layers: Layers, tmp_path: Path
) -> None:
    benchmark.pedantic(lambda: layers.to_qgis(tmp_path / "sitmap.qgz"), rounds=5)
    print(f"\nGeoPackage and project: {benchmark.stats.stats.max:.2f} s (under 2)")
