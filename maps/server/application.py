"""The web application of one dossier: its page, and its layers by OGC API - Features, part 1 and filters of part 3."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from layers.schema.layers import LAYERS
from maps.errors import RequestError
from maps.server import documents
from maps.server.documents import CSV, GEOJSON, HTML, JSON, OPENAPI, SCHEMA, Links
from maps.server.forms import as_csv, form_of
from maps.server.openapi import description
from maps.server.pages import POLICY, as_page, watched_frame
from maps.server.query import Query, find_feature
from maps.server.rebuilt import Rebuilt
from maps.server.snapshot import Snapshot

_API = "/api"
_CODES = {400: "InvalidParameterValue", 404: "NotFound", 406: "NotAcceptable"}
_EXPOSED = ("ETag", "Link", "OGC-NumberMatched", "OGC-NumberReturned")
# bytes below which compression is not worth its time, and how hard to compress
_LEAST, _LEVEL = 1000, 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request to the API: parameters, path below the API, and addresses."""

    snapshot: Snapshot
    links: Links
    path: str
    parameters: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def collection(self) -> str:
        name = self.names["name"]
        if name not in self.snapshot.collections:
            raise RequestError(f"there is no layer {name!r}; there are {', '.join(self.snapshot.collections)}", 404)
        return name


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of document: its name, its media type as JSON, and a function that finds it."""

    kind: str
    media: str
    find: Callable[[_Asked], dict[str, Any]]


def service(
    built: Rebuilt, *, url: str = "", token: str = "", origins: Sequence[str] = (), watched: bool = False
) -> ASGIApp:
    """Make the web application.

    Parameters
    ----------
    built : Rebuilt
        The build that is shown.
    url : str
        Address under which others reach the server, for links; by default that by which it is asked.
    token : str
        First part of all paths, empty for none.
    origins : sequence of str
        Sites whose scripts may read the answers: ``https://maps.example``, or ``*`` for all.
    watched : bool
        True if the page lies in a frame that loads it anew once a newer build is there.
    """

    def page(request: Request) -> Response:
        headers = {"ETag": f'W/"{built.current.version}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        headers |= {"Content-Security-Policy": "frame-ancestors 'self'", "X-Content-Type-Options": "nosniff"}
        is_small = "gzip" in request.headers.get("accept-encoding", "")
        path = built.current.compressed_page if is_small else built.current.page
        return Response(path.read_bytes(), 200, headers | ({"Content-Encoding": "gzip"} if is_small else {}), HTML)

    def endpoint(kind: str, media: str, find: Callable[[_Asked], dict[str, Any]]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            base = (url.rstrip("/") if url else f"{request.url.scheme}://{request.headers['host']}") + token + _API
            return _answered(request, built.current, Links(base), _Kind(kind, media, find))

        return answer

    kinds: list[tuple[str, str, str, Callable[[_Asked], dict[str, Any]]]] = [
        ("", "landing", JSON, lambda asked: documents.landing(asked.snapshot, asked.links)),
        ("/openapi", "openapi", OPENAPI, lambda asked: description(asked.snapshot, asked.links)),
        ("/conformance", "conformance", JSON, lambda asked: documents.conformance(asked.snapshot, asked.links)),
        ("/collections", "collections", JSON, lambda asked: documents.collections(asked.snapshot, asked.links)),
        ("/collections/{name}", "collection", JSON, _about(documents.collection)),
        ("/collections/{name}/queryables", "queryables", SCHEMA, _about(documents.queryables)),
        ("/collections/{name}/items", "items", GEOJSON, _items),
        ("/collections/{name}/items/{key:path}", "item", GEOJSON, _item),
    ]
    routes = [Route(f"{_API}{path}", endpoint(kind, media, find)) for path, kind, media, find in kinds]
    slashed = [Route(f"{route.path}/", route.endpoint) for route in routes if "{key" not in route.path]

    def frame(_: Request) -> Response:
        text, allowed = watched_frame()
        return Response(text, 200, {"Content-Security-Policy": allowed, "Cache-Control": "no-cache"}, HTML)

    pages = [Route("/", frame), Route("/map", page)] if watched else [Route("/", page)]
    routes = [*pages, *slashed, *routes]
    application = Starlette(
        routes=[Mount(token, routes=routes)] if token else routes,
        middleware=[
            Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["GET"], expose_headers=_EXPOSED),
            Middleware(GZipMiddleware, minimum_size=_LEAST, compresslevel=_LEVEL),
        ],
        exception_handlers={HTTPException: _refused},
    )
    application.router.redirect_slashes = False
    return _OwnHosts(application, urlsplit(url).hostname)


class _OwnHosts:
    """Refuses requests by names that are not the server's, so that no site reads it by DNS rebinding.

    Parameters
    ----------
    application : ASGI application
        Answers all other requests.
    known : str or None
        The one name, besides loopback names and IP addresses.
    """

    def __init__(self, application: ASGIApp, known: str | None) -> None:
        self._application, self._known = application, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
            if not self._is_own(host):
                told = f"The name {host!r} is not one of this server's; --url of sitmap serve adds one."
                await PlainTextResponse(told, status_code=400)(scope, receive, send)
                return
        await self._application(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
            _ = urlsplit(f"//{host}").port
        except ValueError:
            return False
        if name in {"localhost", self._known} or name.endswith(".localhost"):
            return True
        try:
            return bool(ip_address(name))
        except ValueError:
            return False


def _answered(request: Request, snapshot: Snapshot, links: Links, asked: "_Kind") -> Response:
    """Answer a request in the form that it asks for, or say why it cannot be answered."""
    path = request.url.path.partition(_API)[2].rstrip("/")
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
    headers["Vary"] = "Accept, Host"
    form, status, kind, media = "json", 200, asked.kind, asked.media
    try:
        pairs = request.query_params.multi_items()
        accepted = request.headers.get("accept", "*/*")
        form = form_of(dict(pairs).get("f"), accepted, media, has_csv=kind == "items")
        said = f"{snapshot.version} {request.url} {links.base} {form}"
        headers["ETag"] = f'W/"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        content = asked.find(_Asked(snapshot, links, path, _single(pairs, kind), request.path_params))
    except RequestError as error:
        headers.pop("ETag", None)
        kind, media, status = "error", JSON, error.status
        content = {"code": _CODES[status], "description": str(error), "links": []}
    if form == "json" or (form == "csv" and kind == "error"):
        return Response(_text(content), status, headers, media)
    lines = content.pop("lines", None)
    shown = content | ({"features": [json.loads(line) for line in lines]} if lines is not None else {})
    if form == "html":
        return Response(as_page(kind, shown, snapshot, links.base, path), status, headers, HTML)
    headers |= {"OGC-NumberMatched": str(shown["numberMatched"]), "OGC-NumberReturned": str(shown["numberReturned"])}
    pages = [link for link in shown["links"] if link["rel"] in {"next", "prev"} and link["type"] == CSV]
    headers |= {"Link": ", ".join(f'<{link["href"]}>; rel="{link["rel"]}"' for link in pages)} if pages else {}
    name, parameters = request.path_params["name"], dict(pairs)
    columns = [column.name for column in documents.columns_of(name, snapshot)]
    if "properties" in parameters:
        columns = [column for column in columns if column in parameters["properties"].split(",")]
    with_points = LAYERS[name].geometry == "Point" and parameters.get("skipGeometry") != "true"
    return Response(as_csv(shown["features"], columns, with_points=with_points), status, headers, CSV)


def _text(content: dict[str, Any]) -> str:
    """Return a document as JSON; features are JSON already."""
    lines = content.pop("lines", None)
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return text if lines is None else text[:-1] + ', "features": [\n' + ",\n".join(lines) + "\n]}"


def _single(pairs: Sequence[tuple[str, str]], kind: str) -> dict[str, str]:
    """Return the parameters by name, besides `f`; each may be given once, and only features have others."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise RequestError("a parameter is given more than once")
    found.pop("f", None)
    if found and kind != "items":
        raise RequestError(f"{', '.join(sorted(found))}: unknown here")
    return found


