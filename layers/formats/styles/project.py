"""A QGIS project (3.22 and later) over a GeoPackage of layers: groups, period, extent, print layout, variables.

The project is `templates/project.qgs`, filled in. QGIS's own reader is the source of truth, and the tests run it.
"""

import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely
from pyproj import CRS

from geo.atomic_write import draft
from geo.boundaries.world import countries
from geo.geometry.projection import WGS84
from layers.formats.styles.layout import add_layouts
from layers.formats.styles.metadata import layer_metadata, reference_system
from layers.formats.styles.style import document, find_required, layer_style, template
from layers.formats.styles.time import Shown, shown_day_text
from layers.frames import attribute_names
from layers.schema.layers import RELATIONS, schema_of

if TYPE_CHECKING:
    from layers.collection import Layers

_GEOMETRY = {"Point": "Point", "LineString": "Line", "Polygon": "Polygon", "": "No geometry"}
# margin around the area, as a share of its longer edge
_MARGIN = 0.03
# QGIS does not keep ids of ten letters or fewer
_ID = "sitmap_"


def write_project(layers: "Layers", path: str | Path, geopackage: str) -> Path:
    """Write a project atomically; the same layers give the same bytes.

    Parameters
    ----------
    layers : Layers
        The layers of the project.
    path : str or Path
        The file, ``.qgz``, which is replaced.
    geopackage : str
        Name of the GeoPackage with the layers, in the same folder.
    """
    path = Path(path)
    # the current time would change the bytes of the archive
    entry = zipfile.ZipInfo(f"{path.stem}.qgs", date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with draft(path) as beside, zipfile.ZipFile(beside, "w") as archive:
        archive.writestr(entry, document(_project(layers, geopackage)))
    return path


def _project(layers: "Layers", geopackage: str) -> ET.Element:
    root = template("project.qgs")
    title, settings = layers.dossier.title, layers.dossier.settings
    root.set("projectname", title)
    for element in (find_required(root, "title"), find_required(root, "projectMetadata/title")):
        element.text = title
    find_required(root, "projectMetadata/abstract").text = layers.dossier.summary
    for place in ("projectCrs", "mapcanvas/destinationsrs", ".//DefaultViewExtent"):
        find_required(root, place).append(reference_system(settings.crs))
    bounds = _frame(root, layers)
    _time(root, layers)
    _add_variables(root, _variables(layers))
    tables = {**layers, **layers.records}
    sources = {name: f"./{geopackage}|layername={name}" for name in tables}
    outlines = _outlines(root, _context(layers), settings.crs)
    shown = find_required(root, "projectlayers")
    for name, table in tables.items():
        shown.append(_layer(layers, name, table, sources[name]))
    _relate(root, tables)
    add_layouts(root, layers, bounds)
    titles = {**{name: schema_of(name).title for name in tables}, "outlines": outlines}
    for group in list(root.iter("layer-tree-group")):
        for node in group.findall("layer-tree-layer"):
            if node.attrib["id"].removeprefix(_ID) not in titles:
                group.remove(node)
    for node in root.iter("layer-tree-layer"):
        key = node.attrib["id"].removeprefix(_ID)
        kind = {"source": sources.get(key, ""), "providerKey": "ogr" if key in sources else "annotation"}
        node.attrib.update({"checked": "Qt::Checked", **node.attrib, "name": titles[key], **kind})
    return root


def _frame(root: ET.Element, layers: "Layers") -> tuple[float, float, float, float]:
    """Set the extent of the canvas to the whole area; return it."""
    area = gpd.GeoSeries([layers.dossier.settings.area], crs=WGS84).to_crs(layers.dossier.settings.crs)
    west, south, east, north = area.total_bounds
    margin = _MARGIN * max(east - west, north - south)
    bounds = (west - margin, south - margin, east + margin, north + margin)
    named = dict(zip(("xmin", "ymin", "xmax", "ymax"), (f"{value:.1f}" for value in bounds), strict=True))
    for key, value in named.items():
        ET.SubElement(find_required(root, "mapcanvas/extent"), key).text = value
    find_required(root, ".//DefaultViewExtent").attrib.update(named)
    return bounds


def _time(root: ET.Element, layers: "Layers") -> None:
    """Set the temporal controller to the period, and the canvas to the opening day.

    The controller is off as the project opens: QGIS 3.22 would begin with the first day of its range.
    """
    shown = Shown.of(layers)
    start, end = (f"{day.isoformat()}T00:00:00Z" for day in (layers.start, layers.end))
    for place in ("ProjectTimeSettings/TemporalRange/start", ".//TemporalControllerWidget/StartDateTime"):
        find_required(root, place).text = start
    for place in ("ProjectTimeSettings/TemporalRange/end", ".//TemporalControllerWidget/EndDateTime"):
        find_required(root, place).text = end
    find_required(root, ".//TitleLabel/Label").text = f"[% @sitmap_title %]\n[% {shown_day_text(shown)} %]"


def _variables(layers: "Layers") -> Mapping[str, str]:
    """Return the project's variables; QGIS reads texts of a dossier as their values, never as expressions."""
    return {
        "sitmap_date": layers.opening_day.isoformat(),
        "sitmap_start": layers.start.isoformat(),
        "sitmap_end": layers.end.isoformat(),
        # if empty, labels are in the language that QGIS runs in
        "sitmap_language": "",
        "sitmap_title": layers.dossier.title,
    }


def _add_variables(root: ET.Element, variables: Mapping[str, str]) -> None:
    for name, value in variables.items():
        ET.SubElement(find_required(root, ".//variableNames"), "value").text = name
        ET.SubElement(find_required(root, ".//variableValues"), "value").text = value


def _context(layers: "Layers") -> gpd.GeoDataFrame:
    """Return the outlines of a dossier; where it has none of countries, packaged ones around its area as well."""
    context = layers.dossier.context
    if "country" in set(context["kind"]):
        return context
    west, south, east, north = layers.dossier.settings.area.bounds
    around = max(east - west, north - south)
    near = countries([west - around, max(south - around, -90), east + around, min(north + around, 90)])
    return pd.concat([near.assign(kind="country"), context], ignore_index=True)


def _outlines(root: ET.Element, context: gpd.GeoDataFrame, crs: CRS) -> str:
    """Draw the dossier's outlines as annotations, which need no table; return the title of the annotation layer.

    Annotations are in the project's CRS, since QGIS 3.22 does not draw annotations in another CRS.
    """
    layer = find_required(root, ".//maplayer[id='sitmap_outlines']")
    find_required(layer, "srs").append(reference_system(crs))
    items = find_required(layer, "items")
    patterns = {pattern.attrib.pop("kind"): pattern for pattern in list(items)}
    items.clear()
    for kind, outline in zip(context["kind"], context.to_crs(crs).geometry, strict=True):
        for polygon in shapely.get_parts(outline) if kind in patterns else ():
            item = deepcopy(patterns[kind])
            item.attrib.update(
                id=f"{{outline-{len(items)}}}",
                zIndex=str(len(items)),
                wkt=shapely.to_wkt(polygon, rounding_precision=0),
            )
            items.append(item)
    return find_required(layer, "layername").text or ""


def _relate(root: ET.Element, tables: Mapping[str, pd.DataFrame]) -> None:
    """Declare which columns name rows of other layers, so that forms show these."""
    relations = find_required(root, "relations")
    for name, column, other, key in RELATIONS:
        if {name, other} <= set(tables):
            named = {"id": f"{name}_{column}", "name": f"{schema_of(other).title}: {schema_of(name).title}"}
            layers = {"referencingLayer": f"{_ID}{name}", "referencedLayer": f"{_ID}{other}"}
            relation = ET.SubElement(relations, "relation", {**named, **layers, "strength": "Association"})
            ET.SubElement(relation, "fieldRef", referencingField=column, referencedField=key)


def _layer(layers: "Layers", name: str, table: pd.DataFrame, source: str) -> ET.Element:
    """Return one layer or table of the project, with the style that the GeoPackage has."""
    title = schema_of(name).title
    style = layer_style(name, attribute_names(table), layers.dossier.settings, Shown.of(layers))
    kind = _GEOMETRY[schema_of(name).geometry.removeprefix("Multi")]
    layer = ET.Element("maplayer", {**style.attrib, "type": "vector", "geometry": kind})
    for key, text in {"id": f"{_ID}{name}", "datasource": source, "layername": title}.items():
        ET.SubElement(layer, key).text = text
    if name in layers:
        ET.SubElement(layer, "srs").append(reference_system(WGS84))
    metadata = layer_metadata(layers, name, table)
    metadata.tag = "resourceMetadata"
    layer.append(metadata)
    ET.SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    layer.extend(style)
    return layer
