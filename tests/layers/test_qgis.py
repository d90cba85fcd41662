"""The GeoPackage and the project in QGIS itself, which runs in a process of its own without a screen."""

import base64
import html
import json
import os
import re
import shutil
import subprocess
import tomllib
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checkout import ROOT
from round_trip import assert_same_events, brought_back, without_events
from tiny_dossier import TINY, write

from geo.encirclement.sentences import languages
from layers import Dossier, Layers, build
from layers.formats.styles.layout import in_language
from layers.formats.styles.style import document, find_required, layer_style
from layers.formats.styles.time import FADES_BY, TRAILING_DAYS, Shown
from layers.frames import attribute_names
from layers.period import DAY
from layers.schema.column import Type
from layers.schema.layers import LAYERS, RELATIONS, TABLES
from layers.schema.palette import palette

# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
REPORT = ROOT / "tests" / "support" / "qgis_report.py"
DAYS = ("2019-04-30", "2019-08-24", "2019-12-24", "2020-02-06")
SIGNS = ("violence", "ground", "troops", "words", "other")
QGIS_TYPES = {
    Type.TEXT: "String",
    Type.DATE: "Date",
    Type.INTEGER: "Integer",
    Type.NUMBER: "Real",
    Type.BOOLEAN: "Boolean",
}
# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
DATED = [name for name, layer in LAYERS.items() if name in ALWAYS and layer.interval[0]]
SHOWN = Shown(date(2019, 4, 30), date(2020, 3, 7), date(2020, 2, 6))


@pytest.fixture(scope="module")
def folder(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was moved, with its data, after it was written."""
    written = tmp_path_factory.mktemp("written")
    layers.to_qgis(written / "sitmap.qgz")
    layers.to_geojson(written / "layers")
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    shutil.move(written, moved)
    return moved


@pytest.fixture(scope="module")
def report(folder: Path, qgis: str) -> dict[str, Any]:
    """QGIS's report on the project and the layers."""
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "LC_ALL": "C.UTF-8"}
    command = [qgis, str(REPORT), str(folder), *DAYS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=300)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    loaded: dict[str, Any] = json.loads(done.stdout)
    return loaded


def test_a_project_has_the_same_bytes_for_the_same_layers(folder: Path, layers: Layers, tmp_path: Path) -> None:
    again = layers.to_qgis(tmp_path / "sitmap.qgz")
    assert again.read_bytes() == (folder / "sitmap.qgz").read_bytes()
    assert (tmp_path / "sitmap.gpkg").read_bytes() == (folder / "sitmap.gpkg").read_bytes()


def test_styles_draw_states_and_lines_in_the_colours_of_the_palette() -> None:
    settings = Dossier.open("idlib-2020").settings
    verdicts = layer_style("daily", LAYERS["daily"].names, settings, SHOWN)
    drawings = {
        symbol.attrib["name"]: base64.b64decode(option.attrib["value"].removeprefix("base64:")).decode()
        for symbol in verdicts.iter("symbol")
        for option in symbol.iter("Option")
        if option.get("value", "").startswith("base64:")
    }
    assert set(drawings) == set(palette()["states"])
    for state, colour in palette()["states"].items():
        assert set(re.findall(r"#\w{6}", drawings[state])) == {colour, "#fdfcf9"}
    for name, colour in palette()["lines"].items():
        style = layer_style(name, LAYERS[name].names, settings, SHOWN)
        line = next(option for option in style.iter("Option") if option.get("name") == "line_color")
        red, green, blue, _ = map(int, line.attrib["value"].split(","))
        assert f"#{red:02x}{green:02x}{blue:02x}" == colour


