"""Slivers: gaps and strips between drawn zones below .25 km2 and 200 m change no verdict, and the reasons say so."""

import geopandas as gpd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Transformer
from shapely.geometry import Point, box

from geo import Encirclement, assess

METRES = CRS.from_epsg(32637)
TO_DEGREES = Transformer.from_crs(METRES, 4326, always_xy=True)
X, Y = 500_000.0, 3_950_000.0


def on_earth(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda xy: [TO_DEGREES.transform(X + x, Y + y) for x, y in xy])


def verdict(zones: list[tuple[str, shapely.Geometry]], post: tuple[float, float], **options: float) -> Encirclement:
    table = gpd.GeoDataFrame(
        {"side": [side for side, _ in zones]}, geometry=[on_earth(shape) for _, shape in zones], crs=4326
    )
    return assess(on_earth(Point(post)), table, friendly={"blue"}, anchors=on_earth(Point(-20_000, 0)), **options)


WEST, EAST = box(-25_000, -9000, 0, 9000), box(0, -9000, 20_000, 9000)


@settings(max_examples=20, deadline=None)
@given(width=st.floats(1, 190), length=st.floats(200, 1200), filled=st.booleans())
def test_a_thin_gap_between_two_zones_of_a_side_changes_no_verdict(
    width: float, length: float, *, filled: bool
) -> None:
    gap = box(0, -length / 2, width, length / 2)
    walls = [box(-500, length / 2, 500, 9000), box(-500, -9000, 500, -length / 2)]
    west, east = (shapely.difference(shape, shapely.union_all([gap, *walls])) for shape in (WEST, EAST))
    zones = [("blue", west), ("blue", east), *(("red", wall) for wall in walls)]
    if filled:
        zones.append(("red", gap))
    found = verdict(zones, (9000, 0))
    assert found.state == "constricted"
    assert found.corridor_km == pytest.approx(length / 1000, abs=0.01)
    assert "mended" in found.reasons[-1]
    assert verdict(zones, (9000, 0), sliver_km2=0).state == "encircled"


def test_a_thin_strip_makes_no_way() -> None:
    strip = box(-100, -40, 3100, 30)
    zones = [("blue", WEST), ("blue", EAST.difference(box(0, -9000, 3000, 9000))), ("blue", strip)]
    cut = verdict(zones, (9000, 0))
    assert cut.state == "encircled"
    assert cut.reasons[-1].startswith("The zones given have a gap or sliver of less than 0.25 km² and 200 m at ")
    assert verdict(zones, (9000, 0), sliver_m=0).state == "constricted"


def test_a_hole_changes_nothing_and_a_real_gap_does() -> None:
    hole = EAST.difference(box(8900, -100, 9080, 60))
    assert verdict([("blue", WEST), ("blue", hole)], (9000, 0)).corridor_km == pytest.approx(
        verdict([("blue", WEST), ("blue", EAST)], (9000, 0)).corridor_km
    )
    gap = EAST.difference(box(0, -9000, 300, 9000))
    assert verdict([("blue", WEST), ("blue", gap)], (9000, 0)).state == "encircled"


def test_the_sharp_end_of_a_hostile_wedge_is_none() -> None:
    wedge = shapely.Polygon([(0, 9000), (900, 9000), (450, -3000)])
    zones = [("blue", WEST), ("blue", EAST.difference(wedge)), ("red", wedge)]
    found = verdict(zones, (9000, 0))
    assert found.corridor_km == pytest.approx(verdict(zones, (9000, 0), sliver_m=0).corridor_km)
    assert not found.mended
