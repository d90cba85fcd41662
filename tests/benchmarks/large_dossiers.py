"""Dossiers of any size: a front swings over places 6 km apart, which are reported again and again.

Run: ``python tests/benchmarks/large_dossiers.py FOLDER --places 6000 --reports 100000 --days 5000 --posts 30``.
"""

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from geo.arrays import Floats
from geo.geometry.sphere import KM_PER_DEGREE

_SPACING_KM, _START, _COLOURS = (
    6.0,
    date(2012, 1, 1),
    ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#F0E442", "#56B4E9"),
)
# a front moves there and back once in so many days, over this part of the area; so many reports are wrong
_SWING_DAYS, _SWING, _WRONG = 900.0, 0.12, 0.03


@dataclass(frozen=True)
class LargeDossier:
    """A dossier of a war that never was.

    Parameters
    ----------
    reports, places, posts, days, sides, corners, events : int
        How many; the corners are those of the area.
    """

    reports: int = 10_000
    places: int = 1_000
    posts: int = 30
    days: int = 500
    sides: int = 2
    corners: int = 100
    events: int = 0

    def write(self, folder: Path, seed: int = 1) -> Path:
        """Write the files of the dossier, the same ones for a seed."""
        rng = np.random.default_rng(seed)
        folder.mkdir(parents=True, exist_ok=True)
        at = rng.uniform(-0.7, 0.7, (self.places, 2))
        lonlat = (20.0 + self._half_deg * at).round(5)
        (folder / "area.geojson").write_text(json.dumps(self._area()), encoding="utf-8")
        (folder / "dossier.toml").write_text(self._head(), encoding="utf-8")
        names = [f"P{number}" for number in range(self.places)]
        rows = zip(names, lonlat[:, 1], lonlat[:, 0], strict=True)
        write(folder / "places.csv", "id,name_en,kind,lat,lon,uncertainty_km,country", (
            (name, f"Place {name}", "village", lat, lon, 1.0, "SD") for name, lat, lon in rows))  # fmt: skip
        self._write_control(folder, rng, at, names)
        post_at = rng.uniform(-0.6, 0.6, (self.posts, 2))
        held = self._held(post_at, np.zeros(self.posts))
        place = (20.0 + self._half_deg * post_at).round(5)
        write(folder / "posts.csv", "id,name,side,lat,lon,uncertainty_km,hold_km,sources", (
            (f"A{n}", f"Post {n}", f"side{side}", lat, lon, 0.5, 1.0, "S1")
            for n, (side, (lon, lat)) in enumerate(zip(held, place, strict=True))))  # fmt: skip
        at_place, day = rng.integers(0, self.places, self.events), np.sort(rng.integers(0, self.days, self.events))
        write(folder / "events.csv", "id,start_date,place,event_type,actor1,actor2,fatalities_best,summary,sources", (
            (f"E{n}", _START + timedelta(int(on)), names[where], "clash", "side0", "side1", 1, "They fought.", "S1")
            for n, (where, on) in enumerate(zip(at_place.tolist(), day.tolist(), strict=True))))  # fmt: skip
        write(folder / "sources.csv", "key,url,publisher,reliability", [("S1", "https://a.example/1", "A Paper", "B")])
        return folder

    @property
    def _half_deg(self) -> float:
        """Half a side of the area."""
        return _SPACING_KM * float(np.sqrt(self.places)) / KM_PER_DEGREE / 1.4

    def _held(self, at: Floats, day: Floats) -> list[int]:
        """Sides that hold some points in the square from -1 to 1 on some days: stripes between fronts that swing."""
        x, y = at.T
        bent = x + 0.08 * np.sin(7 * y) + 0.05 * np.sin(19 * y + 1) + _SWING * np.sin(2 * np.pi * day / _SWING_DAYS)
        held: list[int] = np.clip(np.floor((bent + 0.7) / 1.4 * self.sides), 0, self.sides - 1).astype(int).tolist()
        return held

    def _write_control(self, folder: Path, rng: np.random.Generator, at: Floats, names: list[str]) -> None:
        """Write reports of all places, each at random days: who holds it then, and now and then somebody else."""
        where = np.concatenate([np.arange(self.places), rng.integers(0, self.places, max(self.reports, self.places))])
        where = where[: self.reports]
        day = np.where(np.arange(self.reports) < self.places, 0, rng.integers(0, self.days, self.reports))
        order = np.argsort(day, kind="stable")
        where, day = where[order], day[order]
        held = np.array(self._held(at[where], day))
        held = np.where(rng.random(self.reports) < _WRONG, rng.integers(0, self.sides, self.reports), held)
        rows = enumerate(zip(where.tolist(), day.tolist(), held.tolist(), strict=True))
        write(folder / "control.csv", "id,date,place,side,kind,confidence,sources", (
            (f"R{n}", _START + timedelta(on), names[place], f"side{side}", "report", "medium", "S1")
            for n, (place, on, side) in rows))  # fmt: skip

    def _area(self) -> dict[str, object]:
        turn = np.linspace(0, 2 * np.pi, self.corners, endpoint=False)
        wavy = (1.2 + 0.02 * np.sin(40 * turn)) * self._half_deg
        ring = (20.0 + wavy * np.array([np.cos(turn), np.sin(turn)])).T.round(6).tolist()
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        feature = {"type": "Feature", "properties": {}, "geometry": geometry}
        return {"type": "FeatureCollection", "features": [feature]}

    def _head(self) -> str:
        end = _START + timedelta(self.days)
        head = 'title = "Large"\nsummary = "Generated."\nlanguage = "en"\narea = "area.geojson"\nsea = "ground"\n'
        head += f"start = {_START}\nend = {end}\nembargo_days = 0\n"
        for side in range(self.sides):
            head += f'\n[[sides]]\nid = "side{side}"\nname = "Side {side}"\ncolour = "{_COLOURS[side]}"\n'
            lon = 20.0 + self._half_deg * (-0.7 + 1.4 * (side + 0.5) / self.sides)
            head += f'\n[[anchors]]\nside = "side{side}"\nname = "Home {side}"\n'
            head += f'where = "{20.0 + self._half_deg:.4f},{lon:.4f}"\n'
        return head


def write(path: Path, heading: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name, default in vars(LargeDossier()).items():
        parser.add_argument(f"--{name}", type=int, default=default)
    options = vars(parser.parse_args())
    folder = options.pop("folder")
    LargeDossier(**options).write(folder)
