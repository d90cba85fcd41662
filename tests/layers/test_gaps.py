"""Warnings of `sitmap check` on what a dossier lacks or leaves unused."""

from pathlib import Path

import pytest
from command_line import run
from spoilt import replace
from tiny_dossier import TINY, write

from layers import Dossier

HEAD = "dossier.toml"


@pytest.fixture
def war(tmp_path: Path) -> Path:
    """Two sides in a box without sea; the post of one is supplied from the south."""
    folder = tmp_path / "war"
    run("new", folder, "--bbox=20,10,22,12", "--sides", "army,RSF", "--start", "2023-04-01", "--end", "2023-04-11")
    with (folder / HEAD).open("a", encoding="utf-8") as head:
        head.write('\n[[anchors]]\nside = "army"\nname = "South"\nwhere = "10.5,20.5"\n')
    (folder / "control.csv").write_text(
        "id,date,place,side,confidence,sources\nR1,2023-04-01,P1,army,high,\nR2,2023-04-01,P2,rsf,high,\n"
    )
    (folder / "places.csv").write_text("id,name_en,lat,lon\nP1,Southtown,10.5,20.6\nP2,Northtown,11.5,21.4\n")
    (folder / "posts.csv").write_text("id,name,side,lat,lon\nA1,Post,army,10.6,20.6\n")
    return folder


def warnings(folder: Path) -> list[str]:
    done = run("check", folder)
    assert done.returncode == 0, done.stdout
    return [line.removeprefix("warning: ") for line in done.stdout.splitlines() if line.startswith("warning: ")]


def test_a_whole_dossier_has_no_warning(war: Path) -> None:
    assert warnings(war) == []


@pytest.mark.parametrize(
    ("table", "column", "mistyped"),
    [
        ("control.csv", "confidence", "confidance"),
        ("control.csv", "sources", "Source"),
        ("posts.csv", "lat,lon", "lat,lon,place,alliases"),
    ],
)
def test_a_column_of_nearly_the_right_name_is_a_warning(war: Path, table: str, column: str, mistyped: str) -> None:
    replace(war, table, column, mistyped)
    (warning,) = warnings(war)
    assert warning.startswith(f"{table}:1: ")
    assert "this column is not read: is it " in warning


def test_a_misspelt_column_that_is_needed_is_told(war: Path) -> None:
    replace(war, "control.csv", "id,date,", "id,dates,")
    done = run("check", war)
    assert done.returncode == 1
    assert "control.csv:1: date: expected this column, perhaps mistyped as dates; the header has id, " in done.stdout
    assert "this column is not read" not in done.stdout


def test_a_position_that_is_stated_better_than_its_digits_tell_is_warned_of(war: Path) -> None:
    header = "id,name,side,lat,lon,uncertainty_km\n"
    (war / "posts.csv").write_text(
        f"{header}A1,One,army,10.6,20.60,\nA2,Two,army,10.601,20.6,\nA3,Three,army,10.6,21,1\n"
    )
    (warning,) = warnings(war)
    assert warning.startswith("posts.csv:4: uncertainty_km: '1'; 7.8 km is what lat and lon tell")
    posts = Dossier.open(str(war)).posts
    assert posts.set_index("post_id")["uncertainty_km"].tolist() == [0.0, 0.0, 1.0]


def test_a_column_of_another_name_is_the_analysts_own(war: Path) -> None:
    replace(war, "control.csv", "confidence", "remark of mine")
    assert warnings(war) == []


def test_a_file_that_is_not_read_is_a_warning(war: Path) -> None:
    (war / "control_area.geojson").write_text("{}")
    (war / "my notes.xlsx").write_text("")
    (war / "README.md").write_text("")
    areas, notes = warnings(war)
    assert areas == "control_area.geojson: this file is not read: is it control_areas.geojson? [C202]"
    assert notes.startswith("my notes.xlsx: this file is not read: name it in dossier.toml")


