"""Control of ground: zones from scattered reports of who holds which place.

The model here is the nearest report: a point is held by whoever holds the nearest place that anybody reported on, that is the
Thiessen or Voronoi polygons of the reported places (Okabe et al. 2000, Spatial Tessellations, chapter 2). A place is held
by the side of its newest report; before its first report by that report's `from_side`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from geo.coverage import components, partition
from geo.errors import GeometryError, ReportError
from geo.projection import WGS84, crs_around

UNKNOWN = "unknown"

# what an analyst's grade is taken to say about a report's being right; a convention until it is calibrated on data
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.5}


class ControlModel(Protocol):
    """What turns reports into zones, day by day."""

    def zones(self, on: date, *, without: Collection[str] = ()) -> gpd.GeoDataFrame:
        """Zones of a day: columns side, confidence, evidence, geometry (EPSG:4326), one row a connected area."""

    def changes(self) -> list[date]:
        """Days on which zones may differ from those of the day before, in order."""


def control_zones(
    reports: gpd.GeoDataFrame,
    on: date | str,
    area: BaseGeometry,
    territories: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Zones of control on one day.

    Parameters
    ----------
    reports : GeoDataFrame
        Control reports, lon/lat points: columns date, side, and optionally from_side, confidence (high, medium, low)
        and report_id. Reports later than `on` are used only for their `from_side`.
    on : date or str
        The day, ``YYYY-MM-DD`` if a string.
    area : Polygon or MultiPolygon
        The area that the zones tile, in lon/lat degrees.
    territories : GeoDataFrame, optional
        Ground that is a side's throughout: columns side, geometry. It is cut out of the area for the reports.

    Returns
    -------
    GeoDataFrame
        Columns side, confidence (0 to 1), evidence (ids of the deciding reports), geometry in EPSG:4326. The zones tile the
        area: no gap, no overlap.

    Raises
    ------
    ReportError
        If a column is missing.
    GeometryError
        If the area is empty or invalid.

    Examples
    --------
    >>> reports = gpd.GeoDataFrame(
    ...     {"date": ["2020-02-05", "2020-02-06"], "side": ["north", "south"], "from_side": [None, "north"]},
    ...     geometry=[shapely.Point(36.0, 36.5), shapely.Point(36.0, 35.5)],
    ...     crs=4326,
    ... )
    >>> area = shapely.box(35, 35, 37, 37)
    >>> control_zones(reports, on="2020-02-05", area=area)["side"].tolist()
    ['north']
    >>> control_zones(reports, on="2020-02-06", area=area)["side"].tolist()
    ['north', 'south']
    """
    day = date.fromisoformat(on) if isinstance(on, str) else on
    return NearestReport(reports, area, territories).zones(day)


@dataclass(frozen=True, slots=True)
class _Holding:
    """Who holds one place from a day on, by which report."""

    since: date
    side: str
    confidence: float
    report: str


class NearestReport:
    """Control by the nearest reported place.

    Parameters are those of `control_zones`; see there.
    """

    def __init__(
        self,
        reports: gpd.GeoDataFrame,
        area: BaseGeometry,
        territories: gpd.GeoDataFrame | None = None,
    ) -> None:
        _check(reports, area)
        fixed = gpd.GeoDataFrame({"side": []}, geometry=[], crs=WGS84) if territories is None else territories
        self._fixed_sides = [str(side) for side in fixed["side"]]
        places = _places(reports)
        self._holdings = [_holdings(rows) for rows in places.values()]
        land = area if fixed.empty else shapely.difference(area, shapely.union_all(fixed.geometry.to_numpy()))
        seeds = _thiessen(list(places), area) if places else [area]
        if not places:
            self._holdings = [[_Holding(date.min, UNKNOWN, 0.0, "")]]
        self._cells = partition(seeds, [land, *fixed.geometry])
        self._nearest = _nearest_other(list(places))

    def changes(self) -> list[date]:
        """Days on which a place changes hands or gets a newer report, in order."""
        return sorted({holding.since for holdings in self._holdings for holding in holdings} - {date.min})

    def zones(self, on: date, *, without: Collection[str] = ()) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area, as they would be without some reports; see `control_zones`."""
        held = [_on([holding for holding in holdings if holding.report not in without or holding.since == date.min], on) for holdings in self._holdings]
        held += [_Holding(date.min, side, 1.0, "") for side in self._fixed_sides]
        by_side: dict[str, list[int]] = {}
        for cell, holding in enumerate(held):
            if not self._cells[cell].is_empty:
                by_side.setdefault(holding.side, []).append(cell)
        rows = [row for side in sorted(by_side) for row in self._areas(by_side[side], held)]
        return gpd.GeoDataFrame(rows, columns=["side", "confidence", "evidence", "geometry"], geometry="geometry", crs=WGS84)

    def left_out_error(self, start: date, end: date) -> dict[str, float]:
        """Tell how often a place is misjudged by all the others, over a half-open period.

        Every reported place is judged by the nearest other one, day by day.

        Returns
        -------
        dict
            ``leave_one_place_out``, the share of places and days misjudged, and ``places``, their number.
        """
        days = [start, *(day for day in self.changes() if start < day < end)]
        lengths = np.diff([day.toordinal() for day in [*days, end]])
        sides = np.array([[_on(holdings, day).side for day in days] for holdings in self._holdings])
        wrong = sides != sides[self._nearest]
        return {"leave_one_place_out": round(float(np.average(wrong.mean(axis=0), weights=lengths)), 4), "places": len(sides)}

    def _areas(self, cells: list[int], held: list[_Holding]) -> Iterable[tuple[str, float, str, BaseGeometry]]:
        """Join one side's cells to connected areas."""
        parts = components(shapely.coverage_union_all(self._cells[cells]))
        inside = shapely.STRtree(parts).query(shapely.point_on_surface(self._cells[cells]), predicate="intersects")
        for part, geometry in enumerate(parts):
            members = [cells[cell] for cell in inside[0][inside[1] == part]]
            sizes = shapely.area(self._cells[members])
            confidence = np.average([held[cell].confidence for cell in members], weights=sizes)
            evidence = "; ".join(sorted({held[cell].report for cell in members} - {""}))
            yield held[members[0]].side, round(float(confidence), 3), evidence, geometry


