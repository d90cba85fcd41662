"""Simulated fronts with a known truth, on which models of control are measured.

A front lies somewhere in the southern hemisphere, on a grid of square cells, each held by one side. The ground of each
side comes from Gaussian random fields with several length scales (Lantuéjoul 2002, Geostatistical Simulation), so that
a front has bends of all sizes; salients and pockets are added. Everything follows from the seed. Lengths are in km on a
plane (x east, y north, origin at the grid's south-western corner), reports in EPSG:4326.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import fft, ndimage

from geo.arrays import Flags, Floats, Ints
from geo.geometry.projection import WGS84, local_crs, transformer

NEAR_KM = 40.0

SIDES = ("south", "north", "east")

DAY = date(2020, 1, 1)

Mask = Flags

Sides = NDArray[np.integer]


@dataclass(frozen=True)
class Grid:
    """Square cells on a plane around a point; arrays over the grid have one row for each y."""

    lat: float
    lon: float
    shape: tuple[int, int]
    step_km: float = 1.0

    @property
    def centres(self) -> Floats:
        """Centres (x, y) of the cells in km, in the order of a flattened array."""
        rows, columns = np.indices(self.shape)
        return (np.column_stack([columns.ravel(), rows.ravel()]) + 0.5) * self.step_km

    @property
    def area(self) -> shapely.Polygon:
        """Extent of the grid, in lon/lat degrees."""
        height, width = np.array(self.shape) * self.step_km
        return shapely.transform(shapely.segmentize(shapely.box(0, 0, width, height), 5), self.lonlat)

    def lonlat(self, xy: Floats) -> Floats:
        """Transform points from km to lon/lat degrees."""
        metres = (xy - np.array(self.shape[::-1]) * self.step_km / 2) * 1000
        return np.column_stack(transformer(local_crs(self.lat, self.lon), WGS84).transform(*metres.T))

    def xy(self, lonlat: Floats) -> Floats:
        """Transform points from lon/lat degrees to km."""
        metres = np.column_stack(transformer(WGS84, local_crs(self.lat, self.lon)).transform(*lonlat.T))
        return metres / 1000 + np.array(self.shape[::-1]) * self.step_km / 2

    def cells(self, xy: Floats) -> Ints:
        """Find the flat index of the cell of each point."""
        columns, rows = (xy / self.step_km).astype(int).T
        return np.ravel_multi_index((rows, columns), self.shape)

    def zones(self, held: Sides, sides: tuple[str, ...] = SIDES) -> gpd.GeoDataFrame:
        """Make the true zones: polygons of the cells of each side, from the index of the side of each cell."""
        # a run of cells of one holder in a row becomes one box
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
    """A front on one day: the side that holds each cell, and the settlements within 40 km of the front."""

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
        """Make control reports on a random share of the places; a share `wrong` of them names another side."""
        rng = np.random.default_rng([seed, 1])
        reported = np.sort(rng.permutation(len(self.places))[: round(fraction * len(self.places))])
        sides = self.holders[reported].copy()
        is_wrong = rng.random(len(reported)) < wrong
        count = int(self.held.max()) + 1
        sides[is_wrong] = (sides[is_wrong] + rng.integers(1, count, is_wrong.sum())) % count
        table = pd.DataFrame(
            {
                "report_id": [f"R{place:03}" for place in reported],
                "date": DAY.isoformat(),
                "place_id": place_ids(reported),
                "side": np.array(SIDES, dtype=object)[sides],
                "from_side": None,
                "confidence": confidence,
            }
        )
        return gpd.GeoDataFrame(table, geometry=shapely.points(self.grid.lonlat(self.places[reported])), crs=WGS84)


def static_front(seed: int, *, curved: bool = False, sides: int = 2, places: int = 530, rough: float = 1.0) -> Front:
    """Make a front of about 600 km, nearly straight or strongly curved, with salients and pockets.

    With three sides, the third holds a flank. `rough` scales the bends of length scales up to 60 km.
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
    """Draw a Gaussian random field: a sum of smooth fields, given by standard deviation by length scale in km."""
    # the field is periodic; a margin that is cut off keeps opposite edges independent
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
    """Select the cells of an ellipse with an uneven edge, around a cell (row, column); `turn` in radians."""
    dy, dx = (np.indices(grid.shape) - centre[:, None, None]) * grid.step_km
    along, across = half_km
    u, v = dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)
    return np.hypot(u / along, v / across) + random_field(rng, grid, {5: 0.15}) < 1


def sides_distance_km(held: Sides, grid: Grid) -> Floats:
    """Measure the distance from the centre of every cell to the nearest cell of each side, infinite without one."""
    far = np.full(held.shape, np.inf)
    to_side = [
        ndimage.distance_transform_edt(held != side) if (held == side).any() else far for side in range(len(SIDES))
    ]
    return np.array(to_side) * grid.step_km


def front_distance_km(held: Sides, grid: Grid) -> Floats:
    """Measure the distance from the centre of every cell to the nearest cell of another side."""
    return np.sort(sides_distance_km(held, grid), axis=0)[1]


def settlements(rng: np.random.Generator, grid: Grid, where: Mask, count: int) -> Floats:
    """Draw settlements with a log-normal intensity, four times as high beside a river."""
    river = np.abs(np.diff(np.sign(random_field(rng, grid, {25: 1})), axis=0, prepend=0)) > 0
    to_river = ndimage.distance_transform_edt(~river) * grid.step_km
    weight = np.exp(random_field(rng, grid, {8: 0.8})) * (1 + 3 * np.exp(-((to_river / 3) ** 2))) * where
    chosen = rng.choice(weight.size, count, replace=False, p=weight.ravel() / weight.sum())
    return grid.centres[chosen] + rng.uniform(-0.5, 0.5, (count, 2)) * grid.step_km


@dataclass(frozen=True)
class MovingFront:
    """A front that moves: the side that holds each cell on each day (days, rows, columns), and the settlements."""

    grid: Grid
    held: Sides
    places: Floats

    @property
    def holders(self) -> Sides:
        """Index of the side that holds each place: days, places."""
        return self.held.reshape(len(self.held), -1)[:, self.grid.cells(self.places)]

    def to_sides_km(self, day: int) -> Floats:
        """Measure the distance from each place to each side's ground: sides, places."""
        return sides_distance_km(self.held[day], self.grid).reshape(len(SIDES), -1)[:, self.grid.cells(self.places)]


def place_ids(places: Iterable[int]) -> list[str]:
    """Return ids of places by number."""
    return [f"P{place:03}" for place in places]
