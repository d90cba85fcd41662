"""Fields of control of wars with many places, each day's made from that of the day before.

Up to some hundred known places a day's field is found from that day's places alone (`geo.control.field`). Beyond, it is
the field of the day before, solved again among the nearest places of each change with all others held, so that a day
costs what its reports change, and nothing far from them moves. The first such day is solved whole.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from threading import Lock
from zlib import crc32

import numpy as np
from scipy.spatial import cKDTree

from geo.arrays import Flags, Floats, Ints
from geo.control.confidence import steepness
from geo.control.covariance import FEW, Reach, doubt
from geo.control.field import DIGITS, Field, Shares, sought
from geo.control.reported_places import NOBODY, PlaceStates, ReportedPlaces
from geo.control.vecchia import Krigings, Prior

# so many of the places around a change are solved again
_AGAIN = 300
# fields of days with few places that are kept
_KEPT = 512


@dataclass(frozen=True)
class _Day:
    """Fields of a day at the first places of a prior, in its order.

    Parameters
    ----------
    blocs : tuple of int
        Numbers of the blocs that have held any place until then; of two, only the first has a field.
    fields : array (f, m)
        Positive where the ground is the bloc's; in 32 bits, so that no computer rounds them otherwise.
    """

    blocs: tuple[int, ...]
    fields: Floats

    @property
    def sought(self) -> tuple[int, ...]:
        """Numbers of the blocs that have a field."""
        return sought(self.blocs)


class FieldHistory:
    """Fields of all days.

    Parameters
    ----------
    reported_places : ReportedPlaces
        All reports, place by place.
    places_m : array (n, 2)
        Positions of the places, in metres on a plane.
    """

    def __init__(self, reported_places: ReportedPlaces, places_m: Floats) -> None:
        self._reported, self._places_m = reported_places, places_m
        # as they become known; those of one day in no order in space
        mixed = np.array([crc32(position.tobytes()) for position in reported_places.positions], dtype=np.int64)
        self._order = np.lexsort((mixed, reported_places.known_since))
        self._rank = np.argsort(self._order)
        self._days: list[_Day | None] = []
        self._lock = Lock()
        self._few = lru_cache(_KEPT)(self._dense)

    @cached_property
    def prior(self) -> Prior:
        """Prior of the fields at all places."""
        return Prior(self._places_m[self._order])

    @cached_property
    def krigings(self) -> Krigings:
        """Relations of points to the places."""
        return Krigings(self.prior.places_m)

    def on(self, day: date, states: PlaceStates, without: Collection[str] = ()) -> "Field | LocalField":
        """Find the field of a day.

        Parameters
        ----------
        day : date
            The day.
        states : PlaceStates
            The states of the places on that day, without some reports.
        without : collection of str
            The ids of these.
        """
        with self._lock:
            number = bisect_right(self._reported.days, day) if len(self._order) > FEW else 0
            while len(self._days) <= number:
                self._days.append(self._next())
            found = self._days[number]
        if found is None:
            few = self._few(day)
            return Field.of(self._places_m[states.places], states, like=few) if without else few
        known = self._known(states, found.fields.shape[1])
        if without:
            found = self._again(found, known, self._reported.places_of(without))
        return LocalField(self, known, found)

    def _dense(self, day: date) -> Field:
        """Find the field of a day with few known places."""
        states = self._reported.states_on(day)
        return Field.of(self._places_m[states.places], states)

    def _next(self) -> _Day | None:
        """Find the fields of the first day that has none."""
        number, before = len(self._days), self._days[-1] if self._days else None
        day = self._reported.days[number - 1] if number else date.min
        states = self._reported.states_on(day)
        if (states.bloc != NOBODY).sum() <= FEW:
            return None
        known = self._known(states, int((self._reported.known_since <= day.toordinal()).sum()))
        if before is None:
            return self._having(known, _Day((), np.zeros((0, 0))))
        return self._again(self._having(known, before), known, self._reported.changes[day])

    def _known(self, states: PlaceStates, count: int) -> "_Known":
        at = np.full(count, -1)
        at[self._rank[states.places]] = np.arange(len(states.places))
        return _Known(states, self._places_m[states.places], at)

    def _having(self, known: "_Known", before: _Day) -> _Day:
        """Bring the fields of the day before to the places and blocs that are known on a day."""
        fields = {
            bloc: self.prior.extended(field, len(known.at))
            for bloc, field in zip(before.sought, before.fields.astype(np.float64), strict=True)
        }
        after = _Day(tuple(sorted({*before.blocs, *known.states.bloc.tolist()} - {NOBODY})), before.fields)
        for bloc in sorted({*after.sought} - {*fields}):
            if len(before.sought) == 1 and (bloc in before.blocs or after.sought == (bloc,)):
                fields[bloc] = -fields[before.sought[0]]
            else:
                every = np.arange(len(known.at))
                fields[bloc] = self.prior.mode(known.sign(bloc, every), known.steepness(every))
        return replace(after, fields=np.array([fields[bloc] for bloc in after.sought], dtype=np.float32))

    def _again(self, day: _Day, known: "_Known", changed: Iterable[int]) -> _Day:
        """Solve the fields of a day again around some places, one after the other."""
        fields = day.fields.astype(np.float64)
        for place in sorted(self._rank[list(changed)].tolist()):
            around = self.prior.nearest(place, len(known.at), _AGAIN)
            fields[:, around] = self.solved(day, fields, known, around, known.steepness(around))
        return replace(day, fields=fields.astype(np.float32))

    def solved(self, day: _Day, fields: Floats, known: "_Known", some: Ints, steep: Floats) -> Floats:
        """Fields of a day at some places, the others being held."""
        signs = np.array([known.sign(bloc, some) for bloc in day.sought])
        return self.prior.solved_again(some, fields, signs, steep)


@dataclass(frozen=True)
class _Known:
    """What is known on a day of the first places of a prior.

    Parameters
    ----------
    states : PlaceStates
        States of those of which anything is known still.
    places_m : array (k, 2)
        Their positions.
    at : array (m,)
        Number of each place of the prior among them, -1 if it is none of them.
    """

    states: PlaceStates
    places_m: Floats
    at: Ints

    def sign(self, bloc: int, some: Ints) -> Floats:
        """1 where a bloc holds some places of the prior, -1 where it does not."""
        held = (self.at[some] >= 0) & (self.states.bloc[self.at[some]] == bloc)
        return np.where(held, 1.0, -1.0)

    def steepness(self, some: Ints) -> Floats:
        """How sharply some places of the prior tell one bloc from the other."""
        steep, known = np.zeros(len(some)), np.flatnonzero(self.at[some] >= 0)
        steep[known] = steepness(self.places_m, self.states, self.at[some[known]])
        return steep


class LocalField:
    """Probabilities of control on a day with many known places.

    Parameters
    ----------
    history : FieldHistory
        That from which the field is.
    known : _Known
        What is known on the day.
    day : _Day
        Its fields.
    """

    def __init__(self, history: FieldHistory, known: _Known, day: _Day) -> None:
        self._history, self._known, self._day = history, known, day
        states = known.states
        self._decided = states.bloc != NOBODY
        self.places_m = known.places_m[self._decided]
        self.blocs = np.array(day.blocs)
        self._shares = Shares.of(self.blocs, states)

    def probabilities(self, points_m: Floats, count: int, reach: Reach | None = None) -> tuple[Floats, Flags]:
        """Compute the probability of each bloc at points; see `Field.probabilities`."""
        shares, reached = np.zeros((len(points_m), count)), np.zeros(len(points_m), dtype=bool)
        near, doubts, _ = reach or Reach.of(points_m, self.places_m)
        kriging = self._history.krigings.of(points_m, self._day.fields.shape[1])
        fields = np.column_stack([kriging.at(field)[near] for field in self._day.fields.astype(np.float64)])
        shares[np.ix_(near, self.blocs)] = self._shares.at(fields, doubts)
        reached[near] = True
        return shares.round(DIGITS), reached

    def left_out(self, some: Ints) -> Floats:
        """Probability of each bloc, (s, b), at some of the decided places by all the others."""
        prior, day, fields = self._history.prior, self._day, self._day.fields.astype(np.float64)
        known, tree = self._known, cKDTree(self.places_m)
        left = np.empty((len(some), len(fields)))
        for row, place in enumerate(np.flatnonzero(self._decided)[some].tolist()):
            number = int(np.flatnonzero(known.at == place)[0])
            around = prior.nearest(number, len(known.at), _AGAIN)
            steep = np.where(around == number, 0.0, known.steepness(around))
            left[row] = self._history.solved(day, fields, known, around, steep)[:, around == number][:, 0]
        away, _ = tree.query(self.places_m[some], k=range(2, 8))
        return self._shares.at(left, doubt(away))
