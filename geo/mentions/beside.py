"""The words and signs directly beside a name in a text."""

import re
from dataclasses import dataclass
from functools import cache

from geo.languages.words import word_list, word_table
from geo.mentions.name_spans import NameSpan

# the next word; behind a pair that a hyphen joins, the word after both
FOLLOWS = re.compile(r"(?:[-\u2013][A-Z\u00c0-\u024f][^\W\d_]+)?['\u2019]?\s+([^\W\d_]+)")
_JOINED = re.compile(r"-([a-z]+)")
# datelines of agencies: GAZA (AFP) -, KYIV, May 3 (Reuters) -, BEIRUT:
_DATELINE = re.compile(
    r"(?:/[A-Z]+)?(?:,[^\n(\u2013\u2014]{1,40}?)?\s*(?:\([^\n()]{2,30}\)\s*[-:\u2013\u2014]|(?:--|[\u2013\u2014])(?=\s))"
)
# a post that begins with its place: Nyala: air raid
_POST = re.compile(r"(?<=\w{4})(?:: | [-\u2013\u2014] )(?=\w)")
_BULLETS = re.compile(r"(?:^|\n)[^\w\n]{0,6}\Z")
# without an agency the name must be in capitals, and longer than UN:
_HEADED = re.compile(r"(?<=\w{4})(?:\s+-|:|\s*/[^\n/]{2,20}/\s*-)\s")
# no word is read behind the signs of the first set; a comma or bracket is read only at those of the second
_STOPS, _OPENING = frozenset(',.;:!?()"'), frozenset(", (\n\t\u00a0")
_LOOK_BACK = 40
_DASHES = frozenset("-\u2013")
# length of a post in which words of attacks are looked for
_POST_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Beside:
    """The words and signs beside a name.

    Parameters
    ----------
    before, second_before : str
        The two words before the name, in small letters; empty if there is no word.
    after : str
        The word after the name; empty if there is no word.
    comma_before : bool
        True if a comma stands before the name.
    comma_after : int, optional
        Offset at which a name may begin after a comma: ``, Texas`` or ``, in Rakhine``.
    joined : str
        The word that a hyphen joins to the name (backed, of Moscow-backed).
    dateline : bool
        True if the name is the place of a dateline.
    is_struck : bool
        True if the words after the name report of an attack on it: X was attacked.
    is_under_fire : bool
        True if these words are said of places only: X was shelled, X residents, X came under fire.
    is_end : bool
        True if a hyphen joins the name to that of another place: X-Y.
    is_kind_listed : bool
        True if the name begins a list of places of a kind: two villages, X and Y.
    """

    before: str = ""
    second_before: str = ""
    after: str = ""
    comma_before: bool = False
    comma_after: int | None = None
    joined: str = ""
    dateline: bool = False
    is_struck: bool = False
    is_under_fire: bool = False
    is_end: bool = False
    is_kind_listed: bool = False

    @classmethod
    def of(cls, text: str, span: NameSpan) -> "Beside":
        """Read the words and signs beside a span of a text."""
        left = text[max(0, span.start - _LOOK_BACK) : span.start]
        near = left.rsplit(None, 2)
        last = near[-1] if near and left[-1].isspace() else ""
        before = last.casefold() if last and (last[-1].isalpha() or last[-1] == ".") else ""
        sign = text[span.end : span.end + 1]
        follows = None if sign in _STOPS else FOLLOWS.match(text, span.end)
        listed = last[-1:] == "," and last[:-1].casefold() in word_list("town", "district", "province")
        comma = _comma().match(text, span.end) if sign in _OPENING else None
        # one search for the first word decides most names
        is_told = follows is not None and (follows[1] in _first_words() or follows[1].endswith("ly"))
        joined = _JOINED.match(text, span.end) if sign == "-" else None
        return cls(
            before=before,
            second_before=near[-2].casefold() if before and len(near) > 1 and near[-2][-1].isalpha() else "",
            after=follows[1] if follows else "",
            comma_before=last[-1:] == "," and last[-2:-1].isalpha(),
            comma_after=comma.end() if comma else None,
            joined=joined[1] if joined else "",
            dateline=_is_dateline(text, span),
            is_struck=is_told and bool(_struck().match(text, span.end)),
            is_kind_listed=listed,
            is_end=not _DASHES.isdisjoint({sign, text[span.start - 1 : span.start]}),
            is_under_fire=is_told and bool(_under_fire().match(text, span.end)),
        )

    @property
    def is_announced(self) -> bool:
        """True if the words before the name announce a place."""
        if self.before in word_list("before") or self.dateline or self.is_struck or self.is_kind_named:
            return True
        if self.is_kind_listed or self.joined in word_list("from_there"):
            return True
        # withdrew from, known as, the border with
        announcing = word_table("announcing").get(self.before)
        return announcing is not None and self.second_before in word_list(announcing)

    @property
    def is_kind_named(self) -> bool:
        """True if the word after the name is a kind of place: X village, X Oblast."""
        if not self.after:
            return False
        small = self.after.casefold()
        return small in word_list("province", "district") or (self.after == small and small in word_list("town"))

    @property
    def is_surely_announced(self) -> bool:
        """True if the words before the name announce a place, and cannot announce a person."""
        if self.before not in word_list("before_persons"):
            return self.is_announced
        return self.second_before in word_list("moving", "going", "town", "district", "province")

    @property
    def is_moved_from(self) -> bool:
        """True if the words before the name describe a movement away from it: withdrew from X."""
        return self.before in _moving_prepositions() and self.second_before in word_list("moving")


