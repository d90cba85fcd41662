"""The line of contact: where zones of two sides meet, contested and unknown ground counting as a side each."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

import geopandas as gpd
import shapely
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.geometry.sphere import KM
from geo.sides import UNKNOWN
from layers.assessment.snapshots import Snapshot
from layers.frames import frame
from layers.period import runs

COLUMNS = ("side_a", "side_b", "start_date", "end_date", "length_km")


def contact_layer(snapshots: Sequence[Snapshot], crs: CRS) -> gpd.GeoDataFrame:
    """Draw the lines between the zones of every two sides, each for as long as it stays where it is."""
    lines = [(snapshot.start, snapshot.end, _lines(snapshot.zones)) for snapshot in snapshots]
    pairs = sorted({pair for _, _, found in lines for pair in found})
    rows = [row for pair in pairs for row in _rows(pair, lines)]
    layer = frame(rows, COLUMNS)
    layer["length_km"] = (layer.to_crs(crs).length / KM).round(2)
    return layer.sort_values(["start_date", "side_a", "side_b"], kind="stable", ignore_index=True)


def _lines(zones: gpd.GeoDataFrame) -> dict[tuple[str, str], BaseGeometry]:
    """Shared borders by pairs of sides, in alphabetical order; of unknown ground nobody knows whom it touches."""
    held = zones[zones["side"] != UNKNOWN]
    ground = {
        side: shapely.boundary(shapely.coverage_union_all(rows.to_numpy()))
        for side, rows in held.geometry.groupby(held["side"])
    }
    found = {}
    for one, other in combinations(sorted(ground), 2):
        shared = shapely.get_parts(shapely.intersection(ground[one], ground[other]))
        line = shapely.line_merge(shapely.multilinestrings(shared[shapely.get_dimensions(shared) == 1]))
        if not line.is_empty:
            found[one, other] = line
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
