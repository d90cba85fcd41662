"""Labels of the page: positions of the names of areas, and ranks of the names of places."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely

from geo.geometry.projection import WGS84
from maps.payload.columns import positions

if TYPE_CHECKING:
    from maps.payload.frames import Situation

POLYGONS = ("Polygon", "MultiPolygon")
_KIND_RANK = {"capital": 60, "city": 50, "town": 30}
# kinds of places that are areas: a name beside a point would mislead
_AREAS = {"area", "country", "district", "governorate", "province", "region"}
# a place this near (about 2 km) to a vertex of a road lies on the road
_ON_ROAD_DEG = 0.02
# more reports than this do not raise the rank of a place
_MOST_REPORTS = 8
# margin of the page's first view around the bounds, a share of their longer edge
_MARGIN = 0.15


def label_points(outlines: gpd.GeoSeries, bounds: Iterable[float]) -> dict[str, list[float | None]]:
    """Find positions for the names of countries and governorates.

    Parameters
    ----------
    outlines : GeoSeries
        Polygons, EPSG:4326.
    bounds : iterable of float
        West, south, east and north of the zones, degrees.

    Returns
    -------
    dict
        Columns lon and lat: the middle of the part of each outline that the page first shows, or of the whole outline
        if none of it is shown.
    """
    west, south, east, north = bounds
    view = shapely.box(west, south, east, north).buffer(max(east - west, north - south) * _MARGIN)
    seen = outlines.intersection(view)
    # an outline may touch the view along an edge only
    shown = seen.where(~seen.is_empty & seen.geom_type.isin(POLYGONS), outlines)
    return positions(shapely.get_point(shapely.maximum_inscribed_circle(shown.values), 0))


def ranks(layers: "Situation") -> list[int | None]:
    """Rank places for labelling: by kind, number of roads' vertices nearby and number of reports; None for areas.

    Returns
    -------
    list of int or None
        One for each row of the places layer; the place of the highest rank is labelled first.
    """
    places = layers["places"]
    vertices = gpd.GeoSeries(gpd.points_from_xy(*shapely.get_coordinates(layers["roads"].geometry.values).T), crs=WGS84)
    on_road = Counter[int]()
    if len(vertices):
        near = places.sindex.query(vertices.drop_duplicates(), predicate="dwithin", distance=_ON_ROAD_DEG)
        on_road.update(near[1].tolist())
    reported = Counter(layers.dossier.control["place_id"]) + Counter(layers["events"]["location"])
    named = places[["place_id", "name", "kind"]].itertuples(index=False)
    return [
        None
        if kind in _AREAS
        else _KIND_RANK.get(kind, 0) + 10 * on_road[row] + min(reported[place_id] + reported[name], _MOST_REPORTS)
        for row, (place_id, name, kind) in enumerate(named)
    ]
