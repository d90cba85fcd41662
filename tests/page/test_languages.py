"""The interface in English and Arabic: the same texts in both, and a page that changes between them at once."""

import re
from importlib.resources import files
from string import Formatter

import pytest
from page_browser import Open
from page_sample import data_of, sample
from playwright.sync_api import expect

from geo.errors import SitmapError
from layers.dossier.settings.wording import Wording
from maps import SituationMap, UnknownLanguageError
from maps.page.texts import interface, languages

ARABIC = re.compile(r"[\u0600-\u06ff]")
# of Arabic, by Unicode's plural rules; English has the last two of its own
PLURALS = {
    "en": {"one", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
    "uk": {"one", "few", "many", "other"},
}
COUNTED = re.compile(r"(count\.\w+)\.(zero|one|two|few|many|other)$")


def counted(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in interface(language):
        if match := COUNTED.match(key):
            found.setdefault(match[1], set()).add(match[2])
    return found


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.browser
def test_names_and_summaries_are_shown_in_any_language_that_the_dossier_has_them_in(opened: Open) -> None:
    page, _, complaints = opened(SituationMap(sample(), language="uk"), "#date=2020-02-03")
    expect(page.locator("#key-body")).to_contain_text("Південь")
    shown = page.evaluate("parts.store.event.get('E1').summary")
    assert shown == "Обстріл"
    assert page.evaluate("parts.store.event.get('E1').summary_language") == "uk"
    assert page.evaluate("parts.store.event.get('E2').summary") == "Tell"
    assert complaints == []


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_text_and_no_other(language: str) -> None:
    singular = {key for key in interface("en") if not COUNTED.match(key)}
    assert {key for key in interface(language) if not COUNTED.match(key)} == singular
    assert counted(language).keys() == counted("en").keys()


@pytest.mark.parametrize("language", languages())
def test_what_is_counted_has_every_plural_form_of_its_language(language: str) -> None:
    assert {key: forms for key, forms in counted(language).items() if forms != PLURALS[language]} == {}


@pytest.mark.parametrize("language", languages())
def test_texts_have_the_same_blanks_in_every_language(language: str) -> None:
    english, other = interface("en"), interface(language)
    different = [key for key in english if not COUNTED.match(key) and blanks(english[key]) != blanks(other[key])]
    assert different == []


def test_arabic_texts_are_arabic() -> None:
    # figures and their units stay as they are
    plain = {key for key, text in interface("ar").items() if not ARABIC.search(text)}
    assert plain <= {"number.degrees", "number.percent", "picture.comma", "about.translation"}


def test_every_text_that_the_page_asks_for_by_name_is_there() -> None:
    template = (files("maps") / "templates" / "page.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r'(?:said|named|titled)\("([\w.]+)"\)', template))
    assert asked
    assert asked <= interface("en").keys()


def test_a_language_that_the_page_does_not_speak_is_refused() -> None:
    with pytest.raises(UnknownLanguageError, match="'xx': the page speaks en, ar, uk") as caught:
        SituationMap(sample(), language="xx")
    assert isinstance(caught.value, SitmapError)


def test_a_dossier_in_arabic_opens_in_arabic_unless_another_language_is_asked_for() -> None:
    layers = sample(language="ar-SY")
    assert '<html lang="ar" dir="rtl">' in SituationMap(layers).get_root().render()
    assert '<html lang="en" dir="ltr">' in SituationMap(layers, language="en").get_root().render()


@pytest.mark.browser
def test_the_button_changes_the_language_of_the_whole_page_without_reloading_it(opened: Open) -> None:
    page, requests, complaints = opened(SituationMap(sample()))
    page.evaluate("window.stayed = true")
    page.get_by_role("button", name="العربية").click()
    html = page.locator("html")
    expect(html).to_have_attribute("lang", "ar")
    expect(html).to_have_attribute("dir", "rtl")
    expect(page.locator("#posts-heading")).to_have_text("النقاط")
    expect(page.locator("#current-date")).to_have_text("10 فبراير 2020")
    expect(page.locator("#posts-table td.state")).to_contain_text("محاصَرة")
    expect(page.locator("#key")).to_contain_text("خط التماس")
    expect(page.locator("#months")).to_contain_text("فبراير")
    expect(page.locator("#about-body")).to_contain_text("مصدرين")
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup dt").first).to_have_text("منذ")
    page.get_by_role("button", name="English").click()
    expect(html).to_have_attribute("dir", "ltr")
    expect(page.locator("#current-date")).to_have_text("10 February 2020")
    assert page.evaluate("window.stayed")
    assert len(requests) == 1
    assert complaints == []


@pytest.mark.browser
def test_a_page_in_arabic_says_nothing_in_english_but_the_dossiers_own_words(opened: Open) -> None:
    layers = sample(text="نص")
    layers["events"]["geo_precision"] = [1, 2, 3]
    page, _, _ = opened(SituationMap(layers, language="ar"), "#date=2020-02-06&compare=2020-02-02")
    page.locator("#filters summary").click()
    page.locator("#chronicle summary").click()
    left = page.evaluate("""() => [...document.querySelectorAll('#page *')]
        .filter(e => !e.closest('[lang=en], #language, .leaflet-control-scale, option') && e.checkVisibility())
        .flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim())
            .concat(['aria-label', 'title', 'placeholder'].map(name => e.getAttribute(name) ?? '')))
        .filter(text => /[A-Za-z]{2}/.test(text))""")
    # ids, sides without an Arabic name, and who made the page
    foreign = [text for text in left if not re.search(r"^R\d+|sitmap|GeoNames|South|^SY$|Zoom|GeoJSON|PNG|SVG", text)]
    assert foreign == []


@pytest.mark.browser
def test_names_are_arabic_where_the_dossier_has_them(opened: Open) -> None:
    layers = sample(text="Tall")
    layers["posts"]["name_ar"] = "تل"
    page, _, _ = opened(SituationMap(layers, language="ar"))
    expect(page.locator("#posts-table button")).to_have_text("تل")
    expect(page.locator(".label.of-post")).to_have_text("تل")
    page.locator(".post").click()
    expect(page.locator(".leaflet-popup h3")).to_have_text("تل Tall")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".label.of-post")).to_have_text("Tall")


@pytest.mark.browser
def test_right_to_left_mirrors_the_page_and_the_way_that_time_runs(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample(), language="ar"), "#date=2020-02-05")
    panel, stage = (page.locator(which).bounding_box() for which in ("#panel", "#stage"))
    assert panel is not None
    assert stage is not None
    assert panel["x"] + panel["width"] <= stage["x"] + 1
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-06")
    page.locator("#date-slider").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#current-date")).to_have_attribute("datetime", "2020-02-07")


