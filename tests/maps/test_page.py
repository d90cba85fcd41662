"""The page as a file: what is in it, what it may run, and what it refuses."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import accumulate, pairwise
from pathlib import Path

import folium
import pytest
import shapely
from folium.plugins import HeatMap, MarkerCluster
from page_sample import data_of, sample

from geo.errors import SitmapError
from maps import RemoteFileError, SituationMap
from maps.page.policy import csp_hash
from maps.payload.topology import Topology, encode


def html_of(made: folium.Map) -> str:
    return made.get_root().render()


class Outline(HTMLParser):
    """Tags of a page, and the text of its scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class calls it so
        self.inside = False

    @property
    def policy(self) -> str:
        return next(a["content"] or "" for t, a in self.tags if a.get("http-equiv") == "Content-Security-Policy")


def test_the_page_has_the_numbers_of_the_table_of_ground() -> None:
    layers = sample()
    ground = {side: rows for side, *rows in data_of(html_of(SituationMap(layers)))["ground"]}
    for side, rows in layers.ground.groupby("side"):
        for column, runs in zip(["area_km2", "low_km2", "high_km2"], ground[side], strict=True):
            values = [value for value, days in zip(runs[::2], runs[1::2], strict=True) for _ in range(days)]
            assert values == rows[column].tolist()


def test_importing_maps_does_not_import_the_drawing_libraries() -> None:
    code = "import sys, maps; sys.exit(any(name in sys.modules for name in ('folium', 'geopandas', 'jinja2')))"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own words


def test_nothing_in_the_page_is_loaded_from_elsewhere() -> None:
    outline = Outline(html_of(SituationMap(sample())))
    loading = [
        tag for tag, attributes in outline.tags if attributes.get("src") or (tag == "link" and attributes.get("href"))
    ]
    assert loading == []


def test_styles_load_nothing_but_what_they_carry() -> None:
    html = html_of(SituationMap(sample()))
    styles = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    addresses = re.findall(r"url\(\"?([^)\"]*)", "".join(styles))
    assert addresses
    assert [address for address in addresses if not address.startswith(("data:", "#"))] == []


def test_policy_forbids_everything_but_the_scripts_of_the_page() -> None:
    outline = Outline(html_of(SituationMap(sample())))
    directives = dict(part.strip().split(" ", 1) for part in outline.policy.split(";"))
    code = [
        s
        for s, (_, a) in zip(outline.scripts, [t for t in outline.tags if t[0] == "script"], strict=True)
        if "type" not in a
    ]
    assert directives["default-src"] == directives["base-uri"] == directives["form-action"] == "'none'"
    assert directives["img-src"] == "data:"
    assert set(directives["script-src"].split()) == {csp_hash(script) for script in code}


def test_data_cannot_end_its_script() -> None:
    text = "</script><script>alert(1)</script><!--\u2028\ud800"
    html = html_of(SituationMap(sample(text=text)))
    assert data_of(html)["about"]["title"] == text
    assert "<script>alert" not in html


def test_what_the_map_needs_at_once_is_not_of_the_dossier() -> None:
    html = html_of(SituationMap(sample(text="SECRET")))
    start = re.search(r'<script type="application/json" id="sitmap-start">(.*?)</script>', html)
    assert start
    assert json.loads(start[1]).keys() == {"bounds", "markerIcons"}
    assert "SECRET" not in start[1]


def test_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    SituationMap(sample(text="lone \ud800 and null \x00")).save(page)
    assert "\x00" not in page.read_text(encoding="utf-8")


def test_same_layers_give_the_same_bytes_at_any_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = []
    for name, seconds in (("a", 1e9), ("b", 2e9)):
        monkeypatch.setattr("time.time", lambda now=seconds: now)
        made = SituationMap(sample())
        folium.Marker([35.5, 36.5], popup="here").add_to(folium.FeatureGroup("Own").add_to(made))
        made.save(tmp_path / name)
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_a_map_can_be_saved_twice(tmp_path: Path) -> None:
    made = SituationMap(sample())
    folium.GeoJson(shapely.box(36, 35, 37, 36).__geo_interface__, name="Own").add_to(made)
    for name in "ab":
        made.save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.usefixtures("without_plugins")
