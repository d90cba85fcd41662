"""Text of folium layers that stays literal: neither Jinja nor the reader's browser runs it as code.

Branca renders the output of a layer once more as a template, and folium writes popups and tooltips between backticks.
Sources of truth: Jinja's default delimiters and ECMAScript's template literals.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import folium
from branca.element import Element, Html

# the openings of Jinja's expressions, statements and comments, and the stand-ins for them during rendering
_STAND_INS = {"{{": "sitmap-7b7b-", "{%": "sitmap-7b25-", "{#": "sitmap-7b23-"}


def elements(root: Element) -> Iterator[Element]:
    """Iterate over an element and all elements below it, in a stable order.

    Notes
    -----
    Branca keeps children apart; folium also holds elements in attributes: the contents of popups, the icons of markers.
    """
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        yield element
        held = [value for name, value in vars(element).items() if name != "_parent"]
        below = [*element._children.values(), *held]  # noqa: SLF001 - branca has no public way
        waiting.extend(value for value in reversed(below) if isinstance(value, Element))


@contextmanager
def kept_text(root: Element) -> Iterator[None]:
    """Replace the openings of templates in the text of all elements below a root; `restored` puts them back.

    Notes
    -----
    When the context ends, the layers have their original text again.
    """
    before: list[tuple[Element, str, object]] = []
    try:
        for element, name in list(_literals(root)):
            before.append((element, name, vars(element)[name]))
            setattr(element, name, _quoted(vars(element)[name]))
        # what the root itself holds, branca does not render
        for element in list(elements(root))[1:]:
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
    """Return rendered text with the openings of templates that `kept_text` had replaced.

    Examples
    --------
    >>> restored("let name = 'sitmap-7b7b-7*7}}';")
    "let name = '{{7*7}}';"
    """
    for opening, stand_in in _STAND_INS.items():
        rendered = rendered.replace(stand_in, opening)
    return rendered


def _literals(root: Element) -> Iterator[tuple[Element, str]]:
    """Iterate over the attributes whose text folium writes between backticks."""
    for element in elements(root):
        if isinstance(element, folium.Tooltip):
            yield element, "text"
        elif isinstance(element, folium.Popup):
            yield from ((html, "data") for html in elements(element.html) if isinstance(html, Html))


def _quoted(text: str) -> str:
    r"""Escape text for a template literal of ECMAScript.

    Examples
    --------
    >>> _quoted("a `b` ${c} \\d")
    'a \\`b\\` \\${c} \\\\d'
    """
    # folium has escaped the backticks of some texts already
    return text.replace("\\`", "`").replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")


def _kept(value: object) -> object:
    """Return a value with Jinja's openings replaced at any depth; a value without any is returned itself."""
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
