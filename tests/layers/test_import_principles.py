"""Imports lose nothing, move nothing, and say what they did: the principles, each as a property."""

import csv
import io
import json
import random
import shutil
import warnings
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from command_line import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import Problems, SitmapError
from geo.readers.foreign_files import foreign_tables
from layers import Dossier
from layers.dossier.changes import change_tables, changing, undo
from layers.imports.mapping import ImportOptions
from layers.imports.plan import ImportPlan
from layers.imports.planner import plan_import

HEAD = ["date", "place", "event_type", "summary", "lat", "lon", "fatalities", "source", "url"]
FEW = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "mine"
    assert run("new", str(folder)).returncode == 0
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("P1,Alpha,,,town,35.86,36.80,0.75,SY,Idlib,\nP2,Omega,,,town,36.10,36.69,0.75,SY,Idlib,\n")
    with (folder / "control.csv").open("a", encoding="utf-8") as file:
        file.write("R1,2020-01-02,P1,,south,north,capture,high\nR3,2020-01-10,Saraqib,,south,north,capture,high\n")
    return folder


@pytest.fixture
def folder(example: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example, tmp_path / "mine")


def plan(path: Path, folder: Path, **options: object) -> ImportPlan:
    with foreign_tables(path) as tables:
        found = plan_import(tables, folder, Problems(), ImportOptions(**options))  # type: ignore[arg-type]
        found.write(path)
        return found


def table(path: Path, rows: list[list[object]], head: list[str] = HEAD) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def events(folder: Path) -> list[dict[str, str]]:
    text = (folder / "events.csv").read_text(encoding="utf-8-sig")
    return [row for row in csv.DictReader(io.StringIO(text)) if not row["id"].startswith("#")]


POSITIONS = st.tuples(
    st.floats(35.1, 36.5).map(lambda v: round(v, 4)), st.floats(36.1, 37.3).map(lambda v: round(v, 4))
)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 28).map(lambda day: f"2020-01-{day:02}"),
        st.sampled_from(["Alpha", "Saraqib", "Maarrat al-Numan", "a farm"]),
        st.sampled_from(["airstrike", "shelling"]),
        st.text("abc =+-@'\"\n,;|é\u0633", min_size=1).filter(lambda text: text.strip()),
        POSITIONS,
        st.sampled_from(["", "3", "10+", "N/A", "1,200"]),
        st.sampled_from(["", "Example News"]),
        st.sampled_from(["", "https://example.org/a;b=1", "https://example.org/" + "x" * 90 + "1"]),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: [[*row[:4], *row[4], *row[5:]] for row in rows])


@FEW
@given(ROWS)
def test_an_import_changes_no_other_row(
    example: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    folder = shutil.copytree(example, tmp_path_factory.mktemp("d") / "mine")
    before, tables = Dossier.open(folder), {path: path.read_bytes() for path in folder.glob("*.csv")}
    plan(table(folder.parent / "strikes.csv", rows), folder)
    after = Dossier.open(folder)
    for path, content in tables.items():
        assert path.read_bytes().startswith(content)
        assert path.name in ("events.csv", "sources.csv") or path.read_bytes() == content
    assert after.control.drop(columns="line").equals(before.control.drop(columns="line"))
    told = {name: (match.place.id, match.score, match.reason) for name, match in before.matches.items()}
    assert {name: (match.place.id, match.score, match.reason) for name, match in after.matches.items()} == told
    # two exact positions are two positions
    found = {(round(point.y, 4), round(point.x, 4)) for point in after.events.geometry}
    assert found == {(row[4], row[5]) for row in rows}


@FEW
@given(ROWS, st.randoms())
def test_identity_is_content_and_no_row_is_lost_or_doubled(
    example: Path, tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]], order: random.Random
) -> None:
    folder = shutil.copytree(example, tmp_path_factory.mktemp("d") / "mine")
    first = plan(table(folder.parent / "export.csv", rows), folder)
    assert (len(first.added["events.csv"]), first.problems) == (len(rows), ())
    ids = sorted(row["id"] for row in events(folder))
    shuffled = order.sample(rows, len(rows))
    again = plan(table(folder.parent / "another name (1).csv", shuffled), folder)
    assert (len(again.added["events.csv"]), again.known) == (0, len(rows))
    assert sorted(row["id"] for row in events(folder)) == ids
    # the newest row on top
    plan(
        table(folder.parent / "export.csv", [["2020-01-30", "b", "raid", "new", 36.3, 37.1, "", "", ""], *rows]), folder
    )
    assert len(events(folder)) == len(rows) + 1
    assert [row["summary"] for row in Dossier.open(folder).events.to_dict("records")][-1] == "new"


