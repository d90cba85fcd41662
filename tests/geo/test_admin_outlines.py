"""Packs of outlines: the shape of geoBoundaries' API, fetched from a server on loopback, added whole or not at all."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from boundaries_server import FEATURES, serving
from command_line import run
from spoilt import replace

from geo.boundaries.outlines import PACKS, open_outlines
from layers import Dossier, build
from layers.manifest import manifest


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def server() -> Iterator[str]:
    with serving() as address:
        yield address


def test_packs_are_fetched_listed_and_removed(server: str) -> None:
    done = run("outlines", "add", "Syria", "--server", server)
    pack, use = done.stdout.splitlines()
    assert pack == "SY-ADM1: 4 areas of 2017; CC BY 4.0 (geoBoundaries: OCHA)"
    assert 'area = ["SY-ADM1/Latakia"]' in use
    origin = open_outlines("SY-ADM1").origin
    assert origin["sha256"] == hashlib.sha256(FEATURES).hexdigest()
    assert origin["url"] == f"{server.removesuffix('/api')}/files/ADM1"
    assert run("outlines", "list").stdout == "SY-ADM1\n"
    assert run("outlines", "list", "SY-ADM1").stdout.split() == ["East", "East", "Idlib", "Latakia"]
    assert run("outlines", "remove", "SY-ADM1").stdout == "SY-ADM1: removed\n"
    assert run("outlines", "remove", "SY-ADM1").stderr == "sitmap: 'SY-ADM1': no pack of this name; packs: none\n"


@pytest.mark.parametrize(
    ("level", "message"),
    [
        (2, "/files/ADM2: cannot be fetched whole; try again"),
        (3, "/api/SYR/ADM3/: expected an answer of geoBoundaries; "),
        (4, "/api/SYR/ADM4/: expected an answer of geoBoundaries with simplifiedGeometryGeoJSON"),
        (5, "SY-ADM5: geoBoundaries has no areas of this level of this country; "),
    ],
)
def test_a_fetch_that_fails_leaves_what_was_there(server: str, level: int, message: str) -> None:
    before = b'{"features": [], "origin": {}}'
    PACKS.folder.mkdir(parents=True)
    PACKS.path(f"SY-ADM{level}").write_bytes(before)
    done = run("outlines", "add", "SY", "--level", level, "--server", server)
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr
    assert [path.read_bytes() for path in PACKS.folder.iterdir()] == [before]


def test_nothing_is_fetched_from_a_server_that_cannot_be_reached() -> None:
    done = run("outlines", "add", "SY", "--server", "http://127.0.0.1:9")
    assert done.stderr.startswith("sitmap: cannot reach http://127.0.0.1:9; outlines that were fetched elsewhere are ")


@pytest.fixture
def war(server: str, tmp_path: Path) -> Path:
    """A dossier whose area is two areas of a pack."""
    run("outlines", "add", "SY", "--server", server)
    run("new", tmp_path / "war", "--bbox=35,35,39,36", "--start", "2020-01-01", "--end", "2020-01-03")
    replace(tmp_path / "war", "dossier.toml", "[35.0, 35.0, 39.0, 36.0]", '["SY-ADM1/Idlib", "SY-ADM1/Latakia"]')
    return tmp_path / "war"


def test_areas_of_a_pack_are_the_area_of_a_dossier_without_their_sea(war: Path) -> None:
    dossier = Dossier.open(war)
    assert shapely.area(dossier.settings.outline) == pytest.approx(0.6 * 0.7 + 0.8 * 0.9)
    west, south, east, north = dossier.land.bounds
    assert 35.7 < west < 35.8
    assert (south, east, north) == pytest.approx((35.2, 37.0, 36.2))
    assert dossier.licences == ("CC BY 4.0 (geoBoundaries: OCHA)",)
    told = manifest(build(dossier), {})["packs"]["SY-ADM1"]
    assert told["sha256"] == hashlib.sha256(FEATURES).hexdigest()


@pytest.mark.parametrize(
    ("area", "message"),
    [
        ('"SY-ADM1/Idleb"', "'SY-ADM1/Idleb'; expected an area out of East, East, Idlib, Latakia"),
        ('"SY-ADM1/East"', "'SY-ADM1/East'; expected one area; 2 have this name, with the ids B2, B3: give an id"),
        ('"SY/Idlib"', "'SY/Idlib'; expected a pack of outlines out of SY-ADM1; sitmap outlines add fetches one"),
    ],
)
def test_an_area_that_no_pack_has_is_told(war: Path, area: str, message: str) -> None:
    replace(war, "dossier.toml", '["SY-ADM1/Idlib", "SY-ADM1/Latakia"]', area)
    assert f"area: {message}" in run("check", war).stdout
    replace(war, "dossier.toml", area, '"SY-ADM1/B3"')
    assert shapely.area(Dossier.open(war).settings.outline) == pytest.approx(0.4 * 0.5)
