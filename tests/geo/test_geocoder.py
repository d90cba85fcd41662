"""The geocoder decides names by the other names of the text, with reasons, and abstains if nothing decides."""

import csv
import json
from collections.abc import Collection
from typing import Any

import pytest
import shapely
from checkout import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeocodingServiceError, GeometryError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.context import Context
from geo.geocoding.features import TERMS, feature_columns, features_by_term, weights
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.lookup import Lookup
from geo.geocoding.match import Match, Resolution
from geo.geocoding.online.service import Bounds

FACTS = SHARED / "facts"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the facts that the dossier was made of are not here")

# north-western Syria, roughly
AREA = shapely.box(35.8, 35.2, 37.3, 36.5)
# an analyst's list: P-codes, OCHA's names, spellings in reports
PLACES = [
    Place("C3871", "Idleb", 35.92901, 36.63528, name_ar="إدلب"),
    Place("C3916", "Saraqab", 35.8611, 36.80611, name_ar="سراقب", aliases=("Saraqib",)),
    Place("C3029", "Murak", 35.37393, 36.68932, name_ar="مورك", aliases=("Morek",)),
    Place("C3972", "Sarman", 35.60729, 36.85257, name_ar="الصرمان", aliases=("Surman",)),
    Place("C3953", "Sarmin", 35.90375, 36.72378, name_ar="سرمين"),
    Place("C3985", "Ma'arrat An Nu'man", 35.64757, 36.67659, name_ar="معرة النعمان"),
    Place("C3965", "Dana", 35.69976, 36.68806, name_ar="الدانا", aliases=("al-Dana (Maarat al-Numan)",)),
    Place("C4126", "Dana", 36.2136, 36.76958, name_ar="الدانا"),
    Place("C4121", "Sarmada", 36.1866, 36.72393, name_ar="سرمدا"),
    Place("C6545", "Alqahera", 35.61312, 36.36254, name_ar="القاهرة"),
    Place("C3924", "Sheikh Idris", 35.76579, 36.86268, name_ar="شيخ ادريس", aliases=("Sheikh Idris (Saraqib)",)),
]
DOSSIER = Gazetteer.of(PLACES, name="idlib-2020")
WORLD = Gazetteer.load()
BOTH = DOSSIER | WORLD


def _id(match: Match | None) -> str | None:
    return match.place.id if match else None


def _country(match: Match | None) -> str | None:
    return match.place.country if match else None


def _weigh(geocoder: Geocoder, name: str) -> Resolution:
    return geocoder.weigh([name])[0]


def test_surman_is_the_syrian_village_among_the_names_of_the_dossier() -> None:
    matches = Geocoder(BOTH).resolve(["Idlib", "Surman", "Saraqeb"])
    assert list(map(_id, matches)) == ["C3871", "C3972", "C3916"]
    assert matches[1] is not None
    assert matches[1].score > 0.9
    assert [candidate.place.country for candidate in matches[1].candidates] == [None, "LY"]
    assert matches[1].geocoder == "idlib-2020"


def test_surman_alone_in_the_world_is_the_libyan_town() -> None:
    [match] = Geocoder(WORLD).resolve(["Surman"])
    assert match is not None
    assert match.place.country == "LY"
    assert [candidate.place for candidate in match.candidates] == [match.place]
    assert match.geocoder == "world"


def test_a_small_namesake_far_from_the_other_names_is_not_chosen() -> None:
    idlib, surman, saraqib = Geocoder(WORLD).weigh(["Idlib", "Surman", "Saraqeb"])
    assert idlib.match
    assert saraqib.match
    assert surman.match is None
    assert surman.candidates[0].place.country == "LY"
    assert "far" in surman.reason


@pytest.mark.parametrize(
    ("others", "country"), [(["Beirut", "Sidon"], "LB"), (["Benghazi", "Misrata"], "LY"), (["Patras", "Athens"], "GR")]
)
def test_tripoli_depends_on_the_other_names(others: list[str], country: str) -> None:
    assert _country(Geocoder(WORLD).resolve(["Tripoli", *others])[0]) == country


