"""Reading a report: its places at their positions, and events proposed for review."""

# ruff: noqa: RUF001 -- Turkish has letters that look like others

import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from checkout import SHARED
from hypothesis import given
from hypothesis import strategies as st

from geo import Gazetteer
from geo.geometry.sphere import distance_km
from layers import Reading, read_report
from layers.errors import ReportFileError
from layers.reading.dates.find import dates
from layers.reading.fatalities.fatalities import Fatalities, count_fatalities
from layers.reading.reading import post_groups
from layers.reading.review import rows, save
from layers.reading.words import codes, number_words
from layers.texts.files import read_file, text_of

THURSDAY = date(2020, 2, 6)


def _turkish_capitals(word: str) -> str:
    return word.replace("i", "İ").upper()


# the positions of ../shared/facts and of GeoNames
PLACES = {
    "Turkey": (39.0, 35.0),
    "Russia": (60.0, 100.0),
    "Syria": (35.0, 38.0),
    "Iran": (32.0, 53.0),
    "Idlib": (35.83, 36.67),
    "ISTANBUL": (41.01, 28.95),
    "Baku": (40.38, 49.89),
    "Ankara": (39.92, 32.85),
    "Damascus": (33.51, 36.29),
    "Nur-Sultan": (51.18, 71.45),
    "Morek": (35.37, 36.69),
    "Surman": (35.61, 36.85),
    "Saraqeb": (35.86, 36.81),
}


@pytest.fixture(scope="module")
def story_text() -> str:
    path = SHARED / "reports" / "afp-2020-02-06.txt"
    if not path.exists():
        pytest.skip("the folder ../shared with development data is not here; a user's clone does not have it")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def story(story_text: str) -> Reading:
    return read_report(story_text, published=THURSDAY, dossier="idlib-2020")


def test_a_story_names_its_thirteen_places_and_no_others(story: Reading) -> None:
    assert {mention.name for mention in story.mentions if mention.literal} == set(PLACES)
    for mention in story.mentions:
        if mention.literal:
            place = story.place(mention)
            assert place is not None
            assert distance_km(place.lat, place.lon, *PLACES[mention.name]) < 15, mention.name


def test_idlib_is_the_province_where_the_text_says_so(story: Reading) -> None:
    assert {story.place(m).kind for m in story.mentions if m.name == "Idlib"} == {"province"}  # type: ignore[union-attr]


def test_processes_and_peoples_are_told_and_are_no_places(story: Reading) -> None:
    others = {mention.name for mention in story.mentions if not mention.literal}
    assert {"Astana", "Azerbaijani", "Kazakh", "Turkish", "Syrian"} <= others
    assert all(story.place(mention) is None for mention in story.mentions if not mention.literal)


def test_the_twelve_posts_are_a_group(story: Reading) -> None:
    [group] = [mention for mention in story.mentions if "observation posts" in mention.name]
    assert group.name == "12 observation posts"
    assert group.reason == "a group of 12 posts in Idlib"


def _events(story: Reading) -> list[tuple[object, ...]]:
    names = ("start_date", "event_type", "place", "actor1", "actor2", "fatalities_low", "certainty", "attribution")
    return [tuple(event[name] for name in names) for event in story.records()["events"]]


@pytest.mark.parametrize(
    "event",
    [
        ("2020-02-03", "Battles", "Idlib", "turkey", "government", 21, "reported", None),
        (
            *("2020-02-05", "Explosions/Remote violence", "Saraqib", "turkey", "government"),
            *(None, "claimed", "Syrian Observatory for Human Rights"),
        ),
        (
            *("2020-02-06", "Strategic developments", "Morek", "government", None),
            *(None, "claimed", "Syrian Observatory for Human Rights"),
        ),
        (
            *("2020-02-06", "Strategic developments", "Surman", "government", None),
            *(None, "claimed", "Syrian Observatory for Human Rights"),
        ),
        ("2020-02-29", "Statement", "Idlib", "government", "turkey", None, "claimed", "Erdogan"),
        ("2020-02-06", "Statement", "Turkey", "turkey", "Russia", None, "claimed", "Cavusoglu"),
        ("2020-03-01", "Statement", None, None, None, None, "claimed", "Kalin"),
    ],
)
def test_the_events_of_a_story_are_proposed(story: Reading, event: tuple[object, ...]) -> None:
    assert event in _events(story)