def test_texts_of_a_dossier_never_become_expressions(layers: Layers, tmp_path: Path) -> None:
    hostile = "[% env('HOME') %] <b>&\"'"
    dossier = layers.dossier
    named = replace(layers, dossier=replace(dossier, settings=replace(dossier.settings, title=hostile)))
    named.to_qgis(tmp_path / "sitmap.qgz")
    text = zipfile.ZipFile(tmp_path / "sitmap.qgz").read("sitmap.qgs").decode()
    assert 'labelText="[% @sitmap_title %]"' in text
    assert 'labelText="[% env' not in text


def test_events_stay_for_as_many_days_as_on_the_page_and_fade_as_much() -> None:
    script = (ROOT / "maps" / "static" / "symbols" / "events.js").read_text(encoding="utf-8")
    assert f"TRAILING_DAYS = {TRAILING_DAYS};" in script
    assert f"1 - {FADES_BY / 100} * (age" in script


def test_events_have_the_same_signs_in_qgis_as_on_the_page() -> None:
    script = (ROOT / "maps" / "static" / "symbols" / "symbols.js").read_text(encoding="utf-8")
    signs = dict(re.findall(r'^ {2}(\w+): "(M[^"]+)",$', script, re.MULTILINE))
    kinds = re.findall(r'\["(\w+)", /([^/]+)/\]', script)
    style = layer_style("events", ["event_type"], Dossier.open("idlib-2020").settings, SHOWN)
    rules = find_required(style, "renderer-v2").attrib["attr"]
    assert rules.startswith("CASE WHEN NOT (")
    assert len(kinds) == 4
    assert re.findall(r"""regexp_match\(lower\("event_type"\), '([^']+)'\) THEN '(\w+)'""", rules) == [
        (words, kind) for kind, words in kinds
    ]
    assert [category.attrib["value"] for category in style.iter("category")] == list(SIGNS)
    for kind in SIGNS:
        drawing = (ROOT / "layers" / "formats" / "styles" / "symbols" / f"event-{kind}.svg").read_text(encoding="utf-8")
        assert f'd="{signs[kind]}"' in drawing


@pytest.mark.qgis
def test_the_project_opens_without_a_warning(report: dict[str, Any], layers: Layers) -> None:
    assert report["opened"]
    assert (report["error"], report["messages"]) == ("", [])
    assert report["title"] == layers.dossier.title
    assert report["crs"] == "EPSG:32637"
    assert report["groups"] == ["Posts", "Events", "Places and roads", "Evidence", "Ground"]


@pytest.mark.qgis
@pytest.mark.parametrize("name", ALWAYS)
@pytest.mark.parametrize("way", ["layers", "alone"])
def test_a_layer_is_valid_with_its_types_titles_and_rows(
    report: dict[str, Any], layers: Layers, name: str, way: str
) -> None:
    layer = report[way][name]
    assert layer["valid"]
    assert layer["features"] == len(layers[name])
    columns = LAYERS[name].columns
    assert layer["fields"] == {"fid": "Integer64", **{column.name: QGIS_TYPES[column.type] for column in columns}}
    assert layer["aliases"] == {"fid": "", **{column.name: column.description for column in columns}}
    assert layer["tip"].startswith("<p><b>")


@pytest.mark.qgis
def test_forms_lead_from_zones_and_reports_to_sides_and_places(report: dict[str, Any]) -> None:
    there = {*ALWAYS, *TABLES}
    assert len(report["relations"]) == len([name for name, _, other, _ in RELATIONS if {name, other} <= there])


@pytest.mark.qgis
@pytest.mark.parametrize("way", ["layers", "alone"])
def test_the_style_of_a_layer_comes_with_it(report: dict[str, Any], layers: Layers, way: str) -> None:
    sides = [side.id for side in layers.dossier.sides]
    assert report[way]["zones"]["categories"] == [*sides, "contested", "unknown", "basis:claimed", "basis:record"]
    assert report[way]["daily"]["categories"] == ["encircled", "contested", "constricted", "open"]
    assert report[way]["events"]["categories"] == list(SIGNS)
    assert [name for name in ALWAYS if report[way][name]["labelled"]] == [
        "places",
        "posts",
        "events",
        "daily",
        "corridors",
        "roads",
    ]
    assert report[way]["zones"]["forms"]["side"] == "ValueMap"


