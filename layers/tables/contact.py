"""The contact layer: lines where zones of two sides meet; contested ground counts as a side."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import combinations

import geopandas as gpd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.control.model import ControlModel
from geo.geometry.sphere import KM
from geo.sides import UNKNOWN
from layers.assessment.snapshots import Snapshot
from layers.frames import frame
from layers.period import runs
from layers.schema.layers import LAYERS


def contact_layer(model: ControlModel, snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Return the lines between the zones of every two sides, a row for each interval on which a line does not change.

    Parameters
    ----------
    model : ControlModel
        The model that made the zones.
    snapshots : sequence of Snapshot
        Zones of the whole period, in order.
    crs : CRS
        CRS in metres, for the lengths.
    """
    lines = [
        (one.start, one.end, model.results.recall(one.start, "contact", partial(_lines, one.zones)))
        for one in snapshots
    ]
    pairs = sorted({pair for _, _, found in lines for pair in found})
    rows = [row for pair in pairs for row in _rows(pair, lines)]
    layer = frame(rows, LAYERS["contact"].names)
    layer["length_km"] = (layer.to_crs(crs).length / KM).round(2)
    return layer.sort_values(["start_date", "side_a", "side_b"], kind="stable", ignore_index=True)


def _lines(zones: gpd.GeoDataFrame) -> dict[tuple[str, str], BaseGeometry]:
    """Return shared borders by pairs of sides, in alphabetical order; unknown ground has none."""
    held = zones[zones["side"] != UNKNOWN]
    ground = {
        side: shapely.boundary(shapely.coverage_union_all(rows.to_numpy()))
        for side, rows in held.geometry.groupby(held["side"])
    }
    found = {}
    for side_a, side_b in combinations(sorted(ground), 2):
        shared = shapely.get_parts(shapely.intersection(ground[side_a], ground[side_b]))
        line = shapely.line_merge(shapely.multilinestrings(shared[shapely.get_dimensions(shared) == 1]))
        if not line.is_empty:
            found[side_a, side_b] = line
    return found


def _rows(
    pair: tuple[str, str],
    lines: list[tuple[date, date, dict[tuple[str, str], BaseGeometry]]],
) -> Iterator[dict[str, object]]:
    for run in runs(
        ((start, end, found.get(pair)) for start, end, found in lines), alike=lambda line: line.wkb if line else None
    ):
        if run.items[0] is not None:
            yield {
                "side_a": pair[0],
                "side_b": pair[1],
                "start_date": run.start,
                "end_date": run.end,
                "length_km": None,
                "geometry": run.items[0],
            }
