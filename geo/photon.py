"""Photon, komoot's geocoder of OpenStreetMap: https://github.com/komoot/photon."""

from typing import Any, ClassVar

from geopy import geocoders
from geopy.adapters import URLLibAdapter

from geo.online import MOST_ANSWERS, TIMEOUT_S, USER_AGENT, AnswerCache, Bounds, Limiter, OnlineService
from geo.place import Place

# as Nominatim spells out what Photon abbreviates, so that one object has one id
_OSM_TYPES = {"N": "node", "W": "way", "R": "relation"}


class Photon(OnlineService):
    """Asks Photon, the public one or one's own.

    Parameters
    ----------
    domain : str
        Host, with a port where needed.
    scheme : str
        ``https`` or ``http``.
    cache, limiter
        See `OnlineService`.

    Examples
    --------
    >>> Photon(domain="localhost:2322", scheme="http").name
    'photon'
    """

    name: ClassVar[str] = "photon"

    def __init__(
        self,
        *,
        domain: str = "photon.komoot.io",
        scheme: str = "https",
        cache: AnswerCache | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        super().__init__(f"{scheme}://{domain}", cache=cache, limiter=limiter)
        self._geocoder = geocoders.Photon(
            domain=domain, scheme=scheme, timeout=TIMEOUT_S, user_agent=USER_AGENT, adapter_factory=URLLibAdapter
        )

    def _ask(self, query: str, bounds: Bounds | None) -> list[Place]:
        # Photon's own bounding box leaves out what lies beyond it, so its middle is given as a preference instead
        middle = ((bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2) if bounds else None
        found = self._geocoder.geocode(
            query, exactly_one=False, limit=MOST_ANSWERS, language="en", location_bias=middle
        )
        return [_place(location.raw) for location in found or ()]


def _place(raw: dict[str, Any]) -> Place:
    properties = raw["properties"]
    lon, lat = raw["geometry"]["coordinates"]
    country = properties.get("countrycode")
    return Place(
        id=f"{_OSM_TYPES.get(properties['osm_type'], properties['osm_type'])}/{properties['osm_id']}",
        name=properties["name"],
        lat=float(lat),
        lon=float(lon),
        kind=properties.get("osm_value") or "place",
        country=country.upper() if country else None,
        admin1=properties.get("state"),
        source=Photon.name,
    )