def test_nothing_is_invented(story: Reading) -> None:
    happened = [event for event in _events(story) if event[1] != "Statement"]
    assert len(happened) == 4
    assert len(story.events) <= 10


def test_no_words_of_a_report_are_given_unless_asked_for(story: Reading, story_text: str) -> None:
    assert "quote" not in story.records()["events"][0]
    event = story.records(quotes=True)["events"][0]
    assert event["quote"] == story_text[event["start"] : event["end"]]


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("on Monday", "2020-02-03", 1),
        ("on Thursday", "2020-02-06", 1),
        ("yesterday", "2020-02-05", 1),
        ("two were seen 3 days ago", "2020-02-03", 1),
        ("by the end of February", "2020-02-29", 1),
        ("earlier this week", "2020-02-03", 2),
        ("last week", "2020-01-27", 2),
        ("in March", "2020-03-01", 3),
        ("on December 30", "2019-12-30", 1),
        ("on 3 March 2019", "2019-03-03", 1),
        ("يوم الاثنين", "2020-02-03", 1),
        ("في 28 كانون الثاني", "2020-01-28", 1),
        ("pazartesi günü", "2020-02-03", 1),
        ("5 Şubat", "2020-02-05", 1),
    ],
)
def test_relative_dates_count_from_the_day_of_publication(text: str, start: str, precision: int) -> None:
    [when] = dates(text, THURSDAY)
    assert (when.start.isoformat(), when.precision) == (start, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 20 soldiers and personnel were killed", Fatalities(21, 21, None)),
        ("at least 9 civilians were killed", Fatalities(9, 9, None)),
        ("eight martyrs", Fatalities(8, 8, 8)),
        ("dozens of rebels were killed", Fatalities(12, 12, None)),
        ("up to 1,200 dead", Fatalities(None, None, 1200)),
        ("مقتل ثلاثة جنود", Fatalities(3, 3, 3)),
        ("8 asker öldü", Fatalities(8, 8, 8)),
        ("20 vehicles crossed the border", Fatalities()),
        ("20 soldiers were wounded", Fatalities()),
    ],
)
def test_the_dead_are_counted_as_acled_does(text: str, expected: Fatalities) -> None:
    assert count_fatalities(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If rebels captured Hama, it would be a disaster.",
        "Rebels have not captured Aleppo.",
        "Who bombed Idlib?",
        "The town could be encircled by government forces near Saraqib.",
        "Police in Paris opened a new school.",
    ],
)
def test_what_did_not_happen_is_no_event(text: str) -> None:
    assert read_report(text, published=THURSDAY, dossier="idlib-2020").events == ()


def test_events_are_read_in_arabic_and_turkish() -> None:
    arabic = read_report(
        "قصفت قوات النظام بلدة سراقب يوم الاثنين.", published="2020-02-06", dossier="idlib-2020"
    ).records()["events"]
    turkish = read_report(
        "Rejim güçleri pazartesi günü İdlib'i bombaladı.", published="2020-02-06", dossier="idlib-2020"
    ).records()["events"]
    for [event] in (arabic, turkish):
        assert (event["start_date"], event["actor1"]) == ("2020-02-03", "government")
        assert event["event_type"] == "Explosions/Remote violence"


def test_without_a_dossier_the_world_alone_is_read() -> None:
    reading = read_report("They met in Tripoli, Lebanon.", published=THURSDAY, dossier=None, gazetteer=Gazetteer.load())
    assert [place.country for mention in reading.mentions if (place := reading.place(mention))] == ["LB", "LB"]


