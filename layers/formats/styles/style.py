"""Styles of the layers for QGIS 3.22 and later: the files of `templates/`, filled in with sides, colours and labels.

The format is QML, which has no specification; QGIS's own reader is the source of truth, and the tests run it.
"""

import base64
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from itertools import combinations
from xml.etree import ElementTree as ET

from geo.sides import NOT_PARTIES
from layers.dossier.settings.settings import Settings
from layers.formats.styles.time import Shown, faded, held, temporal
from layers.schema.column import Column, Type
from layers.schema.layers import schema_of
from layers.schema.palette import palette

# columns whose values are ids of sides
_SIDES = ("side", "side_a", "side_b", "from_side", "to_side")
_PALETTE = "palette:"
_POINT = "#5a5650"
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def template(name: str) -> ET.Element:
    """Read a file of `templates/`."""
    # packaged files only; no text of a dossier is parsed as XML
    return ET.fromstring((files("layers.formats.styles") / "templates" / name).read_text(encoding="utf-8"))  # noqa: S314


def find_required(element: ET.Element, path: str) -> ET.Element:
    """Find an element that a template must have.

    Raises
    ------
    LookupError
        If the template lacks the element.
    """
    part = element.find(path)
    if part is None:
        raise LookupError(f"a template of layers/formats/styles/templates lacks {path}")
    return part


def document(root: ET.Element) -> str:
    """Format an XML document as QGIS does, with its document type."""
    return xml_document(root, _DOCTYPE)


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
    return xml_text(f"{head}{ET.tostring(root, encoding='unicode')}\n")


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 forbids."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


# true where the leaning of any source is known
_JUDGED = "(count(1, filter:=\"basis\" IN ('claimed', 'confirmed')) > 0)"


def layer_style(name: str, columns: Iterable[str], settings: Settings, shown: Shown) -> ET.Element:
    """Make the style of a layer: symbols, labels, map tips, names of fields and of their values, temporal settings.

    Parameters
    ----------
    name : str
        Name of the layer.
    columns : iterable of str
        Columns of the layer, in order, without the geometry.
    settings : Settings
        Settings of the dossier, with names and colours of the sides.
    shown : Shown
        The period, and the day that is drawn where nothing sets one.

    Returns
    -------
    Element
        A QML document's root, ``<qgis>``.
    """
    layer, columns = schema_of(name), list(columns)
    if not layer.geometry:
        style = ET.Element("qgis", version="3.22.0", styleCategories="AllStyleCategories")
        style.extend(_forms([layer.column(column) for column in columns], settings))
        return style
    style = template(f"{name}.qml")
    _fill_in(style, {"HELD": f"({held(layer, shown)})", "FADED": faded(layer, shown), "JUDGED": _JUDGED})
    if name == "zones":
        _colour_sides(style, settings)
    if name == "contact":
        _fill_in_friendly_pairs(style, settings)
    _embed_symbols(style)
    style.append(temporal(layer))
    style.extend(_forms([layer.column(column) for column in columns], settings))
    return style


def _colour_sides(style: ET.Element, settings: Settings) -> None:
    """Replace the template's one rule and symbol of a side by a rule and symbol for each side of the dossier.

    Ground that is only claimed is hatched in the colour of its side.
    """
    rules, symbols = find_required(style, "renderer-v2/rules"), find_required(style, "renderer-v2/symbols")
    rule, symbol = find_required(rules, "rule[@key='side']"), find_required(symbols, "symbol[@name='side']")
    rules.remove(rule)
    symbols.remove(symbol)
    cases = " ".join(f"WHEN \"side\" = '{side.id}' THEN '{side.colour}'" for side in settings.sides)
    _fill_in(style, {"COLOUR": f"CASE {cases} END"})
    for number, side in enumerate(settings.sides):
        own, painted = deepcopy(rule), deepcopy(symbol)
        own.attrib.update(key=side.id, symbol=side.id, label=literal(_both(side.name, side.name_ar)))
        own.set("filter", own.attrib["filter"].replace("'side'", f"'{side.id}'"))
        painted.set("name", side.id)
        for option in painted.iter("Option"):
            if option.get("name") in {"color", "outline_color", "line_color"}:
                option.set("value", _rgba(side.colour))
        rules.insert(number, own)
        symbols.insert(number, painted)


def _both(name: str, name_ar: str | None) -> str:
    return f"{name}  {name_ar}" if name_ar else name


def literal(text: str) -> str:
    """Write a text for a place where QGIS evaluates expressions between ``[%`` and ``%]``, so that it shows as it is.

    Examples
    --------
    >>> literal("North [% 6*7 %]")
    "North [%'['%]% 6*7 %]"
    """
    return text.replace("[%", "[%'['%]%")


def _rgba(colour: str) -> str:
    """Convert ``#rrggbb`` to QGIS's ``red,green,blue,alpha``."""
    return ",".join(str(int(colour[start : start + 2], 16)) for start in (1, 3, 5)) + ",255"


