"""Control of ground: zones from scattered reports of who holds which place."""

from collections.abc import Collection
from datetime import date

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.control.holders import DECIDED
from geo.control.model import ControlModel
from geo.days import parse_day
from geo.threads import one_thread_each


def control_zones(  # noqa: PLR0913 - the contract of the zones names each of them
    reports: gpd.GeoDataFrame,
    on: date | str,
    area: BaseGeometry,
    territories: gpd.GeoDataFrame | None = None,
    *,
    blocs: Collection[Collection[str]] = (),
    decided: float = DECIDED,
    step_km: float | None = None,
) -> gpd.GeoDataFrame:
    """Zones of control on one day.

    Parameters
    ----------
    reports : GeoDataFrame
        Control reports, lon/lat points: columns date and side (``contested`` too), and optionally date_end (half-open:
        the change of hands lies between the two), until (from which day the report no longer holds), from_side,
        confidence (high, medium, low or a number from 0 to 1), place_id, report_id, source (keys, joined with "; "; a
        source that repeats itself confirms nothing) and basis (confirmed, claimed, record or None: whose word it is).
        Of two reports of one day on one place the more confident one counts; if they are equally confident, the place
        is contested. Reports later than `on` are used only for their `from_side`.
    on : date or str
        The day, ``YYYY-MM-DD`` if a string.
    area : Polygon or MultiPolygon
        The area that the zones tile, in lon/lat degrees.
    territories : GeoDataFrame, optional
        Ground that is a side's throughout: columns side, geometry. As far as it lies in the area, it is cut out for the
        reports.
    blocs : collection of collections of str
        Sides that are friends: their probabilities add up before anything is decided, and the nearest place colours
        their ground.
    decided : float
        Probability from which ground is a bloc's, otherwise contested; 0.5 leaves no contested ground between two.
    step_km : float, optional
        Distance between the points at which control is computed, before it is halved near places of other blocs; by
        default the area gets some 12,000 points. It moves borders within a step only.

    Returns
    -------
    GeoDataFrame
        Columns side, confidence (0 to 1), evidence (ids of the deciding reports), basis (that of the nearest place of
        the side's bloc), geometry in EPSG:4326. The zones tile
        the area: no gap, no overlap. Where the reports do not decide, they are ``contested``; where nobody has reported
        within reach, ``unknown``. An area that was cut at the antimeridian hangs together, with longitudes above 180.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no date, no side, no position or a confidence that is none of these.
    DayError
        If `on` is no day; see `geo.days.parse_day`.
    GeometryError
        If the area is not a valid polygon.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> reports = gpd.GeoDataFrame(
    ...     {"date": ["2020-02-05", "2020-02-06"], "side": ["north", "south"], "from_side": [None, "north"]},
    ...     geometry=[shapely.Point(36.0, 36.5), shapely.Point(36.0, 35.5)],
    ...     crs=4326,
    ... )
    >>> area = shapely.box(35, 35, 37, 37)
    >>> sorted(set(control_zones(reports, on="2020-02-05", area=area)["side"]))
    ['north']
    >>> zones = control_zones(reports, on="2020-02-06", area=area)
    >>> zones["side"][zones.covers(shapely.Point(36.0, 35.4))].tolist()
    ['south']
    """
    day = parse_day(on)
    with one_thread_each():
        return ControlModel(
            reports, area, territories, blocs=blocs, decided=decided, step_km=step_km, known_by=day
        ).zones(day)
