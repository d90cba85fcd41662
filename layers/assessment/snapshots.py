"""Snapshots: the zones of a dossier's period, one snapshot for each interval on which no zone changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Geometries
from geo.control.model import ControlModel
from geo.control.outlines import ZoneRow, zones_table
from geo.geometry.arcs import simplified
from geo.geometry.sphere import DEGREE_M
from geo.store import Store, digest
from geo.threads import side_by_side
from layers.dossier.dossier import Dossier
from layers.period import runs

T = TypeVar("T")
# borders are moved by this part of a step of the mesh at most, between whose nodes they are not known
_STEPS = 8
# wraps a loop to show its progress: takes the items and the name of the work, returns the items
Tracker = Callable[[list[T], str], Iterable[T]]


@dataclass(frozen=True)
class Snapshot:
    """Zones from `start` on and before `end`; `marks` is a digest of what they follow from beside the evidence."""

    start: date
    end: date
    zones: gpd.GeoDataFrame
    marks: str = ""


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


def untracked(items: list[T], _: str) -> Iterable[T]:
    """Show no progress."""
    return items


def snapshots(  # noqa: PLR0913 - a period of a model, and what is done on the way
    model: ControlModel,
    start: date,
    end: date,
    points: Geometries,
    *,
    track: Tracker[Any] = untracked,
    beside: Callable[[date, gpd.GeoDataFrame], object] = lambda *_: None,
) -> Iterator[Snapshot]:
    """Return the snapshots of a period, in order, each when it is asked for.

    Borders are simplified by less than they are known; what is fixed stays as it is.

    Parameters
    ----------
    model : ControlModel
        The model of control.
    start, end : date
        The period, half-open.
    points : array of Point
        Points that stay on their side of a border, lon/lat: posts. Places that are known on the day do so too.
    track : callable, optional
        Wraps the loop over days.
    beside : callable, optional
        Takes each of the days with its zones, while what the model has found for it is at hand.
    """
    intervals = list(pairwise([*model.changes(start, end), end]))
    marks, places = digest(points), model.reported_places

    def drawn(day: date) -> list[ZoneRow]:
        zones = model.zones(day)
        shapes, fixed = zones.geometry.to_numpy(), (zones["evidence"] == "").to_numpy()
        known = shapely.points(places.positions[places.states_on(day).places])
        stay = np.concatenate([points, known])
        outlines = simplified(shapes, model.step_m / DEGREE_M / _STEPS, fixed, stay)
        columns = (zones[column].tolist() for column in ("side", "confidence", "evidence", "basis"))
        return list(zip(*columns, outlines, strict=True))

    def of_day(day: date) -> gpd.GeoDataFrame:
        zones = zones_table(model.results.recall(day, ("drawn", marks), lambda: drawn(day)))
        beside(day, zones)
        return zones

    found = side_by_side(of_day, (first for first, _ in intervals))
    tracked = track(intervals, "drawing zones and assessing posts")
    zones = ((*interval, of_one) for interval, of_one in zip(tracked, found, strict=True))
    return (Snapshot(run.start, run.end, run.items[0], marks) for run in runs(zones, alike=_contents))


def _contents(zones: gpd.GeoDataFrame) -> Hashable:
    """Return the values by which two days' zones are compared, evidence and confidence included."""
    columns = (zones[column].to_numpy() for column in ("side", "confidence", "evidence", "basis"))
    return tuple(zip(*columns, zones.geometry.to_wkb(), strict=True))
