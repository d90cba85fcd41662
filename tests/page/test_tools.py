"""What a reader can do with the page: link to what it shows, search, filter, compare, take along, print."""

# ruff: noqa: RUF001 -- names in several scripts, and the signs of the page, are what is looked for here

import json
import re
import struct
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import shapely
from page_browser import Open
from page_sample import START, TURN, Sample, sample
from PIL import Image, ImageSequence
from playwright.sync_api import Download, Page, expect

from geo.names.romanisation import similarity, skeleton_all
from geo.names.spelling import normalise
from maps import SituationMap
from maps.page.scripts import joined

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def various() -> Sample:
    """The sample with events that differ, and places that have names."""
    layers = sample()
    layers["events"]["event_type"] = ["shelling", "convoy", "statement"]
    layers["events"]["geo_precision"] = [1, 3, 2]
    layers["events"]["actor1"] = ["Turkey", "Russia", "Turkey"]
    layers["events"]["reliability"] = ["A", None, None]
    layers["places"]["name"] = ["Saraqib", "Khan Shaykhun"]
    layers["places"]["name_ar"] = ["سراقب", "خان شيخون"]
    layers["places"]["query"] = None
    layers["posts"]["name"] = "Morek"
    layers["posts"]["name_ar"] = "مورك"
    return layers


def day(page: Page) -> str | None:
    return page.locator("#current-date").get_attribute("datetime")


def events_on_map(page: Page) -> int:
    signs = page.locator(".event").evaluate_all("signs => signs.map(sign => Number(sign.dataset.events))")
    return int(sum(signs))


def found(page: Page, text: str) -> list[str]:
    page.locator("#search-box").fill(text)
    return page.locator("#found [role=option] .named").all_inner_texts()


# the address


def test_a_link_opens_what_it_was_taken_from(opened: Open) -> None:
    made = SituationMap(various())
    page, _, _ = opened(made, "#date=2020-02-06")
    page.locator("#filters summary").click()
    page.get_by_role("checkbox", name="convoy").check()
    page.locator("#compare-button").click()
    page.get_by_role("button", name="Morek").and_(page.locator("#posts-table button")).click()
    expect(page.locator(".leaflet-popup")).to_be_visible()
    page.wait_for_url(re.compile("zoom=.*post=P1|post=P1.*zoom="))
    # the map makes room for the popup, and the address follows
    page.wait_for_timeout(800)
    fragment = page.evaluate("location.hash")
    view = page.evaluate("[parts.map.getZoom(), parts.map.getCenter().lat]")

    other, _, complaints = opened(made, fragment)
    expect(other.locator(".leaflet-popup h3")).to_contain_text("Morek")
    expect(other.locator("#filters input[value=convoy]")).to_be_checked()
    expect(other.locator("#changes")).to_be_visible()
    assert day(other) == "2020-02-06"
    assert other.evaluate("[parts.map.getZoom(), parts.map.getCenter().lat]") == pytest.approx(view, abs=0.02)
    assert complaints == []


def test_back_undoes_a_choice_and_forward_does_it_again(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()), "#date=2020-02-06")
    page.locator("#filters summary").click()
    page.get_by_role("checkbox", name="convoy").check()
    expect(page.locator("#events-table tbody tr")).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("checkbox", name="convoy")).not_to_be_checked()
    expect(page.locator("#events-table tbody tr")).to_have_count(2)
    page.go_forward()
    expect(page.get_by_role("checkbox", name="convoy")).to_be_checked()


def test_the_address_can_be_set_while_the_page_is_open(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()))
    page.evaluate("location.hash = 'date=2020-02-03&place=C1'")
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Saraqib")
    assert day(page) == "2020-02-03"
    page.evaluate("location.hash = 'date=2020-02-03'")
    expect(page.locator(".leaflet-popup")).to_have_count(0)


def test_a_link_within_the_page_leaves_what_is_shown_alone(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()), "#date=2020-02-03&type=convoy")
    page.evaluate("location.hash = 'posts-heading'")
    expect(page.locator("#filters input[value=convoy]")).to_be_checked()
    assert day(page) == "2020-02-03"


