"""The changes layer: ground that passes from one side to another, by the day on which it does."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise, product

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.control.model import ControlModel
from geo.geometry.sphere import KM
from geo.store import digest
from geo.threads import side_by_side
from layers.assessment.snapshots import Snapshot
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS

# less ground than this is the width of a border, not a change (km2); reports within this distance speak of it (km)
LEAST_KM2, _NEAR_KM = 0.01, 5.0
# slivers along a border are drawn to the six decimals that files have
_GRID_DEG = 1e-6
# the side before, the side after with the basis of its gain, and the ground
_Passed = tuple[str, tuple[str, ...], BaseGeometry]


def changes_layer(dossier: Dossier, model: ControlModel, snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Return a row for each day, pair of sides between which ground passes, and basis of the gain.

    Contested and unknown ground count as sides; they are gained on no basis.

    Parameters
    ----------
    dossier : Dossier
        The control reports.
    model : ControlModel
        The model that made the zones.
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    crs : CRS
        CRS in metres, for the areas.
    """

    def between(pair: tuple[Snapshot, Snapshot]) -> list[_Passed]:
        before, after = pair
        name = "passed", digest(before.zones[["side", "geometry"]], after.zones[["side", "basis", "geometry"]])
        return model.results.recall(after.start, name, lambda: list(passed(before.zones, after.zones, "basis")))

    found = side_by_side(between, pairwise(snapshots))
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
    # a report speaks of the day on which it begins to hold, and of the one on which it ends
    of_day: dict[date, list[int]] = {}
    for row, spoken in enumerate(zip(dossier.control["date"], dossier.control["until"], strict=True)):
        for day in {*spoken}:
            of_day.setdefault(day, []).append(row)
    places, ids = dossier.control.to_crs(crs).geometry.to_numpy(), dossier.control["id"].to_numpy()

    def near(day: date, ground: BaseGeometry) -> str | None:
        rows = np.array(of_day.get(day, []), dtype=int)
        return "; ".join(ids[rows[shapely.dwithin(places[rows], ground, _NEAR_KM * KM)]]) or None

    layer["reports"] = pd.Series(list(map(near, layer["date"], layer.to_crs(crs).geometry)), dtype=object)
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