def _about(find: Callable[[str, Snapshot, Links], dict[str, Any]]) -> Callable[[_Asked], dict[str, Any]]:
    """Answer with a document of a collection."""
    return lambda asked: find(asked.collection, asked.snapshot, asked.links)


def _items(asked: _Asked) -> dict[str, Any]:
    """Answer with a page of features."""
    name, snapshot, parameters = asked.collection, asked.snapshot, asked.parameters
    columns = {column.name: column.type for column in documents.columns_of(name, snapshot)}
    query = Query(snapshot.store, name, columns, snapshot.collections[name]["rows"], parameters)
    found = query.answer(snapshot.counts)
    title = LAYERS[name].title
    links = asked.links.own(_with(asked.path, parameters), GEOJSON, title)
    links.append(asked.links.to(_with(asked.path, {**parameters, "f": "csv"}), "alternate", CSV, title))
    for relation, start in (("next", query.offset + query.limit), ("prev", max(query.offset - query.limit, 0))):
        if (start < found.matched and found.lines) if relation == "next" else query.offset:
            path = _with(asked.path, {**parameters, "offset": str(start)})
            links += asked.links.both(path, relation, GEOJSON, f"{relation} page")
            links.append(asked.links.to(f"{path}&f=csv", relation, CSV, f"{relation} page"))
    links += asked.links.both(f"/collections/{quote(name)}", "collection", JSON, title)
    return {
        "type": "FeatureCollection",
        "title": title,
        "numberMatched": found.matched,
        "numberReturned": len(found.lines),
        "links": links,
        "lines": [_reduced(line, parameters) for line in found.lines],
    }


def _item(asked: _Asked) -> dict[str, Any]:
    """Answer with one feature."""
    name = asked.collection
    feature: dict[str, Any] = json.loads(find_feature(asked.snapshot.store, name, asked.names["key"]))
    path = f"/collections/{quote(name)}"
    own = asked.links.own(f"{path}/items/{quote(feature['id'], safe='')}", GEOJSON, feature["id"])
    return feature | {"links": [*own, *asked.links.both(path, "collection", JSON, LAYERS[name].title)]}


def _reduced(line: str, parameters: Mapping[str, str]) -> str:
    """Return a feature with the properties that are asked for, and without its geometry where it is not."""
    is_bare = parameters.get("skipGeometry") == "true"
    if not is_bare and "properties" not in parameters:
        return line
    feature = json.loads(line)
    if "properties" in parameters:
        kept = parameters["properties"].split(",")
        feature["properties"] = {name: value for name, value in feature["properties"].items() if name in kept}
    return json.dumps({**feature, **({"geometry": None} if is_bare else {})}, ensure_ascii=False)


def _with(path: str, parameters: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = error.detail if isinstance(error, HTTPException) else ""
    headers = error.headers if isinstance(error, HTTPException) else None
    body = json.dumps({"code": detail.replace(" ", ""), "description": detail})
    return Response(body, status, headers, JSON)
