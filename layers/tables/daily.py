"""The daily table: the state of every post on every day, with its probabilities."""

from collections.abc import Mapping, Sequence

import pandas as pd

from layers.assessment.posts import Assessment, finite, state_names
from layers.assessment.remarks import Remarks
from layers.assessment.states import chances
from layers.period import DAY, days, runs
from layers.schema.layers import DAILY


def daily_table(remarks: Remarks, assessments: Mapping[str, Sequence[Assessment]]) -> pd.DataFrame:
    """Return the state of every post on every day: the table `daily.csv`.

    Parameters
    ----------
    remarks : Remarks
        Those on the verdicts.
    assessments : mapping
        Assessments in order of time, by post id.
    """
    rows = []
    for post_id, found in assessments.items():
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
                rows += [(post_id, day, *values, remarked.get(day, some)) for day in days(item.start, item.end)]
    return pd.DataFrame(rows, columns=list(DAILY.names))
