"""`sitmap diff`: rows, states and ground that differ between two dossiers or outputs, and the rows behind it."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from playwright.sync_api import Browser
from tiny_dossier import TINY, write

from layers import Dossier, build

_AS_OF = ("--as-of", "2020-06-01")
# R2 a month later, R3 withdrawn, R9 in its place, and another text of E2
CHANGED = TINY | {
    "control.csv": TINY["control.csv"]
    .replace("R2,2020-01-03,", "R2,2020-01-05,")
    .replace("R3,2020-01-04,,P3,,south,north", "R9,2020-01-04,,P3,,north,south"),
    "events.csv": TINY["events.csv"].replace("They fought again.", "They talked."),
}


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dossiers old and new, and what build writes of them, out-old and out-new."""
    folder = tmp_path_factory.mktemp("maps")
    for name, files in (("old", TINY), ("new", CHANGED)):
        write(folder / name, files)
        done = run("build", folder / name, "--out", folder / f"out-{name}", "--format", "geojson,html", *_AS_OF)
        assert done.returncode == 0, done.stderr
    return folder


def found(old: Path, new: Path, *options: str) -> dict[str, Any]:
    done = run("diff", old, new, "--json", *_AS_OF, *options)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_rows_are_added_changed_and_withdrawn_by_their_ids(maps: Path) -> None:
    rows = {(row["table"], row["id"]): row for row in found(maps / "out-old", maps / "out-new")["rows"]}
    assert {key: row["change"] for key, row in rows.items()} == {
        ("control", "R2"): "changed",
        ("control", "R3"): "withdrawn",
        ("control", "R9"): "added",
        ("events", "E2"): "changed",
    }
    assert rows["control", "R2"]["columns"] == {"date": ["2020-01-03", "2020-01-05"]}
    assert rows["events", "E2"]["columns"] == {"summary": ["They fought again.", "They talked."]}


def test_states_are_those_of_the_days_on_which_the_two_maps_differ(maps: Path) -> None:
    states = {}
    for name in ("old", "new"):
        daily = build(Dossier.open(maps / name), as_of=_AS_OF[1]).daily
        days = daily["date"].map(date.isoformat)
        states[name] = dict(zip(zip(daily["post_id"], days, strict=True), daily["state"], strict=True))
    differ = {key for key, state in states["old"].items() if states["new"][key] != state}
    assert len(differ) > 5
    told = found(maps / "out-old", maps / "out-new")["states"]
    assert sum(one["days"] for one in told) == len(differ)
    for one in told:
        key = one["post_id"], one["start_date"]
        assert (states["old"][key], states["new"][key]) == (one["old_state"], one["new_state"])
        assert key in differ
        assert set(one["because"]) <= {"R2", "R3", "R9"}


def test_ground_of_a_side_grows_by_what_it_gains_and_shrinks_by_what_it_loses(maps: Path) -> None:
    ground = found(maps / "out-old", maps / "out-new")["ground"]
    old, new = (build(Dossier.open(maps / name), as_of=_AS_OF[1]) for name in ("old", "new"))
    for day in ("2020-01-03", "2020-01-05", "2020-01-19"):
        size = [layers.at(day)["zones"].groupby("side")["area_km2"].sum() for layers in (old, new)]
        of_day = [one for one in ground if one["start_date"] <= day < one["end_date"]]
        assert of_day
        for side in ("north", "south"):
            gained = sum(one["area_km2"] * ((one["new_side"] == side) - (one["old_side"] == side)) for one in of_day)
            assert size[1].get(side, 0.0) - size[0].get(side, 0.0) == pytest.approx(gained, rel=1e-3, abs=0.5)
            assert all(set(one["because"]) <= {"R2", "R3", "R9"} for one in of_day)


