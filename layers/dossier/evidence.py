"""The evidence of a dossier, row by row: places, posts, control reports, events, sources, and texts of reports."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

from geo.gazetteer.place import Place
from layers.dossier.csv_rows import Row, read_rows
from layers.dossier.settings.sides import Side
from layers.errors import Problems
from layers.period import Span
from layers.texts.reports import ReportText, read_reports

T = TypeVar("T")

__all__ = ["ControlReport", "Event", "Evidence", "Post", "ReportText"]

UNLOCATED = "unlocated"
CONFIDENCES = ("high", "medium", "low")
RELIABILITIES = ("A", "B", "C", "D", "E", "F")
PLACES, POSTS, CONTROL, EVENTS, SOURCES = "places.csv", "posts.csv", "control.csv", "events.csv", "sources.csv"


@dataclass(frozen=True, slots=True)
class Post:
    """A row of `posts.csv`; `place` is a name to look up where lat and lon are missing."""

    row: Row = field(repr=False)
    id: str
    name: str
    name_ar: str | None
    side: str
    place: str | None
    lat: float | None
    lon: float | None
    uncertainty_km: float
    start_date: date | None
    end_date: date | None
    sources: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlReport:
    """A row of `control.csv`: from `date` on, `side` holds `place`; until then `from_side` did."""

    row: Row = field(repr=False)
    id: str
    date: date
    place: str
    located: bool
    side: str
    from_side: str | None
    kind: str
    confidence: str
    sources: tuple[str, ...]
    note: str | None
    place_name: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of `events.csv`."""

    row: Row = field(repr=False)
    id: str
    start_date: date | None
    end_date: date | None
    time_precision: int | None
    place: str
    geo_precision: int | None
    event_type: str
    actor1: str | None
    actor2: str | None
    fatalities: tuple[int | None, int | None, int | None]
    summary: str
    sources: tuple[str, ...]


