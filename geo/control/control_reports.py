"""Control reports: which side holds a place from which day on; read from a table and grouped by place."""

from dataclasses import dataclass
from datetime import date, timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries
from geo.control.confidence import GRADES
from geo.days import parse_day
from geo.errors import DayError, GeometryError, ReportError
from geo.geometry.projection import WGS84, flatten, lonlat, project, transformer
from geo.sides import CONTESTED, UNKNOWN

# positions that differ by less than 10 cm are one
_POSITION_DECIMALS = 6
_DAY = timedelta(1)

# lon, lat and the id of the place, empty where the table has none: two places may share a point
Position = tuple[float, float, str]


@dataclass(frozen=True, slots=True)
class ControlReport:
    """From a day on, a side holds a place; until then another side held it, if that is known.

    Parameters
    ----------
    day : date
        First day on which the place may have changed hands.
    side : str
        The holder, or ``contested``.
    from_side : str or None
        The holder until then.
    confidence : float
        Probability that the report is right.
    id : str
        Its id.
    sources : frozenset of str
        Keys of its sources.
    last : date or None
        Last day on which the place may have changed hands, if that is not `day`.
    until : date or None
        Day from which the report no longer says who holds the place.
    basis : str or None
        Whose word it is, one of `geo.sides.BASES`.
    """

    day: date
    side: str
    from_side: str | None
    confidence: float
    id: str
    sources: frozenset[str] = frozenset()
    last: date | None = None
    until: date | None = None
    basis: str | None = None


def check_reports(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
    """Check that zones can be made of reports on an area.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no date, no side, no position or no valid confidence.
    GeometryError
        If the area is not a valid polygon.
    """
    for column in ("date", "side"):
        if column not in reports:
            known = ", ".join(map(str, reports.columns))
            raise ReportError(f"control reports lack the column {column!r}; they have {known}")
    places = reports.geometry.to_numpy()
    is_point = shapely.get_type_id(places) == shapely.GeometryType.POINT
    for column, usable in (
        ("date", _dates(reports, "date").notna()),
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


# first day of an area that holds since before anybody wrote it down
_LONG_AGO = date(1900, 1, 1)
_AREA_COLUMNS = ("date", "until", "side", "confidence", "report_id", "source", "basis", "geometry")


def reports_about(reports: gpd.GeoDataFrame, on: date) -> gpd.GeoDataFrame:
    """Leave out reports that say nothing about a day: later ones without a former holder."""
    former = [_is_named(side) for side in _column(reports, "from_side", None)]
    return reports[(_dates(reports, "date").dt.date <= on) | np.array(former, dtype=bool)]


def reports_by_place(reports: gpd.GeoDataFrame) -> dict[Position, list[ControlReport]]:
    """Group a table of reports by place, each group in order of time."""
    positions = lonlat(reports.geometry)
    rows = map(
        ControlReport,
        _dates(reports, "date").dt.date.tolist(),
        reports["side"].astype(str).tolist(),
        (str(side) if _is_named(side) else None for side in _column(reports, "from_side", None)),
        _confidences(reports).tolist(),
        _column(reports, "report_id", "").astype(str).tolist(),
        map(_sources, _column(reports, "source", None)),
        (day - _DAY if day else None for day in _optional_dates(reports, "date_end")),
        _optional_dates(reports, "until"),
        (basis if isinstance(basis, str) else None for basis in _column(reports, "basis", None)),
    )
    grouped: dict[Position, list[ControlReport]] = {}
    x, y = (values.round(_POSITION_DECIMALS).tolist() for values in (positions.x, positions.y))
    places = ("" if pd.isna(place) else str(place) for place in _column(reports, "place_id", ""))
    for position, report in zip(zip(x, y, places, strict=True), rows, strict=True):
        grouped.setdefault(position, []).append(report)
    return {position: sorted(grouped[position], key=lambda report: report.day) for position in sorted(grouped)}


def area_reports(areas: gpd.GeoDataFrame, crs: CRS, spacing_m: float) -> gpd.GeoDataFrame:
    """Turn control areas into reports on the points of a lattice in them; on that nearest to its middle in a small one.

    Parameters
    ----------
    areas : GeoDataFrame
        Polygons with the columns side, start_date, end_date (half-open, None is open), confidence, area_id, source
        and, if known, basis.
    crs : CRS
        The metric CRS in which the lattice lies; areas of several days share its points.
    spacing_m : float
        Distance of its points.
    """
    rows: list[dict[str, object]] = []
    grounds = flatten(lonlat(areas.geometry).to_numpy(), transformer(WGS84, crs))
    for area, ground in zip(areas.itertuples(), grounds, strict=True):
        west, south, east, north = (bound / spacing_m for bound in ground.bounds)
        x, y = np.meshgrid(np.arange(np.floor(west), east + 1), np.arange(np.floor(south), north + 1))
        points = shapely.points(x.ravel() * spacing_m, y.ravel() * spacing_m)
        inside = points[shapely.contains(ground, points)]
        if not len(inside):
            inside = np.array([shapely.point_on_surface(ground)])
        row = {"date": area.start_date or _LONG_AGO, "until": area.end_date, "side": area.side}
        row |= {"confidence": area.confidence, "report_id": area.area_id, "source": area.source}
        row |= {"basis": getattr(area, "basis", None)}
        rows += [row | {"geometry": project(point, transformer(crs, WGS84))} for point in inside]
    return gpd.GeoDataFrame(rows, columns=_AREA_COLUMNS, geometry="geometry", crs=WGS84)


def _is_named(side: object) -> bool:
    return isinstance(side, str) and side not in {"", UNKNOWN, CONTESTED}


def _sources(given: object) -> frozenset[str]:
    """Keys of sources, joined with semicolons."""
    return frozenset(key.strip() for key in given.split(";")) if isinstance(given, str) else frozenset()


def _column(reports: gpd.GeoDataFrame, name: str, default: str | None) -> Geometries:
    if name not in reports:
        return np.full(len(reports), default, dtype=object)
    return np.asarray(reports[name].to_numpy(dtype=object))


def _dates(reports: gpd.GeoDataFrame, column: str) -> pd.Series:
    """Read the days of a column; NaT where a date is missing or is no day."""
    dates: pd.Series = pd.to_datetime(reports[column].map(_day), errors="coerce")
    return dates


def _day(value: object) -> date | None:
    try:
        return parse_day(value)
    except DayError:
        return None


def _optional_dates(reports: gpd.GeoDataFrame, column: str) -> list[date | None]:
    if column not in reports:
        return [None] * len(reports)
    return [None if pd.isna(day) else day.date() for day in _dates(reports, column)]


def _confidences(reports: gpd.GeoDataFrame) -> Floats:
    """Confidence of reports, 0 to 1; not a number where it is neither that nor a grade."""
    given = _column(reports, "confidence", None)
    numbers = [GRADES["medium"] if pd.isna(one) else GRADES.get(one, one) for one in given]
    return np.asarray(pd.to_numeric(pd.Series(numbers, dtype=object), errors="coerce"), dtype=np.float64)
