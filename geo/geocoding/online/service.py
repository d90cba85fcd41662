"""Online geocoders, asked only on request: one seam, one limiter for the process, one cache of all answers on disk.

The limiter keeps the usage policies of the public services (Nominatim allows one request a second); it stands behind
the cache, so that an answer which is known already never waits.
"""

import json
import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar

from geopy.adapters import URLLibAdapter
from geopy.exc import GeopyError
from platformdirs import user_cache_dir

from geo.errors import GeocodingServiceError
from geo.gazetteer.place import Place
from geo.geometry.sphere import Bounds
from geo.version import __version__

USER_AGENT = f"sitmap/{__version__}"
TIMEOUT_S = 10.0
# more than anybody reads, and enough for the true place to be among them
MOST_ANSWERS = 10

_TABLE = (
    "CREATE TABLE IF NOT EXISTS answers (service TEXT, question TEXT, places TEXT, PRIMARY KEY (service, question))"
)


@dataclass(frozen=True, slots=True)
class Question:
    """What a service is asked: a name, and where it is expected."""

    query: str
    bounds: Bounds | None = None
    countries: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What it is remembered by; a kilometre more or less makes no other question."""
        bounds = self.bounds and [round(degrees, 2) for degrees in self.bounds]
        return json.dumps([self.query, bounds, self.countries], ensure_ascii=False)


class Limiter:
    """Lets one request at a time pass, and none sooner than some seconds after the one before; for all threads.

    Parameters
    ----------
    seconds : float
        From the start of one request to the start of the next.
    clock, sleep : callable
        How time is told and spent, in seconds.

    Examples
    --------
    >>> with Limiter(0.0):
    ...     pass
    """

    def __init__(
        self,
        seconds: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = float("-inf")

    def __enter__(self) -> None:
        self._lock.acquire()
        wait = self._next - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next = self._clock() + self._seconds

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()


# shared on purpose: services count what the whole process asks, whoever in it asks
ONE_A_SECOND = Limiter(1.0)


class AnswerCache:
    """Keeps every answer of every service on disk, the empty ones too.

    Parameters
    ----------
    path : pathlib.Path, optional
        A SQLite file; without one, ``answers.sqlite`` in the user's cache directory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(user_cache_dir("sitmap")) / "answers.sqlite"

    def get(self, service: str, question: str) -> list[Place] | None:
        """Give the places a service has answered with; None where it was never asked."""
        with closing(self._connect()) as connection:
            found = connection.execute(
                "SELECT places FROM answers WHERE service = ? AND question = ?", (service, question)
            ).fetchone()
        return None if found is None else [_place_of(values) for values in json.loads(found[0])]

    def put(self, service: str, question: str, places: Sequence[Place]) -> None:
        """Keep an answer."""
        text = json.dumps([asdict(place) for place in places], ensure_ascii=False)
        with closing(self._connect()) as connection, connection:
            connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (service, question, text))

    def _connect(self) -> sqlite3.Connection:
        # one connection a call: threads and processes share the file without sharing anything else
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=TIMEOUT_S)
        connection.execute(_TABLE)
        return connection


class OnlineService(ABC):
    """A geocoding service on the network, asked politely and never twice.

    Parameters
    ----------
    domain : str, optional
        Host, with a port where needed; the public one without it. Answers of one are no answers of another.
    scheme : str
        ``https`` or ``http``.
    cache : AnswerCache, optional
        Where answers are kept; without one, in the user's cache directory.
    limiter : Limiter, optional
        Spaces the requests; without one, the limiter that the whole process shares, of one a second.
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
        limiter: Limiter | None = None,
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
            ISO 3166 two-letter codes: the same for countries.

        Returns
        -------
        list of Place
            At most ten, in the order in which the service gives them; empty where it knows none.

        Raises
        ------
        GeocodingServiceError
            Where the service cannot be reached, takes longer than ten seconds, refuses, or gives no sense.
        """
        service = f"{self.name} {self._endpoint}"
        asked = Question(query, bounds, tuple(sorted({country.upper() for country in countries})))
        try:
            known = self._answer(service, asked)
        except (GeopyError, OSError, sqlite3.Error, AttributeError, LookupError, TypeError, ValueError) as error:
            # geopy reads answers without looking, so that one without sense shows as any of these
            raise GeocodingServiceError(
                f"{self.name} ({self._endpoint}): no answer for {query!r}: {type(error).__name__}: {error}"
            ) from error
        return known

    def _answer(self, service: str, asked: Question) -> list[Place]:
        known = self._cache.get(service, asked.key)
        return self._ask_politely(service, asked) if known is None else known

    def _ask_politely(self, service: str, asked: Question) -> list[Place]:
        with self._limiter:
            # another thread may have asked the same while this one waited
            known = self._cache.get(service, asked.key)
            if known is None:
                known = self._ask(asked)[:MOST_ANSWERS]
                self._cache.put(service, asked.key, known)
            return known

    @abstractmethod
    def _ask(self, asked: Question) -> list[Place]:
        """Ask the service over the network."""


def _place_of(values: dict[str, Any]) -> Place:
    return Place(**{**values, "aliases": tuple(values["aliases"])})
