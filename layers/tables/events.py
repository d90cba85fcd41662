"""The events layer: dated events at places, with their sources (columns as in ACLED and UCDP GED)."""

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS
from layers.schema.shared_columns import ADMIN_UNITS


def events_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the events in order of their dates, those without a date last."""
    layer = frame(_rows(dossier), LAYERS["events"].names)
    return layer.sort_values("start_date", kind="stable", ignore_index=True, na_position="last")


def _rows(dossier: Dossier) -> Iterator[dict[str, object]]:
    kept = (
        "event_id",
        "event_type",
        "start_date",
        "end_date",
        "time_precision",
        "actor1",
        "actor2",
        "geo_precision",
        "summary",
        "uncertainty_km",
        "place_id",
        *(column.name for column in ADMIN_UNITS),
    )
    sources = dossier.sources.to_dict()
    for event in dossier.events.itertuples():
        low, best, high = event.fatalities
        yield {
            **{name: getattr(event, name) for name in kept},
            "location": event.place.name,
            "fatalities_low": low,
            "fatalities_best": best,
            "fatalities_high": high,
            "source_name": _joined(event.sources, sources["publisher"]),
            "source_url": _joined(event.sources, sources["url"]),
            "archive_url": _joined(event.sources, sources["archive_url"]),
            "reliability": _joined(event.sources, sources["reliability"]),
            "credibility": None,
            "geometry": event.geometry,
        }


def _joined(keys: tuple[str, ...], values: Mapping[str, Any]) -> str | None:
    """Join the values of some sources, without repetitions; None if no source has a value."""
    known = (values[key] for key in keys)
    return "; ".join(dict.fromkeys(str(value) for value in known if not pd.isna(value))) or None
