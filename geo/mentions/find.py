"""Place names in running text: where they stand, and whether a place is meant or what is called after one.

A name is a run of capitalised words (in Arabic, of words) that a gazetteer knows. What stands beside it tells whether
it is one in this text: a preposition, a title, a first name, what follows a comma. That evidence is weighed by a
logistic regression (`tests/benchmarks/fit_mentions.py`); for Arabic, which that corpus does not have, by rules.
"""

import re

from geo.gazetteer.gazetteer import Gazetteer
from geo.mentions.arabic import arabic_mentions
from geo.mentions.capitalised import latin_mentions
from geo.mentions.mention import Mention
from geo.mentions.turkish import as_turkish, is_turkish, turkish_mentions

_ARABIC = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def find_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find the place names in a text.

    Parameters
    ----------
    text : str
        In English, Turkish or Arabic.
    gazetteer : Gazetteer
        Knows the names.

    Returns
    -------
    list of Mention
        In the order of the text, without overlaps.

    Examples
    --------
    >>> from geo.place import Place
    >>> towns = Gazetteer.of([Place("1", "Saraqib", 35.86, 36.81), Place("2", "Aleppo", 36.2, 37.16)])
    >>> [(m.name, m.literal) for m in find_mentions("They left Saraqib and met at the Aleppo Pharmacy.", towns)]
    [('Saraqib', True), ('Aleppo', False)]
    """
    found: list[Mention] = []
    if _LATIN.search(text):
        found += latin_mentions(text, gazetteer)
        if is_turkish(text):
            found = list(as_turkish(text, found))
            found += turkish_mentions(text, gazetteer, {mention.start for mention in found})
    if not text.isascii() and _ARABIC.search(text):
        found += arabic_mentions(text, gazetteer)
    return sorted(found, key=lambda mention: mention.start)
