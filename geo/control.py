"""Control of ground: zones from scattered reports of who holds which place.

The model here is the nearest report: a point is held by whoever holds the nearest place that anybody reported on, that
is the Thiessen or Voronoi polygons of the reported places (Okabe et al. 2000, Spatial Tessellations, chapter 2). A
place is held by the side of its newest report; before its first report by that report's `from_side`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
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
from geo.projection import WGS84, around, crs_around, joined, lonlat

UNKNOWN = "unknown"

# what an analyst's grade is taken to say about a report's being right; a convention until it is calibrated on data
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.5}

# a border between two places is followed in steps of this length, since it is straight on the ground and not in lon/lat
_STEP_M = 20_000.0
# positions that differ by less than 10 cm are one
_POSITION_DECIMALS = 6


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
        Control reports, lon/lat points: columns date, side, and optionally from_side, confidence (high, medium, low
        or a number from 0 to 1) and report_id. Of two reports of one day on one place the lower row counts. Reports
        later than `on` are used only for their `from_side`.
    on : date or str
        The day, ``YYYY-MM-DD`` if a string.
    area : Polygon or MultiPolygon
        The area that the zones tile, in lon/lat degrees.
    territories : GeoDataFrame, optional
        Ground that is a side's throughout: columns side, geometry. As far as it lies in the area, it is cut out for the
        reports.

    Returns
    -------
    GeoDataFrame
        Columns side, confidence (0 to 1), evidence (ids of the deciding reports), geometry in EPSG:4326. The zones tile
        the area: no gap, no overlap. Where nobody has reported, they are ``unknown``. An area that was cut at the
        antimeridian hangs together, with longitudes above 180.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no date, no side, no position or a confidence that is none of these.
    GeometryError
        If the area is not a valid polygon.

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
        area = shapely.union_all(joined(shapely.get_parts(area)))
        places = _places(reports)
        self._holdings = list(places.values()) or [[_Holding(date.min, UNKNOWN, 0.0, "")]]
        self._nearest = _nearest_other(list(places))
        self._fixed, fixed_ground = _territories(territories, area)
        land = shapely.difference(area, shapely.union_all(fixed_ground))
        cells = partition(_thiessen(list(places), area), [land, *fixed_ground])
        # a place may have ground in several pieces; whose they are is looked up by their holders' numbers
        self._pieces, self._holders = shapely.get_parts(cells, return_index=True)
        self._spots = shapely.point_on_surface(self._pieces)
        pieces = gpd.GeoSeries(self._pieces, crs=WGS84)
        self._areas_m2 = pieces.to_crs(crs_around(pieces)).area.to_numpy()

    def changes(self) -> list[date]:
        """Days on which a place changes hands or gets a newer report, in order."""
        return sorted({holding.since for holdings in self._holdings for holding in holdings} - {date.min})

    def zones(self, on: date, *, without: Collection[str] = ()) -> gpd.GeoDataFrame:
        """Zones of a day, one row a connected area; see `control_zones`.

        Reports left out are taken as not yet made: a place stays with who held it before them.
        """
        held = [_on(holdings, on, without) for holdings in self._holdings] + self._fixed
        sides = np.array([held[holder].side for holder in self._holders], dtype=object)
        rows = [row for side in sorted(set(sides)) for row in self._areas(np.flatnonzero(sides == side), held)]
        columns = ["side", "confidence", "evidence", "geometry"]
        return gpd.GeoDataFrame(rows, columns=columns, geometry="geometry", crs=WGS84)

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
        wrong = (sides != sides[self._nearest]).mean(axis=0)
        return {"leave_one_place_out": round(float(np.average(wrong, weights=lengths)), 4), "places": len(sides)}

    def _areas(self, pieces: NDArray[np.int64], held: list[_Holding]) -> Iterable[tuple[str, float, str, BaseGeometry]]:
        """Join one side's pieces to connected areas."""
        parts = components(shapely.coverage_union_all(self._pieces[pieces]))
        spots, part_of = shapely.STRtree(parts).query(self._spots[pieces], predicate="intersects")
        for part, geometry in enumerate(parts):
            members = pieces[spots[part_of == part]]
            holdings = [held[holder] for holder in self._holders[members]]
            sure = np.average([holding.confidence for holding in holdings], weights=self._areas_m2[members])
            evidence = "; ".join(sorted({holding.report for holding in holdings} - {""}))
            yield holdings[0].side, round(float(sure), 3), evidence, geometry