@pytest.mark.qgis
@pytest.mark.parametrize("way", ["layers", "alone"])
def test_the_metadata_of_a_layer_say_what_it_is_whose_and_of_when(
    report: dict[str, Any], layers: Layers, way: str
) -> None:
    margin = layers.margin()
    for name in ALWAYS:
        metadata = report[way][name]["metadata"]
        assert metadata["title"] == LAYERS[name].title
        assert layers.dossier.summary in html.unescape(metadata["abstract"])
        assert metadata["licences"] == list(margin.terms)
        assert metadata["rights"] == [margin.disclaimer, margin.boundary_note]
        assert metadata["contacts"] == [[margin.author, margin.contact or ""]]
        assert metadata["crs"] == "EPSG:4326"
        assert metadata["period"] == [["2019-04-30T00:00:00Z", "2020-03-06T00:00:00Z"]]


@pytest.mark.qgis
def test_temporal_filtering_is_active_as_the_project_opens(report: dict[str, Any]) -> None:
    assert [name for name in ALWAYS if report["layers"][name]["active"]] == [name for name in ALWAYS if name in DATED]
    for name in DATED:
        layer = report["layers"][name]
        assert (layer["start"], layer["end"], layer["limit"]) == (*LAYERS[name].interval, 0)
    assert report["period"] == ["2019-04-30T00:00:00Z", "2020-03-07T00:00:00Z"]
    days = 4
    # off, so that the project opens on its opening day
    assert (report["step"], report["navigation"]) == ([1.0, days], 0)


@pytest.mark.qgis
@pytest.mark.parametrize("day", DAYS)
def test_qgis_shows_on_a_day_what_is_true_that_day(report: dict[str, Any], layers: Layers, day: str) -> None:
    shown = {name: len(table) for name, table in layers.at(day).items()}
    # events stay for a week
    events, last = layers["events"], date.fromisoformat(day)
    shown["events"] = sum(
        start is not None and start <= last < (end or start + DAY) + TRAILING_DAYS * DAY
        for start, end in zip(events["start_date"], events["end_date"], strict=True)
    )
    assert {name: report["shown"][day][name] for name in DATED} == {name: shown[name] for name in DATED}


@pytest.mark.qgis
def test_the_ground_looks_different_on_each_of_the_days(report: dict[str, Any]) -> None:
    assert len(set(report["grounds"].values())) == len(DAYS)


@pytest.mark.qgis
def test_without_a_temporal_controller_the_day_of_the_project_is_shown(report: dict[str, Any]) -> None:
    assert report["uncontrolled"] == report["grounds"][DAYS[-1]]


@pytest.mark.qgis
def test_a_step_of_a_week_and_a_layer_without_filter_draw_one_day(report: dict[str, Any]) -> None:
    assert report["weeks"] == {day: report["grounds"][day] for day in DAYS[1:]}
    assert report["without_filter"] == report["grounds"][DAYS[1]]
    assert report["titles"]["day"].endswith("\n24 August 2019")
    assert report["titles"]["week"] == report["titles"]["day"]
    assert report["titles"]["uncontrolled"].endswith("\n6 February 2020")


@pytest.mark.qgis
def test_a_variable_that_is_no_day_and_a_day_outside_are_said_and_draw_no_other_day(
    report: dict[str, Any], layers: Layers
) -> None:
    opening, of_period = layers.opening_day, "The map has 2019-04-30 to 2020-03-06"
    written = f"{opening.day} {opening:%B %Y}"
    for value, (ground, title) in report["typed"].items():
        if value.strip() == "2020-02-06":
            assert (ground, title.splitlines()[-1]) == (report["grounds"]["2020-02-06"], "6 February 2020")
        elif value in {"2021-01-01", "2018-01-01"}:
            assert ground == report["beyond"][0] not in report["grounds"].values()
            assert of_period in title
        else:
            assert title.splitlines()[-1].startswith(written)
            assert (f"sitmap_date is {value}, which is no day" in title) is bool(value)
    assert of_period in report["beyond"][1]
    assert report["typed"]["06/02/2020"][0] == report["typed"][""][0] != report["beyond"][0]


