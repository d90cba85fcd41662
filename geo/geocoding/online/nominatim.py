"""Nominatim, the geocoder of OpenStreetMap: https://nominatim.org/release-docs/latest/api/Search/.

Source of truth for kinds and licence: https://wiki.openstreetmap.org/wiki/Key:place and
https://www.openstreetmap.org/copyright.
"""

from dataclasses import replace
from typing import Any, ClassVar

from geopy import geocoders

from geo.gazetteer.place import Place
from geo.geocoding.online.service import MOST_ANSWERS, OnlineService, Question

LICENCE = "ODbL 1.0 (OpenStreetMap contributors)"

_KINDS = {
    "state": "province",
    "province": "province",
    "region": "province",
    "county": "district",
    "state_district": "district",
    "district": "district",
    "sea": "water",
    "ocean": "water",
    "bay": "water",
    "strait": "water",
    "river": "water",
    "water": "water",
}


class Nominatim(OnlineService):
    """Nominatim on the public server or another one; parameters are those of `OnlineService`.

    Examples
    --------
    >>> Nominatim(domain="localhost:8080", scheme="http").name
    'nominatim'
    """

    name: ClassVar[str] = "nominatim"
    public_domain: ClassVar[str] = "nominatim.openstreetmap.org"
    client: ClassVar[type[Any]] = geocoders.Nominatim

    def _answer(self, service: str, asked: Question) -> list[Place]:
        # Nominatim takes countries as a limit only: if none of them has the name, it is asked once more without
        anywhere = replace(asked, countries=())
        return (asked.countries and super()._answer(service, asked)) or super()._answer(service, anywhere)

    def _ask(self, asked: Question) -> list[Place]:
        bounds = asked.bounds
        found = self._client.geocode(
            asked.query,
            exactly_one=False,
            limit=MOST_ANSWERS,
            language="en",
            addressdetails=True,
            namedetails=True,
            country_codes=[country.lower() for country in asked.countries] or None,
            viewbox=[(bounds[1], bounds[0]), (bounds[3], bounds[2])] if bounds else None,
        )
        return [_place(location.raw) for location in found or ()]


def place_kind(value: str | None) -> str:
    """Return the kind of a place by its OpenStreetMap value, in which ``region`` is an administrative region.

    Examples
    --------
    >>> place_kind("state"), place_kind("village"), place_kind(None)
    ('province', 'village', 'place')
    """
    return _KINDS.get(value or "", value or "place")


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
        kind=place_kind(raw.get("addresstype") or raw.get("type")),
        country=country.upper() if country else None,
        admin1=address.get("state"),
        source=Nominatim.name,
        licence=LICENCE,
    )
