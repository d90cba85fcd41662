"""Layers as GeoJSON: RFC 7946, and what other programs make of them."""

import json
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st

from geo.geometry.antimeridian import on_the_map
from layers import Layers
from layers.formats.geojson import write_geojson
from layers.schema.layers import LAYERS

# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
DATED = [name for name, layer in LAYERS.items() if name in ALWAYS and layer.is_dated]


@pytest.fixture(scope="module")
def written(light: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("geojson")
    light.to_geojson(folder)
    return folder


@pytest.mark.parametrize("name", ALWAYS)
def test_a_file_is_a_feature_collection_by_the_rfc(written: Path, light: Layers, name: str) -> None:
    collection = json.loads((written / f"{name}.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    features = collection["features"]
    assert len(features) == len(light[name])
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        assert list(feature["properties"]) == [column for column in light[name].columns if column != "geometry"]
        assert "" not in feature["properties"].values()
        assert shapely.geometry.shape(feature["geometry"]).is_valid


def test_coordinates_have_six_decimals_at_most(written: Path) -> None:
    for path in written.glob("*.geojson"):
        features = json.loads(path.read_text(encoding="utf-8"), parse_float=str)["features"]
        text = json.dumps([feature["geometry"]["coordinates"] for feature in features])
        assert max(len(number.split(".")[1]) for number in text.replace('"', " ").split() if "." in number) <= 6


def test_rings_follow_the_right_hand_rule(written: Path) -> None:
    for feature in json.loads((written / "zones.geojson").read_text(encoding="utf-8"))["features"]:
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


def test_zones_tile_the_area_in_the_file_too(written: Path, light: Layers) -> None:
    # to six decimals
    zones = gpd.read_file(written / "zones.geojson")
    day = pd.Timestamp("2020-02-06")
    start, end = pd.to_datetime(zones["start_date"]), pd.to_datetime(zones["end_date"])
    ground = zones.geometry[(start <= day) & (end.isna() | (day < end))].to_numpy()
    assert shapely.coverage_is_valid(ground)
    assert shapely.symmetric_difference(shapely.coverage_union_all(ground), light.dossier.settings.area).area < 5e-6


@pytest.mark.parametrize("name", ALWAYS)
def test_programs_see_one_type_of_geometry_in_a_file(written: Path, name: str) -> None:
    assert pyogrio.read_info(written / f"{name}.geojson")["geometry_type"] in {
        "Point", "Polygon", "MultiPolygon", "LineString", "MultiLineString",
    }  # fmt: skip


def test_where_one_line_has_several_parts_all_have(tmp_path: Path) -> None:
    one, two = shapely.LineString([(1, 1), (2, 2)]), shapely.LineString([(3, 3), (4, 4)])
    table = gpd.GeoDataFrame({"name": ["a", "b"], "side": "n", "start_date": None}, geometry=[one, two], crs=4326)
    path = tmp_path / "roads.geojson"

    def types() -> list[str]:
        features = json.loads(write_geojson(table, "roads", path).read_text(encoding="utf-8"))["features"]
        return [feature["geometry"]["type"] for feature in features]

    assert types() == ["LineString", "LineString"]
    table.geometry = [one, shapely.MultiLineString([one, two])]
    assert types() == ["MultiLineString", "MultiLineString"]


@pytest.mark.parametrize("name", DATED)
def test_gdal_takes_dates_for_dates(written: Path, name: str) -> None:
    info = pyogrio.read_info(written / f"{name}.geojson")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (types["start_date"], types["end_date"]) == ("OFTDate", "OFTDate")
    assert info["crs"] == "EPSG:4326"


@pytest.mark.parametrize("name", ALWAYS)
def test_a_file_holds_to_a_model_of_the_rfc_and_has_a_bbox(written: Path, light: Layers, name: str) -> None:
    text = (written / f"{name}.geojson").read_text(encoding="utf-8")
    collection = FeatureCollection.model_validate_json(text)
    assert collection.bbox == pytest.approx(tuple(light[name].total_bounds), abs=1e-6)


def over_the_antimeridian() -> gpd.GeoDataFrame:
    zone = shapely.Polygon([(178, 10), (-178, 10), (-178, 14), (178, 14)])
    return gpd.GeoDataFrame({"zone_id": ["a"], "start_date": [date(2020, 1, 1)]}, geometry=[zone], crs=4326)


def test_zones_across_the_antimeridian_are_cut_there(tmp_path: Path) -> None:
    path = write_geojson(over_the_antimeridian(), "zones", tmp_path / "zones.geojson")
    collection = json.loads(path.read_text(encoding="utf-8"))
    parts = shapely.get_parts(shapely.geometry.shape(collection["features"][0]["geometry"]))
    assert sorted(part.bounds for part in parts) == [(-180, 10, -178, 14), (178, 10, 180, 14)]
    assert all(part.exterior.is_ccw for part in parts)
    assert collection["bbox"] == [178, 10, -178, 14]


@given(lon=st.floats(-180, 180), lat=st.floats(-60, 60), width=st.floats(0.1, 40), height=st.floats(0.1, 20))
def test_cutting_keeps_the_area_and_the_map(lon: float, lat: float, width: float, height: float) -> None:
    box = shapely.box(lon, lat, lon + width, lat + height)
    (cut,) = on_the_map(np.array([box]))
    assert cut.area == pytest.approx(width * height, rel=1e-6)
    west, _, east, _ = cut.bounds
    assert -180 <= west <= east <= 180


def test_nested_values_become_text_that_no_driver_garbles(tmp_path: Path) -> None:
    table = over_the_antimeridian().assign(names=[["Idlib", "Saraqib"]], fatalities=[{"low": 4, "high": 8}], empty=[""])
    path = write_geojson(table, "zones", tmp_path / "zones.geojson")
    (properties,) = (feature["properties"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"])
    assert [properties[key] for key in ("names", "fatalities", "empty")] == ["Idlib; Saraqib", "low: 4; high: 8", None]
    read = gpd.read_file(path)
    assert read.loc[0, ["names", "fatalities"]].tolist() == ["Idlib; Saraqib", "low: 4; high: 8"]


def test_an_empty_layer_is_a_collection_without_features_and_bounds(light: Layers, tmp_path: Path) -> None:
    path = write_geojson(light["events"].iloc[:0], "events", tmp_path / "events.geojson")
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert (collection["features"], "bbox" in collection) == ([], False)


def test_licence_and_period_travel_with_a_file(written: Path, light: Layers) -> None:
    collection = json.loads((written / "zones.geojson").read_text(encoding="utf-8"))
    assert collection["license"] == "\n".join(light.margin().terms)
    assert collection["margin"]["made_on"] == light.as_of.isoformat()
    assert collection["temporal"].startswith(f"{light.start}/{light.end}")


def test_arabic_names_survive(written: Path) -> None:
    places = gpd.read_file(written / "places.geojson").set_index("place_id")
    assert places.loc["C3916", "name_ar"] == "سراقب"
