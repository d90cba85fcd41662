"""Fixtures that tests share: the bundled dossier, built once, and the rule that nothing is skipped in CI."""

import dataclasses
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from _pytest.doctest import DoctestItem
from checkout import SHARED
from filelock import FileLock
from programs import lacking

from geo.gazetteer.world.index import open_world
from layers import Dossier, Layers, build

# the browser that tests of the page share
pytest_plugins = ["page_browser"]

# run in QGIS's own Python
collect_ignore = ["tests/support/qgis_report.py", "tests/support/qgis_texts.py"]


def _builds(item: pytest.Item) -> bool:
    """Return True if an item is a docstring whose example builds the bundled dossier."""
    return isinstance(item, DoctestItem) and 'build(Dossier.open("idlib-2020")' in (item.dtest.docstring or "")


def pytest_sessionstart(session: pytest.Session) -> None:
    # several workers would each prepare the index of the world where there is none
    if session.config.getoption("numprocesses", None):
        open_world()


@pytest.fixture(scope="session", autouse=True)
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of results that the workers of pytest-xdist share, out of the user's cache."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.store.cache_folder", lambda: folder)
        patch.setattr("maps.unchanged.cache_folder", lambda: folder)
        yield folder


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The bundled dossier."""
    return Dossier.open("idlib-2020")


@pytest.fixture
def on_disk(tmp_path: Path, dossier: Dossier) -> Path:
    """A copy of the bundled dossier's folder, to be changed."""
    return Path(shutil.copytree(dossier.path, tmp_path / "dossier"))


@pytest.fixture(scope="session")
def layers(dossier: Dossier, results: Path) -> Layers:
    """Its layers, as of a day after its period; a worker that comes later reads what the first has found."""
    with FileLock(results / "idlib.lock"):
        return build(dossier, as_of=date(2026, 1, 1))


@pytest.fixture
def shared_build(layers: Layers, dossier: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``layers.build`` of the bundled dossier return the layers that all tests share."""

    def shared(given: Dossier, **_: object) -> Layers:
        assert given.path == dossier.path
        return layers

    monkeypatch.setattr("layers.build", shared)


@pytest.fixture(autouse=True)
def _examples_share_the_layers(request: pytest.FixtureRequest) -> None:
    if _builds(request.node):
        request.getfixturevalue("shared_build")


@pytest.fixture(scope="session")
def light(layers: Layers) -> Layers:
    """The same with the ground of one day only: what is written and read whole needs no more of it."""
    day = layers.at("2020-02-06")
    return dataclasses.replace(
        layers, tables={**layers, **{name: day[name] for name in ("zones", "contact", "corridors")}}
    )


@pytest.fixture(scope="session")
def qgis() -> str:
    """The Python that QGIS is installed for: the system's, or that of `make test-qgis-next`, not that of the tests."""
    python = os.environ.get("SITMAP_QGIS", "/usr/bin/python3")
    found = subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False)  # noqa: S603 - ours
    if found.returncode != 0 or not shutil.which("ogrinfo") or not shutil.which("pdftotext"):
        lacking("QGIS is missing: files for it were not opened (apt-get install python3-qgis gdal-bin poppler-utils)")
    return python


@pytest.fixture(scope="session")
def postgres() -> Iterator[Path]:
    """The folder with the socket of a PostgreSQL server that listens on no network; its superuser is ``sitmap``."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not programs:
        lacking("PostgreSQL is missing: nothing was written to it (apt-get install postgresql-postgis)")
    # a socket's path must be short, and root must not run PostgreSQL
    folder = Path(tempfile.mkdtemp(prefix="sitmap-pg-"))
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")

    def run(*arguments: str) -> None:
        subprocess.run([*user, str(programs[-1]), *arguments], check=True, capture_output=True, cwd="/")  # noqa: S603 - ours

    data = str(folder / "data")
    run("init", "-D", data, "-o", "-A trust -U sitmap -E UTF8 --locale=C")
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    run("start", "-w", "-D", data, "-l", str(folder / "log"), "-o", options)
    try:
        yield folder
    finally:
        run("stop", "-m", "immediate", "-D", data)
        shutil.rmtree(folder)


@pytest.fixture
def shared() -> Path:
    """The folder of development data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared with development data is not here; a user's clone does not have it")
    return SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "CI" in os.environ and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("skipped tests count as failures in CI", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "CI" in os.environ and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave benchmarks out unless they are asked for: they need packages of the extra `bench`."""
    is_benchmark = collection_path.parent.name == "benchmarks" and not collection_path.name.startswith("test_")
    return True if is_benchmark and not any("benchmarks" in argument for argument in config.args) else None
