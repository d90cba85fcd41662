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
import shapely
from pyproj import CRS

from geo.atomic_write import draft
from geo.geometry.projection import WGS84
from geo.version import __version__
from layers.formats.styles.style import document, find_required, layer_style, template
from layers.formats.styles.time import Shown, day_drawn, shown_day_text
from layers.frames import attribute_names
from layers.period import DAY
from layers.schema.layers import LAYERS

if TYPE_CHECKING:
    from layers.collection import Layers

_GEOMETRY = {0: "Point", 1: "Line", 2: "Polygon"}
# margin around the area, as a share of its longer edge
_MARGIN = 0.03
# QGIS does not keep ids of ten letters or fewer
_ID = "sitmap_"
# the frame of the map in the print layout
_LAYOUT_MAP = ".//Layout/LayoutItem[@id='Map']"


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
        find_required(root, place).append(_reference_system(settings.crs))
    _frame(root, layers)
    _time(root, layers)
    _add_variables(root, _variables(layers))
    sources = {name: f"./{geopackage}|layername={name}" for name in layers}
    outlines = _outlines(root, layers.dossier.context, settings.crs)
    shown = find_required(root, "projectlayers")
    for name in layers:
        shown.append(_layer(layers, name, sources[name]))
    titles = {**{name: LAYERS[name].title for name in layers}, "outlines": outlines}
    for node in root.iter("layer-tree-layer"):
        key = node.attrib["id"].removeprefix(_ID)
        kind = {"source": sources.get(key, ""), "providerKey": "ogr" if key in sources else "annotation"}
        node.attrib.update({"checked": "Qt::Checked", **node.attrib, "name": titles[key], **kind})
    return root


def _reference_system(crs: CRS) -> ET.Element:
    system = ET.Element("spatialrefsys")
    authority = crs.to_authority()
    ET.SubElement(system, "wkt").text = crs.to_wkt()
    ET.SubElement(system, "authid").text = ":".join(authority) if authority else ""
    return system


def _frame(root: ET.Element, layers: "Layers") -> None:
    """Set the extents of the canvas and of the print layout's map to the whole area."""
    area = gpd.GeoSeries([layers.dossier.settings.area], crs=WGS84).to_crs(layers.dossier.settings.crs)
    west, south, east, north = area.total_bounds
    margin = _MARGIN * max(east - west, north - south)
    bounds = (west - margin, south - margin, east + margin, north + margin)
    named = dict(zip(("xmin", "ymin", "xmax", "ymax"), (f"{value:.1f}" for value in bounds), strict=True))
    for key, value in named.items():
        ET.SubElement(find_required(root, "mapcanvas/extent"), key).text = value
    find_required(root, ".//DefaultViewExtent").attrib.update(named)
    frame = find_required(root, _LAYOUT_MAP)
    width, height = (float(part) for part in frame.attrib["size"].split(",")[:2])
    fitted = _fitted(bounds, width / height)
    find_required(frame, "Extent").attrib.update(dict(zip(named, (f"{value:.1f}" for value in fitted), strict=True)))


def _fitted(bounds: tuple[float, float, float, float], ratio: float) -> tuple[float, float, float, float]:
    """Widen bounds to a ratio of width to height."""
    west, south, east, north = bounds
    wider = max(0.0, (north - south) * ratio - (east - west)) / 2
    higher = max(0.0, (east - west) / ratio - (north - south)) / 2
    return west - wider, south - higher, east + wider, north + higher


