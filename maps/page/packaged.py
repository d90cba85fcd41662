"""JavaScript libraries from pinned Python packages (XStatic), ready to be inlined; nothing is fetched."""

import base64
import re
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


def library(address: str) -> str | None:
    """Return the text of the packaged file named by the last part of an address; None for other files.

    Parameters
    ----------
    address : str
        URL or file name. A version in it is ignored: the packaged version is used.

    Examples
    --------
    >>> library("https://cdn.example/leaflet@1.9.3/dist/leaflet.css").startswith("/* required styles */")
    True
    >>> library("https://cdn.example/leaflet-heat.js") is None
    True
    """
    name = re.split(r"[?#]", address)[0].rsplit("/", 1)[-1].lower()
    for pattern, package, file in _KNOWN_AS:
        if re.fullmatch(pattern, name):
            return _text(package, file)
    return None


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
