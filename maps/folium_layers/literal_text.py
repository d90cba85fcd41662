"""Text in folium's layers: kept text while they are rendered, and never run, here or in the reader's browser.

Branca takes what a layer has rendered for a template and renders it again, and folium writes popups and tooltips
between backticks. Follows Jinja's default delimiters and ECMAScript's template literals.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import folium
from branca.element import Element, Html

from maps.folium_layers.elements import elements

# what opens an expression, a statement or a comment of a template, and what stands for it meanwhile
_STAND_INS = {"{{": "sitmap-7b7b-", "{%": "sitmap-7b25-", "{#": "sitmap-7b23-"}


@contextmanager
def kept_text(root: Element) -> Iterator[None]:
    """Hold the text of all layers below a root so that rendering leaves it alone; `restored` undoes it afterwards.

    Notes
    -----
    The layers are as they were when this is over.
    """
    before: list[tuple[Element, str, object]] = []
    try:
        for element, name in list(_literals(root)):
            before.append((element, name, vars(element)[name]))
            setattr(element, name, _quoted(vars(element)[name]))
        for element in list(elements(root)):
            for name, value in list(vars(element).items()):
                kept = _kept(value)
                if kept is not value:
                    before.append((element, name, value))
                    setattr(element, name, kept)
        yield
    finally:
        for element, name, value in reversed(before):
            setattr(element, name, value)


def restored(rendered: str) -> str:
    """Give rendered text back what `kept_text` had put aside.

    Examples
    --------
    >>> restored("let name = 'sitmap-7b7b-7*7}}';")
    "let name = '{{7*7}}';"
    """
    for opening, stand_in in _STAND_INS.items():
        rendered = rendered.replace(stand_in, opening)
    return rendered


def _literals(root: Element) -> Iterator[tuple[Element, str]]:
    """Name the attributes whose text folium writes between backticks."""
    for element in elements(root):
        if isinstance(element, folium.Tooltip):
            yield element, "text"
        elif isinstance(element, folium.Popup):
            yield from ((html, "data") for html in elements(element.html) if isinstance(html, Html))


def _quoted(text: str) -> str:
    r"""Text for between backticks.

    Examples
    --------
    >>> _quoted("a `b` ${c} \\d")
    'a \\`b\\` \\${c} \\\\d'
    """
    # folium has quoted the backticks of some
    return text.replace("\\`", "`").replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def _kept(value: object) -> object:
    """Put what Jinja would run aside, however deep it lies; a value that has none of it is returned itself."""
    if isinstance(value, str):
        for opening, stand_in in _STAND_INS.items():
            value = value.replace(opening, stand_in)
        return value
    if type(value) is dict:
        pairs = [(_kept(key), _kept(item)) for key, item in value.items()]
        same = all(a is key and b is item for (a, b), (key, item) in zip(pairs, value.items(), strict=True))
        return value if same else dict(pairs)
    if type(value) in (list, tuple):
        items = [_kept(item) for item in value]  # type: ignore[attr-defined]
        same = all(a is b for a, b in zip(items, value, strict=True))  # type: ignore[call-overload]
        return value if same else type(value)(items)  # type: ignore[call-arg]
    return value
