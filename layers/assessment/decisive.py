"""Decisive reports: control reports without which a day's verdict would differ, found by leaving them out."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import geopandas as gpd
import shapely

from geo.control.model import ControlModel
from geo.encirclement.assessment import Battlefield
from layers.assessment.posts import Assessment, Supplies, battlefield, states, verdict_on
from layers.dossier.dossier import Dossier

# so many battlefields are kept: posts whose verdicts change on one day ask for the same ones
_KEPT = 64


class Counterfactuals:
    """Verdicts as they would be if some control reports of a day had not come in.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    model : ControlModel
        Control by these reports.
    supplies : Supplies
        Anchors and roads of the posts' sides.
    """

    def __init__(self, dossier: Dossier, model: ControlModel, supplies: Supplies) -> None:
        self._dossier, self._model, self._supplies = dossier, model, supplies
        self._field = lru_cache(_KEPT)(self._make_field)

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
        """Decide whether the verdict would still be the old one without some reports."""
        post, settings = after.post, self._dossier.settings
        field = self._field(post.side, after.start, left_out)
        was_cut, is_cut = (found.verdict.state_strict == "encircled" for found in (before, after))
        if was_cut != is_cut and "contested" not in {before.verdict.state, after.verdict.state}:
            # connection alone decides, which is found far faster than widths are
            return field.is_cut(post.geometry, settings.hold_km, post.uncertainty_km) == was_cut
        return states(verdict_on(field, post, self._dossier)) == states(before.verdict)

    def _make_field(self, side: str, day: date, left_out: Collection[str]) -> Battlefield:
        zones = self._model.seen_by(self._dossier.settings.passable(side), day, left_out)
        return battlefield(self._dossier, zones, side, self._supplies[side])


def _halves(reports: Sequence[str]) -> list[Sequence[str]]:
    """Split reports in two halves, the second half first; a single report gives one half."""
    middle = len(reports) // 2
    return [half for half in (reports[middle:], reports[:middle]) if half]


def _by_distance(reports: gpd.GeoDataFrame, post: shapely.Point) -> list[str]:
    """Return ids of reports, the farthest first; degrees suffice for the order within one area."""
    away = (reports.geometry.x - post.x) ** 2 + (reports.geometry.y - post.y) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]
