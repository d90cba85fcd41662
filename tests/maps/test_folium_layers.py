"""Every layer, icon, control and plugin that folium has: it works offline, or is refused by its name and its file's."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import folium
import folium.features
import folium.map
import folium.plugins
import folium.raster_layers
import folium.vector_layers
import geopandas as gpd
import pytest
from branca.element import Element, IFrame
from folium.utilities import JsCode
from page_browser import Open
from page_sample import sample
from playwright.sync_api import expect
from shapely import box

from maps import RemoteFileError, SituationMap
from maps.errors import NEVER

AT = (35.5, 36.5)
LINE = [(35.4, 36.4), (35.6, 36.6)]
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
AREA = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "id": "1",
            "properties": {
                "name": "mine",
                "n": 1,
                "times": ["2020-02-01"] * 5,
                "start": "2020-02-01",
                "end": "2020-03",
            },
            "geometry": {"type": "Polygon", "coordinates": [[[36.3, 35.3], [36.7, 35.3], [36.5, 35.7], [36.3, 35.3]]]},
        }
    ],
}
TOPOLOGY = {
    "type": "Topology",
    "arcs": [[[36.3, 35.3], [36.7, 35.3], [36.5, 35.7], [36.3, 35.3]]],
    "objects": {"a": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}},
}

Made = Callable[[], Element]


def marked(**options: Any) -> Made:  # noqa: ANN401 - as folium has it
    """A marker made anew: folium's elements belong to one map."""
    return lambda: folium.Marker(AT, **{name: value() for name, value in options.items()})


def choropleth() -> Element:
    return folium.Choropleth(AREA, data={"1": 3.0, "2": 4.0}, key_on="feature.id")


def grouped() -> Element:
    group = folium.FeatureGroup("Group")
    return group.add_child(folium.CircleMarker(AT))


def with_detail(kind: type[Element]) -> Element:
    return folium.GeoJson(AREA).add_child(kind(fields=["name"]))


def patterned(pattern: Element) -> Element:
    area = folium.GeoJson(AREA, style_function=lambda _: {"fillPattern": pattern})
    return folium.FeatureGroup("p").add_child(area).add_child(pattern)


plugins = folium.plugins
DATED = {"2020-02-01": {"color": "#ff0000", "opacity": 1}}

# what works offline, and where in the page it shows
WORKS: dict[str, tuple[Made, str | None]] = {
    "Circle": (lambda: folium.Circle(AT, radius=900), ".leaflet-overlay-pane path"),
    "CircleMarker": (lambda: folium.CircleMarker(AT), ".leaflet-overlay-pane path"),
    "ClickForLatLng": (lambda: folium.ClickForLatLng(alert=False), None),
    "ClickForMarker": (lambda: folium.ClickForMarker("<b>${lat}</b>"), None),
    "ColorLine": (lambda: folium.ColorLine([*LINE, AT], [0.0, 1.0]), ".leaflet-overlay-pane path"),
    "Control": (lambda: folium.Control("Scale", position="topleft"), ".leaflet-control-scale >> nth=0"),
    "CustomIcon": (marked(icon=lambda: folium.CustomIcon(PIXEL, icon_size=(9, 9))), "img.leaflet-marker-icon"),
    "CustomPane": (lambda: folium.map.CustomPane("mine"), None),
    "DivIcon": (marked(icon=lambda: folium.DivIcon("<b id='mine'>A</b>")), "#mine"),
    "FeatureGroup": (grouped, ".leaflet-overlay-pane path"),
    "FitBounds": (lambda: folium.FitBounds(LINE), None),
    "FitOverlays": (folium.FitOverlays, None),
    "FloatImage": (lambda: plugins.FloatImage(PIXEL), "img[alt=float_image]"),
    "GeoJson": (lambda: folium.GeoJson(AREA), ".leaflet-overlay-pane path"),
    "GeoJsonPopup": (lambda: with_detail(folium.GeoJsonPopup), ".leaflet-overlay-pane path"),
    "GeoJsonTooltip": (lambda: with_detail(folium.GeoJsonTooltip), ".leaflet-overlay-pane path"),
    "ImageOverlay": (lambda: folium.raster_layers.ImageOverlay(PIXEL, LINE), "img.leaflet-image-layer"),
    "LatLngPopup": (folium.LatLngPopup, None),
    "LayerControl": (folium.LayerControl, ".leaflet-control-layers"),
    "Marker": (marked(), "img.leaflet-marker-icon"),
    "MarkerCluster": (lambda: plugins.MarkerCluster([AT, AT]), ".marker-cluster"),
    "FastMarkerCluster": (
        lambda: plugins.FastMarkerCluster([AT, AT], callback="(row) => L.marker([row[0], row[1]])"),
        ".marker-cluster",
    ),
    "PolyLine": (lambda: folium.PolyLine(LINE), ".leaflet-overlay-pane path"),
    "Polygon": (lambda: folium.Polygon([*LINE, (35.4, 36.6)]), ".leaflet-overlay-pane path"),
    "Popup": (marked(popup=lambda: folium.Popup("<b id='mine'>A</b>", show=True)), "#mine"),
    "Rectangle": (lambda: folium.Rectangle(LINE), ".leaflet-overlay-pane path"),
    "Tooltip": (marked(tooltip=lambda: folium.Tooltip("<b id='mine'>A</b>", permanent=True)), "#mine"),
}

