"""The situation map of the bundled dossier: one file, small enough to send, that says what the dossier says."""

from pathlib import Path
from typing import Any

import pytest
from page_sample import data_of

from layers import Layers
from maps import SituationMap


@pytest.fixture(scope="module")
def page(layers: Layers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "index.html"
    SituationMap(layers).save(path)
    return path


@pytest.fixture(scope="module")
def data(page: Path) -> dict[str, Any]:
    return data_of(page.read_text(encoding="utf-8"))


def column(data: dict[str, Any], table: str, name: str) -> list[Any]:
    at = data[table]["columns"].index(name)
    return [row[at] for row in data[table]["rows"]]


def test_the_page_can_be_sent_by_mail(page: Path) -> None:
    assert page.stat().st_size < 1_000_000


def test_the_page_has_every_row_of_every_layer(data: dict[str, Any], layers: Layers) -> None:
    for name in ("places", "posts", "events", "zones", "contact", "verdicts", "corridors", "roads"):
        assert len(data[name]["rows"]) == len(layers[name])


def test_places_outside_the_country_are_where_they_are(data: dict[str, Any]) -> None:
    where = dict(
        zip(
            column(data, "places", "name"),
            zip(*(column(data, "places", c) for c in ("lat", "lon")), strict=True),
            strict=True,
        )
    )
    assert where["Ankara"] == pytest.approx((39.92, 32.85), abs=0.1)
    assert where["Baku"] == pytest.approx((40.38, 49.89), abs=0.1)


def test_every_deciding_report_is_in_the_page(data: dict[str, Any]) -> None:
    reports = len(data["control"]["rows"])
    cited = {number for numbers in column(data, "zones", "evidence") for number in numbers}
    assert cited
    assert max(cited) < reports


def test_the_page_says_what_it_rests_on(data: dict[str, Any], layers: Layers) -> None:
    assert data["about"]["reports"] == len(layers.dossier.control)
    assert data["about"]["warnings"] == list(layers.warnings)
    assert data["about"]["withheld"] == layers.withheld
