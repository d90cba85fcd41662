"""Names of places in texts that capitalise names: English and Turkish."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.gazetteer import Gazetteer
from geo.mention import Mention
from geo.mention_weights import CUES, WEIGHTS
from geo.tables import lists, packaged
from geo.words import words

_LONGEST = 5
# held out, precision and recall balance here
_LIKELY = 0.38
_CALLED_AFTER = 0.2
# letters with dots (U.S.), what is shortened by a dot, and words; an apostrophe or hyphen may join two
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?:St|Ste|Mt|Ft|Pt|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|"
    r"Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Vt|Va|Wash|Wis|Wyo|Ont|Que|Alta|Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Sgt|Capt|Lt|Col|Gen|Rev)"
    r"\.|[^\W\d_]+(?:[-'\u2019\u2018\u02bf\u02be][^\W\d_]+)*"
)
_SUFFIX = re.compile("['\u2019](?:s|S|[a-z\u0131\u00fc\u00f6\u011f]{1,5})?$")
_CONNECTORS = frozenset(
    {"of", "the", "al", "el", "ash", "as", "an", "ar", "at", "ad", "bin", "abu"}
    | {"de", "del", "la", "le", "los", "las", "and", "du", "des", "upon", "on"}
)
_END = re.compile(r"[.!?:;\"\u201c\u201d\n]\s*[\"\u201c'\u2018(]?\s*$")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its offsets."""

    start: int
    end: int
    text: str
    small: str
    is_capital: bool
    starts_sentence: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a run of capitalised ones that a gazetteer knows: tokens `first` to `last` of `left` to `right`."""

    first: int
    last: int
    left: int
    right: int
    fame: float
    is_known: bool = True


def latin_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in a text that capitalises names."""
    tokens = tokenised(text)
    spans = known_spans(tokens, gazetteer)
    if not spans:
        return []
    cues = cues_of(text, tokens, spans)
    scores = 1 / (1 + np.exp(-(cues @ WEIGHTS)))
    found = [_mention(text, tokens, span, float(score)) for span, score in zip(spans, scores, strict=True)]
    # what is called after a place is told, to be seen for what it is
    return [one for one in found if one.score >= (_LIKELY if one.literal else _CALLED_AFTER)]


