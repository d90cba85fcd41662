"""Fronts that never were, with known truth: what models of control are measured on.

A scene lies somewhere in the southern hemisphere, on a grid of square cells that each one side holds. What a side
holds comes from Gaussian random fields with several length scales (Lantuéjoul 2002, Geostatistical Simulation),
so that a front has bends of all sizes; salients and pockets are put on top. Everything follows from the seed.
Lengths are in km on a plane (x east, y north, origin at the scene's south-western corner), reports in EPSG:4326.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import fft, ndimage, sparse

from geo.arrays import Flags, Floats, Ints
from geo.geometry.projection import WGS84, local_crs, transformer

NEAR_KM = 40.0
SIDES = ("south", "north", "east")
DAY = date(2020, 1, 1)

Mask = Flags
Sides = NDArray[np.integer]


@dataclass(frozen=True)
class Grid:
    """Square cells on a plane around a point; arrays over it have a row per y."""

    lat: float
    lon: float
    shape: tuple[int, int]
    step_km: float = 1.0

    @property
    def centres(self) -> Floats:
        """x, y of the cells' centres in km, in order of a flattened array."""
        rows, columns = np.indices(self.shape)
        return (np.column_stack([columns.ravel(), rows.ravel()]) + 0.5) * self.step_km

    @property
    def area(self) -> shapely.Polygon:
        """What the cells cover, in lon/lat."""
        height, width = np.array(self.shape) * self.step_km
        return shapely.transform(shapely.segmentize(shapely.box(0, 0, width, height), 5), self.lonlat)

    def lonlat(self, xy: Floats) -> Floats:
        """Degrees of points given in km."""
        metres = (xy - np.array(self.shape[::-1]) * self.step_km / 2) * 1000
        return np.column_stack(transformer(local_crs(self.lat, self.lon), WGS84).transform(*metres.T))

    def xy(self, lonlat: Floats) -> Floats:
        """Km of points given in degrees."""
        metres = np.column_stack(transformer(WGS84, local_crs(self.lat, self.lon)).transform(*lonlat.T))
        return metres / 1000 + np.array(self.shape[::-1]) * self.step_km / 2

    def cells(self, xy: Floats) -> Ints:
        """Flat index of the cells that points lie in."""
        columns, rows = (xy / self.step_km).astype(int).T
        return np.ravel_multi_index((rows, columns), self.shape)

    def zones(self, held: Sides, sides: tuple[str, ...] = SIDES) -> gpd.GeoDataFrame:
        """Polygons of cells by index of the side that holds them: what a perfect model would say."""
        # a row's run of cells with one holder is one box
        ends = np.diff(held, axis=1, append=-1) != 0
        rows, last = np.nonzero(ends)
        first = np.where(np.diff(rows, prepend=-1) != 0, 0, np.roll(last, 1) + 1)
        runs = shapely.set_precision(shapely.segmentize(shapely.box(first, rows, last + 1, rows + 1), 1), 1)
        side = np.array(sides, dtype=object)[held[rows, last]]
        names = sorted(set(side))
        shapes = [shapely.coverage_union_all(runs[side == name]) for name in names]
        ground = shapely.transform(np.array(shapes), lambda xy: self.lonlat(xy * self.step_km))
        return gpd.GeoDataFrame({"side": names, "confidence": 1.0}, geometry=ground, crs=WGS84)


@dataclass(frozen=True)
class Front:
    """One day of a war: who holds which cell, and the settlements within 40 km of the front."""

    grid: Grid
    held: Sides
    places: Floats

    @property
    def near(self) -> Mask:
        """Cells within 40 km of the front."""
        return front_distance_km(self.held, self.grid) <= NEAR_KM

    @property
    def holders(self) -> Sides:
        """Index of the side that holds each place."""
        return self.held.ravel()[self.grid.cells(self.places)]

    def reports(
        self, fraction: float = 1.0, *, seed: int = 0, confidence: str | None = "high", wrong: float = 0.0
    ) -> gpd.GeoDataFrame:
        """Report a random share of the places; a share of the reports names another side than the holder."""
        rng = np.random.default_rng([seed, 1])
        told = np.sort(rng.permutation(len(self.places))[: round(fraction * len(self.places))])
        sides = self.holders[told].copy()
        lies = rng.random(len(told)) < wrong
        count = int(self.held.max()) + 1
        sides[lies] = (sides[lies] + rng.integers(1, count, lies.sum())) % count
        table = pd.DataFrame(
            {
                "report_id": [f"R{place:03}" for place in told],
                "date": DAY.isoformat(),
                "place_id": place_ids(told),
                "side": np.array(SIDES, dtype=object)[sides],
                "from_side": None,
                "confidence": confidence,
            }
        )
        return gpd.GeoDataFrame(table, geometry=shapely.points(self.grid.lonlat(self.places[told])), crs=WGS84)


