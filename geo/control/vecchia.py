"""Vecchia's approximation: the prior of a field at many places as a sparse precision matrix.

Each place is conditioned on the nearest of the places that come before it only (Vecchia 1988, Estimation and model
identification for continuous spatial processes; Datta et al. 2016, Hierarchical nearest-neighbor Gaussian process
models for large geostatistical datasets). Places come in the order in which they become known, so that a new place
leaves the prior of the others as it was.
"""

from functools import lru_cache, partial
from threading import Lock
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csc_array, csr_array, diags_array
from scipy.sparse.linalg import LinearOperator, SuperLU, cg, splu, spsolve_triangular
from scipy.spatial import cKDTree

from geo.arrays import Complexes, Flags, Floats, Ints
from geo.control.covariance import VARIANCE, apart, at_distance
from geo.control.laplace import newton

# each place, and each point between places, is conditioned on so many of them
NEIGHBOURS = 30
# variance of the field within a place, that of a third of a metre: two places may share a position
_WITHIN = 1e-3
# matrices that are solved at a time
_BLOCK = 2_000
# the whole field is found from so few places first, and then from so many times more
_COARSE, _FINER = 500, 4
# a factorization serves the next rounds too while no solution takes more steps
_STEPS, _EXACT = 25, 1e-13


class Kriging(NamedTuple):
    """How values at points follow from those at places.

    Parameters
    ----------
    near : array (n, k)
        Numbers of the places around each point.
    weights : array (n, k)
        What each of them contributes.
    """

    near: Ints
    weights: Floats

    def at(self, field: Floats) -> Floats:
        """Values (n,) at the points by those at the places."""
        return np.asarray(np.einsum("nk,nk->n", field[self.near], self.weights))


class Krigings:
    """Kriging of points from the places that are known on one day after the other.

    What is the same as the time before is not computed again.

    Parameters
    ----------
    places_m : array (n, 2)
        Positions, in the order in which the places become known.
    """

    def __init__(self, places_m: Floats) -> None:
        self._places_m = places_m
        self._known, self._points, self._far = 0, np.zeros(0, dtype=np.complex128), np.zeros(0)
        self._found = Kriging(np.zeros((0, NEIGHBOURS), dtype=np.int64), np.zeros((0, NEIGHBOURS)))
        self._lock = Lock()

    def of(self, points_m: Floats, known: int) -> Kriging:
        """Condition points (m, 2) on the nearest of the first places."""
        points = points_m[:, 0] + 1j * points_m[:, 1]
        order = np.argsort(points)
        with self._lock:
            if len(points) < len(self._points) / 2:
                # the points of a question, not the nodes of a mesh
                _, near = cKDTree(self._places_m[:known]).query(points_m, k=NEIGHBOURS)
                return Kriging(near, _conditioned(points_m, self._places_m[near])[0])
            if known != self._known or not np.array_equal(points[order], self._points):
                self._renew(points[order], known)
            found = self._found
        back = np.argsort(order)
        return Kriging(found.near[back], found.weights[back])

    def _renew(self, points: Complexes, known: int) -> None:
        points_m, places_m = np.column_stack([points.real, points.imag]), self._places_m[:known]
        near, weights = np.zeros((len(points), NEIGHBOURS), dtype=np.int64), np.zeros((len(points), NEIGHBOURS))
        far = np.zeros(len(points))
        is_kept, before = self._as_before(points, points_m, known)
        kept = before[is_kept]
        near[is_kept], weights[is_kept] = self._found.near[kept], self._found.weights[kept]
        far[is_kept] = self._far[kept]
        new = np.flatnonzero(~is_kept)
        away, near[new] = cKDTree(places_m).query(points_m[new], k=NEIGHBOURS)
        weights[new], _ = _conditioned(points_m[new], places_m[near[new]])
        far[new] = away[:, -1]
        self._known, self._points, self._far, self._found = known, points, far, Kriging(near, weights)

    def _as_before(self, points: Complexes, points_m: Floats, known: int) -> tuple[Flags, Ints]:
        """Find the points whose nearest places are the same as the time before, and their numbers then."""
        if not len(self._points):
            return np.zeros(len(points), dtype=bool), np.zeros(len(points), dtype=np.int64)
        before = np.searchsorted(self._points, points).clip(max=len(self._points) - 1)
        is_kept = self._points[before] == points
        if known < self._known:
            is_kept &= (self._found.near[before] < known).all(axis=1)
        elif known > self._known:
            nearest, _ = cKDTree(self._places_m[self._known : known]).query(points_m)
            is_kept &= nearest > self._far[before]
        return is_kept, before


