"""Metric planes: true to scale around their centre, everywhere on earth."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, Point, box

from geo.boundaries.world import country
from geo.errors import GeometryError
from geo.geometry.antimeridian import on_the_map
from geo.geometry.projection import (
    WGS84,
    crs_around,
    flatten,
    local_crs,
    lonlat,
    project,
    rejoined,
    transformer,
    unwrapped,
)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.floats(-70, 70), st.floats(-180, 180), st.floats(0, 360))
@example(0.0, 180.0, 90.0)
def test_100_km_are_100_km_on_the_plane(lat: float, lon: float, azimuth: float) -> None:
    far_lon, far_lat, _ = Geod(ellps="WGS84").fwd(lon, lat, azimuth, 100_000)
    far = project(Point(far_lon, far_lat), transformer(WGS84, local_crs(lat, lon)))
    assert np.hypot(far.x, far.y) == pytest.approx(100_000, rel=5e-4)


@pytest.mark.parametrize(
    ("lons", "centre"),
    [((36, 38), 37), ((-71, -69), -70), ((179, -179), 180), ((-179.5, 178.5), 179.5), ((-10, 10), 0), ((5, 5), 5)],
)
def test_the_plane_is_centred_on_the_ground_across_the_antimeridian_too(
    lons: tuple[float, float], centre: float
) -> None:
    crs = crs_around(gpd.GeoSeries([Point(lons[0], 10), Point(lons[1], 20)], crs=4326))
    x, y = transformer(WGS84, crs).transform(centre, 15)
    assert np.hypot(x, y) < 20


def test_a_line_that_is_straight_in_degrees_stays_where_it_is() -> None:
    by = transformer(WGS84, local_crs(35, 36))
    line = LineString([(35.5, 35.0), (36.5, 35.4)])
    flat = flatten(line, by)
    on_the_way = project(
        shapely.points([line.interpolate(share, normalized=True).coords[0] for share in (0.123, 0.5, 0.9)]), by
    )
    assert shapely.distance(on_the_way, flat).max() < 0.05


def test_ground_on_the_far_side_of_the_earth_is_an_error() -> None:
    with pytest.raises(GeometryError, match=r"ground with the bounds .* is too far away"):
        flatten(Point(float("inf"), 0), transformer(WGS84, local_crs(0, 0)))


def test_ground_cut_at_the_antimeridian_is_rejoined_and_other_ground_unchanged() -> None:
    fiji = np.array([box(179, -18, 180, -17), box(-180, -18, -179, -17)])
    assert shapely.union_all(rejoined(fiji)).equals(box(179, -18, 181, -17))
    here = np.array([box(-10, 0, 10, 1)])
    assert shapely.equals(rejoined(here), here).all()
    assert len(rejoined(np.array([], dtype=object))) == 0
    assert unwrapped(box(179, 0, 181, 1), -180).equals(box(-181, 0, -179, 1))


def test_geometries_without_a_crs_are_lon_lat_and_others_are_transformed() -> None:
    bare = gpd.GeoSeries([Point(36, 35)])
    assert lonlat(bare).crs == WGS84
    assert lonlat(lonlat(bare).to_crs(32637)).iloc[0].distance(Point(36, 35)) == pytest.approx(0, abs=1e-9)


def test_a_hole_across_180_degrees_is_cut_as_its_polygon_is() -> None:
    ring = shapely.box(178, 0, 182, 4) - shapely.box(179, 1, 181, 3)
    (cut,) = on_the_map(np.array([ring]))
    expected = shapely.union_all(
        [
            shapely.box(178, 0, 180, 4) - shapely.box(179, 1, 180, 3),
            shapely.box(-180, 0, -178, 4) - shapely.box(-180, 1, -179, 3),
        ]
    )
    assert cut.equals(expected)


@pytest.mark.parametrize("turn", [-360.0, 0.0, 360.0])
def test_ground_on_either_side_of_180_degrees_is_the_same_on_the_map(turn: float) -> None:
    ring = shapely.Point(180 + turn, -17).buffer(1.5) - shapely.Point(180.2 + turn, -17).buffer(0.7)
    (cut,) = on_the_map(np.array([ring]))
    assert cut.bounds[0] >= -180
    assert cut.bounds[2] <= 180
    assert cut.area == pytest.approx(ring.area)
    (again,) = on_the_map(np.array([cut]))
    assert again.symmetric_difference(cut).area < 1e-9


def test_countries_that_are_cut_at_180_degrees_stay_as_they_are() -> None:
    for code in ("RU", "FJ", "US"):
        (cut,) = on_the_map(np.array([country(code)]))
        assert cut.symmetric_difference(country(code)).area < 1e-9