# what needs a file that is not packaged, and a part of the file's address
REFUSED: dict[str, tuple[Made, str]] = {
    "AntPath": (lambda: plugins.AntPath(LINE), "leaflet-ant-path"),
    "BeautifyIcon": (marked(icon=plugins.BeautifyIcon), "leaflet-beautify-marker-icon"),
    "BoatMarker": (lambda: plugins.BoatMarker(AT), "leaflet.boatmarker"),
    "Choropleth": (choropleth, "d3"),
    "CirclePattern": (lambda: patterned(plugins.CirclePattern()), "leaflet.pattern"),
    "Draw": (plugins.Draw, "leaflet.draw"),
    "DualMap": (lambda: plugins.DualMap(tiles=None), "L.Map.Sync"),
    "FeatureGroupSubGroup": (lambda: plugins.FeatureGroupSubGroup(folium.FeatureGroup("g")), "subgroup"),
    "Fullscreen": (plugins.Fullscreen, "Control.FullScreen"),
    "GeoMan": (plugins.GeoMan, "leaflet-geoman"),
    "Geocoder": (plugins.Geocoder, "Control.Geocoder"),
    "GroupedLayerControl": (lambda: plugins.GroupedLayerControl({}), "groupedlayercontrol"),
    "HeatMap": (lambda: plugins.HeatMap([AT]), "leaflet_heat"),
    "HeatMapWithTime": (lambda: plugins.HeatMapWithTime([[[*AT, 1]]]), "iso8601"),
    "IFrame": (marked(popup=lambda: folium.Popup(IFrame("<p>A</p>"))), "data:text/html"),
    "Icon": (marked(icon=folium.Icon), "awesome"),
    "LocateControl": (plugins.LocateControl, "L.Control.Locate"),
    "MeasureControl": (plugins.MeasureControl, "leaflet-measure"),
    "MiniMap": (plugins.MiniMap, "Control.MiniMap"),
    "MousePosition": (plugins.MousePosition, "MousePosition"),
    "OverlappingMarkerSpiderfier": (plugins.OverlappingMarkerSpiderfier, "oms"),
    "PolyLineFromEncoded": (lambda: plugins.PolyLineFromEncoded("_p~iF~cn~U"), "Polyline.encoded"),
    "PolyLineOffset": (lambda: plugins.PolyLineOffset(LINE), "polylineoffset"),
    "PolyLineTextPath": (lambda: plugins.PolyLineTextPath(folium.PolyLine(LINE), "a"), "textpath"),
    "PolygonFromEncoded": (lambda: plugins.PolygonFromEncoded("_p~iF~cn~U"), "Polyline.encoded"),
    "Realtime": (lambda: plugins.Realtime(JsCode("(f) => f()")), "leaflet-realtime"),
    "RegularPolygonMarker": (lambda: folium.RegularPolygonMarker(AT), "leaflet-dvf"),
    "ScrollZoomToggler": (plugins.ScrollZoomToggler, "arrow-move.png"),
    "Search": (lambda: plugins.Search(folium.GeoJson(AREA)), "leaflet-search"),
    "SemiCircle": (lambda: plugins.SemiCircle(AT, 9, direction=0, arc=9), "Semicircle"),
    "SideBySideLayers": (lambda: plugins.SideBySideLayers(grouped(), grouped()), "side-by-side"),
    "StripePattern": (lambda: patterned(plugins.StripePattern()), "leaflet.pattern"),
    "TagFilterButton": (lambda: plugins.TagFilterButton(["a"]), "tag-filter-button"),
    "Terminator": (plugins.Terminator, "terminator"),
    "TileLayer": (lambda: folium.TileLayer("OpenStreetMap"), "openstreetmap"),
    "TimeSliderChoropleth": (lambda: plugins.TimeSliderChoropleth(AREA, {"1": DATED}), "d3"),
    "Timeline": (lambda: plugins.Timeline(AREA), "leaflet.timeline"),
    "TimelineSlider": (plugins.TimelineSlider, "leaflet.timeline"),
    "TimestampedGeoJson": (lambda: plugins.TimestampedGeoJson(AREA), "jquery-ui"),
    "TimestampedWmsTileLayers": (
        lambda: plugins.TimestampedWmsTileLayers(folium.WmsTileLayer("https://a.example/wms", "a")),
        "jquery-ui",
    ),
    "TopoJson": (lambda: folium.TopoJson(TOPOLOGY, "objects.a"), "topojson"),
    "TreeLayerControl": (plugins.TreeLayerControl, "Tree"),
    "VectorGridProtobuf": (lambda: plugins.VectorGridProtobuf("https://a.example/{z}/{x}/{y}.pbf"), "VectorGrid"),
    "Vega": (marked(popup=lambda: folium.Popup().add_child(folium.Vega({}))), "d3"),
    "VegaLite": (marked(popup=lambda: folium.Popup().add_child(folium.VegaLite({}))), "vega"),
    "VideoOverlay": (lambda: folium.raster_layers.VideoOverlay("https://a.example/v.mp4", LINE), "a.example"),
    "WmsTileLayer": (lambda: folium.WmsTileLayer("https://a.example/wms", "a"), "a.example"),
}
# made of others, or for other elements than a map
NO_LAYERS = {
    "BaseMultiLocation", "Class", "Evented", "GeoJsonDetail", "GeoJsonStyleMapper", "Layer", "classproperty",
}  # fmt: skip


