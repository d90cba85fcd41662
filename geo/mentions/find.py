"""Place names in running text, with their offsets and their meaning: the place itself or something called after it.

A name is a run of capitalised words (in Arabic, of words) that is in a gazetteer. The words beside the name are
evidence for and against a place name: a preposition, a title, a first name, a country after a comma. A logistic
regression weighs them (`tests/benchmarks/fit_mentions.py`); for Arabic and Turkish, which lack a corpus, rules are
used.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from geo.gazetteer.gazetteer import Gazetteer
from geo.mentions.arabic import arabic_mentions
from geo.mentions.capitalised import capitalised_mentions
from geo.mentions.inflected import inflected_mentions
from geo.mentions.mention import Mention
from geo.mentions.turkish import as_turkish, turkish_mentions
from geo.names.turkish import is_turkish

_ARABIC = re.compile("[\u0600-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


Detector = Callable[[str], Iterable[tuple[int, int, str]]]
"""A function of a text that returns names: start, end and label; GPE, LOC and FAC are places, as in OntoNotes 5."""

# the labels of places, and the score of a name that only the detector has found, estimated
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_DETECTED = 0.7


def find_mentions(text: str, gazetteer: Gazetteer, *, detector: Detector | None = None) -> list[Mention]:
    """Find the place names in a text.

    Parameters
    ----------
    text : str
        A text in English, Turkish, Arabic, Russian or Ukrainian.
    gazetteer : Gazetteer
        Gazetteer in which names are looked up.
    detector : callable, optional
        Another detector of names: a function that returns start, end and label of each. Its places (``GPE``, ``LOC``,
        ``FAC``) are added where no name was found. For spaCy: ``lambda text: ((one.start_char, one.end_char,
        one.label_) for one in nlp(text).ents)``.

    Returns
    -------
    list of Mention
        In the order of the text, without overlaps.

    Examples
    --------
    >>> from geo.gazetteer.place import Place
    >>> towns = Gazetteer.of([Place("1", "Saraqib", 35.86, 36.81), Place("2", "Aleppo", 36.2, 37.16)])
    >>> [(m.name, m.literal) for m in find_mentions("They left Saraqib and met at the Aleppo Pharmacy.", towns)]
    [('Saraqib', True), ('Aleppo', False)]
    """
    found: list[Mention] = []
    if _LATIN.search(text):
        found += capitalised_mentions(text, gazetteer)
        if is_turkish(text):
            found = list(as_turkish(text, found))
            found += turkish_mentions(text, gazetteer, {mention.start for mention in found})
    if not text.isascii() and _ARABIC.search(text):
        found += arabic_mentions(text, gazetteer)
    if not text.isascii() and _CYRILLIC.search(text):
        found += inflected_mentions(text, gazetteer)
    if detector:
        found += _detected(text, detector, found)
    return sorted(found, key=lambda mention: mention.start)


def _detected(text: str, detector: Detector, known: Sequence[Mention]) -> list[Mention]:
    """Return the places of a detector that overlap no mention."""
    taken = [(mention.start, mention.end) for mention in known]
    found: list[Mention] = []
    for start, end, label in detector(text):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"detector: {start} to {end}; expected offsets in a text of {len(text)} characters")
        if label in _PLACES and not any(start < last and first < end for first, last in taken):
            found.append(
                Mention(start, end, text[start:end], reason=f"a place by the detector ({label})", score=_DETECTED)
            )
            taken.append((start, end))
    return found