def static_front(seed: int, *, curved: bool = False, sides: int = 2, places: int = 530, rough: float = 1.0) -> Front:
    """Make a front some 600 km long, nearly straight or strongly curved, with salients and pockets.

    With three sides, the third holds a flank. `rough` scales the front's bends up to some 60 km.
    """
    rng = np.random.default_rng([seed, 0])
    grid = Grid(rng.uniform(-55, -10), rng.uniform(-150, 150), (400, 400) if curved else (170, 600))
    x, y = grid.centres.T.reshape(2, *grid.shape)
    if curved:
        trend, flank = random_field(rng, grid, {90: 60}), random_field(rng, grid, {90: 60}) - 60
    else:
        trend, flank = y - y.mean(), x - 450
    bends = {60: 18 * rough, 25: 7 * rough, 10: 2.2 * rough}
    held = (trend + random_field(rng, grid, bends) > 0).astype(np.int8)
    if sides > 2:
        held[flank + random_field(rng, grid, bends) > 0] = 2
    for _ in range(3):
        centre = rng.choice(np.argwhere(front_distance_km(held, grid) <= 2 * grid.step_km))
        salient = blob(rng, grid, centre, (rng.uniform(10, 25), rng.uniform(5, 10)), rng.uniform(0, np.pi))
        held[salient] = held[tuple(centre)]
    for _ in range(2):
        distance = front_distance_km(held, grid)
        centre = rng.choice(np.argwhere((distance > 10) & (distance < 30)))
        half = rng.uniform(4, 8, 2)
        held[blob(rng, grid, centre, half, rng.uniform(0, np.pi))] = (held[tuple(centre)] + 1) % sides
    near = front_distance_km(held, grid) <= NEAR_KM
    return Front(grid, held, settlements(rng, grid, near, places))


def random_field(rng: np.random.Generator, grid: Grid, amplitudes: dict[float, float]) -> Floats:
    """Gaussian random field: a sum of smooth ones, the standard deviation of each by its length scale in km."""
    # the field is periodic; what is cut off keeps opposite edges apart
    shape = tuple(fft.next_fast_len(size + 150) for size in grid.shape)
    squared = np.add.outer(fft.fftfreq(shape[0]) ** 2, fft.fftfreq(shape[1]) ** 2) / grid.step_km**2
    power = np.zeros(shape)
    for scale, amplitude in amplitudes.items():
        spectrum = np.exp(-((2 * np.pi * scale) ** 2) * squared)
        power += amplitude**2 * spectrum / spectrum.mean()
    noise = fft.fft2(rng.standard_normal(shape))
    return fft.ifft2(noise * np.sqrt(power)).real[: grid.shape[0], : grid.shape[1]]


def blob(
    rng: np.random.Generator, grid: Grid, centre: NDArray[np.number], half_km: Iterable[float], turn: float
) -> Mask:
    """Cells of an ellipse with an uneven edge, around a cell (row, column); `turn` in radians."""
    dy, dx = (np.indices(grid.shape) - centre[:, None, None]) * grid.step_km
    along, across = half_km
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    return np.hypot(u / along, v / across) + random_field(rng, grid, {5: 0.15}) < 1


def sides_distance_km(held: Sides, grid: Grid) -> Floats:
    """Distance of every cell's centre from the nearest one of each side, infinite where there is none."""
    far = np.full(held.shape, np.inf)
    to_side = [
        ndimage.distance_transform_edt(held != side) if (held == side).any() else far for side in range(len(SIDES))
    ]
    return np.array(to_side) * grid.step_km


def front_distance_km(held: Sides, grid: Grid) -> Floats:
    """Distance of every cell's centre from the nearest one of another side."""
    return np.sort(sides_distance_km(held, grid), axis=0)[1]