@pytest.mark.parametrize(
    "fragment",
    [
        "#date=never",
        "#zoom=x&lat=1&lon=1",
        "#post=nobody",
        "#type=%3Cb%3E",
        "#compare=2020-13-45",
        "#lang=xx",
        "#%E0%A4%A",
    ],
)
def test_an_address_that_makes_no_sense_opens_the_page_all_the_same(opened: Open, fragment: str) -> None:
    page, _, complaints = opened(SituationMap(various()), fragment)
    assert day(page) == "2020-02-10"
    expect(page.locator("#filters-told")).to_be_empty()
    assert complaints == []


# search


@pytest.mark.parametrize("name", ["Saraqib", "saraqeb", "Sarakib", "SARĀQIB", "سراقب", "سَراقِب", "Al-Saraqib", "Sarqib"])
def test_a_place_is_found_in_any_spelling(opened: Open, name: str) -> None:
    page, _, _ = opened(SituationMap(various()))
    assert found(page, name)[0].startswith("Saraqib")


@pytest.mark.parametrize(
    ("name", "first"),
    [("Other Tell", "Saraqib"), ("watch hill", "Morek"), ("مورك", "Morek"), ("khan", "Khan Shaykhun")],
)
def test_aliases_and_beginnings_of_names_are_found(opened: Open, name: str, first: str) -> None:
    page, _, _ = opened(SituationMap(various()))
    assert found(page, name)[0].startswith(first)


@pytest.mark.parametrize(("language", "name"), [("en", "E2"), ("en", "convoy"), ("ar", "رتل عسكري")])
def test_events_are_found_by_id_and_by_kind_in_the_language_of_the_page(opened: Open, language: str, name: str) -> None:
    page, _, _ = opened(SituationMap(various(), language=language))
    assert len(found(page, name)) == 1


def test_what_is_not_there_is_not_found(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()))
    assert found(page, "Vladivostok") == []
    expect(page.locator("#found-told")).to_have_text("0 hits")


NAMES = [
    *("Ma‘arrat an-Nu‘mān", "MAARRAT AL NUMAN", "معرة النعمان", "as-Suqaylabiyah", "Ḩamāh", "حماه", "الصُّرْمان", "صرمان"),
    *("Tell Touqan", "Tal Tuqan", "Kafr Nabl", "Kafranbel", "كفرنبل", "Straße 12", "١٢", "Dzhankoy", "ʿAin", "alqaym"),
    *("Ehs-Sidzhn", "Dschisr", "Tchad", "alrqt", "jblt", "Djeble", "Alps", "shtht althta"),
]


def test_names_are_levelled_and_compared_as_the_geocoder_does(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    made = page.evaluate(f"names => names.map(({joined('page/spelling.js')}).spell)", NAMES)
    assert [spelled["key"] for spelled in made] == [normalise(name) for name in NAMES]
    assert [spelled["bones"] for spelled in made] == skeleton_all(NAMES)
    pairs = [
        ("Saraqib", "سراقب"),
        ("Surman", "Sarman"),
        ("Tell", "Idlib"),
        ("Kafr Zita", "Kafr Tab"),
        ("Kafr Zita", "كفر زيتا"),
    ]
    compare = "pairs.map(pair => likeness(...pair.map(spell)))"
    alike = page.evaluate(f"pairs => (({{ spell, likeness }}) => {compare})({joined('page/spelling.js')})", pairs)
    assert alike == pytest.approx([similarity(*pair) for pair in pairs])


def test_search_is_worked_by_the_keyboard_alone(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(various()))
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("khan")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == page.get_by_role("option").first.get_attribute("id")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Khan Shaykhun")
    page.wait_for_url("**place=C2**")
    assert complaints == []


def test_an_event_is_found_by_its_kind_and_opened_on_its_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()), "#date=2020-02-02")
    page.locator("#search-box").fill("convoy")
    page.get_by_role("option").first.click()
    expect(page.locator(".leaflet-popup")).to_contain_text("convoy")
    assert day(page) == TURN.isoformat()


def test_a_post_is_opened_on_a_day_on_which_it_stands(opened: Open) -> None:
    layers = various()
    layers["verdicts"] = layers["verdicts"].iloc[[1]].reset_index(drop=True)
    layers["posts"]["start_date"] = TURN
    page, _, _ = opened(SituationMap(layers), "#date=2020-02-02")
    page.locator("#search-box").fill("morek")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Morek")
    assert day(page) == TURN.isoformat()


