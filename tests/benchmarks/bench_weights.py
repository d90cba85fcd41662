"""Does it pay to weigh reports by whose word they are? `make bench` prints it; `DRAWS` is the number of wars.

The log-odds of a report are multiplied by one factor a basis, equal for all sides. In the wars, right and wrong reports
have the bases that captures of the bundled dossiers have which stood, and which were taken back within 30 days.
"""

import os
from collections import Counter
from datetime import timedelta

import numpy as np
import pandas as pd
import shapely
from bench_control import brier, sides_at
from fronts import DAY, SIDES, place_ids
from wars import War, moving_war

from geo import control_zones
from geo.control.confidence import GRADES, log_odds, probability
from layers import Dossier
from layers.dossier.returns import returns
from layers.flow import CAPTURE

FACTORS = {
    "no weights": {},
    "claimed x 0.5": {"claimed": 0.5},
    "claimed x 0.75": {"claimed": 0.75},
    "confirmed x 1.5": {"confirmed": 1.5},
    "confirmed x 2, claimed x 0.75": {"confirmed": 2.0, "claimed": 0.75},
}
DAYS = (60, 120, 180)


def bases() -> dict[bool, pd.Series]:
    """Shares of the bases among captures of the bundled dossiers, by whether they stood."""
    stood, taken_back = Counter[str](), Counter[str]()
    for name in ("idlib-2020", "mariupol-2022"):
        dossier = Dossier.open(name)
        lost = {report.id for _, report, _ in returns(dossier)}
        control = dossier.control
        for report in control[(control["kind"] == CAPTURE) | control["from_side"].notna()].itertuples():
            (taken_back if report.id in lost else stood)[str(report.basis or "not judged")] += 1
    return {right: pd.Series(found) / found.total() for right, found in ((True, stood), (False, taken_back))}


def judged(war: War, seed: int, shares: dict[bool, pd.Series]) -> pd.Series:
    """Draw the basis of each report of a war; those of the first day are on record."""
    rng = np.random.default_rng([seed, 5])
    drawn = [rng.choice(shares[bool(right)].index, p=shares[bool(right)]) for right in war.right]
    return pd.Series(drawn, index=war.reports.index).where(war.reports["date"] > DAY.isoformat(), "record")


def scores(seed: int, shares: dict[bool, pd.Series]) -> pd.DataFrame:
    """Score one war from half of its places: a row for each variant, day and held-out place."""
    war = moving_war(seed)
    reports = war.reports.assign(basis=judged(war, seed, shares))
    names = place_ids(range(len(war.places)))
    confirmed = np.isin(names, reports.loc[reports["basis"] == "confirmed", "place_id"])
    known = reports[reports["place_id"].isin(war.reports_of(0.5, seed=seed)["place_id"])].reset_index(drop=True)
    out = ~np.isin(names, known["place_id"])
    points = shapely.STRtree(shapely.points(war.grid.lonlat(np.vstack([war.places[out], war.grid.centres]))))
    tables = []
    for variant, factors in FACTORS.items():
        odds = known["confidence"].map(GRADES).map(log_odds) * known["basis"].map(factors).fillna(1.0)
        weighed = known.drop(columns="basis").assign(confidence=odds.map(probability))
        for day in DAYS:
            zones = control_zones(weighed, on=DAY + timedelta(days=day), area=war.grid.area)
            side, sure = sides_at(zones, points)
            held = np.concatenate([war.holders[day][out], war.held[day].ravel()])
            right = pd.Series(side == held)
            rows = {"variant": variant, "seed": seed, "estimated": side, "held": held, "confidence": sure}
            of_place = np.arange(len(held)) < out.sum()
            table = pd.DataFrame(rows).assign(right=right, place=of_place, confirmed=False)
            table.loc[: out.sum() - 1, "confirmed"] = confirmed[out]
            ground = table[~table["place"]]
            shared = [
                ((ground["estimated"] == one) & (ground["held"] == one)).sum()
                / ((ground["estimated"] == one) | (ground["held"] == one)).sum()
                for one in range(len(SIDES))
            ]
            tables.append(table[table["place"]].assign(day=day, iou=float(np.mean(shared))))
    return pd.concat(tables, ignore_index=True)


def test_weights_by_whose_word_it_is() -> None:
    shares = bases()
    print(f"\nbases of captures that stood and that were taken back\n{pd.DataFrame(shares).round(3).to_string()}")
    table = pd.concat([scores(seed, shares) for seed in range(int(os.environ.get("DRAWS", "4")))])
    lines = {}
    for (variant, seed), rows in table.groupby(["variant", "seed"], sort=False):
        some = rows[rows["confirmed"]]
        lines[variant, seed] = {"Brier": brier(some), "Brier, all": brier(rows), "IoU": rows["iou"].mean()}
    by_war = pd.DataFrame(lines).T
    gains = by_war - by_war.loc["no weights"].reindex(by_war.index, level=1).to_numpy()
    for name, found in (("scores", by_war), ("difference from no weights", gains)):
        spread = found.groupby(level=0, sort=False).agg(["mean", "sem"]).round(4)
        print(f"\nheld-out places with confirmed rows, and all: {name}\n{spread.to_string()}")
