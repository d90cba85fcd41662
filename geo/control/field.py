"""The field of control: the probability, at every node of a mesh, that each side holds the ground."""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from geo.arrays import Flags, Floats, Ints
from geo.control.covariance import MaternCovariance
from geo.control.laplace import LaplaceApproximation
from geo.control.mesh import Mesh
from geo.control.reported_places import NOBODY, PlaceStates

# months after which the squared steepness of a place has halved
_HALF_LIFE_MONTHS = 6.5
# with more places than this, an informative subset is used (`informative`)
_MOST_PLACES = 700
# share of a place's distance to the nearest place of another side within which the place represents all others
_REPRESENTS = 0.25
# tolerance of the fields, in standard deviations
_TOLERANCE = 0.003
# with an informative subset: smallest weight of a place that is used for prediction, and nodes predicted at a time
_LEAST_WEIGHT, _BLOCK = 1e-9, 250
# the field at a node is scaled by the mean squared steepness of this many nearest places, relative to that of fresh
# reports of a medium grade
_NEIGHBOURS, _MEDIUM_STEEPNESS2 = 10, 0.5
# the holder of ground farther than this many spacings from all places is unknown
REACH = 3.0
# initial field for Newton's method: times the square root of the distance to the other side, in spacings
_INITIAL_SLOPE = 3


