"""All layers: columns, intervals, the tiling of the area, and what `at` keeps."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.encirclement.chance import is_even
from geo.encirclement.sentences import sentences
from geo.errors import DayError, SitmapError
from layers import Dossier, Layers, build
from layers.schema.column import Type
from layers.schema.layer import LayerSchema, Validity
from layers.schema.layers import LAYERS, RELATIONS, TABLES

# the types of values that stand for a type of the schema in a layer; bool is an int, and is none here
# control_areas is there where a dossier has some
ALWAYS = [name for name in LAYERS if name != "control_areas"]
VALUES = {
    Type.TEXT: (str,),
    Type.DATE: (date,),
    Type.INTEGER: (int, np.integer),
    Type.NUMBER: (int, float, np.number),
    Type.BOOLEAN: (bool, np.bool_),
}
OF_THE_PERIOD = [name for name, layer in LAYERS.items() if name in ALWAYS and layer.validity is Validity.PERIOD]


def assert_holds_to(schema: LayerSchema, table: pd.DataFrame) -> None:
    """Check types, enumerations and keys; only a start and a basis may be missing of a key."""
    for column in schema.columns:
        values = [value for value in table[column.name] if not pd.isna(value)]
        wrong = [value for value in values if not isinstance(value, VALUES[column.type])]
        wrong += [value for value in values if isinstance(value, bool) and column.type is not Type.BOOLEAN]
        assert not wrong, column
        enumeration = set(column.values)
        assert not enumeration or set(values) <= enumeration, column
    key = table[list(schema.key)]
    assert not key.duplicated().any()
    assert (
        not table[[name for name in schema.key if name not in {"start_date", "moved_on", "basis"}]]
        .isna()
        .any(axis=None)
    )


@pytest.mark.parametrize("name", ALWAYS)
def test_a_layer_holds_to_its_schema(layers: Layers, name: str) -> None:
    table, schema = layers[name], LAYERS[name]
    assert list(table.columns) == [*schema.names, "geometry"]
    assert table.crs.to_epsg() == 4326
    assert len(table) > 0
    assert set(table.geom_type) <= {schema.geometry, schema.geometry.removeprefix("Multi")}
    assert_holds_to(schema, table)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_geometry_holds_to_its_schema(layers: Layers, name: str) -> None:
    assert tuple(layers.records[name].columns) == TABLES[name].names
    assert_holds_to(TABLES[name], layers.records[name])


def test_ids_are_the_keys_joined_and_are_one_for_each_row(layers: Layers) -> None:
    for name, table in {**layers, **layers.records}.items():
        assert table["id"].is_unique, name
        assert next(iter(table)) == "id"
    assert "OP08.2020-02-06" in set(layers["daily"]["id"])
    assert layers["zones"]["id"].str.fullmatch(r"[a-z]+\.\d{4}-\d\d-\d\d\.[0-9a-f]{8}").all()


def test_columns_that_name_rows_of_other_layers_name_rows_that_are_there(layers: Layers) -> None:
    tables = {**layers, **layers.records}
    for name, column, other, key in RELATIONS:
        if name in tables:
            assert set(tables[name][column].dropna()) <= set(tables[other][key]), (name, column)
    reports = set(layers["control"]["report_id"])
    cited = [layers["zones"]["evidence"], layers["changes"]["reports"], layers["verdicts"]["decisive"]]
    assert {one for column in cited for ids in column.dropna() for one in ids.split("; ")} <= reports
    sources = {key for keys in layers["control"]["sources"].dropna() for key in keys.split("; ")}
    assert sources <= set(layers.records["sources"]["key"])


def test_ground_that_changed_hands_is_what_one_side_lost_and_another_gained(layers: Layers) -> None:
    crs = layers.dossier.settings.crs
    for day, rows in list(layers["changes"].groupby("date"))[-6:]:
        before, after = (
            layers.at(one)["zones"].to_crs(crs).dissolve("side").area / 1e6 for one in (day - timedelta(1), day)
        )
        gained = (
            rows.groupby("to_side")["area_km2"].sum().sub(rows.groupby("from_side")["area_km2"].sum(), fill_value=0)
        )
        difference = after.sub(before, fill_value=0).sub(gained, fill_value=0)
        assert difference.abs().max() < 0.2, day


def test_ground_that_changed_hands_has_the_basis_of_what_was_gained(layers: Layers) -> None:
    crs, changes = layers.dossier.settings.crs, layers["changes"]
    assert set(changes["basis"].dropna()) == {"confirmed", "claimed", "record"}
    for change in changes.to_crs(crs).sample(24, random_state=1).itertuples():
        zones = layers.at(change.date)["zones"].to_crs(crs)
        gained = zones[(zones["side"] == change.to_side) & (zones["basis"].fillna("") == (change.basis or ""))]
        assert change.geometry.difference(gained.union_all().buffer(1)).area < 1, change.id


def test_all_of_a_zone_was_its_sides_since_the_day_that_it_says(layers: Layers) -> None:
    zones = layers["zones"]
    assert (zones["since"] <= zones["start_date"]).all()
    older = zones[zones["since"] < zones["start_date"]]
    assert len(older) > 100
    for zone in older.sample(12, random_state=1).itertuples():
        for day in (zone.since, zone.since + (zone.start_date - zone.since) // 2):
            ground = layers.at(day)["zones"].query("side == @zone.side").union_all()
            # borders are known to a step of the mesh only
            inside = zone.geometry.buffer(-1.1 * layers.control.step_m / 111_000)
            assert inside.difference(ground).area < 1e-6, (zone.id, day)


def test_the_daily_table_is_the_layer_without_its_reasons(layers: Layers) -> None:
    assert ["id", *layers.daily.columns, "reasons", "geometry"] == list(layers["daily"].columns)


@pytest.mark.parametrize("schema", [*LAYERS.values(), *TABLES.values()], ids=lambda schema: schema.name)
def test_a_schema_agrees_with_itself(schema: LayerSchema) -> None:
    assert len(set(schema.names)) == len(schema.names)
    assert {*schema.key, schema.label} <= set(schema.names)
    assert {name for name in schema.interval if name} <= set(schema.names)
    for column in schema.columns:
        assert column.description
        assert len(column.labels) in {0, len(column.values)}
        assert column.unit == unit(column.name), column


def unit(name: str) -> str:
    """The unit that a column's name states."""
    if name.startswith("fatalities"):
        return "person"
    endings = {"_km": "km", "_km2": "km2", "_deg": "degrees", "_lon": "degrees", "_lat": "degrees"}
    plain = name.removesuffix("_median").removesuffix("_max")
    return next((of for ending, of in endings.items() if plain.endswith(ending)), "")


