"""Find the place of an event: in its clause, else in the rest of the sentence, else in the text before."""

import re
from bisect import bisect_left
from collections.abc import Sequence
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
_AREAS = frozenset({"province", "district"})
# most signs between a place and its area
_BESIDE = 2
# most signs of words that stand beside a place
_WORD = 50


def places_of(trigger: Trigger, clause: Clause) -> list[Mention]:
    """Find the places of the event that a trigger reports: several if the clause lists several; empty if unknown."""
    # a name that is not in the gazetteer may be no place
    text, at = clause.document.text, clause.start + trigger.start
    listed = {one for pair in pairwise(clause.places) if _is_joined(*pair, text) for one in pair}
    known = [place for place in clause.places if place.reason != UNDECIDED or place in listed]
    # "clashes between GoS forces": a party
    parties = [(clause.start + actor.start, clause.start + actor.end) for actor in clause.actors]
    after = (place for place in clause.places if place.start > at)
    following = next((one for one in after if not any(a < one.end and one.start < b for a, b in parties)), None)
    # "in Hodeida, a mine killed two in Hays": the area comes first
    is_topic = (
        len(known) > 1 and known[0].start < at < known[1].start and text[known[0].end :][:1] in {",", "\u060c", ":"}
    )
    known = known[1:] if is_topic and not _is_joined(known[0], known[1], text) else known
    # but "Idlib: jets bombed X" is no event in Idlib, and "jets bombed X, Idlib" none at its centre
    is_object = following is not None and following.reason == UNDECIDED
    here = clause.places if is_object else known or clause.places
    if not here:
        return _elsewhere(clause)
    nearest = here.index(following if is_object and following else min(here, key=lambda place: abs(place.start - at)))
    # a list may have names that are unknown
    nearest, here = clause.places.index(here[nearest]), clause.places
    first, last, is_list = _list_around(nearest, here, text)
    # "A, B and C" are three places; in "A, B" the second is the area of the first; a withdrawal has one destination
    moves = trigger.event_type == STRATEGIC and expression("{where.to}").search(text[at : here[first].start])
    if moves or other_end_of(here[first], clause.document) or not is_list:
        return [here[first if moves else nearest]]
    unknown = [place for place in here[first : last + 1] if place.reason == UNDECIDED]
    region = region_of(unknown[0], clause) if unknown else None
    # villages that nobody has are one event in the region that the text gives
    same = unknown[1:] if region and region.reason != COUNTRY else []
    return [place for place in here[first : last + 1] if place not in same]


def _is_joined(one: Mention, other: Mention, text: str) -> bool:
    return bool(expression(r"\s*{where.joint}\s*").fullmatch(text[one.end : other.start]))


def _list_around(number: int, here: Sequence[Mention], text: str) -> tuple[int, int, bool]:
    """Return the numbers of the first and last place of the list around a place, and True if each is meant.

    Each is meant if *and* joins the last ("A, B and C"), or a word for several places stands before: settlements A, B.
    """
    first = last = number
    while first and _is_joined(here[first - 1], here[first], text):
        first -= 1
    while last + 1 < len(here) and _is_joined(here[last], here[last + 1], text):
        last += 1
    gaps = [text[one.end : other.start] for one, other in pairwise(here[first : last + 1])]
    # in "A and B, C" the third is the area of the others
    joints = [i for i, gap in enumerate(gaps) if expression("{where.and}").search(gap)]
    last = min(last, first + joints[-1] + 1) if joints else last
    at = here[first].start
    several = expression(r"(?<!\w){where.several} $").search(text, max(0, at - _WORD), at)
    return first, last, bool(joints or (gaps and several))


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
    named = [place for place in clause.sentence.named if place.end <= clause.start]
    # in Saraqib, Idlib province, where
    is_area = len(named) > 1 and named[-1].kinds & _AREAS and named[-1].start - named[-2].end <= _BESIDE
    named = named[-2:-1] if is_area else named[-1:]
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
    while head and _is_joined(document.places[head - 1], document.places[head], text):
        head -= 1
    first = document.places[head].start
    return bool(
        place.is_part
        or expression(r"(?<!\w){where.near_before}").search(text, max(0, first - _WORD), first)
        or expression("{where.near_after}").match(text, place.end)
    )


def other_end_of(place: Mention, document: Document) -> Mention | None:
    """Return the second of two places between which an event happened: on the road between one and the other."""
    after = bisect_left(document.places, place.end, key=_START)
    following = next(iter(document.places[after : after + 1]), None)
    if following is None or following.reason == COUNTRY:
        return None
    before, gap = document.text[max(0, place.start - _WORD) : place.start], document.text[place.end : following.start]
    is_between = expression("{where.between_before}").search(before) and expression(r"\s*{where.joint}\s*").fullmatch(
        gap
    )
    behind = document.text[following.end : following.end + _WORD]
    is_road = expression("{where.road_joint}").fullmatch(gap) and expression("{where.road_after}").match(behind)
    return following if is_between or is_road else None


def region_of(place: Mention, part: Part) -> Mention | None:
    """Return the region, country or neighbour that a text names behind a place unknown to gazetteers.

    Else the area or front that it names before: in Homs province, shells hit X; in Rakhine, rebels captured X.
    """
    if place.reason != UNDECIDED:
        return None
    text, known = part.document.text, [one for one in part.named if one.reason != UNDECIDED]
    _, last, is_list = _list_around(part.named.index(place), part.named, text) if place in part.named else (0, 0, False)
    end = part.named[last].end if is_list else place.end
    announced = [one for one in known if expression("{where.all_over}").search(text, max(0, one.start - 40), one.start)]
    # a country behind the place may be a party, but for "X, central Libya"
    behind = [
        one
        for one in known
        if one.start >= end and (one.reason != COUNTRY or one in announced or _is_within(text[end : one.start]))
    ]
    before = [
        one for one in known if one.end <= place.start and (one.is_part or one.kinds & _AREAS or one in announced)
    ]
    # of a list, the other known places are as near as any region
    return next(iter([*behind, *before[::-1], *(known if is_list else [])]), None)


def _is_within(gap: str) -> bool:
    """Return True if the text between two names puts one into the other: X, central Libya."""
    return bool(re.fullmatch(r"\s*[,(]\s?(?:[^\W\d_A-Z]+ ){0,3}", gap))


def destination(sentence: Sentence) -> Mention | None:
    """Find the place of a planned event: the place of a visit, else the last place or country of the sentence."""
    visit = expression("{future.visited}").search(sentence.text)
    named = [place for place in sentence.named if visit and place.start == sentence.start + visit.end()]
    places = [place for place in sentence.named if place.reason != COUNTRY]
    return next(iter(named or places[-1:] or sentence.named[-1:]), None)
