"""Snapshots: the zones of a dossier's period, one snapshot for each interval on which no zone changes."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Geometries
from geo.control.model import ControlModel
from geo.geometry.arcs import simplified
from geo.geometry.projection import WGS84
from geo.geometry.sphere import DEGREE_M
from geo.threads import side_by_side
from layers.dossier.dossier import Dossier
from layers.period import runs

T = TypeVar("T")
# borders are moved by this part of a step of the mesh at most, between whose nodes they are not known
_STEPS = 15
# wraps a loop to show its progress: takes the items and the name of the work, returns the items
Tracker = Callable[[list[T], str], Iterable[T]]


@dataclass(frozen=True)
class Snapshot:
    """Zones from `start` on and before `end`."""

    start: date
    end: date
    zones: gpd.GeoDataFrame


def control_model(dossier: Dossier) -> ControlModel:
    """Make the model of control for a dossier's zones.

    Parameters
    ----------
    dossier : Dossier
        The control reports and areas, the area, territories and barriers.
    """
    settings = dossier.settings
    return ControlModel(
        dossier.control.rename(columns={"id": "report_id", "sources": "source"}),
        settings.area,
        settings.territories,
        blocs=settings.blocs,
        barriers=dossier.barriers,
        control_areas=dossier.control_areas,
    )


def snapshots(model: ControlModel, start: date, end: date, points: Geometries) -> Iterator[Snapshot]:
    """Return the snapshots of a period, in order.

    Borders are simplified by less than they are known, and in the same way on all days; what is fixed stays as it is.

    Parameters
    ----------
    model : ControlModel
        The model of control.
    start, end : date
        The period, half-open.
    points : array of Point
        Points that stay on their side of a border, lon/lat: posts. Reported places do so too.
    """
    intervals = list(pairwise([*model.changes(start, end), end]))
    found = list(side_by_side(model.zones, (first for first, _ in intervals)))
    stay = np.concatenate([points, shapely.points(model.reported_places.positions)])
    fixed = [(of_day["evidence"] == "").to_numpy() for of_day in found]
    outlines = simplified(
        [of_day.geometry.to_numpy() for of_day in found], model.step_m / DEGREE_M / _STEPS, fixed, stay
    )
    drawn = (of_day.set_geometry(lines, crs=WGS84) for of_day, lines in zip(found, outlines, strict=True))
    zones = ((*interval, of_day) for interval, of_day in zip(intervals, drawn, strict=True))
    return (Snapshot(run.start, run.end, run.items[0]) for run in runs(zones, alike=_contents))


def _contents(zones: gpd.GeoDataFrame) -> Hashable:
    """Return the values by which two days' zones are compared, evidence and confidence included."""
    columns = (zones[column].to_numpy() for column in ("side", "confidence", "evidence"))
    return tuple(zip(*columns, zones.geometry.to_wkb(), strict=True))
