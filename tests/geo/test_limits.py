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
from geo.readers import apart, contents
from geo.readers.foreign_files import foreign_tables
from geo.readers.sheet import Sheet
from layers.imports.mapping import read_map

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


DENSE = {
    "lists.json": b"[" + b"[]," * 40_000 + b"[]]",
    "objects.json": b"[" + b"{}," * 40_000 + b"{}]",
    "ones.geojson": b'{"features":[' + b"1," * 40_000 + b"1]}",
    "elements.kml": b"<kml>" + b"<a/>" * 40_000 + b"</kml>",
    "marks.kml": b"<kml>" + b"<Placemark/>" * 10_000 + b"</kml>",
}


@pytest.mark.parametrize("name", DENSE)
def test_a_file_of_many_small_parts_is_refused_with_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (path := tmp_path / name).write_bytes(DENSE[name])
    monkeypatch.setattr(contents, "_MOST_MEMORY", 1_000_000)
    with pytest.raises(SitmapError, match=rf"{name}: its parts take \d+ MB of memory; at most \d are read"):
        read(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [("deep.json", b"[" * 100_000), ("deep.kml", b"<kml>" + b"<Placemark>" * 1_000), ("deep.csv", b"word " * 40_000)],
)
def test_what_is_nested_deeper_than_is_read_is_refused_and_a_long_cell_is_none(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (path := tmp_path / name).write_bytes(content)
    if name == "deep.csv":
        read(path)
        return
    with pytest.raises(SitmapError, match=rf"{name}: expected .* not nested deeper than"):
        read(path)


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
    gpd.GeoDataFrame({"n": [1]}, geometry=[Point(36, 35)], crs=4326).to_file(path, layer="a", SPATIAL_INDEX="NO")
    # a view is read without end
    script = """
        ALTER TABLE a RENAME TO b;
        CREATE VIEW a AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
        SELECT i AS fid, i AS n, NULL AS geom FROM n WHERE i < 0;
        UPDATE gpkg_contents SET table_name = 'a'; UPDATE gpkg_geometry_columns SET table_name = 'a';
    """
    with sqlite3.connect(path) as database:
        database.executescript(script)
    database.close()
    monkeypatch.setattr(apart, "_LONGEST_S", 8)
    with pytest.raises(SitmapError, match=r"endless\.gpkg: expected a file that is read within 8 seconds"):
        read(path)


@pytest.mark.parametrize(
    "saved", ["kind = " + "[" * 5_000, "columns = 3", "keep = [1]", "id_column = 1979-05-27", "x = 1"]
)
def test_a_saved_map_that_is_none_is_refused(tmp_path: Path, saved: str) -> None:
    (path := tmp_path / "map.toml").write_text(saved)
    with pytest.raises(SitmapError, match=r"map\.toml: expected ours=theirs, or a file that --save-map has written"):
        read_map([str(path)])


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