def _time(root: ET.Element, layers: "Layers") -> None:
    """Set the temporal controller to the period, and the canvas and print layout to the opening day.

    The controller is off as the project opens: QGIS 3.22 would begin with the first day of its range.
    """
    shown = Shown.of(layers)
    start, end = (f"{day.isoformat()}T00:00:00Z" for day in (layers.start, layers.end))
    first, after = (f"{day.isoformat()}T00:00:00Z" for day in (shown.opening, shown.opening + DAY))
    for place in ("ProjectTimeSettings/TemporalRange/start", ".//TemporalControllerWidget/StartDateTime"):
        find_required(root, place).text = start
    for place in ("ProjectTimeSettings/TemporalRange/end", ".//TemporalControllerWidget/EndDateTime"):
        find_required(root, place).text = end
    layout = find_required(root, _LAYOUT_MAP)
    layout.attrib.update(temporalRangeBegin=first, temporalRangeEnd=after)
    printed = day_drawn(shown, is_controlled=False)
    for element in root.iter():
        for key, value in element.attrib.items():
            element.set(
                key, value.replace("PRINTED", printed).replace("DAYTEXT", shown_day_text(shown, is_controlled=False))
            )
    find_required(root, ".//TitleLabel/Label").text = f"[% @sitmap_title %]\n[% {shown_day_text(shown)} %]"


def _variables(layers: "Layers") -> Mapping[str, str]:
    """Return the project's variables; QGIS reads texts of a dossier as their values, never as expressions."""
    dossier = layers.dossier
    counts = f"{len(dossier.control)} control reports and {len(dossier.events)} events"
    evidence = f"{counts} from {len(dossier.sources)} sources, which the layers name"
    lines = [
        f"Rests on {evidence}. {layers.control.method} Borders are estimates, not surveyed lines.",
        f"Stronger colours stand for more confidence. {'. '.join(dossier.licences)}.",
        f"As of {layers.as_of.isoformat()}. Drawn with sitmap {__version__}. {_projection(dossier.settings.crs)}.",
    ]
    return {
        "sitmap_date": layers.opening_day.isoformat(),
        "sitmap_start": layers.start.isoformat(),
        "sitmap_end": layers.end.isoformat(),
        # if empty, labels are in the language that QGIS runs in
        "sitmap_language": "",
        "sitmap_title": dossier.title,
        "sitmap_sources": "\n".join(lines),
    }


def _projection(crs: CRS) -> str:
    """Name a projection; one that is made for a dossier's area has no name of its own."""
    return "Transverse Mercator projection centred on the area" if crs.name == "unknown" else crs.name


def _add_variables(root: ET.Element, variables: Mapping[str, str]) -> None:
    for name, value in variables.items():
        ET.SubElement(find_required(root, ".//variableNames"), "value").text = name
        ET.SubElement(find_required(root, ".//variableValues"), "value").text = value


def _outlines(root: ET.Element, context: gpd.GeoDataFrame, crs: CRS) -> str:
    """Draw the dossier's outlines as annotations, which need no table; return the title of the annotation layer.

    Annotations are in the project's CRS, since QGIS 3.22 does not draw annotations in another CRS.
    """
    layer = find_required(root, ".//maplayer[id='sitmap_outlines']")
    find_required(layer, "srs").append(_reference_system(crs))
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


def _layer(layers: "Layers", name: str, source: str) -> ET.Element:
    """Return one layer of the project, with the style that the GeoPackage has."""
    table, dossier, title = layers[name], layers.dossier, LAYERS[name].title
    style = layer_style(name, attribute_names(table), dossier.settings, Shown.of(layers))
    dimension = int(shapely.get_dimensions(table.geometry.to_numpy()).max(initial=0))
    layer = ET.Element("maplayer", {**style.attrib, "type": "vector", "geometry": _GEOMETRY[dimension]})
    for key, text in {"id": f"{_ID}{name}", "datasource": source, "layername": title}.items():
        ET.SubElement(layer, key).text = text
    ET.SubElement(layer, "srs").append(_reference_system(CRS(WGS84)))
    metadata = ET.SubElement(layer, "resourceMetadata")
    described = {"identifier": name, "type": "dataset", "title": title, "abstract": dossier.summary}
    for key, text in described.items():
        ET.SubElement(metadata, key).text = text
    for licence in dossier.licences:
        ET.SubElement(metadata, "license").text = licence
    ET.SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    layer.extend(style)
    return layer
