"""The daily layer: the state of every post on every day, with its probabilities and reasons."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import geopandas as gpd

from layers.assessment.posts import Assessment, finite, state_names
from layers.assessment.remarks import Remarks
from layers.assessment.states import chances
from layers.frames import frame
from layers.period import DAY, days, runs
from layers.schema.layers import LAYERS


def daily_layer(
    assessments: Mapping[int, Sequence[Assessment]],
    remarks: Remarks,
    reasons: Callable[[Assessment, date], str],
) -> gpd.GeoDataFrame:
    """Return a row for each post and day on which it stands, with the values of that day.

    Parameters
    ----------
    assessments : mapping
        Assessments in order of time, by row of the posts.
    remarks : Remarks
        Remarks on them.
    reasons : callable
        Returns the reasons of an assessment as of one of its days.
    """
    rows: list[tuple[object, ...]] = []
    for found in assessments.values():
        for run in runs(((item.start, item.end, item) for item in found), alike=lambda item: item.state.name):
            for item in run.items:
                verdict, chance, post = item.verdict, chances(item.way), item.post
                values = (
                    *state_names(item), chance.p_encircled, verdict.corridor_km, verdict.open_arc_deg,
                    finite(verdict.friendly_km), *chance, item.way.way, item.route.road_way, post.name, post.name_ar,
                    post.side, run.start,
                )  # fmt: skip
                some, last = ("; ".join(remarks.of(item, end)) or None for end in (item.start, item.end))
                remarked = {item.end - DAY: last}
                rows += [
                    (post.post_id, day, *values, remarked.get(day, some), reasons(item, day), post.geometry)
                    for day in days(item.start, item.end)
                ]
    names = LAYERS["daily"].names
    return frame((dict(zip([*names[1:], "geometry"], row, strict=True)) for row in rows), names)
