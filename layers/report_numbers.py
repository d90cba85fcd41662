"""Numbers of dead in the text of a report, as ACLED codes them: low, best and high."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from layers.report_words import either, folded, words

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
_TURKISH = ["bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"]
_TURKISH_TENS = ["on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan"]
NUMBERS = {
    "en": {word: i for i, word in enumerate(_UNITS, 1)}
    | {word: 10 * i for i, word in enumerate(_TENS, 2)}
    | {f"{ten}-{unit}": 10 * i + j for i, ten in enumerate(_TENS, 2) for j, unit in enumerate(_UNITS[:9], 1)}
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
# the ACLED codebook's values for numbers that nobody counted
_VAGUE = {
    **dict.fromkeys(("several", "a few"), 3),
    **dict.fromkeys(("dozens", "dozens of", "عشرات", "العشرات من", "onlarca"), 12),
    "scores": 20,
    "scores of": 20,
    **dict.fromkeys(("hundreds", "hundreds of", "مئات", "yüzlerce"), 100),
}
_NUMBER = either(map(re.escape, sorted([*chain(*NUMBERS.values()), *_VAGUE], key=len, reverse=True)))
_MORE = ("more than", "over", "أكثر من", "fazla")
_LEAST = ("at least", "a minimum of", "ما لا يقل عن", "لا يقل عن", "en az")
_ABOUT = ("nearly", "almost", "about", "around", "some", "roughly", "an estimated", "نحو", "حوالي", "yaklaşık")
_MOST = ("up to", "as many as")
_HOW = rf"(?:(?P<how>{'|'.join((*_MORE, *_LEAST, *_ABOUT, *_MOST))})\s+)?"
# no one, two of them, on Monday (ten, in Turkish)
_NOT = (
    r"(?<!\bno )(?!\w+ of (?:them|whom)\b|on\b"
    rf"(?! (?:{'|'.join(_TURKISH)}|asker|sivil|kişi|terörist|unsur|militan|çocuk|kadın|polis)))"
)
_DIGITS = r"(?<![\w.,:/-])\d{1,3}(?:[,.]\d{3})*(?![\w,.:/-]*\d|\s*(?:km|%|percent|per cent))"
_COUNT = rf"{_NOT}(?P<count>{_DIGITS}|\b(?:{_NUMBER}))"

_PEOPLE, _ONE, _TWO = (either(words("people")[name]) for name in ("counted", "one", "two"))
_GROUP = re.compile(
    rf"{_HOW}(?:{_COUNT}(?P<adjectives>(?:\s+(?!(?:{_PEOPLE}|to)\b)[^\W\d][\w’'-]*){{0,4}}?)\s+(?P<people>{_PEOPLE})\b"
    rf"|(?<!\w)(?:(?P<one>{_ONE})|(?P<two>{_TWO}))(?!\w))",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_HOW}{_COUNT}\b", re.IGNORECASE)
_FATES = "|".join(f"(?P<{kind}>{either(words('fates')[kind])})" for kind in ("either", "dead", "hurt", "neutralised"))
_FATE = re.compile(rf"(?<!\w)(?:{_FATES})(?!\w)", re.IGNORECASE)
# these, told before a number, say what became of those that follow
_FORWARD = re.compile(
    rf"{either(words('fates')['either'], words('fates')['forward'])}\s+(?:{either(_MORE, _LEAST, _ABOUT, _MOST)}\s+)?"
    rf"(?:(?:him|her|them)sel(?:f|ves)\s+and\s+)?(?:the\s+)?(?:\d|{_NOT}(?:{_NUMBER}|{_ONE}|{_TWO})(?!\w))",
    re.IGNORECASE,
)
# the death toll rose to 34
_TOLL = re.compile(
    r"(?:death toll|number of (?:dead|deaths)|حصيلة (?:ال)?(?:قتلى|شهداء|ضحايا)|ölü sayısı|şehit sayısı)"
    rf"[^.\n]{{0,120}}?\s(?:(?:to|at|of|is|was|reached|reaches|passed|exceeded|hit|now) )?{_HOW}{_COUNT}(?!\w)",
    re.IGNORECASE,
)
# between 10 and 15 people, 10 to 15 people
_LOW = rf"(?:\d{{1,4}}|\b(?:{_NUMBER}))"
_RANGE = re.compile(rf"(?:\b(?:between|from)\s+(?P<one>{_LOW})\s+(?:and|to)|(?P<other>{_LOW})\s+to)\s+$", re.IGNORECASE)
_PERPETRATORS = re.compile(rf"[^,.;]{{0,20}}?{either(words('people')['perpetrators'])}", re.IGNORECASE)
# killed three in one town and two in another
_SHARE = re.compile(r"(?:,|\band)\s+$"), re.compile(r"(?: (?:more|others))? (?:in|at|near) (?:the )?[A-Z]")
_PART = re.compile(r"(?:including|among them|of them|of whom|بينهم|من بينهم|بينهن|منهم)\s*$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:were |was |are |have been |had been |reported |others? |more )*\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Toll:
    """How many died; None where nobody says."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People who are counted, by their offsets in a text."""

    start: int
    end: int
    toll: Toll
    is_part: bool


@dataclass(frozen=True, slots=True)
class _Fate:
    """A word for what became of people: of those before it, or after it."""

    start: int
    end: int
    kind: str
    forward: bool