def test_there_are_the_layers_of_the_schema_and_no_others(layers: Layers) -> None:
    assert list(layers) == ALWAYS
    assert list(layers.records) == list(TABLES)
    with pytest.raises(TypeError):
        layers["zones"] = layers["posts"]  # type: ignore[index]


def test_a_column_that_a_layer_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError, match="contact has no column 'side'; its columns are id, side_a, side_b"):
        LAYERS["contact"].column("side")


@pytest.mark.parametrize("name", OF_THE_PERIOD)
def test_intervals_lie_in_the_period_and_are_half_open(layers: Layers, name: str) -> None:
    table = layers[name]
    assert all(layers.dossier.start <= start < layers.dossier.end for start in table["start_date"])
    ends = [(start, end) for start, end in zip(table["start_date"], table["end_date"], strict=True) if end is not None]
    assert all(start < end < layers.dossier.end for start, end in ends)


def test_zones_tile_the_area_on_every_day(layers: Layers) -> None:
    zones, area = layers["zones"], layers.dossier.settings.area
    changes = sorted({*zones["start_date"]})
    assert len(changes) > 50
    for day in changes:
        ground = layers.at(day)["zones"].geometry.to_numpy()
        assert shapely.coverage_is_valid(ground)
        assert shapely.symmetric_difference(shapely.coverage_union_all(ground), area).area < 1e-8


