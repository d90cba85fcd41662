"""Photon, komoot's geocoder of OpenStreetMap: https://github.com/komoot/photon."""

from typing import Any, ClassVar

from geopy import geocoders

from geo.gazetteer.place import Place
from geo.geocoding.online.nominatim import LICENCE, place_kind
from geo.geocoding.online.service import MOST_ANSWERS, OnlineService, Question

# Photon's abbreviations of the types that Nominatim writes in full: one object gets one id
_OSM_TYPES = {"N": "node", "W": "way", "R": "relation"}


class Photon(OnlineService):
    """Photon on the public server or another one; parameters are those of `OnlineService`.

    Examples
    --------
    >>> Photon(domain="localhost:2322", scheme="http").name
    'photon'
    """

    name: ClassVar[str] = "photon"
    public_domain: ClassVar[str] = "photon.komoot.io"
    client: ClassVar[type[Any]] = geocoders.Photon

    def _ask(self, asked: Question) -> list[Place]:
        # Photon's bounding box excludes places beyond it, so the middle of the bounds is given as a preference instead;
        # there is no such parameter for countries
        bounds = asked.bounds
        middle = ((bounds[1] + bounds[3]) / 2, (bounds[0] + bounds[2]) / 2) if bounds else None
        found = self._client.geocode(
            asked.query, exactly_one=False, limit=MOST_ANSWERS, language="en", location_bias=middle
        )
        return [_place(location.raw) for location in found or ()]


def _place(raw: dict[str, Any]) -> Place:
    properties = raw["properties"]
    lon, lat = raw["geometry"]["coordinates"]
    country = properties.get("countrycode")
    value = properties.get("osm_value")
    return Place(
        id=f"{_OSM_TYPES.get(properties['osm_type'], properties['osm_type'])}/{properties['osm_id']}",
        name=properties["name"],
        lat=float(lat),
        lon=float(lon),
        # the value of every division is "administrative"; its level is the type
        kind=place_kind(properties.get("type") if value == "administrative" else value),
        country=country.upper() if country else None,
        admin1=properties.get("state"),
        source=Photon.name,
        licence=LICENCE,
    )
