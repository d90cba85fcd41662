"""The field of control: how probable it is, at every node of a mesh, that each side holds the ground."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from geo.arrays import Flags, Floats, Ints
from geo.control.covariance import Likeness
from geo.control.laplace import Classification
from geo.control.mesh import Mesh
from geo.control.reported_places import NOBODY, Told

# months after which a place tells as much as half of its reports' steepness squared
_MONTHS = 6.5
# more places than this are thinned out where one side's lie close together, far from the others'
_ALL = 700
# within this share of its distance to the next place of another side a place stands for all others
_STANDS_FOR = 0.25
# how exact fields have to be, in standard deviations
_SETTLED = 0.003
# of many places, those that weigh less are left out, and so many nodes are done at a time
_LIGHTEST, _BLOCK = 1e-9, 250
# how sure one may become of ground depends on how sharply so many places around tell, in relation to fresh reports of
# a medium grade
_AROUND, _USUAL = 10, 0.5
# nobody can tell who holds ground this many spacings away from all places
REACH = 3.0
# a field to start from: it rises about so much by the root of the distance to the other side, in spacings
_RISE = 3


@dataclass(frozen=True)
class Fit:
    """What places say of one day, put together.

    Parameters
    ----------
    known : array (k,)
        Numbers of the places that tell anything.
    chosen : array (c,)
        Those of them from which the fields were found.
    sides : array (s,)
        Numbers of the sides that hold any of them.
    fields : list of Classification
        One a side; of two sides, that of the first.
    sharp, aged : array (k,)
        How sharply each known place tells one side from the other, by the news there was without it, and by its age.
    """

    known: Ints
    chosen: Ints
    sides: Ints
    fields: list[Classification]
    sharp: Floats
    aged: Floats

    @property
    def weights(self) -> Floats:
        """Weights of the chosen places in each field: (c, f)."""
        return np.column_stack([found.weights for found in self.fields])


class ControlField:
    """Probabilities of control on a mesh.

    Parameters
    ----------
    mesh : Mesh
        Its first nodes are the places.
    places : int
        How many places there are.
    likeness : Likeness
        How alike ground is.
    """

    def __init__(self, mesh: Mesh, places: int, likeness: Likeness) -> None:
        self.mesh, self.likeness = mesh, likeness
        self._places = mesh.nodes_m[:places]
        self._few = places <= _ALL
        if self._few:
            self._within = likeness.covariance(self._places, self._places)
            # half as exact, and read in half the time
            self._across = likeness.covariance(mesh.nodes_m, self._places).astype(np.float32)
        none = np.zeros(0, dtype=np.int64)
        self._near: tuple[Ints, tuple[Floats, Ints]] = none, (np.zeros(0), none)

    def fit(self, told: Told, near: Fit | None = None) -> Fit:
        """Find the fields of a day; they follow from what is told alone, whichever days were asked for before.

        To start from those of a fit that is near only saves time.
        """
        known = chosen = np.flatnonzero(told.side != NOBODY)
        if len(known) > _ALL:
            chosen = known[informative(self._places[known], told.side[known])]
        sharp, aged = (sharpness(told.trust, months) for months in (told.silence, told.age))
        side = told.side[chosen]
        sides = np.unique(side)
        if near and not (np.array_equal(near.chosen, chosen) and np.array_equal(near.sides, sides)):
            near = None
        covariance = self._covariance(chosen, chosen)
        fields: list[Classification] = []
        # of two, one is what the other is not
        for number, one in enumerate(sides if len(sides) > 2 else sides[:1]):  # noqa: PLR2004
            sign = np.where(side == one, 1.0, -1.0)
            away = _to_others(self._places[chosen], side == one) / self.likeness.spacing_m
            start = near.fields[number].field if near else sign * _RISE * np.sqrt(away)
            fields.append(Classification.of(covariance, sign, sharp[chosen], start, settled=_SETTLED))
        return Fit(known, chosen, sides, fields, sharp[known], aged[known])

    def probabilities(self, fit: Fit) -> tuple[Floats, Floats, Flags]:
        """Probability of each side at each node, (n, s), by silence and by age, and whether any place is within reach.

        What is told by silence changes with news only, so that no border moves for a report that has got older. Out of
        reach of all places that tell anything, nothing is probable.
        """
        away, near = self._nearest(fit.known)
        reached = away[:, 0] <= REACH * self.likeness.spacing_m
        fields = self._fields(fit, np.flatnonzero(reached))
        by_silence, by_age = np.zeros((2, len(away), len(fit.sides)))
        for shares, sharp in ((by_silence, fit.sharp), (by_age, fit.aged)):
            around = (sharp[near[reached]] ** 2).mean(axis=1)
            shares[reached] = self._shares(fields, away[reached, 0], around, len(fit.sides))
        return by_silence, by_age, reached

    def threshold(self, known: Ints, decided: float) -> Floats:
        """Field at which a side's probability is a given one, per node; infinite out of reach of the known places.

        That is where all places tell as fresh reports of a medium grade do; it matters little near even odds.
        """
        if not len(known):
            return np.full(len(self.mesh.nodes_m), np.inf)
        away = self._nearest(known)[0][:, 0]
        return np.where(away <= REACH * self.likeness.spacing_m, self.likeness.field(decided, away), np.inf)

    def left_out(self, fit: Fit) -> Floats:
        """Probability of each side at each known place by all the others, of which there is at least one: (k, s)."""
        # the nearest is the place itself
        ranks = range(2, min(_AROUND, len(fit.known) - 1) + 2)
        away, near = cKDTree(self._places[fit.known]).query(self._places[fit.known], k=ranks)
        # what was not chosen has no part in the fields anyway
        fields = self._covariance(fit.known, fit.chosen) @ fit.weights
        within = self._covariance(fit.chosen, fit.chosen)
        fields[np.isin(fit.known, fit.chosen)] = np.column_stack([found.left_out(within) for found in fit.fields])
        return self._shares(fields, away[:, 0], (fit.aged[near] ** 2).mean(axis=1), len(fit.sides))

    def _fields(self, fit: Fit, nodes: Ints) -> Floats:
        """Fields at some nodes: (n, f)."""
        if self._few:
            weights = np.zeros((len(self._places), len(fit.fields)), dtype=np.float32)
            weights[fit.chosen] = fit.weights
            return (self._across @ weights)[nodes].astype(np.float64)
        telling = np.abs(fit.weights).max(axis=1) > _LIGHTEST
        places, weights = self._places[fit.chosen[telling]], fit.weights[telling]
        blocks = np.array_split(self.mesh.nodes_m[nodes], len(nodes) // _BLOCK + 1)
        return np.vstack([self.likeness.covariance(block, places) @ weights for block in blocks])

    def _covariance(self, some: Ints, others: Ints) -> Floats:
        """Covariance of some places with others."""
        if self._few:
            return self._within[np.ix_(some, others)]
        return self.likeness.covariance(self._places[some], self._places[others])

    def _nearest(self, places: Ints) -> tuple[Floats, Ints]:
        """Distance of each node to the nearest places, and their ranks; they seldom change from day to day."""
        before, near = self._near
        if not np.array_equal(places, before):
            ranks = range(1, min(_AROUND, len(places)) + 1)
            near = cKDTree(self._places[places]).query(self.mesh.nodes_m, k=ranks)
            self._near = places, near
        return near

    def _shares(self, fields: Floats, away: Floats, sharp: Floats, sides: int) -> Floats:
        """Probabilities of all sides, of which there is at least one, by their fields."""
        sure = self.likeness.probability(fields * (sharp / _USUAL)[:, None], away[:, None])
        if sides == 2:  # noqa: PLR2004 - of two, one is what the other is not
            return np.column_stack([sure, 1 - sure])
        return sure if sides == 1 else np.asarray(sure / np.maximum(sure.sum(axis=1, keepdims=True), 1e-12))


def sharpness(trust: Floats, months: Floats) -> Floats:
    """How sharply places tell one side from the other: by trust, and less the more months ago they were spoken of.

    Examples
    --------
    >>> sharpness(np.array([1.0, 1.0, 0.5]), np.array([0.0, 6.5, 0.0])).round(2).tolist()
    [1.0, 0.71, 0.0]
    """
    sharp: Floats = np.sqrt(np.maximum(2 * trust - 1, 0.0) / (1 + months / _MONTHS))
    return sharp


def informative(places_m: Floats, side: Ints) -> Flags:
    """Choose the places that tell where borders run: all near them, ever fewer far from them.

    Examples
    --------
    >>> row = np.column_stack([np.arange(10.0), np.zeros(10)])
    >>> informative(row, np.array([0, 1, 1, 1, 1, 1, 1, 1, 1, 1])).astype(int).tolist()
    [1, 1, 1, 1, 1, 0, 1, 0, 1, 0]
    """
    away = np.min([_to_others(places_m, side == one) for one in np.unique(side)], axis=0, initial=np.inf)
    tree = cKDTree(places_m)
    free = np.ones(len(places_m), dtype=bool)
    chosen = np.zeros(len(places_m), dtype=bool)
    for place in np.argsort(away, kind="stable"):
        if free[place]:
            chosen[place] = True
            free[tree.query_ball_point(places_m[place], _STANDS_FOR * away[place])] = False
    return chosen


def _to_others(places_m: Floats, own: Flags) -> Floats:
    """Distance of each place to the nearest on the other side; how far all are spread if there is none."""
    away = np.full(len(places_m), np.ptp(places_m, axis=0).max(initial=0.0))
    if own.any() and not own.all():
        away[own] = cKDTree(places_m[~own]).query(places_m[own])[0]
        away[~own] = cKDTree(places_m[own]).query(places_m[~own])[0]
    return away