def test_territory_stays_its_sides(layers: Layers) -> None:
    ground = layers.dossier.settings.territories.geometry.iloc[0]
    for day in ("2019-04-30", "2019-08-22", "2020-02-06", "2020-03-06"):
        turkey = layers.at(day)["zones"].query("side == 'turkey'").union_all()
        assert turkey.symmetric_difference(ground).area < 1e-8


def test_no_surely_reported_place_lies_in_the_zone_of_another_side(layers: Layers) -> None:
    places = layers.control.reported_places
    for day in (date(2019, 4, 30), date(2019, 8, 23), date(2020, 2, 6), date(2020, 3, 6)):
        zones, states = layers.at(day)["zones"], places.states_on(day)
        held = places.holdings_on(day)
        reported = np.array([one is not None and one.since > date.min for one in held])[states.places]
        sure = np.flatnonzero(reported & (states.trust >= 0.7))
        assert len(sure) > 80
        for place in sure:
            point = shapely.Point(places.positions[states.places[place]])
            (side,) = zones["side"][zones.contains(point).to_numpy()]
            assert side in {places.sides[states.side[place]], "contested"}


def test_verdicts_follow_one_another_without_a_gap(layers: Layers) -> None:
    for _, rows in layers["verdicts"].groupby("post_id"):
        assert list(rows["start_date"][1:]) == list(rows["end_date"][:-1])


def test_a_post_has_a_verdict_on_every_day_on_which_it_stands(layers: Layers) -> None:
    days = layers.daily.groupby("post_id")["date"].agg(["min", "max", "count"])
    assert (
        days["count"] == [(last - first).days + 1 for first, last in zip(days["min"], days["max"], strict=True)]
    ).all()
    assert days.loc["OP08", "count"] == 312
    assert days.loc["XP10", "min"] == date(2020, 2, 10)


def test_an_interval_has_the_narrowest_corridor_of_its_days(layers: Layers) -> None:
    for verdict in layers["verdicts"].itertuples():
        days = layers.daily[layers.daily["post_id"] == verdict.post_id]
        last = verdict.end_date or layers.dossier.end
        widths = days["corridor_km"][(days["date"] >= verdict.start_date) & (days["date"] < last)]
        assert verdict.corridor_km == widths.min()


def test_corridors_lie_on_passable_ground_and_end_at_the_anchor(layers: Layers) -> None:
    for day in ("2019-08-20", "2020-02-06"):
        shown = layers.at(day)
        zones = shown["zones"]
        passable = shapely.union_all(zones.geometry[zones["side"].isin(["turkey", "opposition"])].to_numpy())
        anchor = shapely.union_all(layers.dossier.settings.anchors.geometry.to_numpy())
        posts = shown["posts"].set_index("post_id")
        for corridor in shown["corridors"].itertuples():
            # a post may stand in the other side's zone by the uncertainty of its position
            start = posts.geometry[corridor.post_id].buffer(0.06)
            assert shapely.difference(corridor.geometry, passable.buffer(1e-6).union(start)).length < 1e-6
            assert corridor.geometry.distance(anchor) < 1e-6


def test_the_line_of_contact_borders_both_sides(layers: Layers) -> None:
    shown = layers.at("2020-02-06")
    zones = shown["zones"].dissolve("side").geometry
    for line in shown["contact"].itertuples():
        assert line.side_a < line.side_b
        middle = shapely.get_parts(line.geometry)[0].interpolate(0.5, normalized=True)
        assert zones[line.side_a].distance(middle) < 1e-7
        assert zones[line.side_b].distance(middle) < 1e-7


def test_at_keeps_what_is_true_that_day(layers: Layers) -> None:
    shown = layers.at("2020-02-05")
    assert set(shown["events"]["start_date"]) == {date(2020, 2, 5)}
    assert "XP06" not in set(shown["posts"]["post_id"])
    assert "XP06" in set(layers.at("2020-02-06")["posts"]["post_id"])
    assert len(shown["places"]) == len(layers["places"])
    assert set(shown.daily["date"]) == {date(2020, 2, 5)}


