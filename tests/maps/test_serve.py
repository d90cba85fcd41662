"""`sitmap serve` in a process of its own, asked as browsers, GDAL, QGIS, OWSLib and Schemathesis ask."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from owslib.ogcapi.features import Features
from playwright.sync_api import Browser, expect
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.schema.layers import LAYERS

ALWAYS = [name for name in LAYERS if name != "control_areas"]

SITMAP = str(Path(sys.executable).with_name("sitmap"))


@dataclass(frozen=True)
class Served:
    address: str
    folder: Path

    def get(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=60) as answer:  # noqa: S310 - this machine
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), dict(error.headers)

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever is answered
        return json.loads(self.get(path)[1])


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[Served, Path]]:
    """Serve a dossier; yield the server, and the file with what it writes on standard error."""
    said = folder.with_name("said.txt")
    command = [SITMAP, "serve", str(folder), "--port", "0", "--as-of", "2026-01-01", *words]
    with said.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(  # noqa: S603 - ours
            command, stdout=subprocess.PIPE, stderr=file, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        assert process.stdout is not None
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address, said.read_text(encoding="utf-8")
            yield Served(address[0], folder), said
        finally:
            process.terminate()
            process.wait(timeout=20)
            process.stdout.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("served") / "tiny", TINY)


@pytest.fixture(scope="module")
def layers(folder: Path) -> Layers:
    return build(Dossier.open(folder), as_of=date(2026, 1, 1))


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder) as (server, _):
        yield server


def test_the_page_is_served(served: Served, layers: Layers) -> None:
    status, body, _ = served.get("/")
    assert status == 200
    assert layers.dossier.title in body.decode()


def test_the_mistakes_of_clients_are_no_tracebacks(served: Served) -> None:
    host, port = served.address.removeprefix("http://").split(":")
    for sent in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01",
        b"GET /%00\xff HTTP/1.0\r\n\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=20) as client:
            client.sendall(sent)
            client.shutdown(socket.SHUT_WR)
            while client.recv(4096):
                pass
    for query in ("filter=(((", "bbox=nan", "datetime=x", "limit=x"):
        assert served.get(f"/api/collections/zones/items?{query}")[0] == 400
    assert served.folder.with_name("said.txt").read_text(encoding="utf-8") == ""


def test_a_change_is_built_beside_while_the_build_of_before_answers(tmp_path: Path) -> None:
    with serving(write(tmp_path / "tiny", TINY)) as (server, said):
        head = server.folder / "dossier.toml"
        text = head.read_text(encoding="utf-8")
        head.write_text(text.replace('"Tiny"', '"Longer"').replace("2020-01-20", "2020-01-25"), encoding="utf-8")
        waited, titles, until = [], ["Tiny"], time.monotonic() + 60
        while titles[-1] == "Tiny" and time.monotonic() < until:
            began = time.monotonic()
            titles.append(server.json("/api?f=json")["title"])
            waited.append(time.monotonic() - began)
        assert titles[-1] == "Longer"
        assert (len(titles) > 5, max(waited) < 2) == (True, True)
        zones = server.json("/api/collections/zones?f=json")
        assert zones["extent"]["temporal"]["interval"] == [["2020-01-01T00:00:00Z", "2020-01-24T23:59:59Z"]]
        assert server.json("/api/openapi?f=json")["info"]["title"] == "Longer"
        assert server.json("/api/collections/daily/items?datetime=2020-01-24")["numberMatched"] == 2
        head.write_text("not a table", encoding="utf-8")
        while "cannot be built" not in said.read_text(encoding="utf-8") and time.monotonic() < until:
            time.sleep(0.2)
        assert "cannot be built; what was built before is still shown" in said.read_text(encoding="utf-8")
        # a dossier with errors leaves what was built
        assert server.json("/api?f=json")["title"] == "Longer"


@pytest.mark.browser
def test_a_watched_page_is_loaded_anew_after_a_change(tmp_path: Path, browser: Browser) -> None:
    with serving(write(tmp_path / "tiny", TINY), "--watch") as (server, _), closing(browser.new_page()) as page:
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(server.address)
        expect(page).to_have_title(re.compile("Tiny"), timeout=60_000)
        head = server.folder / "dossier.toml"
        head.write_text(head.read_text(encoding="utf-8").replace('"Tiny"', '"Newer"'), encoding="utf-8")
        expect(page).to_have_title(re.compile("Newer"), timeout=120_000)
        assert not complaints


def test_only_this_machine_watches() -> None:
    assert run("serve", "northland", "--host", "0.0.0.0", "--watch").returncode == 2  # noqa: S104 - refused


def test_many_are_answered_at_once(served: Served) -> None:
    answers: list[int] = []

    def ask() -> None:
        answers.extend(served.get(f"/api/collections/{name}/items?f=json")[0] for name in ALWAYS)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 50 * len(ALWAYS)


@pytest.mark.qgis
def test_gdal_reads_the_layers_from_the_service(served: Served, qgis: str, layers: Layers) -> None:
    assert qgis
    command = ["ogrinfo", "-so", "-al", f"OAPIF:{served.address}/api"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - GDAL's
    counts = [int(count) for count in re.findall(r"Feature Count: (\d+)", done.stdout)]
    assert counts == [len(layers[name]) for name in ALWAYS]
    assert "start_date: Date" in done.stdout


_IN_QGIS = """
import json, os, sys
from qgis.core import QgsApplication, QgsRectangle, QgsFeatureRequest, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
found = {}
for name in sys.argv[2:]:
    layer = QgsVectorLayer(f"url='{sys.argv[1]}/api' typename='{name}'", name, "OAPIF")
    assert layer.isValid(), layer.error().message()
    box = QgsFeatureRequest(QgsRectangle(36.3, 35.3, 36.7, 35.7))
    found[name] = [sum(1 for _ in layer.getFeatures()), sum(1 for _ in layer.getFeatures(box))]
