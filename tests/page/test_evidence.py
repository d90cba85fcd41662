"""Reports for and against, reported beside assessed, and one rounding of what is uncertain."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest
from page_browser import Open
from page_sample import Sample, sample
from playwright.sync_api import expect
from shapely import Point

from layers.assessment.verdict_text import UNCERTAIN
from maps import SituationMap
from maps.payload.naming import claims, display_names

pytestmark = pytest.mark.browser


def disputed() -> Sample:
    """The sample with a place of the south in the west, 5 km from one of the north."""
    layers = sample()
    control = layers.dossier.control
    control["place_id"] = ["A1", "A2"]
    control["place_name"] = ["Alder", "Beech"]
    control["side"] = ["north", "south"]
    control["from_side"] = [None, None]
    control["note"] = ["day not known", "denied by others"]
    control.geometry = [Point(36.2, 35.5), Point(36.25, 35.5)]
    layers["zones"]["evidence"] = "R001"
    return layers


def click_ground(page: object, lat: float, lon: float) -> None:
    page.evaluate(  # type: ignore[attr-defined]
        "([lat, lon]) => parts.map.setView([lat, lon], 10, { animate: false })", [lat, lon]
    )
    page.evaluate(  # type: ignore[attr-defined]
        """([lat, lon]) => {
          const at = L.latLng(lat, lon);
          parts.map.eachLayer((layer) => layer.shape !== undefined && layer.getElement()?.matches(".zone")
            && parts.geometry.covers(layer.shape, { lat, lon }) && layer.fire("click", { latlng: at }));
        }""",
        [lat, lon],
    )


def test_ground_shows_the_reports_for_and_those_against_with_kind_confidence_and_note(opened: Open) -> None:
    layers = disputed()
    # the report of the south decides on this ground, too, but not for the north
    layers["zones"]["evidence"] = "R001; R002"
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-07")
    click_ground(page, 35.5, 36.24)
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("Reports that decide this area, nearest first (1 in all)")
    lists = popup.locator(".reports")
    expect(lists).to_have_count(2)
    expect(lists.first).to_contain_text("R001: Alder: Tell")
    expect(lists.first).to_contain_text("confidence: high")
    expect(lists.first).to_contain_text("day not known")
    expect(popup).to_contain_text("Reports against it nearby")
    expect(lists.last).to_contain_text("R002: Beech: South Tell")
    expect(lists.last).to_contain_text("denied by others")


def test_ground_says_since_when_it_is_held_and_not_since_when_it_is_drawn(opened: Open) -> None:
    layers = sample()
    zones = layers["zones"]
    # the same ground, drawn anew
    zones.loc[1, ["side"]] = "contested"
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-08")
    click_ground(page, 35.5, 36.8)
    expect(page.locator(".leaflet-popup-content header")).to_contain_text("held since 1 February 2020 or before")
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-08")
    click_ground(page, 35.5, 36.8)
    expect(page.locator(".leaflet-popup-content header")).to_contain_text("held since 6 February 2020")
    page.locator(".history summary").click()
    expect(page.locator(".history li")).to_have_text(
        ["1 Feb 2020: South Tell (by estimate; no report of the place itself)", "6 Feb 2020: Contested [R002]"]
    )
    layers = sample()
    layers["zones"]["evidence"] = "R001"
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-08")
    click_ground(page, 35.5, 36.8)
    page.locator(".history summary").click()
    # R001 is of the first day
    expect(page.locator(".history li").last).to_have_text(
        "6 Feb 2020: Contested (no report of that day; nearest before it: R001)"
    )


def test_an_area_in_bands_of_confidence_has_the_size_of_the_whole(opened: Open) -> None:
    layers = sample()
    layers["zones"].loc[2, "side"] = "north"
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-08")
    click_ground(page, 35.5, 36.24)
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Size of the connected area10,000 km²")


def test_ground_without_a_recent_report_says_so(opened: Open) -> None:
    layers = disputed()
    layers.dossier.control["date"] = [layers.start.replace(year=2019), layers.start]
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-07")
    click_ground(page, 35.5, 36.24)
    expect(page.locator(".leaflet-popup-content .doubt")).to_have_text("No report of the last 60 days supports this.")
    page, _, _ = opened(SituationMap(disputed()), "#date=2020-02-07")
    click_ground(page, 35.5, 36.24)
    expect(page.locator(".leaflet-popup-content .doubt")).to_have_count(0)


def test_claimed_ground_is_hatched_and_ground_on_record_pale_until_switched_off(opened: Open) -> None:
    layers = sample()
    layers["zones"]["basis"] = ["claimed", "record", None]
    page, _, complaints = opened(SituationMap(layers), "#date=2020-02-02")
    claimed, pale = (page.locator(f"path.zone.{basis}") for basis in ("claimed", "record"))
    fill, opacity = (f"one => getComputedStyle(one).{name}" for name in ("fill", "opacity"))
    assert "#claimed-0" in claimed.evaluate(fill)
    key = page.locator("#key-body")
    expect(key).to_contain_text("hatched: only the side that gained it says so; 50.0 % of the ground")
    expect(key).to_contain_text("paler: no source can be opened; 50.0 %")
    key.get_by_role("checkbox", name="Ground that its side claims").uncheck()
    assert claimed.evaluate(fill) == "rgb(213, 94, 0)"
    expect(page).to_have_url(re.compile("hide=claimed"))
    assert pale.evaluate(opacity) == "0.6"
    key.get_by_role("checkbox", name="Ground on record only").uncheck()
    assert pale.evaluate(opacity) == "1"
    assert complaints == []


def test_without_any_leaning_ground_is_drawn_alike(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-02")
    expect(page.locator("#key-body")).not_to_contain_text("hatched")
    expect(page.locator("#stage.claimed-ground, #stage.record-ground")).to_have_count(0)


def test_the_id_of_a_report_opens_the_report(opened: Open) -> None:
    layers = disputed()
    layers.verdicts.reasons = lambda: [
        ("P1", layers.start, layers.end, {"en": "Cut, reported held [R002]; not [R999].", "ar": None, "uk": None})
    ]
    page, _, complaints = opened(SituationMap(layers), "#date=2020-02-08&post=P1")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("not [R999]")
    popup.locator(".reasons").get_by_role("button", name="R002").click()
    expect(popup.locator("h3")).to_contain_text("R002: Beech: South Tell")
    expect(popup).to_contain_text("denied by others")
    expect(page).to_have_url(re.compile("report=R002"))
    assert complaints == []


def test_what_sources_say_of_a_post_stands_beside_the_verdict(opened: Open) -> None:
    layers = sample()
    layers["events"].loc[0, ["event_type", "location", "summary"]] = [
        "post_encircled",
        "Elsewhere",
        "Troops at Tell are cut off.",
    ]
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-03&post=P1")
    expect(page.locator(".leaflet-popup-content")).to_contain_text(
        "They report it as encircled; this map's assessment differs."
    )
    sentence = page.locator("#sentence")
    expect(sentence).to_contain_text("Events in the dossier report 1 of these posts as encircled by this day (Tell).")
    expect(sentence).to_contain_text("Reported as encircled, but not by this map's assessment: Tell.")
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-09&post=P1")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("They report it as encircled; this map agrees.")
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-09")
    expect(page.locator("#sentence")).not_to_contain_text("in the dossier report")


def test_a_probability_is_never_shown_as_certain(opened: Open) -> None:
    layers = sample()
    layers["zones"]["confidence"] = 1.0
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-10&post=P1")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("That no way is leftalmost certain (over 99 %)")
    click_ground(page, 35.5, 36.24)
    expect(popup).to_contain_text("That it is soalmost certain (over 99 %)")


def test_an_uncertain_verdict_is_marked_by_the_rule_of_its_sentence(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    about = page.evaluate("parts.store.about.uncertain")
    assert about == UNCERTAIN
    marks = {}
    for day in range(5, 10):
        page.locator("#date-slider").fill(str(day))
        marks[day] = page.locator(".post .post-symbol.uncertain").count()
    # probabilities of no way 0.58, 0.7, 0.9, 0.96 and 1
    assert marks == {5: 1, 6: 1, 7: 0, 8: 0, 9: 0}
    page.locator("#date-slider").fill("5")
    expect(page.locator(".post")).to_have_attribute("aria-label", "Tell: encircled, (uncertain)")
    page.locator(".post").dispatch_event("click")
    expect(page.locator(".leaflet-popup .state")).to_have_text("encircled (uncertain)")


def test_the_roads_of_another_day_do_not_stand_beside_the_sentence_of_this_one(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-08&post=P1")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("Cut: Tell")
    expect(page.locator(".leaflet-popup-content dt")).not_to_contain_text(["Roads"])


def test_a_place_has_the_name_of_the_post_at_it_where_it_is_also_called_so() -> None:
    layers = sample("Surman")
    layers["places"]["name"] = ["Sarman", "Far"]
    places = [("C1", "Sarman", ("Surman",), 35.6, 36.3), ("C2", "Far", ("Surman",), 35.0, 36.9)]
    layers.dossier.places = tuple(
        SimpleNamespace(id=key, name=name, aliases=aliases, lat=lat, lon=lon) for key, name, aliases, lat, lon in places
    )
    assert display_names(layers) == {"C1": "Surman", "C2": "Far"}  # type: ignore[arg-type]
    assert not set(claims()["encircled"]) & set(claims()["relieved"])


def test_all_reports_are_browsed_by_filters_and_each_opens(opened: Open) -> None:
    layers = disputed()
    layers.dossier.control["basis"] = ["claimed", None]
    page, _, complaints = opened(SituationMap(layers))
    page.locator("#reports summary").click()
    entries = page.locator("#reports-list .reports > li")
    expect(entries).to_have_count(2)
    page.get_by_label("Held by").select_option("south")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("R002: Beech: South Tell, reported for 6 Feb 2020")
    expect(page.locator("#reports-told")).to_have_text("1 report of who holds a place")
    expect(page).to_have_url(re.compile(r"reports\.side=south"))
    page.get_by_label("Who says so").select_option("claimed")
    expect(entries).to_have_count(0)
    page.get_by_label("Held by").select_option("any")
    page.get_by_label("Who says so").select_option("not judged (1)")
    page.get_by_label("Place, note, number or date").fill("DENIED")
    expect(entries).to_have_count(1)
    entries.get_by_role("button", name="R002").click()
    expect(page.locator(".leaflet-popup h3")).to_contain_text("R002: Beech")
    page, _, _ = opened(SituationMap(layers), "#reports.text=alder&lang=ar")
    expect(page.locator("#reports-list .reports > li")).to_have_count(1)
    assert complaints == []


def test_more_reports_than_fit_are_one_click_away(opened: Open) -> None:
    layers = disputed()
    control = layers.dossier.control
    control = pd.concat([control] * 40, ignore_index=True)
    control["id"] = [f"R{number:03}" for number in range(80)]
    control.loc[:7, "kind"] = "baseline"
    layers.dossier.control = pd.concat([layers.dossier.control, control], ignore_index=True)
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-01")
    # 41 of that day, five of them holders when the period begins
    page.locator("#sentence .news").get_by_role("button", name="and 31 more").click()
    entries = page.locator("#reports-list .reports > li")
    expect(entries).to_have_count(41)
    page.get_by_label("Place, note, number or date").fill("")
    expect(entries).to_have_count(50)
    page.get_by_role("button", name="32 more").click()
    expect(entries).to_have_count(82)
    expect(entries.nth(50).get_by_role("button")).to_be_focused()


def test_a_later_report_is_told_by_the_holder_until_then(opened: Open) -> None:
    layers = disputed()
    layers.dossier.control["from_side"] = [None, "north"]
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-03&post=P1")
    popup = page.locator(".leaflet-popup-content")
    expect(popup.locator(".reports").last).to_contain_text(
        "R002: Beech: Tell, until reported as South Tell for 6 Feb 2020"
    )
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-03&post=P1&lang=ar")
    entry = page.locator(".leaflet-popup-content .reports").last
    expect(entry).to_contain_text("إلى أن أفاد تقرير")
    assert "; " not in entry.inner_text()


def test_roads_and_reports_are_found(opened: Open) -> None:
    page, _, _ = opened(SituationMap(disputed()))
    page.fill("#search-box", "R002")
    expect(page.locator("#found [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h3")).to_contain_text("R002: Beech")