@pytest.mark.parametrize("day", ["2019-04-30", "2019-12-23", "2020-02-06", "2020-03-06"])
def test_a_day_has_no_end_that_the_whole_period_leaves_open(layers: Layers, day: str) -> None:
    shown = layers.at(day)
    for name in shown:
        schema = LAYERS[name]
        if schema.is_dated:
            key = list(schema.key)
            ends = layers[name].set_index(key)["end_date"].astype(object)
            of_day = shown[name].set_index(key)["end_date"].astype(object)
            assert of_day.fillna("open").tolist() == ends.loc[of_day.index].fillna("open").tolist(), name


def test_the_daily_layer_says_of_a_day_what_the_verdicts_of_that_day_say(layers: Layers) -> None:
    same = ["state", "state_strict", "probability", "corridor_km", "open_arc_deg", "way", "reasons", "side"]
    for day in ("2019-12-24", "2020-02-06", "2020-03-06"):
        shown = layers.at(day)
        daily, verdicts = (shown[name].set_index("post_id")[same] for name in ("daily", "verdicts"))
        pd.testing.assert_frame_equal(daily, verdicts)


def test_the_reasons_of_an_interval_say_nothing_that_was_known_only_later(layers: Layers) -> None:
    later = [
        (verdict.reasons, f"{verdict.since_latest.day} {verdict.since_latest:%B %Y}")
        for verdict in layers["verdicts"].itertuples()
        if verdict.since_latest and verdict.since_latest > verdict.start_date
    ]
    assert later
    assert not [reasons for reasons, day in later if day in reasons]


@pytest.fixture(scope="module")
def early(dossier: Dossier) -> Layers:
    """The layers as of 10 February 2020."""
    return build(dossier, as_of=date(2020, 2, 10))


def test_rows_younger_than_the_embargo_are_left_out_and_counted(early: Layers, dossier: Dossier) -> None:
    assert set(early["events"]["event_id"]) == {"E01", "E02", "E03", "E04"}
    assert early.dossier.control["date"].max() == date(2020, 2, 3)
    last = date(2020, 2, 3)
    unlocated = [report.date > last for report in dossier.unlocated]
    assert early.withheld == 36 + sum(day > last for day in dossier.control["date"]) + sum(unlocated)
    assert len([warning for warning in early.warnings if "is not used" in warning]) == unlocated.count(False) < 22
    assert any(
        warning.startswith(f"{early.withheld} rows of events.csv and control.csv withheld as younger than 7 days")
        and warning.endswith("nothing is known of the days after 2020-02-03")
        for warning in early.warnings
    )


def test_layers_end_before_the_days_under_embargo(early: Layers) -> None:
    assert early.daily["date"].max() == date(2020, 2, 3)
    assert "XP06" not in set(early["posts"]["post_id"])
    assert "Baku" not in set(early["places"]["name"])
    with pytest.raises(SitmapError, match="2020-02-04 is not one of the days of the map: 2019-04-30 to 2020-02"):
        early.at("2020-02-04")


def test_a_dossier_that_is_all_under_embargo_is_an_error(dossier: Dossier) -> None:
    with pytest.raises(SitmapError, match="all of the period, which begins on 2019-04-30, is younger than the embargo"):
        build(dossier, as_of=date(2019, 5, 2))


def test_a_day_outside_of_the_period_is_an_error(layers: Layers) -> None:
    for day in ("2019-04-29", "2020-03-07", "2030-01-01"):
        with pytest.raises(SitmapError, match=f"{day} is not one of the days of the map"):
            layers.at(day)


def test_verdicts_of_a_day_have_the_values_of_that_day(layers: Layers) -> None:
    shown = layers.at("2019-12-01")
    daily = shown.daily.set_index("post_id")
    for verdict in shown["verdicts"].itertuples():
        day = daily.loc[verdict.post_id]
        assert (verdict.probability, verdict.corridor_km) == (day["probability"], day["corridor_km"])
        assert "On 1 December 2019:" in verdict.reasons


