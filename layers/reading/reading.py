"""Read a report: resolve its place names, and find the events that the report proposes for review."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from geo.days import parse_day
from geo.errors import DayError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.forms import offset_before
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Resolution
from geo.geometry.sphere import distance_km, midpoint
from geo.languages.detection import language_name, language_of
from geo.mentions.find import Detector, find_mentions
from geo.mentions.mention import GROUP, Mention
from layers.dossier.dossier import Dossier
from layers.dossier.folder import files_state
from layers.errors import ReportLanguageError
from layers.reading.document import Document
from layers.reading.event import ReportedEvent
from layers.reading.events import find_events, undated
from layers.reading.fatalities.numbers import number
from layers.reading.proposals import checked
from layers.reading.resolution import resolved
from layers.reading.sentences import LONGEST, has_cut_sentence
from layers.reading.words import codes, expressions, languages_of
from layers.texts.text import LONGEST_RUN, without_runs

# geo_precision as UCDP and ACLED code it: the place itself, its surroundings, a province or country
_EXACT, _NEAR, _AREA = 1, 2, 3
# two days of other weekdays, months and years, later than all news
_ANY_DAYS = (date(2100, 1, 1), date(2111, 8, 19))
# weeks and years around publication must be days, too
_YEARS = range(1800, 2200)
# distance from a place within which an event near the place is assumed, in km
_NEAR_KM = 10.0
_PLACE = ("name", "kind", "country", "lat", "lon", "uncertainty_km")


@dataclass(frozen=True, slots=True)
class Reading:
    """The place names and events of a text.

    Parameters
    ----------
    text : str
        The text.
    mentions : tuple of Mention
        The place names, and the groups of posts.
    resolutions : tuple of Resolution
        The place of each mention; None for names that are not meant literally, and for groups of posts.
    events : tuple of ReportedEvent
        The events that the text reports.
    proposals : tuple of mapping
        Events that another program proposed, with what of them stands in the text.
    remarks : tuple of str
        What of the text was not read as it stands.
    """

    text: str
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution | None, ...]
    events: tuple[ReportedEvent, ...]
    proposals: tuple[Mapping[str, Any], ...] = ()
    remarks: tuple[str, ...] = ()

    def place(self, mention: Mention | None) -> Place | None:
        """Return the place of a mention; None if it could not be decided."""
        if mention is None:
            return None
        found = self.resolutions[self.mentions.index(mention)]
        return found.match.place if found and found.match else None

    def place_of(self, event: ReportedEvent) -> Place | None:
        """Return the place of an event: in the middle between two places, 10 km north of one, near one."""
        here, there = self.place(event.mention), self.place(event.other_end)
        if here and there:
            return between(here, there)
        if here and event.mention:
            form = offset_before(self.text, event.mention.start, event.mention.end)
            here = form.applied(here) if form else here
        found = here or self.place(event.region)
        is_near = event.is_near or not here
        if found and is_near and found.is_settlement:
            return replace(found, uncertainty_km=max(found.uncertainty_km or 0.0, _NEAR_KM))
        return found

    def records(self, *, quotes: bool = False) -> dict[str, list[dict[str, Any]]]:
        """Return mentions and events as plain values, as ``sitmap read --json`` prints them; quotes only on request."""
        return {
            "mentions": [
                self._mention(mention, found) for mention, found in zip(self.mentions, self.resolutions, strict=True)
            ],
            "events": [*self.event_records(quotes=quotes), *map(dict, self.proposals)],
        }

    def event_records(self, *, quotes: bool = False) -> list[dict[str, Any]]:
        """Return the events that were found, as in `records`."""
        return [
            self._event(event) | ({"quote": self.text[event.start : event.end]} if quotes else {})
            for event in self.events
        ]

    def _mention(self, mention: Mention, found: Resolution | None) -> dict[str, Any]:
        match = found.match if found else None
        place = match.place if match else None
        score = 0.0 if found else mention.score
        return {
            "start": mention.start,
            "end": mention.end,
            "text": mention.name,
            "literal": mention.literal,
            "score": match.score if match else score,
            "reason": found.reason if found else mention.reason,
            "place": {name: getattr(place, name) for name in _PLACE} if place else None,
        } | self._relative(mention, place)

    def _relative(self, mention: Mention, place: Place | None) -> dict[str, Any]:
        """Return what a mention is relative to, if a distance and direction stand before it: 10 km north of X."""
        form = offset_before(self.text, mention.start, mention.end) if place else None
        if form is None or place is None:
            return {}
        return {"relative_to": {"place": place.name, "km": form.km, "bearing": form.bearing_deg}}

    def _event(self, event: ReportedEvent) -> dict[str, Any]:
        place = self.place_of(event)
        is_near = event.is_near or (event.region is not None and self.place(event.mention) is None)
        precision = _AREA if place and not place.is_settlement else _NEAR if is_near else _EXACT
        return {
            "start_date": event.start_date.isoformat() if event.start_date else None,
            "end_date": event.end_date.isoformat() if event.end_date else None,
            "time_precision": event.time_precision,
            "event_type": event.event_type,
            "place": place.name if place else event.mention.name if event.mention else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "geo_precision": precision if place else None,
            "uncertainty_km": place.uncertainty_km if place else None,
            "actor1": event.actor1,
            "actor2": event.actor2,
            "fatalities_low": event.fatalities.low,
            "fatalities_best": event.fatalities.best,
            "fatalities_high": event.fatalities.high,
            "certainty": event.certainty,
            "attribution": event.attribution,
            "start": event.start,
            "end": event.end,
        }


def read_report(  # noqa: PLR0913 - one for each source of what is known
    text: str,
    *,
    published: date | str | None = None,
    dossier: Dossier | str | None = None,
    gazetteer: Gazetteer | None = None,
    detector: Detector | None = None,
    proposals: Sequence[Mapping[str, Any]] = (),
) -> Reading:
    """Read a report and find its place names and events.

    Parameters
    ----------
    text : str
        In English, Arabic, Turkish, Russian or Ukrainian.
    published : date or str, optional
        The day of publication, from which relative dates count; without it, days that depend on it are None.
    dossier : Dossier or str, optional
        The dossier with places, area and sides for the reading; by default none, and parties keep the text's words.
    gazetteer : Gazetteer, optional
        Gazetteer for the names; by default the dossier's, if any, and the world's.
    detector : callable, optional
        Another detector of names; see `geo.find_mentions`.
    proposals : sequence of mapping, optional
        Events that another program proposes, as `Reading.records` writes them, each with a ``quote``. They come back
        behind the events that were found, with ``checked``: which of their parts stand in the text.

    Raises
    ------
    ReportLanguageError
        If the text is certainly in a language that is not read.

    Examples
    --------
    >>> text = "Turkish troops shelled Syrian forces near Saraqeb on Wednesday."
    >>> reading = read_report(text, published="2020-02-06", dossier="idlib-2020")
    >>> [(event.event_type, str(event.start_date), event.actor1, event.actor2) for event in reading.events]
    [('Explosions/Remote violence', '2020-02-05', 'turkey', 'government')]
    """
    language = language_of(text)
    if language and language not in codes():
        raise ReportLanguageError(language_name(language), codes())
    day = _ANY_DAYS[0] if published is None else parse_day(published)
    if day.year not in _YEARS:
        raise DayError(f"{day} is no day of publication; expected one from {_YEARS[0]} to {_YEARS[-1]}")
    opened = _opened(dossier, files_state(dossier)) if isinstance(dossier, str) else dossier
    known = gazetteer or (opened.known if opened else Gazetteer.load())
    whole, text = text, without_runs(text)
    mentions = find_mentions(text, known, detector=detector)
    geocoder = Geocoder(known, area=opened.settings.outline if opened else None)
    mentions, resolutions = resolved(mentions, geocoder)
    sides = opened.sides if opened else ()
    document = Document(text, mentions, day, sides, is_dated=published is not None)
    with languages_of(text):
        events = find_events(document)
        if published is None:
            events = undated(events, replace(document, published=_ANY_DAYS[1]))
        cut = [f"sentences of over {LONGEST:,} characters are read in pieces"] if has_cut_sentence(text) else []
    everything = sorted(
        [*zip(mentions, resolutions, strict=True), *((group, None) for group in post_groups(text, mentions))],
        key=lambda pair: pair[0].start,
    )
    runs = [f"left out: runs of over {LONGEST_RUN} characters without a space"] if whole != text else []
    reading = Reading(
        whole,
        tuple(m for m, _ in everything),
        tuple(r for _, r in everything),
        tuple(events),
        remarks=(*runs, *cut),
    )
    return replace(reading, proposals=tuple(checked(proposals, document, reading.place))) if proposals else reading


def between(one: Place, other: Place) -> Place:
    """Return the middle between two places, with half of their distance as its uncertainty.

    Examples
    --------
    >>> middle = between(Place("1", "Homs", 34.73, 36.71), Place("2", "Hama", 35.13, 36.76))
    >>> middle.name, round(middle.lat, 2), round(middle.uncertainty_km)
    ('Homs', 34.93, 22)
    """
    lat, lon = midpoint(one.lat, one.lon, other.lat, other.lon)
    radius = float(distance_km(one.lat, one.lon, other.lat, other.lon)) / 2
    return replace(one, lat=lat, lon=lon, kind="place", uncertainty_km=round(radius, 1))


def post_groups(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Find groups of posts (12 observation posts in Idlib); the reason includes the place named behind the group.

    Examples
    --------
    >>> [group.reason for group in post_groups("Turkey has 12 observation posts.", [])]
    ['a group of 12 posts']
    """
    found = []
    for match in (match for pattern in expressions("posts.groups") for match in pattern.finditer(text)):
        place = next((m.name for m in mentions if m.literal and 0 <= m.start - match.end() <= 4), None)  # noqa: PLR2004 - " in "
        reason = f"a group of {number(match['count'])} posts" + (f" in {place}" if place else "")
        found.append(Mention(match.start(), match.end(), match[0], reason, figure=GROUP))
    return found


@lru_cache(maxsize=4)
def _opened(name: str, _state: Hashable) -> Dossier:
    """Open a dossier once for each state of its files."""
    return Dossier.open(name)
