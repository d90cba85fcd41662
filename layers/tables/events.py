"""The events layer: dated events at places, with their sources (columns as in ACLED and UCDP GED)."""

import math
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

import geopandas as gpd
import pandas as pd

from layers.dossier.dossier import Dossier
from layers.frames import of_columns
from layers.schema.layers import LAYERS
from layers.schema.shared_columns import ADMIN_UNITS

_FATALITIES = ("fatalities_low", "fatalities_best", "fatalities_high")
_KEPT = (
    *("event_id", "event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "geo_precision"),
    *("summary", "uncertainty_km", "place_id", *(column.name for column in ADMIN_UNITS)),
)
_OF_SOURCES = {
    "source_name": "publisher",
    "source_url": "url",
    "archive_url": "archive_url",
    "reliability": "reliability",
}


def events_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the events in order of their dates, those without a date last."""
    events, sources = dossier.events, dossier.sources.to_dict()
    joined = {
        name: {keys: _joined(keys, sources[of]) for keys in {*events["sources"]}} for name, of in _OF_SOURCES.items()
    }
    columns = {
        **{name: events[name].tolist() for name in _KEPT},
        "location": [place.name for place in events["place"]],
        **{name: map(itemgetter(number), events["fatalities"]) for number, name in enumerate(_FATALITIES)},
        **{name: map(found.get, events["sources"]) for name, found in joined.items()},
        "credibility": [None] * len(events),
    }
    layer = of_columns(
        {name: columns.get(name, [math.nan] * len(events)) for name in LAYERS["events"].names}, events.geometry
    )
    return layer.sort_values("start_date", kind="stable", ignore_index=True, na_position="last")


def _joined(keys: tuple[str, ...], values: Mapping[str, Any]) -> str | None:
    """Join the values of some sources, without repetitions; None if no source has a value."""
    known = (values[key] for key in keys)
    return "; ".join(dict.fromkeys(str(value) for value in known if not pd.isna(value))) or None
