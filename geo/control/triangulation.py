"""Delaunay triangulations of points of which most stay from day to day.

Only the cavity is triangulated anew: the triangles that lose a corner, or within whose circumcircle a new point lies
(Bowyer 1981, Computing Dirichlet tessellations; Watson 1981). Lattices have four points on one circle everywhere, which
leave the triangulation open; shaken a little by their own positions, points have one triangulation only, whatever was
triangulated before, and nothing changes far from a change.
"""

from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Delaunay, cKDTree

from geo.arrays import Complexes, Flags, Floats, Ints

# more than this share of the points being new or gone, all of them are triangulated
_MANY = 0.3
# points are numbered anew when so many have been met
_FORGOTTEN = 2**20


class Numbers:
    """Numbers of keys, in the order in which they are first met.

    Examples
    --------
    >>> numbers = Numbers()
    >>> [found.tolist() for found in numbers.of(np.array([7, 3, 7]))]
    [[1, 0, 1], [1, 0]]
    >>> [found.tolist() for found in numbers.of(np.array([5, 7]))]
    [[2, 1], [0]]
    """

    def __init__(self) -> None:
        self._keys: Any = np.zeros(0, dtype=np.int64)
        self._numbers = np.zeros(0, dtype=np.int64)

    def of(self, keys: Ints | Complexes) -> tuple[Ints, Ints]:
        """Return the number of each key, and the rows of the new ones in the order of their numbers."""
        place = np.searchsorted(self._keys, keys)
        rows = np.flatnonzero(place == len(self._keys))
        if len(self._keys):
            rows = np.flatnonzero(self._keys[place.clip(max=len(self._keys) - 1)] != keys)
        if not len(rows):
            return self._numbers[place], rows
        added, first = np.unique(keys[rows], return_index=True)
        place = np.searchsorted(self._keys, added)
        self._numbers = np.insert(self._numbers, place, len(self._keys) + np.arange(len(added)))
        self._keys = np.insert(self._keys.astype(keys.dtype), place, added)
        return self._numbers[np.searchsorted(self._keys, keys)], rows[first]


class _Found(NamedTuple):
    """A triangulation of numbered points.

    Parameters
    ----------
    is_in : array (n,)
        True for the points that are triangulated, by their numbers.
    triangles : array (t, 3)
        Numbers of the corners of each triangle, counterclockwise.
    centres_m, radii_m : array (t, 2), array (t,)
        Their circumcircles.
    """

    is_in: Flags
    triangles: Ints
    centres_m: Floats
    radii_m: Floats


