"""Styles of the layers for QGIS 3.22 and later: the files of `templates/`, filled in with what a dossier says.

Format: QGIS's QML, of which there is no specification; its own reader is the source of truth, and the tests run it.
"""

import base64
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from importlib.resources import files
from itertools import combinations
from xml.etree import ElementTree as ET

from layers.dossier.settings.settings import Settings
from layers.formats.xml_document import xml_document
from layers.schema import FIELDS, Kind

TITLES = {
    "places": "Places",
    "posts": "Uncertainty of the posts' positions",
    "events": "Events",
    "zones": "Who holds the ground",
    "contact": "Line of contact",
    "verdicts": "Posts and their state",
    "corridors": "Corridors to the supply anchor",
    "roads": "Roads",
}
_STATES = {state: state for state in ("encircled", "contested", "constricted", "open")}
_TIME = {"1": "exact day", "2": "the month is known, or the day is not exact", "3": "only the year is known"}
_PLACE = {"1": "exact place", "2": "near the place", "3": "only the province is known"}
_RELIABILITY = {
    "A": "A: completely reliable",
    "B": "B: usually reliable",
    "C": "C: fairly reliable",
    "D": "D: not usually reliable",
    "E": "E: unreliable",
    "F": "F: cannot be judged",
}
# what stands for a value in forms and tables, by column; that of sides comes from the dossier
_WORDS = {
    "state": _STATES,
    "state_strict": _STATES,
    "state_lenient": _STATES,
    "time_precision": _TIME,
    "geo_precision": _PLACE,
    "reliability": _RELIABILITY,
}
_SIDES = ("side", "side_a", "side_b")
_FIRST = """coalesce(to_datetime("start_date"), make_datetime(1, 1, 1, 0, 0, 0))"""
_LAST = """coalesce(to_datetime("end_date"), make_datetime(9999, 1, 1, 0, 0, 0))"""
# with no temporal controller all days would be drawn over one another: one is chosen, by the project or by the layers
_DAY = "to_date(coalesce(@sitmap_date, '{}'))"
_HELD = (
    "coalesce(@map_start_time IS NOT NULL, false)"
    ' OR (coalesce("start_date" <= {0}, true) AND coalesce("end_date" > {0}, true))'
)
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def template(name: str) -> ET.Element:
    """Read a file of `templates/`."""
    # files of ours; nothing of a dossier is parsed as XML
    return ET.fromstring((files("layers.formats.styles") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S314


def found(element: ET.Element, path: str) -> ET.Element:
    """Find what a template has to have."""
    part = element.find(path)
    if part is None:
        raise LookupError(f"a template of layers/formats/styles/templates lacks {path}")
    return part


def document(root: ET.Element) -> str:
    """Write XML as QGIS does."""
    return xml_document(root, _DOCTYPE)


def layer_style(name: str, columns: Iterable[str], settings: Settings, last: date) -> ET.Element:
    """Style a layer: symbols, labels, map tips, names of fields and of their values, and when its features hold.

    Parameters
    ----------
    name : str
        The layer.
    columns : iterable of str
        Its columns, in order, without the geometry.
    settings : Settings
        The dossier's, whose sides have names and colours.
    last : date
        The day that is shown where neither a temporal controller nor the project's variable `sitmap_date` says which.

    Returns
    -------
    Element
        A QML document's root, ``<qgis>``.
    """
    style = template(f"{name}.qml")
    _choose_day(style, last)
    columns = list(columns)
    if name == "zones":
        _colour_sides(style, settings)
    if name == "contact":
        _tell_friends(style, settings)
    _embed_symbols(style)
    style.append(_temporal(columns))
    style.extend(_forms(columns, settings))
    return style


def _colour_sides(style: ET.Element, settings: Settings) -> None:
    """Put a category and a symbol for each side in the place of the template's."""
    categories, symbols = found(style, ".//categories"), found(style, ".//symbols")
    category, symbol = found(categories, "category[@value='side']"), found(symbols, "symbol[@name='side']")
    categories.remove(category)
    symbols.remove(symbol)
    for number, side in enumerate(settings.sides):
        own, painted = deepcopy(category), deepcopy(symbol)
        own.attrib.update(value=side.id, symbol=side.id, label=_both(side.name, side.name_ar))
        painted.set("name", side.id)
        for option in painted.iter("Option"):
            if option.get("name") in {"color", "outline_color"}:
                option.set("value", _rgba(side.colour))
        categories.insert(number, own)
        symbols.insert(number, painted)


def _both(name: str, name_ar: str | None) -> str:
    return f"{name}  {name_ar}" if name_ar else name


def _rgba(colour: str) -> str:
    """Give a colour such as ``#D55E00`` as QGIS writes it."""
    return ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)) + ",255"


