"""Wheel and sdist hold the files of the packages that git tracks, and no others."""

import tarfile
import zipfile
from pathlib import Path

import pytest
from distribution import PACKAGES, distributions, tracked


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return distributions(tmp_path_factory.mktemp("distribution"))


def _of_packages(paths: list[str]) -> list[str]:
    return sorted(path for path in paths if path.startswith(tuple(f"{name}/" for name in PACKAGES)))


def test_the_wheel_has_the_tracked_files(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        assert _of_packages(wheel.namelist()) == _of_packages(tracked())


def test_the_sdist_has_the_tracked_files(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[1]) as sdist:
        paths = [member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()]
    assert _of_packages(paths) == _of_packages(tracked())