def test_a_file_that_the_settings_name_is_read(war: Path) -> None:
    (war / "camps.csv").write_text("name,lat,lon\nCamp,10.4,20.4\n")
    replace(war, HEAD, "embargo_days", 'gazetteers = ["camps.csv"]\nembargo_days')
    assert warnings(war) == []


def test_a_side_without_reports_is_a_warning(war: Path) -> None:
    replace(war, "control.csv", "R2,2023-04-01,P2,rsf,high,\n", "")
    (warning,) = warnings(war)
    assert warning.startswith("dossier.toml: sides: 'rsf'; no report of control.csv names this side")


@pytest.mark.parametrize(("where", "held"), [("11.6,21.5", False), ("11.9,20.1", False), ("10.2,20.1", True)])
def test_an_anchor_beside_a_place_of_another_side_is_a_warning(war: Path, where: str, *, held: bool) -> None:
    replace(war, HEAD, "10.5,20.5", where)
    found = warnings(war)
    assert bool(found) is not held
    assert all("where: 'South'; from 2023-04-01 on, no ground of army or its friends" in warning for warning in found)


def test_an_anchor_that_is_lost_is_a_warning_from_that_day_on(war: Path) -> None:
    with (war / "control.csv").open("a") as table:
        table.write("R3,2023-04-06,P1,rsf,high,\n")
    (warning,) = warnings(war)
    assert "from 2023-04-06 on" in warning


def test_an_anchor_far_from_all_reports_is_a_warning(war: Path) -> None:
    near = [f"Q{n},Q{n},{10.5 + n / 50},{20.6 + n / 50}" for n in range(8)]
    (war / "places.csv").write_text("\n".join(["id,name_en,lat,lon", *near]) + "\n")
    rows = [f"R{n},2023-04-01,Q{n},{'rsf' if n == 7 else 'army'},high," for n in range(8)]
    (war / "control.csv").write_text("\n".join(["id,date,place,side,confidence,sources", *rows]) + "\n")
    replace(war, HEAD, "10.5,20.5", "11.9,21.9")
    (warning,) = warnings(war)
    assert "probability 0.00 at the least" in warning


def test_an_anchor_in_a_friendly_territory_needs_no_report(war: Path) -> None:
    replace(war, HEAD, "10.5,20.5", "11.6,21.5")
    with (war / HEAD).open("a") as head:
        head.write('\n[[territories]]\nside = "army"\ncountry = "TD"\n')
    assert warnings(war) == []


def test_check_names_reports_of_one_day_that_contradict_each_other_whatever_their_order(tmp_path: Path) -> None:
    rows = ["R8,2020-01-02,,P1,,north,,report,low,S1,\n", "R9,2020-01-03,,P1,,north,,report,low,S1,\n"]
    head, *others = TINY["control.csv"].splitlines(keepends=True)
    shown = [
        [
            line
            for line in run("check", write(tmp_path / name, TINY | {"control.csv": "".join(lines)})).stdout.splitlines()
            if "contradict" in line
        ]
        for name, lines in (("a", [head, others[0], *rows]), ("b", [head, rows[0], others[0], rows[1]]))
    ]
    assert shown[0] == shown[1]
    assert [line.partition(";")[2][:30] for line in shown[0]] == [" R1 (south) and R8 (north) con"]


def test_a_place_that_states_no_uncertainty_has_that_of_its_digits_and_a_post_there_is_none_the_worse(
    war: Path,
) -> None:
    (war / "places.csv").write_text("id,name_en,lat,lon,uncertainty_km\nP1,Alton,10.6,20.6,\nP2,Belton,10.6,20.7,3\n")
    (war / "posts.csv").write_text("id,name,side,place,uncertainty_km\nA1,One,army,P1,0.5\nA2,Two,army,P2,0.5\n")
    dossier = Dossier.open(str(war))
    assert [place.uncertainty_km for place in dossier.places] == [7.8, 3.0]
    assert dossier.posts["uncertainty_km"].tolist() == [0.5, 3.0]