def _tell_friends(style: ET.Element, settings: Settings) -> None:
    """Tell the renderer which sides' meeting is no front; ids are letters, digits, - and _."""
    pairs = [
        " ".join(sorted((one.id, other.id)))
        for one, other in combinations(settings.sides, 2)
        if other.id in one.friendly and one.id in other.friendly
    ]
    renderer = found(style, "renderer-v2")
    renderer.set(
        "attr", renderer.get("attr", "").replace("'FRIENDS'", ", ".join(f"'{pair}'" for pair in pairs or [""]))
    )


def _choose_day(style: ET.Element, last: date) -> None:
    """Say in the place of the templates' HELD which features hold on the day that is shown."""
    held = f"({_HELD.format(_DAY.format(last.isoformat()))})"
    for element in style.iter():
        for key, value in element.attrib.items():
            element.set(key, value.replace("HELD", held))


def _embed_symbols(style: ET.Element) -> None:
    """Put drawings into the style itself: it must not need a file beside it."""
    for option in style.iter("Option"):
        drawing = option.get("value", "")
        if option.get("name") == "name" and drawing.endswith(".svg"):
            content = (files("layers.formats.styles") / "symbols" / drawing).read_bytes()
            option.set("value", f"base64:{base64.b64encode(content).decode()}")


def _temporal(columns: list[str]) -> ET.Element:
    """Say when a feature holds: from its first day on, before its end; a missing bound is open.

    By expressions, for QGIS lets SQLite compare the fields themselves, which are dates, with times, as texts: it would
    show what begins on the next day already. The fields are named all the same, for those who choose that mode.
    """
    dated = "start_date" in columns
    named = {"startField": "start_date", "endField": "end_date"} if dated else {"startField": "", "endField": ""}
    expressions = {"startExpression": _FIRST, "endExpression": _LAST} if dated else {}
    # what QGIS writes where only a start and an end are used
    unused = {"durationField": "", "durationUnit": "min", "fixedDuration": "0", "accumulate": "0"}
    # mode 4: start and end by expressions; limit mode 0: the end does not belong to it
    return ET.Element(
        "temporal", {"enabled": str(int(dated)), "mode": "4", "limitMode": "0", **named, **expressions, **unused}
    )


def _forms(columns: list[str], settings: Settings) -> list[ET.Element]:
    """Name the fields, and let their values be told in words."""
    sides = {side.id: side.name for side in settings.sides} | {"contested": "Contested", "unknown": "Unknown"}
    configuration, aliases = ET.Element("fieldConfiguration"), ET.Element("aliases")
    for index, column in enumerate(columns, 1):
        field = ET.SubElement(configuration, "field", name=column, configurationFlags="None")
        words = sides if column in _SIDES else _WORDS.get(column, {})
        field.append(_widget(FIELDS[column].kind, words))
        # 0 is the key that GeoPackage gives every row
        ET.SubElement(aliases, "alias", field=column, index=str(index), name=FIELDS[column].title)
    return [configuration, aliases]


def _widget(kind: Kind, words: Mapping[str, str]) -> ET.Element:
    usual = {Kind.DATE: "DateTime", Kind.TRUTH: "CheckBox"}.get(kind, "")
    widget = ET.Element("editWidget", type="ValueMap" if words else usual)
    options = ET.SubElement(ET.SubElement(widget, "config"), "Option", type="Map")
    if words:
        choices = ET.SubElement(options, "Option", name="map", type="List")
        for value, told in words.items():
            choice = ET.SubElement(choices, "Option", type="Map")
            ET.SubElement(choice, "Option", name=told, value=value, type="QString")
    elif kind is Kind.DATE:
        for name, value in (("display_format", "yyyy-MM-dd"), ("field_format", "yyyy-MM-dd")):
            ET.SubElement(options, "Option", name=name, value=value, type="QString")
        ET.SubElement(options, "Option", name="calendar_popup", value="true", type="bool")
        ET.SubElement(options, "Option", name="allow_null", value="true", type="bool")
    return widget