FAULTS = """\
date=2020-13-40
lat=95
lat= lon=36
fatalities_low=9 fatalities=2
end_date=2020-01-01
id=a;b
id=#1
place=Nowhereville lat= lon=
reliability=A1 source=Ex
url=ftp://example.org
uncertainty_km=about5
summary=
event_type=
lat=nan lon=nan
time_precision=7
archive_url=archive.ph/a source=E"""
SPOILT = st.sampled_from([dict(cell.split("=") for cell in line.split()) for line in FAULTS.splitlines()])


@FEW
@given(st.lists(SPOILT, min_size=2, max_size=10))
def test_what_import_takes_check_takes(
    example: Path, tmp_path_factory: pytest.TempPathFactory, spoilt: list[dict[str, str]]
) -> None:
    folder = shutil.copytree(example, tmp_path_factory.mktemp("d") / "mine")
    good = {
        "id": "",
        "date": "2020-01-10",
        "end_date": "",
        "place": "Alpha",
        "event_type": "raid",
        "lat": "35.9",
        "lon": "36.9",
    }
    rows = [good | {"summary": f"row {n}"} | one for n, one in enumerate(spoilt)]
    head = list(dict.fromkeys(name for row in rows for name in row))
    path = table(folder.parent / "bad.csv", [[row.get(name, "") for name in head] for row in rows], head)
    with foreign_tables(path) as tables:
        dry = plan_import(tables, folder, Problems())
    done = plan(path, folder)
    assert (len(dry.added["events.csv"]), dry.refused) == (len(done.added["events.csv"]), done.refused)
    assert len(done.added["events.csv"]) + done.refused == len(rows)
    assert len(Dossier.open(folder).events) == len(done.added["events.csv"]) == len(events(folder))


def test_two_rows_of_one_id_are_both_refused_by_line(folder: Path) -> None:
    head = ["id", *HEAD[:6]]
    rows = [["d1", "2020-01-10", "a", "raid", "one", 35.9, 36.9], ["d1", "2020-01-11", "a", "raid", "two", 35.9, 36.9]]
    done = plan(table(folder.parent / "a.csv", [*rows, ["d2", *rows[0][1:]]], head), folder)
    assert [row["id"] for row in events(folder)] == ["d2"]
    assert [problem.line for problem in done.problems] == [2, 3]


def test_rows_that_a_source_revises_are_listed_and_taken_on_request_only(folder: Path) -> None:
    head = [
        "event_id_cnty",
        "event_date",
        "event_type",
        "sub_event_type",
        "location",
        "latitude",
        "longitude",
        "notes",
        "fatalities",
    ]
    row = ["X1", "10 January 2020", "Battles", "Armed clash", "Alpha", 35.86, 36.8, "They fought.", 3]
    other = ["X2", *row[1:]]
    plan(table(folder.parent / "acled.csv", [row, other], head), folder)
    text = (folder / "events.csv").read_text(encoding="utf-8")
    (folder / "events.csv").write_text(
        text.replace("X2,2020-01-10,,,Alpha", "X2,2020-01-10,,,my label"), encoding="utf-8"
    )
    revised = table(folder.parent / "acled.csv", [[*row[:-1], 5], [*other[:4], "Alpha town", *other[5:]]], head)
    told = plan(revised, folder)
    assert (told.changed, [one["fatalities_best"] for one in events(folder)]) == (2, ["3", "3"])
    assert any("X1: fatalities_best: '3' is '5' now; --update takes it" in line for line in told.told)
    plan(revised, folder, update=True)
    assert [(one["place"], one["fatalities_best"]) for one in events(folder)] == [("Alpha", "5"), ("my label", "3")]
    gone = plan(table(folder.parent / "acled.csv", [[*row[:-1], 5]], head), folder)
    assert any("no longer in it, stay: X2" in line for line in gone.told)


