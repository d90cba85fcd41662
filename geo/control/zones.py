"""Zones of control: polygons of the side that holds the ground, from control reports on scattered places."""

from datetime import date

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geo.control.model import ControlModel
from geo.days import parse_day
from geo.threads import one_thread_each


def control_zones(
    reports: gpd.GeoDataFrame,
    on: date | str,
    area: BaseGeometry,
    territories: gpd.GeoDataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Compute the zones of control of one day.

    Parameters
    ----------
    reports : GeoDataFrame
        Control reports, lon/lat points: columns date, side, and optionally from_side, confidence (high, medium, low
        or a number from 0 to 1), report_id and source (keys, with "; " between them; a source that repeats itself
        confirms nothing). Of two reports of one day on one place the lower row counts. Reports later than `on` are used
        only for their `from_side`.
    on : date or str
        The day, ``YYYY-MM-DD`` if a string.
    area : Polygon or MultiPolygon
        The area that the zones tile, in lon/lat degrees.
    territories : GeoDataFrame, optional
        Ground that is a side's at all times: columns side, geometry. Inside the area it is a zone of that side,
        whatever the reports say.

    Returns
    -------
    GeoDataFrame
        Columns side, confidence (0 to 1), evidence (ids of the deciding reports), geometry in EPSG:4326. The zones tile
        the area: no gap, no overlap. The side is ``contested`` where no side is probable enough, and ``unknown`` far
        from all reports. An area that was cut at the antimeridian is rejoined, with longitudes above 180.

    Raises
    ------
    ReportError
        If a column is missing, or a report has no usable date, side, position or confidence.
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
        return ControlModel(reports, area, territories, known_by=day).zones(day)
