"""The embargo: recent evidence is withheld from every output, so that no force can be tracked as it moves."""

from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd

from layers.dossier.dossier import Dossier
from layers.errors import EmbargoError
from layers.period import DAY
from layers.schema.dossier_tables import CONTROL, EVENTS


@dataclass(frozen=True)
class Released:
    """A dossier without the evidence under embargo.

    Parameters
    ----------
    dossier : Dossier
        Its period ends with the last day before the embargo.
    former : GeoDataFrame
        Former holders named by withheld control reports: the side that held a place until the report.
    withheld : int
        Number of events and control reports that are withheld.
    """

    dossier: Dossier
    former: gpd.GeoDataFrame
    withheld: int


def release(dossier: Dossier, as_of: date) -> Released:
    """Withhold evidence that is younger than the dossier's `embargo_days` on the day `as_of`.

    Raises
    ------
    EmbargoError
        If the whole period is withheld.
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
    withheld = {(CONTROL.file, line) for line in lines} | {
        (EVENTS.file, line) for line in dossier.events["line"][~happened]
    }
    # places that only withheld rows name
    withheld_places = _places(dossier.control[~old], dossier.events[~happened]) - _places(control, events)
    released = replace(
        dossier,
        settings=replace(dossier.settings, end=end),
        control=control,
        events=events,
        control_areas=_old_areas(dossier.control_areas, last),
        unlocated=tuple(report for report in dossier.unlocated if report not in unlocated),
        # warnings on withheld rows are withheld, too
        warnings=tuple(warning for warning in dossier.warnings if (warning.file, warning.line) not in withheld),
        matches={name: match for name, match in dossier.matches.items() if match.place.id not in withheld_places},
    )
    return Released(released, _former(dossier.control[~old]), len(withheld))


def _old_areas(areas: gpd.GeoDataFrame, last: date) -> gpd.GeoDataFrame:
    """Return the control areas that begin before the embargo; an end inside of it is not given out."""
    begun = np.array([start is None or start <= last for start in areas["start_date"]], dtype=bool)
    old = areas[begun].reset_index(drop=True)
    ends = [end if end is not None and end <= last else None for end in old["end_date"]]
    return old.assign(end_date=pd.Series(ends, dtype=object))


def _places(control: gpd.GeoDataFrame, events: gpd.GeoDataFrame) -> set[str]:
    return {place.id for place in events["place"]} | set(control["place_id"])


def _until(table: gpd.GeoDataFrame, column: str, last: date) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([day <= last for day in table[column]], dtype=bool)


def _last_days(dossier: Dossier) -> list[date]:
    """Return the last possible day of each event; for events without a date, the last day of the period."""
    return [(end or dossier.end) - DAY for end in dossier.events["end_date"]]


def _former(withheld: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the former holders that withheld reports name, as reports without an id; earlier days depend on them."""
    former = withheld[withheld["from_side"].notna()]
    columns = ["date", "date_end", "place_id", "side", "from_side", "confidence", "report_id", "geometry"]
    return former.assign(side=former["from_side"], report_id="")[columns]