def test_tripoli_alone_is_the_largest_with_its_doubt_shown() -> None:
    [match] = Geocoder(WORLD).resolve(["Tripoli"])
    assert match is not None
    assert match.place.country == "LY"
    assert match.score < 0.9
    assert [candidate.place.country for candidate in match.candidates[:2]] == ["LY", "LB"]
    assert "better known" in match.reason


@pytest.mark.parametrize(
    "geocoder", [Geocoder(WORLD, countries=["LB"]), Geocoder(WORLD, near=(34.0, 35.8))], ids=["country", "near"]
)
def test_a_stated_country_or_point_decides_on_tripoli(geocoder: Geocoder) -> None:
    assert _country(geocoder.resolve(["Tripoli"])[0]) == "LB"


@pytest.mark.parametrize("spelling", ["سراقب", "Saraqeb", "Saraqib", "Sarakib", "SARAQIB", "C3916"])
def test_all_spellings_of_saraqib_are_one_place(spelling: str) -> None:
    assert _id(Geocoder(BOTH, area=AREA).resolve([spelling])[0]) == "C3916"


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Ankara", "323786"),
        ("Istanbul", "745044"),
        ("Baku", "587084"),
        ("Damascus", "170654"),
        ("Moscow", "524901"),
        ("Nur-Sultan", "1526273"),
        ("Turkey", "298795"),
        ("Russia", "2017370"),
        ("Iran", "130758"),
    ],
)
def test_large_places_are_found_outside_the_area(name: str, place_id: str) -> None:
    others = ["Idlib", "Saraqib", "Morek", "Surman", "Maarat al-Numan"]
    assert _id(Geocoder(BOTH, area=AREA).resolve([*others, name])[-1]) == place_id


def test_nur_sultan_is_todays_astana() -> None:
    [match] = Geocoder(WORLD).resolve(["Nur-Sultan"])
    assert match is not None
    assert match.place.name == "Astana"


def test_two_places_of_one_name_stay_undecided() -> None:
    for geocoder in (Geocoder(DOSSIER), Geocoder(BOTH), Geocoder(BOTH, area=AREA)):
        dana = _weigh(geocoder, "Dana")
        assert dana.match is None
        assert {candidate.place.id for candidate in dana.candidates[:2]} == {"C3965", "C4126"}
        assert dana.reason.startswith("ambiguous")


def test_a_qualifier_decides_between_namesakes() -> None:
    names = ["al-Dana (Maarat al-Numan)", "Dana, Sarmada", "Tripoli, Lebanon", "Surman, Libya", "Surman, Syria"]
    whole, near, lebanon, libya, syria = Geocoder(BOTH).resolve(names)
    assert (_id(whole), _id(near)) == ("C3965", "C4126")
    assert (_country(lebanon), _country(libya)) == ("LB", "LY")
    assert _id(syria) == "C3972"


def test_a_qualifier_that_nothing_confirms_leaves_the_name_undecided() -> None:
    idris = _weigh(Geocoder(BOTH, area=AREA), "Sheikh Idris (NW Hama)")
    assert idris.match is None
    assert [candidate.place.id for candidate in idris.candidates] == ["C3924"]
    assert "NW Hama" in idris.reason


def test_a_village_is_not_taken_for_the_capital_of_its_name() -> None:
    assert _id(Geocoder(BOTH, area=AREA).resolve(["القاهرة"])[0]) == "C6545"
    assert _country(Geocoder(WORLD).resolve(["القاهرة"])[0]) == "EG"


@pytest.mark.parametrize("name", ["Kafr Tab", "Mantar", "Hardana", "Tell Aas", "Xyzzyq", "—", ""])
def test_an_unknown_place_is_not_guessed(name: str) -> None:
    assert Geocoder(BOTH, area=AREA).resolve(["Idlib", name])[1] is None


def test_an_unknown_name_says_so() -> None:
    unknown = _weigh(Geocoder(DOSSIER), "Xyzzyq")
    assert unknown.candidates == ()
    assert unknown.match is None
    assert unknown.reason == "no gazetteer knows a place of this name"


def test_candidates_come_with_scores_that_leave_room_for_none_of_them() -> None:
    for resolution in Geocoder(BOTH).weigh(["Tripoli", "Surman", "Dana", "Paris"]):
        scores = [candidate.score for candidate in resolution.candidates]
        assert scores == sorted(scores, reverse=True)
        assert 0 < sum(scores) <= 1.001


