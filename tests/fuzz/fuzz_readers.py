"""Every reader of files, given damaged ones: a message or a result, never a traceback, and in bounded time.

Run by `make fuzz`, each night; SITMAP_FUZZ_S is the time for each reader, in seconds. A finding becomes a test.
"""

import io
import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import docx
import geopandas as gpd
import pytest
from damaged_files import LONGEST_S, SECONDS, archive, damaged
from shapely import Point
from tiny_dossier import TINY, write

from geo.errors import SitmapError
from geo.gazetteer.files.read import read_gazetteer
from geo.readers.foreign_files import foreign_tables
from layers import Dossier
from layers.reading.reading import read_report
from layers.texts.files import read_file

FEATURE = {
    "type": "Feature",
    "properties": {"event_id": "L1", "start_date": "2020-01-05", "place": "P1"},
    "geometry": None,
}
WOF = {
    "type": "Feature",
    "properties": {"wof:id": 1, "wof:name": "Saraqib", "geom:latitude": 35.8, "geom:longitude": 36.8},
}
KML = (
    b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>L1</name>'
    b"<Point><coordinates>36,35</coordinates></Point></Placemark></Document></kml>"
)
DUMP = b"1\tSaraqib\tSaraqib\tSaraqeb\t35.86\t36.8\tP\tPPL\tSY\t\t01\t\t\t\t9\t\t\tAsia/Damascus\t2020-01-01\n"


def word() -> bytes:
    made, document = io.BytesIO(), docx.Document()
    document.add_paragraph("Rebels captured Saraqib on Monday.")
    document.add_table(1, 2).rows[0].cells[1].text = "Airstrike on Ariha"
    document.save(made)
    return made.getvalue()


def vector(folder: Path, name: str) -> bytes:
    gpd.GeoDataFrame({"event_id": ["L1"], "n": [1]}, geometry=[Point(36, 35)], crs=4326).to_file(folder / name)
    return (folder / name).read_bytes()


REPORTS: dict[str, Callable[[Path], bytes]] = {
    "a.docx": lambda _: word(),
    "a.html": lambda _: (
        b"<html><head><meta name='date' content='2020-02-06'></head><body><article><p>They met in Idlib"
        b" on 5 March, 12 killed, and said so at length to reporters there.</p></article></body></html>"
    ),
    "a.eml": lambda _: b"From: a@b.c\nDate: Thu, 06 Feb 2020 18:00:00 +0200\n\nRebels shelled Idlib on 5 March 2020.\n",
    "a.txt": lambda _: "published: 2020-02-06\n\nRebels shelled Idlib on 5 March. 1,200 killed. قصف إدلب".encode(),
}
PLACES: dict[str, Callable[[Path], bytes]] = {
    "a.geojson": lambda _: json.dumps(WOF).encode(),
    "a.txt": lambda _: DUMP * 2,
    "a.zip": lambda _: archive("SY.txt", DUMP * 20),
    "a.csv": lambda _: b"id,name,lat,lon,aliases,population\n1,Saraqib,35.86,36.8,Saraqeb;S,9\n",
}
FOREIGN: dict[str, Callable[[Path], bytes]] = {
    "a.geojson": lambda _: json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode(),
    "a.csv": lambda _: b"event_id,event_date,latitude,longitude\nL1,2020-01-05,35.8,36.8\n",
    "a.gpkg": lambda folder: vector(folder, "whole.gpkg"),
    "a.fgb": lambda folder: vector(folder, "whole.fgb"),
    "a.kml": lambda _: KML,
}


def fuzz(path: Path, whole: bytes, read: Callable[[Path], object]) -> None:
    """Give damaged files to a reader until the time is over; a file on which it fails is kept beside."""
    seed = int(os.environ.get("SITMAP_FUZZ_SEED", str(time.time_ns())))
    rng, end = random.Random(seed), time.monotonic() + SECONDS  # noqa: S311 - no secret
    tried = 0
    while time.monotonic() < end:
        path.write_bytes(damaged(whole, rng))
        start = time.process_time()
        try:
            read(path)
        except (SitmapError, OSError):
            pass
        except BaseException:
            kept = Path("fuzz-findings") / f"{seed}-{tried}-{path.name}"
            kept.parent.mkdir(exist_ok=True)
            shutil.copy(path, kept)
            raise
        assert time.process_time() - start < LONGEST_S, f"{path}: seed {seed}, file {tried}"
        tried += 1
    print(f"{path.name}: {tried} files", end=" ")  # noqa: T201 - the figure of the run


def read_all(path: Path) -> None:
    report = read_file(path)
    read_report(report.text, published=report.published).records()


@pytest.mark.parametrize("name", REPORTS)
def test_reports(name: str, tmp_path: Path) -> None:
    fuzz(tmp_path / name, REPORTS[name](tmp_path), read_all)


@pytest.mark.parametrize("name", PLACES)
def test_gazetteers(name: str, tmp_path: Path) -> None:
    fuzz(tmp_path / name, PLACES[name](tmp_path), read_gazetteer)


def read_foreign(path: Path) -> None:
    with foreign_tables(path) as tables:
        for table in tables:
            list(table.rows(lambda *_: None))


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_tables(name: str, tmp_path: Path) -> None:
    fuzz(tmp_path / name, FOREIGN[name](tmp_path), read_foreign)


@pytest.mark.parametrize("name", [*TINY, "context.geojson", "roads.geojson"])
def test_dossiers(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", TINY)
    line = {"type": "LineString", "coordinates": [[36, 35], [37, 36]]}
    box = {"type": "Polygon", "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]}
    for file, geometry in (("roads.geojson", line), ("context.geojson", box)):
        feature = {"type": "Feature", "properties": {"name": "M4", "kind": "highway"}, "geometry": geometry}
        (folder / file).write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    fuzz(folder / name, (folder / name).read_bytes(), lambda _: Dossier.open(folder))
