"""Metadata of a layer for QGIS, in the project and in the GeoPackage.

The form is that of `resources/qgis-resource-metadata.xsd` in QGIS's sources. QGIS shows all texts as HTML, so that a
dossier's are escaped.
"""

from html import escape
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pandas as pd
from pyproj import CRS

from geo.geometry.projection import WGS84
from layers.period import DAY
from layers.schema.layers import schema_of

if TYPE_CHECKING:
    from layers.collection import Layers


def layer_metadata(layers: "Layers", name: str, table: pd.DataFrame) -> ET.Element:
    """Return title, abstract, contact, licences, rights, CRS and period of a layer or table: an element ``<qgis>``.

    Parameters
    ----------
    layers : Layers
        The layers.
    name : str
        Name of the layer or table.
    table : DataFrame
        Its rows.
    """
    margin, title = layers.margin(), schema_of(name).title
    root = ET.Element("qgis")
    texts = {
        "identifier": name,
        "parentidentifier": margin.title,
        "language": layers.dossier.language,
        "type": "dataset",
        "title": title,
        "abstract": f"{title}. {margin.title}. {layers.dossier.summary}",
    }
    terms = [("rights", margin.disclaimer), ("rights", margin.boundary_note)]
    terms += [("license", licence) for licence in margin.terms]
    for key, text in [*texts.items(), *terms]:
        ET.SubElement(root, key).text = escape(text, quote=False)
    contact = ET.SubElement(root, "contact")
    for key, value in {"name": margin.author, "role": "author", "email": margin.contact}.items():
        ET.SubElement(contact, key).text = escape(value or "")
    extent = ET.SubElement(root, "extent")
    if "geometry" in table:
        ET.SubElement(root, "crs").append(reference_system(WGS84))
        bounds = dict(zip(("minx", "miny", "maxx", "maxy"), map(str, table.total_bounds), strict=True))
        flat = {"dimensions": "2", "crs": "EPSG:4326", "minz": "0", "maxz": "0"}
        ET.SubElement(extent, "spatial", {**(bounds if len(table) else {}), **flat})
    period = ET.SubElement(ET.SubElement(extent, "temporal"), "period")
    for key, day in (("start", margin.start), ("end", margin.end - DAY)):
        ET.SubElement(period, key).text = f"{day.isoformat()}T00:00:00Z"
    return root


def reference_system(crs: CRS) -> ET.Element:
    """Return a CRS as QGIS writes it."""
    system = ET.Element("spatialrefsys")
    authority = crs.to_authority()
    ET.SubElement(system, "wkt").text = crs.to_wkt()
    ET.SubElement(system, "authid").text = ":".join(authority) if authority else ""
    return system
