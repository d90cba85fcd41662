"""Packs of outlines: the admin areas of a country, fetched from geoBoundaries when a user asks for them.

Source of truth: https://www.geoboundaries.org/api.html. The simplified outlines are taken, which fit most maps.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.atomic_write import draft
from geo.boundaries.world import polygonal
from geo.errors import OutlinesError
from geo.geometry.projection import WGS84
from geo.packs import Packs, fetched

SERVER = "https://www.geoboundaries.org/api/current/gbOpen"
PACKS = Packs("outlines", ".geojson", OutlinesError)
_FILE = "simplifiedGeometryGeoJSON"
_GLOBE = shapely.box(-180, -90, 180, 90)
_UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, RecursionError, shapely.errors.ShapelyError)


@dataclass(frozen=True)
class Outlines:
    """A pack of outlines.

    Parameters
    ----------
    areas : GeoDataFrame
        Columns id, name and geometry (polygons, EPSG:4326).
    origin : mapping
        ``url``, ``sha256``, ``year`` and ``licence``.
    """

    areas: gpd.GeoDataFrame
    origin: Mapping[str, str]

    def area(self, name: str) -> BaseGeometry:
        """Return the outline of an area by its name or id.

        Raises
        ------
        OutlinesError
            If no area or more than one has the name.
        """
        found = self.areas[(self.areas["name"] == name) | (self.areas["id"] == name)]
        if len(found) == 1:
            outline: BaseGeometry = found.geometry.iloc[0]
            return outline
        if found.empty:
            raise OutlinesError(f"an area out of {', '.join(sorted(self.areas['name']))}")
        raise OutlinesError(f"one area; {len(found)} have this name, with the ids {', '.join(found['id'])}: give an id")


def add(
    name: str,
    iso3: str,
    level: int,
    *,
    server: str = SERVER,
    progress: Callable[[str], object] = lambda _: None,
) -> Outlines:
    """Fetch the admin areas of a country as a pack, which replaces any pack of the name.

    Parameters
    ----------
    name : str
        Name of the pack.
    iso3 : str
        ISO 3166 three-letter code of the country.
    level : int
        0 for the country, 1 for its first divisions, and so on to 5.
    server : str
        Address of geoBoundaries' API.
    progress : callable, optional
        Called with a few words on each step.

    Raises
    ------
    OutlinesError
        If they cannot be fetched whole and read; then nothing is changed.
    """
    missing = f"{name}: geoBoundaries has no areas of this level of this country"
    elsewhere = 'outlines that were fetched elsewhere are named as a file: area = "FILE.geojson"'
    progress(f"asking for {name}")
    address = f"{server}/{iso3}/ADM{level}/"
    about = _parsed(address, fetched(address, OutlinesError, missing, elsewhere), _FILE)
    url, year = str(about[_FILE]), str(about.get("boundaryYearRepresented", ""))
    licence, source = (about.get(key) or f"{key} not stated" for key in ("boundaryLicense", "boundarySource"))
    progress(f"fetching {url}")
    content = fetched(url, OutlinesError, missing, elsewhere)
    areas = _areas(url, content)
    origin = {"url": url, "sha256": hashlib.sha256(content).hexdigest(), "year": year}
    origin["licence"] = f"{licence} (geoBoundaries: {source})"
    pack = areas.to_geo_dict(drop_id=True) | {"origin": origin}
    with draft(PACKS.path(name)) as path:
        path.write_text(json.dumps(pack))
    return Outlines(areas, origin)


def open_outlines(name: str) -> Outlines:
    """Open a pack by its name.

    Raises
    ------
    OutlinesError
        If no pack of the name was added, or it cannot be read.
    """
    if name not in PACKS.names():
        raise OutlinesError(f"a pack of outlines out of {PACKS.listed()}; sitmap outlines add fetches one")
    path = PACKS.path(name)
    try:
        pack = json.loads(path.read_bytes())
        return Outlines(gpd.GeoDataFrame.from_features(pack["features"], crs=WGS84), pack["origin"])
    except (OSError, *_UNREADABLE) as error:
        raise OutlinesError(f"a pack that can be read; {path}: {error}; fetch it again") from error


def _parsed(url: str, content: bytes, needed: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise OutlinesError(f"{url}: expected an answer of geoBoundaries; {error}") from error
    if not isinstance(answer, dict) or not answer.get(needed):
        raise OutlinesError(f"{url}: expected an answer of geoBoundaries with {needed}")
    return answer


def _areas(url: str, content: bytes) -> gpd.GeoDataFrame:
    try:
        features = _parsed(url, content, "features")["features"]
        names = [str(feature["properties"]["shapeName"]).strip() for feature in features]
        ids = [str(feature["properties"].get("shapeID") or names[n]) for n, feature in enumerate(features)]
        shapes = [shapely.force_2d(shapely.geometry.shape(feature["geometry"])) for feature in features]
    except _UNREADABLE as error:
        raise OutlinesError(f"{url}: expected features with shapeName and a geometry; {error!r}") from error
    outlines = [polygonal(shapely.make_valid(shape)) for shape in shapes]
    table = gpd.GeoDataFrame({"id": ids, "name": names}, geometry=outlines, crs=WGS84)
    if table.empty or table.is_empty.any() or not table.covered_by(_GLOBE).all():
        raise OutlinesError(f"{url}: expected polygons in degrees")
    return table
