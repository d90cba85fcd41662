"""Control reports: which side holds a place from which day on, and how the reports on one place are weighed together.

Reports on one place are combined as log-odds (Good 1950, Probability and the Weighing of Evidence): the newest report
counts, agreeing ones confirm it, and a later report that the place was taken from another bloc speaks against it. Sides
are put together in blocs before anything is weighed.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Geometries
from geo.days import parse_day
from geo.errors import DayError, GeometryError, ReportError
from geo.geometry.projection import lonlat
from geo.sides import CONTESTED, UNKNOWN

# an analyst's grade as the share of such reports that are right
GRADES = {"high": 0.9, "medium": 0.75, "low": 0.55}

# certainty has no log-odds
_SUREST = 0.999
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
    """

    day: date
    side: str
    from_side: str | None
    confidence: float
    id: str
    sources: frozenset[str] = frozenset()
    last: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """The bloc that holds one place from a day on.

    Parameters
    ----------
    since : date
        First day; `date.min` for the time before a place's first report.
    last : date
        Last day on which the change of hands may have happened; `since` if the day is known.
    last_reported : date
        Day of the newest report that says so.
    bloc : int
        Number of the bloc, -1 if the place is contested or no longer known.
    side : str
        The side of that bloc; ``contested`` or ``unknown`` if there is none.
    trust : float
        Probability, by the reports on this place alone, that the bloc holds it.
    reports : tuple of str
        Ids of the reports that say so, the newest first.
    agreeing : int
        Number of reports that say so, without repeats by the same sources.
    is_confirmed : bool
        True if a later report names the side as the holder until its own day.
    """

    since: date
    last: date
    last_reported: date
    bloc: int
    side: str
    trust: float
    reports: tuple[str, ...]
    agreeing: int = 1
    is_confirmed: bool = False


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
    )
    grouped: dict[Position, list[ControlReport]] = {}
    x, y = (values.round(_POSITION_DECIMALS).tolist() for values in (positions.x, positions.y))
    places = ("" if pd.isna(place) else str(place) for place in _column(reports, "place_id", ""))
    for position, report in zip(zip(x, y, places, strict=True), rows, strict=True):
        grouped.setdefault(position, []).append(report)
    return {position: sorted(grouped[position], key=lambda report: report.day) for position in sorted(grouped)}


def holdings(
    reports: Sequence[ControlReport], blocs: Mapping[str, int] | None = None, without: Collection[str] = ()
) -> list[Holding]:
    """Reduce all reports on a place, in order of time, to the intervals of its holders.

    Parameters
    ----------
    reports : sequence of ControlReport
        Reports on one place.
    blocs : mapping of str to int, optional
        Number of the bloc of each side; each side is its own bloc by default.
    without : collection of str
        Ids of reports that are taken as not yet made: only their `from_side` counts.

    Examples
    --------
    >>> doubtful = ControlReport(date(2019, 5, 13), "red", None, 0.55, "R1")
    >>> again = ControlReport(date(2019, 8, 20), "red", "blue", 0.9, "R2")
    >>> [(holding.since.month, holding.side, round(holding.trust, 2)) for holding in holdings([doubtful, again])]
    [(5, 'blue', 0.88), (8, 'red', 0.92)]
    """
    if not reports:
        return []
    if blocs is None:
        named = {report.side for report in reports} | {report.from_side for report in reports if report.from_side}
        blocs = {side: number for number, side in enumerate(sorted(named - {CONTESTED}))}
    found = []
    first = reports[0]
    if first.from_side:
        trust = _probability(_odds(first))
        bloc = blocs[first.from_side]
        found.append(
            Holding(date.min, date.min, first.day, bloc, first.from_side, trust, (first.id,), is_confirmed=True)
        )
    days = [list(group) for _, group in groupby(reports, key=lambda report: report.day)]
    made: list[ControlReport] = []
    for of_day, later in zip(days, [*days[1:], []], strict=True):
        new = [report for report in of_day if report.id not in without]
        if new:
            kept, denying = _ranked(new, blocs)
            made += kept
            found += _holdings_from(made, denying, later, blocs)
    return found