# filters


def test_filters_narrow_map_table_histogram_and_chronicle_and_say_how_much_is_hidden(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(various()), "#date=2020-02-06")
    expect(page.locator("#timeline .bar")).to_have_count(2)
    page.locator("#chronicle summary").click()
    expect(page.locator("#chronicle .of-event")).to_have_count(2)
    page.locator("#filters summary").click()
    page.get_by_role("group", name="Who").get_by_label("Russia").check()
    expect(page.locator("#events-table tbody tr")).to_have_count(1)
    assert events_on_map(page) == 1
    expect(page.locator("#timeline .bar")).to_have_count(1)
    expect(page.locator("#chronicle .of-event")).to_have_count(1)
    expect(page.locator("#undated summary")).to_have_count(0)
    expect(page.locator("#filters-told")).to_contain_text("2 of 3 events hidden")
    expect(page.locator("#sentence")).to_contain_text("1 event reported on the day or in the 7 days before. 1 more")
    page.get_by_role("button", name="Show all events").click()
    expect(page.locator("#filters-told")).to_be_empty()
    assert events_on_map(page) == 2
    assert complaints == []


@pytest.mark.parametrize(
    ("group", "label", "kept"),
    [
        ("Kind", "shelling", ["shelling"]),
        ("Place known", "only the province", ["convoy"]),
        ("Reliability", "not judged", ["convoy"]),
    ],
)
def test_events_are_filtered_by(opened: Open, group: str, label: str, kept: list[str]) -> None:
    page, _, _ = opened(SituationMap(various()), "#date=2020-02-06")
    page.locator("#filters summary").click()
    page.get_by_role("group", name=group).get_by_label(label).check()
    expect(page.locator("#events-table strong")).to_have_text(kept)


def test_a_day_whose_events_are_all_hidden_does_not_claim_that_nothing_happened(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()), "#date=2020-02-01&type=convoy")
    expect(page.locator("#sentence")).to_contain_text("hidden by your choice")
    expect(page.locator("#events-table")).not_to_contain_text("No event")


# comparing


