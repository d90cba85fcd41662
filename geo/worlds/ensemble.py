"""Ensemble: the fields of control of many worlds that share their places, found at once.

Newton's method as in `geo.control.laplace`. The mean curvature of all worlds is inverted once; in each world a low-rank
correction is applied for the few places whose curvature differs from it (Woodbury's identity; Hager 1989, Updating the
inverse of a matrix, SIAM Review 31). Small differences are neglected at first, which only costs iterations.
"""

import numpy as np

from geo.arrays import Floats, Ints
from geo.control.laplace import LaplaceApproximation, derivatives

# change of a field, in standard deviations, at which the iteration stops; the change that remains is smaller where
# sides meet, and may be larger deep in one side's ground, where it does not matter
_TOLERANCE = 0.1
_MOST_ITERATIONS = 40
# in the first iteration a place is corrected if the difference changes its variance by more than this share
_CORRECTED = 0.5


class Ensemble:
    """Fields of many worlds.

    Parameters
    ----------
    covariance : array (n, n)
        Covariance matrix of the places.
    sign, steepness : array (w, n)
        Labels of the places in each world, and their steepness; see `LaplaceApproximation.of`.

    Attributes
    ----------
    field, weights : array (w, n)
        As in `LaplaceApproximation`, world by world.

    Examples
    --------
    >>> covariance = np.array([[400.0, 200.0], [200.0, 400.0]])
    >>> ensemble = Ensemble(covariance, np.array([[1.0, -1.0], [1.0, 1.0]]), np.ones((2, 2)))
    >>> (ensemble.field > 0).tolist()
    [[True, False], [True, True]]
    """

    def __init__(self, covariance: Floats, sign: Floats, steepness: Floats) -> None:
        self._covariance = covariance
        # mean curvature of the worlds, and the posterior covariance that follows from it
        self._common, self._posterior = np.zeros(len(covariance)), covariance
        if not len(covariance):
            self.field, self.weights = np.zeros(sign.shape), np.zeros(sign.shape)
            return
        # the field of the mean labels is a good start for each world
        mean_label = (sign * steepness).mean(axis=0)
        mean = LaplaceApproximation.of(covariance, np.where(mean_label < 0, -1.0, 1.0), np.abs(mean_label))
        self.field = np.tile(mean.field, (len(sign), 1))
        self.weights = np.tile(mean.weights, (len(sign), 1))
        self.settle(np.arange(len(sign)), sign, steepness)

    def settle(self, worlds: Ints, sign: Floats, steepness: Floats) -> None:
        """Update the fields of some worlds to new labels, starting from the current fields."""
        for number in range(1, _MOST_ITERATIONS + 1):
            slope, curvature = derivatives(sign[worlds], self.field[worlds], steepness[worlds])
            if len(worlds) == len(sign):
                self._set_common(curvature.mean(axis=0))
            pull = slope - self.weights[worlds]
            pull -= self._correction(pull, curvature - self._common, _CORRECTED / number)
            change = pull @ self._posterior
            self.field[worlds] += change
            self.weights[worlds] += pull - self._common * change
            worlds = worlds[np.abs(change).max(axis=1, initial=0.0) > _TOLERANCE]
            if not len(worlds):
                return

    def _set_common(self, common: Floats) -> None:
        """Compute the posterior covariance for the mean curvature of the worlds, (n,)."""
        root = np.sqrt(common)
        across = root[:, None] * self._covariance
        inner = np.eye(len(root)) + across * root
        self._common = common
        self._posterior = self._covariance - across.T @ np.linalg.solve(inner, across)

    def _correction(self, pull: Floats, difference: Floats, least: float) -> Floats:
        """Low-rank (Woodbury) correction for the places whose curvature differs from the common one."""
        matters = np.abs(difference) * np.diag(self._posterior)
        count = int((matters > least).sum(axis=1).max(initial=0))
        correction = np.zeros_like(pull)
        if not count:
            return correction
        # the same number of places in each world, so that all worlds are solved at once
        chosen = np.argpartition(-matters, count - 1, axis=1)[:, :count]
        difference = np.take_along_axis(difference, chosen, axis=1)
        drawn = difference * np.take_along_axis(pull @ self._posterior, chosen, axis=1)
        # single precision is enough: the next iteration removes its error
        within = self._posterior.astype(np.float32)[chosen[:, :, None], chosen[:, None, :]]
        within *= difference[:, :, None].astype(np.float32)
        within += np.eye(count, dtype=np.float32)
        found = np.linalg.solve(within, drawn[..., None].astype(np.float32))[..., 0]
        np.put_along_axis(correction, chosen, found.astype(np.float64), axis=1)
        return correction
