"""Decisive reports: those without which the verdict of a day would be another, found by leaving them out."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import shapely

from geo.control_model import ControlModel
from geo.supply import Supply
from layers.assessments import Assessment, battlefield, states, verdict_on
from layers.dossier import Dossier
from layers.period import DAY
from layers.snapshots import Snapshot


@dataclass(frozen=True)
class Turn:
    """A verdict that became another from one day to the next.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    model : ControlModel
        Zones with some reports left out.
    supply : Supply
        What supplies the post.
    before, after : Assessment
        The last of the old verdict and the first of the new one.
    """

    dossier: Dossier
    model: ControlModel
    supply: Supply
    before: Assessment
    after: Assessment

    def decisive(self) -> Sequence[str]:
        """Find reports of the day that turned it together, none of which can be spared.

        Reports are put back one by one, the farthest from the post first, for as long as the verdict stays as it was
        before. What cannot be put back is decisive.

        Returns
        -------
        sequence of str
            Ids in order; none if the reports of the day do not explain the turn by themselves.
        """
        reports = self.dossier.control[self.dossier.control["date"] == self.after.start]
        farthest_first = _by_distance(reports, self.after.post.geometry)
        left_out = set(farthest_first)
        if not self._stays(left_out):
            return []
        for report in farthest_first:
            if self._stays(left_out - {report}):
                left_out.remove(report)
        return sorted(left_out)

    def _stays(self, left_out: set[str]) -> bool:
        """Whether the verdict would still be the old one if some reports had not come in."""
        day, post, settings = self.after.start, self.after.post, self.dossier.settings
        snapshot = Snapshot(day, day + DAY, self.model.zones(day, without=left_out))
        field = battlefield(self.dossier, snapshot, post.side, self.supply)
        before, after = self.before.verdict, self.after.verdict
        was_cut, is_cut = (found.state_strict == "encircled" for found in (before, after))
        if was_cut != is_cut and "contested" not in {before.state, after.state}:
            # connection alone decides, which is far faster to tell than widths are
            return field.is_cut(post.geometry, settings.hold_km, post.uncertainty_km) == was_cut
        return states(verdict_on(field, post, self.dossier)) == states(before)


def _by_distance(reports: gpd.GeoDataFrame, post: shapely.Point) -> list[str]:
    """Ids, the farthest first; nearness on a map of one area needs no projection to be ordered by."""
    away = (reports.geometry.x - post.x) ** 2 + (reports.geometry.y - post.y) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]