@pytest.mark.parametrize("ending", [".csv", ".geojson"])
def test_reading_twice_adds_nothing(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"review{ending}"
    reading = read_report("Rebels captured Saraqib on Monday.", published=THURSDAY, dossier="idlib-2020")
    assert save(rows(reading, "story.txt"), path) == 1
    once = path.read_bytes()
    assert save(rows(reading, "story.txt"), path) == 0
    assert path.read_bytes() == once
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


LETTERS = st.sampled_from("0123456789:.-/ ,")
WORDS = st.sampled_from(
    [
        *(word for code in codes() for word in number_words(code)),
        *("February", "Şubat", "Nisan", "Aralık", "Salı", "Monday", "şubat", "كانون الثاني", "gün önce", "days ago"),
        *("öldü", "killed", "قتلى", "asker", "soldiers", "posts", "of", "the"),
    ]
)


@given(st.lists(st.one_of(WORDS, WORDS.map(str.upper), WORDS.map(_turkish_capitals), LETTERS), max_size=12))
def test_no_words_and_numbers_break_the_reading(parts: list[str]) -> None:
    for joint in (" ", ""):
        text = joint.join(parts)
        assert all(when.start < when.end for when in dates(text, THURSDAY))
        count_fatalities(text)
        post_groups(text, [])


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Suriye'nin İdlib ilinde saldırı oldu. İki asker şehit oldu.", 2),
        ("ALTI ASKER ŞEHİT OLDU", 6),
        ("İdlib'de on iki asker öldü.", 12),
        ("مقتل خمسة عشر جنديا في سراقب", 15),
    ],
)
def test_numbers_are_read_in_capitals_and_in_two_words(text: str, best: int) -> None:
    assert count_fatalities(text).best == best


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Rebels shelled Saraqib at 18:00 Feb 5, the army said.", "2020-02-05"),
        ("15 NİSAN 2020'de", "2020-04-15"),
        ("SALI günü", "2020-02-04"),
        ("İki gün önce", "2020-02-04"),
    ],
)
def test_dates_are_read_beside_times_and_in_capitals(text: str, start: str) -> None:
    assert [when.start.isoformat() for when in dates(text, THURSDAY)] == [start]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12 observation posts", "a group of 12 posts"),
        ("on iki gözlem noktası", "a group of 12 posts"),
        ("اثنتي عشرة نقطة مراقبة", "a group of 12 posts"),
    ],
)
def test_posts_are_grouped_in_three_languages(text: str, reason: str) -> None:
    assert [group.reason for group in post_groups(text, [])] == [reason]


def test_an_english_sentence_is_no_turkish_condition() -> None:
    text = "These Israeli warplanes bombed Tabriz on Monday."
    [event] = read_report(text, published="2026-02-06", dossier=None).events
    assert event.event_type == "Explosions/Remote violence"


