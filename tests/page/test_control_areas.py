"""Control maps of others on the page: outlines of the day, switched on by the reader, with their agreement."""

import json
import re
from datetime import date

import pytest
import shapely
from page_browser import Open
from page_sample import sample
from playwright.sync_api import Page, expect
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.comparison import compare
from maps import SituationMap

pytestmark = pytest.mark.browser

OUTLINES = ".leaflet-control_areas-pane path"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    """The tiny dossier with a map of two sides by somebody else, who gives the south more from 10 January."""
    west, east, more = ((36.2, 36.6), (36.6, 37.2), (36.4, 37.2))
    stated = [
        ("W", "north", west, "2020-01-05", "2020-01-10"),
        ("E", "south", east, "2020-01-05", "2020-01-10"),
        ("M", "south", more, "2020-01-10", None),
    ]
    features = [
        {
            "type": "Feature",
            "properties": {
                "area_id": key,
                "side": side,
                "start_date": start,
                "end_date": end,
                "mode": "evidence",
                "source": "S1; An atlas",
                "confidence": "high",
                "licence": "https://example.org/terms",
            },
            "geometry": shapely.geometry.mapping(shapely.box(first, 35.1, last, 36.2)),
        }
        for key, side, (first, last), start, end in stated
    ]
    content = {"control_areas.geojson": json.dumps({"type": "FeatureCollection", "features": features})}
    return build(Dossier.open(write(tmp_path_factory.mktemp("areas"), TINY | content)))


def said(built: Layers, day: date) -> str:
    """The figures that the page says of a day, from the comparison."""
    (one,) = compare(built, built.dossier.control_areas, day).days.itertuples()
    return f"{one.agreed_km2 / one.compared_km2:.1%}".replace("%", " %")


def open_outline(page: Page, number: int = 0) -> None:
    page.evaluate(
        """(number) => {
          const shown = [];
          parts.layers.control_areas.layer.eachLayer((layer) => shown.push(layer));
          shown[number].openPopup(shown[number].getElement() && parts.map.getCenter());
        }""",
        number,
    )


def test_outlines_of_the_day_are_drawn_when_a_reader_switches_them_on(opened: Open, built: Layers) -> None:
    page, requests, complaints = opened(SituationMap(built), "#date=2020-01-06")
    box = page.locator("#key-body").get_by_label("Control maps of others")
    expect(box).not_to_be_checked()
    expect(page.locator(OUTLINES)).to_have_count(0)
    box.check()
    expect(page.locator(OUTLINES)).to_have_count(2)
    looks = page.eval_on_selector_all(
        OUTLINES,
        """all => all.map((one) => {
          const { fill, strokeDasharray } = getComputedStyle(one);
          return [fill, strokeDasharray, one.getAttribute("stroke")];
        })""",
    )
    assert [fill for fill, _, _ in looks] == ["none", "none"]
    assert all(dashes != "none" for _, dashes, _ in looks)
    assert sorted(colour for _, _, colour in looks) == ["#0072b2", "#d55e00"]
    expect(page).to_have_url(re.compile("show=control_areas"))
    page.locator("#date-slider").fill("10")
    expect(page.locator(OUTLINES)).to_have_count(1)
    page.locator("#date-slider").fill("1")
    expect(page.locator(OUTLINES)).to_have_count(0)
    assert (len(requests), complaints) == (1, [])


def test_the_key_and_the_popup_say_how_far_both_maps_agree_on_the_day(opened: Open, built: Layers) -> None:
    page, _, _ = opened(SituationMap(built), "#date=2020-01-06&show=control_areas")
    key = page.locator("#key-body .layer", has_text="Control maps of others")
    first, later = said(built, date(2020, 1, 6)), said(built, date(2020, 1, 11))
    assert first != later
    expect(key).to_contain_text(first)
    open_outline(page)
    popup = page.locator(".leaflet-popup-content")
    for text in ("On a map of others: North", "5 January 2020 to 9 January 2020", "A Paper", "An atlas", "high", first):
        expect(popup).to_contain_text(text)
    expect(popup).to_contain_text("evidence: this map's areas rest on it too")
    expect(popup.get_by_role("link", name="https://example.org/terms")).to_be_visible()
    page.locator("#date-slider").fill("10")
    expect(key).to_contain_text(later)
    page.locator("#date-slider").fill("1")
    expect(key).to_contain_text("say nothing of ground on this map")


def test_a_page_without_control_maps_does_not_speak_of_them(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-06")
    expect(page.locator("#key-body")).not_to_contain_text("Control maps of others")
    expect(page).to_have_url(re.compile("^(?!.*(hide|show)=)"))
    assert complaints == []
