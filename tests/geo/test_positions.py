"""Positions in texts and geometries: one reader for tables, features and reports."""

import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from geo.readers.position import Position, position_of, read_degrees, read_position

LATITUDES = st.floats(-80, 84).map(lambda value: round(value, 4))
LONGITUDES = st.floats(-179.9, 179.9).map(lambda value: round(value, 4))


def near(found: Position | None, lat: float, lon: float, within: float = 1e-4) -> bool:
    return found is not None and abs(found.lat - lat) <= within and abs(found.lon - lon) <= within


def sexagesimal(value: float, letters: str) -> str:
    seconds = round(abs(value) * 3600, 1)
    degrees, minutes = int(seconds // 3600), int(seconds % 3600 // 60)
    return f"{degrees}°{minutes}'{seconds % 60:.1f}\"{letters[value < 0]}"


@given(LATITUDES, LONGITUDES)
def test_one_position_is_read_in_all_its_forms(lat: float, lon: float) -> None:
    plain = f"{lat:.4f}", f"{lon:.4f}"
    comma = tuple(part.replace(".", ",") for part in plain)
    arabic = tuple(part.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩\u066b")) for part in plain)
    point = shapely.Point(lon, lat)
    forms = [
        f"{plain[0]}, {plain[1]}", f"{plain[0]} {plain[1]}", f"({plain[0]}; {plain[1]})", f"{comma[0]}; {comma[1]}",
        f"{comma[0]} {comma[1]}", f"{arabic[0]}، {arabic[1]}", f"geo:{plain[0]},{plain[1]}", point.wkt,
        f"SRID=4326;{point.wkt}", point.wkb_hex, f"{plain[0]} {plain[1]} 0.0 5.0",
        f"{abs(lat):.4f}{'NS'[lat < 0]} {abs(lon):.4f}{'EW'[lon < 0]}",
        f"{'EW'[lon < 0]}{abs(lon):.4f} {'NS'[lat < 0]}{abs(lat):.4f}",
        f"{sexagesimal(lat, 'NS')} {sexagesimal(lon, 'EW')}", f"{sexagesimal(lon, 'EW')}, {sexagesimal(lat, 'NS')}",
    ]  # fmt: skip
    for text in forms:
        assert near(read_position(text), lat, lon), text


@given(LATITUDES, LONGITUDES)
@example(78.7344, 8.7344)
def test_cells_of_grids_are_their_middle_with_half_their_diagonal(lat: float, lon: float) -> None:
    import mgrs  # noqa: PLC0415
    from openlocationcode import openlocationcode  # noqa: PLC0415

    code = read_position(openlocationcode.encode(lat, lon))
    assert near(code, lat, lon, 1e-3)
    assert code is not None
    assert code.uncertainty_km is not None
    assert 0 < code.uncertainty_km < 0.02
    cell = read_position(mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=2))
    assert cell is not None
    assert cell.uncertainty_km == pytest.approx(0.7071)
    assert abs(cell.lat - lat) < 0.012


@pytest.mark.parametrize(
    "text", ["", "Alpha", "35,86", "35", "2020-01-10", "12/10/2020", "10:30", "95.0, 200.0", "37SCV1", "3-5"]
)
def test_what_is_no_position_is_none(text: str) -> None:
    assert read_position(text) is None


def test_the_longitude_may_come_first_where_nothing_else_is_possible() -> None:
    assert read_position("150.5, -35.25") == Position(-35.25, 150.5)


def test_utm_is_read_with_a_band_or_a_hemisphere() -> None:
    assert near(read_position("37S 301234 3971234"), 35.8652, 36.7985, 1e-3)
    assert near(read_position("36S 500000 7000000"), -27.1223, 33.0, 1e-3)


def test_one_coordinate_alone_is_read_with_its_letter() -> None:
    assert read_degrees("35°51'36\"S", "NS") == -35.86
    assert read_degrees("36.8E", "NS") != read_degrees("36.8E", "NS")  # NaN


def test_geometries_of_one_point_are_that_point_and_others_their_middle() -> None:
    point = shapely.Point(36.8, 35.86)
    assert position_of(shapely.GeometryCollection([point])) == position_of(point) == Position(35.86, 36.8)
    found = position_of(shapely.box(36.7, 35.8, 36.9, 35.9))
    assert found is not None
    assert (found.lat, found.lon) == (35.85, 36.8)
    assert found.uncertainty_km == pytest.approx(10.6, abs=0.1)
    assert position_of(shapely.Point()) is None
    assert position_of(shapely.Point(float("nan"), float("nan"))) is None
