"""The situation map: a folium map with the layers of a dossier, saved as one HTML page that loads no other file."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import Element, JavascriptLink

from geo.atomic_write import draft
from maps.page.inline import shortened
from maps.page.page import Page, templates
from maps.page.texts import languages
from maps.payload.frames import Frames
from maps.payload.opening import area_bounds
from maps.payload.payload import payload
from maps.payload.still import still

if TYPE_CHECKING:
    import geopandas as gpd

    from layers import Layers


class SituationMap(folium.Map):
    """A `folium.Map` of the situation on every day of a dossier.

    Other folium layers can be added before the map is saved. The files that they need are taken from packaged
    libraries; a layer that needs any other file is refused unless the network is allowed.

    Parameters
    ----------
    layers : layers.Layers
        The built layers.
    network : bool
        True if the page may load files from other hosts: tiles, and scripts of folium plugins that are not packaged.
    language : str, optional
        Language in which the interface opens: ``en``, ``ar`` or ``uk``; by default the dossier's language, or else
        English. A reader can change to the dossier's other languages.
    url : str, optional
        Address at which the page will stand, for previews of links and code to embed it; by default that of
        `dossier.toml`.

    files : mapping, optional
        Scripts and styles that layers need, by the name that their addresses end with: paths.

    Raises
    ------
    UnknownLanguageError
        If the interface has no texts in the language.

    Examples
    --------
    >>> from layers import Dossier, build
    >>> from maps import SituationMap
    >>> SituationMap(build(Dossier.open("idlib-2020"))).save("out/index.html")  # doctest: +SKIP
    """

    # names of packaged libraries, not addresses
    default_js = [("leaflet", "leaflet.js")]  # noqa: RUF012 - folium declares the same
    default_css = [("leaflet_css", "leaflet.css")]  # noqa: RUF012 - the same

    def __init__(
        self,
        layers: "Layers | Frames",
        *,
        network: bool = False,
        language: str | None = None,
        url: str | None = None,
        files: Mapping[str, str | Path] | None = None,
    ) -> None:
        west, south, east, north = area_bounds(layers)
        super().__init__(location=[(south + north) / 2, (west + east) / 2], tiles=None)
        self._template = templates().get_template("map.j2")
        language = _interface_language(layers.dossier.language) if language is None else language
        # the arcs of outlines, most of the data, are no texts
        data = {name: part if name == "topology" else shortened(part) for name, part in payload(layers).items()}
        data["about"]["url"] = url or data["about"]["url"]
        texts = {name: Path(path).read_text(encoding="utf-8") for name, path in (files or {}).items()}
        picture = still(layers)
        # its outlines are longer than any text, and are no texts
        picture |= {name: shortened(picture[name]) for name in ("sides", "terms", "verdicts")}
        self._page = Page(
            shortened(layers.dossier.title), data, picture, network=network, language=language, files=texts
        )
        self._page.add_child(self)

    @classmethod
    def from_frames(
        cls,
        *,
        zones: "gpd.GeoDataFrame | None" = None,
        events: "gpd.GeoDataFrame | None" = None,
        posts: "gpd.GeoDataFrame | None" = None,
        title: str = "Situation map",
        language: str = "en",
        **options: Any,  # noqa: ANN401 - as __init__ has them
    ) -> "SituationMap":
        """Make the page of GeoDataFrames, without a dossier; nothing is assessed.

        Parameters
        ----------
        zones : GeoDataFrame, optional
            Polygons in any CRS: `side`, which is who holds it (`contested` and `unknown` are hatched), `start_date` and
            `end_date`. Sides take the colours of the palette, or those of a column `colour`, ``#rrggbb``.
        events : GeoDataFrame, optional
            Points: `start_date`, and `end_date` where an event lasts more than a day. Columns that are named as those
            of the layer `events` are read as these: event_type, summary, location, actor1, fatalities_best and others.
        posts : GeoDataFrame, optional
            Points: `start_date`, `end_date`, and if known name, name_ar, side, colour, uncertainty_km. Rows of one
            `post_id` are one post that moves. A post is drawn without a state.
        title : str
            Title of the page.
        language : str
            Language of the texts in the frames (BCP 47), in which the interface opens if it speaks it.
        **options
            Those of `SituationMap`: network, url, files.

        Returns
        -------
        SituationMap
            From the first date to the last, on which it opens. Popups show all other columns.

        Raises
        ------
        FramesError
            If a frame has no CRS, lacks a column, or has a value that cannot be read; all problems are listed.

        Notes
        -----
        Dates are `datetime.date`, ``YYYY-MM-DD`` or midnights without a time zone. Intervals are half-open: `end_date`
        is the first day after. A missing date is open.

        Examples
        --------
        >>> import geopandas as gpd
        >>> from shapely import box
        >>> zones = gpd.GeoDataFrame(
        ...     {"side": ["army", "rebels"], "start_date": "2022-03-01", "end_date": [None, "2022-03-09"]},
        ...     geometry=[box(30, 10, 31, 11), box(31, 10, 32, 11)],
        ...     crs="EPSG:4326",
        ... )
        >>> SituationMap.from_frames(zones=zones, title="Two sides").save("out/index.html")  # doctest: +SKIP
        """
        frames = Frames({"zones": zones, "events": events, "posts": posts}, title, language)
        return cls(frames, **options)

    def preview(self) -> bytes:
        """Return the opening day as PNG, 1200 x 630 pixels, for previews of links."""
        return self._page.preview()

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca passes anything on
        """Add the map and its layers to the page, which calls this method; the returned text is empty."""
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        if self._children:
            # folium's popups need jQuery; the page itself does not
            self._page.header.add_child(JavascriptLink("jquery.min.js"), name="jquery", index=1)
        layers = [child for child in self._children.values() if isinstance(child, folium.map.Layer)]
        code = templates().get_template("take_in_layers.js.j2").render(map=self, layers=layers)
        self._page.script.add_child(_Code(code), name="take_in_layers")
        return ""

    def save(self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **kwargs: Any) -> None:  # noqa: ANN401, FBT001, FBT002 - branca's signature
        """Write the page as one HTML file; the same layers give the same bytes.

        The file is replaced only when the whole page is written.

        Parameters
        ----------
        outfile : path or binary file
            Destination; a missing folder is created.
        close_file : bool
            True to close the binary file afterwards.
        **kwargs
            Passed to the elements' render methods.

        Raises
        ------
        RemoteFileError
            If a layer needs a file that is not packaged, and the network is not allowed.
        """
        html = self._page.render(**kwargs).encode()
        if isinstance(outfile, str | bytes | Path):
            with draft(Path(os.fsdecode(outfile))) as path:
                path.write_bytes(html)
            return
        outfile.write(html)
        if close_file:
            outfile.close()


def _interface_language(language: str) -> str:
    """Return the language of the interface for a dossier's language (BCP 47): the same if available, else English."""
    primary = language.split("-", maxsplit=1)[0].lower()
    return primary if primary in languages() else languages()[0]


class _Code(Element):
    """Code that is kept as text; branca would render the text of its own elements as a template."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._code = code

    def render(self, **_: Any) -> str:  # noqa: ANN401
        return self._code
