"""The records of a dossier: rows of its tables as posts, control reports and events."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from geo.readers.position import Position
from geo.readers.row import Row
from geo.sides import CONTESTED
from layers.dossier.csv_rows import read_days, read_number, read_uncertainty, read_whole
from layers.period import Days
from layers.schema.dossier_tables import CONFIDENCES, ENDS, EVENTS, POSTS, UNLOCATED

_COLUMNS = {column.name: column for column in EVENTS.columns}


@dataclass(frozen=True, slots=True)
class Post:
    """A row of `posts.csv`; `place` is a name to look up if lat and lon are missing.

    A post that moves has a row for each of its positions; `moved_on` is the first day of all but the first one.
    """

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
    moved_on: date | None = None


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


def read_side(row: Row, column: str, sides: Mapping[str, str], *, optional: bool = False) -> str | None:
    """Read a side by its id, name or alias, and return its id.

    Parameters
    ----------
    row : Row
        A row of any table.
    column : str
        The column.
    sides : mapping of str to str
        The ids of the dossier's sides by their names, see `side_names`; if empty, which is an error of the settings,
        they are not checked.
    optional : bool
        True if the cell may be empty.
    """
    text = row.text(column)
    if not sides:
        return text if optional else row.required(column) or None
    side = sides.get((text or "").casefold())
    if side is None and not (optional and text is None):
        row.wrong("C113", column, f"one of {', '.join(dict.fromkeys(sides.values()))}")
    return side


def with_contested(sides: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of sides, of which a row may also say that the place is contested."""
    return {**sides, CONTESTED: CONTESTED} if sides else sides


def read_control_report(row: Row, sides: Mapping[str, str]) -> ControlReport | None:
    """Read a control report from a row of `control.csv`.

    Parameters
    ----------
    row : Row
        The row; invalid cells are recorded as problems.
    sides : mapping of str to str
        The dossier's sides; see `read_side`.

    Returns
    -------
    ControlReport or None
        None if the date or the side cannot be used.
    """
    span, side = read_days(row, "date"), read_side(row, "side", with_contested(sides))
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


def read_post(row: Row, sides: Mapping[str, str]) -> Post:
    """Read a post from a row of `posts.csv`; invalid cells are recorded as problems."""
    located = bool(row.text("lat") or row.text("lon"))
    if not located and not row.text("place"):
        row.wrong("C115", "place", "a place, or lat and lon")
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
        uncertainty_km=read_uncertainty(row, POSTS["uncertainty_km"]) or 0.0,
        hold_km=read_number(row, POSTS["hold_km"], optional=True),
        start_date=start.start if start else None,
        end_date=end.start if end else None,
        ended=row.choice("ended", ENDS, optional=True),
        sources=row.items("sources"),
        aliases=row.items("aliases"),
    )


def in_order_of_time(posts: Iterable[Post]) -> Iterator[Post]:
    """Yield the positions of each post in order of time; one without an end lasts until the next one begins.

    Positions of one post that overlap in time, or belong to different sides, are recorded as problems.
    """
    positions: dict[str, list[Post]] = {}
    for post in posts:
        positions.setdefault(post.id, []).append(post)
    for found in positions.values():
        found.sort(key=lambda post: post.start_date or date.min)
        for post, after in pairwise(found):
            _check_move(post, after)
        moves = [post.start_date for post in found[1:]]
        for post, moved_on, ends in zip(found, [None, *moves], [*moves, None], strict=True):
            yield replace(post, moved_on=moved_on, end_date=post.end_date or ends)


def _check_move(post: Post, after: Post) -> None:
    if after.start_date is None or after.start_date == post.start_date:
        after.row.wrong("C120", "start_date", f"the first day at this position; {_line(post)} has a post of this id")
    elif post.end_date and post.end_date > after.start_date:
        expected = f"a day from {post.end_date} on, when the position of {_line(post)} ends"
        after.row.wrong("C120", "start_date", expected)
    if after.side != post.side:
        after.row.wrong("C121", "side", f"{post.side}, as in {_line(post)}: a post that changes sides has a new id")
    if after.name != post.name:
        after.row.wrong("C212", "name", f"{_line(post)} has a post of this id with another name: is it one that moves?")


def _line(post: Post) -> str:
    return f"{post.row.file}:{post.row.line}"


def read_event(row: Row) -> Event:
    """Read an event from a row of `events.csv`; invalid cells are recorded as problems."""
    start, end = read_period(row)
    low, best, high = (read_whole(row, _COLUMNS[f"fatalities_{bound}"]) for bound in ("low", "best", "high"))
    known = [bound for bound in (low, best, high) if bound is not None]
    if known != sorted(known):
        row.wrong("C122", "fatalities_best", "fatalities_low, fatalities_best and fatalities_high in rising order")
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
        row.wrong("C118", "end_date", f"a day after start_date, {start.start}; the end does not belong to the interval")
    return start, end


def read_located(row: Row) -> bool:
    """Return False if a row is marked as one whose place is not known."""
    return row.choice("location_status", (UNLOCATED,), optional=True) is None


def read_own_position(row: Row) -> Position | None:
    """Read the position of a row itself; None if it has none, and is at the place that it names."""
    if not (row.text("lat") or row.text("lon")):
        return None
    lat, lon = read_number(row, _COLUMNS["lat"]), read_number(row, _COLUMNS["lon"])
    uncertainty_km = read_uncertainty(row, _COLUMNS["uncertainty_km"])
    return None if lat is None or lon is None else Position(lat, lon, uncertainty_km)


def _place(row: Row, position: Position | None) -> str:
    place = row.text("place")
    if place is None and position is None:
        row.wrong("C115", "place", "a place, or lat and lon")
    return place or ""


def _event_end(start: Days | None, end: Days | None) -> date | None:
    """Return the first day after an event: its end date, else the end of the day, month or year of its start date."""
    if end:
        return end.start
    return start.end if start else None
