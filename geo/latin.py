"""Names of places in texts that capitalise names: English and Turkish."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from geo.area_names import widespread_peoples
from geo.capital_words import capital_words
from geo.cues import Beside, cues_of
from geo.gazetteer import Gazetteer
from geo.longer_names import longer_name
from geo.mention import Mention
from geo.mention_weights import WEIGHTS
from geo.metonymy import GOVERNMENT, is_capital, joined, stands_for_government
from geo.sense import is_part, kinds_beside, kinds_meant, sense
from geo.spans import Span, spans_of
from geo.words import words

# held out, precision and recall balance here
LIKELY = 0.38
_CALLED_AFTER = 0.2
# what does as governments do and has the name of a capital is one, unless it is rather a person
_RULING = 0.05


def latin_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in a text that capitalises names."""
    found = capital_words(text)
    spans = spans_of(text, found, gazetteer)
    if not spans:
        return []
    around = [Beside.of(text, span) for span in spans]
    scores = 1 / (1 + np.exp(-(cues_of(text, found, spans, around) @ WEIGHTS)))
    ruling = _governments(text, spans, around)
    likely: list[Mention] = []
    peoples = widespread_peoples()
    within = 0
    for i, (span, beside, score) in enumerate(zip(spans, around, scores.tolist(), strict=True)):
        least = _RULING if i in ruling else _CALLED_AFTER
        if score < least and span.name not in peoples:
            continue
        whole = longer_name(text, found, span, beside)
        figure = f"part of a longer name ({text[slice(*whole)]})" if whole else GOVERNMENT if i in ruling else None
        mention = _mention(span, beside, score, gazetteer, figure)
        # the Exchange of the Tokyo Stock Exchange is no place either
        if not mention.literal or span.start >= within:
            likely.append(mention)
        within = max(within, whole[1] if whole else 0)
    # what is called after a place is told, to be seen for what it is
    return [one for one in likely if one.score >= LIKELY or not one.literal]


def _governments(text: str, spans: Sequence[Span], around: Sequence[Beside]) -> set[int]:
    """Find the capitals that stand for governments, by the numbers of their spans."""
    capitals = [i for i, span in enumerate(spans) if is_capital(span.name)]
    ruling = {i for i in capitals if stands_for_government(text, spans[i].start, spans[i].end)}
    # Moscow and Ankara agreed; but not what a preposition governs before
    for one, other in pairwise(capitals):
        here, there = spans[one], spans[other]
        if joined(text, (here.start, here.end), (there.start, there.end)):
            if one in ruling or (other in ruling and around[one].before not in words("governing")):
                ruling |= {one, other}
            else:
                ruling -= {other}
    return ruling


def _mention(span: Span, beside: Beside, score: float, gazetteer: Gazetteer, figure: str | None) -> Mention:
    literal, reason = sense(span.name, beside)
    if literal and figure:
        literal, reason = False, figure
    kinds = kinds_beside(beside) or (kinds_meant(span.name, beside, gazetteer) if literal else frozenset())
    score, part = round(score, 4), literal and is_part(beside)
    return Mention(span.start, span.end, span.name, literal, reason, score, kinds, is_part=part)
