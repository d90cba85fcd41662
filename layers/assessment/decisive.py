"""Decisive reports: control reports without which a day's verdict would differ, found by leaving them out."""

from collections.abc import Sequence

import geopandas as gpd
import shapely

from layers.assessment.posts import Assessment
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

    def decisive(self, before: Assessment, after: Assessment) -> Sequence[str]:
        """Find a minimal set of reports of a day without which the verdict would still be the old one.

        All reports of the day are left out, then put back, the farthest from the post first, as long as the verdict
        stays the old one. Those that cannot be put back are decisive.

        Parameters
        ----------
        before, after : Assessment
            The last of the old verdict and the first of the new one.

        Returns
        -------
        sequence of str
            Ids in order; empty if the verdict changes even without all reports of the day.
        """
        reports = self._dossier.control[self._dossier.control["date"] == after.start]
        farthest_first = _by_distance(reports, after.post.geometry)
        left_out = frozenset(farthest_first)
        if not self._stays(before, after, left_out):
            return []
        # reports that can be put back together need not be tried one by one (Junker 2004, QuickXplain, AAAI-04)
        untried = _halves(farthest_first)
        while untried:
            some = untried.pop()
            if self._stays(before, after, left_out.difference(some)):
                left_out = left_out.difference(some)
            elif len(some) > 1:
                untried += _halves(some)
        return sorted(left_out)

    def _stays(self, before: Assessment, after: Assessment, left_out: frozenset[str]) -> bool:
        """Decide whether the state would still be the old one without some reports."""
        way = self._ways.of(after.post, after.start, left_out)
        return State.after(before.state, way) == before.state


def _halves(reports: Sequence[str]) -> list[Sequence[str]]:
    """Split reports in two halves, the second half first; a single report gives one half."""
    middle = len(reports) // 2
    return [half for half in (reports[middle:], reports[:middle]) if half]


def _by_distance(reports: gpd.GeoDataFrame, post: shapely.Point) -> list[str]:
    """Return ids of reports, the farthest first; degrees suffice for the order within one area."""
    away = (reports.geometry.x - post.x) ** 2 + (reports.geometry.y - post.y) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]