def map_with(made: Made) -> SituationMap:
    return SituationMap(sample()).add_child(made())


def test_all_that_folium_has_is_looked_at() -> None:
    modules = (folium.features, folium.map, folium.raster_layers, folium.vector_layers)
    names = {
        name
        for module in modules
        for name, value in vars(module).items()
        if inspect.isclass(value) and value.__module__ == module.__name__
    }
    known = WORKS.keys() | REFUSED.keys() | NO_LAYERS
    assert names | set(folium.plugins.__all__) <= known
    assert not WORKS.keys() & REFUSED.keys()


@pytest.mark.usefixtures("without_plugins")
@pytest.mark.parametrize("name", sorted(REFUSED.keys() - NEVER))
def test_what_needs_a_file_from_elsewhere_is_refused_by_name(name: str) -> None:
    made, file = REFUSED[name]
    with pytest.raises(RemoteFileError) as refused:
        map_with(made).get_root().render()
    assert refused.value.layer == name
    assert file in refused.value.file
    assert f"{refused.value.layer} needs {refused.value.file}" in str(refused.value)


@pytest.mark.browser
@pytest.mark.parametrize("name", sorted(WORKS))
def test_what_needs_nothing_works_offline(opened: Open, name: str) -> None:
    made, shown = WORKS[name]
    page, requests, complaints = opened(map_with(made))
    if shown:
        expect(page.locator(shown).first).to_be_visible()
    assert len(requests) == 1
    assert complaints == []


