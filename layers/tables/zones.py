"""The zones layer: assessed areas of control, each for as long as its outline, side and evidence do not change."""

from collections.abc import Sequence
from datetime import date

import geopandas as gpd
from pyproj import CRS

from layers.assessment.snapshots import Snapshot
from layers.frames import frame
from layers.schema.layers import LAYERS

_KM2 = 1e6


def zones_layer(snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Return the zones; those that do not change from one snapshot to the next are joined.

    Parameters
    ----------
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    crs : CRS
        CRS in metres, for the areas.

    Returns
    -------
    GeoDataFrame
        A row for each zone and interval; on every day the zones tile the area.
    """
    lasting: dict[tuple[object, ...], dict[str, object]] = {}
    rows: list[dict[str, object]] = []
    for snapshot in snapshots:
        current: dict[tuple[object, ...], dict[str, object]] = {}
        for zone in snapshot.zones.itertuples():
            key = (zone.side, zone.confidence, zone.evidence, zone.basis, zone.geometry.wkb)
            row = lasting.get(key)
            if row is None:
                row = {"side": zone.side, "start_date": snapshot.start, "confidence": zone.confidence, "area_km2": None}
                row |= {"evidence": zone.evidence or None, "basis": zone.basis, "geometry": zone.geometry}
                rows.append(row)
            row["end_date"] = snapshot.end
            current[key] = row
        lasting = current
    layer = frame(rows, LAYERS["zones"].names[1:])
    layer["area_km2"] = (layer.to_crs(crs).area / _KM2).round(2)
    return _identified(layer)[[*LAYERS["zones"].names, "geometry"]]


def _identified(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add the ids: side, first day, and rank by size among the zones of that side and day."""
    layer = layer.sort_values(
        ["start_date", "side", "area_km2"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
    rank = layer.groupby(["start_date", "side"]).cumcount() + 1
    start = layer["start_date"].map(date.isoformat)
    return layer.assign(zone_id=layer["side"].astype(str) + "/" + start + "/" + rank.astype(str))
