"""Place names in Arabic texts, with the world's gazetteer alone."""

import pytest

from geo import Gazetteer, Mention, find_mentions

WORLD = Gazetteer.load()


def _found(text: str) -> list[Mention]:
    return find_mentions(text, WORLD)


@pytest.mark.parametrize(
    "text",
    [
        "عاد الوفد إلى العاصمة مساء الخميس",
        "وقعت الحادثة يوم الأربعاء في عاصمة البلاد",
        "التقى الرئيس ناصر بالوفد",
        "كانت المظاهرة سلمية وشارك فيها خمسة",
        "عاد مع العقيد فارس إلى منزله",
    ],
)
def test_capitals_weekdays_titles_and_adjectives_are_no_places(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("استقبل مستشفى حلب عشرين جريحاً", "حلب"), ("درست في جامعة بغداد", "بغداد"), ("انسحب لواء القدس", "القدس")],
)
def test_an_institution_called_after_a_place_is_not_the_place(text: str, name: str) -> None:
    assert [(mention.name, mention.literal) for mention in _found(text)] == [(name, False)]


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("لم تعلق أنقرة على ذلك", False),
        ("نفت موسكو الخبر", False),
        ("اتهمت الوزارة طهران بذلك", True),
        ("بغداد ترفض العرض", False),
        ("قال إنه اتفق مع دمشق", False),
        ("انتهت المحادثات بين كييف والوفد", False),
        ("سقطت كابول قبل الفجر", True),
        ("عاد من موسكو أمس", True),
        ("اندلعت حرائق في دمشق", True),
    ],
)
def test_a_capital_that_speaks_is_a_government(text: str, literal: bool) -> None:  # noqa: FBT001 - what is expected
    assert [mention.literal for mention in _found(text)] == [literal]


def test_a_name_listed_after_a_place_is_a_place() -> None:
    assert [mention.name for mention in _found("وصلوا إلى سرمين وسراقب")] == ["سرمين", "سراقب"]
    assert [mention.name for mention in _found("حرائق في سراقب، بنش وسرمين")] == ["سراقب", "بنش", "سرمين"]


def test_the_score_rises_with_the_evidence() -> None:
    [announced] = _found("اندلعت حرائق في سرمين")
    [joined] = _found("حرائق بإدلب")
    [alone] = _found("حلب هادئة")
    assert announced.score > joined.score > 0.5
    assert announced.score > alone.score > 0.5
