"""Coverages: polygons that share their borders exactly, without gaps or overlaps (OGC 06-103r4; JTS coverage model)."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry


def components(geometry: BaseGeometry) -> NDArray[np.object_]:
    """Split an area into its connected parts, parts that touch in a point only being apart.

    Examples
    --------
    >>> len(components(shapely.union_all([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])))
    2
    """
    return np.asarray(
        [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and not part.is_empty],
        dtype=object,
    )
