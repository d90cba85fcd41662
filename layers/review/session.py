"""A review: which proposals a person still has to decide on, and the decisions as rows of the dossier.

Decisions lie in the dossier's `.sitmap/review.jsonl`, by the content of what was decided, so that neither a second
reading of a report nor another agency's copy of it asks again. Each is one change, which `sitmap undo` takes back.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from geo.errors import Problems, SitmapError
from geo.readers.appendix import Appendix
from geo.readers.position import read_position
from geo.readers.row import Row
from geo.readers.sheet import Sheet
from layers.dossier.changes import OWN, change_tables, locked, undo
from layers.dossier.dossier import Dossier
from layers.dossier.locations import Locations, geocoder_of
from layers.dossier.records import read_control_report, read_event
from layers.dossier.settings.sides import side_names
from layers.dossier.sources import citable_url, source_of
from layers.errors import DossierError
from layers.review.facts import AREA, Facts, is_copy
from layers.review.proposals import Proposal, ReadReport, place_cells, propose
from layers.schema.dossier_tables import CONTROL, EVENTS, SOURCES, UNLOCATED

DECISIONS = f"{OWN}/review.jsonl"
"""File of the decisions, in the folder of a dossier."""
ACCEPTED, ADDED, REJECTED = "accepted", "added", "rejected"
EDITABLE = {
    EVENTS.name: (
        *("start_date", "end_date", "time_precision", "event_type", "actor1", "actor2"),
        *("fatalities_low", "fatalities_best", "fatalities_high", "summary"),
    ),
    CONTROL.name: ("date", "side", "from_side", "confidence"),
}
"""Columns that a person may correct besides the place, by table."""


class Review:
    """The proposals of reports for a dossier, and the decisions on them.

    Parameters
    ----------
    reports : sequence of (ReportFile, Reading)
        Reports and their readings with the dossier.
    dossier : Dossier
        The dossier.
    """

    def __init__(self, reports: Sequence[ReadReport], dossier: Dossier) -> None:
        self.reports, self.dossier, self._folder = reports, dossier, dossier.path
        self._proposals = propose(reports, dossier)
        self._known = _facts_of_events(dossier)
        self.can_undo = False

    def pending(self) -> list[Proposal]:
        """Return the proposals without a decision."""
        evidence = self.dossier.evidence
        ids = {event.id for event in evidence.events} | {report.id for report in evidence.control}
        # accepted rows must be there
        known = [
            (one["words"], Facts.read(one["facts"]))
            for decision in _decisions(self._folder)
            if decision["decision"] != ACCEPTED or decision["id"] in ids
            for one in decision["passages"]
        ]
        return [one for one in self._proposals if one.id not in ids and not _decided(one, known)]

    def known(self, proposal: Proposal) -> str | None:
        """Return the id of the dossier's event of which a proposal speaks too; None if there is none."""
        alike = self._known.get((proposal.facts.kind, proposal.facts.parties), ())
        same = (key for key, facts in alike if facts.is_same(proposal.facts))
        return next(same, None) if proposal.table is EVENTS else None

    def cites(self, proposal: Proposal) -> bool:
        """Return True if one of the reports names its publisher or its address, so that the row can cite a source."""
        files = [self.reports[passage.report][0] for passage in proposal.passages]
        return any(file.publisher or citable_url(file) for file in files)

    def accept(self, proposal_id: str, cells: Mapping[str, str], place: int | str | None = None) -> None:
        """Add a row to the dossier.

        Parameters
        ----------
        proposal_id : str
            The id of a pending proposal.
        cells : mapping of str to str
            Corrected cells; see `EDITABLE`.
        place : int or str, optional
            The number of a candidate, or an id, name or position; an empty text if nobody knows. By default, the
            proposed place.

        Raises
        ------
        SitmapError
            If the row cannot be used; nothing is written then.
        """
        with locked(self._folder):
            self._accept(self._pending(proposal_id), cells, place)

    def _accept(self, proposal: Proposal, cells: Mapping[str, str], place: int | str | None) -> None:
        row = proposal.cells | {name: cells[name].strip() for name in EDITABLE[proposal.table.name] if name in cells}
        row |= {} if place is None else self._place(place, proposal)
        sources = self._sources(proposal)
        names = ", ".join(dict.fromkeys(self.reports[passage.report][0].name for passage in proposal.passages))
        row["note"] = "; ".join(part for part in (row.get("note"), f"read in {names}") if part)
        row["sources"] = ";".join(dict.fromkeys(key for key, _ in sources if key))
        self._check(proposal, row)
        table = Appendix(self._folder / proposal.table.file, self._columns(proposal, row))
        table.add(row)
        self._write(proposal, ACCEPTED, {proposal.table.file: table.write}, sources)

    def add_source(self, proposal_id: str) -> None:
        """Add the reports of a proposal to the sources of the dossier's event of which it speaks too.

        Raises
        ------
        SitmapError
            If there is no such event, or the reports name neither publisher nor address.
        """
        with locked(self._folder):
            self._add_source(self._pending(proposal_id))

    def _add_source(self, proposal: Proposal) -> None:
        known, sources = self.known(proposal), self._sources(proposal)
        keys = [key for key, _ in sources if key]
        event = next((event for event in self.dossier.evidence.events if event.id == known), None)
        if event is None or not keys:
            raise SitmapError("expected an event of the dossier, and a report that names its publisher or address")
        there = dict(Sheet.read(self._folder / EVENTS.file).records())
        if there.get(event.row.line) != event.row.cells:
            raise SitmapError(f"{EVENTS.file} was changed since the review began; start it again")
        table = Appendix(self._folder / EVENTS.file, ["sources"])
        cited = ";".join(dict.fromkeys([*event.sources, *keys]))
        table.replace(event.row.line, {**event.row.cells, "sources": cited})
        self._write(proposal, ADDED, {EVENTS.file: table.write}, sources)

    def reject(self, proposal_id: str) -> None:
        """Remember that a proposal is not to be asked again."""
        with locked(self._folder):
            self._write(self._pending(proposal_id), REJECTED, {}, [])

    def take_back(self) -> None:
        """Take back the last decision, if it is of this review and the tables were not changed since."""
        if not self.can_undo:
            raise SitmapError("nothing to take back: the last decision can be, once")
        with locked(self._folder):
            undo(self._folder)
        self.can_undo = False
        self._reopen()

    def _reopen(self) -> None:
        self.dossier = Dossier.open(self._folder)
        self._known = _facts_of_events(self.dossier)

    def _pending(self, proposal_id: str) -> Proposal:
        found = next((one for one in self.pending() if one.id == proposal_id), None)
        if found is None:
            raise SitmapError("this proposal is decided already; reload the page")
        return found

    def _sources(self, proposal: Proposal) -> list[tuple[str | None, dict[str, str | None] | None]]:
        numbers = dict.fromkeys(passage.report for passage in proposal.passages)
        return [source_of(self.reports[number][0], self._folder) for number in numbers]

    def _place(self, place: int | str, proposal: Proposal) -> dict[str, str]:
        """Return the cells of the place that a person has chosen; see `accept`."""
        columns = ("place", "place_name", "lat", "lon", "uncertainty_km", "geo_precision", "location_status")
        empty = dict.fromkeys(columns, "")
        if isinstance(place, int):
            if not 0 <= place < len(proposal.candidates):
                raise SitmapError(f"place: expected one of {len(proposal.candidates)} candidates")
            chosen = proposal.candidates[place]
            # what the report says of the precision holds for the place that it was read as
            is_proposed = place == 0 and "location_status" not in proposal.cells
            precision = "1" if chosen.is_settlement else AREA
            kept = proposal.cells.get("geo_precision", "") if is_proposed else precision
            return empty | place_cells(chosen, self.dossier.known) | {"geo_precision": kept}
        if not place.strip():
            return empty | {"place": proposal.cells.get("place", ""), "location_status": UNLOCATED}
        position = read_position(place)
        if position is None:
            return empty | {"place": place.strip()}
        radius = "" if position.uncertainty_km is None else str(position.uncertainty_km)
        return empty | {"lat": str(position.lat), "lon": str(position.lon), "uncertainty_km": radius}

    def _check(self, proposal: Proposal, cells: Mapping[str, str]) -> None:
        """Raise an error that lists every cell of a row which the dossier could not use."""
        problems = Problems()
        row = Row(proposal.table.file, 0, cells, problems)
        if proposal.table is EVENTS:
            read_event(row)
        else:
            read_control_report(row, side_names(self.dossier.sides))
        if cells.get("place") and not (cells.get("lat") or cells.get("location_status")):
            geocoder = geocoder_of(self.dossier.known, self.dossier.settings.outline)
            Locations(self.dossier.places, [(row, cells["place"])], geocoder, decided=self.dossier.matches)
        if problems.errors:
            raise SitmapError("\n".join(str(problem).partition(": ")[2] for problem in problems.errors))

    def _columns(self, proposal: Proposal, row: Mapping[str, str]) -> list[str]:
        is_there = (self._folder / proposal.table.file).exists()
        return [column.name for column in proposal.table.columns if not is_there or row.get(column.name)]

    def _write(
        self,
        proposal: Proposal,
        decision: str,
        writers: dict[str, Callable[[Path], object]],
        sources: Sequence[tuple[str | None, dict[str, str | None] | None]],
    ) -> None:
        """Write a decision, its row and its new sources together; a row that spoils the dossier is taken back."""
        new = {key: row for key, row in sources if row}
        if new:
            table = Appendix(self._folder / SOURCES.file)
            for row in new.values():
                table.add(row)
            writers = writers | {SOURCES.file: table.write}
        passages = [{"words": one.words, "facts": one.facts.written()} for one in proposal.passages]
        lines = [*_decisions(self._folder), {"decision": decision, "id": proposal.id, "passages": passages}]
        change_tables(self._folder, {**writers, DECISIONS: partial(_write_lines, lines)}, f"review of {proposal.id}")
        try:
            self._reopen()
        except DossierError as error:
            undo(self._folder)
            self.can_undo = False
            raise SitmapError("\n".join(map(str, error.problems))) from error
        self.can_undo = True


def _facts_of_events(dossier: Dossier) -> dict[tuple[str, tuple[str, ...]], list[tuple[str, Facts]]]:
    """Return the id and facts of each event that a dossier has, by kind and parties."""
    found: dict[tuple[str, tuple[str, ...]], list[tuple[str, Facts]]] = {}
    for event in dossier.events.to_dict("records"):
        place = event["place"]
        at = {"lat": place.lat, "lon": place.lon, "uncertainty_km": place.uncertainty_km, "place": place.name}
        facts = Facts.of(event | at)
        found.setdefault((facts.kind, facts.parties), []).append((str(event["event_id"]), facts))
    return found


def _decided(proposal: Proposal, known: Sequence[tuple[str, Facts]]) -> bool:
    """Return True if all passages of a proposal, or copies of them, are among those that were decided on."""
    return all(
        any(
            (facts.toll, facts.place) == (passage.facts.toll, passage.facts.place)
            and facts.is_same(passage.facts)
            and is_copy(words, passage.words)
            for words, facts in known
        )
        for passage in proposal.passages
    )


def _decisions(folder: Path) -> list[dict[str, Any]]:
    path = folder / DECISIONS
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _write_lines(lines: Sequence[object], target: Path) -> None:
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
