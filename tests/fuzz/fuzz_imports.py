"""`sitmap import`, given files with odd cells and damaged bytes: rows or messages, and a dossier that can be opened.

Run by `make fuzz`; SITMAP_FUZZ_S is the time for each kind of file, in seconds. A finding becomes a test.
"""

import io
import json
import os
import random
import shutil
import signal
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner
from damaged_files import BREAKING, LONGEST_S, SECONDS, archive, damaged
from tiny_dossier import TINY, write

from geo.errors import SitmapError
from layers import Dossier
from maps.cli import group

# tables that people bring: own events, ACLED, control reports, posts, positions in other forms
TABLES: list[dict[str, str]] = [
    {"event_id": "L1", "start_date": "2020-01-05", "place": "Alphaville", "event_type": "raid", "summary": "x"},
    {"date": "05/01/2020", "lat": "35.5", "lon": "36.6", "type": "raid", "killed": "1-3", "source": "A"},
    {"event_id_cnty": "SYR1", "event_date": "10 January 2020", "event_type": "Battles", "sub_event_type": "Armed clash",
     "actor1": "North", "actor2": "South", "latitude": "35.5", "longitude": "36.5", "fatalities": "3", "notes": "n",
     "source": "A; B", "geo_precision": "1", "time_precision": "1"},
    {"Date": "2020-01-06", "Town": "Betatown", "Controlled by": "south", "Taken from": "north", "confidence": "high"},
    {"id": "B1", "name": "Post Nine", "side": "north", "lat": "35,5", "lon": "36,5", "start_date": "2020-01-04"},
    {"date": "2020-01-06", "position": "35°30'N 36°30'E", "description": "Shelling"},
    {"date": "43840", "wkt": "POINT (36.5 35.5)", "description": "Shelling", "phone": "123"},
    {"date": "2020-01-06", "mgrs": "37SBV8512334567", "event_type": "raid", "end_date": "2020-01-07"},
]  # fmt: skip
ODD = [
    *("", " ", "0", "-", "NaN", "1e999", "-1e-400", "9" * 400, "\u0663\u066b\u0665", "1,200", "1.2.3", "0x10"),
    *("true", "null", "\u06f1\u06f2", "31.12.1899", "-1", "2958466", "1 Jan", "2020", "R1", "#1", "=1+1", "\u202e"),
    *("2020-02-30", "0000-00-00", "9999-12-31", "2020-01-05/2020-01-04"),
    *("35.5, 36.5", "36.5 35.5", "POINT EMPTY", "POINT Z (1 2 3)", "POLYGON ((0 0, 1 1", "SRID=4326;POINT(36 35)"),
    *("8G4P2F00+", "37S", "90°60'61\"N", "91, 181", "inf, nan", "0101000000", "north; south"),
    *("A\nB", 'a"b', "a;b;c", "http://[::1", "javascript:x", "\ud7ff\ue000", "\x0b", "x" * 40_000, "Ü" * 300, "İ", "ß"),
]  # fmt: skip
SHAPES = [
    *("POINT (36.5 35.5)", "POINT EMPTY", "MULTIPOINT (36.5 35.5)", "LINESTRING (36 35, 37 36)"),
    *("GEOMETRYCOLLECTION EMPTY", "POINT (400 -95)"),
    *("POLYGON ((36 35, 37 35, 37 36, 36 36, 36 35))", "POLYGON ((36 35, 37 36, 37 35, 36 36, 36 35))"),
    *("POLYGON EMPTY", "POINT Z (36.5 35.5 9)", "MULTIPOLYGON (((36 35, 37 35, 37 36, 36 35)))", "POINT (36.5 1e300)"),
]  # fmt: skip
KINDS = ("", "", "", "events", "control", "control_areas", "posts", "places", "roads")


def rows(rng: random.Random) -> list[dict[str, str]]:
    """Rows of a table with some odd cells, columns that are missing, and columns of another table."""
    table = dict(rng.choice(TABLES))
    if rng.random() < 0.3:
        table |= rng.choice(TABLES)
    for name in [one for one in table if rng.random() < 0.08]:
        del table[name]
    made = [dict(table) for _ in range(rng.randint(1, 4))]
    for row in made:
        for name in row:
            if rng.random() < 0.15:
                row[name] = rng.choice(ODD)
    return made


