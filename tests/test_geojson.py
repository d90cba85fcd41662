"""Layers as GeoJSON: RFC 7946, and what other programs make of them."""

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from layers import Layers
from layers.collection import NAMES


@pytest.fixture(scope="module")
def written(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("geojson")
    layers.to_geojson(folder)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_a_feature_collection_by_the_rfc(written: Path, layers: Layers, name: str) -> None:
    collection = json.loads((written / f"{name}.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection
    features = collection["features"]
    assert len(features) == len(layers[name])
    assert len({feature["id"] for feature in features}) == len(features)
    for feature in features:
        assert list(feature["properties"]) == [column for column in layers[name].columns if column != "geometry"]
        assert "" not in feature["properties"].values()
        assert shapely.geometry.shape(feature["geometry"]).is_valid


def test_coordinates_have_seven_decimals_at_most(written: Path) -> None:
    for path in written.iterdir():
        features = json.loads(path.read_text(encoding="utf-8"), parse_float=str)["features"]
        text = json.dumps([feature["geometry"]["coordinates"] for feature in features])
        assert max(len(number.split(".")[1]) for number in text.replace('"', " ").split() if "." in number) <= 7


def test_rings_follow_the_right_hand_rule(written: Path) -> None:
    for feature in json.loads((written / "zones.geojson").read_text(encoding="utf-8"))["features"]:
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


def test_zones_tile_the_area_in_the_file_too(written: Path, layers: Layers) -> None:
    zones = gpd.read_file(written / "zones.geojson")
    day = pd.Timestamp("2020-02-06")
    start, end = pd.to_datetime(zones["start_date"]), pd.to_datetime(zones["end_date"])
    ground = zones.geometry[(start <= day) & (end.isna() | (day < end))].to_numpy()
    assert shapely.coverage_is_valid(ground)
    assert shapely.symmetric_difference(shapely.coverage_union_all(ground), layers.dossier.settings.area).area < 1e-8


@pytest.mark.parametrize("name", [name for name in NAMES if name != "places"])
def test_gdal_takes_dates_for_dates(written: Path, name: str) -> None:
    info = pyogrio.read_info(written / f"{name}.geojson")
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert types["start_date"] == "OFTDate"
    assert info["crs"] == "EPSG:4326"


def test_arabic_names_survive(written: Path) -> None:
    places = gpd.read_file(written / "places.geojson").set_index("place_id")
    assert places.loc["C3916", "name_ar"] == "سراقب"