class Prior:
    """Prior of the field at places.

    Parameters
    ----------
    places_m : array (n, 2)
        Positions, in the order in which the places become known.
    """

    def __init__(self, places_m: Floats) -> None:
        self.places_m = places_m
        count = len(places_m)
        near = earlier_neighbours(places_m, NEIGHBOURS)
        weights, variance = np.zeros(near.shape), np.full(count, VARIANCE + _WITHIN)
        # the first places have fewer before them
        full = np.flatnonzero(near[:, -1] >= 0)
        first = [(np.array([one]), one) for one in range(1, min(NEIGHBOURS, count))]
        for some, before in [*first, (full, NEIGHBOURS)]:
            around_m = places_m[near[some, :before]]
            weights[some, :before], variance[some] = _conditioned(places_m[some], around_m)
        place, rank = np.nonzero(near >= 0)
        every = np.arange(count)
        entries = np.concatenate([-weights[place, rank], np.ones(count)])
        cells = (np.concatenate([place, every]), np.concatenate([near[place, rank], every]))
        self._difference, self._variance = csr_array((entries, cells), shape=(count, count)), variance
        self._among = lru_cache(2)(self._first)

    def extended(self, field: Floats, count: int) -> Floats:
        """Field of the first `count` places, by that of fewer: the others have their conditional means."""
        known = len(field)
        if count == known:
            return field
        new = self._difference[known:count]
        pull = -(new[:, :known] @ field)
        after = spsolve_triangular(new[:, known:count], pull, lower=True, unit_diagonal=True)
        return np.append(field, after)

    def mode(self, sign: Floats, steepness: Floats) -> Floats:
        """Find the most probable field of the first places, (m,); see `geo.control.laplace.Mode`."""
        count, field = len(sign), np.zeros(0)
        levels = [count]
        while levels[0] > _COARSE * _FINER:
            levels.insert(0, levels[0] // _FINER)
        for some in levels:
            difference = self._difference[:some, :some]
            solver = _Solver((difference.T @ diags_array(1 / self._variance[:some]) @ difference).tocsc())
            field = newton(solver, sign[:some], steepness[:some], self.extended(field, some))
        return field

    def nearest(self, place: int, known: int, count: int) -> Ints:
        """Numbers of the nearest of the first `known` places to a place, itself among them, in order."""
        tree = self._among(known)[0]
        return np.sort(tree.query(self.places_m[place], k=min(count, known))[1])

    def solved_again(self, some: Ints, fields: Floats, signs: Floats, steepness: Floats) -> Floats:
        """Find the most probable values at some places, those at all others being held.

        Parameters
        ----------
        some : array (k,)
            Numbers of the places.
        fields : array (f, m)
            Fields at the first m places.
        signs : array (f, k)
            For each field 1 where one of these places is the bloc's, -1 where it is not.
        steepness : array (k,)
            How sharply each tells one from the other.

        Returns
        -------
        array (f, k)
        """
        known = fields.shape[1]
        _, columns, rows = self._among(known)
        beside = columns[:, some]
        ties = np.unique(beside.indices)
        beside = beside.tocsr()[ties]
        precise = beside.T @ diags_array(1 / self._variance[ties])
        precision = (precise @ beside).toarray()
        found = np.empty(signs.shape)
        for number, (field, sign) in enumerate(zip(fields, signs, strict=True)):
            pull = precise @ (rows[ties] @ field - beside @ field[some])
            found[number] = newton(partial(_solved, precision, pull), sign, steepness, field[some])
        return found

    def _first(self, known: int) -> tuple[cKDTree, csc_array, csr_array]:
        rows = self._difference[:known, :known]
        return cKDTree(self.places_m[:known]), rows.tocsc(), rows


class _Solver:
    """Solutions of (Q + diag(w)) x = b for one Q and one w after another."""

    def __init__(self, precision: csc_array) -> None:
        self._precision = precision
        self._factors: SuperLU | None = None

    def __call__(self, bent: Floats, wanted: Floats, start: Floats) -> Floats:
        matrix = (self._precision + diags_array(bent)).tocsc()
        if self._factors is not None:
            nearly = LinearOperator(matrix.shape, self._factors.solve)
            found, failed = cg(matrix, wanted, start, rtol=_EXACT, maxiter=_STEPS, M=nearly)
            if not failed:
                return np.asarray(found)
        self._factors = splu(matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
        return np.asarray(self._factors.solve(wanted))


def earlier_neighbours(places_m: Floats, count: int) -> Ints:
    """Numbers of the nearest of the places before each place, (n, count), -1 where there are fewer.

    Examples
    --------
    >>> earlier_neighbours(np.array([[0.0, 0.0], [9.0, 0.0], [2.0, 0.0], [3.0, 0.0]]), 2).tolist()
    [[-1, -1], [0, -1], [0, 1], [2, 0]]
    """
    near = np.full((len(places_m), count), -1)
    done = 0
    while done < len(places_m):
        # at least about half of what is around a place comes before it, so that few more need be looked at
        last = min(max(2 * done, 4 * count), len(places_m))
        tree, left, looked = cKDTree(places_m[:last]), np.arange(done, last), min(3 * count, last)
        while len(left):
            _, around = tree.query(places_m[left], k=range(1, looked + 1))
            rank = np.cumsum(around < left[:, None], axis=1)
            enough = rank[:, -1] >= np.minimum(count, left)
            found, at = np.nonzero((around < left[:, None]) & (rank <= count) & enough[:, None])
            near[left[found], rank[found, at] - 1] = around[found, at]
            left, looked = left[~enough], min(2 * looked, last)
        done = last
    return near


def _conditioned(points_m: Floats, around_m: Floats) -> tuple[Floats, Floats]:
    """Weights (n, k) of the places around each point, (n, k, 2), in its conditional mean, and its variance (n,)."""
    weights, variance = np.empty(around_m.shape[:2]), np.empty(len(points_m))
    for some in np.array_split(np.arange(len(points_m)), len(points_m) // _BLOCK + 1):
        within = at_distance(apart(around_m[some], around_m[some])) + _WITHIN * np.eye(around_m.shape[1])
        across = at_distance(apart(around_m[some], points_m[some, None]))
        weights[some] = np.linalg.solve(within, across)[..., 0]
        variance[some] = VARIANCE + _WITHIN - np.einsum("nk,nk->n", weights[some], across[..., 0])
    return weights, variance


def _solved(precision: Floats, pull: Floats, bent: Floats, wanted: Floats, _: Floats) -> Floats:
    matrix = precision + np.diag(bent)
    return np.asarray(cho_solve(cho_factor(matrix, check_finite=False), wanted - pull, check_finite=False))
