"""The API's description by OpenAPI 3.0, which GIS programs and testers read."""

from typing import Any
from urllib.parse import quote

from geo.version import __version__
from layers.schema.layers import LAYERS
from maps.server.documents import CONFORMANCE, CSV, GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Links, columns_of, json_type
from maps.server.query import LIMIT, MOST, PARAMETERS
from maps.server.snapshot import Snapshot

_DESCRIBED = {
    "f": "Form of the answer",
    "f-items": "Form of the answer; pages of csv are linked in the header Link",
    "limit": "Number of features in one answer",
    "offset": "Number of features to pass over",
    "bbox": "West, south, east, north in degrees; west greater than east crosses 180 degrees",
    "datetime": "A day, month, year or time, or an interval of them with /, open with ..; features that hold then",
    "sortby": "Properties with commas, each after - in descending order",
    "properties": "Properties to answer with, with commas",
    "filter": "A condition in CQL2 text: side = 'north' AND start_date <= DATE('2020-02-06')",
    "resulttype": "hits: only the number of features",
    "skipGeometry": "true: features without their geometry",
}
# the parameter f of features, which have CSV too
_FORM = "f-items"
_SCHEMAS: dict[str, Any] = {
    _FORM: {"type": "string", "enum": ["json", "html", "csv"]},
    "f": {"type": "string", "enum": ["json", "html"]},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
    "bbox": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}},
}


def description(snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """Return the description of the API for one build."""
    about = snapshot.about
    paths = {
        "/": _get("Landing page", JSON),
        "/openapi": _get("This description", OPENAPI),
        "/conformance": _get("Conformance classes", JSON),
        "/collections": _get("The layers", JSON),
    }
    for name in snapshot.collections:
        paths |= _paths(name, snapshot)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": about["title"],
            "description": about["summary"] or about["title"],
            "version": __version__,
            "x-conformance": list(CONFORMANCE),
        },
        "servers": [{"url": links.base}],
        "tags": [{"name": name, "description": LAYERS[name].title} for name in snapshot.collections],
        "paths": paths,
        "components": {
            "parameters": {name: _parameter(name) for name in (*PARAMETERS, _FORM)},
            "responses": {"Error": _answer("The request cannot be answered", JSON, HTML)},
        },
    }


def _paths(name: str, snapshot: Snapshot) -> dict[str, Any]:
    title, path = LAYERS[name].title, f"/collections/{quote(name)}"
    properties = [
        {
            "name": column.name,
            "in": "query",
            "description": column.description,
            "schema": json_type(column),
            "style": "form",
            "explode": False,
        }
        for column in columns_of(name, snapshot)
    ]
    asked = [{"$ref": f"#/components/parameters/{parameter}"} for parameter in PARAMETERS if parameter != "f"]
    feature_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        path: _get(title, JSON, name),
        f"{path}/queryables": _get(f"{title}: properties", SCHEMA, name),
        f"{path}/items": _get(f"{title}: features", GEOJSON, name, *asked, *properties, form=_FORM),
        f"{path}/items/{{featureId}}": _get(f"{title}: one feature", GEOJSON, name, feature_id),
    }


def _get(summary: str, media: str, tag: str = "", *parameters: dict[str, Any], form: str = "f") -> dict[str, Any]:
    problems = {status: {"$ref": "#/components/responses/Error"} for status in ("400", "404", "406")}
    return {
        "get": {
            "summary": summary,
            **({"tags": [tag]} if tag else {}),
            "parameters": [{"$ref": f"#/components/parameters/{form}"}, *parameters],
            "responses": {"200": _answer(summary, media, HTML, *([CSV] if form == _FORM else [])), **problems},
        }
    }


def _answer(summary: str, *media: str) -> dict[str, Any]:
    return {
        "description": summary,
        "content": {one: {"schema": {"type": "string" if one in {HTML, CSV} else "object"}} for one in media},
    }


def _parameter(name: str) -> dict[str, Any]:
    allowed = PARAMETERS.get(name, ())
    schema = _SCHEMAS.get(name) or {"type": "string", **({"enum": list(allowed)} if allowed else {"minLength": 1})}
    described = _DESCRIBED.get(name, " or ".join(allowed))
    return {
        "name": "f" if name == _FORM else name,
        "in": "query",
        "description": described,
        "required": False,
        "schema": schema,
        "style": "form",
        "explode": False,
    }
