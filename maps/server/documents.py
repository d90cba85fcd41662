"""Documents of OGC API - Features (17-069r4): landing page, conformance, collections, queryables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from layers.schema.column import Column, Type
from layers.schema.layers import LAYERS
from maps.server.query import CRS84
from maps.server.snapshot import Snapshot

JSON, HTML, GEOJSON, CSV = "application/json", "text/html", "application/geo+json", "text/csv"
OPENAPI, SCHEMA = "application/vnd.oai.openapi+json;version=3.0", "application/schema+json"
_FEATURES, _FILTER, _CQL2 = (
    f"http://www.opengis.net/spec/{part}/1.0/conf/" for part in ("ogcapi-features-1", "ogcapi-features-3", "cql2")
)
CONFORMANCE = (
    *(f"{_FEATURES}{name}" for name in ("core", "geojson", "html", "oas30")),
    *(f"{_FILTER}{name}" for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        f"{_CQL2}{name}"
        for name in (
            *("cql2-text", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison"),
            *("accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus"),
            *("spatial-functions", "temporal-functions", "property-property"),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Links:
    """Links of the API.

    Parameters
    ----------
    base : str
        Address of the API, without a slash at its end.
    """

    base: str

    def to(self, path: str, relation: str, media: str, title: str) -> dict[str, str]:
        """Return a link to a document of the API."""
        return {"href": f"{self.base}{path}", "rel": relation, "type": media, "title": title}

    def both(self, path: str, relation: str, media: str, title: str) -> list[dict[str, str]]:
        """Return links to a document as JSON of some kind, and as a page."""
        join = "&" if "?" in path else "?"
        forms = ((f"{path}{join}f=json", media), (f"{path}{join}f=html", HTML))
        return [self.to(form, relation, kind, title) for form, kind in forms]

    def own(self, path: str, media: str, title: str) -> list[dict[str, str]]:
        """Return the links of a document to itself, and to itself as a page."""
        as_json, as_page = self.both(path, "self", media, title)
        return [as_json, {**as_page, "rel": "alternate"}]


def landing(snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """Return the landing page."""
    about = snapshot.about
    return {
        "title": about["title"],
        "description": about["summary"] or about["title"],
        "attribution": "; ".join(about["terms"]),
        "links": [
            *links.own("", JSON, "This document"),
            links.to("/openapi?f=json", "service-desc", OPENAPI, "The API, by OpenAPI 3.0"),
            links.to("/openapi?f=html", "service-doc", HTML, "The API, as a page"),
            *links.both("/conformance", "conformance", JSON, "Conformance classes"),
            *links.both("/collections", "data", JSON, "The layers"),
        ],
    }


def conformance(_: Snapshot, links: Links) -> dict[str, Any]:
    """Return the conformance classes that the service holds."""
    return {"conformsTo": list(CONFORMANCE), "links": links.own("/conformance", JSON, "Conformance classes")}


def collections(snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """Return all collections."""
    found = [collection(name, snapshot, links) for name in snapshot.collections]
    return {"collections": found, "links": links.own("/collections", JSON, "The layers")}


def collection(name: str, snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """Return one collection, with the extent of its features."""
    title, stored, path = LAYERS[name].title, snapshot.collections[name], f"/collections/{quote(name)}"
    extent: dict[str, Any] = {"spatial": {"bbox": [stored["bbox"] or list(snapshot.about["area"])], "crs": CRS84}}
    if stored["interval"]:
        first, last = stored["interval"]
        interval = [first and f"{first}T00:00:00Z", last and f"{last}T23:59:59Z"]
        extent["temporal"] = {
            "interval": [interval],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return {
        "id": name,
        "title": title,
        "description": f"{title}: {snapshot.about['title']}",
        "extent": extent,
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            *links.own(path, JSON, title),
            *links.both(f"{path}/items", "items", GEOJSON, f"{title}: features"),
            *links.both(
                f"{path}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", SCHEMA, "Properties"
            ),
        ],
    }


def queryables(name: str, snapshot: Snapshot, links: Links) -> dict[str, Any]:
    """Return the properties that features can be found by, as JSON Schema."""
    geometry = {"title": "Geometry", "format": "geometry-any", "x-ogc-role": "primary-geometry"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{links.base}/collections/{quote(name)}/queryables",
        "type": "object",
        "title": LAYERS[name].title,
        "properties": {"geometry": geometry}
        | {column.name: {"title": column.description, **json_type(column)} for column in columns_of(name, snapshot)},
        "additionalProperties": False,
    }


def columns_of(name: str, snapshot: Snapshot) -> Sequence[Column]:
    """Return the columns of a layer in the store."""
    return [LAYERS[name].column(column) for column in snapshot.collections[name]["columns"]]


def json_type(column: Column) -> Mapping[str, Any]:
    """Return a column's type, by JSON Schema."""
    typed = {"type": "string", "format": "date"} if column.type is Type.DATE else {"type": column.type.value}
    return {**typed, "enum": list(column.values)} if column.values else typed
