"""Arcs: the pieces of lines and rings between the points at which several of them part.

What is done to an arc is done for all geometries that share it: neighbours stay neighbours.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import Flags, Floats, Geometries

_POLYGON = 3
_LINES = (1, 2)
# attempts to mend what simplification has spoilt, before all is left as it was
_ATTEMPTS, _FINEST = 12, 4


def paths_of(geometries: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp], NDArray[np.intp]]:
    """Return rings and lines, the number of each one's geometry, and the number of its polygon (-1 for lines)."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    kind = shapely.get_type_id(parts)
    polygons, lines = np.flatnonzero(kind == _POLYGON), np.flatnonzero(np.isin(kind, _LINES))
    rings, of_polygon = shapely.get_rings(parts[polygons], return_index=True)
    paths = np.concatenate([rings, parts[lines]])
    return (
        paths,
        np.concatenate([owner[polygons][of_polygon], owner[lines]]),
        np.concatenate([polygons[of_polygon], np.full(len(lines), -1)]),
    )


def junctions_of(points: Sequence[NDArray[Any]], closed: NDArray[np.bool_]) -> set[complex]:
    """Return points where paths diverge: ends of lines, and points whose neighbours differ between paths."""
    here, before, after = [], [], []
    ends: set[complex] = set()
    for path, ring in zip(points, closed, strict=True):
        here.append(path)
        before.append(np.roll(path, 1))
        after.append(np.roll(path, -1))
        if not ring and len(path):
            ends.update((path[0], path[-1]))
    if not here:
        return ends
    point, a, b = np.concatenate(here), np.concatenate(before), np.concatenate(after)
    first, second = np.minimum(a, b), np.maximum(a, b)
    order = np.argsort(point, kind="stable")
    point, first, second = point[order], first[order], second[order]
    differs = (point[1:] == point[:-1]) & ((first[1:] != first[:-1]) | (second[1:] != second[:-1]))
    return ends | set(point[1:][differs].tolist())


def cut(path: NDArray[Any], junctions: set[complex], *, ring: bool) -> list[NDArray[Any]]:
    """Cut a path into arcs from junction to junction; a ring without junctions starts at its smallest point."""
    at = [i for i, point in enumerate(path.tolist()) if point in junctions]
    if ring:
        start = at[0] if at else int(np.argmin(path))
        path = np.append(np.roll(path, -start), path[start])
        at = [i - start for i in at] or [0]
        at.append(len(path) - 1)
    return [path[i : j + 1] for i, j in pairwise(at)]


def simplified(coverage: Geometries, tolerance_deg: float, fixed: Flags, points: Geometries) -> Geometries:
    """Simplify the borders within a coverage by Douglas and Peucker's algorithm; outer borders stay as they are.

    Parameters
    ----------
    coverage : array of Polygon
        Polygons that neither overlap nor leave gaps, lon/lat.
    tolerance_deg : float
        Distance in degrees by which a border may move.
    fixed : array of bool
        True for polygons whose borders are kept.
    points : array of Point
        Points that stay in the same polygon.

    Returns
    -------
    array of Polygon
        A valid coverage, in the same order.

    Examples
    --------
    >>> jagged = shapely.LineString([(1, 0), (1.001, 0.5), (1, 1)])
    >>> halves = shapely.get_parts(shapely.polygonize([shapely.union_all([shapely.box(0, 0, 2, 1).boundary, jagged])]))
    >>> west, east = simplified(halves, 0.01, np.zeros(2, dtype=bool), np.array([], dtype=object))
    >>> west.area, east.area
    (1.0, 1.0)
    """
    rings, polygon = shapely.get_rings(coverage, return_index=True)
    whole = [coordinates[:-1, 0] + 1j * coordinates[:-1, 1] for coordinates in map(shapely.get_coordinates, rings)]
    junctions = junctions_of(whole, np.ones(len(whole), dtype=bool))
    numbers: dict[bytes, int] = {}
    arcs: list[NDArray[Any]] = []
    made_of = [[_numbered(arc, numbers, arcs) for arc in cut(ring, junctions, ring=True)] for ring in whole]
    if not arcs:
        return coverage
    used, by = np.abs(np.concatenate(made_of) + 0.5).astype(int), np.repeat(polygon, list(map(len, made_of)))
    # an arc that is used once is an outer border
    keep = np.bincount(used, minlength=len(arcs)) == 1
    keep[used[fixed[by]]] = True
    lines = np.array([_line(arc) for arc in arcs], dtype=object)
    tolerance, tree, inside = np.where(keep, 0.0, tolerance_deg), shapely.STRtree(lines), _members(coverage, points)
    for _ in range(_ATTEMPTS):
        fewer = lines.copy()
        fewer[tolerance > 0] = shapely.simplify(lines[tolerance > 0], tolerance[tolerance > 0], preserve_topology=False)
        made, collapsed = _polygons(made_of, list(map(shapely.get_coordinates, fewer)), polygon, len(coverage))
        spoilt = np.isin(np.arange(len(lines)), used[(collapsed | ~shapely.is_valid(made))[by]])
        moved = points[sorted({point for point, _ in inside ^ _members(made, points)})]
        crossing = shapely.get_parts(shapely.coverage_invalid_edges(made))
        spoilt[tree.query([*moved, *crossing], predicate="dwithin", distance=2 * tolerance_deg)[1]] = True
        if not spoilt.any():
            return made
        tolerance[spoilt] /= 2
        tolerance[tolerance < tolerance_deg / _FINEST] = 0.0
    return coverage


def _members(coverage: Geometries, points: Geometries) -> set[tuple[int, int]]:
    """Return the numbers of points and of the polygons in which they lie."""
    # shapes that are asked for are prepared, those in the tree are not
    return {(point, part) for part, point in shapely.STRtree(points).query(coverage, predicate="intersects").T.tolist()}


def _numbered(arc: NDArray[Any], numbers: dict[bytes, int], arcs: list[NDArray[Any]]) -> int:
    """Return the number of an arc; a new arc is added; ``~number`` if the reversed arc is known."""
    forward, backward = arc.tobytes(), arc[::-1].tobytes()
    if backward in numbers and forward not in numbers:
        return ~numbers[backward]
    if forward not in numbers:
        numbers[forward] = len(arcs)
        arcs.append(arc)
    return numbers[forward]


def _line(arc: NDArray[Any]) -> shapely.LineString:
    return shapely.LineString(np.column_stack([arc.real, arc.imag]))


def _polygons(
    made_of: list[list[int]], arcs: list[Floats], polygon: NDArray[Any], count: int
) -> tuple[Geometries, NDArray[np.bool_]]:
    """Make polygons of rings of arcs, and find those with a ring that has collapsed."""
    rings: list[list[Floats]] = [[] for _ in range(count)]
    spoilt = np.zeros(count, dtype=bool)
    for numbers, of in zip(made_of, polygon, strict=True):
        parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
        ring = np.concatenate([part[:-1] for part in parts])
        if len(ring) < 3:  # noqa: PLR2004 - a triangle
            spoilt[of] = True
            ring = np.array([[0, 0], [1, 0], [0, 1]])
        rings[of].append(np.vstack([ring, ring[:1]]))
    return np.array([shapely.Polygon(outer, holes) for outer, *holes in rings], dtype=object), spoilt
