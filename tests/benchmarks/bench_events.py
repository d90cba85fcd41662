"""Events as evidence of control on moving fronts: what they would add to the reports. `make bench` prints the table.

Not part of `geo.control`: a dossier's events rarely name both parties and a place, and each would open and close a day
on which the map changes. Fighting draws the field towards the line, as a weak report for either bloc at one point;
shelling by one side is a weak report for the other. Both count for two weeks. One of ten shellings names the wrong
party; fighting is misplaced by 1.5 km.
"""

import os

import numpy as np
import pandas as pd
from bench_rough_fronts import moving, score
from fronts import MovingFront, front_distance_km
from rivals import Known, control
from rough_fronts import REGIMES, rough_front

from geo.arrays import Floats, Ints
from geo.control.reported_places import PlaceStates

_A_DAY, _DAYS, _WRONG = 3.0, 14, 0.1
_FIGHTING_KM, _SHELLING_KM, _OFF_KM = 2.5, 12.0, 1.5


def with_weak_reports(known: Known, xy: Floats, bloc: Ints, trust: float) -> Known:
    """Add points that are a bloc's with little trust."""
    count = len(xy)
    added = PlaceStates(
        places=known.states.places.max() + 1 + np.arange(count),
        bloc=bloc,
        side=bloc,
        trust=np.full(count, trust),
        last_reported=np.full(count, known.states.last_reported.max()),
        agreeing=np.ones(count, dtype=int),
        is_confirmed=np.ones(count, dtype=bool),
        taken=np.ones(count, dtype=int),
        basis=np.full(count, -1),
    )
    names = PlaceStates.__dataclass_fields__
    joined = {name: np.concatenate([getattr(known.states, name), getattr(added, name)]) for name in names}
    return Known(np.vstack([known.xy, xy]), PlaceStates(**joined))


def fighting(rng: np.random.Generator, front: MovingFront, day: int) -> Floats:
    """Draw places of fighting of the last two weeks, in km."""
    found = []
    for one in range(max(day - _DAYS + 1, 0), day + 1):
        near = np.flatnonzero(front_distance_km(front.held[one], front.grid).ravel() <= _FIGHTING_KM)
        found.append(front.grid.centres[rng.choice(near, rng.poisson(_A_DAY))])
    return np.vstack(found) + rng.normal(0, _OFF_KM, (sum(map(len, found)), 2))


def shelling(rng: np.random.Generator, front: MovingFront, day: int) -> tuple[Floats, Ints]:
    """Draw shelled places of the last two weeks, in km, and 1 where the north is said to be shelled."""
    where, whose = [], []
    for one in range(max(day - _DAYS + 1, 0), day + 1):
        held = front.held[one].ravel()
        near = np.flatnonzero(front_distance_km(front.held[one], front.grid).ravel() <= _SHELLING_KM)
        cells = rng.choice(near, rng.poisson(_A_DAY))
        where.append(front.grid.centres[cells])
        whose.append((held[cells] == 1) ^ (rng.random(len(cells)) < _WRONG))
    return np.vstack(where), np.concatenate(whose).astype(int)


def test_events_as_evidence() -> None:
    draws, table = int(os.environ.get("DRAWS", "3")), {}
    for regime, parameters in REGIMES.items():
        for share in (0.7, 0.3):
            found: dict[str, list[tuple[float, float]]] = {}
            for seed in range(draws):
                front = rough_front(seed, parameters)
                days = (30, 60, 90, len(front.held) - 1)
                for day, sheet in zip(days, moving(regime, share, seed), strict=True):
                    known, *rest = sheet
                    rng = np.random.default_rng([seed, day, 8])
                    fights, (shells, north) = fighting(rng, front, day), shelling(rng, front, day)
                    fights, both = np.repeat(fights, 2, axis=0), np.tile([0, 1], len(fights))
                    # the bloc that the north is
                    attacked = np.where(north == 1, 1 - int(sheet[3]), int(sheet[3]))
                    variants = {
                        "reports alone": known,
                        "with fighting": with_weak_reports(known, fights, both, 0.65),
                        "with shelling": with_weak_reports(known, shells, attacked, 0.6),
                    }
                    variants["with both"] = with_weak_reports(variants["with fighting"], shells, attacked, 0.6)
                    for name, one in variants.items():
                        found.setdefault(name, []).append(score(control, [(one, *rest)], both=True))
            for name, scores in found.items():
                table.setdefault(name, {})[f"{regime} {share:.0%}"] = "{:.3f}/{:.3f}".format(*np.mean(scores, axis=0))
    print(f"\nmoving fronts, {draws} draws: IoU / Brier score\n{pd.DataFrame(table).T.to_string()}")