def test_no_style_names_a_font_that_qgis_fetches(layers: Layers) -> None:
    # QgsFontDownloader of QGIS 3.34 and later fetches families of Google Fonts that are not installed
    project = (ROOT / "layers" / "formats" / "styles" / "templates" / "project.qgs").read_text(encoding="utf-8")
    styles = [
        document(layer_style(name, attribute_names(table), layers.dossier.settings, SHOWN))
        for name, table in layers.items()
    ]
    families = re.findall(r'(?:fontFamily|family name|Font description)="([^",]*)', " ".join([project, *styles]))
    assert families
    assert set(families) <= {"DejaVu Sans", "Arial", "Sans Serif"}


@pytest.mark.qgis
def test_layers_dragged_out_of_the_geopackage_bring_their_dates(report: dict[str, Any]) -> None:
    assert [name for name in ALWAYS if report["alone"][name]["active"]] == [name for name in ALWAYS if name in DATED]


@pytest.mark.qgis
def test_geojson_dragged_into_a_project_opens_styled_and_dated(report: dict[str, Any]) -> None:
    for name in ("zones", "daily", "events", "roads"):
        alone, dragged = report["alone"][name], report["dragged"][name]
        same = ("renderer", "categories", "labelled", "active", "tip")
        assert {key: dragged[key] for key in same} == {key: alone[key] for key in same}
        assert dragged["fields"][LAYERS[name].interval[0]] == "Date"


@pytest.mark.qgis
def test_posts_and_roads_are_labelled_in_the_readers_language(report: dict[str, Any], layers: Layers) -> None:
    posts = layers.at(DAYS[-1])["posts"].set_index("post_id")
    latin, arabic = set(report["labels"][DAYS[-1]]), set(report["labels"]["ar"])
    assert len(latin & set(posts["name"])) > 10
    assert not latin & set(posts["name_ar"])
    assert len(arabic & set(posts["name_ar"])) > 10
    assert posts.loc["OP08", "name_ar"] in arabic
    roads = set(layers["roads"]["name_ar"].dropna())
    assert roads & arabic
    assert not roads & latin


def printed(page: Path) -> str:
    """The text of a page; letters that join have code points of their own in it."""
    done = subprocess.run(["pdftotext", "-layout", str(page), "-"], capture_output=True, text=True, check=True)  # noqa: S603, S607 - poppler's
    return done.stdout


@pytest.mark.qgis
def test_the_arabic_page_is_arabic_throughout_joined_and_from_right_to_left(
    report: dict[str, Any], folder: Path, layers: Layers
) -> None:
    text = printed(folder / "A4 (ar).pdf")
    assert len([letter for letter in text if "\ufe70" <= letter <= "\ufefc"]) > 100
    plain = unicodedata.normalize("NFKC", text)
    names = layers.at(DAYS[-1])["posts"].set_index("post_id")["name_ar"]
    title, day = layers.margin("ar").title.split()[0], "فبراير"
    sides = [str(side.name_ar).split()[0] for side in layers.dossier.sides]
    for words in (names["OP08"], names["OP09"], title, day, *sides, "المصادر", "ورق"):
        assert unicodedata.normalize("NFKC", words) in plain
    # what is Latin is names of others, in the margin
    english = {text for text in in_english() if len(text.split()) > 1}
    assert not [text for text in english if text in plain]
    assert report["labels"]["ar"]


