"""Control areas: maps of control by others are imported, checked, and compared with the zones."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import shapely
from command_line import run

from layers import Dossier, build
from layers.comparison import agreement, compare
from layers.dossier.changes import undo
from layers.dossier.control_areas import FILE
from maps.payload.payload import payload

BOX = shapely.geometry.mapping(shapely.box(36.7, 35.8, 36.9, 35.9))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "mine"
    assert run("new", str(folder)).returncode == 0
    with (folder / "places.csv").open("a", encoding="utf-8") as file:
        file.write("P1,Alpha,,,town,35.86,36.80,0.75,SY,Idlib,\n")
    with (folder / "control.csv").open("a", encoding="utf-8") as file:
        file.write("R1,2020-01-02,P1,,south,north,capture,high\n")
    return folder


@pytest.fixture
def folder(example: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example, tmp_path / "mine")


def areas(path: Path, *features: tuple[dict[str, Any], object]) -> Path:
    content = [{"type": "Feature", "properties": cells, "geometry": shape} for cells, shape in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": content}), encoding="utf-8")
    return path


def test_dated_polygons_become_control_areas_and_no_control_report(folder: Path) -> None:
    control = (folder / "control.csv").read_bytes()
    path = areas(folder.parent / "isw.geojson", ({"date": "10.01.2020", "side": "Southern side", "name": "Alpha"}, BOX))
    for counts in ("1 control area added, 0 there already", "0 control areas added, 1 there already"):
        done = run("import", path, "--into", folder)
        assert (done.returncode, counts in done.stdout) == (0, True), done.stdout
    assert (folder / "control.csv").read_bytes() == control
    (area,) = Dossier.open(folder).control_areas.to_dict("records")
    assert (area["side"], str(area["start_date"]), area["end_date"], area["source"]) == (
        "south",
        "2020-01-10",
        None,
        "isw",
    )
    undo(folder)
    assert not (folder / FILE).exists()


def test_polygons_of_which_nothing_says_what_they_are_are_not_guessed(folder: Path) -> None:
    path = areas(folder.parent / "a.geojson", ({"name": "Окуповано /// Occupied ///", "fill": "#a52714"}, BOX))
    done = run("import", path, "--into", folder)
    assert (done.returncode, "--as control_areas" in done.stderr) == (1, True)
    done = run("import", path, "--into", folder, "--as", "control_areas")
    assert "give the side this name as an alias" in done.stderr
    done = run(
        "import",
        path,
        "--into",
        folder,
        "--as",
        "control_areas",
        "--set",
        "side=south",
        "--set",
        "start_date=2020-01-10",
    )
    assert "1 control area added" in done.stdout


def test_new_areas_leave_the_bytes_of_those_that_are_there(folder: Path) -> None:
    geometry = json.dumps(BOX)
    properties = '{"side": "north",\n   "source": "me"}'
    mine = '{"type": "FeatureCollection", "name": "mine",\n "features": [\n  {"type": "Feature", '
    mine += f'"properties": {properties}, "geometry": {geometry}}}\n ]\n}}\n'
    (folder / FILE).write_text(mine, encoding="utf-8")
    path = areas(folder.parent / "a.geojson", ({"date": "2020-01-10", "side": "south"}, BOX))
    assert run("import", path, "--into", folder).returncode == 0
    assert (folder / FILE).read_text(encoding="utf-8").startswith(mine[: mine.index("\n ]")])
    assert Dossier.open(folder).control_areas["side"].tolist() == ["north", "south"]


def test_check_names_what_is_wrong_with_an_area(folder: Path) -> None:
    good = {"side": "south", "source": "me", "start_date": "2020-01-10"}
    areas(
        folder / FILE,
        (good | {"side": "east"}, BOX),
        (good | {"end_date": "2020-01-09"}, BOX),
        (good | {"mode": "sure"}, BOX),
        (good | {"source": None}, BOX),
    )
    told = run("check", folder).stdout
    for number, word in enumerate(("side: 'east'", "end_date: '2020-01-09'", "mode: 'sure'", "source:"), 1):
        assert f"error: {FILE}: feature {number}: {word}" in told
    areas(
        folder / FILE, (good, BOX), (good | {"side": "north"}, BOX), (good | {"side": "north", "source": "other"}, BOX)
    )
    told = run("check", folder).stdout
    assert told.count("gives to") == 1
    assert "0 errors" in told or "no errors" in told


def test_a_comparison_tells_km2_days_and_places(folder: Path) -> None:
    path = areas(
        folder.parent / "a.geojson",
        ({"date": "2020-01-05", "end_date": "2020-01-20", "side": "north"}, BOX),
        ({"date": "2020-01-20", "side": "south"}, BOX),
    )
    found = json.loads(run("compare", folder, path, "--json").stdout)
    assert [place | {"place_id": ""} for place in found["places"]] == [
        {
            "place_id": "",
            "name": "Alpha",
            "start_date": "2020-01-05",
            "end_date": "2020-01-20",
            "side": "south",
            "their_side": "north",
        }
    ]
    by_day = {row["date"]: row["agreement"] for row in found["days"]}
    assert (by_day["2020-01-01"], by_day["2020-01-20"]) == (None, 1.0)
    assert by_day["2020-01-05"] < 0.5
    (day,) = json.loads(run("compare", folder, path, "--json", "--on", "2020-01-21").stdout)["days"]
    assert day["compared_km2"] == pytest.approx(shapely.area(shapely.geometry.shape(BOX)) * 90.2 * 111.0, rel=0.02)
    assert run("compare", folder).returncode == 1


def test_an_area_younger_than_the_embargo_is_withheld(folder: Path) -> None:
    from layers.dossier.release.embargo import release  # noqa: PLC0415

    areas(folder / FILE, ({"side": "south", "source": "me", "start_date": "2020-01-10"}, BOX))
    from datetime import date  # noqa: PLC0415

    opened = Dossier.open(folder)
    assert len(release(opened, date(2020, 1, 16)).dossier.control_areas) == 0
    assert len(release(opened, date(2020, 1, 17)).dossier.control_areas) == 1


def test_a_dossier_of_control_areas_has_a_page_whose_zones_name_them(folder: Path) -> None:
    areas(folder / FILE, ({"area_id": "ISW1", "side": "south", "source": "ISW", "start_date": "2020-01-04"}, BOX))
    data = payload(build(Dossier.open(folder)))
    control, zones = (
        [dict(zip(data[name]["columns"], row, strict=True)) for row in data[name]["rows"]]
        for name in ("control", "zones")
    )
    assert [(row["id"], row["sources"], row["lat"]) for row in control][1:] == [("ISW1", ["ISW"], None)]
    assert any(control[number]["id"] == "ISW1" for zone in zones for number in zone["evidence"])


def test_a_comparison_has_no_day_under_embargo(folder: Path) -> None:
    areas(folder / FILE, ({"side": "south", "source": "me", "start_date": "2020-01-10"}, BOX))
    done = run("compare", folder, "--on", "2999-01-01")
    assert (done.returncode, "is not one of the days of the map" in done.stderr) == (1, True), done.stdout


def test_an_area_has_an_id_of_its_own_and_keeps_its_licence(folder: Path) -> None:
    good = {"side": "south", "source": "me", "start_date": "2020-01-10"}
    areas(folder / FILE, *((good | {"area_id": key}, BOX) for key in ("R1", "one", "one")))
    told = run("check", folder).stdout
    assert f"{FILE}: feature 1: area_id: 'R1'; expected an id of its own; a control report has it" in told
    assert f"{FILE}: feature 3: area_id: 'one'; expected an id of its own; feature 2 has it" in told
    (folder / FILE).unlink()
    path = areas(folder.parent / "a.geojson", (good | {"license": "no-redistribution"}, BOX))
    assert run("import", path, "--into", folder).returncode == 0
    opened = Dossier.open(folder)
    assert opened.control_areas["licence"].tolist() == ["no-redistribution"]
    assert "left out of the page and the files" in run("check", folder).stdout
    built = build(opened)
    assert "control_areas" not in built
    assert payload(built)["control_areas"]["rows"] == []


def test_agreement_is_that_of_the_comparison_and_covers_the_period(folder: Path) -> None:
    path = folder / FILE
    good = {"source": "me", "mode": "evidence"}
    areas(
        path,
        (good | {"side": "north", "start_date": "2020-01-05", "end_date": "2020-01-20"}, BOX),
        (good | {"side": "south", "start_date": "2020-01-20"}, BOX),
    )
    built = build(Dossier.open(folder))
    found = agreement(built, built["control_areas"])
    assert found["start_date"].tolist()[1:] == found["end_date"].tolist()[:-1]
    assert (found["start_date"].iloc[0], found["end_date"].iloc[-1]) == (built.start, built.end)
    days = compare(built, built.dossier.control_areas).days
    for day in days.itertuples():
        (held,) = found[(found["start_date"] <= day.date) & (day.date < found["end_date"])].itertuples()
        assert (held.compared_km2, held.agreed_km2) == (day.compared_km2, day.agreed_km2)
    one = agreement(built.at("2020-01-21"), built["control_areas"])
    assert len(one) == 1
    assert one["agreed_km2"].iloc[0] == found["agreed_km2"].iloc[-1] > 0


def test_a_difference_that_never_changes_lasts_for_the_period(folder: Path) -> None:
    lines = (folder / "control.csv").read_text(encoding="utf-8").replace("2020-01-02", "2019-12-01")
    (folder / "control.csv").write_text(lines, encoding="utf-8")
    path = areas(folder.parent / "a.geojson", ({"date": "2019-01-05", "side": "north"}, BOX))
    (place,) = json.loads(run("compare", folder, path, "--json").stdout)["places"]
    dossier = Dossier.open(folder)
    assert (place["start_date"], place["end_date"]) == (dossier.start.isoformat(), dossier.end.isoformat())
