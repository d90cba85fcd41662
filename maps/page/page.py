"""The HTML document around a map, which contains all files it needs and forbids the browser to load others."""

import base64
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

import jinja2
from branca.element import CssLink, Element, Figure, JavascriptLink
from markupsafe import Markup

from maps.errors import NEVER, RemoteFileError, UnknownLanguageError
from maps.folium_layers.literal_text import elements, kept_text, restored
from maps.folium_layers.markup import inline_scripts, loaded
from maps.folium_layers.remote_files import RemoteFile, fetched_data, linked_files
from maps.page.inline import encodable, json_text, script_text
from maps.page.packaged import library
from maps.page.policy import policy
from maps.page.preview import in_words, png
from maps.page.scripts import joined
from maps.page.texts import RIGHT_TO_LEFT, interface, languages, static

STYLES = ("tools", "page", "situation")
# data that the map needs before the rest is decompressed: folium's own script adds layers at once
_AT_ONCE = ("bounds", "markerIcons")
_FOLIUM_ID = re.compile("[0-9a-f]{32}")


@cache
def templates() -> jinja2.Environment:
    """Return the environment of the page's templates; values are escaped, except code of the project."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("maps"), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


@dataclass(frozen=True)
class _Parts:
    """Styles and scripts of the page: texts to be inlined, and addresses where the network is allowed."""

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
        Data for the scripts: plain JSON values. All but the data that the map needs at once is compressed.
    still : dict
        The opening day for the templates; see `maps.payload.still`.
    network : bool
        True if layers may load files from other hosts.
    language : str
        Language that the interface opens in.
    files : mapping, optional
        Texts of files that layers need, by name.

    Raises
    ------
    UnknownLanguageError
        If the interface has no texts in the language.
    """

    def __init__(  # noqa: PLR0913 - those of SituationMap
        self,
        title: str,
        data: dict[str, Any],
        still: dict[str, Any],
        *,
        network: bool = False,
        language: str = "en",
        files: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title=encodable(title))
        if language not in languages():
            raise UnknownLanguageError(language, languages())
        self.data, self._still, self._files = data, still, files
        self.network = network
        self.language = language
        # the template declares the encoding itself
        self.header._children.clear()  # noqa: SLF001 - branca has no public way

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca passes anything on
        """Return the HTML of the page.

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

    def still(self) -> Markup:
        """Return the opening day as an SVG document."""
        words = in_words(self._still, self.language)
        return Markup(templates().get_template("still.svg.j2").render(title=self.title, still=self._still, **words))  # noqa: S704 - escaped

    def preview(self) -> bytes:
        """Return the opening day as PNG, 1200 x 630 pixels."""
        return png(encodable(self.still()))

    def _languages(self) -> list[str]:
        """Languages that the page offers, the one that it opens in among them."""
        return list(dict.fromkeys([*(self.data["about"]["languages"] or languages()), self.language]))

    def _texts(self, language: str) -> dict[str, str]:
        """Return the texts of the interface, with the dossier's own word for a post."""
        word = self.data["about"]["postWords"].get(language)
        own = {"column.post": word[:1].upper() + word[1:], "found.post": word} if word else {}
        return interface(language) | own

    def _document(self, head: str, body: str, parts: _Parts) -> str:
        texts, url = self._texts(self.language), self.data["about"]["url"]
        data = {**self.data, "texts": {name: self._texts(name) for name in self._languages()}, "network": self.network}
        start = {name: data.pop(name) for name in _AT_ONCE}
        run = [*parts.libraries, *parts.scripts, *inline_scripts(head + body)]
        return (
            templates()
            .get_template("page.html.j2")
            .render(
                title=self.title,
                picture=self.still(),
                url=url,
                preview_url=url and urljoin(url, "index.png"),
                verdicts=self._still["verdicts"],
                words=in_words(self._still, self.language),
                language=self.language,
                direction="rtl" if self.language in RIGHT_TO_LEFT else "ltr",
                text=texts,
                policy=policy(run, parts.remote_scripts, network=self.network),
                head=Markup(head),  # noqa: S704 - the map author's own HTML
                body=Markup(body),  # noqa: S704 - the same
                start=Markup(json_text(start)),  # noqa: S704 - escaped
                data=_packed(data),
                styles=[Markup(style) for style in parts.styles],  # noqa: S704 - packaged files
                libraries=[Markup(script) for script in parts.libraries],  # noqa: S704 - the same
                scripts=[Markup(script) for script in parts.scripts],  # noqa: S704 - the page's own, and the author's layers
                remote_styles=parts.remote_styles,
                remote_scripts=parts.remote_scripts,
            )
        )

    @contextmanager
    def _sections(self) -> Iterator[None]:
        """Restore the sections after rendering: branca adds the same elements again every time."""
        sections = (self.header, self.html, self.script)
        before = [section._children.copy() for section in sections]  # noqa: SLF001
        try:
            yield
        finally:
            for section, children in zip(sections, before, strict=True):
                section._children = children  # noqa: SLF001

    def _parts(self) -> _Parts:
        """Sort the files that the rendered layers link to: packaged ones are inlined, others loaded or refused."""
        parts = _Parts([], [], [], [], [])
        for file in linked_files(self):
            script = file.kind == "script"
            text = library(file.url, self._files)
            if text is not None and file.layer not in NEVER:
                inlined, into = (script_text(text), parts.libraries) if script else (text, parts.styles)
                # a library with two names must not run twice
                into.extend([inlined] if inlined not in into else [])
            elif self.network:
                (parts.remote_scripts if script else parts.remote_styles).append(file.url)
            else:
                raise RemoteFileError(file.layer, file.url)
        self._refuse(fetched_data(self))
        parts.styles.extend(static(f"styles/{name}.css") for name in STYLES)
        parts.scripts.append(script_text(f"window.sitmap = {joined('page/start.js')};\n"))
        return parts

    def _section(self, section: Element, **kwargs: Any) -> str:  # noqa: ANN401
        """Render the elements that layers and the author put into a section, without links to files."""
        html = []
        layers = {element.get_name(): type(element).__name__ for element in elements(self)}
        for name, child in section._children.items():  # noqa: SLF001
            if not isinstance(child, JavascriptLink | CssLink):
                text = child.render(**kwargs)
                layer = layers.get(name, f"the page's element {name}")
                self._refuse([RemoteFile(layer, url, "data") for url in loaded(text)])
                html.append(text)
        return self._fixed_ids(encodable("\n".join(html)).replace("\r\n", "\n"))

    def _refuse(self, files: list[RemoteFile]) -> None:
        if files and not self.network:
            raise RemoteFileError(files[0].layer, files[0].url)

    def _fixed_ids(self, text: str) -> str:
        """Replace folium's random ids by numbers in the order of the page's elements."""
        numbers = {element._id: f"{number:032x}" for number, element in enumerate(elements(self))}  # noqa: SLF001
        return _FOLIUM_ID.sub(lambda found: numbers.get(found[0], found[0]), restored(text))


def _packed(data: dict[str, Any]) -> str:
    """Return JSON as a zlib stream in base64: about a fifth of the size, and the same text for the same data."""
    return base64.b64encode(zlib.compress(json_text(data).encode(), level=9)).decode()
