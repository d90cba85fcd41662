"""Every reader of files, given damaged ones: a message or a result, never a traceback, and in bounded time.

Run by `make fuzz`, each night; SITMAP_FUZZ_S is the time for each reader, in seconds. A finding becomes a test.
"""

import gzip
import io
import json
import operator
import os
import random
import shutil
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import docx
import geopandas as gpd
import openpyxl
import pytest
from damaged_files import LONGEST_S, SECONDS, archive, damaged
from geopy.adapters import URLLibAdapter
from geopy.extra.rate_limiter import RateLimiter
from shapely import Point
from tiny_dossier import TINY, write

from geo.errors import SitmapError
from geo.gazetteer.files.read import read_gazetteer
from geo.geocoding.online.cache import AnswerCache
from geo.geocoding.online.nominatim import Nominatim
from geo.geocoding.online.photon import Photon
from geo.readers.features import layers
from geo.readers.foreign_files import foreign_tables, parquet_columns
from geo.readers.workbooks import sheets
from layers import Dossier
from layers.imports.mapping import read_map
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
OSM = {
    "type": "Feature",
    "properties": {"@id": "node/1", "name": "سراقب", "name:en": "Saraqib", "place": "town", "population": "9"},
    "geometry": {"type": "Point", "coordinates": [36.8, 35.86]},
}
KML = (
    b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>L1</name>'
    b"<Point><coordinates>36,35</coordinates></Point></Placemark></Document></kml>"
)
NOMINATIM = [
    {
        "osm_type": "node", "osm_id": 27, "lat": "35.60", "lon": "36.85", "name": "Surman", "addresstype": "village",
        "display_name": "Surman, Syria", "address": {"state": "Idlib", "country_code": "sy"},
        "namedetails": {"name": "الصرمان", "name:ar": "الصرمان", "name:en": "Surman"},
    }
]  # fmt: skip
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [36.85, 35.60]},
            "properties": {"osm_type": "N", "osm_id": 27, "name": "Surman", "countrycode": "SY", "state": "Idlib"},
        }
    ]
}
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


def workbook() -> bytes:
    made, book = io.BytesIO(), openpyxl.Workbook()
    book.active.append(["event_id", "date", "n"])
    book.active.append(["L1", "2020-01-05", "=1+1"])
    book.active["A2"].hyperlink = "https://a.example/1"
    book.save(made)
    return made.getvalue()


def parquet(path: Path) -> bytes:
    gpd.GeoDataFrame({"event_id": ["L1"]}, geometry=[Point(36, 35)], crs=4326).to_parquet(path)
    return path.read_bytes()


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
    "pcodes.csv": lambda _: b"admin3Name_en,admin3Name_ar,admin3Pcode,lat,lon\nSaraqib,\xd8\xb3,SY070303,35.86,36.8\n",
    "wof.csv": lambda _: b"wof_id,name,latitude,longitude,placetype,iso_country\n1,Saraqib,35.86,36.8,locality,SY\n",
    "osm.json": lambda _: json.dumps({"type": "FeatureCollection", "features": [OSM]}).encode(),
}
FOREIGN: dict[str, Callable[[Path], bytes]] = {
    "a.geojson": lambda _: json.dumps({"type": "FeatureCollection", "features": [FEATURE]}).encode(),
    "a.csv": lambda _: b"event_id,event_date,latitude,longitude\nL1,2020-01-05,35.8,36.8\n",
    "a.gpkg": lambda folder: vector(folder, "whole.gpkg"),
    "a.fgb": lambda folder: vector(folder, "whole.fgb"),
    "a.kml": lambda _: KML,
    "a.jsonl": lambda _: b'{"event_id": "L1", "at": {"lat": 35}}\n{"event_id": "L2", "tags": [{"k": 1}]}\n',
    "a.csv.gz": lambda _: gzip.compress(b"event_id,event_date,latitude,longitude\nL1,2020-01-05,35.8,36.8\n" * 9),
    "a.xlsx": lambda _: workbook(),
    "a.parquet": lambda folder: parquet(folder / "whole.parquet"),
}
# libraries that the readers call in a process of their own are called in this one
APART = {
    ".gpkg": lambda path: layers(path, path.name, None),
    ".fgb": lambda path: layers(path, path.name, None),
    ".xlsx": lambda path: sheets(path, path.name),
    ".parquet": lambda path: parquet_columns(path, path.name),
}


