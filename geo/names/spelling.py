"""Spelling of place names: a key that all spellings of a name share, and the split of a name into head and qualifier.

Source of truth: Unicode Standard Annex 15 (compatibility decomposition) for letters and marks. Names are processed
in bulk: many are joined into one text, processed at the speed of C, and split again.
"""

# ruff: noqa: RUF001, RUF002, RUF003 -- this module is about letters that look alike in several scripts

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

_ARABIC_DIGITS = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}

# letters of Arabic, without those that only Persian, Urdu, Kurdish, Uyghur and others have
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652 ]+")

# letters that Unicode does not decompose, and Persian and Urdu letters for Arabic ones
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

# combining marks (hamza and madda after decomposition, vowel signs, accents), modifier letters such as ʿ and ʾ
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670\u06d6-\u06ed\u02b0-\u02ff\u200b-\u200f'’‘`´]+")
_SEPARATORS = re.compile(r"(?:[^\w\n]|_)+")

# the article in all its forms: before a sun letter its l becomes that letter; followed by a hyphen or a space
_LATIN_ARTICLE = re.compile(r"\b(?:[aeu]l|[aeiu](?:(?=(th|dh|sh|[tdrzsn]) \1)\1)) (?=\w)")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w\w)")

# Latin spellings of a final ta marbuta: -ah, -eh and -a are one
_LATIN_TA_MARBUTA = re.compile(r"(?<=\w)[ae]h\b")

_QUALIFIED = re.compile(r"^(?P<head>[^(,]*[^(,\s])\s*(?:\((?P<inside>[^()]+)\)|,\s*(?P<after>[^(),]+))\s*$")


def normalise(name: str) -> str:
    """Return the key that all spellings of a name share.

    Differences in case, diacritics, apostrophes, spaces, hyphens, articles, forms of hamza, alef and ta marbuta, and
    digits are removed. The key stays in the name's own script; it is empty for a name without letters or digits.

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
    """Return the keys of many names at once, a million in seconds; see `normalise`.

    Parameters
    ----------
    names : sequence of str
        Names in any script.

    Returns
    -------
    list of str
        One key for each name, in order.

    Examples
    --------
    >>> normalise_all(["Ḩamāh", "Hama", "as-Suqaylabiyah"])
    ['hama', 'hama', 'suqaylabiya']
    """
    return in_bulk(names, lambda text: fold(text).replace("ة", "ه").replace(" ", ""))


def arabic_name(aliases: Sequence[str]) -> str | None:
    """Return the Arabic name if all aliases in Arabic script agree on it, else None; a wrong label is worse than none.

    GeoNames' files do not say the language of an alias: if spellings differ, one may be Persian or a mistake.

    Examples
    --------
    >>> arabic_name(["Sarakib", "سراقب", "سَراقِب"]), arabic_name(["سراقب", "سرمين"])
    ('سراقب', None)
    """
    arabic = [alias for alias in aliases if _ARABIC.fullmatch(alias)]
    agree = len(arabic) == 1 or len(set(normalise_all(arabic))) == 1
    return min(arabic, key=len) if agree else None


def variants(name: str) -> list[str]:
    """Return the names under which an entry is found: as given, without its qualifier, and the parts between slashes.

    A qualifier in brackets is not used as a name, since it may be the name of a town nearby.

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
    """Split a name into head and qualifier: ``X (Q)`` and ``X, Q``.

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
    """Apply a function of texts to many names, joined by line breaks; ASCII names separately, which is faster."""
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
    """Replace line breaks in names by spaces."""
    return [name.replace("\n", " ") for name in names]


def fold(text: str) -> str:
    """Remove case, marks, articles and differences of digits; keep one space between words, and line breaks."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = _MARKS.sub("", text).translate(_PLAIN_LETTERS)
    text = _SEPARATORS.sub(" ", text)
    text = _ARABIC_ARTICLE.sub("", _LATIN_ARTICLE.sub("", text))
    return _LATIN_TA_MARBUTA.sub("a", text)
