"""Verdicts of small dossiers: anchors with dates and means, ways along roads, remarks, and reasons in two languages."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_dossier
from shapely import Point, from_wkt
from tiny_dossier import TINY

from layers import Dossier, DossierError, Layers, build
from layers.assessment.snapshots import control_model
from layers.formats.geojson import ids

ANCHOR = 'side = "blue"\nname = "Border"\nwhere = "35.5,36.02"\n'
TOML = """title = "Small"
language = "en"
area = [36.0, 35.2, 37.0, 35.8]
start = 2020-01-01
end = 2020-03-01
[[sides]]
id = "blue"
name = "Blue army"
name_ar = "الجيش الأزرق"
colour = "#0057B7"
[[sides]]
id = "red"
name = "Red army"
name_ar = "الجيش الأحمر"
colour = "#D55E00"
"""
POST = "P1,Hill,,blue,,35.5,36.85,0.3,2020-01-01,2020-02-20,surrendered,s"
# five columns of seven villages; the fourth column falls to red on 1 February
COLUMNS, ROWS = (36.1, 36.3, 36.5, 36.7, 36.9), (35.21, 35.3, 35.4, 35.5, 35.6, 35.7, 35.79)
LOST = "2020-02-01"


def write(
    folder: Path, *, anchors: Sequence[str] = (ANCHOR,), posts: Sequence[str] = (POST,), events: Sequence[str] = ()
) -> Path:
    """Write a dossier of blue ground from the anchor in the west to a post in the east, cut in two on 1 February."""
    folder.mkdir()
    (folder / "dossier.toml").write_text(TOML + "".join(f"[[anchors]]\n{anchor}" for anchor in anchors))
    names = {(lon, lat): f"V{number}" for number, (lon, lat) in enumerate((x, y) for x in COLUMNS for y in ROWS)}
    places = [f"{name},Village {name[1:]},قرية {name[1:]},{lat},{lon}" for (lon, lat), name in names.items()]
    (folder / "places.csv").write_text("\n".join(["id,name_en,name_ar,lat,lon", *places]) + "\n")
    held = [f"B{name},2020-01-01,{name},blue,,high,s" for name in names.values()]
    lost = [f"L{name},{LOST},{name},red,blue,high,s" for (lon, _), name in names.items() if lon == COLUMNS[3]]
    control = ["id,date,place,side,from_side,confidence,sources", *held, *lost]
    (folder / "control.csv").write_text("\n".join(control) + "\n")
    heading = "id,name,name_ar,side,place,lat,lon,uncertainty_km,start_date,end_date,ended,sources"
    (folder / "posts.csv").write_text("\n".join([heading, *posts]) + "\n")
    heading = "id,start_date,end_date,place,event_type,actor1,summary,sources"
    (folder / "events.csv").write_text("\n".join([heading, *events]) + "\n")
    (folder / "sources.csv").write_text("key,url,publisher\ns,https://example.org/s,Sitrep\n")
    road = {"type": "LineString", "coordinates": [[36.02, 35.5], [36.98, 35.5]]}
    feature = {"type": "Feature", "properties": {"name": "N1", "kind": "road"}, "geometry": road}
    (folder / "roads.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return folder


def built(folder: Path) -> Layers:
    return build(Dossier.open(folder), as_of="2021-01-01")


def on(layers: Layers, day: str) -> dict[str, Any]:
    (row,) = layers.at(day)["verdicts"].to_dict("records")
    return row


@pytest.fixture(scope="module")
def layers(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    return built(write(tmp_path_factory.mktemp("verdicts") / "small"))


def test_a_road_is_cut_where_its_weakest_ground_is_and_never_better_than_all_ground(layers: Layers) -> None:
    before, after = on(layers, "2020-01-20"), on(layers, "2020-02-10")
    assert (before["state"], before["roads_open"], before["roads_cut"]) == ("open", "N1", None)
    assert (after["state"], after["roads_open"], after["roads_cut"]) == ("encircled", None, "N1")
    assert (layers.daily["road_way"] <= layers.daily["way"] + 1e-9).all()


def test_reasons_name_where_the_way_is_weakest_and_the_report_nearest_to_it_in_both_languages(layers: Layers) -> None:
    row = on(layers, "2020-02-10")
    assert "The best way is weakest at " in row["reasons"]
    assert "Cut: N1, at 35.50 N 36." in row["reasons"]
    # the village on the road that fell
    assert "from Village 24, reported held by Red army on 1 February 2020 [LV24]" in row["reasons"]
    assert "مقطوعة: N1" in row["reasons_ar"]
    assert "من قرية 24، وقد أفاد تقرير عن 1 فبراير 2020 بسيطرة الجيش الأحمر عليها [LV24]" in row["reasons_ar"]


def test_what_was_known_only_later_stands_in_the_row_of_the_whole_interval_alone(layers: Layers) -> None:
    whole = layers["verdicts"]
    encircled = whole[whole["state"] == "encircled"].iloc[0]
    assert encircled["start_date"] == date(2020, 2, 1)
    assert encircled["since_earliest"] <= encircled["start_date"] <= encircled["since_latest"]


def test_remarks_tell_pocket_and_end(layers: Layers) -> None:
    rows = layers["verdicts"]
    assert rows["remarks"].tolist() == [None, "pocket; surrendered"]
    daily = layers.daily.set_index("date")["remarks"]
    assert (daily[date(2020, 2, 1)], daily[date(2020, 2, 19)]) == ("pocket", "pocket; surrendered")
    assert layers.daily.groupby("state")["since"].unique().map(list).to_dict() == {
        "open": [date(2020, 1, 1)],
        "encircled": [date(2020, 2, 1)],
    }


def test_a_post_whose_place_an_enemy_is_reported_to_hold_is_overrun(tmp_path: Path) -> None:
    post = "P1,Hill,,blue,V24,,,,2020-01-01,,,s"
    rows = built(write(tmp_path / "d", posts=[post]))["verdicts"]
    assert rows["remarks"].tolist() == [None, "isolated; overrun"]


def held_by_blue(folder: Path, day: date, *, north_km: float = 0.0) -> float:
    """Probability that blue holds the ground north of a village that fell on 1 February."""
    model = control_model(Dossier.open(folder))
    return float(model.passable_at(np.array([[36.7, 35.5 + north_km / 111.2]]), {"blue"}, day)[0])


def test_what_a_post_holds_is_its_sides_while_it_stands_whatever_is_reported_there(tmp_path: Path) -> None:
    without = write(tmp_path / "without", posts=["P9,Far,,blue,V3,,,,,,,s"])
    held = write(tmp_path / "held", posts=["P1,Hill,,blue,V24,,,0.5,2020-01-01,2020-02-20,,s"])
    unsure = write(tmp_path / "unsure", posts=["P1,Hill,,blue,V24,,,2,2020-01-01,2020-02-20,,s"])
    stands, ended = date(2020, 2, 10), date(2020, 2, 25)
    assert held_by_blue(without, stands) < 0.2
    assert held_by_blue(held, stands) == held_by_blue(held, stands, north_km=0.4) == 1.0
    # beyond what it holds, only the ground that villages claim for themselves is less surely red's
    assert held_by_blue(held, stands, north_km=11) == held_by_blue(without, stands, north_km=11)
    assert held_by_blue(held, stands, north_km=1) < 0.6
    # nor does it hold anything afterwards, or where it may stand elsewhere
    assert held_by_blue(held, ended) == held_by_blue(without, ended)
    assert held_by_blue(unsure, stands) == held_by_blue(without, stands)


def test_an_anchor_by_sea_or_air_makes_no_way_by_land_and_is_named(tmp_path: Path) -> None:
    port = 'side = "blue"\nname = "Port"\nwhere = "35.5,36.95"\nmeans = "sea"\n'
    drop = "E1,2020-02-05,,V31,airdrop,Blue army,Food is dropped over the village.,s"
    post = "P1,Hill,,blue,V31,,,,2020-01-01,,,s"
    layers = built(write(tmp_path / "d", anchors=[ANCHOR, port], posts=[post], events=[drop]))
    row = on(layers, "2020-02-05")
    assert row["state"] == "encircled"
    assert row["supplied_by"] == "Port (sea); E1 (airdrop)"
    assert on(layers, "2020-02-07")["supplied_by"] == "Port (sea)"
    assert "Supplied all the same: Port (sea)." in row["reasons"]
    assert row["last_reported"] == date(2020, 2, 5)


def test_an_anchor_holds_from_its_first_day_to_its_last(tmp_path: Path) -> None:
    later = ANCHOR + "start = 2020-01-11\nend = 2020-01-21\n"
    daily = built(write(tmp_path / "d", anchors=[later])).daily.set_index("date")["state"]
    assert daily[date(2020, 1, 10) : date(2020, 1, 22)].tolist() == ["encircled"] + ["open"] * 10 + ["encircled"] * 2


RIVER = {"type": "LineString", "coordinates": [[36.4, 35.1], [36.4, 35.9]]}
BRIDGE = {"type": "Point", "coordinates": [36.4, 35.5]}


@pytest.mark.parametrize(("bridged", "state"), [(False, "encircled"), (True, "open")])
def test_no_way_leads_across_a_barrier_but_at_a_crossing(tmp_path: Path, state: str, *, bridged: bool) -> None:
    folder = write(tmp_path / "d")
    kinds = [("river", RIVER), *([("crossing", BRIDGE)] if bridged else [])]
    features = [{"type": "Feature", "properties": {"kind": kind}, "geometry": shape} for kind, shape in kinds]
    (folder / "barriers.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    assert on(built(folder), "2020-01-20")["state"] == state


def test_water_within_the_area_is_no_ground(tmp_path: Path) -> None:
    # a strait of 3 km between the anchor and the post
    west, east = [[36.0, 36.4], [36.43, 37.0]]
    rings = [[[x, y] for x, y in ((a, 35.2), (b, 35.2), (b, 35.8), (a, 35.8), (a, 35.2))] for a, b in (west, east)]
    folder = write(tmp_path / "d")
    shape = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    (folder / "area.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    text = (folder / "dossier.toml").read_text().replace("[36.0, 35.2, 37.0, 35.8]", '"area.geojson"')
    (folder / "dossier.toml").write_text(text)
    assert on(built(folder), "2020-01-20")["state"] == "encircled"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('means = "rail"', "means: 'rail'; expected one of road, sea, air"),
        ('start = "soon"', "start: 'soon'; expected "),
        ("start = 2020-02-01\nend = 2020-01-01", "end: '2020-01-01'; expected a day after the first, 2020-02-01"),
    ],
)
def test_an_anchor_that_cannot_be_read_is_an_error(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(DossierError, match=message):
        Dossier.open(write(tmp_path / "d", anchors=[f"{ANCHOR}{line}\n"]))


def test_an_anchor_on_ground_that_its_side_does_not_hold_is_told(tmp_path: Path) -> None:
    lost = 'side = "blue"\nname = "Lost"\nwhere = "35.5,36.7"\n'
    layers = built(write(tmp_path / "d", anchors=[lost]))
    (told,) = (warning for warning in layers.warnings if "dossier.toml" in warning)
    assert "'Lost'; from 2020-02-01 on, no ground of blue or its friends surely reaches" in told
    assert (
        "The supply anchor itself lies on ground that its side does not surely hold"
        in on(layers, "2020-02-10")["reasons"]
    )


def test_ground_adds_up_to_the_area_and_moves_with_a_capture(layers: Layers) -> None:
    ground = layers.ground.pivot_table(index="date", columns="side", values=["area_km2", "low_km2", "high_km2"])
    total = layers["zones"].to_crs(32637).area[layers["zones"]["start_date"] == date(2020, 1, 1)].sum() / 1e6
    assert ground["area_km2"].sum(axis=1).to_numpy() == pytest.approx(total, rel=0.02)
    assert (ground["low_km2"] <= ground["high_km2"]).all().all()
    red = ground["area_km2"]["red"]
    assert (red[date(2020, 1, 31)], red[date(2020, 2, 1)] > 500) == (0, True)
    assert layers.at("2020-02-10").ground["side"].tolist() == ["blue", "red"]


def control_area(folder: Path, *rows: tuple[str, float, float, str | None, str | None, str]) -> Path:
    """Write control areas, each from a meridian to another over all of the area."""
    features = []
    for side, west, east, start, end, mode in rows:
        ring = [[x, y] for x, y in ((west, 35.2), (east, 35.2), (east, 35.8), (west, 35.8), (west, 35.2))]
        properties = {
            "side": side,
            "start_date": start,
            "end_date": end,
            "mode": mode,
            "source": "s",
            "confidence": "high",
        }
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "control_areas.geojson").write_text(json.dumps(collection))
    return folder


def holders(layers: Layers, day: str, lon: float) -> list[str]:
    zones = layers.at(day)["zones"]
    return list(zones["side"][zones.intersects(Point(lon, 35.5))])


def test_a_dossier_of_control_areas_alone_builds_and_fixed_ones_are_drawn_as_drawn(tmp_path: Path) -> None:
    folder = write(tmp_path / "d")
    (folder / "control.csv").write_text("id,date,place,side,sources\n")
    control_area(
        folder,
        ("blue", 36.0, 36.6, None, None, "fixed"),
        ("red", 36.6, 37.0, None, "2020-02-01", "fixed"),
        ("blue", 36.6, 37.0, "2020-02-01", None, "fixed"),
    )
    layers = built(folder)
    assert (holders(layers, "2020-01-20", 36.61), holders(layers, "2020-01-20", 36.59)) == (["red"], ["blue"])
    assert [on(layers, day)["state"] for day in ("2020-01-31", "2020-02-01")] == ["encircled", "open"]


def test_control_areas_are_evidence_as_reports_are(tmp_path: Path) -> None:
    folder = write(tmp_path / "d")
    (folder / "control.csv").write_text("id,date,place,side,sources\n")
    control_area(
        folder, ("blue", 36.0, 36.5, None, None, "evidence"), ("red", 36.5, 37.0, "2020-01-15", None, "evidence")
    )
    layers = built(folder)
    assert (holders(layers, "2020-01-20", 36.2), holders(layers, "2020-01-20", 36.8)) == (["blue"], ["red"])
    zones = layers.at("2020-01-20")["zones"]
    assert {"A001", "A002"} <= {report for evidence in zones["evidence"].dropna() for report in evidence.split("; ")}


def test_points_that_stand_for_control_areas_are_no_places_in_the_errors(tmp_path: Path) -> None:
    folder = control_area(write(tmp_path / "d"), ("blue", 36.0, 36.5, None, None, "evidence"))
    assert built(folder).errors["places"] == len(COLUMNS) * len(ROWS)


def test_a_post_that_moves_has_verdicts_at_each_of_its_positions_and_none_between(tmp_path: Path) -> None:
    moves = "A1,Post One,,north,,36.2,36.9,0.5,2020-01-10,,S1\nA1,Post One,,north,,36.1,36.5,1,2020-01-05,2020-01-08,S1"
    posts = TINY["posts.csv"].replace(
        "A1,Post One,,north,,35.5,36.5,2,,,S1", f"{moves}\nA1,Post One,,north,,35.5,36.5,2,,,S1"
    )
    tiny = tiny_dossier.write(tmp_path / "tiny", TINY | {"posts.csv": posts})
    layers = build(Dossier.open(tiny), as_of="2021-01-01")
    stood = layers["verdicts"].query("post_id == 'A1'")
    places = {"36.5 35.5": ("2020-01-01", "2020-01-05"), "36.5 36.1": ("2020-01-05", "2020-01-08")}
    places["36.9 36.2"] = ("2020-01-10", "None")
    for where, (start, end) in places.items():
        rows = stood[stood.geometry == from_wkt(f"POINT ({where})")]
        assert (str(rows["start_date"].iloc[0]), str(rows["end_date"].iloc[-1])) == (start, end)
    daily = layers.daily.query("post_id == 'A1'")
    assert daily["date"].is_unique
    assert not {date(2020, 1, 8), date(2020, 1, 9)} & set(daily["date"])
    assert [str(day) for day in layers["posts"]["moved_on"]] == ["None", "2020-01-05", "2020-01-10", "None"]
    assert ids(layers["posts"], "posts") == ["A1", "A1.2020-01-05", "A1.2020-01-10", "A3"]
    assert layers.at("2020-01-12")["posts"].geometry.iloc[0] == Point(36.9, 36.2)
    assert "A1" not in set(layers.at("2020-01-09")["verdicts"]["post_id"])
    # before the move is old enough to be told, the post stands where it stood
    told = build(Dossier.open(tiny), as_of="2020-01-16")
    assert [str(day) for day in told["posts"]["start_date"]][:2] == ["None", "2020-01-05"]
    assert told["posts"]["end_date"].iloc[1] == date(2020, 1, 8)


def test_positions_of_one_post_do_not_overlap_in_time(tmp_path: Path) -> None:
    posts = (
        TINY["posts.csv"]
        + "A4,Four,,north,,35.8,36.9,2,2020-01-02,2020-01-09,S1\nA4,Four,,north,,35.9,36.9,2,2020-01-08,,S1\n"
    )
    with pytest.raises(DossierError, match=r"posts.csv:5: start_date: '2020-01-08'; expected a day from 2020-01-09 on"):
        Dossier.open(tiny_dossier.write(tmp_path / "tiny", TINY | {"posts.csv": posts}))