def test_no_names_give_no_matches() -> None:
    assert Geocoder(DOSSIER).resolve([]) == []


@settings(max_examples=20, deadline=None)
@given(st.permutations(["Tripoli", "Beirut", "Sidon", "Surman", "Idlib", "Dana", "Paris", "Tripoli"]))
def test_the_order_of_towns_that_are_listed_does_not_matter(names: list[str]) -> None:
    found = dict(zip(names, Geocoder(BOTH).weigh(names), strict=True))
    again = dict(zip(sorted(names), Geocoder(BOTH).weigh(sorted(names)), strict=True))
    assert found == again


@pytest.mark.parametrize("name", ["Niger", "Mali", "Jordan", "Chad", "Georgia", "Guinea", "Lebanon", "Mexico"])
def test_a_country_is_meant_where_nothing_else_is_said(name: str) -> None:
    [match] = Geocoder(WORLD).resolve([name])
    assert match is not None
    assert match.place.kind == "country"


@pytest.mark.parametrize(
    "names", [["Jenin", "Nablus", "Hebron"], ["Kandahar", "Kunduz"], ["Mopti", "Kidal"], ["Idlib", "Aleppo", "Hama"]]
)
def test_a_name_that_a_town_shares_with_its_division_means_the_town(names: list[str]) -> None:
    for match in Geocoder(WORLD).resolve(names):
        assert match is not None
        assert match.place.is_settlement


def test_names_of_another_part_of_the_world_are_not_drawn_to_the_area() -> None:
    names = ["Tripoli", "Gharyan", "Misrata", "Surman", "Sabratha"]
    assert {_country(match) for match in Geocoder(BOTH, area=AREA).resolve(names)} == {"LY"}
    assert _id(Geocoder(BOTH, area=AREA).resolve(["Surman"])[0]) == "C3972"
    assert _country(Geocoder(BOTH, area=AREA).resolve(["El Fasher"])[0]) == "SD"


@pytest.mark.parametrize(
    ("name", "division"),
    [("Paris, Texas", "US.TX"), ("Portland (Maine)", "US.ME"), ("Victoria, British Columbia", "CA.02")],
)
def test_a_division_decides_between_namesakes(name: str, division: str) -> None:
    [match] = Geocoder(WORLD).resolve([name])
    assert match is not None
    assert match.place.admin1 == division
    assert match.reason.startswith("its exact name, confirmed by")


def test_reasons_name_only_evidence_that_was_given() -> None:
    [alone] = Geocoder(WORLD).resolve(["Hama"])
    tripoli, _ = Geocoder(WORLD).resolve(["Tripoli", "Beirut"])
    [near] = Geocoder(WORLD, near=(35.1, 36.7)).resolve(["Hama"])
    assert alone is not None
    assert tripoli is not None
    assert near is not None
    assert "other" not in alone.reason
    assert "the area" not in alone.reason
    assert "the other names point to (LB)" in tripoli.reason
    assert "nearer to the point" in near.reason


def test_unknown_names_do_not_split_batches_of_known_ones() -> None:
    towns = ["Beirut", "Sidon", "Tyre", "Zahle", "Baalbek", "Tripoli"]
    strangers = [f"Xq{i:03}zz" for i in range(199)]
    found = dict(zip([*strangers, *towns], Geocoder(WORLD).resolve([*strangers, *towns]), strict=True))
    assert _country(found["Tripoli"]) == "LB"


def test_a_point_near_the_antimeridian_bounds_the_globe_there() -> None:
    assert Context.of(DOSSIER, None, (), (-17.0, 179.9)).bounds == pytest.approx((178.9, -18.0, 180.0, -16.0))


def test_an_area_or_a_point_that_is_none_is_refused() -> None:
    with pytest.raises(GeometryError, match="area"):
        Geocoder(DOSSIER, area=shapely.Polygon())
    with pytest.raises(GeometryError, match="near"):
        Geocoder(DOSSIER, near=(136.0, 35.0))


class _Service:
    """An online geocoder with one village."""

    name = "service"

    def __init__(self, *places: Place) -> None:
        self.asked: list[str] = []
        self._places = list(places)

    def search(self, query: str, *, bounds: Bounds | None, countries: Collection[str]) -> list[Place]:
        assert bounds == AREA.bounds
        assert "SY" in countries
        self.asked.append(query)
        return self._places


