"""The spelling of place names: one key for all ways to write a name down, and what of a name is the name itself.

Source of truth: Unicode Standard Annex 15 (compatibility decomposition) for letters and marks. Names are worked on in
bulk: many are joined into one text, treated at the speed of C, and split again.
"""

# ruff: noqa: RUF001, RUF002, RUF003 -- letters that look alike in several scripts are what this module is about

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

_ARABIC_DIGITS = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}

# arabic script without the letters that only persian, urdu, kurdish, uyghur and others have
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652 ]+")

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

# the latin spellings of a final ta marbuta: -ah, -eh and -a are one
_LATIN_TA_MARBUTA = re.compile(r"(?<=\w)[ae]h\b")

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
    return in_bulk(names, lambda text: fold(text).replace("ة", "ه").replace(" ", ""))


def arabic_name(aliases: Sequence[str]) -> str | None:
    """Give the name in Arabic where all aliases in Arabic script agree on it; a wrong label is worse than none.

    GeoNames' files do not say the language of an alias: where spellings differ, one may be Persian or a mistake.

    Examples
    --------
    >>> arabic_name(["Sarakib", "سراقب", "سَراقِب"]), arabic_name(["سراقب", "سرمين"])
    ('سراقب', None)
    """
    arabic = [alias for alias in aliases if _ARABIC.fullmatch(alias)]
    agree = len(arabic) == 1 or len(set(normalise_all(arabic))) == 1
    return min(arabic, key=len) if agree else None


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


def in_bulk(names: Sequence[str], treat: Callable[[str], str]) -> list[str]:
    """Treat many names at once, joined by line breaks; those in plain Latin letters by themselves, which is faster."""
    plain = [name for name in names if name.isascii()]
    if len(plain) in {0, len(names)}:
        return _in_bulk(names, treat)
    treated, others = iter(_in_bulk(plain, treat)), iter(_in_bulk([n for n in names if not n.isascii()], treat))
    return [next(treated if name.isascii() else others) for name in names]


def _in_bulk(names: Sequence[str], treat: Callable[[str], str]) -> list[str]:
    if not names:
        return []
    text = "\n".join(names)
    # a name with a line break of its own would shift all names after it
    if text.count("\n") != len(names) - 1:
        text = "\n".join(one_line(names))
    return treat(text).split("\n")


def one_line(names: Iterable[str]) -> list[str]:
    """Take the line breaks out of names."""
    return [name.replace("\n", " ") for name in names]


def fold(text: str) -> str:
    """Level case, marks, digits and articles; words stay apart by one space, lines by their line break."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _MARKS.sub("", text).translate(_PLAIN_LETTERS)
    text = _SEPARATORS.sub(" ", text)
    text = _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub("", text))
    return _LATIN_TA_MARBUTA.sub("a", text)
