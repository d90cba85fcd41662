"""Laplace's approximation of Gaussian process classification: the mode of the field of control by Newton's method.

The likelihood is a probit (Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, algorithms 3.1 and
3.2). `geo.worlds.ensemble` solves for many sets of labels at once.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import log_ndtr

from geo.arrays import Floats

_MOST_ITERATIONS = 40
# added to the diagonal, so that covariance matrices of places that lie close together stay invertible
_JITTER = 1e-4
# curvature below which a place's gradient counts as constant within an iteration: deep in one side's ground
_LEAST_CURVATURE = 1e-4


@dataclass(frozen=True)
class LaplaceApproximation:
    """Mode of the posterior field at the places (maximum a posteriori), with the weights for prediction elsewhere.

    Parameters
    ----------
    field : array (n,)
        Mode of the field; positive where the ground is the side's.
    weights : array (n,)
        Gradient of the log likelihood at the mode. The predicted field at a point is the covariance of the point with
        the places times these.
    curvature : array (n,)
        Negative second derivative of the log likelihood at the mode.
    """

    field: Floats
    weights: Floats
    curvature: Floats

    @classmethod
    def of(
        cls,
        prior_covariance: Floats,
        sign: Floats,
        steepness: Floats,
        start: Floats | None = None,
        *,
        tolerance: float = 0.001,
    ) -> "LaplaceApproximation":
        """Find the mode by Newton's method.

        Parameters
        ----------
        prior_covariance : array (n, n)
            Covariance matrix of the places.
        sign : array (n,)
            Labels: 1 where a place is the side's, -1 where it is not.
        steepness : array (n,)
            Steepness of each place's probit likelihood; 0 for a place without information.
        start : array (n,), optional
            Initial field; a good one saves iterations.
        tolerance : float
            Largest change of the field, in standard deviations, at which the iteration stops. The next change would be
            far smaller, since convergence is quadratic.

        Examples
        --------
        >>> covariance = np.array([[4.0, 2.0], [2.0, 4.0]])
        >>> LaplaceApproximation.of(covariance, np.array([1.0, -1.0]), np.ones(2)).field.round(1).tolist()
        [0.8, -0.8]
        """
        field = np.zeros(len(sign)) if start is None else start
        covariance = prior_covariance + _JITTER * np.eye(len(sign))
        for _ in range(_MOST_ITERATIONS):
            weights, curvature = derivatives(sign, field, steepness)
            curved = np.flatnonzero(curvature > _LEAST_CURVATURE)
            root = np.sqrt(curvature[curved])
            weights[curved] += (curvature * field)[curved]
            scaled = root * (weights @ covariance)[curved]
            inner = root[:, None] * covariance[np.ix_(curved, curved)] * root + np.eye(len(curved))
            weights[curved] -= root * cho_solve(cho_factor(inner, check_finite=False), scaled, check_finite=False)
            before, field = field, weights @ covariance
            if np.abs(field - before).max(initial=0.0) < tolerance:
                break
        return cls(field, weights, curvature)

    def left_out(self, prior_covariance: Floats) -> Floats:
        """Approximate leave-one-out field: at each place, predicted from all the others (ibid., eqs. 3.67 and 5.12).

        Parameters
        ----------
        prior_covariance : array (n, n)
            The matrix from which the mode was found.
        """
        # a place without curvature does not move the field at its own position
        curved = np.flatnonzero(self.curvature > _LEAST_CURVATURE)
        root = np.sqrt(self.curvature[curved])
        eye = np.eye(len(curved))
        inner = root[:, None] * prior_covariance[np.ix_(curved, curved)] * root + eye
        inverse = np.diag(cho_solve(cho_factor(inner, check_finite=False), eye, check_finite=False))
        field = self.field.copy()
        field[curved] -= (1 / inverse - 1) / self.curvature[curved] * self.weights[curved]
        return field


def derivatives(sign: Floats, field: Floats, steepness: Floats) -> tuple[Floats, Floats]:
    """First and negative second derivative of the logarithm of the probit likelihood with respect to the field."""
    depth = sign * steepness * field
    ratio = np.exp(-(depth**2) / 2 - np.log(2 * np.pi) / 2 - log_ndtr(depth))
    return sign * steepness * ratio, np.maximum(steepness**2 * ratio * (ratio + depth), 0.0)