def settlements(rng: np.random.Generator, grid: Grid, where: Mask, count: int) -> Floats:
    """Places in clusters and along rivers: a log-normal intensity, four times as much beside a river."""
    river = np.abs(np.diff(np.sign(random_field(rng, grid, {25: 1})), axis=0, prepend=0)) > 0
    to_river = ndimage.distance_transform_edt(~river) * grid.step_km
    weight = np.exp(random_field(rng, grid, {8: 0.8})) * (1 + 3 * np.exp(-((to_river / 3) ** 2))) * where
    chosen = rng.choice(weight.size, count, replace=False, p=weight.ravel() / weight.sum())
    return grid.centres[chosen] + rng.uniform(-0.5, 0.5, (count, 2)) * grid.step_km


@dataclass(frozen=True)
class Reporting:
    """How a war is reported.

    A report is right if its side holds its place on its date; `right` is the share of right reports by grade. Wrong
    ones are late, or claim a place near the front that never fell.
    """

    baseline: float = 0.7
    """Share of the places that have a report of the first day."""
    reported: float = 0.85
    """Share of the captures that anybody reports."""
    late_days: float = 1.0
    """How late a capture is dated on average."""
    confirmed: float = 0.3
    """Share of the reported captures that are reported a second time, up to four days later."""
    names_loser: float = 0.8
    """Share of the reports of captures that say who held the place before."""
    offset_km: float = 1.0
    """How far off the position of a place may be."""
    right: tuple[tuple[str, float], ...] = (("high", 0.9), ("medium", 0.75), ("low", 0.5))


@dataclass(frozen=True)
class Post:
    """A fixed position and the days on which it is truly cut off."""

    point: shapely.Point
    side: str
    cut_off: Mask


@dataclass(frozen=True)
class Course:
    """How a war truly goes: the side that holds each cell on each day (days, rows, columns), and its settlements."""

    grid: Grid
    held: Sides
    places: Floats

    @property
    def holders(self) -> Sides:
        """Index of the side that holds each place: days, places."""
        return self.held.reshape(len(self.held), -1)[:, self.grid.cells(self.places)]

    def to_sides_km(self, day: int) -> Floats:
        """Distance of each place from each side's ground: sides, places."""
        return sides_distance_km(self.held[day], self.grid).reshape(len(SIDES), -1)[:, self.grid.cells(self.places)]


@dataclass(frozen=True)
class War(Course):
    """A front that moves, what is reported of it, and posts."""

    reports: gpd.GeoDataFrame
    right: Mask
    """Which reports are right."""
    anchors: gpd.GeoDataFrame
    posts: list[Post]

    def told(self, fraction: float, *, seed: int = 0) -> gpd.GeoDataFrame:
        """Leave the reports of a random share of the reported places."""
        places = np.unique(self.reports["place_id"])
        kept = np.random.default_rng([seed, 3]).permutation(places)[: round(fraction * len(places))]
        return self.reports[self.reports["place_id"].isin(kept)].reset_index(drop=True)


def moving_war(seed: int, *, days: int = 200, places: int = 400, reporting: Reporting = Reporting()) -> War:
    """Make a war of some 200 days between three sides on 200 x 180 km.

    The south attacks along several axes and closes two pockets, which are relieved, closed again and reduced; the north
    counter-attacks, the east joins once, and one spot goes back and forth.
    """
    rng = np.random.default_rng([seed, 2])
    grid = Grid(rng.uniform(-55, -10), rng.uniform(-150, 150), (180, 200))
    x, y = grid.centres.T.reshape(2, *grid.shape)
    bends = {60: 14, 25: 8, 10: 3}
    first = (y - 65 + random_field(rng, grid, bends) > 0).astype(np.int8)
    first[x - 150 + random_field(rng, grid, bends) > 0] = 2
    held = np.repeat(first[None], days, axis=0)
    Campaign(rng, grid, held).fight()
    course = Course(grid, held, settlements(rng, grid, np.ones(grid.shape, dtype=bool), places))
    reports, right = Chronicle(rng, course, reporting).reports()
    return War(grid, held, course.places, reports, right, *posts(rng, course))


@dataclass(frozen=True)
class Offensive:
    """A side's advance over a region from its own ground; `pocket` is what is cut off where the region is a ring."""

    start: int
    side: int
    region: Mask
    pace_km: float
    pocket: Mask | None = None


