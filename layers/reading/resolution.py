"""Resolve the place names of a report jointly, by the kinds of place that the text states for them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Resolution
from geo.mentions.mention import Mention
from layers.reading.document import COUNTRY, UNDECIDED

# score of a respelled name that the words beside it announce, decided or not
_ANNOUNCED = 0.8
_TOWN, _DISTRICT = frozenset({"place"}), frozenset({"district"})


def resolved(mentions: Sequence[Mention], geocoder: Geocoder) -> tuple[list[Mention], list[Resolution | None]]:
    """Resolve names jointly; countries (no places of events) and undecided names are marked by their reason."""
    names = [mention.asked for mention in mentions]
    called_by: dict[str, set[frozenset[str]]] = {}
    for mention in mentions:
        called_by.setdefault(mention.asked, set()).add(mention.kinds)
    kinds = {name: frozenset().union(*called) for name, called in called_by.items()}
    found = geocoder.weigh(names, kinds=kinds)
    # "Kherson region" and "a shell hit Kherson": a name with several kinds is resolved once for each
    several = {name for name, called in called_by.items() if len(called) > 1 and kinds[name] != _TOWN}
    for called in {mention.kinds for mention in mentions if mention.asked in several and mention.kinds}:
        again = geocoder.weigh(names, kinds=kinds | dict.fromkeys(several, called))
        found = [
            other if mention.asked in several and mention.kinds == called else one
            for mention, one, other in zip(mentions, found, again, strict=True)
        ]
    # a district that no gazetteer has lies around the town of its name
    lost = {one.asked for one, to in zip(mentions, found, strict=True) if one.kinds == _DISTRICT and not to.match}
    if lost:
        again = geocoder.weigh(names, kinds={name: kind for name, kind in kinds.items() if name not in lost})
        is_town = [one.asked in lost and to.match is not None for one, to in zip(mentions, again, strict=True)]
        mentions = [replace(one, is_part=True) if it else one for one, it in zip(mentions, is_town, strict=True)]
        found = [new if it else old for old, new, it in zip(found, again, is_town, strict=True)]
    # a name that is spelled otherwise lies in a country of the text: Metina is no Medina
    pairs = list(zip(mentions, found, strict=True))
    sure = {one.match.place.country for mention, one in pairs if one.match and not _is_respelled(mention)}
    found = [
        Resolution(one.query, one.decision)
        if sure and one.match and _is_respelled(mention) and one.match.place.country not in sure
        else one
        for mention, one in pairs
    ]
    # a Turkish word with the ending of a place name is none if no known place is spelled like it
    kept = [
        mention.respelled is None or one.match is not None or (one.candidates and mention.score >= _ANNOUNCED)
        for mention, one in zip(mentions, found, strict=True)
    ]
    mentions, found = list(compress(mentions, kept)), list(compress(found, kept))
    marked = [
        replace(mention, reason=COUNTRY if one.match and one.match.place.kind == "country" else UNDECIDED)
        if mention.literal and (one.match is None or one.match.place.kind == "country")
        else mention
        for mention, one in zip(mentions, found, strict=True)
    ]
    # names that are not meant literally, such as those of peoples, have no place
    return marked, [one if mention.literal else None for mention, one in zip(marked, found, strict=True)]


def _is_respelled(mention: Mention) -> bool:
    """Return True for a name in Latin letters that is looked up by another spelling."""
    return mention.respelled is not None and mention.respelled.isascii() and mention.respelled != mention.name