print(json.dumps(found), flush=True)
# layers that outlive the application would end it with a fault
os._exit(0)
"""


@pytest.mark.qgis
def test_qgis_reads_the_layers_from_the_service(served: Served, qgis: str, layers: Layers, tmp_path: Path) -> None:
    names = [name for name in ALWAYS if len(layers[name])]
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    command = [qgis, "-c", _IN_QGIS, served.address, *names]
    done = subprocess.run(  # noqa: S603 - QGIS's
        command, capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert done.stdout, done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert {name: all_ for name, (all_, _) in counts.items()} == {name: len(layers[name]) for name in names}
    assert counts["posts"][1] == 1


def test_owslib_reads_the_layers_from_the_service(served: Served, layers: Layers) -> None:
    features = Features(f"{served.address}/api")
    assert features.feature_collections() == ALWAYS
    assert {"conformsTo"} <= set(features.conformance())
    assert features.api()["openapi"].startswith("3.0")
    zones = features.collection_items("zones", limit=3, bbox=[36.0, 35.0, 37.4, 36.6], datetime="2020-01-02")
    assert zones["numberMatched"] == len(layers.at("2020-01-02")["zones"])
    first = zones["features"][0]
    assert features.collection_item("zones", first["id"])["properties"] == first["properties"]
    assert set(features.collection_queryables("posts")["properties"]) == {"geometry", *LAYERS["posts"].names}


def test_schemathesis_finds_no_request_that_fails(served: Served, tmp_path: Path) -> None:
    schemathesis = str(Path(sys.executable).with_name("schemathesis"))
    command = [schemathesis, "run", f"{served.address}/api/openapi?f=json", "--seed", "1", "--max-examples", "100"]
    # all kinds of operations; those of the other layers differ in their columns only
    command += ["--include-path-regex", "^/(?!collections/)|^/collections/(events|zones)"]
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    done = subprocess.run(  # noqa: S603 - a tester of ours
        [*command, "--checks", checks, "--phases", "examples,fuzzing", "--workers", "1"],
        capture_output=True, text=True, check=False, cwd=tmp_path, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_on_other_addresses_a_secret_is_part_of_all_paths(tmp_path: Path) -> None:
    write(tmp_path / "tiny", TINY)
    # a process that a shell started in the background ignores interrupts
    command = [
        "env",
        "--default-signal=INT",
        SITMAP,
        "serve",
        str(tmp_path / "tiny"),
        "--host",
        "0.0.0.0",  # noqa: S104
        "--port",
        "0",
        "--as-of",
        "2021-01-01",
    ]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 - ours
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            found = re.search(r"http://0\.0\.0\.0(:\d+)/([\w-]{20,})/", process.stdout.readline())
            assert found
            port, token = found.groups()
            bare, whole = (Served(f"http://127.0.0.1{port}{part}", tmp_path) for part in ("", f"/{token}"))
            assert [bare.get(path)[0] for path in ("/", "/api", "/api/collections", "/x/api")] == [404] * 4
            assert whole.get("/")[0] == 200
            links = whole.json("/api/collections/posts/items?f=json")["links"]
            assert all(f"/{token}/api/" in link["href"] for link in links)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                _, said = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert "can be reached from other machines" in said
    assert said.endswith("sitmap: stopped; nothing was changed\n")
    assert process.returncode == 130
