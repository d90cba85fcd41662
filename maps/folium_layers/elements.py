"""The tree of folium's elements below a page: branca keeps children apart, and folium holds others in attributes."""

from collections.abc import Iterator

from branca.element import Element


def elements(root: Element) -> Iterator[Element]:
    """Every element below a root, itself included, in a stable order: its children, and what its attributes hold.

    Notes
    -----
    Popups keep their contents, and markers their icons, in attributes.
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
