"""Wrong input: each problem in a line that names file, line, column, value and what was expected, all in one run."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run
from spoilt import BUNDLED, line_of, problems, replace
from tiny_dossier import TINY, write

from layers import Dossier


@pytest.fixture
def dossier(on_disk: Path) -> Path:
    return on_disk


def test_a_missing_file(dossier: Path) -> None:
    (dossier / "control.csv").unlink()
    assert problems(dossier) == ["control.csv: expected a file that can be read: No such file or directory"]


def test_a_bad_date(dossier: Path) -> None:
    replace(dossier, "control.csv", "R188,2019-12-23", "R188,2019-13-23")
    line = line_of(dossier, "control.csv", "R188")
    assert problems(dossier) == [
        f"control.csv:{line}: date: '2019-13-23'; expected a date that exists: YYYY-MM-DD, YYYY-MM or YYYY"
    ]


def test_a_latitude_of_95(dossier: Path) -> None:
    replace(dossier, "posts.csv", "35.60729", "95")
    line = line_of(dossier, "posts.csv", "OP08")
    assert problems(dossier) == [f"posts.csv:{line}: lat: '95'; expected a number from -90 to 90"]


def test_a_place_that_nobody_knows(dossier: Path) -> None:
    replace(dossier, "events.csv", ",Baku,", ",Qwrtzpf,")
    line = line_of(dossier, "events.csv", "E12")
    expected = "a place that the dossier or the world's gazetteer knows; nobody knows this one: "
    (problem,) = problems(dossier)
    assert problem.startswith(f"events.csv:{line}: place: 'Qwrtzpf'; expected {expected}")


def test_a_name_that_only_places_of_other_countries_bear_is_not_ambiguous(tmp_path: Path) -> None:
    run("new", tmp_path / "war", "--country", "SD")
    with (tmp_path / "war" / "control.csv").open("a") as control:
        control.write("R1,2023-04-20,Tawila,,side-a\n")
    done = run("check", tmp_path / "war")
    assert "place: 'Tawila'; expected a place that the dossier" in done.stdout
    assert "nobody knows one of this name in or near the area, only Aţ Ţawīlah [" in done.stdout


def test_the_holder_of_an_airport_is_not_that_of_its_town(tmp_path: Path) -> None:
    run("new", tmp_path / "war", "--country", "ML")
    with (tmp_path / "war" / "control.csv").open("a") as control:
        control.write("R1,2013-01-28,Kidal,,side-a\nR2,2013-01-30,Kidal airport,,side-b\n")
    (problem,) = problems(tmp_path / "war")
    assert "place: 'Kidal airport'; expected a place that is known itself; only Kidal [" in problem


def test_a_name_that_two_places_bear(dossier: Path) -> None:
    replace(dossier, "places.csv", "C3965,al-Dana,", "C3965,Dana,")
    replace(dossier, "control.csv", "R012,2019-04-30,C4126", "R012,2019-04-30,Dana")
    (problem,) = problems(dossier)
    assert problem.startswith(
        f"control.csv:{line_of(dossier, 'control.csv', 'R012')}: place: 'Dana'; expected one place"
    )
    assert "C3965" in problem
    assert "C4126" in problem


def test_two_posts_with_one_id(dossier: Path) -> None:
    (dossier / "story.csv").unlink()
    replace(dossier, "posts.csv", "OP09,", "OP08,")
    line = line_of(dossier, "posts.csv", "OP08")
    assert problems(dossier) == [
        (
            f"posts.csv:{line + 1}: start_date: '2018-04-07'; expected a day from 2020-12-29 on, when the position of "
            f"posts.csv:{line} ends"
        )
    ]


def test_a_side_that_is_not_declared(dossier: Path) -> None:
    replace(dossier, "control.csv", "R188,2019-12-23,C3977,,government", "R188,2019-12-23,C3977,,goverment")
    line = line_of(dossier, "control.csv", "R188")
    assert problems(dossier) == [
        f"control.csv:{line}: side: 'goverment'; expected one of government, opposition, sdf, turkey, contested"
    ]


def test_a_table_in_utf_16(dossier: Path) -> None:
    text = (dossier / "events.csv").read_text(encoding="utf-8")
    (dossier / "events.csv").write_text(text, encoding="utf-16")
    assert problems(dossier) == ["events.csv:1: 'not UTF-8 but UTF-16'; expected a CSV file in UTF-8"]


def test_a_table_in_another_encoding_names_the_line(dossier: Path) -> None:
    raw = (dossier / "events.csv").read_bytes()
    (dossier / "events.csv").write_bytes(raw.replace(b"E02,", b"E02,\xe9", 1))
    (problem,) = problems(dossier)
    assert problem.startswith("events.csv:3: ")
    assert problem.endswith("expected a CSV file in UTF-8")


def test_a_column_that_is_missing(dossier: Path) -> None:
    (dossier / "story.csv").unlink()
    replace(dossier, "posts.csv", "id,name,name_ar,side", "id,name,name_ar,party")
    (problem,) = problems(dossier)
    assert problem.startswith("posts.csv:1: side: expected this column; the header has id, name, name_ar, party")


def test_a_source_that_is_not_listed(dossier: Path) -> None:
    replace(dossier, "events.csv", "AFP0206", "AFP9999")
    (problem,) = problems(dossier)
    assert "sources: 'AFP9999'; expected a key of sources.csv" in problem


def test_an_end_before_the_start(dossier: Path) -> None:
    replace(dossier, "posts.csv", "2020-11-03", "2017-11-03")
    (problem,) = problems(dossier)
    assert "end_date: '2017-11-03'; expected a day after start_date, 2018-04-07" in problem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('area = "area.geojson"', 'area = "nowhere.geojson"', "nowhere.geojson: expected a file that can be read"),
        ("start = 2019-04-30", 'start = "soon"', "dossier.toml:24: start: 'soon'; expected a day, YYYY-MM-DD"),
        ("end = 2020-03-07", "end = 2019-03-07", "end: '2019-03-07'; expected a day after start, 2019-04-30"),
        ('colour = "#D55E00"', 'colour = "red"', "colour: 'red'; expected a colour as #rrggbb"),
        ('where = "territory"', 'where = "the north"', "where: 'the north'; expected \"territory\""),
        ('crs = "EPSG:32637"', 'crs = "EPSG:4326"', "crs: 'EPSG:4326'; expected a projected CRS in metres"),
        ("[[anchors]]", "[[ankers]]", "dossier.toml: anchors: expected a supply anchor of 'turkey', which has posts"),
        ("title = ", "title ", "dossier.toml:3: expected a TOML file"),
    ],
)
def test_a_head_that_cannot_be_used(dossier: Path, old: str, new: str, told: str) -> None:
    replace(dossier, "dossier.toml", old, new)
    assert any(told in problem for problem in problems(dossier))


def test_all_problems_are_listed_in_one_run(dossier: Path) -> None:
    replace(dossier, "control.csv", "R188,2019-12-23", "R188,2019-13-23")
    replace(dossier, "posts.csv", "35.60729", "95")
    replace(dossier, "events.csv", ",Baku,", ",Qwrtzpf,")
    done = run("check", dossier)
    assert done.returncode == 1
    assert [line.split(":")[1].strip() for line in done.stdout.splitlines()[:3]] == [
        "control.csv",
        "events.csv",
        "posts.csv",
    ]
    assert done.stdout.splitlines()[-1].endswith("3 errors, 22 warnings")


def test_a_dossier_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "dossier").write_text("not a folder")
    done = run("build", tmp_path / "dossier", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "expected a folder, and this is a file" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_old_outputs_stay_untouched_when_the_input_is_at_fault(dossier: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "index.html").write_text("the old page")
    replace(dossier, "posts.csv", "35.60729", "95")
    assert run("build", dossier, "--out", out).returncode == 1
    assert (out / "index.html").read_text() == "the old page"
    assert [path.name for path in out.iterdir()] == ["index.html"]


def semicolons(text: str) -> str:
    """The table as a spreadsheet of a country with decimal commas writes it; it has no commas in its cells."""
    return text.replace(";", "|").replace(",", ";").replace(".", ",")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: ("\ufeff" + text).encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: semicolons(text).encode("utf-8-sig"),
    ],
    ids=["byte order mark", "CRLF", "semicolons and decimal commas"],
)
def test_tables_as_spreadsheets_write_them_are_read(tmp_path: Path, rewrite: Callable[[str], bytes]) -> None:
    shutil.copytree(BUNDLED.parents[1] / "template", tmp_path / "mine")
    table = "id,name_en,name_ar,lat,lon\nP1,Saraqib,سراقب,35.86,36.81\nP2,Afis,,35.9,36.8\n"
    (tmp_path / "mine" / "places.csv").write_bytes(rewrite(table))
    places = Dossier.open(tmp_path / "mine").places
    assert [(place.name, place.lat, place.lon) for place in places] == [("Saraqib", 35.86, 36.81), ("Afis", 35.9, 36.8)]
    assert places[0].name_ar == "سراقب"


def test_a_place_without_uncertainty_in_a_dossier_without_outlines_has_that_of_its_kind(tmp_path: Path) -> None:
    files = TINY | {"places.csv": TINY["places.csv"].replace("36.8,1.5,SY", "36.8,,SY")}
    folder = write(tmp_path / "tiny", files)
    for _ in range(2):
        assert all(place.uncertainty_km for place in Dossier.open(folder).places)
        (folder / "context.geojson").write_text('{"type": "FeatureCollection", "features": []}')