@cache
def _struck() -> re.Pattern[str]:
    """Return the expression for words after a place that report of an attack on it."""
    return _told_of(word_list("struck", "struck_places"))


@cache
def _under_fire() -> re.Pattern[str]:
    """Return the expression for words after a place that are said of places only."""
    return _told_of(word_list("struck_places"))


@cache
def _first_words() -> frozenset[str]:
    """Return the words with which what is told of a place may begin."""
    return word_list("being", "having", "adverbs") | {words.split()[0] for words in word_list("struck_directly")}


def _told_of(participles: frozenset[str]) -> re.Pattern[str]:
    helpers = "|".join(word_list("being", "having", "adverbs"))
    directly = "|".join(sorted(word_list("struck_directly"), key=len, reverse=True))
    return re.compile(rf" (?:(?:(?:{helpers}|[a-z]+ly) ){{1,4}}(?:{'|'.join(participles)})|{directly})\b")


@cache
def attacks() -> re.Pattern[str]:
    """Return the expression for words of attacks, which follow the place at the beginning of a post."""
    return re.compile(rf"\b(?:{'|'.join(sorted(word_list('attack_words'), key=len, reverse=True))})\b", re.IGNORECASE)


@cache
def _comma() -> re.Pattern[str]:
    """Return the expression for a comma or bracket before the area that contains a place: ``, in the central``."""
    within = "|".join(map(re.escape, word_list("before_areas", "determiners", "compass")))
    return re.compile(rf"\s*[,(]\s*(?:(?:{within})\s+)*(?=[^\W\d_])")


@cache
def _moving_prepositions() -> frozenset[str]:
    return frozenset(word for word, announcing in word_table("announcing").items() if announcing == "moving")


def _is_dateline(text: str, span: NameSpan) -> bool:
    start = span.start
    before = text[start - 1] if start else "\n"
    if (
        span.fame is not None
        and _POST.match(text, span.end)
        and (before == "\n" or _BULLETS.search(text[max(0, start - 8) : start]))
        and attacks().search(text, span.end, span.end + _POST_LENGTH)
    ):
        return True
    if before == " ":
        return False
    # JERUSALEM/GAZA (Reuters) -
    if before != "\n" and (before != "/" or not text[text.rfind("\n", 0, start) + 1 : start].isupper()):
        return False
    return bool(_DATELINE.match(text, span.end) or (span.name.isupper() and _HEADED.match(text, span.end)))
