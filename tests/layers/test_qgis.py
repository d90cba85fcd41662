"""The GeoPackage and the project in QGIS itself, which runs in a process of its own without a screen."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT
from round_trip import assert_same_events, brought_back, without_events

from layers import Dossier, Layers
from layers.collection import NAMES
from layers.formats.styles.style import found, layer_style
from layers.schema import FIELDS

REPORT = ROOT / "tests" / "support" / "qgis_report.py"
DAYS = ("2019-04-30", "2019-08-24", "2019-12-24", "2020-02-06")
SIGNS = ("violence", "ground", "troops", "words", "other")
DATED = [name for name in NAMES if name != "places"]


@pytest.fixture(scope="module")
def folder(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was moved, with its data, after it was written."""
    written = tmp_path_factory.mktemp("written")
    layers.to_qgis(written / "sitmap.qgz")
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    shutil.move(written, moved)
    return moved


@pytest.fixture(scope="module")
def told(folder: Path, qgis: str) -> dict[str, Any]:
    """What QGIS says of them."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}
    command = [qgis, str(REPORT), str(folder), *DAYS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def test_a_project_has_the_same_bytes_for_the_same_layers(folder: Path, layers: Layers, tmp_path: Path) -> None:
    again = layers.to_qgis(tmp_path / "sitmap.qgz")
    assert again.read_bytes() == (folder / "sitmap.qgz").read_bytes()
    assert (tmp_path / "sitmap.gpkg").read_bytes() == (folder / "sitmap.gpkg").read_bytes()


def test_texts_of_a_dossier_never_become_expressions(layers: Layers, tmp_path: Path) -> None:
    hostile = "[% env('HOME') %] <b>&\"'"
    dossier = layers.dossier
    named = replace(layers, dossier=replace(dossier, settings=replace(dossier.settings, title=hostile)))
    named.to_qgis(tmp_path / "sitmap.qgz")
    text = zipfile.ZipFile(tmp_path / "sitmap.qgz").read("sitmap.qgs").decode()
    assert 'labelText="[% @sitmap_title %]"' in text
    assert 'labelText="[% env' not in text


def test_events_have_the_same_signs_in_qgis_as_on_the_page() -> None:
    script = (ROOT / "maps" / "static" / "symbols.js").read_text(encoding="utf-8")
    signs = dict(re.findall(r'^ {4}(\w+): "(M[^"]+)",$', script, re.MULTILINE))
    kinds = re.findall(r'\["(\w+)", /([^/]+)/\]', script)
    style = layer_style("events", ["event_type"], Dossier.open("idlib-2020").settings, date(2020, 2, 6))
    rules = found(style, "renderer-v2").attrib["attr"]
    assert len(kinds) == 4
    assert re.findall(r"""regexp_match\(lower\("event_type"\), '([^']+)'\) THEN '(\w+)'""", rules) == [
        (words, kind) for kind, words in kinds
    ]
    assert [category.attrib["value"] for category in style.iter("category")] == list(SIGNS)
    for kind in SIGNS:
        drawing = (ROOT / "layers" / "formats" / "styles" / "symbols" / f"event-{kind}.svg").read_text(encoding="utf-8")
        assert f'd="{signs[kind]}"' in drawing


@pytest.mark.qgis
def test_the_project_opens_without_a_warning(told: dict[str, Any], layers: Layers) -> None:
    assert told["opened"]
    assert (told["error"], told["messages"]) == ("", [])
    assert told["title"] == layers.dossier.title
    assert told["crs"] == "EPSG:32637"
    assert told["groups"] == ["Posts", "Events", "Places and roads", "Ground"]


@pytest.mark.qgis
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", ["layers", "alone"])
def test_a_layer_is_valid_with_its_types_titles_and_rows(
    told: dict[str, Any], layers: Layers, name: str, way: str
) -> None:
    layer = told[way][name]
    assert layer["valid"]
    assert layer["features"] == len(layers[name])
    types = {"text": "String", "date": "Date", "whole number": "Integer", "number": "Real", "true or false": "Boolean"}
    wanted = {column: types[FIELDS[column].kind] for column in layers[name].columns if column != "geometry"}
    assert layer["fields"] == {"fid": "Integer64", **wanted}
    assert layer["aliases"] == {"fid": "", **{column: FIELDS[column].title for column in wanted}}
    assert layer["tip"].startswith("<p><b>")


@pytest.mark.qgis
@pytest.mark.parametrize("way", ["layers", "alone"])
def test_the_style_of_a_layer_comes_with_it(told: dict[str, Any], layers: Layers, way: str) -> None:
    sides = [side.id for side in layers.dossier.sides]
    assert told[way]["zones"]["categories"] == [*sides, "contested", "unknown"]
    assert told[way]["verdicts"]["categories"] == ["encircled", "contested", "constricted", "open"]
    assert told[way]["events"]["categories"] == list(SIGNS)
    assert [name for name in NAMES if told[way][name]["labelled"]] == ["places", "posts", "corridors", "roads"]
    assert told[way]["zones"]["forms"]["side"] == "ValueMap"


