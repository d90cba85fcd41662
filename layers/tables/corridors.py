"""The corridors layer: the widest way from every post to an anchor, for as long as it stays the same."""

from collections.abc import Hashable

import geopandas as gpd
import shapely

from layers.assessment.posts import Assessment
from layers.frames import frame
from layers.period import runs

COLUMNS = ("post_id", "start_date", "end_date", "width_km", "pinch_lon", "pinch_lat", "anchor")
# a hundredth of the width of the narrowest corridor that is drawn; the way itself is wider than its line by far
_PLACES = 5


def corridors_layer(assessments: dict[str, list[Assessment]]) -> gpd.GeoDataFrame:
    """One row a post and interval on which there is a way, strictly."""
    rows = []
    for post_id, found in assessments.items():
        for run in runs(((item.start, item.end, item) for item in found), alike=_way):
            verdict = run.items[0].verdict
            if verdict.corridor is None or verdict.pinch is None:
                continue
            rows.append(
                {
                    "post_id": post_id,
                    "start_date": run.start,
                    "end_date": run.end,
                    "width_km": verdict.corridor_km,
                    "pinch_lon": round(verdict.pinch.x, _PLACES),
                    "pinch_lat": round(verdict.pinch.y, _PLACES),
                    "anchor": verdict.anchor or None,
                    "geometry": verdict.corridor,
                }
            )
    return frame(rows, COLUMNS)


def _way(assessment: Assessment) -> Hashable:
    verdict = assessment.verdict
    if verdict.corridor is None:
        return None
    return verdict.corridor_km, shapely.get_coordinates(verdict.corridor).round(_PLACES).tobytes()
