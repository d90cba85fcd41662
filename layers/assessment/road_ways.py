"""Ways along roads alone: how probable it is that each road near a post still leads to a supply anchor."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import CRS

from geo.arrays import Floats, Ints
from geo.control.model import ControlModel
from geo.control.shore import Ground
from geo.control.ways import WidestWays, widest_ways
from geo.geometry.projection import WGS84, transformer
from geo.roads.network import NEAR_M, ROUNDING_M, RoadNetwork

# distance of the points of a road; finer than the mesh, and than the accuracy of road data
_STEP_M = 500.0
# ends of roads on one point of this grid meet
_GRID_M = 1.0


class RoadWay(NamedTuple):
    """The best way along a road near a post and the roads connected to it.

    Parameters
    ----------
    name : str
        Name of the road.
    way : float
        Probability of the weakest ground on it, at most that of the post's best way over all ground.
    weakest_m : array (2,) or None
        Where that is, on the plane of the mesh; None where the weakest ground lies between the post and the road, or
        where the road leads to an anchor that is near the post.
    """

    name: str
    way: float
    weakest_m: Floats | None


class RoadGraph:
    """All roads as points, joined along the roads.

    Parameters
    ----------
    network : RoadNetwork
        The roads, and the anchors of a side.
    crs : CRS
        That of the network.
    model : ControlModel
        The model whose plane the points are on.
    """

    def __init__(self, network: RoadNetwork, crs: CRS, model: ControlModel) -> None:
        self._network, self._to_metres = network, transformer(WGS84, crs)
        points, sizes = [np.zeros((0, 2))], []
        for stretch in network.stretches:
            shares = np.linspace(0, 1, int(np.ceil(stretch.length / _STEP_M)) + 1)
            points.append(shapely.get_coordinates(shapely.line_interpolate_point(stretch, shares, normalized=True)))
            sizes.append(len(shares))
        grid, number = np.unique(np.round(np.vstack(points) / _GRID_M), axis=0, return_inverse=True)
        first = np.cumsum([0, *sizes])
        along = [number.ravel()[begin:end] for begin, end in pairwise(first.tolist())]
        pairs = [np.column_stack([nodes[:-1], nodes[1:]]) for nodes in along]
        self._edges: Ints = np.vstack([np.zeros((0, 2), dtype=np.int64), *pairs])
        self._points = shapely.points(grid * _GRID_M)
        self._anchors = np.flatnonzero(shapely.dwithin(self._points, network.at_anchors, ROUNDING_M + _GRID_M))
        to_degrees = transformer(crs, WGS84)
        self._nodes_m = model.on_plane(np.column_stack(to_degrees.transform(*(grid * _GRID_M).T)).reshape(-1, 2))
        self._of_road = [
            np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *(along[one] for one in np.flatnonzero(carried))]))
            for carried in network.carries
        ]

    def field(self, ground: Ground, share: Floats) -> WidestWays:
        """Find the ways from all points, by the probabilities at the nodes of a mesh that its ground is passable."""
        if not len(self._nodes_m):
            return WidestWays(np.zeros(0), np.zeros(0, dtype=np.int64))
        _, near = ground.tree.query(self._nodes_m)
        return widest_ways(self._edges, share[ground.nodes[near]], self._anchors)

    def near(self, post: shapely.Point, way: float, field: WidestWays) -> tuple[RoadWay, ...]:
        """Find the ways along each road within 10 km of a post (lon/lat) that leads to an anchor at all.

        Parameters
        ----------
        post : Point
            The post, lon/lat.
        way : float
            Its way over all ground.
        field : WidestWays
            As `field` returns it.
        """
        point = shapely.Point(self._to_metres.transform(post.x, post.y))
        found = []
        for road in np.flatnonzero(shapely.dwithin(self._network.lines, point, NEAR_M)).tolist():
            name, nodes = self._network.names[road], self._of_road[road]
            nearest = shapely.get_point(shapely.shortest_line(self._network.lines[road], point), 0)
            if shapely.dwithin(nearest, self._network.at_anchors, ROUNDING_M):
                found.append(RoadWay(name, way, None))
            elif len(nodes):
                node = nodes[shapely.distance(self._points[nodes], nearest).argmin()]
                along, weakest = float(field.way[node]), int(field.weakest[node])
                if weakest >= 0:
                    found.append(RoadWay(name, min(way, along), self._nodes_m[weakest] if along < way else None))
        return tuple(found)
