"""The day a post is cut off, from dated maps of others that are off by a kilometre. `make bench` prints the table.

`SITMAP_FRONTS` names a folder of GeoJSON: one file a day, `2022-03-01.geojson`, whose polygons have a `side` each and
tile the area; `posts.geojson`, points with `side`; `anchors.geojson`, ground with `side`. Without it, the folder is
that of a simulated war. `DRAWS` is the number of draws of the noise.

Points 4 km apart around the posts learn from each map who holds them, read some kilometre beside themselves. A post's
day is that of the maps without noise; it is sought between the first days with P(cut) over .2 and over .8 of the same
spell.
"""

import os
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from closing import Stand, Theatre
from fronts import DAY, Grid, random_field
from wars import moving_war

from geo.arrays import Floats, Ints
from geo.control.model import ControlModel
from geo.control.ways import probability_cut
from geo.days import parse_day
from geo.geometry.projection import WGS84, crs_around, flatten, transformer
from geo.geometry.sphere import KM
from geo.threads import one_thread_each

_STEP_KM, _NOISE_KM, _BENDS_KM, _HOLD_KM = 4.0, 1.0, 10.0, 1.0
_NEAR_KM, _COARSE = 20.0, 3
# whether the noise of a day is that of the day before
NOISES = {"anew every day": True, "the same on all days": False}


class Maps(NamedTuple):
    """Dated maps of who holds what, with posts and anchors."""

    days: list[date]
    zones: list[gpd.GeoDataFrame]
    posts: gpd.GeoDataFrame
    anchors: gpd.GeoDataFrame

    @classmethod
    def read(cls, folder: Path) -> "Maps":
        """Read a folder; see the module's docstring."""
        files = sorted(path for path in folder.glob("*.geojson") if path.stem[:1].isdigit())
        days = [parse_day(path.stem) for path in files]
        posts, anchors = (gpd.read_file(folder / f"{name}.geojson") for name in ("posts", "anchors"))
        return cls(days, [gpd.read_file(path) for path in files], posts, anchors)


def write_war(folder: Path, seed: int, days: range) -> None:
    """Write the maps of a simulated war, of which a post's neighbourhood is enough."""
    war = moving_war(seed, places=250)
    for day in days:
        path = folder / f"{(DAY + timedelta(day)).isoformat()}.geojson"
        war.grid.zones(war.held[day])[["side", "geometry"]].to_file(path)
    posts = [post for post in war.posts if post.cut_off.any()][:3]
    gpd.GeoDataFrame(
        {"side": [post.side for post in posts]}, geometry=[post.point for post in posts], crs=WGS84
    ).to_file(folder / "posts.geojson")
    war.anchors[["side", "geometry"]].to_file(folder / "anchors.geojson")


class Ground:
    """Points on a plane that read maps, exactly or beside themselves."""

    def __init__(self, maps: Maps) -> None:
        self.maps = maps
        # maps of one provider tile the same area
        self.area = shapely.union_all(maps.zones[0].geometry.to_numpy())
        crs = crs_around(gpd.GeoSeries([self.area], crs=WGS84))
        self._to_metres, self._to_degrees = transformer(WGS84, crs), transformer(crs, WGS84)
        x0, y0, x1, y1 = flatten(self.area, self._to_metres).bounds
        shape = (int((y1 - y0) / KM / _STEP_KM), int((x1 - x0) / KM / _STEP_KM))
        self.grid = Grid(0, 0, shape, _STEP_KM)
        points = self.grid.centres * KM + (x0, y0)
        posts = flatten(maps.posts.geometry.to_numpy(), self._to_metres)
        near = shapely.dwithin(shapely.union_all(posts), shapely.points(points), _NEAR_KM * KM)
        # far from all posts every third row and column will do
        rows, columns = np.indices(shape).reshape(2, -1)
        near |= (rows % _COARSE == 0) & (columns % _COARSE == 0)
        self.points, self._chosen = points[near], near

    def read(self, day: int, shift_m: Floats) -> Ints:
        """Number of the zone's side at each point, -1 outside of all."""
        zones = self.maps.zones[day]
        lonlat = np.column_stack(self._to_degrees.transform(*(self.points + shift_m).T))
        zone, point = shapely.STRtree(shapely.points(lonlat)).query(zones.geometry.to_numpy(), predicate="intersects")[
            :2
        ]
        names = sorted(set(self.maps.anchors["side"]) | {side for one in self.maps.zones for side in one["side"]})
        found = np.full(len(lonlat), -1)
        found[point] = [names.index(side) for side in zones["side"].to_numpy()[zone]]
        self.names = names
        return found

    def shift(self, rng: np.random.Generator) -> Floats:
        """Draw how far beside itself each point is read, in metres."""
        east, north = (random_field(rng, self.grid, {_BENDS_KM: _NOISE_KM}).ravel()[self._chosen] for _ in range(2))
        return np.column_stack([east, north]) * KM

    def theatre(self, read: Ints) -> Theatre:
        """Make reports of what the points read on each day (d, n), and the theatre of these reports."""
        lonlat = shapely.points(np.column_stack(self._to_degrees.transform(*self.points.T)))
        changed = np.diff(read, axis=0, prepend=-2) != 0
        day, point = np.nonzero(changed & (read >= 0))
        former = np.where(day > 0, read[day - 1, point], -1)
        names = np.array([*self.names, None], dtype=object)
        table = pd.DataFrame(
            {
                "report_id": [f"R{row}" for row in range(len(day))],
                "date": [self.maps.days[one].isoformat() for one in day],
                "place_id": [f"P{one}" for one in point],
                "side": names[read[day, point]],
                "from_side": names[former],
                "confidence": "high",
            }
        )
        model = ControlModel(gpd.GeoDataFrame(table, geometry=lonlat[point], crs=WGS84), self.area)
        posts = self.maps.posts
        where = model.on_plane(shapely.get_coordinates(posts.geometry))
        stands = [
            Stand(str(number), side, frozenset({side}), point[None])
            for number, (side, point) in enumerate(zip(posts["side"], where, strict=True))
        ]
        grouped = self.maps.anchors.groupby("side").geometry
        anchors = {side: grouped.get_group(side).to_numpy() for side in posts["side"].unique()}
        return Theatre(model, self.maps.days, stands, anchors, _HOLD_KM * KM)


