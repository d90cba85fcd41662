"""Events that another program proposes, each with a quotation, checked against the text that it was given.

A language model may invent a number, a day, a party or a place. Each part of a proposal is looked for in its quotation;
a part that is not found there is marked, and left to a person.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from geo.days import parse_day
from geo.errors import DayError
from geo.gazetteer.place import Place
from geo.geometry.sphere import distance_km
from geo.mentions.mention import Mention
from geo.names.spelling import normalise
from layers.reading.dates.find import dates
from layers.reading.document import Document
from layers.reading.fatalities.fatalities import count_fatalities
from layers.reading.fatalities.numbers import bounds, in_figures, in_words
from layers.reading.words import expression, folded

# a position given with a proposal is that of its place if it lies this near
_SAME_PLACE_KM = 25.0
_COUNTS = ("fatalities_low", "fatalities_best", "fatalities_high")


def checked(
    proposals: Sequence[Mapping[str, Any]], document: Document, place_of: Callable[[Mention], Place | None]
) -> list[dict[str, Any]]:
    """Check proposed events against a report.

    Parameters
    ----------
    proposals : sequence of mapping
        Events with the fields of ``sitmap read --json`` and a ``quote``; fields may be missing.
    document : Document
        The report.
    place_of : callable
        Returns the place of a mention of the report; None if it is not decided.

    Returns
    -------
    list of dict
        The events, each with ``checked``: for ``quote``, ``numbers``, ``dates``, ``names`` and ``place`` True if the
        quotation stands in the text and contains the part, or the proposal lacks the part. A place that is found gets
        its position, and the quotation its offsets.
    """
    return [_checked(dict(proposal), document, place_of) for proposal in proposals]


def _checked(event: dict[str, Any], document: Document, place_of: Callable[[Mention], Place | None]) -> dict[str, Any]:
    span = _span(str(event.get("quote") or ""), document.text)
    quote = document.text[slice(*span)] if span else ""
    found = _place(event, document, span, place_of) if span else None
    if span:
        event |= {"start": span[0], "end": span[1]}
    if found:
        event |= {"lat": found.lat, "lon": found.lon, "uncertainty_km": found.uncertainty_km}
    event["checked"] = {
        "quote": span is not None,
        "numbers": _numbers_stand(event, quote),
        "dates": _dates_stand(event, quote, document.published),
        "names": all(_name_stands(event.get(actor), quote, document) for actor in ("actor1", "actor2")),
        "place": found is not None or not event.get("place"),
    }
    return event


def _span(quote: str, text: str) -> tuple[int, int] | None:
    """Find a quotation in a text, whatever its spaces; None if it does not stand there."""
    words = [re.escape(word) for word in quote.split()]
    match = re.search(r"\s+".join(words), text) if words else None
    return match.span() if match else None


def _numbers_stand(event: Mapping[str, Any], quote: str) -> bool:
    wanted = {event[name] for name in _COUNTS if event.get(name) is not None}
    counted = count_fatalities(quote)
    known = {counted.low, counted.best, counted.high}
    for match in expression("{number}|{figures}", number=in_words(), figures=in_figures()).finditer(quote):
        known.update(bounds(match[0]))
    return wanted <= known


def _dates_stand(event: Mapping[str, Any], quote: str, published: date) -> bool:
    try:
        days = [parse_day(str(event[name])) for name in ("start_date",) if event.get(name)]
    except DayError:
        return False
    known = dates(quote, published) if days else []
    return all(any(when.start <= day < when.end for when in known) for day in days)


def _name_stands(name: Any, quote: str, document: Document) -> bool:  # noqa: ANN401 - a value of JSON
    if not name:
        return True
    if not isinstance(name, str):
        return False
    parties = {folded(actor.party) for actor in document.actors.find(quote)}
    return folded(name) in parties or bool(re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", folded(quote)))


def _place(
    event: Mapping[str, Any], document: Document, span: tuple[int, int], place_of: Callable[[Mention], Place | None]
) -> Place | None:
    """Find the place of a proposal among the names in its quotation; None if none is called so, or lies elsewhere."""
    wanted = normalise(str(event.get("place") or ""))
    for mention in document.places:
        place = place_of(mention) if span[0] <= mention.start < span[1] else None
        if place and wanted in {normalise(name) for name in (mention.name, *place.names)}:
            lat, lon = event.get("lat"), event.get("lon")
            if isinstance(lat, int | float) and isinstance(lon, int | float):
                return place if distance_km(lat, lon, place.lat, place.lon) <= _SAME_PLACE_KM else None
            return place
    return None
