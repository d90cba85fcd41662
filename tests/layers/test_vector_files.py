"""Files to import are opened by their endings, if their bytes are what these say; none leads to another file."""

import json
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import SitmapError
from geo.readers.foreign_files import foreign_tables

VRT = (
    b'<OGRVRTDataSource><OGRVRTLayer name="events"><SrcDataSource>private.csv</SrcDataSource></OGRVRTLayer>'
    b"</OGRVRTDataSource>"
)
ALGORITHM = b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read private.csv ! write x.geojson"}'
ENTITY = b'<!DOCTYPE kml [<!ENTITY x SYSTEM "private.csv">]><kml><name>&x;</name></kml>'


def read(path: Path) -> None:
    with foreign_tables(path) as tables:
        for table in tables:
            list(table.rows(lambda *_: None))


@pytest.mark.parametrize(
    "raw", [VRT, ALGORITHM, b"<OGRWFSDataSource><URL>http://127.0.0.1:9/</URL></OGRWFSDataSource>"]
)
@pytest.mark.parametrize(
    "name", ["a.vrt", "a.xml", "a.gml", "a.geojson", "a.json", "a.kml", "a.gpx", "a.gpkg", "a.fgb", "a.shp", "a.xlsx"]
)
def test_a_file_that_leads_elsewhere_is_refused_under_any_name(tmp_path: Path, raw: bytes, name: str) -> None:
    (tmp_path / "private.csv").write_text("event_id,secret\n1,2\n")
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(SitmapError, match=name) as refused:
        read(tmp_path / name)
    assert "secret" not in str(refused.value)


def test_entities_of_kml_are_not_read_in_archives_either(tmp_path: Path) -> None:
    (tmp_path / "private.csv").write_text("secret")
    (tmp_path / "a.kml").write_bytes(ENTITY)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", ENTITY)
    for name in ("a.kml", "a.kmz"):
        with pytest.raises(SitmapError, match=name) as refused:
            read(tmp_path / name)
        assert "secret" not in str(refused.value)


def test_archives_hold_what_they_say_and_unpack_to_little(tmp_path: Path) -> None:
    for ending, members in (
        ("zip", {"b.vrt": VRT}),
        ("xlsx", {"b.vrt": VRT}),
        ("ods", {"content.xml": bytes(50_000_000)}),
    ):
        path = tmp_path / f"a.{ending}"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        with pytest.raises(SitmapError, match=f"a.{ending}"):
            read(path)


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
    with pytest.raises(SitmapError, match=r"a\.geojson: expected|crs"):
        read(path)


def test_a_ring_that_is_not_closed_and_a_garbled_reference_system_are_refused_in_words(tmp_path: Path) -> None:
    square = gpd.GeoDataFrame({"side": ["south"]}, geometry=[shapely.box(36, 35, 37, 36)], crs=32637)
    path = tmp_path / "a.fgb"
    square.to_file(path, SPATIAL_INDEX="NO")
    raw, first = path.read_bytes(), struct.pack("<dd", *square.geometry[0].exterior.coords[0])
    at = raw.rindex(first)
    path.write_bytes(raw[:at] + struct.pack("<dd", 36.5, 35.5) + raw[at + len(first) :])
    with pytest.raises(SitmapError, match="expected a file that is whole"):
        read(path)
    path = tmp_path / "b.shp"
    square.to_file(path)
    system = path.with_suffix(".prj").read_bytes()
    path.with_suffix(".prj").write_bytes(
        system.replace(b"Zone_37N", b"Zone_3\xff\xfe7N").replace(b"Scale_Factor", b"cale_F%00ctor")
    )
    with pytest.raises(SitmapError, match=r"b\.shp"):
        read(path)
