"""Formats that are written on request, read by other programs."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from fastkml.validator import get_schema_parser
from lxml import etree

from geo.errors import SitmapError
from layers import Layers
from layers.formats.registry import FORMATS
from layers.formats.styles.style import event_kind, signs, xml_document
from layers.period import DAY
from layers.schema.layers import LAYERS
from maps.outputs import ON_REQUEST, USUAL

# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
DATED = [name for name, layer in LAYERS.items() if name in ALWAYS and layer.is_dated]
KEYS = (
    "date",
    "from_side",
    "to_side",
    "report_id",
    "place_id",
    "post_id",
    "event_id",
    "zone_id",
    "name",
    "side_a",
    "side_b",
    "side",
    "start_date",
    "basis",
)
NOT_PARTIES_IN_WORDS = ("Contested", "Unknown")
KML = {"kml": "http://www.opengis.net/kml/2.2"}


@pytest.fixture(scope="module")
def folder(light: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    for name in ON_REQUEST:
        light.write(folder / FORMATS[name].path, name)
    return folder


def days(column: pd.Series) -> list[str | None]:
    """Days of a column, however a format has them."""
    return [None if pd.isna(day) else pd.Timestamp(day).date().isoformat() for day in column]


def test_formats_on_request_are_not_written_by_default() -> None:
    assert ON_REQUEST == ("geojsonl", "parquet", "fgb", "kml", "kmz")
    assert {*FORMATS, "html"} == {*USUAL, *ON_REQUEST}
    assert not set(USUAL) & set(ON_REQUEST)


def test_a_format_that_there_is_not_is_an_error(light: Layers, tmp_path: Path) -> None:
    with pytest.raises(SitmapError, match="format 'shp'; expected one of geojson, gpkg, qgis, csv, geojsonl, "):
        light.write(tmp_path, "shp")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_files_returned_are_those_written(light: Layers, tmp_path: Path, name: str) -> None:
    target = tmp_path / "deep" / FORMATS[name].path
    written = light.write(target, name)
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    files = {"gpkg": 1, "kml": 1, "kmz": 1, "qgis": 2, "csv": 3, "geojson": 2 * len(light) + len(light.records)}
    assert len(written) == files.get(name, len(light) + len(light.records))


def test_methods_write_the_bytes_of_their_formats(light: Layers, tmp_path: Path) -> None:
    assert light.to_geojson(tmp_path / "layers")[3] == tmp_path / "layers" / "zones.geojson"
    by_method, (by_format,) = light.to_geopackage(tmp_path / "a.gpkg"), light.write(tmp_path / "b.gpkg", "gpkg")
    assert by_method.read_bytes() == by_format.read_bytes()
    assert light.to_qgis(tmp_path / "map.qgz") == tmp_path / "map.qgz"
    assert (tmp_path / "map.gpkg").read_bytes() == (tmp_path / "a.gpkg").read_bytes()


@pytest.mark.parametrize("name", ALWAYS)
@pytest.mark.parametrize("ending", ["geojsonl", "fgb", "parquet"])
def test_a_file_keeps_rows_columns_dates_and_geometry(folder: Path, light: Layers, name: str, ending: str) -> None:
    path = folder / "layers" / f"{name}.{ending}"
    read = gpd.read_parquet(path) if ending == "parquet" else gpd.read_file(path)
    columns = [column for column in light[name].columns if column != "geometry"]
    assert [column for column in read.columns if column not in {"geometry", "bbox"}] == columns
    assert read.crs.to_epsg() == 4326
    wanted, got = light[name], read
    if ending == "fgb":
        # its rows are in the order of its index
        order = [column for column in KEYS if column in columns]
        wanted, got = (table.sort_values(order, ignore_index=True) for table in (wanted, got))
    assert len(got) == len(wanted)
    if "start_date" in columns:
        assert days(got["start_date"]) == days(wanted["start_date"])
        assert days(got["end_date"]) == days(wanted["end_date"])
    # GeoJSON has six decimals
    assert shapely.hausdorff_distance(got.geometry.to_numpy(), wanted.geometry.to_numpy()).max(initial=0) < 1e-6


@pytest.mark.parametrize("name", DATED)
def test_programs_take_dates_for_dates(folder: Path, name: str) -> None:
    wanted = {"geojsonl": "OFTDate", "fgb": "OFTDateTime"}
    for ending, kind in wanted.items():
        info = pyogrio.read_info(folder / "layers" / f"{name}.{ending}")
        types = dict(zip(info["fields"], info["ogr_types"], strict=True))
        assert types["start_date"] == kind
    schema = pq.read_schema(folder / "layers" / f"{name}.parquet")
    assert str(schema.field("start_date").type) == str(schema.field("end_date").type) == "date32[day]"


def test_geoparquet_is_of_version_1_1_with_boxes(folder: Path) -> None:
    metadata = json.loads(pq.read_schema(folder / "layers" / "zones.parquet").metadata[b"geo"])
    assert metadata["version"] == "1.1.0"
    assert metadata["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]


@pytest.mark.parametrize("name", ALWAYS)
def test_geoparquet_passes_the_tests_of_its_standard(folder: Path, name: str) -> None:
    program = [sys.executable, "-c", "from geoparquet_validator import main; main()", "check", "--class", "core"]
    path = str(folder / "layers" / f"{name}.parquet")
    done = subprocess.run([*program, path], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"=> core: \d+ pass, 0 fail", done.stdout)


def test_without_pyarrow_the_message_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from layers.formats.geoparquet import write_geoparquet\n"
        "from geo.errors import SitmapError\n"
        "try: write_geoparquet(None, 'zones', None)\n"
        "except SitmapError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert done.stdout.strip() == "zones: GeoParquet needs pyarrow: pip install 'sitmap[parquet]'"


def test_kml_has_a_time_span_for_every_dated_feature(folder: Path, light: Layers) -> None:
    root = ET.parse(folder / "sitmap.kml").getroot()  # noqa: S314 - ours
    for name in ALWAYS:
        marks = root.findall(f".//kml:Folder[@id='{name}']/kml:Placemark", KML)
        assert len(marks) == len(light[name])
        for mark, row in zip(marks, light[name].itertuples(), strict=True):
            bounds = [mark.findtext(f"kml:TimeSpan/kml:{bound}", None, KML) for bound in ("begin", "end")]
            first, after = (getattr(row, column) if column else None for column in LAYERS[name].interval)
            wanted = [first, after or (first + DAY if LAYERS[name].lasts_a_day and first else None)]
            assert bounds == [f"{day}T00:00:00Z" if day else None for day in wanted]


def test_kml_has_typed_data_names_in_words_and_each_id_once(folder: Path, light: Layers) -> None:
    root = ET.parse(folder / "sitmap.kml").getroot()  # noqa: S314 - ours
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(set(ids)) == len(ids)
    used = {url.text for url in root.iter(f"{{{KML['kml']}}}styleUrl")}
    used |= {data.attrib["schemaUrl"] for data in root.iter(f"{{{KML['kml']}}}SchemaData")}
    assert {str(url).removeprefix("#") for url in used} <= set(ids)
    types = {field.attrib["name"]: field.attrib["type"] for field in root.iter(f"{{{KML['kml']}}}SimpleField")}
    assert (types["confidence"], types["probability"], types["open"]) == ("string", "double", "bool")
    names = {
        mark.findtext("kml:name", "", KML) for mark in root.findall(".//kml:Folder[@id='zones']/kml:Placemark", KML)
    }
    assert names <= {*(side.name for side in light.dossier.sides), *NOT_PARTIES_IN_WORDS}
    marks = root.findall(".//kml:Folder[@id='places']/kml:Placemark", KML)
    both = [[name for name in names if name] for names in light["places"][["name", "name_ar"]].to_numpy().tolist()]
    assert [mark.findtext("kml:name", "", KML) for mark in marks] == ["  ".join(names) for names in both]
    assert {line.findtext("kml:tessellate", "", KML) for line in root.iter(f"{{{KML['kml']}}}LineString")} == {"1"}


def test_a_kmz_holds_the_kml_with_signs_of_its_own(folder: Path) -> None:
    packed = zipfile.ZipFile(folder / "sitmap.kmz")
    own, plain = (etree.fromstring(text) for text in (packed.read("doc.kml"), (folder / "sitmap.kml").read_bytes()))
    hrefs = {str(href.text) for href in own.iter(f"{{{KML['kml']}}}href")}
    assert hrefs == {*packed.namelist()} - {"doc.kml"} == {f"signs/{name}.png" for name in signs()}
    assert not list(plain.iter(f"{{{KML['kml']}}}href"))
    assert all(packed.read(href).startswith(b"\x89PNG") for href in hrefs)
    for root in (own, plain):
        for style in root.iter(f"{{{KML['kml']}}}IconStyle"):
            style.clear()
    assert etree.tostring(own, method="c14n") == etree.tostring(plain, method="c14n")


@pytest.mark.parametrize("ending", ["kml", "kmz"])
def test_kml_is_valid_by_ogcs_schema(folder: Path, ending: str) -> None:
    path = folder / f"sitmap.{ending}"
    text = zipfile.ZipFile(path).read("doc.kml") if ending == "kmz" else path.read_bytes()
    schema = get_schema_parser()
    assert schema.validate(etree.fromstring(text)), schema.error_log


def test_every_type_of_event_has_the_sign_that_qgis_draws(folder: Path, light: Layers) -> None:
    root = ET.parse(folder / "sitmap.kml").getroot()  # noqa: S314 - ours
    drawn = [
        mark.findtext("kml:styleUrl", "", KML)
        for mark in root.findall(".//kml:Folder[@id='events']/kml:Placemark", KML)
    ]
    assert drawn == [f"#event-{event_kind(kind)}" for kind in light["events"]["event_type"]]
    assert len(set(drawn)) > 3


def test_tables_for_spreadsheets_have_positions_and_where_cells_end_with_semicolons_decimal_commas(
    light: Layers, tmp_path: Path
) -> None:
    light.write(tmp_path / "comma", "csv")
    light.write(tmp_path / "semicolon", "csv", csv_delimiter=";")
    for name in ("verdicts", "daily"):
        read = pd.read_csv(tmp_path / "comma" / f"{name}.csv")
        assert read["lat"].tolist() == pytest.approx(light[name].geometry.y.tolist(), abs=1e-6)
        assert read["lon"].tolist() == pytest.approx(light[name].geometry.x.tolist(), abs=1e-6)
        pd.testing.assert_frame_equal(
            read, pd.read_csv(tmp_path / "semicolon" / f"{name}.csv", sep=";", decimal=","), check_exact=False
        )


@pytest.mark.qgis
def test_gdal_reads_the_kml_with_its_times(folder: Path, qgis: str, light: Layers) -> None:
    assert qgis
    command = ["ogrinfo", "-al", "-q", str(folder / "sitmap.kml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - GDAL's
    assert done.stderr == ""
    assert "begin (DateTime) = 2020/02/06 00:00:00+00" in done.stdout
    assert done.stdout.count("OGRFeature(") == sum(map(len, light.values()))


def test_characters_that_xml_forbids_are_left_out_of_documents() -> None:
    element = ET.Element("name")
    element.text = "Saraqib \x00\x0b سراقب <b>"
    assert ET.fromstring(xml_document(element)).text == "Saraqib  سراقب <b>"  # noqa: S314 - ours
