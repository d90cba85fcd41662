"""Simulated fronts as rough as real ones: moving lines, pockets, wedges, garrisons, and interleaved allies.

The ground comes from a random field with Matern's covariance of smoothness 1/2, whose outlines have bends down to the
size of a cell; a Gaussian covariance makes smooth outlines, which favours smooth methods. Everything follows from the
seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from fronts import (
    DAY,
    SIDES,
    Grid,
    Mask,
    MovingFront,
    Sides,
    blob,
    front_distance_km,
    place_ids,
    random_field,
    settlements,
)
from scipy import fft, ndimage

from geo.arrays import Floats
from geo.geometry.projection import WGS84


@dataclass(frozen=True)
class Regime:
    """How a front moves: its mean advance over the period, and how uneven that is from place to place, in km."""

    advance_km: float
    uneven_km: float


REGIMES = {"quiet": Regime(4, 5), "slow": Regime(12, 10), "fast": Regime(45, 25)}
DAYS = 120
# the reach of the field, and the standard deviation of a front that runs east and west
_REACH_KM, _ROUGH_KM = 40.0, 14.0
# the size of the spots that give way together
_SPOT_KM = 15.0
# specks of fewer cells are their surroundings'
_SPECK = 10


def rough_field(rng: np.random.Generator, grid: Grid, reach_km: float, amplitude: float) -> Floats:
    """Draw a Gaussian random field with the covariance exp(-distance / reach_km), of some standard deviation."""
    # periodic; the margin that is cut off keeps opposite edges nearly independent
    shape = tuple(fft.next_fast_len(size + int(3 * reach_km / grid.step_km)) for size in grid.shape)
    squared = np.add.outer(fft.fftfreq(shape[0]) ** 2, fft.fftfreq(shape[1]) ** 2) / grid.step_km**2
    power = (1 + (2 * np.pi * reach_km) ** 2 * squared) ** -1.5
    noise = fft.fft2(rng.standard_normal(shape))
    field = fft.ifft2(noise * np.sqrt(power / power.mean())).real
    return amplitude * field[: grid.shape[0], : grid.shape[1]]


def rough_front(seed: int, regime: Regime, *, places: int = 600, days: int = DAYS) -> MovingFront:
    """Simulate a front of 180 km on 160 km of depth, on which the south advances and the north sometimes returns.

    Places lie as densely as villages in farmland, 4 km from one another on average.
    """
    rng = np.random.default_rng([seed, 4])
    grid = Grid(rng.uniform(-55, 55), rng.uniform(-150, 150), (160, 180))
    _, y = grid.centres.T.reshape(2, *grid.shape)
    ground = 65 - y + rough_field(rng, grid, _REACH_KM, _ROUGH_KM)
    # each spot gives way at a time of its own; some give way and are retaken
    pace = regime.advance_km + random_field(rng, grid, {_SPOT_KM: regime.uneven_km})
    wave = random_field(rng, grid, {_SPOT_KM: regime.uneven_km / 2})
    passed = np.linspace(0, 1, days)[:, None, None]
    held = (ground + pace * passed + wave * np.sin(2 * np.pi * passed) < 0).astype(np.int8)
    held = np.array([without_specks(of_day) for of_day in held])
    where = (front_distance_km(held[0], grid) <= 45) | (front_distance_km(held[-1], grid) <= 45)
    return MovingFront(grid, held, settlements(rng, grid, where, places))


def without_specks(held: Sides) -> Sides:
    """Give parts of ground of fewer than ten cells to their surroundings."""
    for side in range(2):
        parts, _ = ndimage.label(held == side)
        held = np.where((np.bincount(parts.ravel()) < _SPECK)[parts] & (parts > 0), 1 - side, held)
    return held


def reports_on(
    front: MovingFront, share: float, *, seed: int, wrong: float = 0.05, late_days: int = 5
) -> gpd.GeoDataFrame:
    """Make reports: half of the places on the first day, a share of the captures some days late, some of all wrong.

    Wrong captures are of places near the front, which did not change hands.
    """
    rng = np.random.default_rng([seed, 5])
    holders, count = front.holders, len(front.places)
    first = np.flatnonzero(rng.random(count) < 0.5)
    side = np.where(rng.random(len(first)) < wrong, 1 - holders[0, first], holders[0, first])
    rows = [(0, place, holder, None) for place, holder in zip(first, side, strict=True)]
    before, place = np.nonzero(np.diff(holders, axis=0))
    told = rng.random(len(before)) < share
    late = before[told] + 1 + rng.integers(0, late_days + 1, told.sum())
    captured = holders[before[told] + 1, place[told]]
    rows += zip(late, place[told], captured, 1 - captured, strict=True)
    for day in rng.integers(1, len(holders), rng.binomial(len(rows), wrong)):
        near = np.exp(-np.sort(front.to_sides_km(day), axis=0)[1] / 8)
        where = rng.choice(count, p=near / near.sum())
        rows.append((day, where, 1 - holders[day, where], holders[day, where]))
    return table_of(front.grid, front.places, [row for row in rows if row[0] < len(holders)])


def table_of(grid: Grid, places: Floats, rows: Sequence[tuple[int, int, int, int | None]]) -> gpd.GeoDataFrame:
    """Make control reports of (day, place, side, former side or None)."""
    days, where, sides, former = map(list, zip(*sorted(rows, key=lambda row: row[:2]), strict=True))
    table = pd.DataFrame(
        {
            "report_id": [f"R{row:04}" for row in range(len(days))],
            "date": [(DAY + timedelta(int(day))).isoformat() for day in days],
            "place_id": place_ids(where),
            "side": [SIDES[side] for side in sides],
            "from_side": [None if side is None else SIDES[side] for side in former],
            "confidence": "high",
        }
    )
    return gpd.GeoDataFrame(table, geometry=shapely.points(grid.lonlat(places[where])), crs=WGS84)


FEATURES = ("pocket", "wedge", "garrison", "coalition")


@dataclass(frozen=True)
class Scene:
    """A static front with one feature: the side of each cell, the places, and the cells on which a map is scored.

    Sides 0 and 2 are friends, who hold the feature; 1 is their enemy.
    """

    grid: Grid
    held: Sides
    places: Floats
    scored: Mask

    def reports(self, wrong: float, *, seed: int) -> gpd.GeoDataFrame:
        """Make one to three reports on each place, on random days of two months, a share of them wrong."""
        rng = np.random.default_rng([seed, 6])
        holders = self.held.ravel()[self.grid.cells(self.places)]
        where = np.repeat(np.arange(len(holders)), 1 + rng.binomial(2, 0.4, len(holders)))
        side = np.where(rng.random(len(where)) < wrong, np.where(holders[where] == 1, 0, 1), holders[where])
        days = rng.integers(0, 60, len(where))
        return table_of(self.grid, self.places, [(*row, None) for row in zip(days, where, side, strict=True)])


def scene(seed: int, kind: str) -> Scene:
    """Draw a front of 120 km with a pocket (radius 3 to 15 km), a wedge, a garrison (1 to 6 km), or interleaved allies.

    Places lie 5 to 13 km from one another on average, whatever the size of the feature, which has one at least.
    """
    rng = np.random.default_rng([seed, 7, FEATURES.index(kind)])
    grid = Grid(rng.uniform(-55, 55), rng.uniform(-150, 150), (120, 120))
    _, y = grid.centres.T.reshape(2, *grid.shape)
    held = without_specks((y - 40 - rough_field(rng, grid, _REACH_KM, 8) > 0).astype(np.int8))
    places = settlements(rng, grid, np.ones(grid.shape, dtype=bool), int(np.exp(rng.uniform(np.log(80), np.log(500)))))
    away = np.where(held == 1, front_distance_km(held, grid), 0)
    if kind == "coalition":
        near = front_distance_km(held, grid) <= 20
        held = np.where((held == 0) & (random_field(rng, grid, {12: 1}) > 0), 2, held)
        return Scene(grid, held, places, near)
    if kind == "wedge":
        length, half = rng.uniform(12, 35), rng.uniform(2, 6)
        centre = rng.choice(np.argwhere((away > 0) & (away <= 1.5) & _inside(grid, 25)))
        feature = blob(rng, grid, centre, (length, half), rng.uniform(np.pi / 4, 3 * np.pi / 4))
    else:
        radius = rng.uniform(3, 15) if kind == "pocket" else rng.uniform(1, 6)
        centre = rng.choice(np.argwhere((away > radius + 4) & _inside(grid, 10)))
        feature = blob(rng, grid, centre, (radius, radius * rng.uniform(0.6, 1)), rng.uniform(0, np.pi))
    feature[tuple(centre)] = True
    feature &= held == 1
    held = np.where(feature, 0, held)
    known = grid.centres[rng.choice(np.flatnonzero(feature))]
    scored = ndimage.distance_transform_edt(~feature) * grid.step_km <= 8
    return Scene(grid, held, np.vstack([known, places]), scored)


def _inside(grid: Grid, margin: int) -> Mask:
    inside = np.zeros(grid.shape, dtype=bool)
    inside[margin:-margin, margin:-margin] = True
    return inside