def test_a_verdict_tells_the_chance_of_its_state_in_words_and_begins_with_an_even_one(layers: Layers) -> None:
    verdicts, say = layers["verdicts"], sentences("en")
    daily = layers.daily.set_index(["post_id", "date"])["probability"]
    evens = 0
    for row in verdicts.itertuples():
        probability = daily.loc[row.post_id, row.start_date]
        clause, holds = ("no_way", probability) if row.state_strict == "encircled" else ("way", 1 - probability)
        sentence = say.chance_that(clause, holds, row.state)
        assert sentence in row.reasons
        assert row.reasons.startswith(sentence) == is_even(probability)
        evens += is_even(probability)
    assert evens


def test_state_and_probability_are_one(layers: Layers) -> None:
    daily = layers.daily
    assert (daily[["p_open", "p_constricted", "p_encircled"]].sum(axis=1) - 1).abs().max() < 1e-9
    assert (daily["probability"] == daily["p_encircled"]).all()
    is_encircled, is_probable = daily["state"] == "encircled", daily["p_encircled"] > 0.5
    # a state is left when the way is clearly past its threshold
    assert daily["p_encircled"][is_encircled != is_probable].between(0.46, 0.54).all()


def test_no_state_changes_on_a_day_of_which_no_report_speaks(layers: Layers) -> None:
    control = layers.dossier.control
    spoken = {*control["date"], *control["until"].dropna()}
    for first, end in control[["date", "date_end"]].dropna().itertuples(index=False):
        spoken |= {first + timedelta(day) for day in range((end - first).days)}
    daily = layers.daily.sort_values(["post_id", "date"])
    turned = (daily["state"] != daily["state"].shift()) & (daily["post_id"] == daily["post_id"].shift())
    assert turned.any()
    assert set(daily["date"][turned]) <= spoken


def test_an_encirclement_begins_between_two_days(layers: Layers) -> None:
    verdicts = layers["verdicts"]
    encircled = verdicts["state"] == "encircled"
    assert verdicts.loc[~encircled, ["since_earliest", "since_latest"]].isna().all(axis=None)
    assert (verdicts.loc[encircled, "since_earliest"].notna()).all()
    for verdict in verdicts[encircled].itertuples():
        assert verdict.since_earliest <= verdict.start_date
        assert verdict.since_latest is None or verdict.since_earliest <= verdict.since_latest
    assert (verdicts["probability_min"] <= verdicts["probability"]).all()
    assert (verdicts["probability"] <= verdicts["probability_max"]).all()


def test_the_error_of_the_zones_stands_beside_the_number_of_places(layers: Layers) -> None:
    assert layers.errors["places"] == layers.dossier.control["place_id"].nunique()
    assert 0 < layers.errors["leave_one_place_out"] < 0.5


def test_missing_values_are_null_and_never_empty_text(layers: Layers) -> None:
    for name, table in layers.items():
        for column in table.columns.drop("geometry"):
            assert not (table[column].astype(object) == "").any(), f"{name}.{column}"


def test_a_dossier_that_does_not_exist_is_an_error_in_one_line() -> None:
    with pytest.raises(SitmapError, match=r"no-such-dossier: expected a folder with a dossier; there is none here"):
        Dossier.open("no-such-dossier")


def test_probabilities_and_confidences_lie_between_0_and_1(layers: Layers) -> None:
    for values in (layers["verdicts"]["probability"], layers["zones"]["confidence"], layers["places"]["score"]):
        assert np.all((values >= 0) & (values <= 1))


@pytest.mark.parametrize("on", ["02/03/2020", "2020-02", "20200206", 20200206, "2020-02-06T12:00"])
def test_a_day_that_could_be_another_one_is_refused(light: Layers, on: object) -> None:
    with pytest.raises(DayError, match="is not a day; expected YYYY-MM-DD"):
        light.at(on)  # type: ignore[arg-type]
    with pytest.raises(DayError, match="is not a day; expected YYYY-MM-DD"):
        light.explain(35.86, 36.81, on=on)  # type: ignore[arg-type]
