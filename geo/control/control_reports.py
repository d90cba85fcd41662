"""Control reports: checked, grouped by place, and reduced to intervals of one holder with the deciding reports.

The reports on one place are combined as log-odds (Good 1950, Probability and the Weighing of Evidence): the newest
report names the holder, repetitions by other sources confirm it, and a later report that names another former holder
(`from_side`) counts against it.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats
from geo.days import parse_day
from geo.errors import DayError, GeometryError, ReportError
from geo.geometry.projection import lonlat
from geo.sides import UNKNOWN

# probability that a report of an analyst's grade is right
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.55}

# the odds of a probability of 1 are infinite
_HIGHEST_CONFIDENCE = 0.999
# positions that differ by less than 10 cm are one place
_POSITION_DECIMALS = 6

Position = tuple[float, float]
"""Longitude and latitude in degrees (EPSG:4326)."""


@dataclass(frozen=True, slots=True)
class ControlReport:
    """A statement that a side holds a place from a day on, taken from another side if that is known.

    Parameters
    ----------
    day : date
        First day on which the side holds the place.
    side : str
        The holder from that day on.
    from_side : str or None
        The holder until that day, None if unknown.
    confidence : float
        Probability that the report is right, 0 to 1.
    id : str
        Id of the report, empty if it has none.
    sources : frozenset of str
        Keys of its sources.
    """

    day: date
    side: str
    from_side: str | None
    confidence: float
    id: str
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holding:
    """The holder of one place from a day on.

    Parameters
    ----------
    since : date
        First day; `date.min` for the time before the first report, known from its `from_side`.
    last_reported : date
        Day of the newest report that names this holder; it may be later than `since`.
    side : str
        The holder.
    trust : float
        Probability of the holder by the reports on this place alone, 0.5 to 1 if there are two sides.
    reports : tuple of str
        Ids of the reports that name the holder, the newest first.
    """

    since: date
    last_reported: date
    side: str
    trust: float
    reports: tuple[str, ...]


def check_reports(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
    """Check that a table of control reports and an area can be used for zones.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no usable date, side, position or confidence.
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


def reports_about(reports: gpd.GeoDataFrame, on: date) -> gpd.GeoDataFrame:
    """Select the reports that concern a day: those made by then, and later ones that name a former holder."""
    has_former = [_is_known(side) for side in _column(reports, "from_side", None)]
    return reports[(_dates(reports).dt.date <= on) | np.array(has_former, dtype=bool)]


def reports_by_place(reports: gpd.GeoDataFrame) -> dict[Position, list[ControlReport]]:
    """Group a table of reports by position, each group in order of time; of one day the lower row comes last."""
    positions = lonlat(reports.geometry)
    formers = (str(side) if _is_known(side) else None for side in _column(reports, "from_side", None))
    rows = map(
        ControlReport,
        _dates(reports).dt.date.tolist(),
        reports["side"].astype(str).tolist(),
        formers,
        _confidences(reports).tolist(),
        _column(reports, "report_id", "").astype(str).tolist(),
        map(_sources, _column(reports, "source", None)),
    )
    grouped: dict[Position, list[ControlReport]] = {}
    x, y = (values.round(_POSITION_DECIMALS).tolist() for values in (positions.x, positions.y))
    for lon, lat, report in zip(x, y, rows, strict=True):
        grouped.setdefault((lon, lat), []).append(report)
    return {position: sorted(grouped[position], key=lambda report: report.day) for position in sorted(grouped)}


def holdings(reports: Sequence[ControlReport], without: Collection[str] = ()) -> list[Holding]:
    """Find the successive holders of one place.

    Parameters
    ----------
    reports : sequence of ControlReport
        All reports on the place, in order of time.
    without : collection of str
        Ids of reports to be left out, as if they had not been made yet: only their `from_side` is used.

    Returns
    -------
    list of Holding
        In order of time.

    Examples
    --------
    >>> doubtful = ControlReport(date(2019, 5, 13), "red", None, 0.55, "R1")
    >>> again = ControlReport(date(2019, 8, 20), "red", "blue", 0.9, "R2")
    >>> [(holding.since.month, holding.side, round(holding.trust, 2)) for holding in holdings([doubtful, again])]
    [(5, 'blue', 0.88), (8, 'red', 0.92)]
    """
    if not reports:
        return []
    found, made = [], []
    for report, later in zip(reports, [*reports[1:], None], strict=True):
        if report.id not in without:
            made.append(report)
            found.append(_holding(made, later))
    first = reports[0]
    if first.from_side is None:
        # the holder before the first report is unknown
        return found
    before = Holding(date.min, first.day, first.from_side, _probability(_log_odds(first)), (first.id,))
    return [before, *found]


def _holding(made: Sequence[ControlReport], later: ControlReport | None) -> Holding:
    """Combine the reports made so far with the former holder that the next report names."""
    newest = made[-1]
    confirming = list(_confirming(made))
    reports = {newest.side: confirming}
    log_odds = {newest.side: 0.0}
    counted: set[str] = set()
    for report in reversed(confirming):
        # a source that repeats its own report confirms nothing
        if not report.sources or not report.sources <= counted:
            log_odds[newest.side] += _log_odds(report)
        counted |= report.sources
    if later and later.from_side:
        log_odds[later.from_side] = log_odds.get(later.from_side, 0.0) + _log_odds(later)
        reports.setdefault(later.from_side, []).append(later)
    side, *others = sorted(log_odds, key=lambda one: -log_odds[one])
    against = max((log_odds[other] for other in others), default=0.0)
    last_reported = max(report.day for report in reports[side])
    ids = tuple(report.id for report in reports[side] if report.id)
    return Holding(newest.day, last_reported, side, _probability(log_odds[side] - max(against, 0.0)), ids)


def _confirming(made: Sequence[ControlReport]) -> Iterable[ControlReport]:
    """Yield the newest report and the unbroken run of reports before it that name the same side."""
    for report in reversed(made):
        if report.side != made[-1].side:
            return
        yield report


def _log_odds(report: ControlReport) -> float:
    """Natural logarithm of the odds that a report is right; 0 for a confidence below one half."""
    confidence = min(max(report.confidence, 0.5), _HIGHEST_CONFIDENCE)
    return math.log(confidence / (1 - confidence))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def _is_known(side: object) -> bool:
    return isinstance(side, str) and side not in {"", UNKNOWN}


def _sources(cell: object) -> frozenset[str]:
    """Keys of sources from a cell that lists them with semicolons."""
    return frozenset(key.strip() for key in cell.split(";")) if isinstance(cell, str) else frozenset()


def _column(reports: gpd.GeoDataFrame, name: str, default: str | None) -> NDArray[np.object_]:
    if name not in reports:
        return np.full(len(reports), default, dtype=object)
    return np.asarray(reports[name].to_numpy(dtype=object))


def _dates(reports: gpd.GeoDataFrame) -> pd.Series:
    """Read the days of reports; NaT where a date is missing or is no day."""
    dates: pd.Series = pd.to_datetime(reports["date"].map(_day), errors="coerce")
    return dates


def _day(value: object) -> date | None:
    try:
        return parse_day(value)
    except DayError:
        return None


def _confidences(reports: gpd.GeoDataFrame) -> Floats:
    """Confidence of reports, 0 to 1: a missing one is a medium grade; NaN for anything but a number or a grade."""
    given = _column(reports, "confidence", None)
    numbers = [GRADES["medium"] if pd.isna(one) else GRADES.get(one, one) for one in given]
    return np.asarray(pd.to_numeric(pd.Series(numbers, dtype=object), errors="coerce"), dtype=np.float64)
