"""Land, countries and their borders, offline: `data/countries.npz`, made of Natural Earth 1:10m (public domain).

Positions are good to about 1 km, on a grid of 0.0001 degrees. Countries are ISO 3166 two-letter codes, and ``XK`` for
Kosovo. Borders are those of maps of the United Nations: `data/departures.csv` lists every part that the source draws
otherwise, `data/disputed.csv` the borders that are not agreed upon. Lakes count as land, the Caspian Sea does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeometryError, PlaceNotFoundError
from geo.geometry.projection import WGS84

STEP_DEG = 1e-4

_BBOX = 4


@dataclass(frozen=True)
class _Countries:
    """The packaged outlines: countries by code, and the borders of neighbours."""

    outline_of: dict[str, BaseGeometry]
    borders: gpd.GeoDataFrame

    @cached_property
    def polygons(self) -> gpd.GeoDataFrame:
        """Each polygon of land, with its country's code."""
        table = gpd.GeoDataFrame({"code": [*self.outline_of]}, geometry=[*self.outline_of.values()], crs=WGS84)
        return table.explode(ignore_index=True)


@lru_cache(maxsize=1)
def _countries() -> _Countries:
    with np.load(str(files("geo.boundaries").joinpath("data", "countries.npz"))) as packed:
        arrays = {name: packed[name] for name in packed.files}
    outlines, lines = (
        shapely.from_ragged_array(
            kind,
            np.cumsum(arrays[f"{name}_xy"], axis=0, dtype=np.int64) * STEP_DEG,
            tuple(array for key, array in sorted(arrays.items()) if key.startswith(f"{name}_") and key[-1].isdigit()),
        )
        for name, kind in (
            ("countries", shapely.GeometryType.MULTIPOLYGON),
            ("borders", shapely.GeometryType.MULTILINESTRING),
        )
    )
    a, b = arrays["pairs"].T
    table = gpd.GeoDataFrame({"a": a, "b": b, "disputed": arrays["disputed"]}, geometry=lines, crs=WGS84)
    return _Countries(dict(zip(map(str, arrays["codes"]), outlines, strict=True)), table)


def box(west: float, south: float, east: float, north: float) -> BaseGeometry:
    """Make the polygon of a bounding box; if west > east, it crosses the antimeridian and is cut there (RFC 7946).

    Parameters
    ----------
    west, south, east, north : float
        Degrees, EPSG:4326.

    Raises
    ------
    GeometryError
        If the sides are not on the globe, or `south` is not south of `north`.

    Examples
    --------
    >>> [part.bounds for part in box(178, -20, -178, -15).geoms]
    [(178.0, -20.0, 180.0, -15.0), (-180.0, -20.0, -178.0, -15.0)]
    """
    on_globe = max(abs(west), abs(east)) <= 180 and -90 <= south < north <= 90  # noqa: PLR2004 - degrees
    if not on_globe or west == east:
        raise GeometryError(
            f"[{west:g}, {south:g}, {east:g}, {north:g}]: expected [west, south, east, north] in degrees, "
            "south < north; west > east crosses 180 degrees"
        )
    if west < east:
        return shapely.box(west, south, east, north)
    sides = [(west, 180.0), (-180.0, east)]
    return shapely.MultiPolygon([shapely.box(start, south, end, north) for start, end in sides if start < end])


