"""Warnings on supply anchors that lie on ground which their side's bloc does not hold: no way can surely lead there."""

from collections.abc import Iterator

import numpy as np
import shapely

from geo.control.model import ControlModel
from geo.errors import Problem
from layers.assessment.states import STRICT
from layers.dossier.dossier import Dossier
from layers.dossier.settings.anchors import LAND
from layers.dossier.settings.toml_file import FILE

# an anchor is looked at on so many days of those on which control changes, evenly spread, and at so many points
_DAYS, _POINTS = 40, 40


def anchor_warnings(dossier: Dossier, model: ControlModel) -> Iterator[Problem]:
    """Find the anchors by land that are not held, on days on which control changes.

    Parameters
    ----------
    dossier : Dossier
        With anchors and territories.
    model : ControlModel
        Control by its reports.

    Yields
    ------
    Problem
        A warning for each anchor.
    """
    settings = dossier.settings
    grounds = settings.territories
    for anchor in settings.anchors[settings.anchors["means"] == LAND].itertuples():
        friendly = settings.passable(anchor.side)
        middle = shapely.point_on_surface(anchor.geometry)
        if shapely.contains_xy(grounds.geometry[grounds["side"].isin(friendly)], middle.x, middle.y).any():
            continue
        start, end = max(anchor.start or dossier.start, dossier.start), min(anchor.end or dossier.end, dossier.end)
        if start >= end:
            continue
        days = model.changes(start, end)
        days = [days[number] for number in np.unique(np.linspace(0, len(days) - 1, _DAYS).astype(int))]
        corners = shapely.get_coordinates([middle, anchor.geometry])
        points = corners[np.unique(np.linspace(0, len(corners) - 1, _POINTS).astype(int))]
        held = {day: float(model.passable_at(points, friendly, day).max()) for day in days}
        weak = {day: share for day, share in held.items() if share < STRICT}
        if weak:
            last, least = max(weak), min(weak.values())
            until = "on" if last == days[-1] else f"to {last}"
            why = (
                f"from {min(weak)} {until}, no ground of {anchor.side} or its friends surely reaches this anchor "
                f"(probability {least:.2f} at the least), so that no way can surely end there; report in "
                "control.csv who holds the place, make it a territory, or move the anchor"
            )
            yield Problem("C218", FILE, anchor.line, "where", anchor.name, why)
