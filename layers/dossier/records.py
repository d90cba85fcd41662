"""The records of a dossier: rows of its tables as posts, control reports and events."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from geo.readers.row import Row
from geo.sides import CONTESTED
from layers.dossier.csv_rows import read_days
from layers.schema.dossier_tables import CONFIDENCES, UNLOCATED


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
    """A row of `control.csv`: from `date` on, `side` holds `place`; until then `from_side` did.

    The change of hands lies on one of the days from `date` and before `date_end`; from `until` on, the row no longer
    says who holds the place.
    """

    row: Row = field(repr=False)
    id: str
    date_end: date
    until: date | None
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
    located: bool = True


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
    located = row.choice("location_status", (UNLOCATED,), optional=True) is None
    place = row.required("place")
    if span is None or side is None:
        return None
    return ControlReport(
        row=row,
        id=row.required("id"),
        date=span.start,
        date_end=span.end,
        until=until.end if until and until.precision > 1 else until.start if until else None,
        place=place,
        located=located,
        side=side,
        from_side=from_side,
        kind=row.text("kind") or "report",
        confidence=confidence,
        sources=row.items("sources"),
        note=row.text("note"),
        place_name=row.text("place_name"),
    )
