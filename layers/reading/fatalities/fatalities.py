"""Numbers of fatalities in the text of a report, as ACLED codes them: low, best and high (https://acleddata.com)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from layers.reading.fatalities.numbers import bounds, in_figures, in_words, no_number, numeral
from layers.reading.words import by_language, expression, folded, remembered, words

# length of text that is searched before a number
_LOOK = 60


@dataclass(frozen=True, slots=True)
class Fatalities:
    """A number of fatalities; None where the text does not say."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """People who are counted, with their offsets in a text; ``is_part`` is True if a group before includes them.

    Their fate is ``dead``, ``hurt``, ``neutralised``, ``either`` (dead or hurt) or None.
    """

    start: int
    end: int
    number: Fatalities
    is_part: bool
    fate: str | None = None


@dataclass(frozen=True, slots=True)
class _Fate:
    """A word for a fate; ``is_forward`` is True if the people named behind the word have this fate."""

    start: int
    end: int
    kind: str
    is_forward: bool


@by_language
def _expression(template: str) -> re.Pattern[str]:
    """Compile a template with the placeholders for numbers."""
    return expression(template, numeral=numeral(), figures=in_figures(), number=in_words(), no_number=no_number())


_HOW = r"(?:(?P<how>{counts.more+counts.least+counts.about+counts.most})\s+)?"
_COUNT = r"{no_number}(?P<count>{number}|{figures})"
_NOUN = (
    r"(?P<adjectives>(?:\s+(?!{people.counted}\b|{counts.adjective_end}|{numeral})[^\W\d][\w’'-]*){0,4}?)"
    r"\s+(?P<people>{people.counted})\b"
)
_GROUP = rf"{_HOW}(?:{_COUNT}{_NOUN}|(?<!\w)(?:(?P<one>{{people.one}})|(?P<two>{{people.two}}))(?!\w))"
_BARE = rf"{_HOW}{_COUNT}\b"
_FATE = (
    r"(?<!\w)(?:(?P<either>{fates_before.either})|(?P<dead>{fates_before.dead+fates_behind.dead})"
    r"|(?P<hurt>{fates_before.hurt+fates_behind.hurt})"
    r"|(?P<neutralised>{fates_before.neutralised+fates_behind.neutralised}))(?!\w)"
)
# words for the fate of the people behind them; in Arabic the subject may stand between
_FORWARD = (
    r"{fates_before.dead}\s+{counts.named}(?:{number}|{figures})\s+{people.counted}|"
    r"{fates_before}\s+(?:{counts.more+counts.least+counts.about+counts.most}\s+)?{counts.before_count}?"
    r"(?:\d|{no_number}(?:{number}|{people.one+people.two})(?!\w))"
    r"|{counts.forward}(?!\w)"
    r"|{counts.subject_between}(?:\s+(?!{fates_before+fates_behind}|{numeral})[^\W\d]+){1,4}?"
    r"\s+(?:{figures}|{number})\s+{counts.of}?{people.counted}"
)
# 30 dead animals, killed 12 cows
_OTHERS = r"(?:\s+(?!{people.counted}\b)[^\W\d][\w’'-]*)?\s+{people.animals}\b|{counts.no_people}"
_TOLL = rf"{{counts.toll}}[^.\n]{{0,120}}?\s(?:{{counts.toll_verbs}} )?{_HOW}{_COUNT}(?!\w)"
# one victim who is named, before others who are counted
_NAMED = (
    r"(?<!\w){fates_before.dead}\s+"
    r"(?P<named>{counts.named}(?=(?:{number}|{figures})\s+{people.counted})|{counts.titled})"
)
# the lower bound before an upper one: between 10 and 15 people, 10 to 15 people
_LOW = (
    r"(?:\b{counts.between}\s+(?P<one>{figures}|{number})\s+{counts.and}|(?P<other>{figures}|{number})\s+{counts.to})"
    r"\s+$"
)


def count_fatalities(text: str) -> Fatalities:
    """Count the fatalities of a text: the sum of all groups, except parts of other groups.

    Examples
    --------
    >>> count_fatalities("more than 20 soldiers and personnel were killed on Monday")
    Fatalities(low=21, best=21, high=None)
    >>> [count_fatalities(text).best for text in ("killed three, including two children", "They met on Monday")]
    [3, None]
    """
    return total(text, groups(text))


def total(text: str, counted: Sequence[Group]) -> Fatalities:
    """Add up the dead groups of a text; if there are none, return the death toll that the text reports."""
    dead = [group.number for group in counted if group.fate == "dead"]
    if not dead and (toll := _expression(_TOLL).search(text)):
        return _bounded(toll["count"], toll["how"])
    if dead:
        bounds_of = zip(*((number.low, number.best, number.high) for number in dead), strict=True)
        return Fatalities(*starmap(_sum, bounds_of))
    # killed, captured or wounded: only the greatest number of fatalities is known
    down = [group.number.high or group.number.best or 0 for group in counted if group.fate in {"neutralised", "either"}]
    return Fatalities(None, None, sum(down)) if down else Fatalities()


def _sum(*values: int | None) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def death(text: str) -> tuple[int, int] | None:
    """Find the offsets of the first word of a text for a death."""
    fates = (match for match in _expression(_FATE).finditer(text) if match.lastgroup != "hurt")
    return next((match.span() for match in fates), None)


@remembered
def groups(text: str) -> list[Group]:
    """Find the groups of people that a text counts, with the fate of each; parts of other groups are left out."""
    fates = [
        _Fate(match.start(), match.end(), str(match.lastgroup), bool(_expression(_FORWARD).match(text, match.start())))
        for match in _expression(_FATE).finditer(text)
    ]
    known = _Fates(fates)
    return (
        [
            group if group.fate else replace(group, fate=known.of(group))
            for group in _groups(text, known)
            if not group.is_part
        ]
        if fates
        else []
    )


def _groups(text: str, fates: "_Fates") -> Iterator[Group]:
    ends = [-1]
    starts: list[int] = []
    part_end = -1
    for match in _expression(_GROUP).finditer(text):
        # "a thousand civilian": the noun belongs to the number
        behind = _expression(r"(?:\d|{numeral})\s+$")
        if not match["count"] and behind.search(text, max(0, match.start() - _LOOK), match.start()):
            continue
        # no verb stands between a number and its noun: five killed and ten civilians
        if match["count"] and _expression(_FATE).search(match["adjectives"]):
            continue
        starts.append(match.start())
        ends.append(match.end())
        if not expression("[^,.;]{0,20}?{people.perpetrators}").match(text, match.end()):
            group = _group(text, match)
            # including a journalist and nine relatives
            if part_end >= 0 and expression("{counts.part_joint}").fullmatch(text, part_end, group.start):
                group = replace(group, is_part=True)
            part_end = group.end if group.is_part else -1
            yield group
    for match in _expression(_NAMED).finditer(text):
        if ends[bisect_left(starts, match.end("named"))] > match.start("named"):
            continue
        yield Group(*match.span("named"), Fatalities(1, 1, 1), is_part=False, fate="dead")
    for match in _expression(_BARE).finditer(text):
        # a bare number is no part of a group
        is_free = ends[bisect_left(starts, match.end())] <= match.start()
        if is_free and (_is_share(text, match) or fates.touch(text, match)):
            yield _group(text, match)


def _group(text: str, match: re.Match[str]) -> Group:
    named, before = match.groupdict(), text[max(0, match.start() - _LOOK) : match.start()]
    few = 1 if named.get("one") else 2 if named.get("two") else None
    number = Fatalities(few, few, few) if few else _bounded(match["count"], match["how"])
    between = _expression(_LOW).search(before)
    if between and number.high:
        least = _bounded(between["one"] or between["other"], None).low
        number = Fatalities(least, least, number.high)
    return Group(*match.span(), number, is_part=bool(expression(r"{counts.part_before}\s*$").search(before)))


def _is_share(text: str, match: re.Match[str]) -> bool:
    """Return True if a bare number continues a list of numbers and places: three in one town and two in another."""
    before = text[max(0, match.start() - _LOOK) : match.start()]
    joint = expression(r",\s+$|{counts.share_before}").search(before)
    return bool(joint and expression("{counts.share_after}").match(text, match.end()))


class _Fates:
    """The fates of a text, in order."""

    def __init__(self, fates: Sequence[_Fate]) -> None:
        self._fates = fates
        self._starts = [fate.start for fate in fates]

    def _around(self, start: int, end: int) -> tuple[_Fate | None, _Fate | None, _Fate | None]:
        """Return the last fate before a span of text, the first within the span and the first behind."""
        first, behind = bisect_left(self._starts, start), bisect_left(self._starts, end)
        inside = self._fates[first] if first < behind else None
        after = self._fates[behind] if behind < len(self._fates) else None
        while first and self._fates[first - 1].end > start:
            first -= 1
        return self._fates[first - 1] if first else None, inside, after

    def touch(self, text: str, match: re.Match[str]) -> bool:
        """Return True if nothing stands between a bare number and a fate: 12 dead, killing 12."""
        before, _, after = self._around(*match.span())
        if before and before.is_forward and not text[before.end : match.start()].strip():
            return not _expression(_OTHERS).match(text, match.end())
        return bool(
            after
            and not after.is_forward
            and expression(r"\s*{counts.joined}*\s*").fullmatch(text, match.end(), after.start)
            and not _expression(_OTHERS).match(text, after.end)
        )

    def of(self, group: Group) -> str | None:
        """Find the fate of a group, by the words within the group, else before, else behind."""
        before, inside, after = self._around(group.start, group.end)
        # "eight martyrs"
        if inside:
            return inside.kind
        following = after if after and not after.is_forward else None
        if before and before.is_forward:
            # "killed three and five wounded": the word beside the group counts
            near = following is not None and following.start - group.end <= 1
            return following.kind if following and near else before.kind
        return following.kind if following else None


def _bounded(word: str, how: str | None) -> Fatalities:
    low, high = bounds(word)
    how = folded(how or "")
    # dozens, 15 to 20
    if low != high:
        return Fatalities(low, low, high)
    if how in words("counts.more"):
        return Fatalities(low + 1, low + 1, None)
    if how in words("counts.least"):
        return Fatalities(low, low, None)
    if how in words("counts.most"):
        return Fatalities(None, None, low)
    return Fatalities(low, low, None if how else low)