def test_what_a_person_changed_in_the_table_stays(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    reading = read_report("Rebels captured Saraqib on Monday.", published=THURSDAY, dossier="idlib-2020")
    save(rows(reading, "story.txt"), path)
    path.write_text(path.read_text(encoding="utf-8").replace("proposed by sitmap read", "checked"), encoding="utf-8")
    save(rows(reading, "story.txt"), path)
    with path.open(encoding="utf-8-sig") as file:
        [row] = csv.DictReader(file)
    assert row["note"].startswith("checked")
    assert (row["start_date"], row["place"], row["geo_precision"]) == ("2020-02-03", "C3916", "1")


def test_a_table_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(ReportFileError, match=r"mine\.csv"):
        save(rows(read_report("Rebels captured Saraqib.", published=THURSDAY, dossier="idlib-2020"), "x"), path)
    assert path.read_text() == "a,b\n1,2\n"


def test_the_geojson_table_has_points(tmp_path: Path) -> None:
    path = tmp_path / "review.geojson"
    save(rows(read_report("Rebels captured Saraqib on Monday.", published=THURSDAY, dossier="idlib-2020"), "x"), path)
    [feature] = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert feature["geometry"]["coordinates"] == pytest.approx([36.80611, 35.8611], abs=0.01)


PAGE = """<html><head><title>Clashes</title>
<meta property="article:published_time" content="2020-02-06T10:00:00Z"></head>
<body><nav>Home News Sport</nav><article><h1>Clashes in the north</h1><p>Rebels captured Saraqib on Monday, a spokesman
told reporters in a long statement about the fighting in the north of the country.</p><p>The town lies where two main
roads meet and has changed hands several times in the course of the war.</p></article></body></html>"""


def test_pages_are_read_with_their_date(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_text(PAGE, encoding="utf-8")
    report = read_file(path)
    assert report.published == THURSDAY
    assert "Rebels captured Saraqib" in report.text
    assert "Sport" not in report.text


def test_a_word_file_is_not_dated_by_the_days_of_its_properties(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Rebels captured Saraqib on Monday.")
    document.core_properties.created = document.core_properties.modified = datetime(2020, 2, 6, tzinfo=UTC)
    document.save(str(tmp_path / "story.docx"))
    report = read_file(tmp_path / "story.docx")
    assert (report.text, report.published) == ("Rebels captured Saraqib on Monday.", None)
    assert report.modified == THURSDAY


def test_tables_of_word_files_are_read_and_the_day_of_a_template_is_none(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Reports of Monday.")
    document.add_table(1, 2).rows[0].cells[1].text = "Airstrike on Ariha"
    document.save(str(tmp_path / "table.docx"))
    report = read_file(tmp_path / "table.docx")
    assert report.text.splitlines() == ["Reports of Monday.", "", "Airstrike on Ariha"]
    assert report.published is None


def test_a_first_paragraph_with_a_colon_is_no_head() -> None:
    text = "Syria: Rebels captured Saraqib on Monday.\n\nMore was said."
    assert text_of("story.txt", text.encode()).text == text
    headed = text_of("story.txt", b"author: A\npublished: 2020-02-06\n\nThey met.")
    assert (headed.text, headed.published) == ("They met.", THURSDAY)


def test_a_day_of_publication_that_is_none_is_refused() -> None:
    with pytest.raises(ReportFileError, match=r"story\.txt: published: '6 February 2020'; expected"):
        text_of("story.txt", b"published: 6 February 2020\n\nThey met.")


def test_a_table_that_a_spreadsheet_saved_with_semicolons_is_added_to(tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    reading = read_report("Rebels captured Saraqib on Monday.", published=THURSDAY, dossier="idlib-2020")
    save(rows(reading, "story.txt"), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)
    assert save(rows(reading, "story.txt"), path) == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_read(encoding: str) -> None:
    mark = "" if encoding == "utf-16" else "\ufeff"
    report = text_of("story.txt", f"{mark}published: 2020-02-06\r\n\r\nثلاثة قتلى في سراقب".encode(encoding))
    assert (report.text, report.published) == ("ثلاثة قتلى في سراقب", THURSDAY)


def test_the_head_of_a_report_tells_who_published_it() -> None:
    report = text_of("story.txt", b"publisher: Example Wire\nurl: https://example.org/a\n\nThey met.")
    assert (report.publisher, report.url) == ("Example Wire", "https://example.org/a")


UNREADABLE = [
    ("a.docx", b"no"),
    ("a.txt", b"PK\x03\x04"),
    ("a.txt", b"caf\xe9"),
    ("a.html", b""),
    ("b.txt", b"\xff\xfea"),
]


@pytest.mark.parametrize(("name", "raw"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, raw: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ReportFileError, match=name.replace(".", r"\.")):
        read_file(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportFileError, match=r"nothing\.txt"):
        read_file(tmp_path / "nothing.txt")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Drones were shot down over Sumy and Mykolaiv.", ["place", "place"]),
        ("A missile hit Kherson on Friday. Kherson region was shelled as well.", ["place", "province"]),
        ("They fled from Kherson Oblast.", ["province"]),
        ("Fighting went on in Odesa and Zaporizhzhia.", ["place", "place"]),
    ],
)
def test_a_town_is_told_from_the_province_that_is_called_after_it(text: str, kinds: list[str]) -> None:
    reading = read_report(text, published="2023-03-14", dossier=None)
    places = [reading.place(mention) for mention in reading.mentions if mention.literal]
    assert [place and place.kind for place in places] == kinds


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Serakib", "Saraqib"),
        ("Neyrab", "Nayrab"),
        ("Maarat el-Numan", "Ma'arrat An Nu'man"),
        ("Cisr eş-Şuğur", "Jisr-Ash-Shugur"),
        ("Han Şeyhun", "Khan Shaykhun"),
        ("Halep", "Aleppo"),
        ("Şam", "Damascus"),
        ("Humus", "Homs"),
        ("İdlib", "Idlib"),
        ("Azez", "Azaz"),
        ("Cerablus", "Jarābulus"),
    ],
)
def test_turkish_spellings_are_found(spelling: str, name: str) -> None:
    text = f"Suriye'nin İdlib ve Hama illerinde çatışmalar sürüyor. {spelling} kentinde bir saldırı oldu."
    reading = read_report(text, published="2020-02-06", dossier="idlib-2020")
    [place] = {reading.place(mention) for mention in reading.mentions if mention.name == spelling}
    assert place is not None
    assert place.name == name


def test_a_turkish_word_that_no_place_is_called_by_is_no_place() -> None:
    text = "Açıklamada Xqzvwk'da ve Serakib'de saldırı olduğu belirtildi."
    assert [mention.name for mention in read_report(text, published="2020-02-06", dossier="idlib-2020").mentions] == [
        "Serakib"
    ]
