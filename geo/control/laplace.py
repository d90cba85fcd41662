"""Laplace's approximation: the most probable field of control, given places whose holder is known more or less surely.

Gaussian process classification with a probit likelihood (Rasmussen and Williams 2006, Gaussian Processes for Machine
Learning, algorithms 3.1 and 3.2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import log_ndtr

from geo.arrays import Floats, Ints

_ROUNDS = 100
# the change of the field that ends the search: where it starts then changes no digit that counts
_SETTLED = 1e-9


@dataclass(frozen=True)
class Mode:
    """The most probable field at the places.

    Parameters
    ----------
    field : array (n,)
        Positive where the ground is the bloc's.
    weights : array (n,)
        The field anywhere else is the covariance with the places times these.
    curvature : array (n,)
        Negative second derivative of each place's log-likelihood.
    """

    field: Floats
    weights: Floats
    curvature: Floats

    @classmethod
    def of(cls, covariance: Floats, sign: Floats, steepness: Floats, start: Floats | None = None) -> "Mode":
        """Find the field by Newton's method.

        Parameters
        ----------
        covariance : array (n, n)
            Of the places with one another.
        sign : array (n,)
            1 where a place is the bloc's, -1 where it is not.
        steepness : array (n,)
            How sharply a place tells one from the other: 0 if it tells nothing.
        start : array (n,), optional
            Where the search starts; at 0 by default.

        Examples
        --------
        >>> covariance = np.array([[4.0, 2.0], [2.0, 4.0]])
        >>> Mode.of(covariance, np.array([1.0, -1.0]), np.ones(2)).field.round(1).tolist()
        [0.8, -0.8]
        """
        field = np.zeros(len(sign)) if start is None else start
        for _ in range(_ROUNDS):
            slope, curvature = derivatives(sign, field, steepness)
            root = np.sqrt(curvature)
            within = root[:, None] * covariance * root + np.eye(len(sign))
            weights = curvature * field + slope
            pulled = root * (covariance @ weights)
            weights -= root * cho_solve(cho_factor(within, check_finite=False), pulled, check_finite=False)
            before, field = field, covariance @ weights
            if np.abs(field - before).max(initial=0.0) < _SETTLED:
                break
        return cls(field, weights, derivatives(sign, field, steepness)[1])

    def precision(self, covariance: Floats) -> "Precision":
        """Invert what the places tell of one another; see `Precision`.

        Parameters
        ----------
        covariance : array (n, n)
            That from which the field was found.
        """
        # a flat likelihood does not bend the field
        bending = np.flatnonzero(self.curvature > 1e-12)  # noqa: PLR2004 - far below any place that counts
        root = np.sqrt(self.curvature[bending])
        within = root[:, None] * covariance[np.ix_(bending, bending)] * root + np.eye(len(bending))
        inverse = cho_solve(cho_factor(within, check_finite=False), np.diag(root), check_finite=False)
        return Precision(self, bending, root[:, None] * inverse)


class Precision(NamedTuple):
    """Inverse of the covariance of places with the noise that their likelihoods stand for, for leaving places out.

    Rasmussen and Williams 2006, equations 3.67 and 5.12; a block of places at once likewise.

    Parameters
    ----------
    mode : Mode
        The field.
    bending : array (m,)
        Numbers of the places that bend it.
    inverse : array (m, m)
        The inverse.
    """

    mode: Mode
    bending: Ints
    inverse: Floats

    def left_out(self) -> Floats:
        """Field at each place by all the others."""
        field, own = self.mode.field.copy(), self.mode.weights[self.bending]
        field[self.bending] += own / self.mode.curvature[self.bending] - own / np.diag(self.inverse)
        return field

    def weights_without(self, places: Ints) -> Floats:
        """Weights of the places, (n,), if some of them are left out; see `Mode.weights`."""
        out = np.isin(self.bending, places)
        weights, bent = np.zeros(len(self.mode.weights)), self.mode.weights[self.bending]
        told = np.linalg.solve(self.inverse[np.ix_(out, out)], bent[out])
        weights[self.bending[~out]] = bent[~out] - self.inverse[np.ix_(~out, out)] @ told
        return weights

    def blocks_left_out(self, block: Ints) -> Floats:
        """Field at each place by the places of all blocks but its own, whose number `block` has."""
        field, own = self.mode.field.copy(), self.mode.weights / np.maximum(self.mode.curvature, 1e-300)
        _, first, size = np.unique(np.sort(block[self.bending]), return_index=True, return_counts=True)
        order = np.argsort(block[self.bending], kind="stable")
        # blocks of one size are solved together
        for count in np.unique(size).tolist():
            mine = order[first[size == count][:, None] + np.arange(count)]
            rows = self.bending[mine]
            within = self.inverse[mine[:, :, None], mine[:, None]]
            field[rows] += own[rows] - np.linalg.solve(within, self.mode.weights[rows][..., None])[..., 0]
        return field


def newton(solve: Callable[[Floats, Floats, Floats], Floats], sign: Floats, steepness: Floats, start: Floats) -> Floats:
    """Find the most probable field by Newton's method where the prior is given by its precision Q.

    Parameters
    ----------
    solve : callable
        Takes a diagonal w, a right side b and a first guess, and returns the solution of (Q + diag(w)) x = b.
    sign, steepness : array (n,)
        See `Mode.of`.
    start : array (n,)
        Where the search starts.
    """
    field = start
    for _ in range(_ROUNDS):
        slope, curvature = derivatives(sign, field, steepness)
        before, field = field, solve(curvature, curvature * field + slope, field)
        # what is left to go is about the square of the last step
        if np.abs(field - before).max(initial=0.0) ** 2 < _SETTLED:
            break
    return field


def derivatives(sign: Floats, field: Floats, steepness: Floats) -> tuple[Floats, Floats]:
    """First and negative second derivative of the probit's logarithm."""
    depth = sign * steepness * field
    ratio = np.exp(-(depth**2) / 2 - np.log(2 * np.pi) / 2 - log_ndtr(depth))
    return sign * steepness * ratio, np.maximum(steepness**2 * ratio * (ratio + depth), 0.0)
