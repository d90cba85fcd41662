"""Control reports on a moving front, some of them wrong, late or missing."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from fronts import DAY, SIDES, Mask, MovingFront, place_ids

from geo.arrays import Floats
from geo.geometry.projection import WGS84


@dataclass(frozen=True)
class Reporting:
    """Parameters of the reports on a war.

    A report is right if its side holds its place on its date; `right` is the share of right reports by grade. Wrong
    reports are late, or claim a capture near the front that did not happen.
    """

    baseline: float = 0.7
    """Share of the places with a report of the first day."""
    reported: float = 0.85
    """Share of the captures that are reported."""
    late_days: float = 1.0
    """Mean delay of the date of a capture."""
    confirmed: float = 0.3
    """Share of the reported captures that are reported a second time, up to four days later."""
    names_loser: float = 0.8
    """Share of the reports of captures that name the former holder."""
    offset_km: float = 1.0
    """Largest error of the position of a place."""
    right: tuple[tuple[str, float], ...] = (("high", 0.9), ("medium", 0.75), ("low", 0.5))


@dataclass(frozen=True)
class ReportSampler:
    """Draws the control reports on a moving front."""

    rng: np.random.Generator
    front: MovingFront
    reporting: Reporting

    def reports(self) -> tuple[gpd.GeoDataFrame, Mask]:
        """Draw the reports in order of time, with True for those that are right."""
        captures = self._captures()
        kinds = [self._baseline(), captures, self._false_captures(captures)]
        table = pd.concat(kinds).sort_values("day", kind="stable", ignore_index=True)
        names = np.array([*SIDES, None], dtype=object)
        unnamed = self.rng.random(len(table)) >= self.reporting.names_loser
        rows = pd.DataFrame(
            {
                "report_id": [f"R{row:04}" for row in table.index],
                "date": (pd.Timestamp(DAY) + pd.to_timedelta(table["day"], unit="D")).dt.strftime("%Y-%m-%d"),
                "place_id": place_ids(table["place"]),
                "side": names[table["side"]],
                "from_side": names[np.where(unnamed, -1, table["from_side"])],
                "confidence": np.array([grade for grade, _ in self.reporting.right], dtype=object)[table["grade"]],
            }
        )
        points = shapely.points(self.front.grid.lonlat(self._positions()[table["place"]]))
        return gpd.GeoDataFrame(rows, geometry=points, crs=WGS84), self._right(table)

    def _positions(self) -> Floats:
        """Reported positions of the places, drawn from a disc around each."""
        places = self.front.places
        angle, share = self.rng.uniform(0, 2 * np.pi, len(places)), np.sqrt(self.rng.random(len(places)))
        return places + self.reporting.offset_km * (share * np.array([np.cos(angle), np.sin(angle)])).T

    def _right(self, table: pd.DataFrame) -> Mask:
        return np.asarray(self.front.holders[table["day"], table["place"]] == table["side"])

    def _baseline(self) -> pd.DataFrame:
        """Reports of the first day, four of five of the best grade; wrong ones are more frequent near the front."""
        count = len(self.front.places)
        reported = self.rng.permutation(count)[: round(self.reporting.baseline * count)]
        grade = (self.rng.random(len(reported)) > 0.8).astype(int)
        distances = self.front.to_sides_km(0)[:, reported]
        sides, (_, away) = distances.argsort(axis=0), np.sort(distances, axis=0)[:2]
        rank = np.zeros(len(reported), dtype=int)
        for level in np.unique(grade):
            rows = np.flatnonzero(grade == level)
            nearness = np.exp(-away[rows] / 15)
            wrong = round((1 - self.reporting.right[level][1]) * len(rows))
            rank[self.rng.choice(rows, wrong, replace=False, p=nearness / nearness.sum())] = 1
        side = sides[rank, np.arange(len(reported))]
        return pd.DataFrame({"day": 0, "place": reported, "side": side, "from_side": -1, "grade": grade})

    def _captures(self) -> pd.DataFrame:
        """Reports of captures that happened, some missing, late or repeated."""
        holders = self.front.holders
        before, place = np.nonzero(np.diff(holders, axis=0))
        side, loser = holders[before + 1, place], holders[before, place]
        real = pd.DataFrame({"day": before + 1, "place": place, "side": side, "from_side": loser})
        reported = real[self.rng.random(len(real)) < self.reporting.reported]
        late = self.rng.geometric(1 / (1 + self.reporting.late_days), len(reported)) - 1
        reported = reported.assign(day=reported["day"] + late)
        again = reported[self.rng.random(len(reported)) < self.reporting.confirmed]
        again = again.assign(day=again["day"] + self.rng.integers(0, 5, len(again)))
        table = pd.concat([reported, again])
        table["grade"] = self.rng.integers(0, len(self.reporting.right), len(table))
        return table[table["day"] < len(holders)]

    def _false_captures(self, captures: pd.DataFrame) -> pd.DataFrame:
        """Reports of captures that did not happen, as many as the share of right reports of each grade requires."""
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
        # wrong reports come in waves, from near the front of the day
        days = self.rng.integers(1, len(self.front.held), 12)
        wave = self.rng.integers(0, len(days), len(grade))
        distances = np.array([self.front.to_sides_km(day) for day in days])
        nearness = np.exp(-np.sort(distances, axis=1)[:, 1] / 8)
        chances = nearness.cumsum(axis=1) / nearness.sum(axis=1, keepdims=True)
        place = (chances[wave] < self.rng.random((len(grade), 1))).sum(axis=1)
        loser, side = distances.argsort(axis=1)[wave, :2, place].T
        return pd.DataFrame({"day": days[wave], "place": place, "side": side, "from_side": loser, "grade": grade})
