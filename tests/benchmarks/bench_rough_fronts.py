"""Zones on rough fronts against the usual methods: IoU and Brier score. `make bench` prints the tables.

`DRAWS=2 pytest tests/benchmarks/bench_rough_fronts.py -o python_files='bench_*.py' -s` prints them for fewer fronts.
"""

import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from constants import WITHOUT, other_constants
from fronts import DAY, NEAR_KM, Grid, Sides, front_distance_km
from rivals import METHODS, Known, Method, control
from rough_fronts import FEATURES, REGIMES, reports_on, rough_front, scene, table_of

from geo.arrays import Flags, Floats
from geo.control.control_reports import reports_by_place
from geo.control.reported_places import ReportedPlaces

ALLIES = [["south", "east"]]
# each of so many cells is scored
_EVERY = 5


def known_on(reports: gpd.GeoDataFrame, grid: Grid, day: int) -> tuple[Known, int]:
    """Return the places known on a day, and 1 if the north is the first bloc."""
    places = ReportedPlaces(reports_by_place(reports), ALLIES)
    states = places.states_on(DAY + timedelta(day))
    return Known(grid.xy(places.positions)[states.places], states), 1 - places.bloc_of["north"]


def overlap(found: Flags, held: Flags) -> float:
    """Intersection over union."""
    return float((found & held).sum() / max((found | held).sum(), 1))


# a map of one day: the places known, the cells, and whether the south and its friends hold each
Sheet = tuple[Known, Floats, Flags, bool]


def sheet(reports: gpd.GeoDataFrame, grid: Grid, held: Sides, scored: Flags, day: int) -> Sheet:
    known, north_first = known_on(reports, grid, day)
    return known, grid.centres[scored.ravel()], held.ravel()[scored.ravel()] != 1, bool(north_first)


@cache
def moving(regime: str, share: float, seed: int) -> list[Sheet]:
    """Four days of a moving front."""
    front = rough_front(seed, REGIMES[regime])
    reports, every = reports_on(front, share, seed=seed), np.arange(front.held[0].size) % _EVERY == 0
    return [
        sheet(
            reports, front.grid, held, (front_distance_km(held, front.grid) <= NEAR_KM) & every.reshape(held.shape), day
        )
        for day in (30, 60, 90, len(front.held) - 1)
        for held in [front.held[day]]
    ]


@cache
def feature(kind: str, wrong: float, seed: int) -> list[Sheet]:
    """A static front with a feature."""
    one = scene(seed, kind)
    return [sheet(one.reports(wrong, seed=seed), one.grid, one.held, one.scored, 60)]


def score(method: Method, sheets: Iterable[Sheet], *, both: bool) -> tuple[float, float]:
    """IoU, of the south's ground or as the mean of both blocs, and Brier score: means over maps."""
    scores = []
    for known, cells, south, north_first in sheets:
        share = method(known, cells)
        share = 1 - share if north_first else share
        iou = overlap(share > 0.5, south)
        iou = (iou + overlap(share <= 0.5, ~south)) / 2 if both else iou
        scores.append((iou, float(((share - south) ** 2).mean())))
    first, second = np.mean(scores, axis=0)
    return float(first), float(second)


def without(part: str) -> Method:
    """Return the model without one of its parts."""

    def ablated(known: Known, cells: Floats) -> Floats:
        with other_constants(**WITHOUT[part]):
            return control(known, cells)

    return ablated


PARTS = ("own ground", "doubt by newer reports", "doubt by distance")
COLUMNS: Mapping[str, Callable[[int], Mapping[tuple[str, str], list[Sheet]]]] = {
    "moving": lambda draws: {
        (regime, f"{share:.0%} told"): [one for seed in range(draws) for one in moving(regime, share, seed)]
        for regime in REGIMES
        for share in (0.7, 0.3)
    },
    "features": lambda draws: {
        (kind, f"{wrong:.0%} wrong"): [one for seed in range(2 * draws) for one in feature(kind, wrong, seed)]
        for kind in FEATURES
        for wrong in (0, 0.05, 0.15)
    },
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_rough_fronts(kind: str) -> None:
    draws = int(os.environ.get("DRAWS", "10"))
    methods = {**METHODS, **{f"without {part}": without(part) for part in PARTS}}
    table = pd.DataFrame(index=list(methods))
    # Newton's and the optimiser's complaints on 80 places that are all alike
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for column, sheets in COLUMNS[kind](draws).items():
            scores = [
                score(method, sheets, both=kind == "moving" or column[0] == "coalition") for method in methods.values()
            ]
            table["  ".join(column)] = ["{:.3f}/{:.3f}".format(*one) for one in scores]
    print(f"\n{kind}, {draws} draws: IoU / Brier score\n{table.T.to_string()}")


def given_back(method: Method, seed: int, *, decided: float) -> float:
    """Ground that the loser of a village gets elsewhere, as a share of what it loses; of rough fronts without a fault.

    All places are reported on the first day; a village near the front, taken on the second, has one report more.
    """
    front = rough_front(seed, REGIMES["quiet"], places=250)
    away, holders = np.sort(front.to_sides_km(0), axis=0)[1], front.holders[0]
    village = int(np.random.default_rng([seed, 9]).choice(np.flatnonzero(away <= 4)))
    rows = [(0, place, holder, None) for place, holder in enumerate(holders.tolist())]
    loser = int(holders[village])
    reports = table_of(front.grid, front.places, [*rows, (1, village, 1 - loser, loser)])
    near = np.hypot(*(front.grid.centres - front.places[village]).T) <= 60
    shares = []
    for day in (0, 1):
        known, north_first = known_on(reports, front.grid, day)
        share = method(known, front.grid.centres[near])
        # the south is side 0
        shares.append(share if (loser == 1) == bool(north_first) else 1 - share)
    before, after = shares
    lost = ((before >= decided) & (after < decided)).sum()
    return float(((before < decided) & (after >= decided)).sum() / max(lost, 1))


def test_a_lost_village_gives_its_loser_nothing_elsewhere() -> None:
    draws = 3 * int(os.environ.get("DRAWS", "10"))
    methods = {name: METHODS[name] for name in ("geo.control", "nearest report", "linear RBF", "logistic")}
    methods |= {f"without {part}": without(part) for part in PARTS}
    rows = {}
    for name, method in methods.items():
        for decided in (0.5, 0.65):
            shares = np.array([given_back(method, seed, decided=decided) for seed in range(draws)])
            said = f"median {np.median(shares):.1%}, worst {shares.max():.1%}, {(shares > 0.03).sum()} above 3%"
            rows.setdefault(name, {})[f"decided from {decided}"] = said
    print(f"\nground given back to the loser of one of {draws} villages (aim 3% at most)")
    print(pd.DataFrame(rows).T.to_string())