def test_the_service_is_asked_only_for_undecided_names() -> None:
    here = Place("node/1", "Hardana", 35.5, 36.5, country="SY", source="service")
    there = Place("node/2", "Hardana", -10.0, -60.0, country="BR", source="service")
    service = _Service(there, here)
    idlib, hardana = Geocoder(BOTH, area=AREA, online=service).resolve(["Idlib", "Hardana"])
    assert service.asked == ["Hardana"]
    assert _id(idlib) == "C3871"
    assert _id(hardana) == "node/1"
    assert hardana is not None
    assert hardana.geocoder == "service"


def test_a_service_gets_the_bounds_of_the_other_names() -> None:
    asked: list[Bounds | None] = []

    class Listening(_Service):
        def search(self, query: str, *, bounds: Bounds | None, countries: Collection[str]) -> list[Place]:
            assert "SY" in countries
            asked.append(bounds)
            return [Place("node/1", query, 35.5, 36.5, country="SY", source="service")]

    matches = Geocoder(WORLD, online=Listening()).resolve(["Saraqib", "Ariha", "Jisr al-Shughur", "Hardana"])
    [bounds] = asked
    assert bounds is not None
    west, south, east, north = bounds
    assert west < 36.3
    assert east > 36.9
    assert south < 35.6
    assert north > 36.0
    assert _id(matches[-1]) == "node/1"


def test_an_answer_far_from_the_other_names_is_not_chosen() -> None:
    service = _Service(Place("node/2", "Hardana", -10.0, -60.0, country="BR", source="service"))
    assert Geocoder(BOTH, area=AREA, online=service).resolve(["Idlib", "Hardana"])[1] is None


def test_a_service_that_fails_is_an_error_and_no_missing_place() -> None:
    class Failing(_Service):
        def search(self, query: str, *, bounds: Bounds | None, countries: Collection[str]) -> list[Place]:
            raise GeocodingServiceError(f"service: no answer for {query!r} within {bounds}, {countries}")

    with pytest.raises(GeocodingServiceError, match="Hardana"):
        Geocoder(BOTH, online=Failing()).resolve(["Hardana"])


