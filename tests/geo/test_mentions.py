"""Place names in running text, in English, Arabic and Turkish."""

# ruff: noqa: RUF001 -- Turkish has a dotless i

import pytest

from geo import Gazetteer, Mention, Place, find_mentions
from geo.mentions.beside import Beside
from geo.mentions.capital_words import capital_words
from geo.mentions.cues import Cues, cue_columns, cues_of
from geo.mentions.name_spans import spans_of

WORLD = Gazetteer.load()
DOSSIER = Gazetteer.of(
    [
        Place("C3916", "Saraqab", 35.8611, 36.80611, name_ar="سراقب", aliases=("Saraqeb",), country="SY"),
        Place("C3029", "Murak", 35.37393, 36.68932, name_ar="مورك", aliases=("Morek",), country="SY"),
        Place("C3972", "Sarman", 35.60729, 36.85257, name_ar="الصرمان", aliases=("Surman",), country="SY"),
    ],
    name="dossier",
)
BOTH = DOSSIER | WORLD


def _found(text: str) -> dict[str, bool]:
    return {mention.name: mention.literal for mention in find_mentions(text, BOTH)}


def test_offsets_point_at_the_names() -> None:
    text = "Troops left Saraqeb on Monday.\nThe outposts at Morek and Surman are encircled."
    found = find_mentions(text, BOTH)
    assert [text[mention.start : mention.end] for mention in found] == ["Saraqeb", "Morek", "Surman"]
    assert [mention.name for mention in found] == ["Saraqeb", "Morek", "Surman"]


def test_a_text_without_places_has_none() -> None:
    assert find_mentions("", BOTH) == []
    assert find_mentions("They met on Monday and said nothing in March.", BOTH) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Washington said on Friday that it would withdraw its troops.", "Washington"),
        ("The Washington Post reported it.", "Washington"),
        ("Under a 2018 deal with Moscow, the posts stay.", "Moscow"),
        ("He was treated at the Aleppo Pharmacy.", "Aleppo"),
        ("They held talks as part of the Astana process.", "Astana"),
        ("Turkish troops crossed the border.", "Turkish"),
        ("Russian jets were seen over the province.", "Russian"),
        ("القوات التركية دخلت المدينة", "التركية"),
    ],
)
def test_a_thing_called_after_a_place_is_not_the_place(text: str, name: str) -> None:
    assert _found(text)[name] is False


@pytest.mark.parametrize(
    "text",
    [
        "Baghdadi was killed in a raid, his aides said.",
        "President Abu Bakr al-Baghdadi spoke.",
        "Mr. Jackson, 54, said so. Jackson was there with Henry Lincoln.",
        "Sheriff Paris Houston declined to comment.",
    ],
)
def test_people_are_no_places(text: str) -> None:
    assert _found(text) == {}


def test_a_town_with_its_state_is_two_names() -> None:
    assert _found("A man from Paris, Texas, was arrested.") == {"Paris": True, "Texas": True}


def test_the_kind_of_a_place_is_read_from_the_text() -> None:
    [province] = find_mentions("They fled the province of Idlib.", WORLD)
    [town] = find_mentions("They fled the town of Idlib.", WORLD)
    assert province.kinds == {"province"}
    assert town.kinds == {"place"}


def test_arabic_names_are_found_behind_letters_joined_to_them() -> None:
    text = "قصفت الطائرات بلدة سراقب وأرسلت تركيا تعزيزات إلى مورك وبلدة الصرمان"
    found = find_mentions(text, BOTH)
    assert [mention.name for mention in found] == ["سراقب", "تركيا", "مورك", "الصرمان"]
    assert all(text[mention.start : mention.end] == mention.name for mention in found)


def test_turkish_endings_are_no_part_of_a_name() -> None:
    assert list(_found("Suriye'nin İdlib kentinde rejim güçleri ilerledi, heyet Ankara'ya döndü.")) == [
        "Suriye",
        "İdlib",
        "Ankara",
    ]


def test_a_mention_is_a_place_name_by_default() -> None:
    assert Mention(0, 5, "Idlib").literal


@pytest.mark.parametrize(
    "name", ["Ma'arrat al-Nu'man", "Maarrat an-Numan", "Deir ez-Zor", "al-Bab", "Sana'a", "Ta'izz", "Dar'a"]
)
def test_names_with_an_article_or_an_apostrophe_are_read_whole(name: str) -> None:
    text = f"Shells fell near {name} on Monday."
    [found] = find_mentions(text, BOTH)
    assert text[found.start : found.end] == name


@pytest.mark.parametrize(("word", "name"), [("Halep'e", "Halep"), ("Ankara'dan", "Ankara"), ("Syria's", "Syria")])
def test_endings_of_a_name_are_left_out(word: str, name: str) -> None:
    [found] = find_mentions(f"They came from {word} capital in Hama.", BOTH)[:1]
    assert found.name == name


def test_a_list_of_places_before_a_state_is_no_single_name() -> None:
    assert "Paris and Dublin" not in _found("He went to Paris and Dublin, Ohio, on Monday.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smoke rises over Bakhmut\nKYIV", ["Bakhmut", "KYIV"]),
        ("Every line is as long as it can be; they flew to New\nYork by way of Berlin.", ["New\nYork", "Berlin"]),
        ("They drove along the M5 to Hama.", ["Hama"]),
        ("A Su-24 and a T-72 were lost near Homs.", ["Homs"]),
        ("The minister will visit Ankara on Saturday.", ["Ankara"]),
        ("They met envoys of the People's Republic of China in Doha.", ["People's Republic of China", "Doha"]),
    ],
)  # fmt: skip
def test_a_name_ends_where_the_line_the_date_or_the_road_begins(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_mentions(text, WORLD) if mention.literal] == names