def bare_days(maps: Maps) -> list[int | None]:
    """First day on which the polygons themselves cut each post off: its part of its side's ground has no anchor."""
    found: list[int | None] = []
    for post in maps.posts.itertuples():
        ends = shapely.union_all(maps.anchors.geometry[maps.anchors["side"] == post.side].to_numpy())
        cut = []
        for zones in maps.zones:
            parts = shapely.get_parts(shapely.union_all(zones.geometry[zones["side"] == post.side].to_numpy()))
            own = parts[shapely.intersects(parts, post.geometry)]
            cut.append(not shapely.intersects(own, ends).any())
        found.append(int(np.argmax(cut)) if any(cut) and not cut[0] else None)
    return found


def interval(cut: Floats) -> tuple[int, int] | None:
    """First days with P(cut) over .2 and over .8 of the first spell in which it passes .5."""
    over = np.flatnonzero(cut > 0.5)
    if not len(over):
        return None
    low = np.flatnonzero(cut[: over[0] + 1] <= 0.2)
    after = np.flatnonzero(cut[over[0] :] > 0.8)
    return (int(low[-1]) + 1 if len(low) else 0), int(over[0] + after[0]) if len(after) else len(cut) - 1


@one_thread_each()
def test_the_day_lies_between_the_earliest_and_the_latest(tmp_path: Path) -> None:
    folder, draws = os.environ.get("SITMAP_FRONTS"), int(os.environ.get("DRAWS", "20"))
    if not folder:
        folder = str(tmp_path)
        write_war(tmp_path, 5, range(0, 200, 4))
    maps = Maps.read(Path(folder))
    assert all(one < other for one, other in pairwise(maps.days)), "maps must have a day each"
    ground, days = Ground(maps), bare_days(maps)
    known = [post for post, day in enumerate(days) if day is not None]
    if not known:
        pytest.fail("the maps cut no post off after their first day")
    for name, anew in NOISES.items():
        within, missed, width = 0, 0, []
        for seed in range(draws):
            rng = np.random.default_rng([seed, 8])
            once = ground.shift(rng)
            shifts = (ground.shift(rng) if anew else once for _ in maps.days)
            read = np.array([ground.read(day, shift) for day, shift in enumerate(shifts)])
            ways = ground.theatre(read).ways()
            for post in known:
                found = interval(probability_cut(ways[:, post]))
                missed += found is None
                if found:
                    first, last = (maps.days[one] for one in found)
                    within += first <= maps.days[days[post] or 0] <= last
                    width.append((last - first).days)
        count = draws * len(known)
        print(
            f"\nnoise of {_NOISE_KM:.0f} km, {name}: the day within the interval in {within / count:.0%} of "
            f"{count} (aim 90%), never cut off in {missed / count:.0%}, interval of {np.median(width or [0]):.0f} days"
        )
