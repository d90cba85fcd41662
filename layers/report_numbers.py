"""Numbers of dead in the text of a report, as ACLED codes them: low, best and high."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from dataclasses import dataclass

_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS = {word: i for i, word in enumerate(_SMALL.split(), 1)} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "واحد": 1,
    "ثلاثة": 3,
    "أربعة": 4,
    "خمسة": 5,
    "ستة": 6,
    "سبعة": 7,
    "ثمانية": 8,
    "تسعة": 9,
    "عشرة": 10,
    "bir": 1,
    "iki": 2,
    "üç": 3,
    "dört": 4,
    "beş": 5,
    "altı": 6,
    "yedi": 7,
    "sekiz": 8,
    "dokuz": 9,
    "on": 10,
}
# the ACLED codebook's values for numbers that nobody counted
_VAGUE = {
    "several": 3,
    "dozens": 12,
    "dozens of": 12,
    "scores": 20,
    "hundreds": 100,
    "hundreds of": 100,
    "عشرات": 12,
    "onlarca": 12,
}
_NUMBER = "|".join(map(re.escape, sorted([*_NUMBERS, *_VAGUE], key=len, reverse=True)))
_HOW = r"(?P<how>more than|at least|over|nearly|almost|about|around|some|up to|أكثر من|ما لا يقل عن|en az)?"
_COUNT = rf"{_HOW}\s*\b(?P<count>\d[\d,]*|{_NUMBER})\b"
_DEAD = (
    r"(?:killed|dead|died|deaths|martyrs|martyred|lost their lives|fatalities"
    r"|قتلى|قتيل|شهداء|قتلوا|قتل|öldü|öldürüldü|şehit)"
)
_AFTER = re.compile(rf"{_COUNT}(?P<between>(?:\s+[\w’'-]+){{0,9}}?)\s+{_DEAD}\b", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\b(?:killed|killing|kills|left|مقتل|قتل|استشهاد)\s+{_COUNT}(?!\s+(?:wounded|injured))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Toll:
    """How many died; None where nobody says."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


def number(word: str) -> str:
    """Write a number that is told in a word in digits, where the word is known.

    Examples
    --------
    >>> number("twelve"), number("12")
    ('12', '12')
    """
    return str(_NUMBERS.get(word.lower(), word))


def toll(text: str) -> Toll:
    """Read how many died from a sentence.

    Examples
    --------
    >>> toll("more than 20 soldiers and personnel were killed on Monday")
    Toll(low=21, best=21, high=None)
    >>> toll("After we had eight martyrs"), toll("Dozens of fighters were killed").low, toll("They met on Monday").low
    (Toll(low=8, best=8, high=8), 12, None)
    """
    match = _AFTER.search(text) or _BEFORE.search(text)
    if match is None:
        return Toll()
    word = match["count"].lower()
    how = (match["how"] or "").lower()
    if word in _VAGUE:
        return Toll(_VAGUE[word], _VAGUE[word], None)
    number = _NUMBERS.get(word) or int(word.replace(",", "") or 0)
    if how in {"more than", "over", "أكثر من"}:
        return Toll(number + 1, number + 1, None)
    if how in {"at least", "ما لا يقل عن", "en az"}:
        return Toll(number, number, None)
    if how == "up to":
        return Toll(None, None, number)
    return Toll(number, number, None if how else number)
