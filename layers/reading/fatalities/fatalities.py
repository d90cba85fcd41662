"""Numbers of dead in the text of a report, as ACLED codes them: low, best and high."""

# ruff: noqa: RUF001 -- letters that look alike in several languages are what this module is about

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from layers.reading.fatalities.numbers import FIGURES, NOT, NUMERAL, WORDS, bounds
from layers.reading.words import either, folded, words

_MORE = ("more than", "over", "أكثر من", "fazla")
_LEAST = ("at least", "a minimum of", "ما لا يقل عن", "لا يقل عن", "en az")
_ABOUT = ("nearly", "almost", "about", "around", "some", "roughly", "an estimated", "نحو", "حوالي", "yaklaşık")
_MOST = ("up to", "as many as")
_HOW = rf"(?:(?P<how>{'|'.join((*_MORE, *_LEAST, *_ABOUT, *_MOST))})\s+)?"
_COUNT = rf"{NOT}(?P<count>{WORDS}|{FIGURES})"
# words that end what is counted: 12 tanks and two soldiers, 12 villages where people died
_NO_ADJECTIVE = (
    r"(?:to|and|or|but|where|when|while|who|whose|which|that|after|as|ve|veya|ile|و)\b"
    rf"|و(?:{NUMERAL}|{either(words('people')['counted'])}\b)|{NUMERAL}"
)

_PEOPLE, _ONE, _TWO, _PERSONS = (either(words("people")[name]) for name in ("counted", "one", "two", "persons"))
_GROUP = re.compile(
    rf"{_HOW}(?:{_COUNT}(?P<adjectives>(?:\s+(?!{_PEOPLE}\b|{_NO_ADJECTIVE})[^\W\d][\w’'-]*){{0,4}}?)\s+(?P<people>{_PEOPLE})\b"
    rf"|(?<!\w)(?:(?P<one>{_ONE})|(?P<two>{_TWO}))(?!\w))",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_HOW}{_COUNT}\b", re.IGNORECASE)
_KINDS = ("either", "dead", "hurt", "neutralised")
_BEFORE = {kind: words("fates")[kind]["before"] for kind in _KINDS}
_FATES = "|".join(f"(?P<{kind}>{either(_BEFORE[kind], words('fates')[kind]['behind'])})" for kind in _KINDS)
_ANY_FATE = either(*_BEFORE.values(), *(words("fates")[kind]["behind"] for kind in _KINDS))
_FATE = re.compile(rf"(?<!\w)(?:{_FATES})(?!\w)", re.IGNORECASE)
# these, told before a number, say what became of those that follow; in Arabic the subject may stand between
_FORWARD = re.compile(
    rf"{either(*_BEFORE.values())}\s+(?:{either(_MORE, _LEAST, _ABOUT, _MOST)}\s+)?"
    rf"(?:(?:him|her|them)sel(?:f|ves)\s+and\s+)?(?:the\s+)?(?:\d|{NOT}(?:{WORDS}|{_ONE}|{_TWO})(?!\w))"
    rf"|{either(words('fates')['subject_between']['words'])}(?:\s+(?!{_ANY_FATE}|{NUMERAL})[^\W\d]+){{1,4}}?"
    rf"\s+(?:{FIGURES}|{WORDS})\s+(?:من\s+)?{_PEOPLE}",
    re.IGNORECASE,
)
# cows die as well: 30 dead animals, killed 12 cows; and who stands behind a number is counted by it
_NO_PEOPLE = re.compile(
    rf"(?:\s+(?!{_PEOPLE}\b)[^\W\d][\w’'-]*)?\s+{either(words('people')['animals'])}\b"
    rf"|\s+(?!(?:{_PEOPLE}|{_PERSONS}|this|was|has|says|others|across|towards|plus|besides)\b)(?-i:[a-z]{{3,}}s)\b",
    re.IGNORECASE,
)
# the death toll rose to 34
_TOLL = re.compile(
    r"(?:death toll|number of (?:dead|deaths)|حصيلة (?:ال)?(?:قتلى|شهداء|ضحايا)|ölü sayısı|şehit sayısı)"
    rf"[^.\n]{{0,120}}?\s(?:(?:to|at|of|is|was|reached|reaches|passed|exceeded|hit|now) )?{_HOW}{_COUNT}(?!\w)",
    re.IGNORECASE,
)
# between 10 and 15 people, 10 to 15 people
_LOW = rf"(?:{FIGURES}|{WORDS})"
_RANGE = re.compile(rf"(?:\b(?:between|from)\s+(?P<one>{_LOW})\s+(?:and|to)|(?P<other>{_LOW})\s+to)\s+$", re.IGNORECASE)
# so far back is looked for what stands right before a number
_LOOK = 60
_BEHIND = re.compile(rf"(?:\d|{NUMERAL})\s+$", re.IGNORECASE)
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
    known = _Fates(fates)
    return tuple((group, known.of(group)) for group in groups if not group.is_part)


