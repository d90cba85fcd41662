"""Layers as one KML file (OGC 12-007r2, version 2.3); features have time spans for Google Earth's time slider."""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import resvg_py
import shapely

from geo.atomic_write import draft
from geo.geometry.antimeridian import on_the_map
from geo.sides import NOT_PARTIES
from layers.dossier.settings.settings import Settings
from layers.formats.styles.style import drawing, event_kind, signs, xml_document
from layers.frames import attribute_names, each, plain
from layers.period import DAY
from layers.schema.column import Type
from layers.schema.layer import LayerSchema
from layers.schema.layers import LAYERS
from layers.schema.palette import palette

if TYPE_CHECKING:
    from layers.collection import Layers

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_TYPES = {Type.INTEGER: "int", Type.NUMBER: "double", Type.BOOLEAN: "bool"}
# height of a sign (pixels), and of a pin's point over its lower edge, as a share
_SIGN, _PIN = 64, 0.036
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_kml(layers: "Layers", path: str | Path) -> Path:
    """Write all layers to one file, each as a KML folder; the file is replaced atomically.

    Parameters
    ----------
    layers : Layers
        The layers.
    path : str or Path
        The file; with the ending ``.kmz`` it is packed.
    """
    dossier = layers.dossier
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    about = [dossier.summary, *layers.margin().lines()]
    # a description is HTML
    _text(document, name=dossier.title, description=escape("\n".join(about), quote=False))
    is_packed = Path(path).suffix == ".kmz"
    document.extend(_styles(dossier.settings, is_packed=is_packed))
    document.extend(_schema(LAYERS[name], attribute_names(table)) for name, table in layers.items())
    sides = {side.id: side.name for side in dossier.sides} | {name: name.capitalize() for name in NOT_PARTIES}
    for name in reversed(list(layers)):
        layer = LAYERS[name]
        folder = ET.SubElement(document, "Folder", id=name)
        _text(folder, name=layer.title, visibility=str(int(layer.is_shown)))
        folder.extend(_placemarks(layers[name], layer, sides))
    text = xml_document(root, _HEAD)
    with draft(Path(path)) as beside:
        if is_packed:
            with zipfile.ZipFile(beside, "w") as archive:
                for name, content in {"doc.kml": text.encode(), **_signs()}.items():
                    # the current time would change the bytes of the archive
                    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, content)
        else:
            beside.write_text(text, encoding="utf-8")
    return Path(path)


def _schema(layer: LayerSchema, columns: list[str]) -> ET.Element:
    """Make the schema of a layer's data: names, types and titles of its columns."""
    schema = ET.Element("Schema", name=layer.name, id=f"schema-{layer.name}")
    for column in map(layer.column, columns):
        field = ET.SubElement(schema, "SimpleField", type=_TYPES.get(column.type, "string"), name=column.name)
        _text(field, displayName=column.description)
    return schema


def _text(element: ET.Element, **texts: str) -> None:
    for key, text in texts.items():
        ET.SubElement(element, key).text = text


def _styles(settings: Settings, *, is_packed: bool) -> Iterator[ET.Element]:
    """Yield a style for the areas of each side, for each layer of lines and for each sign; packed signs are our own."""
    colours = palette()
    for side, colour in ({side.id: side.colour for side in settings.sides} | dict(colours["ground"])).items():
        style = ET.Element("Style", id=f"side-{side}")
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="1")
        _text(ET.SubElement(style, "PolyStyle"), color=_abgr(colour, "66"))
        yield style
    for name, colour in colours["lines"].items():
        style = ET.Element("Style", id=f"line-{name}")
        _text(ET.SubElement(style, "LineStyle"), color=_abgr(colour, "ff"), width="3" if name == "contact" else "2")
        yield style
    for name, colour in signs().items():
        style = ET.Element("Style", id=name)
        icon = ET.SubElement(style, "IconStyle")
        if is_packed:
            _text(ET.SubElement(icon, "Icon"), href=f"signs/{name}.png")
            # the point of a pin is its place
            lift = str(_PIN) if name.startswith("event-") else "0.5"
            ET.SubElement(icon, "hotSpot", x="0.5", y=lift, xunits="fraction", yunits="fraction")
        else:
            _text(icon, color=_abgr(colour, "ff"))
        if name.startswith("event-"):
            # summaries are long; they stand in the balloon
            _text(ET.SubElement(style, "LabelStyle"), scale="0")
        yield style


def _signs() -> Mapping[str, bytes]:
    """Draw the signs that the styles name: PNG by path in the archive."""
    return {
        f"signs/{name}.png": bytes(
            resvg_py.svg_to_bytes(svg_string=drawing(f"{name}.svg"), skip_system_fonts=True, height=_SIGN)
        )
        for name in signs()
    }


def _abgr(colour: str, opacity: str) -> str:
    """Convert ``#rrggbb`` to KML's ``aabbggrr``."""
    return opacity + (colour[5:7] + colour[3:5] + colour[1:3]).lower()


def _placemarks(table: gpd.GeoDataFrame, layer: LayerSchema, sides: Mapping[str, str]) -> Iterator[ET.Element]:
    columns = attribute_names(table)
    rows = zip(*(table[column] for column in columns), strict=True)
    texts = zip(*(each(table[column], _cell) for column in columns), strict=True)
    for row, told, geometry in zip(rows, texts, on_the_map(table.geometry.to_numpy()), strict=True):
        values = dict(zip(columns, row, strict=True))
        placemark = ET.Element("Placemark")
        _text(placemark, name=_name(layer, values, sides))
        _span(placemark, layer, values)
        _text(placemark, styleUrl=f"#{_style(layer, values)}")
        data = ET.SubElement(ET.SubElement(placemark, "ExtendedData"), "SchemaData", schemaUrl=f"#schema-{layer.name}")
        for column, text in zip(columns, told, strict=True):
            if text is not None:
                ET.SubElement(data, "SimpleData", name=column).text = text
        placemark.append(_shape(geometry))
        yield placemark


def _cell(value: object) -> str | None:
    value = plain(value)
    return None if value is None else str(int(value)) if isinstance(value, bool) else str(value)


def _name(layer: LayerSchema, values: Mapping[str, object], sides: Mapping[str, str]) -> str:
    """Return the name of a feature in words: names of sides for their ids, and the Arabic name where there is one."""
    if layer.label in {"side_a", "to_side"}:
        one, other = ("side_a", "side_b") if layer.label == "side_a" else ("from_side", "to_side")
        return " - ".join(sides.get(str(values[column]), "") for column in (one, other))
    name = str(plain(values[layer.label]) or "")
    names = [sides.get(name, name) if layer.label == "side" else name, values.get("name_ar")]
    return "  ".join(str(one) for one in names if one)


def _style(layer: LayerSchema, values: Mapping[str, object]) -> str:
    """Return the id of a feature's style."""
    if layer.name in palette()["lines"]:
        return f"line-{layer.name}"
    if layer.name in {"daily", "verdicts"}:
        return f"state-{values['state']}"
    if layer.name == "events":
        return f"event-{event_kind(str(values['event_type']))}"
    return "point" if layer.geometry == "Point" else f"side-{values[layer.label]}"


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
        # lines lie on the ground
        _text(element, **({"tessellate": "1"} if kind == "LineString" else {}), coordinates=_coordinates(geometry))
    return element


def _coordinates(geometry: shapely.Geometry) -> str:
    return " ".join(f"{lon},{lat}" for lon, lat in shapely.get_coordinates(geometry).round(6))
