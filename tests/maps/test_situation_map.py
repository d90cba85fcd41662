"""The situation map of the bundled dossier: one file, small enough to send, that says what the dossier says."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from page_sample import data_of

from layers import Dossier, Layers
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
    assert page.stat().st_size < 1_500_000


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


@pytest.mark.parametrize(("name", "cited"), [("zones", "evidence"), ("verdicts", "decisive")])
def test_the_page_cites_the_control_reports_that_the_layers_cite(
    data: dict[str, Any], layers: Layers, name: str, cited: str
) -> None:
    reports = column(data, "control", "id")
    in_page = [[reports[number] for number in numbers] for numbers in column(data, name, cited)]
    in_layer = [ids.split("; ") if ids else [] for ids in layers[name][cited]]
    assert sum(map(len, in_layer)) > 40
    assert in_page == in_layer


def test_a_report_that_the_dossier_does_not_have_cannot_be_cited(layers: Layers) -> None:
    zones = layers["zones"].assign(evidence="R001; NONE")
    with pytest.raises(KeyError, match="NONE"):
        SituationMap(replace(layers, tables={**layers, "zones": zones}))


def test_the_page_counts_the_rows_of_the_dossier_that_it_rests_on(
    data: dict[str, Any], layers: Layers, dossier: Dossier
) -> None:
    # a row of control.csv is used, or a warning says why it is not
    with (dossier.path / "control.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = sum(not line.startswith("#") for line in file) - 1
    assert data["about"]["reports"] == rows - len(layers.dossier.unlocated)
    assert len(column(data, "control", "id")) == data["about"]["reports"]
    assert data["about"]["warnings"] == list(layers.warnings)
    assert data["about"]["withheld"] == layers.withheld
