"""Dates in the tables of a dossier, and half-open intervals: the start belongs to an interval, the end does not."""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

import pandas as pd

from geo.sides import NOT_PARTIES

if TYPE_CHECKING:
    from layers import Layers

DAY = timedelta(days=1)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Days:
    """A date as a half-open interval of days, with its precision: 1 a day, 2 a month, 3 a year."""

    start: date
    end: date
    precision: int


@lru_cache(maxsize=1 << 14)
def parse_days(text: str) -> Days:
    """Read ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY``, or an interval of days, ``YYYY-MM-DD/YYYY-MM-DD``, half-open.

    Raises
    ------
    ValueError
        If the text has another form, the day does not exist, or the year is 9999, whose end `date` cannot express.

    Examples
    --------
    >>> parse_days("2019-08")
    Days(start=datetime.date(2019, 8, 1), end=datetime.date(2019, 9, 1), precision=2)
    >>> parse_days("2020-01-24/2020-01-29").end
    datetime.date(2020, 1, 29)
    """
    first, slash, after = text.partition("/")
    if slash:
        bounds = parse_days(first), parse_days(after)
        if any(bound.precision != 1 for bound in bounds) or bounds[0].start >= bounds[1].start:
            raise ValueError(text)
        return Days(bounds[0].start, bounds[1].start, 1 if bounds[0].end == bounds[1].start else 2)
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part or 0) for part in found.groups())
    if year == date.max.year:
        raise ValueError(text)
    start = date(year, month or 1, day or 1)
    if day:
        return Days(start, start + DAY, 1)
    if month:
        return Days(start, date(start.year + month // 12, month % 12 + 1, 1), 2)
    return Days(start, date(year + 1, 1, 1), 3)


def days(start: date, end: date) -> Iterator[date]:
    """Yield each day of a half-open interval."""
    return (start + DAY * n for n in range((end - start).days))


def holds(start: date | None, end: date | None, on: date) -> bool:
    """Return True if an interval holds on a day; a missing bound is open."""
    return (start is None or start <= on) and (end is None or on < end)


@dataclass(frozen=True, slots=True)
class Run(Generic[T]):
    """Items of consecutive intervals, from `start` on and before `end`, with the same key."""

    start: date
    end: date
    items: tuple[T, ...]


def runs(items: Iterable[tuple[date, date, T]], alike: Callable[[T], Hashable]) -> Iterator[Run[T]]:
    """Join consecutive intervals whose items have the same key.

    Examples
    --------
    >>> a, b, c, d = (date(2020, 2, day) for day in (1, 2, 3, 4))
    >>> [(run.start.day, run.end.day) for run in runs([(a, b, "x"), (b, c, "x"), (c, d, "y")], alike=str)]
    [(1, 3), (3, 4)]
    """
    together: list[T] = []
    first = last = date.min
    key: Hashable = None
    for start, end, item in items:
        before, key = key, alike(item)
        if together and (last != start or before != key):
            yield Run(first, last, tuple(together))
            together = []
        first = first if together else start
        together.append(item)
        last = end
    if together:
        yield Run(first, last, tuple(together))


def opening_day(layers: "Layers") -> date:
    """Find the day on which page and QGIS project open.

    Returns
    -------
    date
        That of the dossier's `opens_on`; else the day on which sides gain most ground; else, if none gains any, the
        last day of the period on which a post stands or an event happens, or else its last.
    """
    named = layers.dossier.settings.opens_on
    if named and layers.start <= named < layers.end:
        return named
    zones = layers["zones"][["side", "start_date", "end_date", "area_km2"]]
    parties = zones[~zones["side"].isin(NOT_PARTIES)]
    begun = parties.groupby(["start_date", "side"])["area_km2"].sum()
    # with the same names, as pandas aligns levels by name
    ended = parties.groupby(["end_date", "side"])["area_km2"].sum().rename_axis(begun.index.names)
    gains = begun.sub(ended, fill_value=0.0).clip(lower=0).groupby(level=0).sum()
    gains = gains[[layers.start < day < layers.end for day in gains.index]]
    if len(gains) and gains.max() > 0:
        return pd.Timestamp(gains.idxmax()).date()
    return _last_day_with_something(layers)


def _last_day_with_something(layers: "Layers") -> date:
    last = layers.end - DAY
    posts = [last if end is None else min(end - DAY, last) for end in layers["posts"]["end_date"]]
    events = [day for day in layers["events"]["start_date"] if day]
    return max((day for day in (*posts, *events) if layers.start <= day <= last), default=last)
