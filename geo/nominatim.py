"""Nominatim, the geocoder of OpenStreetMap: https://nominatim.org/release-docs/latest/api/Search/."""

from typing import Any, ClassVar

from geopy import geocoders

from geo.online import MOST_ANSWERS, Bounds, OnlineService
from geo.place import Place


class Nominatim(OnlineService):
    """Asks Nominatim, the public one or one's own; parameters are those of `OnlineService`.

    Examples
    --------
    >>> Nominatim(domain="localhost:8080", scheme="http").name
    'nominatim'
    """

    name: ClassVar[str] = "nominatim"
    public_domain: ClassVar[str] = "nominatim.openstreetmap.org"
    client: ClassVar[type[Any]] = geocoders.Nominatim

    def _ask(self, query: str, bounds: Bounds | None) -> list[Place]:
        found = self._client.geocode(
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
