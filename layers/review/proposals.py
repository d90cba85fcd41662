"""Events and control reports that texts propose, joined where several texts speak of the same one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from layers.dossier.dossier import Dossier
from layers.reading.event import ReportedEvent
from layers.reading.reading import Reading
from layers.reading.review import rows
from layers.reading.triggers import BATTLES, STRATEGIC
from layers.reading.words import expression, languages_of, whole
from layers.review.facts import CONTROL, Facts
from layers.schema import dossier_tables as tables
from layers.texts.text import ReportFile

ReadReport = tuple[ReportFile, Reading]
"""A report, and its reading."""

# letters between the word for taking and the name of the place that is taken
_BESIDE = 30
_CANDIDATES = 9
_POSITION = frozenset({"lat", "lon", "uncertainty_km"})


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of a report that propose a row: the number of the report, offsets into its text, and their facts."""

    report: int
    start: int
    end: int
    words: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that one or several reports propose for a dossier.

    Parameters
    ----------
    id : str
        The id of its row; the same when the same report is read again.
    table : Table
        The table of the row: events or control.
    cells : dict of str to str
        The row as it is proposed.
    candidates : tuple of Place
        The places that its name may mean, the proposed one first, if any is.
    facts : Facts
        By which it is known again.
    passages : tuple of Passage
        What the reports say.
    """

    id: str
    table: tables.Table
    cells: dict[str, str]
    candidates: tuple[Place, ...]
    facts: Facts
    passages: tuple[Passage, ...]

    def joined(self, other: "Proposal") -> "Proposal":
        """Return one proposal for what two texts report: days of the surer one, all sources, the span of all tolls."""
        first, second = sorted((self, other), key=lambda one: one.cells.get("time_precision", "1") or "1")
        cells = dict(first.cells)
        for name, choose in (("fatalities_low", min), ("fatalities_high", max)):
            counts = [int(one.cells[name]) for one in (self, other) if one.cells.get(name)]
            cells[name] = str(choose(counts)) if counts else ""
        # the latest count is the best; `other` is of the later report
        cells["fatalities_best"] = other.cells.get("fatalities_best") or self.cells.get("fatalities_best", "")
        places = {place.id: place for place in (*first.candidates, *second.candidates)}
        return replace(
            first,
            cells={name: cell for name, cell in cells.items() if cell},
            candidates=tuple(places.values())[:_CANDIDATES],
            passages=(*self.passages, *other.passages),
        )


def propose(reports: Sequence[ReadReport], dossier: Dossier) -> list[Proposal]:
    """Return what reports propose, those of the earliest report first; one proposal for what several of them report.

    Parameters
    ----------
    reports : sequence of (ReportFile, Reading)
        Reports and their readings with the dossier.
    dossier : Dossier
        The dossier to which accepted rows are added.
    """
    order = sorted(range(len(reports)), key=lambda number: (str(reports[number][0].published or ""), number))
    found: list[Proposal] = []
    sides = {side.id for side in dossier.sides}
    for number in order:
        before = len(found)
        joined: set[int] = set()
        for new in proposals_of(number, *reports[number], sides, dossier.known):
            same = [n for n in range(before) if n not in joined and found[n].facts.is_same(new.facts)]
            if same:
                # of several attacks on one place and day, that of the nearest toll
                best = min(same, key=lambda n: _difference(found[n], new))
                found[best] = found[best].joined(new)
                joined.add(best)
            else:
                found.append(new)
    return found


def _difference(one: Proposal, other: Proposal) -> int:
    counts = [int(each.cells.get("fatalities_best") or 0) for each in (one, other)]
    return abs(counts[0] - counts[1])


def proposals_of(
    number: int, report: ReportFile, reading: Reading, sides: Collection[str], gazetteer: Gazetteer
) -> Iterable[Proposal]:
    """Yield what one report proposes; only the given sides are proposed to hold a place."""
    for event, row in zip(reading.events, rows(reading, report.name), strict=True):
        candidates = _candidates(reading, event)
        claimed = f"{row['certainty']} by {row['attribution']}" if row["attribution"] else ""
        known = {name: str(value) for name, value in row.items() if value is not None}
        kept = [column.name for column in tables.EVENTS.columns if column.name not in _POSITION]
        cells = {name: known[name] for name in kept if name in known}
        place = reading.place_of(event)
        cells |= {"note": claimed} | (place_cells(place, gazetteer) if place else {})
        facts = Facts.of(known)
        passage = Passage(number, event.start, event.end, reading.text[event.start : event.end], facts)
        yield Proposal(known["id"], tables.EVENTS, _filled(cells), candidates, facts, (passage,))
        if event.actor1 in sides and _takes(reading, event):
            yield _control(known["id"], cells, candidates, passage, sides)


def _control(
    event_id: str, event: dict[str, str], candidates: Sequence[Place], passage: Passage, sides: Collection[str]
) -> Proposal:
    """Return the control report that a capture proposes: of the party that takes the place."""
    cells = {name: event[name] for name in ("place", "lat", "lon", "uncertainty_km", "place_name") if name in event} | {
        "id": f"C{event_id[1:]}",
        "date": event.get("start_date", ""),
        "side": event["actor1"],
        "from_side": event.get("actor2", "") if event.get("actor2") in sides else "",
        "kind": "capture",
        "confidence": "low" if event["note"] or event.get("time_precision") != "1" else "medium",
        "location_status": event.get("location_status", ""),
        "note": event["note"],
    }
    towns = tuple(place for place in candidates if place.is_settlement)
    facts = replace(passage.facts, kind=CONTROL, parties=(event["actor1"].casefold(),), toll=())
    return Proposal(cells["id"], tables.CONTROL, _filled(cells), towns, facts, (replace(passage, facts=facts),))


def _takes(reading: Reading, event: ReportedEvent) -> bool:
    """Return True if the words of an event say that a party came to hold its place: the two stand beside each other."""
    if event.event_type not in {BATTLES, STRATEGIC} or event.mention is None or event.is_near:
        return False
    place, words = event.mention, reading.text[event.start : event.end]
    with languages_of(reading.text):
        unreal = expression("{unreal.before_verbs}")
        others = expression(r"(?<!\w)(?:{types.fighters}|{types.civilians}|{weapons.means})(?!\w)")
        for match in whole("types.captures").finditer(words):
            start, end = event.start + match.start(), event.start + match.end()
            between = reading.text[end : place.start] if end <= place.start else reading.text[place.end : start]
            # forces that captured soldiers in a town, or tried to capture it, do not hold it
            is_beside = 0 <= max(place.start - end, start - place.end) <= _BESIDE
            if is_beside and not (others.search(between) or unreal.search(words[: match.start()])):
                return True
    return False


def place_cells(place: Place, gazetteer: Gazetteer) -> dict[str, str]:
    """Return the cells of a place: its id, and a position of its own if the gazetteer has the id elsewhere."""
    cells: dict[str, Any] = {"place": place.id, "place_name": "", "location_status": ""}
    if place.id not in gazetteer or gazetteer[place.id] != place:
        cells |= {"place_name": place.name, "lat": place.lat, "lon": place.lon, "uncertainty_km": place.uncertainty_km}
    return {name: "" if value is None else str(value) for name, value in cells.items()}


def _candidates(reading: Reading, event: ReportedEvent) -> tuple[Place, ...]:
    """Return the places that the name of an event may mean, the one that the reading decides for first."""
    if event.mention is None:
        return ()
    decided = reading.place_of(event)
    resolution = reading.resolutions[reading.mentions.index(event.mention)]
    others = [candidate.place for candidate in resolution.candidates] if resolution else []
    first = [decided] if decided else []
    return (*first, *(place for place in others if decided is None or place.id != decided.id))[:_CANDIDATES]


def _filled(cells: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell}
