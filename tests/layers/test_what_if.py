"""What if a control report were not there, or one more were: in Python and on the command line."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from command_line import run
from spoilt import without_check

from layers import Dossier, DossierError, Layers, build
from layers.errors import ReportNotFoundError

# a post among villages in rows 10 km apart; on 10 January it loses the whole row between it and its anchor in the north
HEAD = """\
title = "A grid"
area = [36.09, 35.0, 36.27, 35.72]
start = 2020-01-01
end = 2020-02-01

[[sides]]
id = "north"
name = "Northern side"
colour = "#0072B2"

[[sides]]
id = "south"
name = "Southern side"
colour = "#D55E00"

[[anchors]]
side = "north"
name = "Northern border"
where = "35.70,36.18"
"""
COLUMNS = {
    "places.csv": "id,name_en,aliases,lat,lon,uncertainty_km",
    "posts.csv": "id,name,side,lat,lon",
    "control.csv": "id,date,place,location_status,side,from_side",
    "events.csv": "id,start_date,place,event_type,summary",
    "sources.csv": "key,url,publisher",
}
LATS = (35.045, 35.135, 35.225, 35.315, 35.405, 35.495, 35.585, 35.675)
LONS = (36.12, 36.18, 36.24)
VILLAGES = [f"{row}{column}" for row in "ABCDEFGH" for column in "123"]
TAKEN = ["D1", "D2", "D3"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The grid, on disk."""
    points = [(lat, lon) for lat in LATS for lon in LONS]
    rows = {
        "places.csv": [
            f"{name},Village {name},Dorf {name},{lat},{lon},0"
            for name, (lat, lon) in zip(VILLAGES, points, strict=True)
        ],
        "posts.csv": ["P1,Post,north,35.135,36.18", "P2,Far post,north,35.68,36.18"],
        "control.csv": [
            *(f"R{number:02},2020-01-01,{name},,north," for number, name in enumerate(VILLAGES, 1)),
            *(f"T{number},2020-01-10,{name},,south,north" for number, name in enumerate(TAKEN, 1)),
            "U1,2020-01-12,Somewhere,unlocated,south,north",
        ],
        "events.csv": [],
        "sources.csv": [],
    }  # fmt: skip
    made = tmp_path_factory.mktemp("grid") / "grid"
    made.mkdir()
    (made / "dossier.toml").write_text(HEAD, encoding="utf-8")
    for file, lines in rows.items():
        (made / file).write_text("\n".join([COLUMNS[file], *lines, ""]), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def grid(folder: Path) -> Dossier:
    return Dossier.open(folder)


def state(dossier: Dossier, day: str, post: str = "P1") -> str:
    verdicts = build(dossier, as_of=date(2021, 1, 1)).at(day)["verdicts"].set_index("post_id")
    return str(verdicts.loc[post, "state"])


def told(dossier: Dossier) -> list[str]:
    return [without_check(warning) for warning in dossier.warnings]


def wrong(make: Callable[[], object]) -> list[str]:
    with pytest.raises(DossierError) as caught:
        make()
    return [without_check(problem) for problem in caught.value.problems]


# without


def test_the_post_of_the_grid_is_cut_off_by_the_row_of_villages(grid: Dossier) -> None:
    assert state(grid, "2020-01-09") == "open"
    assert state(grid, "2020-01-10") == "encircled"


def test_without_the_report_that_closes_the_row_the_way_is_open(grid: Dossier) -> None:
    assert state(grid.without("T2"), "2020-01-20") != "encircled"


def test_a_report_left_out_is_missing_and_the_dossier_itself_keeps_it(grid: Dossier) -> None:
    changed = grid.without("T2", "R01")
    assert set(grid.control["id"]) - set(changed.control["id"]) == {"T2", "R01"}
    assert {"T2", "R01"} <= set(grid.control["id"])
    assert len(changed.warnings) == len(grid.warnings) + 2
    assert "control.csv:27: id: 'T2'; left out to see what if" in told(changed)


def test_without_a_report_a_dossier_is_as_if_its_row_had_been_deleted(on_disk: Path) -> None:
    left_out = Dossier.open(on_disk).without("R190").control
    lines = (on_disk / "control.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (on_disk / "control.csv").write_text("".join(line for line in lines if line[:5] != "R190,"), encoding="utf-8")
    assert left_out.drop(columns="line").equals(Dossier.open(on_disk).control.drop(columns="line"))


def test_without_nothing_a_dossier_is_as_it_was(grid: Dossier) -> None:
    same = grid.without()
    assert same.control.equals(grid.control)
    assert same.warnings == grid.warnings


def test_a_report_that_was_never_used_can_be_left_out(grid: Dossier) -> None:
    changed = grid.without("U1")
    assert changed.unlocated == ()
    assert changed.control.equals(grid.control)
    assert not [line for line in told(changed) if "is not used" in line]


def test_an_unknown_id_is_told_with_those_like_it(grid: Dossier) -> None:
    with pytest.raises(ReportNotFoundError) as caught:
        grid.without("T2", "t3", "R99", "nothing")
    lines = str(caught.value).split("\n")
    assert [line.split("'")[1] for line in lines] == ["R99", "nothing", "t3"]
    assert "no control report of grid has the id 't3'; ids like it: T3" in lines[2]
    assert "'nothing'; none of its 28 is like it" in lines[1]


# with a report


def test_one_more_report_closes_the_way_from_its_day_on(grid: Dossier) -> None:
    changed = grid.without("T2").with_report("2020-01-15", "Village D2", "south", from_side="north")
    assert state(changed, "2020-01-14") != "encircled"
    assert state(changed, "2020-01-15") == "encircled"


def test_one_more_report_opens_the_way(grid: Dossier) -> None:
    assert state(grid.with_report("2020-01-15", "Village D2", "north"), "2020-01-20") != "encircled"


def test_an_added_report_reads_as_a_row_of_the_table_would(on_disk: Path) -> None:
    names = ["Saraqeb", "سراقب", "C3987", "Kilis"]
    added = Dossier.open(on_disk)
    for name in names:
        added = added.with_report("2020-02-05", name, "opposition", from_side="government", confidence="low")
    with (on_disk / "control.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"W{n},2020-02-05,{name},,opposition,government,,low,,,\n" for n, name in enumerate(names, 1))
    written = Dossier.open(on_disk)
    spelt = ["kind", "place_name"]
    assert added.control.drop(columns=spelt).equals(written.control.drop(columns=spelt))
    assert list(added.control["place_id"].tail(4)) == ["C3916", "C3916", "C3987", "307864"]
    assert {name: match.place for name, match in added.matches.items()} == {
        name: match.place for name, match in written.matches.items()
    }


def test_an_added_report_is_marked_and_told_and_the_dossier_itself_has_none(grid: Dossier) -> None:
    changed = grid.with_report(date(2020, 1, 15), "Dorf A1", "south")
    report = changed.control.iloc[-1]
    assert (report["id"], report["kind"], report["confidence"], report["sources"]) == ("W1", "supposed", "medium", "")
    assert len(changed.control) == len(grid.control) + 1
    assert "W1" not in set(grid.control["id"])
    # below the last row, which is that of the report nobody can place
    assert told(changed)[-1] == (
        "control.csv:30: place: 'Dorf A1'; W1 is added to see what if: "
        "Village A1 [A1], held by south from 2020-01-15 on"
    )


def test_added_reports_get_the_first_ids_that_are_free(grid: Dossier) -> None:
    changed = grid.with_report("2020-01-15", "A1", "south", id="W2")
    for name in ("A2", "A3"):
        changed = changed.with_report("2020-01-15", name, "south")
    assert list(changed.control["id"].tail(3)) == ["W2", "W1", "W3"]


def test_an_added_report_left_out_again_leaves_no_trace(grid: Dossier) -> None:
    same = grid.with_report("2020-01-15", "A1", "south").without("W1")
    assert same.control.equals(grid.control)
    assert same.warnings == grid.warnings


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"date": "2020-01"}, "date: '2020-01'; expected a day, YYYY-MM-DD"),
        ({"date": "2020-13-01"}, "date: '2020-13-01'; expected a date that exists: YYYY-MM-DD, YYYY-MM or YYYY"),
        ({"side": "east"}, "side: 'east'; expected one of north, south"),
        ({"from_side": "east"}, "from_side: 'east'; expected one of north, south"),
        ({"confidence": "sure"}, "confidence: 'sure'; expected one of high, medium, low"),
        ({"place": ""}, "place: expected a place, or lat and lon"),
        ({"place": "Qwrtzpf"}, "place: 'Qwrtzpf'; expected a place that the dossier or the world's gazetteer knows"),
        ({"place": "Springfield"}, "place: 'Springfield'; expected one place; this name is ambiguous: "),
        ({"place": "Paris"}, "place: 'Paris'; expected a place in the dossier's area, lat 35.00 to 35.72"),
        ({"id": "T1"}, "id: 'T1'; expected an id of its own; a control report has it already"),
        ({"id": "U1"}, "id: 'U1'; expected an id of its own; a control report has it already"),
        ({"id": "W;1"}, "id: 'W;1'; expected an id without semicolons"),
    ],
)
def test_a_report_that_cannot_be_added_is_told_as_a_row_would_be(
    grid: Dossier, changed: dict[str, str], expected: str
) -> None:
    cells = {"date": "2020-01-15", "place": "A1", "side": "south", **changed}
    (problem,) = wrong(lambda: grid.with_report(**cells))
    assert f"report {changed.get('id', 'W1')}: {expected}" in problem


