"""Control by the nearest report, on small tables with known answers and on random ones that must tile the area."""

from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.control import control_zones
from geo.errors import GeometryError, ReportError
from geo.nearest import NearestReport

AREA = box(36, 35, 37, 36)
WEST, EAST = Point(36.25, 35.5), Point(36.75, 35.5)


def table(*rows: tuple[str, str, Point], **columns: list[Any]) -> gpd.GeoDataFrame:
    dates, sides, places = zip(*rows, strict=True) if rows else ((), (), ())
    return gpd.GeoDataFrame({"date": list(dates), "side": list(sides), **columns}, geometry=list(places), crs=4326)


def holder(zones: gpd.GeoDataFrame, place: Point) -> str:
    """Tell the one side that holds a place."""
    (side,) = zones.loc[zones.covers(place), "side"]
    return str(side)


def test_zones_have_the_columns_of_the_contract() -> None:
    zones = control_zones(table(("2020-02-05", "north", WEST)), on="2020-02-06", area=AREA)
    assert list(zones.columns) == ["side", "confidence", "evidence", "geometry"]
    assert zones.crs == "EPSG:4326"


def test_ground_belongs_to_the_nearest_place_and_the_border_runs_halfway() -> None:
    zones = control_zones(
        table(("2020-02-05", "north", WEST), ("2020-02-05", "south", EAST)), on="2020-02-06", area=AREA
    )
    assert holder(zones, Point(36.49, 35.2)) == "north"
    assert holder(zones, Point(36.51, 35.9)) == "south"


def test_a_border_between_two_near_places_runs_between_them_along_all_of_a_wide_area() -> None:
    # 300 m apart in the middle of an area of 360 km, where a straight line in lon/lat is 2 km off
    rows = ("2020-02-05", "north", Point(36.5, 35.503)), ("2020-02-05", "south", Point(36.5, 35.5))
    zones = control_zones(table(*rows), on="2020-02-06", area=box(34.5, 34, 38.5, 37))
    assert holder(zones, rows[0][2]) == "north"
    assert holder(zones, rows[1][2]) == "south"


def test_the_newest_report_of_a_place_wins_from_its_day_on() -> None:
    reports = table(("2020-02-10", "south", WEST), ("2020-02-05", "north", WEST))
    sides = {day: holder(control_zones(reports, on=day, area=AREA), WEST) for day in ("2020-02-09", "2020-02-10")}
    assert sides == {"2020-02-09": "north", "2020-02-10": "south"}


def test_before_its_first_report_a_place_is_held_by_the_side_it_was_taken_from() -> None:
    reports = table(("2020-02-05", "south", WEST), from_side=["north"])
    assert holder(control_zones(reports, on="2020-02-04", area=AREA), WEST) == "north"
    assert holder(control_zones(reports, on="2020-02-05", area=AREA), WEST) == "south"


@pytest.mark.parametrize("from_side", [None, float("nan"), "", "unknown"])
def test_where_nobody_says_who_held_a_place_before_it_tells_nothing_until_its_first_report(from_side: object) -> None:
    reports = table(("2020-02-05", "south", WEST), ("2019-01-01", "north", EAST), from_side=[from_side, None])
    assert holder(control_zones(reports, on="2020-02-04", area=AREA), WEST) == "north"
    assert holder(control_zones(reports, on="2020-02-05", area=AREA), WEST) == "south"
    assert set(control_zones(reports, on="2018-12-31", area=AREA)["side"]) == {"unknown"}


def test_of_two_reports_of_one_day_the_lower_row_counts() -> None:
    reports = table(("2020-02-05", "north", WEST), ("2020-02-05", "south", WEST))
    assert holder(control_zones(reports, on="2020-02-05", area=AREA), WEST) == "south"


def test_reports_on_one_position_are_about_one_place() -> None:
    here = Point(WEST.x + 1e-8, WEST.y)
    reports = table(("2020-02-05", "north", WEST), ("2020-02-06", "south", here), report_id=["R1", "R2"])
    zones = control_zones(reports, on="2020-02-06", area=AREA)
    assert zones[["side", "evidence"]].to_numpy().tolist() == [["south", "R2"]]


