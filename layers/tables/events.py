"""The events layer: dated events at places, with their sources (columns as in ACLED and UCDP GED)."""

from collections.abc import Iterator

import geopandas as gpd

from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS


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
    )
    for event in dossier.events.itertuples():
        low, best, high = event.fatalities
        yield {
            **{name: getattr(event, name) for name in kept},
            "location": event.place.name,
            "uncertainty_km": event.place.uncertainty_km,
            "fatalities_low": low,
            "fatalities_best": best,
            "fatalities_high": high,
            "source_name": _joined(dossier, event.sources, "publisher"),
            "source_url": _joined(dossier, event.sources, "url"),
            "archive_url": _joined(dossier, event.sources, "archive_url"),
            "reliability": _joined(dossier, event.sources, "reliability"),
            "credibility": None,
            "geometry": event.geometry,
        }


def _joined(dossier: Dossier, keys: tuple[str, ...], column: str) -> str | None:
    """Join the values of a column for some sources, without repetitions; None if no source has a value."""
    values = dossier.sources.loc[list(keys), column].dropna()
    return "; ".join(dict.fromkeys(map(str, values))) or None
