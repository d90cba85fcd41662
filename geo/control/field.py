"""The field of control: the probability, anywhere, that each bloc holds the ground on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from scipy.special import expit, logit

from geo.arrays import Flags, Floats, Ints
from geo.control.confidence import steepness
from geo.control.covariance import Reach, covariance, doubt, probability
from geo.control.laplace import Mode, Precision
from geo.control.reported_places import NOBODY, PlaceStates

# covariances that are computed at a time: what a core holds near
_BLOCK = 100_000
# radii of the rings of points, in twelve directions, on which the line of a map is sought from a place
_RINGS_M = np.geomspace(100.0, 20_000.0, 32)
_TURN = np.exp(1j * np.arange(12) * np.pi / 6)
_AROUND = np.column_stack([(_RINGS_M[:, None] * part).ravel() for part in (_TURN.real, _TURN.imag)])
# probabilities are compared with thresholds: rounded, they are the same with any linear algebra library
DIGITS = 6


def sought(blocs: Sequence[int]) -> tuple[int, ...]:
    """Blocs that have a field: all, but of two only the first, since one is what the other is not."""
    return tuple(blocs if len(blocs) > 2 else blocs[:1])  # noqa: PLR2004


class Shares(NamedTuple):
    """How the fields of blocs become probabilities.

    Parameters
    ----------
    blocs : array (b,)
        Numbers of the blocs.
    most : array (b,)
        Largest probability of each: that of all reports on its places together.
    """

    blocs: Ints
    most: Floats

    @classmethod
    def of(cls, blocs: Ints, states: PlaceStates) -> "Shares":
        """Find the largest probability of each bloc by the states of the places."""
        decided = states.bloc != NOBODY
        trust, bloc = logit(states.trust[decided]), states.bloc[decided]
        most = expit([trust[bloc == one].sum() for one in blocs])
        return cls(blocs, np.asarray(most, dtype=np.float64))

    def at(self, fields: Floats, doubts: Floats) -> Floats:
        """Probabilities (n, b) by the fields (n, f), see `sought`, and the doubt (n,) at points."""
        shares = probability(fields, doubts)
        if len(self.blocs) == 2:  # noqa: PLR2004 - of two, one is what the other is not
            shares = np.column_stack([shares, 1 - shares])
        elif len(self.blocs) > 2:  # noqa: PLR2004 - the same
            shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
        return np.minimum(shares, self.most)


@dataclass(frozen=True)
class Field:
    """Probabilities of control on a day.

    Parameters
    ----------
    places : array (k,)
        Numbers of the places from which the field was found, in order.
    places_m : array (k, 2)
        Their positions.
    modes : tuple of Mode
        One a bloc; of two blocs, that of the first.
    shares : Shares
        Of the blocs that hold any of the places.
    """

    places: Ints
    places_m: Floats
    modes: tuple[Mode, ...]
    shares: Shares

    @classmethod
    def of(cls, places_m: Floats, states: PlaceStates, like: "Field | None" = None) -> "Field":
        """Find the field of a day.

        Parameters
        ----------
        places_m : array (k, 2)
            Positions of the known places, in metres on a plane.
        states : PlaceStates
            Their states.
        like : Field, optional
            A field that differs little, where the search starts.
        """
        decided = states.bloc != NOBODY
        steep = steepness(places_m, states)[decided]
        places, places_m, bloc = states.places[decided], places_m[decided], states.bloc[decided]
        blocs = np.unique(bloc)
        within = covariance(places_m, places_m)
        starts = np.zeros((len(sought(blocs.tolist())), len(places)))
        if like is not None and np.array_equal(like.blocs, blocs):
            _, here, there = np.intersect1d(places, like.places, return_indices=True)
            starts[:, here] = [mode.field[there] for mode in like.modes]
        signs = (np.where(bloc == one, 1.0, -1.0) for one in sought(blocs.tolist()))
        modes = tuple(Mode.of(within, sign, steep, start) for sign, start in zip(signs, starts, strict=True))
        return cls(places, places_m, modes, Shares.of(blocs, states))

    @property
    def blocs(self) -> Ints:
        """Numbers of the blocs that hold any of the places."""
        return self.shares.blocs

    def probabilities(self, points_m: Floats, count: int, reach: Reach | None = None) -> tuple[Floats, Flags]:
        """Compute the probability of each bloc at points.

        Parameters
        ----------
        points_m : array (n, 2)
            The points.
        count : int
            Number of blocs.
        reach : Reach, optional
            How the points relate to the places, if it is known already.

        Returns
        -------
        array (n, count), array of bool (n,)
            Probabilities, 0 out of reach of all known places, and whether each point is within reach.
        """
        shares, reached = np.zeros((len(points_m), count)), np.zeros(len(points_m), dtype=bool)
        if len(self.places_m):
            near, doubts, across = reach or Reach.of(points_m, self.places_m)
            fields = self._at(points_m[near]) if across is None else across @ self._weights
            shares[np.ix_(near, self.blocs)] = self.shares.at(fields, doubts)
            reached[near] = True
        return shares.round(DIGITS), reached

    def left_out(self, some: Ints) -> Floats:
        """Probability of each bloc, (s, b), at some of the places by all the others, of which there is at least one."""
        fields = np.column_stack([one.left_out() for one in self._precisions])
        away = np.sort(cdist(self.places_m, self.places_m), axis=1)[:, 1:7]
        return self.shares.at(fields[some], doubt(away[some]))

    def blocks_left_out(self, block: Ints) -> Floats:
        """Probability of each bloc, (k, b), at the places by those of all other blocks, of which there are some."""
        fields = np.column_stack([one.blocks_left_out(block) for one in self._precisions])
        away = np.where(block[:, None] == block, np.inf, cdist(self.places_m, self.places_m))
        away = np.sort(away, axis=1)[:, :6]
        return self.shares.at(fields, doubt(np.where(np.isfinite(away), away, away[:, :1])))

    def off_line_m(self, block: Ints, own: Ints, some: Ints) -> Floats:
        """Distances from places to ground that is given to their own bloc where their block is left out.

        Parameters
        ----------
        block, own : array (k,)
            Number of the block of each place, and the column of its bloc.
        some : array (s,)
            The places, numbers into these, which lie on the wrong side of the line of all other blocks.

        Returns
        -------
        array (s,)
            Metres, to about a fifth; the last of `_RINGS_M` stands for more.
        """
        found = []
        for one in some.tolist():
            out = np.flatnonzero(block == block[one])
            weights = np.column_stack([each.weights_without(out) for each in self._precisions])
            fields = covariance(self.places_m[one] + _AROUND, self.places_m) @ weights
            fields = np.column_stack([fields, -fields]) if len(self.blocs) == 2 else fields  # noqa: PLR2004 - see Shares.at
            is_own = (fields.argmax(axis=1) == own[one]).reshape(len(_RINGS_M), -1).any(axis=1)
            found.append(_RINGS_M[is_own.argmax() if is_own.any() else -1])
        return np.array(found, dtype=np.float64)

    @cached_property
    def _precisions(self) -> list[Precision]:
        within = covariance(self.places_m, self.places_m)
        return [mode.precision(within) for mode in self.modes]

    def _at(self, points_m: Floats) -> Floats:
        """Fields at points: (n, f)."""
        blocks = np.array_split(points_m, len(points_m) * len(self.places_m) // _BLOCK + 1)
        weights = self._weights
        return np.vstack([covariance(block, self.places_m) @ weights for block in blocks])

    @property
    def _weights(self) -> Floats:
        """Weights of the places in each field: (k, f)."""
        return np.column_stack([mode.weights for mode in self.modes])