def tokenised(text: str) -> list[Token]:
    """Cut a text into words."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match[0]
        is_capital = word[0].isupper()
        if is_capital and ("'" in word or "\u2019" in word):
            suffix = _SUFFIX.search(word)
            if suffix:
                word, end = word[: suffix.start()], end - len(suffix[0])
        first = is_capital and (not found or bool(_END.search(text, max(0, start - 4), start)))
        found.append(Token(start, end, word, word.casefold(), is_capital, first))
    return found


def known_spans(tokens: Sequence[Token], gazetteer: Gazetteer) -> list[Span]:
    """Find the longest runs of words that a gazetteer knows."""
    runs = list(_runs(tokens))
    names: list[str] = []
    places: list[tuple[int, int]] = []
    for left, right in runs:
        for first in range(left, right + 1):
            if tokens[first].is_capital:
                for last in range(first, min(right, first + _LONGEST - 1) + 1):
                    if tokens[last].is_capital:
                        names.append(" ".join(token.text for token in tokens[first : last + 1]))
                        places.append((first, last))
    fame = dict(zip(places, gazetteer.known(names), strict=True)) if names else {}
    spans = []
    for left, right in runs:
        first = left
        while first <= right:
            last = min(right, first + _LONGEST - 1)
            while last >= first and fame.get((first, last)) is None and not _is_described(tokens, first, last, right):
                last -= 1
            if last >= first and not _is_excluded(tokens, first, last):
                known = fame.get((first, last))
                spans.append(Span(first, last, left, right, known or 0.0, known is not None))
                first = last + 1
            else:
                first += 1
    return spans


def _is_described(tokens: Sequence[Token], first: int, last: int, right: int) -> bool:
    """Whether a name that no gazetteer has tells what it is (Neches River), or what follows does (Lanexa, Va.)."""
    if 0 < last - first < _LONGEST - 2 and tokens[last].small in words("generic") and tokens[last].is_capital:
        return all(token.is_capital and token.small not in words("common") for token in tokens[first:last])
    after = tokens[last + 1] if last == right and last + 1 < len(tokens) else None
    return (
        after is not None
        and after.start - tokens[last].end == 2  # noqa: PLR2004 - a comma and a space
        and after.is_capital
        and after.text in states()
        and last - first < 2  # noqa: PLR2004 - more is hardly one name
        and all(token.is_capital and token.small not in words("common") for token in tokens[first : last + 1])
    )


def cues_of(text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> NDArray[np.float64]:
    """Tell what stands beside each of the spans, in the order of `geo.mention_weights.CUES`."""
    small = {token.small for token in tokens if not token.is_capital}
    people = _people(tokens)
    starts = {span.first: span for span in spans}
    rows = [_cues(text, tokens, span, small, people, starts) for span in spans]
    # places come in lists
    for one, two in pairwise(range(len(spans))):
        between = text[tokens[spans[one].last].end : tokens[spans[two].first].start]
        if between.strip() in {"and", ",", "or", "ve", ", and", "to", "-"}:
            for here, there in ((one, two), (two, one)):
                cue = "beside_area" if rows[there]["area"] else "beside_place"
                rows[here][cue] = max(rows[here][cue], 1.0 if rows[there]["before"] else 0.5)
    # what is surely a place once is one elsewhere in the text
    sure: dict[str, float] = {}
    for span, row in zip(spans, rows, strict=True):
        name = _name(tokens, span)
        sure[name] = max(sure.get(name, 0.0), row["before"], row["state_after"])
    for span, row in zip(spans, rows, strict=True):
        row["place_elsewhere"] = sure[_name(tokens, span)]
    return np.array([[row[cue] for cue in CUES] for row in rows])


def _cues(  # noqa: PLR0913, PLR0917 - all that can be seen from a name
    text: str,
    tokens: Sequence[Token],
    span: Span,
    small: set[str],
    people: set[str],
    starts: dict[int, Span],
) -> dict[str, float]:
    first, last = tokens[span.first], tokens[span.last]
    before = tokens[span.first - 1] if span.first else None
    after = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    joined = before is not None and text[before.end : first.start].strip() == ""
    follows = after is not None and text[last.end : after.start].strip("\u2019' ") == ""
    comma = after is not None and text[last.end : after.start].strip() in {",", "("}
    next_span = starts.get(span.last + 1)
    one = span.first == span.last
    in_run_before = span.first > span.left and before is not None and before.small not in {"and", "the"}
    in_run_after = span.last < span.right and after is not None and after.small != "and"
    name = _name(tokens, span)
    is_demonym = name in demonyms() or name.removesuffix("s") in demonyms()
    is_area = name in areas()
    return (
        dict.fromkeys(CUES, 0.0)
        | {
            "always": 1.0,
            "fame": span.fame / 10,
            "words": float(not one),
            "before": float(joined and before is not None and before.small in words("before")),
            "the_before": float(joined and before is not None and before.small == "the"),
            "title_before": float(joined and before is not None and before.small.rstrip(".") in words("titles")),
            "given_before": float(in_run_before and tokens[span.first - 1].small in words("given")),
            "is_given": float(one and first.small in words("given") and in_run_after),
            "is_given_alone": float(one and first.small in words("given") and not in_run_after),
            "run_before": float(in_run_before and not tokens[span.left].starts_sentence),
            "run_before_at_start": float(in_run_before and tokens[span.left].starts_sentence),
            "run_after": float(in_run_after and not (after is not None and after.small in words("organisations"))),
            "organisation_after": float(follows and after is not None and after.small in words("organisations")),
            "sentence_start": float(first.starts_sentence),
            "common": float(one and first.small in words("common")),
            "small_elsewhere": float(one and first.small in small),
            "state_after": float(comma and next_span is not None and _name(tokens, next_span) in areas()),
            "place_before_comma": float(
                span.first > 0 and text[tokens[span.first - 1].end : first.start].strip() == "," and is_area
            ),
            "comma_after": float(comma),
            "area": float(is_area),
            "demonym": float(is_demonym),
            "person": float(one and first.small in people),
            "speech_after": float(follows and after is not None and after.small in words("speech")),
            "acronym": float(one and first.text.isupper() and len(first.text) <= 4 and not is_area),  # noqa: PLR2004 - NATO
            "possessive": float(text[last.end : last.end + 2] in {"'s", "\u2019s"}),
            "unknown": float(not span.is_known),
            "short": float(one and len(first.text) <= 3 and not is_area),  # noqa: PLR2004 - the length of an abbreviation
        }
    )


def _mention(text: str, tokens: Sequence[Token], span: Span, score: float) -> Mention:
    start, end = tokens[span.first].start, tokens[span.last].end
    literal, reason = _sense(text, tokens, span)
    return Mention(start, end, text[start:end], literal, reason, round(score, 4), _kinds(text, tokens, span))


def _sense(text: str, tokens: Sequence[Token], span: Span) -> tuple[bool, str]:
    """Tell whether the place itself is meant."""
    name = _name(tokens, span)
    after = tokens[span.last + 1] if span.last + 1 < len(tokens) else None
    follows = after is not None and text[tokens[span.last].end : after.start].strip() == ""
    before = [token.small for token in tokens[max(0, span.first - 2) : span.first]]
    if name in demonyms() or name.removesuffix("s") in demonyms():
        return False, "a people or what belongs to a country"
    if follows and after is not None and after.small in words("processes"):
        return False, f"the name of something called after it ({name} {after.text})"
    divisions = words("town") | words("district") | words("province")
    if follows and after is not None and after.is_capital and after.small in words("organisations") - divisions:
        return False, f"part of a longer name ({name} {after.text})"
    if name in capitals():
        if follows and after is not None and after.small in words("speech") and before[-1:] != ["in"]:
            return False, "a government, by its capital"
        if len(before) == 2 and before[0] in words("parties") and before[1] in {"with", "between"}:  # noqa: PLR2004
            return False, "a government, by its capital"
    return True, "a place name"


def _kinds(text: str, tokens: Sequence[Token], span: Span) -> frozenset[str]:
    """Tell what kinds of places the text calls a name: ``province of X``, ``X province``, ``X city``."""
    first, last = tokens[span.first], tokens[span.last]
    beside: list[str] = []
    if span.last + 1 < len(tokens) and text[last.end : tokens[span.last + 1].start].strip() == "":
        # the Syrian capital is no place called Syrian
        beside += {tokens[span.last + 1].small} - {"capital"}
    if span.first and text[tokens[span.first - 1].end : first.start].strip() == "":
        word = tokens[span.first - 1].small
        if word == "of" and span.first > 1:
            word = tokens[span.first - 2].small
        beside.append(word)
    return kinds_of(beside)


def kinds_of(beside: Sequence[str]) -> frozenset[str]:
    """Tell what kinds of places some words stand for."""
    kinds: set[str] = set()
    for word in beside:
        if word in words("province"):
            kinds |= {"province"}
        elif word in words("district"):
            kinds |= {"district"}
        elif word in words("town"):
            kinds |= {"place"}
    return frozenset(kinds)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Find runs of capitalised words, with what may join two of them in a name."""
    left = 0
    while left < len(tokens):
        if not tokens[left].is_capital:
            left += 1
            continue
        right = ahead = left
        while ahead + 1 < len(tokens) and tokens[ahead + 1].start - tokens[ahead].end == 1:
            nearby = tokens[ahead + 1]
            if nearby.is_capital:
                right = ahead = ahead + 1
            elif nearby.small in _CONNECTORS and ahead - right < 2:  # noqa: PLR2004 - "of the"
                ahead += 1
            else:
                break
        yield left, right
        left = right + 1


