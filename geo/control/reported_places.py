"""Reported places: which bloc holds each place on a day, by all reports on it, as arrays over the places."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Flags, Floats, Geometries, Ints
from geo.control.control_reports import ControlReport, Position
from geo.control.holdings import Holding, holdings
from geo.geometry.sphere import KM
from geo.sides import CONTESTED, UNKNOWN

# no bloc: contested, or not known
NOBODY = -1
# columns with the days of a post, and what a missing one stands for
_OPEN = (("start_date", date.min), ("end_date", date.max))


@dataclass(frozen=True)
class PlaceStates:
    """The places of which anything is known on a day, k of them.

    Parameters
    ----------
    places : array (k,)
        Numbers of the places.
    bloc : array (k,)
        Number of the bloc that most probably holds each place, -1 if it is contested.
    side : array (k,)
        Number of the side of that bloc, -1 if it is contested.
    trust : array (k,)
        Probability that the bloc holds the place, by the reports on it alone.
    last_reported : array (k,)
        Day of the newest report that says so, as an ordinal; the day itself if a later report says so.
    agreeing : array (k,)
        Number of reports that say so.
    is_confirmed : array (k,)
        True if a later report says that the bloc held the place until then.
    taken : array (k,)
        Day on which the bloc took the place from another, as an ordinal; 1 if no report names a holder before it.
    basis : array (k,)
        Number in `geo.sides.BASES` of the basis of the holding, -1 if no report of up to that day says so.
    """

    places: Ints
    bloc: Ints
    side: Ints
    trust: Floats
    last_reported: Ints
    agreeing: Ints
    is_confirmed: Flags
    taken: Ints
    basis: Ints


class Posts(NamedTuple):
    """Posts whose place is known: what they hold is their bloc's while they stand, whatever is reported there.

    Parameters
    ----------
    points_m : array (p, 2)
        Their positions, in metres.
    bloc, side : array (p,)
        Numbers of the bloc and of the side of each.
    hold_m : array (p,)
        Radius that each holds around itself.
    start, end : array (p,)
        Days from which on and before which each stands.
    """

    points_m: Floats
    bloc: Ints
    side: Ints
    hold_m: Floats
    start: Geometries
    end: Geometries

    @classmethod
    def of(cls, table: gpd.GeoDataFrame, bloc_of: Mapping[str, int], on_plane: Callable[[Floats], Floats]) -> "Posts":
        """Read a table with the columns side, start_date, end_date, hold_km and uncertainty_km.

        A post that may stand outside of the ground that it holds is left out, and so are those of sides without a bloc.
        """
        some = table[table["side"].isin(list(bloc_of)) & (table["uncertainty_km"].fillna(0) <= table["hold_km"])]
        points_m = on_plane(shapely.get_coordinates(some.geometry))
        number = {side: number for number, side in enumerate(sorted(bloc_of))}
        bloc, sides = (np.array([of[side] for side in some["side"]], dtype=np.int64) for of in (bloc_of, number))
        starts, ends = ([day or other for day in some[name]] for name, other in _OPEN)
        hold_m = some["hold_km"].to_numpy(dtype=np.float64) * KM
        return cls(points_m, bloc, sides, hold_m, np.array(starts, dtype=object), np.array(ends, dtype=object))

    def on(self, day: date) -> "Posts":
        """Return those that stand on a day."""
        some = (self.start <= day) & (self.end > day)
        found: Any = (column[some] for column in self)
        return Posts(*found)


NO_POSTS = Posts(np.zeros((0, 2)), *np.zeros((2, 0), dtype=np.int64), *np.zeros((3, 0)))


class _Columns(NamedTuple):
    """Holdings as arrays, days as ordinals; see `Holding`."""

    since: Ints
    last: Ints
    last_reported: Ints
    bloc: Ints
    side: Ints
    trust: Floats
    agreeing: Ints
    is_confirmed: Flags
    taken: Ints
    basis: Ints
    is_unknown: Flags


class ReportedPlaces:
    """All reports, place by place.

    Parameters
    ----------
    reports : mapping
        Reports in order of time, by place.
    blocs : collection of collections of str
        Sides that are taken together; a side in none of them is a bloc of its own.

    Attributes
    ----------
    known_since : array (n,)
        First day on which anything is known of each place, as an ordinal; 1 if that is so before all reports.
    changes : dict of date to list of int
        Days on which the state of places may differ from the day before, and the numbers of these places.
    days : list of date
        These days, in order.
    """

    def __init__(
        self, reports: Mapping[Position, Sequence[ControlReport]], blocs: Collection[Collection[str]] = ()
    ) -> None:
        self.positions = np.array([position[:2] for position in reports], dtype=np.float64).reshape(-1, 2)
        self.reports = list(reports.values())
        named = {side for one in self.reports for report in one for side in (report.side, report.from_side) if side}
        self.sides = sorted(named - {CONTESTED, UNKNOWN})
        self._side = {side: number for number, side in enumerate(self.sides)} | {CONTESTED: NOBODY, UNKNOWN: NOBODY}
        self.bloc_of = _numbered(self.sides, blocs)
        self.blocs = max(self.bloc_of.values(), default=-1) + 1
        self._holdings = [holdings(one, self.bloc_of) for one in self.reports]
        every = [one for found in self._holdings for one in found]
        self._every, self._columns = every, self._table(every)
        self._first = np.cumsum([0, *map(len, self._holdings)])
        self.known_since = self._columns.since[self._first[:-1]]
        self.changes = _changes(self._holdings)
        self.days = sorted(self.changes)

    def holdings_on(self, day: date, without: Collection[str] = ()) -> list[Holding | None]:
        """Return the holding of each place on a day, None where nothing is known; see `states_on`."""
        found = [self._every[number] if number >= 0 else None for number in self._numbers_on(day).tolist()]
        for place in self.places_of(without):
            found[place] = self._without(place, day, without)
        return found

    def places_of(self, reports: Collection[str]) -> list[int]:
        """Numbers of the places that some reports are about, by their ids."""
        if not reports:
            return []
        return [place for place, made in enumerate(self.reports) if any(one.id in reports for one in made)]

    def states_on(self, day: date, without: Collection[str] = ()) -> PlaceStates:
        """Return the states of the places on a day, some reports being taken as not yet made."""
        numbers = self._numbers_on(day)
        columns, today = self._columns, day.toordinal()
        # a change of hands that is known to some days only is spread over them
        mixed = np.flatnonzero((numbers >= 0) & (columns.last[numbers] > today)).tolist()
        found = {place: self._every[numbers[place]] for place in mixed}
        found |= {place: one for place in self.places_of(without) if (one := self._without(place, day, without))}
        apart = {place: self._mixed(place, one, day, without) for place, one in sorted(found.items())}
        rest = np.flatnonzero(numbers >= 0)
        rest = rest[~np.isin(rest, list(apart))]
        places = np.concatenate([rest, np.array([*apart], dtype=np.int64)])
        replaced = self._table([*apart.values()])
        joined: Any = map(np.append, (column[numbers[rest]] for column in columns), replaced)
        table = _Columns(*joined)
        order = np.argsort(places, kind="stable")
        order = order[~table.is_unknown[order]]
        return PlaceStates(
            places=places[order],
            bloc=table.bloc[order],
            side=table.side[order],
            trust=table.trust[order],
            last_reported=np.minimum(table.last_reported[order], today),
            agreeing=table.agreeing[order],
            is_confirmed=table.is_confirmed[order],
            taken=table.taken[order],
            basis=table.basis[order],
        )

    def _numbers_on(self, day: date) -> Ints:
        """Find the number of the holding of each place on a day among all holdings, -1 where nothing is known."""
        # a stable sum over the intervals of each place: those that have begun are its first
        begun = np.concatenate([[0], np.cumsum(self._columns.since <= day.toordinal())])
        count = begun[self._first[1:]] - begun[self._first[:-1]]
        return np.asarray(np.where(count > 0, self._first[:-1] + count - 1, -1))

    def marks_on(self, day: date, without: Collection[str] = (), *, with_past: bool) -> Ints:
        """Digest what is known of each place on a day, 64 bits each; with all of before, `with_past`."""
        numbers = self._numbers_on(day)
        found = self._marks[self._columns.since <= day.toordinal()] if with_past else self._marks[numbers[numbers >= 0]]
        places = self.places_of(without)
        changed = [_mark((self.positions[place].tolist(), self._past(place, day, without))) for place in places]
        return np.append(found, np.array(changed, dtype=np.int64))

    @cached_property
    def _marks(self) -> Ints:
        """Digests of all holdings, each with its place and those before it."""
        marks = []
        for position, found in zip(self.positions.tolist(), self._holdings, strict=True):
            mark: object = position
            marks += [mark := _mark((mark, one)) for one in found]
        return np.array(marks, dtype=np.int64)

    def _without(self, place: int, day: date, without: Collection[str]) -> Holding | None:
        past = self._past(place, day, without)
        return past[-1] if past else None

    def _past(self, place: int, day: date, without: Collection[str]) -> list[Holding]:
        return [one for one in holdings(self.reports[place], self.bloc_of, without) if one.since <= day]

    def _table(self, held: Sequence[Holding]) -> "_Columns":
        return _Columns(
            np.array([one.since.toordinal() for one in held], dtype=np.int64),
            np.array([one.last.toordinal() for one in held], dtype=np.int64),
            np.array([one.last_reported.toordinal() for one in held], dtype=np.int64),
            np.array([one.bloc for one in held], dtype=np.int64),
            np.array([self._side[one.side] for one in held], dtype=np.int64),
            np.array([one.trust for one in held], dtype=np.float64),
            np.array([one.agreeing for one in held], dtype=np.int64),
            np.array([one.is_confirmed for one in held], dtype=bool),
            np.array([one.taken.toordinal() for one in held], dtype=np.int64),
            np.array([one.basis for one in held], dtype=np.int64),
            np.array([one.side == UNKNOWN for one in held], dtype=bool),
        )

    def _mixed(self, place: int, held: Holding, day: date, without: Collection[str]) -> Holding:
        """Spread a change of hands that is known to some days only over these days."""
        if held.last <= day or held.bloc == NOBODY:
            return held
        passed = ((day - held.since).days + 1) / ((held.last - held.since).days + 1)
        known = holdings(self.reports[place], self.bloc_of, without) if without else self._holdings[place]
        earlier = [one for one in known if one.since < held.since]
        before = earlier[-1] if earlier else None
        if before is None or before.bloc == NOBODY:
            return replace(held, trust=passed * held.trust + (1 - passed) / 2)
        if before.bloc == held.bloc:
            return replace(held, trust=passed * held.trust + (1 - passed) * before.trust)
        trust = passed * held.trust + (1 - passed) * (1 - before.trust)
        return replace(held, trust=trust) if trust > 1 / 2 else replace(before, trust=1 - trust)


def _mark(known: object) -> int:
    return int.from_bytes(sha256(repr(known).encode()).digest()[:8], "big", signed=True)


def _numbered(sides: Sequence[str], blocs: Collection[Collection[str]]) -> dict[str, int]:
    """Assign numbers to the blocs in the order of the smallest of their sides."""
    number: dict[str, int] = {}
    for side in sides:
        if side not in number:
            together = next((bloc for bloc in blocs if side in bloc), (side,))
            number |= dict.fromkeys([one for one in sides if one in together], max(number.values(), default=-1) + 1)
    return number


def _changes(held: Sequence[Sequence[Holding]]) -> dict[date, list[int]]:
    """Days on which the state of places may differ from the day before, and these places."""
    changes: dict[date, list[int]] = {}
    for place, found in enumerate(held):
        days = {
            day
            for one in found
            if one.since > date.min
            for day in range(one.since.toordinal(), one.last.toordinal() + 1)
        }
        for day in days:
            changes.setdefault(date.fromordinal(day), []).append(place)
    return changes
