"""Cues: the evidence beside a name for and against its being that of a place; and their weights."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.languages.area_names import areas, peoples
from geo.languages.words import words
from geo.mentions.capital_words import Word, starts_sentence
from geo.mentions.name_spans import Span

# of a pair that a hyphen joins, what follows both
_FOLLOWS = re.compile(r"(?:[-\u2013][A-Z\u00c0-\u024f][^\W\d_]+)?['\u2019]?\s+([^\W\d_]+)")
_JOINED = re.compile(r"-([a-z]+)")
_COMMA = re.compile(r"\s*[,(]\s*(?:in\s+(?:the\s+)?)?(?=[^\W\d_])")
# what an agency puts before its report: GAZA (AFP) -, KYIV, May 3 (Reuters) -, BEIRUT:
_DATELINE = re.compile(
    r"(?:/[A-Z]+)?(?:,[^\n(\u2013\u2014]{1,40}?)?\s*(?:\([^\n()]{2,30}\)\s*[-:\u2013\u2014]|(?:--|[\u2013\u2014])(?=\s))"
)
# without an agency the name must be in capitals, and longer than UN:
_HEADED = re.compile(r"(?<=\w{4})(?:\s+-|:|\s*/[^\n/]{2,20}/\s*-)\s")
_ANNOUNCING = {"from": "moving", "of": "moving", "on": "moving", "as": "known_as", "with": "bordering"}
# what stands before names of persons as often
_OF_PERSONS = frozenset({"to", "from", "of", "off"})
# signs behind a name that no word, and no comma, follows
_STOPS, _OPENING = frozenset(',.;:!?()"'), frozenset(", (\n\t\u00a0")
_LOOK_BACK = 40
_BETWEEN = frozenset({"and", ",", "or", "ve", ", and", "to", "-", "\u2013"})
_POSSESSIVE = ("'s", "\u2019s")
# words of so many letters are seldom names of places
_SHORT = 3
_ACRONYM = 4


class Beside(NamedTuple):
    """What stands directly beside a span.

    Parameters
    ----------
    before, second_before : str
        The two words before it, in small letters; empty where something else stands there.
    after : str
        The word after it.
    comma_before : bool
        Whether a comma stands before it.
    comma_after : int, optional
        Where a name may begin after a comma: ``, Texas`` or ``, in Rakhine``.
    joined : str
        What a hyphen joins to it (backed, of Moscow-backed).
    dateline : bool
        Whether it tells where a report was written.
    """

    before: str
    second_before: str
    after: str
    comma_before: bool
    comma_after: int | None
    joined: str = ""
    dateline: bool = False

    @classmethod
    def of(cls, text: str, span: Span) -> "Beside":
        """Look around a span; words are given in small letters, empty where something else stands there."""
        left = text[max(0, span.start - _LOOK_BACK) : span.start]
        near = left.rsplit(None, 2)
        last = near[-1] if near and left[-1].isspace() else ""
        before = last.casefold() if last and (last[-1].isalpha() or last[-1] == ".") else ""
        second = near[-2].casefold() if before and len(near) > 1 and near[-2][-1].isalpha() else ""
        sign = text[span.end : span.end + 1]
        follows = None if sign in _STOPS else _FOLLOWS.match(text, span.end)
        comma = _COMMA.match(text, span.end) if sign in _OPENING else None
        comma_before = last[-1:] == "," and last[-2:-1].isalpha()
        joined = _JOINED.match(text, span.end) if sign == "-" else None
        return cls(
            before,
            second,
            follows[1] if follows else "",
            comma_before,
            comma.end() if comma else None,
            joined[1] if joined else "",
            _is_dateline(text, span),
        )

    @property
    def is_announced(self) -> bool:
        """Whether the words before a name tell that it is that of a place."""
        before, second = self.before, self.second_before
        if before in words("before") or self.dateline or self.joined in words("from_there"):
            return True
        # withdrew from, known as, the border with
        announcing = _ANNOUNCING.get(before)
        return announcing is not None and second in words(announcing)

    @property
    def is_surely_announced(self) -> bool:
        """Whether they tell that it is not that of a person, to whom something is given or of whom it is said."""
        if self.before not in _OF_PERSONS:
            return self.is_announced
        return any(self.second_before in words(name) for name in ("moving", "going", "town", "district", "province"))


def _is_dateline(text: str, span: Span) -> bool:
    start = span.start
    before = text[start - 1] if start else "\n"
    if before == " ":
        return False
    # JERUSALEM/GAZA (Reuters) -
    if before != "\n" and (before != "/" or not text[text.rfind("\n", 0, start) + 1 : start].isupper()):
        return False
    return bool(_DATELINE.match(text, span.end) or (span.name.isupper() and _HEADED.match(text, span.end)))


@cache
def weights() -> Mapping[str, float]:
    """Return the weight of every cue in log-odds, in the order of the cues.

    Examples
    --------
    >>> list(weights())[:3]
    ['always', 'fame', 'words']
    """
    return tomllib.loads(files("geo.mentions").joinpath("weights.toml").read_text(encoding="utf-8"))


@cache
def _columns() -> Mapping[str, int]:
    """Return the column of every cue in an array of cues."""
    return {name: i for i, name in enumerate(weights())}


def cues_of(text: str, found: Sequence[Word], spans: Sequence[Span], around: Sequence[Beside]) -> NDArray[np.float64]:
    """Tell what stands beside each of the spans, by what is directly around it: a row a span, a column a cue."""
    cues = Cues(text, found, spans)
    # a test sees to it that they come in the order of `CUES`
    rows = np.array(
        [[*cues.of(span, beside).values()] for span, beside in zip(spans, around, strict=True)], dtype=np.float64
    )
    _mark_lists(text, spans, rows)
    # what is surely a place once is one elsewhere in the text
    sure: dict[str, float] = {}
    for span, one in zip(
        spans, np.maximum(rows[:, _columns()["before"]], rows[:, _columns()["state_after"]]).tolist(), strict=True
    ):
        sure[span.name] = max(sure.get(span.name, 0.0), one)
    rows[:, _columns()["place_elsewhere"]] = [sure[span.name] for span in spans]
    return rows


class Cues:
    """Reads off a text what stands beside its spans."""

    def __init__(self, text: str, found: Sequence[Word], spans: Sequence[Span]) -> None:
        self._text, self._found = text, found
        self._people = _people(found)
        self._begins = {span.start: span for span in spans}
        self._areas, self._peoples = areas(), peoples()
        self._given, self._organisations, self._common = words("given"), words("organisations"), words("common")
        self._titles, self._speech = words("titles"), words("speech")
        self._kinds = words("province") | words("district")

    def of(self, span: Span, beside: Beside) -> dict[str, float]:
        """Give the cues of a span, in the order of `CUES`."""
        first, last, left, right, _, end, name, fame = span
        text, word, one = self._text, self._found[first], first == last
        after, before = beside.after.casefold(), beside.before
        run_before = first > left and before not in {"and", "the"}
        run_at_start = run_before and starts_sentence(text, self._found, left)
        run_after = last < right and after != "and"
        is_area = name in self._areas
        within = self._is_within(beside)
        is_given = one and word.small in self._given
        is_organisation = after in self._organisations
        is_called = after in self._kinds
        is_short = one and len(word.text) <= _SHORT
        # UN and Joe stand behind prepositions as well
        is_alone = not (is_given or word.text.isupper())
        return {
            "always": 1.0,
            "fame": (fame or 0.0) / 10,
            "words": not one,
            "before": beside.is_announced,
            "the_before": before == "the",
            "title_before": before.rstrip(".") in self._titles,
            "given_before": run_before and self._found[first - 1].small in self._given,
            "is_given": is_given and run_after,
            "is_given_alone": is_given and not run_after,
            "run_before": run_before and not run_at_start,
            "run_before_at_start": run_at_start,
            "run_after": run_after and not is_organisation,
            "organisation_after": is_organisation and not is_called,
            "kind_after": is_called,
            "sentence_start": starts_sentence(text, self._found, first),
            "common": one and word.small in self._common,
            "small_elsewhere": one and _has_word(text, word.small),
            "state_after": within,
            "place_before_comma": beside.comma_before and is_area,
            "comma_after": beside.comma_after is not None,
            "area": is_area,
            "demonym": name in self._peoples,
            "person": one and word.small in self._people,
            "speech_after": after in self._speech,
            "acronym": one and len(word.text) <= _ACRONYM and not (is_area or beside.dateline) and word.text.isupper(),
            "possessive": text.startswith(_POSSESSIVE, end),
            "short": is_short and not (is_area or within or (is_alone and beside.is_surely_announced)),
            "unknown": fame is None,
            "place_elsewhere": 0.0,
            "beside_area": 0.0,
            "beside_place": 0.0,
        }

    def _is_within(self, beside: Beside) -> bool:
        """Whether a country or division follows: Paris, Texas; Ann, in Rakhine State."""
        following = self._begins.get(beside.comma_after) if beside.comma_after else None
        if following is None:
            return False
        called = _FOLLOWS.match(self._text, following.end)
        return following.name in self._areas or (called is not None and called[1].casefold() in self._kinds)


def _has_word(text: str, word: str) -> bool:
    """Tell whether a word stands in a text by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False


