"""Snapshots: the zones of a dossier's period, one snapshot for each stretch of days on which no zone changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

import geopandas as gpd
import pandas as pd

from geo.control.model import ControlModel
from geo.threads import side_by_side
from layers.dossier.dossier import Dossier
from layers.period import runs

T = TypeVar("T")
# wraps a loop to show how far it is: the loop's items, and what it is doing
Track = Callable[[list[T], str], Iterable[T]]


@dataclass(frozen=True)
class Snapshot:
    """Zones as they are from `start` on and before `end`."""

    start: date
    end: date
    zones: gpd.GeoDataFrame


def control_model(dossier: Dossier, former: gpd.GeoDataFrame | None = None) -> ControlModel:
    """Make the model of control that a dossier's zones come from.

    Parameters
    ----------
    dossier : Dossier
        With the control reports that may be used.
    former : GeoDataFrame, optional
        Reports of which only `from_side` may be used.
    """
    settings = dossier.settings
    reports = dossier.control.rename(columns={"id": "report_id", "sources": "source"})
    if former is not None and len(former):
        reports = gpd.GeoDataFrame(pd.concat([reports, former]), geometry="geometry", crs=reports.crs)
    return ControlModel(reports, settings.area, settings.territories)


def snapshots(model: ControlModel, start: date, end: date) -> Iterator[Snapshot]:
    """Zones of a period, from one change to the next."""
    spans = list(pairwise([*model.changes(start, end), end]))
    found = side_by_side(model.zones, (first for first, _ in spans))
    zones = ((*span, of_day) for span, of_day in zip(spans, found, strict=True))
    return (Snapshot(run.start, run.end, run.items[0]) for run in runs(zones, alike=_contents))


def _contents(zones: gpd.GeoDataFrame) -> Hashable:
    """Give all that may change between two days, evidence and confidence included."""
    columns = (zones[column].to_numpy() for column in ("side", "confidence", "evidence"))
    return tuple(zip(*columns, zones.geometry.to_wkb(), strict=True))
