"""The web application of one dossier: its page, and its layers by OGC API - Features, through pygeoapi."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import MissingExtraError
from layers.collection import Layers
from layers.formats.registry import FORMATS
from layers.schema.layers import LAYERS
from maps.outputs import PAGE
from maps.server.rebuilt import Rebuilt

if TYPE_CHECKING:
    from flask import Flask, Response

_API = "/api"
# parameters of a request for features, besides the names of its properties
_PARAMETERS = {
    *("f", "lang", "limit", "offset", "bbox", "bbox-crs", "crs", "datetime", "resulttype", "sortby", "properties"),
    *("skipGeometry", "filter", "filter-lang", "filter-crs", "profile"),
}
_VALUED = {"sortby", "bbox", "datetime", "limit", "offset"}
# pygeoapi's own pages would load a map from other hosts
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


def service(built: Rebuilt, folder: Path, address: str, hosts: Sequence[str] | None = None) -> "Flask":
    """Make the web application.

    Parameters
    ----------
    built : Rebuilt
        The page and the layers.
    folder : Path
        The folder of the page and the layers.
    address : str
        Address of the server, for links: ``http://127.0.0.1:8000``.
    hosts : sequence of str, optional
        Names by which the server may be asked, so that no other site reads it through a name that leads here (DNS
        rebinding); by default all.

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
    configuration = _configuration(built.layers, folder / FORMATS["gpkg"].path, address)
    for name, content in (("PYGEOAPI_CONFIG", configuration), ("PYGEOAPI_OPENAPI", get_oas(configuration))):
        # pygeoapi reads both when it is imported, from files that the environment names
        path = folder / f"{name.lower()}.yml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        os.environ[name] = str(path)
    from pygeoapi.flask_app import BLUEPRINT  # noqa: PLC0415

    application = Flask("sitmap", static_folder=None)
    application.config["TRUSTED_HOSTS"] = hosts
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
    """Refuse unknown parameters (OGC 17-069r4, requirement 8), which pygeoapi ignores, and values that none has."""
    from flask import request  # noqa: PLC0415 - optional

    def refuse() -> "tuple[dict[str, str], int] | None":
        for name, value in request.args.items(multi=True):
            if "\0" in name + value or (name in _VALUED and not value.strip()):
                return {"code": "InvalidParameterValue", "description": f"{name!r}: expected a value"}, 400
        found = re.fullmatch(rf"{_API}/collections/(\w+)/items/?", request.path)
        if not found or found[1] not in layers:
            return None
        unknown = sorted(set(request.args) - _PARAMETERS - set(LAYERS[found[1]].names))
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
    """Return pygeoapi's configuration, as its documentation describes it."""
    dossier = layers.dossier
    licence = {"name": "; ".join(dossier.licences) or "not stated", "url": None}
    described = {"title": dossier.title, "description": dossier.summary or dossier.title, "keywords": ["situation map"]}
    west, south, east, north = dossier.settings.area.bounds
    resources = {}
    for name in layers:
        layer = LAYERS[name]
        extents: dict[str, Any] = {"spatial": {"bbox": [west, south, east, north]}}
        if layer.interval[0]:
            extents["temporal"] = dict(zip(("begin", "end"), map(_midnight, (layers.start, layers.end)), strict=True))
        provider = {"type": "feature", "name": "maps.server.features.FeaturesProvider", "data": str(data)}
        provider |= {
            "table": name,
            "id_field": "id",
            **({"time_field": layer.interval[0]} if layer.interval[0] else {}),
        }
        resources[name] = {
            "type": "collection",
            "title": layer.title,
            "description": f"{layer.title}: {dossier.title}",
            "keywords": [name],
            "extents": extents,
            "links": [],
            "providers": [provider],
        }
    place = urlsplit(address)
    return {
        "server": {
            "bind": {"host": place.hostname, "port": place.port or 80},
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