# where each side's enemies are, as an angle
_FORWARD = (np.pi / 2, -np.pi / 2, np.pi)


@dataclass(frozen=True)
class Campaign:
    """Offensives that follow one another; what they take is written into `held`."""

    rng: np.random.Generator
    grid: Grid
    held: Sides

    def fight(self) -> None:
        """Let sides attack, in order of time."""
        kinds = {"axis": (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2), "seesaw": (1,), "pincer": (0, 0)}
        chosen = [(kind, side) for kind, sides in kinds.items() for side in sides]
        starts = self.rng.uniform(5, 0.75 * len(self.held), len(chosen)).astype(int)
        plans: list[Offensive] = []
        for turn in np.argsort(starts, kind="stable"):
            # what was planned before goes on until then
            self._carry_out(plans, until=starts[turn])
            plans += self._plan(starts[turn], *chosen[turn])
        self._carry_out(plans, until=len(self.held))

    def _plan(self, start: int, kind: str, side: int) -> list[Offensive]:
        """Choose a spot of a side's front on a day, and what to do there."""
        front = (self.held[start] == side) & ndimage.binary_dilation(self.held[start] != side)
        front &= self._inside(20)
        if not front.any():
            return []
        spot = self.rng.choice(np.argwhere(front))
        heading = _FORWARD[side] + self.rng.uniform(-0.6, 0.6)
        if kind == "seesaw":
            region = blob(self.rng, self.grid, spot, (8, 8), 0)
            return [Offensive(start + 15 * turn, (side, 0)[turn % 2], region, 3) for turn in range(5)]
        if kind == "axis":
            length, width = self.rng.uniform(15, 40), self.rng.uniform(8, 18)
            region = blob(self.rng, self.grid, _ahead(spot, heading, 0.7 * length), (length, width), heading)
            return [Offensive(start, side, region, self.rng.uniform(0.7, 3))]
        radius = self.rng.uniform(9, 13)
        pocket = blob(self.rng, self.grid, _ahead(spot, heading, radius), (radius, radius), 0)
        return [Offensive(start, side, ndimage.binary_dilation(pocket, iterations=5) & ~pocket, 2.5, pocket)]

    def _carry_out(self, plans: list[Offensive], until: int) -> None:
        """Carry out the plans that start before a day, and take them off the list."""
        # supply comes from the rear edges, which nobody reaches
        reachable = self._inside(12)
        while due := [plan for plan in plans if plan.start < until]:
            plan = min(due, key=lambda one: one.start)
            plans.remove(plan)
            cost = np.exp(random_field(self.rng, self.grid, {8: 0.4})) * self.grid.step_km / plan.pace_km
            arrival = plan.start + spread(self.held[plan.start] == plan.side, plan.region & reachable, cost)
            for day in range(plan.start, len(self.held)):
                self.held[day][arrival <= day] = plan.side
            closed = arrival[plan.region].max()
            if plan.pocket is not None and closed < len(self.held) - 1:
                plans += self._pocket(plan, int(closed) + 1)

    def _pocket(self, plan: Offensive, closed: int) -> list[Offensive]:
        """Plan to relieve a pocket through a breach in the ring, to close it again and to reduce it."""
        loser = int(np.bincount(self.held[closed][plan.pocket]).argmax())
        if loser == plan.side:
            return []
        heading = _FORWARD[plan.side]
        reach = np.sqrt(plan.pocket.sum() / np.pi) + 3
        middle = np.argwhere(plan.pocket).mean(axis=0)
        breach = blob(self.rng, self.grid, _ahead(middle, heading, reach), (6, 2.5), heading)
        relieved, again, reduced = closed + np.cumsum(self.rng.integers((5, 8, 8), (12, 15, 20)))
        return [
            Offensive(relieved, loser, breach, 4),
            Offensive(again, plan.side, breach, 4),
            Offensive(reduced, plan.side, plan.pocket, 0.8),
        ]

    def _inside(self, margin: int) -> Mask:
        """Cells off the edges, except the western one, where nobody's rear is."""
        inside = np.zeros(self.grid.shape, dtype=bool)
        inside[margin:-margin, :-margin] = True
        return inside


def _ahead(cell: Ints, heading: float, cells: float) -> Floats:
    """Row, column of what lies ahead of a cell."""
    return cell + cells * np.array([np.sin(heading), np.cos(heading)])


