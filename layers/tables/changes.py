"""The changes layer: ground that passes from one side to another, by the day on which it does."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, product

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.geometry.sphere import KM
from geo.threads import side_by_side
from layers.assessment.snapshots import Snapshot
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS

# less ground than this is the width of a border, not a change (km2); reports within this distance speak of it (km)
LEAST_KM2, _NEAR_KM = 0.01, 5.0
# slivers along a border are drawn to the six decimals that files have
_GRID_DEG = 1e-6


def changes_layer(dossier: Dossier, snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Return a row for each day, pair of sides between which ground passes, and basis of the gain.

    Contested and unknown ground count as sides; they are gained on no basis.

    Parameters
    ----------
    dossier : Dossier
        The control reports.
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    crs : CRS
        CRS in metres, for the areas.
    """
    zones = (snapshot.zones for snapshot in snapshots)
    found = side_by_side(lambda pair: list(passed(*pair, "basis")), pairwise(zones))
    days = (snapshot.start for snapshot in snapshots[1:])
    names = LAYERS["changes"].names
    rows = [
        {**dict.fromkeys(names), "date": day, "from_side": one, "to_side": other, "basis": basis or None}
        | {"geometry": ground}
        for day, pieces in zip(days, found, strict=True)
        for one, (other, basis), ground in pieces
    ]
    layer = frame(rows, names)
    layer["area_km2"] = (layer.to_crs(crs).area / KM**2).round(2)
    layer = layer[layer["area_km2"] >= LEAST_KM2].reset_index(drop=True)
    control = dossier.control.to_crs(crs)
    grounds = zip(layer["date"], layer.to_crs(crs).geometry, strict=True)
    layer["reports"] = pd.Series([_reports(control, day, ground) for day, ground in grounds], dtype=object)
    return layer


def passed(
    before: gpd.GeoDataFrame, after: gpd.GeoDataFrame, *columns: str
) -> Iterator[tuple[str, tuple[str, ...], BaseGeometry]]:
    """Yield the ground that is one side's in some zones and another's in others.

    Parameters
    ----------
    before, after : GeoDataFrame
        Zones of one day each: side and geometry, lon/lat.
    *columns : str
        Columns of `after` by whose values the ground is cut.

    Yields
    ------
    str, tuple of str, MultiPolygon
        The side before; the side after, and the values of the columns, empty where they are missing; the ground.
    """
    known = {(zone.side, zone.geometry.wkb) for zone in before.itertuples()}
    kept = known & {(zone.side, zone.geometry.wkb) for zone in after.itertuples()}
    lost, gained = _grounds(before, kept, "side"), _grounds(after, kept, "side", *columns)
    for (one,), key in product(sorted(lost), sorted(gained)):
        if one != key[0]:
            shared = shapely.get_parts(shapely.intersection(lost[one,], gained[key], grid_size=_GRID_DEG))
            ground = shapely.multipolygons(shared[shapely.get_dimensions(shared) == 2])  # noqa: PLR2004 - areas
            if not ground.is_empty:
                yield one, key, ground


def _grounds(
    zones: gpd.GeoDataFrame, kept: set[tuple[str, bytes]], *columns: str
) -> dict[tuple[str, ...], BaseGeometry]:
    """Union the zones of each side, or side and basis, but for those that both days have."""
    is_new = [(side, outline) not in kept for side, outline in zip(zones["side"], zones.geometry.to_wkb(), strict=True)]
    new = zones[is_new]
    keys = [new[column].fillna("") for column in columns]
    return {key: shapely.coverage_union_all(rows.to_numpy()) for key, rows in new.geometry.groupby(keys)}


def _reports(control: gpd.GeoDataFrame, day: date, ground: BaseGeometry) -> str | None:
    """Return the ids of the control reports that speak of a change on its day, and lie at its ground."""
    of_day = control[(control["date"] == day) | (control["until"] == day)]
    return "; ".join(of_day["id"][shapely.dwithin(of_day.geometry.to_numpy(), ground, _NEAR_KM * KM)]) or None
