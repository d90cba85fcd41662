"""Ensemble: the fields of control of many worlds that share their places, all found at once.

Newton's method as in `geo.control.laplace`. What the places tell in all worlds is put together once; in each world it
is put right for the few places that tell otherwise there (by Woodbury's identity; Hager 1989, Updating the inverse of a
matrix, SIAM Review 31). Differences that are passed over only take more rounds, and ever fewer are.
"""

import numpy as np

from geo.arrays import Floats, Ints
from geo.control.laplace import Classification, derivatives

# change of a field, in standard deviations, that ends the search; what is still to come is less where sides meet, and
# may be more deep in one side's ground, where it does not matter
_SETTLED = 0.1
_ROUNDS = 40
# a place tells otherwise, in the first round, if that changes its own variance by more than this share
_OTHERWISE = 0.5


class Ensemble:
    """Fields of many worlds.

    Parameters
    ----------
    covariance : array (n, n)
        Of the places with one another.
    sign, sharp : array (w, n)
        What they say in each world, and how sharply; see `Classification.of`.

    Attributes
    ----------
    field, weights : array (w, n)
        As in `Classification`, world by world.

    Examples
    --------
    >>> covariance = np.array([[400.0, 200.0], [200.0, 400.0]])
    >>> ensemble = Ensemble(covariance, np.array([[1.0, -1.0], [1.0, 1.0]]), np.ones((2, 2)))
    >>> (ensemble.field > 0).tolist()
    [[True, False], [True, True]]
    """

    def __init__(self, covariance: Floats, sign: Floats, sharp: Floats) -> None:
        self._covariance = covariance
        if not len(covariance):
            self.field, self.weights = np.zeros(sign.shape), np.zeros(sign.shape)
            return
        # what all worlds say together is near what each of them says
        told = (sign * sharp).mean(axis=0)
        mean = Classification.of(covariance, np.where(told < 0, -1.0, 1.0), np.abs(told))
        self.field = np.tile(mean.field, (len(sign), 1))
        self.weights = np.tile(mean.weights, (len(sign), 1))
        self.settle(np.arange(len(sign)), sign, sharp)

    def settle(self, worlds: Ints, sign: Floats, sharp: Floats) -> None:
        """Find the fields of some worlds anew, by all that they say now, starting from those before."""
        for number in range(1, _ROUNDS + 1):
            slope, curvature = derivatives(sign[worlds], self.field[worlds], sharp[worlds])
            if len(worlds) == len(sign):
                self._put_together(curvature.mean(axis=0))
            pull = slope - self.weights[worlds]
            pull -= self._put_right(pull, curvature - self._common, _OTHERWISE / number)
            change = pull @ self._left
            self.field[worlds] += change
            self.weights[worlds] += pull - self._common * change
            worlds = worlds[np.abs(change).max(axis=1, initial=0.0) > _SETTLED]
            if not len(worlds):
                return

    def _put_together(self, common: Floats) -> None:
        """Find the covariance that is left after what all worlds tell in common, which is a curvature a place."""
        root = np.sqrt(common)
        across = root[:, None] * self._covariance
        told = np.eye(len(root)) + across * root
        self._common = common
        self._left = self._covariance - across.T @ np.linalg.solve(told, across)

    def _put_right(self, pull: Floats, otherwise: Floats, least: float) -> Floats:
        """How much of a pull the places take back that tell otherwise than in common."""
        matters = np.abs(otherwise) * np.diag(self._left)
        count = int((matters > least).sum(axis=1).max(initial=0))
        taken = np.zeros_like(pull)
        if not count:
            return taken
        # as many places in each world, so that all worlds are solved at once
        chosen = np.argpartition(-matters, count - 1, axis=1)[:, :count]
        otherwise = np.take_along_axis(otherwise, chosen, axis=1)
        drawn = otherwise * np.take_along_axis(pull @ self._left, chosen, axis=1)
        # half the digits are enough: what they leave is found in the next round
        within = self._left.astype(np.float32)[chosen[:, :, None], chosen[:, None, :]]
        within *= otherwise[:, :, None].astype(np.float32)
        within += np.eye(count, dtype=np.float32)
        found = np.linalg.solve(within, drawn[..., None].astype(np.float32))[..., 0]
        np.put_along_axis(taken, chosen, found.astype(np.float64), axis=1)
        return taken
