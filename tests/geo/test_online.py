"""Online geocoders against a local server: rate limit, cache and errors."""

import json
import operator
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.extra.rate_limiter import RateLimiter

from geo.errors import GeocodingServiceError
from geo.gazetteer.place import Place
from geo.geocoding.online.cache import AnswerCache
from geo.geocoding.online.nominatim import Nominatim
from geo.geocoding.online.photon import Photon
from geo.geocoding.online.service import ONE_A_SECOND, TIMEOUT_S, USER_AGENT, OnlineService

NOMINATIM = [
    {
        "osm_type": "node",
        "osm_id": 27,
        "lat": "35.60",
        "lon": "36.85",
        "name": "Surman",
        "display_name": "Surman, Idlib Governorate, Syria",
        "addresstype": "village",
        "address": {"state": "Idlib Governorate", "country_code": "sy"},
        "namedetails": {"name": "الصرمان", "name:ar": "الصرمان", "name:en": "Surman"},
    },
    {"osm_type": "node", "osm_id": 28, "lat": "32.75", "lon": "12.57", "display_name": "Surman, Libya", "type": "town"},
]
PHOTON = {
    "features": [
        {
            "geometry": {"coordinates": [36.85, 35.60]},
            "properties": {
                "osm_type": "N",
                "osm_id": 27,
                "name": "Surman",
                "countrycode": "SY",
                "osm_value": "village",
                "state": "Idlib Governorate",
            },
        }
    ]
}
EMPTY: dict[str, Any] = {"/search": [], "/api": {"features": []}}
ANSWERS: dict[str, Any] = {"/search": NOMINATIM, "/api": PHOTON}


class Limiter(RateLimiter):  # type: ignore[misc] - geopy publishes no types
    """A limiter like the one that services share, with another interval."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            operator.call,
            min_delay_seconds=seconds,
            max_retries=0,
            error_wait_seconds=seconds,
            swallow_exceptions=False,
        )


class WatchedLimiter(Limiter):
    """A limiter that records waits instead of sleeping."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.waits: list[float] = []

    def _clock(self) -> float:
        return sum(self.waits)

    def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


