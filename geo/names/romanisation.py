"""Romanisation: names of places in plain Latin letters, and how alike two names are, across Latin and Arabic script.

Sources of truth: the ALA-LC, UN 2017 (ISO 233-based) and Turkish romanisations of Arabic for what may stand for what.
"""

# ruff: noqa: RUF001 -- letters that look alike in several scripts are what this module is about

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from geo.names.spelling import fold, in_bulk, one_line

# countries whose names reach Latin letters by romanisation, everybody's own
ROMANISED = frozenset(
    {"AE", "AF", "AM", "BD", "BG", "BH", "BT", "BY", "CN", "CY", "DJ", "DZ", "EG", "EH", "ER"}
    | {"ET", "GE", "GR", "HK", "IL", "IN", "IQ", "IR", "JO", "JP", "KG", "KH", "KM", "KP", "KR"}
    | {"KW", "KZ", "LA", "LB", "LK", "LY", "MA", "MK", "MM", "MN", "MO", "MR", "MV", "NP", "OM"}
    | {"PK", "PS", "QA", "RS", "RU", "SA", "SD", "SO", "SS", "SY", "TD", "TH", "TJ", "TM", "TN"}
    | {"TW", "UA", "UZ", "YE"}
)

# al- written in one with the name, as in alqaym, where no vowel follows (aleppo) and enough of a name is left; and as
# Russian maps have it, ehs-sidzhn
_JOINED_ARTICLE = re.compile(r"\b(?:[ae]l(?=[bcdfghjklmnpqrstvwxz][a-z]{3})|eh[lnrsdtz] (?=\w))")

# Arabic without its short vowels, copied letter by letter as catalogues do (alrqt, jblt): the article is joined, and a
# final t is ta marbuta
_UNVOCALISED_ARTICLE = re.compile(r"\bal(?=[bcdfghjklmnpqrstvwxyz]{3,}\b)")
_UNVOCALISED_TA_MARBUTA = re.compile(r"\b([bcdfghjklmnpqrstvwxyz]{2,})t\b")

# the j of German, Russian and French: Dschisr, Dzhisr, Djisr
_J = re.compile("dsch|dzh|dj")

# ta marbuta is heard as t where another word follows (maarrat al-numan) and as a vowel at the end (hama)
_TA_MARBUTA_WITHIN = re.compile("ة(?= )")

_ARABIC_TO_LATIN = str.maketrans(
    {
        "ا": "a",
        "ب": "b",
        "ت": "t",
        "ث": "th",
        "ج": "j",
        "ح": "h",
        "خ": "kh",
        "د": "d",
        "ذ": "dh",
        "ر": "r",
        "ز": "z",
        "س": "s",
        "ش": "sh",
        "ص": "s",
        "ض": "d",
        "ط": "t",
        "ظ": "dh",
        "ع": "a",
        "غ": "gh",
        "ف": "f",
        "ق": "q",
        "ك": "k",
        "ل": "l",
        "م": "m",
        "ن": "n",
        "ه": "h",
        "ة": "a",
        "و": "u",
        "ي": "i",
        "پ": "p",
        "چ": "ch",
        "ژ": "zh",
        "گ": "g",
        "ڤ": "v",
    },
)

# romanisations differ in these, so the skeleton does not tell them apart; the longest spelling is tried first
_CONSONANTS = {
    "tch": "s",
    "sch": "s",
    "kh": "x",
    "gh": "g",
    "sh": "s",
    "ch": "s",
    "th": "t",
    "dh": "d",
    "bh": "f",
    "zh": "j",
    "x": "ks",
    "c": "k",
}
_CONSONANT = re.compile("|".join(_CONSONANTS))
# Arabic has three vowels, no p and no v, and its q is written k in turkish and german: saraqeb, saraqib, sarakib
_SAME_SOUND = str.maketrans("eyowqpv", "iiuukbf")
# adjectives of names, which stand behind them in Arabic
_TRANSLATED = {
    **dict.fromkeys(("big", "great", "greater"), "kabir"),
    **dict.fromkeys(("little", "small"), "saghir"),
    "eastern": "sharqi",
    "western": "gharbi",
    "northern": "shamali",
    "southern": "janubi",
    "upper": "fawqani",
    "lower": "tahtani",
    "middle": "wastani",
    "old": "qadim",
    "new": "jadid",
}
_VOWELS = re.compile("[aiu ]+")
_DOUBLED = re.compile(r"(.)\1+")


