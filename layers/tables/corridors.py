"""The corridors layer: the widest corridor from every post to a supply anchor."""

from collections.abc import Hashable

import geopandas as gpd
import shapely

from layers.assessment.posts import Assessment
from layers.frames import frame
from layers.period import runs
from layers.schema.layers import LAYERS

# decimals of a degree, about 1 m: a line that moves by less than that is the same corridor
_DECIMALS = 5


def corridors_layer(assessments: dict[int, list[Assessment]]) -> gpd.GeoDataFrame:
    """Return a row for each post and interval on which its corridor, in the strict view, does not change."""
    rows = []
    for found in assessments.values():
        for run in runs(((item.start, item.end, item) for item in found), alike=_corridor):
            verdict = run.items[0].verdict
            if verdict.corridor is None or verdict.pinch is None:
                continue
            rows.append(
                {
                    "post_id": run.items[0].post.post_id,
                    "start_date": run.start,
                    "end_date": run.end,
                    "width_km": verdict.corridor_km,
                    "pinch_lon": round(verdict.pinch.x, _DECIMALS),
                    "pinch_lat": round(verdict.pinch.y, _DECIMALS),
                    "anchor": verdict.anchor or None,
                    "geometry": verdict.corridor,
                }
            )
    return frame(rows, LAYERS["corridors"].names)


def _corridor(assessment: Assessment) -> Hashable:
    """Return width and line of the corridor; None if there is no corridor."""
    verdict = assessment.verdict
    if verdict.corridor is None:
        return None
    return verdict.corridor_km, shapely.get_coordinates(verdict.corridor).round(_DECIMALS).tobytes()
