"""Romanisation: names of places in plain Latin letters, and the similarity of names across Latin and Arabic script.

Sources of truth: the ALA-LC, UN 2017 (ISO 233-based) and Turkish romanisations of Arabic, for the letters that
may stand for one another.
"""

# ruff: noqa: RUF001 -- this module is about letters that look alike in several scripts

import re
from collections.abc import Mapping, Sequence
from functools import cache

from rapidfuzz import fuzz

from geo.languages.language_files import languages
from geo.names.spelling import fold, in_bulk, one_line

# the article joined to a name (alqaym), unless a vowel follows (aleppo) or the rest is too short; and the article as
# Russian maps write it (ehs-sidzhn)
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

# consonants that romanisations spell differently, with their letter in a skeleton; longer spellings come first
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
_VOWELS = re.compile("[aiu ]+")
_DOUBLED = re.compile(r"(.)\1+")


def romanise_all(names: Sequence[str]) -> list[str]:
    """Romanise many names by a table of Arabic letters, and unify the spellings of different romanisations.

    Short vowels, which Arabic does not write, are not guessed.

    Parameters
    ----------
    names : sequence of str
        Names in Latin or Arabic script; letters of other scripts are kept as they are.

    Returns
    -------
    list of str
        One romanised name for each, in order, without spaces.

    Examples
    --------
    >>> romanise_all(["معرة النعمان", "سراقب", "Saraqib"])
    ['martnaman', 'srakb', 'sarakib']
    """
    return in_bulk(names, lambda text: _romanise(text).replace(" ", ""))


def translated(name: str) -> str:
    """Replace the English adjective or noun of a name by romanised Arabic, in Arabic word order.

    Examples
    --------
    >>> translated("Eastern Kwaires"), translated("Madiq Castle"), translated("Idlib")
    ('Kwaires sharqi', 'qalat Madiq', 'Idlib')
    """
    first, _, rest = name.partition(" ")
    adjectives, leading = _translations()
    if rest and first.casefold() in adjectives:
        return f"{rest} {adjectives[first.casefold()]}"
    rest, _, last = name.rpartition(" ")
    return f"{leading[last.casefold()]} {rest}" if rest and last.casefold() in leading else name


@cache
def _translations() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return romanised Arabic for adjectives, which move to the end, and for last words, which move to the front."""
    english = languages("names")["en"]
    return english["translated"], english["leading"]


def skeleton_all(names: Sequence[str]) -> list[str]:
    """Return the consonants of names, equal for their Arabic and their Latin spellings.

    Parameters
    ----------
    names : sequence of str
        Names in Latin or Arabic script.

    Examples
    --------
    >>> skeleton_all(["سراقب", "Saraqeb", "Sarakib", "Khan Shaykhun", "خان شيخون"])
    ['srkb', 'srkb', 'srkb', 'xnsxn', 'xnsxn']
    """
    return in_bulk(names, lambda text: _consonants(_romanise(text)))


def consonants_of(romans: Sequence[str]) -> list[str]:
    """Return the skeletons of names that `romanise_all` has romanised; see `skeleton_all`."""
    return in_bulk(romans, _consonants)


def similarity(first: str, second: str) -> float:
    """Measure the similarity of two names, 0 to 1, across Latin and Arabic script.

    The similarity is the mean of two ratios, of the romanised names and of their consonant skeletons, because
    romanisations disagree most on vowels; a ratio is one minus the share of letters to insert or delete. First words
    that many names have (Kafr, Tell, Deir) do not make them similar: if the first words agree, the rest has to agree as
    well.

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
    """Return the mean ratio of two romanised names and of their skeletons."""
    ratio = fuzz.ratio(first.replace(" ", ""), second.replace(" ", "")) / 100
    skeleton, other = _consonants(first), _consonants(second)
    return (ratio + fuzz.ratio(skeleton, other) / 100) / 2 if skeleton and other else ratio


def _romanise(text: str) -> str:
    """Romanise a text of one or more lines."""
    text = _JOINED_ARTICLE.sub("", _UNVOCALISED_ARTICLE.sub("", fold(text)))
    text = _J.sub("j", _UNVOCALISED_TA_MARBUTA.sub(r"\1a", text))
    text = _TA_MARBUTA_WITHIN.sub("t", text).translate(_ARABIC_TO_LATIN)
    return _DOUBLED.sub(r"\1", text.translate(_SAME_SOUND))


def _consonants(text: str) -> str:
    """Return the skeleton of a romanised text."""
    text = _CONSONANT.sub(lambda found: _CONSONANTS[found[0]], text)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))
