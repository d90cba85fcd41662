"""Decisive reports: those without which the verdict of a day would be another, found by leaving them out."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

import geopandas as gpd
import shapely

from geo.control.model import ControlModel
from geo.encirclement.assessment import Battlefield
from layers.assessment.posts import Assessment, battlefield, states, supplies_of, verdict_on
from layers.dossier.dossier import Dossier

# days that are looked at together by the posts whose verdicts turned on them
_LATELY = 64


class Counterfactuals:
    """Verdicts as they would be if some reports of a day had not come in.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    model : ControlModel
        Control by these reports.
    """

    def __init__(self, dossier: Dossier, model: ControlModel) -> None:
        self._dossier, self._model = dossier, model
        self._supplies = supplies_of(dossier)
        # posts that are cut off by the same reports ask for the same ground
        self._field = lru_cache(_LATELY)(self._made_field)

    def decisive(self, before: Assessment, after: Assessment) -> Sequence[str]:
        """Find reports of a day that turned a verdict together, none of which can be spared.

        Reports are put back, the farthest from the post first, for as long as the verdict stays as it was before. What
        cannot be put back is decisive.

        Parameters
        ----------
        before, after : Assessment
            The last of the old verdict and the first of the new one.

        Returns
        -------
        sequence of str
            Ids in order; none if the reports of the day do not explain the turn by themselves.
        """
        reports = self._dossier.control[self._dossier.control["date"] == after.start]
        farthest_first = _by_distance(reports, after.post.geometry)
        left_out = frozenset(farthest_first)
        if not self._stays(before, after, left_out):
            return []
        # what can be put back at once need not be tried one by one (Junker 2004, QuickXplain, AAAI-04)
        untried = _halves(farthest_first)
        while untried:
            some = untried.pop()
            if self._stays(before, after, left_out.difference(some)):
                left_out = left_out.difference(some)
            elif len(some) > 1:
                untried += _halves(some)
        return sorted(left_out)

    def _stays(self, before: Assessment, after: Assessment, left_out: frozenset[str]) -> bool:
        """Whether the verdict would still be the old one if some reports had not come in."""
        post, settings = after.post, self._dossier.settings
        field = self._field(post.side, after.start, left_out)
        was_cut, is_cut = (found.verdict.state_strict == "encircled" for found in (before, after))
        if was_cut != is_cut and "contested" not in {before.verdict.state, after.verdict.state}:
            # connection alone decides, which is far faster to tell than widths are
            return field.is_cut(post.geometry, settings.hold_km, post.uncertainty_km) == was_cut
        return states(verdict_on(field, post, self._dossier)) == states(before.verdict)

    def _made_field(self, side: str, day: date, left_out: Collection[str]) -> Battlefield:
        zones = self._model.seen_by(self._dossier.settings.passable(side), day, left_out)
        return battlefield(self._dossier, zones, side, self._supplies[side])


def _halves(reports: Sequence[str]) -> list[Sequence[str]]:
    """Cut some reports in two, the first half last; a single one stays whole."""
    middle = len(reports) // 2
    return [half for half in (reports[middle:], reports[:middle]) if half]


def _by_distance(reports: gpd.GeoDataFrame, post: shapely.Point) -> list[str]:
    """Ids, the farthest first; nearness on a map of one area needs no projection to be ordered by."""
    away = (reports.geometry.x - post.x) ** 2 + (reports.geometry.y - post.y) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]
