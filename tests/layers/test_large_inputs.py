"""Large inputs take time that grows with their size, and no more."""

import json
import math
from collections.abc import Collection
from datetime import date
from pathlib import Path
from time import process_time
from unittest import mock

import numpy as np
import pytest
from tiny_dossier import TINY, write

from geo.control.holders import Chart
from geo.control.model import ControlModel
from geo.control.reported_places import PlaceStates
from geo.control.ways import Surroundings
from layers import Dossier, build, read_report
from layers.period import DAY, runs
from layers.reading import events


def seconds(folder: Path) -> float:
    start = process_time()
    build(Dossier.open(folder), as_of="2021-01-01")
    return process_time() - start


def test_twenty_thousand_events_on_one_place_are_built_in_seconds(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny", TINY)
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"X{n},2020-01-03,,1,P1,1,clash,north,south,1,2,3,They fought.,S1,,\n" for n in range(20_000))
    assert seconds(folder) < 10


def test_an_area_of_a_hundred_thousand_corners_is_built_in_seconds(tmp_path: Path) -> None:
    folder, number = write(tmp_path / "tiny", TINY), 100_000
    angles = (2 * math.pi * n / number for n in range(number))
    ring = [[36.7 + 0.6 * math.cos(angle), 35.8 + 0.6 * math.sin(angle)] for angle in angles]
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    feature = {"type": "Feature", "properties": {"name": "x"}, "geometry": geometry}
    (folder / "area.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    head = folder / "dossier.toml"
    text = head.read_text(encoding="utf-8").replace("area = [36.0, 35.0, 37.4, 36.6]", 'area = "area.geojson"')
    head.write_text(text, encoding="utf-8")
    assert seconds(folder) < 20


@pytest.mark.parametrize(
    "part",
    [
        "rebels shelled the town and ",
        "| Troops shelled Idlib on Monday |\n",
        "Troops shelled Idlib. ",
        "قصف الجيش إدلب. ",
        "İdlib'de rejim güçleri saldırdı. ",  # noqa: RUF001 - Turkish
        "Alpha ",
        ".",
        '" ',
    ],
    ids=["one sentence", "rows", "sentences", "Arabic", "Turkish", "capitals", "dots", "quotes"],
)
def test_a_long_text_is_read_in_time_that_grows_with_its_length(part: str) -> None:
    read_report(part)
    start = process_time()
    read_report((part * 100_000)[:100_000])
    # 1.5 s at the most on one core of 2020; time that grew with the square took minutes
    assert process_time() - start < 8


def test_a_sentence_is_cut_where_no_text_is_lost() -> None:
    text = "Nothing was said " * 200 + "and rebels shelled Idlib."
    reading = read_report(text)
    assert [event.event_type for event in reading.events] == ["Explosions/Remote violence"]
    assert reading.remarks == ("sentences of over 1,200 characters are read in pieces",)
    assert read_report("Nothing was said. " * 200).remarks == ()


def test_events_of_other_places_are_not_compared() -> None:
    text = "The army and rebels fought in Saraqib, Idlib, Homs and Hama and " * 18
    with mock.patch.object(events, "_is_part", wraps=events._is_part) as compared:  # noqa: SLF001 - counted
        found = read_report(text, published="2020-02-06").events
    assert len(found) > 3
    # all pairs of the 70 clauses' events would be thousands
    assert compared.call_count < 100


def test_nodes_much_nearer_than_a_corridor_count_as_one_and_others_as_they_are() -> None:
    rng = np.random.default_rng(0)
    share = rng.random(12_000)
    start = process_time()
    metre = Surroundings(rng.uniform(0, 1, (12_000, 2)), 5000.0).least(share)
    assert process_time() - start < 2
    assert (metre == share.min()).all()
    apart, some = rng.permutation(np.stack(np.meshgrid(np.arange(20), np.arange(20)), -1).reshape(-1, 2)), share[:400]
    near = np.hypot(*(apart[:, None] - apart[None]).T) * 700.0 <= 2500
    expected = np.where(near, some[None], 1.0).min(axis=1)
    assert Surroundings(apart * 700.0, 5000.0).least(some).tolist() == expected.tolist()


def test_an_area_of_a_metre_is_built_in_seconds(tmp_path: Path) -> None:
    head = TINY["dossier.toml"].replace("[36.0, 35.0, 37.4, 36.6]", "[36.0, 35.0, 36.00001, 35.00001]")
    head = head.replace("36.5,36.5", "35.00001,36.000002")
    places = "id,name_en,lat,lon,uncertainty_km\nP1,Alphaville,35.000004,36.000004,1000\n"
    posts = "id,name,side,lat,lon,uncertainty_km\nA1,Post One,north,35.000008,36.000008,500\n"
    control = "id,date,place,side,confidence\nR1,2020-01-02,P1,south,high\nR2,2020-01-03,P1,north,low\n"
    files = TINY | {"dossier.toml": head, "places.csv": places, "posts.csv": posts, "control.csv": control}
    assert seconds(write(tmp_path / "metre", files)) < 20


def test_joining_intervals_looks_at_each_once() -> None:
    start, looked = date(2020, 1, 1), []
    items = [(start + DAY * n, start + DAY * (n + 1), "open") for n in range(100)]
    (run,) = runs(items, alike=lambda item: looked.append(item) or item)
    assert (len(run.items), len(looked)) == (100, 100)


def test_the_map_of_a_day_is_computed_once_though_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.control.mesh._NODES", 500)
    folder = write(tmp_path / "tiny", TINY | {"dossier.toml": TINY["dossier.toml"].replace("01-20", "02-01")})
    with (folder / "control.csv").open("a", encoding="utf-8") as file:
        file.writelines(
            f"X{n},2020-01-{n},,P3,,{('north', 'south')[n % 2]},,report,medium,S1,\n" for n in range(10, 31)
        )
    charts: list[date] = []
    chart = ControlModel._chart  # noqa: SLF001

    def counted(self: ControlModel, on: date, without: Collection[str] = ()) -> tuple[PlaceStates, Chart]:
        charts.extend([] if without else [on])
        return chart(self, on, without)

    monkeypatch.setattr(ControlModel, "_chart", counted)
    layers = build(Dossier.open(folder), as_of="2021-01-01")
    days = list(map(layers.control.unchanged_since, layers.control.changes(layers.start, layers.end)))
    kept = layers.control._on.cache_parameters()["maxsize"]  # noqa: SLF001
    assert kept < len(days) - 1
    # the nodes of the first day are asked for once more
    assert sorted(charts) == sorted([*days, days[0]])