def test_two_days_are_shown_on_the_two_sides_of_a_divider(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-10&compare=2020-02-01")
    shown = page.locator("path.zone[data-side=south]"), page.locator("path.zone[data-side=contested]")
    expect(shown[0]).to_have_count(1)
    expect(shown[1]).to_have_count(1)
    expect(page.locator(".post")).to_have_count(2)
    # what lies under a point is of the day on whose side it is
    at = page.evaluate("""() => [20, 90].map(share => {
        const input = document.getElementById('swipe-share');
        input.value = String(share); input.dispatchEvent(new Event('input'));
        const { x, y } = parts.map.latLngToContainerPoint([35.3, 36.55]);
        const frame = parts.map.getContainer().getBoundingClientRect();
        return document.elementsFromPoint(frame.x + x, frame.y + y).find(e => e.dataset.side)?.dataset.side;
    })""")
    assert at == ["contested", "south"]
    expect(page.locator("#then")).to_have_text("1 Feb 2020")
    page.locator("#compare-button").click()
    expect(shown[0]).to_have_count(0)
    expect(page.locator(".post")).to_have_count(1)
    expect(page.locator("#changes")).to_be_hidden()
    assert complaints == []


def test_changes_are_shown_with_their_error(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-10&compare=2020-02-01")
    changes = page.locator("#changes")
    expect(changes).to_contain_text("What changed from 1 February 2020 to 10 February 2020")
    expect(changes.locator("li[data-post=P1]")).to_contain_text("open → became encircled")
    expect(changes).to_contain_text("1 place changed hands")
    rows = {
        row.get_attribute("data-side"): row.locator("td").all_inner_texts()
        for row in changes.locator("tr[data-side]").all()
    }
    held = "5,000 km²\n(3,750 to 6,250)"
    assert rows == {"north": [held, held, "±0"], "south": [held, "0 km²\n(0 to 0)", "−5,000"]}


def test_what_changed_is_told_from_the_earlier_to_the_later_day(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-01&compare=2020-02-10")
    expect(page.locator("#changes li[data-post=P1]")).to_contain_text("open → became encircled")


def test_the_day_to_compare_with_is_chosen_by_date(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()))
    page.locator("#compare-button").click()
    page.locator("#compare-date").fill("2020-02-04")
    page.wait_for_url("**compare=2020-02-04**")
    expect(page.locator("#changes-heading")).to_contain_text("from 4 February 2020")


def test_layers_that_are_off_are_off_on_both_days(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#compare=2020-02-01")
    page.get_by_role("checkbox", name="Who holds the ground").uncheck()
    expect(page.locator("path.zone")).to_have_count(0)
    page.locator("#earlier").click()
    expect(page.locator("path.zone")).to_have_count(0)


def test_days_are_compared_on_a_phone(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#compare=2020-02-01", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    handle = page.locator("#swipe-share")
    expect(handle).to_be_in_viewport()
    handle.focus()
    before = page.locator("#divider").evaluate("line => line.getBoundingClientRect().x")
    page.keyboard.press("Home")
    assert page.locator("#divider").evaluate("line => line.getBoundingClientRect().x") < before


# what is taken along


def saved(page: Page, kind: str, folder: Path) -> Path:
    page.locator("#save summary").click()
    with page.expect_download() as download:
        page.locator(f"#save-{kind}").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_view_is_saved_as_a_drawing_with_day_sources_version_and_scale(opened: Open, tmp_path: Path) -> None:
    page, requests, complaints = opened(SituationMap(various()), "#date=2020-02-06&type=convoy")
    path = saved(page, "svg", tmp_path)
    assert path.name == "situation-2020-02-06.svg"
    drawing = path.read_text(encoding="utf-8")
    for text in (
        "6 February 2020",
        "Sources: Tell",
        "sitmap 0.1.0",
        " km<",
        "Morek",
        "2 of 3 events hidden",
        "History, not live",
    ):
        assert text in drawing
    assert len(re.findall("var\\(|<script|<foreignObject| on\\w+=", drawing)) == 0
    # by itself, in a window of its own, it shows the same
    alone = page.context.new_page()
    alone.goto(path.as_uri())
    assert alone.locator("path").count() >= page.locator("#stage path").count() - page.locator("#key path").count()
    assert [url.split("/")[-1].split("#")[0] for url in requests] == ["index.html"]
    assert complaints == []


def test_the_view_is_saved_as_a_picture_that_shows_it(opened: Open, tmp_path: Path) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-06")
    content = saved(page, "png", tmp_path).read_bytes()
    size = page.evaluate("[parts.map.getSize().x, parts.map.getSize().y]")
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert width == 2 * size[0]
    assert height > 2 * size[1]
    colours = page.evaluate(
        """async (bytes) => {
            const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
            const brush = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
            brush.drawImage(bitmap, 0, 0);
            const seen = new Set();
            const { data } = brush.getImageData(0, 0, bitmap.width, bitmap.height);
            for (let i = 0; i < data.length; i += 4) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
            return [...seen];
        }""",
        list(content),
    )
    # the post's ring in the colour of its state, and more than a blank sheet
    assert "163,18,63" in colours
    assert len(colours) > 50
    assert complaints == []


def test_a_picture_has_its_shape_the_whole_key_and_names_of_sides(opened: Open, tmp_path: Path) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-06", viewport=PHONE)
    where = "[parts.map.getZoom(), `${parts.map.getCenter()} ${parts.map.getSize()}`]"
    before = page.evaluate(where)
    key = page.locator("#key-body .layer:has(input:checked) li > span").all_text_contents()
    alone = page.context.new_page()
    for shape, ratio in {"wide": 16 / 9, "square": 1.0, "area": None}.items():
        page.locator("#save summary").click()
        page.locator("#save-shape").select_option(shape)
        page.locator("#save summary").click()
        alone.goto(saved(page, "svg", tmp_path).as_uri())
        width, height = (float(alone.locator("svg").first.get_attribute(name) or 0) for name in ("width", "height"))
        assert ratio is None or width / height == pytest.approx(ratio, abs=0.01)
        assert width >= 1200
        written = alone.locator("text").all_text_contents()
        whole = re.sub(r"\s", "", "".join(written))
        assert [row for row in key if re.sub(r"\s", "", row) not in whole] == []
        assert {"Tell", "South Tell"} <= set(written)
        assert re.sub(r"\s", "", page.locator("#sentence").inner_text()) in whole
        filled = alone.locator("path, rect").evaluate_all("found => found.map((one) => getComputedStyle(one).fill)")
        assert len({fill for fill in filled if "textured" in fill}) == 2
    # the reader's own view is as it was
    assert page.evaluate(where) == before
    assert page.locator(".of-side bdi").count() == 0
    assert complaints == []


def test_hostile_text_stays_text_in_a_drawing(opened: Open, tmp_path: Path) -> None:
    page, _, _ = opened(SituationMap(sample(text="</text><script>window.ran=1</script>&\u202e")))
    alone = page.context.new_page()
    alone.goto(saved(page, "svg", tmp_path).as_uri())
    assert alone.evaluate("window.ran") is None
    assert alone.locator("script").count() == 0


def test_the_layers_on_the_map_are_saved_as_geojson_of_the_day(opened: Open, tmp_path: Path) -> None:
    page, _, _ = opened(SituationMap(various(), language="ar"), "#date=2020-02-06&type=convoy")
    page.get_by_role("checkbox", name="الطرق").uncheck()
    path = saved(page, "geojson", tmp_path)
    made = json.loads(path.read_text(encoding="utf-8"))
    assert (path.name, made["date"]) == ("situation-2020-02-06.geojson", "2020-02-06")
    of: dict[str, list[dict[str, object]]] = {}
    for feature in made["features"]:
        of.setdefault(feature["properties"]["layer"], []).append(feature)
    assert {layer: [feature["id"] for feature in features] for layer, features in of.items()} == {
        "zones": ["Z1", "Z3"], "contact": ["contact-1"], "posts": ["P1"], "events": ["E2"], "places": ["C1", "C2"],
    }  # fmt: skip
    ground = [shapely.from_geojson(json.dumps(zone["geometry"])) for zone in of["zones"]]
    assert all(shapely.is_ccw(area.exterior) for area in ground)
    assert shapely.union_all(ground).equals(shapely.box(36, 35, 37, 36))
    post = of["posts"][0]["properties"]
    assert isinstance(post, dict)
    assert (post["name"], post["name_ar"], post["state"], post["state_since"]) == (
        "Morek",
        "مورك",
        "encircled",
        "2020-02-06",
    )
    event = of["events"][0]["properties"]
    assert isinstance(event, dict)
    assert (event["start_date"], event["end_date"], event["actor1"]) == ("2020-02-06", None, "Russia")


def test_days_are_saved_as_a_moving_picture_which_can_be_stopped(opened: Open, tmp_path: Path) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-07")
    page.locator("#save summary").click()
    page.locator("#save-shape").select_option("wide")
    page.locator("#gif-from").fill("2020-02-05")
    # stopped, it leaves nothing, and the reader is where the reader was
    downloads: list[Download] = []
    page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108 - playwright marks it
    page.evaluate("const make = document.getElementById('save-gif'); make.click(); setTimeout(() => make.click())")
    expect(page.get_by_role("button", name="Make it")).to_be_enabled()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    assert (downloads, day(page)) == ([], "2020-02-07")
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="Make it").click()
    download.value.save_as(tmp_path / "days.gif")
    assert download.value.suggested_filename == "situation-2020-02-05-2020-02-07.gif"
    with Image.open(tmp_path / "days.gif") as moving:
        frames = [np.asarray(frame.convert("RGB"), dtype=int) for frame in ImageSequence.Iterator(moving)]
    assert len(frames) == 3
    high, wide, _ = frames[0].shape
    assert wide / high == pytest.approx(16 / 9, abs=0.01)
    # the post is cut off on the second of the days
    assert all((one != other).any() for one, other in pairwise(frames))
    # each frame shows what the picture of its day shows, in 255 colours
    with page.expect_download() as download:
        page.locator("#save-png").click()
    with Image.open(download.value.path()) as still:
        same = np.asarray(still.convert("RGB").resize((wide, high)), dtype=int)
    assert np.abs(same - frames[-1]).mean() < 5
    assert complaints == []


def test_coordinates_are_told_and_a_way_is_measured_by_mouse_and_by_keyboard(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample()), "#date=2020-02-06")
    where, told = page.locator("#pointer p[dir]"), page.locator("#pointer [role=status]")
    at = "(lat, lon) => { const { x, y } = parts.map.latLngToContainerPoint([lat, lon]); return { x, y }; }"
    frame = page.locator(".folium-map").bounding_box()
    assert frame
    spots = [page.evaluate(f"({at})({lat}, {lon})") for lat, lon in ((35.2, 36.2), (35.2, 36.4), (35.4, 36.4))]
    spots = [(frame["x"] + spot["x"], frame["y"] + spot["y"]) for spot in spots]
    page.mouse.move(*spots[0])
    lat, lon = map(float, re.findall(r"\d+\.\d{4}", where.inner_text()))
    assert (lat, lon) == pytest.approx((35.2, 36.2), abs=0.01)
    assert "37S BU" in where.inner_text()
    ruler = page.get_by_role("button", name="Measure distances and areas")
    ruler.click()
    for spot in spots:
        page.mouse.click(*spot)
    # 0.2 degrees of longitude at 35.2 degrees north and 0.2 of latitude, and half of their product
    km, km2 = map(float, re.findall(r"[\d.]+", told.inner_text().replace("²", "")))
    assert (km, km2) == pytest.approx((40.4, 202), rel=0.02)
    # the ground under the points was not asked about
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    page.locator(".folium-map").focus()
    page.keyboard.press("Backspace")
    expect(told).to_have_text(re.compile(r"^18\.\d km$"))
    page.keyboard.press("Enter")
    expect(told).to_have_text(re.compile("area"))
    page.keyboard.press("Escape")
    expect(told).to_be_empty()
    expect(ruler).to_have_attribute("aria-pressed", "false")
    assert complaints == []


# paper, the dark, and words


@pytest.mark.parametrize("landscape", [False, True])
def test_a_printed_map_shows_the_same_ground_and_is_whole_on_a_page(
    opened: Open, tmp_path: Path, *, landscape: bool
) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-06", viewport={"width": 1440, "height": 900})
    seen = "(({ _southWest: a, _northEast: b }) => [a.lat, a.lng, b.lat, b.lng])(parts.map.getBounds())"
    before = page.evaluate(seen)
    page.evaluate("addEventListener('beforeprint', () => { window.printed = [" + seen + ", parts.map.getSize().x] })")
    content = page.pdf(path=tmp_path / "page.pdf", format="A4", landscape=landscape, prefer_css_page_size=True)
    # the style leaves it to the reader which way the paper lies
    sheet = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    assert sheet
    assert (float(sheet[1]) > float(sheet[2])) == landscape
    (south, west, north, east), width = page.evaluate("printed")
    assert south <= before[0] + 1e-6 < before[2] - 1e-6 <= north
    assert west <= before[1] + 1e-6 < before[3] - 1e-6 <= east
    # an upright A4 page is 21 cm wide, of which 2.2 are margin
    assert width / 96 * 2.54 < 21 - 2.2
    assert page.evaluate(seen) == pytest.approx(before, abs=0.01)
    page.emulate_media(media="print")
    for needed in ("#key-body", "#current-date", "#sentence", "#title", "#about-body"):
        expect(page.locator(needed)).to_be_visible()
    expect(page.locator("#tools")).to_be_hidden()


def test_the_chronicle_goes_to_days_and_posts(opened: Open) -> None:
    page, _, _ = opened(SituationMap(various()))
    page.locator("#chronicle summary").click()
    rows = page.locator("#chronicle tbody tr")
    expect(rows).to_have_count(3)
    turned = page.locator("#chronicle .of-post")
    expect(turned).to_contain_text("Morek: encircled (open until then)")
    rows.first.get_by_role("button").first.click()
    assert day(page) == START.isoformat()
    turned.get_by_role("button", name="Morek").click()
    expect(page.locator(".leaflet-popup h3")).to_contain_text("Morek")


def test_a_page_of_one_day_has_nothing_to_compare(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample().at(START + timedelta(days=1))), "#compare=2020-02-02")
    expect(page.locator("#compare-button")).to_be_hidden()
    assert complaints == []
