"""Packs of places: the formats of GeoNames, OCHA and Who's On First, fetched and added whole or not at all."""

import hashlib
import http.server
import io
import json
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import Gazetteer, Geocoder
from geo.errors import GazetteerError, Problems
from geo.gazetteer.packs import PACKS, add, origin

DUMP = "\n".join(
    "\t".join(cells)
    for cells in (
        (
            *("164816", "Saraqib", "Saraqib", "Sarakib,سراقب", "35.86447", "36.80591", "P", "PPL", "SY", ""),
            *("12", "169388", "", "", "34231", "", "369", "Asia/Damascus", "2017-01-01"),
        ),
        (
            *("169387", "Idlib", "Idlib", "إدلب", "35.83333", "36.66667", "A", "ADM1", "SY", ""),
            *("12", "", "", "", "1500000", "", "400", "Asia/Damascus", "2017-01-01"),
        ),
        (
            *("170000", "Nahr al Asi", "Nahr al Asi", "", "35.2", "36.4", "H", "STM", "SY", ""),
            *("00", "", "", "", "", "", "1", "Asia/Damascus", "2017-01-01"),
        ),
    )
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a data directory of its own."""
    monkeypatch.setattr("geo.packs.data_folder", lambda: tmp_path / "data")
    return tmp_path / "data" / "gazetteers"


class _Server(http.server.BaseHTTPRequestHandler):
    """Serves SY.zip whole, breaks off in XX.zip, gives a page for YY.zip, and knows nothing else."""

    def do_GET(self) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("readme.txt", "read me")
            archive.writestr("SY.txt", DUMP)
        raw = packed.getvalue()
        if self.path == "/YY.zip":
            raw = b"<html>Sign in</html>"
        elif self.path not in {"/SY.zip", "/XX.zip"}:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw[: len(raw) // 2] if self.path == "/XX.zip" else raw)

    def log_message(self, *told: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Server) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()


def test_a_country_is_fetched_and_its_checksum_recorded(server: str) -> None:
    assert add("sy", server=server) == ("SY", 3)
    assert PACKS.names() == ["SY"]
    [fit] = Gazetteer.pack("SY").find("Sarakib")
    place = fit.place
    assert (place.id, place.name_ar, place.country, place.admin1) == ("164816", "سراقب", "SY", "SY.12")
    assert (place.population, place.source, place.licence) == (34231, "SY", "CC BY 4.0 (GeoNames)")
    assert {one.kind for one in Gazetteer.pack("SY")} == {"place", "province", "water"}
    recorded = origin("SY")
    assert recorded["url"] == f"{server}/SY.zip"
    assert len(recorded["sha256"]) == 64


def test_a_point_that_districts_share_is_as_uncertain_as_their_province_is_large(tmp_path: Path) -> None:
    path = tmp_path / "districts.csv"
    rows = [
        "1,A,district,P1,13.84,25.26",
        "2,B,district,P1,13.84,25.26",
        "3,C,district,P2,13.9,26",
        "4,D,place,P1,15.84,25.26",
    ]
    path.write_text("\n".join(["id,name,kind,admin1,lat,lon", *rows]))
    add(str(path))
    radius = {place.name: place.uncertainty_km for place in Gazetteer.pack("districts")}
    assert radius["A"] == radius["B"] == pytest.approx(222.4, abs=0.1)
    assert radius["D"] == pytest.approx(0.8, abs=0.1)
    assert radius["C"] == pytest.approx(7.8, abs=0.1)


@pytest.mark.parametrize("code", ["XX", "YY", "ZZ"])
def test_a_fetch_that_fails_leaves_nothing(server: str, folder: Path, code: str) -> None:
    with pytest.raises(GazetteerError, match=f"{code}.zip") as caught:
        add(code, server=server)
    assert str(folder) not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert PACKS.names() == []
    assert not folder.exists()


def test_a_country_that_the_server_does_not_have_is_told(server: str) -> None:
    with pytest.raises(
        GazetteerError, match=r"^'ZZ': no dump of this country is to be had; http://\S+/ZZ.zip answers 404$"
    ):
        add("ZZ", server=server)


def test_a_pack_that_fails_to_be_renewed_stays_as_it_was(server: str, tmp_path: Path) -> None:
    add("SY", server=server)
    with pytest.raises(GazetteerError):
        add("SY", server="http://127.0.0.1:9")
    assert len(Gazetteer.pack("SY")) == 3
    path = tmp_path / "camps.csv"
    path.write_text("id,name,lat,lon\n1,A,35,36\n2,B,35,36\n")
    assert add(str(path)) == ("camps", 2)
    path.write_text("id,name,lat,lon\n1,A,35,36\n")
    assert add(str(path)) == ("camps", 1)
    assert len(Gazetteer.pack("camps")) == 1


def test_a_file_takes_the_place_of_a_country_only_where_that_is_asked_for(server: str, tmp_path: Path) -> None:
    add("SY", server=server)
    path = tmp_path / "SY.csv"
    path.write_text("id,name,lat,lon\n1,A,35,36\n")
    with pytest.raises(GazetteerError, match=r"'SY': there is a pack of this name already, GeoNames' .* --name NAME"):
        add(str(path))
    assert len(Gazetteer.pack("SY")) == 3
    assert add(str(path), name="my camps") == ("my camps", 1)
    assert PACKS.names() == ["SY", "my camps"]
    assert add(str(path), name="SY") == ("SY", 1)
    with pytest.raises(GazetteerError, match="made of a file"):
        add("SY", server=server)
    PACKS.remove("SY")
    assert add("SY", server=server) == ("SY", 3)


def test_a_pack_is_removed_and_so_is_what_was_recorded_of_it(server: str, folder: Path) -> None:
    add("SY", server=server)
    PACKS.remove("SY")
    assert PACKS.names() == []
    assert list(folder.iterdir()) == []
    with pytest.raises(GazetteerError, match="'SY': no pack of this name; packs: none"):
        PACKS.remove("SY")


@pytest.mark.parametrize("name", ["../SY", "", "a/b", ".hidden"])
def test_a_name_that_leads_elsewhere_is_none_of_a_pack(tmp_path: Path, folder: Path, name: str) -> None:
    path = tmp_path / "camps.csv"
    path.write_text("id,name,lat,lon\n1,A,35,36\n")
    add(str(path))
    (folder.parent / "SY.sqlite").write_bytes((folder / "camps.sqlite").read_bytes())
    with pytest.raises(GazetteerError, match="neither a file nor a pack"):
        Gazetteer.pack(name)
    with pytest.raises(GazetteerError, match="no pack of this name"):
        PACKS.remove(name)
    with pytest.raises(GazetteerError, match="expected a name of letters"):
        add(str(path), name=name)


def test_the_checksum_of_a_pack_is_that_of_what_it_was_made_of(tmp_path: Path) -> None:
    path = tmp_path / "camps.csv"
    for text in ("id,name,lat,lon\n1,A,35,36\n", "id,name,lat,lon\n1,B,35,36\n"):
        path.write_text(text)
        add(str(path))
        assert origin("camps") == {"file": "camps.csv", "sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_places_of_a_file_that_does_not_say_so_lie_in_a_given_country(tmp_path: Path) -> None:
    path = tmp_path / "camps.csv"
    path.write_text("name,country,lat,lon\nA,,35,36\nB,IQ,35,43\n")
    add(str(path), country="SY")
    assert [place.country for place in Gazetteer.pack("camps")] == ["SY", "IQ"]


def test_a_country_is_known_by_its_name_too(server: str) -> None:
    assert add("Syria", server=server) == ("SY", 3)


OCHA_CSV = """pcode,name_en,name_ar,subdistrict_en,district_en,governorate_en,lat,lon
C1003,Musallamiyeh,المسلمية,Jebel Saman,Jebel Saman,Aleppo,36.31,37.2
"""
COD_CSV = (
    "ADM0_PCODE,ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,lat,lon\nSY,Idleb,SY07,Ariha,أريحا,SY0705,35.81,36.6\n"
)


def test_tables_of_p_codes_are_read_with_names_in_two_scripts(tmp_path: Path) -> None:
    (tmp_path / "ocha.csv").write_text(OCHA_CSV, encoding="utf-8")
    (tmp_path / "cod.csv").write_text(COD_CSV, encoding="utf-8")
    [village] = Gazetteer.read(tmp_path / "ocha.csv")
    assert (village.id, village.name, village.name_ar, village.admin1) == (
        "C1003",
        "Musallamiyeh",
        "المسلمية",
        "Aleppo",
    )
    [district] = Gazetteer.read(tmp_path / "cod.csv")
    assert (district.id, district.name, district.name_ar) == ("SY0705", "Ariha", "أريحا")
    assert (district.kind, district.country, district.admin1) == ("district", "SY", "Idleb")
    assert village.licence == district.licence == "CC BY-IGO (OCHA)"


# the columns of OCHA's boundaries since 2025, and of its tables of populated places
COD_AB_CSV = (
    "adm2_name,adm2_name1,adm2_name2,adm2_pcode,adm1_name,adm1_pcode,adm0_name,adm0_pcode,area_sqkm,center_lat,center_lon\n"
    "El Fasher,الفاشر,,SD02107,North Darfur,SD02,Sudan,SD,1.5,13.6,25.3\n"
)
SITES_CSV = "ADM3_EN,ADM3_PCODE,Latitude_y,Longitude_x\nAriha,C070501,35.81,36.6\n"


def test_tables_of_p_codes_are_read_by_their_present_columns(tmp_path: Path) -> None:
    (tmp_path / "cod.csv").write_text(COD_AB_CSV, encoding="utf-8")
    (tmp_path / "sites.csv").write_text(SITES_CSV, encoding="utf-8")
    [district] = Gazetteer.read(tmp_path / "cod.csv")
    assert (district.id, district.name, district.name_ar) == ("SD02107", "El Fasher", "الفاشر")
    assert (district.lat, district.lon, district.kind) == (13.6, 25.3, "district")
    assert (district.country, district.admin1) == ("SD", "North Darfur")
    [site] = Gazetteer.read(tmp_path / "sites.csv")
    assert (site.name, site.lat, site.lon) == ("Ariha", 35.81, 36.6)


def test_a_table_of_p_codes_is_told_which_column_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "cod.csv"
    path.write_text("adm2_ref,adm2_pcode,adm1_name,lat\nA,SY0705,Idleb,95\n")
    with pytest.raises(
        GazetteerError, match=r"line 1: no column lon; expected one named lon, .*longitude_x or center_lon"
    ):
        Gazetteer.read(path)
    path.write_text("adm2_pcode,adm1_name,lat,lon\nSY0705,Idleb,35.8,36.6\n")
    with pytest.raises(
        GazetteerError, match="no column adm2_name; expected one named adm2_name, adm2_en or admin2name_en"
    ):
        Gazetteer.read(path)
    path.write_text("adm2_name,adm2_pcode,Latitude_y,Longitude_x\nA,SY0705,95,\n,SY0706,35,36\n")
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.read(path)
    assert str(caught.value).split("\n") == [
        f"{path}, line 2, column Latitude_y: '95': expected a latitude from -90 to 90",
        f"{path}, line 2, column Longitude_x: '': expected a longitude from -180 to 180",
        f"{path}, line 3, column adm2_name: '': expected a name",
    ]


def test_whos_on_first_is_read(tmp_path: Path) -> None:
    properties = {
        "wof:id": 421173627,
        "wof:name": "Saraqib",
        "wof:placetype": "locality",
        "wof:country": "SY",
        "geom:latitude": 35.86,
        "geom:longitude": 36.8,
        "name:ara_x_preferred": ["سراقب"],
        "name:eng_x_variant": ["Saraqeb"],
    }
    path = tmp_path / "wof.geojson"
    path.write_text(json.dumps({"type": "Feature", "properties": properties, "geometry": None}), encoding="utf-8")
    [place] = Gazetteer.read(path)
    assert (place.id, place.name, place.name_ar, place.aliases) == ("421173627", "Saraqib", "سراقب", ("Saraqeb",))
    table = tmp_path / "wof.csv"
    table.write_text("wof_id,name,placetype,lat,lon,iso_country\n1,Idlib,region,35.8,36.6,SY\n")
    [province] = Gazetteer.read(table)
    assert (province.kind, province.country) == ("province", "SY")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "1\t2\t3\n"),
        ("a.zip", "no archive"),
        ("a.geojson", "{}"),
        ("a.csv", "pcode,name_en,lat,lon\nC1,A,x,36\n"),
        ("a.html", "<html>"),
        ("a.csv", "name,lat,lon\n"),
        ("a.txt", ""),
    ],
)
def test_a_file_of_something_else_is_refused_and_leaves_nothing(
    tmp_path: Path, folder: Path, name: str, text: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(GazetteerError, match=r"a\.|expected"):
        add(str(path))
    assert not folder.exists()


def test_a_pack_that_was_never_added_is_named() -> None:
    with pytest.raises(GazetteerError, match=r"'LB'.*sitmap gazetteer add"):
        Gazetteer.pack("LB")
    with pytest.raises(GazetteerError, match="no such file"):
        add("nothing.csv")


def test_all_communities_of_ocha_are_read_and_found(shared: Path) -> None:
    name, places = add(str(shared / "data" / "ocha_syria.csv"))
    assert (name, places) == ("ocha_syria", 7250)
    [match] = Geocoder(Gazetteer.pack(name)).resolve(["المسلمية"])
    assert match is not None
    assert match.place.id == "C1003"


def test_a_pack_of_another_version_is_not_read(server: str, folder: Path) -> None:
    add("SY", server=server)
    with sqlite3.connect(folder / "SY.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
    with pytest.raises(GazetteerError, match=r"SY\.sqlite: made by another version.*add the pack again"):
        Gazetteer.pack("SY")


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.7, 0.999])
def test_a_pack_with_a_flipped_bit_is_not_read_and_is_made_again(tmp_path: Path, folder: Path, part: float) -> None:
    path = tmp_path / "camps.csv"
    path.write_text("id,name,lat,lon\n1,A,35,36\n")
    add(str(path))
    content = bytearray((folder / "camps.sqlite").read_bytes())
    content[int(part * len(content)) + 20] ^= 4
    (folder / "camps.sqlite").write_bytes(content)
    with pytest.raises(GazetteerError, match=r"camps\.sqlite: .*add the pack again"):
        Gazetteer.pack("camps")
    assert add(str(path)) == ("camps", 1)
    assert len(Gazetteer.pack("camps")) == 1


def test_a_server_that_gives_something_else_is_not_remembered(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError):
        add("LB", server=tmp_path.as_uri())
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.csv",
            "wof:id,name,lat,lon,country\n1,Mosul,36.3,43.1,Iraq\n",
            "line 2, column country: 'Iraq': expected a country code",
        ),
        ("a.csv", "wof:id,name,lat,lon,country\n,Mosul,36.3,43.1,IQ\n", "line 2, column wof:id: '': expected a value"),
        ("a.csv", OCHA_CSV + OCHA_CSV.splitlines()[1], "1 ids stand there more than once, such as 'C1003'"),
        ("A.TXT", DUMP.replace("34231", "n/a"), "line 1, column population: 'n/a': expected a number of inhabitants"),
    ],
)
def test_what_a_table_cannot_mean_is_refused(tmp_path: Path, name: str, text: str, expected: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=expected):
        Gazetteer.read(tmp_path / name)


def test_a_hotel_is_no_town_and_a_kurdish_name_no_arabic_one(tmp_path: Path) -> None:
    changed = DUMP.replace("\tP\tPPL\t", "\tS\tHTL\t").replace("Sarakib,سراقب", "سەراقێب,سراقب")
    (tmp_path / "SY.txt").write_text(changed, encoding="utf-8")
    place = Gazetteer.read(tmp_path / "SY.txt")["164816"]
    assert (place.kind, place.name_ar) == ("spot", "سراقب")


def test_a_file_may_have_any_letters_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "أماكن شمال.csv"
    path.write_text("id,name,lat,lon\n1,A,35,36\n")
    assert add(str(path)) == ("أماكن شمال", 1)
    assert len(Gazetteer.pack("أماكن شمال")) == 1


@pytest.mark.parametrize("name", ["page.html", "page.csv", "SY.zip", "SY.txt"])
def test_a_page_of_the_web_is_told_as_what_it_is(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('\n<!DOCTYPE html>\n<html><body class="a, b">Sign in</body></html>\n')
    with pytest.raises(GazetteerError) as caught:
        add(str(path))
    assert str(caught.value).startswith(f"{path}: a page of HTML or XML; expected a table of places (CSV)")
    assert "\n" not in str(caught.value)


FOREIGN = {
    "osm.csv": "osm_id,name,name:en,name:ar,place,X,Y\n1,Alfa,Alpha,ألفا,town,32.5,15.5\n",
    "gns.txt": "ufi\tfull_name\tnt\tlat_dd\tlong_dd\tdesig_cd\tfc\tcc_ft\n1\tAlpha\tN\t15.5\t32.5\tPPL\tP\tSDN\n",
    "gns.csv": "UFI,FULL_NAME_RO,NT,LAT,LONG,FC,DSG,CC1\n1,Alpha,N,15.5,32.5,P,PPL,SU\n",
    "geonames.csv": "geonameid,name,alternatenames,latitude,longitude,feature_class,feature_code,country_code\n"
    '1,Alpha,"ألفا,Alfa",15.5,32.5,P,PPL,SD\n',
    "spr.csv": "id,parent_id,name,placetype,country,latitude,longitude,is_current\n1,2,Alpha,locality,SD,15.5,32.5,1\n"
    "3,2,Old,locality,SD,15.5,32.5,0\n",
    "a.kml": "<kml><Placemark><name>Alpha</name><Point><coordinates>32.5,15.5</coordinates></Point></Placemark></kml>",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_tables_of_places_by_others_are_read_by_their_own_columns(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FOREIGN[name], encoding="utf-8")
    left_out = Problems()
    assert add(str(tmp_path / name), name="x", country="SD", left_out=left_out) == ("x", 1)
    [place] = Gazetteer.pack("x")
    assert (place.name, place.lat, place.lon, place.country) == ("Alpha", 15.5, 32.5, "SD")
    assert place.kind == ("town" if name == "osm.csv" else "place")
    assert [problem.check for problem in left_out] == (["C222"] if name == "spr.csv" else [])


def test_a_bad_row_is_told_and_left_out_and_numbers_of_people_have_separators(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('name,lat,lon,population\nA,15.5,32.5,"1,234"\nB,15.6,32.6,1.234\nC,,32.7,1\n', encoding="utf-8")
    left_out = Problems()
    assert add(str(path), name="x", left_out=left_out) == ("x", 2)
    assert [place.population for place in Gazetteer.pack("x")] == [1234, 1234]
    assert [problem.line for problem in left_out] == [4]


def test_p_codes_without_positions_are_joined_with_a_file_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "cod.csv").write_text("admin2Name_en,admin2Pcode\nAlpha,SD01001\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="--points"):
        add(str(tmp_path / "cod.csv"))
    (tmp_path / "points.csv").write_text("admin2Pcode,lat,lon\nSD01001,15.5,32.5\n", encoding="utf-8")
    assert add(str(tmp_path / "cod.csv"), name="x", points=tmp_path / "points.csv") == ("x", 1)
    assert Gazetteer.pack("x")["SD01001"].lat == 15.5