@pytest.mark.parametrize("text", ["Hamas rejected it in Cairo.", "Fatah and Hamas met in Cairo."])
def test_movements_are_no_places(text: str) -> None:
    assert [mention.name for mention in find_mentions(text, WORLD) if mention.literal] == ["Cairo"]


@pytest.mark.parametrize("name", ["Kurds", "Tuareg", "Yazidi"])
def test_peoples_without_a_country_of_their_name_are_marked_as_peoples(name: str) -> None:
    assert _found(f"Many {name} fled from Aleppo.") == {name: False, "Aleppo": True}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("قصف قرى وبلدات في ريف حماة", ["حماة"]),
        ("وسط حصار خانق على المدنيين في المدينة", []),
        ("سيطروا على جبل قرب مدينة دير الزور", ["دير الزور"]),
        ("دخلوا جبل الزاوية أمس", ["جبل الزاوية"]),
    ],
)
def test_arabic_words_for_kinds_of_places_are_no_names_by_themselves(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_mentions(text, WORLD) if mention.literal] == names


def test_an_arabic_adverb_is_no_country() -> None:
    assert _found("القوات المدعومة روسياً دخلت سراقب") == {"روسياً": False, "سراقب": True}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rejim güçleri Cerablus'tan çekildi ve saldırı durdu.", ["Cerablus"]),
        ("Şam ve Humus kentlerinde çatışmalar sürüyor.", ["Şam", "Humus"]),
        ("Cisr eş-Şuğur ilçesi için bir açıklama yapıldı.", ["Cisr eş-Şuğur"]),
        ("Erdoğan'a göre bu bir saldırı, ama sonra sustu.", []),
    ],
)
def test_turkish_places_are_known_by_their_endings(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_mentions(text, BOTH) if mention.literal] == names


def test_turkish_endings_are_looked_for_in_turkish_only() -> None:
    assert find_mentions("They wrote of Qwertz'de and Erdoğan in English.", BOTH) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Soldiers retook Yei before noon.", "Yei"),
        ("The column entered Hit from the west.", "Hit"),
        ("Two trucks burnt out near Gao.", "Gao"),
        ("Jets bombed Bor twice.", "Bor"),
        ("Families fled to Gao by boat.", "Gao"),
        ("They withdrew from Yei on Monday.", "Yei"),
        ("Rain fell on the town of Bor.", "Bor"),
        ("Gunners shelled Van for an hour.", "Van"),
        ("Van'da trafik kazası: iki kişi öldü.", "Van"),
    ],
)
def test_a_short_name_that_is_announced_is_that_of_a_place(text: str, name: str) -> None:
    assert _found(text)[name]


@pytest.mark.parametrize(
    "text",
    [
        "He gave the money to Lee.",
        "The call came in from Kim.",
        "They attacked Roy.",
        "She visited Pat.",
        "He told the UN.",
    ],
)
def test_a_short_name_of_a_person_is_none(text: str) -> None:
    assert _found(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "figure"),
    [
        ("Moscow has not replied.", "Moscow", "government"),
        ("Baku and Yerevan agreed.", "Yerevan", "government"),
        ("لم تعلق أنقرة على ذلك", "أنقرة", "government"),
        ("Şam yönetimi saldırı için bir açıklama yaptı.", "Şam", "government"),
        ("Syrian farmers left.", "Syrian", "people"),
        ("القوات التركية دخلت المدينة", "التركية", "people"),
        ("The army attacked Hamas again.", "Hamas", "movement"),
        ("The Iran-backed militia fired first.", "Iran", "backer"),
        ("The Geneva Convention was signed.", "Geneva", "part of a name"),
        ("The Bank of Lebanon froze the accounts.", "Lebanon", "part of a name"),
        ("درست في جامعة بغداد", "بغداد", "part of a name"),
        ("Rain fell in Goma.", "Goma", None),
        ("اندلعت حرائق في سرمين", "سرمين", None),
    ],
)
def test_a_mention_has_a_figure_if_the_place_is_not_meant(text: str, name: str, figure: str | None) -> None:
    [found] = [mention for mention in find_mentions(text, BOTH) if mention.name == name]
    assert (found.figure, found.literal) == (figure, figure is None)


def test_a_mention_is_literal_without_a_figure() -> None:
    assert Mention(0, 6, "Moscow", figure="government").literal is False
    assert Mention(0, 5, "Idlib").literal


@pytest.mark.parametrize(
    ("text", "name", "cues"),
    [
        ("They met in Paris", "Paris", {"before"}),
        ("it hit Washington said he", "Washington", {"speech_after", "area"}),
        ("all of Syria's towns", "Syria", {"before", "area", "possessive"}),
        ("then Kurds left", "Kurds", {"demonym", "unknown"}),
    ],
)
def test_every_cue_stands_in_its_column(text: str, name: str, cues: set[str]) -> None:
    found = capital_words(text)
    spans = spans_of(text, found, WORLD)
    [row] = [i for i, span in enumerate(spans) if span.name == name]
    columns = cue_columns()
    assert set(Cues(text, found, spans).of(spans[row], Beside.of(text, spans[row]))) <= set(columns)
    seen = cues_of(text, found, spans, [Beside.of(text, span) for span in spans])[row]
    assert {cue for cue, value in zip(columns, seen, strict=True) if value} - {"always", "fame"} >= cues
    assert ("speech_after" in cues) == bool(seen[columns["speech_after"]])
