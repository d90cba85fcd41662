"""The dossiers that come with sitmap besides idlib-2020: a made-up war, and a pocket at the sea."""

from datetime import date

import pytest
import shapely
from checkout import ROOT

from geo.boundaries.world import country, land
from layers import Dossier, Layers, build
from layers.dossier.folder import BUNDLED, find_folder

NAMES = sorted(path.name for path in find_folder(BUNDLED).parent.iterdir())


@pytest.fixture(scope="module")
def northland() -> Layers:
    return build(Dossier.open("northland"), as_of=date(2026, 1, 1))


@pytest.fixture(scope="module")
def mariupol() -> Layers:
    return build(Dossier.open("mariupol-2022"), as_of=date(2026, 1, 1))


def state(layers: Layers, post: str, day: str) -> str:
    verdicts = layers.at(day)["verdicts"].set_index("post_id")
    return str(verdicts.loc[post, "state"])


@pytest.mark.parametrize("name", NAMES)
def test_a_bundled_dossier_opens_by_its_name_and_says_what_it_is(name: str) -> None:
    dossier = Dossier.open(name)
    assert dossier.title
    assert "Licences" in (dossier.path / "README.md").read_text(encoding="utf-8") or name == "northland"


def test_northland_has_no_warning_and_lies_on_no_land() -> None:
    dossier = Dossier.open("northland")
    assert dossier.warnings == ()
    assert land(dossier.land).is_empty
    assert "made up" in dossier.title


def test_poplar_is_encircled_while_the_south_holds_the_coast_road(northland: Layers) -> None:
    days = ["2001-05-13", "2001-05-14", "2001-05-21", "2001-05-22"]
    assert [state(northland, "OP1", day) for day in days] == ["open", "encircled", "encircled", "open"]


def test_hazelby_post_has_verdicts_until_it_is_given_up(northland: Layers) -> None:
    assert "OP3" in set(northland.at("2001-05-05")["verdicts"]["post_id"])
    assert "OP3" not in set(northland.at("2001-05-06")["verdicts"]["post_id"])


def test_mariupol_is_cut_to_its_coast_and_russia_is_territory() -> None:
    dossier = Dossier.open("mariupol-2022")
    (territory,) = dossier.settings.territories.geometry
    assert territory.difference(country("RU")).area < 1e-12
    assert not dossier.land.intersects(shapely.Point(37.5, 46.8))
    assert dossier.settings.opens_on == date(2022, 3, 3)


def test_an_adjacent_port_is_cut_off_and_holds_no_sea(mariupol: Layers) -> None:
    verdicts = mariupol.at("2022-04-15")["verdicts"].set_index("post_id")
    assert verdicts.loc["portg", "state"] == "encircled"
    # with the sea as ground it was 574.5 km2, nearly all of it water; public maps have about 105 km2
    assert verdicts.loc["portg", "pocket_km2"] < 120
    assert state(mariupol, "azov", "2022-02-28") == "open"


def test_the_manual_gives_the_errors_that_are_measured(layers: Layers, mariupol: Layers) -> None:
    table = (ROOT / "docs" / "explanation" / "measured.md").read_text(encoding="utf-8").splitlines()
    for row in table[2:]:
        name, *figures = (cell.strip(" `") for cell in row.strip("|").split("|"))
        for figure, made in zip(figures, (layers, mariupol), strict=True):
            assert float(figure) == pytest.approx(float(made.errors[name]), abs=0.00051), name


def test_the_manual_gives_the_curve_of_mariupol(mariupol: Layers) -> None:
    daily = mariupol["daily"].set_index(["post_id", "date"])
    table = (ROOT / "docs" / "explanation" / "mariupol.md").read_text(encoding="utf-8").splitlines()
    for row in table[2:]:
        day, way, probability, state = (cell.strip() for cell in row.strip("|").split("|"))
        made = daily.loc["azov", date.fromisoformat(day)]
        assert (made.way, made.probability) == pytest.approx((float(way), float(probability)), abs=0.0051), day
        assert made.state == state