def _ranked(
    reports: Sequence[ControlReport], blocs: Mapping[str, int]
) -> tuple[list[ControlReport], list[ControlReport]]:
    """Split the reports of one day into those that count and those that speak against them.

    The most confident report decides; with equal confidence for two blocs the place is contested.
    """
    best = max(report.confidence for report in reports)
    surest = [report for report in reports if report.confidence == best]
    if len({_bloc(report, blocs) for report in surest}) > 1:
        agreed = min(surest, key=lambda report: report.id)
        ids = frozenset().union(*(report.sources for report in surest))
        contested = ControlReport(agreed.day, CONTESTED, None, best, agreed.id, ids, agreed.last, agreed.until)
        return [contested], []
    bloc = _bloc(surest[0], blocs)
    own = [report for report in reports if _bloc(report, blocs) == bloc]
    return own, [report for report in reports if _bloc(report, blocs) != bloc]


def _holdings_from(
    made: Sequence[ControlReport],
    denying: Sequence[ControlReport],
    later: Sequence[ControlReport],
    blocs: Mapping[str, int],
) -> Iterator[Holding]:
    """Weigh the reports made by a day, those of the same day against them, and the `from_side` of the next day's."""
    newest = made[-1]
    last = max(newest.last or newest.day, newest.day)
    if newest.side == CONTESTED:
        yield Holding(newest.day, last, newest.day, -1, CONTESTED, 0.5, (newest.id,) if newest.id else ())
    else:
        yield _weighed(made, denying, [report for report in later if report.from_side], blocs, last)
    if newest.until and not (later and later[0].day <= newest.until):
        yield Holding(newest.until, newest.until, newest.day, -1, UNKNOWN, 0.5, ())


def _weighed(
    made: Sequence[ControlReport],
    denying: Sequence[ControlReport],
    later: Sequence[ControlReport],
    blocs: Mapping[str, int],
    last: date,
) -> Holding:
    newest = made[-1]
    bloc = blocs[newest.side]
    confirming = list(_confirming(made, blocs))
    saying: dict[int, list[tuple[ControlReport, str]]] = {bloc: [(report, report.side) for report in confirming]}
    odds = {bloc: 0.0}
    heard: set[str] = set()
    agreeing = {bloc: 0}
    for report in reversed(confirming):
        # a source that repeats itself confirms nothing
        if not report.sources or not report.sources <= heard:
            odds[bloc] += _odds(report)
            agreeing[bloc] += 1
        heard |= report.sources
    for report in denying:
        if report.side != CONTESTED:
            odds[blocs[report.side]] = odds.get(blocs[report.side], 0.0) + _odds(report)
            saying.setdefault(blocs[report.side], []).append((report, report.side))
    for report in later:
        former = blocs[str(report.from_side)]
        odds[former] = odds.get(former, 0.0) + _odds(report)
        agreeing[former] = agreeing.get(former, 0) + 1
        saying.setdefault(former, []).append((report, str(report.from_side)))
    # the newest report's bloc first, so that it keeps a tie
    best, *others = sorted(odds, key=lambda one: (-odds[one], one != bloc, saying[one][0][0].id))
    against = max((odds[other] for other in others), default=0.0)
    by = saying[best]
    return Holding(
        newest.day,
        last,
        max(report.day for report, _ in by),
        best,
        by[0][1],
        _probability(odds[best] - max(against, 0.0)),
        tuple(report.id for report, _ in by if report.id),
        agreeing=agreeing.get(best, 1),
        is_confirmed=any(blocs[str(report.from_side)] == best for report in later),
    )


def _confirming(made: Sequence[ControlReport], blocs: Mapping[str, int]) -> Iterable[ControlReport]:
    """Yield the newest report and those right before it that name the same bloc."""
    for report in reversed(made):
        if report.side == CONTESTED or blocs[report.side] != blocs[made[-1].side]:
            return
        yield report


def _bloc(report: ControlReport, blocs: Mapping[str, int]) -> int:
    return -1 if report.side == CONTESTED else blocs[report.side]


def _odds(report: ControlReport) -> float:
    """Log-odds that a report is right; 0 if it is more probably wrong."""
    sure = min(max(report.confidence, 0.5), _SUREST)
    return math.log(sure / (1 - sure))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


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