def test_columns_of_people_and_devices_are_left_out_unless_they_are_asked_for(folder: Path) -> None:
    head = [*HEAD[:6], "phonenumber", "enumerator_name", "colour"]
    path = table(
        folder.parent / "form.csv", [["2020-01-10", "a", "raid", "x", 35.9, 36.9, "+963 11", "Somebody", "red"]], head
    )
    assert any("phonenumber, enumerator_name" in line for line in plan(path, folder).told)
    assert [row["note"] for row in events(folder)] == ["colour: red"]
    undo(folder)
    plan(path, folder, keep=frozenset({"phonenumber"}))
    assert [row["note"] for row in events(folder)] == ["phonenumber: +963 11; colour: red"]


def test_rows_outside_of_area_and_period_are_told_and_left_out_on_request(folder: Path) -> None:
    rows = [
        ["2020-01-10", "a", "raid", "far", -33, 151], ["2020-01-10", "a", "raid", "zero", 0, 0],
        ["2020-01-10", "a", "raid", "swapped", 36.8, 35.86], ["1999-01-10", "a", "raid", "old", 35.86, 36.8],
        ["", "a", "raid", "undated", 35.86, 36.8], ["2020-01-10", "a", "raid", "good", 35.86, 36.8],
    ]  # fmt: skip
    path = table(folder.parent / "a.csv", rows, HEAD[:6])
    told = "\n".join(plan(path, folder).told)
    for word in (
        "outside of the area",
        "latitude 0, longitude 0",
        "swapped",
        "outside of the period",
        "without a date",
    ):
        assert word in told
    undo(folder)
    plan(path, folder, clip=True)
    assert [row["summary"] for row in events(folder)] == ["good"]


def test_one_key_stands_for_one_address_however_long(folder: Path) -> None:
    urls = [f"https://example.org/{'long/' * 30}{n}" for n in range(3)] + ["https://example.org/story;id=12?a=1;b=2"]
    rows = [
        ["2020-01-10", "a", "raid", n, 35.9, 36.9, "", "A publisher with a long name", url]
        for n, url in enumerate(urls)
    ]
    plan(table(folder.parent / "a.csv", rows), folder)
    opened = Dossier.open(folder)
    assert [opened.sources.loc[list(keys), "url"].tolist() for keys in opened.events["sources"]] == [
        [url] for url in urls
    ]
    undo(folder)
    plan(table(folder.parent / "b.csv", [["2020-01-10", "a", "raid", "x", 35.9, 36.9, "", urls[3], ""]]), folder)
    assert Dossier.open(folder).sources["url"].tolist() == [urls[3]]


def test_a_table_that_may_be_events_or_control_reports_is_not_guessed(folder: Path) -> None:
    path = table(folder.parent / "a.csv", [["2020-01-10", "south", "airstrike", "x", 35.9, 36.9]],
                 ["date", "side", "event_type", "summary", "lat", "lon"])  # fmt: skip
    with pytest.raises(SitmapError, match="say --as events or --as control"):
        plan(path, folder)
    plan(path, folder, kind="events")
    assert [row["actor1"] for row in events(folder)] == ["south"]
    sheet = table(
        folder.parent / "b.csv",
        [["2020-01-12", "Omega", "Southern side", "north"]],
        ["When", "Town", "Controlled by", "Taken from"],
    )
    plan(sheet, folder)
    control = Dossier.open(folder).control
    assert control.iloc[-1][["place_name", "side", "from_side"]].tolist() == ["Omega", "south", "north"]


def test_a_name_is_placed_once_and_what_was_found_is_written_into_the_row(folder: Path) -> None:
    plan(table(folder.parent / "a.csv", [["2020-01-10", "Omega", "raid", "x"]], HEAD[:4]), folder)
    (row,) = events(folder)
    assert (row["place"], row["lat"], row["lon"], row["place_name"]) == ("P2", "36.1", "36.69", "Omega")