def test_all_that_is_wrong_with_an_added_report_is_told_at_once(grid: Dossier) -> None:
    assert len(wrong(lambda: grid.with_report("soon", "Qwrtzpf", "east", confidence="sure", id="T1"))) == 5


# the embargo


def test_an_added_report_under_embargo_is_withheld_and_counted(grid: Dossier) -> None:
    as_of = date(2020, 1, 30)
    young, old = (grid.with_report(day, "E2", "south") for day in ("2020-01-24", "2020-01-23"))
    assert build(grid, as_of=as_of).withheld == 0
    assert build(old, as_of=as_of).withheld == 0
    layers = build(young, as_of=as_of)
    assert layers.withheld == 1
    assert "W1" not in set(layers.dossier.control["id"])
    assert not [line for line in layers.warnings if "W1" in line]
    assert layers["zones"].equals(build(grid, as_of=as_of)["zones"])


def test_layers_of_a_changed_dossier_say_so(grid: Dossier) -> None:
    layers = build(grid.without("T1").with_report("2020-01-15", "A1", "south"), as_of=date(2021, 1, 1))
    assert [line.split("; ")[1][:9] for line in layers.warnings if "what if" in line] == ["left out ", "W1 is add"]


# on the command line


def test_assess_tells_what_one_report_changes(folder: Path) -> None:
    done = run("assess", folder, "--on", "2020-01-20", "--without", "T2")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "What if: without T2 (Village D2 [D2], south, 2020-01-10)"
    (difference,) = [line for line in lines if line.startswith("  Difference: ")]
    assert difference.startswith("  Difference: state encircled -> ")
    assert "since 2020-01-10 -> " in difference
    assert "corridor 0 km -> " in difference
    assert any(line.startswith("  Without the change: Encircled since 10 January 2020") for line in lines)
    assert lines[-2:] == ["  No difference.", "1 of 2 verdicts differ: Post."]


