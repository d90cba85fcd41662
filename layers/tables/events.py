"""The events layer: what happened, when and where, with its source (columns as in ACLED and UCDP GED)."""

from collections.abc import Iterator

import geopandas as gpd

from layers.dossier.dossier import Dossier
from layers.frames import frame

COLUMNS = (
    "event_id", "event_type", "start_date", "end_date", "time_precision", "actor1", "actor2", "location",
    "geo_precision", "uncertainty_km", "fatalities_low", "fatalities_best", "fatalities_high", "summary",
    "source_name", "source_url", "archive_url", "reliability", "credibility",
)  # fmt: skip


def events_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Events in the order of their dates, with the names and addresses of their sources."""
    layer = frame(_rows(dossier), COLUMNS)
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
            "source_name": _told(dossier, event.sources, "publisher"),
            "source_url": _told(dossier, event.sources, "url"),
            "archive_url": _told(dossier, event.sources, "archive_url"),
            "reliability": _told(dossier, event.sources, "reliability"),
            "credibility": None,
            "geometry": event.geometry,
        }


def _told(dossier: Dossier, keys: tuple[str, ...], column: str) -> str | None:
    """Join what the sources of an event say of themselves in a column; null if none says anything."""
    told = dossier.sources.loc[list(keys), column].dropna()
    return "; ".join(dict.fromkeys(map(str, told))) or None
