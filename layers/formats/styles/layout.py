"""Print layouts of the QGIS project: an A4 page in each language, from right to left where the language is.

The layout of `templates/project.qgs` is filled in; `legend.toml` has its words.
"""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from math import ceil, floor, log10
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from geo.encirclement.sentences import languages
from layers.accuracy import accuracy_lines
from layers.formats.styles.style import embedded, find_required, literal
from layers.formats.styles.time import Shown, day_drawn, day_note
from layers.period import DAY
from layers.schema.layers import schema_of

if TYPE_CHECKING:
    from layers.collection import Layers

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ku", "ps", "ur"})
# the page (mm): its width, where the map begins, where the margin ends, and the height of a line of the margin
_WIDTH, _TOP, _BOTTOM, _LINE = 297.0, 27.0, 207.0, 2.7
# letters that surely fit in a line of the margin, and publishers that it names
_LETTERS, _PUBLISHERS = 185, 8
_COLOURS = "Stronger colours stand for more confidence; ground that is a side's throughout is pale."


@cache
def _dictionary() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("layers.formats.styles") / "legend.toml").read_text(encoding="utf-8"))


def in_language(text: str, language: str) -> str:
    """Return a text of templates or schema in a language; in English if `legend.toml` has no such language.

    Examples
    --------
    >>> in_language("Roads", "ar"), in_language("Roads", "en")
    ('الطرق', 'Roads')
    """
    return _dictionary()[language][text] if language in _dictionary() else text


def add_layouts(root: ET.Element, layers: "Layers", bounds: tuple[float, float, float, float]) -> None:
    """Replace the layout of a project, whose layers are there, by one in each language, the dossier's own first.

    Parameters
    ----------
    root : Element
        The project.
    layers : Layers
        The layers that are printed.
    bounds : tuple of float
        West, south, east and north of the map in the project's CRS.
    """
    layouts = find_required(root, "Layouts")
    template = find_required(layouts, "Layout")
    layouts.remove(template)
    for language in sorted(languages(), key=lambda language: language != layers.dossier.language):
        layout = deepcopy(template)
        layout.set("name", f"A4 ({language})")
        margin = _margin(layers, language)
        _set_variables(
            layout, sitmap_language=language, sitmap_title=layers.margin(language).title, sitmap_margin=margin
        )
        _fill_in(layout, Shown.of(layers), language)
        _label_legend(find_required(layout, ".//layer-tree-group"), root, layers, language)
        _arrange(layout, lines=ceil(len(margin) / _LETTERS))
        _frame(find_required(layout, "LayoutItem[@id='Map']"), bounds)
        if language in RIGHT_TO_LEFT:
            _mirror(layout)
        layouts.append(layout)


def _margin(layers: "Layers", language: str) -> str:
    """Return the text below the map: what it rests on, its sources, and what every output says."""
    dossier = layers.dossier
    names = sorted({str(name) for name in dossier.sources["publisher"].dropna()})
    named = {"names": "; ".join(names[:_PUBLISHERS]), "n": len(names) - _PUBLISHERS}
    sources = "Sources: {names} and {n} others." if len(names) > _PUBLISHERS else "Sources: {names}."
    margin = layers.margin(language)
    rests = "Rests on {reports} control reports and {events} events."
    texts = [
        in_language(rests, language).format(reports=len(dossier.control), events=len(dossier.events)),
        *([in_language(sources, language).format(**named)] if names else []),
        *accuracy_lines(layers, language),
        *margin.lines(),
        in_language(_COLOURS, language),
    ]
    return " ".join(" ".join(texts).split())


def _set_variables(layout: ET.Element, **variables: str) -> None:
    """Set variables of a layout, which stand before those of the project; QGIS reads no value as an expression."""
    for kind, texts in {"variableNames": [*variables], "variableValues": [*variables.values()]}.items():
        listed = find_required(layout, f"customproperties/Option/Option[@name='{kind}']")
        for text in texts:
            ET.SubElement(listed, "Option", value=text, type="QString")


