"""Control reports: who holds a reported place from which day on, by which of them, and how far that is to be believed.

Reports on one place are weighed together as odds (Good 1950, Probability and the Weighing of Evidence): the newest one
tells, repeats confirm it, and a later report that the place was taken from another side speaks against it.
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

from geo.days import parse_day
from geo.errors import DayError, GeometryError, ReportError
from geo.geometry.projection import lonlat
from geo.sides import UNKNOWN

# what an analyst's grade is taken to say: how often such reports are right
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.55}

# what is wholly sure has no odds
_SUREST = 0.999
# positions that differ by less than 10 cm are one
_POSITION_DECIMALS = 6

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Report:
    """From a day on a side holds a place; until then another side held it, if that is known."""

    day: date
    side: str
    from_side: str | None
    confidence: float
    id: str
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds one place from a day on.

    Parameters
    ----------
    since : date
        First day; `date.min` for what a place's first report tells of the time before it.
    told : date
        The day of the newest report that says so, which may be a later one.
    side : str
        Who holds it.
    trust : float
        How probable that is by the reports on this place alone, 0.5 to 1 if there are two sides.
    reports : tuple of str
        Ids of the reports that say so, the newest first.
    """

    since: date
    told: date
    side: str
    trust: float
    reports: tuple[str, ...]


def check_reports(reports: gpd.GeoDataFrame, area: BaseGeometry) -> None:
    """Make sure that zones can be made of some reports on an area.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no date, no side, no position or a confidence that is none of these.
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
    """Leave out reports that say nothing about a day: those made later that do not tell who held the place before."""
    former = [_told(side) for side in _column(reports, "from_side", None)]
    return reports[(_dates(reports).dt.date <= on) | np.array(former, dtype=bool)]


def reports_by_place(reports: gpd.GeoDataFrame) -> dict[Position, list[Report]]:
    """Group a table of reports by position (lon, lat), each group in order of time; of one day the lower row last."""
    positions = lonlat(reports.geometry)
    formers = (str(side) if _told(side) else None for side in _column(reports, "from_side", None))
    rows = map(
        Report,
        _dates(reports).dt.date.tolist(),
        reports["side"].astype(str).tolist(),
        formers,
        _confidences(reports).tolist(),
        _column(reports, "report_id", "").astype(str).tolist(),
        map(_sources, _column(reports, "source", None)),
    )
    grouped: dict[Position, list[Report]] = {}
    x, y = (values.round(_POSITION_DECIMALS).tolist() for values in (positions.x, positions.y))
    for lon, lat, report in zip(x, y, rows, strict=True):
        grouped.setdefault((lon, lat), []).append(report)
    return {position: sorted(grouped[position], key=lambda report: report.day) for position in sorted(grouped)}


def holdings(reports: Sequence[Report], without: Collection[str] = ()) -> list[Holding]:
    """Tell who held a place and since when, from all reports on it in order of time.

    Reports left out, by their ids, are taken as not yet made: they tell of the time before them only.

    Examples
    --------
    >>> doubtful = Report(date(2019, 5, 13), "red", None, 0.55, "R1")
    >>> again = Report(date(2019, 8, 20), "red", "blue", 0.9, "R2")
    >>> [(holding.since.month, holding.side, round(holding.trust, 2)) for holding in holdings([doubtful, again])]
    [(5, 'blue', 0.88), (8, 'red', 0.92)]
    """
    if not reports:
        return []
    told, made = [], []
    for report, later in zip(reports, [*reports[1:], None], strict=True):
        if report.id not in without:
            made.append(report)
            told.append(_holding(made, later))
    first = reports[0]
    if first.from_side is None:
        # nobody says who held it before
        return told
    before = Holding(date.min, first.day, first.from_side, _probability(_odds(first)), (first.id,))
    return [before, *told]


def _holding(made: Sequence[Report], later: Report | None) -> Holding:
    """Weigh the reports that were made, and what the next one says of the time before it."""
    newest = made[-1]
    confirming = list(_confirming(made))
    reports = {newest.side: confirming}
    odds = {newest.side: 0.0}
    heard: set[str] = set()
    for report in reversed(confirming):
        # who repeats what they said themselves confirms nothing
        if not report.sources or not report.sources <= heard:
            odds[newest.side] += _odds(report)
        heard |= report.sources
    if later and later.from_side:
        odds[later.from_side] = odds.get(later.from_side, 0.0) + _odds(later)
        reports.setdefault(later.from_side, []).append(later)
    side, *others = sorted(odds, key=lambda one: -odds[one])
    against = max((odds[other] for other in others), default=0.0)
    told = max(report.day for report in reports[side])
    ids = tuple(report.id for report in reports[side] if report.id)
    return Holding(newest.day, told, side, _probability(odds[side] - max(against, 0.0)), ids)


def _confirming(made: Sequence[Report]) -> Iterable[Report]:
    """Give the newest report and those right before it that name the same side."""
    for report in reversed(made):
        if report.side != made[-1].side:
            return
        yield report


def _odds(report: Report) -> float:
    """Logarithm of the odds that a report is right; none if it is more probably wrong."""
    sure = min(max(report.confidence, 0.5), _SUREST)
    return math.log(sure / (1 - sure))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def _told(side: object) -> bool:
    return isinstance(side, str) and side not in {"", UNKNOWN}


def _sources(given: object) -> frozenset[str]:
    """Keys of sources, between which stands a semicolon."""
    return frozenset(key.strip() for key in given.split(";")) if isinstance(given, str) else frozenset()


def _column(reports: gpd.GeoDataFrame, name: str, default: str | None) -> NDArray[np.object_]:
    if name not in reports:
        return np.full(len(reports), default, dtype=object)
    return np.asarray(reports[name].to_numpy(dtype=object))


def _dates(reports: gpd.GeoDataFrame) -> pd.Series:
    """Read the days of reports; null where a value is no day."""
    dates: pd.Series = pd.to_datetime(reports["date"].map(_day), errors="coerce")
    return dates


def _day(value: object) -> date | None:
    try:
        return parse_day(value)
    except DayError:
        return None


def _confidences(reports: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Confidence of reports, 0 to 1; not a number where it is neither that nor a grade."""
    given = _column(reports, "confidence", None)
    numbers = [GRADES["medium"] if pd.isna(one) else GRADES.get(one, one) for one in given]
    return np.asarray(pd.to_numeric(pd.Series(numbers, dtype=object), errors="coerce"), dtype=np.float64)
