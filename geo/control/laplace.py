"""Classification: the most probable field of control, given places where the holder is known more or less surely.

Gaussian process classification with a probit likelihood, by Laplace's approximation (Rasmussen and Williams 2006,
Gaussian Processes for Machine Learning, algorithms 3.1 and 3.2). `geo.worlds.ensemble` solves many worlds at once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import log_ndtr

from geo.arrays import Floats

_ROUNDS = 40
# keeps matrices of places that lie close together invertible
_JITTER = 1e-4
# a place that tells less than this, deep in one side's ground, bends nothing: its pull is constant in a round
_FLATTEST = 1e-4


@dataclass(frozen=True)
class Classification:
    """The most probable field at the places, and what each place weighs.

    Parameters
    ----------
    field : array (n,)
        Positive where the ground is the side's.
    weights : array (n,)
        Field anywhere else is the covariance with the places times these.
    curvature : array (n,)
        How much each place tells.
    """

    field: Floats
    weights: Floats
    curvature: Floats

    @classmethod
    def of(
        cls,
        covariance: Floats,
        sign: Floats,
        steepness: Floats,
        start: Floats | None = None,
        *,
        settled: float = 0.001,
    ) -> "Classification":
        """Find the field by Newton's method.

        Parameters
        ----------
        covariance : array (n, n)
            Of the places with one another.
        sign : array (n,)
            1 where a place is the side's, -1 where it is not.
        steepness : array (n,)
            How sharply a place tells one from the other: 0 if it tells nothing.
        start : array (n,), optional
            A field to start from; only saves time.
        settled : float
            Change of the field, in standard deviations, that ends the search. The next one would be far smaller, since
            changes shrink with their square.

        Examples
        --------
        >>> covariance = np.array([[4.0, 2.0], [2.0, 4.0]])
        >>> Classification.of(covariance, np.array([1.0, -1.0]), np.ones(2)).field.round(1).tolist()
        [0.8, -0.8]
        """
        field = np.zeros(len(sign)) if start is None else start
        covariance = covariance + _JITTER * np.eye(len(sign))
        for _ in range(_ROUNDS):
            weights, curvature = derivatives(sign, field, steepness)
            telling = np.flatnonzero(curvature > _FLATTEST)
            root = np.sqrt(curvature[telling])
            weights[telling] += (curvature * field)[telling]
            pulled = root * (weights @ covariance)[telling]
            within = root[:, None] * covariance[np.ix_(telling, telling)] * root + np.eye(len(telling))
            weights[telling] -= root * cho_solve(cho_factor(within, check_finite=False), pulled, check_finite=False)
            before, field = field, weights @ covariance
            if np.abs(field - before).max(initial=0.0) < settled:
                break
        return cls(field, weights, curvature)

    def left_out(self, covariance: Floats) -> Floats:
        """Field at each place by all the others, to a good approximation (same book, equations 3.67 and 5.12).

        Parameters
        ----------
        covariance : array (n, n)
            That from which the field was found.
        """
        # what bends nothing does not move the field by being there either
        telling = np.flatnonzero(self.curvature > _FLATTEST)
        root = np.sqrt(self.curvature[telling])
        eye = np.eye(len(telling))
        within = root[:, None] * covariance[np.ix_(telling, telling)] * root + eye
        inverse = np.diag(cho_solve(cho_factor(within, check_finite=False), eye, check_finite=False))
        field = self.field.copy()
        field[telling] -= (1 / inverse - 1) / self.curvature[telling] * self.weights[telling]
        return field


def derivatives(sign: Floats, field: Floats, steepness: Floats) -> tuple[Floats, Floats]:
    """First and negative second derivative of the probit's logarithm."""
    depth = sign * steepness * field
    ratio = np.exp(-(depth**2) / 2 - np.log(2 * np.pi) / 2 - log_ndtr(depth))
    return sign * steepness * ratio, np.maximum(steepness**2 * ratio * (ratio + depth), 0.0)
