"""Who holds which reported place from which day on, by which report."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError, ReportError
from geo.projection import lonlat

UNKNOWN = "unknown"

# what an analyst's grade is taken to say about a report's being right; a convention until it is calibrated on data
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.5}

# positions that differ by less than 10 cm are one
_POSITION_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds one place from a day on, by which report."""

    since: date
    side: str
    confidence: float
    report: str


def check_reports(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
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


def holdings_by_place(reports: gpd.GeoDataFrame) -> dict[tuple[float, float], list[Holding]]:
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


def _holdings(rows: pd.DataFrame) -> list[Holding]:
    """Who held a place and since when, from its reports in order of time."""
    columns = (rows[name].tolist() for name in ("date", "side", "confidence", "report"))
    reported = [Holding(*values) for values in zip(*columns, strict=True)]
    before = rows["from_side"].iloc[0]
    if pd.isna(before) or before in {"", UNKNOWN}:
        # nobody says who held it before
        return reported
    return [replace(reported[0], since=date.min, side=str(before)), *reported]


def holder_on(holdings: list[Holding], day: date, without: Collection[str] = ()) -> Holding | None:
    """Who holds a place on a day, if anybody says so; who held it before its first report stays in any case."""
    made = [
        holding
        for holding in holdings
        if holding.since <= day and (holding.since == date.min or holding.report not in without)
    ]
    return made[-1] if made else None