@pytest.mark.qgis
def test_temporal_filtering_is_active_as_the_project_opens(told: dict[str, Any]) -> None:
    assert [name for name in NAMES if told["layers"][name]["active"]] == [name for name in NAMES if name in DATED]
    for name in DATED:
        layer = told["layers"][name]
        assert (layer["start"], layer["end"], layer["limit"]) == ("start_date", "end_date", 0)
    assert told["period"] == ["2019-04-30T00:00:00Z", "2020-03-07T00:00:00Z"]
    days = 4
    assert (told["step"], told["navigation"]) == ([1.0, days], 1)


@pytest.mark.qgis
@pytest.mark.parametrize("day", DAYS)
def test_qgis_shows_on_a_day_what_is_true_that_day(told: dict[str, Any], layers: Layers, day: str) -> None:
    shown = layers.at(day)
    assert {name: told["shown"][day][name] for name in DATED} == {name: len(shown[name]) for name in DATED}


@pytest.mark.qgis
def test_the_ground_looks_different_on_each_of_the_days(told: dict[str, Any]) -> None:
    assert len(set(told["grounds"].values())) == len(DAYS)


@pytest.mark.qgis
def test_without_a_temporal_controller_the_day_of_the_project_is_shown(told: dict[str, Any]) -> None:
    assert told["uncontrolled"] == told["grounds"][DAYS[-1]]


@pytest.mark.qgis
def test_layers_dragged_out_of_the_geopackage_bring_their_dates(told: dict[str, Any]) -> None:
    assert [name for name in NAMES if told["alone"][name]["active"]] == [name for name in NAMES if name in DATED]


@pytest.mark.qgis
def test_posts_are_labelled_in_the_readers_language(told: dict[str, Any], layers: Layers) -> None:
    posts = layers.at(DAYS[-1])["posts"].set_index("post_id")
    latin, arabic = set(told["labels"][DAYS[-1]]), set(told["labels"]["ar"])
    assert len(latin & set(posts["name"])) > 10
    assert not latin & set(posts["name_ar"])
    assert len(arabic & set(posts["name_ar"])) > 10
    assert posts.loc["OP08", "name_ar"] in arabic


@pytest.mark.qgis
def test_arabic_is_printed_joined_and_from_right_to_left(told: dict[str, Any], folder: Path, layers: Layers) -> None:
    done = subprocess.run(["pdftotext", str(folder / "page-ar.pdf"), "-"], capture_output=True, text=True, check=True)  # noqa: S603, S607 - poppler's
    # letters that join have code points of their own in what is printed; their order is read off their places
    plain = unicodedata.normalize("NFKC", done.stdout)
    joined = [letter for letter in done.stdout if "\ufe70" <= letter <= "\ufefc"]
    assert len(joined) > 100
    names = layers.at(DAYS[-1])["posts"].set_index("post_id")["name_ar"]
    for post in ("OP08", "OP09"):
        assert unicodedata.normalize("NFKC", names[post]) in plain
    assert told["labels"]["ar"]


@pytest.mark.qgis
def test_the_print_layout_has_all_parts_and_becomes_a_pdf_of_the_day(told: dict[str, Any], folder: Path) -> None:
    assert told["items"] == ["Date", "Legend", "Map", "Scale bar", "Sources", "Title"]
    assert told["exported"] == [0, 0]
    done = subprocess.run(["pdftotext", str(folder / "page-ar.pdf"), "-"], capture_output=True, text=True, check=True)  # noqa: S603, S607 - poppler's
    text = unicodedata.normalize("NFKC", done.stdout)
    assert "6 February 2020" in text
    assert "Idlib 2019-2020" in text
    assert "Encircled: no way to its supply anchor" in text
    assert "CC BY-IGO" in text
    size = subprocess.run(["pdfinfo", str(folder / "page.pdf")], capture_output=True, text=True, check=True)  # noqa: S603, S607 - poppler's
    assert "(A4)" in size.stdout


@pytest.mark.qgis
@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml"])
def test_what_qgis_saves_back_can_be_imported_with_nothing_lost(
    folder: Path, layers: Layers, dossier: Dossier, tmp_path: Path, ending: str
) -> None:
    assert_same_events(brought_back(folder / f"saved.{ending}", without_events(tmp_path, dossier)), layers)


@pytest.mark.qgis
def test_the_variables_tell_the_period_and_the_day(told: dict[str, Any]) -> None:
    variables = told["variables"]
    assert (variables["sitmap_start"], variables["sitmap_end"]) == ("2019-04-30", "2020-03-07")
    assert variables["sitmap_date"] == "2020-03-06"
