"""The zones layer: assessed areas of control, each for as long as its outline, side and evidence do not change."""

import hashlib
from collections.abc import Sequence
from functools import partial

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.arrays import Geometries
from geo.control.model import ControlModel
from geo.store import digest
from layers.assessment.snapshots import Snapshot
from layers.frames import frame
from layers.schema.layers import LAYERS

_KM2 = 1e6
_HEX_DIGITS = 8


def zones_layer(model: ControlModel, snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Return the zones; those that do not change from one snapshot to the next are joined.

    The days on which the nodes of the model's mesh change hands tell since when a side holds all of a zone.

    Parameters
    ----------
    model : ControlModel
        The model that made the zones.
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
    nodes = model.on_earth(model.mesh_on(snapshots[0].start).nodes_m)
    marks, tree = digest(nodes), shapely.STRtree(shapely.points(nodes))
    holder, since = np.full(len(nodes), "", dtype=object), np.full(len(nodes), None)
    for snapshot in snapshots:
        current: dict[tuple[object, ...], dict[str, object]] = {}
        new: list[dict[str, object]] = []
        for zone in snapshot.zones.itertuples():
            key = (zone.side, zone.confidence, zone.evidence, zone.basis, zone.geometry.wkb)
            row = lasting.get(key)
            if row is None:
                row = {"side": zone.side, "start_date": snapshot.start, "confidence": zone.confidence, "area_km2": None}
                row |= {"evidence": zone.evidence or None, "basis": zone.basis, "since": snapshot.start}
                row["geometry"] = zone.geometry
                new.append(row)
            row["end_date"] = snapshot.end
            current[key] = row
        # zones that stay as they are keep their nodes
        shapes = np.array([row["geometry"] for row in new], dtype=object)
        name = "nodes", marks, digest(shapes)
        zone_of, node = model.results.recall(snapshot.start, name, partial(_inside, tree, shapes))
        sides = np.array([row["side"] for row in new], dtype=object)[zone_of]
        moved = holder[node] != sides
        holder[node], since[node[moved]] = sides, snapshot.start
        for number, row in enumerate(new):
            row["since"] = max(since[node[zone_of == number]], default=snapshot.start)
        rows += new
        lasting = current
    layer = frame(rows, LAYERS["zones"].names)
    layer["area_km2"] = (layer.to_crs(crs).area / _KM2).round(2)
    layer["zone_id"] = [
        f"{side}.{start.isoformat()}.{hashlib.sha256(outline).hexdigest()[:_HEX_DIGITS]}"
        for side, start, outline in zip(layer["side"], layer["start_date"], layer.geometry.to_wkb(), strict=True)
    ]
    return layer.sort_values(
        ["start_date", "side", "area_km2"], ascending=[True, True, False], kind="stable", ignore_index=True
    )


def _inside(tree: shapely.STRtree, shapes: Geometries) -> NDArray[np.int32]:
    """Pair the numbers of shapes with those of the points in them, in a table of half the size, for the store."""
    return np.asarray(tree.query(shapes, predicate="intersects"), dtype=np.int32)
