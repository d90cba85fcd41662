"""Layers as a GeoPackage: the standard's rules, types, the same bytes, and what the file says of itself."""

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from layers import Layers
from layers.formats.styles.style import find_required, layer_style
from layers.formats.styles.time import Shown
from layers.frames import attribute_names
from layers.schema.layers import LAYERS, TABLES

# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
DATED = [name for name, layer in LAYERS.items() if name in ALWAYS and layer.is_dated]


@pytest.fixture(scope="module")
def written(light: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return light.to_geopackage(tmp_path_factory.mktemp("geopackage") / "sitmap.gpkg")


def table(path: Path, name: str) -> pd.DataFrame:
    return pyogrio.read_dataframe(path, sql=f"SELECT * FROM {name}", sql_dialect="SQLITE")  # noqa: S608 - ours


def test_every_layer_has_a_table_with_its_columns_in_order(written: Path, light: Layers) -> None:
    assert [name for name, kind in pyogrio.list_layers(written) if kind is not None] == ALWAYS
    for name, rows in light.records.items():
        assert list(table(written, name).columns) == list(rows.columns)
        assert len(table(written, name)) == len(rows)
    for name in ALWAYS:
        read = gpd.read_file(written, layer=name)
        assert list(read.columns) == list(light[name].columns)
        assert len(read) == len(light[name])
        assert read.crs.to_epsg() == 4326


@pytest.mark.parametrize("name", DATED)
def test_dates_are_dates_and_missing_ones_are_null(written: Path, light: Layers, name: str) -> None:
    info = pyogrio.read_info(written, layer=name)
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (types["start_date"], types["end_date"]) == ("OFTDate", "OFTDate")
    read = gpd.read_file(written, layer=name)
    for column in ("start_date", "end_date"):
        wanted = [None if pd.isna(day) else day.isoformat() for day in light[name][column]]
        assert [None if pd.isna(day) else day.date().isoformat() for day in read[column]] == wanted


def test_numbers_and_truths_keep_their_types_and_their_gaps(written: Path, light: Layers) -> None:
    events = gpd.read_file(written, layer="events").set_index("event_id")
    assert events.loc["E02", ["fatalities_low", "fatalities_best", "fatalities_high"]].tolist() == [4, 8, 8]
    assert pd.isna(events.loc["E01", "fatalities_best"])
    roads = gpd.read_file(written, layer="roads")
    assert roads["open"].tolist() == light["roads"]["open"].tolist()


def test_geometries_are_those_of_the_layers(written: Path, light: Layers) -> None:
    for name in ALWAYS:
        read = gpd.read_file(written, layer=name).geometry
        assert read.geom_equals(light[name].geometry).all()


def test_text_in_arabic_survives(written: Path) -> None:
    places = gpd.read_file(written, layer="places").set_index("place_id")
    assert places.loc["C3916", "name_ar"] == "سراقب"


def test_the_same_layers_give_the_same_bytes(written: Path, light: Layers, tmp_path: Path) -> None:
    assert light.to_geopackage(tmp_path / "again.gpkg").read_bytes() == written.read_bytes()


def test_it_is_version_1_3_with_a_spatial_index_for_every_layer(written: Path) -> None:
    assert written.read_bytes()[60:64] == (10300).to_bytes(4, "big")
    extensions = table(written, "gpkg_extensions")
    indexed = extensions.loc[extensions["extension_name"] == "gpkg_rtree_index", "table_name"]
    assert set(indexed) == set(ALWAYS)


def test_its_metadata_has_title_and_licences(written: Path, light: Layers) -> None:
    metadata = table(written, "gpkg_metadata").set_index("md_standard_uri")["metadata"]
    assert metadata["http://purl.org/dc/terms/title"] == light.dossier.title
    assert all(licence in metadata["http://purl.org/dc/terms/license"] for licence in light.dossier.licences)
    scopes = table(written, "gpkg_metadata_reference").groupby("reference_scope")["table_name"].agg(set)
    assert scopes["table"] == {*ALWAYS, *light.records}
    assert set(scopes.index) == {"geopackage", "table"}


def test_every_layer_has_a_default_style_that_is_xml_and_loads_nothing(written: Path) -> None:
    styles = table(written, "layer_styles")
    assert set(styles["f_table_name"]) == set(ALWAYS)
    assert styles["useAsDefault"].astype(bool).all()
    contents = table(written, "gpkg_contents").set_index("table_name")["data_type"]
    assert contents["layer_styles"] == "attributes"
    for qml in styles["styleQML"]:
        assert ET.fromstring(qml).tag == "qgis"  # noqa: S314 - ours
        assert ".svg" not in qml
        assert not {"HELD", "FRIENDS", "palette", "currentColor"} & set(re.findall(r"\w+", qml))
        assert "http" not in qml.replace("http://mrcc.com/qgis.dtd", "")


def test_every_column_of_every_layer_has_its_title(written: Path) -> None:
    titles = table(written, "gpkg_data_columns")
    in_file = set(zip(titles["table_name"], titles["column_name"], titles["title"], strict=True))
    schemas = [*(LAYERS[name] for name in ALWAYS), *TABLES.values()]
    schema = {(layer.name, column.name, column.description) for layer in schemas for column in layer.columns}
    assert in_file == schema


def test_enumerations_of_the_schema_are_constraints(written: Path) -> None:
    columns = table(written, "gpkg_data_columns").dropna(subset=["constraint_name"])
    allowed = table(written, "gpkg_data_column_constraints")
    for row in columns.itertuples():
        values = allowed.loc[allowed["constraint_name"] == row.constraint_name, "value"].tolist()
        schema = LAYERS.get(row.table_name) or TABLES[row.table_name]
        assert values == list(map(str, schema.column(row.column_name).values))
    assert ("daily", "state") in set(zip(columns["table_name"], columns["column_name"], strict=True))


def test_a_write_that_fails_leaves_the_former_file(
    light: Layers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = light.to_geopackage(tmp_path / "sitmap.gpkg")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("layers.formats.geopackage._write_metadata", fail)
    with pytest.raises(OSError, match="disk full"):
        light.to_geopackage(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_day_alone_can_be_written(light: Layers, tmp_path: Path) -> None:
    path = light.at("2019-04-30").to_geopackage(tmp_path / "day.gpkg")
    assert len(gpd.read_file(path, layer="zones")) == len(light.at("2019-04-30")["zones"])
    # no event happened on that day: the table is there all the same
    assert len(gpd.read_file(path, layer="events")) == 0


@pytest.mark.qgis
def test_gdals_validator_finds_nothing_wrong(written: Path, qgis: str) -> None:
    command = [qgis, "-m", "osgeo_utils.samples.validate_gpkg", "--extra", "--warning-as-error", str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.qgis
def test_an_older_gdal_reads_it_without_a_warning(written: Path, qgis: str) -> None:
    assert qgis
    done = subprocess.run(["ogrinfo", "-so", "-al", str(written)], capture_output=True, text=True, check=True)  # noqa: S603, S607 - GDAL's
    assert "Warning" not in done.stdout + done.stderr
    assert "start_date: Date" in done.stdout


def test_claimed_ground_is_hatched_in_the_colour_of_its_side(light: Layers) -> None:
    columns = attribute_names(light["zones"])
    style = layer_style("zones", columns, light.dossier.settings, Shown.of(light))
    claimed = find_required(style, ".//rule[@key='basis:claimed']").attrib
    assert "\"basis\" = 'claimed'" in claimed["filter"]
    hatching = ET.tostring(find_required(style, f".//symbol[@name='{claimed['symbol']}']"), encoding="unicode")
    for side in light.dossier.sides:
        (fill,) = style.findall(f".//symbol[@name='{side.id}']/layer")
        colour = ",".join(str(part) for part in (*bytes.fromhex(side.colour[1:]), 255))
        assert find_required(fill, ".//Option[@name='color']").attrib["value"] == colour
        assert f"'{side.id}' THEN '{side.colour}'" in hatching
