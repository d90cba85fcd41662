"""Numbers as reports write them, in figures and in words of English, Arabic and Turkish; and ACLED's for vague ones."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterable
from itertools import chain

from layers.reading.words import either, folded, words

_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ARABIC = (
    ("واحد", "واحدة"), ("اثنان", "اثنين", "اثنتين"), ("ثلاثة", "ثلاث"), ("أربعة", "أربع"), ("خمسة", "خمس"),
    ("ستة", "ست"), ("سبعة", "سبع"), ("ثمانية", "ثماني", "ثمان"), ("تسعة", "تسع"), ("عشرة", "عشر"),
    ("أحد عشر", "إحدى عشرة"), ("اثنا عشر", "اثني عشر", "اثنتا عشرة", "اثنتي عشرة"),
)  # fmt: skip
_ARABIC_TENS = ["عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_ARABIC_HUNDREDS = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
_TURKISH = ["bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
_TURKISH_TENS = ["on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]
NUMBERS = {
    "en": {word: i for i, word in enumerate(_UNITS, 1)}
    | {word: 10 * i for i, word in enumerate(_TENS, 2)}
    | {
        f"{ten}{joint}{unit}": 10 * i + j
        for i, ten in enumerate(_TENS, 2)
        for j, unit in enumerate(_UNITS[:9], 1)
        for joint in "- "
    }
    | {"a dozen": 12, "half a dozen": 6, "two dozen": 24, "three dozen": 36, "a hundred": 100},
    "ar": {word: i for i, words in enumerate(_ARABIC, 1) for word in words}
    | {f"{masculine} عشر": 10 + i for i, (masculine, *_) in enumerate(_ARABIC[2:9], 3)}
    | {f"{feminine} عشرة": 10 + i for i, (_, feminine, *_) in enumerate(_ARABIC[2:9], 3)}
    | {f"{ten}{ending}": 10 * i for i, ten in enumerate(_ARABIC_TENS, 2) for ending in ("ون", "ين")},
    "tr": {word: i for i, word in enumerate(_TURKISH, 1)}
    | {word: 10 * i for i, word in enumerate(_TURKISH_TENS, 1)}
    | {f"{ten} {unit}": 10 * i + j for i, ten in enumerate(_TURKISH_TENS, 1) for j, unit in enumerate(_TURKISH, 1)},
}
"""Words for numbers, by language."""
_NUMBERS = {folded(word): value for told in NUMBERS.values() for word, value in told.items()}
# what a number before them is counted in
_TIMES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "yüz": 100,
    "bin": 1_000,
    "milyon": 1_000_000,
    **dict.fromkeys(("مئة", "مائة", "مئات"), 100),
    **dict.fromkeys(("ألف", "ألفا", "ألفاً", "الف", "آلاف"), 1_000),
    **dict.fromkeys(("مليون", "ملايين"), 1_000_000),
}
# hundreds and thousands that are one word
_HUNDREDS = {
    **dict.fromkeys(("مئتين", "مئتان", "مائتين", "مائتان", "مئتي", "مئتا"), 200),
    **dict.fromkeys(("ألفين", "ألفان", "ألفي"), 2_000),
    **{f"{unit}{end}": 100 * i for i, unit in enumerate(_ARABIC_HUNDREDS, 3) for end in ("مئة", "مائة")},
}
VAGUE = {
    **dict.fromkeys(("several", "a few"), 3),
    **dict.fromkeys(("dozens", "dozens of", "several dozen", "a few dozen", "عشرات", "العشرات من", "onlarca"), 12),
    "scores": 20,
    "scores of": 20,
    **dict.fromkeys(("hundreds", "hundreds of", "several hundred", "a few hundred", "مئات", "yüzlerce"), 100),
    **dict.fromkeys(("thousands", "thousands of", "several thousand", "a few thousand", "آلاف", "binlerce"), 1_000),
    **dict.fromkeys(("tens of thousands", "tens of thousands of", "عشرات الآلاف من"), 10_000),
    **dict.fromkeys(("hundreds of thousands", "hundreds of thousands of", "مئات الآلاف من"), 100_000),
}
"""The ACLED codebook's values for numbers that nobody counted, and the like for larger ones."""


def _any(told: Iterable[str]) -> str:
    """Write an expression for whole words, the longest of those that begin alike first."""
    return rf"{either(map(re.escape, sorted(told, key=len, reverse=True)))}(?!\w)"


