"""Find the place of an event: in its clause, else in the rest of the sentence, else in the text before."""

import re
from bisect import bisect_left
from itertools import pairwise
from operator import attrgetter

from geo.mentions.mention import Mention
from layers.reading.dates.find import dates
from layers.reading.document import COUNTRY, UNDECIDED, Clause, Document, Part, Sentence
from layers.reading.triggers import STRATEGIC, Trigger
from layers.reading.words import expression, whole

_CAPITAL = r"(?<=[\w,;:)] )[A-ZÇĞİÖŞÜ][\w’'-]+"
_ITEM = r"\s*(?:[•*·▪●◾🔴🔵🟢🟥⭕🔻]|[-–—] |(?:[a-z]|\d{1,2})[.)] )"
_ARABIC = "[\u0621-\u064a]"
_START = attrgetter("start")


def places_of(trigger: Trigger, clause: Clause) -> list[Mention]:
    """Find the places of the event that a trigger reports: several if the clause lists several; empty if unknown."""
    # a name that is not in the gazetteer may be no place
    text, at = clause.document.text, clause.start + trigger.start
    known = [place for place in clause.places if place.reason != UNDECIDED]
    following = next((place for place in clause.places if place.start > at), None)
    # but "Idlib: jets bombed X" is no event in Idlib, and "jets bombed X, Idlib" none at its centre
    is_object = following is not None and following.reason == UNDECIDED
    here = clause.places if is_object else known or clause.places
    if not here:
        return _elsewhere(clause)
    nearest = here.index(following if is_object and following else min(here, key=lambda place: abs(place.start - at)))
    # a list may have names that are unknown
    nearest = clause.places.index(here[nearest])
    here = clause.places
    gaps = [text[one.end : other.start] for one, other in pairwise(here)]
    joint = expression(r"\s*{where.joint}\s*")
    first = last = nearest
    while first and joint.fullmatch(gaps[first - 1]):
        first -= 1
    ends = expression("{where.and}")
    # in "A and B, C" the third is the area of the others
    while (
        last < len(gaps)
        and joint.fullmatch(gaps[last])
        and not (last > first and ends.search(gaps[last - 1]) and not ends.search(gaps[last]))
    ):
        last += 1
    # "A, B and C" are three places; in "A, B" the second is the area of the first; a withdrawal has one destination
    moves = trigger.event_type == STRATEGIC and expression("{where.to}").search(text[at : here[first].start])
    together = (
        not moves
        and not other_end_of(here[first], clause.document)
        and any(ends.search(gap) for gap in gaps[first:last])
    )
    if not together:
        return [here[first if moves else nearest]]
    listed = here[first : last + 1]
    # villages that nobody has lie in one region, where they are one event
    return listed if any(place.reason != UNDECIDED for place in listed) else listed[:1]


def _elsewhere(clause: Clause) -> list[Mention]:
    """Find the place of an event if its clause names no known place: a country, or a place named around the clause."""
    sentence = clause.sentence
    if expression(r",?\s+{where.where}\b").match(clause.words):
        return _right_before(clause)
    # for a headline, the story names the place
    if clause.countries and not sentence.places and not sentence.is_headline:
        return clause.countries[:1]
    # the clause may name a town that the gazetteer lacks
    if sentence.places and clause.offset and _names_more(clause):
        return []
    return sentence.places[:1] or _before(sentence)


def _right_before(clause: Clause) -> list[Mention]:
    """Find the place that "where" refers to: the last place or country before; none if an unknown name follows it."""
    named = [place for place in clause.sentence.named if place.end <= clause.start][-1:]
    between = clause.document.text[named[0].end if named else clause.sentence.start : clause.start]
    return [] if re.search(_CAPITAL, f"a {between.lstrip()}") else named


def _before(sentence: Sentence) -> list[Mention]:
    """Find the last place before a sentence that refers to the place by "there", or continues the sentence before."""
    document, before = sentence.document, sentence.before
    continues = before is not None and sentence.speaker == before.speaker and not re.match(_ITEM, sentence.text)
    refers = whole("where.there").search(sentence.words)
    # Arabic has no capital letters by which names are found
    if not refers and (not continues or re.search(_ARABIC, sentence.text) or _names_more(sentence)):
        return []
    count = bisect_left(document.towns, sentence.start, key=_START)
    return document.towns[max(count - 1, 0) : count]


def _names_more(part: Part) -> bool:
    """Return True if a part of a report may name a place that the gazetteer lacks."""
    known = {at for actor in part.actors for at in range(actor.start, actor.end)}
    document = part.document
    return any(
        match.start() not in known
        and part.start + match.start() not in document.names
        and not dates(match[0], document.published)
        for match in re.finditer(_CAPITAL, part.words)
    )


def is_near(place: Mention, document: Document) -> bool:
    """Return True if the text names the surroundings of a place, and not the place itself."""
    text, head = document.text, bisect_left(document.places, place.start, key=_START)
    # near A, B and C is near each of them
    joint = expression(r"\s*{where.joint}\s*")
    while head and joint.fullmatch(text, document.places[head - 1].end, document.places[head].start):
        head -= 1
    first = document.places[head].start
    return bool(
        place.is_part
        or expression(r"(?<!\w){where.near_before}").search(text, max(0, first - 50), first)
        or expression("{where.near_after}").match(text, place.end)
    )


def other_end_of(place: Mention, document: Document) -> Mention | None:
    """Return the second of two places between which an event happened: on the road between one and the other."""
    after = bisect_left(document.places, place.end, key=_START)
    following = next(iter(document.places[after : after + 1]), None)
    if following is None or following.reason == COUNTRY:
        return None
    before, gap = document.text[max(0, place.start - 50) : place.start], document.text[place.end : following.start]
    is_between = expression("{where.between_before}").search(before) and expression(r"\s*{where.joint}\s*").fullmatch(
        gap
    )
    behind = document.text[following.end : following.end + 50]
    is_road = expression("{where.road_joint}").fullmatch(gap) and expression("{where.road_after}").match(behind)
    return following if is_between or is_road else None


def region_of(place: Mention, part: Part) -> Mention | None:
    """Return the region, country or neighbour that a text names with a place unknown to gazetteers.

    It stands behind the place (X, in Rakhine), or before, with a preposition: in Rakhine, rebels captured X.
    """
    if place.reason != UNDECIDED:
        return None
    text, announced = part.document.text, expression("{where.all_over}")
    known = [other for other in part.named if other.reason != UNDECIDED]
    behind = [other for other in known if other.start > place.start]
    before = [other for other in known if announced.search(text, max(0, other.start - 40), other.start)]
    within = [other for other in behind if other.reason != COUNTRY or other in before or text[other.start - 2] in ",("]
    return next(iter(within), None) or next((other for other in reversed(before) if other.start < place.start), None)


def destination(sentence: Sentence) -> Mention | None:
    """Find the place of a planned event: the place of a visit, else the last place or country of the sentence."""
    visit = expression("{future.visited}").search(sentence.text)
    named = [place for place in sentence.named if visit and place.start == sentence.start + visit.end()]
    places = [place for place in sentence.named if place.reason != COUNTRY]
    return next(iter(named or places[-1:] or sentence.named[-1:]), None)
