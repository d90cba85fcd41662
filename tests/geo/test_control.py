"""Zones of control: small tables with known answers, and random tables whose zones must tile the area."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest import mock

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.control.confidence import steepness
from geo.control.control_reports import reports_by_place
from geo.control.cross_validation import left_out_error
from geo.control.holders import Chart
from geo.control.mesh import Mesh
from geo.control.model import ControlModel
from geo.control.reported_places import ReportedPlaces
from geo.control.zones import control_zones
from geo.errors import GeometryError, ReportError

AREA = box(36, 35, 37, 36)
WEST, EAST = Point(36.25, 35.5), Point(36.75, 35.5)
DAY = date(2020, 2, 6)
# of random scenes of some 150 km, of which many are drawn
COARSE_KM = 4.0


def table(*rows: tuple[str, str, Point], **columns: list[Any]) -> gpd.GeoDataFrame:
    dates, sides, places = zip(*rows, strict=True) if rows else ((), (), ())
    return gpd.GeoDataFrame({"date": list(dates), "side": list(sides), **columns}, geometry=list(places), crs=4326)


def holder(zones: gpd.GeoDataFrame, place: Point) -> str:
    """Find the one side that holds a place."""
    (side,) = zones.loc[zones.covers(place), "side"]
    return str(side)


def confidence(zones: gpd.GeoDataFrame, place: Point) -> float:
    """Find the confidence of the zone at a place."""
    (sure,) = zones.loc[zones.covers(place), "confidence"]
    return float(sure)


def average(zones: gpd.GeoDataFrame) -> float:
    """Measure the mean confidence over the area."""
    return float(np.average(zones["confidence"], weights=zones.to_crs(32637).area))


def villages(on: str, *, grade: str = "high", columns: int = 10) -> gpd.GeoDataFrame:
    """Report villages 9 to 11 km apart, R00 to R99 by rows from the south-west; the western half is north's."""
    x, y = np.meshgrid(36.05 + 0.1 * np.arange(columns), 35.05 + 0.1 * np.arange(10))
    places = shapely.points(x.ravel(), y.ravel())
    sides = np.where(x.ravel() < 36.5, "north", "south")
    ids = [f"R{row:02}" for row in range(len(places))]
    return table(
        *((on, side, place) for side, place in zip(sides, places, strict=True)),
        report_id=ids,
        from_side=[None] * len(ids),
        confidence=[grade] * len(ids),
    )