def test_without_reports_everything_is_unknown() -> None:
    zones = control_zones(table(), on="2020-02-05", area=AREA)
    assert zones[["side", "confidence", "evidence"]].to_numpy().tolist() == [["unknown", 0, ""]]
    assert zones.geometry.iloc[0].equals(AREA)


def test_a_single_report_decides_on_all_parts_of_an_area() -> None:
    islands = MultiPolygon([box(36, 35, 36.2, 36), box(36.5, 35, 37, 36)])
    zones = control_zones(table(("2020-02-05", "north", WEST), report_id=["R1"]), on="2020-02-05", area=islands)
    assert zones["side"].tolist() == ["north", "north"]
    assert zones["evidence"].tolist() == ["R1", "R1"]
    assert shapely.union_all(zones.geometry).equals(islands)


def test_a_place_outside_of_the_area_holds_ground_inside() -> None:
    reports = table(("2020-02-05", "north", Point(35.8, 35.5)), ("2020-02-05", "south", EAST))
    zones = control_zones(reports, on="2020-02-05", area=AREA)
    assert holder(zones, Point(36.05, 35.5)) == "north"


def test_a_territory_is_its_sides_as_far_as_it_lies_in_the_area() -> None:
    territories = gpd.GeoDataFrame({"side": ["land"]}, geometry=[box(36.5, 34, 40, 40)], crs=4326)
    reports = table(("2020-02-05", "north", WEST), ("2020-02-05", "south", EAST))
    zones = control_zones(reports, on="2020-02-05", area=AREA, territories=territories)
    assert holder(zones, EAST) == "land"
    assert zones.loc[zones["side"] == "land", "confidence"].tolist() == [1]
    assert shapely.union_all(zones.geometry).equals(AREA)


def test_evidence_names_the_reports_that_decide_and_confidence_is_theirs_by_area() -> None:
    reports = table(
        *(("2020-02-05", "north", WEST), ("2020-02-04", "north", EAST), ("2020-01-01", "south", EAST)),
        report_id=["R2", "R1", "R0"],
        confidence=["high", "low", "low"],
    )
    zones = control_zones(reports, on="2020-02-06", area=AREA)
    assert zones["evidence"].tolist() == ["R1; R2"]
    # half of the area each, 0.9 and 0.5
    assert zones["confidence"].tolist() == [0.7]


def test_confidence_may_be_a_number() -> None:
    assert control_zones(table(("2020-02-05", "n", WEST), confidence=[0.3]), "2020-02-05", AREA)[
        "confidence"
    ].tolist() == [0.3]


def test_a_report_left_out_leaves_a_place_with_who_held_it_before() -> None:
    reports = table(
        *(("2020-02-01", "north", WEST), ("2020-02-05", "south", WEST), ("2020-02-01", "south", EAST)),
        report_id=["R1", "R2", "R3"],
        from_side=[None, "north", "north"],
    )
    model = NearestReport(reports, AREA)
    day = date(2020, 2, 6)
    assert [holder(model.zones(day), place) for place in (WEST, EAST)] == ["south", "south"]
    assert [holder(model.zones(day, without={"R2", "R3"}), place) for place in (WEST, EAST)] == ["north", "north"]


def test_changes_are_the_days_with_reports() -> None:
    reports = table(("2020-02-05", "north", WEST), ("2020-02-01", "south", EAST), ("2020-02-05", "south", EAST))
    assert NearestReport(reports, AREA).changes() == [date(2020, 2, 1), date(2020, 2, 5)]


def test_the_error_is_the_share_of_places_and_days_that_the_nearest_other_place_misjudges() -> None:
    # north throughout, and beside it a place that changes hands halfway
    reports = table(("2020-02-01", "north", WEST), ("2020-02-06", "south", EAST), from_side=[None, "north"])
    error = NearestReport(reports, AREA).left_out_error(date(2020, 2, 1), date(2020, 2, 11))
    assert error == {"leave_one_place_out": 0.5, "places": 2}


