"""Supply: the supply anchors of a side's posts and the roads that lead there, projected to one plane.

Anchors and roads do not change from day to day, so that one `Supply` serves all days of a side.
"""

from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.encirclement.passable_ground import PassableGround
from geo.errors import GeometryError
from geo.geometry.projection import WGS84, flatten, lonlat, rejoined, transformer
from geo.roads.lines_of_communication import Approaches
from geo.roads.network import RoadNetwork

# number of passable grounds in the cache: the strict and the lenient view of two days
_CACHED = 4
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING, shapely.GeometryType.LINEARRING)


class Supply:
    """Supply anchors, and the lines of communication to them.

    Parameters
    ----------
    anchors : GeoDataFrame, GeoSeries or geometry
        Ground that a side is supplied from, lon/lat; a column `name` names the anchors.
    roads : GeoDataFrame, optional
        Lines of communication, lon/lat: columns name, geometry.
    crs : CRS
        Metric CRS in which distances are measured.

    Attributes
    ----------
    anchors, lonlat : geometry
        All anchors in the metric CRS, and in lon/lat degrees.

    Raises
    ------
    GeometryError
        If an anchor or a road is not usable.

    Examples
    --------
    >>> supply = Supply(gpd.GeoDataFrame({"name": ["port"]}, geometry=[shapely.Point(36, 35)]), crs=CRS(32637))
    >>> supply.name_at(shapely.Point(0, 0))
    'port'
    """

    def __init__(
        self,
        anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry,
        *,
        crs: CRS,
        roads: gpd.GeoDataFrame | None = None,
    ) -> None:
        self.crs = crs
        named = _named(anchors)
        _check_roads(roads)
        shapes = rejoined(named.geometry.to_numpy())
        self._anchors = flatten(shapes, transformer(WGS84, crs))
        self._names = named["name"].to_numpy()
        self._roads = roads
        self.anchors: BaseGeometry = shapely.union_all(self._anchors)
        self.lonlat: BaseGeometry = shapely.union_all(shapes)
        shapely.prepare([self.anchors, self.lonlat])
        self._approaches: dict[tuple[float, float], Approaches] = {}
        self._grounds: dict[tuple[bytes, bytes], PassableGround] = {}

    @cached_property
    def network(self) -> RoadNetwork | None:
        """The roads as a network, None without roads."""
        if self._roads is None or self._roads.empty:
            return None
        lines = flatten(rejoined(lonlat(self._roads.geometry).to_numpy()), transformer(WGS84, self.crs))
        return RoadNetwork(gpd.GeoDataFrame({"name": self._roads["name"].to_numpy()}, geometry=lines), self.anchors)

    def approaches(self, post: shapely.Point) -> Approaches | None:
        """Find the lines of communication of a post; None without roads."""
        if self.network is None:
            return None
        # cached, since neither posts nor roads change from day to day
        key = (post.x, post.y)
        if key not in self._approaches:
            self._approaches[key] = Approaches(self.network, post)
        return self._approaches[key]

    def ground(self, passable: BaseGeometry, bases: BaseGeometry) -> PassableGround:
        """Return the passable ground with these anchors, cached for recent days.

        For equal geometries, the object of a recent day is returned again, with its cached results.
        """
        key = (shapely.to_wkb(passable), shapely.to_wkb(bases))
        ground = self._grounds.pop(key, None) or PassableGround(passable, self.anchors, bases)
        self._grounds[key] = ground
        # the least recently used one is dropped
        if len(self._grounds) > _CACHED:
            del self._grounds[next(iter(self._grounds))]
        return ground

    def name_at(self, point: shapely.Point) -> str:
        """Return the name of the anchor nearest to a point on the plane; empty if the anchor has no name."""
        name = self._names[shapely.distance(self._anchors, point).argmin()]
        return name if isinstance(name, str) else ""


def _named(anchors: gpd.GeoDataFrame | gpd.GeoSeries | BaseGeometry) -> gpd.GeoDataFrame:
    """Check anchors, and return them as a table with the columns name and geometry."""
    if isinstance(anchors, BaseGeometry):
        anchors = gpd.GeoSeries([anchors], crs=WGS84)
    table = lonlat(anchors if isinstance(anchors, gpd.GeoDataFrame) else gpd.GeoDataFrame(geometry=anchors))
    shapes = table.geometry.to_numpy()
    for shape in shapes:
        if shape is None or shape.is_empty:
            raise GeometryError("there is no supply anchor: the geometry given is empty")
        if not shape.is_valid:
            raise GeometryError(
                f"a supply anchor must be a valid geometry; this one is not: {shapely.is_valid_reason(shape)}"
            )
    return table if "name" in table else table.assign(name="")


def _check_roads(roads: gpd.GeoDataFrame | None) -> None:
    """Check that roads are lines with names."""
    if roads is None or roads.empty:
        return
    if "name" not in roads:
        raise GeometryError(f"roads need a column 'name'; these have {', '.join(map(str, roads.columns))}")
    shapes = roads.geometry.to_numpy()
    bad = np.flatnonzero(~np.isin(shapely.get_type_id(shapes), _LINES) | shapely.is_empty(shapes))
    if len(bad):
        shape, row = shapes[bad[0]], roads.iloc[bad[0]]
        fault = "an empty one" if shape is None or shape.is_empty else shape.geom_type
        raise GeometryError(f"road {row.name} ({row['name']}) must be a line, not {fault}")