def test_a_dossier_and_what_build_writes_of_it_are_one_map(maps: Path, tmp_path: Path) -> None:
    same = found(maps / "new", maps / "out-new")
    assert same["old"] == same["new"]
    assert not same["rows"] + same["states"] + same["ground"]
    assert run("diff", maps / "out-new", maps / "new", "--exit-code", *_AS_OF).returncode == 0
    log = tmp_path / "log.txt"
    done = run("diff", maps / "out-old", maps / "new", "--exit-code", "--log", log, *_AS_OF)
    assert done.returncode == 3
    once = log.read_text(encoding="utf-8")
    assert once == f"{done.stdout}\n"
    assert run("diff", maps / "old", maps / "out-new", "--log", log, *_AS_OF).returncode == 0
    assert log.read_text(encoding="utf-8") == once
    run("diff", maps / "out-new", maps / "out-old", "--log", log)
    assert log.read_text(encoding="utf-8").count(" -> ") > once.count(" -> ")
    assert log.read_text(encoding="utf-8").startswith(once)


def test_what_no_row_explains_is_left_to_the_model_the_version_or_the_settings(maps: Path, tmp_path: Path) -> None:
    head = TINY["dossier.toml"].replace('name = "North"', 'name = "North"\nfriendly = ["south"]')
    head = head.replace('name = "South"', 'name = "South"\nfriendly = ["north"]')
    told = found(maps / "out-old", write(tmp_path / "friends", TINY | {"dossier.toml": head}))
    assert {row["table"] for row in told["rows"]} == {"sides"}
    assert told["states"]
    assert all(one["because"] == ["model, version or settings"] for one in told["states"] + told["ground"])


def test_a_post_that_stands_elsewhere_is_behind_its_own_states(maps: Path, tmp_path: Path) -> None:
    posts = TINY["posts.csv"].replace("35.8,36.9,2", "35.31,36.8,2")
    told = found(maps / "out-old", write(tmp_path / "moved", TINY | {"posts.csv": posts}))
    assert [(row["table"], row["id"]) for row in told["rows"]] == [("posts", "A3")]
    assert {one["post_id"] for one in told["states"]} == {"A3"}
    assert all("A3" in one["because"] for one in told["states"])


def test_nothing_is_told_that_a_build_withholds(maps: Path, tmp_path: Path) -> None:
    secret = TINY | {
        "places.csv": TINY["places.csv"].replace(",sources", ",sensitivity").replace(",S1\n", ",\n")
        + "P9,Hidden Hill,,,place,,35.61,36.61,1.5,SY,withheld\n",
        "control.csv": TINY["control.csv"]
        + "R7,2020-01-06,,Hidden Hill,,south,north,report,high,S1,\nR8,2020-01-15,,P1,,north,south,report,high,S1,\n",
    }
    done = run("diff", maps / "old", write(tmp_path / "new", secret), "--json", "--as-of", "2020-01-20")
    assert done.returncode == 0, done.stderr
    for text in ("Hidden", "P9", "R7", "R8"):
        assert not re.search(rf"\b{text}\b", done.stdout)
    assert "R8" in run("diff", maps / "old", tmp_path / "new", "--json", "--as-of", "2020-02-20").stdout


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda out: (out / "manifest.json").write_text("{}"), "expected a dossier, or a folder that sitmap build"),
        (lambda out: (out / "layers" / "zones.geojson").unlink(), "zones.geojson is missing: build"),
        (
            lambda out: (out / "manifest.json").write_text(
                (out / "manifest.json").read_text().replace('"on": null', '"on": "2020-01-03"')
            ),
            "has the layers of 2020-01-03 only: build it without --on",
        ),
    ],
)
def test_a_folder_that_cannot_be_compared_is_told(
    maps: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    out = Path(shutil.copytree(maps / "out-old", tmp_path / "out"))
    spoil(out)
    done = run("diff", out, maps / "out-new")
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert run("diff", out, maps / "out-new", "--json", "--html").returncode == 2


@pytest.mark.browser
def test_one_page_shows_both_maps_and_loads_nothing(maps: Path, browser: Browser, tmp_path: Path) -> None:
    done = run("diff", maps / "out-old", maps / "out-new", "--html")
    (tmp_path / "diff.html").write_text(done.stdout, encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda one: complaints.append(str(one)))
    page.on("request", lambda one: requests.append(one.url))
    page.goto((tmp_path / "diff.html").as_uri())
    assert "R9" in (page.text_content("pre") or "")
    for frame in page.frames[1:]:
        frame.wait_for_selector("#map path, .leaflet-container")
    assert len(page.frames) == 3
    assert not complaints
    assert {one.partition(":")[0] for one in requests} <= {"file", "about", "data"}
    context.close()