@needs_facts
def test_every_spelling_of_the_facts_is_the_right_place_or_undecided() -> None:
    with (FACTS / "places.csv").open(encoding="utf-8") as file:
        places = [
            Place(
                row["pcode"],
                row["name_en"],
                float(row["lat"]),
                float(row["lon"]),
                name_ar=row["name_ar"],
                aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            )
            for row in csv.DictReader(file)
        ]
    with (FACTS / "control.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["pcode"]]
    features = json.loads((FACTS / "area.geojson").read_text(encoding="utf-8"))["features"]
    [syria] = [shapely.geometry.shape(f["geometry"]) for f in features if f["properties"]["name"] == "Syria"]
    geocoder = Geocoder(Gazetteer.of(places, name="idlib-2020") | WORLD, area=syria)
    matches = geocoder.resolve([row["place"] for row in rows])
    assert len(rows) == 363
    assert [row["id"] for row, m in zip(rows, matches, strict=True) if m and m.place.id != row["pcode"]] == []
    assert [row["place"] for row, m in zip(rows, matches, strict=True) if m is None] == ["Dana"]


def test_a_county_is_the_one_that_holds_the_town_named_with_it() -> None:
    counties = [
        Place(
            f"c{i}",
            "Henry County",
            36.0 + i,
            -88.0 - i,
            kind="district",
            country="US",
            admin1=f"US.{i}",
            admin2=f"US.{i}.1",
        )
        for i in range(4)
    ]
    towns = [
        Place("t", "Paris", 38.2, -90.1, country="US", admin1="US.2", admin2="US.2.1", population=10_000),
        Place("far", "Paris", 45.0, -70.0, country="US", admin1="US.9", admin2="US.9.1", population=10_000),
    ]
    geocoder = Geocoder(Gazetteer.of([*counties, *towns]))
    assert geocoder.resolve(["Henry County"]) == [None]
    assert [_id(match) for match in geocoder.resolve(["Paris", "Henry County"])] == ["t", "c2"]


def test_a_large_city_abroad_is_meant_where_no_place_at_home_has_its_name() -> None:
    def towns(*more: Place) -> Geocoder:
        home = [
            Place(f"h{i}", name, 40.0 + i / 5, -100.0, country="US", population=20_000)
            for i, name in enumerate(["Alder", "Birch", "Cedar"])
        ]
        return Geocoder(
            Gazetteer.of([*home, Place("abroad", "Linden", 50.0, 10.0, country="DE", population=900_000), *more])
        )

    names = ["Alder", "Birch", "Cedar", "Linden"]
    assert _id(towns().resolve(names)[-1]) == "abroad"
    here = Place("here", "Linden", 40.3, -100.0, country="US", population=5_000)
    assert _id(towns(here).resolve(names)[-1]) == "here"


def test_a_region_and_the_province_that_is_most_of_it_are_one_place() -> None:
    region = Place("region", "Highland", 34.5, 76.0, kind="region", uncertainty_km=250.0)
    province = Place(
        "province", "Highland", 33.5, 75.0, kind="province", country="IN", admin1="IN.1", uncertainty_km=119.0
    )
    [match] = Geocoder(Gazetteer.of([region, province])).resolve(["Highland"])
    assert match is not None
    assert {candidate.place.id for candidate in match.candidates} == {"region", "province"}
    assert match.score > match.candidates[0].score


def test_a_text_of_very_many_names_with_namesakes_is_resolved_in_bounds() -> None:
    names = [f"Town {chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(150)]
    places = [
        Place(f"{name}/{k}", name, -60.0 + k * 2, -170.0 + 6 * k, population=1_000 + k)
        for name in names
        for k in range(40)
    ]
    gazetteer = Gazetteer.of(places)
    assert len(Lookup.of(names, [frozenset()] * len(names), gazetteer).candidates) == 1_500
    assert len(Geocoder(gazetteer).weigh(names)) == len(names)


def test_every_feature_has_a_weight_and_belongs_to_one_term() -> None:
    assert features_by_term().shape == (len(feature_columns()), len(TERMS))
    assert (features_by_term().sum(axis=1) == 1).all()
    assert list(weights()) == [*feature_columns(), "none"]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("Sanzharivka", {"countries": ["UA"]}),  # a former name of Poltavka
        ("Sanzharivka", {"countries": ["UA"], "near": (48.4, 38.4)}),
        # eight are listed, all of them 270 km away and more
        ("Kalynivka", {"countries": ["UA"], "near": (48.4, 38.4)}),
        ("Vozdvyzhenka", {"countries": ["UA"]}),  # only Vozdvyzhivka is like it
    ],
)
def test_a_village_that_the_index_lacks_is_not_another_one_of_a_similar_or_former_name(
    name: str, given: dict[str, Any]
) -> None:
    [found] = Geocoder(WORLD, **given).weigh([name])
    assert found.match is None
    assert "it may also be a place that no gazetteer here has" in found.reason


def test_the_point_counts_beside_the_country() -> None:
    def score(**given: tuple[float, float]) -> float:
        return Geocoder(WORLD, countries=["UA"], **given).weigh(["Sanzharivka"])[0].candidates[0].score

    assert score(near=(47.72, 36.48)) > score() > score(near=(48.4, 38.4)) > score(near=(50.0, 24.0))


def test_the_exact_name_of_a_village_far_from_the_area_leaves_room_for_another() -> None:
    azov = shapely.box(35.6, 46.6, 38.3, 47.95)
    [vodiane] = Geocoder(WORLD, area=azov).weigh(["Vodiane"])
    [tokmak] = Geocoder(WORLD, area=azov).weigh(["Tokmak"])
    assert vodiane.candidates[0].score < 0.6
    assert tokmak.candidates[0].score > 0.95


@pytest.mark.parametrize(
    ("name", "country"), [("Bakhmut", "UA"), ("Kharkov", "UA"), ("Khartoum", "SD"), ("Surman", "LY")]
)
def test_a_town_of_the_country_is_found_as_surely_as_before(name: str, country: str) -> None:
    [match] = Geocoder(WORLD, countries=[country]).resolve([name])
    assert match
    assert match.score > 0.9
