"""The table `admin.csv`: which side holds how much of each admin unit of level 3 on each day."""

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from layers.dossier.settings.admin_areas import AdminAreas
from layers.period import DAY
from layers.schema.layers import ADMIN

_UNITS = tuple(name for name in ADMIN.names if name.startswith("admin"))
_LEVEL, _DECIMALS = 3, 4


def admin_table(areas: AdminAreas, zones: gpd.GeoDataFrame, start: date, end: date, crs: CRS) -> pd.DataFrame:
    """Return the share of the ground of each unit that each side holds on each day of a half-open period.

    Parameters
    ----------
    areas : AdminAreas
        Units; those without a name of level 3 are left out, and those outside of the zones.
    zones : GeoDataFrame
        The zones of the period, which tile the dossier's area on each day.
    start, end : date
        The period.
    crs : CRS
        CRS in metres, for the areas.

    Returns
    -------
    DataFrame
        The columns of the schema; shares of a unit on a day add up to 1, but for rounding.
    """
    units = areas.units[areas.levels == _LEVEL].to_crs(crs)
    labels, of_unit = np.unique(units[list(_UNITS)].fillna("").to_numpy(dtype=str), axis=0, return_inverse=True)
    # units in several parts are one, and so are parts that touch
    outlines = np.array([shapely.union_all(units.geometry.to_numpy()[of_unit == one]) for one in range(len(labels))])
    grounds = zones.geometry.to_crs(crs).to_numpy()
    zone, unit = shapely.STRtree(outlines).query(grounds, predicate="intersects")
    inside = shapely.area(shapely.intersection(grounds[zone], outlines[unit]))
    first = np.array([(day - start) // DAY for day in zones["start_date"]])[zone]
    after = np.array([((day or end) - start) // DAY for day in zones["end_date"]])[zone]
    # a row for each day on which a zone lies in a unit
    lasts = after - first
    day = np.repeat(first, lasts) + np.arange(lasts.sum()) - np.repeat(lasts.cumsum() - lasts, lasts)
    rows = pd.DataFrame(
        {"day": day, "unit": np.repeat(unit, lasts), "side": zones["side"].to_numpy()[np.repeat(zone, lasts)]}
    )
    held = rows.assign(m2=np.repeat(inside, lasts)).groupby(["day", "unit", "side"], as_index=False)["m2"].sum()
    held["share"] = (held["m2"] / held.groupby(["day", "unit"])["m2"].transform("sum")).round(_DECIMALS)
    held = held[held["share"] > 0]
    dates = np.array([start + DAY * n for n in range((end - start).days)], dtype=object)
    known = np.asarray(labels, dtype=object)
    known[known == ""] = None
    named = dict(zip(_UNITS, known[held["unit"]].T, strict=True))
    table = pd.DataFrame({"date": dates[held["day"]], **named, "side": held["side"], "share": held["share"]})
    return table.reset_index(drop=True)[list(ADMIN.names)]
