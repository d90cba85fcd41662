import csv
from importlib.resources import files

import pytest
import shapely

from geo.boundaries.world import borders, box, countries, country, country_name, land
from geo.errors import GeometryError, PlaceNotFoundError

DATA = files("geo.boundaries").joinpath("data")


def country_at(lat: float, lon: float) -> list[str]:
    return list(countries(shapely.Point(lon, lat).buffer(0.001))["code"])


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (44.95, 34.1, "UA"),  # Simferopol
        (44.58, 33.54, "UA"),  # Sevastopol
        (46.1, 33.69, "UA"),  # Armyansk, where the source has a border
        (27.15, -13.18, "EH"),  # Laayoune
        (26.15, -10.6, "EH"),  # Tifariti, east of the berm
        (27.93, -12.9, "MA"),  # Tarfaya, north of 27 degrees 40 minutes
        (33.27, 35.77, "SY"),  # Majdal Shams
        (33.21, 35.57, "IL"),  # Kiryat Shmona
        (9.56, 44.06, "SO"),  # Hargeisa
        (35.3, 33.3, "CY"),  # Kyrenia
        (45.63, 63.3, "KZ"),  # Baikonur
        (42.66, 21.16, "XK"),  # Pristina
        (31.5, 34.45, "PS"),  # Gaza
        (47.1, 37.56, "UA"),  # Mariupol
        (-16.8, 179.9, "FJ"),  # Taveuni's west, beside 180 degrees
    ],
)
def test_ground_belongs_to_the_country_of_un_maps(lat: float, lon: float, code: str) -> None:
    assert country_at(lat, lon) == [code]


def test_no_two_countries_share_ground_and_their_borders_match() -> None:
    outlines = [country(code) for code in countries(box(-180, -90, 180, 90))["code"] if code]
    assert len(outlines) > 235
    assert shapely.coverage_is_valid(outlines)
    assert shapely.is_valid(outlines).all()


def test_a_border_lies_on_both_countries_and_is_drawn_once() -> None:
    table = borders([36, 35, 39, 38])
    assert table[["a", "b", "disputed"]].to_numpy().tolist() == [["SY", "TR", False]]
    line = table.geometry[0]
    for code in ("SY", "TR"):
        assert line.hausdorff_distance(line & country(code).boundary.buffer(1e-9)) < 1e-9


def test_the_line_between_crimea_and_kherson_is_no_border() -> None:
    assert borders([32.5, 45.9, 34.5, 46.3]).empty


def test_every_disputed_border_is_flagged() -> None:
    flagged = borders(box(-180, -90, 180, 90)).query("disputed")
    rows = list(csv.DictReader(DATA.joinpath("disputed.csv").read_text(encoding="utf-8").splitlines()))
    assert {(row["a"], row["b"]) for row in rows} == set(zip(flagged["a"], flagged["b"], strict=True))
    # only a part of the border between India and Pakistan is
    india = borders([68, 23, 80, 37]).query("a == 'IN' and b == 'PK'")
    assert sorted(india["disputed"]) == [False, True]


def test_every_departure_says_why() -> None:
    rows = list(csv.DictReader(DATA.joinpath("departures.csv").read_text(encoding="utf-8").splitlines()))
    assert all(row["part"] and row["why"] for row in rows)
    assert {("RU", "UA"), ("MA", "EH"), ("IL", "SY")} == {(row["from"], row["to"]) for row in rows if row["from"]}


def test_sea_is_no_land() -> None:
    assert land([30, 43, 31, 44]).is_empty
    assert land([50.6, 42, 51, 42.5]).is_empty  # the Caspian Sea
    assert land([20, 10, 22, 12]).equals(box(20, 10, 22, 12))


def test_land_in_a_polygon_is_that_of_its_bounding_box_within_it() -> None:
    polygon = shapely.Point(37.5, 47.0).buffer(0.5)
    expected = land(polygon.bounds).intersection(polygon)
    assert land(polygon).symmetric_difference(expected).area < 1e-12
    assert 0.2 < land(polygon).area / polygon.area < 0.8


def test_an_area_may_cross_180_degrees() -> None:
    fiji = land([176.5, -19.5, -178, -15.5])
    assert fiji.intersects(shapely.box(179.9, -17, 180, -16))
    assert fiji.intersects(shapely.box(-180, -17, -179.9, -16))
    assert fiji.difference(country("FJ")).area < 1e-12


def test_the_whole_world_is_the_sum_of_its_countries() -> None:
    table = countries([-20, -40, 60, 40])
    whole = land([-20, -40, 60, 40])
    assert shapely.area(table.geometry.to_numpy()).sum() == pytest.approx(whole.area)


@pytest.mark.parametrize("bounds", [[10, 5, 10, 6], [0, 10, 1, 5], [0, 0, 200, 5], [0, 0, 1]])
def test_a_box_that_is_none_is_refused(bounds: list[float]) -> None:
    with pytest.raises(GeometryError, match=r"\[west, south, east, north\]"):
        land(bounds)


@pytest.mark.parametrize("code", ["", "ZZ", "Sudan"])
def test_an_unknown_country_is_refused(code: str) -> None:
    with pytest.raises(PlaceNotFoundError, match="two-letter code"):
        country(code)


def test_countries_are_named_in_the_languages_of_the_page() -> None:
    assert country_name("SY", "ar") == "سوريا"
    assert country_name("UA", "uk-UA") == "Україна"
    assert country_name("UA", "no such language") == "Ukraine"
