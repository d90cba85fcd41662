"""What the page shows of a day, in a real browser: signs that stay apart, the list of posts, and a post's dossier."""

import re
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
import shapely
from page_browser import Open
from page_crowds import crowd
from page_sample import START, TURN, Sample, sample
from playwright.sync_api import Page, expect

from maps import SituationMap

pytestmark = pytest.mark.browser

LAPTOP = {"width": 1440, "height": 900}


def posts_at(*points: tuple[float, float], states: str | list[str] = "encircled") -> Sample:
    """Posts at points, each in one state for the whole period."""
    layers = crowd(zones=3, events=0, posts=len(points), days=10)
    geometry = shapely.points(points)
    layers["posts"] = layers["posts"].set_geometry(geometry)
    first = layers["verdicts"]["start_date"] == START
    layers["verdicts"] = layers["verdicts"][first].reset_index(drop=True).set_geometry(geometry)
    layers["verdicts"]["end_date"] = None
    layers["verdicts"]["state"] = states
    return layers


def boxes(page: Page, selector: str) -> list[dict[str, float]]:
    script = "all => all.map(e => e.getBoundingClientRect().toJSON()).filter(box => box.width)"
    return page.eval_on_selector_all(selector, script)  # type: ignore[no-any-return]


def overlap(one: dict[str, float], other: dict[str, float], slack: float = 1) -> bool:
    return (
        one["left"] < other["right"] - slack
        and other["left"] < one["right"] - slack
        and one["top"] < other["bottom"] - slack
        and other["top"] < one["bottom"] - slack
    )


def test_posts_of_one_state_that_would_cover_each_other_are_counted(opened: Open) -> None:
    layers = posts_at((36.5, 35.5), (36.503, 35.5), (36.5, 35.503), (36.2, 35.8))
    page, _, complaints = opened(SituationMap(layers), viewport=LAPTOP)
    expect(page.locator(".post")).to_have_count(2)
    together = page.locator(".post[data-posts='3']")
    expect(together.locator(".badge-text")).to_have_text("3")
    expect(together).to_have_attribute("aria-label", "Post 0, Post 1, Post 2: encircled, (uncertain)")
    together.click()
    page.locator(".leaflet-popup").get_by_role("button", name="Post 1").click()
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Post 1")
    # the one that is read about stands by itself
    expect(page.locator(".post[data-post=P1]")).to_be_visible()
    assert complaints == []


def test_posts_of_different_states_move_apart_with_a_line_to_their_place(opened: Open) -> None:
    layers = posts_at((36.5, 35.5), (36.503, 35.5), states=["encircled", "open"])
    page, _, _ = opened(SituationMap(layers), viewport=LAPTOP)
    one, other = boxes(page, ".post .post-symbol")
    assert not overlap(one, other)
    expect(page.locator(".post .leader-foot")).to_have_count(2)


def test_names_cover_neither_each_other_nor_a_symbol(opened: Open) -> None:
    layers = crowd(zones=20, events=40, posts=40, days=30)
    page, _, _ = opened(SituationMap(layers), viewport=LAPTOP)
    for _ in range(3):
        names = boxes(page, ".label:not([hidden]) bdi")
        assert len(names) > 5
        for one, other in combinations(names, 2):
            assert not overlap(one, other, slack=3)
        for name in names:
            assert not any(overlap(name, symbol, slack=3) for symbol in boxes(page, ".post .post-symbol"))
        page.locator("#earlier").click()


def test_the_key_does_not_cover_the_situation(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), viewport=LAPTOP)
    (key,) = boxes(page, "#key")
    assert min(box["left"] for box in boxes(page, "path.zone[data-side]")) >= key["right"]


def test_a_circle_that_would_hide_the_map_is_drawn_while_its_event_is_read_about(opened: Open) -> None:
    layers = sample()
    layers["events"].loc[1, ["geo_precision", "uncertainty_km"]] = [3, 70.0]
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-06")
    circles = page.locator("path.uncertainty.of-event")
    vague = page.locator(".event:has(.vague)")
    expect(vague).to_be_visible()
    expect(circles).to_have_count(0)
    vague.click()
    expect(circles).to_have_count(1)
    page.keyboard.press("Escape")
    expect(circles).to_have_count(0)


def test_many_events_share_signs_that_count_all_of_them(opened: Open) -> None:
    layers = crowd(zones=20, events=4000, days=30)
    page, _, complaints = opened(SituationMap(layers), viewport=LAPTOP)
    signs = page.locator(".event")
    assert 10 < signs.count() <= 80
    counted = sum(int(count) for count in signs.evaluate_all("all => all.map(sign => sign.dataset.events)"))
    assert counted == page.evaluate("parts.layers.events.current().length") > 800
    expect(page.locator("#events-table tbody tr").last).to_contain_text("more; the map shows them all")
    assert complaints == []


def test_the_list_tells_posts_of_the_first_day_from_those_set_up_since(opened: Open) -> None:
    layers = posts_at((36.3, 35.5), (36.5, 35.5), (36.7, 35.5))
    late = START + timedelta(days=4)
    layers["posts"].loc[2, "start_date"] = late
    layers["verdicts"].loc[2, "start_date"] = late
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-10")
    headings = page.locator("#posts-table tr.group")
    expect(headings).to_have_text(["Stood on 1 February 2020 (2)", "Set up since (1)"])
    expect(page.locator("#sentence")).to_contain_text("3 of 3 posts encircled")
    expect(page.locator("#sentence")).to_contain_text(
        "Of the 2 that stood on 1 February 2020, 2 encircled, 2 of these uncertain."
    )
    page.locator("#date-slider").fill("2")
    expect(page.locator("#posts-table tr[data-post=P2]")).to_be_hidden()
    expect(page.locator("#sentence")).not_to_contain_text("Of the")


