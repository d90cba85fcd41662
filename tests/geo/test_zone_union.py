"""Connected parts of the passable ground."""

import shapely
from shapely import Polygon, box

from geo.encirclement.zone_union import components


def test_parts_that_touch_in_a_point_are_apart() -> None:
    assert len(components(shapely.union_all([box(0, 0, 1, 1), box(1, 1, 2, 2)]))) == 2
    assert len(components(shapely.union_all([box(0, 0, 1, 1), box(1, 0.5, 2, 2)]))) == 1
    assert len(components(Polygon())) == 0