class Evidence:
    """All tables of a dossier; what cannot be used is recorded and left out.

    Parameters
    ----------
    root : Path
        The folder.
    sides : collection of Side
        Parties that the tables may name; if there are none, which is an error told elsewhere, they may name any.
    problems : Problems
        Where problems are recorded.

    Attributes
    ----------
    named : list of (Row, str)
        All rows that name a place, and what they call it; rows that cannot be used for another reason are among them.
    known : set of str, or None
        What rows of places.csv that cannot be used would have named; None if nobody can tell.
    """

    def __init__(self, root: Path, sides: Collection[Side], problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._sides = [side.id for side in sides]
        self._sources_known = True
        self.named: list[tuple[Row, str]] = []
        self.known: set[str] | None = set()
        self.place_sources: dict[str, tuple[str, ...]] = {}
        self.sources = self._read_sources()
        self.places = self._read(PLACES, ("id", "name_en", "lat", "lon"), self._place)
        self.posts = self._read(POSTS, ("id", "name", "side"), self._post)
        self.control = self._read(CONTROL, ("id", "date", "place", "side"), self._control)
        self.events = self._read(EVENTS, ("id", "start_date", "place", "event_type", "summary"), self._event)
        self.reports = read_reports(root, problems)

    def _read(self, file: str, columns: tuple[str, ...], parse: Callable[[Row], T | None]) -> tuple[T, ...]:
        """Read a table whose rows have an id of their own."""
        rows = read_rows(self._root / file, columns, self._problems)
        if rows is None and file == PLACES:
            self.known = None
        seen: dict[str, int] = {}
        records = []
        for row in rows or ():
            key = row.identifier()
            if key in seen:
                row.wrong("id", f"an id of its own; line {seen[key]} has it already")
            seen.setdefault(key, row.line)
            record = parse(row)
            if record is not None:
                records.append(record)
        return tuple(records)

    def _read_sources(self) -> pd.DataFrame:
        """Read the sources, by key."""
        columns = ("url", "archive_url", "publisher", "leaning", "reliability")
        rows: dict[str, dict[str, str | None]] = {}
        table = read_rows(self._root / SOURCES, ("key", "url", "publisher"), self._problems)
        self._sources_known = table is not None
        for row in table or ():
            key = row.identifier("key")
            if key in rows:
                row.wrong("key", "a key of its own; an earlier line has it already")
            for column in ("url", "archive_url"):
                if not (row.text(column) or "http://").startswith(("http://", "https://")):
                    row.wrong(column, "an address that starts with http:// or https://")
            row.choice("reliability", RELIABILITIES, optional=True)
            rows[key] = {column: row.text(column) for column in columns}
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

    def _keys(self, row: Row) -> tuple[str, ...]:
        """Keys of the sources of a row, all of them known."""
        keys = row.items("sources")
        for key in keys:
            if self._sources_known and key not in self.sources.index:
                row.problems.add(row.file, row.line, "sources", key, f"a key of {SOURCES}")
        return keys

    def _side(self, row: Row, column: str, *, optional: bool = False) -> str | None:
        if self._sides:
            return row.choice(column, self._sides, optional=optional)
        return row.text(column) if optional else row.required(column) or None

    def _name_of_place(self, row: Row) -> str | None:
        """Tell what a row calls its place, which is looked up once all tables are read."""
        place = row.text("place")
        if place:
            self.named.append((row, place))
        return place

    def _place(self, row: Row) -> Place | None:
        place = None if row.garbled else _place(row)
        if place:
            self.place_sources[place.id] = self._keys(row)
        if place is None and self.known is not None:
            # its fault is told once, and not again at every row that names the place
            names = (row.text("id"), row.text("name_en"), row.text("name_ar"), *row.items("aliases"))
            self.known.update(name for name in names if name)
        return place

    def _post(self, row: Row) -> Post | None:
        located = bool(row.text("lat") or row.text("lon"))
        if not located and not row.text("place"):
            row.wrong("place", "a place, or lat and lon")
        start, end = row.span("start_date", optional=True), row.span("end_date", optional=True)
        if start and end and start.start >= end.start:
            row.wrong("end_date", f"a day after start_date, {start.start}; the end does not belong to the interval")
        return Post(
            row=row,
            id=row.required("id"),
            name=row.required("name"),
            name_ar=row.text("name_ar"),
            side=self._side(row, "side") or "",
            place=row.text("place") if located else self._name_of_place(row),
            lat=row.number("lat", -90, 90) if located else None,
            lon=row.number("lon", -180, 180) if located else None,
            uncertainty_km=row.number("uncertainty_km", 0, 1000, optional=True) or 0.0,
            start_date=start.start if start else None,
            end_date=end.start if end else None,
            sources=self._keys(row),
            aliases=row.items("aliases"),
        )

    def _control(self, row: Row) -> ControlReport | None:
        span = row.span("date")
        side = self._side(row, "side")
        from_side = self._side(row, "from_side", optional=True)
        confidence = row.choice("confidence", CONFIDENCES, optional=True) or "medium"
        status = row.choice("location_status", (UNLOCATED,), optional=True)
        place, sources = row.required("place"), self._keys(row)
        if row.text("location_status") is None:
            self._name_of_place(row)
        if span is not None and span.precision > 1:
            row.warn(
                "date", f"{row.text('id')} is counted from {span.start.day} {span.start:%B %Y}: its day is not told"
            )
        if span is None or side is None:
            return None
        return ControlReport(
            row=row,
            id=row.required("id"),
            date=span.start,
            place=place,
            located=status is None,
            side=side,
            from_side=from_side,
            kind=row.text("kind") or "report",
            confidence=confidence,
            sources=sources,
            note=row.text("note"),
            place_name=row.text("place_name"),
        )

    def _event(self, row: Row) -> Event | None:
        start, end = row.span("start_date", optional=True), row.span("end_date", optional=True)
        if start and end and start.start >= end.start:
            row.wrong("end_date", f"a day after start_date, {start.start}; the end does not belong to the interval")
        low, best, high = (row.count(f"fatalities_{bound}") for bound in ("low", "best", "high"))
        known = [bound for bound in (low, best, high) if bound is not None]
        if known != sorted(known):
            row.wrong("fatalities_best", "fatalities_low, fatalities_best and fatalities_high in rising order")
        sources = self._keys(row)
        located = row.choice("location_status", (UNLOCATED,), optional=True) is None
        place = (self._name_of_place(row) or row.required("place")) if located else row.text("place") or ""
        if not sources:
            row.warn("sources", f"{row.text('id')} has no source")
        event = Event(
            row=row,
            id=row.required("id"),
            start_date=start.start if start else None,
            end_date=_event_end(start, end),
            time_precision=row.whole("time_precision", 1, 3) or (start.precision if start else None),
            place=place,
            geo_precision=row.whole("geo_precision", 1, 3),
            event_type=row.required("event_type"),
            actor1=row.text("actor1"),
            actor2=row.text("actor2"),
            fatalities=(low, best, high),
            summary=row.required("summary"),
            sources=sources,
        )
        if not located:
            row.warn("place", f"{event.id} is not used: nobody knows where it happened")
        return event if located else None


def _event_end(start: Span | None, end: Span | None) -> date | None:
    """First day after an event: as written, else after the day, month or year of its start."""
    if end:
        return end.start
    return start.end if start else None


def _place(row: Row) -> Place | None:
    lat, lon = row.number("lat", -90, 90), row.number("lon", -180, 180)
    uncertainty_km = row.number("uncertainty_km", 0, 1000, optional=True)
    name = row.required("name_en")
    if lat is None or lon is None:
        return None
    return Place(
        id=row.required("id"),
        name=name,
        lat=lat,
        lon=lon,
        name_ar=row.text("name_ar"),
        aliases=row.items("aliases"),
        kind=row.text("kind") or "place",
        country=row.text("country"),
        admin1=row.text("admin1"),
        uncertainty_km=uncertainty_km,
        source="dossier",
    )
