"""Names of places in texts that capitalise names: English and Turkish."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals, widespread_peoples
from geo.languages.words import words
from geo.mentions.capital_words import capital_words
from geo.mentions.cues import Beside, cues_of, weights
from geo.mentions.figures import RULERS, Sense, is_part, is_town, kinds_beside, kinds_meant, part_of, sense
from geo.mentions.longer_names import facility_end, longer_name
from geo.mentions.mention import Mention
from geo.mentions.metonymy import is_of_person, joined, stands_for_government
from geo.mentions.name_spans import Span, spans_of

# held out, precision and recall balance here
LIKELY = 0.38
_CALLED_AFTER = 0.2
# from here on a well-known town with a building behind it is one, since longer names count against it
_FACILITY = 0.15
# the logarithm of the inhabitants of a town that buildings are called after, not of a person: 50,000
_WELL_KNOWN = 10.8
# what does as governments do and has the name of a capital is one, unless it is rather a person
_RULING = 0.05


class _Seen(NamedTuple):
    """A name, what stands beside it, and how likely it is one of a place."""

    span: Span
    beside: Beside
    score: float


def latin_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find place names in a text that capitalises names."""
    found = capital_words(text)
    spans = spans_of(text, found, gazetteer)
    if not spans:
        return []
    around = [Beside.of(text, span) for span in spans]
    scores = 1 / (1 + np.exp(-(cues_of(text, found, spans, around) @ [*weights().values()])))
    ruling = _governments(text, spans, around)
    likely: list[Mention] = []
    peoples = widespread_peoples()
    within = 0
    for i, (span, beside, score) in enumerate(zip(spans, around, scores.tolist(), strict=True)):
        facility = facility_end(text, span) if score >= _FACILITY else None
        inside = facility is not None and is_town(span.name, gazetteer)
        is_known = inside and (span.fame or 0.0) >= _WELL_KNOWN and span.name.casefold() not in words("given")
        least = _RULING if i in ruling else _FACILITY if is_known else _CALLED_AFTER
        if (score < least and span.name not in peoples) or (i in ruling and is_of_person(text, span.name, span.end)):
            continue
        whole = longer_name(text, found, span, beside, in_facility=inside)
        figure = part_of(text[slice(*whole)]) if whole else RULERS if i in ruling and not inside else None
        mention = _mention(_Seen(span, beside, score), gazetteer, figure, in_facility=inside and not whole)
        # the Exchange of the Tokyo Stock Exchange is no place either
        if not mention.literal or (span.start >= within and (score >= LIKELY or is_known)):
            # what is called after a place is told, to be seen for what it is
            likely.append(mention)
        within = max(within, whole[1] if whole else (is_known and facility) or 0)
    return likely


def _governments(text: str, spans: Sequence[Span], around: Sequence[Beside]) -> set[int]:
    """Find the capitals that stand for governments, by the numbers of their spans."""
    ruled = [i for i, span in enumerate(spans) if span.name in capitals()]
    ruling = {i for i in ruled if stands_for_government(text, spans[i].start, spans[i].end)}
    # Moscow and Ankara agreed; but not what a preposition governs before
    for one, other in pairwise(ruled):
        here, there = spans[one], spans[other]
        if joined(text, (here.start, here.end), (there.start, there.end)):
            if one in ruling or (other in ruling and around[one].before not in words("governing")):
                ruling |= {one, other}
            else:
                ruling -= {other}
    return ruling


def _mention(seen: _Seen, gazetteer: Gazetteer, figure: Sense | None, *, in_facility: bool) -> Mention:
    (start, end, name), beside = seen.span[4:7], seen.beside
    found = sense(name, beside, in_facility=in_facility)
    if figure and not found.figure:
        found = figure
    literal, kinds = not found.figure, kinds_beside(beside)
    if literal and not kinds:
        kinds = kinds_meant(name, beside, gazetteer, in_facility=in_facility)
    part, score = literal and (in_facility or is_part(beside)), round(seen.score, 4)
    return Mention(start, end, name, found.reason, score, kinds, is_part=part, figure=found.figure)
