"""Small files that would become large in memory, or never end, are refused with the limit that they pass."""

import gzip
import io
import json
import os
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from command_line import run
from shapely import Point

from geo.errors import SitmapError
from geo.gazetteer.files.read import read_gazetteer
from geo.readers import apart
from geo.readers.foreign_files import foreign_tables
from geo.readers.sheet import Sheet

NUMBER = 6_000
MARK = '<Placemark><ExtendedData><Data name="c{}"><value>1</value></Data></ExtendedData></Placemark>'


def each(part: str, number: int = NUMBER) -> str:
    return "".join(part.replace("{}", str(n)) for n in range(number))


def archive(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return made.getvalue()


def workbook(changed: Callable[[openpyxl.Workbook], object]) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "date"
    changed(book)
    book.save(made)
    return made.getvalue()


SMALL: dict[str, Callable[[], bytes]] = {
    # each record has a column of its own
    "records.json": lambda: json.dumps([{f"c{n}": 1} for n in range(NUMBER)]).encode(),
    "features.geojson": lambda: json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {f"c{n}": 1}} for n in range(NUMBER)],
        }
    ).encode(),
    "marks.kml": f"<kml>{each(MARK)}</kml>".encode,
    # each of many short lines has all columns of a wide heading
    "lines.txt": lambda: each("c{},").encode() + b"\n" + b"1,2\n" * NUMBER,
    "lines.csv": lambda: each("c{},").encode() + b"\n" + b"1,2\n" * NUMBER,
    "wide.txt": lambda: each("c{},", 20_000).encode() + b"\n1,2\n",
    "wide.json": lambda: json.dumps([{f"c{n}": 1 for n in range(20_000)}]).encode(),
    "far.xlsx": lambda: workbook(lambda book: book.active.cell(7_000, 7_000, 1)),
    "unpacked.zip": lambda: archive("a.csv", b"date,place\n" + b"2020-01-05,Idlib\n" * 2_000_000),
    "unpacked.kmz": lambda: archive("doc.kml", b"<kml>" + b"<Placemark/>" * 2_000_000),
    "unpacked.xlsx": lambda: archive("xl/workbook.xml", bytes(30_000_000)),
    "unpacked.csv.gz": lambda: gzip.compress(b"date,place\n" + b"2020-01-05,Idlib\n" * 2_000_000),
    "within.zip.gz": lambda: gzip.compress(archive("a.csv", b"date,place\n2020-01-05,Idlib\n")),
}


def read(path: Path) -> None:
    with foreign_tables(path) as tables:
        for table in tables:
            for _ in table.rows(lambda *_: None):
                pass


@pytest.mark.parametrize("name", SMALL)
def test_a_small_file_that_becomes_large_is_refused_with_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(SMALL[name]())
    assert path.stat().st_size < 1_000_000
    for reader in (read, read_gazetteer):
        with pytest.raises(SitmapError, match=r"at most|the most that are read|expected a file that ends in one of"):
            reader(path)


def test_a_table_of_a_dossier_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(SMALL["lines.csv"]())
    sheet = Sheet.read(path)
    assert sheet.rows == ()
    assert "expected a table of at most 3,000,000 cells" in str(sheet.problems[0])


def test_a_reader_that_asks_for_all_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_LEAST_MEMORY", 150 << 20)
    path = tmp_path / "merged.xlsx"
    # openpyxl makes a cell of each that is merged
    path.write_bytes(workbook(lambda book: book.active.merged_cells.add("A1:XFD1048576")))
    with pytest.raises(SitmapError, match=r"merged\.xlsx: expected a file that is whole and can be read with 150 MB"):
        read(path)


def test_a_reader_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "endless.gpkg"
    gpd.GeoDataFrame({"n": [1]}, geometry=[Point(36, 35)], crs=4326).to_file(path, layer="a")
    # a view is read without end
    script = """
        PRAGMA writable_schema = 1; DROP TABLE rtree_a_geom; DELETE FROM gpkg_extensions; ALTER TABLE a RENAME TO b;
        CREATE VIEW a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n)
        SELECT i AS fid, i AS n, NULL AS geom FROM n;
        UPDATE gpkg_contents SET table_name = 'a'; UPDATE gpkg_geometry_columns SET table_name = 'a';
    """
    with sqlite3.connect(path) as database:
        database.executescript(script)
    database.close()
    monkeypatch.setattr(apart, "_LONGEST_S", 8)
    with pytest.raises(SitmapError, match=r"endless\.gpkg: expected a file that is read within 8 seconds"):
        read(path)


def test_pipes_and_streams_that_never_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "a.csv").write_text("date,place\n2020-01-05,Idlib\n")
    (tmp_path / "mine").mkdir()
    done = run("import", tmp_path / "a.csv", "--into", tmp_path / "mine", "--map", tmp_path / "pipe.toml")
    assert (done.returncode, "pipe.toml" in done.stderr) == (1, True)
    monkeypatch.setattr("layers.texts.files.LARGEST_BYTES", 1_000)
    done = run("read", "-", text="word " * 300)
    assert done.returncode == 1
    assert done.stderr == "sitmap: standard input: cannot be read: more than 1,000 bytes, the most that are read\n"