def test_the_sentence_tells_what_has_changed_since_the_day_before(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06")
    expect(page.locator("#sentence")).to_contain_text(
        "Since the day before: Tell encircled (uncertain) (open until then)."
    )
    page.locator("#later").click()
    expect(page.locator("#sentence")).not_to_contain_text("Since the day before")


def test_a_sparkline_has_a_step_a_width_and_a_hand_on_the_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03")
    spark = page.locator("#posts-table .sparkline")
    # 9 km on the first day and 5 km on the fifth, then no way
    assert (spark.locator(".width").get_attribute("d") or "").count("M") == 5
    expect(spark.locator(".no-way")).to_have_attribute("d", "M5 15H10")
    expect(spark.locator(".hand")).to_have_attribute("d", "M2.5 0V16")
    page.locator("#later").click()
    expect(spark.locator(".hand")).to_have_attribute("d", "M3.5 0V16")


def test_an_open_popup_follows_the_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-05")
    page.locator(".post").click()
    popup = page.locator(".leaflet-popup")
    expect(popup).to_contain_text("Whole: Tell")
    expect(popup.locator(".sparkline .hand")).to_have_attribute("d", "M4.5 0V40")
    page.locator("#later").click()
    expect(popup).to_contain_text("Cut: Tell")


def test_ground_by_side_is_a_chart_on_which_keys_and_clicks_set_the_day(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-05")
    section, slider = page.locator("#side-ground"), page.locator("#ground-day")
    rows = section.locator("tbody tr")
    expect(rows).to_have_text(["Tell5,000 km²(3,750 to 6,250)", "South Tell5,000 km²(3,750 to 6,250)"])
    assert section.locator(".band").count() == 2
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")
    expect(rows.last).to_have_text("South Tell0 km²(0 to 0)")
    expect(slider).to_have_attribute(
        "aria-valuetext",
        "6 February 2020: Tell 5,000 km² (3,750 to 6,250); South Tell 0 km² (0 to 0)",
    )
    box = slider.bounding_box()
    assert box
    slider.click(position={"x": 3, "y": box["height"] / 2})
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-01")
    page.locator("#language").click()
    slider.click(position={"x": 3, "y": box["height"] / 2})
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-10")
    assert complaints == []


def test_a_tick_of_the_timeline_has_the_colour_of_the_gravest_new_state(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    expect(page.locator("#timeline .turn")).to_have_class(re.compile("encircled"))


def corners(page: Page, side: str) -> set[str]:
    data = page.locator(f"path.zone[data-side={side}]").get_attribute("d") or ""
    return set(re.findall(r"-?\d+ -?\d+", data))


def test_neighbours_share_their_border_at_every_zoom(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), viewport=LAPTOP)
    drawn: list[Any] = []
    for _ in range(3):
        shared = corners(page, "north") & corners(page, "contested")
        # the border is straight: its two ends are all of it
        assert len(shared) == 2
        assert shared not in drawn
        drawn.append(shared)
        page.get_by_role("button", name="Zoom in").click()
        page.wait_for_timeout(300)


def test_the_day_after_a_turn_is_drawn_anew(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), f"#date={TURN - timedelta(days=1)}")
    before = page.locator("path.zone[data-side=south]").get_attribute("d")
    page.locator("#later").click()
    expect(page.locator("path.zone[data-side=south]")).to_have_count(0)
    expect(page.locator("path.zone[data-side=contested]")).to_have_attribute("d", before or "")


def test_the_front_is_drawn_as_bands_of_the_day_if_a_reader_asks_for_it(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-03")
    bands = page.locator("path.front[d]:not(.swatch *)")
    expect(bands).to_have_count(0)
    page.get_by_role("checkbox", name="The front as a band").check()
    expect(bands).to_have_count(2)
    expect(page).to_have_url(re.compile("show=front"))
    page.evaluate("parts.clock.go(6)")
    expect(bands).to_have_count(1)
    assert complaints == []


def test_a_click_on_a_zone_draws_lines_to_the_places_of_the_deciding_reports(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    zone = page.locator("path.zone[data-side=contested]")
    zone.click(position={"x": 120, "y": 30})
    expect(page.locator("path.because")).to_have_count(2)
    fills = page.locator("path.because-place").evaluate_all("all => all.map(place => place.getAttribute('fill'))")
    # both say that north holds it
    assert fills == ["#d55e00", "#d55e00"]
    page.locator("#earlier").click()
    expect(page.locator("path.because")).to_have_count(0)


def test_the_narrowest_point_of_a_way_says_how_wide_it_is(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-03", viewport=LAPTOP)
    expect(page.locator("path.pinch")).to_have_count(1)
    expect(page.locator(".label.of-pinch")).to_have_text("7 km")
    page.locator("#date-slider").fill("9")
    expect(page.locator(".label.of-pinch")).to_have_count(0)


def test_a_main_road_is_named_once(opened: Open) -> None:
    layers = sample()
    layers["roads"]["name"] = "M5"
    page, _, _ = opened(SituationMap(layers), viewport=LAPTOP)
    expect(page.locator(".label.of-road")).to_have_text("M5")


def test_the_list_leaves_room_for_names_on_a_phone(opened: Open) -> None:
    layers = posts_at((36.3, 35.5), (36.7, 35.5))
    layers["posts"]["name"] = ["Samaan Castle", "Saraqib south (grain silos)"]
    page, _, _ = opened(SituationMap(layers), viewport={"width": 390, "height": 844})
    assert all(box["width"] > 85 for box in boxes(page, "#posts-table th[scope=row]"))
    assert all(box["height"] < 85 for box in boxes(page, "#posts-table tr[data-post]"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