def csv_file(rng: random.Random, _: Path) -> bytes:
    made = rows(rng)
    delimiter = rng.choice(",;\t|")
    quoted = ['"' + cell.replace('"', '""') + '"' for row in (made[0].keys(), *map(dict.values, made)) for cell in row]
    width = len(made[0])
    lines = [delimiter.join(quoted[at : at + width]) for at in range(0, len(quoted), width)]
    return rng.choice(["\n", "\r\n", "\r"]).join(lines).encode(rng.choice(["utf-8", "utf-8-sig", "utf-16"]), "replace")


def features(rng: random.Random) -> dict[str, Any]:
    shapes = [shapely.from_wkt(rng.choice(SHAPES)) for _ in range(4)]
    named = {"side": rng.choice(["north", "south", "Contested", ""]), "source": "me"} if rng.random() < 0.4 else {}
    made: list[dict[str, Any]] = [
        {"type": "Feature", "properties": row | named, "geometry": shapely.geometry.mapping(shape)}
        for row, shape in zip(rows(rng), shapes, strict=False)
    ]
    for feature in made:
        if rng.random() < 0.2:
            feature[rng.choice(["properties", "geometry", "type", "id"])] = rng.choice([None, [], {}, 1, "x", [[1]]])
        if rng.random() < 0.2 and isinstance(feature.get("properties"), dict):
            feature["properties"] = dict.fromkeys(feature["properties"], rng.choice([None, 1.5, True, [1], {"a": 1}]))
    return {"type": "FeatureCollection", "features": made}


def geojson_file(rng: random.Random, _: Path) -> bytes:
    return json.dumps(features(rng)).encode()


def json_file(rng: random.Random, _: Path) -> bytes:
    made: Any = rows(rng)
    return json.dumps(rng.choice([made, {"data": made}, {"count": 1, "data": [made]}, made[0], [made]])).encode()


def kml_file(rng: random.Random, _: Path) -> bytes:
    marks = [
        f"<Placemark><name>{cell(row, 'summary')}</name><description><![CDATA[{cell(row, 'notes')}]]></description>"
        f"<TimeStamp><when>{cell(row, 'start_date')}</when></TimeStamp><ExtendedData><Data name='type'>"
        f"<value>raid</value></Data></ExtendedData>"
        f"{rng.choice(['<Point>', '<MultiGeometry><Point>', '<LineString>'])}<coordinates>"
        f"{rng.choice(['36.5,35.5', '36.5,35.5,0', '', 'x,y', '36.5', '36.5,35.5 36.6,35.6'])}</coordinates>"
        f"</Point></Placemark>"
        for row in rows(rng)
    ]
    text = "<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document><Folder><name>raid</name>"
    return f"{text}{''.join(marks)}</Folder></Document></kml>".replace("<MultiGeometry>", "").encode("utf-8", "replace")


def cell(row: dict[str, str], name: str) -> str:
    return row.get(name, "2020-01-05").replace("&", "&amp;").replace("<", "&lt;").replace("\x0b", " ")


def kmz_file(rng: random.Random, folder: Path) -> bytes:
    return archive("doc.kml", damaged(kml_file(rng, folder), rng) if rng.random() < 0.5 else kml_file(rng, folder))


def xlsx_file(rng: random.Random, _: Path) -> bytes:
    book, made = openpyxl.Workbook(), rows(rng)
    for row in (list(made[0]), *(list(one.values()) for one in made)):
        book.active.append([one.replace("\x0b", "")[:30_000] for one in row])
    for _ in range(rng.randint(0, 3)):
        value = rng.choice([1.5, True, 43840, "=A1", None, "#N/A"])
        book.active.cell(rng.randint(1, 4), rng.randint(1, 5)).value = value
    packed = io.BytesIO()
    book.save(packed)
    if rng.random() < 0.5:
        return packed.getvalue()
    # damaged inside of a whole archive
    broken = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(broken, "w") as new:
        hurt = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), rng) if name == hurt else old.read(name))
    return broken.getvalue()


def gpx_file(rng: random.Random, _: Path) -> bytes:
    points = [
        f"<wpt lat='{rng.choice(['35.5', '95', 'x', ''])}' lon='36.5'><time>{cell(row, 'start_date')}</time>"
        f"<name>{cell(row, 'summary')}</name></wpt>"
        for row in rows(rng)
    ]
    return f"<gpx version='1.1' xmlns='http://www.topografix.com/GPX/1/1'>{''.join(points)}</gpx>".encode(
        "utf-8", "replace"
    )


