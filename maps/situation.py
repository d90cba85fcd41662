"""The situation map: a folium map that carries a dossier's layers and saves itself as one page that loads nothing."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import Element, JavascriptLink

from geo.atomic_write import draft
from maps.page.long_text import shortened
from maps.page.page import LANGUAGES, Page, templates
from maps.payload.payload import payload

if TYPE_CHECKING:
    from layers import Layers


class SituationMap(folium.Map):
    """A map of the situation on every day of a dossier.

    It is a `folium.Map`: other folium layers can be added to it before it is saved. What they need from elsewhere is
    taken from packaged libraries or refused.

    Parameters
    ----------
    layers : layers.Layers
        The built layers.
    network : bool
        Whether the page may load files from elsewhere: tiles, and scripts of folium plugins that are not packaged.
    language : str, optional
        Language that the interface opens in, ``en`` or ``ar``; by default the dossier's own, or else English. The page
        carries both, and its reader can change between them.

    Raises
    ------
    UnknownLanguageError
        If the interface does not speak the language.

    Examples
    --------
    >>> from layers import Dossier, build
    >>> from maps import SituationMap
    >>> SituationMap(build(Dossier.open("idlib-2020"))).save("out/index.html")  # doctest: +SKIP
    """

    # by name: the page takes them from packaged libraries
    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 - folium declares it so
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012 - the same

    def __init__(self, layers: "Layers", *, network: bool = False, language: str | None = None) -> None:
        west, south, east, north = layers["zones"].total_bounds
        super().__init__(location=[(south + north) / 2, (west + east) / 2], tiles=None)
        self._template = templates().get_template("map.j2")
        spoken = _spoken(layers.dossier.language) if language is None else language
        data = shortened(payload(layers))
        self._page = Page(shortened(layers.dossier.title), data, network=network, language=spoken)
        self._page.add_child(self)

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca passes anything on
        """Add the map and the layers on it to the page, which calls this; nothing is left to return."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        if self._children:
            # folium's own popups are made with it; the page itself is not
            self._page.header.add_child(JavascriptLink("jquery.min.js"), name="jquery", index=1)
        layers = [child for child in self._children.values() if isinstance(child, folium.map.Layer)]
        adopt = templates().get_template("adopt.js.j2").render(map=self, layers=layers)
        self._page.script.add_child(_Code(adopt), name="adopt")
        return ""

    def save(self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any) -> None:  # noqa: ANN401, FBT001, FBT002 - branca's signature
        """Write the page: one HTML file, whole or not at all, the same bytes for the same layers.

        Parameters
        ----------
        outfile : path or binary file
            Where to; a missing folder is made.
        close_file : bool
            Whether to close a file that was given open.
        **kwargs
            Passed to the elements' render methods.

        Raises
        ------
        RemoteFileError
            If a layer needs a file that is not packaged, and the network is not allowed.
        """
        html = self._page.render(**kwargs).encode()
        if isinstance(outfile, str | bytes | Path):
            with draft(Path(os.fsdecode(outfile))) as beside:
                beside.write_bytes(html)
            return
        outfile.write(html)
        if close_file:
            outfile.close()


def _spoken(language: str) -> str:
    """Language of the interface for a dossier in a language (BCP 47): its own, or else English."""
    primary = language.split("-", maxsplit=1)[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


class _Code(Element):
    """Rendered code; branca would take its text for a template."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def render(self, **_: Any) -> str:  # noqa: ANN401
        return self._code
