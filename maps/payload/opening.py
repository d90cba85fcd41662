"""The first view of a page: the part of the map that matters."""

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.geometry.sphere import Bounds

if TYPE_CHECKING:
    from layers import Layers

# around the posts and reports: a share of their longer edge, and degrees at least (about 5 km)
_AROUND, _LEAST_DEG = 0.12, 0.05
# points that reach over more of the area than this are shown with all of it
_MOST = 0.5


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