def test_assess_compares_in_json_and_prints_nothing_else(folder: Path) -> None:
    asked = ("assess", folder, "P1", "--on", "2020-01-20", "--json")
    (plain,) = json.loads(run(*asked).stdout)
    done = run(*asked, "--without", "T2", "--with", "2020-01-15, Dorf D2, south")
    (compared,) = json.loads(done.stdout)
    assert compared.pop("without_change") == plain
    assert (plain["start_date"], compared["start_date"]) == ("2020-01-10", "2020-01-15")
    assert {"since", "reasons", "decisive"} <= set(compared["changed"])
    assert compared.pop("changed") == [key for key in plain if plain[key] != compared[key]]
    assert list(compared) == list(plain)
    told = "What if: without T2 (Village D2 [D2], south, 2020-01-10); with W1 (Village D2 [D2], south, 2020-01-15)"
    assert done.stderr.splitlines() == [told]


def test_assess_says_plainly_that_nothing_changes(folder: Path) -> None:
    asked = ("assess", folder, "P1", "--on", "2020-01-20", "--with", "2020-01-25,A1,south")
    assert run(*asked).stdout.splitlines()[-1] == "  No difference."
    (compared,) = json.loads(run(*asked, "--json").stdout)
    assert compared["changed"] == []


def test_assess_says_that_an_added_report_is_under_embargo(folder: Path) -> None:
    asked = ("assess", folder, "P1", "--on", "2020-01-20", "--as-of", "2020-01-30")
    done = run(*asked, "--with", "2020-01-24,D2,north", "--without", "U1")
    told = "with W1 (withheld: younger than 7 days on 2020-01-30)"
    assert done.stdout.splitlines()[0] == f"What if: without U1 (never used: nobody knows which place is meant); {told}"
    assert done.stdout.splitlines()[-1] == "  No difference."
    assert "warning: 1 row of events.csv and control.csv withheld as younger than 7 days" in done.stderr


