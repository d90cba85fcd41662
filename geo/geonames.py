"""GeoNames' search service: https://www.geonames.org/export/geonames-search.html; it asks for a free account."""

from typing import Any, ClassVar

from geopy import geocoders

from geo.online import Bounds, OnlineService
from geo.place import Place


class GeoNames(OnlineService):
    """Asks GeoNames, whose one account is a username; parameters are those of `OnlineService`.

    Examples
    --------
    >>> GeoNames("somebody", domain="localhost:8080").name
    'geonames'
    """

    name: ClassVar[str] = "geonames"
    public_domain: ClassVar[str] = "secure.geonames.org"
    client: ClassVar[type[Any]] = geocoders.GeoNames

    def _ask(self, query: str, bounds: Bounds | None) -> list[Place]:
        # the service knows no preference for an area
        del bounds
        found = self._client.geocode(query, exactly_one=False)
        return [_place(location.raw) for location in found or ()]


def _place(raw: dict[str, Any]) -> Place:
    name, local = raw["name"], raw.get("toponymName")
    return Place(
        id=str(raw["geonameId"]),
        name=name,
        lat=float(raw["lat"]),
        lon=float(raw["lng"]),
        aliases=(local,) if local and local != name else (),
        kind="country" if raw.get("fcode") == "PCLI" else "place",
        country=raw.get("countryCode"),
        admin1=raw.get("adminName1"),
        population=int(raw.get("population") or 0),
        source=GeoNames.name,
    )
