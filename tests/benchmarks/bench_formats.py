"""Formats at the size of a country's whole event data: a million rows, against what pyogrio and pyarrow alone need.

Each measurement runs in a process of its own, since memory is part of it.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from layers import Dossier, Layers, build
from layers.formats.registry import FORMATS

ROWS = 1_000_000
# makes a large events layer: the bundled one over and over, each event with an id and a place of its own
MAKE = """
import sys, time
from datetime import date
from pathlib import Path
import geopandas as gpd, numpy as np, pandas as pd, pyogrio
from layers import Dossier, build
from layers.tables.events import events_layer
from layers.formats.geojson import write_geojson
from layers.formats.geoparquet import write_geoparquet
from layers.formats.ogr import write_table
rows, path = int(sys.argv[1]), Path(sys.argv[2])
some = events_layer(Dossier.open("idlib-2020"))
events = some.iloc[np.arange(rows) % len(some)].reset_index(drop=True)
events["id"] = events["event_id"] = np.char.add("E", np.arange(rows).astype(str)).astype(object)
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
    "fgb": 'write_table(events, "events", path, driver="FlatGeobuf")',
    "fgb-alone": 'pyogrio.write_dataframe(plain, path, driver="FlatGeobuf")',
    "geojson": 'write_geojson(events, "events", path)',
    "geojson-alone": 'pyogrio.write_dataframe(plain, path, driver="GeoJSON")',
    "parquet": 'write_geoparquet(events, "events", path)',
    "parquet-alone": 'plain.to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)',
}
# pages of 100 of the events, by the parameters of the API: milliseconds of the first and of a later request of each
PAGES = """
import json, sqlite3
from layers.schema.layers import LAYERS
from maps.server.query import Query
from maps.server.store import held_days, write_layer
layer = LAYERS["events"]
with sqlite3.connect(path) as database:
    database.executescript("PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;")
    about = write_layer(database, "events", events, layer, list(held_days(events, layer, date(2020, 3, 7))))
columns, counts, told = {name: layer.column(name).type for name in about["columns"]}, {}, {}
for asked in json.loads(sys.argv[3]):
    for _ in range(2):
        start = time.perf_counter()
        assert len(Query(path, "events", columns, rows, asked).answer(counts).lines) == 100
        told.setdefault(json.dumps(asked), []).append(round(1000 * (time.perf_counter() - start), 1))
print(json.dumps(told))
"""
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


@pytest.mark.parametrize("ending", ["gpkg", "fgb", "geojson", "parquet"])
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


ASKED = (
    *({}, {"offset": "999000"}, {"event_type": "clash"}, {"actor1": "Turkey"}, {"fatalities_best": "8"}),
    *({"datetime": "2020-02-06"}, {"bbox": "36,35,36.3,35.3"}, {"bbox": "35,34,38,37"}, {"sortby": "event_type"}),
)


def test_pages_of_a_million_events(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MAKE + PAGES, str(ROWS), str(tmp_path / "store.sqlite"), json.dumps(ASKED)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - our own
    print("\na page of 100 of a million events, ms at first and later (under 20):")
    for asked, (first, later) in told.items():
        print(f"  {asked}: {first}, {later}")


@pytest.fixture(scope="module")
def layers() -> Layers:
    return build(Dossier.open("idlib-2020"), as_of=date(2026, 1, 1))


def test_usual_files_of_the_bundled_dossier(benchmark: BenchmarkFixture, layers: Layers, tmp_path: Path) -> None:
    def write() -> None:
        for name in ("geojson", "qgis", "csv", "kmz"):
            layers.write(tmp_path / FORMATS[name].path, name)

    benchmark.pedantic(write, rounds=3)
    print(f"\nGeoJSON, GeoPackage, project, tables and KMZ: {benchmark.stats.stats.min:.2f} s (under 4)")


def test_geopackage_and_project_of_the_bundled_dossier(
    benchmark: BenchmarkFixture, layers: Layers, tmp_path: Path
) -> None:
    benchmark.pedantic(lambda: layers.to_qgis(tmp_path / "sitmap.qgz"), rounds=5)
    print(f"\nGeoPackage and project: {benchmark.stats.stats.max:.2f} s (under 2)")
