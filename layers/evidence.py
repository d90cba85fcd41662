"""The tables of a dossier, read row by row: places, posts, control reports, events, sources, and reports as text."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import pandas as pd

from geo.place import Place
from layers.period import Span
from layers.problems import Problems
from layers.sides import Side
from layers.tables import Row, read_rows

T = TypeVar("T")

UNLOCATED = "unlocated"
CONFIDENCES = ("high", "medium", "low")
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


@dataclass(frozen=True, slots=True)
class Report:
    """A text of `reports/` with its head."""

    file: str
    head: dict[str, str]
    text: str


class Evidence:
    """All tables of a dossier; what cannot be used is recorded and left out."""

    def __init__(self, root: Path, sides: Collection[Side], problems: Problems) -> None:
        self._root, self._problems = root, problems
        self._sides = [side.id for side in sides]
        self.sources = self._read_sources()
        self.places = self._read(PLACES, ("id", "name_en", "lat", "lon"), _place)
        self.posts = self._read(POSTS, ("id", "name", "side"), self._post)
        self.control = self._read(CONTROL, ("id", "date", "place", "side"), self._control)
        self.events = self._read(EVENTS, ("id", "start_date", "place", "event_type", "summary"), self._event)
        self.reports = tuple(_report(path) for path in sorted((root / "reports").glob("*.txt")))

    def _read(self, file: str, columns: tuple[str, ...], parse: Callable[[Row], T | None]) -> tuple[T, ...]:
        """Read a table whose rows have an id of their own."""
        seen: dict[str, int] = {}
        records = []
        for row in read_rows(self._root / file, columns, self._problems):
            key = row.required("id")
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
        for row in read_rows(self._root / SOURCES, ("key", "url", "publisher"), self._problems):
            key = row.required("key")
            if key in rows:
                row.wrong("key", "a key of its own; an earlier line has it already")
            for column in ("url", "archive_url"):
                if not (row.text(column) or "http://").startswith(("http://", "https://")):
                    row.wrong(column, "an address that starts with http:// or https://")
            row.choice("reliability", "ABCDEF", optional=True)
            rows[key] = {column: row.text(column) for column in columns}
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns)

    def _keys(self, row: Row) -> tuple[str, ...]:
        """Keys of the sources of a row, all of them known."""
        keys = row.items("sources")
        for key in keys:
            if key not in self.sources.index:
                row.problems.add(row.file, row.line, "sources", key, f"a key of {SOURCES}")
        return keys

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
            side=row.choice("side", self._sides) or "",
            place=row.text("place"),
            lat=row.number("lat", -90, 90) if located else None,
            lon=row.number("lon", -180, 180) if located else None,
            uncertainty_km=row.number("uncertainty_km", 0, 1000, optional=True) or 0.0,
            start_date=start.start if start else None,
            end_date=end.start if end else None,
            sources=self._keys(row),
        )

    def _control(self, row: Row) -> ControlReport | None:
        span = row.span("date")
        side = row.choice("side", self._sides)
        from_side = row.choice("from_side", self._sides, optional=True)
        confidence = row.choice("confidence", CONFIDENCES, optional=True) or "medium"
        status = row.choice("location_status", (UNLOCATED,), optional=True)
        place, sources = row.required("place"), self._keys(row)
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
        precision = row.number("time_precision", 1, 3, optional=True)
        geo_precision = row.number("geo_precision", 1, 3, optional=True)
        return Event(
            row=row,
            id=row.required("id"),
            start_date=start.start if start else None,
            end_date=_event_end(start, end),
            time_precision=int(precision) if precision else (start.precision if start else None),
            place=row.required("place"),
            geo_precision=int(geo_precision) if geo_precision else None,
            event_type=row.required("event_type"),
            actor1=row.text("actor1"),
            actor2=row.text("actor2"),
            fatalities=(low, best, high),
            summary=row.required("summary"),
            sources=self._keys(row),
        )


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


def _report(path: Path) -> Report:
    """Split a text from the `key: value` lines at its head."""
    text = path.read_text(encoding="utf-8-sig")
    head, blank, body = text.partition("\n\n")
    lines = [line.partition(": ") for line in head.splitlines()]
    if not blank or not all(colon and key.isidentifier() for key, colon, _ in lines):
        return Report(path.name, {}, text)
    return Report(path.name, {key: value.strip() for key, _, value in lines}, body)
