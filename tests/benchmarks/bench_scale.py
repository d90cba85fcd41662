"""Wars of thousands of reported places: time and memory, and how near the field is to the dense one and to the truth.

A front moves to the east over places 6 km apart. Half of the places are reported on the first day, 70 % of the captures
later, 0 to 5 days late; 5 % of the reports are wrong.
"""

import os
import time
from datetime import date, timedelta

import numpy as np
import pytest

from geo.arrays import Flags, Floats
from geo.control.control_reports import ControlReport
from geo.control.field import Field
from geo.control.field_history import FieldHistory, LocalField
from geo.control.reported_places import ReportedPlaces
from geo.threads import one_thread_each

START, SPACING_M, SPEED_M = date(2020, 1, 1), 6000.0, 1500.0


class War:
    """A moving front, its reports, and who holds what in truth."""

    def __init__(self, places: int, days: int, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self.size_m = SPACING_M * np.sqrt(places)
        self.places_m = rng.uniform(0, self.size_m, (places, 2))
        reports: dict[tuple[float, float, str], list[ControlReport]] = {}
        lag = rng.integers(0, 6, places)
        is_early, is_told, is_wrong = (rng.random(places) < share for share in (0.5, 0.7, 0.05))
        west = np.array([self.is_west(self.places_m, day) for day in range(days)])
        for place, (lon, lat) in enumerate((self.places_m / 100_000).round(7).tolist()):
            made = []
            if is_early[place]:
                made.append(report(0, f"A{place}", west=bool(west[0, place] ^ is_wrong[place])))
            taken = int(west[:, place].argmax())
            if taken and is_told[place] and taken + lag[place] < days:
                made.append(report(taken + int(lag[place]), f"B{place}", west=True))
            if made:
                reports[lon, lat, ""] = made
        self.reported = ReportedPlaces(reports)
        self.told_m = self.reported.positions * 100_000

    def is_west(self, points_m: Floats, day: int) -> Flags:
        """True where the west holds some points on a day."""
        x, y = points_m.T / self.size_m
        front = 0.35 + 0.1 * np.sin(9 * y) + 0.05 * np.sin(23 * y + 1) + SPEED_M * day / self.size_m
        return np.asarray(x < front)


def report(day: int, number: str, *, west: bool) -> ControlReport:
    return ControlReport(START + timedelta(day), "west" if west else "east", None, 0.9, number)


def test_agreement_with_the_dense_field_and_with_the_truth() -> None:
    war = War(3000, 40)
    history = FieldHistory(war.reported, war.told_m)
    points = np.random.default_rng(0).uniform(0, war.size_m, (8000, 2))
    west = war.reported.bloc_of["west"]
    print("\nday  places  same side  mean dP  max dP | right, Brier: dense | day after day")
    for day in (0, 10, 20, 39):
        on = START + timedelta(day)
        states, truth = war.reported.states_on(on), war.is_west(points, day)
        local = history.on(on, states)
        assert isinstance(local, LocalField)
        shares = [
            field.probabilities(points, 2)[0][:, west] for field in (Field.of(war.told_m[states.places], states), local)
        ]
        gap = np.abs(shares[0] - shares[1])
        same = ((shares[0] > 0.5) == (shares[1] > 0.5)).mean()
        scores = [f"{((p > 0.5) == truth).mean():.4f} {((p - truth) ** 2).mean():.4f}" for p in shares]
        print(f"{day:3}  {len(states.places):6}  {same:.4f}  {gap.mean():.4f}  {gap.max():.2f} | {' | '.join(scores)}")
        assert same > 0.99


@pytest.mark.parametrize("places", [3000, 7500, *([45_000] if os.environ.get("BENCH_LARGE") else [])])
def test_time_of_the_first_day_and_of_a_later_one(places: int) -> None:
    war = War(places, 20)
    history = FieldHistory(war.reported, war.told_m)
    seconds = []
    with one_thread_each():
        for day in (*war.reported.days[:10],):
            states, begin = war.reported.states_on(day), time.process_time()
            assert isinstance(history.on(day, states), LocalField)
            seconds.append(time.process_time() - begin)
    changes = np.mean([len(war.reported.changes[day]) for day in war.reported.days[1:10]])
    print(
        f"\n{len(war.told_m)} reported places: first day {seconds[0]:.1f} s, "
        f"later {np.mean(seconds[1:]):.2f} s ({changes:.0f} reports a day), processor time of the field"
    )
