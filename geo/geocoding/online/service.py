"""Online geocoders, asked only on request: the class that all services share, with rate limit and cache.

The rate limit complies with the usage policies of the public services (Nominatim allows one request a second). The
cache is read first, so that an answer that is already known never waits.
"""

import json
import operator
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter

from geo.errors import GeocodingServiceError
from geo.gazetteer.place import Place
from geo.geocoding.online.cache import AnswerCache
from geo.geometry.sphere import Bounds
from geo.version import __version__

USER_AGENT = f"sitmap/{__version__}"
TIMEOUT_S = 10.0
# enough for the true place to be among them
MOST_ANSWERS = 10

# shared on purpose: services count the requests of the whole process
ONE_A_SECOND = RateLimiter(operator.call, min_delay_seconds=1.0, max_retries=0, swallow_exceptions=False)
_ONE_AT_A_TIME = threading.Lock()
_FAULTS = (
    *(GeopyError, OSError, sqlite3.Error),
    *(AttributeError, LookupError, TypeError, ValueError, RecursionError, OverflowError),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a service: a name, with the bounds (degrees) and countries where it is expected."""

    query: str
    bounds: Bounds | None = None
    countries: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key in the cache; bounds are rounded to about a kilometre."""
        bounds = self.bounds and [round(degrees, 2) for degrees in self.bounds]
        return json.dumps([self.query, bounds, self.countries], ensure_ascii=False)


class OnlineService(ABC):
    """A geocoding service on the network; every question is sent once and its answer cached.

    Parameters
    ----------
    domain : str, optional
        Host, with a port if needed; by default the public one. Each host has its own answers in the cache.
    scheme : str
        ``https`` or ``http``.
    cache : AnswerCache, optional
        Cache of the answers; by default in the user's cache directory.
    limiter : geopy.extra.rate_limiter.RateLimiter, optional
        Calls a function with its arguments, and spaces the calls; by default the limiter that the whole process shares,
        of one call a second.
    """

    name: ClassVar[str]
    public_domain: ClassVar[str]
    client: ClassVar[type[Any]]
    """Geopy's class for the service."""

    def __init__(
        self,
        *,
        domain: str | None = None,
        scheme: str = "https",
        cache: AnswerCache | None = None,
        limiter: RateLimiter | None = None,
    ) -> None:
        host = domain or self.public_domain
        self._endpoint = f"{scheme}://{host}"
        self._client = self.client(
            domain=host,
            scheme=scheme,
            timeout=TIMEOUT_S,
            user_agent=USER_AGENT,
            adapter_factory=URLLibAdapter,
        )
        self._cache = cache or AnswerCache()
        self._limiter = limiter or ONE_A_SECOND

    def search(self, query: str, *, bounds: Bounds | None = None, countries: Collection[str] = ()) -> list[Place]:
        """Find places by name.

        Parameters
        ----------
        query : str
            A name in any script.
        bounds : tuple of float, optional
            West, south, east and north in degrees (EPSG:4326): places there are preferred, others are not left out.
        countries : collection of str, optional
            ISO 3166 two-letter codes of countries; places there are preferred likewise.

        Returns
        -------
        list of Place
            At most ten, in the order of the service; empty if it has none.

        Raises
        ------
        GeocodingServiceError
            If the service cannot be reached, takes longer than ten seconds, refuses, or gives an unreadable answer.
        """
        service = f"{self.name} {self._endpoint}"
        asked = Question(query, bounds, tuple(sorted({country.upper() for country in countries})))
        try:
            found = self._answer(service, asked)
        except _FAULTS as error:
            # geopy reads answers without checking them: an unreadable one raises any of these
            raise GeocodingServiceError(
                f"{self.name} ({self._endpoint}): no answer for {query!r}: {type(error).__name__}: {error}"
            ) from error
        return found

    def _answer(self, service: str, asked: Question) -> list[Place]:
        known = self._cache.get(service, asked.key)
        return self._ask_within_limit(service, asked) if known is None else known

    def _ask_within_limit(self, service: str, asked: Question) -> list[Place]:
        with _ONE_AT_A_TIME:
            # another thread may have asked the same question while this one waited
            known = self._cache.get(service, asked.key)
            if known is None:
                answer: list[Place] = self._limiter(self._ask, asked)
                known = answer[:MOST_ANSWERS]
                if what := next(filter(None, map(Place.lacking, known)), ""):
                    raise ValueError(f"expected {what}")
                self._cache.put(service, asked.key, known)
            return known

    @abstractmethod
    def _ask(self, asked: Question) -> list[Place]:
        """Ask the service over the network."""