def _fill_in_friendly_pairs(style: ET.Element, settings: Settings) -> None:
    """Replace FRIENDS in the renderer by the pairs of friendly sides; ids of sides need no escaping."""
    pairs = [
        " ".join(sorted((one.id, other.id)))
        for one, other in combinations(settings.sides, 2)
        if other.id in one.friendly and one.id in other.friendly
    ]
    renderer = find_required(style, "renderer-v2")
    renderer.set(
        "attr", renderer.get("attr", "").replace("'FRIENDS'", ", ".join(f"'{pair}'" for pair in pairs or [""]))
    )


def _fill_in(style: ET.Element, expressions: Mapping[str, str]) -> None:
    """Replace words by the expressions that they stand for, and ``palette:group.name`` by a colour."""
    for element in style.iter():
        for key, value in element.attrib.items():
            if value.startswith(_PALETTE):
                group, _, name = value.removeprefix(_PALETTE).partition(".")
                element.set(key, _rgba(palette()[group][name]))
            else:
                for word, expression in expressions.items():
                    value = value.replace(word, expression)  # noqa: PLW2901 - word by word
                element.set(key, value)


def _embed_symbols(style: ET.Element) -> None:
    """Embed SVG symbols, so that the style needs no other file."""
    for option in style.iter("Option"):
        if option.get("name") == "name" and option.get("value", "").endswith(".svg"):
            option.set("value", embedded(option.attrib["value"]))


def embedded(name: str) -> str:
    """Return a drawing of `symbols/` in the form in which QGIS has it in a document."""
    return f"base64:{base64.b64encode(drawing(name).encode()).decode()}"


def drawing(name: str) -> str:
    """Return an SVG document of `symbols/`, in the colour of its sign."""
    content = (files("layers.formats.styles") / "symbols" / name).read_text(encoding="utf-8")
    return content.replace("currentColor", signs().get(name.removesuffix(".svg"), ""))


def signs() -> Mapping[str, str]:
    """Return the colours of the signs of states, kinds of events and other points, by name.

    Examples
    --------
    >>> signs()["state-open"], signs()["event-violence"]
    ('#1d6a96', '#5a2a82')
    """
    colours = palette()
    states = {f"state-{state}": colour for state, colour in colours["states"].items()}
    kinds = [category.attrib["value"] for category in template("events.qml").iter("category")]
    return states | {f"event-{kind}": colours["symbols"]["event"] for kind in kinds} | {"point": _POINT}


@cache
def event_kind(event_type: str) -> str:
    """Return the kind of sign for a type of event, by the rules of `templates/events.qml`.

    Examples
    --------
    >>> event_kind("Airstrike"), event_kind("unheard of")
    ('violence', 'other')
    """
    rules = find_required(template("events.qml"), "renderer-v2").attrib["attr"]
    kinds = re.findall(r"""regexp_match\(lower\("event_type"\), '([^']+)'\) THEN '(\w+)'""", rules)
    return next((kind for words, kind in kinds if re.search(words, event_type.lower())), "other")


def _forms(columns: Iterable[Column], settings: Settings) -> list[ET.Element]:
    """Make the attribute forms: titles of the fields, and labels of sides and of enumerated values."""
    sides = {side.id: side.name for side in settings.sides} | {name: name.capitalize() for name in NOT_PARTIES}
    configuration, aliases = ET.Element("fieldConfiguration"), ET.Element("aliases")
    for index, column in enumerate(columns, 1):
        field = ET.SubElement(configuration, "field", name=column.name, configurationFlags="None")
        enumeration = dict(zip(map(str, column.values), column.labels or map(str, column.values), strict=True))
        field.append(_widget(column.type, sides if column.name in _SIDES else enumeration))
        # index 0 is the GeoPackage's feature id
        ET.SubElement(aliases, "alias", field=column.name, index=str(index), name=column.description)
    return [configuration, aliases]


def _widget(type_: Type, words: Mapping[str, str]) -> ET.Element:
    """Make the edit widget of a field; `words` are labels by value, empty for a field without an enumeration."""
    usual = {Type.DATE: "DateTime", Type.BOOLEAN: "CheckBox"}.get(type_, "")
    widget = ET.Element("editWidget", type="ValueMap" if words else usual)
    options = ET.SubElement(ET.SubElement(widget, "config"), "Option", type="Map")
    if words:
        choices = ET.SubElement(options, "Option", name="map", type="List")
        for value, word in words.items():
            choice = ET.SubElement(choices, "Option", type="Map")
            ET.SubElement(choice, "Option", name=word, value=value, type="QString")
    elif type_ is Type.DATE:
        for name, value in (("display_format", "yyyy-MM-dd"), ("field_format", "yyyy-MM-dd")):
            ET.SubElement(options, "Option", name=name, value=value, type="QString")
        ET.SubElement(options, "Option", name="calendar_popup", value="true", type="bool")
        ET.SubElement(options, "Option", name="allow_null", value="true", type="bool")
    return widget