def _groups(text: str, fates: Sequence[_Fate]) -> Iterator[Group]:
    ends = [-1]
    starts: list[int] = []
    for match in _GROUP.finditer(text):
        # a thousand civilian: the people of a number are no one of them
        if not match["count"] and _BEHIND.search(text, max(0, match.start() - _LOOK), match.start()):
            continue
        # between a number and its people no verb stands: five killed and ten civilians
        if match["count"] and _FATE.search(match["adjectives"]):
            continue
        starts.append(match.start())
        ends.append(match.end())
        if not _PERPETRATORS.match(text, match.end()):
            yield _group(text, match)
    known = _Fates(fates)
    for match in _BARE.finditer(text):
        # no group that begins before it reaches into it
        free = ends[bisect_left(starts, match.end())] <= match.start()
        if free and (_is_share(text, match) or known.touch(text, match)):
            yield _group(text, match)


def _group(text: str, match: re.Match[str]) -> Group:
    told, before = match.groupdict(), text[max(0, match.start() - _LOOK) : match.start()]
    few = 1 if told.get("one") else 2 if told.get("two") else None
    counted = Toll(few, few, few) if few else _counted(match["count"], match["how"])
    between = _RANGE.search(before)
    if between and counted.high:
        least = _counted(between["one"] or between["other"], None).low
        counted = Toll(least, least, counted.high)
    return Group(*match.span(), counted, bool(_PART.search(before)))


def _is_share(text: str, match: re.Match[str]) -> bool:
    """Tell whether a bare number goes on with a list of numbers and places: three in one town and two in another."""
    before = text[max(0, match.start() - _LOOK) : match.start()]
    return bool(_SHARE[0].search(before) and _SHARE[1].match(text, match.end()))


class _Fates:
    """What a text tells that became of people, in order."""

    def __init__(self, fates: Sequence[_Fate]) -> None:
        self._fates = fates
        self._starts = [fate.start for fate in fates]

    def _around(self, start: int, end: int) -> tuple[_Fate | None, _Fate | None, _Fate | None]:
        """Give what is told last before a part of a text, first in it, and first behind it."""
        first, behind = bisect_left(self._starts, start), bisect_left(self._starts, end)
        inside = self._fates[first] if first < behind else None
        after = self._fates[behind] if behind < len(self._fates) else None
        while first and self._fates[first - 1].end > start:
            first -= 1
        return self._fates[first - 1] if first else None, inside, after

    def touch(self, text: str, match: re.Match[str]) -> bool:
        """Tell whether nothing stands between a bare number and what became of those: 12 dead, killing 12."""
        before, _, after = self._around(*match.span())
        if before and before.forward and not text[before.end : match.start()].strip():
            return not _NO_PEOPLE.match(text, match.end())
        return bool(
            after
            and not after.forward
            and _JOINED.fullmatch(text, match.end(), after.start)
            and not _NO_PEOPLE.match(text, after.end)
        )

    def of(self, group: Group) -> str | None:
        """Find what became of a group: what is told right before it, else what is told next."""
        before, inside, after = self._around(group.start, group.end)
        # eight martyrs
        if inside:
            return inside.kind
        following = after if after and not after.forward else None
        if before and before.forward:
            # killed three and five wounded: the second word looks back at what stands beside it
            near = following is not None and following.start - group.end <= 1
            return following.kind if following and near else before.kind
        return following.kind if following else None


def _counted(word: str, how: str | None) -> Toll:
    low, high = bounds(word)
    how = folded(how or "")
    # dozens, 15 to 20
    if low != high:
        return Toll(low, low, high)
    if how in _MORE:
        return Toll(low + 1, low + 1, None)
    if how in _LEAST:
        return Toll(low, low, None)
    if how in _MOST:
        return Toll(None, None, low)
    return Toll(low, low, None if how else low)


def _sum(tolls: list[Toll]) -> Toll:
    def total(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    if len(tolls) == 1:
        return tolls[0]
    return Toll(*(total([getattr(one, name) for one in tolls]) for name in Toll.__slots__))