class Server(ThreadingHTTPServer):
    """A server that answers like the services and records requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = ANSWERS
        self.status = 200
        self.requests: list[tuple[str, dict[str, list[str]], str | None]] = []

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        self.server.requests.append((url.path, parse_qs(url.query), self.headers["User-Agent"]))
        answer = self.server.answers[url.path]
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "deep" / "answers.sqlite")


def _services(server: Server, cache: AnswerCache, limiter: Limiter) -> list[OnlineService]:
    return [
        Nominatim(domain=server.domain, scheme="http", cache=cache, limiter=limiter),
        Photon(domain=server.domain, scheme="http", cache=cache, limiter=limiter),
    ]


def _nominatim(server: Server, cache: AnswerCache, limiter: Limiter | None = None) -> Nominatim:
    return Nominatim(domain=server.domain, scheme="http", cache=cache, limiter=limiter or Limiter(0))


@pytest.fixture(params=[0, 1], ids=["nominatim", "photon"])
def service(request: pytest.FixtureRequest, server: Server, cache: AnswerCache) -> OnlineService:
    number: int = request.param
    return _services(server, cache, Limiter(0))[number]


def test_every_service_gives_places(service: OnlineService) -> None:
    place = service.search("Surman")[0]
    assert (place.name, place.lat, place.lon, place.country) == ("Surman", 35.6, 36.85, "SY")
    assert place.source == service.name
    assert place.admin1 is not None
    assert place.admin1.startswith("Idlib")


def test_nominatim_gives_all_names_and_kinds(server: Server, cache: AnswerCache) -> None:
    first, second = _nominatim(server, cache).search("Surman")
    assert first == Place(
        "node/27",
        "Surman",
        35.6,
        36.85,
        name_ar="الصرمان",
        aliases=("الصرمان",),
        kind="village",
        country="SY",
        admin1="Idlib Governorate",
        source="nominatim",
        licence="ODbL 1.0 (OpenStreetMap contributors)",
    )
    assert (second.name, second.kind, second.country) == ("Surman", "town", None)


def test_requests_carry_our_name_and_the_area_as_a_preference(server: Server, cache: AnswerCache) -> None:
    for service in _services(server, cache, Limiter(0)):
        service.search("سراقب", bounds=(35.8, 35.2, 37.3, 36.5))
    assert {agent for _, _, agent in server.requests} == {USER_AGENT}
    (_, nominatim, _), (_, photon, _) = server.requests
    assert nominatim["viewbox"] == ["35.8,35.2,37.3,36.5"]
    assert "bounded" not in nominatim
    assert (float(photon["lat"][0]), float(photon["lon"][0])) == pytest.approx((35.85, 36.55))
    assert "bbox" not in photon
    assert nominatim["q"] == photon["q"] == ["سراقب"]


def test_countries_are_a_preference_and_no_limit(server: Server, cache: AnswerCache) -> None:
    nominatim, photon = _services(server, cache, Limiter(0))
    assert [service.search("Surman", countries=("sy",)) != [] for service in (nominatim, photon)] == [True, True]
    assert [asked.get("countrycodes") for _, asked, _ in server.requests] == [["sy"], None]
    server.answers, before = EMPTY, len(server.requests)
    assert nominatim.search("Hardana", countries={"SY", "TR"}) == []
    assert [asked.get("countrycodes") for _, asked, _ in server.requests[before:]] == [["sy,tr"], None]
    # each of the two questions has its own entry in the cache
    assert nominatim.search("Hardana", countries={"TR", "SY"}) == nominatim.search("Hardana") == []
    assert len(server.requests) == before + 2


def test_divisions_have_the_kinds_of_the_gazetteer(server: Server, cache: AnswerCache) -> None:
    state = NOMINATIM[0] | {"addresstype": "state"}
    feature = PHOTON["features"][0]
    division = feature["properties"] | {"osm_value": "administrative", "type": "county"}  # type: ignore[operator]
    server.answers = {"/search": [state], "/api": {"features": [feature | {"properties": division}]}}
    nominatim, photon = _services(server, cache, Limiter(0))
    assert [service.search("Idlib")[0].kind for service in (nominatim, photon)] == ["province", "district"]


def test_a_service_that_does_not_answer_in_time_is_an_error(
    cache: AnswerCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TIMEOUT_S == 10
    monkeypatch.setattr("geo.geocoding.online.service.TIMEOUT_S", 0.2)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Nominatim(domain=f"127.0.0.1:{silent.getsockname()[1]}", scheme="http", cache=cache, limiter=Limiter(0))
        with pytest.raises(GeocodingServiceError, match=r"no answer for 'Surman'.*time"):
            slow.search("Surman")


def test_an_answer_is_asked_for_once_and_kept_on_disk(service: OnlineService, server: Server) -> None:
    first = service.search("Surman")
    server.answers = EMPTY
    assert service.search("Surman") == first
    assert len(server.requests) == 1


def test_that_a_service_knows_nothing_is_kept_as_well(service: OnlineService, server: Server) -> None:
    server.answers = EMPTY
    assert service.search("Hardana") == []
    server.answers = ANSWERS
    assert service.search("Hardana") == []
    assert len(server.requests) == 1


def test_a_known_answer_never_waits(server: Server, cache: AnswerCache) -> None:
    limiter = WatchedLimiter(3600)
    nominatim = _nominatim(server, cache, limiter)
    nominatim.search("Surman")
    nominatim.search("Surman")
    assert limiter.waits == []
    nominatim.search("Saraqib")
    assert limiter.waits == [pytest.approx(3600, abs=60)]


def test_all_services_and_threads_share_one_request_a_second(server: Server, cache: AnswerCache) -> None:
    gap = 0.1
    services = _services(server, cache, Limiter(gap))
    start = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda job: job[0].search(job[1]), [(s, n) for s in services for n in "ABCA"]))
    assert len(found) == 8
    assert len(server.requests) == 6
    assert time.monotonic() - start >= 5 * gap


def test_services_share_the_limiter_of_the_process_by_default(cache: AnswerCache) -> None:
    services = [Nominatim(cache=cache), Photon(cache=cache)]
    assert {id(service._limiter) for service in services} == {id(ONE_A_SECOND)}  # noqa: SLF001 - nothing else shows it


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_refusal_is_an_error_that_names_service_and_query(
    service: OnlineService, server: Server, status: int
) -> None:
    server.status = status
    with pytest.raises(GeocodingServiceError, match=rf"{service.name} .*no answer for 'Surman'"):
        service.search("Surman")


IMPOSSIBLE = b'[{"osm_type": "node", "osm_id": 1, "lat": "1000", "lon": "36", "name": "Surman"}]'
IMPOSSIBLE_FEATURE = json.dumps(
    {"features": [PHOTON["features"][0] | {"geometry": {"coordinates": [36, float("nan")]}}]}
).encode()


@pytest.mark.parametrize("nonsense", [b"<html>busy</html>", b"[1]", b"7", b"[" * 9_000, IMPOSSIBLE, IMPOSSIBLE_FEATURE])
def test_an_unreadable_answer_is_an_error_and_is_not_kept(
    service: OnlineService, server: Server, nonsense: bytes
) -> None:
    server.answers = dict.fromkeys(ANSWERS, nonsense)
    with pytest.raises(GeocodingServiceError, match="Surman"):
        service.search("Surman")
    server.answers = ANSWERS
    assert service.search("Surman")


def test_a_service_that_is_not_there_is_an_error(cache: AnswerCache) -> None:
    nobody = Nominatim(domain="127.0.0.1:9", scheme="http", cache=cache, limiter=Limiter(0))
    with pytest.raises(GeocodingServiceError, match=r"nominatim \(http://127\.0\.0\.1:9\): no answer for 'Surman'"):
        nobody.search("Surman")


def test_a_cache_that_cannot_be_written_is_an_error(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GeocodingServiceError, match="Surman"):
        _nominatim(server, AnswerCache(tmp_path / "file" / "answers.sqlite")).search("Surman")
