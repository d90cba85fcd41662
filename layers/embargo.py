"""The embargo: what is young stays out of every output, so that no force is followed as it moves."""

from dataclasses import dataclass, replace
from datetime import date

import geopandas as gpd
import numpy as np

from layers.dossier import Dossier
from layers.period import DAY


@dataclass(frozen=True)
class Released:
    """A dossier without what is under embargo, and how much that is."""

    dossier: Dossier
    withheld: int


def release(dossier: Dossier, as_of: date) -> Released:
    """Leave out events and control reports younger than the dossier's `embargo_days` on a day."""
    last = as_of - DAY * dossier.settings.embargo_days
    control = _until(dossier.control, "date", last)
    events = _until(dossier.events, "start_date", last)
    withheld = len(dossier.control) - len(control) + len(dossier.events) - len(events)
    return Released(replace(dossier, control=control, events=events), withheld)


def _until(table: gpd.GeoDataFrame, column: str, last: date) -> gpd.GeoDataFrame:
    old = np.array([day is None or day <= last for day in table[column]], dtype=bool)
    return table[old].reset_index(drop=True)
