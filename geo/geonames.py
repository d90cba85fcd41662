"""GeoNames' search service: https://www.geonames.org/export/geonames-search.html; it asks for a free account."""

from typing import Any, ClassVar

from geopy import geocoders
from geopy.adapters import URLLibAdapter

from geo.online import TIMEOUT_S, USER_AGENT, AnswerCache, Bounds, Limiter, OnlineService
from geo.place import Place


class GeoNames(OnlineService):
    """Asks GeoNames.

    Parameters
    ----------
    username : str
        The account that the requests are counted for.
    domain : str
        Host, with a port where needed.
    scheme : str
        ``https`` or ``http``.
    cache, limiter
        See `OnlineService`.

    Examples
    --------
    >>> GeoNames("somebody", domain="localhost:8080").name
    'geonames'
    """

    name: ClassVar[str] = "geonames"

    def __init__(
        self,
        username: str,
        *,
        domain: str = "secure.geonames.org",
        scheme: str = "https",
        cache: AnswerCache | None = None,
        limiter: Limiter | None = None,
    ) -> None:
        super().__init__(f"{scheme}://{domain}", cache=cache, limiter=limiter)
        self._geocoder = geocoders.GeoNames(
            username,
            domain=domain,
            scheme=scheme,
            timeout=TIMEOUT_S,
            user_agent=USER_AGENT,
            adapter_factory=URLLibAdapter,
        )

    def _ask(self, query: str, bounds: Bounds | None) -> list[Place]:
        # the service knows no preference for an area
        del bounds
        found = self._geocoder.geocode(query, exactly_one=False)
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