# a plugin of the extra, and what it draws
PLUGINS: dict[str, tuple[Made, str]] = {
    "HeatMap": (lambda: folium.plugins.HeatMap([AT]), "canvas.leaflet-heatmap-layer"),
    "Fullscreen": (folium.plugins.Fullscreen, ".leaflet-control-zoom-fullscreen"),
    "MiniMap": (
        lambda: folium.plugins.MiniMap(tile_layer=folium.TileLayer(PIXEL, attr="own")),
        ".leaflet-control-minimap",
    ),
    "MousePosition": (folium.plugins.MousePosition, ".leaflet-control-mouseposition"),
    "Draw": (folium.plugins.Draw, ".leaflet-draw-draw-polygon"),
    "Timeline": (lambda: folium.plugins.Timeline(AREA), ".leaflet-container"),
    "Choropleth": (choropleth, "svg#legend"),
    "Icon": (marked(icon=folium.Icon), ".awesome-marker"),
}


@pytest.mark.browser
@pytest.mark.parametrize("name", PLUGINS)
def test_plugins_work_offline_with_the_files_of_the_extra(opened: Open, name: str) -> None:
    made, shown = PLUGINS[name]
    page, requests, complaints = opened(map_with(made))
    expect(page.locator(shown).first).to_be_visible()
    assert len(requests) == 1
    assert [text for text in complaints if "willReadFrequently" not in text] == []


@pytest.mark.browser
def test_a_table_is_explored_by_a_column_on_the_map(opened: Open) -> None:
    table = gpd.GeoDataFrame({"n": [3, 4]}, geometry=[box(36.5, 35.6, 36.9, 35.9), box(36, 35.6, 36.4, 35.9)], crs=4326)
    page, requests, complaints = opened(table.explore("n", m=SituationMap(sample())))
    expect(page.locator("svg#legend")).to_be_visible()
    assert len(requests) == 1
    assert complaints == []


@pytest.mark.parametrize("name", sorted(NEVER))
def test_a_plugin_that_cannot_work_in_the_page_is_refused_by_name(name: str) -> None:
    with pytest.raises(RemoteFileError, match=f"{name} runs"):
        map_with(REFUSED[name][0]).get_root().render()


@pytest.mark.usefixtures("without_plugins")
def test_a_file_that_a_user_brings_is_taken_into_the_page(tmp_path: Path) -> None:
    script = tmp_path / "own.js"
    script.write_text("L.heatLayer = () => L.layerGroup();")
    made = SituationMap(sample(), files={"leaflet_heat.min.js": script})
    assert script.read_text() in made.add_child(folium.plugins.HeatMap([AT])).get_root().render()


@pytest.mark.usefixtures("without_plugins")
def test_a_cluster_that_draws_its_own_icons_is_refused_like_them() -> None:
    with pytest.raises(RemoteFileError, match=r"FastMarkerCluster needs .*awesome"):
        map_with(lambda: folium.plugins.FastMarkerCluster([AT])).get_root().render()


@pytest.mark.parametrize(
    ("markup", "file"),
    [
        ("<img src='https://a.example/1.png'>", "https://a.example/1.png"),
        ("<img srcset='https://a.example/2.png 2x'>", "https://a.example/2.png 2x"),
        ("<p style='background: url(https://a.example/3.png)'>", "https://a.example/3.png"),
        ("<style>@import 'https://a.example/4.css'</style>", "https://a.example/4.css"),
        ("<object data='https://a.example/5.pdf'></object>", "https://a.example/5.pdf"),
        ("<svg><image xlink:href='https://a.example/6.svg'/></svg>", "https://a.example/6.svg"),
        ("<iframe src='https://a.example/7.html'></iframe>", "https://a.example/7.html"),
        ("<base href='https://a.example/8/'>", "https://a.example/8/"),
        ("<meta http-equiv='Refresh' content='0; https://a.example/9'>", "0; https://a.example/9"),
        ("<video poster='https://a.example/10.png'></video>", "https://a.example/10.png"),
    ],
)
@pytest.mark.parametrize("layer", ["Popup", "Tooltip", "DivIcon", "page"])
def test_markup_that_loads_a_file_is_refused(markup: str, file: str, layer: str) -> None:
    made = SituationMap(sample())
    if layer == "page":
        made.get_root().html.add_child(Element(markup), name="mine")
    options = {"Popup": {"popup": markup}, "Tooltip": {"tooltip": markup}, "DivIcon": {"icon": folium.DivIcon(markup)}}
    folium.Marker(AT, **options.get(layer, {})).add_to(made)
    with pytest.raises(RemoteFileError) as refused:
        made.get_root().render()
    assert refused.value.file == file
    assert refused.value.layer == {"Popup": "Html", "page": "the page's element mine"}.get(layer, layer)


