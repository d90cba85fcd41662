"""Detection of the language of a text, by its words and letters, and by py3langid where these do not tell.

py3langid (BSD licence) takes two seconds to load, and is loaded only for texts that nothing else decides.
"""

import re
from functools import cache
from typing import Any

from babel import Locale

from geo.languages.language_files import entries, languages

_WORD = re.compile(r"[^\W\d_]+")
# least share of the function words of a language in a text of this language
_SHARE = 0.06
# least probability and least number of letters by which a text is said to be in another language
_SURE, _LETTERS = 0.75, 25
# length of the beginning of a text that is read
_READ = 2_000


def language_of(text: str) -> str | None:
    """Return the code of the language of a text; None if it is not certain.

    Parameters
    ----------
    text : str
        A text of any length; the language of a few words is seldom certain.

    Examples
    --------
    >>> language_of("The army said that it had left the town."), language_of("Homs")
    ('en', None)
    """
    text = text[:_READ]
    found = [word.casefold() for word in _WORD.findall(text)]
    if _foreign().search(text):
        return _asked(text)
    lettered = [code for code, letters in _letters().items() if letters.search(text)]
    if lettered:
        return lettered[0] if len(lettered) == 1 else _asked(text)
    shares = {code: sum(word in known for word in found) for code, known in _function_words().items()}
    best = max(shares, key=shares.__getitem__)
    if found and shares[best] >= max(_SHARE * len(found), 1):
        return best
    return _asked(text) if sum(map(len, found)) >= _LETTERS else None


def language_name(code: str) -> str:
    """Return the English name of a language.

    Examples
    --------
    >>> language_name("fa")
    'Persian'
    """
    return str(Locale.parse("en").languages.get(code, code))


def _asked(text: str) -> str | None:
    code, probability = _identifier().classify(text)
    return str(code) if probability >= _SURE else None


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loading it takes two seconds

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile(f"[{languages('detection')['any']['foreign']}]")


@cache
def _letters() -> dict[str, re.Pattern[str]]:
    """Return expressions for letters that only one language has, by its code."""
    tables = languages("detection").items()
    return {code: re.compile(f"[{table['letters']}]") for code, table in tables if table.get("letters")}


@cache
def _function_words() -> dict[str, frozenset[str]]:
    tables = languages("detection").items()
    return {code: frozenset(entries(table["words"])) for code, table in tables if "words" in table}