def test_a_page_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("old")
    with pytest.raises(RemoteFileError):
        SituationMap(sample()).add_child(HeatMap([[35.5, 36.5]])).save(page)
    assert page.read_text() == "old"
    assert list(tmp_path.iterdir()) == [page]


@pytest.mark.usefixtures("without_plugins")
@pytest.mark.parametrize(
    ("layer", "named", "file"),
    [
        (HeatMap([[35.5, 36.5]]), "HeatMap", "leaflet_heat.min.js"),
        (folium.TileLayer("https://tiles.example/{z}/{x}/{y}.png", attr="x"), "TileLayer", "https://tiles.example/"),
        (folium.Marker([35.5, 36.5], icon=folium.Icon()), "Icon", "awesome"),
        (
            folium.Marker([35.5, 36.5], icon=folium.CustomIcon("https://a.example/i.png")),
            "CustomIcon",
            "https://a.example/i.png",
        ),
    ],
)
def test_a_layer_that_needs_a_remote_file_is_refused_by_name(layer: folium.Element, named: str, file: str) -> None:
    with pytest.raises(SitmapError, match=rf"{named} needs .*{re.escape(file)}"):
        html_of(SituationMap(sample()).add_child(layer))


def test_raw_html_that_loads_a_file_is_refused() -> None:
    made = SituationMap(sample())
    made.get_root().html.add_child(folium.Element('<img src="https://a.example/pixel.gif">'), name="pixel")
    with pytest.raises(RemoteFileError, match=r"pixel needs https://a\.example/pixel\.gif"):
        html_of(made)


@pytest.mark.usefixtures("without_plugins")
def test_the_network_can_be_allowed() -> None:
    outline = Outline(html_of(SituationMap(sample(), network=True).add_child(HeatMap([[35.5, 36.5]]))))
    loaded = [attributes["src"] for tag, attributes in outline.tags if tag == "script" and "src" in attributes]
    assert len(loaded) == 1
    assert str(loaded[0]) in outline.policy


def test_packaged_plugins_are_inlined() -> None:
    html = html_of(SituationMap(sample()).add_child(MarkerCluster([[35.5, 36.5]])))
    assert "markerClusterGroup" in html
    assert not re.search(r"<(script|link)[^>]+(src|href)=", html)


def test_a_colour_that_is_none_styles_nothing() -> None:
    layers = sample()
    north, south = layers.dossier.sides
    layers.dossier.sides = (replace(north, colour="red;background:url(https://a.example)"), south)
    assert "a.example" not in html_of(SituationMap(layers))


def decoded(topology: Topology, shape: int) -> list[list[list[tuple[float, float]]]]:
    def points(arc: list[int]) -> list[tuple[int, int]]:
        at, found = (0, 0), []
        for dx, dy in zip(arc[::2], arc[1::2], strict=True):
            at = (at[0] + dx, at[1] + dy)
            found.append(at)
        return found

    def path(steps: list[int]) -> list[tuple[float, float]]:
        refs = accumulate(steps)
        pieces = [points(topology.arcs[ref]) if ref >= 0 else points(topology.arcs[~ref])[::-1] for ref in refs]
        for before, after in pairwise(pieces):
            assert before[-1] == after[0]
        joined = pieces[0] + [point for piece in pieces[1:] for point in piece[1:]]
        return [(x * topology.step_deg, y * topology.step_deg) for x, y in joined]

    return [[path(steps) for steps in part] for part in topology.shapes[shape]]


def test_shared_geometry_comes_back_as_it_was() -> None:
    hole = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2))
    given = [
        hole,
        shapely.box(1, 1, 2, 2),
        shapely.box(4, 0, 6, 2),
        shapely.MultiPolygon([shapely.box(9, 9, 10, 10), shapely.box(4, 2, 6, 4)]),
    ]
    line = shapely.LineString([(4, 0), (4, 2), (4, 4), (7, 7)])
    topology = encode([*given, None, line], step_deg=0.5)
    for number, polygon in enumerate(given):
        back = shapely.union_all([shapely.Polygon(part[0], part[1:]) for part in decoded(topology, number)])
        assert shapely.equals(back, polygon)
    assert topology.shapes[4] == []
    assert shapely.equals(shapely.MultiLineString(decoded(topology, 5)[0]), line)


def test_a_border_shared_by_many_days_is_written_once() -> None:
    day = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    assert encode(day * 50).arcs == encode(day).arcs