def repeated(reports: gpd.GeoDataFrame, report_id: str, **columns: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - of all kinds
    """Repeat a report on the same place, with other values in some columns."""
    again = reports[reports["report_id"] == report_id].assign(**{"report_id": report_id + "b", **columns})
    return gpd.GeoDataFrame(pd.concat([reports, again], ignore_index=True), geometry="geometry", crs=reports.crs)


def test_zones_have_the_columns_of_the_contract() -> None:
    zones = control_zones(table(("2020-02-05", "north", WEST)), on="2020-02-06", area=AREA)
    assert list(zones.columns) == ["side", "confidence", "evidence", "basis", "geometry"]
    assert zones.crs == "EPSG:4326"


def test_the_border_between_two_equal_places_runs_halfway() -> None:
    rows = ("2020-02-05", "north", WEST), ("2020-02-05", "south", EAST)
    zones = control_zones(table(*rows), on="2020-02-06", area=AREA, decided=0.5)
    assert {holder(zones, Point(36.45, y)) for y in (35.2, 35.5, 35.8)} == {"north"}
    assert {holder(zones, Point(36.55, y)) for y in (35.2, 35.5, 35.8)} == {"south"}


def test_a_border_runs_between_two_near_places_of_a_wide_area() -> None:
    # 300 m apart in the middle of an area of 360 km
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
def test_a_place_without_a_former_holder_is_unknown_until_its_first_report(from_side: object) -> None:
    reports = table(("2020-02-05", "south", WEST), ("2019-01-01", "north", EAST), from_side=[from_side, None])
    assert holder(control_zones(reports, on="2020-02-04", area=AREA), WEST) == "north"
    assert holder(control_zones(reports, on="2020-02-05", area=AREA), WEST) == "south"
    assert set(control_zones(reports, on="2018-12-31", area=AREA)["side"]) == {"unknown"}


def test_of_two_reports_of_one_day_the_more_confident_one_counts() -> None:
    reports = table(("2020-02-05", "north", WEST), ("2020-02-05", "south", WEST), confidence=["high", "medium"])
    assert holder(control_zones(reports, on="2020-02-05", area=AREA), WEST) == "north"
    assert holder(control_zones(reports[::-1], on="2020-02-05", area=AREA), WEST) == "north"


def test_a_place_is_contested_from_the_day_of_two_equal_reports_to_the_next_report() -> None:
    reports = table(
        *(("2020-02-01", "north", WEST), ("2020-02-05", "north", WEST), ("2020-02-05", "south", WEST)),
        *(("2020-02-01", "south", EAST), ("2020-02-09", "south", WEST)),
    )
    days = ("2020-02-04", "2020-02-05", "2020-02-08", "2020-02-09")
    held = [holder(control_zones(reports, on=day, area=AREA), WEST) for day in days]
    assert held == ["north", "contested", "contested", "south"]


def test_a_report_may_say_that_a_place_is_contested() -> None:
    reports = villages("2020-02-05")
    reports.loc[22, "side"] = "contested"
    zones = control_zones(reports, DAY, AREA)
    assert holder(zones, reports.geometry.iloc[22]) == "contested"
    assert holder(zones, reports.geometry.iloc[23]) == "north"


def test_a_change_of_hands_that_is_known_to_a_month_is_spread_over_it() -> None:
    reports = table(
        *(("2020-01-01", "north", WEST), ("2020-02-01", "south", WEST), ("2020-01-01", "south", EAST)),
        date_end=[None, "2020-03-01", None],
        from_side=[None, "north", None],
        confidence=["high"] * 3,
    )
    model = ControlModel(reports, AREA)
    days = (date(2020, 1, 31), date(2020, 2, 3), date(2020, 2, 15), date(2020, 2, 26), date(2020, 3, 1))
    assert [holder(model.zones(day), WEST) for day in days] == ["north", "north", "contested", "south", "south"]


def test_a_holding_may_end() -> None:
    reports = table(("2020-02-01", "north", WEST), ("2020-02-01", "south", EAST), until=["2020-02-05", None])
    held = [holder(control_zones(reports, on=day, area=AREA), WEST) for day in ("2020-02-04", "2020-02-05")]
    assert held[0] == "north"
    assert held[1] != "north"


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
    land = zones[zones["side"] == "land"]
    assert land["confidence"].tolist() == [1]
    assert land.geometry.iloc[0].symmetric_difference(box(36.5, 35, 37, 36)).area == pytest.approx(0, abs=1e-12)


def test_an_area_that_is_a_territory_throughout_is_one_zone() -> None:
    territories = gpd.GeoDataFrame({"side": ["land"]}, geometry=[box(30, 30, 40, 40)], crs=4326)
    zones = control_zones(table(("2020-02-05", "north", WEST)), on="2020-02-05", area=AREA, territories=territories)
    assert zones["side"].tolist() == ["land"]


def test_evidence_of_an_area_with_places_are_the_reports_that_name_their_holders() -> None:
    reports = table(
        *(("2020-02-05", "north", WEST), ("2020-02-04", "north", EAST), ("2020-01-01", "south", EAST)),
        report_id=["R2", "R1", "R0"],
    )
    zones = control_zones(reports, on="2020-02-06", area=AREA)
    assert zones["evidence"].tolist() == ["R1; R2"]


def test_evidence_of_an_area_without_a_place_are_the_reports_that_decide_in_its_middle() -> None:
    # two islands in one side's half, one of them without a place
    reports = villages("2020-02-05")
    island = box(36.005, 35.505, 36.015, 35.515)
    zones = control_zones(reports, on=DAY, area=MultiPolygon([island, box(36.1, 35, 37, 36)]))
    (evidence,) = zones.loc[zones.covers(island.centroid), "evidence"]
    # the nearest villages are at 36.05, 35.55 and 36.05, 35.45
    assert {"R40", "R50"} < set(evidence.split("; "))


def test_unknown_ground_has_no_evidence() -> None:
    zones = control_zones(villages("2020-02-05"), on=DAY, area=box(36, 35, 38, 36))
    unknown = zones[zones["side"] == "unknown"]
    assert unknown[["confidence", "evidence"]].to_numpy().tolist() == [[0, ""]]


def test_confidence_may_be_a_number_and_is_medium_if_missing() -> None:
    def zones(grade: object) -> gpd.GeoDataFrame:
        return control_zones(villages("2020-02-05").assign(confidence=grade), DAY, AREA)

    assert_geodataframe_equal(zones(0.75), zones("medium"))
    assert_geodataframe_equal(zones(None), zones("medium"))
    assert_geodataframe_equal(control_zones(villages("2020-02-05").drop(columns="confidence"), DAY, AREA), zones(None))


@pytest.mark.parametrize("grade", [0.3, 0.5])
def test_a_report_that_is_as_probably_wrong_decides_nothing(grade: float) -> None:
    doubtful = repeated(villages("2020-01-01"), "R44", date="2020-02-05", side="south", confidence=grade)
    place = doubtful.geometry.iloc[44]
    assert holder(control_zones(doubtful, DAY, AREA), place) == "north"
    sure = repeated(villages("2020-01-01"), "R44", date="2020-02-05", side="south", confidence="high")
    assert holder(control_zones(sure, DAY, AREA), place) == "south"


def test_a_doubtful_capture_is_overruled_by_a_later_report_that_the_place_was_taken_from_the_other_side() -> None:
    claimed = repeated(villages("2020-01-01"), "R44", date="2020-02-01", side="south", confidence="low")
    place = claimed.geometry.iloc[44]
    fallen = repeated(claimed, "R44b", date="2020-03-01", side="south", from_side="north", confidence="high")
    assert holder(control_zones(fallen, "2020-02-15", AREA), place) == "north"
    assert holder(control_zones(fallen, "2020-03-01", AREA), place) == "south"


def test_a_later_report_without_a_former_holder_changes_nothing() -> None:
    reports = villages("2020-02-05")
    later = table(
        *(("2020-02-07", "south", WEST), ("2020-03-01", "east", Point(36.05, 35.05)), ("2021-01-01", "south", EAST)),
        from_side=[None, "unknown", ""],
    )
    both = gpd.GeoDataFrame(pd.concat([later, reports], ignore_index=True), geometry="geometry", crs=4326)
    assert_geodataframe_equal(control_zones(both, DAY, AREA), control_zones(reports, DAY, AREA))


def test_a_place_amid_another_sides_keeps_ground_of_its_own() -> None:
    reports = villages("2020-02-05")
    reports.loc[22, ["date", "side", "confidence"]] = ["2010-01-01", "south", "medium"]
    zones = control_zones(reports, DAY, AREA)
    own = zones[zones["side"] == "south"].to_crs(32637).area.min()
    # some 9 km from its neighbours, a third of which it keeps at least
    assert holder(zones, reports.geometry.iloc[22]) == "south"
    assert own > 1e6 * np.pi * 2.5**2
    assert holder(zones, reports.geometry.iloc[23]) == "north"


def test_friends_hold_ground_together_and_each_colours_its_own() -> None:
    reports = villages("2020-02-05")
    ally = [row for row in range(100) if reports["side"].iloc[row] == "north" and row % 2]
    reports.loc[ally, "side"] = "ally"
    apart = control_zones(reports, DAY, AREA).to_crs(32637)
    together = control_zones(reports, DAY, AREA, blocs=[{"north", "ally"}])
    united = control_zones(reports.replace({"side": {"ally": "north"}}), DAY, AREA)
    assert apart.area[apart["side"] == "contested"].sum() > 1e9
    bloc, north = (
        shapely.union_all(zones.geometry[zones["side"].isin(["north", "ally"])]) for zones in (together, united)
    )
    assert bloc.symmetric_difference(north).area < 1e-4 * north.area
    for row in (0, 1, 22, 23):
        assert holder(together, reports.geometry.iloc[row]) == reports["side"].iloc[row]


def test_a_coarser_step_moves_borders_within_a_step_only() -> None:
    fine, coarse = (
        control_zones(villages("2020-02-05"), DAY, AREA, step_km=step_km).to_crs(32637) for step_km in (1.0, 3.0)
    )
    north, other = (shapely.union_all(zones.geometry[zones["side"] == "north"]) for zones in (fine, coarse))
    assert north.symmetric_difference(other).area > 0
    assert north.symmetric_difference(other).difference(shapely.boundary(north).buffer(3000)).is_empty


def test_ground_out_of_reach_of_all_reports_is_unknown() -> None:
    # 9 km from the last village, and 140 km
    zones = control_zones(villages("2020-02-05"), on=DAY, area=box(36, 35, 39, 36))
    assert holder(zones, Point(37.05, 35.5)) == "south"
    assert holder(zones, Point(38.5, 35.5)) == "unknown"


def test_confidence_falls_with_the_distance_to_the_places() -> None:
    # strips across the end of the front, 5 km and 25 km beyond the northernmost villages
    near, far = (control_zones(villages("2020-02-05"), DAY, box(36.2, lat, 36.8, lat + 0.05)) for lat in (36, 36.2))
    assert average(near) > average(far) + 0.05


def test_news_far_away_changes_nothing_here() -> None:
    reports = villages("2018-01-01")
    late = repeated(reports, "R90", date="2020-02-05")
    here = box(36.4, 35, 36.6, 35.3)
    before, after = (control_zones(rows, DAY, AREA).clip(here) for rows in (reports, late))
    assert_geodataframe_equal(before.drop(columns="evidence"), after.drop(columns="evidence"))


def test_captures_nearby_cast_doubt_unless_a_later_report_confirms() -> None:
    def steepness_of(rows: gpd.GeoDataFrame) -> dict[str, float]:
        places = ReportedPlaces(reports_by_place(rows))
        states = places.states_on(date(2020, 3, 1))
        model = ControlModel(rows, AREA)
        steep = steepness(model.places_m[states.places], states)
        return {places.reports[place][0].id: value for place, value in zip(states.places, steep.tolist(), strict=True)}

    reports = villages("2019-01-01")
    news = reports.copy()
    news.loc[55, "date"] = "2020-02-01"
    one = repeated(reports, "R44", date="2020-02-01", side="south")
    two = repeated(one, "R24", date="2020-02-01", side="south")
    three = repeated(two, "R54", date="2020-02-01", side="south")
    confirmed = repeated(three, "R34", date="2020-06-01", side="south", from_side="north")
    quiet, again, lost, doubted, sure = map(steepness_of, (reports, news, one, three, confirmed))
    # a report that repeats who holds a place is no news, and one lost village casts no doubt on the next
    assert again == quiet
    assert lost["R34"] == quiet["R34"]
    assert doubted["R34"] < 0.6 * quiet["R34"]
    assert doubted["R14"] > doubted["R34"]
    assert doubted["R56"] == quiet["R56"]
    assert sure["R34"] >= quiet["R34"]


def test_nothing_changes_without_reports() -> None:
    reports = villages("2019-01-01")
    assert_geodataframe_equal(*(control_zones(reports, on, AREA) for on in ("2019-01-01", "2020-06-01")))


def test_a_later_report_changes_no_day_before_it_but_through_its_former_holder() -> None:
    reports = villages("2020-01-01")
    later = repeated(reports, "R44", date="2020-02-05", side="south", from_side=None)
    far = table(("2020-02-05", "south", Point(36.97, 35.97)), report_id=["X1"], from_side=[None], confidence=["high"])
    later = gpd.GeoDataFrame(pd.concat([later, far], ignore_index=True), geometry="geometry", crs=4326)
    model, other = ControlModel(reports, AREA), ControlModel(later, AREA)
    assert_geodataframe_equal(model.zones(date(2020, 2, 4)), other.zones(date(2020, 2, 4)))
    assert not model.zones(DAY).equals(other.zones(DAY))


def test_the_names_of_sides_decide_nothing() -> None:
    reports, area = random_scene(3, 36, 35)
    reports = reports[reports["side"] != "c"].reset_index(drop=True)
    swapped = reports.replace({"side": {"a": "b", "b": "a"}})
    zones, mirrored = (control_zones(rows, on="2020-01-05", area=area) for rows in (reports, swapped))
    columns = ["side", "confidence", "geometry"]
    back = mirrored.replace({"side": {"a": "b", "b": "a"}})[columns]
    key = lambda table: table.assign(wkb=table.geometry.to_wkb()).sort_values(["side", "wkb"], ignore_index=True)  # noqa: E731
    assert_geodataframe_equal(key(zones[columns]), key(back))


def test_no_ground_has_more_confidence_than_a_single_report() -> None:
    grades = {"high": 0.9, "medium": 0.75, "low": 0.55, 0.6: 0.6}
    for grade, sure in grades.items():
        zones = control_zones(table(("2020-02-05", "north", WEST), confidence=[grade]), DAY, AREA)
        (confidence,) = zones["confidence"]
        assert sure - 0.03 < confidence <= sure + 0.01


def claimed_km2(grades: list[str], sources: list[str]) -> float:
    """Measure the ground that the south gets by reports on a village amid the north's."""
    reports = villages("2020-02-01").assign(source="A")
    for grade, source, day in zip(grades, sources, ("2020-02-03", "2020-02-04"), strict=False):
        reports = repeated(reports, "R42", date=day, side="south", confidence=grade, source=source)
    zones = control_zones(reports, DAY, AREA).to_crs(32637)
    return float(
        zones.area[(zones["side"] == "south") & zones.to_crs(4326).intersects(reports.geometry[42])].sum() / 1e6
    )


def test_a_doubtful_claim_holds_less_ground_than_a_sure_one_and_repeats_confirm_it() -> None:
    low, medium = (claimed_km2([grade], ["B"]) for grade in ("low", "medium"))
    twice = claimed_km2(["medium", "medium"], ["B", "C"])
    assert low == 0
    assert 10 < medium < twice - 10


def test_a_source_that_repeats_itself_confirms_nothing() -> None:
    once = claimed_km2(["medium"], ["B"])
    assert claimed_km2(["medium", "medium"], ["B; C", "B"]) == pytest.approx(once, rel=0.02)


def test_explain_names_the_nearest_deciding_report_with_its_distance_and_age() -> None:
    reports = villages("2020-02-01")
    weights = ControlModel(reports, AREA).explain(Point(36.26, 35.55), DAY)
    assert list(weights.columns) == ["report_id", "side", "weight", "distance_km", "age_days", "basis"]
    first = weights.iloc[0]
    # the village at 36.25, 35.55 is 0.01 degrees of longitude away, 905 m at this latitude
    assert (first["report_id"], first["side"], first["age_days"]) == ("R52", "north", 5)
    assert first["distance_km"] == pytest.approx(0.905, abs=0.006)
    assert weights["weight"].is_monotonic_decreasing
    assert weights["weight"].iloc[0] > weights["weight"].iloc[1]
    assert weights["weight"].sum() <= 1


def test_a_doubtful_report_weighs_less_than_a_sure_one_as_near() -> None:
    reports = villages("2020-02-01")
    reports.loc[54, "confidence"] = "low"
    # halfway between R53 and R54
    weights = ControlModel(reports, AREA).explain(Point(36.4, 35.55), DAY).set_index("report_id")["weight"]
    assert weights.idxmax() == "R53"
    assert weights.get("R54", 0) < weights["R53"] / 2


def test_at_a_reported_place_its_own_report_explains_first_however_doubtful() -> None:
    reports = villages("2020-02-01")
    reports.loc[54, "confidence"] = "low"
    assert ControlModel(reports, AREA).explain(reports.geometry[54], DAY)["report_id"].iloc[0] == "R54"


def test_nothing_explains_ground_without_reports() -> None:
    assert ControlModel(table(), AREA).explain(WEST, DAY).empty


def test_a_report_left_out_leaves_a_place_with_who_held_it_before() -> None:
    reports = table(
        *(("2020-02-01", "north", WEST), ("2020-02-05", "south", WEST), ("2020-02-01", "south", EAST)),
        report_id=["R1", "R2", "R3"],
        from_side=[None, "north", "north"],
    )
    model = ControlModel(reports, AREA)
    assert [holder(model.zones(DAY), place) for place in (WEST, EAST)] == ["south", "south"]
    mesh, share = model.passable({"north"}, DAY, without={"R2", "R3"})
    nodes = mesh.tree.query(model.on_plane(shapely.get_coordinates([WEST, EAST])))[1]
    assert (share[nodes] >= 0.75).all()


def test_ground_of_all_friendly_sides_is_passable_and_a_territory_is_its_sides() -> None:
    reports = villages("2020-02-01")
    reports.loc[reports.geometry.x > 36.7, "side"] = "third"
    territory = gpd.GeoDataFrame({"side": ["land"]}, geometry=[box(36, 35, 36.1, 36)], crs=4326)
    model = ControlModel(reports, AREA, territory)
    mesh, share = model.passable({"north", "third"}, DAY)
    anchors = model.nodes_in(np.array([box(36.9, 35, 37, 36)]), DAY)
    nodes = mesh.tree.query(model.on_plane(shapely.get_coordinates(reports.geometry)))[1]
    friendly = reports["side"].isin(["north", "third"]) & (reports.geometry.x > 36.1)
    assert ((share[nodes] > 0.6) == friendly).all()
    assert (model.on_plane(np.array([[36.9, 35.5]]))[0, 0] < mesh.nodes_m[anchors, 0]).all()


def test_an_anchor_that_is_a_strip_along_a_border_is_reached_all_along() -> None:
    model = ControlModel(villages("2020-02-05"), AREA)
    nodes = model.nodes_in(np.array([box(36, 35, 37, 35.001)]), DAY)
    east_km = np.sort(model.mesh_on(DAY).nodes_m[nodes][:, 0]) / 1000
    assert np.diff(east_km).max() < 2 * model.step_m / 1000
    assert np.ptp(east_km) > 88  # of 91 km


def test_zones_may_change_on_days_with_reports_only() -> None:
    reports = table(("2020-02-05", "north", WEST), ("2020-02-01", "south", EAST), ("2020-02-05", "south", EAST))
    assert ControlModel(reports, AREA).changes(date(2020, 1, 20), date(2020, 3, 2)) == [
        *(date(2020, 1, 20), date(2020, 2, 1), date(2020, 2, 5))
    ]


def test_zones_of_a_day_are_the_same_whichever_days_were_asked_for_before() -> None:
    reports, area = random_scene(7, 36, 35)
    model, other = (ControlModel(reports, area, step_km=COARSE_KM) for _ in range(2))
    days = model.changes(date(2019, 1, 1), date(2020, 3, 1))
    forth = [model.zones(day) for day in days]
    back = [other.zones(day) for day in reversed(days)]
    for one, same in zip(forth, reversed(back), strict=True):
        assert one.drop(columns="geometry").equals(same.drop(columns="geometry"))
        assert (one.geometry.to_wkb() == same.geometry.to_wkb()).all()


def test_the_error_is_the_share_of_places_and_days_that_the_other_places_misjudge() -> None:
    # a place that is north's throughout, and beside it one that changes hands halfway
    reports = table(("2020-02-01", "north", WEST), ("2020-02-06", "south", EAST), from_side=[None, "north"])
    error = left_out_error(ControlModel(reports, AREA), date(2020, 2, 1), date(2020, 2, 11))
    assert (error["leave_one_place_out"], error["places"]) == (0.5, 2)
    assert error["brier"] is not None
    assert 0.25 < error["brier"] <= 0.5


def test_of_many_days_some_at_equal_distances_are_judged() -> None:
    # 300 days of change, in whose middle third a place is another side's than the one beside it
    changes = [("2020-02-01", "north", WEST)]
    for n in range(300):
        day, side = date(2020, 2, 1) + timedelta(n), "south" if 100 <= n < 200 else "north"
        changes.append((day.isoformat(), side, EAST))
    model = ControlModel(table(*changes), AREA)
    with mock.patch.object(model.fields, "on", wraps=model.fields.on) as fields:
        error = left_out_error(model, date(2020, 2, 1), date(2020, 2, 1) + timedelta(300))
    assert error["leave_one_place_out"] == pytest.approx(1 / 3, abs=0.02)
    assert fields.call_count < 130


def test_without_two_places_there_is_no_leave_one_out_error() -> None:
    error = left_out_error(ControlModel(table(("2020-02-01", "north", WEST)), AREA), DAY, DAY + timedelta(9))
    assert {name for name, value in error.items() if value is not None} == {"places"}
    assert error["places"] == 1


def test_blocks_left_out_are_judged_by_other_blocks_and_the_map_of_a_month_before_is_the_baseline() -> None:
    # ten pairs of neighbours, 200 m apart: each place alone is told by its neighbour, no pair by the pairs around it
    places = [Point(36.1 + 0.08 * pair + 0.002 * one, 35.5) for pair in range(10) for one in range(2)]
    sides = ["north" if pair % 2 else "south" for pair in range(10) for _ in range(2)]
    rows = [("2020-02-01", side, place) for side, place in zip(sides, places, strict=True)]
    changed = [("2020-03-20", "south", places[2]), ("2020-03-20", "south", places[3])]
    error = left_out_error(ControlModel(table(*rows, *changed), AREA), date(2020, 2, 1), date(2020, 4, 10))
    assert error["leave_one_place_out"] is not None
    assert error["leave_one_place_out"] < 0.05
    assert error["leave_blocks_out"] is not None
    assert error["leave_blocks_out"] > 0.5
    # both pairs beside one, 7.2 km away, are the other side's: the line is halfway to the next but one
    assert error["off_line_places"] == 20
    assert error["off_line_km"] == pytest.approx(1.5 * 7.24, rel=0.2)
    # from 2 March on a map of 30 days before is known; two of 20 places differ from it on 21 of 39 days
    assert error["persistence"] == pytest.approx(2 / 20 * 21 / 39, abs=1e-3)


def test_many_places_are_as_well_known_as_few() -> None:
    # of 1200 places only those near the border and a few others are used
    x, y = np.meshgrid(np.linspace(36.01, 36.99, 40), np.linspace(35.01, 35.99, 30))
    sides = np.where(x.ravel() < 36.5, "north", "south")
    rows = zip(["2020-02-05"] * x.size, sides, shapely.points(x.ravel(), y.ravel()), strict=True)
    model = ControlModel(table(*rows), AREA)
    zones = model.zones(DAY)
    assert set(zones["side"]) <= {"north", "south", "contested"}
    assert zones.to_crs(32637).area[zones["side"] == "contested"].sum() < 0.02 * zones.to_crs(32637).area.sum()
    assert holder(zones, Point(36.1, 35.5)) == "north"
    assert confidence(zones, Point(36.1, 35.5)) > 0.97
    error = left_out_error(model, DAY, DAY + timedelta(1))
    assert error["places"] == 1200
    assert error["leave_one_place_out"] == 0


def random_scene(seed: int, lon: float, lat: float) -> tuple[gpd.GeoDataFrame, MultiPolygon]:
    """Report 40 places and 10 hamlets close to some of them at random, over a square and an island and beyond."""
    rng = np.random.default_rng(seed)
    area = MultiPolygon([box(lon, lat, lon + 1, lat + 1), box(lon + 1.2, lat, lon + 1.4, lat + 0.9)])
    xy = rng.uniform((lon - 0.3, lat - 0.3), (lon + 1.6, lat + 1.3), (40, 2))
    xy = np.vstack([xy, xy[:10] + rng.uniform(-0.003, 0.003, (10, 2))])
    places = shapely.points((xy[:, 0] + 180) % 360 - 180, xy[:, 1])
    days = [str(date(2020, 1, 1) + timedelta(int(day))) for day in rng.integers(0, 5, 50)]
    grades = rng.choice(["high", "medium", "low"], 50)
    return table(*zip(days, rng.choice(["a", "b", "c"], 50), places, strict=True), confidence=list(grades)), area


@pytest.mark.parametrize("lon", [36.0, 179.6, -180.2, -70.0])
@pytest.mark.parametrize("lat", [35.0, -34.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_zones_tile_the_area_with_its_territories_on_every_day(lon: float, lat: float, seed: int) -> None:
    reports, area = random_scene(seed, lon, lat)
    territory = shapely.affinity.rotate(box(lon + 0.6, lat - 1, lon + 2, lat + 0.5), 17)
    model = ControlModel(
        reports, area, gpd.GeoDataFrame({"side": ["t"]}, geometry=[territory], crs=4326), step_km=COARSE_KM
    )
    for day in model.changes(date(2019, 1, 1), date(2020, 3, 1)):
        zones = model.zones(day).geometry.to_numpy()
        assert shapely.coverage_is_valid(zones)
        assert shapely.union_all(zones).symmetric_difference(area).area < 1e-12
        assert shapely.area(zones).sum() == pytest.approx(area.area, abs=1e-12)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_no_zone_covers_a_place_that_is_reported_to_be_another_sides(seed: int) -> None:
    reports, area = random_scene(seed, 36, 35)
    zones = control_zones(reports, on="2020-01-05", area=area, step_km=COARSE_KM)
    for place, side, grade in zip(reports.geometry, reports["side"], reports["confidence"], strict=True):
        if grade != "low" and area.contains(place):
            assert holder(zones, place) in {side, "contested"}


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_zones_without_a_place_are_no_slivers(seed: int) -> None:
    reports, area = random_scene(seed, 36, 35)
    model = ControlModel(reports, area, step_km=COARSE_KM)
    zones = model.zones(date(2020, 1, 5))
    bare = shapely.STRtree(reports.geometry).query(zones.geometry, "intersects")[0]
    sizes_m2 = zones.to_crs(32637).area.drop(zones.index[np.unique(bare)])
    # as large as a quarter of the square between nodes of the mesh
    assert (sizes_m2 > 0.24 * model.step_m**2).all()


def test_an_area_cut_at_the_antimeridian_hangs_together() -> None:
    fiji = MultiPolygon([box(179, -18, 180, -17), box(-180, -18, -179, -17)])
    reports = table(("2020-02-05", "north", Point(179.5, -17.5)), ("2020-02-05", "south", Point(-179.3, -17.5)))
    zones = control_zones(reports, on="2020-02-05", area=fiji, decided=0.5)
    assert shapely.union_all(zones.geometry).symmetric_difference(box(179, -18, 181, -17)).area < 1e-12
    # halfway between the places is 180.1
    assert holder(zones, Point(180.03, -17.5)) == "north"
    assert holder(zones, Point(180.17, -17.5)) == "south"


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


def test_a_bloc_that_has_lost_all_its_places_holds_no_ground() -> None:
    states = ReportedPlaces(reports_by_place(villages("2020-02-05"))).states_on(DAY)
    alone = replace(states, bloc=np.zeros_like(states.bloc), side=np.zeros_like(states.side))
    nodes_m = np.random.default_rng(1).uniform(0, 50_000, (len(alone.places), 2))
    mesh = Mesh(nodes_m, np.zeros((0, 3), dtype=np.int64), 1000.0)
    # the fields of many places know of a bloc as long as it is remembered
    shares = np.tile([0.9, 0.5], (len(nodes_m), 1))
    chart = Chart(mesh, shares, np.ones(len(nodes_m), dtype=bool), np.zeros(len(nodes_m)))
    assert chart.by_side(alone, 2).max(axis=0).tolist() == [0.9, 0.0]
