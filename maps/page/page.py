"""The page around a map: one HTML document that carries all it needs and forbids the browser to fetch anything."""

import base64
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from branca.element import CssLink, Element, Figure, JavascriptLink
from markupsafe import Markup

from maps.errors import RemoteFileError, UnknownLanguageError
from maps.folium_layers.elements import elements
from maps.folium_layers.literal_text import kept_text, restored
from maps.folium_layers.markup import inline_scripts, loaded
from maps.folium_layers.remote_files import RemoteFile, fetched_data, linked_files
from maps.page.inline import csp_hash, encodable, json_text, script_text
from maps.page.packaged import library

# in the order in which they need each other; start.js is the one that the map's own script calls
SCRIPTS = (
    *("texts", "languages", "address", "dom", "store", "spelling", "names"),
    *("geometry", "shapes", "intervals", "symbols", "grouping", "sources", "because"),
    *("basemap", "zones", "contact", "roads", "corridors", "places", "posts", "events", "uncertainty", "labels"),
    *("rose", "sparkline", "popups", "clock", "filters", "timeline", "postlist", "panel", "legend", "about", "screen"),
    *("focus", "search", "selection", "changes", "compare", "chronicle"),
    *("features", "picture", "sheet", "downloads", "start"),
)
STYLES = ("tools", "page", "situation")
# what the map needs for the layers that folium's own script puts on it; all else is unpacked meanwhile
_AT_ONCE = ("bounds", "markerIcons")
# of the interface; each has its texts in a file, and all are carried in every page
LANGUAGES = ("en", "ar")
_FOLIUM_ID = re.compile("[0-9a-f]{32}")
_RIGHT_TO_LEFT = {"ar"}


