"""Cues: numerical evidence for and against a name in a text being a place name, and the weights of cues."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from geo.arrays import Floats
from geo.languages.area_names import areas, peoples
from geo.languages.words import word_list
from geo.mentions.beside import FOLLOWS, Beside
from geo.mentions.capital_words import Word, starts_sentence
from geo.mentions.name_spans import NameSpan

_POSSESSIVE = ("'s", "\u2019s")
# words of at most this many letters are seldom place names
_SHORT = 3
_ACRONYM = 4
# longest gap between two names of a list, and between two words of a person's name
_LIST_GAP, _NAME_GAP = 6, 2
# joints of a list of three names
_LONG_LIST = 2


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
def cue_columns() -> Mapping[str, int]:
    """Return the column of every cue in an array of cues."""
    return {name: i for i, name in enumerate(weights())}


def cues_of(text: str, found: Sequence[Word], spans: Sequence[NameSpan], around: Sequence[Beside]) -> Floats:
    """Compute the cues of the spans of a text.

    Parameters
    ----------
    text : str
        The text.
    found : sequence of Word
        Its capitalised words.
    spans : sequence of NameSpan
        The names.
    around : sequence of Beside
        The words beside each name.

    Returns
    -------
    array (spans, cues)
        Columns in the order of `cue_columns`.
    """
    cues, column = Cues(text, found, spans), cue_columns()
    single = [cues.of(span, beside) for span, beside in zip(spans, around, strict=True)]
    rows = np.array([[one.get(cue, 0.0) for cue in column] for one in single], dtype=np.float64)
    _mark_lists(text, spans, rows)
    # a name that is surely a place once is a place elsewhere in the text, too
    sure: dict[str, float] = {}
    announced = np.maximum(rows[:, column["before"]], rows[:, column["state_after"]])
    for span, one in zip(spans, announced.tolist(), strict=True):
        sure[span.name] = max(sure.get(span.name, 0.0), one)
    rows[:, column["place_elsewhere"]] = [sure[span.name] for span in spans]
    return rows


class Cues:
    """The cues of single names of a text.

    Parameters
    ----------
    text : str
        The text.
    found : sequence of Word
        Its capitalised words.
    spans : sequence of NameSpan
        The names.
    """

    def __init__(self, text: str, found: Sequence[Word], spans: Sequence[NameSpan]) -> None:
        self._text, self._found = text, found
        self._people = _family_names(found)
        self._begins = {span.start: span for span in spans}
        self._areas, self._peoples = areas(), peoples()
        self._others: dict[str, bool] = {}
        self._words = frozenset(re.findall(r"[^\W_]+", text))

    def of(self, span: NameSpan, beside: Beside) -> dict[str, float]:
        """Return the cues of a name by itself, without cues that depend on other names."""
        return self._of_name(span, beside) | self._before(span, beside) | self._after(span, beside)

    def _of_name(self, span: NameSpan, beside: Beside) -> dict[str, float]:
        word, is_one = self._found[span.first], span.first == span.last
        is_area = span.name in self._areas
        # acronyms and first names, such as UN and Joe, follow prepositions as well
        is_plain = not (word.small in word_list("given") or word.text.isupper())
        is_placed = is_area or self._is_within(beside) or (is_plain and beside.is_surely_announced)
        is_acronym = len(word.text) <= _ACRONYM and word.text.isupper() and not (is_area or beside.dateline)
        return {
            "always": 1.0,
            "fame": (span.fame or 0.0) / 10,
            "unknown": span.fame is None,
            "words": not is_one,
            "common": is_one and word.small in word_list("common"),
            "small_elsewhere": is_one and self._has_word(word.small),
            "area": is_area,
            "demonym": span.name in self._peoples,
            "person": is_one and word.small in self._people,
            "acronym": is_one and is_acronym,
            "short": is_one and len(word.text) <= _SHORT and not is_placed,
        }

    def _has_word(self, word: str) -> bool:
        """Return True if the text contains a whole word."""
        if word.isalnum():
            return word in self._words
        if word not in self._others:
            self._others[word] = _has_word(self._text, word)
        return self._others[word]

    def _before(self, span: NameSpan, beside: Beside) -> dict[str, float]:
        before, first = beside.before, span.first
        run_before = first > span.left and before not in word_list("conjunctions", "determiners")
        run_at_start = run_before and starts_sentence(self._text, self._found, span.left)
        return {
            "before": beside.is_announced,
            "the_before": before in word_list("determiners"),
            "title_before": before.rstrip(".") in word_list("titles"),
            "given_before": run_before and self._found[first - 1].small in word_list("given"),
            "run_before": run_before and not run_at_start,
            "run_before_at_start": run_at_start,
            "sentence_start": starts_sentence(self._text, self._found, first),
            "place_before_comma": beside.comma_before and span.name in self._areas,
        }

    def _after(self, span: NameSpan, beside: Beside) -> dict[str, float]:
        after = beside.after.casefold()
        run_after = span.last < span.right and after not in word_list("conjunctions")
        is_given = span.first == span.last and self._found[span.first].small in word_list("given")
        is_organisation = after in word_list("organisations")
        is_kind = after in word_list("province", "district")
        return {
            "is_given": is_given and run_after,
            "is_given_alone": is_given and not run_after,
            "run_after": run_after and not is_organisation,
            "organisation_after": is_organisation and not is_kind,
            "kind_after": is_kind,
            "state_after": self._is_within(beside),
            "comma_after": beside.comma_after is not None,
            "speech_after": after in word_list("speech") and beside.before not in word_list("elsewhere"),
            "possessive": self._text.startswith(_POSSESSIVE, span.end),
        }

    def _is_within(self, beside: Beside) -> bool:
        """Return True if a country or division follows: Paris, Texas; Ann, in Rakhine State."""
        following = self._begins.get(beside.comma_after) if beside.comma_after else None
        if following is None:
            return False
        called = FOLLOWS.match(self._text, following.end)
        is_kind = called is not None and called[1].casefold() in word_list("province", "district")
        return following.name in self._areas or is_kind


def _has_word(text: str, word: str) -> bool:
    """Return True if a text contains a whole word."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False