def number(word: str) -> str:
    """Write a number that is told in a word in digits, where the word is known.

    Examples
    --------
    >>> number("twelve"), number("12")
    ('12', '12')
    """
    return str(_NUMBERS.get(folded(word), word))


def toll(text: str) -> Toll:
    """Read how many died from a sentence: all groups of people together, those that are parts of others left out.

    Examples
    --------
    >>> toll("more than 20 soldiers and personnel were killed on Monday")
    Toll(low=21, best=21, high=None)
    >>> toll("After we had eight martyrs"), toll("Dozens of fighters were killed").low, toll("They met on Monday").low
    (Toll(low=8, best=8, high=8), 12, None)
    >>> [toll(text).best for text in ("19 rebels and 12 soldiers were killed", "killed three, including two children")]
    [31, 3]
    """
    groups = _judged(text)
    dead = [group.toll for group, fate in groups if fate == "dead"]
    if not dead and (told := _TOLL.search(text)):
        return _counted(told["count"], told["how"])
    if dead:
        return _sum(dead)
    # killed, captured or wounded: nobody says how many of them died
    down = [group.toll.high or group.toll.best or 0 for group, fate in groups if fate in {"neutralised", "either"}]
    return Toll(None, None, sum(down)) if down else Toll()


def dead(text: str) -> list[Group]:
    """Find the groups of people who died, each by itself.

    Examples
    --------
    >>> [group.toll.best for group in dead("It killed three in Nikopol and two in Odesa, and wounded five")]
    [3, 2]
    """
    return [group for group, fate in _judged(text) if fate == "dead"]


def death(text: str) -> tuple[int, int] | None:
    """Find where a text first tells that somebody died."""
    fates = (match for match in _FATE.finditer(text) if match.lastgroup != "hurt")
    return next((match.span() for match in fates), None)


# the same clause is asked for its dead by several rules
@lru_cache(maxsize=1_000)
def _judged(text: str) -> tuple[tuple[Group, str | None], ...]:
    """Find groups of people, and what became of each."""
    fates = [
        _Fate(m.start(), m.end(), str(m.lastgroup), bool(_FORWARD.match(text, m.start()))) for m in _FATE.finditer(text)
    ]
    groups = _groups(text, fates) if fates else ()
    return tuple((group, _fate(group, fates)) for group in groups if not group.is_part)


def _groups(text: str, fates: list[_Fate]) -> Iterator[Group]:
    taken: list[tuple[int, int]] = []
    for match in _GROUP.finditer(text):
        # between a number and its people no verb stands: five killed and ten civilians
        if match["count"] and _FATE.search(match["adjectives"]):
            continue
        taken.append(match.span())
        if not _PERPETRATORS.match(text, match.end()):
            yield _group(text, match)
    for match in _BARE.finditer(text):
        free = not any(start < match.end() and match.start() < end for start, end in taken)
        if free and (_is_share(text, match) or any(_touches(text, match, fate) for fate in fates)):
            yield _group(text, match)


def _group(text: str, match: re.Match[str]) -> Group:
    told, before = match.groupdict(), text[: match.start()]
    few = 1 if told.get("one") else 2 if told.get("two") else None
    counted = Toll(few, few, few) if few else _counted(match["count"], match["how"])
    between = _RANGE.search(before)
    if between and counted.high:
        least = _counted(between["one"] or between["other"], None).low
        counted = Toll(least, least, counted.high)
    return Group(*match.span(), counted, bool(_PART.search(before)))


def _is_share(text: str, match: re.Match[str]) -> bool:
    """Tell whether a bare number goes on with a list of numbers and places: three in one town and two in another."""
    return bool(_SHARE[0].search(text[: match.start()]) and _SHARE[1].match(text, match.end()))


def _touches(text: str, match: re.Match[str], fate: _Fate) -> bool:
    """Tell whether nothing stands between a bare number and what became of those: 12 dead, killing 12."""
    if fate.forward:
        return fate.end <= match.start() and not text[fate.end : match.start()].strip()
    return match.end() <= fate.start and bool(_JOINED.fullmatch(text[match.end() : fate.start]))


def _fate(group: Group, fates: list[_Fate]) -> str | None:
    """Find what became of a group: what is told right before it, else what is told next."""
    before = [fate for fate in fates if fate.end <= group.start]
    inside = [fate for fate in fates if group.start <= fate.start < group.end]
    after = [fate for fate in fates if fate.start >= group.end]
    # eight martyrs
    if inside:
        return inside[0].kind
    following = after[0] if after and not after[0].forward else None
    if before and before[-1].forward:
        # killed three and five wounded: the second word looks back at what stands beside it
        near = following is not None and following.start - group.end <= 1
        return following.kind if following and near else before[-1].kind
    return following.kind if following else None


def _counted(word: str, how: str | None) -> Toll:
    word, how = folded(word), folded(how or "")
    if word in _VAGUE:
        return Toll(_VAGUE[word], _VAGUE[word], None)
    count = _NUMBERS.get(word) or int(re.sub(r"[.,]", "", word))
    if how in _MORE:
        return Toll(count + 1, count + 1, None)
    if how in _LEAST:
        return Toll(count, count, None)
    if how in _MOST:
        return Toll(None, None, count)
    return Toll(count, count, None if how else count)


def _sum(tolls: list[Toll]) -> Toll:
    def total(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    if len(tolls) == 1:
        return tolls[0]
    return Toll(*(total([getattr(one, name) for one in tolls]) for name in Toll.__slots__))
