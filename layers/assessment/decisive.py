"""Decisive reports: control reports without which a day's verdict would differ, found by leaving them out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import geopandas as gpd
import shapely

from layers.assessment.states import State
from layers.assessment.ways import Ways
from layers.dossier.dossier import Dossier


class Counterfactuals:
    """Verdicts as they would be if some control reports of a day had not come in.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    ways : Ways
        Ways of the posts by these reports.
    """

    def __init__(self, dossier: Dossier, ways: Ways) -> None:
        self._dossier, self._ways = dossier, ways

    def decisive(self, post: Any, day: date, before: State) -> Sequence[str]:  # noqa: ANN401 - a row of a table
        """Find a minimal set of reports of a day without which the verdict would still be the old one.

        All reports of the day are left out, then put back, the farthest from the post first, as long as the verdict
        stays the old one. Those that cannot be put back are decisive.

        Parameters
        ----------
        post : row of the posts' table
            The post.
        day : date
            The first day of the new verdict.
        before : State
            The old verdict.

        Returns
        -------
        sequence of str
            Ids in order; empty if the verdict changes even without all reports of the day.
        """
        reports = self._dossier.control[self._dossier.control["date"] == day]
        farthest_first = _by_distance(reports, post.geometry)
        left_out = frozenset(farthest_first)
        if not self._stays(post, day, before, left_out):
            return []
        # reports that can be put back together need not be tried one by one (Junker 2004, QuickXplain, AAAI-04)
        untried = _halves(farthest_first)
        while untried:
            some = untried.pop()
            if self._stays(post, day, before, left_out.difference(some)):
                left_out = left_out.difference(some)
            elif len(some) > 1:
                untried += _halves(some)
        return sorted(left_out)

    def _stays(self, post: Any, day: date, before: State, left_out: frozenset[str]) -> bool:  # noqa: ANN401 - a row
        """Decide whether the state would still be the old one without some reports."""
        return State.after(before, self._ways.of(post, day, left_out)) == before


def _halves(reports: Sequence[str]) -> list[Sequence[str]]:
    """Split reports in two halves, the second half first; a single report gives one half."""
    middle = len(reports) // 2
    return [half for half in (reports[middle:], reports[:middle]) if half]


def _by_distance(reports: gpd.GeoDataFrame, post: shapely.Point) -> list[str]:
    """Return ids of reports, the farthest first; degrees suffice for the order within one area."""
    away = (reports.geometry.x - post.x) ** 2 + (reports.geometry.y - post.y) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]
