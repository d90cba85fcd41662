"""Import of what people have: ACLED, UCDP GED, tables of their own, and what QGIS saves back."""

import csv
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from round_trip import assert_same_events, brought_back, without_events

from geo.errors import Problems
from geo.readers.foreign_files import foreign_tables
from geo.readers.sheet import Sheet
from layers import Dossier, Layers
from layers.formats.kml import write_kml
from layers.formats.registry import write_csv
from layers.imports.mapping import ImportOptions
from layers.imports.plan import ImportPlan
from layers.imports.planner import plan_import
from layers.imports.vocabulary import recognise, vocabularies
from layers.schema.dossier_tables import EVENT_TYPES, TABLES

SITMAP = Path(sys.executable).with_name("sitmap")
# rows made up for the tests, in the columns of the exports
ACLED_NEW = """\
event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,\
assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,location,latitude,longitude,geo_precision,\
source,source_scale,notes,fatalities,tags,timestamp
XXX1,10 January 2020,2020,1,Political violence,Battles,Armed clash,Northern side,Militia,1,Southern side,,2,12,,999,\
Somewhere,Northland,Upper,Exampletown,35.86,36.80,1,Example News; Other News,National,They fought.,3,,1700000000
XXX2,12 January 2020,2020,2,Political violence,Explosions/Remote violence,Shelling/artillery/missile attack,\
Southern side,,2,,,0,20,Civilian targeting,999,Somewhere,Northland,Upper,Exampletown,35.86,36.80,3,Example News,\
National,Shells fell.,0,,1700000000
"""
ACLED_OLD = """\
data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,\
interaction,region,country,admin1,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3
7,999,XXX7,7,10-January-2020,2020,3,Strategic developments,Government regains territory,Northern side,Southern side,12,\
Somewhere,Northland,Upper,Exampletown,35.86,36.80,2,Example News,National,Taken.,0,1600000000,XXX
"""
GED = """\
id,relid,year,code_status,type_of_violence,conflict_name,dyad_name,side_a,side_b,number_of_sources,source_article,\
source_office,source_date,source_headline,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,\
geom_wkt,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low
41,R-1,2020,Clear,1,Northland,N - S,Northern side,Southern side,1,an article,Example News,2020-01-11,Clash at the town,\
1,Exampletown,in the town,Upper,Middle,35.86,36.80,POINT (36.80 35.86),Northland,2,2020-01-10 00:00:00.000,\
2020-01-12 00:00:00.000,1,2,0,0,3,5,3
42,R-2,2020,Clear,3,Northland,S - Civilians,Southern side,Civilians,1,an article,Example News,2020-01-11,A killing,4,\
Upper,,Upper,,36.5,36.9,POINT (36.9 36.5),Northland,5,2020-01-10 00:00:00.000,2020-01-10 00:00:00.000,0,0,2,0,2,2,1
"""


@pytest.fixture(scope="module")
def new_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    subprocess.run([SITMAP, "new", "mine"], check=True, capture_output=True, cwd=folder)  # noqa: S603 - ours
    return folder / "mine"


@pytest.fixture
def dossier_folder(new_dossier: Path, tmp_path: Path) -> Path:
    return shutil.copytree(new_dossier, tmp_path / "mine")


def planned(text: str, folder: Path, name: str = "export.csv") -> ImportPlan:
    path = folder.parent / name
    path.write_text(text, encoding="utf-8")
    return planned_file(path, folder)


def planned_file(path: Path, folder: Path, options: ImportOptions | None = None) -> ImportPlan:
    problems = Problems()
    with foreign_tables(path) as tables:
        return plan_import(tables, folder, problems, options)


def test_acled_of_today_is_read_by_its_codebook(dossier_folder: Path) -> None:
    plan = planned(ACLED_NEW, dossier_folder)
    assert ([mapping.words.name for mapping in plan.mappings], plan.problems) == (["ACLED"], ())
    first, second = plan.added["events.csv"]
    told = {
        "id": "XXX1",
        "start_date": "2020-01-10",
        "event_type": "clash",
        "fatalities_best": "3",
        "geo_precision": "1",
    }
    assert told.items() <= first.items()
    assert first["sources"] == "Example-News;Other-News"
    assert (second["event_type"], second["time_precision"], second["geo_precision"]) == ("shelling", "2", "3")
    for raw in ("event_type: Battles", "sub_event_type: Armed clash", "assoc_actor_1: Militia", "interaction: 12"):
        assert raw in first["note"]
    assert (first["place"], first["lat"], first["lon"]) == ("Exampletown", "35.86", "36.8")


def test_acled_of_former_years_is_read_too(dossier_folder: Path) -> None:
    (row,) = planned(ACLED_OLD, dossier_folder).added["events.csv"]
    assert (row["id"], row["start_date"], row["event_type"]) == ("XXX7", "2020-01-10", "capture")
    assert row["time_precision"] == "3"


