"""Whose word a control report, a place and ground are, by the leanings of sources."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from checkout import SHARED
from tiny_dossier import TINY, write

from layers import Dossier, Layers, build
from layers.flow import flow, flow_sentence
from layers.manifest import manifest

CASES = SHARED / "cases" / "evidence"
_SOURCES = "key,url,archive_url,publisher,leaning,about\n"
_SIDES = TINY["dossier.toml"].replace('name = "South"', 'name = "South"\naliases = ["Southern Union"]') + (
    '\n[[sides]]\nid = "ally"\nname = "Ally"\ncolour = "#009E73"\nfriendly = ["north"]\n'
    '\n[[sides]]\nid = "third"\nname = "Third"\ncolour = "#CC79A7"\n'
)
_ALLIED = _SIDES.replace('name = "North"', 'name = "North"\nfriendly = ["ally"]')


def opened(folder: Path, leanings: dict[str, str], rows: str) -> Dossier:
    sources = _SOURCES + "".join(f"{key},https://{key}.example/1,,Paper,{words},\n" for key, words in leanings.items())
    files = TINY | {"dossier.toml": _ALLIED, "sources.csv": f"{sources}S1,,,Nobody,neutral,\n"}
    control = "id,date,place,side,from_side,kind,confidence,sources\n" + rows
    return Dossier.open(write(folder, files | {"control.csv": control}))


@pytest.mark.parametrize(
    ("side", "from_side", "leanings", "basis"),
    [
        ("north", "south", ["north"], "claimed"),
        ("north", "south", ["ally"], "claimed"),
        ("north", "south", ["north", "ally"], "claimed"),
        ("north", "south", ["south"], "confirmed"),
        ("north", "south", ["Southern union"], "confirmed"),
        ("north", "south", ["third"], "confirmed"),
        ("north", "south", ["Neutral"], "confirmed"),
        ("north", "south", ["north; south"], "confirmed"),
        ("north", "south", ["north", ""], "claimed"),
        ("north", "", ["north"], "claimed"),
        ("north", "south", [""], None),
        ("north", "south", [], "record"),
        ("contested", "south", ["north"], "claimed"),
        ("contested", "south", ["south"], "confirmed"),
        ("contested", "south", ["north; third"], "confirmed"),
        ("contested", "", ["north", "south"], "confirmed"),
        ("contested", "", ["ally"], "claimed"),
    ],
)
def test_a_report_is_confirmed_by_others_than_the_bloc_that_gains(
    tmp_path: Path, side: str, from_side: str, leanings: list[str], basis: str | None
) -> None:
    keys = {f"L{number}": words for number, words in enumerate(leanings)}
    dossier = opened(tmp_path, keys, f"R1,2020-01-03,P1,{side},{from_side},report,high,{'; '.join([*keys, 'S1'])}\n")
    assert dossier.control["basis"].tolist() == [basis]


def test_a_leaning_that_is_no_side_is_not_judged_and_said_once_a_word(tmp_path: Path) -> None:
    dossier = opened(
        tmp_path,
        {"A": "pro-north", "B": "Pro-North; south", "C": "northern"},
        "R1,2020-01-03,P1,north,south,report,high,A\nR2,2020-01-03,P2,north,south,report,high,B\n",
    )
    assert dossier.control["basis"].tolist() == [None, "confirmed"]
    said = [str(warning) for warning in dossier.warnings if warning.column == "leaning"]
    assert [text.partition("; expected")[0] for text in said] == [
        "sources.csv:2: leaning: 'pro-north'; not judged, as it is no side",
        "sources.csv:4: leaning: 'northern'; not judged, as it is no side",
    ]
    assert "north, south, ally, third" in said[0]


def test_an_alias_of_two_sides_is_the_leaning_of_neither(tmp_path: Path) -> None:
    both = re.sub(r'\n(name = "(?:North|South)"\n)', r'\n\1aliases = ["army"]\n', TINY["dossier.toml"])
    files = TINY | {"dossier.toml": both, "sources.csv": f"{_SOURCES}S1,https://a.example/1,,Paper,army,\n"}
    assert set(Dossier.open(write(tmp_path, files)).control["basis"]) == {None}


def test_ground_has_the_basis_of_the_nearest_place_that_its_bloc_holds(tmp_path: Path) -> None:
    dossier = opened(
        tmp_path,
        {"N": "north", "S": "south", "X": ""},
        "R1,2019-12-01,P1,south,,baseline,high,S1\n"
        "R2,2019-12-01,P3,north,,baseline,high,X\n"
        "R3,2020-01-03,P2,north,south,capture,high,N\n"
        "R4,2020-01-08,P2,north,south,capture,high,S\n",
    )
    layers = build(dossier, as_of="2026-01-01")
    # only a later row says who held P2: its ground is that of the nearest place that is reported by then, P1
    assert basis_at(layers, "2020-01-02", "P2") == "record"
    assert basis_at(layers, "2020-01-03", "P2") == "claimed"
    assert basis_at(layers, "2020-01-07", "P2") == "claimed"
    assert basis_at(layers, "2020-01-08", "P2") == "confirmed"
    assert basis_at(layers, "2020-01-08", "P1") == "record"
    assert basis_at(layers, "2020-01-08", "P3") is None
    on = layers.explain(35.9, 36.8, on="2020-01-08").iloc[0]
    assert (on["report_id"], on["basis"]) == ("R4; R3", "confirmed")


def basis_at(layers: Layers, day: str, place: str) -> str | None:
    points = layers["places"].set_index("place_id").geometry
    zones = layers.at(day)["zones"]
    (found,) = zones[zones.covers(points[place])]["basis"]
    return found


def test_the_cut_by_basis_moves_no_border_between_sides(tmp_path: Path) -> None:
    rows = (
        "R1,2019-12-01,P1,south,,baseline,high,A\nR2,2019-12-01,P3,north,,baseline,high,A\n"
        "R3,2020-01-03,P2,north,south,capture,high,{}\n"
    )
    cut, whole = (
        build(opened(tmp_path / name, {"A": "", "N": "north"}, rows.format(key)), as_of="2026-01-01")
        for name, key in (("cut", "N"), ("whole", "A"))
    )
    # the layer has simplified borders
    pieces, plain = (one.control.zones(date(2020, 1, 5)) for one in (cut, whole))
    assert len(pieces) > len(plain)
    for side in ("north", "south"):
        one, other = (zones[zones["side"] == side].union_all() for zones in (pieces, plain))
        assert one.symmetric_difference(other).area < 1e-9


def test_ground_by_basis_adds_up_to_the_zones(tmp_path: Path) -> None:
    rows = (
        "R1,2019-12-01,P1,south,,baseline,high,S1\nR2,2019-12-01,P3,north,,baseline,high,X\n"
        "R3,2020-01-03,P2,north,south,capture,high,N\n"
    )
    layers = build(opened(tmp_path, {"N": "north", "X": ""}, rows), as_of="2026-01-01")
    of_day = layers.at("2020-01-05")
    ground = of_day.ground.set_index("side")
    zones = of_day["zones"].groupby("side")["area_km2"].sum()
    parts = ground[["confirmed_km2", "claimed_km2", "not_judged_km2", "record_km2"]]
    for side in ("north", "south"):
        assert parts.loc[side].sum() == pytest.approx(zones[side], abs=0.5)
    assert parts.loc["south", "record_km2"] > 0
    assert min(parts.loc["north", ["claimed_km2", "not_judged_km2"]]) > 0
    shares = manifest(layers, {})["evidence"]["ground"]
    assert sum(shares.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.skipif(not CASES.exists(), reason="cases of the project are not here")
def test_each_bundled_report_has_the_basis_that_the_cases_give(dossier: Dossier) -> None:
    with (CASES / "idlib-basis.csv").open(encoding="utf-8") as file:
        expected = {row["id"]: row["basis"] or None for row in csv.DictReader(file)}
    found = {report.id: report.basis for report in dossier.evidence.control}
    assert {key: found[key] for key in expected} == expected


def test_the_flow_of_evidence_of_the_bundled_dossier_stands_in_the_readme(dossier: Dossier) -> None:
    counts = flow(dossier)
    assert counts["confirmed"] + counts["claimed"] + counts["not_judged"] + counts["record"] == counts["captures"]
    assert counts["used"] == len(dossier.control)
    assert counts["without_link"] == (dossier.control["basis"] == "record").sum()
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert flow_sentence(counts).removesuffix(".") in readme
