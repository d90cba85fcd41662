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
_LEAST_KM2, _NEAR_KM = 0.01, 5.0
# slivers along a border are drawn to the six decimals that files have
_GRID_DEG = 1e-6
# the sides, the basis on which the second one gains, and the ground
_Passed = tuple[str, str, str | None, BaseGeometry]


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

    def passed(pair: tuple[Snapshot, Snapshot]) -> list[_Passed]:
        before, after = pair
        name = "passed", after.marks, digest(before.zones[["side", "geometry"]])
        return model.results.recall(after.start, name, lambda: list(_passed(before, after)))

    found = side_by_side(passed, pairwise(snapshots))
    days = (snapshot.start for snapshot in snapshots[1:])
    names = LAYERS["changes"].names
    rows = [
        {**dict.fromkeys(names), "date": day, "from_side": one, "to_side": other, "basis": basis, "geometry": ground}
        for day, pieces in zip(days, found, strict=True)
        for one, other, basis, ground in pieces
    ]
    layer = frame(rows, names)
    layer["area_km2"] = (layer.to_crs(crs).area / KM**2).round(2)
    layer = layer[layer["area_km2"] >= _LEAST_KM2].reset_index(drop=True)
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


def _passed(before: Snapshot, after: Snapshot) -> Iterator[_Passed]:
    """Yield the ground that passes from a side to another, with their ids and the basis on which it is gained."""
    known = {(zone.side, zone.geometry.wkb) for zone in before.zones.itertuples()}
    kept = known & {(zone.side, zone.geometry.wkb) for zone in after.zones.itertuples()}
    lost, gained = _grounds(before.zones, kept, "side"), _grounds(after.zones, kept, "side", "basis")
    for (one,), (other, basis) in product(sorted(lost), sorted(gained)):
        if one != other:
            grounds = lost[one,], gained[other, basis]
            shared = shapely.get_parts(shapely.intersection(*grounds, grid_size=_GRID_DEG))
            ground = shapely.multipolygons(shared[shapely.get_dimensions(shared) == 2])  # noqa: PLR2004 - areas
            if not ground.is_empty:
                yield one, other, basis or None, ground


def _grounds(
    zones: gpd.GeoDataFrame, kept: set[tuple[str, bytes]], *columns: str
) -> dict[tuple[str, ...], BaseGeometry]:
    """Union the zones of each side, or side and basis, but for those that both days have."""
    is_new = [(side, outline) not in kept for side, outline in zip(zones["side"], zones.geometry.to_wkb(), strict=True)]
    new = zones[is_new]
    keys = [new[column].fillna("") for column in columns]
    return {key: shapely.coverage_union_all(rows.to_numpy()) for key, rows in new.geometry.groupby(keys)}