def test_numbers_are_read_as_people_write_them(folder: Path) -> None:
    texts = ["3.0", "1,200", "N/A", "10+", "٣", "about ten", "10-15"]
    rows = [["2020-01-10", "a", "raid", n, 35.9, 36.9, text] for n, text in enumerate(texts)]
    told = plan(table(folder.parent / "a.csv", rows, HEAD[:7]), folder).told
    deaths = [[row[f"fatalities_{bound}"] for bound in ("low", "best", "high")] for row in events(folder)]
    assert deaths == [
        ["", "3", ""],
        ["", "1200", ""],
        ["", "", ""],
        ["10", "", ""],
        ["", "3", ""],
        ["", "", ""],
        ["10", "", "15"],
    ]
    assert any("about ten" in line for line in told)


def test_dates_are_read_in_the_order_that_their_column_proves(folder: Path) -> None:
    rows = [["05/01/2020", "a", "raid", "x", 35.9, 36.9], ["25/01/2020", "a", "raid", "y", 35.9, 36.9]]
    plan(table(folder.parent / "a.csv", rows, HEAD[:6]), folder)
    assert [row["start_date"] for row in events(folder)] == ["2020-01-05", "2020-01-25"]
    undo(folder)
    refused = plan(table(folder.parent / "b.csv", rows[:1], HEAD[:6]), folder)
    assert "--date-format" in refused.problems[0].expected
    plan(folder.parent / "b.csv", folder, date_format="month")
    assert [row["start_date"] for row in events(folder)] == ["2020-05-01"]


def test_hyperlinks_merged_cells_and_formulas_of_a_workbook_are_seen(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["date", "place", "event_type", "summary", "lat", "lon", "source", "fatalities"])
    book.active.append(["2020-01-10", "a", "raid", "one", 35.9, 36.9, "Example News", "=1+2"])
    book.active.append([None, "b", "raid", "two", 35.8, 36.9, None, 1])
    book.active["G2"].hyperlink = "https://example.org/story"
    book.active.merge_cells("A2:A3")
    book.save(folder.parent / "a.xlsx")
    told = plan(folder.parent / "a.xlsx", folder).told
    assert [row["start_date"] for row in events(folder)] == ["2020-01-10", "2020-01-10"]
    assert Dossier.open(folder).sources["url"].tolist() == ["https://example.org/story"]
    assert any("formulas without a value in H2" in line for line in told)


def test_deaths_in_a_shapefile_are_found_by_the_numbers_of_gdal_and_cut_texts_are_told(folder: Path) -> None:
    columns = {"event_id": ["X1", "X2"], "start_date": "2020-01-10", "event_type": "raid"}
    columns |= {"fatalities_low": [1, 0], "fatalities_best": [2, 5], "fatalities_high": [4, 9]}
    columns |= {"summary": ["قتل " * 90, "short"]}
    points = gpd.points_from_xy([36.9123456, 36.8], [35.9123456, 35.8], crs=4326)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        gpd.GeoDataFrame(columns, geometry=points).to_file(folder.parent / "a.shp", engine="pyogrio")
    found = plan(folder.parent / "a.shp", folder)
    deaths = ("fatalities_low", "fatalities_best", "fatalities_high")
    assert [[row[name] for name in deaths] for row in events(folder)] == [["1", "2", "4"], ["0", "5", "9"]]
    assert (events(folder)[0]["lat"], events(folder)[0]["lon"]) == ("35.9123456", "36.9123456")
    assert [line for line in found.told if "254 bytes" in line and "summary (1)" in line]


def test_a_shapefile_of_a_reference_system_without_a_way_to_degrees_is_refused_in_words(folder: Path) -> None:
    path = folder.parent / "a.shp"
    gpd.GeoDataFrame({"date": ["2020-01-10"]}, geometry=gpd.points_from_xy([1], [2], crs=32637)).to_file(path)
    path.with_suffix(".prj").write_text('LOCAL_CS["site",UNIT["metre",1]]', encoding="utf-8")
    with pytest.raises(SitmapError, match="reference system"):
        plan(path, folder)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [("roads", "LINESTRING (36 35, 36 35)"), ("control_areas", "POLYGON ((36 35, 37 36, 36 35, 36 35))")],
)
def test_lines_without_length_and_polygons_without_area_are_left_out(folder: Path, kind: str, shape: str) -> None:
    geometry = shapely.geometry.mapping(shapely.from_wkt(shape))
    feature = {"type": "Feature", "properties": {"name": "M4", "side": "south", "source": "me"}, "geometry": geometry}
    path = folder.parent / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    done = run("import", path, "--into", folder, "--as", kind)
    assert (done.returncode, "left out (line 1)" in done.stdout) == (0, True), done.stdout + done.stderr
    Dossier.open(folder)


