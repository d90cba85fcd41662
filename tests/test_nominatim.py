"""The online fallback against a real Nominatim on loopback, filled with the small world of `nominatim/idlib.osm`."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import shapely
from click.testing import CliRunner
from programs import lacking

from geo.gazetteer import Gazetteer
from geo.geocoder import Geocoder
from geo.match import Match
from geo.nominatim import Nominatim
from geo.online import AnswerCache, Limiter, Question
from geo.place import Place
from maps.command_geocode import command

pytestmark = pytest.mark.nominatim

WORLD = Path(__file__).parent / "nominatim" / "idlib.osm"
_SECONDS = 60
AREA = shapely.box(35.8, 35.2, 37.3, 36.5)
# what the user has; the rest is for the service
KNOWN = Gazetteer.of(
    [
        Place("1", "Idlib", 35.929, 36.635, country="SY", admin1="Idlib", population=165_000, name_ar="إدلب"),
        Place("2", "Saraqib", 35.861, 36.806, country="SY", admin1="Idlib", population=33_000),
        Place("3", "Tripoli", 32.887, 13.187, country="LY", population=1_300_000),
        Place("4", "Misrata", 32.375, 15.092, country="LY", population=280_000),
    ]
)


@pytest.fixture(scope="module")
def domain(postgres: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Host and port of a Nominatim of our own; without osm2pgsql or its packages there is none."""
    nominatim = Path(sys.executable).with_name("nominatim")
    packages = all(map(importlib.util.find_spec, ("nominatim_api", "falcon", "uvicorn")))
    if not (shutil.which("osm2pgsql") and nominatim.exists() and packages):
        lacking("Nominatim is missing: it was not asked (apt-get install osm2pgsql; pip install 'sitmap[nominatim]')")
    project = tmp_path_factory.mktemp("nominatim")
    settings = {
        "NOMINATIM_DATABASE_DSN": f"pgsql:host={postgres};user=sitmap;dbname=nominatim",
        "NOMINATIM_DATABASE_WEBUSER": "sitmap",
        "NOMINATIM_IMPORT_STYLE": "address",
    }
    environment = os.environ | settings
    imported = subprocess.run(  # noqa: S603 - ours
        [nominatim, "import", "--osm-file", WORLD, "--no-updates", "--offline", "-j", "1"],
        cwd=project, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert imported.returncode == 0, imported.stderr[-3000:]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (project / "log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - ours
            [nominatim, "serve", "--server", address], cwd=project, env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(address, server, project / "log")
            yield address
        finally:
            server.terminate()
            server.wait(_SECONDS)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://{address}/status", timeout=_SECONDS):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"Nominatim did not start: {log.read_text()[-3000:]}")


class Recording(Nominatim):
    """Keeps what goes over the network."""

    def __init__(self, domain: str, cache: AnswerCache, limiter: Limiter) -> None:
        super().__init__(domain=domain, scheme="http", cache=cache, limiter=limiter)
        self.asked: list[Question] = []

    def _ask(self, asked: Question) -> list[Place]:
        self.asked.append(asked)
        return super()._ask(asked)


@pytest.fixture
def service(domain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return Recording(domain, AnswerCache(tmp_path / "answers.sqlite"), Limiter(0))


def resolved(service: Recording, *names: str, **evidence: Any) -> Match:  # noqa: ANN401 - the geocoder's own
    """Give the last of the names, resolved in the company of the others."""
    match = Geocoder(KNOWN, online=service, **evidence).resolve(names)[-1]
    assert match is not None
    return match


def test_only_what_is_open_is_asked_for_with_the_evidence_as_a_bias(service: Recording) -> None:
    match = resolved(service, "Idlib", "Saraqib", "Surman", area=AREA)
    assert service.asked == [Question("Surman", AREA.bounds, ("SY",))]
    assert (match.place.id, match.geocoder, match.place.country) == ("node/7", "nominatim", "SY")
    assert match.place.name_ar == "الصرمان"
    assert match.place.licence is not None
    assert match.place.licence.startswith("ODbL")


def test_the_same_name_is_another_place_in_other_company(service: Recording) -> None:
    assert service.search("Surman")[0].country == "LY"
    assert resolved(service, "Idlib", "Saraqib", "Surman").place.id == "node/7"
    assert resolved(service, "Tripoli", "Misrata", "Surman").place.id == "node/16"


def test_several_answers_are_scored_by_the_company(service: Recording) -> None:
    by_idlib = resolved(service, "Idlib", "Saraqib", "Al-Nayrab", near=(35.9, 36.7))
    by_aleppo = resolved(service, "Al-Nayrab", near=(36.2, 37.2))
    assert {candidate.place.id for candidate in by_idlib.candidates} >= {"node/10", "node/11"}
    assert (by_idlib.place.id, by_aleppo.place.id) == ("node/10", "node/11")
    assert sum(candidate.score for candidate in by_idlib.candidates) <= 1
    assert by_idlib.reason


def test_a_name_that_the_countries_do_not_have_is_asked_for_elsewhere_and_not_believed(service: Recording) -> None:
    [_, _, zawiya] = Geocoder(KNOWN, online=service, area=AREA).weigh(["Idlib", "Saraqib", "Zawiya"])
    assert [asked.countries for asked in service.asked] == [("SY",), ()]
    assert [candidate.place.id for candidate in zawiya.candidates] == ["node/17"]
    assert zawiya.match is None


def test_names_are_found_in_every_script_and_by_every_spelling(service: Recording) -> None:
    asked = {
        "مزرعة الزيتونة": "node/18",
        "Mazraat al-Zaytuna": "node/18",
        "Maarat al-Numan": "node/3",
        "تل طوقان": "node/9",
    }
    found = Geocoder(KNOWN, online=service, area=AREA).resolve(list(asked))
    assert {match.query: match.place.id for match in found if match} == asked


def test_a_province_is_one(service: Recording) -> None:
    [province] = service.search("Idlib Governorate")
    assert (province.kind, province.country, province.id) == ("province", "SY", "relation/1")
    assert not province.is_settlement


def test_known_answers_neither_wait_nor_ask_again_and_so_do_empty_ones(domain: str, tmp_path: Path) -> None:
    waits: list[float] = []
    limiter = Limiter(3600, sleep=waits.append)
    for _ in range(2):
        service = Recording(domain, AnswerCache(tmp_path / "answers.sqlite"), limiter)
        geocoder = Geocoder(KNOWN, online=service)
        assert [match and match.place.id for match in geocoder.resolve(["Surman", "Nowhere at all"])] == [None, None]
    # another process would find the same on disk
    assert service.asked == []
    assert len(waits) == 1


def test_the_command_line_asks_only_when_told_to(domain: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.online.user_cache_dir", lambda _: str(tmp_path))
    asked = ["Mazraat al-Zaytuna", "--country", "SY", "--json"]
    offline = CliRunner().invoke(command, asked)
    online = CliRunner().invoke(command, [*asked, "--online", "--server", f"http://{domain}"])
    assert (offline.exit_code, online.exit_code) == (1, 0)
    [found] = json.loads(online.stdout)
    assert (found["place"]["id"], found["geocoder"]) == ("node/18", "nominatim")
    assert found["place"]["licence"].startswith("ODbL")
