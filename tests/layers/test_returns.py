"""Places that a bloc loses and has back within 30 days, by hand-made reports."""

from pathlib import Path
from unittest import mock

import pandas as pd
import pytest
from spoilt import without_check
from tiny_dossier import TINY, write

from layers import Dossier
from layers.dossier.returns import return_warnings
from layers.tables.returns import returns_table

_ALLY = '\n[[sides]]\nid = "ally"\nname = "Ally"\ncolour = "#009E73"\nfriendly = ["north"]\n'
_ALLIED = TINY["dossier.toml"].replace('name = "North"', 'name = "North"\nfriendly = ["ally"]') + _ALLY
_SOURCES = (
    "key,url,publisher,leaning\nN,https://n.example/,Paper,neutral\nS,https://s.example/,Paper,south\nS1,,Book,\n"
)


def opened(folder: Path, rows: str) -> Dossier:
    control = "id,date,place,side,from_side,confidence,sources\n" + rows
    return Dossier.open(
        write(folder, TINY | {"dossier.toml": _ALLIED, "control.csv": control, "sources.csv": _SOURCES})
    )


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("R1,2020-01-02,P1,south,north,,N\nR2,2020-02-01,P1,north,south,,N\n", ["P1 north south R1 R2"]),
        ("R1,2020-01-02,P1,south,north,,N\nR2,2020-02-02,P1,north,south,,N\n", []),
        ("R1,2020-01-02,P1,south,north,,N\nR2,2020-01-03,P1,ally,,,N\n", ["P1 north south R1 R2"]),
        ("R1,2020-01-02,P1,ally,,,N\nR2,2020-01-03,P1,north,,,N\nR3,2020-01-04,P1,ally,,,N\n", []),
        ("R1,2020-01-02,P1,south,,,N\nR2,2020-01-03,P1,north,,,N\n", []),
        ("R1,2020-01-02,P1,south,north,,N\nR2,2020-01-09,P2,north,south,,N\n", []),
        (
            "R1,2020-01-02,P1,north,,,N\nR2,2020-01-03,P1,contested,,,N\nR3,2020-01-05,P1,north,,,N\n",
            ["P1 north contested R2 R3"],
        ),
        (
            "R1,2020-01-02,P1,south,north,,N\nR2,2020-01-03,P1,north,,,N\nR3,2020-01-04,P1,south,,,N\n",
            ["P1 north south R1 R2", "P1 south north R2 R3"],
        ),
        # a second report of the loss says that the place was had back in between
        (
            "R1,2019-12-01,P1,south,north,,N\nR2,2020-01-03,P1,south,north,,N\nR3,2020-01-04,P1,north,,,N\n",
            ["P1 north south R2 R3"],
        ),
    ],
)
def test_a_place_returns_to_the_bloc_that_lost_it_within_30_days(tmp_path: Path, rows: str, found: list[str]) -> None:
    table = returns_table(opened(tmp_path, rows))
    columns = ["place_id", "side", "other_side", "lost_report", "regained_report"]
    assert [" ".join(row) for row in table[columns].itertuples(index=False)] == found


def test_returns_of_many_places_are_found_in_one_pass_over_the_reports(tmp_path: Path) -> None:
    dossier = opened(tmp_path, "".join(f"R{place},2020-01-0{place},P{place},south,north,,N\n" for place in (1, 2, 3)))
    with mock.patch.object(pd.DataFrame, "itertuples", autospec=True, side_effect=pd.DataFrame.itertuples) as passes:
        returns_table(dossier)
    assert passes.call_count == 1


@pytest.mark.parametrize(
    ("lost", "regained", "said"),
    [
        ("high,N", "high,N", None),
        ("low,N", "high,N", "R1 has low confidence"),
        ("high,S", "high,N", "R1 is claimed by the side that gains"),
        ("high,N", "high,S1", "R2 has no source to open"),
    ],
)
def test_a_return_on_weak_word_is_a_warning(tmp_path: Path, lost: str, regained: str, said: str | None) -> None:
    dossier = opened(tmp_path, f"R1,2020-01-02,P1,south,north,{lost}\nR2,2020-01-03,P1,north,south,{regained}\n")
    found = [without_check(problem) for problem in return_warnings(dossier)]
    text = f"north lost it by R1 and had it back after 1 day; {said}: was it ever lost?"
    assert found == ([f"control.csv:3: place: 'Alphaville'; {text}"] if said else [])
