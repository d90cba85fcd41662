"""The roads layer: whether each line of communication is passable from end to end, for every side that has posts."""

from collections.abc import Sequence

import geopandas as gpd

from geo.encirclement.zone_union import passable
from geo.roads.network import is_open
from layers.assessment.snapshots import Snapshot
from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.period import runs
from layers.schema.layers import LAYERS


def roads_layer(dossier: Dossier, snapshots: Sequence[Snapshot]) -> gpd.GeoDataFrame:
    """Return a row for each road, side and interval on which the road stays open or closed.

    Parameters
    ----------
    dossier : Dossier
        The roads and sides.
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    """
    metric = dossier.roads.to_crs(dossier.settings.crs).geometry
    rows = []
    for side in dossier.sides:
        if side.id not in set(dossier.posts["side"]):
            continue
        grounds = [passable(snapshot.zones, side.passable, dossier.settings.crs, tiled=True) for snapshot in snapshots]
        for road, line in zip(dossier.roads.itertuples(), metric, strict=True):
            days = [
                (snap.start, snap.end, is_open(line, ground)) for snap, ground in zip(snapshots, grounds, strict=True)
            ]
            rows += [
                {"name": road.name, "kind": road.kind, "side": side.id, "start_date": run.start, "end_date": run.end,
                 "open": run.items[0], "name_ar": road.name_ar, "geometry": road.geometry}
                for run in runs(days, alike=bool)
            ]  # fmt: skip
    return frame(rows, LAYERS["roads"].names)
