"""The spelling of place names: one key for all ways to write a name, and a measure of how alike two names are.

Sources of truth: Unicode Standard Annex 15 (compatibility decomposition) for letters and marks, and the ALA-LC, UN 2017
(ISO 233-based) and Turkish romanisations of Arabic for what may stand for what. Names are worked on in bulk: many are
joined into one text, treated at the speed of C, and split again.
"""

# ruff: noqa: RUF001, RUF002, RUF003 -- letters that look alike in several scripts are what this module is about

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from rapidfuzz import fuzz

# countries whose names reach Latin letters by romanisation, everybody's own
ROMANISED = frozenset(
    [
        "AE",
        "AF",
        "AM",
        "BD",
        "BG",
        "BH",
        "BT",
        "BY",
        "CN",
        "CY",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "ET",
        "GE",
        "GR",
        "HK",
        "IL",
        "IN",
        "IQ",
        "IR",
        "JO",
        "JP",
        "KG",
        "KH",
        "KM",
        "KP",
        "KR",
        "KW",
        "KZ",
        "LA",
        "LB",
        "LK",
        "LY",
        "MA",
        "MK",
        "MM",
        "MN",
        "MO",
        "MR",
        "MV",
        "NP",
        "OM",
        "PK",
        "PS",
        "QA",
        "RS",
        "RU",
        "SA",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "TH",
        "TJ",
        "TM",
        "TN",
        "TW",
        "UA",
        "UZ",
        "YE",
    ]
)

_ARABIC_DIGITS = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}

# letters that unicode does not decompose, and persian and urdu letters that stand for arabic ones
_PLAIN_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ə": "a",
        "ک": "ك",
        "ی": "ي",
        "ى": "ي",
        "ہ": "ه",
        "ە": "ه",
        "ۃ": "ة",
        "ء": None,
        "ـ": None,
    }
    | _ARABIC_DIGITS,
)

# combining marks (hamza and madda that decomposition frees, vowel signs, accents), modifier letters such as ʿ and ʾ
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u06d6-\u06ed\u02b0-\u02ff\u200b-\u200f'’‘`´]+")
_SEPARATORS = re.compile(r"(?:[^\w\n]|_)+")

# al- in all its dress: before a sun letter its l becomes that letter; joined by a hyphen or a space
_LATIN_ARTICLE = re.compile(r"\b(?:[aeu]l|[aeiu](?:(?=(th|dh|sh|[tdrzsn]) \1)\1)) (?=\w)")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w\w)")

# and written in one with the name, as in alqaym; no vowel follows (aleppo), and enough of a name is left
_JOINED_ARTICLE = re.compile(r"\b[ae]l(?=[bcdfghjklmnpqrstvwxz][a-z]{3})")

# the latin spellings of a final ta marbuta: -ah, -eh and -a are one
_LATIN_TA_MARBUTA = re.compile(r"(?<=\w)[ae]h\b")

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
    "sch": "s",
    "dj": "j",
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

_QUALIFIED = re.compile(r"^(?P<head>[^(,]*[^(,\s])\s*(?:\((?P<inside>[^()]+)\)|,\s*(?P<after>[^(),]+))\s*$")


def normalise(name: str) -> str:
    """Give the key that all spellings of a name share which differ only in how they are written down.

    Case, diacritics, apostrophes, spaces, hyphens, articles, the forms of hamza, alef and ta marbuta, and Arabic
    digits are levelled. The key stays in the name's own script; it is empty for a name without letters or digits.

    Parameters
    ----------
    name : str
        A name in any script.

    Examples
    --------
    >>> normalise("Ma‘arrat an-Nu‘mān") == normalise("MAARRAT AL NUMAN")
    True
    >>> normalise("الصُّرْمان") == normalise("صرمان")
    True
    """
    return normalise_all([name])[0]