@dataclass(frozen=True)
class Fit:
    """Fields of control of one day at the reported places.

    Parameters
    ----------
    known : array (k,)
        Numbers of the places with a known holder.
    chosen : array (c,)
        Those of them from which the fields were found.
    sides : array (s,)
        Numbers of the sides that hold any of them.
    fields : list of LaplaceApproximation
        One for each side; of two sides, that of the first only.
    steepness, aged_steepness : array (k,)
        Steepness of the likelihood of each known place, by the months of silence about it and by its age in months.
    """

    known: Ints
    chosen: Ints
    sides: Ints
    fields: list[LaplaceApproximation]
    steepness: Floats
    aged_steepness: Floats

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
        Number of places.
    covariance : MaternCovariance
        Covariance function of the field.
    """

    def __init__(self, mesh: Mesh, places: int, covariance: MaternCovariance) -> None:
        self.mesh, self.covariance = mesh, covariance
        self._places = mesh.nodes_m[:places]
        self._few = places <= _MOST_PLACES
        if self._few:
            self._within = covariance.matrix(self._places, self._places)
            # single precision is enough for prediction, and takes half the memory and time
            self._across = covariance.matrix(mesh.nodes_m, self._places).astype(np.float32)
        none = np.zeros(0, dtype=np.int64)
        self._last_nearest: tuple[Ints, tuple[Floats, Ints]] = none, (np.zeros(0), none)

    def fit(self, states: PlaceStates, initial: Fit | None = None) -> Fit:
        """Find the fields of a day, which depend on the states of the places alone.

        Parameters
        ----------
        states : PlaceStates
            State of the places on that day.
        initial : Fit, optional
            A similar fit, used as the start of the iteration; it only saves time.
        """
        known = chosen = np.flatnonzero(states.side != NOBODY)
        if len(known) > _MOST_PLACES:
            chosen = known[informative(self._places[known], states.side[known])]
        steepness, aged = (steepness_of(states.trust, months) for months in (states.silence_months, states.age_months))
        side = states.side[chosen]
        sides = np.unique(side)
        if initial and not (np.array_equal(initial.chosen, chosen) and np.array_equal(initial.sides, sides)):
            initial = None
        prior_covariance = self._prior_covariance(chosen, chosen)
        fields: list[LaplaceApproximation] = []
        # with two sides, the second field is the negative of the first
        for number, one in enumerate(sides if len(sides) > 2 else sides[:1]):  # noqa: PLR2004
            sign = np.where(side == one, 1.0, -1.0)
            distance = _distance_to_others(self._places[chosen], side == one) / self.covariance.spacing_m
            start = initial.fields[number].field if initial else sign * _INITIAL_SLOPE * np.sqrt(distance)
            fields.append(
                LaplaceApproximation.of(prior_covariance, sign, steepness[chosen], start, tolerance=_TOLERANCE)
            )
        return Fit(known, chosen, sides, fields, steepness[known], aged[known])

    def probabilities(self, fit: Fit) -> tuple[Floats, Floats, Flags]:
        """Probability of each side at each node.

        Returns
        -------
        by_silence : array (n, s)
            With steepness by silence: borders that follow from it move only when there are new reports.
        by_age : array (n, s)
            With steepness by age.
        reached : array of bool (n,)
            True for nodes within `REACH` of a known place; elsewhere all probabilities are 0.
        """
        distance, near = self._nearest(fit.known)
        reached = distance[:, 0] <= REACH * self.covariance.spacing_m
        fields = self._fields(fit, np.flatnonzero(reached))
        by_silence, by_age = np.zeros((2, len(distance), len(fit.sides)))
        for shares, steepness in ((by_silence, fit.steepness), (by_age, fit.aged_steepness)):
            mean_square = (steepness[near[reached]] ** 2).mean(axis=1)
            shares[reached] = self._shares(fields, distance[reached, 0], mean_square, len(fit.sides))
        return by_silence, by_age, reached

    def threshold(self, known: Ints, decided: float) -> Floats:
        """Value of the field at each node at which a side's probability is `decided`.

        Computed for fresh reports of a medium grade, which matters little near even odds; infinite beyond `REACH` of
        the known places.
        """
        if not len(known):
            return np.full(len(self.mesh.nodes_m), np.inf)
        distance = self._nearest(known)[0][:, 0]
        return np.where(distance <= REACH * self.covariance.spacing_m, self.covariance.field(decided, distance), np.inf)

    def left_out(self, fit: Fit) -> Floats:
        """Leave-one-out probability of each side at each known place, of which there are at least two: (k, s)."""
        # rank 1 is the place itself
        ranks = range(2, min(_NEIGHBOURS, len(fit.known) - 1) + 2)
        distance, near = cKDTree(self._places[fit.known]).query(self._places[fit.known], k=ranks)
        # places that were not chosen have no part in the fields
        fields = self._prior_covariance(fit.known, fit.chosen) @ fit.weights
        within = self._prior_covariance(fit.chosen, fit.chosen)
        fields[np.isin(fit.known, fit.chosen)] = np.column_stack([found.left_out(within) for found in fit.fields])
        mean_square = (fit.aged_steepness[near] ** 2).mean(axis=1)
        return self._shares(fields, distance[:, 0], mean_square, len(fit.sides))

    def _fields(self, fit: Fit, nodes: Ints) -> Floats:
        """Fields at some nodes: (n, f)."""
        if self._few:
            weights = np.zeros((len(self._places), len(fit.fields)), dtype=np.float32)
            weights[fit.chosen] = fit.weights
            return (self._across @ weights)[nodes].astype(np.float64)
        used = np.abs(fit.weights).max(axis=1) > _LEAST_WEIGHT
        places, weights = self._places[fit.chosen[used]], fit.weights[used]
        blocks = np.array_split(self.mesh.nodes_m[nodes], len(nodes) // _BLOCK + 1)
        return np.vstack([self.covariance.matrix(block, places) @ weights for block in blocks])

    def _prior_covariance(self, some: Ints, others: Ints) -> Floats:
        """Covariance matrix of some places with others."""
        if self._few:
            return self._within[np.ix_(some, others)]
        return self.covariance.matrix(self._places[some], self._places[others])

    def _nearest(self, places: Ints) -> tuple[Floats, Ints]:
        """Distance of each node to the nearest of some places, and their ranks; the last answer is kept."""
        before, near = self._last_nearest
        if not np.array_equal(places, before):
            ranks = range(1, min(_NEIGHBOURS, len(places)) + 1)
            near = cKDTree(self._places[places]).query(self.mesh.nodes_m, k=ranks)
            self._last_nearest = places, near
        return near

    def _shares(self, fields: Floats, distance: Floats, mean_square_steepness: Floats, sides: int) -> Floats:
        """Probabilities of all sides, of which there is at least one, from their fields; normalised to a sum of 1."""
        scaled = fields * (mean_square_steepness / _MEDIUM_STEEPNESS2)[:, None]
        probability = self.covariance.probability(scaled, distance[:, None])
        if sides == 2:  # noqa: PLR2004 - one field for two sides
            return np.column_stack([probability, 1 - probability])
        if sides == 1:
            return probability
        return np.asarray(probability / np.maximum(probability.sum(axis=1, keepdims=True), 1e-12))


def steepness_of(trust: Floats, months: Floats) -> Floats:
    """Steepness of the likelihood of places: it rises with trust and falls with the months since the last report.

    Parameters
    ----------
    trust : array (n,)
        Probability of the holder by the reports on each place alone, 0.5 to 1.
    months : array (n,)
        Months since the last report.

    Examples
    --------
    >>> steepness_of(np.array([1.0, 1.0, 0.5]), np.array([0.0, 6.5, 0.0])).round(2).tolist()
    [1.0, 0.71, 0.0]
    """
    steepness: Floats = np.sqrt(np.maximum(2 * trust - 1, 0.0) / (1 + months / _HALF_LIFE_MONTHS))
    return steepness


def informative(places_m: Floats, side: Ints) -> Flags:
    """Choose a subset of places that determines the borders: all near a border, ever fewer farther from it.

    Parameters
    ----------
    places_m : array (n, 2)
        Positions in metres.
    side : array (n,)
        Number of the side that holds each place.

    Examples
    --------
    >>> row = np.column_stack([np.arange(10.0), np.zeros(10)])
    >>> informative(row, np.array([0, 1, 1, 1, 1, 1, 1, 1, 1, 1])).astype(int).tolist()
    [1, 1, 1, 1, 1, 0, 1, 0, 1, 0]
    """
    distance = np.min([_distance_to_others(places_m, side == one) for one in np.unique(side)], axis=0, initial=np.inf)
    tree = cKDTree(places_m)
    free = np.ones(len(places_m), dtype=bool)
    chosen = np.zeros(len(places_m), dtype=bool)
    for place in np.argsort(distance, kind="stable"):
        if free[place]:
            chosen[place] = True
            free[tree.query_ball_point(places_m[place], _REPRESENTS * distance[place])] = False
    return chosen


def _distance_to_others(places_m: Floats, own: Flags) -> Floats:
    """Distance of each place to the nearest place on the other side; the extent of all places if there is none."""
    distance = np.full(len(places_m), np.ptp(places_m, axis=0).max(initial=0.0))
    if own.any() and not own.all():
        distance[own] = cKDTree(places_m[~own]).query(places_m[own])[0]
        distance[~own] = cKDTree(places_m[own]).query(places_m[~own])[0]
    return distance
