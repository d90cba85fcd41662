"""Names of places in texts that capitalise names: English, Turkish and all languages without a module of their own."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from geo.gazetteer.gazetteer import Gazetteer
from geo.languages.area_names import capitals, widespread_peoples
from geo.languages.words import word_list
from geo.mentions.beside import Beside
from geo.mentions.capital_words import Word, capital_words
from geo.mentions.cues import cues_of, weights
from geo.mentions.figures import LITERAL, RULERS, Figure, figure_of, part_of
from geo.mentions.longer_names import facility_end, longer_name
from geo.mentions.mention import UNKNOWN, Mention
from geo.mentions.metonymy import is_of_person, joined, stands_for_government
from geo.mentions.name_spans import NameSpan, spans_of
from geo.mentions.place_kinds import is_part, is_town, kinds_beside, kinds_meant
from geo.mentions.unknown_names import fragments, parts_of, unknown_names

# least probability of a place name; on held-out texts, precision and recall are equal at this value
LIKELY = 0.38
# least probability of a name used with another meaning
_FIGURATIVE = 0.2
# least probability of a well-known town followed by a building, since longer names have low probabilities
_FACILITY = 0.15
# logarithm of the inhabitants of a town from which buildings are named after the town, not a person: 50,000
_WELL_KNOWN = 10.8
# probability of an unknown name that the words beside it call a place, estimated
_STATED = 0.6
# least probability of a capital's name that stands for its government
_GOVERNMENT = 0.05


class _Name(NamedTuple):
    """A name of a text with the evidence for its meaning.

    Parameters
    ----------
    span : NameSpan
        The name.
    beside : Beside
        The words beside it.
    score : float
        Probability that the name is a place name.
    is_ruling : bool
        True if the name is the name of a capital and stands for a government.
    facility_end : int, optional
        Offset of the end of the name of a building that is called after its town: ``Kabul Military Hospital``.
    in_facility : bool
        True if there is such a building and the name can be the name of a town.
    """

    span: NameSpan
    beside: Beside
    score: float
    is_ruling: bool
    facility_end: int | None
    in_facility: bool

    @property
    def is_known_town(self) -> bool:
        """True if a building follows and the town is well known."""
        is_first_name = self.span.name.casefold() in word_list("given")
        return self.in_facility and (self.span.fame or 0.0) >= _WELL_KNOWN and not is_first_name

    @property
    def is_mention(self) -> bool:
        """True if the name is likely enough to be a mention, literal or not."""
        least = _GOVERNMENT if self.is_ruling else _FACILITY if self.is_known_town else _FIGURATIVE
        return self.score >= least or self.is_place or self.span.name in widespread_peoples()

    @property
    def is_place(self) -> bool:
        """True if the name is likely enough to be a place name."""
        is_work = self.beside.after in word_list("areas_after", "roads") and self.span.name.casefold() not in word_list(
            "given"
        )
        return self.score >= LIKELY or self.is_known_town or is_work


def capitalised_mentions(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """Find the place names in a text that capitalises names; names with another meaning are marked, not left out."""
    found = capital_words(text)
    mentions: list[Mention] = []
    within = 0
    names = _names(text, found, gazetteer)
    spans = [name.span for name in names]
    parts = parts_of(text, found, spans)
    incomplete = fragments(spans, parts)
    for name in names:
        span = name.span
        if span in incomplete or not name.is_mention or (name.is_ruling and is_of_person(text, span.name, span.end)):
            continue
        whole = longer_name(text, found, span, name.beside, in_facility=name.in_facility)
        mention = _mention(name, gazetteer, part_of(text[slice(*whole)]) if whole else None)
        # a name within a longer one, the Exchange of the Tokyo Stock Exchange, is no place
        if not mention.literal or (span.start >= within and name.is_place):
            mentions.append(mention)
        within = max(within, whole[1] if whole else (name.is_known_town and name.facility_end) or 0)
    literal = {mention.start: mention.literal for mention in mentions}
    mentioned = [span for span in spans if span.start in literal]
    places = [span for span in mentioned if literal[span.start]]
    return mentions + [_unknown(text, span) for span in unknown_names(text, found, mentioned, parts, places)]


def _unknown(text: str, span: NameSpan) -> Mention:
    """Make the mention of a name that no gazetteer has."""
    kinds = kinds_beside(Beside.of(text, span))
    return Mention(span.start, span.end, span.name, reason=UNKNOWN, score=_STATED, kinds=kinds)


def _names(text: str, found: Sequence[Word], gazetteer: Gazetteer) -> list[_Name]:
    """Find the names of a text, with the evidence for their meaning."""
    spans = spans_of(text, found, gazetteer)
    if not spans:
        return []
    around = [Beside.of(text, span) for span in spans]
    scores = 1 / (1 + np.exp(-(cues_of(text, found, spans, around) @ [*weights().values()])))
    ruling = _governments(text, spans, around)
    names = []
    for i, (span, beside, score) in enumerate(zip(spans, around, scores.tolist(), strict=True)):
        facility = facility_end(text, span) if score >= _FACILITY else None
        in_facility = facility is not None and is_town(span.name, gazetteer)
        names.append(_Name(span, beside, score, i in ruling, facility, in_facility))
    return names


def _governments(text: str, spans: Sequence[NameSpan], around: Sequence[Beside]) -> set[int]:
    """Find the capitals that stand for governments, by the numbers of their spans."""
    ruled = [i for i, span in enumerate(spans) if span.name in capitals()]
    ruling = {i for i in ruled if stands_for_government(text, spans[i].start, spans[i].end)}
    # Moscow and Ankara agreed; but not after a preposition
    for one, other in pairwise(ruled):
        here, there = spans[one], spans[other]
        if joined(text, (here.start, here.end), (there.start, there.end)):
            if one in ruling or (other in ruling and around[one].before not in word_list("governing")):
                ruling |= {one, other}
            else:
                ruling -= {other}
    return ruling


def _mention(name: _Name, gazetteer: Gazetteer, longer: Figure | None) -> Mention:
    """Make the mention of a name; `longer` is the figure of a name that is part of a longer one."""
    span, beside = name.span, name.beside
    in_facility = name.in_facility and not longer
    figure = figure_of(span.name, beside, in_facility=in_facility)
    if not figure.kind:
        figure = longer or (RULERS if name.is_ruling and not name.in_facility else LITERAL)
    literal, kinds = not figure.kind, kinds_beside(beside)
    if literal and not kinds:
        kinds = kinds_meant(span.name, beside, gazetteer, in_facility=in_facility)
    return Mention(
        start=span.start,
        end=span.end,
        name=span.name,
        reason=figure.reason,
        score=round(name.score, 4),
        kinds=kinds,
        is_part=literal and (in_facility or is_part(beside)),
        figure=figure.kind,
    )
