"""A service of one dossier: its page, and its layers by OGC API - Features, through pygeoapi."""

import os
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import MissingExtraError, SitmapError
from layers.collection import Layers
from layers.dossier.dossier import files_state
from layers.formats.styles.style import TITLES
from layers.schema import columns_of
from maps.outputs import GEOPACKAGE, PAGE, write_outputs

if TYPE_CHECKING:
    from flask import Flask, Response

_BETWEEN_LOOKS_S = 1.0
_API = "/api"
# of a question for features, besides the names of properties
_PARAMETERS = {
    *("f", "lang", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "resulttype", "sortby", "properties"),
    *("skipGeometry", "filter", "filter-lang", "filter-crs", "profile"),
}
# pygeoapi's pages ask other hosts for a map; nothing is asked of them from here
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


class Built:
    """What a service offers: a folder that is written anew when the dossier's files have changed.

    Parameters
    ----------
    make : callable
        Builds the dossier.
    folder : Path
        Where to.
    source : Path
        The dossier.
    tell : callable
        Told in a line what happened.
    """

    def __init__(self, make: Callable[[], Layers], folder: Path, source: Path, tell: Callable[[str], None]) -> None:
        self._make, self._folder, self._source, self._tell = make, folder, source, tell
        self._lock = threading.Lock()
        self._seen = files_state(self._source)
        self._looked = time.monotonic()
        self.layers = make()
        write_outputs(self.layers, folder, ("gpkg", "html"), {})

    def refresh(self) -> None:
        """Build again if a file of the dossier has changed; what was built stays where the dossier has errors."""
        with self._lock:
            if time.monotonic() - self._looked < _BETWEEN_LOOKS_S:
                return
            self._looked = time.monotonic()
            state = files_state(self._source)
            if state == self._seen:
                return
            self._seen = state
            try:
                write_outputs(self._make(), self._folder, ("gpkg", "html"), {})
            except SitmapError as error:
                self._tell(
                    f"The dossier has changed and cannot be built; what was built before is still shown.\n{error}"
                )
                return
            self._tell("The dossier has changed and was built again.")


def service(built: Built, folder: Path, address: str) -> "Flask":
    """Make the web application.

    Parameters
    ----------
    built : Built
        What is offered.
    folder : Path
        Where it is.
    address : str
        Under which it is reached, for links: ``http://127.0.0.1:8000``.

    Raises
    ------
    MissingExtraError
        If pygeoapi is not installed.
    """
    try:
        import yaml  # noqa: PLC0415 - optional, and heavy
        from flask import Flask, send_file  # noqa: PLC0415
        from pygeoapi.openapi import get_oas  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError("sitmap serve needs pygeoapi: pip install 'sitmap[serve]'") from error
    told = _configuration(built.layers, folder / GEOPACKAGE, address)
    for name, content in (("PYGEOAPI_CONFIG", told), ("PYGEOAPI_OPENAPI", get_oas(told))):
        # pygeoapi reads both from files that the environment names, as it is imported
        path = folder / f"{name.lower()}.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        os.environ[name] = str(path)
    from pygeoapi.flask_app import BLUEPRINT  # noqa: PLC0415

    application = Flask("sitmap", static_folder=None)
    application.url_map.strict_slashes = False
    application.register_blueprint(BLUEPRINT, url_prefix=_API)
    application.before_request(built.refresh)
    application.before_request(_refuse_unknown(built.layers))

    @application.get("/")
    def page() -> "Response":
        return send_file(folder / PAGE)

    @application.after_request
    def guard(response: "Response") -> "Response":
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Content-Security-Policy", _POLICY if _is_api() else "frame-ancestors 'self'")
        return response

    return application


def _refuse_unknown(layers: Layers) -> Callable[[], "tuple[dict[str, str], int] | None"]:
    """Refuse questions with parameters that nobody offers (OGC 17-069r4, requirement 8); pygeoapi overlooks them."""
    from flask import request  # noqa: PLC0415 - optional

    def refuse() -> "tuple[dict[str, str], int] | None":
        found = re.fullmatch(rf"{_API}/collections/(\w+)/items/?", request.path)
        if not found or found[1] not in layers:
            return None
        unknown = sorted(set(request.args) - _PARAMETERS - set(columns_of(layers[found[1]])))
        if not unknown:
            return None
        return {"code": "InvalidParameterValue", "description": f"unknown parameters: {', '.join(unknown)}"}, 400

    return refuse


def _is_api() -> bool:
    from flask import request  # noqa: PLC0415 - optional

    return request.path.startswith(_API)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _configuration(layers: Layers, data: Path, address: str) -> dict[str, Any]:
    """Configure pygeoapi, as its documentation says."""
    dossier = layers.dossier
    licence = {"name": "; ".join(dossier.licences) or "not told", "url": None}
    described = {"title": dossier.title, "description": dossier.summary or dossier.title, "keywords": ["situation map"]}
    west, south, east, north = dossier.settings.area.bounds
    resources = {}
    for name, table in layers.items():
        dated = "start_date" in table
        extents: dict[str, Any] = {"spatial": {"bbox": [west, south, east, north]}}
        if dated:
            extents["temporal"] = dict(zip(("begin", "end"), map(_midnight, (layers.start, layers.end)), strict=True))
        provider = {"type": "feature", "name": "maps.server.features.FeaturesProvider", "data": str(data)}
        provider |= {"table": name, "id_field": "id", **({"time_field": "start_date"} if dated else {})}
        resources[name] = {
            "type": "collection",
            "title": TITLES[name],
            "description": f"{TITLES[name]}: {dossier.title}",
            "keywords": [name],
            "extents": extents,
            "links": [],
            "providers": [provider],
        }
    host, _, port = address.removeprefix("http://").rpartition(":")
    return {
        "server": {
            "bind": {"host": host, "port": int(port)},
            "url": f"{address}{_API}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 100, "max_items": 10_000},
            "map": {"url": "", "attribution": ""},
            "gzip": False,
            "pretty_print": False,
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**described, "keywords_type": "theme", "terms_of_service": None, "url": address},
            "license": licence,
            "provider": {"name": "sitmap", "url": address},
            "contact": {"name": "sitmap"},
        },
        "resources": resources,
    }
