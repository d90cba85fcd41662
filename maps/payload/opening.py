"""The views of a page: the day and the part of the map that it opens with, and the steps of the guided tour."""

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.geometry.sphere import Bounds
from geo.sides import NOT_PARTIES
from layers.period import DAY

if TYPE_CHECKING:
    from layers import Layers

# around the posts and reports: a share of their longer edge, and degrees at least (about 5 km)
_AROUND, _LEAST_DEG = 0.12, 0.05
# points that reach over more of the area than this are shown with all of it
_MOST = 0.5


def opening_day(layers: "Layers") -> date:
    """Find the day on which a page opens.

    Returns
    -------
    date
        That of the dossier's `opens_on`; else the day on which sides gain most ground; else, if none gains any, the
        last day of the period on which a post stands or an event happens, or else its last.
    """
    named = layers.dossier.settings.opens_on
    if named and layers.start <= named < layers.end:
        return named
    zones = layers["zones"][["side", "start_date", "end_date", "area_km2"]]
    parties = zones[~zones["side"].isin(NOT_PARTIES)]
    begun = parties.groupby(["start_date", "side"])["area_km2"].sum()
    ended = parties.groupby(["end_date", "side"])["area_km2"].sum()
    gains = begun.sub(ended, fill_value=0.0).clip(lower=0).groupby(level=0).sum()
    gains = gains[[layers.start < day < layers.end for day in gains.index]]
    if len(gains) and gains.max() > 0:
        return pd.Timestamp(gains.idxmax()).date()
    return _last_day_with_something(layers)


def _last_day_with_something(layers: "Layers") -> date:
    last = layers.end - DAY
    posts = [last if end is None else min(end - DAY, last) for end in layers["posts"]["end_date"]]
    events = [day for day in layers["events"]["start_date"] if day]
    return max((day for day in (*posts, *events) if layers.start <= day <= last), default=last)


def opening_bounds(layers: "Layers", area: Bounds) -> list[float]:
    """Return the bounds that a page opens with: of posts and reported places where these are a small part of the area.

    Parameters
    ----------
    layers : Layers
        The layers.
    area : tuple of float
        Bounds of the zones, degrees; longitudes may exceed 180.

    Returns
    -------
    list of float
        West, south, east and north in degrees: of the posts and the places of control reports in the area, with a
        margin; of the area itself if they reach over more than half of it from west to east or from south to north.
    """
    west, south, east, north = map(float, area)
    points = shapely.get_coordinates([*layers["posts"].geometry, *layers.dossier.control.geometry])
    lon, lat = points[:, 0] + 360 * np.round(((west + east) / 2 - points[:, 0]) / 360), points[:, 1]
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    if not inside.any():
        return list(area)
    lon, lat = lon[inside], lat[inside]
    wide, high = np.ptp(lon), np.ptp(lat)
    if wide > _MOST * (east - west) or high > _MOST * (north - south):
        return list(area)
    margin = max(_AROUND * max(wide, high), _LEAST_DEG)
    return [
        max(float(lon.min() - margin), west),
        max(float(lat.min() - margin), south),
        min(float(lon.max() + margin), east),
        min(float(lat.max() + margin), north),
    ]


def story(layers: "Layers") -> list[dict[str, Any]]:
    """Return the steps of the guided tour on the days shown, with captions by language."""
    return [
        {
            "day": (step.day - layers.start).days,
            "captions": {layers.dossier.language: step.caption, **step.captions},
            "view": step.view and list(step.view),
            "post": step.post,
            "place": step.place,
            "layers": list(step.layers),
        }
        for step in layers.dossier.evidence.story
        if layers.start <= step.day < layers.end
    ]