class Triangulations:
    """Triangulations of sets of points, the last of which is the start of the next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forget()

    def _forget(self) -> None:
        self._numbers, self._points_m = Numbers(), np.zeros((0, 2))
        self._last: _Found | None = None

    def of(self, points_m: Floats, shaken_m: Floats) -> Ints:
        """Triangulate points.

        Parameters
        ----------
        points_m : array (n, 2)
            The points; of two at one position the second is left out.
        shaken_m : array (n,)
            How far each may be shaken.

        Returns
        -------
        array (t, 3)
            Numbers of the corners of each triangle, counterclockwise, in a fixed order.

        Examples
        --------
        >>> square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
        >>> Triangulations().of(square, np.full(4, 0.01)).tolist()
        [[0, 1, 3], [1, 2, 3]]
        """
        with self._lock:
            if len(self._points_m) > _FORGOTTEN:
                self._forget()
            number, new = self._numbers.of(points_m[:, 0] + 1j * points_m[:, 1])
            self._points_m = np.vstack([self._points_m, _shaken(points_m[new], shaken_m[new])])
            wanted, first = np.unique(number, return_index=True)
            found = self._after(wanted) or _whole(self._points_m, wanted)
            self._last = found
        row = np.zeros(len(self._points_m), dtype=np.int64)
        row[wanted] = first
        return _ordered(row[found.triangles])

    def _after(self, wanted: Ints) -> _Found | None:
        """Change the last triangulation to that of some points; None if that does not pay, or the hull changes."""
        if self._last is None:
            return None
        is_in = np.zeros(len(self._points_m), dtype=bool)
        is_in[wanted] = True
        gone = np.zeros(len(is_in), dtype=bool)
        gone[: len(self._last.is_in)] = self._last.is_in
        added = wanted[~gone[wanted]]
        gone[wanted] = False
        if len(added) + gone.sum() > _MANY * len(wanted):
            return None
        _, triangles, centres_m, radii_m = self._last
        is_open = np.asarray(gone[triangles].any(axis=1))
        if len(added):
            away, _ = cKDTree(self._points_m[added]).query(centres_m)
            is_open |= away <= radii_m
        border = _border(self._points_m, triangles, is_open, gone, added)
        corners = np.unique(np.concatenate([added, *border, triangles[is_open].ravel()]))
        corners = corners[is_in[corners]]
        filling = _filled(self._points_m, corners, border)
        if filling is None:
            return None
        new_m, new_radii_m = _circles(self._points_m, filling)
        return _Found(
            is_in,
            np.vstack([triangles[~is_open], filling]),
            np.vstack([centres_m[~is_open], new_m]),
            np.append(radii_m[~is_open], new_radii_m),
        )


def _whole(points_m: Floats, wanted: Ints) -> _Found:
    is_in = np.zeros(len(points_m), dtype=bool)
    is_in[wanted] = True
    triangles = _delaunay(points_m, wanted)
    return _Found(is_in, triangles, *_circles(points_m, triangles))


def _border(points_m: Floats, triangles: Ints, is_open: Flags, gone: Flags, added: Ints) -> tuple[Ints, Ints]:
    """Directed edges, by their ends, on whose left side lies what is to be triangulated anew."""
    start, end = triangles.ravel(), triangles[:, [1, 2, 0]].ravel()
    ahead, back, is_open = start * len(points_m) + end, end * len(points_m) + start, np.repeat(is_open, 3)
    is_inner = ~np.isin(ahead[is_open], back[is_open])
    start_open, end_open = start[is_open][is_inner], end[is_open][is_inner]
    # of the hull remains what no new point lies beyond
    hull = _hull(triangles, len(points_m))
    hull = hull[~np.isin(ahead[hull], back[hull])]
    (x, y), (u, v) = points_m[start[hull]].T, (points_m[end[hull]] - points_m[start[hull]]).T
    across = u[:, None] * (points_m[added, 1] - y[:, None]) - v[:, None] * (points_m[added, 0] - x[:, None])
    left = hull[(across < 0).any(axis=1)]
    is_kept = ~np.isin(start_open * len(points_m) + end_open, ahead[left]) & ~gone[start_open] & ~gone[end_open]
    beyond = left[~is_open[left]]
    return np.append(start_open[is_kept], end[beyond]), np.append(end_open[is_kept], start[beyond])


def _hull(triangles: Ints, count: int) -> Ints:
    """Numbers of the edges both of whose ends lie on the hull: all around any other point, steps sum up to nothing."""
    steps = (triangles[:, [1, 2, 0]] - triangles[:, [2, 0, 1]]).ravel()
    is_outer = np.bincount(triangles.ravel(), steps, minlength=count) != 0
    return np.flatnonzero((is_outer[triangles] & is_outer[triangles[:, [1, 2, 0]]]).ravel())


def _filled(points_m: Floats, corners: Ints, border: tuple[Ints, Ints]) -> Ints | None:
    """Triangulate points within a border; None if that does not reach all of them."""
    if not len(corners):
        return np.zeros((0, 3), dtype=np.int64)
    found, count = _delaunay(points_m, corners), len(points_m)
    start, end = found.ravel(), found[:, [1, 2, 0]].ravel()
    ahead, back = start * count + end, end * count + start
    is_border = np.isin(ahead, border[0] * count + border[1])
    # neighbours across anything but the border are both within it, or both outside
    order = np.argsort(ahead)
    beside = order[np.searchsorted(ahead[order], back).clip(max=len(ahead) - 1)]
    is_passable = (ahead[beside] == back) & ~is_border & ~is_border[beside]
    one, other = np.flatnonzero(is_passable) // 3, beside[is_passable] // 3
    graph = coo_array((np.ones(len(one)), (one, other)), shape=(len(found), len(found)))
    part = connected_components(graph, directed=False)[1]
    filling = found[np.isin(part, part[np.flatnonzero(is_border) // 3])]
    is_whole = is_border.sum() == len(border[0]) and np.isin(corners, filling).all()
    return np.asarray(filling) if is_whole else None


def _delaunay(points_m: Floats, some: Ints) -> Ints:
    """Triangulate some points, counterclockwise."""
    corners_m = points_m[some] - points_m[some].mean(axis=0)
    triangles = Delaunay(corners_m).simplices.astype(np.int64)
    one, two, three = corners_m[triangles].transpose(1, 2, 0)
    (x, y), (u, v) = two - one, three - one
    is_clockwise = x * v < y * u
    triangles[is_clockwise] = triangles[is_clockwise][:, ::-1]
    return np.asarray(some[triangles])


def _circles(points_m: Floats, triangles: Ints) -> tuple[Floats, Floats]:
    """Centres and radii of the circumcircles of triangles."""
    one, two, three = points_m[triangles].transpose(1, 2, 0)
    (x, y), (u, v) = two - one, three - one
    near, far = x * x + y * y, u * u + v * v
    centre = np.array([v * near - y * far, x * far - u * near]) / (2 * (x * v - y * u))
    return (one + centre).T, np.hypot(*centre)


def _shaken(points_m: Floats, most_m: Floats) -> Floats:
    """Move each point a little, by what its position seems to say at random."""
    bits = (points_m * 1000).round().astype(np.int64).astype(np.uint64)
    mixed = bits[:, 0] * np.uint64(0x9E3779B97F4A7C15) + bits[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    moves = np.column_stack([mixed >> np.uint64(40), (mixed >> np.uint64(16)) & np.uint64(0xFFFFFF)])
    return np.asarray(points_m + (moves / 2.0**24 - 0.5) * most_m[:, None])


def _ordered(triangles: Ints) -> Ints:
    """Order triangles, the smallest corner of each first."""
    first = triangles.argmin(axis=1)
    turned = np.take_along_axis(triangles, (first[:, None] + np.arange(3)) % 3, axis=1)
    return np.asarray(turned[np.lexsort(turned.T[::-1])])
