"""The embargo: what is young stays out of every output, so that no force is followed as it moves."""

from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np

from geo.errors import SitmapError
from layers.dossier.dossier import Dossier
from layers.dossier.evidence import CONTROL, EVENTS
from layers.period import DAY


class EmbargoError(SitmapError, ValueError):
    """Everything that a dossier tells of is too young to be shown."""


@dataclass(frozen=True)
class Released:
    """A dossier without what is under embargo.

    Parameters
    ----------
    dossier : Dossier
        Its period ends with the last day that may be told of.
    former : GeoDataFrame
        Withheld control reports as far as they tell of the time before them: who held a place until then.
    withheld : int
        How many events and control reports are left out.
    """

    dossier: Dossier
    former: gpd.GeoDataFrame
    withheld: int


def release(dossier: Dossier, as_of: date) -> Released:
    """Leave out what is younger than the dossier's `embargo_days` on a day.

    Raises
    ------
    EmbargoError
        If nothing is left.
    """
    last = as_of - DAY * dossier.settings.embargo_days
    end = min(dossier.end, last + DAY)
    if end <= dossier.start:
        raise EmbargoError(
            f"on {as_of} all of the period, which begins on {dossier.start}, is younger than the embargo of "
            f"{dossier.settings.embargo_days} days"
        )
    old = _until(dossier.control, "date", last)
    happened = _until(dossier.events.assign(last=_last_days(dossier)), "last", last)
    control, events = dossier.control[old].reset_index(drop=True), dossier.events[happened].reset_index(drop=True)
    unlocated = [report for report in dossier.unlocated if report.date > last]
    lines = [*dossier.control["line"][~old], *(report.row.line for report in unlocated)]
    withheld = {(CONTROL, line) for line in lines} | {(EVENTS, line) for line in dossier.events["line"][~happened]}
    # places that nothing else speaks of
    secret = _places(dossier.control[~old], dossier.events[~happened]) - _places(control, events)
    released = replace(
        dossier,
        settings=replace(dossier.settings, end=end),
        control=control,
        events=events,
        unlocated=tuple(report for report in dossier.unlocated if report not in unlocated),
        # a warning tells of its row
        warnings=tuple(warning for warning in dossier.warnings if (warning.file, warning.line) not in withheld),
        matches={name: match for name, match in dossier.matches.items() if match.place.id not in secret},
    )
    return Released(released, _former(dossier.control[~old]), len(withheld))


def _places(control: gpd.GeoDataFrame, events: gpd.GeoDataFrame) -> set[str]:
    return {place.id for place in events["place"]} | set(control["place_id"])


def _until(table: gpd.GeoDataFrame, column: str, last: date) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([day <= last for day in table[column]], dtype=bool)


def _last_days(dossier: Dossier) -> list[date]:
    """Tell the last day that each event may be of; one without a date may be of the last day of the period."""
    return [(end or dossier.end) - DAY for end in dossier.events["end_date"]]


def _former(withheld: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep of withheld reports who held a place until then, which the days that may be told of rest on, and no id."""
    told = withheld[withheld["from_side"].notna()]
    columns = ["date", "side", "from_side", "confidence", "report_id", "geometry"]
    return told.assign(side=told["from_side"], report_id="")[columns]
