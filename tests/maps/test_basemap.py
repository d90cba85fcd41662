"""The ground of the page from packaged data: land, borders and towns around any area."""

import shapely
from page_sample import sample

from geo.boundaries.world import land
from maps.payload.basemap import basemap
from maps.payload.payload import payload

MARIUPOL = (35.6, 46.6, 38.3, 47.95)


def test_the_ground_reaches_beyond_the_area_on_all_sides() -> None:
    ground = basemap(MARIUPOL, [])
    assert shapely.box(*ground.view).contains(shapely.box(*MARIUPOL).buffer(1.5))
    drawn = shapely.union_all(ground.land.geometry.to_numpy())
    assert drawn.symmetric_difference(land(ground.view)).area < 1e-9


def test_disputed_borders_are_told_from_others() -> None:
    assert set(basemap((34, 31, 36.5, 34), []).borders["disputed"]) == {True, False}
    assert not basemap(MARIUPOL, []).borders["disputed"].any()


def test_towns_are_the_largest_and_no_places_of_the_dossier_nor_quarters_of_a_city() -> None:
    names = [town.name for town in basemap(MARIUPOL, []).towns]
    assert "Mariupol" in names[:2]  # in the area
    assert names.index("Berdyansk") < names.index("Donetsk")  # which is larger, and outside
    assert "Kyivskyi" not in names  # a quarter of Donetsk
    assert "Mariupol" not in [town.name for town in basemap(MARIUPOL, [shapely.Point(37.54, 47.1)]).towns]


def test_ground_across_180_degrees_lies_beside_the_area() -> None:
    ground = basemap((176.5, -19.5, 182, -15.5), [])
    west, _, east, _ = ground.land.total_bounds
    assert 172 <= west < 180 < east <= 187
    assert any(town.name == "Suva" for town in ground.towns)


def test_the_data_of_a_page_has_the_ground_without_any_context_file() -> None:
    layers = sample()
    layers.dossier.context = layers.dossier.context.iloc[:0]
    data = payload(layers)
    assert ["Syria", "سوريا"] in [row[:2] for row in data["land"]["rows"]]
    assert data["towns"]["rows"]
    shapes = [row[data["borders"]["columns"].index("shape")] for row in data["borders"]["rows"]]
    assert all(data["topology"]["shapes"][number] for number in shapes)
