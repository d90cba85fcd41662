"""Find files that the folium layers of a page load: scripts, styles, tiles, images and data outside of the page."""

from collections.abc import Iterator
from dataclasses import dataclass

import folium
from branca.colormap import ColorMap
from branca.element import CssLink, Element, Figure, Html, IFrame, JavascriptLink, Link

from maps.folium_layers.literal_text import elements
from maps.folium_layers.markup import loaded

# attributes of folium's layers, and of their options, with an address that the browser loads
_ADDRESSES = ("tiles", "url", "video_url", "embed_link", "image")
_ICON_ADDRESSES = ("icon_url", "iconUrl", "shadow_url", "shadowUrl")
# folium.Icon draws with these files, which folium.Map lists
_ICON_FILES = ("awesome", "glyphicons")
# elements that link to files without listing them, or that contain such elements
_LINKING = (ColorMap, folium.Choropleth, folium.VegaLite)


@dataclass(frozen=True)
class RemoteFile:
    """A file that an element of the page would load.

    Parameters
    ----------
    layer : str
        Class of the folium element that needs the file.
    url : str
        Address of the file.
    kind : str
        ``script``, ``style`` or ``data`` (tiles, images and other files that are read while the page is used).
    """

    layer: str
    url: str
    kind: str


def linked_files(figure: Figure) -> list[RemoteFile]:
    """Return the scripts and styles that a rendered figure links to, in the order in which they must load."""
    owners = _owners(figure)
    linking = [type(element).__name__ for element in elements(figure) if isinstance(element, _LINKING)]
    unlisted = linking[0] if linking else "the page's header"
    links = [child for child in figure.header._children.values() if isinstance(child, JavascriptLink | CssLink)]  # noqa: SLF001
    found = [RemoteFile(owners.get(link.url, (unlisted,))[0], link.url, _kind(link)) for link in links]
    # an element may list a file that another one is expected to link to
    linked = {file.url for file in found}
    found += [RemoteFile(owner, url, kind) for url, (owner, kind) in owners.items() if url not in linked]
    return found + list(_icon_files(figure))


def fetched_data(figure: Figure) -> list[RemoteFile]:
    """Return tiles, images, frames and data that layers of a figure would load while the page is used."""
    return [
        RemoteFile(type(element).__name__, address, "data")
        for element in elements(figure)
        if not isinstance(element, Link)
        for address in _addresses(element)
    ]


def _addresses(element: Element) -> Iterator[str]:
    options = getattr(element, "options", None)
    icon = [options.get(name) for name in _ICON_ADDRESSES] if isinstance(options, dict) else []
    given = [*(getattr(element, name, None) for name in _ADDRESSES), *icon]
    yield from (a for a in given if isinstance(a, str) and a and not a.startswith("data:"))
    for markup in _markup(element, options):
        yield from loaded(markup)
    if isinstance(element, IFrame):
        # the page's policy does not apply inside a frame
        yield "data:text/html (a frame)"


def _markup(element: Element, options: object) -> Iterator[str]:
    """Iterate over the pieces of HTML that a layer hands to Leaflet."""
    if isinstance(element, folium.Tooltip):
        yield element.text
    if isinstance(element, Html) and element.script:
        yield element.data
    if isinstance(options, dict) and isinstance(options.get("html"), str):
        yield options["html"]


def _kind(link: Element) -> str:
    return "script" if isinstance(link, JavascriptLink) else "style"


def _owners(figure: Figure) -> dict[str, tuple[str, str]]:
    """Return for each file the class of the element that lists the file, and the kind of the file."""
    owners: dict[str, tuple[str, str]] = {}
    for element in elements(figure):
        for kind, attribute in (("script", "default_js"), ("style", "default_css")):
            for _, url in getattr(element, attribute, ()):
                owners.setdefault(url, (type(element).__name__, kind))
    return owners


def _icon_files(figure: Figure) -> Iterator[RemoteFile]:
    drawing = [type(element).__name__ for element in elements(figure) if _draws_icons(element)]
    for kind, files in (("script", folium.Map.default_js), ("style", folium.Map.default_css)):
        for name, url in files:
            if drawing and name.startswith(_ICON_FILES):
                yield RemoteFile(drawing[0], url, kind)


def _draws_icons(element: Element) -> bool:
    """Return True if an element is an icon of folium's own kind, or makes such icons in the browser."""
    return type(element) is folium.Icon or "L.AwesomeMarkers" in str(getattr(element, "callback", ""))
