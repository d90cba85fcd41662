"""GeoNames' search service: https://www.geonames.org/export/geonames-search.html; it asks for a free account."""

from typing import Any, ClassVar

from geopy import geocoders

from geo.countries import GEONAMES
from geo.online import OnlineService, Question
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

    def _ask(self, asked: Question) -> list[Place]:
        # the service knows no preference for an area, and one for a single country
        bias = asked.countries[0] if len(asked.countries) == 1 else None
        found = self._client.geocode(asked.query, exactly_one=False, country_bias=bias)
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
        licence=GEONAMES,
    )
