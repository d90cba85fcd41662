"""Coverages: polygons that share their borders exactly, without gaps or overlaps (OGC 06-103r4; JTS coverage model)."""

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

# the finest step of a coordinate that RFC 7946 asks for: 1e-7 degrees, one centimetre
GRID_DEG = 1e-7


def partition(seeds: Sequence[BaseGeometry], ground: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Cut ground along the borders of polygons that cover it, as one exact coverage.

    All lines are noded together on one grid, so that a corner on a neighbour's border is a corner of the neighbour too.

    Parameters
    ----------
    seeds : sequence of Polygon
        Polygons that cover the first piece of ground, in lon/lat degrees; they may reach beyond it.
    ground : sequence of Polygon or MultiPolygon
        The pieces of ground: the first is cut, the others are kept whole. They must not overlap.

    Returns
    -------
    array of Polygon or MultiPolygon
        The part of the first piece that each seed covers, followed by the other pieces. Empty where a seed covers
        nothing.

    Examples
    --------
    >>> seeds, ground = [shapely.box(0, 0, 1, 5), shapely.box(1, 0, 5, 5)], [shapely.box(0, 0, 3, 1)]
    >>> [piece.area for piece in partition(seeds, ground)]
    [1.0, 2.0]
    """
    borders = [shapely.boundary(piece) for piece in ground]
    cuts = shapely.intersection(shapely.boundary(np.asarray(seeds, dtype=object)), ground[0])
    lines = shapely.union_all([*borders, *cuts], grid_size=GRID_DEG)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    owners = _owners(shapely.point_on_surface(faces), seeds, ground)
    pieces = [shapely.coverage_union_all(faces[owners == owner]) for owner in range(len(seeds) + len(ground) - 1)]
    return np.array([piece if not piece.is_empty else shapely.Polygon() for piece in pieces], dtype=object)


def _owners(
    points: NDArray[np.object_],
    seeds: Sequence[BaseGeometry],
    ground: Sequence[BaseGeometry],
) -> NDArray[np.int64]:
    """Tell which polygon each face belongs to; -1 where it lies outside of all ground."""
    owners = np.full(len(points), -1)
    # faces by the piece of ground they lie in
    face, piece = shapely.STRtree(points).query(list(ground), predicate="intersects")[::-1]
    owners[face] = len(seeds) - 1 + piece
    inside = face[piece == 0]
    # the first piece is shared out among the seeds; nearest, since a face may lie on a seed's border by a rounding
    _, nearest = _first(shapely.STRtree(list(seeds)).query_nearest(points[inside], all_matches=False), len(inside))
    owners[inside] = nearest
    return owners


def _first(pairs: NDArray[np.int64], count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Order a spatial join by its left side, one match each."""
    order = np.argsort(pairs[0], kind="stable")[:count]
    return pairs[0][order], pairs[1][order]


def components(geometry: BaseGeometry) -> NDArray[np.object_]:
    """Split an area into its connected parts, parts that touch in a point only being apart."""
    return np.asarray(
        [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty],
        dtype=object,
    )
