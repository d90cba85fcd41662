"""Snapshots: the zones of a dossier's period, one snapshot for each interval on which no zone changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

import geopandas as gpd

from geo.control.model import ControlModel
from geo.store import Store
from geo.threads import side_by_side
from layers.dossier.dossier import Dossier
from layers.period import runs

T = TypeVar("T")
# wraps a loop to show its progress: takes the items and the name of the work, returns the items
Tracker = Callable[[list[T], str], Iterable[T]]


@dataclass(frozen=True)
class Snapshot:
    """Zones from `start` on and before `end`."""

    start: date
    end: date
    zones: gpd.GeoDataFrame


def control_model(dossier: Dossier, store: Store | None = None) -> ControlModel:
    """Make the model of control for a dossier's zones.

    Parameters
    ----------
    dossier : Dossier
        The control reports and areas, the area, territories and barriers.
    store : Store, optional
        Where results are kept.
    """
    settings = dossier.settings
    return ControlModel(
        dossier.control.rename(columns={"id": "report_id", "sources": "source"}),
        settings.area,
        settings.territories,
        blocs=settings.blocs,
        barriers=dossier.barriers,
        control_areas=dossier.control_areas,
        posts=dossier.posts,
        store=store,
    )


def snapshots(model: ControlModel, start: date, end: date) -> Iterator[Snapshot]:
    """Return the snapshots of a period, in order."""
    intervals = list(pairwise([*model.changes(start, end), end]))
    found = side_by_side(model.zones, (first for first, _ in intervals))
    zones = ((*interval, of_day) for interval, of_day in zip(intervals, found, strict=True))
    return (Snapshot(run.start, run.end, run.items[0]) for run in runs(zones, alike=_contents))


def _contents(zones: gpd.GeoDataFrame) -> Hashable:
    """Return the values by which two days' zones are compared, evidence and confidence included."""
    columns = (zones[column].to_numpy() for column in ("side", "confidence", "evidence", "basis"))
    return tuple(zip(*columns, zones.geometry.to_wkb(), strict=True))