def _fill_in(layout: ET.Element, shown: Shown, language: str) -> None:
    """Set the day that is printed and the scale, and embed the drawing of the north arrow."""
    scale = in_language("1:{scale} on A4", language)
    rounded = "' || format_number(round(map_get(item_variables('Map'), 'map_scale'), -3), 0) || '"
    printed = day_drawn(shown, is_controlled=False)
    day = f"day(@day) || ' ' || format_date(@day, 'MMMM', '{language}') || ' ' || year(@day)"
    note = day_note(shown, lambda text: in_language(text, language), is_controlled=False)
    words = {
        "PRINTED": printed,
        "DAYTEXT": f"[% with_variable('day', {printed}, {day}) %]",
        "NOTETEXT": f"[% with_variable('day', {printed}, {note}) %]",
        "SCALE": f"[% '{scale.format(scale=rounded)}' %]",
    }
    for element in layout.iter():
        for key, value in element.attrib.items():
            for word, expression in words.items():
                value = value.replace(word, expression)  # noqa: PLW2901 - word by word
            element.set(key, value)
    first, after = (f"{day.isoformat()}T00:00:00Z" for day in (shown.opening, shown.opening + DAY))
    find_required(layout, "LayoutItem[@id='Map']").attrib.update(temporalRangeBegin=first, temporalRangeEnd=after)
    arrow = find_required(layout, "LayoutItem[@id='North arrow']")
    arrow.set("file", embedded(arrow.attrib["file"]))
    north, bar = (find_required(layout, f"LayoutItem[@id='{item}']") for item in ("North", "Scale bar"))
    north.set("labelText", in_language(north.attrib["labelText"], language))
    bar.set("unitLabel", in_language(bar.attrib["unitLabel"], language))


def _label_legend(legend: ET.Element, root: ET.Element, layers: "Layers", language: str) -> None:
    """Write titles and labels in a language, of which the styles have English and Arabic ones."""
    named = {side.id: (side.name_ar if language == "ar" else None) or side.name for side in layers.dossier.sides}
    for node in legend.iter("layer-tree-layer"):
        layer = find_required(root, f".//maplayer[id='{node.attrib['id']}']")
        title = schema_of(node.attrib["id"].removeprefix("sitmap_")).title
        labels = {"legend/title-label": in_language(title, language)}
        signs = [*layer.iter("category"), *layer.iterfind("renderer-v2/rules/rule")]
        if len(signs) == 1:
            # its title and the label of its one sign are the same
            labels["legend/title-style"] = "hidden"
        for number, sign in enumerate(signs):
            side = named.get(sign.get("value") or sign.attrib["key"])
            words = literal(side) if side is not None else in_language(sign.attrib["label"], language)
            labels[f"legend/label-{number}"] = words
        options = ET.SubElement(ET.SubElement(node, "customproperties"), "Option", type="Map")
        for key, text in labels.items():
            ET.SubElement(options, "Option", name=key, value=text, type="QString")


def _arrange(layout: ET.Element, lines: int) -> None:
    """Give the margin the height of its lines, and the map what is left."""
    margin, frame = (find_required(layout, f"LayoutItem[@id='{item}']") for item in ("Margin", "Map"))
    top = _BOTTOM - _LINE * lines
    _move(margin, _numbers(margin, "position")[0], top)
    margin.set("size", f"{_numbers(margin, 'size')[0]:g},{_BOTTOM - top:g},mm")
    frame.set("size", f"{_numbers(frame, 'size')[0]:g},{top - 2 - _TOP:g},mm")


def _frame(frame: ET.Element, bounds: tuple[float, float, float, float]) -> None:
    """Set the extent of the map: bounds, widened to a scale of two digits."""
    west, south, east, north = bounds
    size_m = [number / 1000 for number in _numbers(frame, "size")]
    scale = max((east - west) / size_m[0], (north - south) / size_m[1])
    step = 10 ** floor(log10(scale) - 1)
    half = [ceil(scale / step) * step * side / 2 for side in size_m]
    x, y = (west + east) / 2, (south + north) / 2
    fitted = {"xmin": x - half[0], "ymin": y - half[1], "xmax": x + half[0], "ymax": y + half[1]}
    find_required(frame, "Extent").attrib.update({key: f"{value:.1f}" for key, value in fitted.items()})


def _mirror(layout: ET.Element) -> None:
    """Arrange a page from right to left: items, their texts, and the signs of the legend."""
    for item in layout.findall("LayoutItem"):
        (left, top), (width, _) = _numbers(item, "position"), _numbers(item, "size")
        if item.get("id") == "Legend":
            # its width follows from its texts, so that its right edge is given
            item.set("referencePoint", "2")
            _move(item, _WIDTH - left, top)
        else:
            _move(item, _WIDTH - left - width, top)
        if item.get("halign") == "1":
            item.set("halign", "2")
    for element in layout.iter():
        for key in {"symbolAlignment", "titleAlignment", "alignment"} & set(element.attrib):
            if element.tag == "style" or key != "alignment":
                element.set(key, "2")


def _move(item: ET.Element, left: float, top: float) -> None:
    item.attrib.update(dict.fromkeys(("position", "positionOnPage"), f"{left:g},{top:g},mm"))


def _numbers(item: ET.Element, key: str) -> tuple[float, float]:
    first, second = item.attrib[key].split(",")[:2]
    return float(first), float(second)
