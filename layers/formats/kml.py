"""Layers as one KML file (OGC 12-007r2, version 2.3), whose features have time spans: Google Earth shows its slider."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely

from geo.atomic_write import draft
from geo.geometry.antimeridian import on_the_map
from layers.dossier.settings.settings import Settings
from layers.formats.styles.style import TITLES
from layers.formats.xml_document import xml_document
from layers.frames import plain
from layers.schema import FIELDS, columns_of

if TYPE_CHECKING:
    from layers.collection import Layers

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STATES = {"encircled": "#a3123f", "contested": "#c8600a", "constricted": "#8a6d00", "open": "#1d6a96"}
_NOBODYS = {"contested": "#5a5e64", "unknown": "#9a9fa6"}
# what a feature is called by, out of its columns
_NAMES = {"events": "summary", "zones": "side", "contact": "side_a", "corridors": "post_id"}
# drawn at first: the rest is for whoever wants it
_SHOWN = {"zones", "contact", "verdicts", "events"}


def write_kml(layers: "Layers", path: str | Path) -> Path:
    """Write all layers, a folder each, to a file that is replaced, whole or not at all."""
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, name=layers.dossier.title, description=layers.dossier.summary)
    document.extend(_styles(layers.dossier.settings))
    for name in reversed(list(layers)):
        folder = ET.SubElement(document, "Folder", id=name)
        _text(folder, name=TITLES[name], visibility=str(int(name in _SHOWN)))
        folder.extend(_placemarks(layers[name], name))
    with draft(Path(path)) as beside:
        beside.write_text(xml_document(root, _HEAD), encoding="utf-8")
    return Path(path)


def _text(element: ET.Element, **texts: str) -> None:
    for key, text in texts.items():
        ET.SubElement(element, key).text = text


def _styles(settings: Settings) -> Iterator[ET.Element]:
    """Colours of sides for areas, of states for posts."""
    for side, colour in ({side.id: side.colour for side in settings.sides} | _NOBODYS).items():
        style = ET.Element("Style", id=f"side-{side}")
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="1")
        _text(ET.SubElement(style, "PolyStyle"), color=_abgr(colour, "66"))
        yield style
    for state, colour in _STATES.items():
        style = ET.Element("Style", id=f"state-{state}")
        _text(ET.SubElement(style, "IconStyle"), color=_abgr(colour, "ff"))
        yield style
    for name, colour in (("contact", "#23201c"), ("corridors", "#1d6a96"), ("roads", "#7a7162")):
        style = ET.Element("Style", id=name)
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="3" if name == "contact" else "2")
        yield style


def _abgr(colour: str, opacity: str) -> str:
    """Give a colour as KML has it: opacity, blue, green, red."""
    return opacity + (colour[5:7] + colour[3:5] + colour[1:3]).lower()


def _placemarks(table: gpd.GeoDataFrame, name: str) -> Iterator[ET.Element]:
    columns = columns_of(table)
    rows = zip(*(table[column] for column in columns), strict=True)
    for row, geometry in zip(rows, on_the_map(table.geometry.to_numpy()), strict=True):
        values = dict(zip(columns, row, strict=True))
        placemark = ET.Element("Placemark")
        _text(placemark, name=str(plain(values[_NAMES.get(name, "name")]) or ""))
        _span(placemark, values)
        style = _style(name, values)
        if style:
            _text(placemark, styleUrl=f"#{style}")
        data = ET.SubElement(placemark, "ExtendedData")
        for column in columns:
            told = plain(values[column])
            if told is not None:
                item = ET.SubElement(data, "Data", name=column)
                _text(item, displayName=FIELDS[column].title, value=str(told))
        placemark.append(_shape(geometry))
        yield placemark


def _style(name: str, values: Mapping[str, object]) -> str:
    if name == "zones":
        return f"side-{values['side']}"
    if name == "verdicts":
        return f"state-{values['state']}"
    return name if name in {"contact", "corridors", "roads"} else ""


def _span(placemark: ET.Element, values: Mapping[str, object]) -> None:
    """Say from which instant to which a feature holds: KML's end is an instant, and so is the first of a day."""
    days = {"begin": values.get("start_date"), "end": values.get("end_date")}
    known = {key: f"{day.isoformat()}T00:00:00Z" for key, day in days.items() if isinstance(day, date)}
    if known:
        _text(ET.SubElement(placemark, "TimeSpan"), **known)


def _shape(geometry: shapely.Geometry) -> ET.Element:
    kind = geometry.geom_type
    if kind.startswith("Multi"):
        element = ET.Element("MultiGeometry")
        element.extend(_shape(part) for part in geometry.geoms)
        return element
    element = ET.Element(kind)
    if kind == "Polygon":
        rings = [("outerBoundaryIs", geometry.exterior), *(("innerBoundaryIs", ring) for ring in geometry.interiors)]
        for boundary, ring in rings:
            _text(ET.SubElement(ET.SubElement(element, boundary), "LinearRing"), coordinates=_coordinates(ring))
    else:
        _text(element, coordinates=_coordinates(geometry))
    return element


def _coordinates(geometry: shapely.Geometry) -> str:
    return " ".join(f"{lon},{lat}" for lon, lat in shapely.get_coordinates(geometry).round(7))
