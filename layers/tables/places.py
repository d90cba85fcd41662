"""The places layer: the dossier's own places, and those of other gazetteers that its rows name."""

from collections.abc import Iterator

import geopandas as gpd
import shapely

from layers.dossier.dossier import Dossier
from layers.frames import frame
from layers.schema.layers import LAYERS


def places_layer(dossier: Dossier) -> gpd.GeoDataFrame:
    """Return the places and how each was resolved; `query` has the names in the dossier, null if rows name ids only."""
    return frame(_rows(dossier), LAYERS["places"].names)


def _rows(dossier: Dossier) -> Iterator[dict[str, object]]:
    found: dict[str, list[str]] = {}
    for query, match in dossier.matches.items():
        found.setdefault(match.place.id, []).append(query)
    own = {place.id: place for place in dossier.places}
    others = {match.place.id: match.place for match in dossier.matches.values() if match.place.id not in own}
    for place in [*own.values(), *(others[key] for key in sorted(others))]:
        queries = found.get(place.id, [])
        first = dossier.matches.get(queries[0]) if queries else None
        yield {
            **{
                name: getattr(place, name)
                for name in ("name", "name_ar", "kind", "country", "admin1", "uncertainty_km")
            },
            "place_id": place.id,
            "query": "; ".join(queries) or None,
            "geocoder": first.geocoder if first else "dossier",
            "score": round(first.score, 3) if first else 1.0,
            "candidates": "; ".join(map(str, first.candidates)) if first else None,
            "reason": first.reason if first else "The dossier gives its position itself.",
            "geometry": shapely.Point(place.lonlat),
        }
