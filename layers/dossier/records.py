"""The records of a dossier: rows of its tables as posts, control reports and events."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from geo.readers.position import Position
from geo.readers.row import Row
from geo.sides import CONTESTED
from layers.dossier.csv_rows import read_days, read_number, read_whole
from layers.period import Days
from layers.schema.dossier_tables import CONFIDENCES, ENDS, EVENTS, POSTS, UNLOCATED

_COLUMNS = {column.name: column for column in EVENTS.columns}


@dataclass(frozen=True, slots=True)
class Post:
    """A row of `posts.csv`; `place` is a name to look up if lat and lon are missing."""

    row: Row = field(repr=False)
    id: str
    name: str
    name_ar: str | None
    side: str
    place: str | None
    lat: float | None
    lon: float | None
    uncertainty_km: float
    hold_km: float | None
    start_date: date | None
    end_date: date | None
    ended: str | None
    sources: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlReport:
    """A row of `control.csv`: from `date` on, `side` holds its place; until then `from_side` did.

    The place is at the row's own position, which `place` labels then, or else the place that it names.

    The change of hands lies on one of the days from `date` and before `date_end`; from `until` on, the row no longer
    says who holds the place. `basis` is one of `geo.sides.BASES`.
    """

    row: Row = field(repr=False)
    id: str
    date_end: date
    until: date | None
    date: date
    place: str
    position: Position | None
    located: bool
    side: str
    from_side: str | None
    kind: str
    confidence: str
    sources: tuple[str, ...]
    note: str | None
    place_name: str | None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A row of `events.csv`, at its own position, or else at the place that it names."""

    row: Row = field(repr=False)
    id: str
    start_date: date | None
    end_date: date | None
    time_precision: int | None
    place: str
    place_name: str | None
    position: Position | None
    located: bool
    geo_precision: int | None
    event_type: str
    actor1: str | None
    actor2: str | None
    fatalities: tuple[int | None, int | None, int | None]
    summary: str
    sources: tuple[str, ...]


def read_side(row: Row, column: str, sides: Collection[str], *, optional: bool = False) -> str | None:
    """Read the id of a side.

    Parameters
    ----------
    row : Row
        A row of any table.
    column : str
        The column.
    sides : collection of str
        Ids of the dossier's sides; if empty, which is an error of the settings, ids are not checked.
    optional : bool
        True if the cell may be empty.
    """
    if sides:
        return row.choice(column, sides, optional=optional)
    return row.text(column) if optional else row.required(column) or None


def read_control_report(row: Row, sides: Collection[str]) -> ControlReport | None:
    """Read a control report from a row of `control.csv`.

    Parameters
    ----------
    row : Row
        The row; invalid cells are recorded as problems.
    sides : collection of str
        Ids of the dossier's sides; see `read_side`.

    Returns
    -------
    ControlReport or None
        None if the date or the side cannot be used.
    """
    span, side = read_days(row, "date"), read_side(row, "side", [*sides, CONTESTED] if sides else sides)
    until = read_days(row, "until", optional=True)
    from_side = read_side(row, "from_side", sides, optional=True)
    confidence = row.choice("confidence", CONFIDENCES, optional=True) or "medium"
    located, position = read_located(row), read_own_position(row)
    place = _place(row, position)
    if span is None or side is None:
        return None
    return ControlReport(
        row=row,
        id=row.required("id"),
        date=span.start,
        date_end=span.end,
        until=until.end if until and until.precision > 1 else until.start if until else None,
        place=place,
        position=position,
        located=located,
        side=side,
        from_side=from_side,
        kind=row.text("kind") or "report",
        confidence=confidence,
        sources=row.items("sources"),
        note=row.text("note"),
        place_name=row.text("place_name"),
    )


def read_post(row: Row, sides: Collection[str]) -> Post:
    """Read a post from a row of `posts.csv`; invalid cells are recorded as problems."""
    located = bool(row.text("lat") or row.text("lon"))
    if not located and not row.text("place"):
        row.wrong("place", "a place, or lat and lon")
    start, end = read_period(row)
    return Post(
        row=row,
        id=row.required("id"),
        name=row.required("name"),
        name_ar=row.text("name_ar"),
        side=read_side(row, "side", sides) or "",
        place=row.text("place"),
        lat=read_number(row, POSTS["lat"]) if located else None,
        lon=read_number(row, POSTS["lon"]) if located else None,
        uncertainty_km=read_number(row, POSTS["uncertainty_km"], optional=True) or 0.0,
        hold_km=read_number(row, POSTS["hold_km"], optional=True),
        start_date=start.start if start else None,
        end_date=end.start if end else None,
        ended=row.choice("ended", ENDS, optional=True),
        sources=row.items("sources"),
        aliases=row.items("aliases"),
    )


def read_event(row: Row) -> Event:
    """Read an event from a row of `events.csv`; invalid cells are recorded as problems."""
    start, end = read_period(row)
    low, best, high = (read_whole(row, _COLUMNS[f"fatalities_{bound}"]) for bound in ("low", "best", "high"))
    known = [bound for bound in (low, best, high) if bound is not None]
    if known != sorted(known):
        row.wrong("fatalities_best", "fatalities_low, fatalities_best and fatalities_high in rising order")
    located, position = read_located(row), read_own_position(row)
    return Event(
        row=row,
        id=row.required("id"),
        start_date=start.start if start else None,
        end_date=_event_end(start, end),
        time_precision=read_whole(row, _COLUMNS["time_precision"]) or (start.precision if start else None),
        place=_place(row, position) if located else row.text("place") or "",
        place_name=row.text("place_name"),
        position=position,
        located=located,
        geo_precision=read_whole(row, _COLUMNS["geo_precision"]),
        event_type=row.required("event_type"),
        actor1=row.text("actor1"),
        actor2=row.text("actor2"),
        fatalities=(low, best, high),
        summary=row.required("summary"),
        sources=row.items("sources"),
    )


def read_period(row: Row) -> tuple[Days | None, Days | None]:
    """Read the half-open interval of a row; both ends may be missing."""
    start, end = (read_days(row, column, optional=True) for column in ("start_date", "end_date"))
    if start and end and start.start >= end.start:
        row.wrong("end_date", f"a day after start_date, {start.start}; the end does not belong to the interval")
    return start, end


def read_located(row: Row) -> bool:
    """Return False if a row is marked as one whose place is not known."""
    return row.choice("location_status", (UNLOCATED,), optional=True) is None


def read_own_position(row: Row) -> Position | None:
    """Read the position of a row itself; None if it has none, and is at the place that it names."""
    if not (row.text("lat") or row.text("lon")):
        return None
    lat, lon = read_number(row, _COLUMNS["lat"]), read_number(row, _COLUMNS["lon"])
    uncertainty_km = read_number(row, _COLUMNS["uncertainty_km"], optional=True)
    return None if lat is None or lon is None else Position(lat, lon, uncertainty_km)


def _place(row: Row, position: Position | None) -> str:
    place = row.text("place")
    if place is None and position is None:
        row.wrong("place", "a place, or lat and lon")
    return place or ""


def _event_end(start: Days | None, end: Days | None) -> date | None:
    """Return the first day after an event: its end date, else the end of the day, month or year of its start date."""
    if end:
        return end.start
    return start.end if start else None
