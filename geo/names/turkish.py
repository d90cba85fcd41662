"""Turkish spelling: recognition of Turkish texts, and English spellings of names in Turkish orthography.

For example, Cisr eş-Şuğur is Jisr ash-Shughur. Source of truth: the Turkish alphabet (law 1353 of 1928) and the Turkish
romanisation of Arabic.
"""

import re
from functools import cache

from geo.languages.language_files import entries, languages

_LETTERS = re.compile("[\u0131\u0130\u011f\u011e\u015f\u015e]")
_WORD = re.compile(r"[^\W\d_]+")
# endings of names behind an apostrophe (Afrin'de), and of the verb at the end of a sentence
_ENDING = re.compile(
    r"(?<=[^\W\d_]{2})['\u2019](?:n?[dt][ae](?:n|ki)?|n?[\u0131iu\u00fc]n|[yn][aei\u0131u\u00fc]|l[ae]r\w*)\b"
)
_VERB = re.compile(
    r"[^\W\d_]{2,}(?:[dt][\u0131iu\u00fc]|m[\u0131iu\u00fc]\u015f|yor|[ae]cak|ecek)(?:l[ae]r)?(?=\s*(?:[.!\u2026:]|$|\n))"
)
# least share of function words in a Turkish text
_SHARE = 0.04
_SOUNDS = str.maketrans(
    {
        "c": "j",
        "C": "J",
        "\u00e7": "ch",
        "\u00c7": "Ch",
        "\u015f": "sh",
        "\u015e": "Sh",
        "\u011f": "gh",
        "\u011e": "Gh",
        "\u0131": "i",
        "\u0130": "I",
    }
)
# h, but not of sh, ch and gh
_H = re.compile("(?<![SsCcGg])[Hh]")
_FRONTED = str.maketrans("eE", "aA")


def is_turkish(text: str) -> bool:
    """Return True if a text is in Turkish.

    Examples
    --------
    >>> is_turkish("Serakib ve Neyrab'da \u00e7at\u0131\u015fmalar s\u00fcr\u00fcyor.")
    True
    >>> is_turkish("Erdo\u011fan left for \u015eanl\u0131urfa on Monday.")
    False
    >>> is_turkish("Afrin'de 3 milis etkisiz hale getirdi.")
    True
    """
    letters = not text.isascii() and _LETTERS.search(text)
    endings = len(_ENDING.findall(text)) if "'" in text or "\u2019" in text else 0
    if not letters and not endings:
        return False
    # a sentence ends with its verb
    verbs = len(_VERB.findall(text))
    if not letters and not verbs:
        return False
    found = [word.casefold() for word in _WORD.findall(text)]
    signs = sum(word in _function_words() for word in found) + (verbs + endings if verbs else 0)
    return signs >= max(_SHARE * len(found), 1)


def english_spellings(name: str) -> tuple[str, str, str, str]:
    """Return four spellings of a name: Turkish, in English letters, then with a for e, then also with kh for h.

    Turkish writes Arabic a as e, and kh as h.

    Examples
    --------
    >>> english_spellings("Cerablus")[:3], english_spellings("Han")[3]
    (('Cerablus', 'Jerablus', 'Jarablus'), 'Khan')
    """
    sounds = name.translate(_SOUNDS)
    with_a = sounds.translate(_FRONTED)
    return name, sounds, with_a, _H.sub(lambda found: "Kh" if found[0] == "H" else "kh", with_a)


@cache
def _function_words() -> frozenset[str]:
    return frozenset(entries(languages("names")["tr"]["function_words"]))
