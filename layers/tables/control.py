"""The control layer: the control reports, as evidence beside the zones that rest on them."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import geopandas as gpd

from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS

Day = TypeVar("Day", date, str)


def control_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the control reports that are used, in order of their dates.

    `until` is a report's own or, where it has none, the first day from which a later one gives the place to another
    side.
    """
    ordered = dossier.control.sort_values("date", kind="stable")
    until = ends(list(zip(ordered["place_id"], ordered["side"], ordered["date"], strict=True)))
    rows = [
        {
            **{name: getattr(row, name, None) for name in LAYERS["control"].names},
            "report_id": row.id,
            "place_id": row.listed_id,
            "until": row.until or end,
            "place": row.place_name,
            "sources": row.sources or None,
            "geometry": row.geometry,
        }
        for row, end in zip(ordered.itertuples(), until, strict=True)
    ]
    return frame(rows, LAYERS["control"].names)


def ends(reports: Sequence[tuple[str, str, Day]]) -> Iterator[Day | None]:
    """Yield for each report, in order of time, the day of the next one on its place that names another side."""
    next_other: dict[str, tuple[str, Day, Day | None]] = {}
    found: list[Day | None] = []
    for place, side, day in reversed(reports):
        # side and day of the report that follows on this place, and the end of what it says
        after = next_other.get(place)
        end = None if after is None else after[2] if after[0] == side else after[1]
        next_other[place] = side, day, end
        found.append(end)
    return reversed(found)
