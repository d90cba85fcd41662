"""The places layer: the dossier's own places, and those of the world that its rows name."""

from collections.abc import Iterator

import geopandas as gpd
import shapely

from layers.dossier.dossier import Dossier
from layers.frames import frame

COLUMNS = (
    "place_id", "name", "name_ar", "kind", "country", "admin1", "uncertainty_km",
    "query", "geocoder", "score", "candidates", "reason",
)  # fmt: skip


def places_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Places with how they were found: `query` is what the dossier calls them, null where an id names them."""
    return frame(_rows(dossier), COLUMNS)


def _rows(dossier: Dossier) -> Iterator[dict[str, object]]:
    found: dict[str, list[str]] = {}
    for query, met in dossier.matches.items():
        found.setdefault(met.place.id, []).append(query)
    own = {place.id: place for place in dossier.places}
    others = {met.place.id: met.place for met in dossier.matches.values() if met.place.id not in own}
    for place in [*own.values(), *(others[key] for key in sorted(others))]:
        queries = found.get(place.id, [])
        match = dossier.matches.get(queries[0]) if queries else None
        yield {
            **{
                name: getattr(place, name)
                for name in ("name", "name_ar", "kind", "country", "admin1", "uncertainty_km")
            },
            "place_id": place.id,
            "query": "; ".join(queries) or None,
            "geocoder": match.geocoder if match else "dossier",
            "score": round(match.score, 3) if match else 1.0,
            "candidates": "; ".join(map(str, match.candidates)) if match else None,
            "reason": match.reason if match else "The dossier gives its position itself.",
            "geometry": shapely.Point(place.lonlat),
        }
