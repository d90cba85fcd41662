"""Layers as one KML file (OGC 12-007r2, version 2.3); features have time spans for Google Earth's time slider."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import shapely

from geo.atomic_write import draft
from geo.geometry.antimeridian import on_the_map
from layers.dossier.settings.settings import Settings
from layers.frames import attribute_names, plain
from layers.period import DAY
from layers.schema.layer import LayerSchema
from layers.schema.layers import LAYERS
from layers.schema.palette import palette

if TYPE_CHECKING:
    from layers.collection import Layers

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_kml(layers: "Layers", path: str | Path) -> Path:
    """Write all layers to one file, each as a KML folder; the file is replaced atomically."""
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    # a description is HTML
    _text(document, name=layers.dossier.title, description=escape(layers.dossier.summary, quote=False))
    document.extend(_styles(layers.dossier.settings))
    for name in reversed(list(layers)):
        layer = LAYERS[name]
        folder = ET.SubElement(document, "Folder", id=name)
        _text(folder, name=layer.title, visibility=str(int(layer.is_shown)))
        folder.extend(_placemarks(layers[name], layer))
    with draft(Path(path)) as beside:
        beside.write_text(xml_document(root, _HEAD), encoding="utf-8")
    return Path(path)


def xml_document(root: ET.Element, head: str = "") -> str:
    r"""Format an XML document, indented, without the characters that XML 1.0 forbids; `root` is indented in place.

    Parameters
    ----------
    root : Element
        The document's root.
    head : str
        Lines before the root: an XML declaration, a document type.

    Examples
    --------
    >>> xml_document(ET.fromstring("<name>Sa</name>"))
    '<name>Sa</name>\n'
    """
    ET.indent(root, " ")
    text = f"{head}{ET.tostring(root, encoding='unicode')}\n"
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def _text(element: ET.Element, **texts: str) -> None:
    for key, text in texts.items():
        ET.SubElement(element, key).text = text


def _styles(settings: Settings) -> Iterator[ET.Element]:
    """Yield a style for the areas of each side, for each state of a post and for each layer of lines."""
    colours = palette()
    for side, colour in ({side.id: side.colour for side in settings.sides} | dict(colours["ground"])).items():
        style = ET.Element("Style", id=f"side-{side}")
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="1")
        _text(ET.SubElement(style, "PolyStyle"), color=_abgr(colour, "66"))
        yield style
    for state, colour in colours["states"].items():
        style = ET.Element("Style", id=f"state-{state}")
        _text(ET.SubElement(style, "IconStyle"), color=_abgr(colour, "ff"))
        yield style
    for name, colour in colours["lines"].items():
        style = ET.Element("Style", id=f"line-{name}")
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="3" if name == "contact" else "2")
        yield style


def _abgr(colour: str, opacity: str) -> str:
    """Convert ``#rrggbb`` to KML's ``aabbggrr``."""
    return opacity + (colour[5:7] + colour[3:5] + colour[1:3]).lower()


def _placemarks(table: gpd.GeoDataFrame, layer: LayerSchema) -> Iterator[ET.Element]:
    columns = attribute_names(table)
    rows = zip(*(table[column] for column in columns), strict=True)
    for row, geometry in zip(rows, on_the_map(table.geometry.to_numpy()), strict=True):
        values = dict(zip(columns, row, strict=True))
        placemark = ET.Element("Placemark")
        _text(placemark, name=str(plain(values[layer.label]) or ""))
        _span(placemark, layer, values)
        style = _style(layer.name, values)
        if style:
            _text(placemark, styleUrl=f"#{style}")
        data = ET.SubElement(placemark, "ExtendedData")
        for column in columns:
            value = plain(values[column])
            if value is not None:
                item = ET.SubElement(data, "Data", name=column)
                _text(item, displayName=layer.column(column).description, value=str(value))
        placemark.append(_shape(geometry))
        yield placemark


def _style(name: str, values: Mapping[str, object]) -> str:
    """Return the id of a feature's style; empty for the default style."""
    if name == "zones":
        return f"side-{values['side']}"
    if name in {"daily", "verdicts"}:
        return f"state-{values['state']}"
    return f"line-{name}" if name in palette()["lines"] else ""


def _span(placemark: ET.Element, layer: LayerSchema, values: Mapping[str, object]) -> None:
    """Add a feature's time span: days begin and end at midnight (UTC), since KML's bounds are instants."""
    begin, end = (values.get(column) for column in layer.interval)
    if layer.lasts_a_day and end is None and isinstance(begin, date):
        end = begin + DAY
    days = {"begin": begin, "end": end}
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
