"""The embargo: a build is, byte for byte, the build of the folder before the withheld rows were entered."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from command_line import run
from shapely.geometry import box, mapping
from tiny_dossier import TINY, unpacked, write

from geo.readers.sheet import Sheet
from layers import Dossier, build
from layers.dossier.release.withheld import TableBytes
from maps.payload.payload import payload

# rows that are entered during the embargo: the row before which each stands, and its text
YOUNG = {
    "places.csv": [("P2,", "P4,Secretville,,Beta Secret,place,,35.6,36.2,1.5,SY,S9\n")],
    "posts.csv": [("A3,", "A2,Secret Post,,north,Secretville,,,2,2020-01-09,,S9\n")],
    "control.csv": [
        ("R4,", 'R8,2020-01-09,,Secretville,,south,north,secret,medium,S9,"a note\nof two lines"\n'),
        ("R4,", "R9,2020-01-09,,Nobodyknows,unlocated,south,north,report,medium,S9,\n"),
        ("R1,", "R7,2020-01-10,,P2,,south,north,secret,high,S8,\n"),
    ],
    "events.csv": [
        ("E2,", "E8,2020-01-02,2020-01-09,2,P4,1,clash,north,south,,,,A long secret.,S9,,\n"),
        ("E2,", "E9,2020-01-10,,1,Nobodyknows,1,shelling,south,north,,,,A secret.,S9,,unlocated\n"),
        ("E2,", "E7,,,,P3,1,shelling,south,north,,,,An undated secret.,,,\n"),
    ],
    "sources.csv": [
        ("S1,", "S8,https://secret.example/8,,Secret Eight,,C\n"),
        ("S1,", "S9,https://secret.example/9,,Secret Nine,,\n"),
    ],
}
# ends of rows and anchors that are there already
ENDED = {
    "dossier.toml": ('name = "Home"\n', 'name = "Home"\nend = "2020-01-10"\n'),
    "posts.csv": ("35.8,36.9,2,,,S1", '35.8,36.9,2,,"2020-01-10",S1'),
    "control.csv": ("R2,2020-01-03,,", "R2,2020-01-03,2020-01-10,"),
}
# an anchor that begins during the embargo
YOUNG_ANCHOR = '[[anchors]]\nside = "north"\nname = "Secret road"\nwhere = "35.5,36.6"\nstart = "2020-01-09"\n\n'
AS_OF = "2020-01-12"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("before") / "tiny", TINY)


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = dict(TINY)
    for name, rows in YOUNG.items():
        for mark, row in rows:
            files[name] = files[name].replace(f"\n{mark}", f"\n{row}{mark}", 1)
    for name, (old, new) in ENDED.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    files["dossier.toml"] = files["dossier.toml"].replace("[[anchors]]", YOUNG_ANCHOR + "[[anchors]]")
    files["reports/2020-01-09-secret.txt"] = "title: Secret\npublished: 2020-01-09\n\nA secret.\n"
    files["private.txt"] = "Notes of the analyst.\n"
    return write(tmp_path_factory.mktemp("after") / "tiny", files)


def without_count(text: str | bytes) -> bytes:
    """A text without the number of rows withheld, which an output has to give, and without hashes of such outputs."""
    raw = text if isinstance(text, bytes) else text.encode()
    raw = re.sub(rb'("[/\w.-]+\.(?:geojsonl?|gpkg|qgz|csv|kml|fgb|parquet|qml|json)": )"[0-9a-f]{64}"', rb"\1N", raw)
    # every file is compared itself
    raw = re.sub(rb'"hash": "sha256:[0-9a-f]{64}"', b'"hash": "N"', raw)
    for number in (b"0", b"6"):
        for left in (b"%s rows of events", b'"withheld": %s'):
            raw = raw.replace(left % number, left % b"N")
    # the hash of the GeoPackage, whose metadata has the number
    return re.sub(rb'("sitmap.gpkg": )"[0-9a-f]{64}"', rb'\1"H"', raw)


def test_outputs_and_messages_are_those_of_the_folder_before_the_young_rows(before: Path, after: Path) -> None:
    def made(dossier: Path) -> tuple[dict[str, list[bytes]], bytes]:
        out = dossier.parent / "out"
        formats = "geojson,geojsonl,gpkg,qgis,csv,kml,fgb,parquet"
        done = run("build", dossier, "--as-of", AS_OF, "--format", formats, "--out", out)
        assert done.returncode == 0, done.stderr
        text = (done.stdout + done.stderr).replace(str(out), "OUT")
        files = {path.relative_to(out).as_posix(): unpacked(path) for path in sorted(out.rglob("*")) if path.is_file()}
        return files, without_count(text)

    plain, plain_text = made(before)
    files, text = made(after)
    assert text == plain_text
    assert files.keys() == plain.keys()
    for name in plain.keys() - {"sitmap.gpkg"}:
        assert list(map(without_count, files[name])) == list(map(without_count, plain[name])), name
    # the number in the GeoPackage's metadata has another place where it has another length only
    assert without_count(files["sitmap.gpkg"][0]) == without_count(plain["sitmap.gpkg"][0])


def test_the_page_is_that_of_the_folder_before_the_young_rows(before: Path, after: Path) -> None:
    old, new = (payload(build(Dossier.open(folder), as_of=AS_OF)) for folder in (before, after))
    assert (old["about"].pop("withheld"), new["about"].pop("withheld")) == (0, 6)
    for data in (old, new):
        data["about"]["warnings"] = [without_count(line) for line in data["about"]["warnings"]]
    assert new == old


def test_no_free_page_of_the_geopackage_holds_a_withheld_row(after: Path, tmp_path: Path) -> None:
    path = build(Dossier.open(after), as_of=AS_OF).to_geopackage(tmp_path / "x.gpkg")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA freelist_count").fetchone() == (0,)
    assert b"ecret" not in path.read_bytes()


def test_the_tour_is_that_of_the_folder_before_the_young_rows(before: Path, after: Path) -> None:
    heading, old = "step,date,view,place,post,caption\n", '1,2020-01-03,"35.4,36.6,9",P1,A1,It begins.\n'
    young = '2,2020-01-03,,,A2,A post.\n3,2020-01-03,"35.6,36.2,12",P4,,A place.\n4,2020-01-10,,,,A secret.\n'
    found = []
    for folder, rows in ((before, old), (after, young + old)):
        (folder / "story.csv").write_text(heading + rows, encoding="utf-8")
        released = build(Dossier.open(folder), as_of=AS_OF)
        found.append((payload(released)["story"], released.dossier.contents["story.csv"]))
        (folder / "story.csv").unlink()
    assert found[0] == found[1]
    assert len(found[0][0]) == 1


def test_a_place_and_a_source_that_an_old_row_names_too_are_kept(after: Path) -> None:
    text = (after / "events.csv").read_text(encoding="utf-8")
    (after / "events.csv").write_text(text + "E5,2020-01-04,,1,Secretville,1,clash,,,,,,They met.,S8,,\n")
    released = build(Dossier.open(after), as_of=AS_OF).dossier
    assert [place.id for place in released.places] == ["P1", "P4", "P2", "P3", "P5"]
    assert list(released.sources.index) == ["S8", "S9", "S1"]
    (after / "events.csv").write_text(text)


def test_a_source_of_young_control_areas_only_is_withheld_and_that_of_an_old_one_kept(tmp_path: Path) -> None:
    keys = {"S7": "2020-01-10", "S8": "2020-01-03"}
    shape = mapping(box(36.1, 35.1, 36.3, 35.3))
    features = [
        {"type": "Feature", "properties": {"side": "south", "start_date": day, "source": key}, "geometry": shape}
        for key, day in keys.items()
    ]
    young = "R8,2020-01-09,,P1,,south,north,secret,medium,S8,\n"
    rows = "".join(f"{key},https://secret.example/{key},,Secret,,\n" for key in keys)
    files = TINY | {"sources.csv": TINY["sources.csv"] + rows}
    files["control_areas.geojson"] = json.dumps({"type": "FeatureCollection", "features": features})
    for control in (TINY["control.csv"], TINY["control.csv"] + young):
        folder = write(tmp_path / str(len(control)), files | {"control.csv": control})
        assert list(build(Dossier.open(folder), as_of=AS_OF).dossier.sources.index) == ["S1", "S8"]


@pytest.mark.parametrize("change", [lambda d: d.without("R8"), lambda d: d.with_report("2020-01-10", "P1", "north")])
def test_what_if_analyses_keep_the_embargo(after: Path, change: Callable[[Dossier], Dossier]) -> None:
    plain, changed = (build(one, as_of=AS_OF) for one in (Dossier.open(after), change(Dossier.open(after))))
    assert changed["zones"].equals(plain["zones"])
    assert list(changed.dossier.control["id"]) == list(plain.dossier.control["id"])


def test_a_build_after_the_embargo_has_all_rows(after: Path) -> None:
    layers = build(Dossier.open(after), as_of=date(2021, 1, 1))
    assert (layers.withheld, layers.is_cut) == (0, False)
    assert {"A1", "A2", "A3"} == set(layers["posts"]["post_id"])
    assert not [line for line in layers.warnings if "withheld" in line]


def test_cells_are_emptied_in_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    raw = '\ufeffid;"a ""b""";c\r\n1;"x;""y""\n";2\r\n3;z\r\n\r\n4;"v";5'.encode()
    path.write_bytes(raw)
    sheet = Sheet.read(path)
    assert TableBytes(raw, sheet, (), {}).content == raw
    left = TableBytes(raw, sheet, {4}, {2: ('a "b"',), 6: ("c",)})
    assert left.content == '\ufeffid;"a ""b""";c\r\n1;;2\r\n\r\n4;"v";'.encode()
    assert TableBytes(raw, sheet, {2, 4}, {}).line(6) == 3