def _is_excluded(tokens: Sequence[Token], first: int, last: int) -> bool:
    if first == last:
        return tokens[first].small in words("months") or len(tokens[first].text) == 1
    return all(token.small in words("common") for token in tokens[first : last + 1])


def _people(tokens: Sequence[Token]) -> set[str]:
    """Find the family names of those whom the text names in full or with a title."""
    found: set[str] = set()
    for i, token in enumerate(tokens[:-1]):
        nearby = tokens[i + 1]
        close = nearby.start - token.end <= 2 and nearby.is_capital  # noqa: PLR2004 - a dot and a space
        if token.is_capital and close and token.small.rstrip(".") in words("given") | words("titles"):
            found.add(nearby.small)
            third = tokens[i + 2] if i + 2 < len(tokens) else None
            if third is not None and third.is_capital and third.start - nearby.end <= 2:  # noqa: PLR2004 - the same
                found.add(third.small)
    return found


def _name(tokens: Sequence[Token], span: Span) -> str:
    return " ".join(token.text for token in tokens[span.first : span.last + 1])


@lru_cache
def demonyms() -> frozenset[str]:
    """Give the words for peoples and what is theirs."""
    return frozenset(word for group in lists("demonyms", "demonyms").values() for word in group)


@lru_cache
def areas() -> frozenset[str]:
    """Give the names of countries and of the divisions that names are followed by, with their abbreviations."""
    short = [word for group in lists("abbreviations", "abbreviations").values() for word in group]
    return frozenset([*short, *(row["name"] for row in packaged("areas"))])


@lru_cache
def states() -> frozenset[str]:
    """Give what follows a town and a comma: states and provinces of America, in full and abbreviated."""
    short = [word for code, group in lists("abbreviations", "abbreviations").items() if "." in code for word in group]
    return frozenset([*short, *(name for name in areas() if len(name) > 3)])  # noqa: PLR2004 - those are abbreviations


@lru_cache
def capitals() -> frozenset[str]:
    """Give the capitals, whose names stand for governments."""
    return frozenset(row["capital"] for row in packaged("areas") if row["capital"])
