"""`sitmap new`: an empty dossier with examples, or one that builds at once, in any country."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from command_line import run

from geo.boundaries.world import country, land
from layers import Dossier, build
from layers.dossier.new_dossier import side_ids
from layers.schema.dossier_tables import FEATURE_FILES, TABLES
from layers.schema.palette import palette
from maps import SituationMap
from maps.payload.still import still

REPORT = """\
published: 2023-04-20
publisher: Example News
url: https://example.org/a

On 16 April 2023 the RSF captured Merowe airport.
The army shelled RSF positions in Khartoum on 18 April 2023, killing 12 people.
"""


@pytest.mark.parametrize("code", ["SD", "UA", "MM", "ML", "LB"])
def test_a_new_dossier_of_a_country_has_no_errors(tmp_path: Path, code: str) -> None:
    done = run("new", tmp_path / "war", "--country", code, "--sides", "army,RSF")
    assert done.returncode == 0, done.stderr
    dossier = Dossier.open(tmp_path / "war")
    assert dossier.warnings == ()
    assert dossier.land.equals(country(code))
    assert [side.id for side in dossier.sides] == ["army", "rsf"]
    assert {side.colour for side in dossier.sides} <= set(palette()["sides"].values())
    assert dossier.end == datetime.now(UTC).date()
    assert not list((tmp_path / "war").glob("*.geojson"))


def test_a_new_dossier_builds_at_once(tmp_path: Path) -> None:
    run("new", tmp_path / "war", "--country", "MM", "--start", "2022-03-01", "--end", "2022-03-05")
    layers = build(Dossier.open(tmp_path / "war"))
    assert set(layers["zones"]["side"]) == {"unknown"}
    ground = shapely.union_all(layers["zones"].geometry.to_numpy())
    assert ground.symmetric_difference(land("MM")).area < 1e-9
    outlines = [still(layers)["land"], *(zone["path"] for zone in still(layers)["zones"])]
    assert max(map(len, outlines)) > 20_000
    SituationMap(layers).save(tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f'"{outline}"' in page for outline in outlines)


def test_the_tables_of_a_new_dossier_explain_every_column_and_value(tmp_path: Path) -> None:
    run("new", tmp_path / "war", "--country", "SD", "--sides", "army,RSF")
    for table in TABLES.values():
        header, *comments = (tmp_path / "war" / table.file).read_text(encoding="utf-8").splitlines()
        assert all(line.startswith("# ") for line in comments)
        for column in table.columns:
            if column.name in header.split(","):
                (line,) = [line for line in comments if line.startswith(f"# {column.name}: ")]
                assert all(str(value) in line for value in column.values)
    assert "one of army, rsf, contested" in (tmp_path / "war" / "control.csv").read_text(encoding="utf-8")
    step = (tmp_path / "war" / "story.csv").read_text(encoding="utf-8").splitlines()[1]
    assert step.startswith("1,")


def test_reports_give_the_period_the_area_and_rows_for_review(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    done = run("new", tmp_path / "war", "--sides", "army,RSF", "--from", tmp_path / "a.txt")
    assert done.returncode == 0, done.stderr
    dossier = Dossier.open(tmp_path / "war")
    assert (str(dossier.start), str(dossier.end)) == ("2023-04-16", "2023-04-19")
    assert dossier.land.contains(shapely.Point(32.53, 15.55))
    proposed = (tmp_path / "war" / "review.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(proposed) == 3
    assert "2 events for review" in done.stdout
    assert len(dossier.events) == 0
    assert (tmp_path / "war" / "reports" / "a.txt").read_text(encoding="utf-8") == REPORT
    assert "https://example.org/a" in (tmp_path / "war" / "sources.csv").read_text(encoding="utf-8")


def test_without_options_every_file_has_examples(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine").returncode == 0
    assert not list((tmp_path / "mine").glob("*.geojson"))
    assert Dossier.open(tmp_path / "mine").warnings == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--sides", "a,b"], "The area is not known"),
        (["--bbox", "1,2,3"], "is no bounding box"),
        (["--bbox", "1,5,3,4"], "is no bounding box"),
        (["--bbox", "1,2,3,4", "--country", "SD"], "there is no land of Sudan in it"),
        (["--country", "Ruritania"], "no country that is known"),
        (["--country", "SD", "--start", "2023-05-01", "--end", "2023-04-01"], "is not after --start"),
    ],
)
def test_options_that_make_no_dossier_leave_nothing_behind(tmp_path: Path, options: list[str], message: str) -> None:
    done = run("new", tmp_path / "war", *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "war").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--bbox=-40,30,-39,31"], "expected an area with land"), (["--country", "RU"], "of at most 60 degrees")],
)
def test_an_area_that_no_map_can_have_leaves_nothing_behind(tmp_path: Path, options: list[str], message: str) -> None:
    done = run("new", tmp_path / "war", *options)
    assert done.returncode == 1
    assert done.stderr.startswith("sitmap: nothing was written\narea: ")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_dossier_that_comes_with_sitmap_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("id\n")
    for words in (["review", "--dossier"], ["import", "--into"]):
        done = run(*words, "northland", tmp_path / "rows.csv")
        assert done.returncode == 2
        assert "northland comes with sitmap and is not changed; copy its folder" in done.stderr


def test_a_box_is_cut_to_the_country_that_is_given_with_it(tmp_path: Path) -> None:
    done = run("new", tmp_path / "war", "--country", "ML", "--bbox=-6,13,2,20")
    assert done.returncode == 0, done.stderr
    area = Dossier.open(tmp_path / "war").land
    assert area.bounds == pytest.approx((-6, 13, 2, 20), abs=0.01)
    assert not area.intersects(shapely.Point(-1.5, 13.5))  # Burkina Faso


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = run("new", tmp_path, "--country", "SD")
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_every_side_gets_an_id_of_its_own() -> None:
    names = ["RSF", "rsf", "Армия", "the Army", "contested", "2nd"]
    ids = side_ids(names)
    assert len(set(ids)) == len(names)
    assert "contested" not in ids


def test_a_comment_may_have_commas(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    with (tmp_path / "mine" / "sources.csv").open("a", encoding="utf-8") as table:
        table.write("# a, remark, with, more, commas, than, there, are, columns\n")
    assert Dossier.open(tmp_path / "mine").warnings == ()


def test_every_column_and_file_of_features_is_described_in_the_template_too(tmp_path: Path) -> None:
    run("new", tmp_path / "war")
    for table in TABLES.values():
        header, *comments = (tmp_path / "war" / table.file).read_text(encoding="utf-8").splitlines()
        for column in table.columns:
            (line,) = [line for line in comments if line.startswith(f"# {column.name}: ")]
            assert all(str(value) in line for value in (*column.values, *column.words))
            assert line.endswith("if you need it)") == (column.name not in header.split(","))
    head = (tmp_path / "war" / "dossier.toml").read_text(encoding="utf-8")
    for name, (_, columns) in FEATURE_FILES.items():
        assert f"# {name}: " in head
        assert all(f"#   {column.name}: {column.description}" in head for column in columns)
    assert Dossier.open(tmp_path / "war").warnings == ()


def test_a_report_without_a_day_of_its_own_takes_the_given_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Yesterday the RSF captured Merowe airport in Sudan.\n", encoding="utf-8")
    given = ["--country", "SD", "--sides", "army,RSF", "--from", tmp_path / "a.txt"]
    assert run("new", tmp_path / "war", *given, "--published", "2023-04-17").returncode == 0
    assert Dossier.open(tmp_path / "war").start.isoformat() == "2023-04-16"
    assert "2023-04-16" in (tmp_path / "war" / "review.csv").read_text(encoding="utf-8")