def test_a_day_that_does_not_exist_in_a_gpx_is_refused_by_its_line(folder: Path) -> None:
    path = folder.parent / "a.gpx"
    path.write_text(
        "<gpx version='1.1' xmlns='http://www.topografix.com/GPX/1/1'><wpt lat='35.5' lon='36.5'>"
        "<time>2020-02-30T00:00:00Z</time><name>raid</name></wpt></gpx>",
        encoding="utf-8",
    )
    (problem,) = plan(path, folder).problems
    assert (problem.line, "2020-02-30" in problem.value) == (1, True)


@pytest.mark.parametrize("ending", ["gpkg", "kml", "shp", "fgb", "gpx"])
def test_a_file_that_is_not_what_its_ending_says_is_not_handed_to_gdal(folder: Path, ending: str) -> None:
    path = folder.parent / f"a.{ending}"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://127.0.0.1:9/a</SrcDataSource>'
                    "</OGRVRTLayer></OGRVRTDataSource>", encoding="utf-8")  # fmt: skip
    with pytest.raises(SitmapError):
        plan(path, folder)


def test_a_crs_that_is_a_link_is_never_followed(folder: Path) -> None:
    crs = {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}}
    path = folder.parent / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}), encoding="utf-8")
    with pytest.raises(SitmapError, match="crs"):
        plan(path, folder)