def test_markup_that_a_reader_follows_or_that_is_in_the_page_is_no_file() -> None:
    markup = f"<a href='https://a.example'>a</a><img src='{PIXEL}'><svg><use href='#sign'/></svg><p style='color: red'>"
    map_with(marked(popup=lambda: folium.Popup(markup))).get_root().render()


@pytest.mark.browser
def test_a_click_on_the_map_does_what_a_layer_of_folium_says(opened: Open) -> None:
    made = SituationMap(sample()).add_child(folium.ClickForMarker("<b>${lat}</b>")).add_child(folium.LatLngPopup())
    page, _, complaints = opened(made)
    page.locator("path.zone[data-side=contested]").click(position={"x": 120, "y": 30})
    page.locator("img.leaflet-marker-icon").dispatch_event("click")
    expect(page.locator(".leaflet-popup b")).to_have_text(re.compile(r"^35\.\d{4}$"))
    assert complaints == []


HOSTILE = (
    "`${window.ran=1}` {{7*7}} {% raise %} {# \\u0041 \\n </script><script>window.ran=1</script> '\"&amp; \u2028\u202e"
)
SHOWN = re.sub("</?script>", "", HOSTILE.replace("&amp;", "&"))


def area_with(properties: dict[str, object]) -> dict[str, object]:
    return AREA | {"features": [AREA["features"][0] | {"properties": properties}]}


@pytest.mark.browser
def test_text_in_layers_of_folium_is_shown_as_it_is_and_runs_nothing(opened: Open) -> None:
    made = SituationMap(sample())
    folium.Marker(AT, popup=folium.Popup(HOSTILE, show=True), tooltip=folium.Tooltip(HOSTILE, permanent=True)).add_to(
        made
    )
    own = folium.FeatureGroup(HOSTILE).add_to(made)
    folium.GeoJson(area_with({HOSTILE: HOSTILE}), tooltip=folium.GeoJsonTooltip([HOSTILE])).add_to(own)
    folium.Marker((35.4, 36.4), popup=folium.Popup(HOSTILE, parse_html=True), icon=folium.DivIcon(HOSTILE)).add_to(own)
    folium.LayerControl(collapsed=False).add_to(made)
    page, requests, complaints = opened(made)
    shown = " ".join(SHOWN.split())
    for place in (".leaflet-popup-content", ".leaflet-tooltip >> nth=-1", ".empty"):
        assert " ".join(page.locator(place).text_content().split()) == shown
    expect(page.locator("#key").get_by_label(HOSTILE)).to_be_checked()
    page.locator(".leaflet-overlay-pane path").dispatch_event("mouseover")
    expect(page.locator(".foliumtooltip")).to_contain_text("{{7*7}}")
    page.locator(".empty").dispatch_event("click")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("</script>")
    assert page.evaluate("window.ran") is None
    assert len(requests) == 1
    assert complaints == []


def test_layers_of_folium_are_after_saving_what_they_were_before() -> None:
    made = SituationMap(sample())
    popup, tooltip = folium.Popup("a `b` {{c}}"), folium.Tooltip("a `b` {{c}}")
    area = folium.GeoJson(area_with({"{{c}}": ["{% d"]}))
    folium.Marker(AT, popup=popup, tooltip=tooltip).add_to(made)
    area.add_to(made)
    first = made.get_root().render()
    assert tooltip.text == "a `b` {{c}}"
    assert area.data["features"][0]["properties"] == {"{{c}}": ["{% d"]}
    assert made.get_root().render() == first