@pytest.mark.browser
def test_the_language_is_in_the_address(opened: Open) -> None:
    page, _, _ = opened(SituationMap(sample()), "#date=2020-02-05&lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("#language").click()
    page.wait_for_url("**#date=2020-02-05")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("n", "said"), [(1, "نقطة واحدة"), (2, "نقطتين"), (3, "3 نقاط"), (12, "12 نقطة"), (100, "100 نقطة")]
)
def test_arabic_counts_by_its_own_plural_rules(opened: Open, n: int, said: str) -> None:
    page, _, _ = opened(SituationMap(sample(), language="ar"))
    assert page.evaluate("n => parts.texts.count('count.posts', n)", n) == said


@pytest.mark.browser
def test_arabic_fits_a_phone(opened: Open) -> None:
    viewport = {"width": 390, "height": 844}
    page, _, _ = opened(SituationMap(sample(), language="ar"), "#compare=2020-02-02", viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.locator("#changes")).to_be_visible()


def test_the_page_offers_the_languages_of_the_dossier() -> None:
    layers = sample()
    layers.dossier.settings.wording = Wording(
        languages=("uk", "en", "xx"), post_word="garrison", translated={"post_word": {"uk": "гарнізон"}}
    )
    texts = data_of(SituationMap(layers, language="uk").get_root().render())["texts"]
    assert [*texts] == ["uk", "en"]
    assert texts["en"]["column.post"] == "Garrison"
    assert texts["uk"]["found.post"] == "гарнізон"
    plain = data_of(SituationMap(sample()).get_root().render())["texts"]
    assert [*plain] == ["en", "ar"]


@pytest.mark.browser
def test_title_and_summary_follow_the_language_and_a_translation_that_nobody_checked_says_so(opened: Open) -> None:
    layers = sample()
    texts = {"title": {"uk": "Назва"}, "summary": {"uk": "Опис"}}
    layers.dossier.settings.wording = Wording(languages=("en", "uk"), translated=texts)
    page, _, _ = opened(SituationMap(layers), "#lang=uk&date=2020-02-06")
    expect(page.locator("#title")).to_have_text("Назва")
    expect(page).to_have_title("Назва")
    expect(page.locator("#about-body")).to_contain_text("Опис")
    expect(page.locator("#about-body")).to_contain_text("ще не перевірив")
    expect(page.locator("#sentence strong")).to_contain_text("Оточено: 1, усього 1 пост")
    page.locator("#language").click()
    expect(page.locator("#title")).to_have_text("Tell")
    expect(page.locator("#about-body")).not_to_contain_text("Опис")
