"""What a report says: its places, resolved, and the events it tells of, proposed for review."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import compress
from typing import Any

from geo.days import parse_day
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geocoding.geocoder import Geocoder
from geo.geocoding.match import Resolution
from geo.mentions.find import find_mentions
from geo.mentions.mention import GOVERNMENT, Mention
from layers.dossier.dossier import Dossier
from layers.dossier.folder import files_state
from layers.reading.event import ReportedEvent
from layers.reading.events import find_events
from layers.reading.parties.actors import Cast
from layers.reading.post_groups import groups
from layers.reading.scene import COUNTRY, UNDECIDED

# as UCDP and ACLED code it: the place itself, its surroundings, a province or country
_EXACT, _NEAR, _AREA = 1, 2, 3
_TOWN = frozenset({"place"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says.

    Parameters
    ----------
    text : str
        The text.
    mentions : tuple of Mention
        Its place names.
    resolutions : tuple of Resolution
        What each of them means; None for what is not meant literally, and for groups of posts.
    events : tuple of ReportedEvent
        What it tells of.
    """

    text: str
    mentions: tuple[Mention, ...]
    resolutions: tuple[Resolution | None, ...]
    events: tuple[ReportedEvent, ...]

    def place(self, mention: Mention | None) -> Place | None:
        """Give the place of a mention; None where nothing was decided."""
        if mention is None:
            return None
        found = self.resolutions[self.mentions.index(mention)]
        return found.match.place if found and found.match else None

    def records(self, *, quotes: bool = False) -> dict[str, list[dict[str, Any]]]:
        """Give all of it as plain values, as ``sitmap read --json`` prints it; with quotes only where asked."""
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

    @staticmethod
    def _precision(event: ReportedEvent, place: Place) -> int:
        if not place.is_settlement:
            return _AREA
        return _NEAR if event.is_near else _EXACT

    def _event(self, event: ReportedEvent) -> dict[str, Any]:
        place = self.place(event.mention)
        return {
            "start_date": event.start_date.isoformat(),
            "end_date": event.end_date.isoformat() if event.end_date else None,
            "time_precision": event.time_precision,
            "event_type": event.event_type,
            "place": place.name if place else event.mention.name if event.mention else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "geo_precision": None if place is None else self._precision(event, place),
            "actor1": event.actor1,
            "actor2": event.actor2,
            "fatalities_low": event.toll.low,
            "fatalities_best": event.toll.best,
            "fatalities_high": event.toll.high,
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
    """Read a report: which places it names, and who did what where and when.

    Parameters
    ----------
    text : str
        In English, Arabic or Turkish.
    published : date or str, optional
        The day of its publication, which relative dates count from; today without it.
    dossier : Dossier or str, optional
        Whose places, area and sides it is read with.
    gazetteer : Gazetteer, optional
        Where names are looked up; the dossier's and the world's without it.

    Examples
    --------
    >>> reading = read_report("Turkish troops shelled Syrian forces near Saraqeb on Wednesday.", published="2020-02-06")
    >>> [(event.event_type, str(event.start_date), event.actor1, event.actor2) for event in reading.events]
    [('Explosions/Remote violence', '2020-02-05', 'turkey', 'government')]
    """
    day = datetime.now(UTC).date() if published is None else parse_day(published)
    opened = _opened(dossier, files_state(dossier)) if isinstance(dossier, str) else dossier
    known = gazetteer or (opened.gazetteer | Gazetteer.load() if opened else Gazetteer.load())
    mentions = find_mentions(text, known)
    geocoder = Geocoder(known, area=opened.settings.area if opened else None)
    mentions, resolutions = _resolved(mentions, geocoder)
    longer = [mention.name for mention in mentions if " " in mention.name and mention.reason != COUNTRY]
    governments = [mention.name for mention in mentions if mention.figure == GOVERNMENT]
    events = find_events(text, mentions, day, Cast(opened.sides if opened else (), text, longer, governments))
    grouped = groups(text, mentions)
    everything = sorted(
        [*zip(mentions, resolutions, strict=True), *((group, None) for group in grouped)],
        key=lambda pair: pair[0].start,
    )
    return Reading(text, tuple(m for m, _ in everything), tuple(r for _, r in everything), tuple(events))


def _resolved(mentions: Sequence[Mention], geocoder: Geocoder) -> tuple[list[Mention], list[Resolution | None]]:
    """Resolve names jointly; mark countries, all over which nothing happens, and what is open."""
    names = [mention.asked for mention in mentions]
    kinds: dict[str, frozenset[str]] = {}
    for mention in mentions:
        kinds[mention.asked] = kinds.get(mention.asked, frozenset()) | mention.kinds
    found = geocoder.weigh(names, kinds=kinds)
    # Kherson region and a shell that hit Kherson: the text has both, and each is resolved as what it is called there
    torn = {name for name, called in kinds.items() if called > _TOWN}
    for called in {mention.kinds for mention in mentions if mention.asked in torn and mention.kinds}:
        again = geocoder.weigh(names, kinds=kinds | dict.fromkeys(torn, called))
        found = [
            other if mention.asked in torn and mention.kinds == called else one
            for mention, one, other in zip(mentions, found, again, strict=True)
        ]
    # what stands where Turkish has places and is spelled as no place is none
    kept = [mention.respelled is None or one.match is not None for mention, one in zip(mentions, found, strict=True)]
    mentions, found = list(compress(mentions, kept)), list(compress(found, kept))
    marked = [
        replace(mention, reason=COUNTRY if one.match and one.match.place.kind == "country" else UNDECIDED)
        if mention.literal and (one.match is None or one.match.place.kind == "country")
        else mention
        for mention, one in zip(mentions, found, strict=True)
    ]
    # a people points to its country, and is none
    return marked, [one if mention.literal else None for mention, one in zip(marked, found, strict=True)]


@lru_cache(maxsize=4)
def _opened(name: str, _state: Hashable) -> Dossier:
    """Open a dossier once for each state of its files."""
    return Dossier.open(name)