@pytest.mark.parametrize("lon", [36.0, 179.6, -180.2, -70.0])
@pytest.mark.parametrize("lat", [35.0, -34.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_zones_tile_the_area_with_its_territories_on_every_day(lon: float, lat: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    frame = box(lon, lat, lon + 1, lat + 1)
    territory = shapely.set_precision(shapely.affinity.rotate(box(lon + 0.6, lat - 1, lon + 2, lat + 0.5), 17), 1e-7)
    area = MultiPolygon([frame, box(lon + 1.2, lat, lon + 1.4, lat + 0.9)])
    x, y = rng.uniform((lon - 0.3, lat - 0.3), (lon + 1.6, lat + 1.3), (40, 2)).T
    places = shapely.points((x + 180) % 360 - 180, y)
    days = [str(date(2020, 1, 1) + timedelta(int(day))) for day in rng.integers(0, 5, 40)]
    reports = table(*zip(days, rng.choice(["a", "b", "c"], 40), places, strict=True))
    model = NearestReport(reports, area, gpd.GeoDataFrame({"side": ["t"]}, geometry=[territory], crs=4326))
    for day in [date(2019, 1, 1), *model.changes()]:
        zones = model.zones(day).geometry.to_numpy()
        assert shapely.coverage_is_valid(zones)
        assert shapely.union_all(zones).symmetric_difference(area).area < 1e-7 * area.length
        assert shapely.area(zones).sum() == pytest.approx(area.area, abs=1e-7 * area.length)


def test_an_area_cut_at_the_antimeridian_hangs_together() -> None:
    fiji = MultiPolygon([box(179, -18, 180, -17), box(-180, -18, -179, -17)])
    reports = table(("2020-02-05", "north", Point(179.5, -17.5)), ("2020-02-05", "south", Point(-179.3, -17.5)))
    zones = control_zones(reports, on="2020-02-05", area=fiji)
    assert len(zones) == 2
    assert holder(zones, Point(180.05, -17.5)) == "north"
    assert holder(zones, Point(180.15, -17.5)) == "south"


@pytest.mark.parametrize(
    ("area", "why"),
    [
        (Polygon(), "empty"),
        (Polygon([(36, 35), (37, 36), (37, 35), (36, 36)]), "Self-intersection"),
        (Point(36, 35), "a Point"),
    ],
)
def test_an_area_that_is_no_polygon_is_an_error(area: BaseGeometry, why: str) -> None:
    with pytest.raises(GeometryError, match=f"must be a valid polygon in lon/lat degrees; this one is: {why}"):
        control_zones(table(("2020-02-05", "north", WEST)), on="2020-02-05", area=area)


@pytest.mark.parametrize(
    ("row", "columns", "message"),
    [
        (("2020-13-05", "north", WEST), {}, "control report 0 has no usable date: '2020-13-05'"),
        ((None, "north", WEST), {}, "control report 0 has no usable date: None"),
        (("2020-02-05", None, WEST), {}, "control report 0 has no usable side"),
        (("2020-02-05", "north", Point()), {}, "control report 0 has no usable geometry"),
        (("2020-02-05", "north", None), {}, "control report 0 has no usable geometry"),
        (("2020-02-05", "north", AREA), {}, "control report 0 has no usable geometry"),
        (
            ("2020-02-05", "north", WEST),
            {"confidence": ["certain"]},
            "control report 0 has no usable confidence: 'certain'",
        ),
        (("2020-02-05", "north", WEST), {"confidence": [90]}, "control report 0 has no usable confidence"),
    ],
)
def test_a_report_that_cannot_be_used_is_an_error_that_names_it(
    row: tuple[Any, ...], columns: dict[str, Any], message: str
) -> None:
    with pytest.raises(ReportError, match=message):
        control_zones(table(row, **columns), on="2020-02-05", area=AREA)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ReportError, match="control reports lack the column 'side'; they have date, geometry"):
        control_zones(table(("2020-02-05", "north", WEST)).drop(columns="side"), on="2020-02-05", area=AREA)