BOX = [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]]
FEATURES = {
    "roads": ("LineString", [[36, 35], [37, 36]]),
    "barriers": ("LineString", [[36, 35], [37, 36]]),
    "context": ("Polygon", BOX),
    "control_areas": ("Polygon", BOX),
}


def fuzz(path: Path, whole: bytes, read: Callable[[Path], object]) -> None:
    """Give damaged files to a reader until the time is over; a file on which it fails is kept beside."""
    seed = int(os.environ.get("SITMAP_FUZZ_SEED", str(time.time_ns())))
    rng, end = random.Random(seed), time.monotonic() + SECONDS  # noqa: S311 - no secret
    tried = refused = 0
    while time.monotonic() < end:
        path.write_bytes(damaged(whole, rng))
        start = time.process_time()
        try:
            # GDAL and openpyxl warn of damage
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read(path)
        except (SitmapError, OSError):
            refused += 1
        except BaseException:
            kept = Path("fuzz-findings") / f"{seed}-{tried}-{path.name}"
            kept.parent.mkdir(exist_ok=True)
            shutil.copy(path, kept)
            raise
        assert time.process_time() - start < LONGEST_S, f"{path}: seed {seed}, file {tried}"
        tried += 1
    print(f"{path.name}: {tried} files, {{'refused': {refused}, 'taken': {tried - refused}}}")  # noqa: T201 - the figures of the run


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
    if path.suffix in APART:
        APART[path.suffix](path)
        return
    with foreign_tables(path) as tables:
        for table in tables:
            list(table.rows(lambda *_: None))


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_tables(name: str, tmp_path: Path) -> None:
    fuzz(tmp_path / name, FOREIGN[name](tmp_path), read_foreign)


@pytest.mark.parametrize("name", [*TINY, "story.csv", *(f"{name}.geojson" for name in FEATURES)])
def test_dossiers(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", TINY)
    (folder / "story.csv").write_text('step,date,view,caption\n1,2020-01-03,"35.4,36.6,9",It begins.\n')
    for file, (kind, coordinates) in FEATURES.items():
        named = {"name": "M4", "kind": "highway", "side": "north", "start_date": "2020-01-03", "source": "S1"}
        feature = {"type": "Feature", "properties": named, "geometry": {"type": kind, "coordinates": coordinates}}
        whole = json.dumps({"type": "FeatureCollection", "features": [feature]})
        (folder / f"{file}.geojson").write_text(whole)
    fuzz(folder / name, (folder / name).read_bytes(), lambda _: Dossier.open(folder))


class Answers(URLLibAdapter):  # type: ignore[misc] - geopy publishes no types
    """Answers with the file of a test."""

    path: Path

    def get_text(self, *_: object, **__: object) -> str:
        return self.path.read_text(encoding="utf-8", errors="surrogateescape")


@pytest.mark.parametrize("name", ["nominatim", "photon"])
def test_online_answers(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.geocoding.online.service.URLLibAdapter", Answers)
    Answers.path = tmp_path / f"{name}.json"
    whole, kind = (NOMINATIM, Nominatim) if name == "nominatim" else (PHOTON, Photon)
    limiter = RateLimiter(operator.call, min_delay_seconds=0, max_retries=0, swallow_exceptions=False)

    def ask(_: Path) -> None:
        cache = AnswerCache(tmp_path / "answers.sqlite")
        (tmp_path / "answers.sqlite").unlink(missing_ok=True)
        for place in kind(cache=cache, limiter=limiter).search("Surman"):
            assert abs(place.lat) <= 90
            assert place.name.strip().encode()
        assert kind(cache=cache, limiter=limiter).search("Surman") is not None

    fuzz(Answers.path, json.dumps(whole, ensure_ascii=False).encode(), ask)


def test_maps_of_columns(tmp_path: Path) -> None:
    saved = b'kind = "events"\nid_column = "n"\nkeep = ["a"]\n[columns]\n"date" = "Date"\n[values]\n"type" = "raid"\n'
    fuzz(tmp_path / "map.toml", saved, lambda path: read_map([str(path)]))