def in_english() -> set[str]:
    """The words of legend, scale and margin, of which each language has its own."""
    words = (ROOT / "layers" / "formats" / "styles" / "legend.toml").read_text(encoding="utf-8")
    return set(tomllib.loads(words)["ar"])


@pytest.mark.parametrize("language", sorted({*languages()} - {"en"}))
def test_every_language_has_the_words_of_the_legend(language: str) -> None:
    assert {text for text in in_english() if in_language(text, language) == text} == set()


@pytest.mark.qgis
def test_the_print_layouts_have_all_parts_and_become_a_pdf_of_the_day(
    report: dict[str, Any], folder: Path, layers: Layers
) -> None:
    parts = ["Date", "Legend", "Map", "Margin", "North", "North arrow", "Note", "Scale", "Scale bar", "Title"]
    assert report["items"] == {f"A4 ({language})": parts for language in languages()}
    assert set(report["exported"].values()) == {0}
    text = printed(folder / "A4 (en).pdf")
    for words in ("6 February 2020", "Idlib 2019-2020", "Encircled: no way to its supply anchor"):
        assert words in text
    assert re.search(r"1:[\d,]+0,?000 on A4", text)
    # nothing of the margin is cut off
    whole = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    assert not [line for line in layers.margin().lines() if re.sub(r"\s", "", line) not in whole]
    size = subprocess.run(["pdfinfo", str(folder / "A4 (en).pdf")], capture_output=True, text=True, check=True)  # noqa: S603, S607 - poppler's
    assert "(A4)" in size.stdout


@pytest.mark.qgis
@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "kml"])
def test_files_that_qgis_saves_can_be_imported_with_nothing_lost(
    folder: Path, layers: Layers, dossier: Dossier, tmp_path: Path, ending: str
) -> None:
    assert_same_events(brought_back(folder / f"saved.{ending}", without_events(tmp_path, dossier)), layers)


@pytest.mark.qgis
def test_the_variables_hold_the_period_and_the_day(report: dict[str, Any], layers: Layers) -> None:
    variables = report["variables"]
    assert (variables["sitmap_start"], variables["sitmap_end"]) == ("2019-04-30", "2020-03-07")
    assert variables["sitmap_date"] == layers.opening_day.isoformat()


PRINT = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsLayoutExporter, QgsProject, QgsRenderContext
application = QgsApplication([], False)
application.initQgis()
assert QgsProject.instance().read(sys.argv[1])
settings = QgsLayoutExporter.PdfExportSettings()
settings.textRenderFormat = QgsRenderContext.TextFormatAlwaysText
layout = QgsProject.instance().layoutManager().layouts()[0]
assert QgsLayoutExporter(layout).exportToPdf(sys.argv[2], settings) == 0
"""
HOSTILE = ("X [% 6*7 %]", "[%6*7%]", "X [%[% 6*7 %]%]", "X [% '[%' || 6*7 || '%]' %]", "50 %] [ % [%")


@pytest.mark.qgis
@pytest.mark.parametrize("name", HOSTILE)
def test_qgis_prints_names_as_they_are_written(qgis: str, tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "tiny", TINY)
    head = folder / "dossier.toml"
    text = head.read_text(encoding="utf-8").replace('"South"', json.dumps(name)).replace('"Tiny"', json.dumps(name))
    head.write_text(text, encoding="utf-8")
    build(Dossier.open(folder), as_of="2021-01-01").to_qgis(tmp_path / "sitmap.qgz")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    files = [str(tmp_path / "sitmap.qgz"), str(tmp_path / "page.pdf")]
    subprocess.run([qgis, "-c", PRINT, *files], check=True, capture_output=True, env=environment, timeout=300)  # noqa: S603
    printed = subprocess.run(["pdftotext", "-layout", files[1], "-"], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607
    squeezed = re.sub(r"\s", "", printed)
    # in the title and in the legend
    assert squeezed.count(re.sub(r"\s", "", name)) >= 2, printed
    assert "42" not in squeezed.replace("36.42", "")
