"""The area of a dossier: a box, a country or a drawing; its sea; the ground of ports; countries as territories."""

import json
import shutil
from pathlib import Path

import pytest
import shapely
from shapely.geometry import mapping
from spoilt import BUNDLED, problems

from geo.boundaries.world import box, country, land
from geo.geometry.projection import rejoined
from geo.geometry.sphere import distance_km
from layers import Dossier, build
from layers.dossier.settings.area import with_own_ground

COAST = (35.6, 46.6, 38.3, 47.95)  # the north shore of the Sea of Azov


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    shutil.copytree(BUNDLED.parents[1] / "template", folder)
    (folder / "northland.geojson").unlink()
    return folder


def settings(folder: Path, area: object, *more: str, sides: str = "") -> Path:
    text = f'title = "On the shore"\narea = {json.dumps(area)}\nstart = 2022-03-01\nend = 2022-03-05\n'
    sides = sides or '[[sides]]\nid = "ua"\ncolour = "#0072B2"\n\n[[sides]]\nid = "ru"\ncolour = "#D55E00"\n'
    (folder / "dossier.toml").write_text("\n".join([text, *more, sides]), encoding="utf-8")
    return folder


def reports(folder: Path, *rows: tuple[str, float, float]) -> None:
    """Write a control report of each side and position, on 1 March."""
    places = [f"P{n},Place {n},{lat},{lon}" for n, (_, lat, lon) in enumerate(rows)]
    (folder / "places.csv").write_text("\n".join(["id,name_en,lat,lon", *places]))
    held = [f"R{n},2022-03-01,P{n},{side}" for n, (side, *_) in enumerate(rows)]
    (folder / "control.csv").write_text("\n".join(["id,date,place,side", *held]))


def drawn(folder: Path, *polygons: shapely.Geometry) -> None:
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(polygon)} for polygon in polygons]
    (folder / "area.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def test_a_box_is_cut_to_its_land(mine: Path) -> None:
    dossier = Dossier.open(settings(mine, COAST))
    assert dossier.land.equals(land(COAST))
    assert dossier.settings.outline.equals(box(*COAST))


def test_sea_is_ground_where_the_dossier_says_so(mine: Path) -> None:
    dossier = Dossier.open(settings(mine, COAST, 'sea = "ground"'))
    assert dossier.land.equals(box(*COAST))


@pytest.mark.parametrize("code", ["LB", "lb"])
def test_a_country_is_an_area(mine: Path, code: str) -> None:
    dossier = Dossier.open(settings(mine, code))
    assert dossier.land.equals(country("LB"))


def test_a_drawn_area_is_taken_as_it_is_drawn_and_its_sea_is_a_warning(mine: Path) -> None:
    drawn(mine, box(*COAST))
    dossier = Dossier.open(settings(mine, "area.geojson"))
    assert dossier.land.equals(box(*COAST))
    (warning,) = dossier.warnings
    share = 1 - land(COAST).area / box(*COAST).area
    assert warning.column == "area"
    assert f"{share:.0%} of this area is sea" in warning.expected


def test_no_warning_of_sea_in_an_area_along_the_coast(mine: Path) -> None:
    drawn(mine, land(COAST).simplify(0.02))
    assert Dossier.open(settings(mine, "area.geojson")).warnings == ()


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ([30, 43, 31, 44], "an area with land; this one is all sea"),
        ([10, 5, 9, 4], "[west, south, east, north]"),
        ("Ruritania", "the code of a country such as SD"),
        ("RU", "at most 60 degrees"),
        ("nowhere.geojson", "a file that can be read"),
    ],
)
def test_an_area_that_cannot_be_used_says_what_can(mine: Path, area: object, expected: str) -> None:
    assert expected in "\n".join(problems(settings(mine, area)))


def test_an_area_may_cross_180_degrees(mine: Path) -> None:
    dossier = Dossier.open(settings(mine, [176.5, -19.5, -178, -15.5]))
    assert dossier.land.intersects(shapely.box(-180, -17, -179.9, -16))