def normalise_all(names: Sequence[str]) -> list[str]:
    """Normalise many names at once: a million in seconds.

    Parameters
    ----------
    names : sequence of str
        Names in any script.

    Returns
    -------
    list of str
        One key a name, in order; see `normalise`.

    Examples
    --------
    >>> normalise_all(["Ḩamāh", "Hama", "as-Suqaylabiyah"])
    ['hama', 'hama', 'suqaylabiya']
    """
    return _in_bulk(names, lambda text: _fold(text).replace("ة", "ه").replace(" ", ""))


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
    return _in_bulk(names, lambda text: _romanise(text).replace(" ", ""))


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
        Names in Latin or Arabic script, or romanised ones: romanising twice changes nothing.

    Examples
    --------
    >>> skeleton_all(["Khan Shaykhun", "خان شيخون"])
    ['xnsxn', 'xnsxn']
    """
    return _in_bulk(names, lambda text: _consonants(_romanise(text)))


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
    first, second = (_romanise(_one_line([name])[0]).strip() for name in (first, second))
    whole = _alike(first, second)
    (start, _, rest), (other_start, _, other_rest) = first.partition(" "), second.partition(" ")
    if rest and other_rest and _consonants(start) == _consonants(other_start):
        return min(whole, _alike(rest, other_rest))
    return whole


def variants(name: str) -> list[str]:
    """Give the names by which an entry can be looked up: itself, what a slash joins, and without its qualifier.

    What stands in the brackets is no name of its own: it may as well be the town nearby.

    Examples
    --------
    >>> variants("Mardikh / Tell Mardikh")
    ['Mardikh / Tell Mardikh', 'Mardikh', 'Tell Mardikh']
    >>> variants("Sheikh Idris (Saraqib)")
    ['Sheikh Idris (Saraqib)', 'Sheikh Idris']
    """
    if "(" not in name and "/" not in name:
        return [name]
    head, _ = split_qualifier(name)
    return list(dict.fromkeys(part.strip() for part in (name, head, *head.split("/")) if part.strip()))


def split_qualifier(name: str) -> tuple[str, str | None]:
    """Split a name into itself and what tells it from its namesakes: ``X (Q)`` and ``X, Q``.

    Examples
    --------
    >>> split_qualifier("Khirbat Marata (SE Idlib)"), split_qualifier("Tripoli, Lebanon"), split_qualifier("Idlib")
    (('Khirbat Marata', 'SE Idlib'), ('Tripoli', 'Lebanon'), ('Idlib', None))
    """
    found = _QUALIFIED.match(name)
    if found is None:
        return name, None
    return found["head"], (found["inside"] or found["after"]).strip()


def _alike(first: str, second: str) -> float:
    ratio = fuzz.ratio(first.replace(" ", ""), second.replace(" ", "")) / 100
    bones, other_bones = _consonants(first), _consonants(second)
    return (ratio + fuzz.ratio(bones, other_bones) / 100) / 2 if bones and other_bones else ratio


def _in_bulk(names: Sequence[str], treat: Callable[[str], str]) -> list[str]:
    if not names:
        return []
    text = "\n".join(names)
    # a name with a line break of its own would shift all names after it
    if text.count("\n") != len(names) - 1:
        text = "\n".join(_one_line(names))
    return treat(text).split("\n")


def _one_line(names: Iterable[str]) -> list[str]:
    return [name.replace("\n", " ") for name in names]


def _fold(text: str) -> str:
    """Level case, marks, digits and articles; words stay apart by one space, lines by their line break."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _MARKS.sub("", text).translate(_PLAIN_LETTERS)
    text = _SEPARATORS.sub(" ", text)
    text = _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub("", text))
    return _LATIN_TA_MARBUTA.sub("a", text)


def _romanise(text: str) -> str:
    text = _TA_MARBUTA_WITHIN.sub("t", _JOINED_ARTICLE.sub("", _fold(text))).translate(_ARABIC_TO_LATIN)
    return _DOUBLED.sub(r"\1", text.translate(_SAME_SOUND))


def _consonants(text: str) -> str:
    text = _CONSONANT.sub(lambda found: _CONSONANTS[found[0]], text)
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", text))