def _check(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
    missing = {"date", "side"} - set(reports.columns)
    if missing:
        raise ReportError(f"control reports lack the column {sorted(missing)[0]!r}; they have {', '.join(map(str, reports.columns))}")
    if area.is_empty or not area.is_valid:
        why = "empty" if area.is_empty else shapely.is_valid_reason(area)
        raise GeometryError(f"the area of the zones must be a valid polygon in lon/lat degrees; this one is: {why}")


def _places(reports: gpd.GeoDataFrame) -> dict[tuple[float, float], pd.DataFrame]:
    """Group reports by position: one reported place each, its reports from the oldest to the newest."""
    table = pd.DataFrame(
        {
            "date": pd.to_datetime(reports["date"]).dt.date.to_numpy(),
            "side": reports["side"].astype(str).to_numpy(),
            "from_side": _column(reports, "from_side", None),
            "confidence": pd.Series(_column(reports, "confidence", "medium")).map(GRADES).fillna(GRADES["medium"]).to_numpy(),
            "report": _column(reports, "report_id", "").astype(str),
            "x": reports.geometry.x.to_numpy(),
            "y": reports.geometry.y.to_numpy(),
        },
        index=range(len(reports)),
    ).sort_values("date", kind="stable")
    return {(float(x), float(y)): rows for (x, y), rows in table.groupby(["x", "y"], sort=True)}


def _column(reports: gpd.GeoDataFrame, name: str, default: str | None) -> NDArray[np.object_]:
    if name not in reports:
        return np.full(len(reports), default, dtype=object)
    return reports[name].to_numpy(dtype=object)


def _holdings(rows: pd.DataFrame) -> list[_Holding]:
    """Who held a place and since when, from its reports."""
    first = rows.iloc[0]
    before = UNKNOWN if pd.isna(first["from_side"]) or not first["from_side"] else str(first["from_side"])
    if before == UNKNOWN:
        # nobody says who held it before; its first holder is the best that is known
        before = str(first["side"])
    opening = _Holding(date.min, before, float(first["confidence"]), str(first["report"]))
    return [opening, *(_Holding(row.date, row.side, row.confidence, row.report) for row in rows.itertuples())]


def _on(holdings: list[_Holding], day: date) -> _Holding:
    return [holding for holding in holdings if holding.since <= day][-1]


def _nearest_other(places: list[tuple[float, float]]) -> NDArray[np.int64]:
    """For every place the nearest other one; a place that is alone is its own."""
    if len(places) < 2:  # noqa: PLR2004 - it takes two
        return np.zeros(max(len(places), 1), dtype=np.int64)
    points = gpd.GeoSeries(shapely.points(places), crs=WGS84)
    xy = shapely.get_coordinates(points.to_crs(crs_around(points)).to_numpy())
    return np.asarray(cKDTree(xy).query(xy, k=2)[1][:, 1], dtype=np.int64)


def _thiessen(places: list[tuple[float, float]], area: BaseGeometry) -> list[BaseGeometry]:
    """Cells of ground nearest to each place, by metric distance, in lon/lat and reaching beyond the area."""
    points = gpd.GeoSeries(shapely.points(places), crs=WGS84)
    frame = gpd.GeoSeries([area], crs=WGS84)
    crs = crs_around(frame)
    reach = shapely.box(*frame.to_crs(crs).total_bounds).buffer(10_000)
    cells = shapely.voronoi_polygons(shapely.multipoints(points.to_crs(crs).to_numpy()), extend_to=reach, ordered=True)
    if len(places) == 1:
        return [area]
    return list(gpd.GeoSeries(shapely.get_parts(cells), crs=crs).to_crs(WGS84))
