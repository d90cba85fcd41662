"""Vector files and workbooks as they may be opened: by their endings only, and only if their bytes are what these say.

GDAL recognises a file by its content. A file that is another one than its name says, such as a virtual format (VRT,
WFS, GDALG), can make GDAL read other files and ask addresses; a GeoJSON's `crs` can be an address, too. GeoJSON is read
here; all else is looked at before GDAL opens it.
"""

import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

import geopandas as gpd
import shapely
from pyproj import CRS

from geo.geometry.projection import WGS84
from geo.readers.contents import read_contents, unpacks_to_too_much

_LINES = frozenset({".geojsonl", ".geojsons", ".ndjson"})
GEOJSON = _LINES | {".geojson", ".json"}
"""The endings of GeoJSON."""
_BEGINNINGS = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb",
    ".shp": b"\0\0\x27\x0a",
    ".kmz": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".ods": b"PK\x03\x04",
    ".zip": b"PK\x03\x04",
}
_ROOTS = {".kml": "kml", ".gpx": "gpx"}
# what an archive must hold, and the endings of all else that it may hold
_CONTENTS = {".xlsx": r"xl/workbook\.xml", ".ods": r"content\.xml", ".kmz": r"[^/]*\.kml", ".zip": r".*\.shp"}
_BESIDE_SHAPES = re.compile(
    r".*(\.(shp|shx|dbf|prj|cpg|cst|sbn|sbx|qix|qpj|qml|qmd|shp\.xml|txt|pdf)|/)", re.IGNORECASE
)
_ENDINGS = (*sorted({*GEOJSON, *_BEGINNINGS, *_ROOTS}),)
_NAMED_CRS = re.compile(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):(?:[\d.]*:)?(\w+)")


def check_file(path: Path) -> None:
    """Check that a file is what its ending says, and refers to nothing outside of it.

    Raises
    ------
    ValueError
        If it is not, or its ending is not one of those that are read; the message says what was expected.
    OSError
        If it cannot be read.
    """
    ending = path.suffix.lower()
    if ending in GEOJSON:
        return
    if ending not in _ENDINGS:
        raise ValueError(f"a file that ends in one of {', '.join(('.csv', '.tsv', '.txt', *_ENDINGS))}")
    raw = read_contents(path)
    if ending in _ROOTS:
        _check_xml(raw, _ROOTS[ending])
    elif not raw.startswith(_BEGINNINGS[ending]):
        raise ValueError(f"a file of the format that {ending} stands for; its first bytes are those of another")
    elif ending in _CONTENTS:
        _check_archive(path, len(raw), ending)


def _check_xml(raw: bytes, root: str) -> None:
    names: list[str] = []

    def started(name: str, _: dict[str, str]) -> None:
        if not names:
            names.append(name.rpartition(":")[2])

    def typed(*_: object) -> None:
        raise ValueError(f"a <{root}> document without a document type, whose entities can be files and addresses")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = started, typed
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat's
    except expat.ExpatError as error:
        raise ValueError(f"a <{root}> document; reading it failed: {error}") from error
    if names != [root]:
        raise ValueError(f"a <{root}> document; this one is <{names[0]}>")


def _check_archive(path: Path, size: int, ending: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if problem := unpacks_to_too_much(archive, size):
                raise ValueError(f"an archive of plausible size; this one has {problem}")
            names = [entry.filename for entry in entries]
            found = [name for name in names if re.fullmatch(_CONTENTS[ending], name, re.IGNORECASE)]
            if not found or any(entry.flag_bits & 1 for entry in entries):
                raise ValueError(f"an archive as {ending} is one, without a password")
            others = [name for name in names if not _BESIDE_SHAPES.fullmatch(name)]
            if ending == ".zip" and others:
                raise ValueError(f"an archive of shapefiles only; this one has {others[0]!r}")
            for name in found if ending == ".kmz" else ():
                _check_xml(archive.read(name), "kml")
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ValueError(f"an archive that can be read: {error}") from error


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read GeoJSON (RFC 7946), or features one a line; values stay as they are written.

    Parameters
    ----------
    path : Path
        The file. A `crs` member may name a CRS of EPSG or OGC, as GeoJSON 2008 has it.

    Raises
    ------
    ValueError
        If it cannot be used; the message says what was expected.
    OSError
        If it cannot be read.
    """
    try:
        text = read_contents(path).decode("utf-8-sig")
        if path.suffix.lower() in _LINES:
            content: Any = {"features": [json.loads(line) for line in text.replace("\x1e", "").splitlines() if line]}
        else:
            content = json.loads(text)
        features = [content] if content.get("type") == "Feature" else content["features"]
        rows = [{**({"id": one["id"]} if "id" in one else {}), **(one.get("properties") or {})} for one in features]
        shapes = [shapely.geometry.shape(one["geometry"]) if one.get("geometry") else None for one in features]
    except (LookupError, TypeError, AttributeError, RecursionError, ValueError, shapely.errors.ShapelyError) as error:
        raise ValueError(f"a GeoJSON FeatureCollection; reading it failed: {error}") from error
    columns = {str(name): [row.get(name) for row in rows] for name in dict.fromkeys(key for row in rows for key in row)}
    columns.pop("geometry", None)
    return gpd.GeoDataFrame(
        columns, geometry=shapes, crs=_crs(content.get("crs")), index=range(len(rows)), dtype=object
    )


def _crs(member: Any) -> CRS:  # noqa: ANN401 - JSON
    if member is None:
        return WGS84
    name = member.get("properties", {}).get("name") if isinstance(member, dict) else None
    found = _NAMED_CRS.fullmatch(str(name))
    if found is None:
        raise ValueError("a crs that is named EPSG:n or OGC:CRS84; a link or a definition is not followed")
    return CRS.from_authority(*found.groups())