def spread(sources: Mask, region: Mask, cost: Floats) -> Floats:
    """Least cost of reaching the cells of a region from sources in or beside it, by eight neighbours; else infinite.

    A step costs the mean of both cells' costs times its length in cells.
    """
    nodes = region | (sources & ndimage.binary_dilation(region, np.ones((3, 3))))
    arrival = np.full(region.shape, np.inf)
    if not (nodes & sources).any():
        return arrival
    number = np.full(np.add(region.shape, 2), -1)
    number[1:-1, 1:-1][nodes] = np.arange(nodes.sum())
    rows, columns = np.nonzero(number >= 0)
    # half of the eight neighbours: the others see the cell as theirs
    edges = [
        (number[rows, columns], number[rows + down, columns + right], np.full(len(rows), np.hypot(down, right)))
        for down, right in ((0, 1), (1, 0), (1, 1), (1, -1))
    ]
    tail, head, length = np.hstack(edges)
    joined = head >= 0
    tail, head, each = tail[joined].astype(int), head[joined].astype(int), cost[nodes]
    weights = length[joined] * (each[tail] + each[head]) / 2
    graph = sparse.csr_array((weights, (tail, head)), shape=(len(each), len(each)))
    starts = np.flatnonzero(sources[nodes])
    arrival[nodes] = sparse.csgraph.dijkstra(graph, directed=False, indices=starts, min_only=True)
    arrival[~region] = np.inf
    return arrival


@dataclass(frozen=True)
class Chronicle:
    """Who reports what of a war."""

    rng: np.random.Generator
    course: Course
    reporting: Reporting

    def reports(self) -> tuple[gpd.GeoDataFrame, Mask]:
        """Reports in order of time, and which of them are right."""
        captures = self._captures()
        kinds = [self._baseline(), captures, self._false_captures(captures)]
        table = pd.concat(kinds).sort_values("day", kind="stable", ignore_index=True)
        names = np.array([*SIDES, None], dtype=object)
        unnamed = self.rng.random(len(table)) >= self.reporting.names_loser
        told = pd.DataFrame(
            {
                "report_id": [f"R{row:04}" for row in table.index],
                "date": (pd.Timestamp(DAY) + pd.to_timedelta(table["day"], unit="D")).dt.strftime("%Y-%m-%d"),
                "place_id": place_ids(table["place"]),
                "side": names[table["side"]],
                "from_side": names[np.where(unnamed, -1, table["from_side"])],
                "confidence": np.array([grade for grade, _ in self.reporting.right], dtype=object)[table["grade"]],
            }
        )
        points = shapely.points(self.course.grid.lonlat(self._positions()[table["place"]]))
        return gpd.GeoDataFrame(told, geometry=points, crs=WGS84), self._right(table)

    def _positions(self) -> Floats:
        """Where the reports have the places: somewhere in a disc around them."""
        places = self.course.places
        angle, share = self.rng.uniform(0, 2 * np.pi, len(places)), np.sqrt(self.rng.random(len(places)))
        return places + self.reporting.offset_km * (share * np.array([np.cos(angle), np.sin(angle)])).T

    def _right(self, table: pd.DataFrame) -> Mask:
        return np.asarray(self.course.holders[table["day"], table["place"]] == table["side"])

    def _baseline(self) -> pd.DataFrame:
        """Reports of the first day, four of five of the best grade; wrong ones are rather near the front."""
        count = len(self.course.places)
        told = self.rng.permutation(count)[: round(self.reporting.baseline * count)]
        grade = (self.rng.random(len(told)) > 0.8).astype(int)
        distances = self.course.to_sides_km(0)[:, told]
        sides, (_, away) = distances.argsort(axis=0), np.sort(distances, axis=0)[:2]
        rank = np.zeros(len(told), dtype=int)
        for level in np.unique(grade):
            rows = np.flatnonzero(grade == level)
            nearness = np.exp(-away[rows] / 15)
            wrong = round((1 - self.reporting.right[level][1]) * len(rows))
            rank[self.rng.choice(rows, wrong, replace=False, p=nearness / nearness.sum())] = 1
        side = sides[rank, np.arange(len(told))]
        return pd.DataFrame({"day": 0, "place": told, "side": side, "from_side": -1, "grade": grade})

    def _captures(self) -> pd.DataFrame:
        """Reports of real captures, some missing, late or repeated."""
        holders = self.course.holders
        before, place = np.nonzero(np.diff(holders, axis=0))
        side, loser = holders[before + 1, place], holders[before, place]
        real = pd.DataFrame({"day": before + 1, "place": place, "side": side, "from_side": loser})
        told = real[self.rng.random(len(real)) < self.reporting.reported]
        late = self.rng.geometric(1 / (1 + self.reporting.late_days), len(told)) - 1
        told = told.assign(day=told["day"] + late)
        again = told[self.rng.random(len(told)) < self.reporting.confirmed]
        again = again.assign(day=again["day"] + self.rng.integers(0, 5, len(again)))
        table = pd.concat([told, again])
        table["grade"] = self.rng.integers(0, len(self.reporting.right), len(table))
        return table[table["day"] < len(holders)]

    def _false_captures(self, captures: pd.DataFrame) -> pd.DataFrame:
        """Reports of captures that were none: as many as make the share of right ones that of the grade."""
        right, graded = (
            self._right(captures),
            [captures["grade"] == level for level in range(len(self.reporting.right))],
        )
        grade = np.repeat(
            range(len(graded)),
            [
                max(0, round((right & rows).sum() / share) - rows.sum())
                for rows, (_, share) in zip(graded, self.reporting.right, strict=True)
            ],
        )
        # false news come in waves, from near the front of the day
        days = self.rng.integers(1, len(self.course.held), 12)
        wave = self.rng.integers(0, len(days), len(grade))
        distances = np.array([self.course.to_sides_km(day) for day in days])
        nearness = np.exp(-np.sort(distances, axis=1)[:, 1] / 8)
        chances = nearness.cumsum(axis=1) / nearness.sum(axis=1, keepdims=True)
        place = (chances[wave] < self.rng.random((len(grade), 1))).sum(axis=1)
        loser, side = distances.argsort(axis=1)[wave, :2, place].T
        return pd.DataFrame({"day": days[wave], "place": place, "side": side, "from_side": loser, "grade": grade})


