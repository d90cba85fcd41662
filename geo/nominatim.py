"""Nominatim, the geocoder of OpenStreetMap: https://nominatim.org/release-docs/latest/api/Search/."""

from typing import Any, ClassVar

from geopy import geocoders
from geopy.adapters import URLLibAdapter

from geo.online import MOST_ANSWERS, TIMEOUT_S, USER_AGENT, AnswerCache, Bounds, Limiter, OnlineService
from geo.place import Place


class Nominatim(OnlineService):
    """Asks Nominatim, the public one or one's own.

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
    >>> Nominatim(domain="localhost:8080", scheme="http").name
    'nominatim'
    """

    name: ClassVar[str] = "nominatim"

    def __init__(
        self,
        *,
        domain: str = "nominatim.openstreetmap.org",
        scheme: str = "https",
        cache: AnswerCache | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        super().__init__(f"{scheme}://{domain}", cache=cache, limiter=limiter)
        self._geocoder = geocoders.Nominatim(
            domain=domain, scheme=scheme, timeout=TIMEOUT_S, user_agent=USER_AGENT, adapter_factory=URLLibAdapter
        )

    def _ask(self, query: str, bounds: Bounds | None) -> list[Place]:
        found = self._geocoder.geocode(
            query,
            exactly_one=False,
            limit=MOST_ANSWERS,
            language="en",
            addressdetails=True,
            namedetails=True,
            viewbox=[(bounds[1], bounds[0]), (bounds[3], bounds[2])] if bounds else None,
        )
        return [_place(location.raw) for location in found or ()]


def _place(raw: dict[str, Any]) -> Place:
    names = raw.get("namedetails") or {}
    address = raw.get("address") or {}
    name = raw.get("name") or names.get("name:en") or raw["display_name"].split(",")[0]
    country = address.get("country_code")
    return Place(
        id=f"{raw['osm_type']}/{raw['osm_id']}",
        name=name,
        lat=float(raw["lat"]),
        lon=float(raw["lon"]),
        name_ar=names.get("name:ar"),
        aliases=tuple(sorted({*names.values()} - {name})),
        kind=raw.get("addresstype") or raw.get("type") or "place",
        country=country.upper() if country else None,
        admin1=address.get("state"),
        source=Nominatim.name,
    )