def test_an_undo_gives_the_bytes_back_and_refuses_where_a_table_was_changed(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    path = table(folder.parent / "a.csv", [["2020-01-10", "a", "raid", "x", 35.9, 36.9, "", "Ex", ""]])
    plan(path, folder)
    assert undo(folder) == "import of a.csv"
    assert {one.name: one.read_bytes() for one in folder.glob("*.csv")} == before
    with pytest.raises(SitmapError, match="nothing to take back"):
        undo(folder)
    plan(path, folder)
    (folder / "events.csv").write_bytes((folder / "events.csv").read_bytes() + b"# mine\r\n")
    with pytest.raises(SitmapError, match="changed since"):
        undo(folder)
    with changing(folder, "read --out", ["events.csv"]) as staged:
        (staged / "events.csv").write_bytes(before["events.csv"])
    assert undo(folder) == "read --out"


def test_a_change_that_was_killed_is_finished_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = (folder / "events.csv").read_bytes()
    new = old + b"E1,2020-01-10,,,P1,,raid,,,,,,x\n"

    def kill(_: Path) -> None:
        raise KeyboardInterrupt

    # killed before all is staged: nothing has happened
    with pytest.raises(KeyboardInterrupt):
        change_tables(folder, {"events.csv": lambda path: path.write_bytes(new), "sources.csv": kill}, "a change")
    assert len(Dossier.open(folder).events) == 0
    # killed when all is staged: the next command finishes
    monkeypatch.setattr("layers.dossier.changes._finish", kill)
    with pytest.raises(KeyboardInterrupt):
        change_tables(folder, {"events.csv": lambda path: path.write_bytes(new)}, "a change")
    monkeypatch.undo()
    assert (folder / "events.csv").read_bytes() == old
    assert len(Dossier.open(folder).events) == 1
    assert undo(folder) == "a change"
    assert (folder / "events.csv").read_bytes() == old


def test_roads_of_an_extract_are_joined_by_name_and_called_by_their_number(folder: Path) -> None:
    rows: list[tuple[dict[str, object], dict[str, object]]] = [
        ({"name": None, "highway": "primary"}, {"type": "LineString", "coordinates": [[36.7, 35.8], [36.8, 35.9]]}),
        ({"name": "M5", "highway": "trunk"}, {"type": "LineString", "coordinates": [[36.8, 35.9], [36.9, 36.0]]}),
        ({"name": "M5", "highway": "trunk"}, {"type": "LineString", "coordinates": [[36.9, 36.0], [37.0, 36.1]]}),
        ({"name": "", "ref": "M4", "highway": 3}, {"type": "LineString", "coordinates": [[36.7, 35.8], [36.7, 35.9]]}),
        ({"name": "a crossing"}, {"type": "Point", "coordinates": [36.8, 35.9]}),
    ]
    features = [{"type": "Feature", "properties": cells, "geometry": shape} for cells, shape in rows]
    path = folder.parent / "roads.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    for added in ("2 roads added, 0 there already, 1 refused", "0 roads added, 2 there already, 1 refused"):
        assert added in run("import", path, "--into", folder, "--as", "roads").stdout
    roads = Dossier.open(folder).roads
    assert roads[["name", "kind"]].to_numpy().tolist() == [["M5", "trunk"], ["M4", "3"]]
    assert roads.geometry.iloc[0].geom_type == "LineString"


def test_check_tells_of_a_column_that_is_not_read_and_looks_like_one_that_is(folder: Path) -> None:
    text = (folder / "control.csv").read_text(encoding="utf-8")
    (folder / "control.csv").write_text(text.replace("confidence", "confidance", 1), encoding="utf-8")
    assert "control.csv:1: confidance: this column is not read: is it confidence?" in run("check", folder).stdout
    assert "is not read" not in run("check", "idlib-2020").stdout


def test_options_are_saved_as_a_map_that_the_next_file_needs_alone(folder: Path) -> None:
    head = ["Was", "Wo", "Wann", "Breite", "Länge"]
    rows: list[list[object]] = [["a raid", "a farm", "05/01/2020", 35.9, 36.9]]
    path, saved = table(folder.parent / "a.csv", rows, head), folder.parent / "map.toml"
    options = ["--map", "summary=Was", "--map", "place=Wo", "--map", "start_date=Wann", "--map", "lat=Breite"]
    options += ["--map", "lon=Länge", "--set", "event_type=raid", "--date-format", "day", "--save-map", str(saved)]
    assert "1 event added" in run("import", path, "--into", folder, *options).stdout
    (row,) = events(folder)
    assert (row["start_date"], row["event_type"], row["lat"]) == ("2020-01-05", "raid", "35.9")
    assert "0 events added, 1 there already" in run("import", path, "--into", folder, "--map", saved).stdout


def test_a_strict_import_writes_nothing_where_a_row_is_refused(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    rows: list[list[object]] = [
        ["2020-01-10", "a", "raid", "x", 35.9, 36.9],
        ["2020-01-10", "a", "raid", "x", 95, 36.9],
    ]
    path = table(folder.parent / "a.csv", rows, HEAD[:6])
    done = run("import", path, "--into", folder, "--strict")
    assert (done.returncode, "1 event would be added" in done.stdout) == (1, True)
    assert {one.name: one.read_bytes() for one in folder.glob("*.csv")} == before
    done = run("import", path, "--into", folder)
    assert (done.returncode, "1 event added, 0 there already, 1 refused" in done.stdout) == (1, True)


def test_an_event_that_another_source_tells_of_too_is_counted_and_not_merged(folder: Path) -> None:
    head = ["date", "event_type", "actor1", "summary", "lat", "lon", "uncertainty_km", "source"]
    one: list[object] = ["2020-01-10", "raid", "North", "x", 35.9012, 36.9012, 1, "First News"]
    plan(table(folder.parent / "a.csv", [one], head), folder)
    near, far = (
        ["2020-01-10", "raid", "north", "y", 35.9052, 36.9012, 0.1, "Other News"],
        [*one[:4], 35.9512, 36.9012, 0.1, "Other"],
    )
    told = plan(table(folder.parent / "b.csv", [near, far], head), folder).told
    assert [line for line in told if "another source" in line] == [
        "1 row: probably events of another source too, and added beside them (line 2)"
    ]
    assert len(events(folder)) == 3


def test_captures_are_proposed_as_control_reports_whatever_the_order_of_the_actors(folder: Path) -> None:
    toml = (folder / "dossier.toml").read_text(encoding="utf-8")
    toml = toml.replace('# aliases = ["Northerners"]', 'aliases = ["Military Forces of Northland", "Northerners"]')
    toml = toml.replace('name = "Southern side"', 'name = "Southern side"\naliases = ["Southern Front"]')
    (folder / "dossier.toml").write_text(toml, encoding="utf-8")
    head = ["event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country", "location"]
    head += ["latitude", "longitude", "geo_precision", "notes"]
    state, rebels = "Military Forces of Northland (2019-)", "SF: Southern Front"

    def event(key: str, kind: str, actors: tuple[str, str], notes: str, precision: int = 1) -> list[object]:
        return [key, "10 January 2020", "Battles", kind, *actors, "Northland", "Alpha", 35.86, 36.8, precision, notes]

    overtakes = "Non-state actor overtakes territory"
    rows = [
        event("X1", "Government regains territory", (rebels, state), "The town changed hands."),
        event("X2", overtakes, (state, rebels), "Northerners fled as Southern Front fighters seized the town.", 2),
        event("X3", overtakes, (state, rebels), "The town changed hands."),
        event("X4", "Armed clash", (state, rebels), "They fought."),
    ]
    plan(table(folder.parent / "acled.csv", rows, head), folder, kind="control")
    control = Dossier.open(folder).control.set_index("id").iloc[2:]
    found = {key: tuple(row) for key, row in control[["side", "from_side", "confidence"]].iterrows()}
    assert found == {
        "CX1": ("north", "south", "medium"),
        "CX2": ("south", "north", "low"),
        "CX3-1": ("north", "south", "low"),
        "CX3-2": ("south", "north", "low"),
    }
    assert control["note"].str.contains("check before use").all()
    assert control.loc["CX1", "note"].startswith("proposed from the event X1")


def test_an_empty_former_side_stays_empty_and_a_side_is_known_by_its_names(folder: Path) -> None:
    rows: list[list[object]] = [["2020-01-12", "Omega", "SOUTHERN SIDE", ""]]
    plan(table(folder.parent / "a.csv", rows, ["date", "place", "side", "from_side"]), folder)
    report = Dossier.open(folder).control.iloc[-1]
    assert (report["side"], report["from_side"]) == ("south", None)


def test_a_panel_of_control_is_joined_with_its_settlements_and_gives_one_report_a_change(folder: Path) -> None:
    toml = (folder / "dossier.toml").read_text(encoding="utf-8")
    toml = toml.replace('# aliases = ["Northerners"]', 'aliases = ["UA"]').replace('"Southern side"', '"RU"')
    (folder / "dossier.toml").write_text(toml, encoding="utf-8")
    days: list[list[object]] = [
        ["v2", 1, day, side] for day, side in ((20200110, "UA"), (20200111, "RU"), (20200112, "RU"))
    ]
    panel = table(folder.parent / "panel.csv", days, ["vcontrol_version", "geonameid", "date", "status"])
    towns = table(
        folder.parent / "towns.csv", [[1, "Alpha", 35.86, 36.8]], ["geonameid", "asciiname", "latitude", "longitude"]
    )
    assert "name the file of its settlements too" in run("import", panel, "--into", folder).stderr
    assert "2 control reports added" in run("import", panel, towns, "--into", folder).stdout
    control = Dossier.open(folder).control.iloc[2:]
    assert control[["side", "from_side", "kind"]].to_numpy().tolist() == [
        ["north", None, "model"],
        ["south", "north", "model"],
    ]
    assert [str(day) for day in control["date"]] == ["2020-01-10", "2020-01-11"]


def test_a_post_outside_of_the_area_is_refused_since_no_dossier_opens_with_it(folder: Path) -> None:
    rows = [["Near", "north", 36.0, 36.7], ["Far", "north", 30.0, 31.0], ["Sure", "north", 36.0, 36.7]]
    path = table(folder.parent / "posts.csv", rows, ["name", "side", "lat", "lon"])
    done = run("import", path, "--into", folder, "--as", "posts")
    assert (done.returncode, "refused: posts.csv:3: position: '30, 31'" in done.stderr) == (1, True), done.stderr
    text = (folder / "posts.csv").read_text(encoding="utf-8")
    assert ("Near" in text, "Far" in text, "Sure" in text) == (True, False, True)


def test_an_import_that_adds_nothing_does_not_offer_to_take_back_the_one_before(folder: Path) -> None:
    path = table(folder.parent / "a.csv", [["2020-01-03", "Alpha", "clash", "s", 35.9, 36.8, 1, "S", ""]])
    assert "sitmap undo" in run("import", path, "--into", folder).stdout
    again = run("import", path, "--into", folder)
    assert "0 events added, 1 there already" in again.stdout
    assert "sitmap undo" not in again.stdout


@pytest.mark.parametrize(("sheet", "refused"), [("Sheet", 1), ("Tabelle1", 1), ("Лист 2", 1), ("Air strikes", 0)])
def test_the_name_that_a_program_gives_a_sheet_is_no_type_of_events(folder: Path, sheet: str, refused: int) -> None:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (["date", "place", "lat", "lon", "notes"], ["2020-01-03", "Alpha", 35.9, 36.8, "Smoke seen"]):
        book.active.append(row)
    book.save(folder.parent / "b.xlsx")
    assert plan(folder.parent / "b.xlsx", folder).refused == refused
    assert [row["event_type"] for row in events(folder)] == ["air_strikes"][refused:]


def test_posts_that_move_are_imported_by_their_days_and_none_that_stands_twice(folder: Path) -> None:
    head = ["id", "name", "side", "lat", "lon", "start_date", "end_date"]
    rows: list[list[object]] = [
        ["M1", "Column", "north", 35.9, 36.7, "2020-01-10", ""],
        ["M1", "Column", "north", 36.0, 36.7, "2020-01-05", ""],
        ["M1", "Column", "north", 36.1, 36.7, "2020-01-08", "2020-01-12"],
        ["M1", "Column", "south", 36.1, 36.7, "2020-01-20", ""],
        ["M2", "Other", "north", 36.1, 36.7, "", ""],
        ["M2", "Other", "north", 36.2, 36.7, "", ""],
    ]
    path = table(folder.parent / "posts.csv", rows, head)
    done = run("import", path, "--into", folder, "--as", "posts", "--end", "exclusive", "--dry-run")
    assert "check asks for a supply anchor of north, which has posts: add [[anchors]]" in done.stdout
    with (folder / "dossier.toml").open("a", encoding="utf-8") as file:
        file.write('[[anchors]]\nside = "north"\nname = "Border"\nwhere = "36.3,36.7"\n')
    done = run("import", path, "--into", folder, "--as", "posts", "--end", "exclusive")
    assert "2 posts added, 0 there already, 4 refused" in done.stdout, done.stdout + done.stderr
    assert "posts.csv:4: start_date: '2020-01-10'; expected a day from 2020-01-12 on" in done.stderr
    posts = Dossier.open(folder).posts.set_index("post_id").loc[["M1"]]
    assert [str(day) for day in posts["start_date"]] == ["2020-01-05", "2020-01-10"]
    assert [str(day) for day in posts["end_date"]] == ["2020-01-10", "None"]
    again = run("import", path, "--into", folder, "--as", "posts", "--end", "exclusive")
    assert "0 posts added, 2 there already, 4 refused" in again.stdout, again.stdout


def test_a_table_of_the_dossier_names_sides_as_an_import_does(folder: Path) -> None:
    with (folder / "control.csv").open("a", encoding="utf-8") as file:
        file.write(
            "R4,2020-01-12,P1,,southern SIDE,Northern side,report,high\nR5,2020-01-13,P1,,CONTESTED,,report,low\n"
        )
    assert Dossier.open(folder).control[["side", "from_side"]].to_numpy().tolist()[-2:] == [
        ["south", "north"],
        ["contested", None],
    ]
    with (folder / "control.csv").open("a", encoding="utf-8") as file:
        file.write("R6,2020-01-14,P1,,easterners,,report,high\n")
    assert "side: 'easterners'; expected one of north, south, contested" in run("check", folder).stdout


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "latitude,date,#,event_type,event_type\n1,2020-01-10,x,raid,raid\n"),
        ("a.csv", "date,place,event_type,summary,lat,lon,url\n2020-01-10,a,raid,s,35.9,36.7,https://[broken/a\n"),
        ("a.kml", '<kml1e999http:><Document xmlns="http://www.opengis.net/kml/2.2"/>'),
    ],
)
def test_what_a_fuzz_of_the_importer_has_found_gives_a_message_or_rows(folder: Path, name: str, text: str) -> None:
    (folder.parent / name).write_text(text, encoding="utf-8")
    kind = ["--as", "control"] if "#" in text else []
    done = run("import", folder.parent / name, "--into", folder, *kind)
    assert (done.returncode, "added" in done.stdout or done.stderr.startswith("sitmap: ")) in {(0, True), (1, True)}