def place_ids(places: Iterable[int]) -> list[str]:
    """Name places by their number."""
    return [f"P{place:03}" for place in places]


def posts(rng: np.random.Generator, course: Course, count: int = 6) -> tuple[gpd.GeoDataFrame, list[Post]]:
    """Anchors at the rear edges; posts that are cut off some days before they are overrun, and as many that never are.

    A post is cut off while its cell is not of its side, or not joined to the anchor by cells of its side that share
    edges. Its point is the centre of its cell.
    """
    held, cells = course.held, course.grid.cells(course.places)
    anchors = np.zeros((len(SIDES), *course.grid.shape), dtype=bool)
    anchors[0, 0], anchors[1, -1], anchors[2, :, -1] = True, True, True
    anchors &= [(held == side).all(axis=0) for side in range(len(SIDES))]
    supplied = np.array([supply(ground, anchors).ravel()[cells] for ground in held])
    lost = course.holders != course.holders[0]
    cut = lost | ~supplied
    first_cut, first_lost = (np.where(days.any(axis=0), days.argmax(axis=0), len(held)) for days in (cut, lost))
    besieged = np.flatnonzero((first_cut > 0) & (first_cut + 3 <= first_lost))
    chosen = [*rng.permutation(besieged)[:count], *rng.permutation(np.flatnonzero(first_cut == len(held)))[:count]]
    points = shapely.points(course.grid.lonlat(course.grid.centres[cells[chosen]]))
    sides = [SIDES[course.holders[0, place]] for place in chosen]
    ground = course.grid.zones(np.where(anchors.any(axis=0), anchors.argmax(axis=0), -1), (*SIDES, "none"))
    return ground[ground["side"] != "none"].reset_index(drop=True), list(map(Post, points, sides, cut[:, chosen].T))


def supply(held: Sides, anchors: Mask) -> Mask:
    """Cells joined to their side's anchor (sides, rows, columns) by cells of the side that share edges."""
    supplied = np.zeros(held.shape, dtype=bool)
    for side, anchor in enumerate(anchors):
        parts, _ = ndimage.label(held == side)
        supplied |= np.isin(parts, np.setdiff1d(parts[anchor], 0))
    return supplied
