"""Place names in Turkish texts about other countries, with the world's gazetteer alone."""

# ruff: noqa: RUF001 -- Turkish has a dotless i

import pytest

from geo import Gazetteer, Mention, find_mentions

WORLD = Gazetteer.load()


def _found(text: str) -> list[Mention]:
    return find_mentions(text, WORLD)


def _literal(text: str) -> list[str]:
    return [mention.name for mention in _found(text) if mention.literal]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Birlikler Resulayn'ı kuşattı ve saldırı başladı.", ["Resulayn"]),
        ("Milisler Tel Abyad'da iki köye girdi, çatışmalar sürüyor.", ["Tel Abyad"]),
        ("Konvoy Münbiç'e doğru ilerledi ve sonra durdu.", ["Münbiç"]),
        ("İsrail Han Yunus'u ve Refah'ı bombaladı, iki kişi öldü.", ["Han Yunus", "Refah"]),
        ("Gazze'de Refah'a saldırı sürüyor, iki kişi öldü.", ["Gazze", "Refah"]),
        ("Mahmur'da ve Terhune'de iki kişi öldü, Sermin'i de vurdular.", ["Mahmur", "Terhune", "Sermin"]),
        ("Mardin'in Derik ilçesinde iki kişi öldü, saldırı sürüyor.", ["Mardin", "Derik"]),
        ("Uçaklar Serakib'in kuzeyini vurdu, saldırı sürüyor.", ["Serakib"]),
    ],
)
def test_names_are_known_by_every_ending_behind_an_apostrophe(text: str, names: list[str]) -> None:
    assert _literal(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Kandil kutlandı ve herkes bir araya geldi.",
        "Refah Partisi için bir açıklama yapıldı.",
        "Polis olay yerine geldi ve açıklama yaptı.",
        "Pazar günü iki kişi öldü, açıklama yapıldı.",
        "Cumhurbaşkanı Erdoğan'a göre saldırı sonra başladı.",
        "Bakan Hulusi Akar'ı aradı ve açıklama yaptı.",
        "Barış Pınarı Harekatı'nda iki asker öldü.",
        "Mehmet Yılmaz'ı arayan için bir açıklama yapıldı.",
    ],
)
def test_weekdays_people_and_operations_are_no_places(text: str) -> None:
    assert _literal(text) == []


def test_an_apostrophe_makes_an_ordinary_word_a_name() -> None:
    assert _literal("Ordu'da ve Rize'de iki köy için uyarı yapıldı.") == ["Ordu", "Rize"]


def test_the_ends_of_a_road_are_found_and_are_not_where_something_was() -> None:
    found = _found("Halep-Şam karayolu için çatışmalar sürüyor.")
    assert [(mention.name, mention.literal) for mention in found] == [("Halep", False), ("Şam", False)]


def test_a_capital_with_its_government_is_none() -> None:
    assert [mention.literal for mention in _found("Şam yönetimi saldırı için bir açıklama yaptı.")] == [False]


def test_the_surroundings_of_a_place_are_marked_as_a_part() -> None:
    found = _found("İdlib'in güneyinde ve Halep kırsalında çatışmalar sürüyor, Hama'da saldırı yok.")
    assert [(mention.name, mention.is_part) for mention in found] == [("İdlib", True), ("Halep", True), ("Hama", False)]


def test_the_score_rises_with_the_evidence() -> None:
    [known] = _found("Cerablus'ta iki kişi öldü ve saldırı sürüyor.")
    [given] = _found("Askerler Cerablus'a girdi ve çatışmalar sürüyor.")
    [unknown] = _found("Qvartzel'de iki kişi öldü ve saldırı sürüyor.")
    assert known.score > given.score > unknown.score
