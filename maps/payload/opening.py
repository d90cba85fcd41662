"""The views of a page: the part of the map that it opens with, and the steps of the guided tour."""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.geometry.sphere import Bounds

if TYPE_CHECKING:
    from maps.payload.frames import Situation

# around the posts and reports: a share of their longer edge, and degrees at least (about 5 km)
_AROUND, _LEAST_DEG = 0.12, 0.05
# points that reach over more of the area than this are shown with all of it
_MOST = 0.5


def area_bounds(layers: "Situation") -> Bounds:
    """Return west, south, east and north of the zones, degrees; without zones, of a frame around posts and events."""
    if len(layers["zones"]):
        west, south, east, north = layers["zones"].total_bounds
        return float(west), float(south), float(east), float(north)
    lon, lat = shapely.get_coordinates([*layers["posts"].geometry, *layers["events"].geometry]).T
    margin = max(_AROUND * max(np.ptp(lon), np.ptp(lat)), _LEAST_DEG)
    return float(lon.min() - margin), float(lat.min() - margin), float(lon.max() + margin), float(lat.max() + margin)


def opening_bounds(layers: "Situation", area: Bounds) -> list[float]:
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
    # posts alone do not tell where the map has something to say
    if layers.dossier.control.empty:
        return list(area)
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


def story(layers: "Situation") -> list[dict[str, Any]]:
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
