"""Encode polygons and lines as arcs that are shared by neighbours, and by zones of different days.

The encoding is that of TopoJSON (Bostock and Metcalf, https://github.com/topojson/topojson-specification) with two
changes: shapes have no type, as all are nested three deep (parts, paths, arcs), and the arcs of a path are written as
differences between their numbers, most of which are 1.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.geometry.arcs import cut, junctions_of, paths_of

# about 1 m: finer than the position of any report, and than a pixel at any zoom
STEP_DEG = 1e-5


@dataclass(frozen=True)
class Topology:
    """Arcs, and shapes made of arcs.

    Parameters
    ----------
    step_deg : float
        Size of a grid step in degrees; coordinates are whole steps.
    arcs : list of list of int
        Each ``[x, y, dx, dy, dx, dy, ...]`` in steps.
    shapes : list
        One for each geometry: a list of parts (polygons; all lines of a geometry are one part), each a list of paths
        (rings or lines), each a list of numbers of arcs; ``~i`` is arc ``i`` backwards. Every number but the first of a
        path is written as the difference from the number before. A ring's last point repeats its first.
    """

    step_deg: float
    arcs: list[list[int]]
    shapes: list[list[list[list[int]]]]


def encode(geometries: Iterable[BaseGeometry | None], *, step_deg: float = STEP_DEG) -> Topology:
    """Encode geometries; lines that several of them share are written once.

    Parameters
    ----------
    geometries : iterable of geometry
        Polygons and lines in EPSG:4326, single or multi. Points, empty and missing geometries become empty shapes.
    step_deg : float
        Size of a grid step in degrees. Rings smaller than a step vanish.

    Examples
    --------
    >>> west, east = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    >>> topology = encode([west, east], step_deg=1)
    >>> len(topology.arcs)  # the shared border, and the rest of each box
    3
    >>> topology.shapes
    [[[[0, 1]]], [[[-1, 3]]]]
    """
    given = list(geometries)
    paths, geometry_of, part_of = paths_of(np.array(given, dtype=object))
    points, closed = _grid_points(paths, step_deg)
    junctions = junctions_of(points, closed)
    arcs: dict[bytes, int] = {}
    parts: dict[tuple[int, int], list[list[int]]] = {}
    for path, ring, geometry, part in zip(points, closed, geometry_of, part_of, strict=True):
        if len(path) < (3 if ring else 2):
            continue
        refs = [_reference(arc, arcs) for arc in cut(path, junctions, ring=bool(ring))]
        parts.setdefault((int(geometry), int(part)), []).append(
            [after - before for before, after in pairwise([0, *refs])]
        )
    shapes: list[list[list[list[int]]]] = [[] for _ in given]
    for (geometry, _), refs_of_part in parts.items():
        shapes[geometry].append(refs_of_part)
    return Topology(step_deg, _deltas(arcs), shapes)


def _grid_points(paths: NDArray[np.object_], step_deg: float) -> tuple[list[NDArray[Any]], NDArray[np.bool_]]:
    """Return each path in grid steps (x + iy), without repeated points; rings without their closing point."""
    xy, path_of = shapely.get_coordinates(paths, return_index=True)
    # adding zero turns -0.0 into 0.0, whose bytes differ
    steps = np.round(xy / step_deg) + 0.0
    points = steps[:, 0] + 1j * steps[:, 1]
    repeated = np.zeros(len(points), dtype=bool)
    repeated[1:] = (points[1:] == points[:-1]) & (path_of[1:] == path_of[:-1])
    points, path_of = points[~repeated], path_of[~repeated]
    split = np.split(points, np.searchsorted(path_of, np.arange(1, len(paths)))) if len(paths) else []
    closed = np.array([len(path) > 1 and path[0] == path[-1] for path in split], dtype=bool)
    return [path[:-1] if ring else path for path, ring in zip(split, closed, strict=True)], closed


def _reference(arc: NDArray[Any], arcs: dict[bytes, int]) -> int:
    """Return the number of an arc; a new arc is added; ``~number`` if the reversed arc is known."""
    forward, backward = arc.tobytes(), arc[::-1].tobytes()
    if backward in arcs and forward not in arcs:
        return ~arcs[backward]
    return arcs.setdefault(forward, len(arcs))


def _deltas(arcs: Collection[bytes]) -> list[list[int]]:
    """Return each arc as its first point and the differences from each point to the next."""
    points = np.frombuffer(b"".join(arcs), dtype=complex)
    last = np.cumsum([len(arc) // points.itemsize for arc in arcs], dtype=int)
    first = last - np.diff(last, prepend=0)
    steps = np.diff(points, prepend=0)
    steps[first] = points[first]
    flat = np.column_stack([steps.real, steps.imag]).astype(int).ravel().tolist()
    return [flat[2 * one : 2 * end] for one, end in zip(first.tolist(), last.tolist(), strict=True)]