@cache
def templates() -> jinja2.Environment:
    """Load the page's templates; everything they print is escaped unless it is known to be code of ours."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("maps"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


def static(name: str) -> str:
    """Text of a file of the page."""
    return (files("maps") / "static" / name).read_text(encoding="utf-8")


@cache
def interface(language: str) -> dict[str, str]:
    """Texts of the interface in a language, by key."""
    texts: dict[str, str] = json.loads(static(f"text.{language}.json"))
    return texts


@dataclass(frozen=True)
class _Parts:
    """What goes into the template: code that is inlined, and addresses where the network is allowed."""

    styles: list[str]
    libraries: list[str]
    scripts: list[str]
    remote_styles: list[str]
    remote_scripts: list[str]


class Page(Figure):
    """The document that holds a situation map.

    Parameters
    ----------
    title : str
        Title of the document.
    data : dict
        What the scripts show: plain JSON values. All but what the map needs at once is compressed.
    network : bool
        Whether layers may load files from elsewhere.
    language : str
        Language that the interface opens in.

    Raises
    ------
    UnknownLanguageError
        If it is none of `LANGUAGES`.
    """

    def __init__(self, title: str, data: dict[str, Any], *, network: bool = False, language: str = "en") -> None:
        super().__init__(title=encodable(title))
        if language not in LANGUAGES:
            raise UnknownLanguageError(language, LANGUAGES)
        self.data = data
        self.network = network
        self.language = language
        # the template says the encoding itself
        self.header._children.clear()  # noqa: SLF001 - branca has no public way

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca passes anything on
        """HTML of the page.

        Raises
        ------
        RemoteFileError
            If a layer needs a file that is not packaged, and the network is not allowed.
        """
        with self._sections(), kept_text(self):
            for child in list(self._children.values()):
                child.render(**kwargs)
            parts = self._parts()
            head, body = (self._section(section, **kwargs) for section in (self.header, self.html))
            drawn = "\n".join(child.render(**kwargs) for child in self.script._children.values())  # noqa: SLF001
            parts.scripts.append(script_text(self._fixed_ids(drawn)))
        return encodable(self._document(head, body, parts))

    def _document(self, head: str, body: str, parts: _Parts) -> str:
        texts = interface(self.language)
        data = {**self.data, "texts": {name: interface(name) for name in LANGUAGES}, "network": self.network}
        start = {name: data.pop(name) for name in _AT_ONCE}
        run = [*parts.libraries, *parts.scripts, *inline_scripts(head + body)]
        return (
            templates()
            .get_template("page.html.j2")
            .render(
                title=self.title,
                language=self.language,
                direction="rtl" if self.language in _RIGHT_TO_LEFT else "ltr",
                text=texts,
                policy=self._policy(run, parts),
                head=Markup(head),  # noqa: S704 - what the author of the map put there
                body=Markup(body),  # noqa: S704 - the same
                start=Markup(json_text(start)),  # noqa: S704 - escaped
                data=_packed(data),
                styles=[Markup(style) for style in parts.styles],  # noqa: S704 - files of ours and of libraries
                libraries=[Markup(script) for script in parts.libraries],  # noqa: S704 - the same
                scripts=[Markup(script) for script in parts.scripts],  # noqa: S704 - ours, and the author's layers
                remote_styles=parts.remote_styles,
                remote_scripts=parts.remote_scripts,
            )
        )

    @contextmanager
    def _sections(self) -> Iterator[None]:
        """Undo what rendering adds: branca adds it again every time."""
        sections = (self.header, self.html, self.script)
        before = [section._children.copy() for section in sections]  # noqa: SLF001
        try:
            yield
        finally:
            for section, children in zip(sections, before, strict=True):
                section._children = children  # noqa: SLF001

    def _parts(self) -> _Parts:
        """Sort what the rendered layers link to into what is inlined and what has to be fetched."""
        parts = _Parts([], [], [], [], [])
        for file in linked_files(self):
            script = file.kind == "script"
            text = library(file.url)
            if text is not None:
                inlined, into = (script_text(text), parts.libraries) if script else (text, parts.styles)
                # two names of one library would run it twice
                into.extend([inlined] if inlined not in into else [])
            elif self.network:
                (parts.remote_scripts if script else parts.remote_styles).append(file.url)
            else:
                raise RemoteFileError(file.layer, file.url)
        self._refuse(fetched_data(self))
        parts.styles.extend(static(f"{name}.css") for name in STYLES)
        parts.scripts.extend(script_text(static(f"{name}.js")) for name in SCRIPTS)
        return parts

    def _section(self, section: Element, **kwargs: Any) -> str:  # noqa: ANN401
        """Render what layers and the author put into a section, links apart."""
        html = []
        layers = {element.get_name(): type(element).__name__ for element in elements(self)}
        for name, child in section._children.items():  # noqa: SLF001
            if not isinstance(child, JavascriptLink | CssLink):
                text = child.render(**kwargs)
                layer = layers.get(name, f"the page's element {name}")
                self._refuse([RemoteFile(layer, url, "data") for url in loaded(text)])
                html.append(text)
        return self._fixed_ids(encodable("\n".join(html)).replace("\r\n", "\n"))

    def _refuse(self, wanted: list[RemoteFile]) -> None:
        if wanted and not self.network:
            raise RemoteFileError(wanted[0].layer, wanted[0].url)

    def _fixed_ids(self, text: str) -> str:
        """Replace folium's random ids by numbers in the order of the page's elements."""
        numbers = {element._id: f"{number:032x}" for number, element in enumerate(elements(self))}  # noqa: SLF001
        return _FOLIUM_ID.sub(lambda found: numbers.get(found[0], found[0]), restored(text))

    def _policy(self, scripts: list[str], parts: _Parts) -> str:
        """Content-Security-Policy: nothing but what is in the page, or what the author of the map has allowed."""
        fetch = " https:" if self.network else ""
        allowed = [csp_hash(script) for script in dict.fromkeys(scripts)] + parts.remote_scripts
        directives = {
            "default-src": "'none'",
            "script-src": " ".join(allowed),
            "style-src": f"'unsafe-inline'{fetch}",
            "img-src": f"data:{fetch}",
            **(
                {"font-src": "data: https:", "connect-src": "https:", "frame-src": "data: https:"}
                if self.network
                else {}
            ),
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def _packed(data: dict[str, Any]) -> str:
    """JSON as a zlib stream in base64: about a fifth of its size, the same for the same data."""
    return base64.b64encode(zlib.compress(json_text(data).encode(), level=9)).decode()
