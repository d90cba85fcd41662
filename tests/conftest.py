"""What tests share: the bundled dossier, built once, and the rule that nothing is skipped in CI."""

import dataclasses
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from layers import Dossier, Layers, build

# the browser that tests of the page share
pytest_plugins = ["page_browser"]

ROOT = Path(__file__).parents[1]
# runs in QGIS's own Python
collect_ignore = ["qgis_report.py"]


@pytest.fixture(scope="session")
def dossier() -> Dossier:
    """The bundled dossier."""
    return Dossier.open("idlib-2020")


@pytest.fixture(scope="session")
def layers(dossier: Dossier) -> Layers:
    """Its layers, as of a day after its period, with few plausible worlds."""
    return build(dossier, as_of=date(2026, 1, 1), worlds=20)


@pytest.fixture(scope="session")
def light(layers: Layers) -> Layers:
    """The same with the ground of one day only: what is written and read whole needs no more of it."""
    day = layers.at("2020-02-06")
    return dataclasses.replace(
        layers, tables={**layers, **{name: day[name] for name in ("zones", "contact", "corridors")}}
    )


@pytest.fixture(scope="session")
def qgis() -> str:
    """The Python that QGIS is installed for: the system's, not that of the tests."""
    python = "/usr/bin/python3"
    found = subprocess.run([python, "-c", "import qgis.core"], capture_output=True, check=False)  # noqa: S603 - ours
    if found.returncode != 0 or not shutil.which("ogrinfo") or not shutil.which("pdftotext"):
        missing = "QGIS is missing: files for it were not opened (apt-get install python3-qgis gdal-bin poppler-utils)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return python


@pytest.fixture
def shared() -> Path:
    """The folder of development data beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with development data is not here; a user's clone does not have it")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "CI" in os.environ and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("skipped tests count as failures in CI", red=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "CI" in os.environ and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
