"""Read a report: resolve its place names, and find the events that the report proposes for review."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any

from geo.days import parse_day
from geo.errors import DayError
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Resolution
from geo.mentions.find import find_mentions
from geo.mentions.mention import GROUP, Mention
from layers.dossier.dossier import Dossier
from layers.dossier.folder import files_state
from layers.dossier.settings.sides import Side
from layers.reading.document import COUNTRY, UNDECIDED, Document
from layers.reading.event import ReportedEvent
from layers.reading.events import find_events
from layers.reading.fatalities.numbers import number
from layers.reading.words import expressions
from layers.texts.text import without_runs

# geo_precision as UCDP and ACLED code it: the place itself, its surroundings, a province or country
_EXACT, _NEAR, _AREA = 1, 2, 3
# two days of other weekdays, months and years, later than all news
_ANY_DAYS = (date(2100, 1, 1), date(2111, 8, 19))
# weeks and years around publication must be days, too
_YEARS = range(1800, 2200)
_TOWN = frozenset({"place"})


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
    """

    text: str
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution | None, ...]
    events: tuple[ReportedEvent, ...]

    def place(self, mention: Mention | None) -> Place | None:
        """Return the place of a mention; None if it could not be decided."""
        if mention is None:
            return None
        found = self.resolutions[self.mentions.index(mention)]
        return found.match.place if found and found.match else None

    def records(self, *, quotes: bool = False) -> dict[str, list[dict[str, Any]]]:
        """Return mentions and events as plain values, as ``sitmap read --json`` prints them; quotes only on request."""
        return {
            "mentions": [
                self._mention(mention, found) for mention, found in zip(self.mentions, self.resolutions, strict=True)
            ],
            "events": [
                self._event(event) | ({"quote": self.text[event.start : event.end]} if quotes else {})
                for event in self.events
            ],
        }

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
            "place": {name: getattr(place, name) for name in ("name", "kind", "country", "lat", "lon")}
            if place
            else None,
        }

    def _event(self, event: ReportedEvent) -> dict[str, Any]:
        place = self.place(event.mention)
        precision = _AREA if place and not place.is_settlement else _NEAR if event.is_near else _EXACT
        return {
            "start_date": event.start_date.isoformat() if event.start_date else None,
            "end_date": event.end_date.isoformat() if event.end_date else None,
            "time_precision": event.time_precision,
            "event_type": event.event_type,
            "place": place.name if place else event.mention.name if event.mention else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "geo_precision": precision if place else None,
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


def read_report(
    text: str,
    *,
    published: date | str | None = None,
    dossier: Dossier | str | None = "idlib-2020",
    gazetteer: Gazetteer | None = None,
) -> Reading:
    """Read a report and find its place names and events.

    Parameters
    ----------
    text : str
        In English, Arabic or Turkish.
    published : date or str, optional
        The day of publication, from which relative dates count; without it, days that depend on it are None.
    dossier : Dossier or str, optional
        The dossier with places, area and sides for the reading.
    gazetteer : Gazetteer, optional
        Gazetteer for the names; by default the dossier's and the world's.

    Examples
    --------
    >>> reading = read_report("Turkish troops shelled Syrian forces near Saraqeb on Wednesday.", published="2020-02-06")
    >>> [(event.event_type, str(event.start_date), event.actor1, event.actor2) for event in reading.events]
    [('Explosions/Remote violence', '2020-02-05', 'turkey', 'government')]
    """
    opened = _opened(dossier, files_state(dossier)) if isinstance(dossier, str) else dossier
    known = gazetteer or (opened.gazetteer | Gazetteer.load() if opened else Gazetteer.load())
    whole, text = text, without_runs(text)
    mentions = find_mentions(text, known)
    geocoder = Geocoder(known, area=opened.settings.outline if opened else None)
    mentions, resolutions = _resolved(mentions, geocoder)
    sides = opened.sides if opened else ()
    if published is None:
        events = _undated(text, mentions, sides)
    else:
        day = parse_day(published)
        if day.year not in _YEARS:
            raise DayError(f"{day} is no day of publication; expected one from {_YEARS[0]} to {_YEARS[-1]}")
        events = find_events(Document(text, mentions, day, sides))
    everything = sorted(
        [*zip(mentions, resolutions, strict=True), *((group, None) for group in post_groups(text, mentions))],
        key=lambda pair: pair[0].start,
    )
    return Reading(whole, tuple(m for m, _ in everything), tuple(r for _, r in everything), tuple(events))


def _undated(text: str, mentions: Sequence[Mention], sides: Sequence[Side]) -> list[ReportedEvent]:
    """Find the events of a text without a day of publication: days that depend on it are None.

    What a text says of a day depends on publication if it changes with publication.
    """
    found, again = (find_events(Document(text, mentions, day, sides)) for day in _ANY_DAYS)
    fixed = {(one.start, one.event_type, one.mention, one.start_date, one.end_date) for one in again}
    return [
        one
        if (one.start, one.event_type, one.mention, one.start_date, one.end_date) in fixed
        else replace(one, start_date=None, end_date=None, time_precision=None)
        for one in found
    ]


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


def _resolved(mentions: Sequence[Mention], geocoder: Geocoder) -> tuple[list[Mention], list[Resolution | None]]:
    """Resolve names jointly; countries (no places of events) and undecided names are marked by their reason."""
    names = [mention.asked for mention in mentions]
    kinds: dict[str, frozenset[str]] = {}
    for mention in mentions:
        kinds[mention.asked] = kinds.get(mention.asked, frozenset()) | mention.kinds
    found = geocoder.weigh(names, kinds=kinds)
    # "Kherson region" and "a shell hit Kherson": a name with several kinds is resolved once for each
    several = {name for name, called in kinds.items() if called > _TOWN}
    for called in {mention.kinds for mention in mentions if mention.asked in several and mention.kinds}:
        again = geocoder.weigh(names, kinds=kinds | dict.fromkeys(several, called))
        found = [
            other if mention.asked in several and mention.kinds == called else one
            for mention, one, other in zip(mentions, found, again, strict=True)
        ]
    # a Turkish word with the ending of a place name is none if no known place is spelled like it
    kept = [mention.respelled is None or one.match is not None for mention, one in zip(mentions, found, strict=True)]
    mentions, found = list(compress(mentions, kept)), list(compress(found, kept))
    marked = [
        replace(mention, reason=COUNTRY if one.match and one.match.place.kind == "country" else UNDECIDED)
        if mention.literal and (one.match is None or one.match.place.kind == "country")
        else mention
        for mention, one in zip(mentions, found, strict=True)
    ]
    # names that are not meant literally, such as those of peoples, have no place
    return marked, [one if mention.literal else None for mention, one in zip(marked, found, strict=True)]


@lru_cache(maxsize=4)
def _opened(name: str, _state: Hashable) -> Dossier:
    """Open a dossier once for each state of its files."""
    return Dossier.open(name)