def romanise_all(names: Sequence[str]) -> list[str]:
    """Write many names in plain Latin letters, by our own Arabic letter table, and level what romanisations differ in.

    Short vowels, which Arabic does not write, are not guessed.

    Parameters
    ----------
    names : sequence of str
        Names in Latin or Arabic script; letters of other scripts are kept as they are.

    Returns
    -------
    list of str
        One romanised name each, in order, without spaces.

    Examples
    --------
    >>> romanise_all(["معرة النعمان", "سراقب", "Saraqib"])
    ['martnaman', 'srakb', 'sarakib']
    """
    return in_bulk(names, lambda text: _romanise(text).replace(" ", ""))


def translated(name: str) -> str:
    """Give a name in Arabic order and words of which English lists translate what tells it from its namesakes.

    Examples
    --------
    >>> translated("Eastern Kwaires"), translated("Madiq Castle"), translated("Idlib")
    ('Kwaires sharqi', 'qalat Madiq', 'Idlib')
    """
    first, _, rest = name.partition(" ")
    if rest and first.casefold() in _TRANSLATED:
        return f"{rest} {_TRANSLATED[first.casefold()]}"
    rest, _, last = name.rpartition(" ")
    return f"qalat {rest}" if rest and last.casefold() == "castle" else name


def skeleton(name: str) -> str:
    """Give the consonants of a name, alike for its Arabic and its Latin spellings.

    Examples
    --------
    >>> skeleton("سراقب"), skeleton("Saraqeb"), skeleton("Sarakib")
    ('srkb', 'srkb', 'srkb')
    """
    return skeleton_all([name])[0]


def skeleton_all(names: Sequence[str]) -> list[str]:
    """Give the consonant skeletons of many names at once; see `skeleton`.

    Parameters
    ----------
    names : sequence of str
        Names in Latin or Arabic script.

    Examples
    --------
    >>> skeleton_all(["Khan Shaykhun", "خان شيخون"])
    ['xnsxn', 'xnsxn']
    """
    return in_bulk(names, lambda text: _consonants(_romanise(text)))


def consonants_of(romans: Sequence[str]) -> list[str]:
    """Give the consonant skeletons of names that are romanised; see `romanise_all`."""
    return in_bulk(romans, _consonants)


def similarity(first: str, second: str) -> float:
    """Tell how alike two names are, 0 to 1, across Latin and Arabic script.

    Half is the ratio of the romanised names (one minus the share of letters to insert or delete), half the same of
    their consonant skeletons, because vowels are what romanisations disagree on most. What many names begin with
    (Kafr, Tell, Deir) does not make them alike: where the first words agree, the rest has to agree as well.

    Parameters
    ----------
    first, second : str
        Names in Latin or Arabic script.

    Examples
    --------
    >>> similarity("Saraqib", "سراقب") > 0.9
    True
    >>> similarity("Kafr Zita", "كفر زيتا") > 0.9 > 0.7 > similarity("Kafr Zita", "Kafr Tab")
    True
    """
    first, second = (_romanise(one_line([name])[0]).strip() for name in (first, second))
    whole = _alike(first, second)
    (start, _, rest), (other_start, _, other_rest) = first.partition(" "), second.partition(" ")
    if rest and other_rest and _consonants(start) == _consonants(other_start):
        return min(whole, _alike(rest, other_rest))
    return whole


def _alike(first: str, second: str) -> float:
    ratio = fuzz.ratio(first.replace(" ", ""), second.replace(" ", "")) / 100
    bones, other_bones = _consonants(first), _consonants(second)
    return (ratio + fuzz.ratio(bones, other_bones) / 100) / 2 if bones and other_bones else ratio


def _romanise(text: str) -> str:
    text = _JOINED_ARTICLE.sub("", _UNVOCALISED_ARTICLE.sub("", fold(text)))
    text = _J.sub("j", _UNVOCALISED_TA_MARBUTA.sub(r"\1a", text))
    text = _TA_MARBUTA_WITHIN.sub("t", text).translate(_ARABIC_TO_LATIN)
    return _DOUBLED.sub(r"\1", text.translate(_SAME_SOUND))


def _consonants(text: str) -> str:
    text = _CONSONANT.sub(lambda found: _CONSONANTS[found[0]], text)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))