@pytest.mark.parametrize(
    "area", [[9.0, -0.5, 10.0, 0.5], [-70, -54, -67, -52], [14, 77, 18, 80.2], [179, -17.2, -179.7, -16.2]]
)
def test_an_area_anywhere_on_the_globe_builds(mine: Path, area: list[float]) -> None:
    middle = shapely.point_on_surface(land(area))
    reports(mine, ("ua", middle.y, middle.x), ("ru", middle.y + 0.1, middle.x + 0.1))
    layers = build(Dossier.open(settings(mine, area)))
    zones = shapely.union_all(rejoined(layers.at("2022-03-03")["zones"].geometry.to_numpy()))
    expected = shapely.union_all(rejoined(shapely.get_parts(land(area))))
    assert zones.symmetric_difference(expected).area < 1e-9


def test_a_post_at_sea_keeps_ground_of_its_own_that_reaches_the_shore() -> None:
    shore, sea = shapely.box(30, 40, 31, 41), shapely.box(30, 40, 32, 41)
    near, far = shapely.Point(31.01, 40.5), shapely.Point(31.5, 40.2)
    ground = with_own_ground(shore, [near, far, shapely.Point(30.5, 40.5)], sea, 0.5)
    reached, island = sorted(shapely.get_parts(ground), key=lambda part: -part.area)
    assert reached.contains(near)
    assert island.contains(far)
    coordinates = shapely.get_coordinates(island)
    assert distance_km(far.y, far.x, coordinates[:, 1], coordinates[:, 0]) == pytest.approx(1.0, abs=0.01)


def test_a_reported_place_at_sea_keeps_ground_that_is_its_holders(mine: Path) -> None:
    reports(mine, ("ua", 46.7, 37.6), ("ua", 47.3, 37.6))
    dossier = Dossier.open(settings(mine, COAST))
    at_sea = shapely.Point(37.6, 46.7)
    assert not land(COAST).intersects(at_sea)
    zones = build(dossier).at("2022-03-02")["zones"]
    assert zones["side"][zones.covers(at_sea)].tolist() == ["ua"]


def test_a_territory_may_be_a_country(mine: Path) -> None:
    sides = '[[sides]]\nid = "ua"\ncolour = "#0072B2"\n\n[[sides]]\nid = "ru"\ncolour = "#D55E00"\n'
    sides += '[[territories]]\nside = "ru"\ncountry = "RU"\n\n'
    sides += '[[anchors]]\nside = "ru"\nname = "Russia"\nwhere = "territory"\n'
    reports(mine, ("ua", 47.3, 37.6))
    layers = build(Dossier.open(settings(mine, [37, 46.5, 39, 48], sides=sides)))
    zones = layers.at("2022-03-02")["zones"]
    russia = shapely.union_all(zones.geometry[zones["side"] == "ru"].to_numpy())
    expected = country("RU").intersection(box(37, 46.5, 39, 48))
    assert russia.symmetric_difference(expected).area < 1e-9


@pytest.mark.parametrize(("code", "expected"), [("FR", "ground in the area"), ("Russia", "two-letter code")])
def test_a_country_that_is_no_territory_here_is_an_error(mine: Path, code: str, expected: str) -> None:
    sides = f'[[sides]]\nid = "ua"\ncolour = "#0072B2"\n\n[[territories]]\nside = "ua"\ncountry = "{code}"\n'
    (found,) = problems(settings(mine, COAST, sides=sides))
    assert expected in found


def test_an_unknown_kind_of_outline_is_a_warning_that_lists_the_kinds(mine: Path) -> None:
    feature = {
        "type": "Feature",
        "properties": {"kind": "countri", "name": "X"},
        "geometry": mapping(box(36, 47, 37, 48)),
    }
    (mine / "context.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (warning,) = Dossier.open(settings(mine, COAST)).warnings
    assert str(warning).startswith("context.geojson: kind: 'countri'; drawn like a district")
    assert "water" in warning.expected