def _check(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
    """Make sure that zones can be made of some reports on an area."""
    for column in ("date", "side"):
        if column not in reports:
            known = ", ".join(map(str, reports.columns))
            raise ReportError(f"control reports lack the column {column!r}; they have {known}")
    places = reports.geometry.to_numpy()
    is_point = shapely.get_type_id(places) == shapely.GeometryType.POINT
    for column, usable in (
        ("date", _dates(reports).notna()),
        ("side", reports["side"].notna() & (reports["side"] != "")),
        ("geometry", pd.Series(is_point & ~shapely.is_empty(places) & shapely.is_valid(places), dtype=bool)),
        ("confidence", pd.Series(_confidences(reports)).between(0, 1)),
    ):
        if not usable.all():
            row = int(np.flatnonzero(~usable.to_numpy(dtype=bool))[0])
            raise ReportError(
                f"control report {reports.index[row]} has no usable {column}: {reports[column].iloc[row]!r}"
            )
    if area.is_empty or not area.is_valid or area.geom_type not in {"Polygon", "MultiPolygon"}:
        why = "empty" if area.is_empty else f"a {area.geom_type}" if area.is_valid else shapely.is_valid_reason(area)
        raise GeometryError(f"the area of the zones must be a valid polygon in lon/lat degrees; this one is: {why}")


def _places(reports: gpd.GeoDataFrame) -> dict[tuple[float, float], list[_Holding]]:
    """Group reports by position: one reported place each, with who held it from when on."""
    positions = lonlat(reports.geometry)
    table = pd.DataFrame(
        {
            "date": _dates(reports).dt.date.to_numpy(),
            "side": reports["side"].astype(str).to_numpy(),
            "from_side": _column(reports, "from_side", None),
            "confidence": _confidences(reports),
            "report": _column(reports, "report_id", "").astype(str),
            "x": positions.x.round(_POSITION_DECIMALS).to_numpy(),
            "y": positions.y.round(_POSITION_DECIMALS).to_numpy(),
        },
        index=range(len(reports)),
    ).sort_values("date", kind="stable")
    return {(rows["x"].iloc[0], rows["y"].iloc[0]): _holdings(rows) for _, rows in table.groupby(["x", "y"], sort=True)}


def _column(reports: gpd.GeoDataFrame, name: str, default: str | None) -> NDArray[np.object_]:
    if name not in reports:
        return np.full(len(reports), default, dtype=object)
    return np.asarray(reports[name].to_numpy(dtype=object))


def _dates(reports: gpd.GeoDataFrame) -> pd.Series:
    """Dates of reports; null where there is none."""
    dates: pd.Series = pd.to_datetime(reports["date"], format="ISO8601", errors="coerce")
    return dates


def _confidences(reports: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Confidence of reports, 0 to 1; not a number where it is neither that nor a grade."""
    given = _column(reports, "confidence", None)
    numbers = [GRADES["medium"] if pd.isna(one) else GRADES.get(one, one) for one in given]
    return np.asarray(pd.to_numeric(pd.Series(numbers, dtype=object), errors="coerce"), dtype=np.float64)


def _holdings(rows: pd.DataFrame) -> list[_Holding]:
    """Who held a place and since when, from its reports in order of time."""
    columns = (rows[name].tolist() for name in ("date", "side", "confidence", "report"))
    reported = [_Holding(*values) for values in zip(*columns, strict=True)]
    before = rows["from_side"].iloc[0]
    if pd.isna(before) or before in {"", UNKNOWN}:
        # nobody says who held it before; its first holder is the best that is known
        before = reported[0].side
    return [replace(reported[0], since=date.min, side=str(before)), *reported]


def _on(holdings: list[_Holding], day: date, without: Collection[str] = ()) -> _Holding:
    """Who holds a place on a day; what was before its first report stays in any case."""
    first, *reported = holdings
    newer = [holding for holding in reported if holding.since <= day and holding.report not in without]
    return newer[-1] if newer else first


def _territories(
    territories: gpd.GeoDataFrame | None, area: BaseGeometry
) -> tuple[list[_Holding], NDArray[np.object_]]:
    """Who holds ground throughout, and what of it lies in the area."""
    if territories is None or territories.empty:
        return [], np.array([], dtype=object)
    shapes = around(lonlat(territories.geometry).to_numpy(), area.centroid.x)
    # cutting moves corners by a rounding, so that what needs no cutting is left as it is
    outside = ~shapely.covered_by(shapes, area)
    shapes[outside] = shapely.intersection(shapes[outside], area)
    return [_Holding(date.min, str(side), 1.0, "") for side in territories["side"]], shapes


def _nearest_other(places: list[tuple[float, float]]) -> NDArray[np.int64]:
    """For every place the nearest other one; a place that is alone is its own."""
    if len(places) < 2:  # noqa: PLR2004 - it takes two
        return np.zeros(1, dtype=np.int64)
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
