"""The ground under a page's map, of packaged data: land, borders and main towns around the area.

Towns are drawn only: they are no places of the dossier.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.boundaries.world import borders, box, countries, country_name
from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.place import Place
from geo.geometry.projection import WGS84, unwrapped
from geo.geometry.sphere import Bounds, distance_km

# ground around the area as a share of its longer edge, so that a screen of any shape is filled; and in degrees at least
_AROUND, _LEAST_DEG = 0.75, 0.5
_MOST_TOWNS = 80
# a place of the dossier this near (about 3 km) is the town itself
_SAME_DEG = 0.03
# a town this near to one with so many times as many people is a quarter of it
_QUARTER_KM, _CITY = 12.0, 2
# and one near to a place of like size with so many times as many names
_CALLED = 4


@dataclass(frozen=True)
class Basemap:
    """The ground of a page.

    Parameters
    ----------
    view : tuple of float
        West, south, east and north of what is drawn, degrees; longitudes next to the area, also above 180.
    land : GeoDataFrame
        Countries: columns name, name_ar and geometry (polygons).
    borders : GeoDataFrame
        Columns disputed and geometry (lines).
    towns : list of Place
        Those of the area first, then by population.
    """

    view: Bounds
    land: gpd.GeoDataFrame
    borders: gpd.GeoDataFrame
    towns: list[Place]


def basemap(bounds: Bounds, places: Iterable[shapely.Point]) -> Basemap:
    """Make the ground of a page.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east and north of the zones, degrees; longitudes may exceed 180.
    places : iterable of Point
        Places of the dossier, lon/lat, which are drawn already.

    Examples
    --------
    >>> ground = basemap((36.0, 35.0, 37.4, 36.6), [])
    >>> ground.land["name"].tolist(), [town.name for town in ground.towns[:2]]
    (['Lebanon', 'Syria', 'Türkiye'], ['Aleppo', 'Ḩamāh'])
    """
    west, south, east, north = bounds
    margin = max(_AROUND * max(east - west, north - south), _LEAST_DEG)
    view = (west - margin, max(south - margin, -90.0), east + margin, min(north + margin, 90.0))
    ground, lon = globe_box(view), (west + east) / 2
    land = countries(ground)
    names = {
        f"name{suffix}": [country_name(code, language) if code else None for code in land["code"]]
        for suffix, language in (("", "en"), ("_ar", "ar"))
    }
    lines = borders(ground)
    return Basemap(
        view,
        gpd.GeoDataFrame(names, geometry=unwrapped(land.geometry.to_numpy(), lon), crs=WGS84),
        gpd.GeoDataFrame(lines[["disputed"]], geometry=unwrapped(lines.geometry.to_numpy(), lon), crs=WGS84),
        _towns(ground, globe_box(bounds), places),
    )


def globe_box(view: Bounds) -> shapely.Geometry:
    """Return a view as a polygon on the globe, cut at 180 degrees."""
    west, south, east, north = view
    if east - west >= 360:  # noqa: PLR2004 - all around
        return box(-180, south, 180, north)
    west, east = ((lon + 180) % 360 - 180 for lon in (west, east))
    return box(west, south, east, north)


def _towns(ground: shapely.Geometry, area: shapely.Geometry, places: Iterable[shapely.Point]) -> list[Place]:
    """Find the largest towns of the world's gazetteer that are no places of the dossier and no quarters of a city.

    Those of the area come first.
    """
    known = shapely.STRtree([place for place in places if not place.is_empty])
    towns = {
        town.id: town
        for part in (*shapely.get_parts(area), *shapely.get_parts(ground))
        for index in Gazetteer.load().indexes
        for town in index.largest(part.bounds, _MOST_TOWNS)
    }
    points = {key: shapely.Point(town.lonlat) for key, town in towns.items()}
    columns = [(town.lat, town.lon, town.population, len(town.names)) for town in towns.values()]
    lat, lon, people, names = np.array(columns, dtype=float).reshape(-1, 4).T
    near = distance_km(lat[:, None], lon[:, None], lat, lon) < _QUARTER_KM
    # quarters are counted with more people than their city at times, but have few names
    city = (people > _CITY * people[:, None]) | (
        (names > _CALLED * names[:, None]) & (_CITY * people > people[:, None])
    )
    quarter = np.any(near & city, axis=1).tolist()
    kept = [
        town
        for (key, town), is_quarter in zip(towns.items(), quarter, strict=True)
        if not is_quarter and not len(known.query(points[key], "dwithin", _SAME_DEG))
    ]
    return sorted(kept, key=lambda town: (not area.intersects(points[town.id]), -town.population, town.id))
