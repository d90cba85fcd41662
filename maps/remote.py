"""What the folium layers on a page would fetch: scripts, styles, tiles, images and data that are not in the page."""

from collections.abc import Iterator
from dataclasses import dataclass

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, Link

# attributes of folium's layers, and of their options, that hold an address which the browser fetches
_ADDRESSES = ("tiles", "url", "video_url", "embed_link")
_ICON_ADDRESSES = ("icon_url", "iconUrl", "shadow_url", "shadowUrl")
# folium.Icon draws with these, but it is folium.Map that lists them
_ICON_FILES = ("awesome", "glyphicons")


@dataclass(frozen=True)
class RemoteFile:
    """A file that something on the page would fetch.

    Parameters
    ----------
    layer : str
        Class of the folium element that needs it.
    url : str
        Its address.
    kind : str
        ``script``, ``style`` or ``data`` (tiles, images and all that is read while the page is used).
    """

    layer: str
    url: str
    kind: str


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
        held = [value for value in vars(element).values() if isinstance(value, Element)]
        waiting.extend(reversed([*element._children.values(), *held]))  # noqa: SLF001 - branca has no public way


def linked_files(figure: Figure) -> list[RemoteFile]:
    """Scripts and styles that a rendered figure links to, in the order in which they must load."""
    owners = _owners(figure)
    links = [child for child in figure.header._children.values() if isinstance(child, JavascriptLink | CssLink)]  # noqa: SLF001
    found = [RemoteFile(owners.get(link.url, "the page's header"), link.url, _kind(link)) for link in links]
    return found + list(_icon_files(figure))


def fetched_data(figure: Figure) -> list[RemoteFile]:
    """Tiles, images and data that layers of a figure would fetch while the page is used."""
    return [
        RemoteFile(type(element).__name__, address, "data")
        for element in elements(figure)
        if not isinstance(element, Link)
        for address in _addresses(element)
        if isinstance(address, str) and address and not address.startswith("data:")
    ]


def _addresses(element: Element) -> list[object]:
    options = getattr(element, "options", None)
    icon = [options.get(name) for name in _ICON_ADDRESSES] if isinstance(options, dict) else []
    return [*(getattr(element, name, None) for name in _ADDRESSES), *icon]


def _kind(link: Element) -> str:
    return "script" if isinstance(link, JavascriptLink) else "style"


def _owners(figure: Figure) -> dict[str, str]:
    """Class of the element that lists each linked file."""
    owners: dict[str, str] = {}
    for element in elements(figure):
        for _, url in [*getattr(element, "default_js", ()), *getattr(element, "default_css", ())]:
            owners.setdefault(url, type(element).__name__)
    return owners


def _icon_files(figure: Figure) -> Iterator[RemoteFile]:
    if any(type(element) is folium.Icon for element in elements(figure)):
        for kind, files in (("script", folium.Map.default_js), ("style", folium.Map.default_css)):
            for name, url in files:
                if name.startswith(_ICON_FILES):
                    yield RemoteFile("Icon", url, kind)