def _mark_lists(text: str, spans: Sequence[Span], rows: NDArray[np.float64]) -> None:
    """Mark names that are listed with others, since places come in lists."""
    area, place = _columns()["beside_area"], _columns()["beside_place"]
    for i, (one, two) in enumerate(pairwise(spans)):
        if two.start - one.end <= 6 and text[one.end : two.start].strip() in _BETWEEN:  # noqa: PLR2004 - the longest of them
            for here, there in ((i, i + 1), (i + 1, i)):
                cue = area if rows[there, _columns()["area"]] else place
                # near A, B and C: the preposition is that of all that follow
                announced = rows[there, _columns()["before"]] or (
                    there < here and 1.0 in (rows[there, area], rows[there, place])
                )
                rows[here, cue] = max(rows[here, cue], 1.0 if announced else 0.5)
                if announced and there < here:
                    rows[here, _columns()["short"]] = 0.0


def _people(found: Sequence[Word]) -> set[str]:
    """Find the family names of those whom the text names in full or with a title."""
    announces = words("given") | words("titles")
    people: set[str] = set()
    for i, (word, following) in enumerate(pairwise(found)):
        if following.start - word.end <= 2 and word.small.rstrip(".") in announces:  # noqa: PLR2004 - a dot and a space
            people.add(following.small)
            third = found[i + 2] if i + 2 < len(found) else None
            if third is not None and third.start - following.end <= 2:  # noqa: PLR2004 - the same
                people.add(third.small)
    return people