def country_name(code: str, language: str = "en") -> str:
    """Return the name of a country in a language (BCP 47), of the Unicode CLDR; the code itself if it has none.

    Examples
    --------
    >>> country_name("EH"), country_name("SY", "tr")
    ('Western Sahara', 'Suriye')
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only pages name countries

    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    return str(territories.get(code, code))


def country(code: str) -> BaseGeometry:
    """Return the land of a country.

    Parameters
    ----------
    code : str
        ISO 3166 two-letter code, in any case.

    Returns
    -------
    MultiPolygon
        EPSG:4326, cut at the antimeridian.

    Raises
    ------
    PlaceNotFoundError
        If no country that is drawn has the code.

    Examples
    --------
    >>> country("UA").contains(shapely.Point(34.1, 44.95)), country("EH").contains(shapely.Point(-13.1, 27.1))
    (True, True)
    """
    outlines = _countries().outline_of
    if not code or code.upper() not in outlines:
        raise PlaceNotFoundError(f"{code!r}: expected the ISO 3166 two-letter code of a country, such as SD")
    return outlines[code.upper()]


def area_of(area: str | Sequence[float] | BaseGeometry) -> BaseGeometry:
    """Return the polygon that a country code, a bounding box (west, south, east, north) or a polygon means.

    Examples
    --------
    >>> area_of([35.6, 46.6, 38.3, 47.95]).bounds
    (35.6, 46.6, 38.3, 47.95)
    """
    if isinstance(area, BaseGeometry):
        return area
    if isinstance(area, str):
        return country(area)
    if len(area) != _BBOX:
        raise GeometryError(f"{[*area]}: expected [west, south, east, north] in degrees")
    west, south, east, north = map(float, area)
    return box(west, south, east, north)


def land(area: str | Sequence[float] | BaseGeometry) -> BaseGeometry:
    """Return the land in an area.

    Parameters
    ----------
    area : str, sequence of float or geometry
        A country code, a bounding box (west, south, east, north), or a (Multi)Polygon; degrees, EPSG:4326.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326; empty if the area is all sea.

    Examples
    --------
    >>> ground = land([35.6, 46.6, 38.3, 47.95])  # Mariupol and the sea south of it
    >>> ground.contains(shapely.Point(37.5, 47.2)), ground.contains(shapely.Point(37.5, 46.8))
    (True, False)
    """
    if isinstance(area, str):
        return country(area)
    ground = area_of(area)
    polygons = _countries().polygons.geometry
    # countries share vertices, so that the union before the cut leaves no slivers
    near = polygons.to_numpy()[polygons.sindex.query(ground, predicate="intersects")]
    return polygonal(shapely.intersection(shapely.coverage_union_all(near), ground))


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry, without lines and points where it only touches.

    Examples
    --------
    >>> polygonal(shapely.from_wkt("GEOMETRYCOLLECTION (POINT (5 5), POLYGON ((0 0, 1 0, 1 1, 0 0)))"))
    <POLYGON ((0 0, 1 0, 1 1, 0 0))>
    """
    parts = shapely.get_parts(shapely.get_parts(geometry))
    surfaces = parts[shapely.get_dimensions(parts) == 2]  # noqa: PLR2004 - the dimension of a surface
    return surfaces[0] if len(surfaces) == 1 else shapely.MultiPolygon([*surfaces])


def countries(area: str | Sequence[float] | BaseGeometry) -> gpd.GeoDataFrame:
    """Return the countries in an area, each cut to it.

    Parameters
    ----------
    area : str, sequence of float or geometry
        As for `land`.

    Returns
    -------
    GeoDataFrame
        Columns code (empty for land of no country) and geometry; EPSG:4326.

    Examples
    --------
    >>> countries([36.0, 35.0, 37.4, 36.9])["code"].tolist()
    ['SY', 'TR']
    """
    ground = area_of(area)
    polygons = _countries().polygons
    near = polygons.iloc[np.sort(polygons.sindex.query(ground, predicate="intersects"))]
    cut = near.assign(geometry=[polygonal(part) for part in near.intersection(ground)])
    return cut[~cut.is_empty].dissolve("code").reset_index()[["code", "geometry"]]


def borders(area: str | Sequence[float] | BaseGeometry) -> gpd.GeoDataFrame:
    """Return the land borders of countries in an area.

    Parameters
    ----------
    area : str, sequence of float or geometry
        As for `land`.

    Returns
    -------
    GeoDataFrame
        Columns a and b (codes of the neighbours, in the order of the alphabet), disputed (True where the border is not
        agreed upon, and is to be drawn dashed) and geometry (lines, EPSG:4326).

    Examples
    --------
    >>> borders([72, 32, 80, 37])[["a", "b", "disputed"]].query("disputed").values.tolist()
    [['CN', 'IN', True], ['CN', 'PK', True], ['IN', 'PK', True]]
    """
    table = _countries().borders
    cut = table.assign(geometry=table.intersection(area_of(area)))
    # where a border only touches the area, the cut is a point
    return cut[~cut.is_empty & ~cut.geom_type.str.endswith("Point")].reset_index(drop=True)