def test_a_place_with_commas_stands_in_quotation_marks(folder: Path) -> None:
    done = run("assess", folder, "P1", "--on", "2020-01-20", "--with", '2020-01-25,"Village A1, Village B1",south')
    assert done.stdout.startswith("What if: with W1 (Village A1 [A1], south, 2020-01-25)")


@pytest.mark.parametrize(
    "typed", ["2020-01-15,D2", "2020-01-15,D2,south,more", "soon,D2,south", "2020-01,D2,south", ""]
)
def test_what_is_no_report_is_wrong_usage(folder: Path, typed: str) -> None:
    done = run("assess", folder, "--on", "2020-01-20", "--with", typed)
    assert done.returncode == 2
    assert "Invalid value for '--with'" in done.stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--without", "T9"), "no control report of grid has the id 'T9'; ids like it: T3, T2, T1"),
        (("--with", "2020-01-15,Paris,south"), "expected a place in the dossier's area"),
        (("--with", "2020-01-15,Qwrtzpf,south"), "nobody knows this one"),
        (("--with", "2020-01-15,D2,east"), "side: 'east'; expected one of north, south"),
    ],
)
def test_what_the_dossier_does_not_know_is_told_in_lines(folder: Path, options: tuple[str, str], expected: str) -> None:
    done = run("assess", folder, "--on", "2020-01-20", *options)
    assert (done.returncode, done.stdout) == (1, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_the_verdict_on_a_post_is_the_same_asked_alone_and_among_all(layers: Layers) -> None:
    (alone,) = json.loads(run("assess", "idlib-2020", "OP10", "--on", "2019-12-25", "--json").stdout)
    among = layers.at("2019-12-25")["verdicts"].set_index("post_id").loc["OP10"]
    for column in ("state", "probability", "corridor_km", "reasons", "decisive"):
        assert alone[column] == among[column]


# check


def test_check_tells_warnings_with_errors_and_counts_one_as_one(on_disk: Path) -> None:
    text = (on_disk / "control.csv").read_text(encoding="utf-8")
    (on_disk / "control.csv").write_text(text.replace("R188,2019-12-23", "R188,2019-13-23"), encoding="utf-8")
    done = run("check", on_disk)
    assert done.returncode == 1
    assert done.stdout.count("\nwarning: control.csv:") == 22
    assert done.stdout.splitlines()[-1] == f"{on_disk}: 1 error, 22 warnings"
