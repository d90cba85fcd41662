"""Files to import are opened by their endings, if their bytes are what these say; none leads to another file."""

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import Problems
from layers.errors import DossierError
from layers.imports.foreign_table import read_foreign
from layers.imports.vector_files import read_geojson

VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="events"><SrcDataSource>private.csv</SrcDataSource></OGRVRTLayer>'
    b"</OGRVRTDataSource>"
)
ALGORITHM = b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read private.csv ! write x.geojson"}'
ENTITY = b'<!DOCTYPE kml [<!ENTITY x SYSTEM "private.csv">]><kml><name>&x;</name></kml>'
POINT = {"type": "Point", "coordinates": [36.8, 35.3]}


@pytest.mark.parametrize(
    "raw", [VRT, ALGORITHM, b"<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>"]
)
@pytest.mark.parametrize(
    "name", ["a.vrt", "a.xml", "a.gml", "a.geojson", "a.json", "a.kml", "a.gpx", "a.gpkg", "a.fgb", "a.shp", "a.xlsx"]
)
def test_a_file_that_leads_elsewhere_is_refused_under_any_name(tmp_path: Path, raw: bytes, name: str) -> None:
    (tmp_path / "private.csv").write_text("event_id,secret\n1,2\n")
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(DossierError, match=name) as refused:
        read_foreign(tmp_path / name, Problems())
    assert "secret" not in str(refused.value)


def test_entities_of_kml_are_refused_in_archives_too(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_bytes(ENTITY)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", ENTITY)
    for name in ("a.kml", "a.kmz"):
        with pytest.raises(DossierError, match="without a document type"):
            read_foreign(tmp_path / name, Problems())


def test_archives_hold_what_they_say_and_unpack_to_little(tmp_path: Path) -> None:
    for ending, members, why in (
        ("zip", {"a.shp": b"", "b.vrt": VRT}, "shapefiles only"),
        ("zip", {"b.vrt": VRT}, "an archive as .zip is one"),
        ("xlsx", {"b.vrt": VRT}, "an archive as .xlsx is one"),
        ("ods", {"content.xml": bytes(50_000_000)}, "that unpack to 50,000,000"),
    ):
        path = tmp_path / f"a.{ending}"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        with pytest.raises(DossierError, match=why):
            read_foreign(path, Problems())


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs.wkt", "type": "ogcwkt"}},
        {"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/4326"}},
        {"type": "name", "properties": {"name": "+proj=longlat +nadgrids=http://127.0.0.1:9/x.tif"}},
        {"type": "name", "properties": {"name": "EPSG:999999"}},
        "EPSG:4326",
    ],
)
def test_a_crs_that_is_not_a_name_is_refused(tmp_path: Path, crs: object) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}))
    with pytest.raises(DossierError, match=r"a\.geojson: expected|crs"):
        read_foreign(path, Problems())


def test_points_in_a_named_crs_are_read_in_degrees(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    feature = {"type": "Feature", "properties": {"n": "1"}, "geometry": {"type": "Point", "coordinates": [4e6, 4e6]}}
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    ((_, row),) = read_foreign(path, Problems()).rows
    assert (float(row["lat"]), float(row["lon"])) == pytest.approx((33.78, 35.93), abs=0.01)


@given(
    st.lists(
        st.dictionaries(
            st.text(min_size=1).filter(lambda key: key not in {"geometry", "lat", "lon"}),
            st.none() | st.text() | st.integers() | st.booleans(),
        ),
        max_size=4,
    )
)
def test_properties_of_geojson_are_read_as_they_are_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.mktemp("geojson") / "a.geojson"
    features = [{"type": "Feature", "properties": row, "geometry": POINT} for row in rows]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    frame = read_geojson(path)
    found = frame.drop(columns="geometry").to_dict("records")
    assert [{key: value for key, value in row.items() if value is not None} for row in found] == [
        {key: value for key, value in row.items() if value is not None} for row in rows
    ]
