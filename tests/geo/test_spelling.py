"""Spelling: equal, similar and different names."""
# ruff: noqa: RUF001 -- letters that look alike in several scripts are tested

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names.romanisation import romanise_all, similarity, skeleton_all
from geo.names.spelling import normalise, normalise_all, split_qualifier, variants

NAMES = st.text(max_size=20)
WORDS = st.text("abdfghijklmnqrstuwyz", min_size=2, max_size=9)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Saraqib", "saraqib", "SARAQIB", "Sarāqib", " Saraqib "],
        ["Ma'arrat an-Numan", "Maʿarrat al-Nuʿmān", "MAARRAT AL NUMAN", "Ma‘arrat Numan"],
        ["Jisr al-Shughur", "Jisr ash-Shughur", "Jisr esh Shughūr", "Jisr Shughur"],
        ["Hama", "Hamah", "Hameh", "Ḩamāh"],
        ["Nur-Sultan", "Nur Sultan", "Nursultan"],
        ["إدلب", "ادلب", "أدلب", "إِدْلِب"],
        ["حماة", "حماه", "حـمـاة"],
        ["الصرمان", "صرمان"],
        ["كفر نبل", "كفرنبل", "کفر نبل"],
        ["الفوج ٤٦", "الفوج 46", "الفوج ۴۶"],
        ["Şırnak", "Sirnak", "ŞIRNAK".replace("I", "ı")],
    ],
)
def test_spellings_that_differ_in_how_they_are_written_down_share_a_key(spellings: list[str]) -> None:
    assert len(set(normalise_all(spellings))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("Sarmin", "Sarman"), ("Kafr Nabl", "Kafr Nabuda"), ("Rashidin 4", "Rashidin 5"), ("As Pontes", "Pontes")],
)
def test_different_names_keep_different_keys(first: str, second: str) -> None:
    assert normalise(first) != normalise(second)


@pytest.mark.parametrize("article", ["al-", "el-", "Al ", "ul-"])
def test_the_article_makes_no_difference(article: str) -> None:
    assert normalise(f"{article}Khalidiyah") == normalise("Khalidiyah")


def test_a_name_without_letters_has_no_key() -> None:
    assert normalise("—’") == normalise("") == ""


@given(st.lists(NAMES, max_size=8))
def test_names_in_bulk_get_the_keys_they_get_alone(names: list[str]) -> None:
    assert normalise_all(names) == [normalise(name) for name in names]
    assert skeleton_all(names) == [key for name in names for key in skeleton_all([name])]
    assert len(romanise_all(names)) == len(names)


@given(NAMES)
def test_a_key_does_not_depend_on_how_unicode_composes_a_name(name: str) -> None:
    assert normalise(unicodedata.normalize("NFC", name)) == normalise(unicodedata.normalize("NFD", name))


@given(WORDS, WORDS)
def test_similarity_is_the_same_both_ways_and_between_0_and_1(first: str, second: str) -> None:
    assert similarity(first, second) == pytest.approx(similarity(second, first))
    assert 0 <= similarity(first, second) <= 1


@given(WORDS)
def test_a_name_is_wholly_similar_to_itself(word: str) -> None:
    assert similarity(word, word.upper()) == 1


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [("سراقب", "Saraqeb"), ("مورك", "Morek"), ("خان شيخون", "Khan Shaykhun"), ("معرة النعمان", "Ma'arrat al-Nu'man")],
)
def test_arabic_and_latin_spellings_share_a_skeleton(arabic: str, latin: str) -> None:
    assert skeleton_all([arabic]) == skeleton_all([latin])
    assert similarity(arabic, latin) > 0.85


def test_a_common_first_word_does_not_make_names_alike() -> None:
    assert similarity("Kafr Tab", "Kafr Zeita") < 0.7
    assert similarity("Tell Aas", "Tal Hawash") < 0.8


def test_spellings_in_the_news_are_more_alike_than_neighbouring_villages() -> None:
    assert similarity("Sarakib", "Saraqib") > 0.95 > similarity("Sarmin", "Saraqib")


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("Deir Sunbul (Jabal Shashabo)", ("Deir Sunbul", "Jabal Shashabo")),
        ("Tripoli, Lebanon", ("Tripoli", "Lebanon")),
        ("Maarat al-Numan", ("Maarat al-Numan", None)),
        ("(Idlib)", ("(Idlib)", None)),
    ],
)
def test_a_qualifier_is_split_from_its_name(name: str, split: tuple[str, str | None]) -> None:
    assert split_qualifier(name) == split


def test_a_qualifier_in_brackets_is_no_name_of_the_place() -> None:
    assert variants("Sheikh Idris (Saraqib)") == ["Sheikh Idris (Saraqib)", "Sheikh Idris"]
