"""The bundled dossier's page in a real browser."""

import pytest
from page_browser import Open, sides
from playwright.sync_api import expect

from layers import Layers
from maps import SituationMap

pytestmark = pytest.mark.browser


def test_the_bundled_dossier_opens_on_the_day_that_was_asked_for(opened: Open, layers: Layers) -> None:
    page, _, complaints = opened(SituationMap(layers.at("2020-02-06")))
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")
    expect(page.locator("#play")).to_be_hidden()
    expect(page.locator("#posts-table tr[data-post=OP08]")).to_have_attribute("data-state", "encircled")
    assert complaints == []


def test_the_bundled_dossier_tells_since_when_surman_is_cut_off(opened: Open, layers: Layers) -> None:
    page, requests, complaints = opened(SituationMap(layers), "#date=2020-01-10")
    page.get_by_role("button", name="Surman").and_(page.locator("#posts-table button")).click()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("encircled")
    expect(popup).to_contain_text("23 December 2019")
    for date in ("2019-04-30", "2020-02-06", "2020-03-06"):
        page.evaluate("date => { location.hash = `date=${date}` }", date)
        expect(page.locator("#current-date")).to_have_attribute("datetime", date)
        assert "government" in sides(page)
    assert len(requests) == 1
    assert complaints == []


def test_before_the_first_event_the_page_says_that_none_are_listed_and_not_that_none_happened(
    opened: Open, layers: Layers
) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2019-08-23")
    expect(page.locator("#sentence")).to_contain_text("Events are listed from 1 February 2020 on only.")


def test_a_place_tells_its_sources_and_who_held_it(opened: Open, layers: Layers) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2020-03-06")
    number = list(layers["places"]["place_id"]).index("C3916")
    text = page.evaluate("number => parts.popups.place(parts.store.places[number]).innerText", number)
    assert "OCHA" in text
    assert "R384" in text
    assert "TASS" in text


def test_a_post_chosen_in_the_list_has_its_popup_inside_of_the_map(opened: Open, layers: Layers) -> None:
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-06")
    for name in ("Surman", "Zaytouna", "Surman"):
        page.get_by_role("button", name=name).and_(page.locator("#posts-table button")).click()
        expect(page.locator(".leaflet-popup h3")).to_contain_text(name)
        page.wait_for_timeout(700)
        popup, frame = (page.locator(which).bounding_box() for which in (".leaflet-popup", ".leaflet-container"))
        assert popup is not None
        assert frame is not None
        assert popup["y"] >= frame["y"]
        assert popup["x"] >= frame["x"]
