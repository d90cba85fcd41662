"""JavaScript libraries from pinned Python packages (XStatic, folium-offline), to be inlined; nothing is fetched."""

import base64
import importlib.util
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_LEAFLET, _CLUSTER, _JQUERY = "leaflet", "leaflet_markercluster", "jquery"

# the file names under which folium, its plugins and their CDNs know the packaged files
_KNOWN_AS = (
    (r"leaflet(-src|\.min)?\.js", _LEAFLET, "leaflet.js"),
    (r"leaflet(\.min)?\.css", _LEAFLET, "leaflet.css"),
    (r"jquery(-\d[\d.]*\d)?(\.slim)?(\.min)?\.js", _JQUERY, "jquery.min.js"),
    (r"leaflet\.markercluster(-src|\.min)?\.js", _CLUSTER, "leaflet.markercluster.js"),
    (r"markercluster(\.min)?\.css", _CLUSTER, "MarkerCluster.css"),
    (r"markercluster\.default(\.min)?\.css", _CLUSTER, "MarkerCluster.Default.css"),
)


_OTHER_FILE = re.compile(r"""url\(\s*["']?(?!data:|[#%])[^)]*\)""")


def library(address: str, given: Mapping[str, str] | None = None) -> str | None:
    """Return the text of the packaged file named by the last part of an address; None for other files.

    Parameters
    ----------
    address : str
        URL or file name. A version in it is ignored: the packaged version is used. Files of folium's own plugins are
        known by their whole address, where the extra ``sitmap[plugins]`` is installed.
    given : mapping, optional
        Texts of further files by name, which go before all others.

    Examples
    --------
    >>> library("https://cdn.example/leaflet@1.9.3/dist/leaflet.css").startswith("/* required styles */")
    True
    >>> library("https://cdn.example/leaflet-heat.js") is None
    True
    """
    written = re.split(r"[?#]", address)[0].rsplit("/", 1)[-1]
    if given and written in given:
        return given[written]
    name = written.lower()
    for pattern, package, file in _KNOWN_AS:
        if re.fullmatch(pattern, name):
            return _text(package, file)
    text = plugin_files().get(address)
    # what a style does not hold itself, it would load
    return _OTHER_FILE.sub("url(data:,)", text) if text and "css" in name else text


@cache
def plugin_files() -> dict[str, str]:
    """Return the texts of the files of folium's plugins by address; none without the extra ``sitmap[plugins]``."""
    if importlib.util.find_spec("offlinefolium") is None:
        return {}
    from offlinefolium import elements, features  # noqa: PLC0415 - 7 MB of text, needed by few maps

    return {**elements._res, **features._vres}  # noqa: SLF001 - it has no public name


@cache
def marker_icons() -> dict[str, str]:
    """Return the images of Leaflet's default marker as data URIs, by option of `L.Icon.Default`."""
    names = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
    return {option: _image(_LEAFLET, f"images/{file}") for option, file in names.items()}


@cache
def _text(package: str, file: str) -> str:
    text = (files(f"xstatic.pkg.{package}") / "data" / file).read_text(encoding="utf-8")
    if file.endswith(".css"):
        return re.sub(r"url\((images/[\w.-]+)\)", lambda found: f"url({_image(package, found[1])})", text)
    # a source map would be one more file to load
    return re.sub(r"//# sourceMappingURL=\S+", "", text)


def _image(package: str, file: str) -> str:
    data = (files(f"xstatic.pkg.{package}") / "data" / file).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"
