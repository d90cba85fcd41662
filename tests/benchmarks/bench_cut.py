"""How probable it is that a post is cut off, on simulated wars: Brier score, log loss, calibration and reliability.

Days from the first on which a post is overrun are left out. Posts are known to stand until then, places are not; the
ways of posts stand beside those on a map that does not know of them. A score is calibrated by a logistic regression on
the log-odds, fitted on the other wars. `DRAWS=3` takes three wars; no constant was chosen on these.

Version 0.1.0, whose worlds were drawn at random, on the posts of wars 100 to 107 (`DRAWS=8`), Brier score and log loss:
.162/.531 with reports as usual, calibrated .079/.255; .120/.404 with reports mostly right, calibrated .082/.262.
"""

import os

import numpy as np
import pandas as pd
from closing import Theatre
from front_reports import Reporting
from fronts import SIDES, front_distance_km
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from wars import War, moving_war, supply

from geo.arrays import Flags, Floats
from geo.control.ways import probability_cut
from geo.threads import one_thread_each

MOSTLY_RIGHT = Reporting(right=(("high", 0.98), ("medium", 0.95), ("low", 0.9)))
REPORTING = {"reports as usual": None, "reports mostly right": MOSTLY_RIGHT}
DAYS = range(10, 200, 20)
FIRST = 100
# places this near to the front are posts too
_NEAR_KM = 25.0


@one_thread_each()
def ways_of(seed: int, reporting: Reporting | None) -> pd.DataFrame:
    """Ways of a war's posts, and of the places near the front, with whether each is cut off; rows where it stands."""
    war = moving_war(seed, reporting=reporting)
    theatre, unaware, rows = Theatre.of_war(war, DAYS), Theatre.of_war(war, DAYS, posts=False), []
    anchors = anchored(war)
    cells = war.grid.cells(war.places)
    places_m = theatre.model.on_plane(war.grid.lonlat(war.places))
    ways, bare = theatre.ways(), unaware.ways()
    for number, day in enumerate(DAYS):
        supplied = supply(war.held[day], anchors).ravel()[cells]
        fields = theatre.fields(theatre.days[number])
        near = front_distance_km(war.held[day], war.grid).ravel()[cells] <= _NEAR_KM
        for side, (mesh, _, way) in fields.items():
            own = near & (war.holders[day] == SIDES.index(side))
            found = mesh.tree.query_ball_point(places_m[own], theatre.hold_m)
            best = [
                way[nodes].max() if nodes else way[mesh.tree.query(point)[1]]
                for nodes, point in zip(found, places_m[own], strict=True)
            ]
            rows += [(seed, "places", one, bool(cut)) for one, cut in zip(best, ~supplied[own], strict=True)]
        for post, way, other in zip(war.posts, ways[number], bare[number], strict=True):
            if day < post.overrun:
                found = (("posts", way), ("posts that nobody knows of", other))
                rows += [(seed, kind, float(one), bool(post.cut_off[day])) for kind, one in found]
    return pd.DataFrame(rows, columns=["war", "of", "way", "cut"])


def anchored(war: War) -> Flags:
    """Cells of the anchors of each side: (sides, rows, columns)."""
    held = war.held
    anchors = np.zeros((len(SIDES), *war.grid.shape), dtype=bool)
    anchors[0, 0], anchors[1, -1], anchors[2, :, -1] = True, True, True
    return np.asarray(anchors & [(held == side).all(axis=0) for side in range(len(SIDES))])


def scores(found: pd.DataFrame) -> dict[str, float]:
    """Brier score and log loss of P(cut), of the same calibrated, and of the mean of all."""
    cut, share = found["cut"].to_numpy(dtype=float), probability_cut(found["way"].to_numpy())
    table = {"": share, "calibrated ": calibrated(found), "the mean ": np.full(len(cut), cut.mean())}
    return {"n": len(cut), "cut off": cut.mean()} | {
        f"{name}{score}": value
        for name, given in table.items()
        for score, value in (("Brier", ((given - cut) ** 2).mean()), ("log loss", log_loss(given, cut)))
    }


def log_loss(share: Floats, true: Floats) -> float:
    """Mean negative log-probability of the truth; probabilities are at least one in a thousand."""
    share = np.clip(share, 1e-3, 1 - 1e-3)
    return float(-(true * np.log(share) + (1 - true) * np.log(1 - share)).mean())


def calibrated(found: pd.DataFrame) -> Floats:
    """P(cut), calibrated for each war by all others."""
    odds = logit(np.clip(probability_cut(found["way"].to_numpy()), 1e-3, 1 - 1e-3))[:, None]
    result = np.zeros(len(found))
    for war in found["war"].unique():
        own = (found["war"] == war).to_numpy()
        model = LogisticRegression(C=1e6).fit(odds[~own], found["cut"].to_numpy()[~own])
        result[own] = model.predict_proba(odds[own])[:, 1]
    return result


def reliability(found: pd.DataFrame) -> pd.DataFrame:
    """Predicted and observed shares of those cut off, by ten bins of P(cut)."""
    share = probability_cut(found["way"].to_numpy())
    bins = pd.DataFrame({"said": share, "true": found["cut"].astype(float)}).groupby(
        (share * 10).astype(int).clip(max=9)
    )
    return bins.mean().assign(n=bins.size())


def test_probability_that_a_post_is_cut_off() -> None:
    wars = range(FIRST, FIRST + int(os.environ.get("DRAWS", "20")))
    rows, tables = {}, {}
    for name, reporting in REPORTING.items():
        found = pd.concat([ways_of(seed, reporting) for seed in wars], ignore_index=True)
        for kind, group in found.groupby("of"):
            rows[f"{kind}, {name}"] = scores(group)
            tables[f"{kind}, {name}"] = reliability(group)
    print(f"\nP(cut) on {len(wars)} wars\n{pd.DataFrame(rows).T.to_string(float_format='{:.4f}'.format)}")
    for name, table in tables.items():
        print(f"\n{name}\n{table.to_string(float_format='{:.2f}'.format)}")