def vector_file(ending: str) -> Callable[[random.Random, Path], bytes]:
    def make(rng: random.Random, folder: Path) -> bytes:
        made = rows(rng)
        columns = {
            name: [row[name].replace("\x0b", "")[:200] for row in made]
            for name in made[0]
            if name == name.lower() != "id"
        }
        kind = rng.choice(
            ["POINT (36.5 35.5)", "POLYGON ((36 35, 37 35, 37 36, 36 36, 36 35))", "LINESTRING (36 35, 37 36)"]
        )
        frame = gpd.GeoDataFrame(
            columns, geometry=[shapely.from_wkt(kind)] * len(made), crs=rng.choice([4326, 32637, None])
        )
        path = folder / f"whole-{rng.random()}.{ending}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame.to_file(path)
        made_bytes = path.read_bytes()
        if ending == "shp":
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as target:
                for part in sorted(folder.glob(f"{path.stem}.*")):
                    target.writestr(
                        part.name, damaged(part.read_bytes(), rng) if rng.random() < 0.2 else part.read_bytes()
                    )
            made_bytes = packed.getvalue()
        for part in folder.glob(f"{path.stem}*"):
            part.unlink()
        return made_bytes

    return make


FILES: dict[str, Callable[[random.Random, Path], bytes]] = {
    "a.csv": csv_file,
    "a.geojson": geojson_file,
    "a.json": json_file,
    "a.kml": kml_file,
    "a.kmz": kmz_file,
    "a.xlsx": xlsx_file,
    "a.gpx": gpx_file,
    "a.gpkg": vector_file("gpkg"),
    "a.fgb": vector_file("fgb"),
    "a.zip": vector_file("shp"),
}


class Hang(BaseException):
    """Raised in the middle of an import that takes too long."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def outcome(path: Path, folder: Path, kind: str) -> tuple[str, str]:
    """Import a file; return how that ended, and the place in the code if it ended badly."""
    arguments = ["import", str(path), "--into", str(folder), *(["--as", kind] if kind else [])]
    try:
        with limited(3 * LONGEST_S):
            done = CliRunner().invoke(group, arguments)
    except Hang:
        return "hang", traceback.format_exc()
    if isinstance(done.exception, SitmapError):
        # the message that the command line prints
        return ("file refused", "") if str(done.exception) else ("no message", "")
    if done.exception and not isinstance(done.exception, SystemExit):
        return "traceback", "".join(traceback.format_exception(done.exception))
    try:
        Dossier.open(folder)
    except SitmapError as error:
        # posts of a side without supplies are right, and the dossier is not finished: the message says what to add
        return (
            ("taken", "")
            if "1 error" in str(error) and "add [[anchors]]" in str(error)
            else ("dossier broken", str(error))
        )
    return ("rows refused", "") if done.exit_code else ("taken", "")


GOOD = {"taken", "rows refused", "file refused"}


@pytest.mark.parametrize("name", FILES)
def test_imports(name: str, tmp_path: Path) -> None:
    seed = int(os.environ.get("SITMAP_FUZZ_SEED", str(time.time_ns())))
    rng, end = random.Random(seed), time.monotonic() + SECONDS  # noqa: S311 - no secret
    counts: Counter[str] = Counter()
    findings: dict[str, str] = {}
    whole = write(tmp_path / "whole", TINY)
    while time.monotonic() < end:
        folder = shutil.copytree(whole, tmp_path / "mine")
        raw = FILES[name](rng, tmp_path)
        if rng.random() < 0.2:
            raw = damaged(raw, rng)
        elif rng.random() < 0.1:
            raw = raw.replace(b"raid", rng.choice(BREAKING), 1)
        path = tmp_path / name
        path.write_bytes(raw)
        kind = rng.choice(KINDS)
        how, where = outcome(path, folder, kind)
        counts[how] += 1
        key = f"{how}: {where[-400:]}"
        if how not in GOOD and key not in findings:
            findings[key] = where
            kept = Path("fuzz-findings") / f"{seed}-{sum(counts.values())}-{kind or 'any'}-{name}"
            kept.parent.mkdir(exist_ok=True)
            shutil.copy(path, kept)
            kept.with_name(f"{kept.name}.txt").write_text(where, encoding="utf-8", errors="replace")
        shutil.rmtree(folder)
    print(f"{name}: {sum(counts.values())} files, {dict(counts)}")  # noqa: T201 - the figures of the run
    assert not findings, "\n".join(findings)