@pytest.mark.parametrize("names", [("best", "high", "low"), ("best_est", "high_est", "low_est")])
def test_ucdp_ged_is_read_by_its_codebook(dossier_folder: Path, names: tuple[str, str, str]) -> None:
    text = GED.replace("best,high,low", ",".join(names))
    clash, killing = planned(text, dossier_folder).added["events.csv"]
    # the last day of UCDP's belongs to the event, and the end of ours does not
    assert (clash["id"], clash["start_date"], clash["end_date"]) == ("GED41", "2020-01-10", "2020-01-13")
    assert (clash["event_type"], clash["geo_precision"], clash["time_precision"]) == ("state_based_violence", "1", "2")
    assert [clash[f"fatalities_{bound}"] for bound in ("low", "best", "high")] == ["3", "3", "5"]
    assert (killing["event_type"], killing["geo_precision"], killing["time_precision"]) == (
        "violence_against_civilians", "3", "3",
    )  # fmt: skip
    assert "type_of_violence: 1" in clash["note"]
    assert "where_prec: 4" in killing["note"]


def test_a_sheet_of_control_reports_is_told_from_events(dossier_folder: Path) -> None:
    text = "\ufeffDate;Place;Side;From side;Source\r\n2020-01-10;Aleppo;south;north;Example News\r\n"
    plan = planned(text, dossier_folder)
    (row,) = plan.added["control.csv"]
    told = ("2020-01-10", "Aleppo", "south", "north", "Example-News")
    assert tuple(row[name] for name in ("date", "place_name", "side", "from_side", "sources")) == told


def test_what_cannot_be_used_is_refused_with_its_place(dossier_folder: Path) -> None:
    text = ACLED_NEW.replace("12 January 2020", "2/6/2020").replace("Shells fell.,0", "Shells fell.,-1")
    plan = planned(text, dossier_folder)
    assert len(plan.added["events.csv"]) == 1
    assert [str(problem).split(";")[0] for problem in plan.problems] == [
        "export.csv:3: event_date: '2/6/2020'",
    ]
    assert any("fatalities that is no number, such as '-1', left empty" in line for line in plan.told)