_PEOPLE = either(words("people")["counted"])
_FIGURES = r"(?<![\w.,:/–-])\d{1,3}(?:[,.]\d{1,3})*"
_SMALL = {language: _any(told) for language, told in NUMBERS.items()}
# five and twenty
_SMALL["ar"] = rf"(?:{_SMALL['ar']}\sو{_SMALL['ar']}|{_SMALL['ar']})"
_JOINT = {"en": r"\s(?:and\s)?", "ar": r"\sو", "tr": r"\s"}
_COUNTED_IN = {
    "en": r"(?:hundred|thousand|million)(?:\s(?:thousand|million))?\b",
    "ar": r"(?:مئة|مائة|مئات|ألف(?:ا|اً)?|الف|آلاف|مليون|ملايين)(?:\s(?:ألف|مليون))?(?!\w)",
    "tr": r"(?:yüz|bin|milyon)(?:\s(?:bin|milyon))?\b",
}
# a hundred without a number before it; the son of somebody (bin) is no thousand
_ONE_OF = {
    "en": r"(?:a\s)?(?:hundred|thousand|million)\b",
    "ar": rf"(?:(?:مئة|مائة|ألف|مليون)(?!\w)|{_any(_HUNDREDS)})",
    "tr": r"(?:yüz|bin)(?=\s+(?:asker|sivil|kişi|terörist|unsur|militan|çocuk|kadın|polis"
    rf"|{_SMALL['tr']}|yüz\b))",
}


def _large(language: str) -> str:
    """Write an expression for numbers from a hundred on: two thousand five hundred and six."""
    small, joint = _SMALL[language], _JOINT[language]
    part = rf"(?:(?:{small}|{_FIGURES})\s{_COUNTED_IN[language]}|{_ONE_OF[language]})"
    return rf"{part}(?:{joint}{part})*(?:{joint}{small})?"


WORDS = rf"\b(?:{'|'.join((_any(VAGUE), *map(_large, NUMBERS), *(_SMALL[one] for one in ('en', 'tr', 'ar'))))})"
"""An expression for numbers in words, with figures where thousands and millions are counted."""
NUMERAL = _any({*chain(*NUMBERS.values()), *_TIMES} - {"bin", "bir"})
"""An expression for one word of a number."""
# in 2014 people died: a year, unless it is people who are counted
_DATED = "".join(
    rf"(?<!\b{word} )"
    for word in (
        *("in", "since", "until", "before", "during", "early", "late", "عام", "سنة", "العام"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    )
)
_YEAR = r"(?:19|20)\d\d(?![\d,.]*\d)"
_COUNTED = rf"(?:\d{{1,4}}[-–])?\d{{1,4}}\s+{_PEOPLE}\b"
_NO_YEAR = rf"(?:(?!{_YEAR})|{_DATED}(?<!\d, )(?={_COUNTED}))"
FIGURES = (
    rf"(?<![\w.,:/–-]){_NO_YEAR}(?:\d{{1,4}}[-–])?(?:\d{{1,3}}(?:[,.]\d{{3}})+|\d{{1,7}})"
    r"(?![\w,.:/–-]*\d|\s*(?:km|%|percent|per cent))"
)
"""An expression for numbers in figures that count something: no years, and 15–20."""
# no one, two of them, on Monday (ten, in Turkish)
NOT = (
    r"(?<!\bno )(?!\w+ of (?:them|whom)\b|on\b"
    rf"(?! (?:{'|'.join(_TURKISH)}|bin|asker|sivil|kişi|terörist|unsur|militan|çocuk|kadın|polis)))"
)
"""What keeps a word from being a number."""
_ANY = {**_NUMBERS, **{folded(word): value for word, value in (_TIMES | _HUNDREDS).items()}}
_PARTS = re.compile(rf"\d[\d.,]*|{either(map(re.escape, sorted(_ANY, key=len, reverse=True)))}(?!\w)")


def number(word: str) -> str:
    """Write a number that is told in a word in digits, where the word is known.

    Examples
    --------
    >>> number("twelve"), number("12")
    ('12', '12')
    """
    return str(_NUMBERS.get(folded(word), word))


def bounds(told: str) -> tuple[int, int | None]:
    """Give the least and the most that a number tells; None where nobody counted.

    Examples
    --------
    >>> bounds("two thousand five hundred"), bounds("2.5 million"), bounds("1,200"), bounds("15-20"), bounds("dozens")
    ((2500, 2500), (2500000, 2500000), (1200, 1200), (15, 20), (12, None))
    """
    word = folded(told)
    if word in VAGUE:
        return VAGUE[word], None
    few, dash, many = word.replace("–", "-").partition("-")
    if dash and few.isdigit():
        low, high = int(few), _value(many)
        # 1-15: who knows
        return (low, high) if low < high else (high, high)
    count = _NUMBERS.get(word) or _value(word)
    return count, count


def _value(told: str) -> int:
    """Add up the words of a number: thousands and millions are counted, and the rest is added to them."""
    whole, part = 0.0, 0.0
    for match in _PARTS.finditer(told):
        word = match[0]
        if word in _TIMES_FOLDED:
            times = _TIMES_FOLDED[word]
            if times == 100:  # noqa: PLR2004 - hundreds are counted in thousands again
                part = (part or 1) * times
            else:
                whole, part = whole + (part or 1) * times, 0
        else:
            part += _ANY[word] if word in _ANY else _figures(word)
    return round(whole + part)


def _figures(word: str) -> float:
    """Read figures: groups of three digits are thousands, and what follows a mark else is a part."""
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", word.rstrip(".,"))
    plain = word.rstrip(".,")
    return float(re.sub("[.,]", "", plain)) if grouped or plain.isdigit() else float(plain.replace(",", "."))


_TIMES_FOLDED = {folded(word): value for word, value in _TIMES.items()}
