"""A build that reads results of a former one gives the same layers as a build from nothing, whatever has changed."""

import hashlib
import shutil
from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
import shapely

from geo.store import Store
from layers import Dossier, Layers, build
from layers.assessment.snapshots import control_model

T = TypeVar("T")
FIRST = "northland"


def content(layers: Layers) -> str:
    sha = hashlib.sha256()
    for name in sorted(layers.tables):
        sha.update(layers.tables[name].to_json(default=str).encode())
    sha.update(f"{layers.daily.to_csv()}{layers.ground.to_csv()}{layers.errors}".encode())
    return sha.hexdigest()


def append(folder: Path, table: str, **cells: str) -> None:
    path = folder / table
    lines = path.read_text(encoding="utf-8").strip().split("\n")
    lines[0] += "".join(f",{name}" for name in cells if name not in lines[0].split(","))
    row = ",".join(cells.get(name, "") for name in lines[0].split(","))
    path.write_text("\n".join([*lines, row]) + "\n", encoding="utf-8")


def report(folder: Path, day: str, place: str, **cells: str) -> None:
    append(folder, "control.csv", id="X1", date=day, place=place, kind="report", confidence="medium", **cells)


def replaced(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def a_new_place(folder: Path) -> None:
    append(folder, "places.csv", id="AA", name_en="Aaby", kind="town", lat="-35.1", lon="-18.6", uncertainty_km="1.0")
    report(folder, "2001-05-20", "Aaby", side="south")


def a_place_taken(folder: Path) -> None:
    a_new_place(folder)
    replaced(folder, "control.csv", "Aaby,south,,", "Aaby,south,north,")


def places_at_the_front(folder: Path) -> None:
    """Report places on the last day that lie a few metres beside the borders of the first."""
    dossier = Dossier.open(folder)
    zones = control_model(dossier).zones(dossier.start)
    (north,) = zones.dissolve("side").loc[["north"]].boundary
    for number, (lon, lat) in enumerate(shapely.get_coordinates(north)[::5]):
        append(
            folder, "control.csv", id=f"Y{number}", date="2001-05-30", place=f"Farm {number}", side="south",
            kind="report", confidence="medium", lat=f"{lat + 1e-4:.4f}", lon=f"{lon:.4f}", uncertainty_km="0.5",
        )  # fmt: skip


def a_harbour(folder: Path) -> None:
    """Open an anchor by sea on a day on which nothing else changes."""
    head = '[[anchors]]\nside = "north"\nname = "Boats"\nmeans = "sea"\nwhere = "territory"\nstart = 2001-05-03\n\n'
    replaced(folder, "dossier.toml", '[[anchors]]\nside = "north"', f'{head}[[anchors]]\nside = "north"')


CHANGES: dict[str, Callable[[Path], None]] = {
    "nothing": lambda _: None,
    "a late report": lambda folder: report(folder, "2001-05-28", "Cedar Cross", side="south", from_side="north"),
    "an early report": lambda folder: report(folder, "2001-05-02", "Elmstead", side="south"),
    "a new place": a_new_place,
    "a new place that was taken": a_place_taken,
    "new places beside the front": places_at_the_front,
    "a row less": lambda folder: replaced(folder, "control.csv", "R003,", "#R003,"),
    "a confidence": lambda folder: replaced(
        folder,
        "control.csv",
        "R002,2001-05-01,Birchford,north,,baseline,high",
        "R002,2001-05-01,Birchford,north,,baseline,low",
    ),
    "a place moved": lambda folder: replaced(folder, "places.csv", "-34.92,-18.45", "-34.95,-18.45"),
    "an event": lambda folder: replaced(folder, "events.csv", "E01,2001-05-05", "E01,2001-05-06"),
    "a post's uncertainty": lambda folder: replaced(folder, "posts.csv", "Poplar,,,0.5", "Poplar,,,4.5"),
    "an anchor": lambda folder: replaced(folder, "dossier.toml", "Northern ports", "Harbours"),
    "the end of a post": lambda folder: replaced(folder, "posts.csv", ",1.0,1.0,,,S1", ",1.0,1.0,,2001-05-25,S1"),
    "a harbour that opens between reports": a_harbour,
    "a width": lambda folder: replaced(folder, "dossier.toml", "embargo_days = 0", "embargo_days = 0\nnarrow_km = 9.0"),
    "allies": lambda folder: replaced(folder, "dossier.toml", "friendly = []", 'friendly = ["north", "south"]'),
    "the roads": lambda folder: replaced(folder, "roads.geojson", "-35.", "-35.01"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(Dossier.open(FIRST).path, tmp_path / "dossier"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the results of the dossier as it is."""
    path = tmp_path_factory.mktemp("store")
    build(Dossier.open(FIRST), as_of=date(2030, 1, 1), store=Store(path))
    return path


class Counting(Store):
    """A store that counts what had to be found."""

    found = 0

    def recall(self, key: str, name: Hashable, find: Callable[[], T]) -> T:
        def counted() -> T:
            self.found += 1
            return find()

        return super().recall(key, name, counted)


@pytest.mark.parametrize("change", CHANGES)
def test_a_warm_build_gives_the_layers_of_a_cold_one(folder: Path, filled: Path, tmp_path: Path, change: str) -> None:
    CHANGES[change](folder)
    store = Path(shutil.copytree(filled, tmp_path / "store"))

    warm, cold = (build(Dossier.open(folder), as_of=date(2030, 1, 1), store=store) for store in (Store(store), None))

    assert content(warm) == content(cold)


@pytest.mark.parametrize(
    ("change", "share"), [("nothing", 0.0), ("an event", 0.0), ("a late report", 0.3), ("a new place", 0.7)]
)
def test_days_before_a_change_are_read(folder: Path, filled: Path, tmp_path: Path, change: str, share: float) -> None:
    CHANGES[change](folder)
    dossier = Dossier.open(folder)
    counts = []
    for where in (Path(shutil.copytree(filled, tmp_path / "store")), tmp_path / "empty"):
        store = Counting(where)
        build(dossier, as_of=date(2030, 1, 1), store=store)
        counts.append(store.found)

    assert counts[0] <= share * counts[1]


def test_a_side_is_reported_for_the_first_time(folder: Path, tmp_path: Path) -> None:
    head = '[[sides]]\nid = "west"\nname = "West"\ncolour = "#009E73"\n\n[[anchors]]\nside = "north"'
    replaced(folder, "dossier.toml", '[[anchors]]\nside = "north"', head)
    build(Dossier.open(folder), as_of=date(2030, 1, 1), store=Store(tmp_path / "store"))
    report(folder, "2001-05-28", "Cedar Cross", side="west")

    warm, cold = (
        build(Dossier.open(folder), as_of=date(2030, 1, 1), store=store) for store in (Store(tmp_path / "store"), None)
    )

    assert content(warm) == content(cold)
