"""Words of probability: the limits of ICD 203, mirrored, with the per cent in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.encirclement.chance import is_even, per_cent, step
from geo.encirclement.sentences import languages, sentences

WORDS = (
    *[(share, "almost no chance") for share in (0, 1, 4)],
    *[(share, "very unlikely") for share in (5, 19)],
    *[(share, "unlikely") for share in (20, 44)],
    *[(share, "roughly even chance") for share in (45, 50, 55)],
    *[(share, "likely") for share in (56, 80)],
    *[(share, "very likely") for share in (81, 95)],
    *[(share, "almost certain") for share in (96, 99, 100)],
)


@pytest.mark.parametrize(("share", "words"), WORDS)
def test_the_whole_per_cent_chooses_the_words(share: int, words: str) -> None:
    assert sentences("en").chance(share / 100).partition(" (")[0] == words


@pytest.mark.parametrize(
    ("probability", "rounded"),
    [(0.045, 5), (0.955, 95), (0.445, 45), (0.555, 55), (0.285, 29), (0.0049, 0), (0.995, 99)],
)
def test_halves_are_rounded_towards_50(probability: float, rounded: int) -> None:
    assert per_cent(probability) == rounded


@given(st.integers(0, 10_000))
def test_a_probability_and_its_complement_have_mirrored_words(share: int) -> None:
    probability = share / 10_000
    assert step(probability) + step(1 - probability) == 6
    assert is_even(probability) == is_even(1 - probability)


@given(st.floats(0, 1))
def test_no_language_says_0_or_100_per_cent(probability: float) -> None:
    for language in languages():
        text = sentences(language).percent(probability)
        number = "".join(character for character in text if character.isdigit())
        assert 1 <= int(number) <= 99


@pytest.mark.parametrize("language", languages())
def test_each_language_has_seven_steps(language: str) -> None:
    assert len(set(sentences(language).section("chance")["words"])) == 7
    assert len(sentences(language).section("chance")["openings"]) == 7


def test_an_even_chance_is_said_with_the_state_that_it_counts_as() -> None:
    say = sentences("en")
    assert say.chance_that("no_way", 0.52, "encircled") == (
        "A roughly even chance (52 %) that no way is left; counted as encircled."
    )
    assert say.chance_that("way", 0.88, "open") == "It is very likely (88 %) that a way is left."
    assert say.chance_that("no_way", 0.997, "encircled") == "It is almost certain (over 99 %) that no way is left."
