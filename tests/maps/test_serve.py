"""`sitmap serve` in a process of its own, asked as browsers, GDAL and QGIS ask."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.schema.layers import LAYERS

SITMAP = str(Path(sys.executable).with_name("sitmap"))


@dataclass(frozen=True)
class Served:
    address: str
    folder: Path

    def get(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=300) as answer:  # noqa: S310 - this machine
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), dict(error.headers)

    def json(self, path: str) -> Any:  # noqa: ANN401 - whatever is answered
        return json.loads(self.get(path)[1])


@pytest.fixture(scope="module")
def folder(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last days of the bundled dossier, with a few of its posts: quick to build again."""
    folder = tmp_path_factory.mktemp("served") / "mine"
    shutil.copytree(dossier.path, folder)
    head, posts = folder / "dossier.toml", folder / "posts.csv"
    text = head.read_text(encoding="utf-8")
    assert f"start = {dossier.start}" in text
    head.write_text(text.replace(f"start = {dossier.start}", "start = 2020-03-02"), encoding="utf-8")
    posts.write_text("".join(posts.read_text(encoding="utf-8").splitlines(keepends=True)[:6]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def layers(folder: Path) -> Layers:
    return build(Dossier.open(folder), as_of=date(2026, 1, 1))


@pytest.fixture(scope="module")
def served(folder: Path, layers: Layers) -> Iterator[Served]:
    assert layers.start == date(2020, 3, 2)
    command = [SITMAP, "serve", str(folder), "--port", "0", "--as-of", "2026-01-01"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(  # noqa: S603 - ours
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        yield Served(address[0], folder)
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


def test_the_page_is_served(served: Served, layers: Layers) -> None:
    status, body, _ = served.get("/")
    assert status == 200
    assert layers.dossier.title in body.decode()


def test_every_layer_is_a_collection_with_its_extent_and_period(served: Served) -> None:
    collections = served.json("/api/collections?f=json")["collections"]
    assert [collection["id"] for collection in collections] == [name for name in LAYERS if name != "control_areas"]
    extent = next(collection for collection in collections if collection["id"] == "zones")["extent"]
    assert extent["temporal"]["interval"] == [["2020-03-02T00:00:00+00:00", "2020-03-07T00:00:00+00:00"]]


@pytest.mark.parametrize(
    "name", [name for name, layer in LAYERS.items() if layer.is_dated and name not in {"events", "control_areas"}]
)
def test_a_day_gives_what_is_true_that_day(served: Served, layers: Layers, name: str) -> None:
    answer = served.json(f"/api/collections/{name}/items?datetime=2020-03-03&limit=1000&f=json")
    assert answer["numberMatched"] == answer["numberReturned"] == len(layers.at("2020-03-03")[name])


def test_features_are_found_by_place_value_and_order(served: Served, layers: Layers) -> None:
    posts = layers["posts"]
    box = "36.8,36.0,37.1,36.4"
    inside = posts.cx[36.8:37.1, 36.0:36.4]["post_id"]
    assert 1 < len(inside) < len(posts)
    found = served.json(f"/api/collections/posts/items?bbox={box}&sortby=-post_id&limit=100&f=json")["features"]
    assert [feature["id"] for feature in found] == sorted(inside, reverse=True)
    quoted = served.json("/api/collections/places/items?name=Ma%27arrat%20An%20Nu%27man&f=json")
    assert quoted["numberMatched"] == (layers["places"]["name"] == "Ma'arrat An Nu'man").sum()


def test_pages_follow_one_another_without_a_gap(served: Served, layers: Layers) -> None:
    found = []
    for offset in range(0, len(layers["zones"]), 40):
        found += served.json(f"/api/collections/zones/items?limit=40&offset={offset}&f=json")["features"]
    assert [feature["properties"]["zone_id"] for feature in found] == layers["zones"]["zone_id"].tolist()


def test_a_feature_is_found_by_its_id(served: Served, layers: Layers) -> None:
    zone = layers["zones"].iloc[0]
    feature = served.json(f"/api/collections/zones/items/{zone.zone_id}?f=json")
    assert feature["properties"]["zone_id"] == zone.zone_id
    assert feature["properties"]["start_date"] == zone.start_date.isoformat()


@pytest.mark.parametrize(
    ("question", "side", "day"),
    [
        ("side='turkey'", "turkey", None),
        ("side LIKE 'turk%' AND start_date > '2020-03-03'", "turkey", date(2020, 3, 3)),
        ("INTERSECTS(geometry, POINT(36.3 36.6))", "turkey", None),
    ],
)
def test_features_are_found_by_a_filter(
    served: Served, layers: Layers, question: str, side: str, day: date | None
) -> None:
    zones = layers["zones"][layers["zones"]["side"] == side]
    wanted = [zone for zone, start in zip(zones["zone_id"], zones["start_date"], strict=True) if not day or start > day]
    address = f"/api/collections/zones/items?limit=1000&f=json&filter={urllib.parse.quote(question)}"
    found = [feature["properties"]["zone_id"] for feature in served.json(address)["features"]]
    assert found == wanted


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/collections/zones/items?bbox=nonsense&f=json", 400),
        ("/api/collections/zones/items?limit=0&f=json", 400),
        ("/api/collections/zones/items?datetime=yesterday&f=json", 400),
        ("/api/collections/zones/items?datetime=2030-01-01&f=json", 400),
        ("/api/collections/zones/items?unheard=of&f=json", 400),
        ("/api/collections/zones/items?filter=side%3D&f=json", 400),
        ("/api/collections/zones/items?filter=nothing%3D3&f=json", 400),
        ("/api/collections/zones/items?filter=side%3E3&f=json", 400),
        ("/api/collections/zones/items?filter=1%3D1&f=json", 400),
        ("/api/collections/zones/items/none?f=json", 404),
        ("/api/collections/none/items?f=json", 404),
        ("/none", 404),
    ],
)
def test_bad_requests_get_the_errors_of_the_standard(served: Served, path: str, status: int) -> None:
    code, body, _ = served.get(path)
    assert code == status
    if path.startswith("/api"):
        assert {"code", "description"} <= set(json.loads(body))


OUTSIDE = ("/dossier.toml", "/../dossier.toml", "/api/static/../../config.py", "/sitmap.gpkg", "/%2e%2e/etc/passwd")


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_else_is_served(served: Served, path: str) -> None:
    assert served.get(path)[0] == 404


def test_a_value_is_never_a_command(served: Served) -> None:
    answer = served.json("/api/collections/posts/items?name=x%27%20OR%20%271%27%3D%271&f=json")
    assert answer["numberMatched"] == 0


def test_pages_of_the_service_load_nothing_from_elsewhere(served: Served) -> None:
    _, _, headers = served.get("/api?f=html")
    assert headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.qgis
def test_gdal_reads_the_layers_from_the_service(served: Served, qgis: str, layers: Layers) -> None:
    assert qgis
    command = ["ogrinfo", "-so", "-al", f"OAPIF:{served.address}/api"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - GDAL's
    counts = [int(count) for count in re.findall(r"Feature Count: (\d+)", done.stdout)]
    assert counts == [len(layers[name]) for name in layers]
    assert "start_date: Date" in done.stdout


def test_a_change_of_the_dossier_is_built_at_the_next_request(served: Served, layers: Layers) -> None:
    posts = served.folder / "posts.csv"
    text = posts.read_text(encoding="utf-8")
    left = [line for line in text.splitlines(keepends=True) if not line.startswith("OP01,")]
    posts.write_text("".join(left), encoding="utf-8")
    time.sleep(1.1)
    question = "/api/collections/posts/items?resulttype=hits&f=json"
    assert served.json(question)["numberMatched"] == len(layers["posts"]) - 1
    posts.write_text("not a table", encoding="utf-8")
    time.sleep(1.1)
    # a dossier with errors leaves what was built
    assert served.json(question)["numberMatched"] == len(layers["posts"]) - 1


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_a_page_of_another_name_cannot_read_the_server(served: Served, host: str) -> None:
    for path in ("/", "/api/collections/posts/items?f=json"):
        asked = urllib.request.Request(f"{served.address}{path}", headers={"Host": host})  # noqa: S310 - this machine
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(asked, timeout=60)  # noqa: S310
        with refused.value as error:
            assert error.code == 400


@pytest.mark.parametrize(
    "asked",
    [
        "sortby=", "sortby=-", "sortby=%2B", "sortby=nothing", "bbox=", "bbox=nan,nan,nan,nan", "bbox=1,2,inf,4",
        "name=%00", "%00=1", "filter=name%3D%00", "filter=name%3D'%00'", "filter=", "filter=1", "datetime=%00",
        "datetime=", "datetime=2020-13-45", "datetime=../..", "limit=", "limit=nan", "limit=-1", "offset=-1",
        "offset=99999999999999999999", "limit=99999999999999999999", "name='", "name=%FF", "properties=%00", "f=%00",
        "lang=%00", "crs=%00", "bbox-crs=nan", "skipGeometry=%00", "resulttype=%00", "filter-lang=x&filter=a",
        "properties=nothing", "crs=nothing", "bbox=1,2,3", "bbox=4,3,2,1", "bbox-crs=http://x/1&bbox=1,2,3,4", "lang=x",
    ],
)  # fmt: skip
def test_no_question_makes_the_server_fail(served: Served, asked: str) -> None:
    status, body, _ = served.get(f"/api/collections/places/items?f=json&{asked}")
    assert status < 500, body


@pytest.mark.parametrize("path", ["/%00", "/api/%00", "/api/collections/%00", "/api/collections/posts/items/%00"])
def test_no_path_makes_the_server_fail(served: Served, path: str) -> None:
    assert 400 <= served.get(path)[0] < 500


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
    assert process.returncode == 0
