"""Decisive reports: those without which the verdict of a day would be another, found by leaving them out."""

from collections.abc import Sequence

import geopandas as gpd

from geo.control_model import ControlModel
from layers.assessments import Assessment, battlefield, states, verdict_on
from layers.dossier import Dossier
from layers.period import DAY
from layers.snapshots import Snapshot


def decisive_reports(
    dossier: Dossier, model: ControlModel, assessment: Assessment, before: Assessment
) -> Sequence[str]:
    """Find reports of a day that turned a verdict together, none of which can be spared.

    Reports are put back one by one, the farthest from the post first, for as long as the verdict stays as it was
    before. What cannot be put back is decisive.

    Parameters
    ----------
    dossier : Dossier
        With the control reports.
    model : ControlModel
        Zones with some reports left out.
    assessment, before : Assessment
        The first of the new verdict and the last of the old one.

    Returns
    -------
    sequence of str
        Ids of reports of the day on which the verdict turned, in order; empty if they do not explain it by themselves.
    """
    reports = dossier.control[dossier.control["date"] == assessment.start]
    farthest_first = _by_distance(reports, assessment)
    left_out = set(farthest_first)
    if not _same_as_before(dossier, model, assessment, before, left_out):
        return []
    for report in farthest_first:
        if _same_as_before(dossier, model, assessment, before, left_out - {report}):
            left_out.remove(report)
    return sorted(left_out)


def _by_distance(reports: gpd.GeoDataFrame, assessment: Assessment) -> list[str]:
    """Ids, the farthest first; nearness on a map of one area needs no projection to be ordered by."""
    away = (reports.geometry.x - assessment.post.geometry.x) ** 2 + (
        reports.geometry.y - assessment.post.geometry.y
    ) ** 2
    return [str(key) for key in reports["id"].iloc[(-away).argsort(kind="stable")]]


def _same_as_before(
    dossier: Dossier,
    model: ControlModel,
    assessment: Assessment,
    before: Assessment,
    left_out: set[str],
) -> bool:
    """Whether without some reports the verdict would still be the old one."""
    zones = model.zones(assessment.start, without=left_out)
    field = battlefield(dossier, Snapshot(assessment.start, assessment.start + DAY, zones), assessment.post.side)
    was_cut, is_cut = (found.verdict.state_strict == "encircled" for found in (before, assessment))
    if was_cut != is_cut and before.verdict.state != "contested" and assessment.verdict.state != "contested":
        # connection alone decides, which is far faster to tell than widths are
        return (
            field.is_cut(assessment.post.geometry, dossier.settings.hold_km, assessment.post.uncertainty_km) == was_cut
        )
    return states(verdict_on(field, assessment.post, dossier)) == states(before.verdict)