def _mark_lists(text: str, spans: Sequence[NameSpan], rows: Floats) -> None:
    """Set the cues of names that are listed with others, since places come in lists."""
    column = cue_columns()
    area, place = column["beside_area"], column["beside_place"]
    joined = [
        two.start - one.end <= _LIST_GAP and text[one.end : two.start].strip() in word_list("list_joints")
        for one, two in pairwise(spans)
    ]
    known = np.flatnonzero(rows[:, [column["person"], column["is_given_alone"], column["demonym"]]].any(axis=1))
    is_person = set(known.tolist())
    for first, last in _long_lists(joined):
        if is_person.isdisjoint(range(first, last + 1)):
            rows[first : last + 1, column["before"]] = 1.0
    for i, is_joined in enumerate(joined):
        if is_joined:
            for here, there in ((i, i + 1), (i + 1, i)):
                cue = area if rows[there, column["area"]] else place
                # near A, B and C: the preposition applies to all names of the list
                announced = rows[there, column["before"]] or (
                    there < here and 1.0 in (rows[there, area], rows[there, place])
                )
                rows[here, cue] = max(rows[here, cue], 1.0 if announced else 0.5)
                if announced and there < here:
                    rows[here, column["short"]] = 0.0


def _long_lists(joined: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Find lists of three names and more, by the numbers of their first and last name."""
    first = 0
    for i, is_joined in enumerate([*joined, False]):
        if not is_joined:
            if i - first >= _LONG_LIST:
                yield first, i
            first = i + 1


def _family_names(found: Sequence[Word]) -> set[str]:
    """Find the family names of persons that a text names in full or with a title."""
    announces = word_list("given", "titles")
    names: set[str] = set()
    for i, (word, following) in enumerate(pairwise(found)):
        if following.start - word.end <= _NAME_GAP and word.small.rstrip(".") in announces:
            names.add(following.small)
            third = found[i + 2] if i + 2 < len(found) else None
            if third is not None and third.start - following.end <= _NAME_GAP:
                names.add(third.small)
    return names