def test_an_excel_workbook_is_read(dossier_folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(ACLED_NEW.splitlines()):
        book.active.append(row)
    path = dossier_folder.parent / "export.xlsx"
    book.save(path)
    rows = list(planned_file(path, dossier_folder).added["events.csv"])
    assert [row["id"] for row in rows] == ["XXX1", "XXX2"]
    assert rows[0]["start_date"] == "2020-01-10"


def test_features_bring_their_position(dossier_folder: Path) -> None:
    points = gpd.GeoDataFrame(
        {"date": ["2020-01-10"], "type": ["shelling"], "text": ["Shells fell."], "name": ["Somewhere"]},
        geometry=[shapely.Point(4_096_000, 4_283_000)],
        crs=3857,
    )
    path = dossier_folder.parent / "points.gpkg"
    points.to_file(path)
    (row,) = planned_file(path, dossier_folder).added["events.csv"]
    assert (round(float(row["lon"]), 2), round(float(row["lat"]), 2)) == (36.79, 35.87)
    assert (row["event_type"], row["place"]) == ("shelling", "Somewhere")


def test_a_dry_run_shows_the_mapping_and_writes_nothing(dossier_folder: Path) -> None:
    (dossier_folder.parent / "export.csv").write_text(ACLED_NEW, encoding="utf-8")
    before = {path: path.read_bytes() for path in dossier_folder.rglob("*.csv")}
    done = run("export.csv", "--into", "mine", "--dry-run", cwd=dossier_folder.parent)
    assert done.returncode == 0
    assert "start_date       from event_date" in done.stdout
    kept = done.stdout.partition("keeps ")[2].partition("\n")[0].split(", ")
    assert {"event_type", "sub_event_type", "assoc_actor_1", "tags"} <= set(kept)
    assert "2 events would be added, 0 there already, 0 refused" in done.stdout
    assert {path: path.read_bytes() for path in dossier_folder.rglob("*.csv")} == before


def test_a_second_import_adds_nothing_and_earlier_rows_stay(dossier_folder: Path) -> None:
    (dossier_folder.parent / "export.csv").write_text(ACLED_NEW, encoding="utf-8")
    header = (dossier_folder / "events.csv").read_text(encoding="utf-8")
    for counts in ("2 events added, 0 there already", "0 events added, 2 there already"):
        done = run("export.csv", "--into", "mine", cwd=dossier_folder.parent)
        assert (done.returncode, counts in done.stdout) == (0, True)
    text = (dossier_folder / "events.csv").read_text(encoding="utf-8")
    assert text.startswith(header)
    assert text.count("XXX1") == 1
    checked = run("mine", cwd=dossier_folder.parent, command="check")
    assert "0 posts, 0 control reports, 2 events" in checked.stdout, checked.stdout


def test_an_import_keeps_tables_as_spreadsheets_saved_them(dossier_folder: Path) -> None:
    names = ("events.csv", "sources.csv")
    for name in names:
        rows = (dossier_folder / name).read_text(encoding="utf-8").splitlines()
        (dossier_folder / name).write_bytes(b"\xef\xbb\xbf" + "".join(f"{row}\r\n" for row in rows).encode())
    before = {name: (dossier_folder / name).read_bytes() for name in names}
    text = ACLED_NEW.replace("They fought.", "=HYPERLINK(1)").replace("36.80", "-36.80")
    planned(text, dossier_folder).write(dossier_folder.parent / "export.csv")
    for name, old in before.items():
        new = (dossier_folder / name).read_bytes()
        assert new.startswith(old), name
        assert len(new) > len(old)
        assert new.count(b"\n") == new.count(b"\r\n"), name
    events = (dossier_folder / "events.csv").read_text(encoding="utf-8-sig")
    assert ",'=HYPERLINK(1)," in events
    assert ",-36.8," in events
    (first, _) = Sheet.read(dossier_folder / "events.csv").records()
    assert first[1]["summary"] == "=HYPERLINK(1)"


def test_columns_that_the_dossier_lacks_are_added_at_the_end_or_kept_in_the_note(dossier_folder: Path) -> None:
    (dossier_folder / "control.csv").write_text("id,date,place,side\n", encoding="utf-8")
    text = "date,place,side,kind,colour,lat,lon\n2020-01-10,Exampletown,south,capture,red,35.86,36.8\n"
    plan = planned(text, dossier_folder)
    (row,) = plan.added["control.csv"]
    assert (row["kind"], row["note"]) == ("capture", "colour: red")
    assert plan.added["control.csv"].columns[:4] == ("id", "date", "place", "side")
    assert any(line.startswith("control.csv gets the columns") and "lat, lon" in line for line in plan.told)


def test_a_file_of_which_nothing_can_be_used_exits_with_1(dossier_folder: Path) -> None:
    (dossier_folder.parent / "export.csv").write_text("colour,size\nred,3\n", encoding="utf-8")
    done = run("export.csv", "--into", "mine", cwd=dossier_folder.parent)
    assert done.returncode == 1
    assert "refused: export.csv:2: event_type: expected a value" in done.stderr
    (dossier_folder.parent / "picture.gpkg").write_bytes(b"no table")
    done = run("picture.gpkg", "--into", "mine", cwd=dossier_folder.parent)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_vocabularies_lead_to_columns_of_the_dossiers_tables() -> None:
    # a row's sources become rows of their own
    others = {"source", "source_url", "archive_url", "reliability"}
    for words in vocabularies():
        assert set(words.columns) - others <= {column.name for column in TABLES[words.table].columns}


def test_the_schema_lists_the_types_of_events_that_imports_write() -> None:
    written = {
        kind
        for words in vocabularies()
        for kind in (*words.codes.get("event_type", {}).values(), *words.kinds.values())
    }
    written |= {words.values["event_type"] for words in vocabularies() if "event_type" in words.values}
    assert written <= set(EVENT_TYPES)


def test_a_table_of_no_known_source_has_no_vocabulary() -> None:
    assert recognise(["colour", "size"]) is None


def run(*arguments: str, cwd: Path, command: str = "import") -> subprocess.CompletedProcess[str]:
    return subprocess.run([SITMAP, command, *arguments], capture_output=True, text=True, check=False, cwd=cwd)  # noqa: S603 - ours


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "kml", "csv", "fgb", "xlsx", "shp"])
def test_what_was_written_can_be_imported_with_nothing_lost(
    light: Layers, dossier: Dossier, tmp_path: Path, ending: str
) -> None:
    events = light["events"]
    path = tmp_path / f"events.{ending}"
    with_columns = events.assign(lat=events.geometry.y, lon=events.geometry.x).drop(columns="geometry")
    if ending == "geojson":
        light.to_geojson(tmp_path)
    elif ending == "gpkg":
        path = light.to_geopackage(tmp_path / "sitmap.gpkg")
    elif ending == "kml":
        path = write_kml(light, tmp_path / "sitmap.kml")
    elif ending == "csv":
        write_csv(with_columns, path)
    elif ending == "xlsx":
        with_columns.to_excel(path, index=False)
    else:
        with warnings.catch_warnings():
            # a Shapefile has ten letters for a name, and 254 for a text
            warnings.simplefilter("ignore")
            events.astype(dict.fromkeys(["start_date", "end_date"], str)).to_file(path, engine="pyogrio")
    assert_same_events(brought_back(path, without_events(tmp_path, dossier)), light, cut=ending == "shp")
