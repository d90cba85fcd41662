"""Placemarks of KML: names, times, data, folders and styles, which GDAL keeps only in part.

Source of truth: OGC 12-007r2, KML 2.3. Entities are not expanded and nothing is fetched.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from lxml import etree
from shapely.geometry.base import BaseGeometry

from geo.errors import SitmapError
from geo.readers.contents import need_memory, read_contents
from geo.readers.foreign_table import ForeignTable

_PLAIN = {"name": "name", "description": "description", "styleUrl": "style", "address": "address"}
_WITHIN = " / "
# bytes of memory
_AN_ELEMENT, _A_ROW = 130, 400
_TIMES = {"when": "timestamp", "begin": "begin", "end": "end"}


def read_kml(path: Path, file: str) -> list[ForeignTable]:
    """Read the placemarks of a file: a table for each outermost folder, with a column ``folder`` of all their folders.

    Raises
    ------
    SitmapError
        If the file is no KML, or has nothing but a link to another address.
    """
    content = read_contents(path)
    need_memory(file, _AN_ELEMENT * content.count(b"<") + _A_ROW * content.count(b"<Placemark"), len(content))
    # external entities and addresses are never read
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SitmapError(f"{file}: expected KML") from error
    if any("depth" in fault.message for fault in parser.error_log):
        raise SitmapError(f"{file}: expected KML that is not nested deeper than 256 times")
    if root is None or _tag(root) != "kml":
        raise SitmapError(f"{file}: expected KML")
    records = [_record(mark) for mark in root.iter() if _tag(mark) == "Placemark"]
    links = [_text(link) for link in root.iter() if _tag(link) == "href" and _tag(link.getparent()) in ("Link", "Url")]
    if not records:
        why = f"a link to {links[0]}: open it, and export the map itself as KML" if links else "no placemark"
        raise SitmapError(f"{file}: expected placemarks; there is {why}")
    folders: dict[str, list[tuple[dict[str, str], BaseGeometry | None]]] = {
        cells.get("folder", "").partition(_WITHIN)[0]: [] for cells, _ in records
    }
    for cells, shape in records:
        folders[cells.get("folder", "").partition(_WITHIN)[0]].append((cells, shape))
    return [
        ForeignTable.of_records(path, file, marks, name if len(folders) > 1 else "") for name, marks in folders.items()
    ]


def _tag(element: Any) -> str:  # noqa: ANN401 - an element, comment or instruction
    # a damaged file has names that lxml's QName refuses
    return element.tag.rpartition("}")[2] if element is not None and isinstance(element.tag, str) else ""


def _text(element: Any) -> str:  # noqa: ANN401 - the same
    return "".join(element.itertext()).strip()


def _record(mark: Any) -> tuple[dict[str, str], BaseGeometry | None]:  # noqa: ANN401 - the same
    cells: dict[str, str] = {}
    for element in mark:
        tag = _tag(element)
        if tag in _PLAIN:
            cells[_PLAIN[tag]] = _text(element)
        elif tag in ("TimeStamp", "TimeSpan"):
            cells |= {_TIMES[_tag(part)]: _text(part) for part in element if _tag(part) in _TIMES}
        elif tag == "ExtendedData":
            cells |= dict(_data(element))
    folders = [_name(above) for above in mark.iterancestors() if _tag(above) == "Folder"]
    if any(folders):
        cells["folder"] = _WITHIN.join(filter(None, reversed(folders)))
    parts = [shape for element in mark.iter() if (shape := _shape(element)) is not None]
    return cells, parts[0] if len(parts) == 1 else shapely.GeometryCollection(parts) if parts else None


def _name(folder: Any) -> str:  # noqa: ANN401 - the same
    return next((_text(element) for element in folder if _tag(element) == "name"), "")


def _data(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - the same
    for part in element.iter():
        if _tag(part) == "Data":
            yield part.get("name", ""), next((_text(value) for value in part if _tag(value) == "value"), "")
        elif _tag(part) == "SimpleData":
            yield part.get("name", ""), _text(part)


def _shape(element: Any) -> BaseGeometry | None:  # noqa: ANN401 - the same
    try:
        match _tag(element):
            case "Point":
                return shapely.Point(_corners(element)[0])
            case "LineString":
                return shapely.LineString(_corners(element))
            case "Polygon":
                rings = [_corners(ring) for ring in element.iter() if _tag(ring) == "LinearRing"]
                return shapely.Polygon(rings[0], rings[1:])
    except (ValueError, IndexError, shapely.errors.ShapelyError):
        return None
    return None


def _corners(element: Any) -> list[tuple[float, float]]:  # noqa: ANN401 - the same
    text = next((_text(part) for part in element.iter() if _tag(part) == "coordinates"), "")
    # people write a space behind the comma
    corners = re.sub(r"\s*,\s*", ",", text).split()
    return [(float(lon), float(lat)) for lon, lat, *_ in (corner.split(",") for corner in corners)]
