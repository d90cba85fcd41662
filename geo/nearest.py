"""Control by the nearest report.

A point is held by whoever holds the nearest place that anybody reported on, that is the Thiessen or Voronoi polygons of
the reported places (Okabe et al. 2000, Spatial Tessellations, chapter 2). A place is held by the side of its newest
report; before its first report by that report's `from_side`.
"""

from collections.abc import Collection, Iterator
from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.control_model import LeftOutError
from geo.coverage import components, partition
from geo.holdings import UNKNOWN, Holding, check_reports, holder_on, holdings_by_place
from geo.projection import WGS84, around, crs_around, joined, lonlat

# a border between two places is followed in steps of this length, since it is straight on the ground and not in lon/lat
_STEP_M = 20_000.0


class NearestReport:
    """Control by the nearest place of which anybody has reported who holds it.

    Parameters are those of `control_zones`; see there.
    """

    name = "nearest report"
    method = "Every area goes to the holder of the nearest place that anybody reported on."

    def __init__(
        self,
        reports: gpd.GeoDataFrame,
        area: BaseGeometry,
        territories: gpd.GeoDataFrame | None = None,
    ) -> None:
        check_reports(reports, area)
        self._area = shapely.union_all(joined(shapely.get_parts(area)))
        places = holdings_by_place(reports)
        self._positions, self._holdings = list(places), list(places.values())
        self._fixed, self._fixed_ground = _territories(territories, self._area)
        self._cells: dict[tuple[int, ...], _Cells] = {}

    def changes(self) -> list[date]:
        """Days on which a place changes hands or gets a newer report, in order."""
        return sorted({holding.since for holdings in self._holdings for holding in holdings} - {date.min})

    def zones(self, on: date, *, without: Collection[str] = ()) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area; see `control_zones`.

        Reports left out are taken as not yet made: a place stays with who held it before them.
        """
        known = [holder_on(holdings, on, without) for holdings in self._holdings]
        # whose holder nobody knows yet is no place to be nearest to
        cells = self._cells_of(tuple(place for place, holding in enumerate(known) if holding))
        held = [holding for holding in known if holding] or [Holding(date.min, UNKNOWN, 0.0, "")]
        rows = list(cells.areas([*held, *self._fixed]))
        columns = ["side", "confidence", "evidence", "geometry"]
        return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=WGS84)

    def left_out_error(self, start: date, end: date) -> LeftOutError:
        """Tell how often a place is misjudged by all the others, over a half-open period.

        Every reported place is judged by the nearest other one, day by day.
        """
        places = len(self._positions)
        if places < 2:  # noqa: PLR2004 - it takes two
            return {"leave_one_place_out": None, "places": places}
        days = [start, *(day for day in self.changes() if start < day < end)]
        lengths = np.diff([day.toordinal() for day in [*days, end]])
        known = [[holder_on(holdings, day) for day in days] for holdings in self._holdings]
        sides = np.array([[holding.side if holding else None for holding in row] for row in known], dtype=object)
        others = sides[_nearest_other(self._positions)]
        told = (sides != None) & (others != None)  # noqa: E711 - of every element
        weights = told * lengths
        if not weights.any():
            return {"leave_one_place_out": None, "places": places}
        return {"leave_one_place_out": round(float(np.average(sides != others, weights=weights)), 4), "places": places}

    def _cells_of(self, places: tuple[int, ...]) -> "_Cells":
        """Ground nearest to each of some places; kept, since it seldom changes which places tell anything."""
        if places not in self._cells:
            land = shapely.difference(self._area, shapely.union_all(self._fixed_ground))
            seeds = _thiessen([self._positions[place] for place in places], self._area)
            self._cells[places] = _Cells(partition(seeds, [land, *self._fixed_ground]))
        return self._cells[places]


class _Cells:
    """Cells of ground, each with one holder on a day; a cell may be in several pieces."""

    def __init__(self, cells: NDArray[np.object_]) -> None:
        self._pieces, self._holders = shapely.get_parts(cells, return_index=True)
        self._spots = shapely.point_on_surface(self._pieces)
        pieces = gpd.GeoSeries(self._pieces, crs=WGS84)
        self._areas_m2 = pieces.to_crs(crs_around(pieces)).area.to_numpy()

    def areas(self, held: list[Holding]) -> Iterator[tuple[str, float, str, BaseGeometry]]:
        """Join the cells of each side to connected areas: side, confidence, evidence, geometry."""
        sides = np.array([held[holder].side for holder in self._holders], dtype=object)
        for side in sorted(set(sides)):
            yield from self._areas_of(np.flatnonzero(sides == side), held)

    def _areas_of(
        self, pieces: NDArray[np.int64], held: list[Holding]
    ) -> Iterator[tuple[str, float, str, BaseGeometry]]:
        parts = components(shapely.coverage_union_all(self._pieces[pieces]))
        spots, part_of = shapely.STRtree(parts).query(self._spots[pieces], predicate="intersects")
        for part, geometry in enumerate(parts):
            members = pieces[spots[part_of == part]]
            holdings = [held[holder] for holder in self._holders[members]]
            sure = np.average([holding.confidence for holding in holdings], weights=self._areas_m2[members])
            evidence = "; ".join(sorted({holding.report for holding in holdings} - {""}))
            yield holdings[0].side, round(float(sure), 3), evidence, geometry


def _territories(territories: gpd.GeoDataFrame | None, area: BaseGeometry) -> tuple[list[Holding], NDArray[np.object_]]:
    """Who holds ground throughout, and what of it lies in the area."""
    if territories is None or territories.empty:
        return [], np.array([], dtype=object)
    shapes = around(lonlat(territories.geometry).to_numpy(), area.centroid.x)
    # cutting moves corners by a rounding, so that what needs no cutting is left as it is
    outside = ~shapely.covered_by(shapes, area)
    shapes[outside] = shapely.intersection(shapes[outside], area)
    return [Holding(date.min, str(side), 1.0, "") for side in territories["side"]], shapes


def _nearest_other(places: list[tuple[float, float]]) -> NDArray[np.int64]:
    """For every place the nearest other one."""
    points = gpd.GeoSeries(shapely.points(places), crs=WGS84)
    xy = shapely.get_coordinates(points.to_crs(crs_around(points)).to_numpy())
    return np.asarray(cKDTree(xy).query(xy, k=2)[1][:, 1], dtype=np.int64)


def _thiessen(places: list[tuple[float, float]], area: BaseGeometry) -> list[BaseGeometry]:
    """Cells of ground nearest to each place, by metric distance, in lon/lat and reaching beyond the area."""
    if len(places) < 2:  # noqa: PLR2004 - one place, or none, has all
        return [area]
    points = gpd.GeoSeries(shapely.points(places), crs=WGS84)
    frame = gpd.GeoSeries([area], crs=WGS84)
    crs = crs_around(frame)
    reach = shapely.box(*frame.to_crs(crs).total_bounds).buffer(10_000)
    cells = shapely.voronoi_polygons(shapely.multipoints(points.to_crs(crs).to_numpy()), extend_to=reach, ordered=True)
    # neighbours get the same corners, since a border is cut into equal steps from either side
    corners = shapely.transform(shapely.segmentize(shapely.get_parts(cells), _STEP_M), lambda xy: xy.round(3))
    return list(around(gpd.GeoSeries(corners, crs=crs).to_crs(WGS84).to_numpy(), area.centroid.x))
