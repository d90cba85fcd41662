"""Random ground on a plane, in metres, and its widest corridor by brute force: connected components after erosion."""

from typing import NamedTuple

import numpy as np
import shapely
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

from geo.encirclement.corridor import WIDEST_M
from geo.encirclement.passable_ground import PassableGround


class Scene(NamedTuple):
    """Ground, a goal, and a post that holds something around itself."""

    ground: BaseGeometry
    goal: BaseGeometry
    post: Point
    hold_m: float

    def found_m(self) -> float:
        """Width of the widest corridor as the package finds it."""
        ground = PassableGround(self.ground, self.goal)
        corridor = ground.widest(self.post, self.hold_m, 0) if not ground.cut_share(self.post, self.hold_m, 0) else None
        return corridor.width_m if corridor else 0.0

    def expected_m(self) -> float:
        """The same by brute force."""
        supplied = PassableGround(self.ground, self.goal).supplied
        if supplied.is_empty or self.post.distance(supplied) > self.hold_m:
            return 0.0
        holding = self.post.buffer(self.hold_m, quad_segs=64)
        return brute_force_m(supplied.union(holding), self.goal, self.post, self.hold_m)


def random_scene(seed: int) -> Scene:
    rng = np.random.default_rng(seed)
    ground = random_ground(rng)
    post, place = (Point(*xy) for xy in rng.uniform(-3e4, 3e4, (2, 2)))
    goal = [place, place.buffer(rng.uniform(10, 1e4)), box(-4e4, -4e4, 4e4, rng.uniform(-3e4, 0))][rng.integers(3)]
    return Scene(ground, goal, post, float(rng.choice([0, 100, 500, 2000])))


def brute_force_m(ground: BaseGeometry, goal: BaseGeometry, post: Point, hold: float) -> float:
    """Bisect for the largest disc whose centres connect the holding to the goal, on the ground without its edge."""
    low, high = 0.0, WIDEST_M
    if _connects(ground, goal, post, hold, high):
        return high
    while high - low > max(2.0, low * 1e-3):
        middle = (low + high) / 2
        low, high = (middle, high) if _connects(ground, goal, post, hold, middle) else (low, middle)
    return (low + high) / 2


def _connects(ground: BaseGeometry, goal: BaseGeometry, post: Point, hold: float, width: float) -> bool:
    parts = shapely.get_parts(ground.buffer(-width / 2, quad_segs=32))
    parts = parts[~shapely.is_empty(parts)]
    # a buffer of many short arcs may leave parts that lie too near to the edge
    parts = parts[shapely.distance(shapely.point_on_surface(parts), ground.boundary) >= width / 2 * 0.998 - 0.5]
    starts = shapely.distance(parts, post) <= width / 2 + hold
    return bool((starts & (shapely.distance(parts, goal) <= width / 2)).any())


def random_ground(rng: np.random.Generator) -> BaseGeometry:
    """Draw turned rectangles over each other, cells of a random tessellation, or a field with round holes."""
    size = 3e4
    square = box(-size, -size, size, size)
    kind = rng.integers(3)
    if kind == 0:
        corners, sides, turns = (
            rng.uniform(-size, size, (20, 2)),
            rng.uniform(500, 20_000, (20, 2)),
            rng.uniform(0, 90, 20),
        )
        rectangles = [
            shapely.affinity.rotate(box(x, y, x + w, y + h), turn)
            for (x, y), (w, h), turn in zip(corners, sides, turns, strict=True)
        ]
        return shapely.union_all(rectangles)
    if kind == 1:
        sites = shapely.multipoints(rng.uniform(-size, size, (80, 2)))
        cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=square))
        return shapely.union_all(cells[rng.random(len(cells)) < 0.7]).intersection(square)
    holes = shapely.buffer(shapely.points(rng.uniform(-size, size, (20, 2))), rng.uniform(1, size / 4, 20), quad_segs=4)
    return square.difference(shapely.union_all(holes))
