"""The table `ground.csv`: how much ground each side holds on each day, with its error, and on whose word."""

from datetime import date
from functools import partial
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Floats, Ints
from geo.control.model import ControlModel
from layers.period import days
from layers.schema.layers import GROUND

# ground is held for sure if it is a side's with at least the first probability, and may be if with the second
_SURE, _PERHAPS = 0.9, 0.1


class HeldGround:
    """How much ground each side holds, measured day by day.

    Parameters
    ----------
    model : ControlModel
        Control by all reports.
    area_km2 : float
        Size of the area.
    """

    def __init__(self, model: ControlModel, area_km2: float) -> None:
        self._model, self._area_km2 = model, area_km2
        self._found: dict[date, list[tuple[str, float, float, float]]] = {}

    def measure(self, day: date) -> None:
        """Measure the ground of a day, which stands for those after it until control changes."""
        self._found[day] = self._model.results.recall(day, ("ground", self._area_km2), partial(self._of_day, day))

    def _of_day(self, day: date) -> list[tuple[str, float, float, float]]:
        mesh, shares = self._model.sides_at(day)
        km2 = np.zeros(len(mesh.nodes_m))
        ashore = self._model.ground_on(day).nodes
        km2[ashore] = _around(mesh.nodes_m, mesh.triangles)[ashore]
        km2 *= self._area_km2 / max(km2.sum(), 1e-12)
        sums = (km2 @ shares, km2 @ (shares > _SURE), km2 @ (shares > _PERHAPS))
        likely, low, high = (of.round(1).tolist() for of in sums)
        return list(zip(self._model.reported_places.sides, likely, low, high, strict=True))

    def table(self, zones: gpd.GeoDataFrame, end: date) -> pd.DataFrame:
        """Return the ground of each side on each day from the first one measured on.

        Parameters
        ----------
        zones : GeoDataFrame
            The zones of these days.
        end : date
            First day after them.

        Returns
        -------
        DataFrame
            Columns of `layers.schema.layers.GROUND`: `area_km2` is the sum of the probabilities over the area,
            `low_km2` and `high_km2` are the ground that is the side's with a probability over .9 and over .1; the
            others are the size of its zones on each basis, without ground that is fixed.
        """
        intervals = pairwise([*sorted(self._found), end])
        rows = [(day, *row) for first, after in intervals for day in days(first, after) for row in self._found[first]]
        columns = list(GROUND.names)
        ground = pd.DataFrame(rows, columns=columns[:5])
        bases = _by_basis(zones, end).reindex(pd.MultiIndex.from_frame(ground[["date", "side"]]), fill_value=0.0)
        return ground.assign(**{column: bases[column].round(1).to_numpy() for column in columns[5:]})


def _by_basis(zones: gpd.GeoDataFrame, end: date) -> pd.DataFrame:
    """Add up the size of zones by day and side, a column a basis; fixed ground, which rests on no report, is none."""
    km2: dict[tuple[date, str], dict[str, float]] = {}
    for zone in zones[zones["evidence"].notna()].itertuples():
        column = f"{zone.basis or 'not_judged'}_km2"
        for day in days(zone.start_date, zone.end_date or end):
            of_day = km2.setdefault((day, zone.side), {})
            of_day[column] = of_day.get(column, 0.0) + zone.area_km2
    index = pd.MultiIndex.from_tuples(list(km2), names=["date", "side"])
    return pd.DataFrame(list(km2.values()), index=index, columns=list(GROUND.names[5:])).fillna(0.0)


def _around(nodes_m: Floats, triangles: Ints) -> Floats:
    """Area around each node: a third of the triangles at it."""
    one, two, three = nodes_m[triangles].transpose(1, 2, 0)
    area = np.abs((two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])) / 6
    return np.asarray(np.bincount(triangles.ravel(), np.repeat(area, 3), minlength=len(nodes_m)), dtype=np.float64)
